"""Judging numbers, ranges, ratios and changes."""

import re
from dataclasses import replace
from decimal import Decimal

from xlperf.language import _
from xlperf.target.direction import direction, head_of, is_a_ceiling
from xlperf.target.grammar import tells
from xlperf.target.judging.measure import Span, dusted, meanings, span_of
from xlperf.target.judging.verdict import JUDGEMENT, MET, MISSED, UNREADABLE, Outcome
from xlperf.target.nodes import (
    DOWN,
    Bound,
    Change,
    Deadline,
    Doubt,
    Period,
    Placeholder,
    Qualitative,
    Quantity,
    Range,
    Ratio,
    Reading,
    Several,
    Unreadable,
)
from xlperf.target.numbers import quantity
from xlperf.target.scan import Scanner
from xlperf.target.units import INDIVISIBLE, RATIO, TIMES, counts_events, counts_whole_things, resolve
from xlperf.target.words import DONE, MAY_PASS_HUNDRED, NONE_HAPPENED, NOT_DONE, RATINGS, SHARE_NAMES

_SUM = re.compile(r"\d[\d.]*\D{0,6}(?:\+\d[\d.]*\D{0,6})+")
_IN_ALL = re.compile("全年|累计|(?<!公)共|合计|总计")


def by_number(target: Reading, actual: Reading, name: str | None, category: str | None) -> Outcome:
    """Compare two quantities of one kind by the operator that holds.

    数值：换算成同一单位再比较。写明“＝”而超过的，是否算达标由人判定；没写符号而超过的算达标（成本和越低越好的除外）。
    例：>=95%／94.96% → 未达标｜>=3公里／3200米 → 达标｜>=3公里／3200 → 待判定｜=11辆／12辆 → 待判定｜
    11辆／12辆 → 达标｜>=500人次／480人 → 待判定｜0起／无 → 达标｜较上年下降≥3%／下降2% → 未达标｜
    每季度1次／4次 → 达标｜<=54万元／0 → 待判定
    """
    wanted = target.bound
    way = direction(target, name, category)
    outcome = _by_figure(target, actual, wanted, way.op, name)
    outcome = replace(outcome, op=way.op, op_source=way.source)
    if isinstance(target.target, Change) and outcome.verdict in (MET, MISSED):
        outcome = replace(outcome, reason=_("{reason}（{target}）").format(reason=outcome.reason, target=target.text.strip()))
    return _mistrusted(outcome, target, actual)


def _by_figure(target: Reading, actual: Reading, wanted: Bound, op: str, name: str | None) -> Outcome:
    got = figure_of(actual, wanted.quantity)
    if isinstance(target.target, Change):
        got = _in_direction(target.target, actual, got)
        points = got and resolve(wanted.quantity.unit)[0] == "个百分点" and _unit_of(got) == "%"
        if points:
            reason = _("指标值“{target}”要的是升降几个百分点，实际“{actual}”像是本年的水平，请填升降了几个百分点")
            return Outcome(JUDGEMENT, reason.format(target=target.text, actual=actual.text))
        if got is None or (target.target.level is not None and not isinstance(actual.target, Change)):
            reason = _("指标值“{target}”是与基数相比的变化，实际“{actual}”须由人换算")
            return Outcome(JUDGEMENT, reason.format(target=target.text, actual=actual.text))
    elif isinstance(actual.target, Change):
        got = _signed(actual.target, wanted, name)
    if said := _said_otherwise(actual, got, name):
        return said
    if got is None:
        return not_a_figure(target, actual)
    return _impossible(wanted, got, actual, name) or _measured(wanted, got, op, actual)


def figure_of(actual: Reading, wanted: Quantity) -> Bound | Range | None:
    """Return the figure of an actual; of several, the one in the target's kind of unit; 无 is zero where events are counted."""
    found = actual.target
    if says_none(actual.text, wanted):
        return Bound(None, Quantity(Decimal(0), wanted.unit))
    if isinstance(found, Several):
        fitting = [part for _name, part in found.parts if isinstance(part, Bound) and part.quantity.unit
                   and len(meanings(wanted, part.quantity).factors) == 1]  # fmt: skip
        denied = any(isinstance(part, Qualitative) and part.text in NOT_DONE for _name, part in found.parts)
        return fitting[0] if len(fitting) == 1 and not denied else None
    if isinstance(found, Bound | Range):
        return found
    return _only_figure(actual.text, wanted)


_NOT_THE_RESULT = re.compile(
    "未(?!成年|来)|没|取消|剩|缺口|缺额|超支|节约|节省|结余|结转|上年|去年|往年|上期|同期|计划(?!生育)|目标|预计|预期|(?<!模)拟|原有|尚|暂"
    "|同比|相比|较上|较去|比上|比去"
)
"""Words before a figure that make it something else than what was reached: a plan, last year's, what is left."""


_NOT_WORDS = re.compile(r"[^\u4e00-\u9fff]")
_DENIED = re.compile("[不未无非差]")


def _is_another(named: str, name: str | None) -> bool:
    """Whether the words before a figure are the name of another indicator: 不合格率 for 合格率, 回收率 for 满意度."""
    if not named.endswith(SHARE_NAMES):
        return False
    head = head_of(name)
    if not head:
        return bool(_DENIED.match(named))
    shared = named if named in head else head if head in named else ""
    return not shared or bool(_DENIED.search(named.replace(shared, "")))


def _said_otherwise(actual: Reading, got: Bound | Range | None, name: str | None) -> Outcome | None:
    """Return what keeps a figure from being the result: the words before it (超支2万元), or a change where a level is asked."""
    named = actual.named
    if named and got and _is_another(named, name):
        reason = _("实际“{actual}”说的是“{named}”，不是“{name}”，请填本项指标的完成数")
        return Outcome(JUDGEMENT, reason.format(actual=actual.text, named=named, name=name or _("本项指标")))
    if named and got and _NOT_THE_RESULT.search(named) and named not in (name or ""):
        reason = _("实际“{actual}”里的“{named}”说的可能不是完成数，请填实际完成的数")
        return Outcome(JUDGEMENT, reason.format(actual=actual.text, named=named))
    if isinstance(actual.target, Change) and got is None:
        return Outcome(JUDGEMENT, _("实际“{actual}”是升降幅度，指标值要的是完成数").format(actual=actual.text))
    return None


_FIGURE = re.compile(r"(?<![\dA-Za-z.])\d[\d,.]*")


def _only_figure(text: str, wanted: Quantity) -> Bound | None:
    """Return the one figure of a sentence (按合同10.5万元), if it is in the target's kind of unit and nothing compares it."""
    scan = Scanner(text)
    places = [match.start() for match in _FIGURE.finditer(scan.plain)]
    if len(places) != 1 or tells(scan.plain[: places[0]]):
        return None
    scan.back(places[0])
    amount = quantity(scan)
    if amount is None or not amount.unit or tells(scan.plain[scan.at :]):
        return None
    return Bound(None, amount) if meanings(wanted, amount).factors else None


def says_none(text: str, wanted: Quantity) -> bool:
    """Whether an actual says in words that nothing happened, against a target that counts events."""
    return text.strip() in NONE_HAPPENED and counts_events(wanted.unit)


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


def _unit_of(figure: Bound | Range) -> str:
    return figure.quantity.unit if isinstance(figure, Bound) else figure.unit


def _turned(bound: Bound) -> Bound:
    return Bound(None, replace(bound.quantity, value=-bound.quantity.value))


_OF_CHANGE = ("增", "减", "降", "升", "变动", "提高", "压缩", "节约")


def _signed(actual: Change, wanted: Bound, name: str | None) -> Bound | None:
    """Return a change as the figure of a rate of growth; of a rate of decline where the name says so; None where a level is asked."""
    is_rate = resolve(wanted.quantity.unit)[0] in (RATIO, "个百分点")
    if not is_rate or not any(word in (name or "") for word in _OF_CHANGE):
        return None
    falls = any(word in (name or "") for word in ("下降", "降低", "减少", "降幅", "压减", "节约"))
    return actual.bound if (actual.verb == DOWN) == falls else _turned(actual.bound)


def _impossible(wanted: Bound, got: Bound | Range, actual: Reading, name: str | None) -> Outcome | None:
    """Return what keeps a figure from being one: fewer than none, half a person, more than all."""
    span, unit = span_of(got), _unit_of(got) or wanted.quantity.unit
    low = span.low if span.low is not None else span.high
    counted = counts_whole_things(unit)
    if low is not None and low < 0 <= wanted.quantity.value and counted:
        return Outcome(UNREADABLE, _("实际完成值“{actual}”不能是负数").format(actual=actual.text))
    if unit in INDIVISIBLE and _is_whole(wanted.quantity.value) and span.point is not None and not _is_whole(span.point):
        return Outcome(JUDGEMENT, _("实际完成值“{actual}”不是整数，可能是千位分隔写成了小数点").format(actual=actual.text))
    share = resolve(unit)[0] == RATIO and (name or "").endswith(SHARE_NAMES)
    above = span.point is not None and unit == "%" and span.point > 100 >= wanted.quantity.value
    if share and above and not any(word in (name or "") for word in MAY_PASS_HUNDRED):
        return Outcome(UNREADABLE, _("实际完成值“{actual}”超过100%，请核对").format(actual=actual.text))
    return None


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral()


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
    exact = span.point is not None
    reached = shown(Quantity(span.point, unit or _unit_of(got))) if exact else actual.text
    told = {"actual": reached, "target": Bound(op, wanted.quantity)}
    fits = span.fits(op, goal)
    if fits is None:
        return Outcome(JUDGEMENT, _("实际“{actual}”不是确数，是否达到{target}不能确定").format(**told))
    if exact and not span.point and goal > 0 and op in ("<=", "<") and resolve(unit)[0] == "元":
        return Outcome(JUDGEMENT, _("实际支出为零，指标值{target}，是否已经开展须由人判定").format(**told))
    value = span.point if exact else _told_value(got, span)
    ratio = None if value is None else _ratio(op, goal, value)
    if fits:
        return Outcome(MET, _("实际{actual}，指标值{target}").format(**told), ratio)
    if op == "=" and goal and span.low is not None and span.low > goal:
        reason = _("实际{actual}超过定值{target}，是否达标须由人判定")
        return Outcome(JUDGEMENT, reason.format(**told), ratio)
    if not exact:
        return Outcome(MISSED, _("实际“{actual}”，指标值{target}").format(**told), ratio)
    gap = Quantity(abs(span.point - goal), unit)
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


def not_a_figure(target: Reading, actual: Reading) -> Outcome:
    """Return what an actual without a figure is worth against a target that asks for one."""
    text = actual.text.strip()
    if text in NOT_DONE or text in RATINGS["未达成"]:
        return Outcome(MISSED, _("实际完成情况为“{actual}”，指标值“{target}”").format(actual=text, target=target.text))
    if _SUM.fullmatch(text):
        return Outcome(JUDGEMENT, _("实际完成值“{actual}”是几个数相加，请填合计数").format(actual=text))
    if isinstance(actual.target, Unreadable) and re.search(r"\d", text) and tells(_NOT_WORDS.sub("", actual.target.text)):
        reason = _("“{actual}”说的可能不是完成数，请填实际完成的数（指标值“{target}”）")
        return Outcome(JUDGEMENT, reason.format(actual=text, target=target.text))
    if isinstance(actual.target, Unreadable | Placeholder):
        return Outcome(UNREADABLE, _("实际完成值“{actual}”无法识别").format(actual=text))
    if isinstance(actual.target, Deadline | Period) and target.bound and resolve(target.bound.quantity.unit)[0] in TIMES:
        return Outcome(JUDGEMENT, _("指标值“{target}”是时长，实际填的是日期“{actual}”，请填用了多长时间").format(target=target.text, actual=text))
    if text in DONE or any(text in spellings for spellings in RATINGS.values()):
        reason = _("只说“{actual}”，没有填具体数值（指标值“{target}”）")
    else:
        reason = _("“{actual}”看不出是多少，请填数值（指标值“{target}”）")
    return Outcome(JUDGEMENT, reason.format(target=target.text, actual=text))


def by_range(target: Reading, actual: Reading, name: str | None, category: str | None) -> Outcome:
    """Between both ends is met, outside is missed, unless that side is the better one.

    区间：在两端之间（含两端）达标，低于下限未达标；件数、比率高于上限的由人判定，别的高于上限也未达标。越低越好的反过来：
    低于下限的由人判定，高于上限的未达标。
    例：98-100%／99% → 达标｜98-100%／97% → 未达标｜5～10人／12人 → 待判定｜18-22℃／25℃ → 未达标
    """
    wanted = target.target
    got = figure_of(actual, Quantity(wanted.high, wanted.unit))
    if said := _said_otherwise(actual, got, name):
        return said
    if got is None:
        return not_a_figure(target, actual)
    if why := _impossible(Bound(None, Quantity(wanted.high, wanted.unit)), got, actual, name):
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
    end = None if value is None else wanted.low if value < wanted.low else wanted.high
    gap = None if end is None else Quantity(abs(value - end), wanted.unit)
    return Outcome(MISSED, _("实际{actual}，不在{target}之间").format(**told), shortfall=gap, doubts=doubts)


def _inside(span: Span, wanted: Range) -> bool | None:
    above, below = span.fits(">=", wanted.low), span.fits("<=", wanted.high)
    return False if False in (above, below) else None if None in (above, below) else True


def by_ratio(target: Reading, actual: Reading, *_context: object) -> Outcome:
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
    more = {"op": wanted.op or "=", "op_source": target.op_source}
    return Outcome(MET if fits else MISSED, _("实际{actual}，指标值{target}").format(**told), **more)


def shown(quantity: Quantity) -> str:
    """Return a quantity without the zeros that a conversion leaves behind."""
    text = f"{quantity.value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return str(replace(quantity, value=Decimal(text or 0)))
