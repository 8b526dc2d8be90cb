"""What a sheet, a column and a field are."""

from dataclasses import dataclass

from xlperf.language import CHINESE

TITLE_ROW, HINT_ROW, BAND_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4, 5
"""Where a sheet built by us has its title, its guidance, the bands over groups of columns, headings, and first data row."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table sheet.

    `kind` is text, note (long, wrapped), amount (万元), money (元), rate, date, points, count, status or link; `owner` is "user",
    "ours", or "kept": written by us when somebody asks for it, and kept from then on like what was typed. `formula` is what Excel calculates
    itself; `function` what a workbook with macros calculates through our functions,
    and others hold as values. `choices` names a defined list. `required` headings must be there.
    """

    key: str
    heading: str
    english: str
    kind: str
    width: float
    help: str = ""
    owner: str = "user"
    formula: str = ""
    choices: str = ""
    band: str = ""
    required: bool = False
    function: str = ""

    def calculated(self, functions: bool) -> str:
        """Return the formula template of the column in a workbook with our functions, or without; "" where it holds values."""
        return self.formula or (self.function if functions else "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one Excel table; `name` and `table` are what the workbook shows."""

    key: str
    name: str
    table: str
    title: str
    hint: str
    columns: tuple[Column, ...]
    frozen: int
    """How many columns stay when the sheet is scrolled sideways."""

    @property
    def users(self) -> set[str]:
        """The keys of the columns that are not ours."""
        return {column.key for column in self.columns if column.owner != "ours"}

    def column(self, key: str) -> Column:
        """Return the column called `key`."""
        return next(column for column in self.columns if column.key == key)

    def number(self, key: str) -> int:
        """Return the 1-based position of column `key` in a workbook built by us."""
        return next(position for position, column in enumerate(self.columns, 1) if column.key == key)


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled cell of 概况: the label stands left of its value."""

    key: str
    label: str
    english: str
    kind: str
    owner: str = "user"
    formula: str = ""
    choices: str = ""
    help: str = ""


def label_of(field: Field) -> str:
    """Return the label of a field as a workbook in the language of this run bears it: what it is known by, and what that means."""
    return field.label if CHINESE else in_both(field)


def in_both(field: Field) -> str:
    """Return a label in both languages."""
    return f"{field.label}\n{field.english}"
