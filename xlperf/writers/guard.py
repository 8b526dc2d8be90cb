"""Whose a cell is, by the schema and the workbook itself: edits of the user's cells are refused."""

from xlperf import schema
from xlperf.errors import WriteRefusedError
from xlperf.intake import labelled_cells
from xlperf.language import _
from xlperf.model import Edit, Edits, Place
from xlperf.ooxml import Package, TablePart, scan_sheet
from xlperf.ooxml.shared import shared_strings
from xlperf.ooxml.splice import current_value

_SHEETS = {sheet.name: sheet for sheet in schema.TABLE_SHEETS}


def refuse_user_cells(package: Package, edits: Edits) -> None:
    """Raise `WriteRefusedError` for the first edit of a cell that is not ours.

    Ours are the rows of our tables in the columns that the schema gives to us, the cells right of the labels of the summary
    in 概况, and the sheet 目标表. A table that is to grow counts with its new rows.
    """
    tables = {name: our_table(package, name) for name in package.sheets if name in _SHEETS}
    sizes = {size.sheet: size.rows for size in edits.sizes}
    overview = _our_fields(package)
    for edit in (*edits.cells, *edits.stamps):
        sheet = edit.place.sheet
        if sheet in tables:
            allowed = _is_ours(edit, tables[sheet], sizes.get(sheet))
        else:
            allowed = sheet == schema.FORM or (sheet == schema.OVERVIEW and edit.place in overview)
        if sheet in package.sheets and not allowed:
            raise WriteRefusedError(_("{place}是用户填写的单元格，不能改写").format(place=edit.place))


def our_table(package: Package, sheet: str) -> TablePart:
    """Return the table of ours in a sheet. Raises `WriteRefusedError` where it is gone."""
    name = _SHEETS[sheet].table
    found = next((table for table in package.tables(sheet) if table.name == name), None)
    if found is None:
        raise WriteRefusedError(
            _("工作表“{sheet}”中的表格{name}不见了，可能已转换为普通区域").format(sheet=sheet, name=name),
            remedy=_("请用“xlperf new 新文件.xlsx --from 本文件”重新生成"),
        )
    return found


def our_columns(table: TablePart, sheet: str) -> list[int]:
    """Return the columns of a table that the schema gives to us, by its own headings."""
    owners = {column.heading: column.owner for column in _SHEETS[sheet].columns}
    left = table.corners[1]
    return [left + offset for offset, name in enumerate(table.columns) if owners.get(name) == "ours"]


def _is_ours(edit: Edit, table: TablePart, rows: int | None) -> bool:
    top, _left, bottom, _right = table.corners
    bottom = max(bottom, top + rows) if rows else bottom
    return top < edit.place.row <= bottom and edit.place.column in our_columns(table, edit.place.sheet)


def _our_fields(package: Package) -> set[Place]:
    """Return the cells of 概况 that hold the summary."""
    part = package.sheets.get(schema.OVERVIEW)
    if not part:
        return set()
    sheet = scan_sheet(package.read(part))
    cells = [(row, column, cell) for row, span in sheet.rows.items() for column, cell in span.cells.items()]
    wanted = {int(c.text) for _r, _c, c in cells if c.attributes.get("t") == "s" and c.text.isdigit()}
    shared = shared_strings(package, wanted)
    values = ((row, column, current_value(cell, shared)) for row, column, cell in cells)
    found = labelled_cells((row, column, value) for row, column, value in values if isinstance(value, str))
    return {Place(schema.OVERVIEW, *found[each.key]) for each in schema.SUMMARY if each.key in found}
