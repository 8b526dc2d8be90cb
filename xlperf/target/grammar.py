"""The grammar of whole targets, by hand: one small function a production, with the production as its docstring.

A production gets a `Scanner`, takes what is its own, and returns a node, or None. `target` tries the productions in order;
the first that reaches the end of the text wins. Below the production stands its paragraph of the manual, then examples
with their canonical forms (例), which are tests.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from xlperf.target.conditions import bound, noun_bound, number_range, range_of, rate, ratio, sandwich
from xlperf.target.dates import deadline, labelled_deadline, period, recurring
from xlperf.target.nodes import (
    Bound,
    Change,
    Deadline,
    Empty,
    Period,
    Placeholder,
    Qualitative,
    Quantity,
    Range,
    Ratio,
    Several,
    Target,
    Unreadable,
)
from xlperf.target.numbers import operator
from xlperf.target.relative import change, grade, never, symbolic
from xlperf.target.scan import Scanner, any_of, one_of
from xlperf.target.units import is_known, resolve
from xlperf.target.words import (
    ABOUT_BEFORE,
    ACTION_VERBS,
    COPULAS,
    EMPTY,
    EVENT_WORDS,
    GRADES,
    HARMLESS,
    MEASURES,
    NAME_ENDINGS,
    NOT_APPLICABLE,
    RECURRING,
    REFERENCES,
    STARTS,
    TELLING,
    TYPE_WORDS,
    VERBS_DOWN,
    VERBS_UP,
    WORDS_AFTER,
    WORDS_BEFORE,
)

MAX_TEXT = 400
"""A longer text is prose: no target is looked for in it."""

_CJK = r"[\u4e00-\u9fff]"
_REMARK = re.compile(r"\(([^()]{1,60})\)")
_WORD_SIGN = re.compile(rf"(?:{any_of(WORDS_BEFORE)}) *(?=\d|百分之|{any_of(ABOUT_BEFORE)}|¥|[一二两三四五六七八九十零])")
_NAMED = re.compile(
    rf"[^%‰,;。]{{0,30}}(?:{any_of((*MEASURES, *STARTS, '季度', '半年'))})[”\"]?(?:\([^()]{{0,10}}\))?(?:{any_of(COPULAS)})? *"
    rf"(?=[-\d零]|百分之|{any_of(ABOUT_BEFORE)})"
)
_SIGNED = re.compile("[<>=≥≤]")
_NAME = re.compile(rf"{_CJK}.*{_CJK}|[A-Za-z]{{2}}")
_JOINING = re.compile(r"[;。,]")
_DATED = re.compile(r"\d{1,2}[月日号]|[年月季度][底末]|\d[年月日季度]*(?:之前|以前|前)")
"""A date in what should be a name: the text says two things."""
_WHOSE_RATE = re.compile(rf"{_CJK}{{2,12}}?(?=每[人户亩年月天日周个家台])")
_COUNTED_IN_PROSE = re.compile(r"(?!.*[按严每依据照的约不])(?:\d[A-Z])?[\u4e00-\u9fff、]{2,20}?(?=\d)")
_SERVICE = re.compile(
    r"7 *[×*xX] *24.*|24 *小时(?:不间断|值|响应|在线|开放|待命|运行|服务|监测|监控|连续|专人|全天|轮|应急).*"
    r"|\d?A{2,5}级?[^\d%]*|[1-9]A[^\d%]*级[^\d%]*"
)
"""How long a service stands ready, and ranks of letters: words, though figures stand in them."""
_DATE_NAME = re.compile(rf"{_CJK}{{2,10}}:")
_STAGE = re.compile(r"[上下]半年|第?[一二三四1-4]季度|\d{1,2}月")
"""What stands before a figure of a part of the year: two conditions, not a name."""
_CLASS = re.compile(".{0,4}(?:数量|质量|时效|成本|效益|满意度|影响|产出|效果|投入|过程)指标")
_IN_A_YEAR = re.compile(r"(?:19|20)\d\d年度?(?![月日])[^\d月日]{2,}")
_SCORING = re.compile(r"扣\d*分|扣完|不得分|得\d+分|得满分|记\d+分|加\d+分")
_LOST_DATE = re.compile(r"(?:19|20)\d{3,4}[-~—至到]+(?:19|20)\d{3,4}")
_NOT_APPLICABLE = re.compile(rf"(?:本(?:项目|单位|指标))?(?:{any_of(NOT_APPLICABLE)})(?:[本此该].*)?")
_PLACEHOLDER = re.compile(r"\*\*|[Xx×]{2,}|_{2,}|□|[○◯]{2,}|(?<![A-Za-z0-9])[XxN](?=[%‰次个人天元年月日份场])")
_CHOICE = re.compile(rf"\(?{_CJK}{{1,4}}(?:[/、]{_CJK}{{1,4}}){{2,}}\)?")
_STRONG, _WEAK, _LIST = re.compile(r"[;。]"), re.compile(r"并且|同时|且|,(?!\d{3}(?!\d))"), re.compile(r"、")


def labelled(scan: Scanner) -> Target | None:
    """labelled := name operator … | name [为] quantity … | verb quantity [noun]

    名称和数写在一格：名称不算在内，名称里的数也不算指标值。
    例：满意度≥90% → >=90%｜资金到位率达100% → >=100%｜“三公经费”变动率0 → 0｜5岁以下儿童死亡率≤6‰ → <=6‰｜开展培训12次 → 12次
    """
    named, found = _named_part(scan)
    scan.named = named
    return None if _STAGE.match(named.strip()) else found


def _named_part(scan: Scanner) -> tuple[str, Target | None]:
    """Return what is said of something named, and the name."""
    start = scan.skip()
    sign = next((at for at in range(start, len(scan.plain)) if scan.plain[at] in "<>=≥≤"), None)
    if sign is not None and sign > start:
        name = scan.plain[start:sign]
        scan.back(sign)
        is_name = _NAME.search(name) and not _JOINING.search(name) and not _DATED.search(name) and not tells(name)
        return (name, _first(scan, (symbolic, ratio, bound))) if is_name else ("", None)
    word = _WORD_SIGN.search(scan.plain, start)
    if word and word.start() >= start + 2 and not tells(scan.plain[start : word.start()]) and not _JOINING.search(scan.plain, start, word.start()):
        scan.back(word.start())
        if (found := _first(scan, (number_range, bound))) is not None:
            return scan.plain[start : word.start()], found
    scan.back(start)
    if found := _after_words(scan):
        return "", found
    for pattern, productions in ((_WHOSE_RATE, (rate,)), (_NAMED, (number_range, bound)), (_COUNTED_IN_PROSE, (_counted, noun_bound))):
        scan.back(start)
        name = scan.take(pattern)
        if not name or _DATED.search(name[0]) or tells(name[0]) or ("、" in name[0] and re.search(r"\d", name[0])):
            continue
        if (found := _first(scan, productions)) is not None:
            return name[0], found
    return "", None


_HARMLESS = one_of(HARMLESS)
_TELLING = one_of(TELLING)


def tells(words_around: str) -> bool:
    """Whether words beside a figure turn, compare, plan or deny, so that they must not be passed over; a name's head may be any."""
    plain = words_around.strip().rstrip(":")
    if plain.endswith(MEASURES):
        return False
    return bool(_TELLING.search(_HARMLESS.sub("", plain)))


def _after_words(scan: Scanner) -> Bound | None:
    """after_words := operator words bound [noun]  (至少全年完成2次宣传)"""
    op, source = operator(scan), scan.op_source
    words_between = scan.take(_COUNTED_IN_PROSE) if op else None
    found = _first(scan, (bound, noun_bound)) if words_between and not tells(words_between[0]) else None
    if not isinstance(found, Bound) or found.op:
        return None
    scan.op_source = source
    return Bound(op, found.quantity)


def _counted(scan: Scanner) -> Bound | None:
    """Return a bound whose unit is known: without one, a figure after words is no target."""
    found = bound(scan)
    return found if found and found.quantity.unit and is_known(found.quantity.unit) else None


Production = Callable[[Scanner], Target | None]


def _first(scan: Scanner, productions: tuple[Production, ...]) -> Target | None:
    """Return what the first production finds that reaches the end, a remark in brackets apart; None if none does."""
    start = scan.at
    for production in productions:
        scan.back(start)
        scan.op_source, scan.named = None, ""
        found = production(scan)
        if found is not None and (scan.done or _only_a_remark_is_left(scan)):
            return found
    return None


_OTHERWISE = re.compile("未|没|不含|除外|上年|去年|计划|预计|目标")


def _only_a_remark_is_left(scan: Scanner) -> bool:
    remark = scan.take(_REMARK)
    return bool(remark) and scan.done and not _SIGNED.search(remark[1]) and not _OTHERWISE.search(remark[1])


_TIME = re.compile(r"[年月季旬]|[Qq][1-4]|\d[-/.]\d|\d{5}|\d,\d{3}|\d{4} *[-~—至到]")
_FIGURE = re.compile(r"[\d零一二两三四五六七八九十百千半]")

SIMPLE: tuple[tuple[Production, re.Pattern[str]], ...] = (
    (recurring, re.compile("每")),
    (period, _TIME),
    (deadline, _TIME),
    (rate, re.compile("[每均次半]")),
    (change, re.compile(any_of((*VERBS_UP, *VERBS_DOWN, "上年", "去年", "同期", "平均水平", "年(")))),
    (sandwich, re.compile("[<>=≥≤]")),
    (number_range, re.compile(r"[-~—至到±,]|正负|介于")),
    (ratio, re.compile(":")),
    (bound, _FIGURE),
    (symbolic, re.compile(any_of((*REFERENCES, "超支", "持平")))),
    (grade, one_of(GRADES)),
    (never, one_of((*EVENT_WORDS, "发生", "清零"))),
    (noun_bound, _FIGURE),
    (labelled, _FIGURE),
    (labelled_deadline, _TIME),
)
"""The productions of a single condition, in the order in which they are tried, and what must occur in a text for each."""


def _possible(text: str) -> tuple[Production, ...]:
    return tuple(production for production, hint in SIMPLE if hint.search(text))


def target(scan: Scanner) -> Target:
    """target := empty | placeholder | condition | several | words"""
    scan.trim()
    text = scan.text.strip()
    if text in EMPTY or _NOT_APPLICABLE.fullmatch(text):
        return Empty(text)
    if blank := placeholder(scan):
        return blank
    if len(text) > MAX_TEXT:
        return words(scan)
    if _SERVICE.fullmatch(scan.plain.strip()):
        return Qualitative(scan.text.strip())
    if _SCORING.search(scan.plain):
        return Unreadable(scan.folded, (0, len(scan.folded)), "scoring")
    if _LOST_DATE.fullmatch(scan.plain.strip()):
        return Unreadable(scan.folded, (0, len(scan.folded)), "glued")
    found = _first(scan, _possible(scan.plain))
    if found is None:
        scan.op_source = None
        found = several(scan)
        if found is None or not _reads_back(found):
            found = words(scan)
    return found


def _reads_back(found: Several | Range) -> bool:
    """Whether the canonical form says the same: pieces that only stand apart by chance are no conditions."""
    scan = Scanner(str(found))
    return (_first(scan, _possible(scan.plain)) or several(scan)) == found


def several(scan: Scanner) -> Several | Range | None:
    """several := condition (";" | "," | 且 | 、) condition … | deadline bound

    一格几个条件：逐个读出，须拆成几行；同一个数的上下限合成区间。
    例：≥95%且投诉≤3次 → >=95%；投诉<=3次｜≥90%，≤95% → 90-95%｜11月底完成100% → 11月下旬；100%
    """
    if sequence := _dated(scan) or _adjacent(scan):
        return sequence
    for separator in (_STRONG, _WEAK, _LIST):
        pieces = [piece for each in separator.split(scan.text) if (piece := each.strip(" ;,、。"))]
        parts = _parts(pieces, scan) if len(pieces) > 1 else None
        if parts and (separator is not _LIST or all(isinstance(part, _FIGURES) for _name, part in parts)):
            return _joined(parts) or Several(parts)
    return None


def _named_date(scan: Scanner) -> tuple[str, Target | None]:
    """named_date := name ":" deadline  (春季：5月31日前)"""
    scan.back(0)
    match = scan.take(_DATE_NAME)
    return (match[0], _first(scan, (deadline,))) if match else ("", None)


def _dated(scan: Scanner) -> Several | None:
    scan.back(0)
    when = deadline(scan) or _from_the_start(scan, period)
    if when is None or scan.done:
        return None
    rest = _first(scan, (number_range, bound))
    if isinstance(rest, Bound) and not (rest.op or rest.quantity.unit):
        return None
    return Several((("", when), ("", rest))) if rest else None


def _from_the_start(scan: Scanner, production: Production) -> Target | None:
    scan.back(0)
    return production(scan)


def _adjacent(scan: Scanner) -> Several | Range | None:
    """adjacent := bound bound  (大于90%小于95%: each with its operator)"""
    scan.back(0)
    first = bound(scan)
    second = _first(scan, (bound,)) if first and first.op else None
    if second is None or not second.op:
        return None
    parts = (("", first), ("", second))
    return _joined(parts) or Several(parts)


_FIGURES = Bound | Range | Ratio | Change | Deadline | Period
"""What counts as a condition of its own among several."""


def _parts(pieces: list[str], scan: Scanner) -> tuple[tuple[str, Target], ...] | None:
    """Return the parts if any of them is a figure and none is a broken one."""
    parts = []
    for piece in pieces:
        name, inner = "", Scanner(piece, scan.year)
        found = _first(inner, tuple(each for each in _possible(inner.plain) if each not in (labelled, labelled_deadline)))
        if found is None:
            inner.back(0)
            name, found = _named_part(inner)
        if found is None:
            name, found = _named_date(inner)
        if found is None and (dated := _dated(inner)):
            parts += dated.parts
            continue
        found = found or words(inner)
        if isinstance(found, Unreadable) or (not name and _is_bare(found)):
            return None
        parts.append((name.strip(), found))
    figures = [part for _name, part in parts if isinstance(part, _FIGURES) and not _is_bare(part, Decimal(0))]
    return tuple(parts) if figures else None


def _is_bare(part: Target, value: Decimal | None = None) -> bool:
    """Whether a part is a number alone, without operator or unit; with `value`, that number."""
    amount = part.quantity.value if isinstance(part, Bound) and value is None else value
    return amount is not None and part == Bound(None, Quantity(amount))


def _joined(parts: tuple[tuple[str, Target], ...]) -> Range | None:
    """Return the range that a floor and a ceiling of one nameless number make."""
    if len(parts) != 2 or any(name or not isinstance(part, Bound) for name, part in parts):
        return None
    low, high = sorted((part for _name, part in parts), key=lambda part: part.quantity.value)
    return range_of(low.quantity, high.quantity) if (low.op, high.op) == (">=", "<=") else None


def placeholder(scan: Scanner) -> Placeholder | None:
    """placeholder := 含有 ** | XX | __ | □ 的文字 | 供选择的一串单位

    占位符：模板里留给人填的空，没有填就等于没有指标值。
    例：**月**日前 → **月**日前｜≥XX% → ≥XX%｜（台/件/辆/套） → (台/件/辆/套)
    """
    text = scan.text.strip()
    return Placeholder(scan.folded) if _PLACEHOLDER.search(text) or _is_open_choice(text) else None


def _is_open_choice(text: str) -> bool:
    """Whether a template's list of units stands there unchosen: （台/件/辆/套）."""
    pieces = re.split(r"[/、]", text.strip("()")) if _CHOICE.fullmatch(text) else []
    return len(pieces) > 2 and not any(piece in RECURRING for piece in pieces) and all(map(is_known, pieces)) and resolve(pieces[0])[0] in pieces


def words(scan: Scanner) -> Qualitative | Unreadable:
    """words := 没有符号、没有残缺数字的文字

    定性：没有数的文字由人评定。数不成数、只有符号或单位、把指标名称当成了值的，读不出来就说读不出来。
    例：有所提高 → 有所提高｜严格按每人1000元的预算标准兑付 → 严格按每人1000元的预算标准兑付
    """
    text = scan.plain.strip()
    why = _why_unreadable(text[:MAX_TEXT])
    if why is None:
        return Qualitative(scan.text.strip())
    whole = why not in ("figure", "glued") or len(scan.text) != len(scan.folded)
    start = 0 if whole else min(scan.furthest, max(len(scan.folded) - 1, 0))
    return Unreadable(scan.folded, (start, len(scan.folded)), why)


_PROSE = 5
"""From so many Chinese characters on, a figure in a text is part of a sentence."""


def _why_unreadable(text: str) -> str | None:
    """Return why a text without a reading is no words either; None where it is words."""
    has_digit = any(character.isdigit() for character in text)
    characters = re.findall(_CJK, text)
    if any(character in "<>=≥≤" for character in text):
        return "figure" if has_digit else "sign"
    if has_digit:
        if len(re.findall(r"\d+(?:\.\d+)?%", text)) > 1 and len(characters) < _PROSE:
            return "glued"
        is_prose = (len(characters) >= _PROSE and not text[0].isdigit()) or len(characters) >= 2 * _PROSE
        return None if is_prose or _IN_A_YEAR.fullmatch(text) else "figure"
    if text in WORDS_BEFORE or text in WORDS_AFTER or not any(character.isalpha() for character in text):
        return "sign"
    if not characters and re.search(r"[%‰$#]", text):
        return "figure"
    if is_known(text) and text[0] != "每":
        return "unit"
    if text in TYPE_WORDS or _CLASS.fullmatch(text) or (text.endswith(NAME_ENDINGS) and not any(verb in text for verb in ACTION_VERBS)):
        return "name"
    return None

