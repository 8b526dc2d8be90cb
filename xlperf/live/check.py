"""The open workbook read, checked, and written to in place: the way of `xlperf check --write`, by other hands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain

from xlperf import schema
from xlperf.errors import InputError, WriteRefusedError
from xlperf.intake import Questions, find_layout, is_ours, questions
from xlperf.language import _
from xlperf.live.blocks import arrived, blocks, by_sheet, corners_around, inverse
from xlperf.live.host import Block, Host
from xlperf.live.sheets import NoteChanges, note_changes, with_sheets
from xlperf.model import Book, Edit, Edits, Grid, NewRows, Note, Place, TableSize
from xlperf.plan.sizes import fallen_cells, last_row, refuse_what_stands_below
from xlperf.writers.audit import Changed, log_writing, refuse_without_log


@dataclass(frozen=True, slots=True)
class Written:
    """What was written into an open workbook, and what takes it back.

    The blocks, the tables' sizes and the notes ("" for none) as they were; the sheets that were added.
    """

    count: int = 0
    blocks: Sequence[Block] = ()
    sizes: Sequence[TableSize] = ()
    notes: Sequence[Note] = ()
    sheets: Sequence[str] = ()

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self.blocks or self.sizes or self.notes or self.sheets)

    def then(self, later: "Written") -> "Written":
        """Return both, to be taken back at once."""
        parts = (((*getattr(self, name), *getattr(later, name))) for name in ("blocks", "sizes", "notes", "sheets"))
        return Written(self.count + later.count, *parts)


def read(host: Host) -> Book:
    """Read the open workbook, number formats and merges only where they decide."""
    book = look(host)
    return _answered(host, book, questions(book, find_layout(book)))


def look(host: Host) -> Book:
    """Return the sheets of ours in the open workbook, of others only that they are there; all sheets of a workbook of others."""
    names = host.sheets()
    ours = is_ours(names)
    grids = tuple(host.grid(name) if name in schema.SHEET_ORDER else Grid(name, ()) if ours else _others(host, name) for name in names)
    return Book(host.source(), grids, "", "workbook", host.names())


def _others(host: Host, name: str) -> Grid:
    """Return a sheet of others; nothing of one that is too large to be a table of indicators."""
    try:
        return host.grid(name)
    except InputError:
        return Grid(name, ())


def _answered(host: Host, book: Book, asked: Questions) -> Book:
    """Return the book with what was asked about."""
    formats = {name: host.formats(places) for name, places in asked.formats.items()}
    anchors = {name: host.anchors(places) for name, places in asked.anchors.items()}
    return replace(book, grids=tuple(
        replace(grid, formats=formats.get(grid.name, {}), anchors=anchors.get(grid.name, {})) for grid in book.grids
    ))  # fmt: skip


def write(host: Host, book: Book, edits: Edits) -> Written:
    """Write edits into the open workbook that `book` was read from, all or none.

    Raises `WriteRefusedError`, with nothing written, where a sheet is protected or a table would grow over what somebody put
    below it.
    """
    with with_sheets(host, book, edits.sheets) as (whole, added):
        return replace(_write_into(host, whole, edits), sheets=added)


def _write_into(host: Host, book: Book, edits: Edits) -> Written:
    asked = [size for size in edits.sizes if book.grid(size.sheet)]
    sizes = [_fitting(size, book.grid(size.sheet)) for size in asked]
    cleared = chain.from_iterable(_left_over(size, book.grid(size.sheet)) for size in asked)
    planned = [*_planned(host, (*cleared, *edits.cells)), *chain.from_iterable(map(_new_rows, edits.rows))]
    changed = [size for size in sizes if size.rows != _rows(book.grid(size.sheet), size.name)]
    notes = note_changes(host, book, edits.notes)
    if not planned and not changed and not notes:
        return Written()
    planned += _planned(host, edits.stamps)
    touched = (block.sheet for block, _back in planned), (size.sheet for size in changed), (note.place.sheet for note, _back in notes)
    protected = host.protected(set(chain(*touched)))
    if protected:
        raise protected_error(protected)
    return _write(host, changed, planned, notes, edits.profile)


def protected_error(sheet: str) -> WriteRefusedError:
    """Return what is said of a protected sheet."""
    return WriteRefusedError(_("工作表“{name}”受保护").format(name=sheet), remedy=_("请先在“审阅”中撤消工作表保护"))


Planned = list[tuple[Block, Block]]
"""Blocks to be written, each with the one that takes it back."""


def _planned(host: Host, edits: Sequence[Edit]) -> Planned:
    found = []
    for sheet, cells in by_sheet(edits).items():
        corners = corners_around(cells)
        standing = host.formulas(sheet, corners)
        found += [(block, inverse(block, standing, corners)) for block in blocks(sheet, cells, standing, corners)]
    return found


def _new_rows(rows: NewRows) -> Iterator[tuple[Block, Block]]:
    """Yield the columns of new rows as blocks; nothing stands there."""
    for column, values in rows.columns.items():
        if any(value not in (None, "") for value in values):
            yield (Block(rows.sheet, rows.first, column, [[value] for value in values]),
                   Block(rows.sheet, rows.first, column, [[None]] * len(values)))  # fmt: skip


def _write(host: Host, sizes: Sequence[TableSize], planned: Planned, notes: NoteChanges, profile: str) -> Written:
    """Write tables' sizes, blocks and notes, look whether they arrived, and log it; where something fails, take back what was written."""
    refuse_without_log()
    done: list[Block] = []
    old_sizes: list[TableSize] = []
    old_notes: list[Note] = []
    with host.writing({block.sheet for block, _back in planned}):
        try:
            for size in sizes:
                old_sizes.append(replace(size, rows=host.resize(size.sheet, size.name, size.rows)))
            for block, back in planned:
                done.append(back)
                host.write(block)
            for note, old in notes:
                old_notes.append(old)
                host.annotate(note.place, note.text)
            _confirm(host, [block for block, _back in planned])
            log_writing(CLICK, host.source(), profile, datetime.now(), _changed(planned), failed=_("没能记进日志（{why}），已撤回"))
        except Exception:
            _take_back(host, Written(0, done, old_sizes, old_notes))
            raise
    return Written(sum(len(block.rows) for block in done), done, old_sizes, old_notes)


CLICK, UNDO = "click", "undo"
"""What a writing by a button is in the log, and its being taken back."""


def _changed(planned: Planned) -> Iterator[Changed]:
    """Yield the cells that blocks change: what they held, and what they get."""
    for block, back in planned:
        for row, (new, old) in enumerate(zip(block.rows, back.rows, strict=True), block.top):
            yield from (
                (Place(block.sheet, row, column), was, content)
                for column, (content, was) in enumerate(zip(new, old, strict=True), block.left)
                if content != was
            )


def _confirm(host: Host, written: Sequence[Block]) -> None:
    """Look at what was written, a reading a sheet. Raises `WriteRefusedError` where a program made something else of it."""
    for sheet in {block.sheet for block in written}:
        mine = [block for block in written if block.sheet == sheet]
        corners = corners_around([each for block in mine for each in (block.corners[:2], block.corners[2:])])
        standing = host.formulas(sheet, corners)
        for block in mine:
            for offset, (row, now) in enumerate(zip(block.rows, inverse(block, standing, corners).rows, strict=True)):
                if not all(map(arrived, row, now)):
                    told = _("{place}写入后不是要写的内容").format(place=Place(sheet, block.top + offset, block.left))
                    raise WriteRefusedError(told, remedy=_("已撤回。请把工作簿和这句话一并反馈"))


def take_back(host: Host, written: Written) -> None:
    """Bring back what stood before, and log it."""
    refuse_without_log()
    with host.writing({block.sheet for block in written.blocks}):
        _take_back(host, written)
    for name in written.sheets:
        host.remove_sheet(name)
    log_writing(UNDO, host.source(), "", datetime.now(), chain.from_iterable(map(_cells, written.blocks)))


def _cells(block: Block) -> Iterator[Changed]:
    """Yield the cells that a block brings back; what they held is not known any more."""
    for row, contents in enumerate(block.rows, block.top):
        yield from ((Place(block.sheet, row, column), None, content) for column, content in enumerate(contents, block.left))


def _take_back(host: Host, written: Written) -> None:
    for note in reversed(written.notes):
        host.annotate(note.place, note.text)
    for block in reversed(written.blocks):
        host.write(block)
    for size in reversed(written.sizes):
        host.resize(size.sheet, size.name, size.rows)


def _rows(grid: Grid, table: str) -> int:
    """Return how many rows of data a table has; 0 where the sheet has no such table."""
    top, _left, bottom, _right = grid.tables.get(table, (0, 0, 0, 0))
    return bottom - top


def _fitting(size: TableSize, grid: Grid) -> TableSize:
    """Return the size that a table can have. Raises `WriteRefusedError` where it would grow over what stands below."""
    corners = grid.tables.get(size.name)
    if corners is None:
        return size
    filled = partial(_is_filled, grid)
    last = last_row(size, corners, _our_columns(grid, size), filled)
    refuse_what_stands_below(size, corners, last, filled)
    return replace(size, rows=last - corners[0])


def _left_over(size: TableSize, grid: Grid) -> Iterator[Edit]:
    """Yield the edits that clear our cells in the rows that a table no longer has."""
    if corners := grid.tables.get(size.name):
        for row, column in fallen_cells(size, corners, _our_columns(grid, size), partial(_is_filled, grid)):
            yield Edit(Place(size.sheet, row, column), None, "")


def _our_columns(grid: Grid, size: TableSize) -> list[int]:
    top, left, _bottom, right = grid.tables[size.name]
    headings = (grid.at(Place(grid.name, top, column)) for column in range(left, right + 1))
    return schema.our_columns(size.sheet, size.name, headings, left)


def _is_filled(grid: Grid, row: int, column: int) -> bool:
    return grid.at(Place(grid.name, row, column)) not in ("", None)
