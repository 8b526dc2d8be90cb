"""Tables in documents: what is written out as a form comes back the same, in every format; readers of what people send."""

import csv
import html
import io
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.properties import PageSetupProperties

from tests import calc
from xlperf import schema
from xlperf.cli import main
from xlperf.errors import InputError
from xlperf.files import check, form, form_bytes, new, read
from xlperf.forms import project_form, target_form
from xlperf.model import Goal, Grid, Indicator, Table, Task, indicator_keys
from xlperf.readers import read_book
from xlperf.readers.pdf import read_pdf
from xlperf.readers.word import read_word
from xlperf.writers import form_pdf
from xlperf.writers.form_word import shown

SEED = "workbook/bazhou-2022.txt"


def told(table: Table) -> tuple:
    """Return what a target form says of a table."""
    table = table.in_wan()
    return (
        table.department, table.year, [(each.name, each.content, each.total, each.fiscal, each.other) for each in table.tasks],
        [(each.number, each.text) for each in table.goals],
        [(each.level1, each.level2, each.level3, each.target) for each in table.indicators],
    )  # fmt: skip


def as_web(grid: Grid) -> bytes:
    """Return a form as the web pages of departments show it: one table, cells over several rows and columns."""
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merged}
    lines = []
    for row, cells in enumerate(grid.rows, 1):
        tags = [f'<td rowspan="{spans.get((row, column), (1, 1))[0]}" colspan="{spans.get((row, column), (1, 1))[1]}">'
                f"<p>{html.escape(shown(cell))}</p></td>"
                for column, cell in enumerate(cells, 1) if (row, column) not in grid.hidden()]  # fmt: skip
        lines.append(f"<tr>{''.join(tags)}</tr>")
    style = "<style>td{color:red}</style><script>alert('绩效指标')</script>"
    return f"<html><head>{style}</head><body><h1>公开信息</h1><table>{''.join(lines)}</table></body></html>".encode()


WRITTEN = {
    ".docx": lambda table, task=None: form_bytes(project_form(table, task) if task else target_form(table), ".docx"),
    ".xlsx": lambda table, task=None: form_bytes(project_form(table, task) if task else target_form(table), ".xlsx"),
    ".html": lambda table, task=None: as_web(project_form(table, task) if task else target_form(table)),
}


@pytest.mark.parametrize("suffix", WRITTEN)
def test_the_published_table_comes_back_the_same(tmp_path, suffix):
    path = tmp_path / f"目标表{suffix}"
    table = read(SEED).in_wan()
    path.write_bytes(WRITTEN[suffix](table))
    assert told(read(path)) == told(table)


NAMES = st.text("甲乙丙丁戊己庚辛路灯道路养护维修培训检查", min_size=2, max_size=12)
AMOUNTS = st.none() | st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
CLASSES = {"产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"), "效益指标": ("经济效益指标", "社会效益指标"), "满意度指标": ("满意度指标",)}
TARGETS = st.sampled_from((">=95%", "<=3天", "=11辆", "2022年11月30日前", "有所提高", "≥2772.65平方米", "<=839.08万元"))


@st.composite
def tables(draw) -> Table:
    """A table as a department might declare it, its classes in the order of the form."""
    amounts = dict.fromkeys(("total", "fiscal", "other"), AMOUNTS)
    tasks = draw(st.lists(st.builds(Task, st.just(""), NAMES, NAMES, **amounts), min_size=1, max_size=4))
    goals = [Goal(f"目标{number}", draw(NAMES)) for number in range(1, draw(st.integers(1, 4)) + 1)]
    rows = [(level1, level2, draw(NAMES), draw(TARGETS)) for level1, seconds in CLASSES.items() for level2 in seconds
            for _each in range(draw(st.integers(0, 3)))] or [("产出指标", "数量指标", "检查次数", ">=4次")]  # fmt: skip
    keys = indicator_keys((level2, name, "") for _level1, level2, name, _target in rows)
    indicators = [Indicator("", *row, key) for row, key in zip(rows, keys, strict=True)]
    return Table(draw(NAMES), draw(st.integers(2015, 2030)), "万元", tuple(tasks), tuple(goals), tuple(indicators))


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("suffix", WRITTEN)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(table=tables())
def test_every_table_comes_back_the_same(tmp_path, suffix, table):
    path = tmp_path / f"目标表{suffix}"
    path.write_bytes(WRITTEN[suffix](table))
    assert told(read(path)) == told(table)


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("suffix", WRITTEN)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(table=tables(), supervisor=NAMES)
def test_the_form_of_a_project_comes_back_the_same(tmp_path, suffix, table, supervisor):
    task = table.tasks[0]
    table = replace(table, tasks=(task,), particulars={"supervisor": supervisor})
    path = tmp_path / f"目标表{suffix}"
    path.write_bytes(WRITTEN[suffix](table, task))
    found = read(path)
    [project] = found.tasks
    assert (project.carried, found.particulars) == (task.carried, table.particulars)
    wanted = told(table)
    assert told(found) == (*wanted[:2], [(task.name, "", task.total, task.fiscal, task.other)], *wanted[3:])


def test_the_form_of_a_project_has_what_names_it(tmp_path):
    rows = [("数量指标", "检查次数", "道路养护"), ("数量指标", "培训次数", ""), ("质量指标", "合格率", "R1")]
    keys = indicator_keys(rows)
    indicators = [Indicator("", "产出指标", level2, name, ">=1", key, task=task) for (level2, name, task), key in zip(rows, keys, strict=True)]
    tasks = (Task("R1", "道路养护", total=Decimal(80)), Task("R2", "路灯", total=Decimal(20)))
    table = Table("示例局", 2022, "万元", tasks, (Goal("目标1", "修好路", "R1"), Goal("目标2", "点亮灯", "R2")), indicators)
    path = tmp_path / "a.xlsx"
    path.write_bytes(form_bytes(project_form(table, tasks[0]), ".xlsx"))
    found = read(path)
    assert [each.level3 for each in found.indicators] == ["检查次数", "合格率"] and [each.text for each in found.goals] == ["修好路"]
    assert [(each.name, each.total) for each in found.tasks] == [("道路养护", 80)]


ROWS = (
    ("2022年度项目支出绩效自评表",), ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值"),
    ("产出指标", "数量指标", "检查次数", ">=4次", "3次", 10), ("", "质量指标", "合格率", ">=95%", "96%", 10),
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_values_between_commas(tmp_path, encoding, divider):
    path, text = tmp_path / "自评表.csv", io.StringIO()
    csv.writer(text, delimiter=divider).writerows(ROWS)
    path.write_bytes(text.getvalue().encode(encoding))
    assert [(each.level2, each.level3, each.target, each.actual) for each in read(path).indicators] == [
        ("数量指标", "检查次数", ">=4次", "3次"), ("质量指标", "合格率", ">=95%", "96%")]  # fmt: skip
    result = check(path).result
    assert [schema.STATUS[each.judgement.verdict] for each in result.assessment.indicators] == ["未达标", "达标"]


def converted(source: Path, suffix: str) -> Path:
    """Return what LibreOffice makes of a file."""
    folder = source.parent
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", suffix[1:], "--outdir", folder, source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return source.with_suffix(suffix)


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_other_spreadsheets(tmp_path, suffix):
    calc.need()
    source = tmp_path / "目标表.xlsx"
    source.write_bytes(form_bytes(target_form(read(SEED)), ".xlsx"))
    found = read(converted(source, suffix))
    assert [each.level3 for each in found.indicators] == [each.level3 for each in read(SEED).indicators]


def test_a_document_makes_a_master_and_takes_no_results(tmp_path, capsys):
    source, out = tmp_path / "目标表.docx", tmp_path / "母版.xlsm"
    form(SEED, source)
    new(out, source)
    assert len(check(out).result.assessment.tasks) == 5 and len(check(out).result.assessment.indicators) == 70
    before = source.read_bytes()
    assert main(["check", str(source), "--write"]) == 2 and source.read_bytes() == before
    assert "只能写入母版工作簿" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"PK\x03\x04word/document.xml", "不是有效的Word文档"),
        ("a.csv", b"a,b\n1,2\n", "没有找到绩效指标表"),
        ("a.pdf", b"%PDF-1.7\nrubbish", "不是有效的PDF"),
        ("a.html", b"<p>x</p>", "没有找到绩效指标表"),
        ("a.html", b"\xff\x00\x81", "不是可识别的文本文件"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不是有效的电子表格"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "旧格式的Word文档"),
        ("a.csv", "项目,产出指标,,\n,数量指标,质量指标,时效指标\n造林,造林面积≥10亩,成活率≥85%,年底前\n".encode(), "排成了列标题"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML 电子表格 2003"),
    ],
)
def test_what_is_no_document_is_told(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        read(path)


WATER = (("产出指标", "数量指标", "检修水闸", "≥12座", "13座"), ("满意度指标", "服务对象满意度指标", "农户满意度", "≥90%", "93%"))
LINES = (("", ("一级指标", "二级指标", "三级指标", "指标值", "实际完成值")), ("", WATER[0]),
         (" style='display: none'", ("产出指标", "数量指标", "草稿", "1", "1")), ("", WATER[1]))  # fmt: skip
PAGE = "".join(["<html><body><p>2024年度自评表</p><table>", *(f"<tr{look}><td>" + "</td><td>".join(cells) + "</td></tr>" for look, cells in LINES),
                "</table></body></html>"])  # fmt: skip
PLAIN = "\n".join("\t".join(cells) for cells in (("一级指标", "二级指标", "三级指标", "指标值", "实际完成值"), *WATER))


@pytest.mark.parametrize(("name", "data"), [
    ("网页.html", PAGE.encode("gb18030")), ("网页.xls", PAGE.encode("gb18030")), ("网页.doc", PAGE.encode()), ("表.txt", PLAIN.encode("utf-16")),
    ("表.csv", PLAIN.encode("utf-16")), ("表.csv", re.sub("[^\t\n]+", '="\\g<0>"', PLAIN).replace("\t", ",").encode("utf-8-sig")),
    ("表.md", ("|" + PLAIN.replace("\t", "|").replace("\n", "|\n|").replace("检修", "检修<br>") + "|").encode())])  # fmt: skip
def test_a_table_under_another_name_or_in_another_encoding_is_read(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    found = read(tmp_path / name).indicators
    assert [(each.level1, each.level2, each.level3.replace("\n", ""), each.target, each.actual) for each in found] == list(WATER)


def test_a_heading_within_a_sentence_is_no_part_of_the_name(tmp_path):
    (tmp_path / "说明.txt").write_text("产出指标\n数量指标：检修水闸，指标值：≥12座；\n质量指标：检修合格率，目标值为100%。", encoding="utf-8")
    found = read(tmp_path / "说明.txt").indicators
    assert [(each.level3, each.target) for each in found] == [("检修水闸", "≥12座"), ("检修合格率", "100%")]


def test_a_missing_library_says_what_to_install(monkeypatch, tmp_path):
    data = form_bytes(target_form(read(SEED)), ".docx")
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(InputError, match=r"pip install xlperf\[word\]"):
        read_word("a.docx", data, "")
    with pytest.raises(InputError, match=r"pip install xlperf\[pdf\]"):
        read_pdf("a.pdf", b"%PDF-1.7\n", "")


@pytest.mark.libreoffice
def test_a_printed_form_comes_back_the_same(tmp_path):
    """A ruled table over three pages, printed by LibreOffice."""
    calc.need()
    path = tmp_path / "目标表.pdf"
    form(SEED, path)
    assert path.read_bytes().startswith(b"%PDF") and told(read(path)) == told(read(SEED))


@pytest.mark.libreoffice
def test_a_printed_document_comes_back_the_same(tmp_path):
    """Word rows stay on one page; a class whose rows a page break parts is one cell."""
    calc.need()
    path = tmp_path / "目标表.docx"
    form(SEED, path)
    assert told(read(converted(path, ".pdf"))) == told(read(SEED))


LONG = [(*(("产出指标", ("数量指标", "时效指标")[nth // 4 % 2]) if nth < 20 else ("效益指标", "社会效益指标")),
         f"第{nth + 1}灌区末级渠系清淤和管护任务按计划完成情况", f"≥{nth + 1}个百分点", f"{nth + 2}个百分点", "3", "3")
        for nth in range(30)]  # fmt: skip


@pytest.mark.libreoffice
@pytest.mark.parametrize("make", ["xlsx", "docx"])
def test_a_table_printed_over_pages_is_read_as_one(tmp_path, make):
    """Its classes are merged over the ends of pages: LibreOffice draws no rule there, and prints a class in the middle of its rows,
    be that on another page. Word parts a row where the page ends."""
    calc.need()
    headings = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    rows = [headings, *LONG]
    merged = [(top, column, bottom) for column in (0, 1) for top, bottom in stretches(rows, column) if bottom > top]
    path = tmp_path / f"自评表.{make}"
    (printed_sheet if make == "xlsx" else printed_page)(path, rows, merged)
    found = read(converted(path, ".pdf")).indicators
    assert [(each.level1, each.level2, each.level3, each.target, each.actual, str(each.weight), str(each.awarded)) for each in found] == LONG


def stretches(rows: list[tuple], column: int) -> list[tuple[int, int]]:
    """Return the first and the last row of each class of a column."""
    starts = [at for at in range(1, len(rows)) if rows[at][: column + 1] != rows[at - 1][: column + 1]]
    return list(zip(starts, [each - 1 for each in (*starts[1:], len(rows))], strict=True))


def printed_sheet(path: Path, rows: list[tuple], merged: list[tuple]) -> None:
    book = openpyxl.Workbook()
    thin = Side(style="thin")
    for row, cells in enumerate(rows, 1):
        book.active.row_dimensions[row].height = 48
        for column, value in enumerate(cells, 1):
            cell = book.active.cell(row, column, value)
            cell.border = Border(thin, thin, thin, thin)
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for letter in "ABCDEFG":
        book.active.column_dimensions[letter].width = 15
    book.active.page_setup.orientation = "landscape"
    book.active.page_setup.fitToHeight = 0
    book.active.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for top, column, bottom in merged:
        book.active.merge_cells(start_row=top + 1, end_row=bottom + 1, start_column=column + 1, end_column=column + 1)
    book.save(path)


def printed_page(path: Path, rows: list[tuple], merged: list[tuple]) -> None:
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]), "Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, cells, strict=True):
            cell.text = value
    for top, column, bottom in merged:
        for row in range(top + 1, bottom + 1):
            table.cell(row, column).text = ""
        table.cell(top, column).merge(table.cell(bottom, column)).text = rows[top][column]
    document.save(path)


UNRULED = (
    ("项目名称", "河湾村种养补贴到户项目", "", "", "", ""), ("主管部门", "县农业农村局", "", "实施单位", "柳集镇人民政府", ""),
    ("项目资金（万元）", "年度资金总额", "", "7.26", "", ""), ("一级指标", "二级指标", "三级指标", "分值", "指标值", "实际完成值"),
    ("产出指标", "数量指标", "补助果蔬种植面积", "20", "≥21.5亩", "21.5亩"),
    ("", "", "补助家畜养殖数量，含猪、牛、羊等各类大小牲畜和家禽的存栏数量", "20", "≥134只", "130只"),
    ("", "质量指标", "作物成活率", "10", "≥95%", "96%"), ("效益指标", "经济效益指标", "受益农户总收入", "20", "≥8.712万元", "9万元"),
)  # fmt: skip


@pytest.mark.libreoffice
def test_a_printed_table_without_rules_is_read(tmp_path):
    """Its cells are put together from lines: by the headings across, and by how far the lines stand apart."""
    calc.need()
    document = docx.Document()
    document.add_paragraph("项目支出绩效自评表（2023年度）")
    table = document.add_table(len(UNRULED), 6)
    for row, cells in enumerate(UNRULED):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    path = tmp_path / "自评表.docx"
    document.save(path)
    found = read(converted(path, ".pdf"))
    assert (found.department, found.year, [(each.name, each.total) for each in found.tasks]) == (
        "柳集镇人民政府", 2023, [("河湾村种养补贴到户项目", Decimal("7.26"))])  # fmt: skip
    assert [(each.level3, each.weight, each.target, each.actual) for each in found.indicators] == [
        (row[2], Decimal(row[3]), row[4], row[5]) for row in UNRULED[4:]]  # fmt: skip


def test_a_table_in_a_cell_of_a_document_is_read(tmp_path):
    document = docx.Document()
    outer = document.add_table(4, 2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "项目名称", "道路养护"
    outer.cell(1, 0).text = "项目资金（万元）"
    outer.cell(2, 0).merge(outer.cell(2, 1))
    money = outer.cell(1, 1).add_table(2, 2)
    rows = (("二级指标", "三级指标", "指标值"), ("数量指标", "养护里程", ">=12公里"), ("", "养护次数", ">=4次"))
    inner = outer.cell(2, 0).add_table(3, 3)
    for table, cells in ((money, (("年度资金总额", "80"), ("其中：财政拨款", "60"))), (inner, rows)):
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
    frame = outer.cell(3, 1).add_table(1, 1)
    frame.cell(0, 0).text = "填表人：张三"
    path = tmp_path / "目标表.docx"
    document.save(path)
    found = read(path)
    assert [(each.name, each.total, each.fiscal) for each in found.tasks] == [("道路养护", 80, 60)]
    assert [(each.level2, each.level3, each.target) for each in found.indicators] == [
        ("数量指标", "养护里程", ">=12公里"), ("数量指标", "养护次数", ">=4次")]  # fmt: skip


def test_without_libreoffice_no_pdf_is_promised(monkeypatch):
    monkeypatch.setattr(form_pdf.shutil, "which", lambda _name: None)
    with pytest.raises(InputError, match="没有找到它。请安装LibreOffice"):
        form_bytes(target_form(read(SEED)), ".pdf")


def test_a_cell_that_claims_to_span_a_million_rows_fills_no_memory(tmp_path):
    path = tmp_path / "a.html"
    cell = '<td rowspan="99999999" colspan="99999999">x</td>'
    path.write_text(f"<table><tr>{cell * 300}</tr><tr>{cell}</tr></table>", encoding="utf-8")
    [grid] = read_book(path, path.read_bytes()).grids
    assert len(grid.rows) == 2 and len(grid.rows[0]) <= 1000


def test_the_command(tmp_path, capsys):
    out = tmp_path / "目标表.docx"
    assert main(["form", "target", SEED, "-o", str(out)]) == 0 and out.exists()
    assert main(["form", "target", SEED, "-o", str(tmp_path / "a.ppt")]) == 2
    assert "请改用以.xlsx、.docx或.pdf结尾的文件名" in capsys.readouterr().err
    assert main(["form", "target", SEED, "-o", str(tmp_path / "b.docx"), "--task", "道路"]) == 2
    assert "没有任务“道路”。任务有：“巴州应急管理局人员保障”、" in capsys.readouterr().err


def test_a_form_of_a_task_without_indicators_is_refused(tmp_path, capsys):
    new(tmp_path / "母版.xlsx", SEED)
    assert main(["form", "target", str(tmp_path / "母版.xlsx"), "--task", "巴州应急管理局运转保障", "-o", str(tmp_path / "表.xlsx")]) == 2
    assert "没有对应的指标" in capsys.readouterr().err and not (tmp_path / "表.xlsx").exists()


def test_an_empty_form_is_told_as_empty(tmp_path):
    path = tmp_path / "表.csv"
    path.write_text("项目支出绩效目标表\n一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,,\n,质量指标,,\n", encoding="utf-8")
    with pytest.raises(InputError, match="下面没有填写指标"):
        read(path)


def test_a_single_goal_gets_no_number_of_ours(tmp_path):
    table = replace(read(SEED), goals=(Goal("M1", "保障运转"),))
    (tmp_path / "表.xlsx").write_bytes(form_bytes(target_form(table), ".xlsx"))
    assert [(each.number, each.text) for each in read(tmp_path / "表.xlsx").goals] == [("", "保障运转")]
