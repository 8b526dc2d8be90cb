"""The package editor: a cell changes, and no other byte of the workbook with it."""

import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from tests.conftest import column_values, small_workbook, values
from xlperf import schema
from xlperf.errors import WriteRefusedError
from xlperf.model import IMPORT, RESTORE, Edit, Edits, Note, Place, TableSize
from xlperf.ooxml import Package, scan_sheet
from xlperf.ooxml.elements import splice
from xlperf.ooxml.splice import CellChange, sheet_splices
from xlperf.ooxml.values import from_xml_text, to_xml_text
from xlperf.writers.law import Permit, violations
from xlperf.writers.package import apply

SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:C4"/><sheetData>'
    b'<row r="1" spans="1:3" ht="20"><c r="A1" s="4" t="s"><v>0</v></c><c r="B1" s="5"/><c r="C1" t="b"><v>1</v></c></row>'
    b'<row r="2"><c r="A2" t="str" s="7"><f>IF(B2&gt;1,"&lt;a&gt;","")</f><v>x</v></c></row>'
    b'<row r="3"/><row r="4" spans="2:2"><c r="B4"><f/></c></row></sheetData><autoFilter ref="A1:C4"/></worksheet>'
)

CELLS = [
    # what is put, where, and the bytes of the cell afterwards
    ("a text", (1, 1), CellChange("达标"), '<c r="A1" s="4" t="inlineStr"><is><t>达标</t></is></c>'),
    ("a text that looks like a formula", (1, 2), CellChange("=11辆"),
     '<c r="B1" s="5" t="inlineStr"><is><t>=11辆</t></is></c>'),
    ("a number", (1, 1), CellChange(Decimal("90.20")), '<c r="A1" s="4"><v>90.2</v></c>'),
    ("a whole number", (1, 2), CellChange(12.0), '<c r="B1" s="5"><v>12</v></c>'),
    ("a truth value", (1, 3), CellChange(False), '<c r="C1" t="b"><v>0</v></c>'),
    ("nothing", (1, 1), CellChange(None), '<c r="A1" s="4"/>'),
    ("spaces and lines", (1, 2), CellChange(" a\nb "),
     '<c r="B1" s="5" t="inlineStr"><is><t xml:space="preserve"> a\nb </t></is></c>'),
    ("signs of XML", (1, 2), CellChange("<&>"), '<c r="B1" s="5" t="inlineStr"><is><t>&lt;&amp;&gt;</t></is></c>'),
    ("a control character", (1, 2), CellChange("a\x01b"),
     '<c r="B1" s="5" t="inlineStr"><is><t>a_x0001_b</t></is></c>'),
    ("a text that looks escaped", (1, 2), CellChange("_x0041_"),
     '<c r="B1" s="5" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'),
    ("the text of a formula", (2, 1), CellChange("达标"),
     '<c r="A2" s="7" t="str"><f>IF(B2&gt;1,"&lt;a&gt;","")</f><v>达标</v></c>'),
    ("the number of a formula", (2, 1), CellChange(3), '<c r="A2" s="7"><f>IF(B2&gt;1,"&lt;a&gt;","")</f><v>3</v></c>'),
    ("a blank text of a formula", (2, 1), CellChange(""),
     '<c r="A2" s="7" t="str"><f>IF(B2&gt;1,"&lt;a&gt;","")</f><v></v></c>'),
    ("another formula", (2, 1), CellChange("b", 'HYPERLINK("#A1","b")'),
     '<c r="A2" s="7" t="str"><f>HYPERLINK("#A1","b")</f><v>b</v></c>'),
    ("no formula any more", (2, 1), CellChange("b", ""), '<c r="A2" s="7" t="inlineStr"><is><t>b</t></is></c>'),
    ("beside an empty formula", (4, 2), CellChange(1), '<c r="B4"><f/><v>1</v></c>'),
    ("a new cell", (2, 3), CellChange(1, style="9"), '<c r="C2" s="9"><v>1</v></c>'),
    ("a cell in an empty row", (3, 2), CellChange(1), '<row r="3"><c r="B3"><v>1</v></c></row>'),
    ("a new row", (6, 2), CellChange(1), '<row r="6"><c r="B6"><v>1</v></c></row></sheetData>'),
    ("a cell left of the others", (4, 1), CellChange(1), '<row r="4" spans="1:2"><c r="A4"><v>1</v></c><c r="B4">'),
]  # fmt: skip


def sheet_with(data: bytes, changes: dict[tuple[int, int], CellChange]) -> bytes:
    return splice(data, sheet_splices(scan_sheet(data), changes))


@pytest.mark.parametrize(("_what", "where", "change", "expected"), CELLS, ids=[case[0] for case in CELLS])
def test_one_cell_changes_and_nothing_else(_what, where, change, expected):
    after = sheet_with(SHEET, {where: change})
    assert expected in after.decode()
    before_map, after_map = scan_sheet(SHEET), scan_sheet(after)
    for number, row in before_map.rows.items():
        for column, cell in row.cells.items():
            if (number, column) != where:
                other = after_map.rows[number].cells[column]
                assert after[other.start : other.end] == SHEET[cell.start : cell.end]


def test_the_used_range_grows_with_new_cells():
    assert b'<dimension ref="A1:E9"/>' in sheet_with(SHEET, {(9, 5): CellChange(1)})


def test_another_prefix_is_kept():
    data = b'<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"/></x:row></x:sheetData></x:worksheet>'
    after = sheet_with(data, {(1, 1): CellChange("好"), (2, 1): CellChange(2)})
    assert '<x:c r="A1" t="inlineStr"><x:is><x:t>好</x:t></x:is></x:c>' in after.decode()
    assert b'<x:row r="2"><x:c r="A2"><x:v>2</x:v></x:c></x:row></x:sheetData>' in after


@pytest.mark.parametrize("text", ["", "好", "a\x01_x0041_\r\n", "\ufffe", "_x005F_"])
def test_escapes_come_back(text):
    import html

    assert from_xml_text(html.unescape(to_xml_text(text))) == text.replace("\r\n", "\n")


def test_a_text_longer_than_a_cell_is_cut():
    assert len(to_xml_text("长" * 40000)) == 32767


def findings_edits(count: int) -> Edits:
    columns = [column.key for column in schema.FINDINGS.columns]
    cells = [
        Edit(Place("校验结果", schema.FIRST_ROW + row, column), f"{key}{row}")
        for row in range(count)
        for column, key in enumerate(columns, 1)
    ]
    return Edits(tuple(cells), (TableSize("Findings", "校验结果", count),))


@pytest.mark.parametrize("counts", [(1,), (7,), (7, 2), (3, 30, 1)])
def test_the_table_of_findings_grows_and_shrinks(counts):
    data = small_workbook()
    for count in counts:
        data = apply(data, findings_edits(count)).data or data
    rows = [row for row in column_values(data, schema.FINDINGS, "message") if row != ""]
    assert rows == [f"message{row}" for row in range(counts[-1])]
    table = openpyxl.load_workbook(io.BytesIO(data))["校验结果"].tables["Findings"]
    assert table.ref == table.autoFilter.ref == f"A4:F{4 + counts[-1]}"


def test_what_is_the_users_is_never_written(sample_workbook):
    for sheet, cell in (("绩效指标", (12, 5)), ("任务", (2, 5)), ("支出明细", (9, 6)), ("概况", (3, 6)), ("说明", (2, 2))):
        edit = Edit(Place(sheet, cell[1], cell[0]), "改")
        with pytest.raises(WriteRefusedError, match="用户填写"):
            apply(sample_workbook, Edits((edit,)))


@pytest.mark.parametrize("purpose", [IMPORT, RESTORE])
def test_only_an_import_or_a_restore_writes_the_users_cells(sample_workbook, purpose):
    edit = Edit(Place("任务", 5, 5), 900.0)
    assert column_values(apply(sample_workbook, Edits((edit,), purpose=purpose)).data, schema.TASKS, "total")[0] == 900.0


def test_a_users_table_is_not_resized(sample_workbook):
    size = TableSize("Ledger", "支出明细", 500)
    with pytest.raises(WriteRefusedError, match="是用户的，不能改变大小"):
        apply(sample_workbook, Edits(sizes=(size,)))
    grown = apply(sample_workbook, Edits(sizes=(size,), purpose=IMPORT)).data
    assert openpyxl.load_workbook(io.BytesIO(grown))["支出明细"].tables["Ledger"].ref == "A4:O504"


def test_a_table_with_totals_keeps_its_size():
    def total(book):
        book["校验结果"].tables["Findings"].totalsRowCount = 1
        book["校验结果"].tables["Findings"].ref = "A4:F6"

    from tests.test_checking import edited

    data = edited(small_workbook(), total)
    with pytest.raises(WriteRefusedError, match="有汇总行"):
        apply(data, findings_edits(9))


def test_cells_that_others_depend_on_are_refused():
    from tests.workbooks import SAMPLES

    cases = (
        ("notes", Edit(Place("数据", 1, 8), "看不见"), "被合并单元格盖住"),
        ("notes", Edit(Place("数据", 7, 2), 5), "公式与别的单元格是一组"),
        ("notes", Edit(Place("数据", 7, 1), 5, "1+4"), "公式与别的单元格是一组"),
        ("chartsheet", None, "不是普通工作表"),
    )
    for name, edit, words in cases:
        data = SAMPLES[name]()
        package = Package(data)
        if edit is None:
            sheet = next(sheet for sheet, part in package.sheets.items() if package.cells(part).sheet_data is None)
            edit = Edit(Place(sheet, 1, 1), 1)
        with pytest.raises(WriteRefusedError, match=words):
            apply(data, Edits((edit,), purpose=IMPORT))
    first = apply(SAMPLES["notes"](), Edits((Edit(Place("数据", 7, 1), 5),), purpose=IMPORT))
    assert first.count == 1, "the result of an array's first cell may be renewed"


def test_what_already_stands_is_not_written_again(sample_workbook):
    status = schema.INDICATORS.number("state")
    assert apply(sample_workbook, Edits((Edit(Place("绩效指标", 5, status), "达标"),))).data is None


def with_part(data: bytes, name: str, change) -> bytes:
    """Return a package in which one part was changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            body = old.read(info)
            new.writestr(info.filename, change(body) if info.filename == name else body)
    return out.getvalue()


def notes_of(data: bytes) -> dict[str, str]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def with_notes(data: bytes, *notes: tuple[str, str]) -> bytes:
    sheet = next(iter(Package(data).sheets))
    given = tuple(Note(Place(sheet, int(cell[1:]), ord(cell[0]) - 64), text) for cell, text in notes)
    return apply(data, Edits(notes=given, purpose=IMPORT)).data or data


def shapes(data: bytes) -> int:
    """How many notes are drawn; every drawing must be well-formed, with its prefixes declared."""
    package = Package(data)
    drawings = [package.read(part) for part in package.parts if part.endswith(".vml")]
    return sum(str(each.tag).endswith("}shape") for body in drawings for each in ET.fromstring(body).iter())


def test_notes_beside_those_of_others_whoever_saved_the_file(libreoffice):
    book = openpyxl.Workbook()
    book.active["B2"], book.active["A1"], book.active["A3"] = "有批注", "甲", "乙"
    book.active["B2"].comment = openpyxl.comments.Comment("别人的", "某人")
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    for save in (lambda data: data, saved_by_openpyxl):
        data = save(with_notes(save(data), ("A1", "一"), ("A3", "三")))
        assert notes_of(data) == {"B2": "别人的", "A1": "一", "A3": "三"} and shapes(data) == 3
        data = save(with_notes(data, ("A1", "一改"), ("B2", "不行")))
        assert notes_of(data) == {"B2": "别人的", "A1": "一改"} and shapes(data) == 2
        data = with_notes(data)
        assert notes_of(data) == {"B2": "别人的"} and shapes(data) == 1
    libre = libreoffice(with_notes(data, ("A1", "一")), "xlsx")
    assert notes_of(libre)["B2"] == "别人的" and shapes(with_notes(libre, ("C5", "五"))) == 3


def saved_by_openpyxl(data: bytes) -> bytes:
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()


LIMITS = [
    (Edit(Place("任务", 5, 5), float("inf")), "数值Excel放不下"), (Edit(Place("任务", 5, 5), Decimal("sNaN")), "数值Excel放不下"),
    (Edit(Place("任务", 5, 5), 10**400), "数值Excel放不下"), (Edit(Place("任务", 5, 5), 1, "1\x01"), "含有不能写的字符"),
    (Edit(Place("任务", 5, 5), 1, "11辆"), "Excel会提示修复"), (Edit(Place("任务", 5, 3), "😀" * 20_000), "超过32767字"),
    (Edit(Place("任务", 4, 5), "标题改了"), "Excel会提示修复"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "words"), LIMITS, ids=[words for _edit, words in LIMITS])
def test_what_no_cell_can_hold_is_refused(sample_workbook, edit, words):
    with pytest.raises(WriteRefusedError, match=words):
        apply(sample_workbook, Edits((edit,), purpose=IMPORT))


def test_the_last_of_two_edits_of_a_cell_counts_and_true_is_no_one(sample_workbook):
    place = Place("任务", 5, 5)
    assert apply(sample_workbook, Edits((Edit(place, 99), Edit(place, 839.08)), purpose=IMPORT)).data is None
    one = apply(sample_workbook, Edits((Edit(place, 1),), purpose=IMPORT)).data
    assert column_values(apply(one, Edits((Edit(place, True),), purpose=IMPORT)).data, schema.TASKS, "total")[0] is True
    near = apply(one, Edits((Edit(place, 1.00000001),), purpose=IMPORT)).data
    assert column_values(near, schema.TASKS, "total")[0] == 1.00000001


BREACHES = {
    "a user's cell": ("xl/worksheets/sheet4.xml", lambda body: body.replace(b"<v>839.08</v>", b"<v>839.09</v>")),
    "a row's height": ("xl/worksheets/sheet4.xml", lambda body: body.replace(b'<row r="5"', b'<row r="5" hidden="1"')),
    "a column's width": ("xl/worksheets/sheet4.xml", lambda body: body.replace(b"<cols>", b"<cols >")),
    "styles": ("xl/styles.xml", lambda body: body + b" "),
    "shared texts": ("xl/sharedStrings.xml", lambda body: body.replace("应急".encode(), "应及".encode(), 1)),
    "a table's name": ("xl/tables/table1.xml", lambda body: body.replace(b'name="Goals"', b'name="Goal"', 1)),
    "a chart's colour": ("xl/charts/chart1.xml", lambda body: body.replace(b"1F4E79", b"1F4E70", 1)),
}


@pytest.mark.parametrize("what", BREACHES)
def test_the_law_names_every_breach(what, sample_workbook):
    part, change = BREACHES[what]
    after = with_part(sample_workbook, part, change)
    assert with_part(sample_workbook, part, lambda body: body) != after, "the fault was not planted"
    for changed, tables in (({}, {}), ({"总体目标": {(5, 15): CellChange(1)}}, {"Goals": 6, "Findings": 22})):
        broken = violations(Package(sample_workbook), Package(after), Permit(changed, tables))
        assert broken and part in broken[0]


def test_the_law_allows_what_it_allows(sample_workbook):
    part, change = BREACHES["a user's cell"]
    after = Package(with_part(sample_workbook, part, change))
    assert violations(Package(sample_workbook), after, Permit({"任务": {(5, column): CellChange(839.09) for column in (5, 6, 10)}})) == []


def test_a_lost_part_is_a_breach(sample_workbook):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample_workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist()[:-1]:
            new.writestr(info.filename, old.read(info))
    assert violations(Package(sample_workbook), Package(out.getvalue()), Permit()) == ["docProps/app.xml不见了"]


def test_calc_chain_goes_when_the_set_of_formulas_changes(sample_workbook):
    def with_chain(data: bytes) -> bytes:
        data = with_part(data, "[Content_Types].xml", lambda body: body.replace(
            b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-'
            b'officedocument.spreadsheetml.calcChain+xml"/></Types>'))  # fmt: skip
        data = with_part(data, "xl/_rels/workbook.xml.rels", lambda body: body.replace(
            b"</Relationships>", b'<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships/calcChain" Target="calcChain.xml"/></Relationships>'))  # fmt: skip
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("xl/calcChain.xml", b'<calcChain><c r="H5" i="5"/></calcChain>')
        return out.getvalue()

    data = with_chain(sample_workbook)
    keeps = apply(data, Edits((Edit(Place("绩效指标", 5, schema.INDICATORS.number("state")), "未填"),))).data
    assert "xl/calcChain.xml" in Package(keeps).archive.namelist()
    drops = apply(data, findings_edits(2)).data
    package = Package(drops)
    assert "xl/calcChain.xml" not in package.archive.namelist()
    assert b"calcChain" not in package.read("[Content_Types].xml") + package.read("xl/_rels/workbook.xml.rels")


def test_charts_show_the_new_figures(sample_skeleton, sample_workbook):
    def cached(data: bytes) -> bytes:
        return Package(data).read("xl/charts/chart2.xml")

    assert b"<c:v>54</c:v>" in cached(sample_workbook)
    assert b"<c:v>54</c:v>" not in cached(sample_skeleton)


def test_the_outcome_opens_in_openpyxl_and_calamine(sample_workbook):
    sheet = openpyxl.load_workbook(io.BytesIO(sample_workbook))["绩效指标"]
    assert sheet.cell(6, 5).value == "=11辆" and sheet.cell(6, 5).data_type == "s"
    assert values(sample_workbook, "绩效指标")[5][4] == "=11辆"
