"""Rows that come below all others, however many: the same bytes as cell by cell, nothing else in them, and taken back."""

import re

import pytest

from tests.exports import Sheet
from tests.test_ledger_import import rows_of, written
from xlperf.cli import main
from xlperf.errors import WriteRefusedError
from xlperf.files import import_ledger
from xlperf.model import IMPORT, Edit, Edits, NewRows, Place, TableSize
from xlperf.ooxml import Package
from xlperf.undo import undo
from xlperf.writers import below
from xlperf.writers.law_rows import without_new_rows
from xlperf.writers.package import apply

HEADINGS = ["支付凭证号", "支付日期", "收款人", "用途", "支付金额"]
SHEET = "支出明细"
BELOW = 305
"""The row below those that the table has in store."""


def payments(count: int, first: int = 1) -> Sheet:
    return Sheet([HEADINGS, *([f"ZF{nth:06}", "2022-03-01", "甲", f"办公费 <{nth}> & 其他", nth + 0.25] for nth in range(first, first + count))])


def ledger_edits(start: int, count: int, of=NewRows) -> Edits:
    amounts = [nth / 4 if nth % 3 else None for nth in range(count)]
    columns = {2: [f"记-{nth}" for nth in range(count)], 4: [" 付款\n<a> _x0041_"] * count, 11: amounts}
    rows = NewRows(SHEET, start, columns)
    size = (TableSize("Ledger", SHEET, start + count - 5),)
    return Edits((), size, rows=(rows,), purpose=IMPORT) if of is NewRows else Edits(tuple(rows.cells), size, purpose=IMPORT)


def sheet_xml(data: bytes) -> bytes:
    package = Package(data)
    return package.read(package.sheets[SHEET])


@pytest.mark.parametrize(("start", "count"), [(5, 3), (5, 700), (BELOW, 3)])
def test_rows_are_written_as_single_cells_would_be(blank_master, start, count):
    block, cells = (apply(blank_master, ledger_edits(start, count, of)).data for of in (NewRows, Edit))
    assert sheet_xml(block) == sheet_xml(cells)


def test_rows_that_nothing_touches_are_left_as_they_are(blank_master, monkeypatch):
    first = apply(blank_master, ledger_edits(5, 3000)).data
    quick = apply(first, ledger_edits(3005, 7)).data
    monkeypatch.setattr(below, "middle_of", lambda data: None)
    assert quick == apply(first, ledger_edits(3005, 7)).data
    touched = Edits((Edit(Place(SHEET, 1500, 5), "任务"),), *_rest(ledger_edits(3005, 7)))
    monkeypatch.undo()
    assert b"1500" in re.search(rb'<c r="E1500"[^>]*><is>', sheet_xml(apply(first, touched).data).replace(b' t="inlineStr"', b""))[0]


def _rest(edits: Edits) -> tuple:
    return edits.sizes, (), (), None, IMPORT, edits.mending, edits.rows


HARM = {
    "another value": (b"<v>0.25</v>", b"<v>0.26</v>"),
    "another text": ("记-1<".encode(), "记-7<".encode()),
    "a formula": (b"<v>0.25</v>", b"<f>1</f><v>0.25</v>"),
    "another style": (b'<c r="B306" s="', b'<c r="B306" s="1'),
    "a cell more": (b'<c r="B306"', b'<c r="A306"><v>1</v></c><c r="B306"'),
    "a cell twice": (b'<c r="L306"', b'<c r="K306"/><c r="L306"'),
    "a row more": (b"</sheetData>", b'<row r="309"><c r="A309"><v>1</v></c></row></sheetData>'),
    "a row less": (re.compile(rb'<row r="308".*?</row>', re.DOTALL), b""),
    "rows in another order": (b'<row r="307"', b'<row r="309"'),
    "a comment": (b'<row r="307"', b'<!-- x --><row r="307"'),
    "a narrower used range": (re.compile(rb'<dimension ref="[^"]*"'), b'<dimension ref="A1:N307"'),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARM)
def test_what_new_rows_must_not_be(blank_master, harm):
    edits = ledger_edits(BELOW, 4)
    before, after = Package(blank_master), Package(apply(blank_master, edits).data)
    part, rows = before.sheets[SHEET], edits.rows[0]
    assert without_new_rows(before, after, [rows])[2] == []
    old, new = HARM[harm]
    body = after.read(part)
    harmed = old.sub(new, body, count=1) if isinstance(old, re.Pattern) else body.replace(old, new, 1)
    assert harmed != body
    assert without_new_rows(before, after.instead({part: harmed}), [rows])[2]


def test_what_no_cell_can_hold_is_refused(blank_master):
    with pytest.raises(WriteRefusedError, match="超过32767字"):
        apply(blank_master, Edits((), (), rows=(NewRows(SHEET, BELOW, {2: ["长" * 40_000]}),), purpose=IMPORT))
    with pytest.raises(WriteRefusedError, match="用户填写"):
        apply(blank_master, Edits((), (), rows=(NewRows(SHEET, 5, {2: ["记-1"]}),)))


def test_an_import_is_taken_back_whole_or_cell_by_cell(tmp_path, master):
    before = master.read_bytes()
    export = written(tmp_path / "支付.xlsx", payments(400))
    import_ledger(master, [export])
    undo(master)
    assert master.read_bytes() == before
    import_ledger(master, [export])
    own = Edits((Edit(Place(SHEET, 100, 4), "改过的摘要"),), purpose=IMPORT)
    master.write_bytes(apply(master.read_bytes(), own).data)
    taken = undo(master)
    assert [str(each) for each in taken.kept] == [f"{SHEET}!D100"]
    assert [each["摘要"] for each in rows_of(master)] == ["改过的摘要"]


def test_a_grown_export_below_thousands(tmp_path, master):
    import_ledger(master, [written(tmp_path / "一.xlsx", payments(2500))])
    import_ledger(master, [written(tmp_path / "二.xlsx", payments(2600))])
    told = rows_of(master)
    assert len(told) == 2600 and told[-1]["摘要"] == "办公费 <2600> & 其他" and told[-1]["金额（元）"] == 2600.25
    before = master.read_bytes()
    assert main(["ledger", "import", str(tmp_path / "二.xlsx"), "--into", str(master)]) == 0
    assert master.read_bytes() == before
