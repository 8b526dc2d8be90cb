"""The tables of indicators in a sheet of others: each with its row of headings, which may stand in one row or two.

Headings stand once more where a page ends, or where the form of the next project begins. What could be a column too and is not
read is named.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlperf import schema
from xlperf.intake.foreign_rows import RECORD, kind_of, text
from xlperf.intake.head import begins_form
from xlperf.intake.headings import SCORES, columns_of, fold_heading, spellings
from xlperf.intake.layout import Block
from xlperf.model import Cell, Grid, Place, Unread

_SEARCHED_ROWS = 5000
_NEEDED = ("level3", "approved")
"""What makes a row of headings that of indicators."""

_SIGNS = ("符号", "运算符", "运算符号", "指标符号", "计算符号")
_UNITS = ("单位", "计量单位", "指标值单位", "度量单位")
_VALUES = ("数值", "值", "指标值", "数额", "内容")
"""How the columns of a target are called that is spread over several: `≥ | 10 | 次`."""

_OF_TIME = re.compile(r"^(20\d\d年度?|(截至|截止)?\d{1,2}月?([-—~～至到]\d{1,2})?月[底末]?|上半年|[1-4一二三四]季度)(?=\D)")
"""What of a heading only says which time its figures are of: 2022年指标值, 1-6月执行情况."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table of indicators: where it stands, the columns of a sign and a unit beside the value (0 for none), and what of the
    sheet looks like one of its columns too and is not read."""

    block: Block
    sign: int
    unit: int
    again: frozenset[int]
    """Rows on which the headings stand once more, as at the end of a page."""
    left: tuple[Unread, ...]
    records: int
    head: int
    """The row (0-based) from which on what stands above the headings belongs to this table."""
    score: int
    """The column of what a person gave (0 for none)."""
    unused: tuple[tuple[Place, str], ...]
    """Headings of columns that hold something and are not read."""


def tables_in(grid: Grid) -> list[Found]:
    """Return the tables of a sheet, from the top; none where no row has the headings 三级指标 and 指标值, however they are spelt."""
    groups: list[tuple[Headings, list[int], int]] = []
    headings = _headings(grid)
    for nth, each in enumerate(headings):
        position, columns, _left = each
        before = groups[-1] if groups else None
        begun = _begun(grid, headings[nth - 1][0], position) if before else None
        if before and begun is None and before[0][1].keys() == columns.keys():
            before[1].append(position)
        else:
            groups.append((each, [], position if begun is None and before else begun or 0))
    if not groups:
        return []
    ends = [begun for _each, _again, begun in groups[1:]] + [len(grid.rows)]
    found: list[Found] = []
    for (each, again, _begun_at), end in zip(groups, ends, strict=True):
        above = found[-1].block.last_row - grid.origin[0] + 1 if found else 0
        found.append(_found(grid, each, frozenset(again), end, above))
    return found


def _begun(grid: Grid, first: int, until: int) -> int | None:
    """Return the first row between two rows of headings with which another form begins."""
    rows = range(first + 1, until)
    return next((row for row in rows if begins_form(next(filter(None, map(text, grid.rows[row])), ""))), None)


def _found(grid: Grid, headings: "Headings", alike: frozenset[int], until: int, head: int) -> Found:
    position, columns, left = headings
    sign, value, unit, rows = _spread(grid, position, columns)
    columns |= {"approved": value}
    first = position + 1 + rows
    records = [row for row in range(first, until) if row not in alike and kind_of(grid.rows[row], columns) == RECORD]
    top, across = grid.origin
    numbers = {key: across + column for key, column in columns.items()}
    block = Block(grid.name, top + position, top + first, top + max(records, default=first - 1), numbers)
    unread = tuple(Unread(grid.place(position, column), "", what, "placed") for column, what in left)
    shifted = [column + across if column >= 0 else 0 for column in (sign, unit)]
    names = _heading_texts(grid, position)
    score = _among([fold_heading(name) for name in names], SCORES, range(len(names)))
    taken = {*columns.values(), sign, unit, score, *(column for column, _what in left)}
    spread = range(value, value + rows * max(sign - value, unit - value, 0) + 1)
    unused = [(grid.place(position, at), name) for at, name in enumerate(names) if name and at not in taken and at not in spread
              and any(_holds(grid.rows[row], at) for row in records)]  # fmt: skip
    again = frozenset(top + row for row in alike)
    return Found(block, *shifted, again, unread, len(records), min(head, position), score + across if score >= 0 else 0, tuple(unused))


def _holds(cells: Sequence[Cell], at: int) -> bool:
    return at < len(cells) and cells[at] not in ("", None)


Headings = tuple[int, dict[str, int], list[tuple[int, str]]]
"""A row's position, the column of each key, and (column, heading) of what could be such a column too and is not read."""


def _headings(grid: Grid) -> list[Headings]:
    names = spellings("三级指标")
    named = [row for row, cells in enumerate(grid.rows[:_SEARCHED_ROWS]) if any(fold_heading(text(cell)) in names for cell in cells)]
    likely = sorted({*named, *(row + 1 for row in named if row + 1 < len(grid.rows))})  # headings may be merged over two rows
    rows = ((row, *_columns(grid, row)) for row in likely)
    return [each for each in rows if all(key in each[1] for key in _NEEDED)]


def _columns(grid: Grid, row: int) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Return the columns that a row's headings name, of two halves those of the year's."""
    cells = _heading_texts(grid, row)
    left: list[tuple[int, str]] = []
    halves = _halves(cells)
    if len(halves) > 1:
        chosen = next((half for half in halves if _is_of_the_year(grid, row, half)), halves[0])
        own = {fold_heading(cells[at]) for at in chosen}
        classes = [name for name in ("一级指标", "二级指标") if not own & set(spellings(name))]
        shared = {at for at in halves[0] if any(fold_heading(cells[at]) in spellings(name) for name in classes)}
        left = [(half.start, _band(grid, row, half)) for half in halves if half != chosen]
        cells = [cell if at in chosen or at in shared else "" for at, cell in enumerate(cells)]
    columns = columns_of(cells, schema.INDICATORS)
    for key in ("approved", "actual"):
        names = spellings(schema.INDICATORS.column(key).heading)
        left += [(at, cell) for at, cell in enumerate(cells) if fold_heading(cell) in names and at != columns.get(key, at)]
    return columns, left


def _heading_texts(grid: Grid, row: int) -> list[str]:
    """Return what a row says of its columns; where a row of headings is blank, what stands above: they are merged over two rows."""
    above = grid.rows[row - 1] if row and sum(1 for cell in grid.rows[row - 1] if text(cell)) > 2 else ()
    cells = [text(cell) for cell in grid.rows[row]]
    if len(columns_of(cells, schema.INDICATORS)) > 1:
        cells = [cell or (text(above[at]) if at < len(above) else "") for at, cell in enumerate(cells)]
    return [_OF_TIME.sub("", cell) for cell in cells]


def _halves(cells: Sequence[str]) -> list[range]:
    """Return the stretches of a row of headings that have a 三级指标 each."""
    folded = [fold_heading(cell) for cell in cells]
    starts = []
    for at, name in enumerate(folded):
        if name in spellings("三级指标"):
            before = starts[-1][1] + 1 if starts else 0
            classes = [each for each in range(before, at) if folded[each] in (*spellings("一级指标"), *spellings("二级指标"))]
            starts.append((min(classes, default=at), at))
    firsts = [start for start, _at in starts]
    return [range(*each) for each in pairwise([*firsts, len(cells)])]


def _bands(grid: Grid, row: int, half: range) -> list[str]:
    """Return the texts of a half from its headings upwards; a title stands alone in its row and is none."""
    above = [[text(cell) for cell in cells] for cells in reversed(grid.rows[max(row - 2, 0) : row + 1])]
    return [cell for cells in above if sum(map(bool, cells)) > 1 for cell in cells[half.start : half.stop] if cell]


def _is_of_the_year(grid: Grid, row: int, half: range) -> bool:
    return any("年度" in each for each in _bands(grid, row, half))


def _band(grid: Grid, row: int, half: range) -> str:
    """Return what a half is called: the text above that speaks of a goal, else its headings."""
    told = _bands(grid, row, half)
    return next((each for each in told if "期" in each or "年" in each), " ".join(told[:4]))


def _spread(grid: Grid, position: int, columns: dict[str, int]) -> tuple[int, int, int, int]:
    """Return the columns of a target's sign (-1 for none), value and unit (-1), and how many rows of headings stand below.

    A target spread over columns has their headings beside 指标值, or below it in a second row.
    """
    value, below = columns["approved"], grid.rows[position + 1] if position + 1 < len(grid.rows) else ()
    names = [fold_heading(text(cell)) for cell in below]
    if value < len(names) and names[value] in (*_SIGNS, *_VALUES, *_UNITS) and not text(below[columns["level3"]]):
        end = min((column for column in columns.values() if column > value), default=len(names))
        inside = range(value, end)
        return (_among(names, _SIGNS, inside), _among(names, _VALUES, inside, value), _among(names, _UNITS, inside), 1)
    names = [fold_heading(cell) for cell in _heading_texts(grid, position)]
    free = [at for at in range(len(names)) if at not in columns.values()]
    near = [at for at in free if abs(at - value) < 3]
    unit = _among(names, _UNITS[1:], free, _among(names, _UNITS[:1], near))  # 单位 alone may be a department
    return _among(names, _SIGNS, free), value, unit, 0


def _among(names: Sequence[str], wanted: Sequence[str], columns: Iterable[int], otherwise: int = -1) -> int:
    return next((at for at in columns if names[at] in wanted), otherwise)
