"""The master workbook: the sheets of the schema, filled with content."""

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from xlperf import schema
from xlperf.build.content import Content, book_of
from xlperf.build.macros import draw_buttons, workbook_macros, write_texts, write_title
from xlperf.build.overview import render_overview
from xlperf.build.source import source_text
from xlperf.forms import EVALUATION_WIDTHS, MONITORING_WIDTHS, target_form, unmade
from xlperf.forms.heights import line_count
from xlperf.intake import Layout, read_case
from xlperf.language import CHINESE, _
from xlperf.model import Grid, NewSheet, Place
from xlperf.ooxml.references import LAST_ROW, column_letters
from xlperf.writers.fresh import FreshBook, render_grid, write_cell
from xlperf.writers.styles import STATE_COLOURS, STYLES

_TAB_COLOURS = {"goals": "#1F4E79", "tasks": "#1F4E79", "indicators": "#1F4E79", "ledger": "#1F4E79",
                "months": "#1F4E79", "budgets": "#1F4E79", "mapping": "#6B7280", "monitor": "#1F4E79", "review": "#6B7280",
                "findings": "#A61B1B"}  # fmt: skip
_ROOM = {"ledger": 200_000}
"""Down to which row dropdowns and colours reach; rows that a table grows into have them already."""
_BLANK_ROWS = {"goals": 8, "tasks": 12, "indicators": 40, "budgets": 20, "mapping": 20, "monitor": 20, "review": 20, "findings": 1}
"""How many rows the tables of an empty workbook have."""

_ONE_PAGE = 300
"""The width of columns that can be read on one page, landscape; wider tables go over two."""

_STATES = ("state", "severity", "light")


def build_master(content: Content, *, macros: bool = False) -> bytes:
    """Return the bytes of a master workbook of this content, .xlsm with `macros`, else .xlsx: the same bytes for the same content.

    Cells of ours hold their formulas and nothing else yet; results come into it as into any workbook, through the package
    editor.
    """
    grids, layout = book_of(content)
    book = FreshBook("绩效目标工作簿", workbook_macros() if macros else None)
    _define_names(book, layout)
    _guide(book, content)
    render_overview(book, content, layout)
    book.keep(name for name in STYLES if name.startswith("form."))
    for sheet in schema.TABLE_SHEETS:
        _render_table(book, sheet, content)
    drawn = target_form(read_case(grids, layout).table)
    form = _form(book, drawn)
    draw_buttons(book, form, 0, len(drawn.widths), "")
    for blank in (unmade(schema.MONITORING_FORM, MONITORING_WIDTHS), unmade(schema.EVALUATION, EVALUATION_WIDTHS)):
        draw_buttons(book, _form(book, blank), 0, len(blank.widths), "")
    if macros:
        write_texts(book)
    return book.close()


def build_form(form: Grid) -> bytes:
    """Return the bytes of a workbook that holds a form, and nothing else."""
    book = FreshBook(form.name)
    _form(book, form).set_footer("&C&8第 &P 页，共 &N 页")
    return book.close()


_UPRIGHT = 110
"""The width of a form that can be read upright."""


def _form(book: FreshBook, grid: Grid) -> Worksheet:
    """Add the sheet of a form."""
    form = book.sheet(grid.name, "#6B7280")
    if sum(grid.widths) > _UPRIGHT:
        form.set_landscape()
    form.fit_to_pages(1, 0)
    form.center_horizontally()
    form.print_area(0, 0, LAST_ROW - 1, len(grid.widths) - 1)  # not the button beside it, which some programs print
    render_grid(book, form, grid)
    return form


def draw_sheet(sheet: schema.Sheet) -> NewSheet:
    """Return an empty table sheet of the schema, to be put into a workbook that has none."""
    book = FreshBook(sheet.title)
    _render_table(book, sheet, Content({}, {}))
    return NewSheet(sheet.name, book.close())


def _define_names(book: FreshBook, layout: Layout) -> None:
    for name, template in schema.LISTS.items():
        book.workbook.define_name(name, "=" + schema.formula_text(template))
    for name, (key, template) in schema.NAMED_CELLS.items():
        book.workbook.define_name(name, "=" + template.format(_absolute(layout.fields[key])))
    for name, key in schema.NAMED_FIELDS.items() if book.macros else ():
        book.workbook.define_name(name, "=" + _absolute(layout.fields[key]))


def _absolute(place: Place) -> str:
    return f"{place.sheet}!${column_letters(place.column)}${place.row}"


def _render_table(book: FreshBook, sheet: schema.Sheet, content: Content) -> None:
    """Render a table sheet with the user's records; one blank row where there are none, since a table needs one."""
    page = book.sheet(sheet.name, _TAB_COLOURS[sheet.key])
    records = _records(sheet, content)
    last_row = schema.FIRST_ROW - 1 + len(records)
    _head(book, page, sheet, content.mark)
    page.add_table(
        schema.HEADING_ROW - 1, 0, last_row - 1, len(sheet.columns) - 1,
        {"name": sheet.table, "style": None, "columns": [_table_column(book, sheet, each) for each in sheet.columns]},
    )  # fmt: skip
    for offset, record in enumerate(records):
        page.set_row(schema.FIRST_ROW - 1 + offset, _height(sheet, record))
        for position, column in enumerate(sheet.columns):
            template = column.calculated(bool(book.macros))
            formula = schema.formula_text(template, sheet) if template else ""
            value = "" if formula else record.get(column.key)
            write_cell(page, schema.FIRST_ROW - 1 + offset, position, value, book.style(_style(column)), formula)
    _equip(book, page, sheet)


def _records(sheet: schema.Sheet, content: Content) -> list[Mapping]:
    """Return the records of a table, with blank rows to be typed into: not every program lets a table grow downwards."""
    if sheet is schema.MONTHS:
        return [{}] * len(_records(schema.TASKS, content))  # a row a task
    given = list(content.records.get(sheet.key, ()))
    if sheet is schema.LEDGER:
        return given + [{}] * max(300 - len(given), 100)
    return given or [{}] * _BLANK_ROWS[sheet.key]


def _height(sheet: schema.Sheet, record: Mapping) -> float:
    """Return the height that a record's long texts need; rows of ours get room for two lines."""
    if sheet in (schema.FINDINGS, schema.MONTHS, schema.MONITOR, schema.REVIEW):
        return 34
    texts = [(record.get(column.key), column.width) for column in sheet.columns if column.kind in ("note", "text")]
    lines = max((line_count(text, width) for text, width in texts if isinstance(text, str)), default=1)
    return min(max(20, 14.5 * lines + 6), 400)


def _style(column: schema.Column) -> str:
    kind = {"note": "text", "money": "amount"}.get(column.kind, column.kind)
    return f"{kind}.{'user' if column.owner == 'user' else 'ours'}"


def _table_column(book: FreshBook, sheet: schema.Sheet, column: schema.Column) -> dict:
    style = book.style("heading" if column.owner == "user" else "heading.ours")
    described = {"header": column.heading, "header_format": style}
    if template := column.calculated(bool(book.macros)):
        described["formula"] = "=" + schema.formula_text(template, sheet)
    return described


def _head(book: FreshBook, page, sheet: schema.Sheet, mark: str) -> None:
    """Title, guidance, and the bands over groups of columns; column widths and number formats of rows to come."""
    page.set_row(schema.TITLE_ROW - 1, 34)
    page.set_row(schema.HINT_ROW - 1, 20)
    page.set_row(schema.BAND_ROW - 1, 18)
    page.set_row(schema.HEADING_ROW - 1, 32)
    border = sum(round(7 * column.width) + 5 for column in sheet.columns[: sheet.frozen])
    write_title(book, page, schema.TITLE_ROW - 1, 0, _(sheet.title) + _(mark), border)
    page.write_string(schema.HINT_ROW - 1, 0, _(sheet.hint), book.style("hint"))
    for position, column in enumerate(sheet.columns):
        body = {key: value for key, value in STYLES[_style(column)].items() if key not in ("border", "bg_color")}
        page.set_column(position, position, column.width, book.plain(body))
    if not CHINESE:  # what the headings say, in place of the bands: headings are what the table is known by
        page.set_row(schema.BAND_ROW - 1, 30)
        for position, column in enumerate(sheet.columns):
            page.write_string(schema.BAND_ROW - 1, position, column.english, book.style("gloss"))
        return
    groups: dict[str, list[int]] = {}
    for position, column in enumerate(sheet.columns):
        if column.band:
            groups.setdefault(column.band, []).append(position)
    for band, positions in groups.items():
        page.merge_range(
            schema.BAND_ROW - 1, positions[0], schema.BAND_ROW - 1, positions[-1], band, book.style("band")
        )


def _equip(book: FreshBook, page, sheet: schema.Sheet) -> None:
    """Dropdowns, help, colours of states, frozen headings, and how it prints."""
    first, room = schema.FIRST_ROW - 1, _ROOM.get(sheet.key, 2000)
    for position, column in enumerate(sheet.columns):
        if column.choices:
            page.data_validation(first, position, room, position, _choices(column))
        if column.help:
            tip = {"validate": "any", "input_title": column.heading[:32], "input_message": _(column.help)[:255]}
            page.data_validation(schema.HEADING_ROW - 1, position, schema.HEADING_ROW - 1, position, tip)
        if column.key in _STATES:
            for word, (ink, fill) in STATE_COLOURS.items():
                look = book.plain({"font_color": ink, "bg_color": fill, "bold": True})
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
                page.conditional_format(first, position, room, position, rule)
        if column.key == "rate" and sheet is schema.TASKS:
            bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#A9C7E8", "min_type": "num", "min_value": 0,
                   "max_type": "num", "max_value": 1, "data_bar_2010": True}  # fmt: skip
            page.conditional_format(first, position, room, position, bar)
    last = len(sheet.columns) - 1
    page.ignore_errors({"number_stored_as_text": f"A{schema.FIRST_ROW}:{column_letters(last + 1)}{room}"})
    page.freeze_panes(schema.HEADING_ROW, sheet.frozen)
    wide = sum(column.width for column in sheet.columns) > _ONE_PAGE
    page.set_zoom(85 if wide else 100)  # so that target, actual and status stand on one screen
    page.set_landscape()
    page.fit_to_pages(2 if wide else 1, 0)
    page.repeat_rows(schema.HEADING_ROW - 1)
    if wide:
        page.repeat_columns(0, sheet.frozen - 1)


def _choices(column: schema.Column) -> dict:
    fixed = schema.CHOICES.get(column.choices)
    source = list(fixed) if fixed else f"={column.choices}"
    strict = "stop" if fixed else "warning"
    message = _("请从下拉列表中选择。") if fixed else _("列表中没有这个名称（写编号也可以）。仍要使用吗？")
    return {"validate": "list", "source": source, "error_type": strict, "error_title": column.heading[:32],
            "error_message": message}  # fmt: skip


_GUIDE_WIDTH = 92
"""Letters that fit into a line of 说明."""


def _guide(book: FreshBook, content: Content) -> None:
    """The sheet 说明, from workbook/guide.txt: a title, sections, steps and pairs."""
    page = book.sheet(schema.GUIDE, "#6B7280")
    page.set_column(0, 0, 3)
    page.set_column(1, 1, 16 if CHINESE else 26)
    page.set_column(2, 2, _GUIDE_WIDTH)
    page.set_landscape()
    page.fit_to_pages(1, 1)
    for row, line in enumerate(source_text("guide.txt").splitlines(), 1):
        _guide_line(book, page, row, line, content.mark)


def _guide_line(book: FreshBook, page, row: int, line: str, mark: str) -> None:
    word, line = line.partition("｜")[0], _(line)
    parts = line.split("｜")
    if line.startswith("# "):
        page.set_row(row, 36)
        write_title(book, page, row, 1, line[2:] + _(mark))
    elif line.startswith("## "):
        page.set_row(row, 24)
        page.merge_range(row, 1, row, 2, line[3:], book.style("section"))
    elif len(parts) == 3:
        page.set_row(row, _guide_height(40, parts[2], _GUIDE_WIDTH))
        page.write_string(row, 1, f"{parts[0]}  {parts[1]}", book.style("step"))
        page.write_string(row, 2, parts[2], book.style("text.user"))
    elif len(parts) == 2:
        page.set_row(row, _guide_height(22, parts[1], _GUIDE_WIDTH))
        page.write_string(row, 1, parts[0], _swatch(book, word))
        page.write_string(row, 2, parts[1], book.style("text.user"))
    elif line:
        page.set_row(row, _guide_height(20, line, _GUIDE_WIDTH + 16))
        page.merge_range(row, 1, row, 2, line, book.style("body"))


def _guide_height(least: float, text: str, width: float) -> float:
    """Return the height of a row of 说明: room for its lines, and as much as looks well."""
    return max(least, 15 * line_count(text, width) + 7)


def _swatch(book: FreshBook, word: str):
    """Return the look that the word stands for."""
    looks: Mapping[str, str] = {"白色单元格": "text.user", "浅色单元格": "text.ours"}
    if word not in STATE_COLOURS:
        return book.style(looks.get(word, "step"))
    ink, fill = STATE_COLOURS[word]
    base = STYLES["status.ours"] | {"font_color": ink, "bg_color": fill, "bold": True}
    return book.plain(base)
