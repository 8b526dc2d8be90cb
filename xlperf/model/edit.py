"""What is to be written, decided before anything is: places and values, no files."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
class NewRows:
    """Rows that come below what stands in a table: from the sheet's row `first` on, column by column (1-based), equally many cells in each.

    However many there are, no object stands for a cell.
    """

    sheet: str
    first: int
    columns: Mapping[int, Sequence[Value]]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values()), ()))

    @property
    def filled(self) -> int:
        """How many cells are not blank."""
        return sum(value not in (None, "") for values in self.columns.values() for value in values)

    @property
    def cells(self) -> Iterator[Edit]:
        """Each cell that is not blank, as an edit."""
        for column, values in self.columns.items():
            for row, value in enumerate(values, self.first):
                if value not in (None, ""):
                    yield Edit(Place(self.sheet, row, column), value)

    def part(self, start: int, stop: int | None = None) -> "NewRows":
        """Return some of the rows, counted from 0."""
        return NewRows(self.sheet, self.first + start, {column: values[start:stop] for column, values in self.columns.items()})


@dataclass(frozen=True, slots=True)
class TableSize:
    """The table called `name` shall have `rows` rows of data (at least one); cells of ours below it are cleared."""

    name: str
    sheet: str
    rows: int


NOTE_AUTHOR = "xlperf"
"""Whose name our notes bear in a file, until another program saves it."""

NOTE_MARK = "【绩效校验】"
"""The first line of our notes: by it they are known in programs that put their user's name at a note, or none."""


_OF_A_RULE = re.compile(r"\w+（[A-Z]\d{3}）：")


def is_our_note(text: str, author: str = "") -> bool:
    """Whether a note is ours: every line below the mark tells of a rule. A person who writes into one of ours makes it theirs."""
    mark, *lines = text.replace("\r", "").split("\n")
    if mark.strip() == NOTE_MARK:
        return bool(lines) and all(map(_OF_A_RULE.match, lines))
    return author == NOTE_AUTHOR


@dataclass(frozen=True, slots=True)
class Note:
    """A note of ours at a cell; what we write begins with a line `NOTE_MARK`."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet that a workbook shall have at its end, where it has none of that name; `drawn` is a workbook that holds it."""

    name: str
    drawn: bytes


@dataclass(frozen=True, slots=True)
class Mending:
    """What a workbook of ours has, to be put back where another program dropped it.

    `formulas` are those that new rows of a table get, by (table, heading); `code_names` how VBA knows the sheets ("" is the
    workbook); `buttons` the procedures of drawn buttons, each called like its button.
    """

    formulas: Mapping[tuple[str, str], str] = field(default_factory=dict)
    code_names: Mapping[str, str] = field(default_factory=dict)
    buttons: frozenset[str] = frozenset()


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
    mending: Mending = field(default_factory=Mending)
    rows: tuple[NewRows, ...] = ()
    profile: str = ""
    """The scoring profile that results were made by."""


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
