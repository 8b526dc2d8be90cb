"""What LibreOffice drops when it saves a workbook of ours: found, put back, and nothing else with it."""

import re

import pytest

from tests.conftest import BUTTONS
from tests.workbooks.parts import entries, pack
from xlperf import schema
from xlperf.build import sample
from xlperf.cli import main
from xlperf.files import check, load, make
from xlperf.intake import find_layout
from xlperf.ooxml import Package
from xlperf.plan.formulas import plan_mending
from xlperf.run import run
from xlperf.writers.mending import beyond_mending, mended

FORMULA = re.compile(rb"<calculatedColumnFormula>.*?</calculatedColumnFormula>", re.DOTALL)
MENDED = ("“任务”表的自动公式", "“绩效指标”表的自动公式")
CODE_NAME = re.compile(rb' codeName="\w+"')
WORKBOOK, SHEET, TABLE = "xl/workbook.xml", "xl/worksheets/sheet5.xml", "xl/tables/table3.xml"
DRAWING = "xl/drawings/drawing2.xml"


def robbed(data: bytes) -> bytes:
    """Return a workbook as LibreOffice leaves it."""
    parts = entries(data)
    for name, body in parts.items():
        if name.startswith("xl/tables/"):
            parts[name] = FORMULA.sub(b"", body).replace(b"></tableColumn>", b"/>")
        elif name.startswith("xl/drawings/drawing"):
            parts[name] = re.sub(rb' macro="\[0\]!\w+"', b"", body)
        elif name == WORKBOOK or name.startswith("xl/worksheets/sheet"):
            parts[name] = CODE_NAME.sub(b"", body)
    return pack(parts)


@pytest.fixture(scope="module", params=[".xlsm", ".xlsx"])
def whole(request) -> bytes:
    return make(sample(), request.param)


@pytest.fixture(scope="module")
def macros() -> bytes:
    return make(sample(), ".xlsm")


def mending(data: bytes):
    return plan_mending(find_layout(load("", data)))


def test_what_was_dropped_is_found(whole):
    found = [each for each in run(load("", robbed(whole))).findings if each.rule == "S113"]
    assert [each.subject for each in found] == ["任务", "绩效指标", "分月执行"]
    assert not [each for each in run(load("", whole)).findings if each.rule == "S113"]


def test_writing_puts_it_back_and_nothing_else(whole, tmp_path):
    path = tmp_path / "存过.xlsm"
    path.write_bytes(robbed(whole))
    checked = check(path, write=True)
    assert checked.mended[:2] == MENDED and not [each for each in checked.result.findings if each.rule == "S113"]
    before, after = entries(robbed(whole)), entries(path.read_bytes())
    assert {name for name in after if before[name] != after[name]} <= {
        name for name in before if before[name] != entries(whole)[name]} | {"xl/worksheets/sheet2.xml"}  # fmt: skip
    old, new = Package(whole), Package(path.read_bytes())
    for sheet in old.sheets:
        for a, b in zip(old.tables(sheet), new.tables(sheet), strict=True):
            assert a == b and _formulas(old, a.part) == _formulas(new, b.part)
        assert _code_name(old, old.sheets[sheet], "sheetPr") == _code_name(new, new.sheets[sheet], "sheetPr")
    assert _code_name(old, old.workbook, "workbookPr") == _code_name(new, new.workbook, "workbookPr")


def _formulas(package, part):
    return [each.text for each in package.tree(part).all("calculatedColumnFormula")]


def _code_name(package, part, element):
    found = package.tree(part).find(element)
    return found.attributes.get("codeName") if found else None


def test_a_second_run_changes_nothing_and_says_so(macros, tmp_path, capsys):
    path = tmp_path / "存过.xlsm"
    path.write_bytes(robbed(macros))
    main(["check", str(path), "--write"])
    assert f"补上了“任务”表的自动公式、“绩效指标”表的自动公式、“分月执行”表的自动公式、{BUTTONS}个按钮（多半" in capsys.readouterr().out
    once = path.read_bytes()
    main(["check", str(path), "--write"])
    assert path.read_bytes() == once and "文件未改动" in capsys.readouterr().out


def test_a_formula_that_a_person_changed_stays(macros):
    parts = entries(robbed(macros))
    own = b'name="\xe6\x89\xa7\xe8\xa1\x8c\xe7\x8e\x87"'  # 执行率
    table = next(name for name, body in parts.items() if name.startswith("xl/tables/") and own in body)
    given = rb"\1><calculatedColumnFormula>1+1</calculatedColumnFormula></tableColumn>"
    parts[table] = re.sub(b"(<tableColumn [^>]*" + own + b")/>", given, parts[table])
    package, sheets = mended(Package(pack(parts)), mending(macros))
    assert "1+1" in _formulas(package, table) and sheets[:2] == MENDED


def test_names_for_vba_are_given_only_where_all_are_lost(macros):
    parts = entries(robbed(macros))
    parts[WORKBOOK] = parts[WORKBOOK].replace(b"<workbookPr ", b'<workbookPr codeName="Mappe" ')
    package, _sheets = mended(Package(pack(parts)), mending(macros))
    assert _code_name(package, package.sheets["任务"], "sheetPr") is None


def test_the_names_for_vba_are_those_of_the_workbook_we_make(macros):
    package = Package(macros)
    found = {name: _code_name(package, part, "sheetPr") for name, part in package.sheets.items()}
    assert {"": _code_name(package, package.workbook, "workbookPr"), **found} == schema.CODE_NAMES


def test_a_formula_that_would_name_a_renamed_column_is_left_out(macros, tmp_path):
    """The heading of 总额 was changed to another spelling that is understood: LibreOffice changes the formulas in cells with it."""
    parts = entries(robbed(macros))
    for name, body in parts.items():
        if name.startswith(("xl/tables/", "xl/worksheets/", "xl/sharedStrings")):
            parts[name] = body.replace("[总额]".encode(), "[年初预算总额]".encode()).replace('name="总额"'.encode(), 'name="年初预算总额"'.encode())
            parts[name] = parts[name].replace(">总额<".encode(), ">年初预算总额<".encode())
    path = tmp_path / "改名.xlsm"
    path.write_bytes(pack(parts))
    checked = check(path, write=True)
    package = Package(path.read_bytes())
    table = next(each for each in package.tables("任务"))
    assert "全年预算数" not in table.automatic and {"执行数", "状态"} <= table.automatic
    assert "[总额]" not in "".join(_formulas(package, table.part))
    assert [each.message for each in checked.result.findings if each.rule == "S113"] == [
        "“任务”表有2列丢了自动公式（全年预算数、对年初执行率），新增的行不会自动计算"]  # fmt: skip


def test_a_renamed_sheet_gets_the_name_that_is_left(macros):
    parts = entries(robbed(macros))
    parts[WORKBOOK] = parts[WORKBOOK].replace('name="说明"'.encode(), 'name="填表说明"'.encode())
    package, _sheets = mended(Package(pack(parts)), mending(macros))
    assert _code_name(package, package.sheets["填表说明"], "sheetPr") == "Sheet1"


def test_buttons_do_again_what_they_did(macros, tmp_path):
    path = tmp_path / "存过.xlsm"
    path.write_bytes(robbed(macros))
    check(path, write=True)
    assert macros_of(path.read_bytes()) == macros_of(macros) and sum(map(len, macros_of(macros))) == BUTTONS


def macros_of(data: bytes) -> list[list[bytes]]:
    """Return what the buttons of each drawing do."""
    return [re.findall(rb'macro="([^"]+)"', body) for name, body in entries(data).items() if "drawings/drawing" in name]


BREACHES = [
    (DRAWING, b'macro="[0]!PerfCheck"', b'macro="[0]!PerfClear"'),
    (DRAWING, b'macro="[0]!PerfCheck"', b'macro="[0]!PerfCheck" fLocksText="0"'),
    (TABLE, b"</calculatedColumnFormula>", b"+1</calculatedColumnFormula>"),
    (TABLE, b'name="\xe6\x8c\x87\xe6\xa0\x87\xe7\xbc\x96\xe5\x8f\xb7"/>',
     b'name="\xe6\x8c\x87\xe6\xa0\x87\xe7\xbc\x96\xe5\x8f\xb7"><calculatedColumnFormula>1</calculatedColumnFormula></tableColumn>'),
    (TABLE, b'ref="A4:AD74"', b'ref="A4:AD73"'),
    (TABLE, b"<tableColumn ", b'<tableColumn dataDxfId="1" '),
    (WORKBOOK, b'codeName="ThisWorkbook"', b'codeName="ThisWorkbook1"'),
    (WORKBOOK, b"<workbookPr ", b'<workbookPr date1904="1" '),
    (SHEET, b'codeName="Sheet5"', b'codeName="Sheet6"'),
    (SHEET, b"<v>", b"<v>1"),
    ("xl/styles.xml", b"</styleSheet>", b"</styleSheet> "),
]  # fmt: skip


@pytest.mark.parametrize(("part", "old", "new"), BREACHES, ids=range(len(BREACHES)))
def test_whatever_goes_beyond_mending_is_named(macros, part, old, new):
    before = Package(robbed(macros))
    after, _sheets = mended(before, mending(macros))
    assert not list(beyond_mending(before, after, mending(macros)))
    parts = entries(after.data)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    assert list(beyond_mending(before, Package(pack(parts)), mending(macros)))
