"""Where something stands: a cell of a sheet, or a line of a text."""

from dataclasses import dataclass

from xlperf.language import _
from xlperf.ooxml.references import column_letters, corners_of


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell (`sheet`, 1-based `row` and `column`), a whole row (`column` 0) or a line of a text (`sheet` empty)."""

    sheet: str
    row: int
    column: int = 0

    @property
    def cell(self) -> str:
        """The reference inside the sheet, as `F12`."""
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        if not self.sheet:
            return _("第{row}行").format(row=self.row)
        if not self.column:
            return _("{sheet}!第{row}行").format(sheet=self.sheet, row=self.row)
        return f"{self.sheet}!{self.cell}"


def place_of(text: str) -> Place | None:
    """Return the place that a text names as `str()` of a place in a sheet does: a cell, or a row; None for any other text."""
    sheet, _mark, cell = text.rpartition("!")
    corners = corners_of(cell)
    row = cell.removeprefix("第").removesuffix("行")
    if sheet and corners:
        return Place(sheet, corners[0], corners[1])
    return Place(sheet, int(row)) if sheet and row.isdigit() else None
