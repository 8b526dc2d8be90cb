"""The fresh writer: a new workbook by XlsxWriter, the same bytes from the same content.

It knows sheets of the schema, grids of forms, and free cells; what stands in them is decided elsewhere. Every text is written
as an explicit string: nothing that begins with `=` ever becomes a formula by accident.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

import xlsxwriter
from lxml import etree
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlperf.forms.heights import row_height
from xlperf.model import Grid
from xlperf.ooxml.changes import MAIN, new_entry
from xlperf.writers.styles import BUTTON, NAMES, STYLES

BUILT = datetime(2026, 1, 1)
"""The fixed date of creation: two builds of one content are the same bytes."""

_GROWS = re.compile(rb'(<row r="(?:[5-9]|\d\d+)"[^>]*?) customHeight="1"')
"""Rows of data: their heights are what we reckon, and Excel may fit them anew when a text grows."""



RIBBON = "customUI/customUI14.xml"
_RIBBON_RELATION = (
    b'<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    b'Target="customUI/customUI14.xml"/></Relationships>'
)
_WORKBOOK_TYPE, _ADDIN_TYPE = b"ms-excel.sheet.macroEnabled", b"ms-excel.addin.macroEnabled"
_SHAPE = re.compile(rb'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="(\d+)" name="[^"]*" descr="(Perf\w+)"/><xdr:cNvSpPr txBox="1"/>')
"""A text box of ours as XlsxWriter draws it, described by the procedure that it shall run."""
_LATIN = re.compile(rb'(<a:latin( typeface="[^"]*"/>))')
"""Its font, which must be named for Chinese letters too."""


@dataclass(frozen=True, slots=True)
class Macros:
    """What makes a workbook one with macros: its VBA project for the code names of its sheets, its ribbon (XML), and whether it
    is an add-in."""

    project: Callable[[Sequence[str]], bytes]
    ribbon: str
    addin: bool = False


class FreshBook:
    """A workbook being made. `sheet()` adds sheets in order, `close()` returns the bytes."""

    def __init__(self, title: str, macros: Macros | None = None):
        self.buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                   "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}  # fmt: skip
        self.workbook = xlsxwriter.Workbook(self.buffer, options)
        self.workbook.set_properties({"title": title, "author": "xlperf", "created": BUILT})
        self.workbook.set_calc_mode("auto", 191029)
        self._formats: dict[str, Format] = {}
        self.macros = macros

    def style(self, name: str) -> Format:
        """Return the format of a named style."""
        if name not in self._formats:
            self._formats[name] = self.workbook.add_format(STYLES[name])
        return self._formats[name]

    def keep(self, names: Iterable[str]) -> None:
        """Have named styles in the file that no cell wears yet: a click will."""
        for name in names:
            self.style(name)._get_xf_index()  # XlsxWriter leaves out what was never asked for

    def plain(self, properties: Mapping) -> Format:
        """Return a format without a name, for conditional formats."""
        return self.workbook.add_format(dict(properties))

    def sheet(self, name: str, colour: str) -> Worksheet:
        """Add a sheet: A4, no grid lines, page numbers in the footer."""
        sheet = self.workbook.add_worksheet(name)
        # the same formula stands in every row of a table, and XlsxWriter looks each one through for a hundred newer functions
        sheet._prepare_formula = cache(sheet._prepare_formula)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(colour)
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.55, 0.6)
        sheet.set_footer("&L&8&F&C&8第 &P 页，共 &N 页&R&8&A")
        return sheet

    def button(self, sheet: Worksheet, row: int, column: int, label: str, macro: str, width: int, offset: int) -> None:
        """Draw a button (0-based cell, sizes in pixels) that runs a procedure; nothing where the workbook has no macros."""
        if self.macros:
            look = BUTTON | {"width": width, "x_offset": offset, "description": macro, "object_position": 3}
            sheet.insert_textbox(row, column, label, look)

    def close(self) -> bytes:
        """Finish the workbook and return its bytes, its styles named."""
        if self.macros:
            names = [f"Sheet{number}" for number, _sheet in enumerate(self.workbook.worksheets(), 1)]
            for sheet, name in zip(self.workbook.worksheets(), names, strict=True):
                sheet.set_vba_name(name)
            self.workbook.set_vba_name()
            self.workbook.add_vba_project(io.BytesIO(self.macros.project(names)), is_stream=True)
        self.workbook.close()
        indices = {name: form.xf_index for name, form in self._formats.items() if form.xf_index and name in NAMES}
        return _finished(self.buffer.getvalue(), indices, self.macros)


def write_cell(sheet: Worksheet, row: int, column: int, value: object, style: Format, formula: str = "") -> None:
    """Write one cell (0-based) as what it is; a formula with its cached result."""
    if formula:
        result = "" if value is None else float(value) if isinstance(value, Decimal) else value
        sheet.write_formula(row, column, f"={formula}", style, result)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, date | datetime):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, float(value), style)


def render_grid(book: FreshBook, sheet: Worksheet, grid: Grid) -> None:
    """Render a form: values, merges, styles, and rows high enough for their texts."""
    for column, width in enumerate(grid.widths):
        sheet.set_column(column, column, width)
    hidden = grid.hidden()
    covered = {(top, left): (bottom, right) for top, left, bottom, right in grid.merged}
    for (row, column), name in sorted(grid.styles.items()):
        value = grid.rows[row - 1][column - 1]
        style = book.style(name)
        if (row, column) in covered:
            bottom, right = covered[row, column]
            sheet.merge_range(row - 1, column - 1, bottom - 1, right - 1, "", style)
        if value is not None or (row, column) not in hidden:
            write_cell(sheet, row - 1, column - 1, value, style)
    for row in range(1, len(grid.rows) + 1):
        sheet.set_row(row - 1, row_height(grid, row))


def _finished(data: bytes, indices: Mapping[str, int], macros: Macros | None) -> bytes:
    """Finish what XlsxWriter has no call for: named styles, rows that may grow, buttons, the ribbon, fixed zip dates; and no
    forced recalculation."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            body = old.read(info)
            if info.filename == "xl/styles.xml":
                body = _named(body, indices)
            elif info.filename.startswith("xl/worksheets/sheet"):
                body = _GROWS.sub(rb"\1", body)
            elif info.filename == "xl/workbook.xml":
                body = re.sub(rb' fullCalcOnLoad="1"', b"", body)
            elif info.filename.startswith("xl/drawings/drawing"):
                body = _buttons(body)
            elif info.filename == "[Content_Types].xml" and macros and macros.addin:
                body = body.replace(_WORKBOOK_TYPE, _ADDIN_TYPE)
            elif info.filename == "_rels/.rels" and macros:
                body = body.replace(b"</Relationships>", _RIBBON_RELATION)
            new.writestr(new_entry(info.filename), body)
        if macros:
            new.writestr(new_entry(RIBBON), macros.ribbon.encode())
    return out.getvalue()


def _buttons(drawing: bytes) -> bytes:
    """Turn the text boxes that are buttons into shapes with round corners that run their procedures."""
    if not _SHAPE.search(drawing):
        return drawing
    shape = rb'<xdr:sp macro="[0]!\2" textlink=""><xdr:nvSpPr><xdr:cNvPr id="\1" name="\2"/><xdr:cNvSpPr/>'
    drawing = _SHAPE.sub(shape, drawing).replace(b'prst="rect"', b'prst="roundRect"')
    drawing = _LATIN.sub(rb"\1<a:ea\2", drawing)
    return drawing.replace(b"</xdr:sp><xdr:clientData/>", b'</xdr:sp><xdr:clientData fPrintsWithSheet="0"/>')


def _named(styles: bytes, indices: Mapping[str, int]) -> bytes:
    """Add a `cellStyleXf` and a `cellStyle` for each name, and refer to it from the cell format."""
    root = etree.fromstring(styles)
    find = lambda name: root.find(f"{{{MAIN}}}{name}")  # noqa: E731 - a name for a path
    cell_xfs, style_xfs, cell_styles = find("cellXfs"), find("cellStyleXfs"), find("cellStyles")
    for name, index in sorted(indices.items(), key=lambda item: item[1]):
        xf = cell_xfs[index]
        copy = etree.fromstring(etree.tostring(xf))
        copy.attrib.pop("xfId", None)
        number = len(style_xfs)
        style_xfs.append(copy)
        xf.set("xfId", str(number))
        etree.SubElement(cell_styles, f"{{{MAIN}}}cellStyle", name=NAMES[name], xfId=str(number))
    for element in (style_xfs, cell_styles):
        element.set("count", str(len(element)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
