"""The caches of charts: what a chart shows until something recalculates. Kept true where our cells changed."""

import re
from collections.abc import Iterator, Mapping, Set
from html import unescape

from xlperf.ooxml import Package, SheetMap, scan_sheet
from xlperf.ooxml.changes import Changes
from xlperf.ooxml.elements import encoded
from xlperf.ooxml.references import corners_of
from xlperf.ooxml.shared import cell_values
from xlperf.ooxml.values import number_text, to_xml_text

_CACHED = re.compile(
    rb"<(?P<p>\w+:|)f>(?P<f>[^<]*)</(?P=p)f>\s*<(?P=p)(?P<kind>num|str)Cache>(?P<head>(?:(?!</(?P=p)(?P=kind)Cache>).)*?)"
    rb"<(?P=p)ptCount val=[\"']\d+[\"']\s*/>.*?</(?P=p)(?P=kind)Cache>",
    re.DOTALL,
)
LARGEST = 100_000
"""Cells of the largest range whose cache is made anew; a program that shows more calculates it itself."""

_FORMULA = re.compile(r"(?:'((?:[^']|'')+)'|([^!']+))!(.+)")


def refresh_charts(package: Package, changes: Changes, changed: Mapping[str, Set[tuple[int, int]]]) -> None:
    """Bring the caches of charts that show changed cells up to date; `changes` holds the cells already."""
    sheets: dict[str, SheetMap] = {}

    def values(sheet: str, cells: list[tuple[int, int]]) -> list:
        if sheet not in sheets:
            sheets[sheet] = scan_sheet(changes.read(package.sheets[sheet]))
        return cell_values(package, (sheets[sheet].cell(*cell) for cell in cells))

    for part in _charts(package):
        data = package.read(part)
        for match in _CACHED.finditer(data):
            sheet, cells = _cells(unescape(match["f"].decode("utf-8", "replace")))
            kept = b"extLst" in match[0] or b"formatCode=" in match[0]  # points of a kind that is not made anew here
            if cells and not kept and changed.get(sheet, set()) & set(cells):
                new = _cache(data, match, values(sheet, cells))
                if new != match[0]:
                    changes.splice(part, [(match.start(), match.end(), new)])


def _charts(package: Package) -> Iterator[str]:
    for part in package.sheets.values():
        for drawing in package.parts_of(part, "drawing"):
            yield from (part for part in package.parts_of(drawing, "chart") if part in package)


def _cells(formula: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the sheet and cells of a reference such as `任务!$B$5:$B$9`; no cells where it is anything else."""
    match = _FORMULA.fullmatch(formula)
    area = corners_of(match[3]) if match else None
    if not area or (area[2] - area[0] + 1) * (area[3] - area[1] + 1) > LARGEST:
        return "", []
    top, left, bottom, right = area
    sheet = (match[1] or match[2]).replace("''", "'")
    return sheet, [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _cache(data: bytes, match: re.Match[bytes], values: list) -> bytes:
    """Write a cache anew: only points of the right kind, by their position."""
    kind, p = match["kind"].decode(), match["p"].decode()
    points = []
    for index, value in enumerate(values):
        if kind == "num" and isinstance(value, float) and not isinstance(value, bool):
            points.append(f'<{p}pt idx="{index}"><{p}v>{number_text(value)}</{p}v></{p}pt>')
        elif kind == "str" and value not in (None, ""):
            text = number_text(value) if isinstance(value, float) else to_xml_text(str(value))
            points.append(f'<{p}pt idx="{index}"><{p}v>{text}</{p}v></{p}pt>')
    body = encoded(data, f'<{p}ptCount val="{len(values)}"/>' + "".join(points))
    formula, head = match["f"], match["head"]
    opened, closed = f"<{p}f>".encode() + formula + f"</{p}f>".encode(), f"</{p}{kind}Cache>".encode()
    return opened + f"<{p}{kind}Cache>".encode() + head + body + closed
