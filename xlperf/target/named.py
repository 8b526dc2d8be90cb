"""Productions of a name and its figure in one cell: 满意度≥90%, 开展培训12次. No word that tells something is passed over."""

import re
from collections.abc import Callable

from xlperf.target.conditions import bound, noun_bound, number_range, rate, ratio
from xlperf.target.nodes import Bound, Target
from xlperf.target.numbers import operator
from xlperf.target.prose import tells
from xlperf.target.relative import symbolic
from xlperf.target.scan import CJK, Scanner, any_of
from xlperf.target.units import is_known
from xlperf.target.words import ABOUT_BEFORE, COPULAS, MEASURES, STARTS, WORDS_BEFORE

_REMARK = re.compile(r"\(([^()]{1,60})\)")
_SIGNED = re.compile("[<>=≥≤]")
_OTHERWISE = re.compile("未|没|不含|除外|上年|去年|计划|预计|目标")
_WORD_SIGN = re.compile(rf"(?:{any_of(WORDS_BEFORE)}) *(?=\d|百分之|{any_of(ABOUT_BEFORE)}|¥|[一二两三四五六七八九十零])")
_NAMED = re.compile(
    rf"[^%‰,;。]{{0,30}}(?:{any_of((*MEASURES, *STARTS, '季度', '半年'))})[”\"]?(?:\([^()]{{0,10}}\))?(?:{any_of(COPULAS)})? *"
    rf"(?=[-\d零±]|百分之|{any_of(ABOUT_BEFORE)})"
)
_CHINESE = re.compile(rf"{CJK}.*{CJK}")
_NAME = re.compile(rf"{CJK}.*{CJK}|[A-Za-z]{{2}}")
_TURNED = re.compile("上年|去年|同期|高于|低于|超过|[不没未无扣]$")
_JOINING = re.compile(r"[;。,]")
_DATED = re.compile(r"\d{1,2}[月日号]|[年月季度][底末]|\d[年月日季度]*(?:之前|以前|前)")
"""A date in what should be a name: the text says two things."""
_PLAIN_OPERATORS = ("不少于", "不低于", "不超过", "不高于", "不多于", "至少", "最少", "至多", "最多", "=", "≥", "≤", ">", "<")
"""Operators that begin no other word, as 达 does of 达标 and 满 of 满意."""
_WHOSE_RATE = re.compile(rf"{CJK}{{2,12}}?(?=每[人户亩年月天日周个家台])")
_COUNTED_IN_PROSE = re.compile(
    r"(?![按严每依据照约])(?:(?:[\u4e00-\u9fff、“”\"A-Z]|[A-Z]+\d+(?:\.\d+)?|\d{1,3}(?:-\d{1,3})?(?=周?岁|千伏|[A-Z]|报警|火灾))(?!的\d)){2,24}?(?=\d)"
)
_LISTED_FIGURES = re.compile(r"\d.*、|、.*\d")
_STAGE = re.compile(r"[上下]半年|第?[一二三四1-4]季度|\d{1,2}月")
"""What stands before a figure of a part of the year: two conditions, not a name."""

Production = Callable[[Scanner], Target | None]


def first(scan: Scanner, productions: tuple[Production, ...]) -> Target | None:
    """Return what the first production finds that reaches the end, a remark in brackets apart; None if none does."""
    start = scan.at
    for production in productions:
        scan.back(start)
        scan.op_source, scan.named = None, ""
        found = production(scan)
        if found is not None and (scan.done or _only_a_remark_is_left(scan)):
            return found
    return None


def _only_a_remark_is_left(scan: Scanner) -> bool:
    remark = scan.take(_REMARK)
    return remark is not None and scan.done and not _SIGNED.search(remark[1]) and not _OTHERWISE.search(remark[1])


def labelled(scan: Scanner) -> Target | None:
    """labelled := name operator … | name [为] quantity … | verb quantity [noun]

    名称和数写在一格：名称不算在内，名称里的数也不算指标值。
    例：满意度≥90% → >=90%｜资金到位率达100% → >=100%｜“三公经费”变动率0 → 0｜5岁以下儿童死亡率≤6‰ → <=6‰｜开展培训12次 → 12次
    """
    named, found = named_part(scan)
    scan.named = named
    return None if _STAGE.match(named.strip()) else found


def named_part(scan: Scanner) -> tuple[str, Target | None]:
    """Return the name, and what is said of it; "" and None where a text has no such form."""
    start = scan.skip()
    for form in (_before_a_sign, _before_a_word, _before_a_figure):
        scan.back(start)
        name, found = form(scan)
        if found is not None:
            return name, found
    return "", None


def _is_name(text: str) -> bool:
    """Whether words may be the name of what is counted: no date and no other condition among them, and nothing told."""
    return bool(_NAME.search(text)) and not (_JOINING.search(text) or _DATED.search(text) or tells(text))


def _before_a_sign(scan: Scanner) -> tuple[str, Target | None]:
    """before_a_sign := name sign …  (满意度≥90%: before a sign nearly any words may stand)"""
    start = scan.at
    sign = _SIGNED.search(scan.plain, start)
    name = scan.plain[start : sign.start()] if sign else ""
    if sign is None or not _NAME.search(name) or _JOINING.search(name) or _DATED.search(name) or _TURNED.search(name):
        return "", None
    scan.back(sign.start())
    return name, first(scan, (symbolic, ratio, bound))


def _before_a_word(scan: Scanner) -> tuple[str, Target | None]:
    """before_a_word := name (达到 | 不低于 …) … | (达到 | 不低于 …) words …"""
    start = scan.at
    word = _WORD_SIGN.search(scan.plain, start)
    if word and _is_name(name := scan.plain[start : word.start()]):
        scan.back(word.start())
        if (found := first(scan, (number_range, bound))) is not None:
            return name, found
    scan.back(start)
    return "", _after_words(scan)


def _before_a_figure(scan: Scanner) -> tuple[str, Target | None]:
    """before_a_figure := name per … | name [为] quantity … | verb quantity [noun]"""
    start = scan.at
    for pattern, productions in ((_WHOSE_RATE, (rate,)), (_NAMED, (number_range, ratio, bound)), (_COUNTED_IN_PROSE, (_counted, noun_bound))):
        scan.back(start)
        name = scan.take(pattern)
        if not name or not _CHINESE.search(name[0]) or _DATED.search(name[0]) or tells(name[0]) or _LISTED_FIGURES.search(name[0]):
            continue
        if (found := first(scan, productions)) is not None:
            return name[0], found
    return "", None


def _after_words(scan: Scanner) -> Bound | None:
    """after_words := operator words bound [noun]  (至少全年完成2次宣传)"""
    op, source = operator(scan), scan.op_source
    words_between = scan.take(_COUNTED_IN_PROSE) if op and scan.plain[: scan.at].strip().endswith(_PLAIN_OPERATORS) else None
    found = first(scan, (bound, noun_bound)) if words_between and not tells(words_between[0], strictly=True) else None
    if not isinstance(found, Bound) or found.op:
        return None
    scan.op_source = source
    return Bound(op, found.quantity)


def _counted(scan: Scanner) -> Bound | None:
    """Return a bound whose unit is known: without one, a figure after words is no target."""
    found = bound(scan)
    return found if found and found.quantity.unit and is_known(found.quantity.unit) else None
