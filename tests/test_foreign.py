"""Tables in workbooks of others: found by their headings, checked as they stand, results beside what is theirs."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from tests.fake_excel import Book, Cell
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
        ({"headings": ("一级指标", "二级指标", "三级指标", "2022年指标值\n（含单位）", "完成值", "分值", "得分", "备注")}, None),
        ({"headings": ("序号", "类别", "名称", "数值", "结果", "分", "得分", "备注")}, "没有找到绩效指标表"),
        ({"headings": ("一级指标", "二级指标", "三级指标", "指标数值", "结果", "分", "得分", "备注")}, "最接近的列标题是“指标数值”"),
        ({"sheet": "绩效指标"}, None),
        ({"sheet": "概况"}, None),
    ],
    ids=["other spellings", "with the year", "nothing known", "nearly known", "named as a sheet of ours", "named as another"],
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
    assert checked(out.getvalue()).layout.passed_over == (("自评表（二）", "相同的指标"),)


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
    assert set(notes(written)) == {"H5", "H8", "E9"} and notes(written)["H5"] == "请补充说明"
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
    assert set(notes(path.read_bytes())) == {"H5", "E9"}


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


TITLES = ("一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值")
SHAPES = {
    "two rows of headings": (
        [("一级指标", "二级指标", "三级指标", "指标值", None, None, "实际完成值"), (None, None, None, "符号", "数值", "单位", None),
         ("产出指标", "数量指标", "检查次数", "≥", 10, "次", "12次"), (None, "质量指标", "合格率", "≥", 95, "%", "94%"),
         (None, "时效指标", "完成情况", "定性", "按时完成", "/", "按时完成")],
        [("数量指标", "检查次数", "≥10次", "达标"), ("质量指标", "合格率", "≥95%", "未达标"), ("时效指标", "完成情况", "按时完成", "待判定")],
    ),
    "sign and unit beside the value": (
        [("一级指标", "二级指标", "三级指标", "运算符", "指标值", "计量单位", "完成值"),
         ("产出指标", "数量指标", "检查次数", "≤", 10, "次", "12次")],
        [("数量指标", "检查次数", "≤10次", "未达标")],
    ),
    "headings again at a page break": (
        [TITLES, ("产出指标", "数量指标", "甲", ">=1次", "1次", 10), TITLES, (None, None, "乙", ">=2次", "1次", 10)],
        [("数量指标", "甲", ">=1次", "达标"), ("数量指标", "乙", ">=2次", "未达标")],
    ),
    "headings merged over two rows": (
        [("一级指标", "二级指标", "三级指标", "完成情况", None, "分值", "偏差原因分析及改进措施", "计量单位"),
         (None, None, None, "年度指标值", "实际完成值", None, None, None),
         ("产出指标", "质量指标", "合格率", ">=90", 88.5, 10, "设备老化", "%")],
        [("质量指标", "合格率", ">=90%", "未达标")],
    ),
    "a class in a row of its own": (
        [TITLES, ("产出指标", None, None, None, None, None), (None, "数量指标", None, None, None, None), (None, None, "甲", ">=1次", "1次", 10),
         ("效益指标", None, None, None, None, None), (None, "社会效益指标", "乙", ">=2次", "1次", 10)],
        [("数量指标", "甲", ">=1次", "达标"), ("社会效益指标", "乙", ">=2次", "未达标")],
    ),
    "two halves": (
        [("目标", None, "实施期目标", None, "年度目标", None, None),
         ("一级指标", "二级指标", "三级指标", "指标值", "三级指标", "指标值", "实际完成值"),
         ("产出指标", "数量指标", "三年检查次数", ">=30次", "本年检查次数", ">=10次", "9次")],
        [("数量指标", "本年检查次数", ">=10次", "未达标")],
    ),
    "a new class begins without a second one": (
        [TITLES, ("产出指标", "数量指标", "甲", ">=1次", "1次", 10), ("效益指标", None, "乙", ">=2次", "2次", 10)],
        [("数量指标", "甲", ">=1次", "达标"), ("", "乙", ">=2次", "达标")],
    ),
    "sums, remarks and dots": (
        [TITLES, ("产出指标", "数量指标", "指标2：检查次数", None, None, 10), (None, None, "……", None, None, None),
         (None, None, "合  计", "/", "/", 100), ("总分", None, None, "/", "/", 100), (None, " ", None, None, None, None),
         ("备注", None, "本表一式三份", None, None, None), ("填报人：张三", None, None, "联系电话：0316-1234567", None, None)],
        [("数量指标", "检查次数", "", "未填")],
    ),
    "classes with numbers": (
        [TITLES, ("一、产出（50分）", "（一）数量指标", "甲", ">=1次", "1次", 10), ("二、效益指标", "1.社会效益指标", "乙", ">=2次", "2次", 10)],
        [("数量指标", "甲", ">=1次", "达标"), ("社会效益指标", "乙", ">=2次", "达标")],
    ),
    "several spellings of one heading": (
        [("一级指标", "二级指标", "三级指标", "指标值", "年度指标值", "全年实际值", "完成情况"),
         ("产出指标", "数量指标", "甲", ">=10次", ">=5次", "6次", "已完成")],
        [("数量指标", "甲", ">=5次", "达标")],
    ),
}  # fmt: skip


def workbook_of(rows, title="2022年度绩效自评表", merged=()) -> bytes:
    book = openpyxl.Workbook()
    for row in ((title,), *rows):
        book.active.append(row)
    for each in merged:
        book.active.merge_cells(each)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_of_this_shape_is_read(shape):
    rows, expected = SHAPES[shape]
    result = checked(workbook_of(rows))
    assert [(each.indicator.level2, each.indicator.level3, each.indicator.target, schema.STATUS[each.judgement.verdict])
            for each in result.assessment.indicators] == expected  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (SHAPES["two halves"][0], "“实施期目标”没有放进表里"),
        (SHAPES["several spellings of one heading"][0], "指标值"),
        ([TITLES, ("产出指标", "数量指标", "甲", ">=1次", "1次", 10), (None, None, None, None, None, None, "补充说明一段"),
          (None, None, "乙", ">=1次", "1次", 10)], "补充说明一段"),
    ],
    ids=["the other half", "another spelling", "a stray text"],
)  # fmt: skip
def test_what_looks_like_indicators_and_is_not_read_is_named(rows, told):
    assert [each for each in checked(workbook_of(rows)).findings if each.rule == "S112" and told in each.message]


def test_a_reason_below_a_merged_heading_is_found():
    found = checked(workbook_of(SHAPES["headings merged over two rows"][0]))
    assert {each.rule for each in found.findings} & {"R301", "R302"} == {"R302"}


def test_a_name_merged_down_belongs_to_every_target():
    rows = [TITLES, ("产出指标", "数量指标", "检查次数", ">=1次", "1次", 10), (None, None, None, "<=9次", "10次", 10)]
    found = checked(workbook_of(rows, merged=("C3:C4",)))
    assert [each.indicator.level3 for each in found.assessment.indicators] == ["检查次数", "检查次数"]
    assert "S110" not in {each.rule for each in found.findings}
    assert "S110" in {each.rule for each in checked(workbook_of(rows)).findings}, "a blank name that nothing covers is missing"


@pytest.mark.parametrize(
    ("title", "year"),
    [("2022年度绩效自评表　填报日期：2023年1月10日", 2022), ("绩效自评表　填报日期：2023年1月10日", None), ("2022年绩效自评表", 2022)],
)
def test_a_day_is_no_year_of_the_table(title, year):
    assert checked(workbook_of([TITLES, ("产出指标", "数量指标", "甲", ">=1次", "1次", 10)], title)).assessment.case.table.year == year


def test_a_hidden_sheet_is_not_preferred():
    book = openpyxl.load_workbook(io.BytesIO(foreign_workbook()))
    template = book.copy_worksheet(book[SHEET])
    template.title, template.sheet_state = "模板", "hidden"
    template["I3"] = "佐证材料"
    for row in range(13, 40):
        template.cell(row, 3, f"例{row}").offset(0, 1).value = ">=1次"
    out = io.BytesIO()
    book.save(out)
    assert indicators(checked(out.getvalue())) == EXPECTED


@pytest.mark.parametrize("text", [NOTE_MARK + "\n警告（R302）：未达标。请复核\n李四：已核实", NOTE_MARK + "李四写的", NOTE_MARK])
def test_a_note_with_a_person_s_words_is_theirs(tmp_path, text):
    path = tmp_path / "自评.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(foreign_workbook()))
    book[SHEET]["H8"].comment = openpyxl.comments.Comment(text, "xlperf" if "李四：" in text else "李四")
    book.save(path)
    for _time in range(2):
        check(path, write=True, now=NOW)
        assert notes(path.read_bytes())["H8"] == text
    live = Book(path.read_bytes(), "自评.xlsx")
    click(ExcelHost(live), "check", NOW)
    click(ExcelHost(live), "clear", NOW)
    assert sheet(live).comments[8, 8] == text


def test_a_sheet_of_ours_that_a_person_changed_is_still_written_and_cleared(tmp_path):
    """A column before the findings: they are found by their headings, and the column stays."""
    path = tmp_path / "自评.xlsx"
    path.write_bytes(foreign_workbook())
    check(path, write=True, now=NOW)
    live = Book(path.read_bytes(), "自评.xlsx")
    page = sheet(live, FINDINGS)
    page.cells = {(row, column + 1): cell for (row, column), cell in page.cells.items()}
    page.tables["Findings"].reference = "B4:G7"
    page.cells[5, 1] = Cell(value="张三负责", formula="", number_format="General")
    sheet(live).cells[5, 5] = Cell(value="6次", formula="", number_format="General")
    assert "错误0项" in click(ExcelHost(live), "check", NOW).text
    assert [page.cells[row, 3].value for row in (5, 6)] == ["R302", "R304"] and page.cells[5, 1].value == "张三负责"
    click(ExcelHost(live), "clear", NOW)
    assert not any(page.cells[5, column].value for column in range(2, 8)) and page.cells[5, 1].value == "张三负责"


def test_clearing_touches_no_sheet_of_somebody_else(tmp_path):
    live = Book(foreign_workbook(others=(FINDINGS,)), "自评.xlsx")
    before = standing(live)
    assert click(ExcelHost(live), "clear", NOW).how == "ok" and standing(live) == before


def test_a_finding_whose_sheet_was_renamed_is_passed_over(book):
    click(ExcelHost(book), "check", NOW)
    sheet(book).name = "改了名"
    assert click(ExcelHost(book), "next", NOW).text == "没有要处理的问题。如果刚改过，请先点“一键校验”"


def test_columns_do_not_depend_on_the_hash_seed(tmp_path):
    path = tmp_path / "自评.xlsx"
    path.write_bytes(workbook_of(SHAPES["several spellings of one heading"][0]))
    code = "import sys, xlperf; print([(i.target, i.actual) for i in xlperf.read(sys.argv[1]).indicators])"
    told = {subprocess.run([sys.executable, "-c", code, path], env={**os.environ, "PYTHONHASHSEED": str(seed)}, check=True,
                           capture_output=True, text=True).stdout for seed in range(4)}  # fmt: skip
    assert told == {"[('>=5次', '6次')]\n"}


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
