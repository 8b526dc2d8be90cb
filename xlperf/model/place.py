"""Where something stands: a cell of a sheet, or a line of a text."""

from dataclasses import dataclass

from xlperf.language import _


def column_letters(number: int) -> str:
    """Return the letters of a 1-based column: 1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based number of column `letters`: A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


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
