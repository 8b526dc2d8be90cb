"""Nothing of the user's file is ever lost: kinds of edits into workbooks of all sorts, and everything else stays.

Workbooks written by Excel itself are used where they are at hand: `pytest --long --excel-files DIR`.
"""

import hashlib
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator
from python_calamine import CalamineWorkbook

from tests.edits import KINDS, free_cells, worksheets
from tests.workbooks import SAMPLES, SIGNED, UNREAD
from xlperf.errors import InputError, WriteRefusedError
from xlperf.model import Edits
from xlperf.ooxml import Package
from xlperf.ooxml.lint import faults
from xlperf.ooxml.splice import CellChange
from xlperf.ooxml.values import same_value
from xlperf.writers.law import Permit, violations
from xlperf.writers.package import Written, apply

EXPECTED = re.compile(r"(worksheet|table|chart|comments|vmlDrawing|styles|main|relationships|extended-properties)(\+xml)?$")
"""Types of parts that some edit may touch; all others must be the same bytes. A coarser measure than the law, and apart from it."""

MOMENTS = (date, datetime, time, timedelta)
"""What a reader makes of a number in a cell with the format of a date."""


def permit_of(edits: Edits, written: Written, before: Package) -> Permit:
    """Return what edits may change, worked out from the edits alone."""
    cells: dict[str, dict] = {}
    for edit in edits.cells:
        cells.setdefault(edit.place.sheet, {})[edit.place.row, edit.place.column] = CellChange(edit.value, edit.formula)
    sheets = {sheet.name for sheet in edits.sheets} - set(before.sheets)
    return Permit(cells, {size.name: size.rows for size in edits.sizes}, sheets, edits.notes is not None)


def prove(data: bytes, kind: Callable[[Package], Edits], unread: tuple[str, ...] = ()) -> bytes:
    """Make edits, and prove that only what they ask for differs. Returns the outcome."""
    before = Package(data)
    edits = kind(before)
    written = apply(data, edits)
    assert written.data is not None or not (edits.cells or edits.notes), "nothing was written"
    after = Package(written.data or data)
    assert violations(before, after, permit_of(edits, written, before)) == []
    assert set(faults(after)) <= set(faults(before))
    touched = [part for part in before.parts if part in after and _hash(before, part) != _hash(after, part)]
    types = (before.content_types[part] for part in touched if part != before.spelt("[Content_Types].xml"))
    assert [type_ for type_ in types if not EXPECTED.search(type_)] == []
    for program, read in READERS.items():
        if program not in unread:
            compare(read(data), read(after.data), edits)
    return after.data


def _hash(package: Package, part: str) -> str:
    return hashlib.sha256(package.read(part)).hexdigest()


def _calamine(data: bytes) -> Iterator[tuple[str, int, int, object]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in workbook.sheet_names:
        for row, values in enumerate(_rows(workbook, name), 1):
            yield from ((name, row, column, value) for column, value in enumerate(values, 1) if value not in (None, ""))


def _rows(workbook: CalamineWorkbook, name: str) -> list[list]:
    """Return the rows of a sheet from A1; a used range that reaches the sheet's end is not spread out, but moved to A1."""
    sheet = workbook.get_sheet_by_name(name)
    far = sheet.total_height * sheet.total_width > 2_000_000
    return [] if far else sheet.to_python(skip_empty_area=False)


def _openpyxl(data: bytes) -> Iterator[tuple[str, int, int, object]]:
    """Yield values (formulas as such), and the shape of each sheet as cells at odd places."""
    book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=True, rich_text=True)
    for sheet in book.worksheets:
        for row in sheet._cells:
            cell = sheet._cells[row]
            value = getattr(cell.value, "text", cell.value)
            value = vars(value) if hasattr(value, "dt2D") else value
            if value is not None:
                yield sheet.title, cell.row, cell.column, value
            if cell.has_style:
                look = cell.number_format, cell.font.name, cell.font.b, cell.fill.fgColor.rgb
                yield sheet.title, -cell.row, cell.column, look
            if cell.comment:
                yield f"{sheet.title} notes", cell.row, cell.column, cell.comment.text
        merged = sorted(str(each) for each in sheet.merged_cells.ranges)
        widths = {name: each.width for name, each in sheet.column_dimensions.items()}
        shape = merged, widths, sheet.freeze_panes, len(sheet.data_validations.dataValidation), len(sheet.conditional_formatting)
        yield sheet.title, 0, 0, str(shape)
    yield "", 0, 0, str(sorted(book.defined_names))


READERS = {"calamine": _calamine, "openpyxl": _openpyxl}


def compare(before: Iterator, after: Iterator, edits: Edits) -> None:
    """Every cell that was not edited reads as before, every edited one as it was to be."""
    wanted = {(edit.place.sheet, edit.place.row, edit.place.column): edit for edit in edits.cells}
    notes = {(f"{each.place.sheet} notes", each.place.row, each.place.column): each.text for each in edits.notes or ()}
    old = {place: value for *place, value in before for place in [tuple(place)]}
    new = {place: value for *place, value in after for place in [tuple(place)]}
    ours = {sheet.name for sheet in edits.sheets}
    for place in old.keys() | new.keys():
        sheet, row, column = place
        if place in wanted:
            assert _shows(new.get(place), wanted[place]), (place, new.get(place), wanted[place])
        elif place in notes and place not in old:
            assert new.get(place) == notes[place]
        elif (sheet, -row, column) not in wanted and sheet not in ours and sheet:
            assert repr(old.get(place)) == repr(new.get(place)), place


def _shows(value: object, edit) -> bool:
    """Whether a reader shows what was written; a number in a cell with the format of a date may be a moment."""
    if edit.formula or isinstance(value, MOMENTS) or (isinstance(value, str) and value.startswith("=") and value != edit.value):
        return True
    expected = edit.value.replace("\r\n", "\n") if isinstance(edit.value, str) else edit.value
    return same_value(value, expected)


def _pairs():
    """Yield every sample with every kind of edits; half of them, each sample and each kind among them, outside the long mode."""
    for i, name in enumerate(SAMPLES):
        for j, kind in enumerate(KINDS):
            yield pytest.param(name, kind, marks=[pytest.mark.long] * ((i + j) % 2))


@pytest.mark.parametrize(("name", "kind"), _pairs())
def test_hand_built(name, kind):
    unread = tuple(program for program, names in UNREAD.items() if name in names)
    data = SAMPLES[name]()
    if name == "utf16_sheet" and kind != "new_sheet":
        with pytest.raises(InputError, match="UTF-16"):
            apply(data, KINDS["values"](Package(SAMPLES["untidy_xml"]())))
    elif name == "protected_ranges" and kind in ("new_sheet", "everything"):
        with pytest.raises(WriteRefusedError, match="结构受保护"):
            prove(data, KINDS[kind])
    else:
        prove(data, KINDS[kind], unread)


def test_what_others_wrote(published_workbook, libreoffice):
    """A master of XlsxWriter, the same saved by openpyxl, the same saved by LibreOffice."""
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(published_workbook)).save(out)
    for data in (published_workbook, out.getvalue(), libreoffice(published_workbook, "xlsx")):
        for name, kind in KINDS.items():
            if not (name in ("new_sheet", "everything") and "校验结果" in Package(data).sheets):
                prove(data, kind)


def some(pytestconfig) -> dict:
    """Return every fourth sample; in the long mode all."""
    return SAMPLES if pytestconfig.getoption("--long") else dict(list(SAMPLES.items())[::4])


def test_libreoffice_reads_the_same(pytestconfig, libreoffice_many):
    """All kinds of edits at once: LibreOffice opens each outcome, and shows what another reader shows. Formulas it calculates."""
    left_out = ("utf16_sheet", "protected_ranges", *UNREAD["LibreOffice"], *UNREAD["calamine"])
    outcomes = {name: apply(data, KINDS["everything"](Package(data))).data
                for name, make in some(pytestconfig).items() if name not in left_out for data in [make()]}  # fmt: skip
    shown = libreoffice_many(outcomes, "ods")
    differ = {name for name, data in outcomes.items() if libreoffice_shows_other(data, shown[name])}
    made_anew = {name for name, make in SAMPLES.items() if b"pivotTable" in make()}
    assert differ <= made_anew | {"text_kinds"}, "it makes pivot tables anew, and reads a moment written as text its own way"


def libreoffice_shows_other(data: bytes, shown: bytes) -> list:
    """Return the cells of which LibreOffice shows something else.

    Not counted: the names of pictures, which the reader takes for text of the cells they lie on; control characters, which it
    drops; truth values in cells with a format for numbers or dates.
    """
    theirs, ours = (dict(_plain(data, _calamine(each))) for each in (shown, data))
    return [place for place, text in ours.items() if not _alike(theirs.get(place), re.sub(r"[\x00-\x09\x0b-\x1f]", "", text))]


def _alike(theirs: str | None, ours: str) -> bool:
    told = re.sub(r"[\x00-\x09\x0b-\x1f]", "", theirs or "")
    return told == ours or told.startswith(ours + "\n") or (theirs in (None, "0", "1") and ours in ("True", "False"))


def _plain(data: bytes, cells: Iterator) -> Iterator[tuple[tuple, str]]:
    """Yield what stands in cells without a formula, as text; moments and what LibreOffice takes for them are left out."""
    package = Package(data)
    free = {name: set(free_cells(package, name, sheet)) for name, sheet in worksheets(package)}
    for sheet, row, column, value in cells:
        if (row, column) in free.get(sheet, ()) and not isinstance(value, MOMENTS):
            yield (sheet, row, column), f"{value:.9g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("name", SIGNED)
def test_a_signed_package_is_refused(name):
    data = SIGNED[name]()
    with pytest.raises(WriteRefusedError, match="数字签名"):
        apply(data, KINDS["values"](Package(data)))


def test_a_vba_signature_survives():
    before = Package(SAMPLES["vba_signed"]())
    after = Package(prove(before.data, KINDS["everything"]))
    for part in ("xl/vbaProject.bin", "xl/vbaProjectSignature.bin", "xl/_rels/vbaProject.bin.rels"):
        assert before.read(part) == after.read(part)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_inverse_brings_every_value_back(name):
    data = SAMPLES[name]()
    if name in ("utf16_sheet", "protected_ranges"):
        pytest.skip("nothing can be written there")
    written = apply(data, KINDS["everything"](Package(data)))
    back = apply(written.data, written.inverse).data
    if name not in UNREAD["calamine"] and name != "untidy_xml":  # there it reads a number with a comment inside as half of it
        assert sorted(each for each in _calamine(back) if each[0] != "校验结果") == sorted(_calamine(data))


def test_schemas_find_nothing_new(pytestconfig):
    """Ours are written as the schemas want it: the validator finds in the outcome only what it found before."""
    for name, make in some(pytestconfig).items():
        if name not in UNREAD["openxml_audit"] and name not in ("utf16_sheet", "protected_ranges"):
            data = make()
            after = apply(data, KINDS["everything"](Package(data))).data
            assert audit(after) <= audit(data), name


def audit(data: bytes) -> set[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(data)
        result = OpenXmlValidator().validate(str(path))
    told = (f"{error.part_uri} {error.description}" for error in result.errors)
    return {each for each in told if "inline-string" not in each}  # that Excel will share them when it saves is meant


def excel_files(config) -> list[Path]:
    folder = config.getoption("--excel-files")
    return sorted(each for each in Path(folder).glob("*.xls?")) if folder else []


@pytest.mark.long
def test_libreoffice_reads_what_excel_wrote(pytestconfig, libreoffice_many):
    """All kinds of edits at once in every workbook written by Excel; what LibreOffice then shows, another reader shows."""
    files = excel_files(pytestconfig)
    if not files:
        pytest.skip("no workbooks written by Excel are at hand: --excel-files DIR")
    given = {path.stem: path.read_bytes() for path in files}
    outcomes = {name: apply(data, KINDS["everything"](Package(data))).data for name, data in given.items()}
    shown = libreoffice_many(outcomes, "ods")
    differ = {name: libreoffice_shows_other(data, shown[name]) for name, data in outcomes.items()}
    assert {name: cells for name, cells in differ.items() if cells} == {}


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_written_by_excel(pytestconfig, kind):
    files = excel_files(pytestconfig)
    if not files:
        pytest.skip("no workbooks written by Excel are at hand: --excel-files DIR")
    for path in files:
        data = path.read_bytes()
        assert faults(Package(data), suffix=path.suffix) == [], path.name
        after = prove(data, KINDS[kind])
        assert audit(after) <= audit(data), path.name
