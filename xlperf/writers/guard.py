"""Whose a cell is, by the schema and the workbook itself: edits of the user's cells are refused."""

import html

from xlperf import schema
from xlperf.errors import WriteRefusedError
from xlperf.language import _
from xlperf.model import Edit, Edits, column_number
from xlperf.ooxml import Package, scan_sheet
from xlperf.ooxml.package import local
from xlperf.ooxml.shared import shared_strings
from xlperf.ooxml.splice import current_value

_TABLES = {sheet.table: sheet for sheet in schema.TABLE_SHEETS}


def refuse_user_cells(package: Package, edits: Edits) -> None:
    """Raise `WriteRefusedError` for the first edit of a cell that is not ours.

    Ours are the columns of our tables that the schema gives to us, the cells right of the labels of the summary in 概况, and
    the sheet 目标表.
    """
    columns = {name: _our_columns(package, name) for name in package.sheets}
    overview = _our_fields(package)
    for edit in (*edits.cells, *edits.stamps):
        if edit.place.sheet in package.sheets and not _is_ours(edit, columns, overview):
            raise WriteRefusedError(
                _("{place}是用户填写的单元格，不能改写").format(place=edit.place),
                remedy=_("什么也没有写入"),
            )


def _is_ours(edit: Edit, columns: dict[str, set[int]], overview: set[tuple[int, int]]) -> bool:
    sheet = edit.place.sheet
    if sheet == schema.FORM:
        return True
    if sheet == schema.OVERVIEW:
        return (edit.place.row, edit.place.column) in overview
    return edit.place.column in columns[sheet]


def _our_columns(package: Package, sheet: str) -> set[int]:
    """Return the columns of a sheet that its tables and the schema together make ours."""
    found = set()
    for table in package.tables(sheet):
        known = _TABLES.get(table.name)
        if known is None:
            continue
        owners = {column.heading: column.owner for column in known.columns}
        root = package.xml(table.part)
        names = [html.unescape(each.get("name", "")) for each in root.iter() if local(each) == "tableColumn"]
        left = _left(table.reference)
        found |= {left + offset for offset, name in enumerate(names) if owners.get(name) == "ours"}
    return found


def _left(reference: str) -> int:
    return column_number("".join(letter for letter in reference.partition(":")[0] if letter.isalpha()))


def _our_fields(package: Package) -> set[tuple[int, int]]:
    """Return the cells of 概况 right of a label of the summary."""
    part = package.sheets.get(schema.OVERVIEW)
    if not part:
        return set()
    sheet = scan_sheet(package.read(part))
    cells = [(row, column, cell) for row, span in sheet.rows.items() for column, cell in span.cells.items()]
    wanted = {int(c.text) for _r, _c, c in cells if c.attributes.get("t") == "s" and c.text.isdigit()}
    shared = shared_strings(package, wanted)
    labels = {each.label for each in schema.SUMMARY}
    return {(row, column + 1) for row, column, cell in cells if current_value(cell, shared) in labels}
