"""The rows of a table of others: which are indicators, and each of them with all that belongs to it.

A blank class is the one above it; what is merged down belongs to every row it covers; a target spread over columns is one text.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from xlperf.intake.headings import fold_heading
from xlperf.intake.layout import Block
from xlperf.intake.levels import class_name, first_level, is_first_level, last_class
from xlperf.intake.values import text_of
from xlperf.model import Cell, Grid, Place, Unread, why_unread

RECORD, BLANK, AROUND, CLASS, ODD = "record", "blank", "around", "class", "odd"
"""What a row is: an indicator; nothing; a sum, a signature or a remark; a class alone; or something else."""

_SUMS = ("金额合计", "合计", "总计", "总分", "小计", "得分合计", "预算合计", "总得分", "自评总分")
_WITH_POINTS = re.compile(r"[\d.]+分?$")
_LABEL = re.compile(
    r"^((填报|填表|制表|经办|联系|审核|复核)(人|单位|部门|日期|时间|电话|方式)?|(单位|部门|项目|财务|分管)?负责人|电话|日期|备注|注|说明|主管部门"
    r"|(单位)?(盖章|公章)|评价(人|组|机构)|(综合|总体|自评|评价|绩效)+(结论|结果|等级|分析|情况)|(存在|主要|发现)+的?(主要)?问题(及原因)?"
    r"|(下一步)?(改进|整改|纠偏)(措施|建议|意见)|(主要)?(经验|成效)(做法)?|下一步(工作)?(计划|打算|安排)?|(相关|有关)?建议"
    r"|其他(需要)?说明的?(事项|问题)?|(财政部门|主管部门)?审核意见)\s*\d*\s*([（(][^）)]*[）)])?\s*([:：、.．]|$)"
)
_NO_NAME = re.compile(r"^[…．.·、\s/／—\-]*$")
_NOTHING_MEANT = re.compile(r"^(无|不适用|不涉及|暂无)?$")
_EXECUTION = re.compile(r"^(部门|项目)?(预算|资金)(资金)?执行(率|情况)?(\d+分)?$")
"""The row of the budget's execution, which has points beside the indicators and is none."""

_COUNTED = re.compile(r"^\s*([一二三四五六七八九十]+|[（(][一二三四五六七八九十\d]+[）)]|\d+)\s*[、.．)）]?\s*(?=\D)")

_NUMBER_ALONE = re.compile(r"(指标)?\s*[\d一二三四五六七八九十]*\s*[:：.．、]?")
_BEGUN = re.compile(r"[≥≤＞＜><=＝]")

_NOTHING = ("/", "／", "-", "—", "——", "无", "定性", "其他")
"""What stands for no sign and no unit."""

MERGED = ("level3", "approved", "actual", "cause")
"""Columns in which a blank cell may lie under a merge, and then says what the merge says."""


def is_around(shown: str) -> bool:
    """Whether a text is a sum, a signature or a remark, which stand around indicators."""
    return bool(_LABEL.match(shown)) or is_sum(shown)


def is_sum(shown: str) -> bool:
    """Whether a text begins a row of sums."""
    return _WITH_POINTS.sub("", fold_heading(shown)) in _SUMS


def without_count(shown: str) -> str:
    """Return a class without the number in front of it: 一、产出指标."""
    return _COUNTED.sub("", shown)


def text(cell: Cell) -> str:
    """Return a cell's text without blanks around; "" for one that is no text."""
    return cell.strip() if isinstance(cell, str) else ""


def _shown(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)


def kind_of(cells: Sequence[Cell], columns: Mapping[str, int]) -> str:
    """Return what a row is, `columns` being those (0-based) of its table."""
    filled = [shown for cell in cells if (shown := _shown(cell))]
    if not filled:
        return BLANK
    name, target, actual = (_shown(cells[columns[key]]) if key in columns else "" for key in ("level3", "approved", "actual"))
    classes = [_shown(cells[columns[key]]) for key in ("level1", "level2") if key in columns]
    points = _shown(cells[columns["weight"]]) if "weight" in columns else ""
    is_whole = name == filled[0] and bool(target) and bool(actual or points)  # 评价结果 may be the name of an indicator
    if (is_around(filled[0]) and not is_whole) or any(map(is_sum, (name, *classes))) or _EXECUTION.match(fold_heading(filled[0])):
        return AROUND
    target, actual = ("" if _NO_NAME.match(each) else each for each in (target, actual))
    if is_class_bar(name) and not target and not actual:
        return CLASS
    if _NOTHING_MEANT.match(name) and _NOTHING_MEANT.match(target) and _NOTHING_MEANT.match(actual):
        name = target = actual = ""
    if target or actual or not (_NO_NAME.match(name) or _NOTHING_MEANT.match(name)):
        return RECORD
    return CLASS if any(classes) else AROUND if all(_NO_NAME.match(each) or _is_number(each) for each in filled) else ODD


def is_class_bar(shown: str) -> bool:
    """Whether a text is a class that the lexicon knows, with the word 指标: `一、产出指标（50分）` in the column of the names."""
    known = _class(shown)
    return "指标" in shown and (is_first_level(known) or bool(first_level(known)))


def _is_number(shown: str) -> bool:
    return shown.replace(".", "", 1).removesuffix("%").isdigit()


def plain_rows(
    grid: Grid, block: Block, spread: tuple[int, int], sub: int, again: Collection[int]
) -> tuple[list[Sequence[Cell]], list[Unread]]:
    """Return a grid's rows in which every indicator is whole and no other row of the table is left, and what fits nowhere.

    The block has columns of classes (`with_classes`). `spread` are the columns of a target's sign and unit, `sub` that of what
    divides names (0 for none), `again` the rows with headings.
    """
    top, left = grid.origin
    columns = {key: number - left for key, number in block.columns.items()}
    rows, unplaced = list(grid.rows), []
    above: dict[str, str | None] = {}
    for row in range(block.first_row, block.last_row + 1):
        cells: list[Cell] = list(rows[row - top])
        kind = BLANK if row in again else kind_of(cells, columns)
        if kind == CLASS and (bar := _class(cells[columns["level3"]])):
            cells[columns["level1" if is_first_level(bar) else "level2"]] = bar
        if kind in (RECORD, CLASS):
            _inherit(cells, columns, above, is_record=kind == RECORD)
        if kind == ODD:
            unplaced.append(Unread(Place(grid.name, row, left), "", " ".join(filter(None, map(_shown, cells))), "placed"))
        if kind == RECORD:
            cells = _whole(grid, row, cells, columns, spread)
            _divide(cells, columns["level3"], sub - left, above)
        rows[row - top] = cells if kind == RECORD else [None] * len(cells)
    return rows, unplaced


def with_classes(grid: Grid, block: Block) -> tuple[Grid, Block]:
    """Return a table with the columns of classes that it lacks behind its last: its classes stand in rows of their own, or nowhere."""
    missing = [key for key in ("level1", "level2") if key not in block.columns]
    width = max(map(len, grid.rows))
    rows = [[*row, *[None] * (width - len(row) + len(missing))] for row in grid.rows] if missing else grid.rows
    added = {key: grid.origin[1] + width + nth for nth, key in enumerate(missing)}
    return replace(grid, rows=rows), replace(block, columns={**block.columns, **added})


def _inherit(cells: list[Cell], columns: Mapping[str, int], above: dict[str, str | None], *, is_record: bool) -> None:
    """Give a row the classes above it; a new 一级指标 begins without a 二级指标."""
    own = {key: _class(cells[columns[key]]) for key in ("level1", "level2") if key in columns}
    if own.get("level1") and (is_record or is_first_level(own["level1"])):
        if own["level1"] != above.get("level1"):
            above.pop("level2", None)
        above["level1"] = own["level1"]
    if own.get("level2") and (is_record or first_level(own["level2"])):
        above["level2"] = own["level2"]
    for key in own:
        cells[columns[key]] = above.get(key)
    if "task" in columns:
        above["task"] = cells[columns["task"]] = text(cells[columns["task"]]) or above.get("task")


def _divide(cells: list[Cell], name: int, sub: int, above: dict[str, str | None]) -> None:
    """Give an indicator that has only a part of a name the name above it: `培训人数` `机关干部`."""
    part = text(cells[sub]) if sub > 0 else ""
    above["level3"] = text(cells[name]) or (above.get("level3") if part else None)
    if part and part != above["level3"]:
        cells[name] = part if _NUMBER_ALONE.fullmatch(above["level3"] or "") else f"{above['level3'] or ''}{part}"


def _class(cell: Cell) -> str:
    """Return a class without its number and what is printed beside it (一、产出（50分）), where the lexicon knows it then."""
    if not isinstance(cell, str) or why_unread(cell):
        return ""
    bare = class_name(without_count(cell))
    known = next((each for each in (bare, bare + "指标", last_class(bare)) if is_first_level(each) or first_level(each)), "")
    return known or cell.strip()


def _whole(grid: Grid, row: int, cells: list[Cell], columns: Mapping[str, int], spread: tuple[int, int]) -> list[Cell]:
    """Return an indicator's cells with what is merged over them, and with its target in one."""
    left = grid.origin[1]
    for key in MERGED:
        anchor = grid.anchors.get((row, columns[key] + left)) if key in columns else None
        if anchor:
            cells[columns[key]] = grid.at(Place(grid.name, *anchor))
    sign, unit = (told if each and (told := _shown(cells[each - left])) not in _NOTHING else "" for each in spread)
    at = columns["approved"]
    if (sign or unit) and not why_unread(cells[at]):
        value = text_of(cells[at], grid.formats.get((row, at + left), ""))
        sign, unit = "" if _BEGUN.match(value) else sign, "" if unit in value else unit
        cells[at] = f"{sign}{value}{unit}" if value else None
    return cells
