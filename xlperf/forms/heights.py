"""How high the rows of a grid must be: no spreadsheet fits rows to merged cells, so the lines are counted here."""

from xlperf.model import Grid

HIGHEST = 409
"""Points: no row can be higher."""


def line_count(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of `width` characters; Chinese characters count double."""
    room = max(width - 1.5, 2)
    return sum(max(1, -(-_display_width(line) // int(room))) for line in text.split("\n"))


def _display_width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def row_height(grid: Grid, row: int) -> float:
    """Return the height in points that a row (1-based) needs for its texts."""
    spans = {(top, left): right for top, left, bottom, right in grid.merged if top == bottom}
    tall = {(top, left) for top, left, bottom, _right in grid.merged if bottom > top}
    lines = 1
    for column, value in enumerate(grid.rows[row - 1], 1):
        if isinstance(value, str) and (row, column) not in tall:
            right = spans.get((row, column), column)
            lines = max(lines, line_count(value, sum(grid.widths[column - 1 : right])))
    name = grid.styles.get((row, 1), "")
    return 34.0 if name == "form.title" else min(15.0 * lines + 7, HIGHEST)
