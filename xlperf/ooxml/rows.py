"""The many rows of a sheet that nobody need look at: where they stand."""

import re
from itertools import islice

_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CLOSE = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_SHOWN, _MANY = 64, 2_000
"""Rows at the top of a sheet that are always mapped; rows from which leaving some out is worth it."""


def middle_of(data: bytes) -> tuple[int, int] | None:
    """Return where the rows of a sheet part begin and end that lie between its first ones and its last; None where they are few, or
    something else (a comment) could look like a row."""
    close = next(iter(_CLOSE.finditer(data, max(0, data.rfind(b"sheetData") - 20))), None)
    if close is None or b"<!" in data:
        return None
    start = next(islice((match.start() for match in _ROW.finditer(data)), _SHOWN, None), None)
    many = next(islice(_ROW.finditer(data), _MANY, None), None)
    if start is None or many is None:
        return None
    last = max(data.rfind(b"<row", 0, close.start()), data.rfind(b":row", 0, close.start()))
    end = data.rfind(b"<", 0, last + 1)
    return start, end
