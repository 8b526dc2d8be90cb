"""PDF documents by pdfplumber: ruled tables with their merged cells, other texts line by line.

A table without rules comes as lines, and is read as a stream of words.
"""

import io
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import Book, Cell
from xlperf.readers.pieces import Merge, Pieces

_NEAR = 2.0
"""Rules nearer to each other than so many points are one."""

_BREAK = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])|\n(?=[，。；：、）】”%])")
"""A line that ended because a cell was narrow: between letters that no space divides."""


def read_pdf(source: str, data: bytes, digest: str) -> Book:
    """Read a document. Raises `InputError` where it cannot, where it holds pictures only, or where pdfplumber is not installed."""
    try:
        import pdfplumber
    except ImportError as error:
        raise InputError(_("读PDF要用pdfplumber"), place=source, remedy=_("请运行：pip install xlperf[pdf]")) from error
    pieces = Pieces()
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                _add_page(pieces, page)
    except Exception as error:  # pdfminer raises whatever a broken file makes it
        raise InputError(_("不是有效的PDF，或有打开密码（{error}）").format(error=str(error)[:100] or type(error).__name__), place=source) from error
    if not pieces.rows:
        raise InputError(_("PDF里没有文字，可能是扫描件"), place=source, remedy=_("请用能识别文字的软件转成Word或Excel再试"))
    return pieces.book(source, digest)


def _add_page(pieces: Pieces, page) -> None:
    """Add the tables and the lines of a page, from the top."""
    tables = page.find_tables()
    outside = page
    for table in tables:
        outside = outside.outside_bbox(table.bbox)
    lines = [(line["top"], line["text"]) for line in outside.extract_text_lines()]
    for _top, found in sorted([*lines, *((table.bbox[1], table) for table in tables)], key=lambda each: each[0]):
        if isinstance(found, str):
            pieces.paragraph(found)
        else:
            _add_table(pieces, page.chars, found)


def _add_table(pieces: Pieces, letters: Sequence[dict], table) -> None:
    """Add a table: its rules divide rows and columns, and a cell that crosses some is a merged one.

    A letter belongs to the cell in which its middle lies: letters touch the rules.
    """
    from pdfplumber.utils import extract_text

    across = _rules(x for cell in table.cells for x in (cell[0], cell[2]))
    down = _rules(y for cell in table.cells for y in (cell[1], cell[3]))
    rows: list[list[Cell]] = [[None] * (len(across) - 1) for _each in down[1:]]
    within: dict[tuple[int, int], list[dict]] = defaultdict(list)
    for each in letters:
        at = bisect_right(down, (each["top"] + each["bottom"]) / 2) - 1, bisect_right(across, (each["x0"] + each["x1"]) / 2) - 1
        within[at].append(each)
    merged: list[Merge] = []
    for left, top, right, bottom in table.cells:
        first, last = _at(down, top), _at(down, bottom)
        start, end = _at(across, left), _at(across, right)
        inside = [each for row in range(first, last) for column in range(start, end) for each in within[row, column]]
        rows[first][start] = _BREAK.sub("", extract_text(inside)).strip()
        if last - first > 1 or end - start > 1:
            merged.append((first + 1, start + 1, last, end))
    pieces.table(rows, merged)


def _rules(places) -> list[float]:
    """Return where rules stand, those near each other once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _at(rules: Sequence[float], place: float) -> int:
    return min(range(len(rules)), key=lambda at: abs(rules[at] - place))
