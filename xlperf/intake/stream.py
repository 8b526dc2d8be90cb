"""The door by stream: a table that was torn into pieces, its cells one after another wherever lines broke.

Classes say where a group of indicators begins; within a group the cells are cut into rows so that each fits its column best:
blank cells are lost in such texts, so a row may lack any column but its name and target.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from xlperf.intake.foreign_rows import is_around, without_count
from xlperf.intake.head import headed, read_head
from xlperf.intake.headings import (
    ACTUAL,
    CAUSE,
    OTHER,
    SCORE,
    SIGN,
    TARGET,
    UNIT,
    WEIGHT,
    fold_heading,
    heading_key,
    is_heading,
    spellings,
)
from xlperf.intake.levels import class_name, first_level, is_first_level
from xlperf.intake.unbroken import DIVIDERS, LONG, pieces_of
from xlperf.intake.values import text_of, written_amount
from xlperf.model import Case, Grid, Indicator, Place, Table, Unread, indicator_keys

_BRACKETED = re.compile(r"^【(.+?)[-—－](.+?)】$")
_PREFIX = re.compile(r"^指标\s*\d+\s*[:：.、]\s*")
_IN_NAME = re.compile(r"^(.+?)[（(]((?:[^()（）]|[（(][^()（）]*[)）])+)[)）]$")
_LONGER, _SHORT = re.compile("实施期|中期|长期"), 20
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[\u4e00-\u9fff]")
_NO_CELL_ENDS = re.compile(r"([≥≤＝=≧≦═><＞＜])\s+(?=[\d.])")
_SIGN = re.compile(r"^[≥≤＝=≧≦═><＞＜]=?$|^定性$")

_BEGINNING = ("绩效指标", "年度绩效指标", *spellings("一级指标"))
"""Words with which a line of headings begins."""

_MAY_LACK = ((SIGN, UNIT), (WEIGHT, SCORE), (ACTUAL,), (CAUSE,), (OTHER,))
_LACKING = 0.6
"""What a column that a row lacks costs: a row that has all its cells is likelier."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell of the stream, and the line it stands in."""

    text: str
    line: int


def read_stream(grid: Grid) -> Case | None:
    """Read the indicators of a text whose rows are torn; None where it has none. Lines that fit nowhere are kept as `Unread`."""
    pieces = list(_pieces(_year_half(grid)))
    start, columns = _headings(pieces)
    found = [_rows_and_rest(pieces, start, each) for each in ([columns] if start else [[], [TARGET]])]
    rows, unread = max(found, key=lambda each: sum(bool(row[TARGET]) for _level1, _level2, row in each[0]))
    if sum(bool(row[TARGET]) for _level1, _level2, row in rows) * 2 <= len(rows):
        return None  # classes are spoken of, but this is no table
    keys = indicator_keys((level2, row["name"], "") for _level1, level2, row in rows)
    indicators = tuple(_indicator(level1, level2, row, key) for (level1, level2, row), key in zip(rows, keys, strict=True))
    case = Case(Table("", None, "", indicators=indicators), unread=tuple(unread), whole=False, reading="stream")
    head = read_head(grid)
    return headed(replace(case, whole=bool(head.projects)), head)


def _rows_and_rest(pieces: Sequence["_Piece"], start: int, columns: Sequence[str]) -> tuple[list[tuple[str, str, dict]], list[Unread]]:
    """Return the rows that the cells from `start` on make, with their classes, and what fits in none."""
    often = Counter(each.text for each in pieces)
    rows, unread = [], []
    for level1, level2, group in _groups(pieces[start:]):
        cut = _cut(group, columns, often)
        if cut is None:
            unread += [Unread(Place("", each.line), "", each.text, "placed") for each in group]
        else:
            rows += [(level1, level2, row) for row in cut]
    return rows, unread


def _year_half(grid: Grid) -> Grid:
    """Return a text whose lines have two halves side by side (实施期, 年度) with the year's alone: the second, unless 年度 comes first."""
    lines = [[part.strip() for cell in cells for part in DIVIDERS.split(text_of(cell)) if part.strip()] for cells in grid.rows]
    at = next((at for at, cells in enumerate(lines) if sum(is_heading(each, "三级指标") for each in cells) == 2), None)
    if at is None:
        return grid
    above = [each for cells in lines[:at] for each in cells if len(each) < _SHORT and ("年度" in each or _LONGER.search(each)) and "目标" in each]
    second = not above or "年度" not in above[-2 if len(above) > 1 else -1]
    halves = [_half(cells, second=second) if number >= at else cells for number, cells in enumerate(lines)]
    return replace(grid, rows=halves, merged=())


def _half(cells: Sequence[str], *, second: bool) -> Sequence[str]:
    """Return the 一级指标 of a line and one of its halves; the line itself where it has none."""
    first = [each for each in cells if is_first_level(without_count(each)) or is_heading(each, "一级指标") or fold_heading(each) in _BEGINNING]
    rest = cells[len(first) :] if cells[: len(first)] == first else cells
    classes = [at for at, each in enumerate(rest) if _second(each) or is_heading(each, "二级指标")]
    middle = classes[1] if len(classes) == 2 else len(rest) // 2 if len(rest) % 2 == 0 else 0
    if not middle:
        return cells
    return [*first, *(rest[middle:] if second else rest[:middle])]


def _indicator(level1: str, level2: str, row: dict[str, str], key) -> Indicator:
    weight, score = (written_amount(row.get(key, "")) for key in (WEIGHT, SCORE))
    target = f"{row.get(SIGN, '')}{row[TARGET]}{row.get(UNIT, '')}"
    return Indicator("", level1 or first_level(level2), level2, row["name"], target, key, weight=weight, awarded=score, cause=row.get(CAUSE, ""),
                     actual=row.get(ACTUAL) or None, places={"": Place("", int(row["line"]))})  # fmt: skip


def _pieces(grid: Grid) -> Iterator[_Piece]:
    spaced = False  # whether spaces divide the cells of a row, as they do those of the headings
    for line, cells in enumerate(grid.rows, grid.origin[0]):
        for cell in cells:
            for part in DIVIDERS.split(text_of(cell)):
                words = [text for whole in pieces_of(part.strip()) for each in _words(whole, spaced) if (text := each.strip())]
                spaced = spaced or (len(words) > 2 and any(is_heading(each, "三级指标") for each in words) and len(part) < LONG)
                yield from (_Piece(each, line) for each in words)


def _words(part: str, spaced: bool) -> Sequence[str]:
    """Return a cell, or the cells that spaces divide: in a line that begins with a class, and where they divide the headings."""
    if match := _BRACKETED.match(part):
        return match.groups()
    words = _NO_CELL_ENDS.sub(r"\1", part).split()
    if spaced and len(words) > 1 and not is_around(part):
        return words
    begins = words and (_is_class(words[0]) or fold_heading(words[0]) in _BEGINNING or bool(_PREFIX.match(words[0])))
    return words if len(words) > 1 and begins and not _is_class(part) else (part,)


def _is_class(text: str) -> bool:
    return is_first_level(without_count(text)) or bool(_second(text))


def _second(text: str) -> str:
    """Return a text as a 二级指标, where it is one: `服务对象满意度指标等` too; "" for any other."""
    bare = class_name(without_count(text))
    return bare if len(bare) < 16 and first_level(bare.removesuffix("等")) else ""


def _headings(pieces: Sequence[_Piece]) -> tuple[int, list[str]]:
    """Return where the body begins and what follows a name in each row; without headings the target stands in the name."""
    third = max((at for at, each in enumerate(pieces) if fold_heading(each.text) in spellings("三级指标")), default=None)
    if third is None:
        return 0, []
    end = next((at for at in range(third + 1, len(pieces)) if _is_class(pieces[at].text)), len(pieces))
    columns = [heading_key(each.text) for each in pieces[third + 1 : end]]
    first = next((at for at in range(third, max(third - 4, -1), -1) if fold_heading(pieces[at].text) in spellings("一级指标")), third)
    before = [heading_key(each.text) for each in pieces[max(first - 8, 0) : first]]
    while OTHER in before:
        before = before[before.index(OTHER) + 1 :]
    return end, columns + [key for key in before if key not in columns]


def _groups(pieces: Sequence[_Piece]) -> Iterator[tuple[str, str, list[_Piece]]]:
    """Yield the cells of each 二级指标 with the classes above them, until the sums and signatures."""
    level1, level2, group = "", "", []
    for at, each in enumerate(pieces):
        if is_around(each.text):
            break
        if _is_class(each.text):
            if group:
                yield level1, level2, group
                group = []
            follower = pieces[at + 1].text if at + 1 < len(pieces) else ""
            level1, level2 = _classes(each.text, follower, level1)
        elif (level1 or level2) and not set(each.text) <= set("…．.·—-/ "):
            group.append(each)
    if group:
        yield level1, level2, group


def _classes(text: str, follower: str, level1: str) -> tuple[str, str]:
    """Return the classes from here on: 成本指标 is a 二级指标 of 产出, unless one of its own (经济成本指标) follows."""
    second, bare = _second(text), class_name(without_count(text))
    if not is_first_level(bare) or (second and first_level(_second(follower)) != bare):
        return level1 or first_level(second), second
    return bare, ""


def _cut(group: Sequence[_Piece], columns: Sequence[str], often: Counter[str]) -> list[dict[str, str]] | None:
    """Cut the cells of a group into rows, each cell where it fits best; None where they fit no way."""
    shapes = list(_shapes(columns))
    best: list[tuple[float, int] | None] = [None] * len(group) + [(0.0, 0)]  # from each cell on: how well, and by which shape
    for start in reversed(range(len(group))):
        for number, (shape, cost) in enumerate(shapes):
            end = start + 1 + len(shape)
            rest = best[end] if end <= len(group) else None
            if rest is None:
                continue
            fits = [_fit(key, each.text, often) for key, each in zip(("name", *shape), group[start:end], strict=True)]
            if None not in fits:
                worth = sum(fit for fit in fits if fit is not None) - cost + rest[0]
                best[start] = max(best[start] or (worth, number), (worth, number))
    return list(_rows(group, [shape for shape, _cost in shapes], best)) if best[0] else None


def _shapes(columns: Sequence[str]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield what may follow a name in a row, with what it costs to lack columns."""
    if TARGET not in columns:
        yield (), 0.0
        return
    choices = [(True, False) if any(key in columns for key in keys) else (True,) for keys in _MAY_LACK]
    for kept in product(*choices):
        lacking = {key for keys, there in zip(_MAY_LACK, kept, strict=True) if not there for key in keys}
        yield tuple(key for key in columns if key not in lacking), _LACKING * len(lacking & set(columns))


def _fit(key: str, text: str, often: Counter[str]) -> float | None:
    """Return how well a cell fits a column; None where it cannot stand there."""
    number = written_amount(text) is not None
    if key == "name":
        return None if number or _SIGN.match(text) or not _LETTER.search(text) else 1.5 if not _DIGIT.search(_PREFIX.sub("", text)) else 0.8
    if key == SIGN:
        return 2.0 if _SIGN.match(text) else None
    if key == UNIT:
        return 1.0 if len(text) < 7 and not _DIGIT.search(text) else None
    if key in (WEIGHT, SCORE):
        return 1.0 if number else None
    if key in (TARGET, ACTUAL):
        return 1.2 if _DIGIT.search(text) else 0.4
    return 1.0 if key == OTHER and often[text] > 1 else 0.1


def _rows(
    group: Sequence[_Piece], shapes: Sequence[Sequence[str]], best: Sequence[tuple[float, int] | None]
) -> Iterator[dict[str, str]]:
    start = 0
    while start < len(group) and (found := best[start]):
        shape = shapes[found[1]]
        cells = group[start : start + 1 + len(shape)]
        row = dict(zip(("name", *shape), (each.text for each in cells), strict=True)) | {"line": str(cells[0].line)}
        row["name"] = _PREFIX.sub("", row["name"])
        if TARGET not in row:
            match = _IN_NAME.match(row["name"])
            row["name"], row[TARGET] = match.groups() if match else (row["name"], "")
        yield row
        start += 1 + len(shape)
