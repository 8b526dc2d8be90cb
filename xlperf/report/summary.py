"""The summary workbook of a run: sums and charts, a ranking, what was missed, and every table flat, ready for pivots."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlperf.batch.results import Results, Row, columns_of
from xlperf.batch.roster import FILED, MISSING, TWICE, UNREADABLE
from xlperf.language import _
from xlperf.model import SEVERITIES
from xlperf.rows import CHANGES, FAILED, FINDINGS, INDICATORS, NUMBER, TASKS, TEXT, UNITS, WHOLE, Column
from xlperf.rules import RULES
from xlperf.target import MISSED

MARK = "xlperf report"
"""The custom property by which a summary of ours is known again."""

_MOST_ROWS = 1_048_570
"""What Excel can hold, with room for the headings."""
_WIDE = {"file": 48, "message": 70, "hint": 44, "reason": 40, "department": 28,
         "level3": 30, "target": 18, "actual": 18, "error": 44, "digest": 14, "others": 40, "name": 28}  # fmt: skip
_LEFT_OUT = {
    UNITS.key: ("digest",), INDICATORS.key: ("file", "key", "verdict", "reason", "place"), TASKS.key: ("file", "place"), CHANGES.key: ("key",),
}  # fmt: skip
"""What the flat tables of the workbook do without, since millions of cells take long to write and to open: the other outputs have it."""
_SHARES = ("rate", "ratio")
_BANDS = (("95分以上", 95), ("90—95分", 90), ("80—90分", 80), ("60—80分", 60), ("60分以下", float("-inf")))
_TOP_RULES = 12
_INK, _LINE = "#1F4E5F", "#B7C9CF"
_FONT = "微软雅黑"
_COLOURS = {
    **{_("有{severity}").format(severity=_(each)): colour for each, colour in zip(SEVERITIES, ("#C0504D", "#E3A23C", "#7FA7B5"), strict=True)},
    _("通过"): "#5B9A6F", FAILED: "#8C8C8C",
}  # fmt: skip


def write_summary(results: Results, path: Path) -> None:
    """Write the summary workbook."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_custom_property("program", MARK)
        looks = _Looks(book)
        _overview(book, looks, results)
        _flat(book, looks, _("排名表"), _RANKING, _ranking(results))
        _flat(book, looks, _("未达标指标"), columns_of(INDICATORS), missed(results), ("key", "number", "verdict", "status", "booked", "score"))
        for table in results.tables:
            _flat(book, looks, table.title, columns_of(table), results.rows(table), _LEFT_OUT.get(table.key, ()))


class _Looks:
    """The formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook):
        base = {"font_name": _FONT, "font_size": 10, "valign": "vcenter"}

        def look(**more: Any) -> Format:
            return book.add_format(base | more)

        self.title = look(font_size=16, bold=True, font_color=_INK)
        self.note = look(font_color="#6B7B80")
        self.part = look(font_size=12, bold=True, font_color=_INK, bottom=2, bottom_color=_INK)
        self.head = look(bold=True, font_color="white", bg_color=_INK, border=1, border_color=_LINE, text_wrap=True, align="center")
        line = {"border": 1, "border_color": _LINE}
        self.text, self.number = look(**line, indent=1), look(**line, num_format="#,##0.00")
        self.whole, self.share = look(**line, num_format="#,##0"), look(**line, num_format="0.0%")
        self.year = look(**line, num_format="0", align="center")

    def of(self, column: Column) -> Format:
        if column.key in _SHARES:
            return self.share
        return self.year if column.key in ("year", "rank") else {NUMBER: self.number, WHOLE: self.whole}.get(column.kind, self.text)


def _flat(
    book: xlsxwriter.Workbook, looks: _Looks, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], left_out: Sequence[str] = ()
) -> None:
    """Write a table with one row of headings, frozen and filtered, and name it; some columns are left out."""
    taken = [at for at, column in enumerate(columns) if column.key not in left_out]
    taken.sort(key=lambda at: columns[at].key == "file")  # the longest, and the least looked at
    columns = [columns[at] for at in taken]
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    formats = [looks.of(column) for column in columns]
    for at, column in enumerate(columns):
        usual = 12 if column.kind == TEXT else 11
        sheet.set_column(at, at, _WIDE.get(column.key, max(usual, 2 * len(column.title) + 2)))
    sheet.set_row(0, 30)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.title, looks.head)
    last = 0
    for last, row in enumerate(rows, 1):
        if last > _MOST_ROWS:
            sheet.write_string(last, 0, _("Excel一张表放不下，其余的行请用CSV或Parquet输出"), looks.note)
            break
        for column, at in enumerate(taken):
            _put(sheet, last, column, row[at], formats[column])
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.define_name(f"表_{title}", f"='{title}'!{xlsxwriter.utility.xl_range_abs(0, 0, max(last, 1), len(columns) - 1)}")


def _put(sheet: Worksheet, row: int, column: int, value: Any, look: Format) -> None:
    """Write a value: a text is always a text, whatever it begins with."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, _("是") if value else _("否"), look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:32_767], look)
    else:
        sheet.write_number(row, column, value, look)


_RANKING = (
    Column("rank", _("名次"), WHOLE), Column("department", _("单位名称")), Column("code", _("预算单位编码")), Column("supervisor", _("主管部门")),
    Column("score", _("得分合计"), NUMBER), Column("grade", _("评价等级")), Column("rate", _("预算执行率"), NUMBER),
    Column("met", _("达标"), WHOLE), Column("missed", _("未达标"), WHOLE), Column("errors", _("错误"), WHOLE), Column("file", _("文件")),
)  # fmt: skip


def _ranking(results: Results) -> Iterator[list[Any]]:
    """Yield the units whose points are all settled, the best first; equal points share a rank."""
    done = sorted((unit for unit in results.units if unit["counted"] and unit["finished"]), key=lambda unit: -unit["score"])
    rank = 0
    for nth, unit in enumerate(done, 1):
        rank = rank if nth > 1 and unit["score"] == done[nth - 2]["score"] else nth
        yield [rank, *(unit[column.key] for column in _RANKING[1:])]


def missed(results: Results) -> Iterator[Sequence[Any]]:
    """Yield the rows of the indicators that were missed."""
    verdict = [column.key for column in columns_of(INDICATORS)].index("verdict")
    return (row for row in results.rows(INDICATORS) if row[verdict] == MISSED)


@dataclass(frozen=True, slots=True)
class _Block:
    """A small table of the overview: its title, headings and rows, and the kind of its chart ("" for none)."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    chart: str = ""
    colours: Sequence[str] = ()


def _blocks(results: Results) -> Iterator[_Block]:
    units = [unit for unit in results.units if unit["counted"] or unit["verdict"] == FAILED]
    verdicts = Counter(unit["verdict"] for unit in units)
    known = [each for each in _COLOURS if verdicts[each]]
    yield _Block(_("校验结论"), (_("结论"), _("单位数")), [(each, verdicts[each]) for each in known], "doughnut", [_COLOURS[each] for each in known])
    if results.filings:
        states = Counter(row["state"] for row in results.filings)
        yield _Block(_("报送情况"), (_("状态"), _("单位数")), list(states.items()), "bar")
        for key, title in (("section", _("按业务科室")), ("supervisor", _("按主管部门"))):
            if rows := _by(results.filings, key):
                yield _Block(_("{title}的报送情况").format(title=title), (title[1:], _("应报"), _("已报"), _("未报"), _("读不了")), rows)
    done = [unit["score"] for unit in units if unit["finished"]]
    if done:
        bands = [next(name for name, least in _BANDS if score >= least) for score in done]
        yield _Block(_("得分分布（得分已定的单位）"), (_("得分"), _("单位数")), [(name, bands.count(name)) for name, _least in _BANDS], "column")
    if rules := _rules(results):
        yield _Block(_("最常见的问题"), (_("规则"), _("涉及单位"), _("项数"), _("级别")), rows=rules, chart="bar")


def _by(filings: Sequence[Row], key: str) -> list[tuple[Any, ...]]:
    """Return for each section or department how many had to file, did, did not, and cannot be read."""
    names = sorted({row[key] for row in filings if row[key]})
    states = Counter((row[key], row["state"]) for row in filings)
    return [(name, sum(states[name, each] for each in (FILED, TWICE, UNREADABLE, MISSING)), states[name, FILED] + states[name, TWICE],
             states[name, MISSING], states[name, UNREADABLE]) for name in names]  # fmt: skip


def _rules(results: Results) -> list[tuple[Any, ...]]:
    """Return the rules that most units are found by: the rule, how many units, how many findings, how bad."""
    at = {column.key: nth for nth, column in enumerate(columns_of(FINDINGS))}
    counts: Counter[str] = Counter()
    units: dict[str, set[str]] = {}
    severities: dict[str, str] = {}
    titles = {rule.id: f"{rule.id} {rule.title}" for rule in RULES}
    for row in results.rows(FINDINGS):
        rule = row[at["rule"]]
        counts[rule] += 1
        units.setdefault(rule, set()).add(row[at["file"]])
        severities.setdefault(rule, row[at["severity"]])
    most = sorted(units, key=lambda rule: (-len(units[rule]), rule))[:_TOP_RULES]
    return [(titles.get(rule, rule), len(units[rule]), counts[rule], severities[rule]) for rule in most]


def _overview(book: xlsxwriter.Workbook, looks: _Looks, results: Results) -> None:
    """Write the first sheet: what was checked, and its blocks one below the other, their charts beside them."""
    sheet = book.add_worksheet(_("汇总"))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 11, 11)
    sheet.set_row(0, 32)
    sheet.write_string(0, 1, _("绩效目标校验汇总"), looks.title)
    lines = told(results)
    for row, line in enumerate(lines, 1):
        sheet.write_string(row, 1, line, looks.note)
    at = len(lines) + 2
    for block in _blocks(results):
        at = _block(book, sheet, looks, block, at)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def told(results: Results) -> list[str]:
    """Return what a run comes to, in a few sentences."""
    units = results.units
    counted = [unit for unit in units if unit["counted"]]
    failed = sum(unit["verdict"] == FAILED for unit in units)
    lines = [_("文件{files}个，计入汇总{counted}个，没能校验{failed}个").format(files=len(units), counted=len(counted), failed=failed)]
    if results.left:
        lines.append(_("校验中途停止，还有{left}个文件没有校验").format(left=results.left))
    if results.filings:
        due = [row for row in results.filings if row["state"] in (FILED, TWICE, UNREADABLE, MISSING)]
        filed = sum(row["state"] in (FILED, TWICE) for row in due)
        lines.append(_("应报{due}个单位，已报{filed}个（{share:.1%}）").format(due=len(due), filed=filed, share=filed / len(due) if due else 0))
    budget, spent = (sum(unit[key] or 0 for unit in counted) for key in ("budget", "spent"))
    rate = spent / budget if budget else 0
    lines.append(_("全年预算数{budget:,.2f}万元，执行数{spent:,.2f}万元，执行率{rate:.1%}").format(budget=budget, spent=spent, rate=rate))
    indicators, missed = (sum(unit[key] or 0 for unit in counted) for key in ("indicators", "missed"))
    lines.append(_("指标{indicators:,}项，未达标{missed:,}项（见“未达标指标”）").format(indicators=indicators, missed=missed))
    return lines


_CHART_ROWS = 14


def _block(book: xlsxwriter.Workbook, sheet: Worksheet, looks: _Looks, block: _Block, top: int) -> int:
    """Write a block from a row on, and return the row where the next may begin."""
    for column in range(len(block.headings)):
        sheet.write_string(top, 1 + column, block.title if not column else "", looks.part)
        sheet.write_string(top + 1, 1 + column, block.headings[column], looks.head)
    for row, values in enumerate(block.rows, top + 2):
        for column, value in enumerate(values, 1):
            _put(sheet, row, column, value, looks.whole if isinstance(value, int) else looks.text)
    end = top + 2 + len(block.rows)
    if not block.chart or not block.rows:
        return end + 1
    chart = book.add_chart({"type": block.chart})
    name = sheet.get_name()
    points = {"points": [{"fill": {"color": colour}} for colour in block.colours]} if block.colours else {"fill": {"color": "#5B8FA3"}, "gap": 60}
    chart.add_series({"categories": [name, top + 2, 1, end - 1, 1], "values": [name, top + 2, 2, end - 1, 2],
                      "data_labels": {"value": True, "font": {"name": _FONT, "size": 9}}, **points})  # fmt: skip
    chart.set_title({"none": True})
    if block.chart != "doughnut":
        chart.set_legend({"none": True})
        value_axis = {"visible": False, "major_gridlines": {"visible": False}}
        chart.set_y_axis({"reverse": True, "num_font": {"name": _FONT}} if block.chart == "bar" else value_axis)
        chart.set_x_axis(value_axis if block.chart == "bar" else {"num_font": {"name": _FONT}})
    chart.set_size({"width": 460, "height": 20 * (max(len(block.rows), _CHART_ROWS - 2) + 1)})
    sheet.insert_chart(top, 6, chart)
    return max(end, top + _CHART_ROWS) + 1
