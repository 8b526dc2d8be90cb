"""A newer table into a workbook of ours: what is blank is filled, new rows are added, and nothing that was typed is overwritten.

An approved target stays what was approved: another one is either an adjustment, with the document that approves it, or an error.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from xlperf import schema
from xlperf.errors import InputError
from xlperf.intake import Layout, filled_rows
from xlperf.language import _
from xlperf.model import IMPORT, Book, Case, Edit, Edits, Goal, Indicator, Place, Table, TableSize, Task
from xlperf.model.edit import Value
from xlperf.model.matching import match_goals, match_indicators, match_tasks
from xlperf.plan.sizes import grown
from xlperf.target import parse

FILLED, ADDED, ADJUSTED, KEPT, MISSING, CHANGED = "filled", "added", "adjusted", "kept", "missing", "changed"
"""What becomes of a difference: a blank is filled, a row is added, a target is adjusted; what was typed is kept, a row that the new
table lacks stays; a changed approved target is an error."""

Row = Task | Goal | Indicator

_APPROVED = ("approved", "adjusted", "adjustment")
_MATCH: Mapping[str, Callable[..., Sequence[tuple[Any, Any]]]] = {"goals": match_goals, "tasks": match_tasks, "indicators": match_indicators}
_NAMES = {"goals": "text", "tasks": "name", "indicators": "level3"}
_PREFIX = {"goals": "M", "tasks": "R", "indicators": "Z"}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two tables differ: what becomes of it, the cell in the workbook (None for a row that is not there), which row and
    column, and what each of them says."""

    kind: str
    place: Place | None
    subject: str
    heading: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """How a newer table goes into a workbook."""

    edits: Edits
    differences: tuple[Difference, ...]

    @property
    def changed(self) -> tuple[Difference, ...]:
        """The approved targets that are other ones in the new table."""
        return tuple(each for each in self.differences if each.kind == CHANGED)


def plan_merge(book: Book, layout: Layout, case: Case, new: Table, adjustment: str = "") -> Merge:
    """Return how a newer table goes into the workbook of ours that `case` was read from.

    `adjustment` is the document that approves other targets. Raises `InputError` where the tables are of two years, or
    of two departments and have no indicator in common.
    """
    year = case.table.year
    if year and new.year and year != new.year:
        told = _("母版是{old}年度，新表是{new}年度").format(old=year, new=new.year)
        raise InputError(told, place=book.source, remedy=_("另一年度请新建一个母版：xlperf new 新母版.xlsm --from 新表"))
    if _are_strangers(case.table, new):
        told = _("母版是“{old}”的，新表是“{new}”的，没有一项指标相同").format(old=case.table.department, new=new.department)
        raise InputError(told, place=book.source, remedy=_("请核对文件；另一单位请新建一个母版：xlperf new 新母版.xlsm --from 新表"))
    merging = _Merging(book, layout, adjustment)
    merging.particulars(case.table, new.in_wan())
    for sheet in (schema.GOALS, schema.TASKS, schema.INDICATORS):
        merging.rows(sheet, getattr(case.table, sheet.key), getattr(new.in_wan(), sheet.key))
    return Merge(Edits(tuple(merging.cells), tuple(merging.sizes), purpose=IMPORT), tuple(merging.differences))


def _are_strangers(old: Table, new: Table) -> bool:
    """Whether two tables with indicators name two departments and have no indicator in common: then a file was mistaken."""
    names = [{each.level3.strip() for each in table.indicators} for table in (old, new)]
    departments = [table.department.strip() for table in (old, new)]
    return all(names) and all(departments) and departments[0] != departments[1] and not names[0] & names[1]


def record_of(row: object, sheet: schema.Sheet, number: str) -> dict[str, Value]:
    """Return what the user's cells of a row hold, `number` where it has none of its own."""
    keys = [column.key for column in sheet.columns if column.owner == "user"]
    record = {key: getattr(row, key, None) for key in keys}
    record = {key: float(value) if isinstance(value, Decimal) else value for key, value in record.items()}
    return record | {"number": record["number"] or number}


class _Merging:
    """The edits and differences gathered so far."""

    def __init__(self, book: Book, layout: Layout, adjustment: str):
        self.book, self.layout, self.adjustment = book, layout, adjustment
        self.cells: list[Edit] = []
        self.sizes: list[TableSize] = []
        self.differences: list[Difference] = []

    def particulars(self, old: Table, new: Table) -> None:
        """Fill the fields of 概况 that are blank."""
        given = {**new.particulars, "department": new.department, "year": new.year}
        for each in schema.PARTICULARS:
            place = self.layout.fields.get(each.key)
            if place is not None:
                mine = old.year if each.key == "year" else old.particulars.get(each.key, "")
                self._field(place, schema.OVERVIEW, each.label, mine, given.get(each.key))

    def rows(self, sheet: schema.Sheet, old: Sequence[Row], new: Sequence[Row]) -> None:
        """Merge the rows of one table."""
        block = self.layout.blocks.get(sheet.key)
        grid = self.book.grid(block.sheet) if block else None
        if block is None or grid is None or not new:
            return  # a table that has none of these rows says nothing of them
        free = max(filled_rows(grid, block, sheet), default=block.first_row - 1) + 1
        numbers = _numbers(_PREFIX[sheet.key], [each.number for each in old])
        added = 0
        for mine, theirs in _MATCH[sheet.key](old, new):
            if sheet is schema.TASKS and theirs is not None:
                self._changed(mine, theirs)
            if mine is None:
                self._add(sheet, free + added, record_of(theirs, sheet, next(numbers)), getattr(theirs, _NAMES[sheet.key]))
                added += 1
            elif theirs is None:
                self.differences.append(Difference(MISSING, mine.where(""), getattr(mine, _NAMES[sheet.key])))
            else:
                self._merge(sheet, mine, theirs)
        self.sizes += grown(grid, block, sheet.table, free + added - 1)

    def _add(self, sheet: schema.Sheet, row: int, record: Mapping[str, Value], name: str) -> None:
        block = self.layout.blocks[sheet.key]
        places = ((block.place(row, key), value) for key, value in record.items() if value not in (None, ""))
        self.cells += [Edit(place, value) for place, value in places if place.column]
        self.differences.append(Difference(ADDED, Place(block.sheet, row), name))

    def _changed(self, mine: Task | None, theirs: Task) -> None:
        """Tell another sum of budget changes: it is made of the rows of 预算调整, and no form says those."""
        column, known = schema.TASKS.column("adjusted"), mine.adjusted if mine else None
        if theirs.adjusted and theirs.adjusted != (known or 0):
            told = _shown(theirs.adjusted) + _("（请在“预算调整”中登记）")
            self.differences.append(Difference(KEPT, mine.where("adjusted") if mine else None, theirs.name, column.heading, _shown(known), told))

    def _merge(self, sheet: schema.Sheet, mine: Row, theirs: Row) -> None:
        block, name = self.layout.blocks[sheet.key], getattr(mine, _NAMES[sheet.key])
        for column in sheet.columns:
            place = block.place(mine.places[""].row, column.key)
            if column.owner != "user" or not place.column or column.key == "number" or column.key in _APPROVED:
                continue
            self._field(place, name, column.heading, getattr(mine, column.key, None), getattr(theirs, column.key, None))
        if isinstance(mine, Indicator) and isinstance(theirs, Indicator):
            self._target(mine, theirs)

    def _field(self, place: Place, name: str, heading: str, mine: object, theirs: Value) -> None:
        """Fill a cell that is blank; keep one that is not."""
        if _blank(theirs) or _same(mine, theirs):
            return
        kind = FILLED if _blank(mine) else KEPT
        if kind == FILLED:
            self.cells.append(Edit(place, float(theirs) if isinstance(theirs, Decimal) else theirs))
        self.differences.append(Difference(kind, place, name, heading, _shown(mine), _shown(theirs)))

    def _target(self, mine: Indicator, theirs: Indicator) -> None:
        """An approved target stays: another one is an adjustment where a document approves it, else an error."""
        block = self.layout.blocks[schema.INDICATORS.key]
        wanted, row = theirs.target, mine.places[""].row
        cells = {key: block.place(row, key) for key in _APPROVED}
        known = (mine.approved, mine.adjusted)
        if not wanted or any(each and _same_target(each, wanted, mine) for each in known):
            return
        told = Difference(CHANGED, cells["approved"], mine.level3, _heading("approved"), mine.approved, wanted)
        if not mine.approved:
            self.cells.append(Edit(cells["approved"], wanted))
            told = replace(told, kind=FILLED)
        elif self.adjustment and cells["adjusted"].column:
            told = replace(told, place=cells["adjusted"], heading=_heading("adjusted"), kind=KEPT if mine.adjusted else ADJUSTED,
                           old=mine.adjusted or mine.approved)  # fmt: skip
            if not mine.adjusted:
                self.cells.append(Edit(cells["adjusted"], wanted))
                self.cells += [Edit(cells["adjustment"], self.adjustment)] if cells["adjustment"].column and not mine.adjustment else []
        self.differences.append(told)


def _heading(key: str) -> str:
    return schema.INDICATORS.column(key).heading


def _numbers(prefix: str, used: Sequence[str]) -> Iterator[str]:
    """Yield numbers that come after those in use: Z71 after Z70."""
    known = [int(match[1]) for each in used if (match := re.fullmatch(prefix + r"(\d{1,6})", each))]
    number = max(known, default=0)
    while True:
        number += 1
        yield f"{prefix}{number:02}" if prefix == "Z" else f"{prefix}{number}"


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _same(mine: object, theirs: object) -> bool:
    if isinstance(mine, str) and isinstance(theirs, str):
        return _folded(mine) == _folded(theirs)
    return mine == theirs


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _same_target(mine: str, theirs: str, row: Indicator) -> bool:
    """Whether two targets say the same: ≥95% and >=95%."""
    read = [parse(each, name=row.level3, category=row.level2).target for each in (mine, theirs)]
    return _folded(mine) == _folded(theirs) or read[0] == read[1]


def _shown(value: object) -> str:
    return "" if value is None else f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
