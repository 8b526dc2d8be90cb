"""Spreadsheets that are read and never written to (.xls, .ods, .csv): each sheet as a grid."""

import csv
import io

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import Book, Grid
from xlperf.readers.text import decoded


def read_sheets(source: str, data: bytes, digest: str) -> Book:
    """Read all visible sheets of a workbook by calamine. Raises `InputError` where it cannot."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [each.name for each in workbook.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
        grids = tuple(_grid(workbook, name) for name in visible)
    except (CalamineError, ValueError, OSError) as error:
        raise InputError(_("不是有效的电子表格，可能已损坏或有密码"), place=source) from error
    return Book(source, grids, digest, "document")


def _grid(workbook: CalamineWorkbook, name: str) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    merged = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return Grid(name, sheet.to_python(skip_empty_area=False), merged=tuple(merged))


def read_csv(source: str, data: bytes, digest: str) -> Book:
    """Read values between commas, semicolons or tabs, whichever the first lines have most of."""
    text = decoded(source, data)
    head = "\n".join(text.splitlines()[:20])
    divider = max(",;\t，", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=divider))
    except csv.Error as error:
        raise InputError(_("不是有效的CSV（{error}）").format(error=error), place=source) from error
    width = max(map(len, rows), default=0)
    return Book(source, (Grid("", [row + [""] * (width - len(row)) for row in rows]),), digest, "document")
