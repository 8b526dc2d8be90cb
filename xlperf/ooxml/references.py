"""References as the format writes them: letters for columns, `A1:B2` for ranges."""

import re
from collections.abc import Iterable

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The last row and column of a sheet."""

RANGE = re.compile(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


def column_letters(number: int) -> str:
    """Return the letters of a 1-based column: 1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based number of a column's letters: A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def corners_of(reference: str) -> tuple[int, int, int, int] | None:
    """Return a range as (top, left, bottom, right), 1-based; a single cell is one too; None for anything else."""
    match = RANGE.fullmatch(reference)
    if not match:
        return None
    left, top = column_number(match[1]), int(match[2])
    right, bottom = (column_number(match[3]), int(match[4])) if match[3] else (left, top)
    return top, left, bottom, right


def first_of(row: int, column: int, ranges: Iterable[tuple[int, int, int, int]]) -> tuple[int, int] | None:
    """Return the first cell of the range that a cell lies in; None where it lies in none."""
    held = (each for each in ranges if each[0] <= row <= each[2] and each[1] <= column <= each[3])
    return next((each[:2] for each in held), None)
