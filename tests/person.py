"""A person who types into a workbook, cell by cell, and remembers what was typed where."""

from collections import Counter
from functools import partial
from pathlib import Path

from xlperf import schema
from xlperf.files import load
from xlperf.intake import find_layout
from xlperf.model import IMPORT, Edit, Edits, NewRows
from xlperf.writers.package import apply


class Person:
    """Types into the workbook at `path`. `typed` counts how often each cell was typed into, by sheet, row's name and heading; `twice` are
    the cells into which the same thing was typed again."""

    def __init__(self, path: Path):
        self.path = path
        self.typed: Counter[tuple[str, str, str]] = Counter()
        self.twice: list[tuple[str, str, str]] = []
        self._last: dict[tuple[str, str, str], object] = {}

    def fill(self, field: str, value) -> None:
        """Type a field of 概况, called by its label."""
        layout = find_layout(load(self.path))
        key = next(each.key for each in schema.PARTICULARS if each.label == field)
        self._write(Edits((Edit(layout.fields[key], value),), purpose=IMPORT))
        self._note((schema.OVERVIEW, "", field), value)

    def type(self, sheet: schema.Sheet, names: str | dict, **values) -> None:
        """Type into the row of a table that bears a name or a number (or several texts, by key), by column key."""
        place, told = self._row(sheet, names)
        self._write(Edits(tuple(Edit(place(key), value) for key, value in values.items()), purpose=IMPORT))
        for key, value in values.items():
            self._note((sheet.name, told, sheet.column(key).heading), value)

    def add(self, sheet: schema.Sheet, **values) -> None:
        """Type a new row below those of a table, by column key."""
        block, grid, rows = self._table(sheet)
        filled = [row for row in rows if any(grid.at(block.place(row, key)) not in (None, "") for key in block.columns)]
        row = max(filled, default=block.heading_row) + 1
        columns = {block.columns[key]: [value] for key, value in values.items()}
        self._write(Edits(rows=(NewRows(block.sheet, row, columns),), purpose=IMPORT))
        for key, value in values.items():
            self._note((sheet.name, f"第{row}行", sheet.column(key).heading), value)

    def _note(self, cell: tuple[str, str, str], value: object) -> None:
        self.typed[cell] += 1
        if self._last.get(cell) == value:
            self.twice.append(cell)
        self._last[cell] = value

    def swap(self, sheet: schema.Sheet, first: int, second: int) -> None:
        """Sort two sheet rows the other way round: all of the user's cells change places."""
        block, grid, _rows = self._table(sheet)
        keys = [key for key in block.columns if sheet.column(key).owner != "ours"]
        cells = [Edit(block.place(row, key), grid.at(block.place(other, key))) for row, other in ((first, second), (second, first)) for key in keys]
        self._write(Edits(tuple(cells), purpose=IMPORT))

    def _table(self, sheet: schema.Sheet):
        book = load(self.path)
        block = find_layout(book).blocks[sheet.key]
        return block, book.grid(block.sheet), range(block.first_row, block.last_row + 1)

    def _row(self, sheet: schema.Sheet, names: str | dict):
        block, grid, rows = self._table(sheet)
        for row in rows:
            shown = {key: grid.at(block.place(row, key)) for key in block.columns}
            if names in shown.values() if isinstance(names, str) else all(shown[key] == value for key, value in names.items()):
                return partial(block.place, row), str(names)
        raise LookupError(f"{sheet.name}: {names}")

    def _write(self, edits: Edits) -> None:
        outcome = apply(self.path.read_bytes(), edits, str(self.path))
        if outcome.data is not None:
            self.path.write_bytes(outcome.data)
