"""Taking back what was written into a file, and putting a backup in its place.

A file that is still as the last writing left it becomes what it was before, byte for byte. In one that was changed since,
the cells that still show what was written become what they were; the others are left alone and named. Nothing is ever lost
by it: what the file held is kept as a backup of its own.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from xlperf.errors import InputError, WriteRefusedError
from xlperf.language import _
from xlperf.model import RESTORE, Book, Cell, Change, Edits, Grid, Place, digest_of
from xlperf.ooxml import Package, WorkbookDamagedError
from xlperf.ooxml.shared import cell_values
from xlperf.ooxml.values import same_value
from xlperf.readers import read_book
from xlperf.readers.open import read_bytes
from xlperf.writers import history
from xlperf.writers.guard import our_cells
from xlperf.writers.history import Entry
from xlperf.writers.law import same_bytes
from xlperf.writers.save import create_file
from xlperf.writers.store import put_bytes, write_edits


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What undoing came to: the writing that was taken back, how many cells, and the cells that were changed since.

    `whole` where the file is byte for byte what it was before.
    """

    entry: Entry
    count: int
    kept: tuple[Place, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """What putting a backup in a file's place would lose: cells of the user's with what they show now and would show then, how
    many cells of ours (a check makes them anew), sheets, and other parts (formats, charts …).

    `readable` is whether the file that stands there can be read at all; what cannot be read cannot be told.
    """

    cells: tuple[tuple[Place, Cell, Cell], ...] = ()
    ours: int = 0
    sheets: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    readable: bool = True

    def __bool__(self) -> bool:
        return bool(self.cells or self.ours or self.sheets or self.parts or not self.readable)


def undo(path: str | Path, now: datetime | None = None) -> TakenBack:
    """Take back the last writing into a file; undoing again takes back the one before.

    Raises `InputError` where none is known, `WriteRefusedError` where the file cannot be written, or where it was restored
    from a backup and changed since: then a person decides what to lose (`restore`).
    """
    path, now = Path(path), now or datetime.now()
    data = read_bytes(path)
    entry = _last(path, data)
    if digest_of(data) == entry.after:
        put_bytes(path, data, entry.original(), history.UNDONE, now)
        history.take_back(entry)
        return TakenBack(entry, entry.count, whole=True)
    if not entry.count and entry.notes is None:
        raise WriteRefusedError(
            _("恢复之后文件又被改过，不能整份撤销"), place=str(path),
            remedy=_("请运行“xlperf restore”，看各份备份和恢复后会失去什么"),
        )  # fmt: skip
    return _take_back_cells(path, data, entry, now)


def _take_back_cells(path: Path, data: bytes, entry: Entry, now: datetime) -> TakenBack:
    """Take back the cells that still show what was written."""
    try:
        package = Package(data)
        every = tuple(entry.every_change)
        standing = [each for each in every if _stands(package, each)]
    except WorkbookDamagedError as error:
        raise InputError(
            _("工作簿内部已损坏（{why}）").format(why=error), place=str(path), remedy=_("可用“xlperf restore”恢复成备份")
        ) from error
    taken = {each.place for each in standing}
    kept = tuple(each.place for each in every if each.place not in taken)
    edits = Edits(tuple(each.back for each in standing), () if kept else entry.sizes, notes=entry.notes, purpose=RESTORE)
    try:
        write_edits(path, data, edits, history.UNDONE, now)
    except WriteRefusedError:
        if not edits.sizes:
            raise
        write_edits(path, data, replace(edits, sizes=()), history.UNDONE, now)  # a table that was changed keeps its size
    history.take_back(entry)
    return TakenBack(entry, len(standing), kept)


def _last(path: Path, data: bytes) -> Entry:
    """Return the writing that made the file what it is, else the last one that took place and was not taken back.

    One that was prepared and never happened left the file as it was.
    """
    digest = digest_of(data)
    undone = history.TAKEN_BACK
    found = [entry for entry in history.entries(path) if entry.what != history.UNDONE and entry.record.suffix != undone]
    made = next((entry for entry in found if entry.after == digest), None)
    if made:
        return made
    for entry in found:
        if entry.before != digest:
            return entry
        history.take_back(entry)
    raise InputError(_("没有可以撤销的写入"), place=str(path), remedy=_where_to_look())


def _where_to_look() -> str:
    folder = history.root()
    told = _("更早的写入用“xlperf restore”看备份；文件改过名、换过位置之后又改动过的，备份在写入时所用电脑的{folder}里")
    return told.format(folder=folder)


def _stands(package: Package, change: Change) -> bool:
    """Whether a cell still shows exactly what was written into it."""
    if change.place.sheet not in package.sheets:
        return False
    cell = package.cells(package.sheets[change.place.sheet]).cell(change.place.row, change.place.column)
    formula = cell.formula_text if cell else ""
    return formula == change.new_formula and same_value(cell_values(package, [cell])[0], change.new, exactly=True)


def backups(path: str | Path) -> list[Entry]:
    """Return the backups of a file, the last first; the file itself may be gone. Raises `InputError` where there are none."""
    path = Path(path)
    if path.is_dir():
        raise InputError(_("这是一个文件夹"), place=str(path), remedy=_("请给出其中的文件"))
    found = history.entries(path)
    if not found:
        what = _("没有这个文件的备份") if path.exists() else _("没有这个文件，也没有它的备份")
        raise InputError(what, place=str(path), remedy=_where_to_look())
    return found


def loss(path: str | Path, entry: Entry) -> Loss:
    """Return what putting a backup in a file's place would lose."""
    path = Path(path)
    if not path.exists():
        return Loss()
    then = entry.original()
    try:
        now = read_bytes(path)
        books = read_book(path, now), read_book(path, then)
    except InputError:
        return Loss(readable=False)
    packages = Package(now), Package(then)
    is_ours = [our_cells(package) for package in packages]
    cells = [cell for grid in books[0].grids for cell in _differences(grid, books[1])]
    theirs = tuple(cell for cell in cells if not any(ours(cell[0]) for ours in is_ours))
    sheets = tuple(grid.name for grid in books[0].grids if books[1].grid(grid.name) is None)
    told = set(packages[0].sheets.values())  # of sheets, tables and charts the cells tell
    told |= {part for part, kind in packages[0].content_types.items() if kind.endswith(("table+xml", "chart+xml"))}
    parts = tuple(part for part in packages[0].parts if part not in told and not (part in packages[1] and same_bytes(*packages, part)))
    return Loss(theirs, len(cells) - len(theirs), sheets, parts)


def _differences(grid: Grid, other: Book) -> list[tuple[Place, Cell, Cell]]:
    then = other.grid(grid.name)
    if then is None:
        return []
    found = []
    for row in range(max(len(grid.rows), len(then.rows))):
        pair = [list(each.rows[row]) if row < len(each.rows) else [] for each in (grid, then)]
        for column in range(max(map(len, pair))):
            a, b = (line[column] if column < len(line) else None for line in pair)
            if not same_value(a, b):
                found.append((Place(grid.name, row + 1, column + 1), a, b))
    return found


def restore(path: str | Path, entry: Entry, now: datetime | None = None) -> None:
    """Put a backup in the place of a file, damaged or gone as it may be; what it held becomes a backup itself.

    Raises `WriteRefusedError` where the file cannot be written.
    """
    path, then = Path(path), entry.original()
    if path.exists():
        put_bytes(path, path.read_bytes(), then, history.RESTORED, now or datetime.now())
    else:
        create_file(path, then)
