"""Tables with rules in a PDF: which cells their rules close, and which go on over the end of a page."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlperf.model import Cell
from xlperf.readers.pieces import Merge, Pieces, without_breaks

NEAR = 2.0
"""Rules nearer to each other than so many points are one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was added: where its rules stand across, the rows (of all pieces) behind it, and its cells as in a merge.

    `open_` are the cells that the end of the page left open, `full` the columns in whose last cell no letter more had room.
    """

    across: Sequence[float]
    end: int
    cells: Sequence[Merge]
    open_: frozenset[Merge]
    full: frozenset[int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table as it is drawn: where its rules stand across and down, and its cells as in a merge, counting from 0 and exclusive.

    The last cells, `open_` of them, are not closed: they go on over the end of the page.
    """

    across: Sequence[float]
    down: Sequence[float]
    cells: Sequence[Merge]
    open_: int


def drawn(table, edges: Sequence[dict]) -> Drawn:
    """Return the cells of a table. A column in which none is closed, as all go on over the page's end, has its rules only."""
    down = _rules(y for cell in table.cells for y in (cell[1], cell[3]))
    height = down[-1] - down[0]
    beside = (each["x0"] for each in edges if each["orientation"] == "v" and each["top"] - NEAR < down[0] and each["height"] > height - NEAR)
    across = _rules([*(x for cell in table.cells for x in (cell[0], cell[2])), *beside])
    closed = [(_at(down, top), _at(across, left), _at(down, bottom), _at(across, right)) for left, top, right, bottom in table.cells]
    level = [each for each in edges if each["orientation"] == "h"]
    left_open = _left_open(closed, across, down, level)
    return Drawn(across, down, [*closed, *left_open], len(left_open))


def _left_open(closed: Sequence[Merge], across: Sequence[float], down: Sequence[float], level: Sequence[dict]) -> list[Merge]:
    """Return the stretches down a column that no cell of a table covers, each as long as no rule divides it."""
    covered = {(row, column) for first, start, last, end in closed for row in range(first, last) for column in range(start, end)}
    found: list[Merge] = []
    for column, (left, right) in enumerate(pairwise(across)):
        middle = (left + right) / 2
        ruled = {_at(down, each["top"]) for each in level if each["x0"] < middle < each["x1"]}
        begun = 0
        for row in range(len(down)):
            if row in ruled or row == len(down) - 1 or (row, column) in covered:
                if begun < row:
                    found.append((begun, column, row, column + 1))
                begun = row + ((row, column) in covered)
    return found


def letters_beyond(page, table: Drawn) -> Mapping[tuple, int]:
    """Return which letters stand above or below a table and belong to a cell of its first or last row, by their places.

    The text of a cell that goes on over the end of the page is printed in its middle, which may lie behind that end.
    """
    ends = len(table.down) - 1
    cut = [cell for cell in table.cells[len(table.cells) - table.open_ :] if cell[0] == 0 or cell[2] == ends]
    words = page.extract_words(return_chars=True) if cut else []
    found: dict[tuple, int] = {}
    for first, column, last, _end in cut:
        for word in words:
            inside = table.across[column] < word["x0"] and word["x1"] < table.across[column + 1]
            above, below = word["bottom"] < table.down[0], word["top"] > table.down[-1]
            if inside and ((above and first == 0) or (below and last == ends)):
                found |= {place_of(each): first for each in word["chars"]}
    return found


def place_of(letter: Mapping) -> tuple:
    """Return what tells a letter from the others of its page."""
    return letter.get("text"), letter["x0"], letter["top"]


def add_table(pieces: Pieces, letters: Sequence[dict], table: Drawn, beyond: Mapping[tuple, int]) -> Table:
    """Add a table: its rules divide rows and columns, and a cell that crosses some is a merged one.

    A letter belongs to the cell in which its middle lies: letters touch the rules.
    """
    from pdfplumber.utils import extract_text

    across, down = table.across, table.down
    rows: list[list[Cell]] = [[None] * (len(across) - 1) for _each in down[1:]]
    within: dict[tuple[int, int], list[dict]] = defaultdict(list)
    for each in letters:
        row = beyond.get(place_of(each), bisect_right(down, (each["top"] + each["bottom"]) / 2) - 1)
        within[row, bisect_right(across, (each["x0"] + each["x1"]) / 2) - 1].append(each)
    cells: list[Merge] = []
    full: set[int] = set()
    above = len(pieces.rows)
    for first, start, last, end in table.cells:
        inside = [each for row in range(first, last) for column in range(start, end) for each in within[row, column]]
        rows[first][start] = without_breaks(extract_text(inside))
        cells.append((first + 1, start + 1, last, end))
        if first == len(rows) - 1 and _is_full(inside, across[end]):
            full.add(start + 1)
    pieces.table(rows, [each for each in cells if each[:2] != each[2:]])
    placed = [(above + top, left, above + bottom, right) for top, left, bottom, right in cells]
    return Table(across, len(pieces.rows), placed, frozenset(placed[len(placed) - table.open_ :]), frozenset(full))


def _is_full(letters: Sequence[dict], right: float) -> bool:
    """Whether the last line of a cell has no room for another letter."""
    bottom = max((each["bottom"] for each in letters), default=0)
    line = [each for each in letters if each["bottom"] > bottom - NEAR]
    return bool(line) and right - max(each["x1"] for each in line) < 2 * max(each["size"] for each in line)


def _rules(places) -> list[float]:
    """Return where rules stand, those near each other once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found


def _at(rules: Sequence[float], place: float) -> int:
    return min(range(len(rules)), key=lambda at: abs(rules[at] - place))
