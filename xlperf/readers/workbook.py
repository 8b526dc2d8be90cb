"""Workbooks (.xlsx, .xlsm) by calamine: values in bulk, and details of single cells only where they decide."""

import io
from dataclasses import replace

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from xlperf import schema
from xlperf.errors import InputError
from xlperf.intake import Questions, is_ours
from xlperf.language import _
from xlperf.model import NOT_CALCULATED, NOTHING_UNSEEN, Book, Cell, Grid
from xlperf.ooxml import Package, TooLargeError, WorkbookDamagedError
from xlperf.ooxml.bounds import check_package, check_sheet
from xlperf.ooxml.lookup import hidden_lines, number_formats, odd_cells


def damaged(source: str) -> InputError:
    """Return the error for bytes that are no workbook."""
    return InputError(
        _("不是有效的Excel工作簿，可能已损坏或只是改了扩展名"),
        place=source,
        remedy=_("请用Excel或WPS打开后另存为.xlsx再试"),
    )


def read_workbook(source: str, data: bytes, digest: str) -> Book:
    """Read all sheets as grids that begin at A1, with the ranges of their tables. Raises `InputError` where it cannot.

    Error values and uncalculated formulas, which the bulk reader gives as blanks, are put in their places.
    """
    try:
        package = Package(data)
        check_package(package)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {each.name for each in workbook.sheets_metadata if each.visible != SheetVisibleEnum.Visible}
        names = [name for name in workbook.sheet_names if package.sheets.get(name)]
        ours = is_ours(names)
        grids = [_grid(workbook, package, name, ours=ours, visible=name not in hidden) for name in names]
    except TooLargeError as error:
        remedy = _("请打开文件，删去多余的行、列、工作表，另存后再试")
        raise InputError(str(error), place=source, remedy=remedy) from error
    except (CalamineError, WorkbookDamagedError, ValueError, OSError) as error:
        raise damaged(source) from error
    if not grids:
        raise damaged(source)
    return Book(source, tuple(grids), digest, "workbook", frozenset(package.names))


SMALL = 4 << 20
"""Up to how many bytes a sheet is always looked through for errors; a larger one only where blanks call for it."""


_NEVER_READ = (schema.GUIDE, schema.MONTHS.name)
"""Sheets of ours whose values nothing depends on."""


def _grid(workbook: CalamineWorkbook, package: Package, name: str, *, ours: bool, visible: bool) -> Grid:
    check_sheet(package, name)
    sheet = workbook.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    merged = tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    small = package.size(package.sheets[name]) <= SMALL and not (ours and name in _NEVER_READ)
    tables = package.tables(name)
    return Grid(
        name, rows, tables={table.name: table.corners for table in tables}, odd=small and _put_odd_cells(rows, package, name),
        automatic={table.name: table.automatic for table in tables}, merged=merged, visible=visible,
        unseen=hidden_lines(package, name) if small and not ours else NOTHING_UNSEEN,  # stages hide columns of ours
    )  # fmt: skip


def _put_odd_cells(rows: list[list[Cell]], package: Package, sheet: str) -> bool:
    """Put what the bulk reader leaves blank into its place; return whether there is anything."""
    odd = odd_cells(package, sheet)
    for (row, column), value in odd.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = value or NOT_CALCULATED
    return bool(odd)


def answer(book: Book, data: bytes, asked: Questions) -> Book:
    """Return the book with what was asked about: number formats, and what the blanks of large sheets are."""
    if not asked.formats and not asked.blanks and not asked.anchors:
        return book
    try:
        package = Package(data)
        return replace(book, grids=tuple(_answered(grid, package, asked) for grid in book.grids))
    except WorkbookDamagedError as error:
        raise damaged(book.source) from error


def _answered(grid: Grid, package: Package, asked: Questions) -> Grid:
    if grid.name in asked.blanks and package.size(package.sheets[grid.name]) > SMALL:
        rows = list(grid.rows)
        grid = replace(grid, odd=_put_odd_cells(rows, package, grid.name), rows=rows)
    if places := asked.formats.get(grid.name):
        grid = replace(grid, formats=number_formats(package, grid.name, [(place.row, place.column) for place in places]))
    if places := asked.anchors.get(grid.name):
        grid = grid.answered(places)
    return grid
