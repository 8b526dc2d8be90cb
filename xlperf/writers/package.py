"""The package editor: edits go into an existing workbook, and no other byte of it changes.

What it may change is a law (see ARCHITECTURE.md): our cells, the ranges of our tables, caches of charts over our cells, and
calcChain only by removing it whole when the set of formula cells changes. `law.py` checks that afterwards.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field

from xlperf.errors import InputError, WriteRefusedError
from xlperf.language import _
from xlperf.model import Edit, Edits, Place, TableSize
from xlperf.ooxml import Package, WorkbookDamagedError
from xlperf.ooxml.references import column_letters
from xlperf.ooxml.shared import shared_strings
from xlperf.ooxml.splice import CellChange, SheetEditor, current_value, same_value
from xlperf.writers.charts import refreshed_charts
from xlperf.writers.guard import our_columns, our_table, refuse_user_cells
from xlperf.writers.law import violations

_TABLE_REF = re.compile(rb'(<(?:\w+:)?(?:table|autoFilter)\b[^>]*?\sref=["\'])[A-Z0-9:$]+(["\'])')


@dataclass(slots=True)
class Written:
    """What applying edits came to: the new bytes (None where nothing differs), and the cells that changed, by sheet."""

    data: bytes | None = None
    changed: dict[str, set[tuple[int, int]]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many cells changed."""
        return sum(map(len, self.changed.values()))


def apply(data: bytes, edits: Edits, source: str = "") -> Written:
    """Return a workbook's bytes with `edits` in place; nothing where every cell already shows its value.

    Raises `InputError` for bytes that are no workbook, `WriteRefusedError` where an edit is not ours to make or where the
    outcome would differ from the original in anything the law does not allow.
    """
    try:
        return _apply(Package(data), edits, source)
    except WorkbookDamagedError as error:
        raise InputError(_("工作簿内部已损坏（{why}）").format(why=error), place=source) from error


def _apply(package: Package, edits: Edits, source: str) -> Written:
    refuse_user_cells(package, edits)
    parts: dict[str, bytes] = {}
    editors: dict[str, SheetEditor] = {}
    changes = _changes(package, edits, editors, parts)
    _stamp(package, edits.stamps, editors, changes, bool(changes or parts))
    if not changes and not parts:
        return Written()
    formulas_differ = False
    for sheet, cells in changes.items():
        editor = editors[sheet]
        for (row, column), change in cells.items():
            before = editor.cell(row, column)
            has = change.formula if change.formula is not None else (before and before.formula)
            formulas_differ |= bool(has) != bool(before and before.formula)
            editor.put(row, column, change)
        parts[package.sheets[sheet]] = editor.result()
    changed = {sheet: set(cells) for sheet, cells in changes.items()}
    parts |= refreshed_charts(package, parts, changed)
    dropped = _without_calc_chain(package, parts) if formulas_differ else ()
    after = _packed(package, parts, dropped)
    broken = violations(package, Package(after), changed, [size.name for size in edits.sizes])
    if broken:
        raise WriteRefusedError(_("写入会改动不该改动的内容（{what}），已放弃").format(what=broken[0]), place=source)
    return Written(after, changed)


def _changes(
    package: Package, edits: Edits, editors: dict[str, SheetEditor], parts: dict[str, bytes]
) -> dict[str, dict[tuple[int, int], CellChange]]:
    """Return the cells that differ from what they shall show; resized tables go straight into `parts`."""
    changes: dict[str, dict[tuple[int, int], CellChange]] = defaultdict(dict)
    styles: dict[str, dict[int, str]] = {}
    for size in edits.sizes:
        table, below = _resize(package, size, editors, parts)
        styles[size.sheet] = table
        for place in below:
            changes[size.sheet][place] = CellChange(None, "")
    shared = shared_strings(package, _shared_indices(package, edits.cells, editors))
    for edit in edits.cells:
        if edit.place.sheet in package.sheets:
            change = _change(edit, editors[edit.place.sheet], shared, styles.get(edit.place.sheet, {}))
            if change:
                changes[edit.place.sheet][edit.place.row, edit.place.column] = change
    return {sheet: cells for sheet, cells in changes.items() if cells}


def _editor(package: Package, sheet: str, editors: dict[str, SheetEditor]) -> SheetEditor:
    if sheet not in editors:
        editors[sheet] = SheetEditor(package.read(package.sheets[sheet]))
    return editors[sheet]


def _shared_indices(package: Package, cells: Iterable[Edit], editors: dict[str, SheetEditor]) -> set[int]:
    """Return which shared texts the cells to be compared refer to."""
    wanted = set()
    for edit in cells:
        if edit.place.sheet in package.sheets:
            cell = _editor(package, edit.place.sheet, editors).cell(edit.place.row, edit.place.column)
            if cell and cell.attributes.get("t") == "s" and cell.text.isdigit():
                wanted.add(int(cell.text))
    return wanted


def _change(
    edit: Edit, editor: SheetEditor, shared: Mapping[int, str], styles: Mapping[int, str]
) -> CellChange | None:
    """Return what an edit changes, or None where the cell already shows it."""
    cell = editor.cell(edit.place.row, edit.place.column)
    formula = edit.formula
    if formula is None and edit.usual and not (cell and cell.formula):
        formula = edit.usual
    same_formula = formula is None or _formula_text(editor, cell) == formula
    if same_formula and same_value(current_value(cell, shared), edit.value):
        return None
    return CellChange(edit.value, formula, styles.get(edit.place.column, ""))


def _formula_text(editor: SheetEditor, cell) -> str:
    from xml.sax.saxutils import unescape

    if not cell or not cell.formula:
        return ""
    inside = re.sub(rb"^<[^>]*>|</[^>]*>$", b"", editor.map.data[slice(*cell.formula)])
    return unescape(inside.decode("utf-8"), {"&quot;": '"', "&apos;": "'"})


def _resize(
    package: Package, size: TableSize, editors: dict[str, SheetEditor], parts: dict[str, bytes]
) -> tuple[dict[int, str], list[tuple[int, int]]]:
    """Give a table its number of rows. Return the styles for cells of new rows, and our cells that are to be emptied.

    A column that a person added to the table is theirs: the table never shrinks over what stands in it.
    """
    table = our_table(package, size.sheet)
    top, left, bottom, right = table.corners
    editor = _editor(package, size.sheet, editors)
    ours = our_columns(table, size.sheet)
    theirs = [row for row in range(top + 1, bottom + 1) for column in range(left, right + 1)
              if column not in ours and _is_filled(editor, row, column)]  # fmt: skip
    new_bottom = max(top + max(size.rows, 1), *theirs, top + 1)
    if new_bottom != bottom:
        reference = f"{column_letters(left)}{top}:{column_letters(right)}{new_bottom}".encode()
        parts[table.part] = _TABLE_REF.sub(rb"\g<1>" + reference + rb"\g<2>", package.read(table.part))
    for row in range(bottom + 1, new_bottom + 1):
        for column in range(left, right + 1):
            if _is_filled(editor, row, column):
                place = Place(size.sheet, row, column)
                raise WriteRefusedError(
                    _("{place}有内容，“{sheet}”的表格要往下长到那里").format(place=place, sheet=size.sheet),
                    remedy=_("请把它移到别处"),
                )
    pattern = editor.map.rows.get(bottom)
    styles = {column: cell.attributes.get("s", "") for column, cell in (pattern.cells if pattern else {}).items()}
    fallen = range(top + max(size.rows, 1) + 1, bottom + 1)
    return styles, [(row, column) for row in fallen for column in ours if _is_filled(editor, row, column)]


def _is_filled(editor: SheetEditor, row: int, column: int) -> bool:
    cell = editor.cell(row, column)
    return bool(cell and (cell.text or cell.formula))


def _stamp(package: Package, stamps: Iterable[Edit], editors: dict, changes: dict, differs: bool) -> None:
    """Write the stamps where something else is written, or where no stamp stands yet."""
    for edit in stamps:
        if edit.place.sheet in package.sheets:
            cell = _editor(package, edit.place.sheet, editors).cell(edit.place.row, edit.place.column)
            if differs or cell is None or not cell.text:
                where = changes.setdefault(edit.place.sheet, {})
                where[edit.place.row, edit.place.column] = CellChange(edit.value, edit.formula)


def _without_calc_chain(package: Package, parts: dict[str, bytes]) -> tuple[str, ...]:
    """Take the calculation chain out of the package, if there is one; Excel makes it anew."""
    chains = package.parts_of(package.workbook, "calcChain")
    if not chains:
        return ()
    folder, _slash, name = package.workbook.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    for part, pattern in (
        ("[Content_Types].xml", rb"<Override\b[^>]*[\"']/%s[\"'][^>]*?(?:/>|>\s*</Override>)" % re.escape(chains[0].encode())),
        (relations, rb"<Relationship\b[^>]*/calcChain[\"'][^>]*?(?:/>|>\s*</Relationship>)"),
    ):
        parts[part] = re.sub(pattern, b"", package.read(part))
    return tuple(chains)


def _packed(package: Package, parts: Mapping[str, bytes], dropped: Iterable[str]) -> bytes:
    """Pack the parts in their old order, changed ones in the place of the old ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = package.archive.comment
        for info in package.archive.infolist():
            if info.filename not in dropped:
                body = parts.get(info.filename)
                body = package.read(info.filename) if body is None else body
                archive.writestr(copy(info), body, info.compress_type)
    return out.getvalue()
