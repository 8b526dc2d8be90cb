"""Web pages by lxml: texts and tables in their order, cells over several rows and columns as what they are."""

import re
from collections.abc import Iterator

from lxml import html

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import Book, Cell
from xlperf.readers.pieces import Merge, Pieces
from xlperf.readers.text import decoded

_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "section", "article", "center", "body", "td", "th")
_UNSEEN = ("script", "style", "head", "template", "noscript")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MOST = 1000
"""Columns of a table: more is a mistake, and would be a way to fill the memory."""


def read_web(source: str, data: bytes, digest: str) -> Book:
    """Read a page as it is sent: nothing is loaded, no script runs. Raises `InputError` where it is no text."""
    try:
        root = html.document_fromstring(decoded(source, data))
    except (ValueError, html.etree.ParserError) as error:
        raise InputError(_("不是有效的网页"), place=source) from error
    pieces = Pieces()
    _walk(root, pieces)
    return pieces.book(source, digest)


def _walk(element: html.HtmlElement, pieces: Pieces) -> None:
    """Add what stands in an element: tables whole, other texts a block each."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or _is_hidden(element):
        return
    if element.tag == "table" and not element.findall(".//table"):
        _add_table(pieces, element)
    elif any(child.tag in (*_BLOCKS, "table", "tbody", "tr") for child in element.iterdescendants() if isinstance(child.tag, str)):
        for child in element:
            _walk(child, pieces)
    else:
        pieces.paragraph(_text(element))


def _text(element: html.HtmlElement) -> str:
    """Return what an element shows, its lines as lines."""
    lines = "".join(_shown(element)).split("\x00")
    return "\n".join(line for each in lines if (line := " ".join(each.split())))


def _shown(element: html.HtmlElement) -> Iterator[str]:
    """Yield the texts in an element, and a NUL where it begins another line."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            breaks = "\x00" if child.tag in ("br", *_BLOCKS) else ""
            yield from (breaks, *_shown(child), breaks)
        yield child.tail or ""


def _add_table(pieces: Pieces, table: html.HtmlElement) -> None:
    cells: dict[tuple[int, int], Cell] = {}
    merged: list[Merge] = []
    rows = [row for row in table.findall(".//tr") if not _is_hidden(row)]
    for number, row in enumerate(rows, 1):
        column = 1
        for cell in (each for each in row if each.tag in ("td", "th") and not _is_hidden(each)):
            while (number, column) in cells:
                column += 1
            down, across = min(_span(cell, "rowspan"), len(rows) - number + 1), min(_span(cell, "colspan"), _MOST + 1 - column)
            if across < 1:
                break
            cells |= {(r, c): None for r in range(number, number + down) for c in range(column, column + across)}
            cells[number, column] = _text(cell)
            if down > 1 or across > 1:
                merged.append((number, column, number + down - 1, column + across - 1))
            column += across
    width = max((column for _row, column in cells), default=0)
    pieces.table([[cells.get((row, column)) for column in range(1, width + 1)] for row in range(1, len(rows) + 1)], merged)


def _is_hidden(element: html.HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _span(cell: html.HtmlElement, name: str) -> int:
    given = cell.get(name, "1").strip()
    return max(int(given), 1) if given.isdecimal() and len(given) < 10 else 1
