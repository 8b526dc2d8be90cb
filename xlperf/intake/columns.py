"""The door by columns: finding the tables of a workbook by their headings, in any order and at any height."""

from collections import Counter
from collections.abc import Iterable

from xlperf import schema
from xlperf.errors import InputError
from xlperf.intake.foreign import find_foreign, is_our_book
from xlperf.intake.headings import columns_of, fold_heading, nearest
from xlperf.intake.layout import Block, Layout
from xlperf.intake.levels import first_level, is_first_level
from xlperf.language import _
from xlperf.model import Book, Grid, Place

_SEARCHED_ROWS = 20
"""A heading row is looked for among the first rows of a sheet."""


def find_layout(book: Book) -> Layout:
    """Find the tables of a master workbook by the headings of its sheets; in a workbook of others, the indicators.

    Raises `InputError` where a sheet or a required heading is missing, naming the nearest one that is there.
    """
    if is_our_book(book):
        return _find_ours(book)
    found = find_foreign(book)
    if found is None:
        raise _no_indicators(book)
    return found


def _no_indicators(book: Book) -> InputError:
    """Return what is said of a workbook without indicators, with the heading that comes nearest."""
    texts = (cell.strip() for grid in book.grids for cells in grid.rows[:_SEARCHED_ROWS] for cell in cells if isinstance(cell, str))
    close = nearest("指标值", [each for each in texts if not first_level(each) and not is_first_level(each) and not each.endswith("级指标")])
    remedy = _("最接近的列标题是“{close}”，是指标值的话请改成“指标值”").format(close=close) if close else ""
    told = _("没有找到绩效指标表：要有“三级指标”“指标值”这样的列标题")
    return InputError(told, place=book.source, remedy=remedy or _("空白母版可以用“xlperf new 文件.xlsm --blank”生成"))


def _find_ours(book: Book) -> Layout:
    names = [grid.name for grid in book.grids]
    blocks = {}
    for sheet in schema.TABLE_SHEETS:
        grid = book.grid(sheet.name)
        if grid is not None:
            blocks[sheet.key] = find_block(grid, sheet)
        elif sheet in (schema.TASKS, schema.INDICATORS):
            raise _missing(_("没有工作表“{name}”").format(name=sheet.name), "", nearest(sheet.name, names))
    return Layout(blocks, _fields(book.grid(schema.OVERVIEW)), book.names >= schema.NAMED_FIELDS.keys())


def _missing(message: str, place: str, close: str) -> InputError:
    remedy = _("最接近的是“{close}”，请改回原名").format(close=close) if close else ""
    return InputError(message, place=place, remedy=remedy or _("请从“xlperf new”生成的母版开始填写"))


def find_block(grid: Grid, sheet: schema.Sheet, *, strict: bool = True) -> Block:
    """Find the heading row with the most known headings, where each column stands, and where its Excel table ends.

    Raises `InputError` where a required heading is missing, naming the nearest one that is there, unless not `strict`.
    """
    best: tuple[int, dict[str, int]] = (0, {})
    for row, cells in enumerate(grid.rows[:_SEARCHED_ROWS]):
        columns = columns_of(cells, sheet)
        if len(columns) > len(best[1]):
            best = row, columns
        if len(columns) == len(sheet.columns):
            break
    row, columns = best
    heading_row = grid.origin[0] + row
    for column in sheet.columns:
        if strict and column.required and column.key not in columns:
            found = [str(cell) for cell in (grid.rows[row] if grid.rows else ()) if cell]
            raise _missing(
                _("找不到列“{heading}”").format(heading=column.heading),
                str(Place(grid.name, heading_row)),
                nearest(column.heading, found),
            )
    numbers = {key: grid.origin[1] + column for key, column in columns.items()}
    top, _left, bottom, _right = grid.tables.get(sheet.table, (0, 0, 0, 0))
    end = grid.origin[0] + len(grid.rows) - 1
    return Block(grid.name, heading_row, heading_row + 1, min(bottom, end) if top == heading_row else end, numbers)


def _fields(grid: Grid | None) -> dict[str, Place]:
    """Return the place of each value of 概况."""
    if grid is None:
        return {}
    texts = ((row, column, cell) for row, cells in enumerate(grid.rows) for column, cell in enumerate(cells))
    found = labelled_cells((row, column, cell) for row, column, cell in texts if isinstance(cell, str) and cell)
    return {key: grid.place(row, column) for key, (row, column) in found.items()}


_LABELS = tuple(
    {fold_heading(label): each.key for each in group for label in (each.label, schema.in_both(each))}
    for group in (schema.PARTICULARS, schema.SUMMARY)
)
"""The keys of the fields of 概况 by their labels, in one language or in both, folded; a group a time."""


def labelled_cells(texts: Iterable[tuple[int, int, str]]) -> dict[str, tuple[int, int]]:
    """Return the cell of each field of 概况 among texts as (row, column, text): right of its label.

    Labels of one group stand below each other, so the column that holds most of them is theirs: the same words written
    elsewhere by a person are no labels.
    """
    texts = list(texts)
    found: dict[str, tuple[int, int]] = {}
    for labels in _LABELS:
        known = [(row, column, labels[fold]) for row, column, text in texts if (fold := fold_heading(text)) in labels]
        columns = Counter(column for _row, column, _key in known)
        theirs = columns.most_common(1)[0][0] if columns else None
        for row, column, key in known:
            if column == theirs:
                found.setdefault(key, (row, column + 1))
    return found
