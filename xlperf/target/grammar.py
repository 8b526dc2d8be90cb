"""The grammar of whole targets, by hand: one small function a production, with the production as its docstring.

A production gets a `Scanner`, takes what is its own, and returns a node, or None. `target` tries the productions in order;
the first that reaches the end of the text wins. Below the production stands its paragraph of the manual, then examples
with their canonical forms (例), which are tests.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from xlperf.target.dates import DASH, LONGEST_PLAN, deadline, labelled_deadline, period, recurring
from xlperf.target.nodes import (
    DOWN,
    UP,
    Bound,
    Change,
    Deadline,
    Empty,
    Grade,
    Period,
    Placeholder,
    Qualitative,
    Quantity,
    Range,
    Ratio,
    Recurring,
    Several,
    Symbolic,
    Target,
    Unreadable,
)
from xlperf.target.numbers import operator, quantity
from xlperf.target.scan import FIRST_YEAR, LAST_YEAR, Scanner, one_of
from xlperf.target.units import is_known, resolve
from xlperf.target.words import (
    ABOUT_BEFORE,
    ACTION_VERBS,
    COPULAS,
    EMPTY,
    EVENT_WORDS,
    GRADES,
    MEASURES,
    NAME_ENDINGS,
    NOT_APPLICABLE,
    REFERENCES,
    STARTS,
    TYPE_WORDS,
    VERBS_DOWN,
    VERBS_UP,
    WHOLE_SCALES,
    WORDS_AFTER,
    WORDS_BEFORE,
)

MAX_TEXT = 400
"""A longer text is prose: no target is looked for in it."""


def _any(words) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_CJK = r"[\u4e00-\u9fff]"
_INCLUSIVE = re.compile(r"\((?:均?含|包含)[^()]{0,12}\)")
_EXCLUSIVE = re.compile(r"\(不含[^()]{0,12}\)")
_REMARK = re.compile(r"\(([^()]{1,60})\)")
_TAIL = re.compile(rf"(?![的不未无非])(?:(?![不未无非低高少多超下上升降增减约]){_CJK}){{1,8}}")
_OPEN, _COMMA, _CLOSE = re.compile(r"[\[(]"), re.compile(r"[,-]"), re.compile(r"[\])]")
_PLUS_MINUS = re.compile(r"±|正负")
_PER = re.compile(
    r"(?:每(?P<count>\d{1,3}|[两二三四五六七八九十])?个?|一(?=年|季|月|周|天|学期))"
    r"(?P<word>学年|学期|季度|季|星期|周|月|年|天|日|小时|万人|千人|百人|人次|人|名|户|亩|公顷|平方米|公里|家|村|校|生|床|台|辆|件|吨|期|批|次|场)度?"
    r"|(?P<half>半年)"
)
_COUNTS = {word: value for value, word in enumerate("二三四五六七八九十", 2)} | {"两": 2}
_RATIO = re.compile(r"(\d{1,7}(?:\.\d{1,4})?) *: *(\d{1,7}(?:\.\d{1,4})?)(?![\d.:])")
_BASE = re.compile(
    r"(?:同比|环比|年均|逐年|年|平均|比|较|与|同|相比|对比)?(上年度同期|上年同期|去年同期|上年度|上年|去年|上一年度|上一年|往年|基期|年初|同期|实施前|改造前"
    r"|(?:19|20)\d\d年)?(?:同期|水平|底|末)?(?:\((\d+(?:\.\d+)?)[^()\d]{0,6}\))?(?:相比)?"
)
_KNOWN_BASES = {"同比": "上年同期", "环比": "上期", "年均": "上年", "逐年": "上年"}
_VERB = re.compile(rf"(?:实现|力争|有所|预计|比例|平均)?({_any((*VERBS_UP, *VERBS_DOWN))})(?:了|约为|为|率|幅度)?")
_NO_GROWTH = re.compile(r"零增长|0增长")
_REFERENCE = re.compile(
    rf"在?({_any(REFERENCES)})(?:数|金额|总额|总价|水平|范围|额度|成本|控制)*(?:以内|之内|内)?(?:执行|完成|开支|使用|进行|支出)?"
)
_INSIDE = re.compile(rf"(?:控制)?在?({_any(REFERENCES)})(?:数|金额|范围|额度|成本)*(?:以内|之内|内)")
_OVERSPENT = {"不超支": "<=", "未超支": "<=", "无超支": "<=", "超支": ">"}
_AFTER, _GRADE, _OVERSPENT_WORD = one_of(WORDS_AFTER), one_of(GRADES), one_of(_OVERSPENT)
_BEFORE_NUMBER, _AMONG, _BETWEEN = re.compile("[至为在]"), re.compile("介于|在"), re.compile("之间|以内|左右")
_GRADE_TAIL = re.compile(r"等次|等级|级别|级")
_NEVER = re.compile(rf"(?:零|0|无|不发生|未发生|没有发生|不出现|未出现){_CJK}{{0,8}}?(?:{_any(EVENT_WORDS)})(?:发生|率|记录|现象)?|(?:不|未|没有|无)发生")
_WORD_SIGN = re.compile(rf"(?:{_any(WORDS_BEFORE)}) *(?=\d|百分之|{_any(ABOUT_BEFORE)}|¥|[一二两三四五六七八九十零])")
_NAMED = re.compile(rf"[^%‰]{{0,30}}(?:{_any(MEASURES)}|{_any(STARTS)}|季度|半年)[”\"]?(?:\([^()]{{0,10}}\))?(?:{_any(COPULAS)})? *(?=[-\d零]|百分之|{_any(ABOUT_BEFORE)})")
_DOING = re.compile(
    rf"(?:已|共|计划|预计|累计)*(?:全年|年度|年内|本年)?(?:开展|完成|举办|组织|新建|建设|建成|培训|购置|采购|召开|发放|印制|制作|维护|修建|改造|新增|扩建|培养|服务"
    rf"|检查|维修|保障|补助|资助|救助|支付|支出|执行|使用|实现|种植|治理|安装|配备|更新|演出|慰问|累计|共计|合计|总计|共|全年|年度|每年|平均|实际)"
    rf"{_CJK}{{0,8}}?(?:{_any(COPULAS)}|了)? *(?=[-\d零¥]|百分之|{_any(ABOUT_BEFORE)})"
)
_COUNTED_IN_PROSE = re.compile(rf"(?!.*[按严每依据照的约不])(?:[\u4e00-\u9fff]){{2,10}}?(?=\d)")
_SERVICE = re.compile(
    r"7 *[×*xX] *24 *小时.*|24 *小时(?:不间断|值|响应|在线|开放|待命|运行|服务|监测|监控|连续|专人|全天|轮|应急).*|7 *[×*xX] *24.*|\d?A{1,5}级?[^\d%]*|[1-9]A[^\d%]*级[^\d%]*")
_LOST_DATE = re.compile(r"(?:19|20)\d{3,4}[-~—至到]+(?:19|20)\d{3,4}")
_PLACEHOLDER = re.compile(r"\*\*|[Xx×]{2,}|_{2,}|□|[○◯]{2,}|(?<![A-Za-z0-9])[XxN](?=[%‰次个人天元年月日份场])")
_CHOICE = re.compile(rf"\(?{_CJK}{{1,4}}(?:[/、]{_CJK}{{1,4}}){{2,}}\)?")
_STRONG, _WEAK, _LIST = re.compile(r"[;。]"), re.compile(r"并且|同时|且|,(?!\d{3}(?!\d))"), re.compile(r"、")


def bound(scan: Scanner) -> Bound | None:
    """bound := [operator] quantity [以上 | 以下 | 以内 …] ["(含)" | "(不含)"] [noun]

    数值：符号（或文字）、数、单位。“以上、以下、以内”含本数，写明不含的除外。
    例：>=2772.65平方米 → >=2772.65平方米｜95%以上 → >=95%｜90%以上（不含90%） → >90%｜3个工作日内 → <=3个工作日｜485条 → 485条
    """
    before = operator(scan)
    scan.word(_BEFORE_NUMBER)
    amount = quantity(scan)
    if amount is None:
        return None
    strict = bool(scan.take(_EXCLUSIVE))
    inclusive = scan.take(_INCLUSIVE)
    after = scan.word(_AFTER)
    strict = bool(scan.take(_EXCLUSIVE)) or strict
    inclusive = scan.take(_INCLUSIVE) or inclusive
    if after and before in (None, "="):
        scan.op_source = "word"
        before = WORDS_AFTER[after]
    if strict and before:
        before = before[0]
    elif inclusive and before in (">", "<"):
        before += "="
    return Bound(before, amount)


def noun_bound(scan: Scanner) -> Bound | None:
    """noun_bound := bound noun  (5项制度, 100%完成: the noun says what is counted)"""
    found = bound(scan)
    return found if found and found.quantity.unit and scan.take(_TAIL) else None


def rate(scan: Scanner) -> Bound | Range | None:
    """rate := [operator] (每 unit)… (range | bound)

    每多少：每季度1次就是1次/季度，与12次这样的全年数按一年四个季度比较。
    例：每季度1次 → 1次/季度｜每年不少于2次 → >=2次/年｜每人每月530元 → 530元/人/月｜一年两次 → 2次/年
    """
    op, source = operator(scan), scan.op_source
    below = per = ""
    while match := scan.take(_PER):
        per += match[0][0]
        count = match["count"] or ""
        below += f"/{_COUNTS.get(count, count)}{match['word'] or match['half']}"
    if not below:
        return None
    start = scan.at
    found = number_range(scan)
    if found is None or not scan.done:
        scan.back(start)
        found = bound(scan)
    if found is None or not (unit_of := found.unit if isinstance(found, Range) else found.quantity.unit):
        return None
    if "一" in per and unit_of not in ("次", "回", "批", "期"):
        return None
    if isinstance(found, Range):
        return Range(found.low, found.high, found.unit + below)
    if op and not found.op:
        scan.op_source = source
    amount = found.quantity
    return Bound(found.op or op, Quantity(amount.value, amount.unit + below, amount.about))


def number_range(scan: Scanner) -> Range | None:
    """range := quantity ("-" | "~" | 至 | 到) quantity | "[" quantity "," quantity "]" | quantity ± quantity

    区间：两端都算在内；单位可以只写在后面。
    例：98-100% → 98-100%｜5～10人 → 5-10人｜[90%,95%] → 90-95%｜20±2℃ → 18-22℃
    """
    start = scan.at
    if operator(scan) not in (None, ">=", "<=", "="):
        scan.back(start)
    scan.word(_AMONG)
    bracket = scan.take(_OPEN)
    low = quantity(scan)
    if scan.take(_PLUS_MINUS):
        return _around(low, quantity(scan))
    if low is None or not scan.take(_COMMA if bracket else DASH):
        return None
    high = quantity(scan)
    if bracket and not scan.take(_CLOSE):
        return None
    scan.word(_BETWEEN)
    return _range(low, high)


def _around(centre: Quantity | None, spread: Quantity | None) -> Range | None:
    if spread is None:
        return None
    middle = centre.value if centre else Decimal(0)
    return Range(middle - abs(spread.value), middle + abs(spread.value), spread.unit)


def _range(low: Quantity, high: Quantity | None) -> Range | None:
    """Return the range between two quantities; None where they make none (no order, unlike units, two years)."""
    if high is None or high.value < low.value or low.about or high.about:
        return None
    if low.unit not in ("", high.unit, high.unit[: len(low.unit)] if is_known(low.unit) else ""):
        return None
    ends = (low.value, high.value)
    whole = not high.unit and not any(end.as_tuple().exponent for end in ends)
    if whole and FIRST_YEAR <= low.value <= high.value <= min(LAST_YEAR, low.value + LONGEST_PLAN):
        return None
    return Range(*ends, high.unit)


def sandwich(scan: Scanner) -> Range | Several | None:
    """sandwich := quantity ("≤" | "<") [words] ("≤" | "<") quantity

    两头夹住：含两端的就是区间，不含的是两个条件。
    例：90%≤合格率≤95% → 90-95%
    """
    low = quantity(scan)
    first = operator(scan) if low else None
    scan.take(re.compile(r"[^\d<>=≥≤]{1,15}"))
    second = operator(scan) if first in ("<", "<=") else None
    high = quantity(scan) if second in ("<", "<=") else None
    if low is None or high is None:
        return None
    scan.op_source = None
    if first == second == "<=":
        return _range(low, high)
    low = Quantity(low.value, low.unit or high.unit)
    return Several((("", Bound(first.replace("<", ">"), low)), ("", Bound(second, high))))


def ratio(scan: Scanner) -> Ratio | None:
    """ratio := [operator] number ":" number

    比例：一个数比一个数。
    例：1：3 → 1:3｜≥1:2500 → >=1:2500
    """
    op = operator(scan)
    match = scan.take(_RATIO)
    return Ratio(op, Decimal(match[1]), Decimal(match[2])) if match and Decimal(match[2]) else None


def change(scan: Scanner) -> Change | Range | None:
    """change := [同比 | 较上年 | 比 year 年 ["(" number ")"]] (增长 | 提高 | 下降 | 减少 …) (bound | range) | 零增长

    变化：比基数升降多少。没有写明比什么的，以实际填写的升降幅度为准；“提高到”“降至”不是变化，是要达到的数。
    例：较上年下降≥3% → 较上年下降>=3%｜同比增长5% → 较上年同期增长5%｜提高5个百分点 → 增长5个百分点｜降至5%以下 → <=5%
    """
    if scan.take(_NO_GROWTH):
        return Change(UP, Bound(None, Quantity(Decimal(0), "%")))
    start = scan.skip()
    known = scan.take(_BASE)
    verb = scan.take(_VERB)
    if verb is None:
        return None
    direction = UP if verb[1] in VERBS_UP else DOWN
    base = _KNOWN_BASES.get(scan.plain[start : start + 2], "")
    level = None
    if known:
        base, level = known[1] or base, Decimal(known[2]) if known[2] else None
    after = scan.at
    if (spread := number_range(scan)) and scan.done:
        return spread
    scan.back(after)
    found = bound(scan)
    if found is None or found.quantity.value < 0:
        return None
    return Change(direction, found, base, level if base else None)


def symbolic(scan: Scanner) -> Symbolic | None:
    """symbolic := (operator | 不超 | 控制在 …) reference [内 | 以内] | reference 内 | 不超支

    参照别处的界限：数不写在这里，由人对照预算、上年数等判定。
    例：不超预算 → <=预算｜控制在预算范围内 → <=预算｜不低于上年水平 → >=上年水平
    """
    if word := scan.word(_OVERSPENT_WORD):
        scan.op_source = "word"
        return Symbolic(_OVERSPENT[word], "预算")
    start = scan.at
    if match := scan.take(_INSIDE):
        scan.op_source = "word"
        return Symbolic("<=", match[1])
    scan.back(start)
    op = operator(scan)
    match = scan.take(_REFERENCE) if op else None
    return Symbolic(op, match[1]) if match else None


def grade(scan: Scanner) -> Grade | None:
    """grade := [operator] (优秀 | 良好 | 合格 …) [等次] [及以上]

    等级：优、良、中、差一类，高一级的也算达到。
    例：≥良好 → >=良好｜良好以上 → >=良好｜合格 → 合格
    """
    op = operator(scan)
    word = scan.word(_GRADE)
    if word is None:
        return None
    scan.take(_GRADE_TAIL)
    if op is None and (after := scan.word(_AFTER)):
        scan.op_source, op = "word", WORDS_AFTER[after]
    return Grade(op, word)


def never(scan: Scanner) -> Bound | None:
    """never := (零 | 无 | 不发生) words event

    不许发生的事：零事故、不发生安全事故就是0。
    例：零事故 → 0｜不发生重大安全事故 → 0
    """
    return Bound(None, Quantity(Decimal(0))) if scan.take(_NEVER) else None


def labelled(scan: Scanner) -> Target | None:
    """labelled := name operator … | name [为] quantity … | (完成 | 开展 …) quantity [noun]

    名称和数写在一格：名称不算在内，名称里的数也不算指标值。
    例：满意度≥90% → >=90%｜资金到位率达100% → >=100%｜“三公经费”变动率0 → 0｜5岁以下儿童死亡率≤6‰ → <=6‰｜开展培训12次 → 12次
    """
    return _named_part(scan)[1]


def _named_part(scan: Scanner) -> tuple[str, Target | None]:
    """Return what is said of something named, and the name."""
    start = scan.skip()
    sign = next((at for at in range(start, len(scan.plain)) if scan.plain[at] in "<>=≥≤"), None)
    if sign is not None:
        name = scan.plain[start:sign]
        scan.back(sign)
        return (name, _first(scan, (symbolic, ratio, bound))) if len(re.findall(_CJK, name)) >= 2 else ("", None)
    if (word := _WORD_SIGN.search(scan.plain, start)) and word.start() >= start + 2:
        scan.back(word.start())
        if (found := _first(scan, (number_range, bound))) is not None:
            return scan.plain[start : word.start()], found
    for pattern, productions in ((_NAMED, (number_range, bound)), (_DOING, (number_range, bound, noun_bound)),
                                 (_COUNTED_IN_PROSE, (_counted, noun_bound))):  # fmt: skip
        scan.back(start)
        if (name := scan.take(pattern)) and (found := _first(scan, productions)) is not None:
            return name[0], found
    return "", None


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
        scan.op_source = None
        found = production(scan)
        if found is not None and (scan.done or (scan.take(_REMARK) and scan.done)):
            return found
    return None


SIMPLE: tuple[Production, ...] = (
    recurring, period, deadline, rate, change, sandwich, number_range, ratio, bound, symbolic, grade, never, noun_bound, labelled,
    labelled_deadline,
)  # fmt: skip
"""The productions of a single condition, in the order in which they are tried."""


def target(scan: Scanner) -> Target:
    """target := empty | placeholder | condition | several | words"""
    text = scan.text.strip()
    if text in EMPTY or text.startswith(NOT_APPLICABLE):
        return Empty(text)
    if _PLACEHOLDER.search(text) or _is_open_choice(text):
        return Placeholder(scan.text)
    if len(text) > MAX_TEXT:
        return _words(scan)
    scan.trim()
    if _SERVICE.fullmatch(scan.plain.strip()):
        return Qualitative(scan.text.strip())
    if _LOST_DATE.fullmatch(scan.plain.strip()):
        return Unreadable(scan.text, (0, len(scan.text)), "glued")
    found = _first(scan, SIMPLE)
    if found is None:
        scan.op_source = None
        found = several(scan) or _words(scan)
    return found


def several(scan: Scanner) -> Several | Range | None:
    """several := condition (";" | "," | 且 | 、) condition … | deadline bound

    一格几个条件：逐个读出，须拆成几行；同一个数的上下限合成区间。
    例：≥95%且投诉≤3次 → >=95%；投诉<=3次｜≥90%，≤95% → 90-95%｜11月底完成100% → 11月下旬；100%
    """
    if sequence := _dated(scan) or _adjacent(scan):
        return sequence
    for separator in (_STRONG, _WEAK, _LIST):
        pieces = [piece.strip() for piece in separator.split(scan.text) if piece.strip()]
        if len(pieces) > 1 and (parts := _parts(pieces, scan)):
            return _joined(parts) or Several(parts)
    return None


def _dated(scan: Scanner) -> Several | None:
    scan.back(0)
    when = deadline(scan)
    if when is None or scan.done:
        return None
    rest = _first(scan, (number_range, bound))
    return Several((("", when), ("", rest))) if rest else None


def _adjacent(scan: Scanner) -> Several | Range | None:
    """adjacent := bound bound  (大于90%小于95%: each with its operator)"""
    scan.back(0)
    first = bound(scan)
    second = _first(scan, (bound,)) if first and first.op else None
    if second is None or not second.op:
        return None
    parts = (("", first), ("", second))
    return _joined(parts) or Several(parts)


def _parts(pieces: list[str], scan: Scanner) -> tuple[tuple[str, Target], ...] | None:
    """Return the parts if any of them is a figure and none is a broken one."""
    parts = []
    for piece in pieces:
        name, inner = "", Scanner(piece, scan.year)
        found = _first(inner, SIMPLE[:-2])
        if found is None:
            inner.back(0)
            name, found = _named_part(inner)
            found = found or _words(inner)
        if isinstance(found, Unreadable) or (not name and isinstance(found, Bound) and found == Bound(None, Quantity(found.quantity.value))):
            return None
        parts.append((name.strip(), found))
    figures = [part for _name, part in parts if isinstance(part, Bound | Range | Ratio | Change | Deadline | Period)]
    counted = [part for part in figures if not (isinstance(part, Bound) and not part.quantity.value and not part.quantity.unit)]
    return tuple(parts) if counted else None


def _joined(parts: tuple[tuple[str, Target], ...]) -> Range | None:
    """Return the range that a floor and a ceiling of one nameless number make."""
    if len(parts) != 2 or any(name or not isinstance(part, Bound) for name, part in parts):
        return None
    low, high = sorted((part for _name, part in parts), key=lambda part: part.quantity.value)
    return _range(low.quantity, high.quantity) if (low.op, high.op) == (">=", "<=") else None


def _is_open_choice(text: str) -> bool:
    """Whether a template's list of units stands there unchosen: （台/件/辆/套）."""
    pieces = re.split(r"[/、]", text.strip("()")) if _CHOICE.fullmatch(text) else []
    return bool(pieces) and all(map(is_known, pieces)) and resolve(pieces[0])[0] in pieces


def _words(scan: Scanner) -> Qualitative | Unreadable:
    """words := a text without sign and without broken figures

    定性：没有数的文字由人评定。数不成数、只有符号或单位、把指标名称当成了值的，读不出来就说读不出来。
    例：有所提高 → 有所提高｜严格按每人1000元的预算标准兑付 → 严格按每人1000元的预算标准兑付
    """
    text = scan.plain.strip()
    why = _why_unreadable(text)
    if why is None:
        return Qualitative(scan.text.strip())
    start = min(scan.furthest, max(len(scan.text) - 1, 0)) if why in ("figure", "glued") else 0
    return Unreadable(scan.text, (start, len(scan.text)), why)


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
        return None if len(characters) >= _PROSE and not text[0].isdigit() or len(characters) >= 2 * _PROSE else "figure"
    if text in WORDS_BEFORE or text in WORDS_AFTER or not any(character.isalpha() for character in text):
        return "sign"
    if not characters and re.search(r"[%‰$#]", text):
        return "figure"
    if is_known(text):
        return "unit"
    if text in WHOLE_SCALES:
        return "scale"
    if text in TYPE_WORDS or text.endswith("指标") or (text.endswith(NAME_ENDINGS) and not any(verb in text for verb in ACTION_VERBS)):
        return "name"
    return None

