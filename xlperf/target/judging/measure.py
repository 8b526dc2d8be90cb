"""An actual's figure in the unit of its target: which values it may mean, and whether they all, none or only some fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from xlperf.target.nodes import Bound, Quantity, Range
from xlperf.target.units import PER_YEAR, RATIO, SCALES, clean, resolve


@dataclass(frozen=True, slots=True)
class Span:
    """The values that a figure may stand for, from `low` to `high` (None: endless); an open end is itself left out."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    @property
    def point(self) -> Decimal | None:
        """The one value, where there is but one."""
        return self.low if self.low == self.high else None

    def times(self, factor: Decimal) -> "Span":
        """Return the span in another unit."""
        low, high = (None if end is None else dusted(clean(end * factor)) for end in (self.low, self.high))
        return Span(low, high, self.low_open, self.high_open)

    def fits(self, op: str, goal: Decimal) -> bool | None:
        """Whether all values of the span fit (True), none (False), or only some (None)."""
        if op == "=":
            outside = (self.low is not None and self.low > goal) or (self.high is not None and self.high < goal)
            return True if self.point == goal else False if outside else None
        if op in ("<=", "<"):
            return Span(_negated(self.high), _negated(self.low), self.high_open, self.low_open).fits(op.replace("<", ">"), -goal)
        strict = op == ">"
        if self.low is not None and (self.low > goal or (self.low == goal and (self.low_open or not strict))):
            return True
        if self.high is not None and (self.high < goal or (self.high == goal and (self.high_open or strict))):
            return False
        return None


def _negated(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


ABOUT = Decimal("0.1")
"""How far off 约 and 近 may be: a tenth (a convention of ours)."""


def span_of(figure: Bound | Range) -> Span:
    """Return what a figure may stand for: 200余人 is above 200 and below 300, ≥18次 anything from 18, 约16次 14.4 to 17.6."""
    if isinstance(figure, Range):
        return Span(figure.low, figure.high)
    value, about = dusted(figure.quantity.value), figure.quantity.about
    if figure.op in (">=", ">"):
        return Span(value, None, figure.op == ">")
    if figure.op in ("<=", "<"):
        return Span(None, value, high_open=figure.op == "<")
    if about == "余":
        step = Decimal(10) ** exponent_of(value.normalize()) if value else Decimal(1)
        return Span(value, value + step, low_open=True, high_open=True)
    if about == "近":
        return Span(value - abs(value) * ABOUT, value)
    if about:
        return Span(value - abs(value) * ABOUT, value + abs(value) * ABOUT)
    return Span(value, value)


def exponent_of(value: Decimal) -> int:
    """Return the power of ten of a number's last digit: -2 of 0.95."""
    return cast(int, value.as_tuple().exponent)  # a letter for infinity and the like, which no production reads


def dusted(value: Decimal) -> Decimal:
    """Return a number without the dust of single precision: 0.0900000762939453 is 0.09, 0.8999999761581421 is 0.9."""
    if -exponent_of(value) <= 9 or not value or value.adjusted() > 15:
        return value
    rounded = round(value, 6 - value.adjusted())
    return rounded.normalize() if abs(rounded - value) <= abs(value) * Decimal("1e-6") else value


NEAR = 20
"""Within which factor of its target a number without a unit is taken to be in the target's unit."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """By which factors an actual may have to be multiplied to be in the target's unit, the likeliest first.

    None: unlike units. `assumed` tells that a divisor was left out (5元 for 5元/人/天). `settled` is False where a unit would have
    to be guessed, so that a person must write it.
    """

    factors: Sequence[Decimal]
    settled: bool = True
    assumed: bool = False


_ONE = Decimal(1)


_SHORT_MONTH, _LONG_MONTH = Decimal(28 * 24 * 60), Decimal(31 * 24 * 60)
"""Minutes: 25天 are within any month, 30天 are not."""


def meanings(wanted: Quantity, got: Quantity) -> Meanings:
    """Return what `got` may mean in the unit of `wanted`.

    A number without a unit takes the target's, if that brings it near the target; 0.95 against a percentage may be the
    value of a percent cell; a total without a period may be the year's (12次 for 1次/月).
    """
    (base, factor), (got_base, got_factor) = resolve(wanted.unit), resolve(got.unit)
    if not wanted.unit:
        return _without_unit(wanted, got, got_base, got_factor)
    if not got.unit:
        return _bare(wanted, got, base, factor)
    if got_base == base or _is_scale(got.unit, base) or _is_scale(wanted.unit, got_base):
        return Meanings((got_factor / factor,))
    if {base, got_base} == {"分钟", "月"}:
        months = (_SHORT_MONTH, _LONG_MONTH)
        return Meanings(tuple(got_factor * (each if got_base == "月" else 1 / each) / factor for each in months))
    if base.startswith("元/") and got_base == "元" and wanted.unit.startswith(got.unit) and _is_near(got.value, wanted.value):
        return Meanings((_ONE,), assumed=True)
    for per, times in PER_YEAR.items():
        if base == f"{got_base}/{per}":
            return Meanings(tuple(dict.fromkeys((got_factor / (factor * times), got_factor))))
        if got_base == f"{base}/{per}" and base in ("次", "元"):
            return Meanings((got_factor * times / factor,))
    return Meanings(())


def _is_scale(unit: str, other_base: str) -> bool:
    """Whether a unit is a scale word alone (250万), which goes with money and with what is counted."""
    own, below = resolve(unit)[0], other_base.partition("/")[2]
    return unit.partition("/")[0] in SCALES and own.partition("/")[2] == below and other_base not in ("", RATIO)


def _without_unit(wanted: Quantity, got: Quantity, got_base: str, got_factor: Decimal) -> Meanings:
    if not wanted.value and got_base == RATIO:
        return Meanings(())  # 零事故 is no share
    if not got.unit and 0 < got.value <= 1 and exponent_of(got.value) < 0 and wanted.value >= 10:
        return Meanings((_ONE, Decimal(100)))  # 0.96 for 95, where the % is left out on both sides
    if got_base == RATIO:
        return Meanings(_likely(wanted, got, (_ONE, got_factor))[:1])
    scaled = got_factor if got.unit.startswith(tuple(SCALES)) else _ONE
    return Meanings(_likely(wanted, got, (_ONE, scaled))[:1])


def _bare(wanted: Quantity, got: Quantity, base: str, factor: Decimal) -> Meanings:
    for per, times in PER_YEAR.items():
        if base.endswith(f"/{per}") and base.count("/") == 1 and not base.startswith("元"):
            return Meanings(tuple(dict.fromkeys((1 / (factor * times), _ONE))))
    if base == RATIO:
        plausible = abs(got.value) <= max(Decimal(2), 2 * abs(wanted.value) * factor)
        return Meanings(_likely(wanted, got, (_ONE, 1 / factor) if plausible else (_ONE,)))
    near = not got.value or not wanted.value or _is_near(got.value, wanted.value)
    return Meanings((_ONE,), settled=factor == 1 or near)


def _likely(wanted: Quantity, got: Quantity, factors: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return the factors that bring a number near the target; all where none does."""
    factors = tuple(dict.fromkeys(factors))
    return tuple(each for each in factors if _is_near(got.value * each, wanted.value)) or factors


def _is_near(value: Decimal, goal: Decimal) -> bool:
    return goal != 0 and 1 <= abs(value) * NEAR / abs(goal) <= NEAR * NEAR
