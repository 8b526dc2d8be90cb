"""Formulas of every kind, the calculation chain, and cell values of a newer Excel."""

import re
from io import BytesIO

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from .base import base, book, png
from .parts import (
    CHARTS,
    DOCUMENT,
    EMPTY,
    MAIN_NS,
    SHEET,
    SHEET_TYPE,
    WORKBOOK,
    Edit,
    chain,
    entries,
    pack,
    swap,
    with_parts,
    xml,
)


def in_row(number: int, cells: str) -> Edit:
    """An edit that puts cells behind the last one of a row."""

    def edit(part: bytes) -> bytes:
        row = re.search(rf'<row r="{number}"[^>]*>.*?(?=</row>)'.encode(), part, re.DOTALL)
        if row is None:
            raise ValueError(f"no row {number}")
        return part[: row.end()] + cells.encode() + part[row.end() :]

    return edit


WIDER = swap('<dimension ref="A1:H14"/>', '<dimension ref="A1:L14"/>')


def shared_formulas() -> bytes:
    """Shared formulas as Excel writes them: a column J2:J6 with one formula text, and a block K2:L3."""
    column = [(2, '<f t="shared" ref="J2:J6" si="0">ROW(A1)*A$5</f>')] + [
        (row, '<f t="shared" si="0"/>') for row in range(3, 7)
    ]
    cells = {row: f'<c r="J{row}">{formula}<v>{(row - 1) * 12.5}</v></c>' for row, formula in column}
    follower = '<f t="shared" si="1"/><v>3</v></c>'
    cells[2] += f'<c r="K2"><f t="shared" ref="K2:L3" si="1">C11</f><v>3</v></c><c r="L2">{follower}'
    cells[3] += f'<c r="K3">{follower}<c r="L3">{follower}'
    return with_parts(base(), edits={SHEET: chain(WIDER, *(in_row(row, text) for row, text in cells.items()))})


def data_table() -> bytes:
    """A what-if data table (t="dataTable"): the formula stands in its first cell, the others hold only results."""
    cells = {
        2: '<c r="J2"/><c r="K2"><f>A5*2</f><v>25</v></c>',
        3: '<c r="J3"><v>1</v></c><c r="K3"><f t="dataTable" ref="K3:K5" dt2D="0" dtr="0" r1="A5" ca="1"/><v>2</v></c>',
        4: '<c r="J4"><v>2</v></c><c r="K4"><v>4</v></c>',
        5: '<c r="J5"><v>3</v></c><c r="K5"><v>6</v></c>',
    }
    return with_parts(base(), edits={SHEET: chain(WIDER, *(in_row(row, text) for row, text in cells.items()))})


def formula_attributes() -> bytes:
    """Formulas with attributes and without results: ca, an empty v, an xml:space text, a preserved space, no v at all."""
    cells = {
        2: '<c r="J2"><f ca="1">NOW()</f><v>45366.5</v></c><c r="K2" t="str"><f>""</f><v></v></c>',
        3: '<c r="J3"><f xml:space="preserve"> A5 + 1 </f><v>13.5</v></c><c r="K3"><f>A5+2</f></c>',
        4: '<c r="J4" t="n"><v>1E-3</v></c><c r="K4" t="d"><v>2024-03-15</v></c>',
        5: '<c r="J5" t="str"><f>A1&amp;CHAR(10)</f><v xml:space="preserve">标题\n</v></c>',
    }
    return with_parts(base(), edits={SHEET: chain(WIDER, *(in_row(row, text) for row, text in cells.items()))})


def _chain_cells(data: bytes) -> str:
    """Each formula cell of the workbook, the last first, as Excel tends to list them."""
    content, found = entries(data), []
    for number, sheet in enumerate((SHEET, CHARTS, EMPTY), 1):
        for name, array in re.findall(rb'<c r="(\w+)"[^>]*><f( t="array")?', content[sheet]):
            flag = ' a="1"' if array else ""
            found.append(f'<c r="{name.decode()}" i="{number}"{flag}/>')
    return "".join(reversed(found))


def calc_chain() -> bytes:
    """A calculation chain that lists every formula cell of the workbook."""
    data = with_parts(base(), edits={EMPTY: swap("<sheetData/>", _SUM)})
    return with_parts(
        data,
        {"xl/calcChain.xml": xml(f'calcChain xmlns="{MAIN_NS}"', _chain_cells(data))},
        {"xl/calcChain.xml": f"{SHEET_TYPE}.calcChain+xml"},
        relations={WORKBOOK: [("rIdChain", f"{DOCUMENT}/calcChain", "calcChain.xml")]},
        edits={WORKBOOK: swap(' fullCalcOnLoad="1"', "")},
    )


_SUM = '<sheetData><row r="1"><c r="A1"><f>SUM(Table1[金额])</f><v>20.5</v></c></row></sheetData>'


def _dynamic(_: Workbook, sheet: Worksheet) -> None:
    sheet.write_dynamic_array_formula("J2", "=_xlfn._xlws.SORT(C11:C14)", None, 0)
    for row, value in ((2, 3), (3, 4), (4, 10)):
        sheet.write_number(row, 9, value)


def dynamic_array() -> bytes:
    """A dynamic array that spills: cm="1" on its first cell and the cell metadata behind it."""
    return book(_dynamic)


def _in_cell(_: Workbook, sheet: Worksheet) -> None:
    sheet.embed_image("J2", "red.png", {"image_data": BytesIO(png()), "description": "格内图"})
    sheet.write_dynamic_array_formula("K2", "=_xlfn._xlws.SORT(C11:C14)", None, 0)


def slashed_entry() -> bytes:
    """The same as rich_values as XlsxWriter 3.3 leaves it: one zip entry's name begins with a slash.

    openxml-audit does not find that entry, and says that the relationship in it is missing.
    """
    return book(_in_cell)


def rich_values() -> bytes:
    """A picture inside a cell: vm="1", value metadata and the richData parts, besides a dynamic array."""
    return pack({name.lstrip("/"): body for name, body in entries(book(_in_cell)).items()})


def _checkboxes(_: Workbook, sheet: Worksheet) -> None:
    sheet.insert_checkbox("J2", True)
    sheet.insert_checkbox("J3", False)


def checkboxes() -> bytes:
    """Tick boxes in cells, by a style that refers to a feature property bag."""
    return book(_checkboxes)


SAMPLES = {
    "shared_formulas": shared_formulas,
    "data_table": data_table,
    "formula_attributes": formula_attributes,
    "calc_chain": calc_chain,
    "dynamic_array": dynamic_array,
    "rich_values": rich_values,
    "slashed_entry": slashed_entry,
    "checkboxes": checkboxes,
}
