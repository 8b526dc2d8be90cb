"""Tables that go on over the end of a page: halves of cells and of rows are put together."""

from dataclasses import replace

from xlperf.readers.pieces import Merge, Pieces, without_breaks
from xlperf.readers.ruled import NEAR, Table


def joined(pieces: Pieces, above: Table, below: Table) -> Table:
    """Make one cell of two that a page parts, where one of them has a text; return the lower table as it is then."""
    if len(above.across) != len(below.across) or any(abs(a - b) > NEAR for a, b in zip(above.across, below.across, strict=True)):
        return below
    _mend_row(pieces, above)
    lower = {(cell[1], cell[3]): cell for cell in below.cells if cell[0] == above.end + 1}
    cells, open_ = list(below.cells), set(below.open_)
    for upper in (cell for cell in above.cells if cell[2] == above.end):
        cell = lower.get((upper[1], upper[3]))
        if cell is None or not _is_one(pieces, upper, cell, is_open=upper in above.open_ and cell in below.open_):
            continue
        whole = (*upper[:2], *cell[2:])
        pieces.rows[upper[0] - 1][upper[1] - 1] = pieces.rows[upper[0] - 1][upper[1] - 1] or pieces.rows[cell[0] - 1][cell[1] - 1]
        pieces.rows[cell[0] - 1][cell[1] - 1] = None
        pieces.merged = [each for each in pieces.merged if each not in (upper, cell)] + [whole]
        cells[cells.index(cell)] = whole
        open_ |= {whole} if cell in open_ else set()
    return replace(below, cells=cells, open_=frozenset(open_))


def _mend_row(pieces: Pieces, above: Table) -> None:
    """Put a row together that a page parts: what stands in its lower half goes on from lines that are full, and the rest is blank."""
    upper, lower = pieces.rows[above.end - 1], pieces.rows[above.end]
    filled = {column for column, cell in enumerate(lower, 1) if cell}
    if not filled or not filled <= above.full or filled >= {column for column, cell in enumerate(upper, 1) if cell}:
        return
    for column in filled:
        upper[column - 1] = without_breaks(f"{upper[column - 1]}\n{lower[column - 1]}")
        lower[column - 1] = None


def _is_one(pieces: Pieces, upper: Merge, lower: Merge, *, is_open: bool) -> bool:
    """Whether two cells at the end and the beginning of a page are one: the text of a merged cell stands in one of its halves."""
    above, below = (pieces.rows[each[0] - 1][each[1] - 1] for each in (upper, lower))
    merged = upper[2] > upper[0] or lower[2] > lower[0]
    return above == below or not (above and below) if is_open else bool(below) and not above and merged
