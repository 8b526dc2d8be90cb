"""The caches of charts: what a chart shows until something recalculates. Kept true where our cells changed."""

import re
from collections.abc import Iterator, Mapping, Set
from html import unescape

from xlperf.ooxml import Package, SheetMap, scan_sheet
from xlperf.ooxml.references import RANGE, column_number
from xlperf.ooxml.shared import shared_strings
from xlperf.ooxml.splice import current_value, number_text, to_xml_text

_CACHED = re.compile(
    rb"<c:f>(?P<f>[^<]*)</c:f><c:(?P<kind>num|str)Cache>(?P<head>.*?)<c:ptCount val=\"\d+\"/>.*?</c:(?P=kind)Cache>",
    re.DOTALL,
)
_FORMULA = re.compile(r"(?:'((?:[^']|'')+)'|([^!']+))!(.+)")


def refreshed_charts(
    package: Package, parts: Mapping[str, bytes], changed: Mapping[str, Set[tuple[int, int]]]
) -> dict[str, bytes]:
    """Return the chart parts whose caches show cells that changed, with those caches brought up to date."""
    sheets: dict[str, SheetMap] = {}

    def values(sheet: str, cells: list[tuple[int, int]]) -> list:
        if sheet not in sheets:
            part = package.sheets[sheet]
            sheets[sheet] = scan_sheet(parts.get(part) or package.read(part))
        rows = sheets[sheet].rows
        spans = [rows[row].cells.get(column) if row in rows else None for row, column in cells]
        wanted = {int(each.text) for each in spans if each and each.attributes.get("t") == "s" and each.text.isdigit()}
        shared = shared_strings(package, wanted)
        return [current_value(span, shared) for span in spans]

    def refresh(match: re.Match[bytes]) -> bytes:
        sheet, cells = _cells(unescape(match["f"].decode()))
        if not cells or not changed.get(sheet, set()) & set(cells):
            return match[0]
        return _cache(match, values(sheet, cells))

    fresh = {}
    for part in _charts(package):
        old = package.read(part)
        new = _CACHED.sub(refresh, old)
        if new != old:
            fresh[part] = new
    return fresh


def _charts(package: Package) -> Iterator[str]:
    for part in package.sheets.values():
        for drawing in package.parts_of(part, "drawing"):
            yield from package.parts_of(drawing, "chart")


def _cells(formula: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the sheet and cells of a reference such as `任务!$B$5:$B$9`; no cells where it is anything else."""
    match = _FORMULA.fullmatch(formula)
    area = RANGE.fullmatch(match[3]) if match else None
    if not area:
        return "", []
    left, top = column_number(area[1]), int(area[2])
    right, bottom = (column_number(area[3]), int(area[4])) if area[3] else (left, top)
    sheet = (match[1] or match[2]).replace("''", "'")
    return sheet, [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _cache(match: re.Match[bytes], values: list) -> bytes:
    """Write a cache anew: only points of the right kind, by their position."""
    kind = match["kind"].decode()
    points = []
    for index, value in enumerate(values):
        if kind == "num" and isinstance(value, float) and not isinstance(value, bool):
            points.append(f'<c:pt idx="{index}"><c:v>{number_text(value)}</c:v></c:pt>')
        elif kind == "str" and value not in (None, ""):
            text = number_text(value) if isinstance(value, float) else to_xml_text(str(value))
            points.append(f'<c:pt idx="{index}"><c:v>{text}</c:v></c:pt>')
    body = f'<c:ptCount val="{len(values)}"/>' + "".join(points)
    formula, head = match["f"].decode(), match["head"].decode()
    return f"<c:f>{formula}</c:f><c:{kind}Cache>{head}{body}</c:{kind}Cache>".encode()
