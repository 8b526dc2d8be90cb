"""What a target can be, as frozen records. `str()` of a node is its canonical form, which reads back as the same node."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, TypeVar

_DAY_LIKE = re.compile(r"(?:19|20)\d{6}")
_SCALE = "十百千万萬亿億"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit as written: 95 `%`, 1346.0088 `万平方米`, 11 with no unit.

    `about` is how the number was blurred: 约 (around it), 近 (just below), 余 (somewhat above); "" where it is exact.
    """

    value: Decimal
    unit: str = ""
    about: str = ""

    def __str__(self) -> str:
        number = f"{self.value:f}"
        if _DAY_LIKE.fullmatch(number):
            number += ".0"  # the same number, but never taken for a day
        if self.about == "余":
            rest = self.unit.lstrip(_SCALE)
            return f"{number}{self.unit.removesuffix(rest)}余{rest}"
        gap = " " if self.unit[:1].isdigit() else ""
        return f"{self.about}{number}{gap}{self.unit}"


PARTS = {
    "上半年": (1, 6), "下半年": (7, 12), "第一季度": (1, 3), "第二季度": (4, 6), "第三季度": (7, 9), "第四季度": (10, 12),
    "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31),
}  # fmt: skip
"""Parts of a year by their months, parts of a month by their days."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, a part of one, a month, a part of one, or a day; what is coarser than a day means its whole span.

    `year` is None where nobody told it. `part` is one of `PARTS`: 上半年 and 第三季度 stand without a month, 中旬 with one.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    part: str = ""

    @property
    def first(self) -> date | None:
        """The first day of the span."""
        if not self.year:
            return None
        low = PARTS[self.part][0] if self.part else 1
        return date(self.year, self.month, self.day or low) if self.month else date(self.year, low, 1)

    @property
    def last(self) -> date | None:
        """The last day of the span."""
        if not self.year:
            return None
        high = PARTS[self.part][1] if self.part else 31
        month = self.month or min(high, 12)
        length = calendar.monthrange(self.year, month)[1]
        return date(self.year, month, self.day or (min(high, length) if self.month else length))

    def __str__(self) -> str:
        parts = ((self.year, "年"), (self.month, "月"), (self.day, "日"))
        return "".join(f"{number}{word}" for number, word in parts if number) + self.part or "本年"


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
        dash = "~" if self.high < 0 else "-"
        return f"{Quantity(self.low)}{dash}{Quantity(self.high, self.unit)}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """One number to another: 1:3, 1:2500."""

    op: str | None
    left: Decimal
    right: Decimal

    def __str__(self) -> str:
        return f"{self.op or ''}{self.left:f}:{self.right:f}"


UP, DOWN = "增长", "下降"


@dataclass(frozen=True, slots=True)
class Change:
    """A change against a base: 较上年下降>=3%. `verb` is 增长 or 下降; `bound` is how much, always positive in that direction.

    `base` is what it is measured against (上年, 2015年), "" where nobody said; `level` is the base's own figure where the
    text gives it: 较2015年(24.31)下降10个百分点.
    """

    verb: str
    bound: Bound
    base: str = ""
    level: Decimal | None = None

    def __str__(self) -> str:
        level = "" if self.level is None else f"({self.level:f})"
        return f"{'较' if self.base else ''}{self.base}{level}{self.verb}{self.bound}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Done on or before a moment. `op` is None where the date stood alone."""

    op: str | None
    moment: Moment

    def __str__(self) -> str:
        return f"{self.op or ''}{self.moment}"


@dataclass(frozen=True, slots=True)
class Period:
    """From one moment to another; a year, half-year or quarter that stands alone is a period, too."""

    start: Moment
    end: Moment

    def __str__(self) -> str:
        if self.start != self.end:
            return f"{self.start}-{self.end}"
        return f"{self.start}全年" if self.start == Moment(self.start.year) else str(self.start)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A date that comes again and again: 每月中旬, 每年3月、9月. No single day follows from it."""

    every: str
    when: str

    def __str__(self) -> str:
        return f"每{self.every}{self.when}"


@dataclass(frozen=True, slots=True)
class Symbolic:
    """A bound by something that stands elsewhere: 不超预算, 不低于上年水平."""

    op: str
    reference: str

    def __str__(self) -> str:
        return f"{self.op}{self.reference}"


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of a scale, and those above it: 良好, ≥良好. `op` is None where the grade stood alone."""

    op: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.op or ''}{self.text}"


@dataclass(frozen=True, slots=True)
class Qualitative:
    """Words that only a person can judge."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Several:
    """More than one condition in one cell; each part has the words that name it ("" where there are none)."""

    parts: Sequence[tuple[str, Target]]

    def __str__(self) -> str:
        return "；".join(f"{label}{part}" for label, part in self.parts)


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing, or one of the signs people write for nothing."""

    text: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A template's blank that nobody filled in: **月**日前, ≥XX%, （台/件/辆/套）."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that no reader could be sure of; `span` is what could not be read (start, end in the text; two
    readings of one text are the same wherever they got stuck), `why` a word:

    "figure" (a figure that fits no form), "sign" (a sign without its figure), "unit" (a unit alone), "name" (a name instead
    of a value), "glued" (figures run together),
    "scoring" (how points are taken off, instead of a value).
    """

    text: str
    span: tuple[int, int] = field(compare=False)
    why: str = "figure"

    def __str__(self) -> str:
        return self.text


Target = (
    Bound | Range | Ratio | Change | Deadline | Period | Recurring | Symbolic | Grade | Qualitative | Several | Empty
    | Placeholder | Unreadable
)  # fmt: skip



def bound_of(target: Target) -> Bound | None:
    """Return the number to reach: of a number itself, and of a change; None for all else."""
    inner = target.bound if isinstance(target, Change) else target
    return inner if isinstance(inner, Bound) else None


def unit_of(target: Target) -> str | None:
    """Return the unit of a number, change or range; None for what has none."""
    bound = bound_of(target)
    return bound.quantity.unit if bound else target.unit if isinstance(target, Range) else None


KINDS = {
    Bound: "number",
    Range: "range",
    Ratio: "ratio",
    Change: "number",
    Deadline: "date",
    Period: "period",
    Recurring: "period",
    Symbolic: "qualitative",
    Grade: "qualitative",
    Qualitative: "qualitative",
    Several: "several",
    Empty: "empty",
    Placeholder: "placeholder",
    Unreadable: "unreadable",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a careful reader would ask back about a text.

    `code` is "misread" (a sign or figures may be damaged), "unit" (units contradict one another), "sign" (signs do, or one has
    two meanings), "year" (a date without one), "base" (a change whose base decides), "about" (a target that is no exact
    number), "names" (two indicators in one), "remark" (what stands in brackets was left out), "span" (a span whose end can be
    read two ways), "assumed" (what was assumed to go on), "otherwise" (an actual of another year).
    """

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


if TYPE_CHECKING:  # a default is only for who checks types: Python has it from 3.13 on
    import typing_extensions

    Read = typing_extensions.TypeVar("Read", bound=Target, covariant=True, default=Target)
else:
    Read = TypeVar("Read", covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[Read]):
    """How a text was read: the `target` (`Reading[Range]`: of a range), the `text` itself, where the operator comes from, and what gives doubt.

    `op_source` is "explicit" (a sign), "word" (不低于, 以上 …), "inferred" (nothing was written) or None (no operator
    applies). `lean` is "up" or "down" where a column of its own says 正向 or 反向. `named` are the words before a
    figure that are no part of it (验收合格率, 完成, 超支).
    """

    target: Read
    text: str
    op_source: str | None = None
    doubts: Sequence[Doubt] = ()
    lean: str | None = None
    named: str = ""

    @property
    def kind(self) -> str:
        """The kind by name, as in `KINDS`."""
        return KINDS[type(self.target)]

    @property
    def bound(self) -> Bound | None:
        """The number to reach, as `bound_of` returns it."""
        return bound_of(self.target)

    @property
    def op(self) -> str | None:
        """The operator that holds: as written, else what a bare text stands for (`=` a number, `<=` a date)."""
        if isinstance(self.target, Deadline):
            return self.target.op or "<="
        bare = self.target if isinstance(self.target, Ratio) else self.bound
        return (bare.op or "=") if bare else None

    @property
    def misread(self) -> Doubt | None:
        """The doubt whether the text itself is damaged, if there is one."""
        return next((doubt for doubt in self.doubts if doubt.code == "misread"), None) if self.doubts else None
