"""The law of rows that came below all others: they are rows of ours and nothing else, and hold what they were to hold.

What they may look like is one form, narrower than the standard: whatever is not of it is refused. It knows nothing of how they were
written. For the rest of the law they are taken out, with the many rows above that are the same in both.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from xlperf.language import _
from xlperf.model import NewRows
from xlperf.ooxml import Package
from xlperf.ooxml.references import column_letters, corners_of
from xlperf.ooxml.rows import middle_of
from xlperf.ooxml.values import CellValue, fitted, from_xml_text, number_text

_PREFIX = re.compile(rb"<(\w+:|)sheetData[\s/>]")
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^>]*\sref="([A-Z0-9:]*)"')
_STYLE = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\sr="([A-Z]+)\d+")(?=[^>]*\ss="(\d+)")')
_ROW = r'<{p}row r="(\d+)"(?: ht="[\d.]+")?(?: customHeight="1")?>(.*?)</{p}row>'
_CELL = (
    r'<{p}c r="([A-Z]+)(\d+)"(?: s="(\d+)")?'
    r'(?:/>|><{p}v>([^<>]*)</{p}v></{p}c>| t="inlineStr"><{p}is><{p}t(?: xml:space="preserve")?>([^<>]*)</{p}t></{p}is></{p}c>)'
)


def without_new_rows(before: Package, after: Package, rows: Iterable[NewRows]) -> tuple[Package, Package, list[str]]:
    """Return two packages without the rows that came below all others, and without the many rows that are the same in both; and what is
    wrong with the new rows, in words."""
    olds, news, wrong = {}, {}, []
    for each in rows:
        part = before.sheets[each.sheet]
        old, new = before.read(part), after.read(part)
        p = match[1] if (match := _PREFIX.search(new)) else b""
        start, close = new.find(b'<%srow r="%d"' % (p, each.first)), new.rfind(b"</%ssheetData" % p)
        if not 0 <= start < close:
            wrong.append(_("第{row}行").format(row=each.first))
            continue
        wrong += list(_faults(new[start:close].decode("utf-8", "replace"), p.decode(), each, _styles(new[:start])))
        wrong += _uncovered(new, each)
        olds[part], news[part] = _without_same(old, new[:start] + new[close:])
    return before.instead(olds) if olds else before, after.instead(news) if news else after, wrong


def _without_same(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Return two sheets without the many rows in the middle, where those are the same in both."""
    here, there = middle_of(old), middle_of(new)
    if here is None or there is None or old[slice(*here)] != new[slice(*there)]:
        return old, new
    return old[: here[0]] + old[here[1] :], new[: there[0]] + new[there[1] :]


def _styles(above: bytes) -> Mapping[str, str]:
    """Return the style of each cell of the last row above, by its column."""
    last = max(above.rfind(b"<row"), above.rfind(b":row r="))
    return {column.decode(): style.decode() for column, style in _STYLE.findall(above, max(last, 0))}


def _uncovered(new: bytes, rows: NewRows) -> Iterator[str]:
    """The stated used range covers the new rows."""
    stated = _DIMENSION.search(new, 0, 65_536)
    corners = corners_of(stated[1].decode()) if stated else None
    wanted = rows.first + rows.count - 1, min(rows.columns), max(rows.columns)
    if stated and (corners is None or corners[2] < wanted[0] or corners[1] > wanted[1] or corners[3] < wanted[2]):
        yield _("所说的使用范围")


def _faults(xml: str, prefix: str, rows: NewRows, styles: Mapping[str, str]) -> Iterator[str]:
    """Name the first thing that new rows have and should not have, or lack."""
    row_form, cell_form = (re.compile(form.format(p=prefix), re.DOTALL) for form in (_ROW, _CELL))
    columns = {column_letters(column): values for column, values in rows.columns.items()}
    at = count = 0
    for row in row_form.finditer(xml):
        if row.start() != at or row[1] != str(rows.first + count) or count == rows.count:
            break
        cells = list(cell_form.finditer(xml, row.start(2), row.end(2)))
        whole = sum(cell.end() - cell.start() for cell in cells) == row.end(2) - row.start(2)
        order = [(len(cell[1]), cell[1]) for cell in cells]
        shown = {cell[1]: cell for cell in cells}
        if not whole or order != sorted(set(order)) or any(cell[2] != row[1] or cell[3] not in (None, styles.get(cell[1])) for cell in cells):
            break
        wanted = {**dict.fromkeys(shown), **{column: values[count] for column, values in columns.items()}}
        if wrong := next((column for column, value in wanted.items() if not _holds(shown.get(column), value)), ""):
            yield _("单元格{cell}的内容不是要写的").format(cell=f"{wrong}{row[1]}")
            return
        at, count = row.end(), count + 1
    if at != len(xml) or count != rows.count:
        yield _("第{row}行").format(row=rows.first + count)


def _holds(cell: re.Match | None, wanted: CellValue) -> bool:
    """Whether a cell of new rows holds a value."""
    number, text = (cell[4], cell[5]) if cell else (None, None)
    if wanted is None or wanted == "":
        return number is None and text is None
    if isinstance(wanted, str):
        return text is not None and (text == wanted or from_xml_text(unescape(text)) == fitted(wanted))
    return number == number_text(wanted)
