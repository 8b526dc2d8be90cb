"""Which cells a bulk reader must look at twice, because their value alone does not settle what they say."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from xlperf import schema
from xlperf.intake.foreign_rows import MERGED
from xlperf.intake.layout import Block, Layout
from xlperf.model import Book, Grid, Place

_TEXTS = ("approved", "adjusted", "actual")
"""Columns of indicators in which a number is odd: 0.95 may be 95%, a day the whole month, and only the number format tells."""

_NEEDED = ("date", "task", "amount")
"""Columns of the ledger in which a blank is odd: it may be an error value, or a formula that was never calculated."""


@dataclass(frozen=True, slots=True)
class Questions:
    """The cells whose number format decides, by sheet, in reading order; the sheets whose blanks are odd; and, by sheet, the
    blank cells that may lie under a merge."""

    formats: Mapping[str, Sequence[Place]]
    blanks: Collection[str]
    anchors: Mapping[str, Sequence[Place]] = field(default_factory=dict)


def questions(book: Book, layout: Layout) -> Questions:
    """Return what the reader must look up before the cells of a book can be read."""
    formats: dict[str, list[Place]] = {}
    anchors: dict[str, list[Place]] = {}
    blanks = set()
    for block in layout.indicators:
        grid = book.grid(block.sheet)
        assert grid is not None
        columns = sorted(block.columns[key] for key in _TEXTS if key in block.columns)
        places = [Place(grid.name, row, at) for row in range(block.first_row, block.last_row + 1) for at in columns]
        formats.setdefault(grid.name, []).extend(place for place in places if isinstance(grid.at(place), float | int | date))
        if layout.foreign:
            anchors.setdefault(grid.name, []).extend(_under_merges(grid, block))
    ledger = layout.blocks.get(schema.LEDGER.key)
    grid = book.grid(ledger.sheet) if ledger else None
    if ledger and grid and _has_blanks(grid, ledger):
        blanks.add(grid.name)
    return Questions(_filled(formats), blanks, _filled(anchors))


def _filled(asked: Mapping[str, Sequence[Place]]) -> dict[str, Sequence[Place]]:
    return {sheet: places for sheet, places in asked.items() if places}


def _under_merges(grid: Grid, block: Block) -> list[Place]:
    """Return the blank cells that may lie under a merge, in reading order."""
    columns = sorted(block.columns[key] for key in MERGED if key in block.columns)
    rows = range(block.first_row, block.last_row + 1)
    return [place for row in rows for at in columns if grid.at(place := Place(grid.name, row, at)) in ("", None)]


def _has_blanks(grid: Grid, block: Block) -> bool:
    """Whether any payment, a row that is not blank, lacks a needed value."""
    columns = [block.columns[key] - grid.origin[1] for key in _NEEDED if key in block.columns]
    needed = itemgetter(*columns, columns[0])
    rows = grid.rows[block.first_row - grid.origin[0] : block.last_row - grid.origin[0] + 1]
    return any(any(row) for row, full in zip(rows, map(all, map(needed, rows)), strict=True) if not full)
