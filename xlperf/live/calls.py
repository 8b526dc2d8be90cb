"""A worksheet function called from a cell: from what VBA hands over to the functions, and back as one text.

VBA gives, for each argument, a value and its number format, or rows of both. The answer goes as text, since texts cross every
bridge unharmed: rows divided by U+001E, cells by U+001F, each begun with `n` (a number) or `t` (a text).
"""

import re
from collections.abc import Sequence
from typing import Any

from xlperf.functions import ROW_NAMES, Answer, Input, answer, row_answers
from xlperf.ooxml.values import fitted

ROW_CALL = "PERF_ROW"
"""Asks for all answers of a row at once, in the order of `ROW_NAMES`."""

_ROW, _CELL = "\x1e", "\x1f"
_NOT_IN_CELLS = re.compile("[\x00-\x08\x0b-\x1f]")
_EXCEL_ERRORS = {"Error 2000": "#NULL!", "Error 2007": "#DIV/0!", "Error 2015": "#VALUE!", "Error 2023": "#REF!",
                 "Error 2029": "#NAME?", "Error 2036": "#NUM!", "Error 2042": "#N/A"}  # fmt: skip
"""How VBA spells error values as texts."""


def answers(name: str, values: Sequence[Any], formats: Sequence[Any]) -> list[Sequence[Answer]]:
    """Return what a function answers to its arguments, as rows of what cells can hold. Never raises."""
    try:
        arguments = [_range(value, look) for value, look in zip(values, formats, strict=True)]
        rows = [row_answers([each[0][0] for each in arguments])] if name == ROW_CALL else answer(name, arguments)
    except Exception as error:  # what was handed over is no range of values
        rows = [[repr(error)[:200]] * len(ROW_NAMES)]
    return [[_as_a_cell_holds_it(each) for each in row] for row in rows]


def called(name: str, values: Sequence[Any], formats: Sequence[Any]) -> str:
    """Return what a function answers to its arguments, as one text. Never raises."""
    return _ROW.join(_CELL.join(map(_packed, row)) for row in answers(name, values, formats))


def _range(values: Any, formats: Any) -> list[list[Input]]:
    rows = _rows(values)
    looks = _rows(formats) if _is_many(formats) else [[formats] * len(row) for row in rows]
    return [[Input(_plain(value), str(look or "")) for value, look in zip(*pair, strict=True)] for pair in zip(rows, looks, strict=True)]


def _is_many(given: Any) -> bool:
    return isinstance(given, tuple | list)


def _rows(given: Any) -> list[Sequence[Any]]:
    """Return rows of cells: of a single value, of one row, of rows."""
    if not _is_many(given):
        return [[given]]
    rows = list(given) if given and _is_many(given[0]) else [given]
    return rows if rows[0] else [[None]]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        error = _EXCEL_ERRORS.get(value)
        return error or ("#VALUE!" if value.startswith("Err:") else value)
    return value if isinstance(value, int | float) else None


def _as_a_cell_holds_it(told: Answer) -> Answer:
    return fitted(_NOT_IN_CELLS.sub("", told)) if isinstance(told, str) else told


def _packed(told: Answer) -> str:
    return f"t{told}" if isinstance(told, str) else f"n{told!r}"
