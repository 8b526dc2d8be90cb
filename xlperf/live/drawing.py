"""A form as few strokes: the rectangles that share a style, the merges that can be made at once, the rows of one height.

Pure: from a grid to rectangles. A host paints them.
"""

from collections.abc import Iterator
from itertools import groupby

from xlperf.forms.heights import row_height
from xlperf.live.host import Corners
from xlperf.live.runs import runs
from xlperf.model import Grid


def styled(grid: Grid) -> Iterator[tuple[str, Corners]]:
    """Yield each style with a rectangle that bears it: a run of cells below one another, as wide as its neighbours' alike."""
    found = [run for column in range(1, _width(grid) + 1) for run in _column_runs(grid, column)]
    found.sort(key=lambda run: (run[1], run[2], run[0], run[3]))
    for (top, bottom, name), alike in groupby(found, key=lambda run: (run[1], run[2], run[0])):
        for left, right in runs(column for _name, _top, _bottom, column in alike):
            yield name, (top, left, bottom, right)


def _width(grid: Grid) -> int:
    return max((column for _row, column in grid.styles), default=0)


def _column_runs(grid: Grid, column: int) -> Iterator[tuple[str, int, int, int]]:
    """Yield (style, first row, last row, column) of the runs of one column."""
    names = [grid.styles.get((row, column), "") for row in range(1, len(grid.rows) + 1)]
    row = 1
    for name, run in groupby(names):
        count = len(list(run))
        if name:
            yield name, row, row + count - 1, column
        row += count


def merged(grid: Grid) -> Iterator[tuple[Corners, bool]]:
    """Yield what to merge; True for rows below one another that are merged each for itself (across)."""
    single = sorted((left, right, top) for top, left, bottom, right in grid.merged if top == bottom)
    for (left, right), rows in groupby(single, key=lambda each: each[:2]):
        for first, last in runs(top for _left, _right, top in rows):
            yield (first, left, last, right), True
    for corners in grid.merged:
        if corners[0] != corners[2]:
            yield corners, False


def heights(grid: Grid) -> Iterator[tuple[float, int, int]]:
    """Yield (height in points, first row, last row) of rows alike."""
    row = 1
    for height, run in groupby(row_height(grid, each) for each in range(1, len(grid.rows) + 1)):
        count = len(list(run))
        yield height, row, row + count - 1
        row += count
