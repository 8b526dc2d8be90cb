"""How long a table gets that is given a number of rows: the same in a file and in an open workbook."""

from collections.abc import Callable, Collection, Iterator, Set

from xlperf.errors import InputError, WriteRefusedError
from xlperf.intake import Block, Layout
from xlperf.language import _
from xlperf.model import Book, Grid, Place, TableSize
from xlperf.schema import Sheet

Corners = tuple[int, int, int, int]
"""(top, left, bottom, right) of a table, its heading row in and its totals row left out."""

Filled = Callable[[int, int], bool]
"""Tells of a row and column whether anything stands there."""


def last_row(size: TableSize, corners: Corners, ours: Collection[int], filled: Filled, leaving: Set[tuple[int, int]] = frozenset()) -> int:
    """Return the row with which a table will end: at least one row of data, and never above what others typed into it.

    `ours` are its columns that are ours; what stands in the cells of `leaving` is on its way out.
    """
    top, left, bottom, right = corners
    end = top + max(size.rows, 1)
    theirs = [row for row in range(end + 1, bottom + 1) for column in range(left, right + 1)
              if column not in ours and (row, column) not in leaving and filled(row, column)]  # fmt: skip
    return max((end, *theirs))


def grown(grid: Grid, block: Block, table: str, last: int) -> tuple[TableSize, ...]:
    """Return the size of a table whose rows reach down to row `last`; nothing where it is as long already."""
    top, _left, bottom, _right = grid.tables.get(table, (block.heading_row, 0, block.last_row, 0))
    return (TableSize(table, block.sheet, last - top),) if last > bottom else ()


def sheet_of(book: Book, layout: Layout, sheet: Sheet) -> tuple[Grid, Block]:
    """Return a table sheet of a workbook of ours. Raises `InputError` where an older version made it without."""
    block = layout.blocks.get(sheet.key)
    grid = book.grid(block.sheet) if block else None
    if block is None or grid is None:
        told = _("没有工作表“{name}”，是较早的版本生成的").format(name=sheet.name)
        raise InputError(told, place=book.source, remedy=_("请先用“xlperf new 新文件 --from 本文件”生成新的母版，填过的内容都会带过去"))
    return grid, block


def refuse_what_stands_below(size: TableSize, corners: Corners, last: int, filled: Filled) -> None:
    """Raise `WriteRefusedError` where a table would grow over what somebody else put below it."""
    _top, left, bottom, right = corners
    for row in range(bottom + 1, last + 1):
        for column in range(left, right + 1):
            if filled(row, column):
                told = _("{place}有内容，“{sheet}”的表格要往下长到那里").format(place=Place(size.sheet, row, column), sheet=size.sheet)
                raise WriteRefusedError(told, remedy=_("请把它移到别处"))


def fallen_cells(size: TableSize, corners: Corners, ours: Collection[int], filled: Filled) -> Iterator[tuple[int, int]]:
    """Yield the cells of ours (row, column) below the rows that a table is given: they are to be emptied."""
    top, _left, bottom, _right = corners
    for row in range(top + max(size.rows, 1) + 1, bottom + 1):
        yield from ((row, column) for column in ours if filled(row, column))
