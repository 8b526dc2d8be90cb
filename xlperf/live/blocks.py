"""From edits to blocks: which cells of an open workbook really change, gathered so that writing costs few calls.

Pure: it looks at what was read and says what to write. A formula that stands in a cell of ours stays; the program calculates it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from xlperf.live.host import Block, Content, Corners, Formula
from xlperf.model import Cell, Edit, serial_of
from xlperf.ooxml.values import same_value

Cells = Mapping[tuple[int, int], Edit]
"""The edits of a sheet by (row, column)."""


def by_sheet(edits: Iterable[Edit]) -> dict[str, dict[tuple[int, int], Edit]]:
    """Return the edits of each sheet; of two for one cell the later."""
    found: dict[str, dict[tuple[int, int], Edit]] = defaultdict(dict)
    for edit in edits:
        found[edit.place.sheet][edit.place.row, edit.place.column] = edit
    return found


def corners_around(places: Iterable[tuple[int, int]]) -> Corners:
    """Return the smallest rectangle around some cells."""
    rows, columns = zip(*places, strict=True)
    return min(rows), min(columns), max(rows), max(columns)


def blocks(sheet: str, cells: Cells, standing: Sequence[Sequence[Cell]], corners: Corners) -> list[Block]:
    """Return what to write in one sheet, a block a column: from its first cell that changes to its last.

    `standing` is what the rectangle `corners` around the cells holds now. Cells in between get what they have.
    """
    top, left, _bottom, _right = corners
    wanted: dict[int, dict[int, Content]] = defaultdict(dict)
    for (row, column), edit in cells.items():
        content = _content(edit, standing[row - top][column - left])
        if content is not _KEPT:
            wanted[column][row] = content
    return [_column(sheet, column, rows, standing, (top, left)) for column, rows in sorted(wanted.items())]


_KEPT = Formula("\x00")
"""Stands for: leave the cell as it is."""


def _content(edit: Edit, now: Cell) -> Content:
    """Return what a cell shall hold; `_KEPT` where it holds that already, or a formula that stays."""
    formula = edit.formula
    if formula is None:
        if isinstance(now, Formula):
            return _KEPT
        formula = edit.usual
    if formula:
        return _KEPT if isinstance(now, Formula) and _plain(now) == _plain(formula) else Formula(formula)
    same = not isinstance(now, Formula) and same_value(None if now == "" else now, None if edit.value == "" else edit.value)
    return _KEPT if same else edit.value


def arrived(given: Content, now: Cell) -> bool:
    """Whether a cell holds what it was given. Of a formula only that it is one: programs spell them in their own ways. A number in a cell
    that shows dates is read as one."""
    if isinstance(given, Formula) or isinstance(now, Formula):
        return isinstance(given, Formula) and isinstance(now, Formula)
    if isinstance(now, date) and isinstance(given, int):
        return serial_of(now) == given
    return same_value(None if now == "" else now, None if given == "" else given)


def _plain(formula: str) -> str:
    """Return a formula in one spelling: without spaces, and what Excel writes for this row (`[@分值]`) in its long form."""
    told = _THIS_ROW.sub(lambda match: f"[[#this row],[{match[1] or match[2]}]]", formula.replace(" ", "").casefold())
    return re.sub(r"\w*(?=\[\[#this row\])", "", told.replace("#thisrow", "#this row"))


_THIS_ROW = re.compile(r"\[@(?:\[([^\]]*)\]|([^\]]*))\]")


def _column(
    sheet: str, column: int, wanted: Mapping[int, Content], standing: Sequence[Sequence[Cell]], origin: tuple[int, int]
) -> Block:
    top, left = origin
    first, last = min(wanted), max(wanted)
    rows = [[wanted.get(row, standing[row - top][column - left])] for row in range(first, last + 1)]
    return Block(sheet, first, column, rows)


def inverse(block: Block, standing: Sequence[Sequence[Cell]], corners: Corners) -> Block:
    """Return the block that brings back what stands where `block` will be written."""
    top, left, _bottom, _right = corners
    rows = [
        [standing[block.top - top + i][block.left - left + j] for j in range(len(row))] for i, row in enumerate(block.rows)
    ]
    return Block(block.sheet, block.top, block.left, rows)
