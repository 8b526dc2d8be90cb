"""Cells that stand one after another, cut into rows: each cell in the column that it fits best.

Blank cells are lost in such texts, so a row may lack any column but its name and its target; a cell that fits nowhere is left.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlperf.intake.headings import ACTUAL, MARK, OTHER, SCORE, TARGET, UNIT, WEIGHT, is_sign
from xlperf.intake.values import written_amount
from xlperf.target.units import is_known

NAME = "name"
_DIRECTION = re.compile(r"^(正向|反向|逆向|定量|定性|约束|预期)性?(指标)?$")
_NUMBERED = re.compile(r"^(指标\s*)?\d+\s*[:：.、．]\s*")
_SENTENCE = re.compile(r"^(?=.{16}).*。$", re.DOTALL)
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[A-Za-z\u4e00-\u9fff]")

_LACKING, _LEFT, _TORN, _ACROSS = 0.6, 2.0, 1.6, 1.0
"""What it costs that a row lacks a column, that a cell is left, that two cells are one, that a row does not keep to its line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell of the stream, the line it stands in, and whether it is the first there or behind its class."""

    text: str
    line: int
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """What follows a name in a row, from left to right, and whether a line of the text is a row."""

    keys: tuple[str, ...]
    in_lines: bool = False


@dataclass(slots=True)
class _Reached:
    """The best way so far to a cell and a column: how well it fits, and from which cell and column it comes."""

    worth: float
    cell: int
    column: int


Row = list[tuple[str, list[Piece]]]
"""What stands in each column of a row: its key and its cells."""


def rows_of(cells: Sequence[Piece], columns: Columns, often: Counter[str]) -> tuple[list[Row], list[Piece]]:
    """Return cells cut into rows, and those that fit in none. `often` counts how many times a text stands in the whole."""
    keys = (NAME, *columns.keys)
    width = len(keys)
    best: list[list[_Reached | None]] = [[None] * (width + 1) for _each in range(len(cells) + 1)]
    best[0][0] = _Reached(0.0, -1, -1)

    def reach(cell: int, column: int, worth: float, origin: tuple[int, int]) -> None:
        known = best[cell][column]
        if known is None or worth > known.worth:
            best[cell][column] = _Reached(worth, *origin)

    for at in range(len(cells) + 1):
        for column in (*range(1, width + 1), 0):  # a row that ends here lets another begin
            here = best[at][column]
            if here is None:
                continue
            if column == width:
                reach(at, 0, here.worth, (at, column))
                continue
            if column and keys[column] != TARGET:
                reach(at, column + 1, here.worth - _LACKING, (at, column))
            for count, worth in _placed(cells, at, keys[column], columns, often):
                reach(at + count, column + 1, here.worth + worth, (at, column))
            if not column and at < len(cells):
                reach(at + 1, 0, here.worth - _LEFT, (at, column))
    return _followed(cells, keys, best)


def _followed(cells: Sequence[Piece], keys: Sequence[str], best: Sequence[Sequence[_Reached | None]]) -> tuple[list[Row], list[Piece]]:
    """Go back along the best way: the rows that it makes, and the cells that it leaves."""
    rows: list[Row] = []
    left: list[Piece] = []
    at, column = len(cells), 0
    while (here := best[at][column]) is not None and here.cell >= 0:
        taken = list(cells[here.cell : at])
        if here.column == len(keys):
            rows.append([])
        elif column == 0:
            left += taken
        elif taken:
            rows[-1].append((keys[here.column], taken))
        at, column = here.cell, here.column
    return [row[::-1] for row in reversed(rows)], left[::-1]


def _placed(cells: Sequence[Piece], at: int, key: str, columns: Columns, often: Counter[str]) -> Iterator[tuple[int, float]]:
    """Yield how many of the next cells may stand in a column, and how well they fit."""
    if at == len(cells):
        return
    cell = cells[at]
    against = _ACROSS if columns.in_lines and cell.opens != (key == NAME) else 0.0
    fit = _fit(key, cell.text, often)
    if fit is not None:
        alike = key == ACTUAL and at > 0 and cells[at - 1].text == cell.text  # just what was wanted
        yield 1, fit - against + alike
    if at + 1 == len(cells) or columns.in_lines:
        return
    behind = cells[at + 1].text
    if key == NAME and fit is not None and _fit(NAME, behind, often) and not (_DIGIT.search(cell.text) or _NUMBERED.match(behind)):
        yield 2, fit - _TORN
    if key == TARGET and is_sign(cell.text) and _DIGIT.match(behind):
        yield 2, 1.0
    if key == TARGET and UNIT not in columns.keys and _DIGIT.search(cell.text[-1:]) and is_known(behind):
        yield 2, 0.8


def _fit(key: str, text: str, often: Counter[str]) -> float | None:
    """Return how well a cell fits a column; None where it cannot stand there."""
    number = written_amount(text.removesuffix("分")) is not None
    if is_sign(text) or _DIRECTION.match(text):
        return 2.0 if key == MARK else 0.5 if key == OTHER else None
    if key == NAME:
        if number or not _LETTER.search(text) or (_has_figure(text) and often[text] > 2):
            return None
        return 0.2 if is_known(text) else 0.8 if _has_figure(text) else 1.5
    if key == UNIT:
        return None if _DIGIT.search(text[:1]) else 1.6 if is_known(text) else 0.3 if len(text) < 4 else -0.5 if len(text) < 7 else None
    if key in (WEIGHT, SCORE):
        return None if not number else 1.0 if key == SCORE else 1.1
    if key in (TARGET, ACTUAL):
        return None if _SENTENCE.match(text) else 0.4 if not _DIGIT.search(text) else 1.05 if number and key == ACTUAL else 1.2
    return None if key == MARK else 1.0 if key == OTHER and often[text] > 1 and not number else 0.1


def _has_figure(text: str) -> bool:
    return bool(_DIGIT.search(_NUMBERED.sub("", text)))
