"""What an export of accounting or payment software says that was paid, as columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from xlperf.model.case import Remark, Unread

_COLUMNS = ("rows", "days", "vouchers", "lines", "summaries", "accounts", "projects", "economics", "sources", "procured", "cents")


@dataclass(frozen=True, slots=True)
class Postings:
    """Columns of equal length, one entry a posting that counts as spending.

    `family` is the kind of export, `batch` the name of the file. `cents` is debit less credit in 分, refunds negative. `lines` are the
    numbers within the voucher as exported, or counted within voucher and account. `left` says why rows were left out, how many of
    them and how much, in 分; `unread` are the rows nobody can place.
    """

    family: str
    batch: str
    rows: Sequence[int] = ()
    days: Sequence[date | None] = ()
    vouchers: Sequence[str] = ()
    lines: Sequence[str] = ()
    summaries: Sequence[str] = ()
    accounts: Sequence[str] = ()
    projects: Sequence[str] = ()
    economics: Sequence[str] = ()
    sources: Sequence[str] = ()
    procured: Sequence[str] = ()
    cents: Sequence[int] = ()
    void_days: Sequence[date | None] = ()
    """The days of rows that were void or never paid."""
    left: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.cents)

    def only(self, positions: Sequence[int]) -> "Postings":
        """Return the postings at some positions; what was left out and told stays."""
        if len(positions) == len(self):
            return self
        columns: dict[str, Any] = {name: [values[at] for at in positions] for name in _COLUMNS if len(values := getattr(self, name))}
        return replace(self, **columns)
