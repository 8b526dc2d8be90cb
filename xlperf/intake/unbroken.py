"""A table as one string without any divider: cut at its headings and classes, and within a class by what columns can hold.

`更换闸门数量10≥14扇≥14扇10` under 分值, 年度指标值, 全年实际值, 得分 is four cells behind a name.
"""

import re
from collections.abc import Sequence

from xlperf.intake.headings import ACTUAL, SCORE, SPELLINGS, TARGET, WEIGHT, heading_key
from xlperf.intake.levels import FIRST, SECOND

DIVIDERS = re.compile(r"[|｜\t]")
"""What stands between cells that were put into one text."""

LONG = 120
"""A cell of so many letters that speaks of 三级指标 is no cell, but a whole table."""

_SPACED = 16
"""Letters that stand between two spaces, at the most, where spaces divide cells."""

_MORE = ("一级指标", "二级指标", "三级指标", "指标性质", "度量单位", "得分", "未完成原因及拟采取的改进措施")
_CLASSES = sorted({*FIRST, *(f"{each}指标" for each in SECOND)}, key=len, reverse=True)
_HEADINGS = sorted({*_MORE, *(name for names in SPELLINGS.values() for name in names)}, key=len, reverse=True)
_CLASS = re.compile(f"((?:{'|'.join(_CLASSES)})(?:[(（]\\d+分?[)）])?)")
_HEADING = re.compile(f"({'|'.join(_HEADINGS)})")

_POINTS = r"\d{1,2}(?:\.\d{1,2})?"
_VALUE = r"[≥≤=<>＞＜≧≦]?\d[\d.,]*(?:%|[^\d≥≤=<>%]{1,4}?)?|[\u4e00-\u9fff]{2,8}?"
_CELLS = {WEIGHT: f"({_POINTS})", SCORE: f"({_POINTS})", TARGET: f"({_VALUE})", ACTUAL: f"({_VALUE})"}
_NAME = r"([^\d≥≤=<>|…]{2,30}?)"


def pieces_of(text: str) -> list[str]:
    """Return the cells of a text that holds a table without dividers; the text itself where it is none."""
    head, third, body = text.rpartition("三级指标")
    if len(text) < LONG or not third:
        return [text]
    if len(words := text.split()) > len(text) / _SPACED:
        return words
    first = _CLASS.search(body)
    if first is None:
        return [text]
    headings = [each for each in _HEADING.split(body[: first.start()]) if each]
    patterns = _patterns([key for each in headings if (key := heading_key(each)) in _CELLS])
    cells = [each for part in _CLASS.split(body[first.start() :]) if part for each in _cut(part, patterns)]
    return [*(each for each in _HEADING.split(head) if each), third, *headings, *cells]


def _patterns(keys: Sequence[str]) -> list[re.Pattern[str]]:
    """Return what a row can look like whose name is followed by these cells, the likelier first; nothing without cells."""
    patterns = [_NAME + "".join(_CELLS[key] for key in keys)]
    if TARGET in keys and ACTUAL in keys[keys.index(TARGET) + 1 :]:  # most reach just what was wanted
        same = [f"(?P<value>{_VALUE})" if key == TARGET else "((?P=value))" if key == ACTUAL else _CELLS[key] for key in keys]
        patterns.insert(0, _NAME + "".join(same))
    return [re.compile(each) for each in patterns] if keys else []


def _cut(part: str, patterns: Sequence[re.Pattern[str]]) -> Sequence[str]:
    """Return the cells of the indicators of one class, and behind them what cannot be told apart."""
    found, at = [], 0
    while at < len(part):
        match = next((hit for each in patterns if (hit := each.match(part, at))), None)
        if match is None:
            return [*found, part[at:]]
        found += match.groups()
        at = match.end()
    return found
