"""What a target can be, as frozen records. `str()` of a node is its canonical form, which reads back as the same node."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit as written: 95 `%`, 1346.0088 `万平方米`, 11 with no unit."""

    value: Decimal
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.value:f}{self.unit}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, month or day; what is coarser than a day means its whole span. `year` is None where nobody told it."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date | None:
        """The first day of the span."""
        return date(self.year, self.month or 1, self.day or 1) if self.year else None

    @property
    def last(self) -> date | None:
        """The last day of the span."""
        if not self.year:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = ((self.year, "年"), (self.month, "月"), (self.day, "日"))
        return "".join(f"{number}{word}" for number, word in parts if number)


@dataclass(frozen=True, slots=True)
class Bound:
    """A number to reach or to keep to. `op` is None where no operator was written: what was bare stays bare."""

    op: str | None
    quantity: Quantity

    def __str__(self) -> str:
        return f"{self.op or ''}{self.quantity}"


@dataclass(frozen=True, slots=True)
class Range:
    """Between two numbers of one unit, both included."""

    low: Decimal
    high: Decimal
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.low:f}-{self.high:f}{self.unit}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Done on or before a moment. `op` is None where the date stood alone."""

    op: str | None
    moment: Moment

    def __str__(self) -> str:
        return f"{self.op or ''}{self.moment}"


@dataclass(frozen=True, slots=True)
class Period:
    """From one moment to another."""

    start: Moment
    end: Moment

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Qualitative:
    """Words that only a person can judge."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Several:
    """More than one condition in one cell."""

    parts: tuple[Target, ...]

    def __str__(self) -> str:
        return "；".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing, or one of the signs people write for nothing."""

    text: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A target that no reader could be sure of; `span` is what could not be read (start, end in the text)."""

    text: str
    span: tuple[int, int]

    def __str__(self) -> str:
        return self.text


Target = Bound | Range | Deadline | Period | Qualitative | Several | Empty | Unreadable

KINDS = {
    Bound: "number",
    Range: "range",
    Deadline: "date",
    Period: "period",
    Qualitative: "qualitative",
    Several: "several",
    Empty: "empty",
    Unreadable: "unreadable",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text was read: the `target`, the `text` itself, where the operator comes from, and what gives doubt.

    `op_source` is "explicit" (a sign), "word" (不低于, 以上 …), "inferred" (nothing was written) or None (no operator
    applies).
    """

    target: Target
    text: str
    op_source: str | None = None
    doubts: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind by name: number, range, date, period, qualitative, several, empty or unreadable."""
        return KINDS[type(self.target)]

    @property
    def op(self) -> str | None:
        """The operator that holds: as written, else what a bare text stands for (`=` a number, `<=` a date)."""
        if isinstance(self.target, Bound):
            return self.target.op or "="
        if isinstance(self.target, Deadline):
            return self.target.op or "<="
        return None
