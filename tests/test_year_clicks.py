"""Buttons of the running year in an open workbook: a period of 运行监控, why a cell shows what it shows, accepting a finding."""

import pytest

from tests.fake_excel import Book
from tests.test_live import NOW, at, said, sheet, type_into
from xlperf import schema
from xlperf.build import sample
from xlperf.excel.host import ExcelHost
from xlperf.files import check, make, monitor
from xlperf.live.clicks import undo
from xlperf.model import Place

MONITOR = schema.MONITOR.name


@pytest.fixture
def book(sample_macros) -> Book:
    return Book(sample_macros)


KEPT = [column.key for column in schema.MONITOR.columns if column.owner == "kept"]


def period(book) -> list[list]:
    cells, columns = sheet(book, MONITOR).cells, [schema.MONITOR.number(key) for key in KEPT]
    rows = range(schema.FIRST_ROW, schema.FIRST_ROW + 75)
    return [[(cells[row, column].value or None) if (row, column) in cells else None for column in columns] for row in rows]


def test_a_click_fills_what_the_command_fills(book, tmp_path):
    answer = said(book, "monitor")
    assert answer.how == "ok" and answer.text.startswith("截至12月的运行监控75行：")
    path = tmp_path / "同.xlsm"
    path.write_bytes(make(sample(), ".xlsm"))
    monitor(path, now=NOW)
    filled = [[getattr(each, key) or None for key in KEPT] for each in check(path).result.assessment.case.monitored]
    assert period(book) == filled


def test_it_is_taken_back_as_one(book):
    before = period(book)
    answer = said(book, "monitor")
    undo(ExcelHost(book), answer.written)
    assert period(book) == before and str(answer).startswith("wrote|")


def test_a_filed_period_is_left_alone(book):
    said(book, "monitor")
    type_into(book, MONITOR, 9, "filed", "2023-01-05")
    answer = said(book, "monitor")
    assert answer.how == "no" and "12月的运行监控已报送" in answer.text


def select(book, name: str, row: int, key: str) -> None:
    table = next(each for each in schema.TABLE_SHEETS if each.name == name)
    ExcelHost(book).select(Place(name, row, table.number(key)))


def test_a_cell_says_why_it_shows_what_it_shows(book):
    select(book, schema.INDICATORS.name, 12, "score")
    answer = said(book, "why")
    assert answer.how == "say" and "分值×实际值÷指标值" in answer.text and "未达标：实际14人" in answer.text


def test_a_finding_says_which_rule_it_is(book):
    said(book, "check")
    select(book, schema.FINDINGS.name, schema.FIRST_ROW, "rule")
    assert "为什么：" in said(book, "why").text and "依据：" in said(book, "why").text


def test_a_cell_of_nothing_is_said_to_be_none(book):
    ExcelHost(book).select(Place(schema.INDICATORS.name, 3, 1))
    assert said(book, "why").how == "no"


def test_a_finding_is_accepted_from_its_row(book):
    said(book, "check")
    shown = [at(book, schema.FINDINGS.name, schema.FIRST_ROW, key).value for key in ("rule", "subject")]
    select(book, schema.FINDINGS.name, schema.FIRST_ROW, "message")
    answer = said(book, "accept")
    assert answer.how == "ok"
    review = [at(book, schema.REVIEW.name, schema.FIRST_ROW, key).value for key in ("rule", "subject", "handling")]
    assert review == [*shown, "接受"]
    assert ExcelHost(book).selected() == Place(schema.REVIEW.name, schema.FIRST_ROW, schema.REVIEW.number("opinion"))
    type_into(book, schema.REVIEW.name, schema.FIRST_ROW, "opinion", "已核实")
    type_into(book, schema.REVIEW.name, schema.FIRST_ROW, "person", "张三")
    said(book, "check")
    states = [at(book, schema.FINDINGS.name, row, "severity").value for row in range(schema.FIRST_ROW, schema.FIRST_ROW + 30)
              if (row, 1) in sheet(book, schema.FINDINGS.name).cells]  # fmt: skip
    assert "已接受" in states
    assert shown[1] in at(book, schema.REVIEW.name, schema.FIRST_ROW, "seen").value or at(book, schema.REVIEW.name, schema.FIRST_ROW, "seen").value


def test_accepting_asks_for_a_row_of_the_findings(book):
    said(book, "check")
    select(book, schema.INDICATORS.name, 12, "score")
    answer = said(book, "accept")
    assert answer.how == "no" and "校验结果" in answer.text


def shown(book, name: str) -> str:
    return "\n".join(str(cell.value) for cell in sheet(book, name).cells.values() if cell.value not in (None, ""))


def test_the_forms_of_the_year_are_made_in_their_sheets(book):
    assert said(book, "form.monitor").how == "no"
    said(book, "monitor")
    assert said(book, "form.monitor").text == "已生成“监控表”" and "1—12月执行数" in shown(book, schema.MONITORING_FORM)
    answer = said(book, "form.evaluation")
    assert answer.text.startswith("已生成“自评表”；还没有完成：表中是示例数据；")
    assert "部门（单位）整体支出绩效自评表" in shown(book, schema.EVALUATION)


def test_an_evaluation_made_before_a_change_is_said_to_be_outdated(book):
    said(book, "form.evaluation")
    said(book, "check")
    assert "F702" not in shown(book, schema.FINDINGS.name)
    type_into(book, schema.INDICATORS.name, 12, "actual", "15人")
    said(book, "check")
    assert "F702" in shown(book, schema.FINDINGS.name)
