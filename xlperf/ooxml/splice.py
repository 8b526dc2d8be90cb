"""Changes of single cells as changes of bytes: everything that is not a changed cell stays as it was."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from xlperf.ooxml.cells import CellSpan, RowSpan, SheetMap, scan_sheet
from xlperf.ooxml.references import column_letters

MAX_TEXT = 32767
"""The longest text a cell may hold; a longer one makes Excel repair the file."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPANS = re.compile(rb'\sspans\s*=\s*["\'][^"\']*["\']')

CellValue = str | int | float | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell's new value; `formula` None keeps the formula that stands there, "" removes it, a text replaces it.

    `style` is the index for a cell that does not exist yet.
    """

    value: CellValue
    formula: str | None = None
    style: str = ""


def to_xml_text(text: str) -> str:
    """Return a text as Excel writes it into XML: control characters as _xHHHH_, cut at what a cell can hold."""
    text = text[:MAX_TEXT].replace("\r\n", "\n")
    text = _ESCAPED.sub(lambda match: f"_x005F_x{match[1]}_", text)
    return escape(_CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def from_xml_text(text: str) -> str:
    """Return what a text from XML means: the inverse of `to_xml_text`, after the parser has resolved entities."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def current_value(cell: CellSpan | None, shared: Mapping[int, str]) -> CellValue:
    """Return the value of a cell as it stands; a formula's blank text is ""."""
    if cell is None:
        return None
    kind = cell.attributes.get("t", "n")
    if kind == "s":
        return shared.get(int(cell.text), "") if cell.text.isdigit() else ""
    if kind in ("inlineStr", "str", "e", "d"):
        return from_xml_text(cell.text)
    if kind == "b":
        return cell.text.strip() == "1"
    try:
        return float(cell.text) if cell.text.strip() else None
    except ValueError:
        return cell.text


def same_value(old: CellValue, new: CellValue) -> bool:
    """Return whether a cell already shows a value; numbers are compared within what a float can lose on the way."""
    numbers = (int, float, Decimal)
    if isinstance(old, numbers) and isinstance(new, numbers) and not isinstance(new, bool):
        return abs(float(old) - float(new)) <= 1e-9 * max(1.0, abs(float(new)))
    blank = ("", None)
    return old == new or (old in blank and new in blank)


def cell_xml(prefix: str, reference: str, cell: CellSpan | None, change: CellChange, formula: bytes) -> bytes:
    """Return the bytes of a cell with its new value; attributes other than the type stay, texts are written inline."""
    attributes = dict(cell.attributes) if cell else ({"s": change.style} if change.style else {})
    attributes["r"] = reference
    attributes.pop("t", None)
    value, p = change.value, prefix
    if isinstance(value, bool):
        attributes["t"], body = "b", f"<{p}v>{int(value)}</{p}v>"
    elif isinstance(value, str) and (value or formula):
        text = to_xml_text(value)
        attributes["t"] = "str" if formula else "inlineStr"
        spaced = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        body = f"<{p}v>{text}</{p}v>" if formula else f"<{p}is><{p}t{spaced}>{text}</{p}t></{p}is>"
    elif value is None or value == "":
        body = ""
    else:
        body = f"<{p}v>{number_text(value)}</{p}v>"
    listed = sorted(attributes.items(), key=lambda item: ("rst".find(item[0]) % 9, item[0]))
    head = "".join(f' {name}="{escape(str(text), {chr(34): "&quot;"})}"' for name, text in listed)
    inside = formula + body.encode()
    return f"<{p}c{head}>".encode() + inside + f"</{p}c>".encode() if inside else f"<{p}c{head}/>".encode()


def number_text(value: int | float | Decimal) -> str:
    """Return a number as Excel writes it: the shortest text that reads back as the same float."""
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def formula_bytes(sheet: SheetMap, cell: CellSpan | None, change: CellChange) -> bytes:
    """Return the `<f>` of a changed cell: the one that stands, byte for byte, or the new one, or none."""
    if change.formula is None:
        return sheet.data[slice(*cell.formula)] if cell and cell.formula else b""
    if not change.formula:
        return b""
    return f"<{sheet.prefix}f>{escape(change.formula)}</{sheet.prefix}f>".encode()


class SheetEditor:
    """Gathers changed cells of one sheet and splices them into its bytes."""

    def __init__(self, data: bytes):
        self.map = scan_sheet(data)
        self.splices: list[tuple[int, int, bytes]] = []
        self.added: dict[int, dict[int, bytes]] = {}

    def cell(self, row: int, column: int) -> CellSpan | None:
        """Return the cell that stands at a place."""
        found = self.map.rows.get(row)
        return found.cells.get(column) if found else None

    def put(self, row: int, column: int, change: CellChange) -> None:
        """Change a cell, or add it."""
        cell = self.cell(row, column)
        reference = f"{column_letters(column)}{row}"
        written = cell_xml(self.map.prefix, reference, cell, change, formula_bytes(self.map, cell, change))
        if cell:
            self.splices.append((cell.start, cell.end, written))
        else:
            self.added.setdefault(row, {})[column] = written

    def result(self) -> bytes:
        """Return the sheet's bytes with all changes in place."""
        for row, cells in sorted(self.added.items()):
            span = self.map.rows.get(row)
            if span:
                self._into_row(span, cells)
        new_rows = {row: cells for row, cells in self.added.items() if row not in self.map.rows}
        self._add_rows(new_rows)
        self._widen_dimension()
        return splice(self.map.data, self.splices)

    def _into_row(self, row: RowSpan, cells: dict[int, bytes]) -> None:
        """Insert cells into a row, each before the first one right of it, and keep the row's spans true."""
        p = self.map.prefix
        if row.empty:
            tag = self.map.data[row.start : row.body]
            inside = b"".join(written for _column, written in sorted(cells.items()))
            opened = _SPANS.sub(b"", tag[: tag.rindex(b"/")]) + b">"
            self.splices.append((row.start, row.body, opened + inside + f"</{p}row>".encode()))
            return
        last = row.end - len(f"</{p}row>") if not row.cells else max(cell.end for cell in row.cells.values())
        for column, written in sorted(cells.items()):
            right = [cell.start for other, cell in row.cells.items() if other > column]
            at = min(right, default=last)
            self.splices.append((at, at, written))
        self._spans(row, [*row.cells, *cells])

    def _spans(self, row: RowSpan, columns: list[int]) -> None:
        if "spans" in row.attributes:
            tag = self.map.data[row.start : row.body]
            spans = f' spans="{min(columns)}:{max(columns)}"'.encode()
            self.splices.append((row.start, row.body, _SPANS.sub(spans, tag, count=1)))

    def _add_rows(self, rows: dict[int, dict[int, bytes]]) -> None:
        """Add rows, each before the first one below it."""
        p = self.map.prefix
        begin, end = self.map.sheet_data
        written: dict[int, bytes] = {}
        for row, cells in sorted(rows.items()):
            inside = b"".join(written for _column, written in sorted(cells.items()))
            new = f'<{p}row r="{row}"{self._height(row)}>'.encode() + inside + f"</{p}row>".encode()
            below = [span.start for number, span in self.map.rows.items() if number > row]
            at = min(below, default=end)
            written[at] = written.get(at, b"") + new
        if written and self.map.sheet_data_empty:
            body = b"".join(written.values())
            opened = f"<{p}sheetData>".encode() + body + f"</{p}sheetData>".encode()
            self.splices.append((begin, end, opened))
            return
        self.splices += [(at, at, new) for at, new in written.items()]

    def _height(self, row: int) -> str:
        """Return the height of the row above as attributes: an appended row looks like its table."""
        above = self.map.rows.get(max((number for number in self.map.rows if number < row), default=0))
        found = above.attributes if above else {}
        return "".join(f' {name}="{found[name]}"' for name in ("ht", "customHeight") if name in found)

    def _widen_dimension(self) -> None:
        """Keep the used range true where cells were added."""
        if self.map.dimension is None or not self.added:
            return
        start, end = self.map.dimension
        used = [(row, column) for row, span in self.map.rows.items() for column in span.cells]
        used += [(row, column) for row, cells in self.added.items() for column in cells]
        reference = f"{_corner(min, used)}:{_corner(max, used)}"
        tag = self.map.data[start:end]
        old = self.map.dimension_ref.encode()
        if reference != self.map.dimension_ref:
            self.splices.append((start, end, tag.replace(b'"' + old + b'"', b'"' + reference.encode() + b'"', 1)))


def _corner(choose: Callable, used: list[tuple[int, int]]) -> str:
    row, column = choose(row for row, _column in used), choose(column for _row, column in used)
    return f"{column_letters(column)}{row}"


def splice(data: bytes, splices: list[tuple[int, int, bytes]]) -> bytes:
    """Return `data` with each [start, end) replaced; they must not overlap, those at one place keep their order."""
    pieces, at = [], 0
    for start, end, new in sorted(splices, key=lambda each: each[:2]):
        assert start >= at, "overlapping changes"
        pieces += (data[at:start], new)
        at = end
    return b"".join((*pieces, data[at:]))
