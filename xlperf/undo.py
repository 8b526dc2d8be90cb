"""Taking back what was written into a file, and putting a backup in its place.

A file that is still as the last writing left it becomes what it was before, byte for byte. In one that was changed since,
the cells that still show what was written become what they were; the others are left alone and named.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import RESTORE, Book, Cell, Change, Edits, Grid, Place, digest_of
from xlperf.ooxml import Package
from xlperf.ooxml.shared import cell_values
from xlperf.ooxml.values import same_value
from xlperf.readers import read_book
from xlperf.readers.open import read_bytes
from xlperf.writers import history
from xlperf.writers.guard import our_cells
from xlperf.writers.history import Entry
from xlperf.writers.law import same_bytes
from xlperf.writers.save import replace_file
from xlperf.writers.store import put_bytes, write_edits


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What undoing came to: the writing that was taken back, how many cells, and the cells that were changed since."""

    entry: Entry
    count: int
    kept: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """What putting a backup in a file's place would lose: cells of the user's with what they show now and would show then, how
    many cells of ours (a check makes them anew), sheets, and other parts (formats, charts …)."""

    cells: tuple[tuple[Place, Cell, Cell], ...]
    ours: int
    sheets: tuple[str, ...]
    parts: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.cells or self.ours or self.sheets or self.parts)


def undo(path: str | Path) -> TakenBack:
    """Take back the last writing into a file.

    Raises `InputError` where none is known, `WriteRefusedError` where the file cannot be written.
    """
    path = Path(path)
    data = read_bytes(path)
    entry = _last(path, data)
    if digest_of(data) == entry.after:
        replace_file(path, entry.backup.read_bytes(), data)
        history.forget(entry)
        return TakenBack(entry, len(entry.changes))
    package = Package(data)
    standing = [each for each in entry.changes if _stands(package, each)]
    kept = tuple(each.place for each in entry.changes if each not in standing)
    edits = Edits(tuple(each.back for each in standing), () if kept else entry.sizes, notes=entry.notes, purpose=RESTORE)
    write_edits(path, data, edits, history.RESTORED, datetime.now())
    history.forget(entry)
    return TakenBack(entry, len(standing), kept)


def _last(path: Path, data: bytes) -> Entry:
    """Return the writing that made the file what it is, else the last one that took place.

    One that was prepared and never happened left the file as it was.
    """
    found, digest = history.entries(path), digest_of(data)
    made = next((entry for entry in found if entry.after == digest), None)
    if made:
        return made
    for entry in found:
        if entry.before != digest:
            return entry
        history.forget(entry)
    raise InputError(_("没有可以撤销的写入"), place=str(path), remedy=_("撤销的依据只留在写入时所用的电脑上"))


def _stands(package: Package, change: Change) -> bool:
    """Whether a cell still shows what was written into it."""
    if change.place.sheet not in package.sheets:
        return False
    sheet = package.cells(package.sheets[change.place.sheet])
    cell = sheet.cell(change.place.row, change.place.column)
    formula = cell.formula_text if cell else ""
    return formula == change.new_formula and same_value(cell_values(package, [cell])[0], change.new)


def backups(path: str | Path) -> list[Entry]:
    """Return the backups of a file, the last first. Raises `InputError` where there are none."""
    found = history.entries(Path(path))
    if not found:
        raise InputError(_("没有这个文件的备份"), place=str(path), remedy=_("备份只留在写入时所用的电脑上"))
    return found


def loss(path: str | Path, entry: Entry) -> Loss:
    """Return what putting a backup in a file's place would lose."""
    now, then = read_bytes(path), entry.backup.read_bytes()
    books = read_book(path, now), read_book(path, then)
    cells = [cell for grid in books[0].grids for cell in _differences(grid, books[1])]
    sheets = tuple(grid.name for grid in books[0].grids if books[1].grid(grid.name) is None)
    packages = Package(now), Package(then)
    held = set(packages[0].sheets.values())
    parts = tuple(part for part in packages[0].parts if part not in held and not (part in packages[1] and same_bytes(*packages, part)))
    is_ours = our_cells(packages[0])
    theirs = tuple(cell for cell in cells if not is_ours(cell[0]))
    return Loss(theirs, len(cells) - len(theirs), sheets, parts)


def _differences(grid: Grid, other: Book) -> list[tuple[Place, Cell, Cell]]:
    then = other.grid(grid.name)
    if then is None:
        return []
    rows = max(len(grid.rows), len(then.rows))
    found = []
    for row in range(rows):
        pair = [list(each.rows[row]) if row < len(each.rows) else [] for each in (grid, then)]
        for column in range(max(map(len, pair))):
            a, b = (line[column] if column < len(line) else None for line in pair)
            if not same_value(a, b):
                found.append((Place(grid.name, row + 1, column + 1), a, b))
    return found


def restore(path: str | Path, entry: Entry, now: datetime | None = None) -> None:
    """Put a backup in the place of a file; what the file held becomes a backup itself, so that this too can be undone."""
    path = Path(path)
    put_bytes(path, read_bytes(path), entry.backup.read_bytes(), history.RESTORED, now or datetime.now())
