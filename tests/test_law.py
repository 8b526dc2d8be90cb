"""The law as a checker of its own: whatever differs beyond it is named, and what it allows is not."""

import pytest

from tests.edits import KINDS
from tests.test_lossless import permit_of
from tests.workbooks import SAMPLES
from tests.workbooks.parts import entries, pack, swap
from xlperf.ooxml import Package
from xlperf.ooxml.splice import CellChange
from xlperf.writers.law import Permit, violations
from xlperf.writers.package import apply

TYPES, WORKBOOK, RELS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, TABLE, STYLES, NOTES = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/styles.xml", "xl/comments1.xml"
VML, CHART, APP = "xl/drawings/vmlDrawing1.vml", "xl/charts/chart1.xml", "docProps/app.xml"

BREACHES = [
    # part, what stands there, what it becomes: each in an outcome where all kinds of edits were allowed
    (SHEET, '<mergeCell ref="G1:H2"/>', ""),
    (SHEET, 'width="18.7109375"', 'width="18.7"'),
    (SHEET, '<row r="3" spans="1:8"', '<row r="3" spans="1:8" hidden="1"'),
    (SHEET, '<row r="3" spans="1:8"', '<row r="3" spans="1:1"'),
    (SHEET, 'ht="24"', 'ht="25"'),
    (SHEET, '<c r="E12"><f>Table1', '<c r="E12"><f>Table2'),
    (SHEET, '<c r="G1" s="1"', '<c r="G1" s="2"'),
    (SHEET, '<c r="A2"', '<c r="A2" s="4"'),
    (SHEET, '<v>-3</v>', "<v>-4</v>"),
    (SHEET, "<dimension ref=\"A1:H", "<dimension ref=\"A1:G"),
    (SHEET, 'state="frozen"', 'state="split"'),
    (SHEET, 'sqref="F5"', 'sqref="F6"'),
    (SHEET, "</sheetData>", '<row r="400"><c r="A400"><v>1</v></c></row></sheetData>'),
    (SHEET, '<row r="3" spans="1:8">', '<row r="3" spans="1:8">junk'),
    (SHEET, '</row><row r="12"', '</row>junk<row r="12"'),
    (SHEET, '<c r="A1" t="inlineStr"><is><t>=11辆', '<c r="A1" t="inlineStr"><is><t>=12辆'),
    (SHEET, '<f>比例*2</f>', ''),
    (TABLE, 'ref="B10:E17"', 'ref="B10:E18"', -1),
    (TABLE, 'ref="B10:E17"', 'ref="B10:E11"', -1),
    (WORKBOOK, '<sheet name="图表"', 'junk<sheet name="图表"'),
    (TYPES, '<Override PartName="/xl/styles.xml"', 'junk<Override PartName="/xl/styles.xml"'),
    (STYLES, '<xf numFmtId="164" fontId="0"', 'junk<xf numFmtId="164" fontId="0"'),
    (VML, '<v:shapetype id="_x0000_t202"', '<v:shapetype id="_x0000_t203"'),
    (STYLES, 'numFmtId="165" formatCode="yyyy-mm-dd"', 'numFmtId="165" formatCode="yyyy-m-d"'),
    (STYLES, '<xf numFmtId="164" fontId="0"', '<xf numFmtId="164" fontId="1"'),
    (STYLES, "<fonts count=", "<fonts x='1' count="),
    (STYLES, '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
     '<xf numFmtId="9"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'),
    (STYLES, '<cellStyle name="Normal" xfId="0" builtinId="0"/>', '<cellStyle name="Standard" xfId="0" builtinId="0"/>'),
    (STYLES, "</styleSheet>", "</styleSheet> "),
    (WORKBOOK, 'name="图表"', 'name="图"'),
    (WORKBOOK, "'数据'!$B$5", "'数据'!$B$6"),
    (WORKBOOK, "fullCalcOnLoad=\"1\"", "fullCalcOnLoad=\"0\""),
    (WORKBOOK, "<workbookPr ", '<workbookPr date1904="1" '),
    (WORKBOOK, "</sheets>", '<sheet name="别的" sheetId="77" r:id="rId1"/></sheets>'),
    (WORKBOOK, '<definedName name="比例">', '<definedName name="新">1</definedName><definedName name="比例">'),
    (RELS, 'Target="theme/theme1.xml"', 'Target="theme/theme2.xml"'),
    (RELS, "</Relationships>", '<Relationship Id="rId99" Type="http://x/theme" Target="theme/theme1.xml"/></Relationships>'),
    (TYPES, 'Extension="xml" ContentType="application/xml"', 'Extension="xml" ContentType="text/xml"'),
    (TYPES, "</Types>", '<Override PartName="/xl/theme/theme1.xml" ContentType="x/y"/></Types>'),
    (TABLE, 'name="数量"', 'name="数"'),
    (TABLE, 'displayName="Table1"', 'displayName="Table2"'),
    (TABLE, 'name="TableStyleMedium9"', 'name="TableStyleMedium2"'),
    (NOTES, "第一条批注", "第一条"),
    (NOTES, '<author>测试</author>', "<author>别人</author>"),
    (NOTES, '<author>测试</author>', "<author>xlperf</author><author>测试</author>"),
    (VML, 'fillcolor="#ffffe1"', 'fillcolor="#ffffff"'),
    (CHART, "<c:f>", "<c:f> "),
    (CHART, "<c:v>甲</c:v>", "<c:v>乙</c:v>"),
    (CHART, '<c:legendPos val="r"/>', '<c:legendPos val="l"/>'),
    (APP, "<Application>Microsoft Excel</Application>", "<Application>xlperf</Application>"),
    (APP, "<vt:lpstr>图表</vt:lpstr>", "<vt:lpstr>图</vt:lpstr>"),
    ("xl/theme/theme1.xml", "Office", "Offise"),
    ("xl/sharedStrings.xml", "<si>", "<si >"),
    ("docProps/core.xml", "样本", "样品"),
]  # fmt: skip


@pytest.fixture(scope="module")
def outcome() -> tuple[Package, dict[str, bytes], Permit]:
    """A workbook, its parts after edits of all kinds, and what these were allowed to change."""
    before = Package(SAMPLES["notes"]())
    edits = KINDS["everything"](before)
    written = apply(before.data, edits)
    return before, entries(written.data), permit_of(edits, written, before)


def test_what_is_allowed_is_not_named(outcome):
    before, parts, permit = outcome
    assert violations(before, Package(pack(parts)), permit) == []


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach[0]} {breach[1][:30]}")
def test_every_breach_is_named(outcome, breach):
    before, parts, permit = outcome
    part, *planted = breach
    broken = violations(before, Package(pack(parts | {part: swap(*planted)(parts[part])})), permit)
    assert broken and part in " ".join(broken), broken


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach[0]} {breach[1][:30]}")
def test_every_breach_is_named_where_nothing_is_allowed(breach):
    before = entries(SAMPLES["notes"]())
    part, old, *new = breach
    if old.encode() in before[part]:  # else it stands in the outcome only
        changed = before | {part: swap(old, *new)(before[part])}
        assert violations(Package(pack(before)), Package(pack(changed)), Permit())


def test_nothing_comes_goes_or_changes_its_place_unasked(outcome):
    before, parts, permit = outcome
    names = list(parts)
    assert violations(before, Package(pack(parts | {"xl/more.xml": b"<a/>"})), permit) == ["多了xl/more.xml"]
    assert "docProps/core.xml不见了" in violations(
        before, Package(pack({name: parts[name] for name in names if name != "docProps/core.xml"})), permit
    )
    turned = {name: parts[name] for name in (names[0], names[2], names[1], *names[3:])}
    assert violations(before, Package(pack(turned)), permit) == ["部件的次序变了"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_outcome_is_a_breach_where_it_was_not_asked_for(kind):
    before = Package(SAMPLES["notes"]())
    after = apply(before.data, KINDS[kind](before)).data
    assert violations(before, Package(after), Permit())


def test_calc_chain_stays_true():
    before = Package(SAMPLES["calc_chain"]())
    parts = entries(before.data)
    everywhere = Permit({"数据": {(5, 5): CellChange(-3, "1-4")}})
    with_new = pack(parts | {SHEET: swap("<v>-3</v>", "<f>1-4</f><v>-3</v>")(parts[SHEET])})
    assert violations(before, Package(with_new), everywhere) == ["计算链与公式不再相符"]
    without = {name: body for name, body in parts.items() if name != "xl/calcChain.xml"}
    assert "计算链不见了" in violations(before, Package(pack(without)), everywhere)
