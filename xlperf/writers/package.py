"""The package editor: edits go into an existing workbook, and no other byte of it changes.

What it may change is a law (see ARCHITECTURE.md). `law.py` checks that afterwards, and the package rules say whether Excel
would repair what came of it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from xlperf.errors import InputError, WriteRefusedError
from xlperf.language import _
from xlperf.model import IMPORT, RESTORE, RESULTS, Change, Edit, Edits, Mending, NewRows, Note, Place, TableSize
from xlperf.ooxml import EncodingError, Package, SheetMap, WorkbookDamagedError
from xlperf.ooxml.cells import CellSpan
from xlperf.ooxml.changes import Changes
from xlperf.ooxml.elements import with_attribute
from xlperf.ooxml.lint import faults, new_faults
from xlperf.ooxml.references import LAST_ROW, column_letters, corners_of
from xlperf.ooxml.shared import cell_values
from xlperf.ooxml.splice import CellChange, Rows, sheet_splices
from xlperf.ooxml.values import MAX_TEXT, CellValue, fitted, same_value, text_length
from xlperf.plan.sizes import fallen_cells, last_row, refuse_what_stands_below
from xlperf.writers.below import below_all, changes_of, samples, without_untouched_rows
from xlperf.writers.charts import refresh_charts
from xlperf.writers.graft import with_sheets
from xlperf.writers.guard import our_columns, refuse_bound_cells, refuse_signed, refuse_user_cells, table_of
from xlperf.writers.law import Permit, same_bytes, violations
from xlperf.writers.law_rows import without_new_rows
from xlperf.writers.mending import beyond_mending, mended
from xlperf.writers.notes import put_notes

LARGEST = 1e308
"""Numbers at or beyond it (9.99E+307 is Excel's limit) are refused, as are those that are none."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What no XML text may hold, and what cannot be escaped in a formula."""

CellChanges = dict[str, dict[tuple[int, int], CellChange]]
"""Changes by sheet and (row, column)."""

Styles = Mapping[str, Mapping[int, str]]
"""The style of new cells by sheet and column."""


@dataclass(slots=True)
class Written:
    """What applying edits came to: the new bytes (None where nothing differs), and what takes it back."""

    data: bytes | None = None
    changes: tuple[Change, ...] = ()
    sizes: tuple[TableSize, ...] = ()
    """The tables that changed their size, with the size they had."""
    notes: tuple[Note, ...] | None = None
    """The notes of ours that stood before, where they changed."""
    places_without_note: tuple[Place, ...] = ()
    """Where no note could be put, because somebody else's stands there."""
    mended: tuple[str, ...] = ()
    """In words, what another program had dropped and was put back."""
    rows: tuple[NewRows, ...] = ()
    """The rows that came below all others."""
    profile: str = ""
    """By which scoring profile it was, where results were written."""

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return self.data is not None

    @property
    def count(self) -> int:
        """How many cells changed."""
        return len(self.changes) + sum(rows.filled for rows in self.rows)

    @property
    def inverse(self) -> Edits:
        """The edits that bring every changed cell, table and note back to what it was; a new sheet stays, emptied."""
        changes = (*self.changes, *changes_of(self.rows))
        return Edits(tuple(each.back for each in changes), self.sizes, notes=self.notes, purpose=RESTORE)


def apply(data: bytes, edits: Edits, source: str = "") -> Written:
    """Return a workbook's bytes with `edits` in place; nothing where every cell already shows its value.

    Raises `InputError` for bytes that are no workbook, `WriteRefusedError` where an edit is not ours to make or where the
    outcome would differ from the original in anything the law does not allow.
    """
    try:
        return _apply(Package(data), edits, source)
    except EncodingError as error:
        raise InputError(
            _("工作簿里有UTF-16编码的部件（{why}），不能写入").format(why=error), place=source, remedy=_("请用Excel打开后另存一份")
        ) from error
    except WorkbookDamagedError as error:
        raise InputError(_("工作簿内部已损坏（{why}）").format(why=error), place=source) from error


def _apply(before: Package, edits: Edits, source: str) -> Written:
    refuse_signed(before, source)
    whole, lacking = mended(before, edits.mending)
    package, new_sheets = with_sheets(whole, edits.sheets)
    refuse_user_cells(package, edits)
    package, untouched = without_untouched_rows(package, edits)
    edits = below_all(package, edits)
    for edit in samples(edits.rows):
        _fitting(edit, edits.purpose)
    changes = Changes(package)
    cells, sizes, styles = _cell_changes(package, edits, changes)
    old_notes, without_note = put_notes(package, edits.notes, changes)
    differs = bool(cells or changes or new_sheets or edits.rows or whole is not before)
    _stamp(package, edits.stamps, cells, differs)
    if not cells and not differs:
        return Written(places_without_note=tuple(without_note))
    told = _splice_cells(package, cells, changes, edits.rows, styles)
    refresh_charts(package, changes, {sheet: set(places) for sheet, places in cells.items()})
    if new_sheets or any(bool(each.old_formula) != bool(each.new_formula) for each in told):
        for chain in package.parts_of(package.workbook, "calcChain"):
            changes.drop(chain, package.workbook)
    for part, (at, rows) in untouched.items():
        if part in changes.splices:
            changes.splice(part, [(at, at, rows)])
    after = changes.packed()
    permit = Permit(cells, {size.name: size.rows for size in edits.sizes}, set(new_sheets), edits.notes is not None, edits.rows)
    _confirm(before, whole, Package(after), edits.mending, permit, source)
    return Written(after, told, sizes, old_notes, tuple(without_note), lacking, edits.rows, edits.profile)


def confirmed(data: bytes, suffix: str = ".xlsx") -> bytes:
    """Return the bytes of a new workbook. Raises `WriteRefusedError` where Excel would repair it."""
    found = faults(Package(data), suffix=suffix)
    if found:
        raise WriteRefusedError(_("新工作簿在Excel中会提示修复（{what}），没有写出").format(what=found[0]))
    return data


def _confirm(before: Package, whole: Package, after: Package, mending: Mending, permit: Permit, source: str) -> None:
    """Look at the outcome before anybody else does: by the law, and by what Excel would repair. `whole` is `before`, mended."""
    wrong = beyond_mending(before, whole, mending) if whole is not before else ()
    old, after, amiss = without_new_rows(whole, after, permit.rows)
    before = old if whole is before else before
    broken = [*wrong, *amiss, *violations(old, after, permit)]
    if broken:
        raise WriteRefusedError(_("写入会改动不该改动的内容（{what}），已放弃").format(what=broken[0]), place=source)
    changed = {part for part in after.parts if part not in before or not same_bytes(before, after, part)}
    owners = {part for part in after.sheets.values() if part and changed & set(after.parts_of(part, "table"))}
    found = new_faults(before, after, changed | owners)
    if found:
        raise WriteRefusedError(_("写入后Excel会提示修复（{what}），已放弃").format(what=found[0]), place=source)


def _cell_changes(package: Package, edits: Edits, changes: Changes) -> tuple[CellChanges, tuple[TableSize, ...], Styles]:
    """Return the cells that differ from what they shall show, the old sizes of tables, and the styles of the columns of those that grow;
    new sizes go into `changes`."""
    found: CellChanges = defaultdict(dict)
    styles: dict[str, dict[int, str]] = defaultdict(dict)
    sizes = []
    for size in {(each.sheet, each.name): each for each in edits.sizes}.values():
        leaving = {(edit.place.row, edit.place.column) for edit in edits.cells
                   if edit.place.sheet == size.sheet and edit.value in (None, "") and not edit.formula}  # fmt: skip
        old, pattern, fallen = _resize(package, size, leaving, changes, edits.purpose)
        sizes += [TableSize(size.name, size.sheet, old)] if old else []
        styles[size.sheet] |= pattern
        for place in fallen:
            found[size.sheet][place] = CellChange(None, "")
        if edits.purpose == IMPORT:
            before = min((rows.first for rows in edits.rows if rows.sheet == size.sheet), default=LAST_ROW)
            found[size.sheet] |= {place: change for place, change in _new_cells(package, size, pattern, old) if place[0] < before}
    last = {edit.place: edit for edit in edits.cells if edit.place.sheet in package.sheets}
    wanted = [_fitting(edit, edits.purpose) for edit in last.values()]
    standing = [_cell(package, edit.place) for edit in wanted]
    for edit, cell, value in zip(wanted, standing, cell_values(package, standing), strict=True):
        change = _change(edit, cell, value, styles[edit.place.sheet])
        if change:
            found[edit.place.sheet][edit.place.row, edit.place.column] = change
    return {sheet: cells for sheet, cells in found.items() if cells}, tuple(sizes), styles


def _new_cells(package: Package, size: TableSize, styles: Mapping[int, str], old: int) -> Iterator[tuple[tuple[int, int], CellChange]]:
    """Yield the blank cells of the rows that a table of `old` rows (0: no others) gets: a new row looks like those above it."""
    top = table_of(package, size.sheet, size.name).corners[0]
    rows = range(top + old + 1, top + size.rows + 1) if old else ()
    return (((row, column), CellChange(None, None, style)) for row in rows for column, style in styles.items() if style)


def _fitting(edit: Edit, purpose: str) -> Edit:
    """Return an edit as a cell can hold it. Raises `WriteRefusedError` for what no cell can hold; only our own texts are cut."""
    value = edit.value
    if isinstance(value, int | float | Decimal) and not _holds(value):
        raise WriteRefusedError(_("{place}要写的数值Excel放不下").format(place=edit.place))
    if edit.formula and _UNWRITABLE.search(edit.formula):
        raise WriteRefusedError(_("{place}要写的公式含有不能写的字符").format(place=edit.place))
    if not isinstance(value, str) or hasattr(value, "kind") or value == fitted(value):
        return edit
    if purpose != RESULTS and text_length(value.replace("\r\n", "\n")) > MAX_TEXT:
        raise WriteRefusedError(_("{place}要写的内容超过{count}字，单元格放不下").format(place=edit.place, count=MAX_TEXT))
    return replace(edit, value=fitted(value))


def _holds(value: int | float | Decimal) -> bool:
    """Whether a cell can hold a number."""
    try:
        return abs(float(value)) < LARGEST
    except (ValueError, OverflowError):
        return False


def _cell(package: Package, place: Place) -> CellSpan | None:
    return package.cells(package.sheets[place.sheet]).cell(place.row, place.column)


def _change(edit: Edit, cell: CellSpan | None, value: CellValue, styles: Mapping[int, str]) -> CellChange | None:
    """Return what an edit changes, or None where the cell already shows it."""
    formula = edit.formula
    if formula is None and edit.usual and not (cell and cell.formula):
        formula = edit.usual
    same_formula = formula is None or formula == (cell.formula_text if cell else "")
    if same_formula and same_value(value, edit.value):
        return None
    return CellChange(edit.value, formula, styles.get(edit.place.column, ""))


def _splice_cells(package: Package, cells: CellChanges, changes: Changes, rows: Iterable[NewRows], styles: Styles) -> tuple[Change, ...]:
    """Put changed cells, and new rows below all others, into their sheets; return each changed cell as it was and as it became."""
    told = []
    below = {each.sheet: each for each in rows}
    for name in dict.fromkeys((*cells, *below)):
        sheet, places = package.cells(package.sheets[name]), cells.get(name, {})
        refuse_bound_cells(name, sheet, places)
        old = cell_values(package, [sheet.cell(*place) for place in places])
        for (place, change), value in zip(places.items(), old, strict=True):
            cell = sheet.cell(*place)
            formula = cell.formula_text if cell else ""
            new = formula if change.formula is None else change.formula
            told.append(Change(Place(name, *place), value, formula, change.value, new))
        new = Rows(below[name].first, below[name].columns, styles.get(name, {})) if name in below else None
        changes.splice(package.sheets[name], sheet_splices(sheet, places, new))
    return tuple(told)


def _resize(
    package: Package, size: TableSize, leaving: Set[tuple[int, int]], changes: Changes, purpose: str
) -> tuple[int, dict[int, str], list[tuple[int, int]]]:
    """Give a table its number of rows; what stands in the cells of `leaving` is on its way out.

    Return how many it had (0 where that stays), the styles for cells of new rows, and our cells that are to be emptied.
    A column that a person added to the table is theirs, and unless results are written all are: the table never shrinks over
    what stands in them.
    """
    if size.sheet not in package.sheets:
        raise WriteRefusedError(_("没有工作表“{sheet}”").format(sheet=size.sheet))
    table = table_of(package, size.sheet, size.name)
    top, _left, bottom, _right = table.corners
    sheet = package.cells(package.sheets[size.sheet])
    ours = our_columns(table, size.sheet) if purpose == RESULTS else []
    filled = partial(_is_filled, sheet)
    new_bottom = last_row(size, table.corners, ours, filled, leaving)
    if new_bottom != bottom:
        if new_bottom > LAST_ROW:
            raise WriteRefusedError(_("“{sheet}”的表格放不下这么多行").format(sheet=size.sheet))
        if table.totals:
            raise WriteRefusedError(
                _("“{sheet}”的表格有汇总行，行数要变").format(sheet=size.sheet), remedy=_("请先在Excel中关掉汇总行")
            )
        refuse_what_stands_below(size, table.corners, min(new_bottom, max(sheet.rows)), filled)
        _new_bottom(package, table.part, bottom, new_bottom, changes)
    pattern = sheet.rows.get(bottom)
    styles = {column: cell.attributes.get("s", "") for column, cell in (pattern.cells if pattern else {}).items()}
    emptied = list(fallen_cells(size, table.corners, ours, filled))
    return (bottom - top if new_bottom != bottom else 0), styles, emptied


def _new_bottom(package: Package, part: str, old: int, new: int, changes: Changes) -> None:
    """Let every range of a table that ended with its last row (its own, the filter's, the sorting's) end with the new one."""
    root = package.tree(part)
    for element in (root, *(each for name in ("autoFilter", "sortState", "sortCondition") for each in root.all(name))):
        found = corners_of(element.attributes.get("ref", ""))
        if found and found[2] == old:
            top, left, _bottom, right = found
            reference = f"{column_letters(left)}{top}:{column_letters(right)}{new}"
            changes.splice(part, [with_attribute(package.read(part), element, "ref", reference)])


def _is_filled(sheet: SheetMap, row: int, column: int) -> bool:
    cell = sheet.cell(row, column)
    return bool(cell and (cell.text or cell.formula))


def _stamp(package: Package, stamps: Iterable[Edit], cells: CellChanges, differs: bool) -> None:
    """Write the stamps where something else is written, or where no stamp stands yet."""
    for edit in stamps:
        if edit.place.sheet in package.sheets:
            cell = _cell(package, edit.place)
            if differs or cell is None or not cell.text:
                where = cells.setdefault(edit.place.sheet, {})
                where[edit.place.row, edit.place.column] = CellChange(edit.value, edit.formula)
