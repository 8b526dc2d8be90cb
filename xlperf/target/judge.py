"""Judging an actual against a target: two answers, met and missed, and three honest refusals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlperf.language import _
from xlperf.target.nodes import (
    Bound,
    Deadline,
    Empty,
    Period,
    Qualitative,
    Quantity,
    Range,
    Reading,
    Several,
    Unreadable,
)
from xlperf.target.parser import parse
from xlperf.target.units import RATIO, TIMES, resolve
from xlperf.target.words import (
    DONE,
    LOOKALIKES,
    NO,
    NONE_HAPPENED,
    NOT_DONE,
    RATING_BANDS,
    RATINGS,
    YES,
    is_cost,
    runs_the_other_way,
)

MET, MISSED, JUDGEMENT, MISSING, UNREADABLE = "met", "missed", "judgement", "missing", "unreadable"
VERDICTS = (MET, MISSED, JUDGEMENT, MISSING, UNREADABLE)

_ERROR_VALUE = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|#+)")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of an actual.

    `ratio` is how far the target was reached (1 is exactly; actual/target, for ceilings target/actual), None where it
    means nothing. `shortfall` is what is missing, in the target's unit. `op` is the operator it was judged by, with
    `op_source`, which is "inferred" where the class or the name decided. `doubts` tell how an actual without a unit was
    understood. `reason` names both sides as read.
    """

    verdict: str
    reason: str
    target: Reading
    actual: Reading
    ratio: Decimal | None = None
    shortfall: Quantity | None = None
    op: str | None = None
    op_source: str | None = None
    doubts: tuple[str, ...] = ()


def judge(
    target: object,
    actual: object,
    *,
    op: str | None = None,
    unit: str | None = None,
    name: str | None = None,
    category: str | None = None,
    year: int | None = None,
) -> Judgement:
    """Judge `actual` against `target`, both as typed.

    `op` and `unit` are the columns of a table that splits them, `name` and `category` the indicator's name and class
    (they decide which way a bare number runs), `year` is that of the table. Never raises on any text.
    """
    reading = target if isinstance(target, Reading) else parse(target, op=op, unit=unit, name=name, year=year)
    return judge_reading(reading, actual, name=name, category=category, year=year)


def judge_reading(
    target: Reading, actual: object, *, name: str | None = None, category: str | None = None, year: int | None = None
) -> Judgement:
    """Judge `actual` against a target that has been read already."""
    text = "" if actual is None else str(actual).strip()
    reached = parse(text, year=year)
    verdict, reason, more = _refusal(target, reached, text) or (None, "", {})
    if verdict is None:
        verdict, reason, more = _JUDGES[type(target.target)](target, reached, name, category)
    return Judgement(verdict, reason, target, reached, **more)


Outcome = tuple[str, str, dict]


def _refusal(target: Reading, actual: Reading, text: str) -> Outcome | None:
    """What keeps any target from being judged; None where nothing does."""
    if isinstance(target.target, Empty):
        return MISSING, _("没有指标值"), {}
    if isinstance(target.target, Unreadable):
        return UNREADABLE, _("指标值“{text}”无法识别").format(text=target.text), {}
    if isinstance(actual.target, Empty):
        return MISSING, _("未填实际完成值"), {}
    if _ERROR_VALUE.fullmatch(text):
        return UNREADABLE, _("实际完成值是错误值{text}").format(text=text), {}
    if _is_copy(target, text):
        return JUDGEMENT, _("照抄指标值“{text}”，未填具体完成值").format(text=text), {}
    return None


def _is_copy(target: Reading, text: str) -> bool:
    """Whether the actual repeats the target in a form that says nothing: with its operator, or its very words."""
    same = _bare(text) == _bare(target.text)
    if isinstance(target.target, Bound):
        return same and target.target.op is not None
    return same and isinstance(target.target, Qualitative) and text != YES


def _bare(text: str) -> str:
    return text.translate(LOOKALIKES).replace(" ", "")


def _rating(text: str) -> str | None:
    """Return the official rating that `text` is, if it is one."""
    return next((rating for rating, spellings in RATINGS.items() if text in spellings), None)


def _by_words(target: Reading, actual: Reading, *_context: object) -> Outcome:
    """A qualitative target is closed by a rating; anything else is for a person."""
    text = actual.text.strip()
    rating = _rating(text)
    if rating == "达成" or text == target.text.strip() == YES:
        return MET, _("“{target}”评定为{rating}").format(target=target.text, rating=text), {}
    if rating == "未达成" or (target.text.strip() == YES and text in NO):
        return MISSED, _("“{target}”评定为{rating}").format(target=target.text, rating=text), {}
    if rating:
        low, high = RATING_BANDS[rating]
        reason = _("“{target}”评定为{rating}，得分在{low}%—{high}%之间，由人核定")
        return JUDGEMENT, reason.format(target=target.text, rating=rating, low=low, high=high), {}
    return JUDGEMENT, _("“{target}”是定性指标，“{actual}”须由人评定").format(target=target.text, actual=text), {}


def _by_number(target: Reading, actual: Reading, name: str | None, category: str | None) -> Outcome:
    """Compare two quantities of one kind by the operator that holds."""
    wanted = target.target
    assert isinstance(wanted, Bound)
    op, source = _direction(target, name, category)
    more = {"op": op, "op_source": source}
    got = actual.target
    if actual.text.strip() in NONE_HAPPENED and resolve(wanted.quantity.unit)[0] != RATIO:
        got = Bound(None, Quantity(Decimal(0), wanted.quantity.unit))
    if not isinstance(got, Bound):
        return _not_a_number(target, actual, more)
    if got.op and not _is_telling(op, got, wanted):
        reason = _("实际完成值“{actual}”带着运算符，不是具体数值").format(actual=actual.text)
        return JUDGEMENT, reason, more
    readings = _comparable(wanted.quantity, got.quantity)
    if not readings:
        reason = _("单位不同，不能比较：指标值{target}，实际{actual}")
        return JUDGEMENT, reason.format(target=wanted, actual=got.quantity), more
    outcomes = [_compare(wanted, op, value) for value in readings]
    if len({outcome[0] for outcome in outcomes}) > 1:
        reason = _("实际{actual}没有写单位，单位不同结论也不同").format(actual=got.quantity)
        return JUDGEMENT, reason, more
    verdict, reason, figures = outcomes[0]
    if not got.quantity.unit and readings[0] != got.quantity.value:
        meant = _shown(Quantity(readings[0], wanted.quantity.unit))
        figures["doubts"] = (_("实际{actual}没有单位，按{meant}理解").format(actual=got.quantity, meant=meant),)
    return verdict, reason, more | figures


def _direction(target: Reading, name: str | None, category: str | None) -> tuple[str, str]:
    """Return the operator to judge by and its source.

    What is bare runs up, unless it is an amount of a cost, a time limit, a zero, or the name says that less is better.
    """
    wanted = target.target
    assert isinstance(wanted, Bound)
    if wanted.op:
        return wanted.op, target.op_source or "explicit"
    base = resolve(wanted.quantity.unit)[0]
    cost = is_cost(category) and base != RATIO
    time_limit = base in TIMES and "时效" in (category or "")
    down = cost or time_limit or runs_the_other_way(name) or not wanted.quantity.value
    return ("<=" if down else ">="), "inferred"


def _is_telling(op: str, got: Bound, wanted: Bound) -> bool:
    """Whether an actual that is itself a bound (≥18次) settles the question: a floor above a floor does, and a ceiling
    below a ceiling."""
    values = _comparable(wanted.quantity, got.quantity)
    if not values:
        return False
    floors, ceilings = (">=", ">"), ("<=", "<")
    above = op in floors and got.op in floors and values[0] > wanted.quantity.value
    return above or (op in ceilings and got.op in ceilings and values[0] < wanted.quantity.value)


def _not_a_number(target: Reading, actual: Reading, more: dict) -> Outcome:
    text = actual.text.strip()
    if text in NOT_DONE or _rating(text) == "未达成":
        return MISSED, _("实际完成情况为“{actual}”").format(actual=text), more
    if isinstance(actual.target, Unreadable):
        return UNREADABLE, _("实际完成值“{actual}”无法识别").format(actual=text), more
    reason = _("指标值“{target}”是数值，实际完成值应填数值，现为“{actual}”").format(target=target.text, actual=text)
    return JUDGEMENT, reason, more


_NEAR = 20
"""Within which factor of its target a number without a unit is taken to be in the target's unit."""


def _comparable(wanted: Quantity, got: Quantity) -> list[Decimal]:
    """Return the values that `got` may mean in the unit of `wanted`, the likeliest first; none where units are unlike.

    A number without a unit takes the target's, if that brings it near the target. Otherwise it is read both ways: in the
    unit itself and in its base (12000 for 1.2万人次, 795000 for 80万元); 0.95 against a percentage may be the value of a
    percent cell.
    """
    base, factor = resolve(wanted.unit)
    got_base, got_factor = resolve(got.unit)
    if not wanted.unit:
        both = [got.value, got.value * got_factor] if got_base == RATIO else [got.value]
        return _likely(both, wanted.value)[:1]
    if got.unit:
        if got_base == "" and base == "元":
            return [got.value * got_factor / factor]
        return [got.value * got_factor / factor] if got_base == base else []
    if base == RATIO:
        return _likely([got.value, _dust_off(got.value / factor)], wanted.value)
    if factor == 1 or not got.value or not wanted.value or _is_near(got.value, wanted.value):
        return [got.value]
    return sorted((got.value, got.value / factor), key=lambda value: not _is_near(value, wanted.value))


def _likely(values: list[Decimal], goal: Decimal) -> list[Decimal]:
    """Return the values near the goal; all where none is."""
    return [value for value in values if _is_near(value, goal)] or values


def _is_near(value: Decimal, goal: Decimal) -> bool:
    return goal != 0 and 1 <= abs(value) * _NEAR / abs(goal) <= _NEAR * _NEAR


def _dust_off(value: Decimal) -> Decimal:
    """Return a percentage without the dust that a single-precision export leaves behind the sixth digit."""
    rounded = round(value, 5)
    return rounded if abs(rounded - value) < Decimal("0.00001") else value


def _compare(wanted: Bound, op: str, value: Decimal) -> Outcome:
    """Compare `value` (in the target's unit) with the target."""
    goal, unit = wanted.quantity.value, wanted.quantity.unit
    reached = _shown(Quantity(value, unit))
    target = Bound(op, wanted.quantity)
    ratio = _ratio(op, goal, value)
    fits = {">=": value >= goal, ">": value > goal, "<=": value <= goal, "<": value < goal, "=": value == goal}[op]
    figures = {"ratio": ratio}
    if fits:
        return MET, _("实际{actual}，指标值{target}").format(actual=reached, target=target), figures
    if op == "=" and value > goal:
        reason = _("实际{actual}超过定值{target}，是否达标须由人判定")
        return JUDGEMENT, reason.format(actual=reached, target=wanted.quantity), figures
    gap = Quantity(abs(value - goal), unit)
    told = _shown(Quantity(gap.value, _("个百分点"))) if unit == "%" else _shown(gap)
    reason = _("实际{actual}，指标值{target}，相差{gap}").format(actual=reached, target=target, gap=told)
    return MISSED, reason, figures | {"shortfall": gap}


def _shown(quantity: Quantity) -> str:
    """Return a quantity without the zeros that a conversion leaves behind."""
    text = f"{quantity.value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + quantity.unit


def _day(day: date) -> str:
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def _ratio(op: str, goal: Decimal, value: Decimal) -> Decimal | None:
    """actual/target, for ceilings target/actual; None where either is negative, or the divisor zero."""
    over, under = (goal, value) if op in ("<=", "<") else (value, goal)
    return over / under if under > 0 and over >= 0 else None


def _by_date(target: Reading, actual: Reading, *_context: object) -> Outcome:
    """A deadline is met by a day or span that ends on or before it, missed by one that begins after it."""
    wanted = target.target
    assert isinstance(wanted, Deadline | Period)
    last = (wanted.moment if isinstance(wanted, Deadline) else wanted.end).last
    op = target.op if isinstance(wanted, Deadline) else None
    more = {"op": op, "op_source": target.op_source}
    text = actual.text.strip()
    if text in NOT_DONE or _rating(text) == "未达成":
        return MISSED, _("实际完成情况为“{actual}”").format(actual=text), more
    if last is None:
        return JUDGEMENT, _("指标值“{target}”没有年份").format(target=target.text), more
    if isinstance(actual.target, Deadline) and actual.target.op and actual.op_source == "explicit":
        return JUDGEMENT, _("实际完成值“{actual}”带着运算符，不是具体日期").format(actual=text), more
    if not isinstance(actual.target, Deadline | Period):
        said = text in DONE or _rating(text)
        reason = _("只说“{actual}”，没有完成日期") if said else _("指标值“{target}”是时限，实际完成值应填日期，现为“{actual}”")
        return JUDGEMENT, reason.format(target=target.text, actual=text), more
    done = actual.target.moment if isinstance(actual.target, Deadline) else actual.target.end
    first, end = done.first, done.last
    if first is None or end is None:
        return JUDGEMENT, _("实际完成日期“{actual}”没有年份").format(actual=text), more
    if op in (">=", ">"):
        reason = _("指标值“{target}”写成了不早于，是否达标须由人判定")
        return JUDGEMENT, reason.format(target=target.text), more
    if isinstance(wanted, Period) and wanted.start.first and end < wanted.start.first:
        return JUDGEMENT, _("{actual}完成，早于开始时间").format(actual=done), more
    if end < last or (end == last and op != "<"):
        return MET, _("{actual}完成，不晚于{target}").format(actual=done, target=_day(last)), more
    if first > last or (first == last and op == "<"):
        late = Quantity(Decimal((first - last).days), _("天"))
        reason = _("{actual}完成，晚于{target}，逾期{late}").format(actual=done, target=_day(last), late=late)
        return MISSED, reason, more | {"shortfall": late}
    return JUDGEMENT, _("只知{actual}完成，是否晚于{target}不能确定").format(actual=done, target=_day(last)), more


def _by_range(target: Reading, actual: Reading, *_context: object) -> Outcome:
    """Between both ends is met, outside is missed."""
    wanted = target.target
    assert isinstance(wanted, Range)
    if not isinstance(actual.target, Bound):
        return _not_a_number(target, actual, {})
    if actual.target.op:
        reason = _("实际完成值“{actual}”带着运算符，不是具体数值")
        return JUDGEMENT, reason.format(actual=actual.text), {}
    values = _comparable(Quantity(wanted.high, wanted.unit), actual.target.quantity)
    verdicts = {wanted.low <= value <= wanted.high for value in values}
    if len(verdicts) != 1:
        return JUDGEMENT, _("实际{actual}与指标值{target}不能比较").format(actual=actual.text, target=wanted), {}
    reason = _("实际{actual}，指标值{target}").format(actual=actual.target.quantity, target=wanted)
    return (MET if verdicts.pop() else MISSED), reason, {}


def _by_person(target: Reading, *_context: object) -> Outcome:
    return JUDGEMENT, _("“{target}”含有多个条件，须拆开或由人判定").format(target=target.text), {}


_JUDGES = {
    Bound: _by_number,
    Range: _by_range,
    Deadline: _by_date,
    Period: _by_date,
    Qualitative: _by_words,
    Several: _by_person,
}
