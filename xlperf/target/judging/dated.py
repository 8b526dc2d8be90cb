"""Judging dates: deadlines and periods."""

import re
from datetime import date
from decimal import Decimal

from xlperf.language import _
from xlperf.target.judging.verdict import JUDGEMENT, MET, MISSED, Outcome
from xlperf.target.nodes import Bound, Deadline, Doubt, Moment, Period, Quantity, Reading, Several
from xlperf.target.words import DONE, NOT_DONE, RATINGS

_ON_TIME = re.compile(
    r"(?:已|均|全部|经)*(?:按时|按期|如期|提前|及时|在?(?:规定|计划|约定)的?(?:时间|时限|期限)内)(?:保质保量|全部|足额)?"
    r"(?:完成|完工|支付|发放|拨付|到位|办结|上报|验收|交付)?"
)
"""Words that say that the deadline was kept, without a date."""


_LATE = re.compile("(?:已|均|全部)*(?:逾期|超期|延期|延误|延迟|滞后|推迟)")
_NOT_YET = re.compile("预计|计划|力争|争取|有望|拟|将于|启动|开工|开始")
"""A date that is planned, or at which something begins, is none of completion."""


def by_date(target: Reading[Deadline | Period], actual: Reading, *_context: object) -> Outcome:
    """A deadline is met by a day or span that ends on or before it, missed by one that begins after it.

    时限：当天或之前完成达标，之后未达标并说明逾期几天；说是按时完成的达标，但请补写日期；
    只写月份又跨过时限的、只说“已完成”的，由人判定。
    例：2022年11月30日／11月25日 → 达标｜11月底前／12月1日 → 未达标｜2022年11月30日／44890 → 达标｜
    2022年12月1日／2022年12月 → 待判定｜2022年11月30日／已完成 → 待判定｜2022年11月30日／按时完成 → 达标｜2022年上半年／2022年7月2日 → 未达标
    """
    wanted = target.target
    last = (wanted.moment if isinstance(wanted, Deadline) else wanted.end).last
    op = target.op if isinstance(wanted, Deadline) else None
    source = target.op_source
    text = actual.text.strip()
    if text in NOT_DONE or _LATE.match(text) or text in RATINGS["未达成"]:
        return Outcome(MISSED, _("实际完成情况为“{actual}”，时限{target}").format(actual=text, target=target.text), op=op, op_source=source)
    if last is not None and _ON_TIME.fullmatch(text):
        doubt = Doubt("assumed", _("只说“{actual}”，没有写完成日期").format(actual=text))
        reason = _("实际“{actual}”，时限{target}").format(actual=text, target=_day(last))
        return Outcome(MET, reason, op=op, op_source=source, doubts=(doubt,))
    span = _span(actual)
    why = _not_judged(target, actual, last, span)
    first, end = (span[0].first, span[1].last) if span else (None, None)
    if why or not (span and first and end and last):
        return Outcome(JUDGEMENT, why, op=op, op_source=source)
    before = isinstance(actual.target, Deadline) and (actual.target.op or "")[:1] == "<"
    return _timed(wanted, op, source, span, (first, end), last, before=before)


def _span(actual: Reading) -> tuple[Moment, Moment] | None:
    """Return the span of days that an actual names; of several parts the one that is a date."""
    found = actual.target
    if isinstance(found, Several):
        dates = [part for _name, part in found.parts if isinstance(part, Deadline | Period)]
        whole = all(part == Bound(None, Quantity(Decimal(100), "%")) for _name, part in found.parts if part not in dates)
        found = dates[0] if len(dates) == 1 and whole else found
    if isinstance(found, Deadline):
        return found.moment, found.moment
    if isinstance(found, Period):
        return (found.start, found.end) if any(doubt.code == "assumed" for doubt in actual.doubts) else (found.end, found.end)
    return None


def _not_judged(target: Reading, actual: Reading, last: date | None, span: tuple[Moment, Moment] | None) -> str:
    """Return why a date cannot be judged; "" where it can."""
    text = actual.text.strip()
    if last is None:
        return _("指标值“{target}”没有年份").format(target=target.text)
    if _NOT_YET.search(text):
        return _("“{actual}”不是完成日期，请填实际完成的日期").format(actual=text)
    if span is None:
        said = text in DONE or any(text in spellings for spellings in RATINGS.values())
        if said:
            return _("只说“{actual}”，没有完成日期（时限{target}）").format(actual=text, target=target.text)
        return _("指标值“{target}”是时限，实际完成值应填日期，现为“{actual}”").format(target=target.text, actual=text)
    if isinstance(actual.target, Deadline) and actual.target.op and (actual.op_source == "explicit" or actual.target.op[0] == ">"):
        return _("实际完成值“{actual}”带着运算符，不是具体日期").format(actual=text)
    if span[0].first is None or span[1].last is None:
        return _("实际完成日期“{actual}”没有年份").format(actual=text)
    if any(doubt.code == "year" for doubt in actual.doubts) and span[1].month and span[1].month <= 3 and last.month >= 7:
        return _("实际“{actual}”没有写年份，是当年还是次年分不清").format(actual=text)
    if target.op in (">=", ">"):
        return _("指标值“{target}”写成了不早于，是否达标须由人判定").format(target=target.text)
    return ""


def _timed(wanted: Deadline | Period, op: str | None, source: str | None, span: tuple[Moment, Moment], days: tuple[date, date], last: date,
           *, before: bool) -> Outcome:  # fmt: skip
    first, end = days
    done = span[0] if span[0] == span[1] else _("{first}或{last}").format(first=span[0], last=span[1])
    told = {"actual": done, "target": _day(last)}
    if before and end > last:
        return Outcome(JUDGEMENT, _("只知在{actual}之前完成，是否晚于{target}不能确定").format(**told), op=op, op_source=source)
    if isinstance(wanted, Period) and wanted.start.first and end < wanted.start.first:
        return Outcome(JUDGEMENT, _("{actual}完成，早于开始时间").format(**told))
    if end < last or (end == last and op != "<"):
        return Outcome(MET, _("{actual}完成，不晚于{target}").format(**told), op=op, op_source=source)
    if first > last or (first == last and op == "<"):
        late = Quantity(Decimal((first - last).days), "天")
        reason = _("{actual}完成，晚于{target}，逾期{days}天").format(days=late.value, **told)
        return Outcome(MISSED, reason, shortfall=late, op=op, op_source=source)
    reason = _("只知{actual}完成，是否晚于{target}不能确定").format(**told)
    return Outcome(JUDGEMENT, reason, op=op, op_source=source)


def _day(day: date) -> str:
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)
