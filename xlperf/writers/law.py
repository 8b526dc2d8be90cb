"""The law of what writing may change, as a check of its own: two packages are compared, and every difference that the law
does not allow is named. It knows nothing of how the editor works."""

import re
from collections.abc import Collection, Iterator, Mapping, Set

from xlperf.ooxml import Package, SheetMap, scan_sheet

_REF = re.compile(rb'(<(?:\w+:)?(?:table|autoFilter)\b[^>]*?\sref=["\'])[^"\']*')
_CACHE = re.compile(rb"<c:(num|str)Cache>.*?</c:\1Cache>", re.DOTALL)
_SPANS = re.compile(rb'\sspans\s*=\s*["\'][^"\']*["\']')
_CHAIN = re.compile(
    rb"<Override\b[^>]*calcChain[^>]*?(?:/>|>\s*</Override>)|<Relationship\b[^>]*/calcChain[\"'][^>]*?(?:/>|>\s*</Relationship>)"
)


def violations(
    before: Package, after: Package, changed: Mapping[str, Set[tuple[int, int]]], tables: Collection[str] = ()
) -> list[str]:
    """Return what differs between two packages beyond the law, in words; empty where all is right.

    `changed` are the cells that were to change, by sheet; `tables` the names of tables that were to change their size.
    """
    return list(_violations(before, after, changed, tables))


def _violations(before: Package, after: Package, changed: Mapping, tables: Collection[str]) -> Iterator[str]:
    old, new = before.archive.namelist(), after.archive.namelist()
    chains = before.parts_of(before.workbook, "calcChain")
    if [name for name in old if name not in chains] != [name for name in new if name not in chains]:
        yield "parts"
        return
    chain_gone = bool(chains) and chains[0] not in new
    if chain_gone and (after.parts_of(after.workbook, "calcChain") or b"calcChain" in after.read("[Content_Types].xml")):
        yield "calcChain"
    sheets = {part: name for name, part in before.sheets.items()}
    ours = {each.part for name in before.sheets for each in before.tables(name) if each.name in tables}
    for part in new:
        a, b = before.read(part), after.read(part)
        if a == b:
            continue
        if part in sheets and sheets[part] in changed:
            yield from (f"{part} {what}" for what in _sheet(a, b, changed[sheets[part]]))
        elif part in ours:
            if _REF.sub(rb"\1", a) != _REF.sub(rb"\1", b):
                yield part
        elif "/charts/" in part:
            if _CACHE.sub(b"", a) != _CACHE.sub(b"", b):
                yield part
        elif not (chain_gone and _CHAIN.sub(b"", a) == b):
            yield part


def _sheet(a: bytes, b: bytes, allowed: Set[tuple[int, int]]) -> Iterator[str]:
    """Yield what differs between two versions of a sheet outside the allowed cells."""
    old, new = scan_sheet(a), scan_sheet(b)
    if _frame(old) != _frame(new):
        yield "outside the cells"
    rows = {row for row, _column in allowed}
    for number in sorted(old.rows.keys() | new.rows.keys()):
        if number not in new.rows or (number not in old.rows and number not in rows):
            yield f"row {number}"
            continue
        if number in old.rows and _row_tag(old, number) != _row_tag(new, number):
            yield f"row {number}"
        cells = set(new.rows[number].cells) | (set(old.rows[number].cells) if number in old.rows else set())
        for column in cells:
            if (number, column) not in allowed and _cell(old, number, column) != _cell(new, number, column):
                yield f"row {number} column {column}"


def _frame(sheet: SheetMap) -> bytes:
    """Return everything of a sheet but its rows and its used range."""
    begin, end = sheet.sheet_data
    if sheet.sheet_data_empty:
        begin = end = sheet.data.index(b">", begin) + 1
    head, tail = sheet.data[:begin], sheet.data[end:]
    if sheet.dimension:
        head = head[: sheet.dimension[0]] + head[sheet.dimension[1] :]
    return re.sub(rb"<(\w+:)?sheetData\s*/?>", b"", head) + re.sub(rb"^</(\w+:)?sheetData>", b"", tail)


def _row_tag(sheet: SheetMap, number: int) -> bytes:
    row = sheet.rows[number]
    return _SPANS.sub(b"", sheet.data[row.start : row.body]).replace(b"/>", b">")


def _cell(sheet: SheetMap, row: int, column: int) -> bytes:
    span = sheet.rows[row].cells.get(column) if row in sheet.rows else None
    return sheet.data[span.start : span.end] if span else b""
