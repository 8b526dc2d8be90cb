"""Productions of days, deadlines and spans: `11月底前`, `第四季度`, `2023.07-2024.01`, `每月中旬`."""

import re
from collections.abc import Callable

from xlperf.model import moment_of
from xlperf.target.nodes import Deadline, Moment, Period, Recurring
from xlperf.target.numbers import operator
from xlperf.target.scan import Scanner
from xlperf.target.words import RECURRING

DASH = re.compile(r"--+|—+|~+|[-至到]")

_TIME = r"(?:[T ] *\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
_DATE = re.compile(
    rf"((?:19|20)\d\d)(?:([-/])(\d{{1,2}})(?:\2(\d{{1,2}}))?|\.(\d{{1,2}})\.(\d{{1,2}})|(\d\d)(\d\d)){_TIME}(?![\d.%])"
)
_DOTTED_MONTH = re.compile(r"((?:19|20)\d\d)\.(\d{1,2})(?![\d.%])")
_SHORT_DATE = re.compile(r"(\d\d)[./-](\d{1,2})[./-](\d{1,2})(?![\d.%])")
_JOINED_MONTH = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(?![\d.%])")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})(?![\d./%-])")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)(?!\d)")
_SERIAL = re.compile(r"(\d{2},?\d{3})(?:\.0+)?(?![\d.%])")
_FIRST_SERIAL, _LAST_SERIAL = 36526, 55153
"""Serial days of 2000 and of 2050: what lies between may be a day that lost its format."""

LONGEST_PLAN = 30
"""Years: 2021-2025 is a plan's span, 2000-2100 two numbers."""

_YEAR = re.compile(r"((?:19|20)\d\d)年度?|(\d\d)年(?=\d{1,2}月)")
_BARE_YEAR = re.compile(r"((?:19|20)\d\d)全年度?")
_THIS_YEAR = re.compile(
    r"(?:本|今|当|该)年度?|(?:明|次|翌|来|下|下一)年度?|第二年|(?:上|去)年度?(?=\d{1,2}月|[底末]|第?[一二三四]季|[上下]半年)|年(?=[内底末])"
)
_NUMERALS = {word: value for value, word in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)}
_MONTH = re.compile(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月份?")
_DAY = re.compile(r"(\d{1,2})[日号]")
_BARE_DAY = re.compile(r"(\d{1,2})(?=$| *(?:之前|以前|前|[已全]?完成))")
"""12月20: the 日 is often left out."""
_QUARTER = re.compile(r"第?([1-4一二三四])季度?|[Qq]([1-4])(?!\d)")
_MONTHS = re.compile(rf"(\d{{1,2}})月?(?:份)?(?:{DASH.pattern})(\d{{1,2}})月(?:份)?")
_YEARS = re.compile(rf"((?:19|20)\d\d)年?(?:{DASH.pattern})((?:19|20)\d\d)(?:学年|年度?)?(?![\d.%月/-])")
_LIMIT = re.compile(
    r"[年月]?([底末]?)(?:24时)?(之前|以前|前(?!后)|(?:开学|放假)(?:之前|以前|前)|之内|以内|内|为止|止)|[年月]?([底末])|(起|之后|以后|后)"
)
_BEFORE_DATE = re.compile(r"(?:截至|截止到?|最迟|于|在|至|到) *:?")
_ACTION = re.compile(
    r"[已均全部面额]{0,3}(?:完成|完工|竣工|到位|支付|拨付|发放|验收|交付|投用|投入|开工|建成|实施|提交|上报|报送|结束|落实|办结|启动|举办)"
    r"[\u4e00-\u9fff]{0,10}"
)
_WORDS = re.compile(r"(?:(?![不未无没延逾])[\u4e00-\u9fff]){1,12}")
_LABEL = re.compile(r"[^\d<>=≥≤,;。]{2,16}?(?=\d|年底|[上下]半年|第?[一二三四]季度|[^\d,;。][底末]前)")
_EVERY = re.compile(r"每(?:个)?(半年|学期|学年|季度|季|星期|周|月|年|天|日)度?")
_WHEN = re.compile(
    r"(?:(?:(?:的?第?)?\d{1,2}(?:[月日号](?:\d{1,2}[日号])?|个工作日)?(?:底|初|[上中下]旬)?[、,和及或-]?){1,12}|月?[上中下]旬|[月年季]?(?:度)?[底初末]"
    r"|第?[一二三四]季度|[上下]半年)(?:之?前|以前|内)?"
)

_HALF = re.compile(r"上半年|下半年")
_THIRD = re.compile(r"上旬|中旬|下旬|初")
_ALREADY = re.compile(r"均已|计划|预计|已")
_PERIOD_TAIL = re.compile(r"内完成|期间|完成|实施|年度|底|末|止")
_THREE_QUARTERS = re.compile(r"前三季度")
_ALL_YEAR = re.compile(r"全年度|全年")
_ALL = re.compile(r"全年|全部")
_DONE_EACH = re.compile(r"完成|发放|支付|上报|报送|到位|拨付")


def moment(scan: Scanner) -> Moment | None:
    """moment := year-month-day | year.month.day | 八位数 | [year 年] [上半年 | 第三季度 | month 月 [day 日 | 旬]]

    日期：没有写年份的用表中的年度。
    例：2022-11-30 → 2022年11月30日｜2022.11.30 → 2022年11月30日｜20221130 → 2022年11月30日｜11月中旬 → 11月中旬
    """
    start = scan.at
    found = _numeric(scan) or (_in_context(scan) if scan.dates else None) or _in_words(scan)
    if found is None:
        scan.back(start)
    return found


def _numeric(scan: Scanner) -> Moment | None:
    match = scan.take(_DATE)
    if not match:
        return None
    year, _dash, month, day, *dotted_or_eight = match.groups()
    parts = [year, month, day] if month else [year, *(part for part in dotted_or_eight if part)]
    return _checked(*(int(part) if part else None for part in parts))


def _in_context(scan: Scanner) -> Moment | None:
    """in_context := serial day | yy.mm.dd | yyyy.mm | yyyymm | mm.dd  (only where a day is expected)"""
    start = scan.at
    if match := scan.take(_SERIAL):
        serial = int(match[1].replace(",", ""))
        if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            day = moment_of(serial)
            return Moment(day.year, day.month, day.day)
        scan.back(start)
    if match := scan.take(_SHORT_DATE):
        return _checked(2000 + int(match[1]), int(match[2]), int(match[3]))
    if match := scan.take(_DOTTED_MONTH) or scan.take(_JOINED_MONTH):
        return _checked(int(match[1]), int(match[2]))
    match = scan.take(_MONTH_AND_DAY)
    return _checked(scan.year, int(match[1]), int(match[2])) if match else None


def _year(scan: Scanner) -> tuple[int | None, bool]:
    """year := number 年 | 本年 | 明年 | 次年 | 去年  (the year that holds here, and whether one was written)"""
    if written := scan.take(_YEAR):
        return int(written[1] or 2000 + int(written[2])), True
    told = scan.take(_THIS_YEAR)
    shift = 0 if told is None else -1 if told[0][0] in "上去" else 0 if told[0][0] in "本今当该年" else 1
    return (scan.year + shift if scan.year else None), told is not None


def _in_words(scan: Scanner) -> Moment | None:
    year, told = _year(scan)
    if half := scan.word(_HALF):
        return Moment(year, part=half)
    if quarter := scan.take(_QUARTER):
        place = quarter[1] or quarter[2]
        return Moment(year, part=f"第{'一二三四'[int(place) - 1] if place.isdigit() else place}季度")
    month = scan.take(_MONTH)
    if month is None:
        return Moment(year) if told else None
    number = _NUMERALS.get(month[1]) or int(month[1])
    third = scan.word(_THIRD)
    day = None if third else scan.take(_DAY) or scan.take(_BARE_DAY)
    part = "上旬" if third == "初" else third or ""
    return _checked(year, number, int(day[1]) if day else None, part=part)


def _checked(year: int | None, month: int | None = None, day: int | None = None, *, part: str = "") -> Moment | None:
    """Return the moment, or None where there is no such day."""
    if (month is not None and not 1 <= month <= 12) or (day is not None and day < 1):
        return None
    try:
        Moment(year or 2000, month, day, part).last  # noqa: B018 - asks whether the day exists
    except ValueError:
        return None
    return Moment(year, month, day, part)


def deadline(scan: Scanner) -> Deadline | Period | None:
    """deadline := [sign | word | 截至 | 于] moment [前 | 底 | 底前 | 内 …] [完成 …]

    时限：到某一天、某月、某季度为止。只写日期的按“不晚于”理解，标为推断；年份没写的取表中年度。
    例：2022年11月30日 → 2022年11月30日｜11月底前 → <=11月｜12月底到位 → 12月下旬｜第四季度前 → <=第四季度｜已于11月完成 → 11月
    """
    scan.word(_ALREADY)
    return _deadline(scan, needs_limit=False)


def labelled_deadline(scan: Scanner) -> Deadline | Period | None:
    """labelled_deadline := words deadline  (资金拨付12月底到位)

    带说明的时限：前面可以有说明文字，这时后面要有“前、底、内、完成”一类的词。
    例：按计划于2022年12月31日前完成 → <=2022年12月31日
    """
    return _deadline(scan, needs_limit=True) if scan.take(_LABEL) else None


def _deadline(scan: Scanner, *, needs_limit: bool) -> Deadline | Period | None:
    op = operator(scan)
    scan.take(_BEFORE_DATE)
    when = moment(scan)
    if when is None:
        return None
    limit = scan.take(_LIMIT)
    before = limit[2] if limit else None
    acted = scan.take(_ACTION) or (scan.take(_WORDS) if before else None)
    if needs_limit and not (limit or acted):
        return None
    if op is None and limit and (before or limit[4]):
        scan.op_source, op = "word", "<=" if before else ">="
    if limit and (limit[1] or limit[3]):
        when = _end_of(when, bare=bool(limit[3]) and scan.plain[limit.start() - 1] == "月")
    return Deadline(op, when) if op or when.month else Period(when, when)


def _end_of(when: Moment, *, bare: bool) -> Moment:
    """Return what 底 and 末 mean of a span: the last month of a year or quarter, the last ten days of a month that stands bare."""
    if when.day or (when.month and when.part):
        return when
    last = Moment(2000, when.month, None, when.part).last.month  # type: ignore[union-attr]  # it has a year
    return Moment(when.year, last, None, "下旬" if bare else "")


def month_of_period(scan: Scanner) -> Moment | None:
    """month_of_period := year "." month | moment  (alone, 2023.07 would be a number)"""
    match = scan.take(_DOTTED_MONTH)
    return _checked(int(match[1]), int(match[2])) if match else moment(scan)


def period(scan: Scanner) -> Period | None:
    """period := moment ("-" | "~" | 至 | 到) moment | [year 年] month "-" month 月 | year "-" year | 全年 | 上半年 | 第三季度 …

    时段：从何时到何时；单独写的年、半年、季度也是时段，到它的最后一天为止。
    例：2023.07-2024.01 → 2023年7月-2024年1月｜2022年1-6月 → 2022年1月-2022年6月｜2021年全年 → 2021年全年｜2022年上半年 → 2022年上半年
    """
    found = _first_of(scan, (_years, _months, _between, _whole))
    if found:
        scan.word(_PERIOD_TAIL)
    return found


def _first_of(scan: Scanner, productions: tuple[Callable[[Scanner], Period | None], ...]) -> Period | None:
    start = scan.at
    for production in productions:
        scan.back(start)
        if found := production(scan):
            return found
    return None


def _years(scan: Scanner) -> Period | None:
    match = scan.take(_YEARS)
    if not match or int(match[2]) - int(match[1]) > LONGEST_PLAN:
        return None
    return _period(Moment(int(match[1])), Moment(int(match[2])))


def _months(scan: Scanner) -> Period | None:
    scan.word(_ALL_YEAR)
    known, _told = _year(scan)
    if months := scan.take(_MONTHS):
        start, end = (_checked(known, int(month)) for month in months.groups())
        return _period(start, end)
    return _period(Moment(known, 1), Moment(known, 9)) if scan.word(_THREE_QUARTERS) else None


def _between(scan: Scanner) -> Period | None:
    start = month_of_period(scan)
    if start is None or not scan.take(DASH):
        return None
    table_year, scan.year = scan.year, start.year or scan.year
    end = month_of_period(scan)
    scan.year = table_year
    if end is None and start.day and (day := scan.take(_DAY)):
        end = _checked(start.year, start.month, int(day[1]))
    return _period(start, end)


def _whole(scan: Scanner) -> Period | None:
    """whole := [year 年] 全年 | year 年 | 上半年 | 第三季度"""
    if year := scan.take(_BARE_YEAR):
        return Period(Moment(int(year[1])), Moment(int(year[1])))
    if scan.word(_ALL_YEAR):
        return Period(Moment(scan.year), Moment(scan.year))
    span = moment(scan)
    if span is None or span.month is not None:
        return None
    scan.word(_ALL)
    return None if scan.take(_LIMIT) else Period(span, span)


def _period(start: Moment | None, end: Moment | None) -> Period | None:
    """Return the period, or None where it would end before it begins."""
    if start is None or end is None or start == end or (start.first and end.last and start.first > end.last):
        return None
    return Period(start, end)


def recurring(scan: Scanner) -> Recurring | None:
    """recurring := 每 (月 | 季度 | 年 …) (中旬 | 10日前 | 3月、9月 …)

    重复的时间：每月、每年都有一次，不是某一天。
    例：每月中旬 → 每月中旬｜每年3月、9月 → 每年3月、9月｜每月10日前 → 每月10日前
    """
    every = scan.take(_EVERY)
    when = scan.take(_WHEN) if every else None
    if every is None or when is None or when[0].strip("、,和及或-") != when[0]:
        return None
    if not any(word in when[0] for word in ("月", "日", "号", "旬", "底", "初", "末", "季", "半年", "工作日")):
        return None
    scan.word(_DONE_EACH)
    return Recurring(RECURRING[every[1]], when[0].replace(" ", ""))




def day_month_year(scan: Scanner) -> tuple[Moment, ...]:
    """day_month_year := day "/" month "/" year | month "/" day "/" year  (10/11/2022: both readings that exist)"""
    match = scan.take(_SLASHED)
    if not match:
        return ()
    first, second, year = map(int, match.groups())
    readings = (_checked(year, second, first), _checked(year, first, second))
    return tuple(reading for reading in readings if reading)
