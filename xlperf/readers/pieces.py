"""A document as one grid: its paragraphs and tables one below the other, in reading order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlperf.model import Book, Cell, Grid

_PAGE = re.compile(r"第\s*\d+\s*页([，,/\s]*共\s*\d+\s*页)?|[-—－]\s*\d+\s*[-—－]")

_BREAK = re.compile(r"(?<=[^\x00-\x7f])\n(?!指标\s*\d+\s*[:：]|[≥≤＞＜])(?=[^\x00-\x7f])|\n(?=[，。；：、）】”%])")
"""A line that ended because a cell was narrow: between letters that no space divides."""

Merge = tuple[int, int, int, int]
"""(top, left, bottom, right), 1-based, as in a `Grid`."""


@dataclass(slots=True)
class Pieces:
    """What has been read of a document so far."""

    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)

    def paragraph(self, text: str) -> None:
        """Add a paragraph, unless it is blank or but the number of a page."""
        if text.strip() and not _PAGE.fullmatch(text.strip()):
            self.rows.append([text.strip()])

    def table(self, rows: Sequence[Sequence[Cell]], merged: Sequence[Merge] = ()) -> None:
        """Add a table; its merges count from its own first row."""
        above = len(self.rows)
        self.rows += [list(row) for row in rows]
        self.merged += [(top + above, left, bottom + above, right) for top, left, bottom, right in merged]

    def book(self, source: str, digest: str) -> Book:
        """Return what was read as a book of one grid, its rows of equal length."""
        width = max(map(len, self.rows), default=0)
        rows = [row + [None] * (width - len(row)) for row in self.rows]
        return Book(source, (Grid("", rows, merged=tuple(self.merged)),), digest, "document")


def without_breaks(text: str) -> str:
    """Return the text of a cell on paper, its lines put together where they ended because the cell was narrow."""
    return _BREAK.sub("", text).strip()
