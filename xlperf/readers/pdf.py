"""PDF documents by pdfplumber: ruled tables with their merged cells, other texts line by line.

A table without rules is put together by where its headings stand (`unruled.py`); where it has none, it comes as lines.
"""

import io
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import Book, Cell
from xlperf.readers.pieces import Merge, Pieces
from xlperf.readers.unruled import columns_below, line_of, rows_of

_NEAR = 2.0
"""Rules nearer to each other than so many points are one."""

_BREAK = re.compile(r"(?<=[^\x00-\x7f])\n(?!指标\s*\d+\s*[:：]|[≥≤＞＜])(?=[^\x00-\x7f])|\n(?=[，。；：、）】”%])")
"""A line that ended because a cell was narrow: between letters that no space divides."""


def read_pdf(source: str, data: bytes, digest: str) -> Book:
    """Read a document. Raises `InputError` where it cannot, where it holds pictures only, or where pdfplumber is not installed."""
    try:
        import pdfplumber
    except ImportError as error:
        raise InputError(_("读PDF要用pdfplumber"), place=source, remedy=_("请运行：pip install xlperf[pdf]")) from error
    pieces, before = Pieces(), _Before()
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                before = _add_page(pieces, page, before)
    except Exception as error:  # pdfminer raises whatever a broken file makes it
        raise InputError(_("不是有效的PDF，或有打开密码（{error}）").format(error=str(error)[:100] or type(error).__name__), place=source) from error
    if not pieces.rows:
        raise InputError(_("PDF里没有文字，可能是扫描件"), place=source, remedy=_("请用能识别文字的软件转成Word或Excel再试"))
    return pieces.book(source, digest)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that was added: where its rules stand across, the rows (of all pieces) behind it, and its cells: (first row, first
    column, last row, last column), 1-based and inclusive, as in a merge."""

    across: Sequence[float]
    end: int
    cells: Sequence[Merge]


@dataclass(frozen=True, slots=True)
class _Before:
    """What the page before ended with: a table, or the ends of the columns of one without rules."""

    table: _Table | None = None
    ends: Sequence[float] = ()


def _add_page(pieces: Pieces, page, before: _Before) -> _Before:
    """Add the tables and the lines of a page, from the top; return what it ends with."""
    tables = page.find_tables()
    outside = page
    for table in tables:
        outside = outside.outside_bbox(table.bbox)
    found_lines = outside.extract_text_lines()
    unruled = [line_of(line) for line in found_lines]
    if not tables and (ends := columns_below(unruled) or before.ends):
        pieces.table(rows_of(unruled, ends))
        return _Before(ends=ends)
    last = before.table
    lines = [(line["top"], line["text"]) for line in found_lines]
    for _top, found in sorted([*lines, *((table.bbox[1], table) for table in tables)], key=lambda each: each[0]):
        if isinstance(found, str):
            pieces.paragraph(found)
        else:
            added = _add_table(pieces, page.chars, found)
            if last and last.end + 1 == min(cell[0] for cell in added.cells):
                _join(pieces, last, added)
            last = added
    return _Before(last)


def _join(pieces: Pieces, above: _Table, below: _Table) -> None:
    """Make one cell of two that a page parts, where the text of a merged cell stands in the lower alone."""
    if len(above.across) != len(below.across) or any(abs(a - b) > _NEAR for a, b in zip(above.across, below.across, strict=True)):
        return
    lower = {(cell[1], cell[3]): cell for cell in below.cells if cell[0] == above.end + 1}
    for upper in (cell for cell in above.cells if cell[2] == above.end):
        cell = lower.get((upper[1], upper[3]))
        if cell is None or pieces.rows[upper[0] - 1][upper[1] - 1] or not pieces.rows[cell[0] - 1][cell[1] - 1]:
            continue
        if upper[2] > upper[0] or cell[2] > cell[0]:
            pieces.rows[upper[0] - 1][upper[1] - 1] = pieces.rows[cell[0] - 1][cell[1] - 1]
            pieces.rows[cell[0] - 1][cell[1] - 1] = None
            pieces.merged = [each for each in pieces.merged if each not in (upper, cell)] + [(*upper[:2], *cell[2:])]


def _add_table(pieces: Pieces, letters: Sequence[dict], table) -> _Table:
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
    cells: list[Merge] = []
    above = len(pieces.rows)
    for left, top, right, bottom in table.cells:
        first, last = _at(down, top), _at(down, bottom)
        start, end = _at(across, left), _at(across, right)
        inside = [each for row in range(first, last) for column in range(start, end) for each in within[row, column]]
        rows[first][start] = _BREAK.sub("", extract_text(inside)).strip()
        if last - first > 1 or end - start > 1:
            merged.append((first + 1, start + 1, last, end))
        cells.append((above + first + 1, start + 1, above + last, end))
    pieces.table(rows, merged)
    return _Table(across, len(pieces.rows), cells)


def _rules(places) -> list[float]:
    """Return where rules stand, those near each other once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _at(rules: Sequence[float], place: float) -> int:
    return min(range(len(rules)), key=lambda at: abs(rules[at] - place))
