"""Judging numbers, ranges, ratios and changes."""

import re
from dataclasses import replace
from decimal import Decimal

from xlperf.language import _
from xlperf.target.direction import direction, is_a_ceiling
from xlperf.target.judging.figure import figure_of, impossible, not_a_figure, said_otherwise
from xlperf.target.judging.measure import Span, dusted, meanings, span_of
from xlperf.target.judging.verdict import JUDGEMENT, MET, MISSED, UNREADABLE, Outcome
from xlperf.target.nodes import (
    DOWN,
    Bound,
    Change,
    Doubt,
    Quantity,
    Range,
    Ratio,
    Reading,
    unit_of,
)
from xlperf.target.units import RATIO, counts_whole_things, resolve
from xlperf.target.words import VERBS_DOWN, VERBS_UP

_IN_ALL = re.compile("全年|累计|(?<!公)共|合计|总计")


def by_number(target: Reading[Bound | Change], actual: Reading, name: str | None, category: str | None) -> Outcome:
    """Compare two quantities of one kind by the operator that holds.

    数值：换算成同一单位再比较。写明“＝”而超过的，是否算达标由人判定；没写符号而超过的算达标（成本和越低越好的除外）。
    例：>=95%／94.96% → 未达标｜>=3公里／3200米 → 达标｜>=3公里／3200 → 待判定｜=11辆／12辆 → 待判定｜
    11辆／12辆 → 达标｜>=500人次／480人 → 待判定｜0起／无 → 达标｜较上年下降≥3%／下降2% → 未达标｜
    每季度1次／4次 → 达标｜<=54万元／0 → 待判定
    """
    wanted = target.target.bound if isinstance(target.target, Change) else target.target
    way = direction(target, name, category)
    outcome = _by_figure(target, actual, wanted, way.op, name)
    outcome = replace(outcome, op=way.op, op_source=way.source)
    if isinstance(target.target, Change) and outcome.verdict in (MET, MISSED):
        outcome = replace(outcome, reason=_("{reason}（{target}）").format(reason=outcome.reason, target=target.text.strip()))
    return _mistrusted(outcome, target, actual)


def _by_figure(target: Reading[Bound | Change], actual: Reading, wanted: Bound, op: str, name: str | None) -> Outcome:
    got = figure_of(actual, wanted.quantity)
    if isinstance(target.target, Change):
        got = _in_direction(target.target, actual, got)
        points = got and resolve(wanted.quantity.unit)[0] == "个百分点" and unit_of(got) == "%"
        if points:
            reason = _("指标值“{target}”要的是升降几个百分点，实际“{actual}”像是本年的水平，请填升降了几个百分点")
            return Outcome(JUDGEMENT, reason.format(target=target.text, actual=actual.text))
        if got is None or (target.target.level is not None and not isinstance(actual.target, Change)):
            reason = _("指标值“{target}”是与基数相比的变化，实际“{actual}”须由人换算")
            return Outcome(JUDGEMENT, reason.format(target=target.text, actual=actual.text))
    elif isinstance(actual.target, Change):
        got = _signed(actual.target, wanted, name, actual.text)
    elif isinstance(got, Bound) and got.quantity.value < 0 and _falls(name) and resolve(wanted.quantity.unit)[0] == RATIO:
        got = _turned(got)
    if said := said_otherwise(actual, got, name):
        return said
    if got is None:
        return not_a_figure(target, actual)
    return impossible(wanted, got, actual, name) or _measured(wanted, got, op, actual)


def _in_direction(wanted: Change, actual: Reading, got: Bound | Range | None) -> Bound | Range | None:
    """Return how far the actual went in the target's direction: 下降12% for 下降10% is 12, 增长3% is -3."""
    if isinstance(actual.target, Change):
        if wanted.base and actual.target.base and wanted.base[:2] != actual.target.base[:2]:
            return None
        same = actual.target.verb == wanted.verb
        return actual.target.bound if same else _turned(actual.target.bound)
    if isinstance(got, Bound) and (got.op or (got.quantity.value >= _A_LEVEL > wanted.bound.quantity.value and got.quantity.unit == "%")):
        return None
    if isinstance(got, Bound) and wanted.verb == DOWN and got.quantity.value < 0:
        return _turned(got)
    return got


_A_LEVEL = Decimal(80)
"""Percent: so much is a level (106% of last year), not a change."""


def _turned(bound: Bound) -> Bound:
    return Bound(None, replace(bound.quantity, value=-bound.quantity.value))


_OF_CHANGE = ("增", "减", "降", "升", "变动", "提高", "压缩", "节约")


def _falls(name: str | None) -> bool:
    """Whether an indicator measures a decline, by its name."""
    return any(word in (name or "") for word in (*VERBS_DOWN, "削减", "减排", "减量"))


def _signed(actual: Change, wanted: Bound, name: str | None, text: str) -> Bound | None:
    """Return a change as the figure of a rate of growth; of a rate of decline where the name says so; None where a level is asked."""
    if any(verb in (name or "") and verb in text for verb in (*VERBS_UP, *VERBS_DOWN) if len(verb) > 1):
        return actual.bound  # 节约60万元 for 节约资金
    is_rate = resolve(wanted.quantity.unit)[0] in (RATIO, "个百分点")
    if not is_rate or not any(word in (name or "") for word in _OF_CHANGE):
        return None
    falls = _falls(name)
    return actual.bound if (actual.verb == DOWN) == falls else _turned(actual.bound)


def _measured(wanted: Bound, got: Bound | Range, op: str, actual: Reading) -> Outcome:
    """Compare a figure in every unit that it may be in; where the answers differ, a person must tell."""
    amount = got.quantity if isinstance(got, Bound) else Quantity(got.high, got.unit)
    possible = meanings(wanted.quantity, amount)
    told = {"target": wanted, "actual": shown(amount)}
    if not possible.factors:
        return Outcome(JUDGEMENT, _("单位不同，不能比较：指标值{target}，实际{actual}").format(**told))
    if len(possible.factors) > 1 and amount.unit and _IN_ALL.search(actual.text):
        possible = replace(possible, factors=possible.factors[:1])
    if not possible.settled:
        reason = _("实际{actual}没有写单位，与指标值{target}相差悬殊，请写明单位")
        return Outcome(JUDGEMENT, reason.format(**told))
    outcomes = [_compared(wanted, op, got, span_of(got).times(factor), actual) for factor in possible.factors]
    if len({outcome.verdict for outcome in outcomes}) > 1:
        return Outcome(JUDGEMENT, _("实际{actual}没有写明单位或期间，理解不同结论也不同（指标值{target}）").format(**told))
    doubts = _assumed(amount, possible.factors[0], wanted.quantity.unit)
    if possible.assumed:
        told = {"actual": shown(amount), "meant": shown(Quantity(amount.value, wanted.quantity.unit))}
        doubts = (Doubt("assumed", _("实际{actual}没有写全单位，按{meant}理解").format(**told)),)
    return replace(outcomes[0], doubts=doubts)


def _assumed(amount: Quantity, factor: Decimal, unit: str) -> tuple[Doubt, ...]:
    """Return the doubt about a number without a unit that was not taken as it stands (0.96 as 96%)."""
    if amount.unit or factor == 1:
        return ()
    meant = shown(Quantity(dusted(amount.value * factor), unit))
    return (Doubt("assumed", _("实际{actual}没有单位，按{meant}理解").format(actual=shown(amount), meant=meant)),)


def _compared(wanted: Bound, op: str, got: Bound | Range, span: Span, actual: Reading) -> Outcome:
    """Compare a span of values, in the target's unit, with the target."""
    goal, unit = dusted(wanted.quantity.value), wanted.quantity.unit
    point = span.point
    reached = actual.text if point is None else shown(Quantity(point, unit or unit_of(got) or ""))
    told = {"actual": reached, "target": Bound(op, wanted.quantity)}
    fits = span.fits(op, goal)
    if fits is None:
        return Outcome(JUDGEMENT, _("实际“{actual}”不是确数，是否达到{target}不能确定").format(**told))
    if point is not None and not point and goal > 0 and op in ("<=", "<") and resolve(unit)[0] == "元":
        return Outcome(JUDGEMENT, _("实际支出为零，指标值{target}，是否已经开展须由人判定").format(**told))
    value = _told_value(got, span) if point is None else point
    ratio = None if value is None else _ratio(op, goal, value)
    if fits:
        return Outcome(MET, _("实际{actual}，指标值{target}").format(**told), ratio)
    if op == "=" and goal and span.low is not None and span.low > goal:
        reason = _("实际{actual}超过定值{target}，是否达标须由人判定")
        return Outcome(JUDGEMENT, reason.format(**told), ratio)
    if point is None:
        return Outcome(MISSED, _("实际“{actual}”，指标值{target}").format(**told), ratio)
    gap = Quantity(abs(point - goal), unit)
    if not gap.value:
        return Outcome(MISSED, _("实际{actual}，指标值{target}不含本数").format(**told), ratio, gap)
    unit_of_gap = _("个百分点") if unit == "%" else unit
    gap_told = shown(Quantity(gap.value, unit_of_gap))
    return Outcome(MISSED, _("实际{actual}，指标值{target}，相差{gap}").format(gap=gap_told, **told), ratio, gap)


def _told_value(got: Bound | Range, span: Span) -> Decimal | None:
    """Return the number that a blurred figure names (200 of 200余人)."""
    return span.low if isinstance(got, Bound) and got.quantity.about == "余" else None


def _ratio(op: str, goal: Decimal, value: Decimal) -> Decimal | None:
    """actual/target, for ceilings target/actual; None where either is negative, or the divisor zero."""
    over, under = (goal, value) if op in ("<=", "<") else (value, goal)
    return over / under if under > 0 and over >= 0 else None


def _mistrusted(outcome: Outcome, target: Reading, actual: Reading) -> Outcome:
    """Return no miss against a target that looks misread: 28 for ≥8, when 8 were reached."""
    if outcome.verdict == MET:
        return outcome
    if doubt := target.misread:
        return Outcome(UNREADABLE, _("指标值读法可疑，请核对原表：{doubt}").format(doubt=doubt), op=outcome.op, op_source=outcome.op_source)
    digits, reached = (re.match(r"[\d.,]+", reading.text.strip()) for reading in (target, actual))
    bare = target.bound is not None and target.bound.op is None
    if bare and digits and reached and digits[0] == f"2{reached[0]}":
        reason = _("指标值“{target}”可能是“≥{actual}”被识别错了，请核对原表")
        return Outcome(UNREADABLE, reason.format(target=target.text, actual=actual.text), op=outcome.op, op_source=outcome.op_source)
    return outcome


def by_range(target: Reading[Range], actual: Reading, name: str | None, category: str | None) -> Outcome:
    """Between both ends is met, outside is missed, unless that side is the better one.

    区间：在两端之间（含两端）达标，低于下限未达标；件数、比率高于上限的由人判定，别的高于上限也未达标。越低越好的反过来：
    低于下限的由人判定，高于上限的未达标。
    例：98-100%／99% → 达标｜98-100%／97% → 未达标｜5～10人／12人 → 待判定｜18-22℃／25℃ → 未达标
    """
    wanted = target.target
    got = figure_of(actual, Quantity(wanted.high, wanted.unit))
    if said := said_otherwise(actual, got, name):
        return said
    if got is None:
        return not_a_figure(target, actual)
    if why := impossible(Bound(None, Quantity(wanted.high, wanted.unit)), got, actual, name):
        return why
    amount = got.quantity if isinstance(got, Bound) else Quantity(got.high, got.unit)
    possible = meanings(Quantity(wanted.high, wanted.unit), amount)
    told = {"actual": actual.text, "target": wanted}
    if not possible.factors:
        return Outcome(JUDGEMENT, _("单位不同，不能比较：指标值{target}，实际{actual}").format(**told))
    spans = [span_of(got).times(factor) for factor in possible.factors] if possible.settled else []
    doubts = _assumed(amount, possible.factors[0], wanted.unit) if spans else ()
    fits = {_inside(span, wanted) for span in spans}
    if len(fits) != 1 or None in fits:
        return Outcome(JUDGEMENT, _("实际“{actual}”是否在{target}之间不能确定").format(**told))
    if fits.pop():
        return Outcome(MET, _("实际{actual}，指标值{target}").format(**told), doubts=doubts)
    value = spans[0].point
    down = is_a_ceiling(wanted.unit, name, category, target.lean)
    counts = counts_whole_things(wanted.unit) or resolve(wanted.unit)[0] in (RATIO, "")
    better = spans[0].fits("<", wanted.low) if down else counts and spans[0].fits(">", wanted.high)
    if better:
        return Outcome(JUDGEMENT, _("实际{actual}在{target}之外较好的一边，是否达标须由人判定").format(**told), doubts=doubts)
    gap = None if value is None else Quantity(abs(value - (wanted.low if value < wanted.low else wanted.high)), wanted.unit)
    return Outcome(MISSED, _("实际{actual}，不在{target}之间").format(**told), shortfall=gap, doubts=doubts)


def _inside(span: Span, wanted: Range) -> bool | None:
    above, below = span.fits(">=", wanted.low), span.fits("<=", wanted.high)
    return False if False in (above, below) else None if None in (above, below) else True


def by_ratio(target: Reading[Ratio], actual: Reading, *_context: object) -> Outcome:
    """The same ratio is met; more or less is judged where an operator is written, else by a person.

    比例：相同的达标；不同的，写了符号的比大小，没写的由人判定。
    例：1:3／1:3 → 达标｜≥1:15／1:14 → 达标｜1:3／1:4 → 待判定
    """
    wanted, got = target.target, actual.target
    if not isinstance(got, Ratio) or got.op:
        if isinstance(got, Bound | Ratio | Range):
            reason = _("指标值{target}是比例，实际“{actual}”须由人判定")
            return Outcome(JUDGEMENT, reason.format(target=wanted, actual=actual.text))
        return not_a_figure(target, actual)
    goal, value = wanted.left / wanted.right, got.left / got.right
    told = {"actual": got, "target": wanted}
    if wanted.op is None and value != goal:
        return Outcome(JUDGEMENT, _("实际{actual}与指标值{target}不同，哪个方向为好没有写明").format(**told))
    fits = Span(value, value).fits(wanted.op or "=", goal)
    reason = _("实际{actual}，指标值{target}").format(**told)
    return Outcome(MET if fits else MISSED, reason, op=wanted.op or "=", op_source=target.op_source)


def shown(quantity: Quantity) -> str:
    """Return a quantity without the zeros that a conversion leaves behind."""
    text = f"{quantity.value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return str(replace(quantity, value=Decimal(text or 0)))
