"""The door by stream: a table that was torn into pieces, its cells one after another wherever lines broke.

Classes say where a group of indicators begins; within a group the cells are cut into rows so that each fits its column best:
blank cells are lost in such texts, so a row may lack any column but its name and target.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlperf.intake.fitting import NAME, Columns, Piece, Row, rows_of
from xlperf.intake.foreign_rows import is_around, without_count
from xlperf.intake.head import headed, read_head
from xlperf.intake.headings import (
    ACTUAL,
    CAUSE,
    LONGER,
    MARK,
    OTHER,
    SCORE,
    TARGET,
    UNIT,
    WEIGHT,
    fold_heading,
    heading_key,
    is_heading,
    is_sign,
    named_alike,
    spellings,
)
from xlperf.intake.levels import class_name, first_level, is_first_level, without_number
from xlperf.intake.unbroken import DIVIDERS, LONG, pieces_of
from xlperf.intake.values import text_of, written_amount
from xlperf.language import _
from xlperf.model import Case, Grid, Indicator, IndicatorKey, Place, Remark, Table, Unread, indicator_keys

_BRACKETED = re.compile(r"^【(.+?)[-—－](.+?)】$")
_IN_NAME = re.compile(r"^(.+?)[（(]((?:[^()（）]|[（(][^()（）]*[)）])+)[)）]$")
_SHORT = 20
_RULE = re.compile(r"^:?-{3,}:?$")
_DIGIT = re.compile(r"\d")
_NO_CELL_ENDS = re.compile(r"([≥≤＝=≧≦═><＞＜])\s+(?=[\d.])")

_BEGINNING = ("绩效指标", "年度绩效指标", *spellings("一级指标"))
"""Words with which a line of headings begins."""


def read_stream(grid: Grid) -> Case | None:
    """Read the indicators of a text whose rows are torn; None where it has none. Lines that fit nowhere are kept as `Unread`."""
    pieces = _mended(list(_pieces(_year_half(grid))))
    tables, passed = _tables(pieces)
    found = [_read(tables)] if tables else [_read([(pieces, Columns(keys))]) for keys in ((), (TARGET,))]
    rows, unread = max(found, key=lambda each: sum(bool(row.get(TARGET)) for _level1, _level2, row in each[0]))
    if sum(bool(row.get(TARGET)) for _level1, _level2, row in rows) * 2 <= len(rows):
        return None  # classes are spoken of, but this is no table
    keys = indicator_keys((level2, row[NAME], "") for _level1, level2, row in rows)
    indicators = tuple(_indicator(level1, level2, row, key) for (level1, level2, row), key in zip(rows, keys, strict=True))
    torn = (row for _level1, _level2, row in rows if row[_TORN])
    remarks = (*(Remark(Place("", cells[0].line), _("长期指标没有读，读的是年度指标"), left=True) for cells, _columns in passed),
               *(Remark(Place("", int(row[_LINE])), _("“{name}”是由两行拼成的").format(name=row[NAME])) for row in torn))  # fmt: skip
    case = Case(Table("", None, "", indicators=indicators), unread=tuple(unread), whole=False, reading="stream", remarks=remarks,
                tables=max(len(tables), 1))  # fmt: skip
    head = read_head(grid)
    return headed(replace(case, whole=bool(head.projects)), head)


_Table = tuple[Sequence[Piece], Columns]
"""The cells below a row of headings, and what the headings say of them."""

_LINE, _TORN = "line", "torn"
"""What else is known of a row: where it stands, and whether its name was torn."""


def _read(tables: Sequence[_Table]) -> tuple[list[tuple[str, str, dict[str, str]]], list[Unread]]:
    """Return the rows that the cells of tables make, with their classes, and what fits in none."""
    rows, unread = [], []
    for cells, columns in tables:
        often = Counter(each.text for each in cells)
        for level1, level2, group in _groups(cells):
            cut, left = rows_of(group, columns, often)
            rows += [(level1, level2, _whole(row)) for row in cut]
            unread += [Unread(Place("", each.line), "", each.text, "placed") for each in left]
    return rows, unread


def _whole(row: Row) -> dict[str, str]:
    """Return a row's texts by their columns, its name without its number and with what stands in its brackets as the target."""
    found: dict[str, str] = {}
    for key, cells in row:
        text = "".join(each.text for each in cells)
        if key != MARK or is_sign(text):
            found[key] = text
    found |= {_LINE: str(row[0][1][0].line), _TORN: "torn" if len(row[0][1]) > 1 else ""}
    found[NAME] = without_number(found[NAME])
    if TARGET not in found and (match := _IN_NAME.match(found[NAME])):
        found[NAME], found[TARGET] = match.groups()
    return found


def _year_half(grid: Grid) -> Grid:
    """Return a text whose lines have two halves side by side (实施期, 年度) with the year's alone: the second, unless 年度 comes first."""
    lines = [[part.strip() for cell in cells for part in DIVIDERS.split(text_of(cell)) if part.strip()] for cells in grid.rows]
    at = next((at for at, cells in enumerate(lines) if len(named_alike(cells, "三级指标")) == 2), None)
    if at is None:
        return grid
    above = [each for cells in lines[:at] for each in cells if len(each) < _SHORT and ("年度" in each or LONGER.search(each)) and "目标" in each]
    second = not above or "年度" not in above[-2 if len(above) > 1 else -1]
    halves = [_half(cells, second=second) if number >= at else cells for number, cells in enumerate(lines)]
    return replace(grid, rows=halves, merged=())


def _half(cells: Sequence[str], *, second: bool) -> Sequence[str]:
    """Return the 一级指标 of a line and one of its halves; the line itself where it has none."""
    begun = next((at for at, each in enumerate(cells) if fold_heading(each) not in _BEGINNING), len(cells))
    classes = [at for at, each in enumerate(cells) if at >= begun and (_is_class(each) or is_heading(each, "二级指标"))]
    if classes[:1] == [begun] and len(classes) % 2:  # a 一级指标 that both halves share
        begun += 1
    begins = [at for at in classes if at >= begun]
    length = len(cells) - begun
    middle = begins[1] if len(begins) == 2 else begun + length // 2 if length % 2 == 0 else begun
    if middle == begun:
        return cells
    return [*cells[:begun], *(cells[middle:] if second else cells[begun:middle])]


def _indicator(level1: str, level2: str, row: dict[str, str], key: IndicatorKey) -> Indicator:
    weight, score = (written_amount(row.get(key, "").removesuffix("分")) for key in (WEIGHT, SCORE))
    target, unit = row.get(TARGET, ""), row.get(UNIT, "")
    whole = f"{row.get(MARK, '')}{target}{'' if target.endswith(unit) else unit}"
    return Indicator("", level1 or first_level(level2), level2, row[NAME], whole, key, weight=weight, awarded=score, cause=row.get(CAUSE, ""),
                     actual=row.get(ACTUAL) or None, places={"": Place("", int(row[_LINE]))})  # fmt: skip


def _pieces(grid: Grid) -> Iterator[Piece]:
    spaced = False  # whether spaces divide the cells of a row, as they do those of the headings
    for line, cells in enumerate(grid.rows, grid.origin[0]):
        for cell in cells:
            for part in DIVIDERS.split(text_of(cell)):
                words = [text for whole in pieces_of(part.strip()) for each in _words(whole, spaced) if (text := each.strip())]
                spaced = spaced or (len(words) > 2 and any(is_heading(each, "三级指标") for each in words) and len(part) < LONG)
                yield from (Piece(each, line) for each in words if not _RULE.match(each))


def _mended(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces with the classes and headings whole that a line break tore apart: `经济效益`, `指标`."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        first, count = pieces[at], 1
        if not _is_label(first.text):
            joined = ("".join(each.text for each in pieces[at : at + number]) for number in (2, 3))
            count = next((number for number, text in enumerate(joined, 2) if _is_label(text)), 1)
        found.append(replace(first, text="".join(each.text for each in pieces[at : at + count])))
        at += count
    return found


def _is_label(text: str) -> bool:
    """Whether a text is a class or a heading of indicators as it is written in full."""
    return len(text) < _SHORT and not _DIGIT.search(text) and (
        (text.endswith("指标") and _is_class(text)) or is_heading(text, "一级指标", "二级指标", "三级指标", "批复指标值")
    )


def _words(part: str, spaced: bool) -> Sequence[str]:
    """Return a cell, or the cells that spaces divide: in a line that begins with a class, and where they divide the headings."""
    if match := _BRACKETED.match(part):
        return match.groups()
    words = _NO_CELL_ENDS.sub(r"\1", part).split()
    if spaced and len(words) > 1 and not is_around(part):
        return words
    begins = words and (_is_class(words[0]) or fold_heading(words[0]) in _BEGINNING or without_number(words[0]) != words[0])
    return words if len(words) > 1 and begins and not _is_class(part) else (part,)


def _is_class(text: str) -> bool:
    return is_first_level(without_count(text)) or bool(_second(text))


def _second(text: str) -> str:
    """Return a text as a 二级指标, where it is one: `服务对象满意度指标等` too; "" for any other."""
    bare = class_name(without_count(text))
    return bare if len(bare) < 16 and first_level(bare.removesuffix("等")) else ""


def _tables(pieces: Sequence[Piece]) -> tuple[list[_Table], list[_Table]]:
    """Return the tables of a text, and those that are passed over: of a longer term, where there is one of the year."""
    texts = [each.text for each in pieces]
    starts = named_alike(texts, "三级指标") or named_alike(texts, "二级指标")
    stops = [_begin(pieces, third) for third in starts[1:]] + [len(pieces)] * bool(starts)
    longer: list[_Table] = []
    yearly: list[_Table] = []
    for third, stop in zip(starts, stops, strict=True):
        begin = _begin(pieces, third)
        end = next((at for at in range(third + 1, stop) if _is_class(pieces[at].text)), stop)
        label = pieces[max(begin - 1, 0)].text + pieces[begin].text
        if end < stop:
            (longer if LONGER.search(label) else yearly).append((pieces[end:stop], _columns(pieces, begin, third, end)))
    return (yearly, longer) if yearly else (longer, [])


def _begin(pieces: Sequence[Piece], third: int) -> int:
    """Return where the headings begin of which one is 三级指标."""
    first = next((at for at in range(third, max(third - 4, -1), -1) if is_heading(pieces[at].text, "一级指标", "二级指标")), third)
    first = next((at for at in range(first, max(first - 2, -1), -1) if is_heading(pieces[at].text, "一级指标")), first)
    return first - 1 if first and fold_heading(pieces[first - 1].text) in _BEGINNING else first


def _columns(pieces: Sequence[Piece], begin: int, third: int, end: int) -> Columns:
    """Return what follows a name in each row, by the headings behind 三级指标 and, merged over two rows, those before 一级指标."""
    keys = [heading_key(each.text) for each in pieces[third + 1 : end]]
    before = [heading_key(each.text) for each in pieces[max(begin - 8, 0) : begin]]
    while OTHER in before:
        before = before[before.index(OTHER) + 1 :]
    line = pieces[third].line
    in_lines = any(each.line == line for each in pieces[third + 1 : end]) and end < len(pieces) and pieces[end].line != line
    return Columns((*keys, *(key for key in before if key not in keys)), in_lines)


def _groups(pieces: Sequence[Piece]) -> Iterator[tuple[str, str, list[Piece]]]:
    """Yield the cells of each 二级指标 with the classes above them, until the sums and signatures."""
    level1, level2 = "", ""
    group: list[Piece] = []
    for at, each in enumerate(pieces):
        if is_around(each.text):
            break
        if _is_class_at(pieces, at):
            if group:
                yield level1, level2, group
                group = []
            follower = pieces[at + 1].text if _is_class_at(pieces, at + 1) else ""
            level1, level2 = _classes(each.text, follower, level1)
        elif (level1 or level2) and not set(each.text) <= set("…．.·—-/ "):
            before = pieces[at - 1]
            group.append(replace(each, opens=before.line != each.line or _is_class(before.text)))
    if group:
        yield level1, level2, group


def _is_class_at(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a cell is a class, and no name that sounds like one: `满意度指标`, `服务对象满意度`, `≥95%`."""
    if at >= len(pieces) or not _is_class(pieces[at].text):
        return False
    bare = class_name(pieces[at].text)
    before, behind = (pieces[each].text if 0 <= each < len(pieces) else "" for each in (at - 1, at + 1))
    return bare.endswith("指标") or not (bare == class_name(before).removesuffix("指标") or is_sign(behind[:1]) or _DIGIT.match(behind))


def _classes(text: str, follower: str, level1: str) -> tuple[str, str]:
    """Return the classes from here on: 成本指标 is a 二级指标 of 产出, unless one of its own (经济成本指标) follows."""
    second, bare = _second(text), class_name(without_count(text))
    if not is_first_level(bare) or (second and first_level(_second(follower)) != bare):
        return level1 or first_level(second), second
    return bare, ""
