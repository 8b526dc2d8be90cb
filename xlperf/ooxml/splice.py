"""Changes of single cells as changes of bytes: everything that is not a changed cell stays as it was."""

import re
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from xml.sax.saxutils import escape

from xlperf.ooxml.cells import CellSpan, RowSpan, SheetMap
from xlperf.ooxml.elements import Splice, encoded, with_attribute
from xlperf.ooxml.references import column_letters
from xlperf.ooxml.values import CellValue, ErrorValue, MomentValue, number_text, to_xml_text

_SPANS = re.compile(rb'\sspans\s*=\s*["\'][^"\']*["\']')


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell's new value; `formula` None keeps the formula that stands there, "" removes it, a text replaces it.

    `style` is the index for a cell that does not exist yet.
    """

    value: CellValue
    formula: str | None = None
    style: str = ""


def cell_xml(sheet: SheetMap, reference: str, cell: CellSpan | None, change: CellChange) -> bytes:
    """Return the bytes of a cell with its new value; its style stays, texts are written inline.

    A mark of rich values (`vm`, a picture in the cell) belongs to the old value, that of a dynamic formula (`cm`) to its formula.
    """
    p = sheet.prefix
    formula = formula_bytes(sheet, cell, change)
    attributes = dict(cell.attributes) if cell else ({"s": change.style} if change.style else {})
    for gone in ("t", "vm") if change.formula is None else ("t", "vm", "cm"):
        attributes.pop(gone, None)
    kind, body = _written(p, change.value, bool(formula))
    attributes["r"] = reference
    if kind:
        attributes["t"] = kind
    listed = sorted(attributes.items(), key=lambda item: ("rst".find(item[0]) % 9, item[0]))
    head = "".join(f' {name}="{escape(str(text), {chr(34): "&quot;"})}"' for name, text in listed)
    inside = formula + encoded(sheet.data, body)
    if not inside:
        return encoded(sheet.data, f"<{p}c{head}/>")
    return encoded(sheet.data, f"<{p}c{head}>") + inside + f"</{p}c>".encode()


def _written(p: str, value: CellValue, formula: bool) -> tuple[str, str]:
    """Return the type of a value's cell ("" for a number), and the elements that hold the value."""
    if isinstance(value, bool):
        return "b", f"<{p}v>{int(value)}</{p}v>"
    if value is None or (value == "" and not formula):
        return "", ""
    if not isinstance(value, str):
        return "", f"<{p}v>{number_text(value)}</{p}v>"
    text = to_xml_text(value)
    if isinstance(value, ErrorValue | MomentValue):
        return value.kind, f"<{p}v>{text}</{p}v>"
    if formula:
        return "str", f"<{p}v>{text}</{p}v>"
    spaced = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return "inlineStr", f"<{p}is><{p}t{spaced}>{text}</{p}t></{p}is>"


def formula_bytes(sheet: SheetMap, cell: CellSpan | None, change: CellChange) -> bytes:
    """Return the `<f>` of a changed cell: the one that stands, byte for byte, or the new one, or none."""
    if change.formula is None:
        return sheet.data[slice(*cell.formula)] if cell and cell.formula else b""
    if not change.formula:
        return b""
    return encoded(sheet.data, f"<{sheet.prefix}f>{escape(change.formula)}</{sheet.prefix}f>")


def sheet_splices(sheet: SheetMap, changes: dict[tuple[int, int], CellChange]) -> list[Splice]:
    """Return the splices that put changed cells (row, column) into a sheet, with its row spans and used range kept true."""
    splices: list[Splice] = []
    added: dict[int, dict[int, bytes]] = {}
    for (row, column), change in sorted(changes.items()):
        cell = sheet.cell(row, column)
        written = cell_xml(sheet, f"{column_letters(column)}{row}", cell, change)
        if cell:
            splices.append((cell.start, cell.end, written))
        else:
            added.setdefault(row, {})[column] = written
    for row, cells in added.items():
        if row in sheet.rows:
            splices += _into_row(sheet, sheet.rows[row], cells)
    splices += _new_rows(sheet, {row: cells for row, cells in added.items() if row not in sheet.rows})
    return splices + _dimension(sheet, added)


def _into_row(sheet: SheetMap, row: RowSpan, cells: dict[int, bytes]) -> list[Splice]:
    """Insert cells into a row, each before the first one right of it, and keep the row's spans true."""
    end = f"</{sheet.prefix}row>".encode()
    tag = sheet.data[row.start : row.body]
    if row.empty:
        opened = _SPANS.sub(b"", tag[: tag.rindex(b"/")]) + b">"
        return [(row.start, row.body, opened + b"".join(cells.values()) + end)]
    behind = max((cell.end for cell in row.cells.values()), default=row.body)
    splices = []
    for column, written in cells.items():
        at = min((cell.start for other, cell in row.cells.items() if other > column), default=behind)
        splices.append((at, at, written))
    if "spans" in row.attributes:
        columns = [*row.cells, *cells]
        spans = f' spans="{min(columns)}:{max(columns)}"'.encode()
        splices.append((row.start, row.body, _SPANS.sub(spans, tag, count=1)))
    return splices


def _new_rows(sheet: SheetMap, rows: dict[int, dict[int, bytes]]) -> list[Splice]:
    """Add rows, each before the first one below it."""
    p, data = sheet.prefix, sheet.sheet_data
    numbers = sorted(sheet.rows)
    written: dict[int, list[bytes]] = {}
    for row, cells in rows.items():
        below = bisect(numbers, row)
        above = sheet.rows[numbers[below - 1]] if below else None
        new = f'<{p}row r="{row}"{_height(above)}>'.encode() + b"".join(cells.values()) + f"</{p}row>".encode()
        at = sheet.rows[numbers[below]].start if below < len(numbers) else data.close
        written.setdefault(at, []).append(new)
    if written and data.empty:
        tag = sheet.data[data.start : data.end]
        opened = tag[: tag.rindex(b"/")] + b">" + b"".join(chain.from_iterable(written.values())) + f"</{p}sheetData>".encode()
        return [(data.start, data.end, opened)]
    return [(at, at, b"".join(new)) for at, new in written.items()]


def _height(above: RowSpan | None) -> str:
    """Return the height of the row above as attributes: an appended row looks like its table."""
    found = above.attributes if above else {}
    return "".join(f' {name}="{found[name]}"' for name in ("ht", "customHeight") if name in found)


def _dimension(sheet: SheetMap, added: dict[int, dict[int, bytes]]) -> list[Splice]:
    """Keep the used range true where cells were added."""
    if sheet.dimension is None or not added:
        return []
    used = [(row, column) for row, span in sheet.rows.items() for column in span.cells]
    used += [(row, column) for row, cells in added.items() for column in cells]
    reference = f"{_corner(min, used)}:{_corner(max, used)}"
    if reference == sheet.dimension.attributes.get("ref"):
        return []
    return [with_attribute(sheet.data, sheet.dimension, "ref", reference)]


def _corner(choose: Callable, used: list[tuple[int, int]]) -> str:
    row, column = choose(row for row, _column in used), choose(column for _row, column in used)
    return f"{column_letters(column)}{row}"
