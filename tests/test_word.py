"""What Word puts around texts, cells and rows: content controls, tracked changes, formulas, symbols."""

import time
from copy import deepcopy

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from xlperf.files import read

HEADINGS = ("一级指标", "二级指标", "三级指标", "指标值", "实际完成值")
ROWS = (("产出指标", "数量指标", "检修闸门", "≥40扇", "42扇"), ("产出指标", "质量指标", "检修合格率", "≥95%", "97%"),
        ("满意度指标", "服务对象满意度指标", "灌区农户满意度", "≥90%", "93%"))  # fmt: skip


def control(element) -> None:
    whole, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    whole.append(OxmlElement("w:sdtPr"))
    whole.append(content)
    element.addprevious(whole)
    content.append(element)


def tracked(kind: str, element) -> None:
    change = OxmlElement(f"w:{kind}")
    element.addprevious(change)
    change.append(element)


def a_deleted_text(table) -> None:
    run = table.cell(1, 3).paragraphs[0].insert_paragraph_before().add_run("≥30扇")._r
    run[0].tag = qn("w:delText")
    tracked("del", run)


def a_deleted_row(table) -> None:
    row = table.rows[2]._tr
    row.addnext(again := deepcopy(row))
    again.get_or_add_trPr().append(OxmlElement("w:del"))


def a_formula(table) -> None:
    paragraph = table.cell(1, 3).paragraphs[0]
    paragraph.runs[0].text = ""
    formula = paragraph._p.makeelement("{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath")
    for part in ("≥", "40扇"):
        text = formula.makeelement("{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
        text.text = part
        formula.append(text)
    paragraph._p.append(formula)


def a_symbol(table) -> None:
    run = table.cell(1, 3).paragraphs[0].runs[0]
    run.text = ""
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:font"), "Symbol")
    symbol.set(qn("w:char"), "F0B3")
    run._r.append(symbol)
    run.add_text("40扇")


CHANGED = {
    "a table in a control": lambda table: control(table._tbl),
    "a row in a control": lambda table: control(table.rows[2]._tr),
    "a cell in a control": lambda table: control(table.rows[1]._tr.tc_lst[3]),
    "a paragraph in a control": lambda table: control(table.cell(1, 3).paragraphs[0]._p),
    "a run in a control": lambda table: control(table.cell(1, 3).paragraphs[0].runs[0]._r),
    "an inserted text": lambda table: tracked("ins", table.cell(1, 3).paragraphs[0].runs[0]._r),
    "a deleted text": a_deleted_text,
    "a deleted row": a_deleted_row,
    "a formula": a_formula,
    "a symbol": a_symbol,
}


@pytest.mark.parametrize("change", CHANGED)
def test_what_stands_in_something_else_is_read(tmp_path, change):
    document = docx.Document()
    table = document.add_table(4, 5)
    for row, texts in zip(table.rows, (HEADINGS, *ROWS), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    CHANGED[change](table)
    document.save(tmp_path / "自评表.docx")
    found = read(tmp_path / "自评表.docx").indicators
    assert [(each.level1, each.level2, each.level3, each.target, each.actual) for each in found] == list(ROWS)


def test_cells_merged_down_over_many_rows_take_no_longer_than_rows_of_their_own(tmp_path):
    """Ratio of time for twelve times the rows: python-docx's own cells walk up a merge from each row, 144 times the way."""
    took = []
    for count in (50, 600):
        document = docx.Document()
        table = document.add_table(0, 4)
        for number in range(count + 1):
            row = table.add_row()._tr
            texts = ("产出指标", "数量指标", f"第{number}项", f"≥{number}次") if number else ("一级指标", "二级指标", "三级指标", "指标值")
            for at, (cell, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
                cell.p_lst[0].add_r().text = text if at > 1 or number < 2 else ""
                if at < 2 and number:
                    cell.vMerge = "restart" if number == 1 else "continue"
        document.save(tmp_path / "表.docx")
        began = time.perf_counter()
        found = read(tmp_path / "表.docx").indicators
        took.append(time.perf_counter() - began)
        assert [(each.level2, each.level3) for each in found] == [("数量指标", f"第{number}项") for number in range(1, count + 1)]
    assert took[1] < 40 * took[0]
