"""The tables of indicators in a sheet of others: each with its row of headings, which may stand in one row or two.

Headings stand once more where a page ends, or where the form of the next project begins. What could be a column too and is not
read is named.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlperf import schema
from xlperf.errors import InputError
from xlperf.intake.foreign_rows import RECORD, kind_of, text
from xlperf.intake.headings import (
    ACTUAL,
    DIRECTIONS,
    LONGER,
    OF_TIME,
    SCORE,
    SCORES,
    SIGNS,
    TARGET,
    UNITS,
    VALUES,
    WEIGHT,
    columns_of,
    fold_heading,
    is_heading,
    is_sign,
    meant,
    named_alike,
)
from xlperf.intake.labels import begins_form
from xlperf.intake.layout import Block
from xlperf.intake.levels import first_level, last_class
from xlperf.intake.values import year_in, years_in
from xlperf.language import _
from xlperf.model import Cell, Grid, Place, Unread

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 20_000, 1000, 400_000
"""Rows, columns and characters of a sheet with indicators, or of a document; no form has as many."""
_SEARCHED_ROWS = 5000
_NEEDED = ("level3", "approved")
"""What makes a row of headings that of indicators."""

_LED_BY_YEAR = re.compile(r"(?:(20\d\d)年度?(?![-—~～至到])|上年|上一年|去年)")
_OF_A_YEAR = re.compile(r"前年|上年|去年|20\d\d|预计|当年|本年|年度")
_OF_THIS_YEAR = re.compile(r"(预计|计划)?(当年|本年|今年)度?(预计|计划)?(实现|完成|目标|指标)?值?|年度(目标|指标)?值?")
"""What stands below 指标值 where it is spread over years: 前年, 上年, 预计当年实现."""

_SHORT = 20


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
    sub: int
    """The column without a heading behind the names that divides some of them (0 for none): `培训人数 | 机关干部`."""
    unused: tuple[tuple[Place, str], ...]
    """Headings of columns that hold something and are not read."""
    longer: bool
    """Whether its indicators are of several years."""


def refuse_endless(grids: Sequence[Grid], place: str) -> None:
    """Raise `InputError` where sheets have more rows, columns or characters than any form has."""
    rows, columns = sum(len(grid.rows) for grid in grids), max((len(row) for grid in grids for row in grid.rows), default=0)
    remedy = _("请只留绩效目标表再试")
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        told = _("有{rows}行、{columns}列，绩效指标表没有这么大")
        raise InputError(told.format(rows=rows, columns=columns), place=place, remedy=remedy)
    letters = sum(len(cell) for grid in grids for row in grid.rows for cell in row if isinstance(cell, str))
    if letters > MOST_LETTERS:
        raise InputError(_("有{count}个字，绩效指标表没有这么长").format(count=letters), place=place, remedy=remedy)


def tables_in(grid: Grid) -> list[Found]:
    """Return the tables of a sheet, from the top; none where no row has the headings 三级指标 and 指标值, however they are spelt."""
    groups: list[tuple[Headings, list[int], int]] = []
    headings = _headings(grid)
    if headings:
        refuse_endless([grid], grid.name)
    for nth, each in enumerate(headings):
        position, columns, _left = each
        before = groups[-1][0] if groups else None
        begun = _begun(grid, headings[nth - 1][0], position) if before else None
        same = before and before[1].keys() == columns.keys() and _is_longer(grid, before[0]) == _is_longer(grid, position)
        if same and begun is None:
            groups[-1][1].append(position)
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
    """Return the first row between two rows of headings with which another form begins: by its labels, or a title of another year."""
    years = years_in(_titles(grid, first))
    for row in range(first + 1, until):
        shown = list(filter(None, map(text, grid.rows[row])))
        of = years_in(shown) if len(shown) == 1 else set()
        if begins_form(next(iter(shown), "")) or (of and years and not of & years):
            return row
    return None


def _is_longer(grid: Grid, row: int) -> bool:
    """Whether the headings of a table say that its indicators are of several years: 实施期绩效指标."""
    above = [told for cell in grid.rows[row - 1] if (told := text(cell))] if row else []
    headings = [*(above if len(above) == 1 else ()), *filter(None, map(text, grid.rows[row]))]
    return any(LONGER.search(each) and len(each) < _SHORT for each in headings) and not any("年度" in each for each in headings)


def _found(grid: Grid, headings: "Headings", alike: frozenset[int], until: int, head: int) -> Found:
    position, columns, left = headings
    sign, value, unit, rows = _spread(grid, position, columns)
    columns |= {"approved": value}
    first = position + 1 + rows
    alike = frozenset(row + below for row in alike for below in range(rows + 1))
    records = [row for row in range(first, until) if row not in alike and kind_of(grid.rows[row], columns) == RECORD]
    top, across = grid.origin
    numbers = {key: across + column for key, column in columns.items()}
    block = Block(grid.name, top + position, top + first, top + max(records, default=first - 1), numbers)
    unread = tuple(Unread(grid.place(position, column), "", what, "placed") for column, what in left)
    signs, units = (column + across if column >= 0 else 0 for column in (sign, unit))
    names = _heading_texts(grid, position)
    score = _among([fold_heading(name) for name in names], SCORES, range(len(names)))
    score = next((at for at, name in enumerate(names) if meant(name) == SCORE), -1) if score < 0 else score
    taken = {*columns.values(), sign, unit, score, *(column for column, _what in left)}
    spread = range(value, value + rows * max(sign - value, unit - value, 0) + 1)
    unused = [(grid.place(position, at), name) for at, name in enumerate(names) if name and at not in taken and at not in spread
              and any(_holds(grid.rows[row], at) for row in records)]  # fmt: skip
    again = frozenset(top + row for row in alike)
    sub = _sub(grid, names, columns["level3"] + 1, records)
    return Found(block, signs, units, again, unread, len(records), min(head, position), score + across if score >= 0 else 0,
                 sub + across if sub else 0, tuple(unused), _is_longer(grid, position))  # fmt: skip


def _sub(grid: Grid, names: Sequence[str], at: int, records: Sequence[int]) -> int:
    """Return the column of what divides names, where that has no heading and holds texts; 0 where there is none."""
    told = [cells[at] for row in records if at < len(cells := grid.rows[row]) and cells[at] not in ("", None)]
    return at if told and at < len(names) and not names[at] and all(isinstance(each, str) and not is_sign(each) for each in told) else 0


def _holds(cells: Sequence[Cell], at: int) -> bool:
    return at < len(cells) and cells[at] not in ("", None)


Headings = tuple[int, dict[str, int], list[tuple[int, str]]]
"""A row's position, the column of each key, and (column, heading) of what could be such a column too and is not read."""


def _headings(grid: Grid) -> list[Headings]:
    named = [row for row, cells in enumerate(grid.rows[:_SEARCHED_ROWS]) if any(is_heading(text(cell), "三级指标") for cell in cells)]
    likely = sorted({*named, *(row + 1 for row in named if row + 1 < len(grid.rows))})  # headings may be merged over two rows
    rows = ((row, *_columns(grid, row)) for row in likely)
    return [each for each in rows if all(key in each[1] for key in _NEEDED)]


def _columns(grid: Grid, row: int) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Return the columns that a row's headings name, of two halves those of the year's."""
    cells = _heading_texts(grid, row)
    left: list[tuple[int, str]] = []
    halves = _halves(cells)
    if len(halves) > 1:
        chosen = next((half for half in halves if _is_of_the_year(grid, row, half)), halves[_year_comes_last(grid, row)])
        classes = [name for name in ("一级指标", "二级指标") if not any(is_heading(cells[at], name) for at in chosen)]
        shared = {at for at in halves[0] if is_heading(cells[at], *classes)}
        left = [(half.start, _band(grid, row, half)) for half in halves if half != chosen]
        cells = [cell if at in chosen or at in shared else "" for at, cell in enumerate(cells)]
    columns = columns_of(cells, schema.INDICATORS)
    if "level1" not in columns and "level2" not in columns and (at := _of_classes(grid, row, columns.get("level3", 0))) >= 0:
        columns["level2"] = at
    weights = [at for at, cell in enumerate(cells) if is_heading(cell, "分值") and at > columns.get("level3", -1)]
    columns |= {"weight": weights[0]} if weights else {}  # each level may have points beside it
    for key in (TARGET, ACTUAL, WEIGHT):
        alike = (at for at, cell in enumerate(cells) if at not in columns.values() and meant(cell) == key)
        if key not in columns and (at := next(alike, -1)) >= 0:
            columns[key] = at
    for key in ("approved", "actual"):
        heading = schema.INDICATORS.column(key).heading
        left += [(at, cell) for at, cell in enumerate(cells) if is_heading(cell, heading) and at != columns.get(key, at)]
    return columns, left


def _of_classes(grid: Grid, row: int, before: int) -> int:
    """Return the column left of the names that holds classes, whatever its heading says; -1 where none does."""
    return next((at for at in range(before) if _mostly(grid, row, at, lambda told: bool(first_level(last_class(told))))), -1)


def _heading_texts(grid: Grid, row: int) -> list[str]:
    """Return what a row says of its columns; where a row of headings is blank, what stands above: they are merged over two rows."""
    above = grid.rows[row - 1] if row and sum(1 for cell in grid.rows[row - 1] if text(cell)) > 2 else ()
    cells = [text(cell) for cell in grid.rows[row]]
    if len(columns_of(cells, schema.INDICATORS)) > 1:
        cells = [cell or (text(above[at]) if at < len(above) else "") for at, cell in enumerate(cells)]
    years = [_year_of(cell) or band for cell, band in zip(cells, _year_bands(grid, row, len(cells)), strict=True)]
    plain = [OF_TIME.sub("", cell) for cell in cells]
    if not any(years):
        return plain
    titled = year_in(_titles(grid, row)) or 0
    newest = max(*years, titled)
    keys = [next(iter(columns_of([cell], schema.INDICATORS)), "") for cell in plain]
    current = {key for key, year in zip(keys, years, strict=True) if year in (0, newest)} | {"actual" if titled else ""}
    return [f"{year}:{cell}" if year and year < newest and key in current else cell
            for cell, key, year in zip(plain, keys, years, strict=True)]  # fmt: skip


def _titles(grid: Grid, row: int) -> Iterator[str]:
    """Yield the texts that stand alone in their rows above the headings."""
    for cells in grid.rows[:row]:
        shown = [told for cell in cells if (told := text(cell))]
        if len(shown) == 1:
            yield shown[0]


def _year_of(heading: str) -> int:
    """Return the one year that a heading begins with; 0 for none. 上年 is older than any."""
    match = _LED_BY_YEAR.match(heading)
    return 0 if match is None else int(match[1]) if match[1] else 1


def _year_bands(grid: Grid, row: int, width: int) -> list[int]:
    """Return for each column the year that stands above its heading, merged over several columns."""
    above = [text(cell) for cell in grid.rows[row - 1]] if row else []
    years: list[int] = []
    for at in range(width):
        told = above[at] if at < len(above) else ""
        years.append(_year_of(told) if told else years[-1] if years and not told else 0)
    return years if len({year for year in years if year}) > 1 else [0] * width


def _halves(cells: Sequence[str]) -> list[range]:
    """Return the stretches of a row of headings that have a 三级指标 each."""
    starts: list[tuple[int, int]] = []
    for at in named_alike(cells, "三级指标"):
        before = starts[-1][1] + 1 if starts else 0
        classes = [each for each in range(before, at) if is_heading(cells[each], "一级指标", "二级指标")]
        starts.append((min(classes, default=at), at))
    firsts = [start for start, _at in starts]
    return [range(*each) for each in pairwise([*firsts, len(cells)])]


def _bands(grid: Grid, row: int, half: range) -> list[str]:
    """Return the texts of a half from its headings upwards; a title stands alone in its row and is none."""
    above = [[text(cell) for cell in cells] for cells in reversed(grid.rows[max(row - 2, 0) : row + 1])]
    return [cell for cells in above if sum(map(bool, cells)) > 1 for cell in cells[half.start : half.stop] if cell]


def _is_of_the_year(grid: Grid, row: int, half: range) -> bool:
    told = _bands(grid, row, half)
    return any("年度" in each for each in told) and not any(LONGER.search(each) for each in told)


def _year_comes_last(grid: Grid, row: int) -> bool:
    """Whether the form above speaks of a goal of several years first and then of the year's: 0 is the first half, 1 the second."""
    for cells in reversed(grid.rows[max(row - 8, 0) : row]):
        told = [shown for cell in cells if (shown := text(cell))]
        longer = next((at for at, each in enumerate(told) if LONGER.search(each) and len(each) < _SHORT), None)
        if longer is not None and any("年度" in each for each in told[longer + 1 :]):
            return True
    return False


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
    if value < len(names) and names[value] in (*SIGNS, *VALUES, *UNITS) and not text(below[columns["level3"]]):
        end = min((column for column in columns.values() if column > value), default=len(names))
        inside = range(value, end)
        return (_among(names, SIGNS, inside), _among(names, VALUES, inside, value), _among(names, UNITS, inside), 1)
    titled = next(iter(sorted(years_in(_titles(grid, position)))), 0)
    years = [at for at in range(value, len(names)) if _OF_THIS_YEAR.fullmatch(names[at]) or names[at].partition("年")[0] == str(titled)]
    if value < len(names) and _OF_A_YEAR.match(names[value]) and years and not text(below[columns["level3"]]):
        return -1, years[0], -1, 1
    names = [fold_heading(cell) for cell in _heading_texts(grid, position)]
    if value + 1 < len(names) and not names[value + 1] and _mostly(grid, position, value, is_sign):  # one heading over sign, value and unit
        return value, value + 1, value + 2 if value + 2 < len(names) and not names[value + 2] else -1, 0
    free = [at for at in range(len(names)) if at not in columns.values()]
    signs = (at for at in free if names[at] in (*SIGNS, *DIRECTIONS) and _mostly(grid, position, at, is_sign))
    near = [at for at in free if abs(at - value) < 3]
    unit = _among(names, UNITS[1:], free, _among(names, UNITS[:1], near))  # 单位 alone may be a department
    return next(signs, -1), value, unit, 0


def _mostly(grid: Grid, row: int, at: int, wanted: Callable[[str], bool]) -> bool:
    """Whether half of what stands in a column below a row are such texts, or more."""
    told = [shown for cells in grid.rows[row + 1 :] if at < len(cells) and (shown := text(cells[at]))]
    return 2 * sum(wanted(each) for each in told) >= len(told) > 0


def _among(names: Sequence[str], wanted: Sequence[str], columns: Iterable[int], otherwise: int = -1) -> int:
    return next((at for at in columns if names[at] in wanted), otherwise)
