"""What a host must be able to do: the few words in which a click talks to Excel or LibreOffice.

Every word is one call or a fixed number of calls, however many rows a table has.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from xlperf.actions import Action
from xlperf.errors import InputError
from xlperf.language import _
from xlperf.live.checkup import Checkup
from xlperf.model import Case, Cell, Grid, NewSheet, Place, Postings
from xlperf.model.edit import Value

Corners = tuple[int, int, int, int]
"""(top, left, bottom, right), 1-based."""


class Formula(str):
    """A formula, without its `=`, spelt as the file format spells it: not the text that it looks like."""

    __slots__ = ()


Content = Value | Formula
"""What a cell is given: a value, nothing, or a formula."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells that is written in one go; rows of equal length."""

    sheet: str
    top: int
    left: int
    rows: Sequence[Sequence[Content]]

    @property
    def corners(self) -> Corners:
        """The rectangle."""
        return self.top, self.left, self.top + len(self.rows) - 1, self.left + len(self.rows[0]) - 1


MOST_CELLS = 1 << 24
"""Sixteen whole columns: a sheet that reaches farther is no table, but has something left far away by mistake."""


def too_large(sheet: str, bottom: int, right: int) -> InputError:
    """Return what is said of a sheet that reaches too far."""
    told = _("内容一直到第{row}行、第{column}列，太大").format(row=bottom, column=right)
    return InputError(told, place=sheet, remedy=_("请删除远处多余的行、列后再点"))


class Host(Protocol):
    """An open workbook in its program."""

    def source(self) -> str:
        """Return the name of the workbook."""

    def sheets(self) -> Sequence[str]:
        """Return the names of all worksheets, in the order of the tabs."""

    def names(self) -> frozenset[str]:
        """Return the defined names of the workbook."""

    def grid(self, sheet: str) -> Grid:
        """Return what a sheet holds, from A1 to its last cell with content, with the ranges of its tables."""

    def formats(self, places: Sequence[Place]) -> Mapping[tuple[int, int], str]:
        """Return the number formats of some cells of one sheet, by row and column."""

    def anchors(self, places: Sequence[Place]) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Return, of some cells of one sheet, those that lie under a merge: by row and column, the cell that shows."""

    def formulas(self, sheet: str, corners: Corners) -> Sequence[Sequence[Cell]]:
        """Return what was typed into each cell of a rectangle: a `Formula`, or the value itself."""

    def write(self, block: Block) -> None:
        """Write a block: texts stay texts, whatever they look like."""

    def resize(self, sheet: str, table: str, rows: int) -> int:
        """Give a table its number of rows of data; return how many it had."""

    def add_sheet(self, new: NewSheet) -> None:
        """Put a drawn sheet behind the others. Raises `WriteRefusedError` where the workbook takes no sheets."""

    def remove_sheet(self, name: str) -> None:
        """Take a sheet away."""

    def notes(self, sheet: str) -> Mapping[tuple[int, int], str]:
        """Return the notes of a sheet, whosever they are, by row and column."""

    def annotate(self, place: Place, text: str) -> None:
        """Put a note at a cell in place of the one there; "" takes it away. The one word that is said once a cell."""

    def protected(self, sheets: Iterable[str]) -> str:
        """Return the first of the sheets that is protected; "" where none is."""

    def working(self, told: str) -> AbstractContextManager[None]:
        """Hold the screen, the recalculation and the events while a click works; restore them and the selection whatever happens."""

    def writing(self, sheets: Iterable[str]) -> AbstractContextManager[None]:
        """Prepare some sheets for being written to, and leave them as they were: no filter, no recalculation in between."""

    def select(self, place: Place) -> None:
        """Show a cell."""

    def is_hidden(self, place: Place) -> bool:
        """Whether the row of a cell is hidden, by a filter or by hand."""

    def selected(self) -> Place | None:
        """Return the cell that is selected."""

    def filter(self, sheet: str, table: str, column: int, word: str) -> bool:
        """Show only the rows with this word in a column (1-based within the table); all rows where a filter stands there.

        Return whether it is filtered now.
        """

    def show_columns(self, sheet: str, hidden: Sequence[int], shown: Sequence[int]) -> None:
        """Hide some columns and show others."""

    def render(self, grid: Grid) -> None:
        """Make the sheet of a form anew: its values, merges and styles, and rows high enough for its texts."""

    def choose_files(self, action: Action) -> Sequence[str]:
        """Let a person choose what an action asks for, and return the paths; none where they chose none.

        Raises `InputError` where the program cannot ask.
        """

    def postings(self, path: str, year: int | None) -> Sequence[Postings]:
        """Read what an export says, a sheet each. Raises `InputError` where it is none."""

    def case(self, path: str) -> Case:
        """Read a file whose table is to be put into the workbook. Raises `InputError` where it holds none."""

    def caution(self) -> str:
        """Return what a person should know before saving a workbook of ours in this program, once a workbook; "" where nothing."""

    def diagnose(self) -> Sequence[Checkup]:
        """Look whether everything that this host needs is as it should be."""
