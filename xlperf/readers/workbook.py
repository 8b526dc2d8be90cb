"""Workbooks (.xlsx, .xlsm) by calamine: values in bulk, and details of single cells only where they decide."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

from python_calamine import CalamineError, CalamineWorkbook

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import NOT_CALCULATED, Book, Grid, Place
from xlperf.ooxml import Package, WorkbookDamagedError
from xlperf.ooxml.lookup import look_up


def damaged(source: str) -> InputError:
    """Return the error for bytes that are no workbook."""
    return InputError(
        _("不是有效的Excel工作簿，可能已损坏或只是改了扩展名"),
        place=source,
        remedy=_("请用Excel或WPS打开后另存为.xlsx再试"),
    )


def read_workbook(source: str, data: bytes, digest: str) -> Book:
    """Read all sheets as grids that begin at A1, with the ranges of their tables. Raises `InputError` where it cannot."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        package = Package(data)
        grids = [
            Grid(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), tables=_tables(package, name))
            for name in workbook.sheet_names
            if package.sheets.get(name)
        ]
    except (CalamineError, WorkbookDamagedError, ValueError, OSError) as error:
        raise damaged(source) from error
    if not grids:
        raise damaged(source)
    return Book(source, tuple(grids), digest, "workbook")


def _tables(package: Package, sheet: str) -> dict[str, tuple[int, int, int, int]]:
    return {table.name: table.corners for table in package.tables(sheet)}


def answer(book: Book, data: bytes, asked: Mapping[str, Sequence[Place]]) -> Book:
    """Return the book with what was asked: number formats filled in, error values and uncalculated formulas put in place."""
    if not asked:
        return book
    try:
        package = Package(data)
        return replace(book, grids=tuple(_answered(grid, package, asked.get(grid.name, ())) for grid in book.grids))
    except WorkbookDamagedError as error:
        raise damaged(book.source) from error


def _answered(grid: Grid, package: Package, places: Sequence[Place]) -> Grid:
    if not places:
        return grid
    details = look_up(package, grid.name, [(place.row, place.column) for place in places])
    rows, formats = list(grid.rows), {}
    for (row, column), (number_format, odd) in details.items():
        if number_format:
            formats[row, column] = number_format
        if odd:
            cells = list(rows[row - 1])
            cells[column - 1] = NOT_CALCULATED if odd == "?" else odd
            rows[row - 1] = cells
    return replace(grid, rows=rows, formats=formats)
