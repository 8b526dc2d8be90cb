"""Productions of conditions with figures: bounds, ranges, ratios, and so many per something."""

import re
from decimal import Decimal

from xlperf.target.dates import DASH, LONGEST_PLAN
from xlperf.target.nodes import Bound, Quantity, Range, Ratio, Several
from xlperf.target.numbers import MODAL, operator, quantity, unit
from xlperf.target.scan import CJK, FIRST_YEAR, LAST_YEAR, Scanner, one_of
from xlperf.target.units import SCALES
from xlperf.target.words import WEAK_WORDS, WORDS_AFTER

_AFTER = one_of(WORDS_AFTER)
_BEFORE_NUMBER = re.compile("[至为在各均]")
_INCLUSIVE = re.compile(r"\((?:均?含|包含)[^()未没]{0,12}\)")
_EXCLUSIVE = re.compile(r"\(不含[^()]{0,12}\)")


def bound(scan: Scanner) -> Bound | None:
    """bound := [operator] quantity [以上 | 以下 | 以内 …] ["(含)" | "(不含)"] [noun]

    数值：符号（或文字）、数、单位。“以上、以下、以内”含本数，“超过、不满”不含本数（民法典第一千二百五十九条）；写明含或不含的照写明的。
    例：>=2772.65平方米 → >=2772.65平方米｜95%以上 → >=95%｜90%以上（不含90%） → >90%｜3个工作日内 → <=3个工作日｜485条 → 485条
    """
    start = scan.at
    before = operator(scan)
    if before is None:
        scan.take(MODAL)
    weak = scan.plain[start : scan.at].strip().endswith(tuple(WEAK_WORDS))
    scan.word(_BEFORE_NUMBER)
    amount = quantity(scan)
    if amount is None:
        return None
    strict = bool(scan.take(_EXCLUSIVE))
    inclusive = scan.take(_INCLUSIVE)
    after = scan.word(_AFTER)
    strict = bool(scan.take(_EXCLUSIVE)) or strict
    inclusive = scan.take(_INCLUSIVE) or inclusive
    said = WORDS_AFTER[after] if after else None
    if said and (before in (None, "=") or weak):
        scan.op_source = "word"
        before = said
    elif said and before and said[0] != before[0]:
        return None  # 不超过5天以上 contradicts itself
    if strict and before:
        before = before[0]
    elif inclusive and before in (">", "<"):
        before += "="
    return Bound(before, amount)


_TAIL = re.compile(rf"(?!的)(?:(?![不未无非零低高少多超升降增减约且并和及与或后一半]){CJK}){{1,8}}")
"""The noun that is counted; a word that denies, compares or joins is none."""



def noun_bound(scan: Scanner) -> Bound | None:
    """noun_bound := bound noun

    数后面的名词：说明数的是什么，不算单位。
    例：5项制度 → 5项｜100%完成 → 100%
    """
    found = bound(scan)
    return found if found and found.quantity.unit and scan.take(_TAIL) else None


_PER = re.compile(
    r"(?:每(?P<count>\d{1,3}|[两二三四五六七八九十])?个?|一(?=年|季|月|周|天|学期))"
    r"(?P<word>学年|学期|季度|季|星期|周|月|年|天|日|小时|万人口|千人口|万人|千人|百人|百户|人次|人|名|户|亩|公顷|平方米|公里|家|村|校|生|床|台|辆|件|吨|期|批|班|次|场)度?"
    r"|(?P<number>\d{1,2}|[一两二三四五六十])个?(?P<span>学年|学期|季度|季|星期|周|月|年|天)(?=[一二两三四五六\d]次)"
    r"|(?P<mean>[人户亩生村班日月年次])均|每?(?P<half>半年)"
)
_ACT = re.compile("(?:补助|补贴|奖励|开展|组织|召开|举办|进行|巡查|检查|配备|发放|培训|维护|更新|支付)(?=[\\d一二两三四五六不至≥≤><])")
_BY_HEAD = re.compile("[人名户亩校生村家台辆]")
"""Per which no unit means an amount: 每亩300."""
_ON_AVERAGE = re.compile("平均|约?为")
_COUNTS = {word: value for value, word in enumerate("二三四五六七八九十", 2)} | {"两": 2, "一": "", "1": ""}


def rate(scan: Scanner) -> Bound | Range | None:
    """rate := [operator] (每 unit)… (range | bound)

    每多少：每季度1次就是1次/季度，与12次这样的全年数按一年四个季度比较。
    例：每季度1次 → 1次/季度｜每年不少于2次 → >=2次/年｜每人每月530元 → 530元/人/月｜一年两次 → 2次/年
    """
    op, source = operator(scan), scan.op_source
    scan.take(_ON_AVERAGE)
    below = per = ""
    while match := scan.take(_PER):
        per += match[0]
        count = match["count"] or match["number"] or ""
        below += f"/{_COUNTS.get(count, count)}{match['word'] or match['span'] or match['mean'] or match['half']}"
    if not below:
        return None
    if op is None:
        op, source = operator(scan), scan.op_source
    scan.take(_ACT)
    start = scan.at
    found: Range | Several | Bound | None = number_range(scan)
    if found is None or not scan.done:
        scan.back(start)
        found = bound(scan)
        scan.take(_TAIL)
    if found is None or isinstance(found, Several):
        return None
    counted = found.unit if isinstance(found, Range) else found.quantity.unit
    if (per[:1] not in ("每", "半") and "均" not in per and counted not in ("次", "回", "批", "期")) or (not counted and not _BY_HEAD.search(below)):
        return None
    if isinstance(found, Range):
        return Range(found.low, found.high, found.unit + below)
    if op and not found.op:
        scan.op_source = source
    amount = found.quantity
    return Bound(found.op or op, Quantity(amount.value, amount.unit + below, amount.about))


_OPEN, _COMMA, _CLOSE = re.compile(r"[\[(]"), re.compile(r"[,-]"), re.compile(r"[\])]")
_AMONG, _BETWEEN = re.compile("介于|在"), re.compile("之间|以内|之内|内|左右")
_AND = re.compile(rf"{DASH.pattern}|[和与]")
_PLUS_MINUS = re.compile(r"±|正负")


def number_range(scan: Scanner) -> Range | Several | None:
    """range := quantity ("-" | "~" | 至 | 到) quantity | "[" quantity "," quantity "]" | quantity ± quantity

    区间：两端都算在内；单位可以只写在后面。
    例：98-100% → 98-100%｜5～10人 → 5-10人｜[90%,95%] → 90-95%｜20±2℃ → 18-22℃
    """
    start = scan.at
    if operator(scan) not in (None, ">=", "<=", "="):
        scan.back(start)
    among = scan.word(_AMONG)
    bracket = scan.take(_OPEN)
    low = quantity(scan)
    if scan.take(_PLUS_MINUS):
        spread = quantity(scan)
        scan.word(_BETWEEN)
        return _around(low, spread)
    if low is None or not scan.take(_COMMA if bracket else _AND if among == "介于" else DASH):
        return None
    high = quantity(scan)
    closing = scan.take(_CLOSE) if bracket else None
    if bracket and not closing:
        return None
    if bracket and high and not high.unit:
        high = Quantity(high.value, unit(scan))
    scan.word(_BETWEEN)
    if closing and bracket and bracket[0] + closing[0] in ("[)", "(]") and high:
        ops = (">=" if bracket[0] == "[" else ">", "<=" if closing[0] == "]" else "<")
        return Several(tuple(("", Bound(op, Quantity(end.value, end.unit or high.unit))) for op, end in zip(ops, (low, high), strict=True)))
    return range_of(low, high)


def _around(centre: Quantity | None, spread: Quantity | None) -> Range | None:
    if spread is None:
        return None
    middle, reach, name = centre.value if centre else Decimal(0), abs(spread.value), spread.unit
    if (centre and centre.about) or (centre and centre.unit and name == "%" != centre.unit):
        return None  # 100万元±5% is a share of the centre, not points
    name = name or (centre.unit if centre else "")
    return range_of(Quantity(middle - reach, name), Quantity(middle + reach, name))


_MONTH_LIKE = re.compile(r"(?:19|20)\d\d\.(?:0[1-9]|1[0-2])")


def range_of(low: Quantity, high: Quantity | None) -> Range | None:
    """Return the range between two quantities; None where they make none (no order, unlike units, two years)."""
    if high is None or high.value < low.value or low.about or high.about:
        return None
    if low.unit not in ("", high.unit) and not (low.unit in SCALES and high.unit.startswith(low.unit)):
        return None
    ends = (low.value, high.value)
    whole = not high.unit and not any(end.as_tuple().exponent for end in ends)
    if not high.unit and all(_MONTH_LIKE.fullmatch(str(end)) for end in ends):
        return None
    if whole and FIRST_YEAR <= low.value <= high.value <= LAST_YEAR and high.value - low.value <= LONGEST_PLAN:
        return None
    return Range(*ends, high.unit)


_FLIPPED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "="}
_WORDS_BETWEEN = re.compile(r"[^\d<>=≥≤]{1,15}")


def sandwich(scan: Scanner) -> Range | Several | Bound | None:
    """sandwich := quantity ("≤" | "<") name [("≤" | "<") quantity]

    两头夹住：含两端的就是区间，不含的是两个条件；数写在名称前面的，符号反过来读。
    例：90%≤合格率≤95% → 90-95%｜95%≤合格率 → >=95%
    """
    low = quantity(scan)
    first = operator(scan) if low else None
    name = scan.take(_WORDS_BETWEEN)
    if low and first and name and scan.done and len(name[0]) > 1:
        return Bound(_FLIPPED[first], low)
    second = operator(scan) if first in ("<", "<=") else None
    high = quantity(scan) if second in ("<", "<=") else None
    if not (low and high and first and second):
        return None
    scan.op_source = None
    if first == second == "<=":
        return range_of(low, high)
    low = Quantity(low.value, low.unit or high.unit)
    return Several((("", Bound(first.replace("<", ">"), low)), ("", Bound(second, high))))


_RATIO = re.compile(r"(\d{1,7}(?:\.\d{1,4})?) *: *(\d{1,7}(?:\.\d{1,4})?)(?![\d.:])")


def ratio(scan: Scanner) -> Ratio | None:
    """ratio := [operator] number ":" number

    比例：一个数比一个数。
    例：1：3 → 1:3｜≥1:2500 → >=1:2500
    """
    op = operator(scan)
    match = scan.take(_RATIO)
    if match is None or not Decimal(match[2]):
        return None
    after = scan.word(_AFTER)
    if after and op is None:
        scan.op_source, op = "word", WORDS_AFTER[after]
    return Ratio(op, Decimal(match[1]), Decimal(match[2]))
