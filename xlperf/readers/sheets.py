"""Spreadsheets that are read and never written to (.xls, .ods, .csv): each sheet as a grid.

A number may be a percentage (0.95 is 95%), and only its cell tells: xlrd knows the number formats of .xls; in an .ods the kind
of each value stands beside it.
"""

import io
import zipfile
from collections.abc import Iterator

import xlrd
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import Book, Cell, Grid
from xlperf.readers.apart import sign_of_life


def read_sheets(source: str, data: bytes, digest: str) -> Book:
    """Read all visible sheets of an .ods. Raises `InputError` where it cannot."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        percentages = _percentages(data)
        visible = [each.name for each in workbook.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
        grids = tuple(_grid(workbook, name, percentages.get(name, {})) for name in visible)
    except (CalamineError, ValueError, OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise _damaged(source) from error
    return Book(source, grids, digest, "document")


def _damaged(source: str) -> InputError:
    return InputError(_("不是有效的电子表格，可能已损坏或有密码"), place=source)


def _grid(workbook: CalamineWorkbook, name: str, formats: dict[tuple[int, int], str]) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    merged = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return Grid(name, sheet.to_python(skip_empty_area=False), merged=tuple(merged), formats=formats)


_TABLE, _OFFICE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{each}:1.0}}" for each in ("table", "office"))
_PERCENT = "0%"


def _percentages(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Return the cells of each sheet of an .ods that hold a percentage."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("content.xml") as content:
        for _event, table in etree.iterparse(content, tag=f"{_TABLE}table", resolve_entities=False, no_network=True):
            found[table.get(f"{_TABLE}name", "")] = dict.fromkeys(_percent_cells(table), _PERCENT)
            table.clear()
    return found


def _percent_cells(table: etree._Element) -> Iterator[tuple[int, int]]:
    row = 0
    for each in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in each.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            column += 1
            if cell.get(f"{_OFFICE}value-type") == "percentage":
                yield row + 1, column
            column += int(cell.get(f"{_TABLE}number-columns-repeated", "1")) - 1
        row += int(each.get(f"{_TABLE}number-rows-repeated", "1"))


def read_xls(source: str, data: bytes, digest: str) -> Book:
    """Read all visible sheets of an .xls. Raises `InputError` where it cannot."""
    try:
        with xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO()) as workbook:
            grids = tuple(_xls_grid(workbook, sheet) for sheet in workbook.sheets() if not sheet.visibility)
    except MemoryError:
        raise
    except Exception as error:  # xlrd trusts the file: a broken one raises whatever comes
        raise _damaged(source) from error
    return Book(source, grids, digest, "document")


def _xls_grid(workbook: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    sign_of_life()
    rows = [[_xls_value(workbook, cell) for cell in sheet.row(row)] for row in range(sheet.nrows)]
    formats = {(row + 1, column + 1): told for row in range(sheet.nrows) for column, cell in enumerate(sheet.row(row))
               if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE) and (told := _format(workbook, cell)) != "General"}  # fmt: skip
    width = max(map(len, rows), default=0)
    merged = tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    return Grid(sheet.name, [[*row, *[""] * (width - len(row))] for row in rows], merged=merged, formats=formats)


def _format(workbook: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    return workbook.format_map[workbook.xf_list[cell.xf_index].format_key].format_str


def _xls_value(workbook: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, workbook.datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return cell.value
