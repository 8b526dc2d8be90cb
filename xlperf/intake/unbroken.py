"""A table as one string without any divider: cut at its headings and classes, and within a class by what columns can hold.

`更换闸门数量10≥14扇≥14扇10` under 分值, 年度指标值, 全年实际值, 得分 is four cells behind a name.
"""

import re
from collections.abc import Sequence

from xlperf.intake.headings import ACTUAL, OTHER, SCORE, SPELLINGS, TARGET, WEIGHT, heading_key, spellings
from xlperf.intake.levels import FIRST, SECOND

DIVIDERS = re.compile(r"[|｜\t]")
"""What stands between cells that were put into one text."""

LONG = 120
"""A cell of so many letters that speaks of 三级指标 is no cell, but a whole table."""

_SPACED = 16
"""Letters that stand between two spaces, at the most, where spaces divide cells."""

_NAMED = (*spellings("三级指标"), "二级指标")
"""What the column of names is called, the likeliest first; some tables have no heading for it."""

_MORE = ("绩效标准", "一级指标", "二级指标", "三级指标", "指标性质", "度量单位", "得分", "未完成原因及拟采取的改进措施")
_CLASSES = sorted({*FIRST, *(f"{each}指标" for each in SECOND)}, key=len, reverse=True)
_HEADINGS = sorted({*_MORE, *(name for names in SPELLINGS.values() for name in names)}, key=len, reverse=True)
_CLASS = re.compile(f"((?:{'|'.join(_CLASSES)})(?:[(（]\\d+分?[)）])?)")
_HEADING = re.compile(f"({'|'.join(_HEADINGS)})")

_POINTS = r"\d{1,2}(?:\.\d{1,2})?"
_FIGURE = r"[≥≤=<>＞＜≧≦]?\d[\d.,]*(?:%|[^\d≥≤=<>%]{1,4}?)?"
_PHRASE = (
    r"不(?:超|突破)(?:预算|概算)|(?:有所|有效|明显|显著|持续|不断|逐步|稳步|进一步|基本|全面|充分|大幅)"
    r"(?:提高|提升|改善|增强|增加|保障|降低|下降|减少|优化|加强|完善|促进|好转|满足|达标)|(?:效果|成效)(?:明显|显著|良好)|达成预期指标|优良?|良好?|高|好"
)
_SIGNED = re.compile(r"^(.*[\u4e00-\u9fff）)])([≥≤=<>＞＜≧≦]\d[^≥≤=<>]*)$")
_NAME = r"([^\d≥≤=<>|…]{2,30}?)"
_NAME_WITH_FIGURES = r"([^|…]{1,40}?[\u4e00-\u9fff）)])"
_EXPLAINED = r"((?:反映|考察|考核|衡量|体现)[^\d≥≤=<>|…]{2,30}?)?"


def pieces_of(text: str) -> list[str]:
    """Return the cells of a text that holds a table without dividers; the text itself where it is none."""
    head, third, body = next((parts for each in _NAMED if (parts := text.rpartition(each))[1]), ("", "", ""))
    if len(text) < LONG or not third:
        return [text]
    if third in (words := text.split()) and len(words) > len(text) / _SPACED:
        return [cell for word in words for cell in _parted(word)]
    head, body = "".join(head.split()), "".join(body.split())
    first = _CLASS.search(body)
    if first is None:
        return [text]
    headings = [each for each in _HEADING.split(body[: first.start()]) if each]
    keys = [key for each in headings if (key := heading_key(each)) in (WEIGHT, SCORE, TARGET, ACTUAL, OTHER)]
    patterns = _patterns(keys if TARGET in keys else [])
    pieces = filter(None, _CLASS.split(body[first.start() :]))
    cells = [each for part in pieces for each in ([part] if _CLASS.fullmatch(part) else _cut(part, patterns))]
    return [*(each for each in _HEADING.split(head) if each), third, *headings, *cells]


def _parted(word: str) -> list[str]:
    """Return the cells of a word that spaces leave whole: a class, a name and its target without a space between them."""
    cells = [word] if not _CLASS.match(word) else [each for each in _CLASS.split(word) if each]
    *classes, last = cells
    match = _SIGNED.match(last)
    return [*classes, *(match.groups() if match else (last,))]


def _patterns(keys: Sequence[str]) -> list[re.Pattern[str]]:
    """Return what a row can look like whose name is followed by these cells, the likelier first; nothing without cells."""
    found = []
    for value in (f"{_FIGURE}|{_PHRASE}", r"[\u4e00-\u9fff]{2,8}?"):
        cells = {WEIGHT: f"({_POINTS})", SCORE: f"({_POINTS})", TARGET: f"({value})", ACTUAL: f"({value})", OTHER: _EXPLAINED}
        if TARGET in keys and ACTUAL in keys[keys.index(TARGET) + 1 :]:  # most reach just what was wanted
            same = [f"(?P<value>{value})" if key == TARGET else "((?P=value))" if key == ACTUAL else cells[key] for key in keys]
            found += [name + "".join(same) for name in (_NAME, _NAME_WITH_FIGURES)]
        found.append(_NAME + "".join(cells[key] for key in keys))
    return [re.compile(each) for each in found] if keys else []


def _cut(part: str, patterns: Sequence[re.Pattern[str]]) -> Sequence[str]:
    """Return the cells of the indicators of one class, and behind them what cannot be told apart."""
    found: list[str] = []
    at = 0
    while at < len(part):
        match = next((hit for each in patterns if (hit := each.match(part, at))), None)
        if match is None:
            return [*found, part[at:]]
        found += filter(None, match.groups())
        at = match.end()
    return found
