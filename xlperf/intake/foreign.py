"""Tables of others: indicators found by their headings in any sheet of a workbook that is not made by us.

Such a sheet has a title, merged classes, sums and signatures around its indicators. A row is an indicator where it has a target,
an actual, or a name that is no label (填报人：张三); a blank class is the one above it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlperf import schema
from xlperf.intake.headings import columns_of
from xlperf.intake.layout import Block, Layout
from xlperf.intake.levels import class_name, first_level, is_first_level
from xlperf.intake.records import read_case
from xlperf.model import Book, Case, Cell, Grid, why_unread

_SEARCHED_ROWS = 200
_NEEDED = ("level3", "approved")
"""What makes a row of headings that of indicators."""

_INHERITED = ("level1", "level2")
_LABEL = re.compile("[:：]")
_YEAR = re.compile(r"(20\d\d)\s*年")


def is_ours(book: Book) -> bool:
    """Whether a workbook was made by us: known by its sheets and tables, of which a person may have renamed some."""
    names = {name for grid in book.grids for name in (grid.name, *grid.tables)}
    return bool(names & {schema.TASKS.name, schema.OVERVIEW, schema.TASKS.table, schema.INDICATORS.table})


def find_foreign(book: Book) -> Layout | None:
    """Find the indicators of a workbook of others: the sheet that has the most of their headings, the first of several alike.

    Return None where no sheet has a row with the headings 三级指标 and 指标值, however they are spelt.
    """
    found = [block for grid in book.grids if grid.name != schema.FINDINGS.name and (block := _block(grid))]
    if not found:
        return None
    best = max(found, key=lambda block: len(block.columns))
    return Layout({schema.INDICATORS.key: best}, foreign=True, passed_over=tuple(each.sheet for each in found if each is not best))


def _block(grid: Grid) -> Block | None:
    headings = _headings(grid)
    best = max(headings, key=lambda each: len(each[1]), default=None)
    if best is None:
        return None
    position, columns = best
    until = min((row for row, _columns in headings if row > position), default=len(grid.rows))
    rows = [row for row in range(position + 1, until) if _is_record(grid.rows[row], columns)]
    numbers = {key: grid.origin[1] + column for key, column in columns.items()}
    top = grid.origin[0]
    return Block(grid.name, top + position, top + position + 1, top + max(rows, default=position), numbers)


def _headings(grid: Grid) -> list[tuple[int, dict[str, int]]]:
    """Return the positions of all rows of headings, each with the position of every column it names."""
    rows = ((row, columns_of(cells, schema.INDICATORS)) for row, cells in enumerate(grid.rows[:_SEARCHED_ROWS]))
    return [(row, columns) for row, columns in rows if all(key in columns for key in _NEEDED)]


def _is_record(cells: Sequence[Cell], columns: dict[str, int]) -> bool:
    name = cells[columns["level3"]]
    filled = any(cells[columns[key]] not in ("", None) for key in ("approved", "actual") if key in columns)
    return filled or (name not in ("", None) and not _LABEL.search(str(name)))


def read_foreign(book: Book, layout: Layout) -> Case:
    """Read the indicators that a layout of `find_foreign` points at, and the year that the texts above them name."""
    block = layout.blocks[schema.INDICATORS.key]
    grids = tuple(_plain(grid, block) if grid.name == block.sheet else grid for grid in book.grids)
    case = read_case(replace(book, grids=grids), layout)
    grid = next(grid for grid in book.grids if grid.name == block.sheet)
    unread = tuple(each for each in case.unread if each.why != "outside")
    return replace(case, table=replace(case.table, year=_year(grid, block)), unread=unread, form=None, whole=False)


def _plain(grid: Grid, block: Block) -> Grid:
    """Return a grid in which every indicator has its classes, and rows of sums and remarks between them are blank."""
    columns = {key: number - grid.origin[1] for key, number in block.columns.items()}
    rows = list(grid.rows)
    above: dict[str, Cell] = {}
    for position in range(block.first_row - grid.origin[0], block.last_row - grid.origin[0] + 1):
        cells, is_record = list(rows[position]), _is_record(rows[position], columns)
        classes = {key: cells[columns[key]] for key in _INHERITED if key in columns}
        above |= {key: _class(cell) for key, cell in classes.items() if _is_class(cell) and (is_record or is_first_level(cell))}
        if not is_record:
            cells = [None] * len(cells)
        else:
            for key, value in above.items():
                cells[columns[key]] = value
        rows[position] = cells
    return replace(grid, rows=rows)


def _class(label: str) -> str:
    """Return a class without what is printed beside it (产出指标（50分）), where the lexicon knows it."""
    return class_name(label) if is_first_level(label) or first_level(label) else label


def _is_class(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(cell.strip()) and not why_unread(cell)


def _year(grid: Grid, block: Block) -> int | None:
    """Return the year that stands above the headings, else the one in the sheet's name; None where none or several stand there."""
    for texts in (list(_texts_above(grid, block)), [grid.name]):
        years = {int(year) for text in texts for year in _YEAR.findall(text)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _texts_above(grid: Grid, block: Block) -> Iterator[str]:
    for cells in grid.rows[: block.heading_row - grid.origin[0]]:
        yield from (cell for cell in cells if isinstance(cell, str))
