"""Kinds of edits that can be made to any workbook, for proving that nothing else in it changes."""

from collections.abc import Callable

from xlperf import schema
from xlperf.build import draw_sheet
from xlperf.model import IMPORT, Edit, Edits, Note, Place, TableSize
from xlperf.ooxml import Package, SheetMap
from xlperf.ooxml.references import corners_of


def worksheets(package: Package) -> list[tuple[str, SheetMap]]:
    """Return the sheets that have cells, with their maps."""
    found = ((name, package.cells(part)) for name, part in package.sheets.items() if part in package)
    return [(name, sheet) for name, sheet in found if sheet.sheet_data]


def _bound(package: Package, name: str, sheet: SheetMap) -> list[tuple[int, int, int, int]]:
    """Return the ranges where a single cell cannot be changed: merged cells, array formulas, headings of tables."""
    ranges = sheet.ranges("mergeCell")
    ranges += [cell.formula_attributes.get("ref", "") for row in sheet.rows.values() for cell in row.cells.values()
               if cell.formula and cell.formula_attributes.get("t") in ("array", "dataTable")]  # fmt: skip
    found = [corners for each in ranges if (corners := corners_of(each)) and corners[:2] != corners[2:]]
    return found + [(t.corners[0], t.corners[1], t.corners[0], t.corners[3]) for t in package.tables(name)]


def _among(ranges: list, place: tuple[int, int]) -> bool:
    return any(top <= place[0] <= bottom and left <= place[1] <= right for top, left, bottom, right in ranges)


def free_cells(package: Package, name: str, sheet: SheetMap, kinds: Callable = lambda cell: not cell.formula) -> list[tuple[int, int]]:
    """Return cells of a kind that stand and are bound to no others."""
    bound = _bound(package, name, sheet)
    return [
        (number, column) for number, row in sheet.rows.items() for column, cell in row.cells.items()
        if kinds(cell) and not _among(bound, (number, column))
    ]  # fmt: skip


def _below(package: Package, name: str, sheet: SheetMap) -> int:
    """Return a row below everything that stands in a sheet; in a sheet that is full, a row of its middle."""
    used = [*sheet.rows, *(table.corners[2] + 12 for table in package.tables(name))]
    used += [corners[2] for each in sheet.ranges("mergeCell") if (corners := corners_of(each))]
    return max(used, default=0) + 3 if max(used, default=0) < 1_048_000 else 500_001


VALUES = ("=11辆", 12.5, True, " 两端有空格 ", "一行\n两行", 0, "<&>'\"", "x" * 300)


def values(package: Package) -> Edits:
    """Texts, numbers and truth values, over cells that stand and in new ones."""
    cells = []
    for name, sheet in worksheets(package):
        standing = free_cells(package, name, sheet)[:8]
        row = _below(package, name, sheet)
        places = [*standing, *((row + offset, 2 + offset % 3) for offset in range(8))]
        cells += [Edit(Place(name, *place), VALUES[at % len(VALUES)]) for at, place in enumerate(places)]
    return Edits(tuple(cells), purpose=IMPORT)


def formulas(package: Package) -> Edits:
    """New formulas with their results, and new results of formulas that stand."""
    cells = []
    for name, sheet in worksheets(package):
        row = _below(package, name, sheet)
        cells += [Edit(Place(name, row, 1), 3, "1+2"), Edit(Place(name, row, 2), "达标", 'IF(A1="","","达标")')]
        cells.append(Edit(Place(name, row + 1, 1), "", '""'))
        standing = free_cells(package, name, sheet, lambda cell: cell.formula)[:5]
        cells += [Edit(Place(name, *place), at + 0.5) for at, place in enumerate(standing)]
        plain = free_cells(package, name, sheet)[:2]
        cells += [Edit(Place(name, *place), at, f"{at}+0") for at, place in enumerate(plain)]
    return Edits(tuple(cells), purpose=IMPORT)


def table_rows(package: Package) -> Edits:
    """Three rows appended to every table that has a heading, no totals, and nothing below it."""
    cells, sizes = [], []
    for name, sheet in worksheets(package):
        for table in package.tables(name):
            top, left, bottom, right = table.corners
            below = [(row, column) for row in range(bottom + 1, bottom + 4) for column in range(left, right + 1)]
            others = [corners_of(other.reference) for other in package.tables(name) if other is not table]
            taken = [*others, *_bound(package, name, sheet)]
            if table.headed and not table.totals and not any(sheet.cell(*place) or _among(taken, place) for place in below):
                sizes.append(TableSize(table.name, name, bottom - top + 3))
                cells += [Edit(Place(name, *place), f"新{place[0]}") for place in below]
    return Edits(tuple(cells), tuple(sizes), purpose=IMPORT)


def new_sheet(package: Package) -> Edits:
    """An empty 校验结果 behind the other sheets, and two findings in it."""
    first = schema.FIRST_ROW
    cells = [Edit(Place(schema.FINDINGS.name, first + row, column), f"第{row}行{column}") for row in (0, 1) for column in (1, 2, 4)]
    links = [Edit(Place(schema.FINDINGS.name, first, 3), "见此", 'HYPERLINK("#A1","见此")')]
    size = TableSize(schema.FINDINGS.table, schema.FINDINGS.name, 2)
    return Edits((*cells, *links), (size,), sheets=(draw_sheet(schema.FINDINGS),), purpose=IMPORT)


def notes(package: Package) -> Edits:
    """Notes at cells that stand and at ones that do not, in every sheet."""
    found = []
    for name, sheet in worksheets(package):
        places = [*free_cells(package, name, sheet)[:3], (_below(package, name, sheet), 4)]
        found += [Note(Place(name, *place), f"未达标：差{at}<&>\n第二行") for at, place in enumerate(places)]
    return Edits(notes=tuple(found), purpose=IMPORT)


def everything(package: Package) -> Edits:
    """All of it at once."""
    made = [kind(package) for kind in (values, table_rows, new_sheet)]
    cells = {edit.place: edit for each in made for edit in each.cells}
    for edit in formulas(package).cells:
        cells.setdefault(edit.place, edit)
    return Edits(tuple(cells.values()), tuple(size for each in made for size in each.sizes), (), made[2].sheets,
                 notes(package).notes, IMPORT)  # fmt: skip


KINDS = {kind.__name__: kind for kind in (values, formulas, table_rows, new_sheet, notes, everything)}
