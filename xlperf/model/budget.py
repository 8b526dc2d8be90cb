"""A change of a task's budget during the year (预算调整)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xlperf.model.place import Place


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """A row of 预算调整. `amount` is what was typed, in 万元; `task` a name or a number; `source` one of 资金来源, "" where not told."""

    task: str
    kind: str
    amount: Decimal | None
    is_taken: bool = False
    """Whether its kind takes the amount off."""
    source: str = ""
    document: str = ""
    when: tuple[int, int] | None = None
    """The year and month of its date; None where it has none."""
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def by(self) -> Decimal:
        """By how much the budget changes, in 万元."""
        amount = self.amount or Decimal(0)
        return -amount if self.is_taken else amount

    def where(self, column: str = "") -> Place | None:
        """Return the place of a field, or of the row."""
        return self.places.get(column)


def changes_of(changes: Iterable[BudgetChange], *names: str) -> list[BudgetChange]:
    """Return the changes of the task that bears some names (its number and its name), compared as Excel's SUMIFS does."""
    known = {name.casefold() for name in names if name}
    return [each for each in changes if each.task.casefold() in known]
