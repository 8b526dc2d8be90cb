"""PDF documents by pdfplumber: ruled tables with their merged cells, other texts line by line.

A table without rules is put together by where its headings stand (`unruled.py`); where it has none, it comes as lines.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.errors import InputError, in_short
from xlperf.language import _
from xlperf.model import Book
from xlperf.readers.apart import sign_of_life
from xlperf.readers.pages import joined
from xlperf.readers.pieces import Pieces
from xlperf.readers.ruled import Table, add_table, drawn, letters_beyond, place_of
from xlperf.readers.unruled import columns_below, line_of, rows_of

MOST_PAGES = 300


def read_pdf(source: str, data: bytes, digest: str) -> Book:
    """Read a document. Raises `InputError` where it cannot, where it holds pictures only, or where pdfplumber is not installed."""
    try:
        import pdfplumber
    except ImportError as error:
        raise InputError(_("读PDF要用pdfplumber"), place=source, remedy=_("请运行：pip install xlperf[pdf]")) from error
    pieces, before = Pieces(), _Before()
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                told = _("有{count}页，太长了")
                raise InputError(told.format(count=len(document.pages)), place=source, remedy=_("请只留绩效目标表的那几页再试"))
            for page in document.pages:
                sign_of_life()
                before = _add_page(pieces, page, before)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # pdfminer raises whatever a broken file makes it
        raise InputError(_("不是有效的PDF，或有打开密码（{error}）").format(error=in_short(error)), place=source) from error
    if not pieces.rows:
        raise InputError(_("PDF里没有文字，可能是扫描件"), place=source, remedy=_("请用能识别文字的软件转成Word或Excel再试"))
    return pieces.book(source, digest)


@dataclass(frozen=True, slots=True)
class _Before:
    """What the page before ended with: a table, or the ends of the columns of one without rules."""

    table: Table | None = None
    ends: Sequence[float] = ()


def _add_page(pieces: Pieces, page, before: _Before) -> _Before:
    """Add the tables and the lines of a page, from the top; return what it ends with."""
    finder = page.debug_tablefinder()
    tables = [drawn(table, finder.edges) for table in finder.tables]
    beyond = [letters_beyond(page, table) for table in tables]
    outside = page.filter(lambda each: not any(place_of(each) in places for places in beyond)) if any(beyond) else page
    for table in tables:
        outside = outside.outside_bbox((table.across[0], table.down[0], table.across[-1], table.down[-1]))
    found_lines = outside.extract_text_lines()
    unruled = [line_of(line) for line in found_lines]
    if not tables and (ends := columns_below(unruled) or before.ends):
        pieces.table(rows_of(unruled, ends))
        return _Before(ends=ends)
    last = before.table
    lines = [(line["top"], line["text"]) for line in found_lines]
    placed = [(table.down[0], (table, places)) for table, places in zip(tables, beyond, strict=True)]
    for _top, found in sorted([*lines, *placed], key=lambda each: each[0]):
        if isinstance(found, str):
            pieces.paragraph(found)
        else:
            added = add_table(pieces, page.chars, *found)
            last = joined(pieces, last, added) if last and last.end + 1 == min(cell[0] for cell in added.cells) else added
    return _Before(last)
