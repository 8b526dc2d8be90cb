"""What a bulk reader does not tell of a few cells: their number format, formula, and error value."""

import re
from collections.abc import Iterable

from xlperf.ooxml.package import Package

_TYPE = re.compile(rb'\bt\s*=\s*["\'](\w+)["\']')
_STYLE = re.compile(rb'\bs\s*=\s*["\'](\d+)["\']')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")


def look_up(package: Package, sheet: str, cells: Iterable[str]) -> dict[str, tuple[str, bool, str]]:
    """Return (number format, whether a formula stands there, error value or "" or "?" where nothing was calculated).

    `cells` are references in reading order (rows down, then columns), so that one pass over the sheet's bytes finds all.
    """
    data = package.read(package.sheets[sheet])
    found = {}
    at = 0
    for reference in cells:
        start = data.find(b'r="%s"' % reference.encode(), at)
        opening = data.rfind(b"<", at, start) if start >= 0 else -1
        if opening < 0:
            continue
        tag_end = data.index(b">", start)
        tag = data[opening : tag_end + 1]
        at = tag_end
        body = b"" if tag.endswith(b"/>") else data[tag_end + 1 : data.find(b"c>", tag_end)]
        found[reference] = _detail(package, tag, body)
    return found


def _detail(package: Package, tag: bytes, body: bytes) -> tuple[str, bool, str]:
    style = _STYLE.search(tag)
    index = int(style[1]) if style else 0
    formats = package.number_formats
    number_format = formats[index] if index < len(formats) else ""
    formula = _FORMULA.search(body) is not None
    value = _VALUE.search(body)
    kind = _TYPE.search(tag)
    if kind and kind[1] == b"e" and value:
        return number_format, formula, value[1].decode("ascii", "replace")
    never = formula and (value is None or not value[1]) and not (kind and kind[1] == b"str" and value is not None)
    return number_format, formula, "?" if never else ""
