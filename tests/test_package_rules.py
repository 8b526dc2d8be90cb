"""The package rules: each has samples that break it, and what nobody broke is clean."""

import io
import re
import zipfile

import pytest

from tests.workbooks import SAMPLES
from tests.workbooks.parts import entries, pack, swap
from xlperf.ooxml import Package
from xlperf.ooxml.lint import RULES, faults
from xlperf.ooxml.lint.formula import formula_fault

TYPES, WORKBOOK, RELS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, TABLE, STYLES = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/styles.xml"
SHEET_RELS, CHART = "xl/worksheets/_rels/sheet1.xml.rels", "xl/charts/chart1.xml"
CELL = '<c r="A5"><v>12.5</v></c>'
RULE = '<cfRule type="cellIs" dxfId="0" priority="1" operator="greaterThan"><formula>10</formula></cfRule>'
LIST = 'sqref="F5"><formula1>"是,否"</formula1>'

PLANTED = [
    # rule, what is in the sample, the part, what stands there, what it becomes
    ("P01", "notes", TYPES, '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>', ""),
    ("P02", "notes", TYPES, "spreadsheetml.sheet.main+xml", "spreadsheetml.sheet+xml"),
    ("P02", "vba_signed", TYPES, "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    ("P03", "notes", RELS, "theme/theme1.xml", "theme/theme9.xml"),
    ("P03", "notes", RELS, 'Id="rId4"', 'Id="rId5"'),
    ("P04", "notes", RELS, "relationships/styles", "relationships/sharedStrings"),
    ("P06", "notes", SHEET, "</worksheet>", "<worksheet>"),
    ("P06", "notes", TABLE, "<table ", "<!DOCTYPE table><table "),
    ("P07", "notes", SHEET, "<legacyDrawing r:id=\"rId", "<legacyDrawing r:id=\"rId9"),
    ("P07", "notes", WORKBOOK, 'r:id="rId3"', 'r:id="rId33"'),
    ("P08", "notes", TYPES, '<Default Extension="xml"', '<Default Extension="rels" ContentType="a/b"/><Default Extension="xml"'),
    ("W01", "notes", WORKBOOK, 'name="空表"', 'name="空[表]"'),
    ("W01", "notes", WORKBOOK, 'name="空表"', f'name="{"长" * 32}"'),
    ("W01", "notes", WORKBOOK, 'name="空表"', 'name="图表"'),
    ("W01", "notes", WORKBOOK, 'name="空表"', "name=\"'空表'\""),
    ("W01", "notes", WORKBOOK, 'name="空表"', 'name=""'),
    ("W02", "notes", WORKBOOK, 'sheetId="3"', 'sheetId="2"'),
    ("W02", "notes", WORKBOOK, 'sheetId="3"', 'sheetId="70000"'),
    ("W02", "notes", WORKBOOK, '<sheet name', '<sheet state="hidden" name', -1),
    ("W03", "notes", WORKBOOK, 'name="比例"', 'name="A1"'),
    ("W03", "notes", WORKBOOK, 'name="比例"', 'name="1比例"'),
    ("W03", "notes", WORKBOOK, 'name="比例"', 'name="比例" localSheetId="7"'),
    ("W03", "notes", WORKBOOK, "</definedNames>", '<definedName name="比例">1</definedName></definedNames>'),
    ("W04", "notes", WORKBOOK, "'数据'!$B$5", "11辆"),
    ("W05", "notes", WORKBOOK, "<bookViews>", "<calcPr/><bookViews>"),
    ("W06", "notes", WORKBOOK, "<workbookView ", '<workbookView activeTab="3" '),
    ("W07", "notes", "docProps/app.xml", '<vt:vector size="4" baseType="lpstr">', '<vt:vector size="5" baseType="lpstr">'),
    ("S01", "notes", SHEET, '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>', ""),
    ("S01", "notes", SHEET, "<mergeCells ", "<sheetData/><mergeCells "),
    ("S01", "notes", SHEET, '<mergeCell ref="G1:H2"/>', ""),
    ("S02", "notes", SHEET, CELL, CELL + CELL),
    ("S02", "notes", SHEET, CELL, CELL.replace("A5", "C5")),
    ("S02", "notes", SHEET, CELL, CELL.replace("A5", "A6")),
    ("S02", "notes", SHEET, '<row r="2"', '<row r="1"'),
    ("S02", "notes", SHEET, "</sheetData>", '<row r="1048577"/></sheetData>'),
    ("S02", "notes", SHEET, '<c r="H2" s="1"/>', '<c r="XFE2"/>'),
    ("S03", "notes", SHEET, CELL, '<c r="A5"><v>十二</v></c>'),
    ("S03", "notes", SHEET, CELL, '<c r="A5"><v>nan</v></c>'),
    ("S03", "notes", SHEET, CELL, '<c r="A5" t="s"><v>9999</v></c>'),
    ("S03", "notes", SHEET, CELL, '<c r="A5" t="b"><v>是</v></c>'),
    ("S03", "notes", SHEET, CELL, '<c r="A5" t="text"><v>1</v></c>'),
    ("S03", "notes", SHEET, CELL, '<c r="A5" t="inlineStr"><v>1</v></c>'),
    ("S03", "notes", SHEET, CELL, f'<c r="A5" t="inlineStr"><is><t>{"长" * 32768}</t></is></c>'),
    ("S03", "notes", SHEET, 't="str"><f>', "><f>"),
    ("S03", "notes", SHEET, "#DIV/0!", "#错误!"),
    ("S04", "notes", SHEET, '<c r="A5">', '<c r="A5" s="99">'),
    ("S04", "notes", SHEET, '<col min="1" max="1"', '<col min="1" max="1" style="99"'),
    ("S03", "notes", SHEET, "<f>1/0</f><v>#DIV/0!</v>", "<v>#DIV/0!</v><f>1/0</f>"),
    ("S03", "notes", SHEET, CELL, '<c r="A5" t="s"><v>²</v></c>'),
    ("S05", "notes", SHEET, CELL, '<c r="A5"><f>11辆</f><v>1</v></c>'),
    ("S05", "notes", SHEET, "<f>1/0</f>", "<f>SUM(A1</f>"),
    ("S06", "shared_formulas", SHEET, '<f t="shared" ref=', '<f ref='),
    ("S06", "notes", SHEET, 't="array" ref="A7:B7"', 't="array" ref="A8:B8"'),
    ("S07", "notes", SHEET, 'ht="24"', 'ht="500"'),
    ("S07", "notes", SHEET, 'ht="24"', 'ht="24" outlineLevel="12"'),
    ("S07", "notes", SHEET, '<col min="2" max="5"', '<col min="1" max="5"'),
    ("G01", "notes", SHEET, '<mergeCell ref="G1:H2"/>', '<mergeCell ref="G1:H2"/><mergeCell ref="H2:I3"/>'),
    ("G01", "notes", SHEET, 'ref="G1:H2"', 'ref="G1"'),
    ("G01", "notes", SHEET, 'ref="G1:H2"', 'ref="H2:G1"'),
    ("G02", "notes", SHEET, RULE, RULE.replace('dxfId="0"', 'dxfId="1"')),
    ("G02", "notes", SHEET, RULE, RULE.replace(">10<", ">10辆<")),
    ("G02", "notes", SHEET, 'sqref="A5:E5"', 'sqref="A5:"'),
    ("G03", "notes", SHEET, LIST, f'promptTitle="{"题" * 33}" ' + LIST),
    ("G03", "notes", SHEET, LIST, f'prompt="{"话" * 256}" ' + LIST),
    ("G03", "notes", SHEET, LIST, LIST.replace("是,否", "是" * 256)),
    ("G03", "notes", SHEET, LIST, LIST.replace('sqref="F5"', 'sqref=""')),
    ("G04", "hyperlinks", SHEET, "<hyperlink ref=\"A", "<hyperlink ref=\"$"),
    ("G05", "filters", "xl/worksheets/sheet3.xml", "<autoFilter ref=\"", "<autoFilter ref=\"?"),
    ("T01", "notes", TABLE, 'displayName="Table1"', 'displayName="比例"'),
    ("T01", "notes", TABLE, 'displayName="Table1"', 'displayName="表 1"'),
    ("T01", "notes", TABLE, 'displayName="Table1"', 'displayName="T1"'),
    ("T02", "notes", TABLE, "B10:E14", "B10:E10", -1),
    ("T02", "notes", TABLE, "B10:E14", "B10:E1048577", -1),
    ("T02", "notes", TABLE, '<autoFilter ref="B10:E14"/>', '<autoFilter ref="B10:E15"/>'),
    ("T03", "notes", TABLE, 'name="数量"', 'name="品名"'),
    ("T03", "notes", TABLE, '<tableColumn id="2"', '<tableColumn id="1"'),
    ("T03", "notes", TABLE, "B10:E14", "B10:F14", -1),
    ("T04", "notes", TABLE, 'name="数量"', 'name="数 量"'),
    ("T04", "notes", SHEET, '<c r="C10" t="s"><v>6</v></c>', '<c r="C10"><v>6</v></c>'),
    ("T05", "notes", SHEET, 'ref="G1:H2"', 'ref="B11:C12"'),
    ("T06", "notes", TABLE, 'totalsRowShown="0"', 'totalsRowShown="0" headerRowDxfId="5"'),
    ("T06", "notes", TABLE, "<calculatedColumnFormula>Table1", "<calculatedColumnFormula>11辆"),
    ("T06", "notes", TABLE, "<autoFilter", "<tableStyleInfo/><autoFilter"),
    ("Y01", "notes", STYLES, '<xf numFmtId="164" fontId="0"', '<xf numFmtId="164" fontId="2"'),
    ("Y01", "notes", STYLES, 'name="Normal" xfId="0"', 'name="Normal" xfId="1"'),
    ("Y02", "notes", STYLES, '<xf numFmtId="164" fontId="0"', '<xf numFmtId="170" fontId="0"'),
    ("Y02", "notes", STYLES, 'numFmtId="165" formatCode', 'numFmtId="164" formatCode'),
    ("Y03", "notes", STYLES, "<fonts ", "<dxfs/><fonts "),
    ("Y04", "notes", "xl/sharedStrings.xml", "<si><t>", f"<si><t>{'长' * 32768}"),
    ("E01", "calc_chain", SHEET, "<f>1/0</f>", ""),
    ("E01", "calc_chain", "xl/calcChain.xml", '<c r="A1" i="3"/>', '<c r="A1" i="9"/>'),
    ("E02", "notes", "xl/comments1.xml", 'ref="C11"', 'ref="A1"'),
    ("E02", "notes", "xl/comments1.xml", 'ref="C11"', 'ref="A0"'),
    ("E02", "notes", "xl/comments1.xml", 'ref="C11" authorId="0"', 'ref="C11" authorId="1"'),
    ("E02", "notes", "xl/comments1.xml", "<t>第一条批注", f"<t>{'长' * 32768}"),
    ("E02", "notes", SHEET_RELS, "relationships/vmlDrawing", "relationships/other"),
    ("E03", "notes", "xl/drawings/vmlDrawing1.vml", "_x0000_s1026", "_x0000_s1025"),
    ("E04", "notes", CHART, '<c:pt idx="0">', '<c:pt idx="99">'),
    ("E04", "notes", CHART, "<c:f>", "<c:f>11辆"),
]  # fmt: skip


def planted(sample: str, part: str, old: str, new: str, count: int = 1) -> bytes:
    parts = entries(SAMPLES[sample]())
    return pack(parts | {part: swap(old, new, count)(parts[part])})


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: f"{case[0]} {case[2]} {case[4][:30]}")
def test_every_planted_fault_is_found(case):
    rule, *plant = case
    if plant[2].startswith("<pageMargins"):  # what is left out goes behind everything else
        parts = entries(SAMPLES[plant[0]]())
        moved = swap("</worksheet>", plant[2] + "</worksheet>")(swap(plant[2], "")(parts[SHEET]))
        data = pack(parts | {SHEET: moved})
    else:
        data = planted(*plant)
    assert faults(Package(SAMPLES[plant[0]]())) == []
    found = faults(Package(data))
    assert rule in {each.rule for each in found}, [str(each) for each in found]
    assert all(str(each) for each in found)


def test_a_part_that_is_there_twice_is_found():
    out = io.BytesIO(SAMPLES["notes"]())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/Styles.xml", "<styleSheet/>")
    assert "P05" in {each.rule for each in faults(Package(out.getvalue()))}


def test_the_suffix_must_fit():
    package = Package(SAMPLES["notes"]())
    assert faults(package, suffix=".xlsx") == []
    assert [each.rule for each in faults(package, suffix=".xlsm")] == ["P02"]
    assert faults(Package(SAMPLES["vba_signed"]()), suffix=".xlsm") == []


def test_every_rule_has_a_sample_that_breaks_it():
    assert {rule.id for rule in RULES} == {case[0] for case in PLANTED} | {"P05"}


def test_every_rule_says_what_why_and_how_sure():
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        what, _blank, why = rule.manual.partition("\n\n")
        assert what.endswith("。") and "\n" not in what, rule.id
        assert re.search(r"标准|约定|报告|规格|文档|Excel", why), rule.id


@pytest.mark.parametrize("name", SAMPLES)
def test_what_nobody_broke_is_clean(name):
    assert faults(Package(SAMPLES[name]())) == []


def test_the_master_is_clean(sample_workbook, published_workbook, sample_skeleton):
    for data in (sample_workbook, published_workbook, sample_skeleton):
        assert faults(Package(data), suffix=".xlsx") == []


FORMULAS = """
1+1
-A1
SUM(A1:B2,C3)
IF(A1="","","达标")
IF(A1>=10,,1)
SUMIFS(Ledger[金额（元）],Ledger[任务],Tasks[[#This Row],[任务名称]])
SUM(Table1[[#This Row],[Column1]:[Column3]])
SUBTOTAL(109,[Column'[])
SUBTOTAL(109,[Column''])
HYPERLINK("#'绩效指标'!E5","绩效指标!E5")
'Sheet''1'!$1:$2
Sheet1!$A:$A,Sheet1!$1:$1
(Sheet1!$A$1:$A$2,Sheet1!$A$4:$A$5)
[1]Sheet1!A1
'[预算 2022.xlsx]表 1'!$B$2
Sheet1:Sheet3!A1
{1,2;3,4}
_xlfn.UNIQUE(A1)
_xlfn.ANCHORARRAY(B1)
B1#
@A1:A3
A1:A3 B1:B3
#REF!
Sheet1!#REF!
#REF!$A$1
50%
-A1^2&"元"
1.5E+3
.5
TRUE
比例*2
INDEX(任务[名称],MATCH("*成本*",任务[类],0)):INDEX(任务[名称],3)
LAMBDA(x,x+1)(2)
A1<>B1
"带""引号""的"
'绩效目标（2022）'!A1
OFFSET($A$1,,1)
SUM(Sheet1!A1:A3 Sheet1!A2:C2)
Sheet1!$A:$A Sheet1!$1:$1
!A1
#REF!#REF!
ผลรวม*2
'हिन्दी'!A1
表・計算!A1
{1,-2;"a",TRUE}
""
"""

NO_FORMULAS = ["", " ", "11辆", "=1", "SUM(A1", "SUM(A1))", "A1+", "*2", "1 2", "有所提高", "{1,2", "A1 + + ", "\"未完", "IF(A1;2)", "5次/年",
               "2022年11月30日", "A1,,", "9" * 9000, "(" * 70 + "1" + ")" * 70, "≥95%", "a b c(", "%5", "[未完",
               "'表'!", ")", "5 次", "TRUE 5", '"a"#', "5#", "{A1}", f'"{"长" * 256}"', '1 "a"']  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS.strip().splitlines())
def test_a_formula_is_one(text):
    assert formula_fault(text) == ""


@pytest.mark.parametrize("text", [text for text in NO_FORMULAS if text != "有所提高"])
def test_what_is_no_formula_is_none(text):
    assert formula_fault(text)


def test_a_word_alone_is_a_name():
    """Excel takes it for a name that is not defined: no fault of the file, though hardly what was meant."""
    assert formula_fault("有所提高") == ""
