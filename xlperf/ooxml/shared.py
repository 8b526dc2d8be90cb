"""The shared texts of a workbook, only those asked for."""

import re
from collections.abc import Iterable, Set

from xlperf.ooxml.cells import CellSpan
from xlperf.ooxml.elements import Element, declaration, parse_part
from xlperf.ooxml.package import Package
from xlperf.ooxml.values import CellValue, current_value, from_xml_text, index_of

ITEM = re.compile(rb"<(?:\w+:)?si[\s/>]")
"""How the start of a shared text looks."""


def shared_strings(package: Package, wanted: Set[int]) -> dict[int, str]:
    """Return the shared texts with the indices `wanted`; runs of rich text are joined, phonetic guides left out.

    Raises `WorkbookDamagedError` where they cannot be read.
    """
    part = next(iter(package.parts_of(package.workbook, "sharedStrings")), None)
    if not wanted or part is None:
        return {}
    data = package.read(part)
    if b"<!" in data:  # a comment may hold what looks like an item
        items = [each for each in package.tree(part).children if each.name == "si"]
        return {index: _text(items[index]) for index in wanted if index < len(items)}
    starts = [match.start() for match in ITEM.finditer(data)]
    ends = [*starts[1:], data.rfind(b"</")]
    head = declaration(data)
    read = (index for index in wanted if index < len(starts))
    return {index: _text(parse_part(head + b"<x>" + data[starts[index] : ends[index]] + b"</x>")) for index in read}


def _text(element: Element) -> str:
    """Return the text of an item: that of its runs, without guides to their pronunciation."""
    return from_xml_text("".join(_pieces(element)))


def _pieces(element: Element) -> Iterable[str]:
    if element.name == "t":
        yield element.text
    for child in element.children:
        if child.name not in ("rPh", "extLst"):
            yield from _pieces(child)


def cell_values(package: Package, cells: Iterable[CellSpan | None]) -> list[CellValue]:
    """Return the value of each cell of a workbook, shared texts looked up."""
    listed = list(cells)
    wanted = {index for each in listed if (index := index_of(each)) is not None}
    shared = shared_strings(package, wanted)
    return [current_value(each, shared) for each in listed]
