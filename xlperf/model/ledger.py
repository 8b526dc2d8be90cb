"""The payments of the year (支出明细), as columns: a hundred thousand rows are normal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

from xlperf.model.place import Place


@dataclass(frozen=True, slots=True)
class Ledger:
    """Columns of equal length, one entry a payment.

    `rows` are the sheet rows, `columns` the sheet column of each field, so that a place is made only when needed.
    `cents` is the amount in 分 (0 where the cell could not be read), refunds negative. `months` are 1–12, 0 without a date.
    """

    sheet: str = ""
    rows: Sequence[int] = ()
    years: Sequence[int] = ()
    months: Sequence[int] = ()
    tasks: Sequence[str] = ()
    costs: Sequence[str] = ()
    sources: Sequence[str] = ()
    cents: Sequence[int] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    inexact: Sequence[int] = ()
    """Positions whose amount has a third decimal."""
    economics: Sequence[str] = ()
    procured: Sequence[str] = ()
    """政府采购 as it was typed; "" for most."""
    undated: Sequence[int] = ()
    """Positions whose date is a text: read all the same, but no formula of a month finds them."""
    twice: Sequence[tuple[int, int]] = ()
    """Positions of payments of one day, amount and summary that stand under another voucher too: the first, and the other."""
    unbalanced: Sequence[tuple[int, int, int]] = ()
    """Imported postings whose rows do not add up to what was booked: the first row's position, their sum, what was booked, in 分."""

    def __len__(self) -> int:
        return len(self.rows)

    def until(self, year: int | None, month: int) -> "Ledger":
        """Return the payments up to the end of a month of a year, and those without a date; what is told of single positions is left out."""
        years = self.years or [year or 0] * len(self.months)
        kept = [not own or not year or (each, own) <= (year, month) for each, own in zip(years, self.months, strict=True)]
        names = ("rows", "years", "months", "tasks", "costs", "sources", "cents", "economics", "procured")
        columns = {name: list(compress(values, kept)) for name in names if (values := getattr(self, name))}
        dated = [position for position, keep in enumerate(kept) if keep]
        undated = set(self.undated)
        return Ledger(self.sheet, columns=self.columns, undated=[new for new, old in enumerate(dated) if old in undated], **columns)

    def place(self, position: int, column: str = "amount") -> Place:
        """Return where the entry at `position` stands."""
        return Place(self.sheet, self.rows[position], self.columns.get(column, 0))
