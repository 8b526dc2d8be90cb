"""What a bulk reader does not tell of a few cells: their number format, formula, and error value."""

import re
from collections.abc import Iterable

from xlperf.ooxml.package import Package
from xlperf.ooxml.references import column_letters

_TYPE = re.compile(rb'\bt\s*=\s*["\'](\w+)["\']')
_STYLE = re.compile(rb'\bs\s*=\s*["\'](\d+)["\']')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")


def look_up(package: Package, sheet: str, cells: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[str, str]]:
    """Return (number format, error value, or "?" for a formula that was never calculated, or "") of some cells.

    `cells` are (row, column) in reading order, so that one pass over the sheet's bytes finds all; a cell that the sheet does
    not hold is left out.
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
            body = b"" if tag[0].endswith(b"/>") else data[at : data.find(b"c>", at)]
            found[row, column] = _detail(package, tag[0], body)
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


def _detail(package: Package, tag: bytes, body: bytes) -> tuple[str, str]:
    style = _STYLE.search(tag)
    index = int(style[1]) if style else 0
    formats = package.number_formats
    number_format = formats[index] if index < len(formats) else ""
    formula = _FORMULA.search(body) is not None
    value = _VALUE.search(body)
    kind = _TYPE.search(tag)
    if kind and kind[1] == b"e" and value:
        return number_format, value[1].decode("ascii", "replace")
    never = formula and (value is None or not value[1]) and not (kind and kind[1] == b"str" and value is not None)
    return number_format, "?" if never else ""
