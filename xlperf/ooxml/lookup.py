"""What a bulk reader does not tell: which blanks are errors or uncalculated formulas, and the number format of a few cells.

Both look at a sheet's bytes without parsing them.
"""

import re
from collections.abc import Iterable
from itertools import chain

from xlperf.ooxml.package import Package
from xlperf.ooxml.references import LAST_COLUMN, column_letters, column_number

_STYLE = re.compile(rb'\bs\s*=\s*["\'](\d+)["\']')
_REFERENCE = re.compile(rb'\sr\s*=\s*["\']([A-Z]{1,3})([0-9]{1,7})["\']')
_ERROR = re.compile(rb'<(?:\w+:)?c\b[^>]*\st=["\']e["\'][^>]*>.*?<(?:\w+:)?v\b[^>]*>([^<]*)<', re.DOTALL)
_NO_VALUE = rb"\s*(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*></(?:\w+:)?v>)"
_NO_RESULT = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)" + _NO_VALUE)
_NO_RESULT_PLAIN = (re.compile(rb"</f>(?!<v>[^<])" + _NO_VALUE), re.compile(rb"<f\b[^>]*/>" + _NO_VALUE))
"""The same where formulas have no prefix, ten times as fast, since each begins with letters to look for."""
_PREFIXED = re.compile(rb"<\w+:worksheet\b|xmlns:\w+\s*=\s*[\"'][^\"']*spreadsheetml/(?:2006/)?main[\"']")
"""What the start tag of a sheet has if its elements have, or may have, a prefix."""
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b[^>]*\shidden\s*=\s*["\'](?:1|true)["\'][^>]*>')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b[^>]*\shidden\s*=\s*["\'](?:1|true)["\'][^>]*>')
_NUMBER, _MIN, _MAX = (re.compile(rb"\s" + name + rb'\s*=\s*["\'](\d+)["\']') for name in (b"r", b"min", b"max"))


def odd_cells(package: Package, sheet: str) -> dict[tuple[int, int], str]:
    """Return the cells (row, column) of a sheet that hold an error value, or a formula without a result (`""`)."""
    data = package.read(package.sheets[sheet])
    found: dict[tuple[int, int], str] = {}
    if b"#" in data and b">#" in data:  # as every error value begins; a single letter is found ten times as fast
        for error in _ERROR.finditer(data):
            _put(found, error[0], error[1].decode("ascii", "replace"))
    plain = _PREFIXED.search(data, 0, data.find(b">", data.find(b"worksheet")) + 1) is None
    if plain and not _has_letter_f(data):
        return found
    for formula in chain.from_iterable(pattern.finditer(data) for pattern in (_NO_RESULT_PLAIN if plain else (_NO_RESULT,))):
        start = data.rfind(b"<c " if plain else b":c ", 0, formula.start())
        tag = data[data.rfind(b"<", 0, start + 1) : data.find(b">", start) + 1] if start >= 0 else b""
        if b't="str"' not in tag:  # a text result may well be blank
            _put(found, tag, "")
    return found


def _has_letter_f(data: bytes) -> bool:
    """Whether a formula may stand in a sheet: cells without one, and most texts, have no such letter."""
    return data.find(b"f", data.find(b"<sheetData"), data.rfind(b"</sheetData")) >= 0


def _put(found: dict[tuple[int, int], str], tag: bytes, value: str) -> None:
    reference = _REFERENCE.search(tag)
    if reference:
        found[int(reference[2]), column_number(reference[1].decode())] = value


def hidden_lines(package: Package, sheet: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return the rows and the columns of a sheet that nobody sees."""
    data = package.read(package.sheets[sheet])
    if b"hidden" not in data:
        return frozenset(), frozenset()
    rows = frozenset(int(match[1]) for tag in _HIDDEN.finditer(data) if (match := _NUMBER.search(tag[0])))
    spans = [(int(low[1]), int(high[1])) for tag in _HIDDEN_COLUMN.finditer(data) if (low := _MIN.search(tag[0])) and (high := _MAX.search(tag[0]))]
    return rows, frozenset(column for low, high in spans for column in range(low, min(high, LAST_COLUMN) + 1))


def number_formats(package: Package, sheet: str, cells: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Return the number formats of some cells, (row, column) in reading order; those without one are left out.

    One pass over the sheet's bytes finds all.
    """
    data = package.read(package.sheets[sheet])
    found = {}
    current, at, end = 0, 0, 0
    for row, column in cells:
        if row != current:
            current, at, end = row, *_row(data, row, end)
        tag = _tag(b"c", f"{column_letters(column)}{row}").search(data, at, end)
        if tag:
            at = tag.end()
            style = _STYLE.search(tag[0])
            index = int(style[1]) if style else 0
            formats = package.number_formats
            if index < len(formats) and formats[index]:
                found[row, column] = formats[index]
    return found


def _row(data: bytes, row: int, after: int) -> tuple[int, int]:
    """Return where the cells of a row begin and end; an empty stretch where the sheet has no such row."""
    tag = _tag(b"row", str(row)).search(data, after)
    if tag is None or tag[0].endswith(b"/>"):
        return after, after
    end = data.find(b"row>", tag.end())
    return tag.end(), len(data) if end < 0 else end


def _tag(name: bytes, reference: str) -> re.Pattern[bytes]:
    """Return the pattern of the start tag of a row or cell."""
    return re.compile(rb"<(?:\w+:)?" + name + rb"\b[^>]*?\sr=[\"']" + reference.encode() + rb"[\"'][^>]*>")
