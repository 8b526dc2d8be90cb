"""The grammar of whole targets, by hand: one small function a production, with the production as its docstring.

A production gets a `Scanner`, takes what is its own, and returns a node, or None. `target` tries the productions in order;
the first that reaches the end of the text wins. Below the production stands its paragraph of the manual, then examples
with their canonical forms (例), which are tests.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from xlperf.target.conditions import bound, noun_bound, number_range, range_of, rate, ratio, sandwich
from xlperf.target.dates import deadline, labelled_deadline, period, recurring
from xlperf.target.named import Production, first, labelled, named_part
from xlperf.target.nodes import (
    Bound,
    Change,
    Deadline,
    Empty,
    Period,
    Qualitative,
    Quantity,
    Range,
    Ratio,
    Several,
    Target,
    Unreadable,
)
from xlperf.target.prose import MAX_TEXT, placeholder, words
from xlperf.target.relative import change, grade, never, symbolic
from xlperf.target.scan import Scanner, any_of, one_of
from xlperf.target.words import (
    EMPTY,
    EVENT_WORDS,
    GRADES,
    NOT_APPLICABLE,
    REFERENCES,
    VERBS_DOWN,
    VERBS_UP,
)

_SERVICE = re.compile(
    r"7 *[×*xX] *24.*|24 *小时(?:不间断|值|响应|在线|开放|待命|运行|服务|监测|监控|连续|专人|全天|轮|应急).*"
    r"|\d?A{2,5}级?[^\d%]*|[1-9]A[^\d%]*级[^\d%]*"
)
"""How long a service stands ready, and ranks of letters: words, though figures stand in them."""
_DATE_NAME = re.compile(r"[\u4e00-\u9fff]{2,10}:")
_SCORING = re.compile(r"扣\d*分|扣完|不得分|得\d+分|得满分|记\d+分|加\d+分")
_RANKED = re.compile(r"排名|名次|位次|前\d+[名位%]|第\d+[名位]")
"""Of a rank less is better, and a share of ranks is none of a quantity."""
_LOST_DATE = re.compile(r"(?:19|20)\d{3,4}[-~—至到]+(?:19|20)\d{3,4}")
_NOT_APPLICABLE = re.compile(rf"(?:本(?:项目|单位|指标))?(?:{any_of(NOT_APPLICABLE)})(?:[本此该].*)?")
_STRONG, _WEAK, _LIST = re.compile(r"[;。]"), re.compile(r"并且|同时|且|(?<!\d),|,(?!\d{3}(?!\d))"), re.compile(r"、")
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
    if _RANKED.search(scan.plain):
        return Qualitative(scan.text.strip())
    if _LOST_DATE.fullmatch(scan.plain.strip()):
        return Unreadable(scan.folded, (0, len(scan.folded)), "glued")
    found = first(scan, _possible(scan.plain))
    if found is None:
        scan.op_source = None
        found = several(scan)
        if found is None or not _reads_back(found):
            found = words(scan)
    return found


def _reads_back(found: Several | Range) -> bool:
    """Whether the canonical form says the same: pieces that only stand apart by chance are no conditions."""
    scan = Scanner(str(found))
    return (first(scan, _possible(scan.plain)) or several(scan)) == found


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
    return (match[0], first(scan, (deadline,))) if match else ("", None)


def _dated(scan: Scanner) -> Several | None:
    scan.back(0)
    when = deadline(scan) or _from_the_start(scan, period)
    if when is None or scan.done:
        return None
    rest = first(scan, (number_range, bound))
    if isinstance(rest, Bound) and not (rest.op or rest.quantity.unit):
        return None
    return Several((("", when), ("", rest))) if rest else None


def _from_the_start(scan: Scanner, production: Production) -> Target | None:
    scan.back(0)
    return production(scan)


def _adjacent(scan: Scanner) -> Several | Range | None:
    """adjacent := bound bound  (大于90%小于95%: each with its operator)"""
    scan.back(0)
    one = bound(scan)
    second = first(scan, (bound,)) if one and one.op else None
    if one is None or not isinstance(second, Bound) or not second.op:
        return None
    parts = (("", one), ("", second))
    return _joined(parts) or Several(parts)


_FIGURES = Bound | Range | Ratio | Change | Deadline | Period
"""What counts as a condition of its own among several."""


def _parts(pieces: list[str], scan: Scanner) -> tuple[tuple[str, Target], ...] | None:
    """Return the parts if any of them is a figure and none is a broken one."""
    parts: list[tuple[str, Target]] = []
    for piece in pieces:
        name, inner = "", Scanner(piece, scan.year)
        found = first(inner, tuple(each for each in _possible(inner.plain) if each not in (labelled, labelled_deadline)))
        if found is None:
            inner.back(0)
            name, found = named_part(inner)
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


def _joined(parts: Sequence[tuple[str, Target]]) -> Range | None:
    """Return the range that a floor and a ceiling of one nameless number make."""
    bounds = [part for name, part in parts if not name and isinstance(part, Bound)]
    if len(parts) != 2 or len(bounds) != 2:
        return None
    low, high = sorted(bounds, key=lambda part: part.quantity.value)
    return range_of(low.quantity, high.quantity) if (low.op, high.op) == (">=", "<=") else None
