"""What figure an actual gives, and what keeps it from being the result that was asked for."""

import re
from decimal import Decimal

from xlperf.language import _
from xlperf.target.direction import head_of
from xlperf.target.judging.measure import meanings, span_of
from xlperf.target.judging.verdict import JUDGEMENT, MISSED, UNREADABLE, Outcome
from xlperf.target.nodes import (
    Bound,
    Change,
    Deadline,
    Period,
    Placeholder,
    Qualitative,
    Quantity,
    Range,
    Reading,
    Several,
    Unreadable,
    unit_of,
)
from xlperf.target.numbers import quantity
from xlperf.target.prose import tells
from xlperf.target.scan import Scanner
from xlperf.target.units import INDIVISIBLE, RATIO, TIMES, counts_events, counts_whole_things, resolve
from xlperf.target.words import DONE, MAY_PASS_HUNDRED, NONE_HAPPENED, NOT_DONE, RATINGS, SHARE_NAMES

_SUM = re.compile(r"\d[\d.]*\D{0,6}(?:\+\d[\d.]*\D{0,6})+")


def figure_of(actual: Reading, wanted: Quantity) -> Bound | Range | None:
    """Return the figure of an actual; of several, the one in the target's kind of unit; 无 is zero where events are counted."""
    found = actual.target
    if says_none(actual.text, wanted):
        return Bound(None, Quantity(Decimal(0), wanted.unit))
    if isinstance(found, Several):
        actually = [part for named, part in found.parts if "实际" in named and isinstance(part, Bound)]
        if len(actually) == 1:
            return actually[0]
        fitting = [part for _name, part in found.parts if isinstance(part, Bound) and part.quantity.unit
                   and len(meanings(wanted, part.quantity).factors) == 1]  # fmt: skip
        denied = any(isinstance(part, Qualitative) and _NOT_THE_RESULT.search(part.text) for _name, part in found.parts)
        denied = denied or any(_NOT_THE_RESULT.search(named) for named, _part in found.parts)
        return fitting[0] if len(fitting) == 1 and not denied else None
    if isinstance(found, Bound | Range):
        return found
    return _only_figure(actual.text, wanted)


_NOT_THE_RESULT = re.compile(
    "未(?!成年|来)|没|取消|剩|缺口|缺额|缺席|超支|超额|高出|多花|多支|节约|节省|结余|结转|上年|去年|前年|往年|历年|近.年|上期|同期|计划(?!生育)|目标"
    "|预计|预期|(?<!模)拟|原有|尚|暂|同比|相比|较上|较去|比上|比去|预算|申请|尾款|预付|质保金|首付|追加|欠|调减|退回|任务数|指标值|约定|应(?!急|用|届)"
    "|编制|需求|需建|规划|减少|流失|退学|在建|停工|缓建|将建|终止|撤销|报废|放弃|失败|落选|迟到|延长|最快|最慢|[人户亩次月日年]均"
)
"""Words before a figure that make it something else than what was reached: a plan, last year's, what is left."""
_NOT_WORDS = re.compile(r"[^\u4e00-\u9fff]")
_REMARK = re.compile(r"\(([^()]*\d[^()]*)\)")
_EXPLAINING = ("其中", "因", "含", "包括", "线上", "抽样")
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


def said_otherwise(actual: Reading, got: Bound | Range | None, name: str | None) -> Outcome | None:
    """Return what keeps a figure from being the result: the words before it (超支2万元), or a change where a level is asked."""
    if got and (doubt := next((each for each in actual.doubts if each.code == "otherwise"), None)):
        return Outcome(JUDGEMENT, _("{doubt}，请填本年的完成数").format(doubt=doubt))
    named = actual.named
    if named and got and _is_another(named, name):
        reason = _("实际“{actual}”说的是“{named}”，不是“{name}”，请填本项指标的完成数")
        return Outcome(JUDGEMENT, reason.format(actual=actual.text, named=named, name=name or _("本项指标")))
    remark = _REMARK.search(Scanner(actual.text).plain)
    unit = unit_of(got) if got else ""
    if remark and unit and re.search(rf"\d{re.escape(unit)}", remark[1]) and not remark[1].startswith(_EXPLAINING):
        reason = _("实际“{actual}”里有两个数，请只填完成的数")
        return Outcome(JUDGEMENT, reason.format(actual=actual.text))
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
    if len(places) != 1 or tells(scan.plain[: places[0]], strictly=True):
        return None
    scan.back(places[0])
    amount = quantity(scan)
    if amount is None or not amount.unit or scan.plain.startswith("后", scan.skip()) or tells(scan.plain[scan.at :], strictly=True):
        return None
    return Bound(None, amount) if meanings(wanted, amount).factors else None


def says_none(text: str, wanted: Quantity) -> bool:
    """Whether an actual says in words that nothing happened, against a target that counts events."""
    return text.strip() in NONE_HAPPENED and counts_events(wanted.unit)


def impossible(wanted: Bound, got: Bound | Range, actual: Reading, name: str | None) -> Outcome | None:
    """Return what keeps a figure from being one: fewer than none, half a person, more than all."""
    span, unit = span_of(got), unit_of(got) or wanted.quantity.unit
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


def not_a_figure(target: Reading, actual: Reading) -> Outcome:
    """Return what an actual without a figure is worth against a target that asks for one."""
    text = actual.text.strip()
    if text in NOT_DONE or text in RATINGS["未达成"]:
        return Outcome(MISSED, _("实际完成情况为“{actual}”，指标值“{target}”").format(actual=text, target=target.text))
    if _SUM.fullmatch(text):
        return Outcome(JUDGEMENT, _("实际完成值“{actual}”是几个数相加，请填合计数").format(actual=text))
    if isinstance(actual.target, Unreadable) and re.search(r"\d", text) and tells(_NOT_WORDS.sub("", actual.target.text), strictly=True):
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
