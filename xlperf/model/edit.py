"""What is to be written, decided before anything is: places and values, no files."""

from dataclasses import dataclass
from decimal import Decimal

from xlperf.model.place import Place

Value = str | int | float | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Edit:
    """The cell at `place` shall show `value` (None: nothing).

    A formula that stands in the cell stays, and the value becomes its cached result, unless `formula` gives another one.
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
class Edits:
    """All that one run writes, applied together or not at all. `stamps` are written only with others, or where none stands."""

    cells: tuple[Edit, ...] = ()
    sizes: tuple[TableSize, ...] = ()
    stamps: tuple[Edit, ...] = ()
