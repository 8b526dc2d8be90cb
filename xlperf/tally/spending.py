"""Payments rolled up against tasks and cost indicators, to the cent, in one pass over the columns."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlperf.model import Figure, Ledger, Slice, Table, wan_of
from xlperf.target import is_cost


@dataclass(frozen=True, slots=True)
class Stray:
    """Payments that name no known task (or cost indicator): what they name, how much in 分, how many, the first of them."""

    name: str
    cents: int
    count: int
    first: int


@dataclass(frozen=True, slots=True)
class Spending:
    """The sums of a year's payments, in 分; refunds count as negative.

    `tasks` and `costs` run along the tasks and indicators of the table (`costs` None where nothing was booked).
    `by_source` is keyed (task position, fund source), `by_month` (task position, month; 0 without a date).
    """

    total: int
    tasks: Sequence[int]
    costs: Sequence[int | None]
    counts: Sequence[int]
    cost_counts: Sequence[int]
    by_source: Mapping[tuple[int, str], int]
    by_month: Mapping[tuple[int, int], int]
    stray_tasks: tuple[Stray, ...]
    stray_costs: tuple[Stray, ...]

    def task_figure(self, position: int, ledger: Ledger) -> Figure:
        """Return what a task spent, in 万元, with the payments it was made from."""
        return _figure(self.tasks[position], self.counts[position], ledger)

    def cost_figure(self, position: int, ledger: Ledger) -> Figure | None:
        """Return what was booked to an indicator, in 万元; None where nothing was."""
        cents = self.costs[position]
        return None if cents is None else _figure(cents, self.cost_counts[position], ledger)


def _figure(cents: int, count: int, ledger: Ledger) -> Figure:
    parts = (Slice(count, ledger.place(0)),) if count else ()
    return Figure(wan_of(cents), "万元", "支出明细金额合计÷10000", parts)


def roll_up(table: Table, ledger: Ledger) -> Spending:
    """Add up the payments of a table.

    A payment belongs to the task (or cost indicator) whose name or number it bears, letters compared without case and
    spaces as they stand, which is how Excel's SUMIFS compares, so that both always agree.
    """
    tasks = _index((task.number, task.name) for task in table.tasks)
    costs = _index(
        (each.number, each.level3) if is_cost(each.level2) else ("", "") for each in table.indicators
    )
    groups: dict[tuple[str, str, int], int] = defaultdict(int)
    for key, cents in zip(zip(ledger.tasks, ledger.sources, ledger.months, strict=True), ledger.cents, strict=True):
        groups[key] += cents
    sums = [0] * len(table.tasks)
    by_source: dict[tuple[int, str], int] = defaultdict(int)
    by_month: dict[tuple[int, int], int] = defaultdict(int)
    for (name, source, month), cents in groups.items():
        position = tasks.get(name.casefold())
        if position is not None:
            sums[position] += cents
            by_source[position, source] += cents
            by_month[position, month] += cents
    counts, stray_tasks = _counts(ledger.tasks, ledger.cents, tasks, len(table.tasks))
    cost_counts, stray_costs = _counts(ledger.costs, ledger.cents, costs, len(table.indicators), blank_is_stray=False)
    booked = _booked(ledger, costs, len(table.indicators))
    return Spending(
        sum(ledger.cents), sums, booked, counts, cost_counts, by_source, by_month, stray_tasks, stray_costs
    )


def _index(rows) -> dict[str, int]:
    """Return the position of each row by its name and its number; the first wins."""
    found: dict[str, int] = {}
    for position, names in enumerate(rows):
        for name in names:
            if name:
                found.setdefault(name.casefold(), position)
    return found


def _booked(ledger: Ledger, costs: Mapping[str, int], size: int) -> list[int | None]:
    sums: dict[str, int] = defaultdict(int)
    for name, cents in zip(ledger.costs, ledger.cents, strict=True):
        if name:
            sums[name] += cents
    booked: list[int | None] = [None] * size
    for name, cents in sums.items():
        position = costs.get(name.casefold())
        if position is not None:
            booked[position] = (booked[position] or 0) + cents
    return booked


def _counts(
    names: Sequence[str], cents: Sequence[int], known: Mapping[str, int], size: int, blank_is_stray: bool = True
) -> tuple[list[int], tuple[Stray, ...]]:
    """Count the payments of each known name, and gather those of unknown ones."""
    totals: dict[str, int] = defaultdict(int)
    for name in names:
        totals[name] += 1
    counts = [0] * size
    strays = []
    for name, count in totals.items():
        position = known.get(name.casefold())
        if position is not None:
            counts[position] += count
        elif name or blank_is_stray:
            amount = sum(each for other, each in zip(names, cents, strict=True) if other == name)
            strays.append(Stray(name, amount, count, names.index(name)))
    return counts, tuple(strays)
