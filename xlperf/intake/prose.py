"""The door by prose: targets in sentences behind their class: `数量指标：除险加固水库数量≥3座；新建泵站≥2座。`"""

import re
from collections.abc import Iterator

from xlperf.intake.foreign_rows import is_around, without_count
from xlperf.intake.head import headed, read_head
from xlperf.intake.headings import is_heading
from xlperf.intake.levels import class_name, first_level, is_first_level
from xlperf.intake.values import text_of
from xlperf.model import Case, Grid, Indicator, Place, Table, Unread, indicator_keys

_BEHIND_CLASS = re.compile(r"^([^:：]{2,16})[:：]\s*(.*)$")
_COUNTED = re.compile(r"^\s*(?:[①-⑳]|[（(]?\d{1,2}[）)、.．](?!\d)|指标\s*\d+\s*[:：])\s*")
_CLAUSES = re.compile(r"[；;。\n]")
_FIGURE = re.compile(
    r"^(.*?[\u4e00-\u9fff）)])\s*[:：，,]?\s*((?:[≥≤＝=≧≦><＞＜]|大于|小于|等于|不低于|不少于|不超过|不高于|不大于|不小于|至少|达到|达(?=\d)|为(?=\d)|控制在)"
    r".*\d.*|\d.*)$"
)
_HEADING = re.compile(r"[，,、\s]*(?:年度)?(?:指标|目标)值\s*[:：为是]?\s*$")
_DEPENDS = re.compile(r"^(达到?|为)(?=\d)")


def read_prose(grid: Grid) -> Case | None:
    """Read the indicators of a text in sentences; None where it has none, or has a table. Sentences without a figure are kept as
    `Unread`.
    """
    if any(is_heading(text_of(cell), "三级指标") for cells in grid.rows for cell in cells):
        return None
    rows, unread = [], []
    for level1, level2, clause, line in _sentences(grid):
        match = _FIGURE.match(clause)
        if match:
            rows.append((level1 or first_level(level2), level2, _HEADING.sub("", match[1]).strip(" ，,:："), _DEPENDS.sub("", match[2]), line))
        else:
            unread.append(Unread(Place("", line), "", clause, "placed"))
    if not rows:
        return None
    keys = indicator_keys((level2, name, "") for _level1, level2, name, _target, _line in rows)
    indicators = tuple(
        Indicator("", level1, level2, name, target, key, places={"": Place("", line)})
        for (level1, level2, name, target, line), key in zip(rows, keys, strict=True)
    )
    head = read_head(grid)
    case = Case(Table("", None, "", indicators=indicators), unread=tuple(unread), whole=bool(head.projects), reading="prose")
    return headed(case, head)


def _sentences(grid: Grid) -> Iterator[tuple[str, str, str, int]]:
    """Yield (一级指标, 二级指标, clause, line) of every clause behind a class."""
    level1, level2 = "", ""
    for line, cells in enumerate(grid.rows, grid.origin[0]):
        text = " ".join(filter(None, map(text_of, cells))).strip()
        if level2 and is_around(text):
            return
        match = _BEHIND_CLASS.match(text)
        named = class_name(without_count(match[1] if match else text))
        if is_first_level(named) and not (match and match[2] and first_level(named)):
            level1, level2, text = named, "", match[2] if match else ""
        elif first_level(named):
            level2, text = named, match[2] if match else ""
            level1 = level1 if first_level(named) == level1 else first_level(named)
        if level2:
            clauses = (_COUNTED.sub("", each).strip(" ，,") for each in _CLAUSES.split(text))
            yield from ((level1, level2, each, line) for each in clauses if each)
