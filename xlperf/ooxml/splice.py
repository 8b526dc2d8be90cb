"""Changes of single cells as changes of bytes: everything that is not a changed cell stays as it was."""

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from xml.sax.saxutils import escape

from xlperf.ooxml.cells import CellSpan, RowSpan, SheetMap
from xlperf.ooxml.elements import Splice, encoded, with_attribute
from xlperf.ooxml.references import column_letters, corners_of
from xlperf.ooxml.values import CellValue, ErrorValue, MomentValue, number_text, to_xml_text

_AT_ONCE = 5_000
_SPANS = re.compile(rb'\sspans\s*=\s*["\'][^"\']*["\']')


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell's new value; `formula` None keeps the formula that stands there, "" removes it, a text replaces it.

    `style` is the index for a cell that does not exist yet.
    """

    value: CellValue
    formula: str | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows below all others of a sheet, from `first` on: values column by column; every column of `styles` gets a cell of its style."""

    first: int
    columns: Mapping[int, Sequence[CellValue]]
    styles: Mapping[int, str]

    @property
    def corners(self) -> list[tuple[int, int]]:
        """The first and the last cell."""
        held = {*self.columns, *self.styles}
        return [(self.first, min(held)), (self.first + len(next(iter(self.columns.values()))) - 1, max(held))]


def cell_xml(sheet: SheetMap, reference: str, cell: CellSpan | None, change: CellChange) -> bytes:
    """Return the bytes of a cell with its new value; its style stays, texts are written inline.

    A mark of rich values (`vm`, a picture in the cell) belongs to the old value, that of a dynamic formula (`cm`) to its formula.
    """
    p = sheet.prefix
    formula = formula_bytes(sheet, cell, change)
    attributes = dict(cell.attributes) if cell else ({"s": change.style} if change.style else {})
    for gone in ("t", "vm") if change.formula is None else ("t", "vm", "cm"):
        attributes.pop(gone, None)
    kind, body = value_xml(p, change.value, bool(formula))
    attributes["r"] = reference
    if kind:
        attributes["t"] = kind
    listed = sorted(attributes.items(), key=lambda item: ("rst".find(item[0]) % 9, item[0]))
    head = "".join(f' {name}="{escape(str(text), {chr(34): "&quot;"})}"' for name, text in listed)
    inside = formula + encoded(sheet.data, body)
    if not inside:
        return encoded(sheet.data, f"<{p}c{head}/>")
    return encoded(sheet.data, f"<{p}c{head}>") + inside + f"</{p}c>".encode()


def value_xml(p: str, value: CellValue, formula: bool) -> tuple[str, str]:
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


def sheet_splices(sheet: SheetMap, changes: dict[tuple[int, int], CellChange], below: Rows | None = None) -> list[Splice]:
    """Return the splices that put changed cells (row, column) into a sheet, and rows `below` all others, with its row spans and used range
    kept true."""
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
    places = [(row, column) for row, cells in added.items() for column in cells]
    if below:
        above = sheet.rows[max(sheet.rows)] if sheet.rows else None
        at = sheet.body.close
        splices.append((at, at, encoded(sheet.data, rows_xml(sheet.prefix, below, height_of(above)))))
        places += below.corners
    return splices + used_range(sheet, places)


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
    if not rows:
        return []
    p, data = sheet.prefix, sheet.body
    numbers = sorted(sheet.rows)
    written: dict[int, list[bytes]] = {}
    for row, cells in rows.items():
        below = bisect(numbers, row)
        above = sheet.rows[numbers[below - 1]] if below else None
        new = f'<{p}row r="{row}"{height_of(above)}>'.encode() + b"".join(cells.values()) + f"</{p}row>".encode()
        at = sheet.rows[numbers[below]].start if below < len(numbers) else data.close
        written.setdefault(at, []).append(new)
    if data.empty:
        tag = sheet.data[data.start : data.end]
        opened = tag[: tag.rindex(b"/")] + b">" + b"".join(chain.from_iterable(written.values())) + f"</{p}sheetData>".encode()
        return [(data.start, data.end, opened)]
    return [(at, at, b"".join(new)) for at, new in written.items()]


def height_of(above: RowSpan | None) -> str:
    """Return the height of the row above as attributes: an appended row looks like its table."""
    found = above.attributes if above else {}
    return "".join(f' {name}="{found[name]}"' for name in ("ht", "customHeight") if name in found)


def rows_xml(p: str, rows: Rows, height: str) -> str:
    """Return rows as a sheet holds them, some thousands at a time: however many there are, their cells do not all stand in memory."""
    count = len(next(iter(rows.columns.values())))
    some = ({column: values[start : start + _AT_ONCE] for column, values in rows.columns.items()} for start in range(0, count, _AT_ONCE))
    return "".join(_some_rows(p, Rows(rows.first + nth * _AT_ONCE, columns, rows.styles), height) for nth, columns in enumerate(some))


def _some_rows(p: str, rows: Rows, height: str) -> str:
    blank = [None] * len(next(iter(rows.columns.values())))
    held = sorted({*rows.columns, *rows.styles})
    cells = [_column(p, rows.first, column, rows.columns.get(column, blank), rows.styles.get(column, "")) for column in held]
    return "".join(f'<{p}row r="{row}"{height}>{"".join(texts)}</{p}row>' for row, texts in enumerate(zip(*cells, strict=True), rows.first))


def _column(p: str, first: int, column: int, values: Sequence[CellValue], style: str) -> list[str]:
    """Return the cells of one column, "" for a blank one without a style."""
    letters, look = column_letters(column), f' s="{style}"' if style else ""
    told = {value: value_xml(p, value, False) for value in set(values)}
    texts = []
    for row, value in enumerate(values, first):
        kind, body = told[value]
        if body:
            typed = f' t="{kind}"' if kind else ""
            texts.append(f'<{p}c r="{letters}{row}"{look}{typed}>{body}</{p}c>')
        else:
            texts.append(f'<{p}c r="{letters}{row}"{look}/>' if look else "")
    return texts


def used_range(sheet: SheetMap, added: Sequence[tuple[int, int]]) -> list[Splice]:
    """Keep the used range true where cells (row, column) were added: what was stated or used, and they."""
    if sheet.dimension is None or not added:
        return []
    stated = sheet.dimension.attributes.get("ref", "")
    used = [*added, *((row, column) for row, span in sheet.rows.items() for column in span.cells)]
    known = corners_of(stated)
    used += [known[:2], known[2:]] if known else []
    reference = f"{_corner(min, used)}:{_corner(max, used)}"
    return [] if reference == stated else [with_attribute(sheet.data, sheet.dimension, "ref", reference)]


def _corner(choose: Callable[[Iterable[int]], int], used: list[tuple[int, int]]) -> str:
    row, column = choose(row for row, _column in used), choose(column for _row, column in used)
    return f"{column_letters(column)}{row}"
