"""What comes into an open workbook besides cells: a sheet of ours, and notes of ours at cells."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from xlperf import schema
from xlperf.errors import WriteRefusedError
from xlperf.language import _
from xlperf.live.host import Host
from xlperf.model import Book, NewSheet, Note, Place, is_our_note

NoteChanges = list[tuple[Note, Note]]
"""Notes to be put, each with what stands there now; "" for none."""


@contextmanager
def with_sheets(host: Host, book: Book, sheets: Iterable[NewSheet]) -> Iterator[tuple[Book, tuple[str, ...]]]:
    """Add the sheets that the open workbook lacks, and give the book with them and their names; take them away where a step fails.

    Raises `WriteRefusedError` where somebody else's sheet has the name of one.
    """
    added: list[str] = []
    try:
        for new in sheets:
            standing = book.grid(new.name)
            if standing is None:
                host.add_sheet(new)
                added.append(new.name)
            elif schema.FINDINGS.table not in standing.tables:
                told = _("已有工作表“{name}”，不是校验建立的").format(name=new.name)
                raise WriteRefusedError(told, remedy=_("请先改掉它的名称"))
        yield replace(book, grids=(*book.grids, *map(host.grid, added))), tuple(added)
    except Exception:
        for name in added:
            host.remove_sheet(name)
        raise


def note_changes(host: Host, book: Book, notes: Sequence[Note] | None) -> NoteChanges:
    """Return what makes `notes` the notes of ours in the workbook; where somebody else's stands, it stays. None changes nothing."""
    if notes is None:
        return []
    found = []
    for sheet in (grid.name for grid in book.grids if grid.rows and grid.name != schema.FINDINGS.name):
        standing = host.notes(sheet)
        ours = {cell: text for cell, text in standing.items() if is_our_note(text)}
        wanted = {(each.place.row, each.place.column): each.text for each in notes if each.place.sheet == sheet}
        for cell in sorted(ours.keys() | wanted.keys()):
            old, new = ours.get(cell, ""), wanted.get(cell, "")
            if old != new and (cell in ours or cell not in standing):
                place = Place(sheet, *cell)
                found.append((Note(place, new), Note(place, old)))
    return found
