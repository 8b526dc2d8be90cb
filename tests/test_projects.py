"""Several projects in one file: a form for each, in sheets or below one another, or one table that names them in a column."""

import io
from decimal import Decimal

import docx
import openpyxl
import pytest

from tests.foreign import foreign_workbook
from xlperf.cli import main
from xlperf.files import check, read
from xlperf.forms import project_form
from xlperf.model import Goal, Grid, Indicator, Table, Task, indicator_keys
from xlperf.writers.form_word import word_form

TASKS = (Task("", "道路养护", total=Decimal(80), fiscal=Decimal(60), other=Decimal(20)), Task("", "路灯维修", total=Decimal("12.5")))
ROWS = [("数量指标", "养护里程", "道路养护", ">=12公里"), ("质量指标", "验收合格率", "道路养护", ">=95%"),
        ("数量指标", "维修路灯数", "路灯维修", ">=300盏"), ("质量指标", "亮灯率", "路灯维修", ">=98%")]  # fmt: skip


def table() -> Table:
    keys = indicator_keys(row[:3] for row in ROWS)
    rows = zip(ROWS, keys, strict=True)
    indicators = [Indicator("", "产出指标", level2, name, target, key, task=task) for (level2, name, task, target), key in rows]
    goals = (Goal("", "修好路", "道路养护"), Goal("", "点亮灯", "路灯维修"))
    return Table("示例局", 2022, "万元", TASKS, goals, indicators, {"supervisor": "示例委"})


def put(page, grid: Grid, top: int = 0) -> None:
    for number, row in enumerate(grid.rows, 1):
        for column, value in enumerate(row, 1):
            page.cell(top + number, column, value)
    for first, left, last, right in grid.merged:
        page.merge_cells(start_row=top + first, start_column=left, end_row=top + last, end_column=right)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheets() -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    for page, task in zip((book.active, book.create_sheet()), TASKS, strict=True):
        put(page, project_form(table(), task))
    return "项目.xlsx", saved(book)


def below() -> tuple[str, bytes]:
    book, top = openpyxl.Workbook(), 0
    for task in TASKS:
        grid = project_form(table(), task)
        put(book.active, grid, top)
        top += len(grid.rows) + 1
    return "项目.xlsx", saved(book)


def document() -> tuple[str, bytes]:
    whole, further = (docx.Document(io.BytesIO(word_form(project_form(table(), task)))) for task in TASKS)
    for element in list(further.element.body)[:-1]:
        whole.element.body.insert(len(whole.element.body) - 1, element)
    file = io.BytesIO()
    whole.save(file)
    return "项目.docx", file.getvalue()


def batch() -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["2022年度项目支出绩效目标表"])
    page.append(["单位名称：示例局", None, None, None, None, None, "金额单位：元"])
    page.append(["项目名称", "预算数", "其中：财政拨款", "其他资金", "年度目标", "一级指标", "二级指标", "三级指标", "指标值"])
    amounts = {"道路养护": ("800,000.00", 600000, 200000), "路灯维修": ("125,000.00", None, None)}
    goals = {"道路养护": "修好路", "路灯维修": "点亮灯"}
    for number, (level2, name, task, target) in enumerate(ROWS, 4):
        first = number % 2 == 0
        page.append([task if first else None, *(amounts[task] if first else (None,) * 3), goals[task] if first else None,
                     "产出指标" if first else None, level2, name, target])  # fmt: skip
        if first:
            for column in range(1, 6):
                page.merge_cells(start_row=number, start_column=column, end_row=number + 1, end_column=column)
    return "项目.xlsx", saved(book)


@pytest.mark.parametrize("file", [sheets, below, document, batch])
def test_projects_of_a_file_are_told_apart(tmp_path, file):
    name, data = file()
    path = tmp_path / name
    path.write_bytes(data)
    found = read(path)
    found = found.in_wan()
    assert (found.department, found.year, found.money_unit) == ("示例局", 2022, "万元")
    assert [(each.name, each.total, each.fiscal, each.other) for each in found.tasks] == [(t.name, t.total, t.fiscal, t.other) for t in TASKS]
    assert [(each.level1, each.level2, each.level3, each.task, each.target) for each in found.indicators] == [
        ("产出指标", *row) for row in ROWS]  # fmt: skip
    assert [(each.text, each.task) for each in found.goals] == [("修好路", "道路养护"), ("点亮灯", "路灯维修")]


def test_every_table_is_checked_where_it_stands(tmp_path, capsys):
    name, data = sheets()
    path = tmp_path / name
    book = openpyxl.load_workbook(io.BytesIO(data))
    for page in book:
        page.cell(page.max_row, 6).value = "≥120百分比"
    path.write_bytes(saved(book))
    assert len(check(path).result.assessment.indicators) == 4
    assert main(["check", "--write", str(path)]) == 1
    book = openpyxl.load_workbook(path)
    noted = {page.title for page in book for row in page for cell in row if cell.comment}
    assert noted == {"Sheet", "Sheet1"} and book.sheetnames[-1] == "校验结果"
    assert "识别了工作表“Sheet”“Sheet1”中的绩效指标" in capsys.readouterr().out


def test_the_table_of_last_year_is_named_and_left(tmp_path, capsys):
    book = openpyxl.load_workbook(io.BytesIO(foreign_workbook()))
    page = book.copy_worksheet(book.worksheets[0])
    page.title, page["A1"], page["C4"] = "上年", "2021年度部门整体支出绩效自评表", "别的指标"
    for row in range(4, 12):
        page.cell(row, 4).value = f"{page.cell(row, 4).value or ''}1"
    path = tmp_path / "自评.xlsx"
    path.write_bytes(saved(book))
    assert main(["check", str(path)]) == 1
    assert "工作表“上年”（另一年度）也像绩效指标表，没有校验" in capsys.readouterr().out
