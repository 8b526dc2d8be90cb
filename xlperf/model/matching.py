"""Rows of two tables that are the same row: by name first, which survives sorting, then by looser likeness."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from xlperf.model.key import fold_name
from xlperf.model.table import Goal, Indicator, Task

Row = TypeVar("Row", Task, Goal, Indicator)
Likeness = Callable[[Row], Hashable]
"""What two rows that are the same have in common; None for a row that has none of it."""

_INDICATORS: Sequence[Callable[[Indicator], Hashable]] = (
    lambda each: (each.level2, fold_name(each.level3), fold_name(each.task)),
    lambda each: (each.level2, fold_name(each.level3)),
    lambda each: fold_name(each.level3) or None,
    lambda each: (each.number, each.level2, each.target) if each.number else None,
)
_TASKS: Sequence[Callable[[Task], Hashable]] = (
    lambda each: fold_name(each.name) or None,
    lambda each: (each.number, each.total) if each.number else None,
)
_GOALS: Sequence[Callable[[Goal], Hashable]] = (
    lambda each: (fold_name(each.text), fold_name(each.task)),
    lambda each: fold_name(each.text) or None,
    lambda each: (each.number, fold_name(each.task)) if each.number else None,
)


def match_indicators(old: Sequence[Indicator], new: Sequence[Indicator]) -> list[tuple[Indicator | None, Indicator | None]]:
    """Return pairs of an old and a new indicator, in the order of the old; what only one side has stands alone."""
    return _match(old, new, _INDICATORS)


def match_tasks(old: Sequence[Task], new: Sequence[Task]) -> list[tuple[Task | None, Task | None]]:
    """Return pairs of an old and a new task."""
    return _match(old, new, _TASKS)


def match_goals(old: Sequence[Goal], new: Sequence[Goal]) -> list[tuple[Goal | None, Goal | None]]:
    """Return pairs of an old and a new goal."""
    return _match(old, new, _GOALS)


def _match(old: Sequence[Row], new: Sequence[Row], likenesses: Sequence[Likeness[Row]]) -> list[tuple[Row | None, Row | None]]:
    """Pair rows by one likeness after the other. Those alike count in their order, by a looser likeness only where none is alike."""
    partner: dict[int, int] = {}
    for nth, likeness in enumerate(likenesses):
        taken = set(partner.values())
        places: dict[Hashable, list[int]] = defaultdict(list)
        for at, row in enumerate(new):
            if at not in taken and (key := likeness(row)) is not None:
                places[key].append(at)
        left = [at for at in range(len(old)) if at not in partner]
        alike = Counter(likeness(old[at]) for at in left)
        for at in left:
            found = places.get(likeness(old[at]), [])
            if found and (nth == 0 or (alike[likeness(old[at])] == 1 and len(found) == 1)):
                partner[at] = found.pop(0)
    taken = set(partner.values())
    pairs: list[tuple[Row | None, Row | None]] = [(row, new[partner[at]] if at in partner else None) for at, row in enumerate(old)]
    return pairs + [(None, row) for at, row in enumerate(new) if at not in taken]
