"""The sheet 概况: who files, what came of it in figures, and two charts."""

from xlperf import schema
from xlperf.build.content import Content
from xlperf.build.macros import write_title
from xlperf.intake import Layout
from xlperf.intake.layout import FIRST_FIELD_ROW, PARTICULAR_COLUMN, SUMMARY_COLUMN
from xlperf.language import CHINESE, _
from xlperf.writers.fresh import FreshBook, write_cell
from xlperf.writers.styles import INK, QUIET, RULE, STATE_COLOURS, STYLES

_ROW_PIXELS, _CHART_PIXELS = 20, 872
"""The height of a row under a chart, and the width of columns B to F."""

_ROW_HEIGHT = 22 if CHINESE else 32
"""Points of a row with a field: labels in two languages take two lines."""

_CHART_ROW = FIRST_FIELD_ROW + max(len(schema.PARTICULARS), len(schema.SUMMARY)) + 1
_TASKS_TO_COME = 8
"""How many tasks the chart of an empty workbook has room for."""
_WIDTHS = (2, 16, 36, 3, 26, 42) if CHINESE else (2, 24, 28, 3, 26, 42)


def render_overview(book: FreshBook, content: Content, layout: Layout) -> None:
    """Render 概况: the user's fields on the left, the summary on the right, charts below."""
    page = book.sheet(schema.OVERVIEW, "#1F4E79")
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    page.set_row(0, 34)
    write_title(book, page, 0, 1, _("概况") + _(content.mark))
    page.write_string(1, 1, _("左边由您填写；右边自动计算，图随数据变化。"), book.style("hint"))
    page.set_row(3, 24)
    page.merge_range(3, 1, 3, 2, _("单位与填报"), book.style("section"))
    page.merge_range(3, 4, 3, 5, _("汇总"), book.style("section"))
    _particulars(book, page, content)
    _summary(book, page, layout)
    _charts(book, page, layout)
    page.set_portrait()
    page.fit_to_pages(1, 1)


def _particulars(book: FreshBook, page, content: Content) -> None:
    for offset, each in enumerate(schema.PARTICULARS):
        row, column = FIRST_FIELD_ROW - 1 + offset, PARTICULAR_COLUMN - 1
        page.set_row(row, _ROW_HEIGHT)
        page.write_string(row, column - 1, schema.label_of(each), book.style("label"))
        write_cell(page, row, column, content.particulars.get(each.key), book.style(f"{each.kind}.user"))
        chosen = {"validate": "list", "source": list(schema.CHOICES[each.choices])} if each.choices else {"validate": "any"}
        page.data_validation(row, column, row, column, chosen | {"input_title": each.label, "input_message": _(each.help)})


def _summary(book: FreshBook, page, layout: Layout) -> None:
    cells = {each.key: layout.fields[each.key].cell for each in schema.SUMMARY}
    for offset, each in enumerate(schema.SUMMARY):
        row, column = FIRST_FIELD_ROW - 1 + offset, SUMMARY_COLUMN - 1
        page.set_row(row, _ROW_HEIGHT)
        page.write_string(row, column - 1, schema.label_of(each), _label(book, each))
        formula = schema.formula_text(each.formula, cells=cells) if each.formula else ""
        write_cell(page, row, column, "", book.style(f"{each.kind}.ours"), formula)


def _label(book: FreshBook, each: schema.Field):
    """Return the look of a label: a status bears its own colours."""
    if each.label not in STATE_COLOURS:
        return book.style("label.ours")
    ink, fill = STATE_COLOURS[each.label]
    return book.plain(STYLES["label.ours"] | {"font_color": ink, "bg_color": fill})


def _charts(book: FreshBook, page, layout: Layout) -> None:
    charts = ((_("预算与执行（万元）"), _spending_chart, 14), (_("指标完成情况（项）"), _status_chart, 12))
    row = _CHART_ROW
    for title, make, height in charts:
        page.set_row(row - 1, 22)
        page.merge_range(row - 1, 1, row - 1, 5, title, book.style("section"))
        page.insert_chart(row, 1, make(book, layout, height * _ROW_PIXELS - 6), {"object_position": 2, "y_offset": 4})
        for covered in range(row, row + height):
            page.set_row_pixels(covered, _ROW_PIXELS)
        row += height + 2


def _spending_chart(book: FreshBook, layout: Layout, height: int):
    """Budget against spent, a pair of bars a task, the first task on top."""
    block = layout.blocks["tasks"]
    room = 0 if block.last_row > block.first_row else block.first_row + _TASKS_TO_COME - 1
    chart = book.workbook.add_chart({"type": "bar"})

    def area(key: str) -> list:
        column = block.columns[key] - 1
        return [block.sheet, block.first_row - 1, column, max(block.last_row, room) - 1, column]

    for key, colour in (("budget", "#B9CCE0"), ("spent", "#1F4E79")):
        chart.add_series({
            "name": schema.TASKS.column(key).heading, "categories": area("name"), "values": area(key),
            "fill": {"color": colour}, "gap": 60, "overlap": -5,
        })  # fmt: skip
    font = {"color": INK, "size": 9}
    chart.set_y_axis({"reverse": True, "num_font": font, "line": {"color": RULE}, "major_tick_mark": "none"})
    chart.set_x_axis({"num_font": font | {"color": QUIET}, "major_gridlines": {"visible": True, "line": {"color": RULE}},
                      "line": {"none": True}, "num_format": "#,##0", "label_position": "high"})  # fmt: skip
    return _finished(chart, {"position": "top", "font": font}, height)


def _status_chart(book: FreshBook, layout: Layout, height: int):
    """How many indicators have each status, in the colours of the statuses."""
    words = list(schema.STATUS)
    first, last = layout.fields[words[0]], layout.fields[words[-1]]
    chart = book.workbook.add_chart({"type": "column"})
    area = [schema.OVERVIEW, first.row - 1, first.column - 1, last.row - 1, first.column - 1]
    labels = [schema.OVERVIEW, first.row - 1, first.column - 2, last.row - 1, first.column - 2]
    points = [{"fill": {"color": STATE_COLOURS[schema.STATUS[word]][0]}} for word in words]
    font = {"color": INK, "size": 9}
    chart.add_series({
        "name": _("指标数"), "categories": labels, "values": area, "points": points, "gap": 55,
        "data_labels": {"value": True, "font": {"bold": True, "color": INK, "size": 10}},
    })  # fmt: skip
    chart.set_x_axis({"num_font": font, "line": {"color": RULE}, "major_tick_mark": "none"})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    return _finished(chart, {"none": True}, height)


def _finished(chart, legend: dict, height: int):
    chart.set_legend(legend)
    chart.set_title({"none": True})
    chart.set_chartarea({"border": {"color": RULE}})
    chart.set_size({"width": _CHART_PIXELS, "height": height})
    return chart
