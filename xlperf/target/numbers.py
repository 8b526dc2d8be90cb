"""Productions of signs, numbers, units and quantities: `1,234.5`, `三千二百`, `九成五`, `1万余人`, `￥795,000.00`."""

import re
from decimal import Decimal

from xlperf.target.nodes import Quantity
from xlperf.target.scan import FIRST_YEAR, LAST_YEAR, Scanner, any_of, one_of
from xlperf.target.units import COUNTED, is_known, resolve
from xlperf.target.words import ABOUT_AFTER, ABOUT_BEFORE, MODALS, SIGNS, WORDS_AFTER, WORDS_BEFORE

MAX_DIGITS = 24
"""A longer run of digits is no amount of anything."""

_NUMBER = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,2}(?![0-9A-Za-z]))?"
)
_SIGN = re.compile("|".join(" *".join(sign) for sign in sorted(SIGNS, key=len, reverse=True)))
_WORD_SIGN, _ABOUT = one_of(WORDS_BEFORE), one_of(ABOUT_BEFORE)
MODAL = re.compile(f"(?:{any_of(MODALS)})*")
"""Words that may stand before an operator or a figure and change nothing."""

_ROUGHLY, _MORE, _ALL = re.compile("左右|上下"), re.compile(r"余|\+"), re.compile("百分之百|百分百")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?")
_PARTS_OF = re.compile(r"(十万|百万|[百千万二三四五六七八九十])分之")
_TENTHS = re.compile(r"([一二三四五六七八九])成([一二三四五六七八九半])?(?!功|立|果|效|本|员|熟|绩|为)")
_HALF = re.compile(r"半(?=个?(?:年|月|天|小时))")
_BRACKETED = re.compile(r"\(([^()\d]{1,8})\)")
_AND_A_HALF = re.compile(r"(\d{1,3})个半(小时|月|天)|(\d{1,3})(年|个月|天|小时)半(?!年|天|月|小时)")
_CURRENCY = re.compile(r"¥")
_BLURRED_SCALE = re.compile(r"([十百千万亿]*)(余|多|几|\+)")

_LETTER = r"(?:[^\W\d_每]|[%‰℃㎡㎥㎞㎏°])"
_WORD = rf"(?:{_LETTER}{{1,12}}(?:(?<=[mM])[23](?!\d))?)"
_DIVISOR = rf"(?:/每?(?:\d{{1,4}}{_WORD}|{_WORD}|10{{3,7}}(?!\d))(?:、[天日月年次人户])?|[·*.×]每?{_WORD}|每{_WORD})"
_UNIT = re.compile(rf"(?:dB\(A\)|{_WORD}|(?:(?<!\d)1(?=/))?/(?:\d{{1,4}}{_WORD}|{_WORD}|[2-9](?!\d)|10(?!\d))){_DIVISOR}*")
_ODD_PIECE = r"(?:(?!号|标段|层)[\u4e00-\u9fff]{1,3}|(?![OolIA]$)[A-Za-zμ°]{1,6}[23]?)"
_ODD_UNIT = re.compile(rf"{_ODD_PIECE}(?:[/·*.×每]+{_ODD_PIECE})*")
_NOT_IN_UNITS = re.compile(r"[的了和与及或且并在是不无未已将被把按月底前至到增降升减全争达于超]")
_RANKS = ("级", "类", "星", "期", "代", "位", "面", "方", "届", "点", "轮")
"""After a numeral in words they rank (三级甲等), where after figures they count."""

_FRACTION = re.compile(r"/(?:[2-9]|10+)")
_DIVIDERS = "/·*.×每"
_SPELLED = {"百分比": "%", "百分号": "%"}
_TAILS = (*WORDS_AFTER, *ABOUT_AFTER, "之间", "每", "至", "到")

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGIT = "[一二两三四五六七八九]"
_THOUSANDS = re.compile(rf"({_DIGIT}千)?(零?{_DIGIT}百)?(零?{_DIGIT}?十)?([零〇]?{_DIGIT}|[零〇])?")
_MYRIADS = {"万": 10**4, "亿": 10**8}


def operator(scan: Scanner) -> str | None:
    """operator := ">=" | "≥" | "<=" | "≤" | ">" | "<" | "=" | 不低于 | 不少于 | 达到 | 不超过 | 控制在 | 大于 | …

    符号：写符号或文字都可以；全角和形似的符号（≧ ＝ ═ 》）照认。“达到”按不低于理解。
    例：≧735人次 → >=735人次｜不超过3个工作日 → <=3个工作日｜达到95% → >=95%
    """
    start = scan.at
    scan.take(MODAL)
    if match := scan.take(_SIGN):
        scan.op_source = "explicit"
        return SIGNS[match[0].replace(" ", "")]
    if word := scan.word(_WORD_SIGN):
        scan.op_source = "word"
        return WORDS_BEFORE[word]
    scan.back(start)
    return None


def number(scan: Scanner) -> Decimal | None:
    """number := [+|-] digits ["," three digits]… ["." digits]

    数：阿拉伯数字；三位一节的逗号、空格不影响读数。
    例：1,234.5 → 1234.5
    """
    start = scan.at
    match = scan.take(_NUMBER)
    if match and len(match[0]) <= MAX_DIGITS:
        value = Decimal(match[0].replace(",", "").replace(" ", ""))
        if -MAX_DIGITS < value.adjusted() < MAX_DIGITS:
            return value
    scan.back(start)
    return None


def numeral(scan: Scanner) -> Decimal | None:
    """numeral := 零 | 一 | 十二 | 一百二十 | 三千二百 | 一点五 …

    中文数：后面必须跟着认识的单位，否则是文字（一致、三公）。
    例：十二次 → 12次｜三千二百人 → 3200人｜两个月 → 2个月
    """
    start = scan.at
    match = scan.take(_NUMERAL)
    value = _numeral_value(match[0]) if match else None
    if value is None:
        scan.back(start)
    return value


def _numeral_value(text: str) -> Decimal | None:
    """Return what a Chinese numeral is worth; None where its characters make no number (十百, 五五)."""
    whole, _point, fraction = text.partition("点")
    value = _whole_value(whole, "亿万")
    if value is None or not fraction:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}." + "".join(str(_DIGITS[character]) for character in fraction))


def _whole_value(text: str, scales: str) -> int | None:
    """Return a whole number: what stands before 亿 or 万 so many times, and the rest (一亿二千万, 三万五)."""
    if not scales:
        return _below_myriad(text)
    before, scale, after = text.rpartition(scales[0])
    if not scale:
        return _whole_value(text, scales[1:])
    many = _whole_value(before, scales)
    rest = _whole_value(after, scales[1:]) if after else 0
    if after in _DIGITS:
        return None  # 两万五, for the same reason
    return None if not many or rest is None else many * _MYRIADS[scale] + rest


def _below_myriad(text: str) -> int | None:
    """Return a number below ten thousand: 三千二百, 十二, 一百零五, 零."""
    match = _THOUSANDS.fullmatch(text)
    if not match or not text:
        return None
    thousands, hundreds, tens, ones = match.groups()
    if (thousands or hundreds) and not tens and ones in _DIGITS and ones not in "零〇":
        return None  # 一百二 may be 120 or a slip for 一百零二
    places = zip(match.groups(), (1000, 100, 10, 1), strict=True)
    return sum(_worth(piece) * power for piece, power in places if piece)


def _worth(piece: str) -> int:
    """Return the digit of a piece (三 of 三千), one where there is none (十二)."""
    digit = piece.lstrip("零〇")[:1]
    return _DIGITS.get(digit, 0 if digit == "" else 1)


def unit(scan: Scanner) -> str:
    """unit := word [("/" | "·" | "*" | 每) [share] word]…

    单位：原样保留。“/”后面是每多少，如 元/人·月、次/10万公顷；不认识的单位只和自己比较。
    例：≥300点次 → >=300点次｜≤9.61/10万 → <=9.61/10万｜17元/人.每天 → 17元/人.每天
    """
    start = scan.at
    match = scan.take(_UNIT)
    if not match:
        return ""
    plain, begin = match[0], match.start()
    for length in range(len(plain), 0, -1):
        if _may_end(plain[:length]) and is_known(plain[:length]) and _may_follow(plain[:length], plain[length:]):
            scan.back(begin + length)
            return _SPELLED.get(plain[:length]) or scan.text[begin : begin + length]
    odd = _before_tail(plain)
    if odd and _ODD_UNIT.fullmatch(odd) and not _NOT_IN_UNITS.search(odd):
        scan.back(begin + len(odd))
        return scan.text[begin : begin + len(odd)]
    scan.back(start)
    return ""


def _may_end(piece: str) -> bool:
    """Whether a unit may end here: with a letter, in m2 and m3, in a fraction (2/3); never with a stroke."""
    return piece[-1] not in _DIVIDERS and (not piece[-1].isdigit() or piece[-2:-1] in "mM" or bool(_FRACTION.fullmatch(piece)))


def _may_follow(name: str, rest: str) -> bool:
    """Whether `rest` may stand behind a known unit: nothing, a word that bounds, or the noun that is counted.

    352个村卫生室 are 352个, and what is counted begins with 村; in 2个村 it is the unit. No noun follows a scale alone: 万美元 is
    no 万.
    """
    if not rest or rest.startswith(_TAILS):
        return True
    is_noun = len(rest) >= 2 and rest[0] not in _DIVIDERS and rest.isalpha()
    whole = re.split(r"[/·*.×每]", name)[-1]
    return is_noun and bool(resolve(whole)[0]) and not (name[0] == "个" and name[1:] in COUNTED)


def _before_tail(word: str) -> str:
    """Return an unknown unit up to the first word that bounds (以上, 左右 …)."""
    ends = [at for tail in _TAILS if (at := word.find(tail)) >= 0]
    return word[: min(ends, default=len(word))]


def quantity(scan: Scanner) -> Quantity | None:
    """quantity := [约 | 近] number [余] [unit] [左右] | ¥ number | 百分之 number | 九成五 | numeral unit

    数量：数和单位。约、近、左右、余、多是约数，单独记下。
    例：约50人 → 约50人｜1万余人 → 1万余人｜百分之九十六 → 96%｜九成五 → 95%｜￥795,000.00 → 795000.00元
    """
    about = ABOUT_BEFORE.get(scan.word(_ABOUT) or "", "")
    found = _share(scan) or _money(scan) or _halves(scan) or _plain(scan) or _counted(scan)
    if found is None:
        return None
    found = _compound(scan, found)
    if not found.about and (after := scan.word(_ROUGHLY)):
        about = ABOUT_AFTER[after]
    elif not found.about and not about and scan.word(_MORE):
        about = "余"
    return Quantity(found.value, found.unit, about or found.about)


def _share(scan: Scanner) -> Quantity | None:
    """share := (百 | 千) 分之 (number | numeral) | 百分百 | digit 成 [digit]"""
    start = scan.at
    if scan.word(_ALL):
        return Quantity(Decimal(100), "%")
    if match := scan.take(_PARTS_OF):
        value = number(scan)
        value = numeral(scan) if value is None else value
        name = {"百": "%", "千": "‰", "万": "/1万", "十万": "/10万", "百万": "/100万"}.get(match[1]) or f"/{_numeral_value(match[1])}"
        if value is not None:
            return Quantity(value, name)
    elif match := scan.take(_TENTHS):
        ones = 5 if match[2] == "半" else _DIGITS.get(match[2] or "零", 0)
        return Quantity(Decimal(_DIGITS[match[1]] * 10 + ones), "%")
    scan.back(start)
    return None


def _money(scan: Scanner) -> Quantity | None:
    """money := ¥ number [unit]  (元 where no unit is written)"""
    start = scan.at
    if scan.take(_CURRENCY):
        value = number(scan)
        if value is not None:
            name = unit(scan)
            return Quantity(value, name if name and resolve(name)[0] == "元" else f"{name}元" if name in ("", "万", "亿") else name)
    scan.back(start)
    return None


def _halves(scan: Scanner) -> Quantity | None:
    """halves := number 个半 (小时 | 月 | 天) | number (年 | 小时 …) 半  (2个半小时, 1年半)"""
    start = scan.at
    if match := scan.take(_AND_A_HALF):
        name = match[2] or match[4]
        return Quantity(Decimal(match[1] or match[3]) + Decimal("0.5"), f"个{name}" if name == "月" else name)
    scan.back(start)
    return None


def _plain(scan: Scanner) -> Quantity | None:
    start = scan.at
    value = number(scan)
    if value is None:
        return None
    if blurred := scan.take(_BLURRED_SCALE):
        return Quantity(value, blurred[1] + unit(scan), "余")
    name = unit(scan) or _bracketed_unit(scan)
    if _is_time(value, name):
        scan.back(start)
        return None
    return Quantity(value, name)


def _bracketed_unit(scan: Scanner) -> str:
    """bracketed_unit := "(" unit ")"  (4.52（万人）)"""
    start = scan.at
    match = scan.take(_BRACKETED)
    if match and is_known(match[1]):
        return match[1]
    scan.back(start)
    return ""


def _is_time(value: Decimal, unit: str) -> bool:
    """Whether a number and its unit name a time: 2022年… and 12月 are never so many of something."""
    last = {"月": 12, "季度": 4, "季": 4}.get(unit, 0)
    return (unit[:1] == "年" and FIRST_YEAR <= value <= LAST_YEAR) or value in range(1, last + 1)


def _counted(scan: Scanner) -> Quantity | None:
    start = scan.at
    value = Decimal("0.5") if scan.take(_HALF) else numeral(scan)
    if value is not None:
        name = unit(scan)
        if (is_known(name) and name not in _RANKS and not _is_time(value, name)) or (value == 0 and not name):
            return Quantity(value, name)
    scan.back(start)
    return None


def _compound(scan: Scanner, first: Quantity) -> Quantity:
    """compound := quantity quantity  (1小时30分钟, 1亿2000万元: told in the smaller unit)"""
    while first.unit and not first.about:
        start = scan.at
        second = _plain(scan) if scan.plain[scan.at : scan.at + 1].isdigit() else None
        (base, factor), (next_base, next_factor) = resolve(first.unit), resolve(second.unit if second else "")
        if second and second.unit in ("分", "秒") and base == "分钟":
            second, next_base, next_factor = Quantity(second.value, f"{second.unit}钟"), *resolve(f"{second.unit}钟")
        if second and not second.unit:  # 1万2 may be 12000
            second = None
        if second is None or (base and base != next_base) or factor <= next_factor or second.about:
            scan.back(start)
            return first
        first = Quantity(first.value * factor / next_factor + second.value, second.unit)
    return first
