"""How an actual (实际完成值) is read: by the same grammar, knowing what its target asks for."""

import re
from dataclasses import replace

from xlperf.language import _
from xlperf.target.dates import day_month_year
from xlperf.target.nodes import Change, Deadline, Doubt, Moment, Period, Reading
from xlperf.target.parser import parse
from xlperf.target.scan import Scanner
from xlperf.target.units import TRADITIONAL
from xlperf.target.words import LOOKALIKES

_LEVEL = "达到了? 达成 达 降至 降到 (?:提高|提升|增加|上升|扩大|下降|降低|减少|压减|缩短|控制|保持|稳定|维持)(?:到|至|在)"
_REACHED = re.compile(
    rf"^(?:已经?|基本|实际|现|目前|共|累计|全年|均)*(?:{'|'.join(_LEVEL.split())})(?= *约?[-\d百千万一二三四五六七八九零])"
)
_PLANNED_FIRST = re.compile(r"^计划[^,;]*[,;] *(?=实际)")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|[-~—至到](?:19|20)\d\d年)")
_FILLED = re.compile(
    r"^(?:实际(?:完成|支出|执行|发生|支付)?|实绩|已?完成|已经|已|共计|共|合计|累计|为)(?::|为|了)?(?= *约?近?[-\d¥百])"
)


def read_actual(text: str, target: Reading, *, year: int | None = None, name: str | None = None) -> Reading:
    """Read an actual against its target: 达到96% is 96%, 44890 is a day where a day is asked for, and so is 22.11.25.

    A day without a year takes the table's year, else the target's own.
    """
    wanted = target.target
    raw = text.strip()
    if not isinstance(wanted, Deadline | Period):
        folded = raw.translate(LOOKALIKES).translate(TRADITIONAL)
        planned = _PLANNED_FIRST.match(folded)
        raw, folded = (raw[planned.end() :], folded[planned.end() :]) if planned else (raw, folded)
        leads = (_FILLED,) if isinstance(wanted, Change) else (_REACHED, _FILLED)
        start = max((match.end() for lead in leads if (match := lead.match(folded))), default=0)
        reading = parse(raw[start:], year=year, name=name)
        if reading.text != text.strip():
            reading = replace(reading, text=text.strip())
        others = {each for each in _YEARS.findall(folded) if year and int(each) != year}
        if not others:
            return reading
        told = _("“{text}”写的是{year}年").format(text=text.strip(), year="、".join(sorted(others)))
        return replace(reading, doubts=(*reading.doubts, Doubt("otherwise", told)))
    last = wanted.moment if isinstance(wanted, Deadline) else wanted.end
    scan = Scanner(raw, year or last.year, dates=True)
    if (both := day_month_year(scan)) and scan.done:
        return _both_ways(both, raw)
    reading = parse(raw, year=year or last.year, expects_day=True)
    if any(doubt.code == "year" for doubt in parse(raw, expects_day=True).doubts):
        doubt = Doubt("year", _("“{text}”没有写年份，按{year}年理解").format(text=raw, year=year or last.year))
        return replace(reading, doubts=(*reading.doubts, doubt))
    return reading


def _both_ways(days: tuple[Moment, ...], raw: str) -> Reading:
    """Return 10/11/2022 as what it may be: one day, or a span from the earlier reading to the later."""
    first, last = min(days, key=_order), max(days, key=_order)
    if first == last:
        return Reading(Deadline(None, first), raw, "inferred")
    doubt = Doubt("assumed", _("“{text}”可以读作{first}，也可以读作{last}").format(text=raw, first=first, last=last))
    return Reading(Period(first, last), raw, None, (doubt,))


def _order(moment: Moment) -> tuple[int, int]:
    return moment.month or 0, moment.day or 0
