"""What a reader hands over: sheets (or texts) as plain rows of values, with no object per cell."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from xlperf.model.place import Place
from xlperf.ooxml.references import first_of

Cell = str | int | float | bool | date | datetime | None
"""A value as the file holds it. Empty cells are None or ""; an error value is its text, such as `#DIV/0!`; a formula that
was never calculated is `NOT_CALCULATED`."""

ERROR_VALUES = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA")
NOT_CALCULATED = "\x00formula"
"""What a reader puts for a formula without a cached value; no cell can hold this text, since NUL is no character of XML."""


NOTHING_UNSEEN: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
"""No row and no column is hidden."""


def why_unread(value: Cell) -> str:
    """Return "error" or "formula" for a cell that has no value to read; "" for any other."""
    if isinstance(value, str):
        return "formula" if value == NOT_CALCULATED else "error" if value in ERROR_VALUES else ""
    return ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A rectangle of values.

    `rows[0][0]` stands at `origin` (1-based row, column). `merged` holds (top, left, bottom, right) in sheet coordinates,
    `tables` the same of each Excel table by name, its heading row in and its totals row left out. `formats` is filled only
    for the cells a reader was asked about. `odd` tells whether errors or uncalculated formulas may stand among the values.
    `styles` and `widths` are filled only by forms, which a fresh writer renders.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    origin: tuple[int, int] = (1, 1)
    merged: Sequence[tuple[int, int, int, int]] = ()
    tables: Mapping[str, tuple[int, int, int, int]] = field(default_factory=dict)
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    odd: bool = True
    styles: Mapping[tuple[int, int], str] = field(default_factory=dict)
    anchors: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """Of cells that a reader was asked about, those that lie under a merge: by row and column, the cell that shows."""
    visible: bool = True
    unseen: tuple[frozenset[int], frozenset[int]] = NOTHING_UNSEEN
    """The rows and columns that are hidden, where the reader tells."""
    widths: Sequence[float] = ()
    """Of a form, how wide its columns are, in characters."""
    automatic: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of each Excel table, where the reader can tell, the headings whose formula new rows get by themselves."""

    def place(self, row: int, column: int) -> Place:
        """Return the place of `rows[row][column]` (both 0-based)."""
        return Place(self.name, self.origin[0] + row, self.origin[1] + column)

    def hidden(self) -> set[tuple[int, int]]:
        """Return the cells (row, column) that lie under a merge, the first cell of each left out."""
        return {
            (row, column)
            for top, left, bottom, right in self.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }

    def hidden_in(self, row: int) -> set[int]:
        """Return the columns in which cells of a row lie under a merge, the first cell of each left out."""
        last = self.origin[1] + len(self.rows[row - self.origin[0]]) - 1
        return {
            column
            for top, left, bottom, right in self.merged
            if top <= row <= bottom
            for column in range(left + (row == top), min(right, last) + 1)
        }

    def answered(self, places: Sequence[Place]) -> "Grid":
        """Return the grid with the `anchors` of some of its cells, from what it knows of its merges."""
        found = {(each.row, each.column): first_of(each.row, each.column, self.merged) for each in places}
        return replace(self, anchors={cell: first for cell, first in found.items() if first is not None and first != cell})

    def at(self, place: Place) -> Cell:
        """Return the value at a place of this grid; None outside it."""
        row, column = place.row - self.origin[0], place.column - self.origin[1]
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None


@dataclass(frozen=True, slots=True)
class Book:
    """Everything read from one file: its grids, where it came from, and the digest (SHA-256) of its bytes."""

    source: str
    grids: Sequence[Grid]
    digest: str
    kind: str
    """"workbook", "text", or "document": tables that are read and never written to."""
    names: frozenset[str] = frozenset()
    """The defined names of the workbook."""

    def grid(self, name: str) -> Grid | None:
        """Return the grid called `name`."""
        return next((grid for grid in self.grids if grid.name == name), None)


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, by which it is known again."""
    return hashlib.sha256(data).hexdigest()
