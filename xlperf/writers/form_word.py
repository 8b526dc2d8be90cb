"""A form as a Word document by python-docx: A4, one table with its merges, 宋体, rows that stay on one page."""

import io
from datetime import datetime

from xlperf.errors import InputError
from xlperf.language import _, visible
from xlperf.model import Cell, Grid
from xlperf.writers.styles import FORM_FONT, STYLES

_MADE = datetime(2026, 1, 1)
"""The fixed date of creation: the same form gives the same document."""

_PAPER, _MARGIN = (21.0, 29.7), 2.0
"""A4 and its margins, centimetres."""

_UPRIGHT = 100
"""The width of a form, in characters, that upright paper holds."""

_SMALL = 9
"""The size of amounts, points: they must not break."""

_INSIDE = {"top": 30, "left": 60, "bottom": 30, "right": 60}
"""The room between a text and the rules around it, twentieths of a point."""

_ROW = 20
"""The height of a row of one line, points."""


def word_form(grid: Grid) -> bytes:
    """Return the bytes of a document with a form. Raises `InputError` where python-docx is not installed."""
    try:
        import docx
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm
    except ImportError as error:
        raise InputError(_("生成Word文档要用python-docx"), remedy=_("请运行：pip install xlperf[word]")) from error
    document = docx.Document()
    section = document.sections[0]
    paper = _PAPER if sum(grid.widths) <= _UPRIGHT else _PAPER[::-1]
    section.page_width, section.page_height = map(Cm, paper)
    section.orientation = WD_ORIENT.PORTRAIT if paper == _PAPER else WD_ORIENT.LANDSCAPE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN)
    _add_page_number(section)
    document.core_properties.created = document.core_properties.modified = _MADE
    document.core_properties.author = "xlperf"
    titles = [row for row in range(1, len(grid.rows) + 1) if grid.styles.get((row, 1), "") in ("form.title", "form.subtitle")]
    for row in titles:
        _write(document.add_paragraph(), grid.rows[row - 1][0], grid.styles[row, 1])
    _add_table(document, grid, len(titles), paper[0] - 2 * _MARGIN)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_table(document, grid: Grid, above: int, room: float) -> None:
    """Add the rows of a grid below its titles as a table `room` centimetres wide, merged cells as what they are."""
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    widths = grid.widths
    table = document.add_table(len(grid.rows) - above, len(widths), style="Table Grid")
    table.autofit = False
    _set_margins(table)
    unit = room / sum(widths)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(unit * width)
    for each in table.rows:
        each.height = Pt(_ROW)  # at the least: a row grows with its texts
        each._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # one that is longer than a page is split all the same
    spans = {(top, left): (bottom, right) for top, left, bottom, right in grid.merged}
    hidden = grid.hidden()
    cells = [row.cells for row in table.rows]  # all at once: asked one by one, the library goes through the whole table for each
    for row, column in sorted(place for place in grid.styles if place[0] > above and place not in hidden):
        bottom, right = spans.get((row, column), (row, column))
        cell = cells[row - above - 1][column - 1]
        if (bottom, right) != (row, column):
            cell = cell.merge(cells[bottom - above - 1][right - 1])
        cell.width = Cm(unit * sum(widths[column - 1 : right]))
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        _write(cell.paragraphs[0], grid.rows[row - 1][column - 1], grid.styles[row, column])


def _set_margins(table) -> None:
    """Keep texts a little off the rules, narrower at the sides than Word does: classes fit into a line."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side, twentieths in _INSIDE.items():
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twentieths))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _add_page_number(section) -> None:
    """Put 第N页 into the middle of the footer: fields that Word fills in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in ("第 ", "PAGE", " 页，共 ", "NUMPAGES", " 页"):
        run = paragraph.add_run("" if text.isascii() else text)
        run.font.size = Pt(_SMALL)
        if text.isascii():
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), text)
            field.append(run._element)
            paragraph._p.append(field)


def _write(paragraph, value: Cell, style: str) -> None:
    """Write a value into a paragraph as its style shows it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    look = STYLES[style]
    paragraph.alignment = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}.get(look.get("align", ""))
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(shown(value))
    size = _SMALL if look["align"] == "right" else look.get("font_size", 10.5)
    run.bold, run.font.size, run.font.name = bool(look.get("bold")), Pt(size), FORM_FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FORM_FONT)


def shown(value: Cell) -> str:
    """Return a cell of a form as it is printed: amounts with two places or more."""
    if isinstance(value, float | int):
        whole, _point, places = f"{value:,.6f}".partition(".")
        return f"{whole}.{places.rstrip('0').ljust(2, '0')}"
    return "" if value is None else visible(str(value))
