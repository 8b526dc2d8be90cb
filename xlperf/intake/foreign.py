"""Tables of others: indicators found by their headings in any sheet of a workbook that is not made by us.

Such a sheet has a title, merged cells, sums and signatures around its indicators, headings in one row or two, sometimes two
halves (实施期, 年度) side by side. What looks like indicators and is not read is named: nothing is dropped silently.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from xlperf import schema
from xlperf.intake.foreign_rows import RECORD, kind_of, plain_rows, text
from xlperf.intake.headings import columns_of, fold_heading, spellings
from xlperf.intake.layout import Block, Layout
from xlperf.intake.records import read_case
from xlperf.language import _
from xlperf.model import Book, Case, Cell, Grid, Place, Unread

_SEARCHED_ROWS = 200
_NEEDED = ("level3", "approved")
"""What makes a row of headings that of indicators."""

_SIGNS = ("符号", "运算符", "运算符号", "指标符号", "计算符号")
_UNITS = ("单位", "计量单位", "指标值单位", "度量单位")
_VALUES = ("数值", "值", "指标值", "数额", "内容")
"""How the columns of a target are called that is spread over several: `≥ | 10 | 次`."""

_OF_YEAR = re.compile(r"^20\d\d年度?")
_YEARS = (re.compile(r"(20\d\d)\s*年度"), re.compile(r"(20\d\d)\s*年(?!\s*\d{1,2}\s*月)"))
"""Years as titles name them: 2022年度 before 2022年, and no day (填报日期：2023年1月10日)."""

_OUR_SHEETS = frozenset({*(sheet.name for sheet in schema.READ_SHEETS), schema.OVERVIEW})
_OUR_TABLES = frozenset(sheet.table for sheet in schema.READ_SHEETS)


def is_ours(sheets: Iterable[str], tables: Iterable[str] = ()) -> bool:
    """Whether a workbook with these sheets and Excel tables was made by us. A single name may be chance; some may be renamed."""
    known = len(_OUR_SHEETS & set(sheets))
    return known > 2 or (known > 0 and bool(_OUR_TABLES & set(tables)))


def is_our_book(book: Book) -> bool:
    """Whether a book that was read was made by us."""
    return is_ours((grid.name for grid in book.grids), (table for grid in book.grids for table in grid.tables))


@dataclass(frozen=True, slots=True)
class _Found:
    """Indicators in a sheet: where they stand, the columns of a sign and a unit beside the value (0 for none), and what of the
    sheet looks like indicators too and is not read."""

    block: Block
    sign: int
    unit: int
    again: frozenset[int]
    """Rows on which the headings stand once more, as at the end of a page."""
    left: tuple[Unread, ...]
    records: int


def find_foreign(book: Book) -> Layout | None:
    """Find the indicators of a workbook of others: in the visible sheet that has most of them, and of their headings.

    Return None where no sheet has a row with the headings 三级指标 and 指标值, however they are spelt.
    """
    found = [(grid, each) for grid in book.grids if grid.name != schema.FINDINGS.name and (each := _find(grid))]
    if not found:
        return None
    best = max(found, key=lambda pair: (pair[0].visible, pair[1].records, len(pair[1].block.columns)))
    blocks = {schema.INDICATORS.key: best[1].block}
    if findings := find_findings(book):
        blocks[schema.FINDINGS.key] = findings
    others = tuple(grid.name for grid, each in found if grid is not best[0] and each.records and grid.visible)
    return Layout(blocks, foreign=True, passed_over=others)


def find_findings(book: Book) -> Block | None:
    """Return where 校验结果 stands, a sheet of ours: known by its table and its headings, wherever they have moved."""
    grid = book.grid(schema.FINDINGS.name)
    corners = grid.tables.get(schema.FINDINGS.table) if grid else None
    if grid is None or corners is None:
        return None
    top, left, bottom, right = corners
    cells: list[Cell] = [grid.at(Place(grid.name, top, column)) for column in range(1, right + 1)]
    columns = {key: column + 1 for key, column in columns_of(cells, schema.FINDINGS).items() if column + 1 >= left}
    return Block(grid.name, top, top + 1, bottom, columns) if len(columns) == len(schema.FINDINGS.columns) else None


def _find(grid: Grid) -> _Found | None:
    headings = _headings(grid)
    if not headings:
        return None
    position, columns, left = max(headings, key=lambda each: len(each[1]))
    sign, value, unit, rows = _spread(grid, position, columns)
    columns |= {"approved": value}
    alike = frozenset(row for row, other, _left in headings if row > position and other.keys() == columns.keys())
    others = [row for row, _columns, _left in headings if row != position and row not in alike]
    until = min((row for row in others if row > position), default=len(grid.rows))
    first = position + 1 + rows
    records = [row for row in range(first, until) if row not in alike and kind_of(grid.rows[row], columns) == RECORD]
    top, across = grid.origin
    numbers = {key: across + column for key, column in columns.items()}
    block = Block(grid.name, top + position, top + first, top + max(records, default=first - 1), numbers)
    unread = [_left_out(grid, row, 0, _("另一张表")) for row in others] + [_left_out(grid, position, *each) for each in left]
    shifted = [column + across if column >= 0 else 0 for column in (sign, unit)]
    return _Found(block, *shifted, frozenset(top + row for row in alike), tuple(unread), len(records))


def _left_out(grid: Grid, row: int, column: int, what: str) -> Unread:
    return Unread(grid.place(row, column), "", what, "placed")


Headings = tuple[int, dict[str, int], list[tuple[int, str]]]
"""A row's position, the column of each key, and (column, heading) of what could be such a column too and is not read."""


def _headings(grid: Grid) -> list[Headings]:
    rows = ((row, *_columns(grid, row)) for row in range(min(_SEARCHED_ROWS, len(grid.rows))))
    return [each for each in rows if all(key in each[1] for key in _NEEDED)]


def _columns(grid: Grid, row: int) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Return the columns that a row's headings name, of two halves those of the year's."""
    cells = _heading_texts(grid, row)
    left: list[tuple[int, str]] = []
    halves = _halves(cells)
    if len(halves) > 1:
        chosen = next((half for half in halves if _is_of_the_year(grid, row, half)), halves[0])
        own = {fold_heading(cells[at]) for at in chosen}
        classes = [name for name in ("一级指标", "二级指标") if not own & set(spellings(name))]
        shared = {at for at in halves[0] if any(fold_heading(cells[at]) in spellings(name) for name in classes)}
        left = [(half.start, _band(grid, row, half)) for half in halves if half != chosen]
        cells = [cell if at in chosen or at in shared else "" for at, cell in enumerate(cells)]
    columns = columns_of(cells, schema.INDICATORS)
    for key in ("approved", "actual"):
        names = spellings(schema.INDICATORS.column(key).heading)
        left += [(at, cell) for at, cell in enumerate(cells) if fold_heading(cell) in names and at != columns.get(key, at)]
    return columns, left


def _heading_texts(grid: Grid, row: int) -> list[str]:
    """Return what a row says of its columns; where a row of headings is blank, what stands above: they are merged over two rows."""
    above = grid.rows[row - 1] if row and sum(1 for cell in grid.rows[row - 1] if text(cell)) > 2 else ()
    cells = [text(cell) for cell in grid.rows[row]]
    if len(columns_of(cells, schema.INDICATORS)) > 1:
        cells = [cell or (text(above[at]) if at < len(above) else "") for at, cell in enumerate(cells)]
    return [_OF_YEAR.sub("", cell) for cell in cells]


def _halves(cells: Sequence[str]) -> list[range]:
    """Return the stretches of a row of headings that have a 三级指标 each."""
    folded = [fold_heading(cell) for cell in cells]
    starts = []
    for at, name in enumerate(folded):
        if name in spellings("三级指标"):
            before = starts[-1][1] + 1 if starts else 0
            classes = [each for each in range(before, at) if folded[each] in (*spellings("一级指标"), *spellings("二级指标"))]
            starts.append((min(classes, default=at), at))
    firsts = [start for start, _at in starts]
    return [range(*each) for each in pairwise([*firsts, len(cells)])]


def _bands(grid: Grid, row: int, half: range) -> list[str]:
    """Return the texts of a half from its headings upwards; a title stands alone in its row and is none."""
    above = [[text(cell) for cell in cells] for cells in reversed(grid.rows[max(row - 2, 0) : row + 1])]
    return [cell for cells in above if sum(map(bool, cells)) > 1 for cell in cells[half.start : half.stop] if cell]


def _is_of_the_year(grid: Grid, row: int, half: range) -> bool:
    return any("年度" in each for each in _bands(grid, row, half))


def _band(grid: Grid, row: int, half: range) -> str:
    """Return what a half is called: the text above that speaks of a goal, else its headings."""
    told = _bands(grid, row, half)
    return next((each for each in told if "期" in each or "年" in each), " ".join(told[:4]))


def _spread(grid: Grid, position: int, columns: dict[str, int]) -> tuple[int, int, int, int]:
    """Return the columns of a target's sign (-1 for none), value and unit (-1), and how many rows of headings stand below.

    A target spread over columns has their headings beside 指标值, or below it in a second row.
    """
    value, below = columns["approved"], grid.rows[position + 1] if position + 1 < len(grid.rows) else ()
    names = [fold_heading(text(cell)) for cell in below]
    if value < len(names) and names[value] in (*_SIGNS, *_VALUES, *_UNITS) and not text(below[columns["level3"]]):
        end = min((column for column in columns.values() if column > value), default=len(names))
        inside = range(value, end)
        return (_among(names, _SIGNS, inside), _among(names, _VALUES, inside, value), _among(names, _UNITS, inside), 1)
    names = [fold_heading(cell) for cell in _heading_texts(grid, position)]
    free = [at for at in range(len(names)) if at not in columns.values()]
    near = [at for at in free if abs(at - value) < 3]
    unit = _among(names, _UNITS[1:], free, _among(names, _UNITS[:1], near))  # 单位 alone may be a department
    return _among(names, _SIGNS, free), value, unit, 0


def _among(names: Sequence[str], wanted: Sequence[str], columns: Iterable[int], otherwise: int = -1) -> int:
    return next((at for at in columns if names[at] in wanted), otherwise)


def read_foreign(book: Book, layout: Layout) -> Case:
    """Read the indicators that a layout of `find_foreign` points at, and the year that the texts above them name."""
    block = layout.blocks[schema.INDICATORS.key]
    grid = next(grid for grid in book.grids if grid.name == block.sheet)
    found = _find(grid)
    assert found is not None
    rows, unplaced = plain_rows(grid, block, (found.sign, found.unit), found.again)
    grids = tuple(replace(each, rows=rows) if each is grid else each for each in book.grids)
    case = read_case(replace(book, grids=grids), layout)
    unread = [each for each in case.unread if each.why != "outside"]
    covered = {Place(grid.name, *cell): Place(grid.name, *anchor) for cell, anchor in grid.anchors.items()}
    year = _year(book, grid, block)
    places = {"year": Place(grid.name, block.heading_row)}
    return replace(
        case, table=replace(case.table, year=year, places=places), unread=(*unread, *found.left, *unplaced),
        form=None, whole=False, covered=covered,
    )  # fmt: skip


def _year(book: Book, grid: Grid, block: Block) -> int | None:
    """Return the year that stands above the headings, or in the names of sheet or file; None where none stands or several do."""
    for texts in (list(_texts_above(grid, block)), [grid.name], [book.source]):
        for pattern in _YEARS:
            years = {int(year) for each in texts for year in pattern.findall(each)}
            if years:
                return years.pop() if len(years) == 1 else None
    return None


def _texts_above(grid: Grid, block: Block) -> Iterator[str]:
    for cells in grid.rows[: block.heading_row - grid.origin[0]]:
        yield from (cell for cell in cells if isinstance(cell, str))
