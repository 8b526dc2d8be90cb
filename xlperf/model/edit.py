"""What is to be written, decided before anything is: places and values, no files."""

from dataclasses import dataclass
from decimal import Decimal

from xlperf.model.place import Place

Value = str | int | float | Decimal | bool | None

RESULTS, IMPORT, RESTORE = "results", "import", "restore"
"""What edits are for: only an import or a restore may touch cells that are the user's."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The cell at `place` shall show `value` (None: nothing).

    A formula that stands in the cell stays, and the value becomes its cached result, unless `formula` gives another one
    ("" for none).
    """

    place: Place
    value: Value
    formula: str | None = None
    usual: str = ""
    """The formula that belongs here: written where none stands, as in a row that somebody inserted."""


@dataclass(frozen=True, slots=True)
class TableSize:
    """The table called `name` shall have `rows` rows of data (at least one); cells of ours below it are cleared."""

    name: str
    sheet: str
    rows: int


@dataclass(frozen=True, slots=True)
class Note:
    """A note of ours at a cell."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet that a workbook shall have at its end, where it has none of that name; `drawn` is a workbook that holds it."""

    name: str
    drawn: bytes


@dataclass(frozen=True, slots=True)
class Edits:
    """All that one run writes, applied together or not at all.

    `stamps` are written only with others, or where none stands. `notes` are all notes of ours that shall stand in the
    workbook; None leaves them as they are.
    """

    cells: tuple[Edit, ...] = ()
    sizes: tuple[TableSize, ...] = ()
    stamps: tuple[Edit, ...] = ()
    sheets: tuple[NewSheet, ...] = ()
    notes: tuple[Note, ...] | None = None
    purpose: str = RESULTS


@dataclass(frozen=True, slots=True)
class Change:
    """A cell as it was and as it became: what taking an edit back needs. A formula is "" where there is none."""

    place: Place
    old: Value
    old_formula: str
    new: Value
    new_formula: str

    @property
    def back(self) -> Edit:
        """The edit that takes the change back; a formula that stayed stays."""
        return Edit(self.place, self.old, None if self.new_formula == self.old_formula else self.old_formula)
