"""Tables in workbooks of others: found by their headings, checked as they stand, results beside what is theirs."""

import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from tests.fake_excel import Book
from tests.foreign import FIRST_ROW, HEADINGS, ROWS, SHEET, foreign_workbook
from xlperf import schema
from xlperf.build import draw_sheet
from xlperf.cli import main
from xlperf.errors import InputError, WriteRefusedError
from xlperf.excel.host import ExcelHost
from xlperf.files import check, load, new
from xlperf.live.clicks import click, undo
from xlperf.model import NOTE_MARK, Place
from xlperf.plan.foreign import DRAWN
from xlperf.run import run
from xlperf.undo import undo as undo_file

NOW = datetime(2026, 1, 1, 9, 30)
FINDINGS = schema.FINDINGS.name


def checked(data: bytes):
    return run(load("别人的表.xlsx", data))


def indicators(result):
    return [(each.indicator.level1, each.indicator.level2, each.indicator.level3, schema.STATUS[each.judgement.verdict])
            for each in result.assessment.indicators]  # fmt: skip


EXPECTED = [
    ("产出指标", "数量指标", "维修道路面积", "达标"), ("产出指标", "数量指标", "培训次数", "未达标"),
    ("产出指标", "质量指标", "验收合格率", "达标"), ("产出指标", "时效指标", "完成时间", "未达标"),
    ("效益指标", "社会效益指标", "群众安全意识", "待判定"), ("满意度指标", "满意度指标", "群众满意度", "达标"),
]  # fmt: skip


def test_indicators_are_found_among_titles_sums_and_signatures():
    result = checked(foreign_workbook())
    assert indicators(result) == EXPECTED
    assert result.layout.foreign and result.assessment.case.table.year == 2022
    assert {each.rule for each in result.findings} == {"R301", "R302", "R304"}


def _shuffled(order):
    return [HEADINGS[each] for each in order], [[row[each] for each in order] for row in ROWS]


@pytest.mark.parametrize("order", [(7, 6, 5, 4, 3, 2, 1, 0), (2, 3, 4, 0, 1, 5, 6, 7)], ids=["backwards", "classes in the middle"])
def test_columns_stand_in_any_order(order):
    headings, rows = _shuffled(order)
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    found = indicators(checked(file.getvalue()))
    assert [each[:3] for each in found] == [each[:3] for each in EXPECTED]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"headings": ("一级指标", "二级指标", "指标名称", "目标值", "全年实际值", "权重", "得分", "备注")}, None),
        ({"headings": ("序号", "类别", "名称", "数值", "结果", "分", "得分", "备注")}, "没有工作表“任务”"),
        ({"sheet": "绩效指标"}, None),
        ({"sheet": "概况"}, "没有工作表“任务”"),
    ],
    ids=["other spellings", "nothing known", "named as ours", "a sheet of ours without tables"],
)
def test_what_counts_as_indicators(changes, said):
    data = foreign_workbook(**changes)
    if said is None:
        assert [each[2:] for each in indicators(checked(data))] == [each[2:] for each in EXPECTED]
    else:
        with pytest.raises(InputError, match=said):
            checked(data)


def test_classes_may_have_their_points_beside_them():
    rows = [("产出指标（50分）", "数量指标\n(20分)", "检查次数", ">=4次", "4次", 20, None, None)]
    assert indicators(checked(foreign_workbook(rows=rows))) == [("产出指标", "数量指标", "检查次数", "达标")]


@pytest.mark.parametrize(("title", "year"), [("绩效自评表", None), ("2022年至2023年绩效自评表", None), ("2023年绩效自评表", 2023)])
def test_the_year_is_taken_from_the_title_only_where_one_stands_there(title, year):
    assert checked(foreign_workbook(title=title)).assessment.case.table.year == year


def test_other_sheets_with_indicators_are_named():
    file = io.BytesIO(foreign_workbook())
    book = openpyxl.load_workbook(file)
    book.copy_worksheet(book[SHEET]).title = "自评表（二）"
    out = io.BytesIO()
    book.save(out)
    assert checked(out.getvalue()).layout.passed_over == ("自评表（二）",)


def notes(data: bytes) -> dict[str, str]:
    page = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    return {cell.coordinate: cell.comment.text for row in page for cell in row if cell.comment}


def rows(data: bytes) -> list:
    return load("自评.xlsx", data).grid(SHEET).rows


def test_a_file_gets_a_sheet_and_notes_and_keeps_the_rest(tmp_path, capsys):
    path = tmp_path / "自评.xlsx"
    path.write_bytes(data := foreign_workbook())
    assert main(["check", "--write", str(path)]) == 1
    assert "已写入工作表“校验结果”和单元格批注，其余内容没有改动" in capsys.readouterr().out
    written = path.read_bytes()
    assert rows(written) == rows(data)
    assert set(notes(written)) == {"H5", "H8", "C9"} and notes(written)["H5"] == "请补充说明"
    assert notes(written)["H8"].startswith(NOTE_MARK + "\n警告（R302）：未达标：2022年12月5日完成")
    found = openpyxl.load_workbook(io.BytesIO(written))[FINDINGS]
    assert [found.cell(row, 2).value for row in range(5, 8)] == ["R301", "R302", "R304"]
    assert main(["check", "--write", str(path)]) == 1 and path.read_bytes() == written
    undo_file(path, NOW)
    assert path.read_bytes() == data


def test_notes_follow_what_was_corrected(tmp_path):
    path = tmp_path / "自评.xlsx"
    path.write_bytes(foreign_workbook())
    check(path, write=True, now=NOW)
    book = openpyxl.load_workbook(path)
    book[SHEET]["E8"] = "2022年11月5日"
    book.save(path)  # openpyxl keeps who wrote a note; LibreOffice does not, see test_calc.py
    check(path, write=True, now=NOW)
    assert set(notes(path.read_bytes())) == {"H5", "C9"}


def test_somebody_else_s_sheet_of_that_name_is_refused(tmp_path):
    path = tmp_path / "自评.xlsx"
    path.write_bytes(foreign_workbook(others=(FINDINGS,)))
    with pytest.raises(WriteRefusedError, match=FINDINGS):
        check(path, write=True, now=NOW)
    answer = click(ExcelHost(Book(path.read_bytes(), "自评.xlsx")), "check", NOW)
    assert str(answer) == "no|已有工作表“校验结果”，不是校验建立的。请先改掉它的名称。"


def test_a_master_is_made_of_it(tmp_path):
    path, out = tmp_path / "自评.xlsx", tmp_path / "母版.xlsm"
    path.write_bytes(foreign_workbook())
    new(out, path)
    result = check(out).result
    assert indicators(result) == EXPECTED and result.assessment.case.table.year == 2022
    assert [each.indicator.number for each in result.assessment.indicators] == [f"Z0{i}" for i in range(1, 7)]


def test_the_drawn_sheet_is_as_the_schema_draws_it():
    assert draw_sheet(schema.FINDINGS).drawn == DRAWN.read_bytes()


@pytest.fixture
def book() -> Book:
    return Book(foreign_workbook(), "自评.xlsx")


def sheet(book: Book, name: str = SHEET):
    return next(each for each in book._sheets if each.name == name)


def standing(book: Book) -> dict:
    return {(each.name, place): (cell.value, cell.formula) for each in book._sheets for place, cell in each.cells.items()}


def test_a_click_does_the_same(book, tmp_path):
    before, shown = standing(book), book.active
    answer = click(ExcelHost(book), "check", NOW)
    assert answer.text == ("校验完成：“自评表”指标6项，达标3、未达标2、待判定1、未填0、无法识别0；"
                           "错误1项、警告1项、提示1项，见“校验结果”")  # fmt: skip
    path = tmp_path / "自评.xlsx"
    path.write_bytes(foreign_workbook())
    check(path, write=True, now=NOW)
    file_notes = {Place(SHEET, row, column).cell: text for (row, column), text in sheet(book).comments.items()}
    assert file_notes == notes(path.read_bytes())
    for row in openpyxl.load_workbook(path)[FINDINGS].iter_rows(min_row=4):
        for cell in row:
            mine = sheet(book, FINDINGS).cells[cell.row, cell.column]
            assert (mine.formula or mine.value) == cell.value
    assert {key: value for key, value in standing(book).items() if key[0] != FINDINGS} == before
    assert book.active is shown and not [each for each in book.app._opened if not each.calls["close"]]


def test_a_second_click_changes_nothing_and_undo_takes_all_away(book):
    before, notes_before = standing(book), dict(sheet(book).comments)
    first = click(ExcelHost(book), "check", NOW)
    book.calls.clear()
    assert click(ExcelHost(book), "check", NOW).written == replace(first.written, count=0, blocks=(), sizes=(), notes=(), sheets=())
    assert not book.calls["write"] and not book.calls["copy"]
    undo(ExcelHost(book), first.written)
    assert standing(book) == before and sheet(book).comments == notes_before


def test_clearing_takes_the_marks_and_leaves_the_notes_of_others(book):
    click(ExcelHost(book), "check", NOW)
    assert click(ExcelHost(book), "clear", NOW).text == "已清除批注和校验结果"
    assert list(sheet(book).comments.values()) == ["请补充说明"]
    left = [cell.value for (row, _column), cell in sheet(book, FINDINGS).cells.items() if row >= schema.FIRST_ROW]
    assert not any(left)


def test_from_finding_to_finding(book):
    click(ExcelHost(book), "check", NOW)
    said = [click(ExcelHost(book), "next", NOW).text[:6] for _each in range(4)]
    assert said == ["第1个问题，", "第2个问题，", "第3个问题，", "第1个问题，"] and book.chosen == (FIRST_ROW + 1, 8)


@pytest.mark.parametrize("key", ["spending", "form", "formulas", "missed", "stage.declare"])
def test_what_only_a_master_has_is_refused_in_words(book, key):
    answer = click(ExcelHost(book), key, NOW)
    assert answer.how == "no" and "母版" in answer.text


@pytest.mark.parametrize("what", ["protected sheet", "protected structure"])
def test_nothing_is_half_written(book, what):
    if what == "protected sheet":
        sheet(book).protected = True
    book.api.ProtectStructure = what == "protected structure"
    before = standing(book)
    answer = click(ExcelHost(book), "check", NOW)
    assert answer.how == "no" and "保护" in answer.text
    assert standing(book) == before and [each.name for each in book._sheets] == [SHEET, "说明页"]
