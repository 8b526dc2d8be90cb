"""The door by columns: a workbook whose sheets have headings, in any order and at any height."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import compress, islice, repeat
from operator import itemgetter, ne, truediv

from xlperf import schema
from xlperf.errors import InputError
from xlperf.intake.headings import fold_heading, nearest, spellings
from xlperf.intake.layout import Block, Layout
from xlperf.intake.levels import first_level
from xlperf.intake.values import ERROR_VALUES, MAX_AMOUNT, NOT_CALCULATED, amount_of, month_of, text_of
from xlperf.language import _
from xlperf.model import (
    Book,
    Case,
    Cell,
    Goal,
    Grid,
    Indicator,
    Ledger,
    Place,
    Table,
    Task,
    Unread,
    cents_of,
    indicator_keys,
)

_SEARCHED_ROWS = 20
"""A heading row is looked for among the first rows of a sheet."""

_ASKED_CELLS = 5000
"""About how many cells of a sheet the reader is asked at most."""


def find_layout(book: Book) -> Layout:
    """Find the tables of a master workbook by the headings of its sheets.

    Raises `InputError` where a sheet or a required heading is missing, naming the nearest one that is there.
    """
    names = [grid.name for grid in book.grids]
    blocks = {}
    for sheet in schema.TABLE_SHEETS:
        grid = book.grid(sheet.name)
        if grid is not None:
            blocks[sheet.key] = _block(grid, sheet)
        elif sheet in (schema.TASKS, schema.INDICATORS):
            raise _missing(_("没有工作表“{name}”").format(name=sheet.name), "", nearest(sheet.name, names))
    return Layout(blocks, _fields(book.grid(schema.OVERVIEW)))


def _missing(message: str, place: str, close: str) -> InputError:
    remedy = _("最接近的是“{close}”，请改回原名").format(close=close) if close else ""
    return InputError(message, place=place, remedy=remedy or _("请从“xlperf new”生成的母版开始填写"))


def _block(grid: Grid, sheet: schema.Sheet) -> Block:
    """Find the heading row with the most known headings, where each column stands, and where its Excel table ends."""
    best: tuple[int, dict[str, int]] = (0, {})
    for row, cells in enumerate(grid.rows[:_SEARCHED_ROWS]):
        columns = _columns(cells, sheet)
        if len(columns) > len(best[1]):
            best = row, columns
    row, columns = best
    heading_row = grid.origin[0] + row
    for column in sheet.columns:
        if column.required and column.key not in columns:
            found = [str(cell) for cell in (grid.rows[row] if grid.rows else ()) if cell]
            raise _missing(
                _("找不到列“{heading}”").format(heading=column.heading),
                str(Place(grid.name, heading_row)),
                nearest(column.heading, found),
            )
    numbers = {key: grid.origin[1] + column for key, column in columns.items()}
    top, _left, bottom, _right = grid.tables.get(sheet.table, (0, 0, 0, 0))
    end = grid.origin[0] + len(grid.rows) - 1
    return Block(grid.name, heading_row, heading_row + 1, min(bottom, end) if top == heading_row else end, numbers)


def _columns(cells: Sequence[Cell], sheet: schema.Sheet) -> dict[str, int]:
    """Return the 0-based column of each key whose heading stands in a row."""
    where: dict[str, int] = {}
    for position, cell in enumerate(cells):
        if isinstance(cell, str) and cell:
            where.setdefault(fold_heading(cell), position)
    found = {}
    for column in sheet.columns:
        exact = where.get(fold_heading(column.heading))
        others = (where[each] for each in spellings(column.heading) if each in where)
        position = exact if exact is not None else next(others, None)
        if position is not None:
            found[column.key] = position
    return found


def _fields(grid: Grid | None) -> dict[str, Place]:
    """Return the place of each value of 概况."""
    if grid is None:
        return {}
    texts = ((row, column, cell) for row, cells in enumerate(grid.rows) for column, cell in enumerate(cells))
    found = labelled_cells((row, column, cell) for row, column, cell in texts if isinstance(cell, str) and cell)
    return {key: grid.place(row, column) for key, (row, column) in found.items()}


def labelled_cells(texts: Iterable[tuple[int, int, str]]) -> dict[str, tuple[int, int]]:
    """Return the cell of each field of 概况 among texts as (row, column, text): right of its label.

    Labels of one group stand below each other, so the column that holds most of them is theirs: the same words written
    elsewhere by a person are no labels.
    """
    texts = list(texts)
    found: dict[str, tuple[int, int]] = {}
    for group in (schema.PARTICULARS, schema.SUMMARY):
        labels = {fold_heading(each.label): each.key for each in group}
        known = [(row, column, labels[fold]) for row, column, text in texts if (fold := fold_heading(text)) in labels]
        columns = Counter(column for _row, column, _key in known)
        theirs = columns.most_common(1)[0][0] if columns else None
        for row, column, key in known:
            if column == theirs:
                found.setdefault(key, (row, column + 1))
    return found


_TEXTS = {"indicators": ("approved", "adjusted", "actual")}
"""Columns in which a number is odd, by sheet key."""

_ASKED = {"ledger": ("task", "amount", "date")}
"""Columns of a long sheet whose blanks are looked up; of the others all of the user's are."""


def questions(book: Book, layout: Layout) -> dict[str, list[Place]]:
    """Return the cells, by sheet, whose number format or formula the reader must look up, in reading order.

    Only two kinds of cell need it: a number where a text is expected (its format decides whether 0.95 is 95%), and a
    blank where something is expected (an error value and a formula that was never calculated arrive as blanks).
    """
    asked: dict[str, list[Place]] = {}
    for sheet in schema.READ_SHEETS:
        block = layout.blocks.get(sheet.key)
        if block:
            users = tuple(column.key for column in sheet.columns if column.owner == "user")
            places = _odd_cells(book.grid(block.sheet), block, _ASKED.get(sheet.key, users), _TEXTS.get(sheet.key, ()))
            asked[block.sheet] = list(islice(places, _ASKED_CELLS))
    overview = book.grid(schema.OVERVIEW)
    fields = (layout.fields[each.key] for each in schema.PARTICULARS if each.key in layout.fields)
    asked[schema.OVERVIEW] = sorted(place for place in fields if overview.at(place) in ("", None))
    return {sheet: places for sheet, places in asked.items() if places}


def _odd_cells(grid: Grid, block: Block, keys: Sequence[str], texts: Sequence[str]) -> Iterator[Place]:
    """Yield, in reading order, the blank cells of `keys` in rows that are not blank, and numbers in `texts`."""
    first = block.first_row - grid.origin[0]
    rows = grid.rows[first : block.last_row - grid.origin[0] + 1]
    found = []
    for key in keys:
        if key in block.columns:
            column = block.columns[key] - grid.origin[1]
            values = list(map(itemgetter(column), rows))
            if set(map(type, values)) != {float} or key in texts:
                found += [
                    (at, column)
                    for at, value in enumerate(values)
                    if value is None or value == "" or (key in texts and isinstance(value, float | int))
                ]
    return (grid.place(first + at, column) for at, column in sorted(found) if any(rows[at]))


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def read_case(book: Book, layout: Layout) -> Case:
    """Read the records that a layout points at."""
    unread: list[Unread] = []
    overview = book.grid(schema.OVERVIEW)
    particulars = {each.key: _particular(each, overview, layout, unread) for each in schema.PARTICULARS}
    year = particulars["year"].removesuffix("年")
    table = Table(
        department=particulars["department"],
        year=int(year) if _YEAR.fullmatch(year) else None,
        money_unit="万元",
        tasks=tuple(_tasks(_Rows(book, layout, schema.TASKS, unread))),
        goals=tuple(_goals(_Rows(book, layout, schema.GOALS, unread))),
        indicators=tuple(_indicators(_Rows(book, layout, schema.INDICATORS, unread))),
        particulars=particulars,
        places=layout.fields,
    )
    ledger = _ledger(book, layout, unread)
    unread += _outside(book, layout)
    return Case(table, ledger, tuple(unread), book.grid(schema.FORM))


def _particular(each: schema.Field, overview: Grid | None, layout: Layout, unread: list[Unread]) -> str:
    place = layout.fields.get(each.key)
    if overview is None or place is None:
        return ""
    value = overview.at(place)
    if value in ERROR_VALUES or value == NOT_CALCULATED:
        unread.append(Unread(place, each.label, value, "formula" if value == NOT_CALCULATED else "error"))
        return ""
    return text_of(value)


def _outside(book: Book, layout: Layout) -> Iterator[Unread]:
    """Yield, for each sheet that is read, the first row below its table that holds anything of the user's columns."""
    for sheet in schema.READ_SHEETS:
        block = layout.blocks.get(sheet.key)
        if block is None:
            continue
        grid = book.grid(block.sheet)
        users = [number for key, number in block.columns.items() if sheet.column(key).owner == "user"]
        for row in range(block.last_row + 1, grid.origin[0] + len(grid.rows)):
            texts = [(number, grid.at(Place(grid.name, row, number))) for number in users]
            filled = [(number, value) for number, value in texts if value not in ("", None)]
            if filled:
                yield Unread(Place(grid.name, row, filled[0][0]), sheet.name, filled[0][1], "outside")
                break


class _Rows:
    """The rows of one block that hold anything of the user's, read field by field; what cannot be read goes to `unread`."""

    def __init__(self, book: Book, layout: Layout, sheet: schema.Sheet, unread: list[Unread]):
        self.sheet, self.unread = sheet, unread
        self.block = layout.blocks.get(sheet.key)
        self.grid = book.grid(self.block.sheet) if self.block else None
        self.row = 0

    def __iter__(self) -> Iterator["_Rows"]:
        if self.block is None or self.grid is None:
            return
        users = [
            column - self.grid.origin[1]
            for key, column in self.block.columns.items()
            if self.sheet.column(key).owner == "user"
        ]
        top = self.grid.origin[0]
        for position in range(self.block.first_row - top, min(self.block.last_row - top + 1, len(self.grid.rows))):
            cells = self.grid.rows[position]
            if any(cells[column] not in ("", None) for column in users):
                self.row = self.grid.origin[0] + position
                yield self

    @property
    def places(self) -> Mapping[str, Place]:
        return self.block.places(self.row)

    def _value(self, key: str) -> tuple[Cell, Place]:
        place = self.block.place(self.row, key)
        return (self.grid.at(place) if place.column else None), place

    def _refuse(self, key: str, value: Cell, place: Place, why: str) -> None:
        self.unread.append(Unread(place, self.sheet.column(key).heading, value, why))

    def text(self, key: str) -> str:
        """Return the text of a field as it is seen; error values and uncalculated formulas go to `unread`."""
        value, place = self._value(key)
        if isinstance(value, str) and (value in ERROR_VALUES or value == NOT_CALCULATED):
            self._refuse(key, value, place, "formula" if value == NOT_CALCULATED else "error")
            return ""
        return text_of(value, self.grid.formats.get((place.row, place.column), ""))

    def exact(self, key: str) -> str:
        """Return the text of a field with its spaces: what payments refer to must be the same text to Excel."""
        value, _place = self._value(key)
        return value if isinstance(value, str) and self.text(key) else self.text(key)

    def amount(self, key: str) -> Decimal | None:
        """Return the amount of a field; None where it is blank, and where it could not be read."""
        value, place = self._value(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        amount = amount_of(value)
        if amount is None:
            why = {True: "error", False: "number"}[value in ERROR_VALUES]
            self._refuse(key, value, place, "formula" if value == NOT_CALCULATED else why)
        return amount


def _tasks(rows: _Rows) -> Iterator[Task]:
    for row in rows:
        amounts = {key: row.amount(key) for key in ("total", "fiscal", "carried", "other", "adjusted")}
        texts = {key: row.text(key) for key in ("content", "kind")}
        texts |= {key: row.exact(key) for key in ("number", "name")}
        yield Task(**texts, **amounts, places=row.places)


def _goals(rows: _Rows) -> Iterator[Goal]:
    for row in rows:
        texts = {key: row.text(key) for key in ("number", "text", "task", "actual", "cause")}
        yield Goal(**texts, places=row.places)


_INDICATOR_TEXTS = (
    "level1", "level2", "approved", "adjusted", "adjustment", "task", "progress", "rating",
    "award_reason", "cause", "evidence",
)  # fmt: skip


def _indicators(rows: _Rows) -> Iterator[Indicator]:
    read = []
    for row in rows:
        texts = {key: row.text(key) for key in _INDICATOR_TEXTS}
        texts |= {key: row.exact(key) for key in ("number", "level3")}
        texts["level1"] = texts["level1"] or first_level(texts["level2"])
        amounts = {key: row.amount(key) for key in ("weight", "awarded")}
        read.append((texts, amounts, row.text("actual") or None, row.places))
    keys = indicator_keys((texts["level2"], texts["level3"], texts["task"]) for texts, *_rest in read)
    for key, (texts, amounts, actual, places) in zip(keys, read, strict=True):
        yield Indicator(key=key, **texts, **amounts, actual=actual, places=places)


def _ledger(book: Book, layout: Layout, unread: list[Unread]) -> Ledger:
    """Read the payments column by column: no object per cell, however many there are."""
    block = layout.blocks.get("ledger")
    grid = book.grid(block.sheet) if block else None
    if grid is None:
        return Ledger()
    first = block.first_row - grid.origin[0]
    cells = grid.rows[first : block.last_row - grid.origin[0] + 1]
    rows: Sequence[int] = range(block.first_row, block.first_row + len(cells))
    if not all(map(any, cells)):
        rows = [row for row, values in zip(rows, cells, strict=True) if any(values)]
        cells = [values for values in cells if any(values)]
    if not cells:
        return Ledger(sheet=block.sheet, columns=block.columns)

    def column(key: str) -> Sequence[Cell]:
        number = block.columns.get(key)
        return list(map(itemgetter(number - grid.origin[1]), cells)) if number else ("",) * len(rows)

    def refuse(position: int, key: str, why: str) -> None:
        place = block.place(rows[position], key)
        heading = schema.LEDGER.column(key).heading
        unread.append(Unread(place, heading, grid.at(place), why))

    cents, inexact = _cents(column("amount"), refuse)
    years, months = _months(column("date"), refuse)
    texts = {key: _texts(column(key)) for key in ("task", "cost", "source")}
    return Ledger(
        block.sheet, rows, years, months, texts["task"], texts["cost"], texts["source"], cents, block.columns, inexact
    )


def _texts(values: Sequence[Cell]) -> Sequence[str]:
    """Return cells as texts, spaces kept: Excel's SUMIFS compares them as they stand."""
    if set(map(type, values)) == {str}:
        return values
    return [_("（公式未计算）") if value == NOT_CALCULATED else value if type(value) is str else text_of(value)
            for value in values]  # fmt: skip


def _cents(values: Sequence[Cell], refuse) -> tuple[list[int], list[int]]:
    """Return the amounts in 分, and the positions of those with a third decimal."""
    if set(map(type, values)) == {float} and max(values) < MAX_AMOUNT and min(values) > -MAX_AMOUNT:
        cents = [round(value * 100) for value in values]
        back = map(truediv, cents, repeat(100))
        return cents, list(compress(range(len(cents)), map(ne, back, values)))
    cents, inexact = [], []
    for position, value in enumerate(values):
        amount, exact = cents_of(value) if amount_of(value) is not None else (0, True)
        cents.append(amount)
        if not exact:
            inexact.append(position)
        if amount_of(value) is None:
            why = "formula" if value == NOT_CALCULATED else "error" if value in ERROR_VALUES else "number"
            refuse(position, "amount", why)
    return cents, inexact


def _months(values: Sequence[Cell], refuse) -> tuple[list[int], list[int]]:
    """Return the years and months of the dates; zeros where there is none."""
    if set(map(type, values)) <= {date, datetime}:
        return [value.year for value in values], [value.month for value in values]
    years, months = [], []
    for position, value in enumerate(values):
        when = month_of(value)
        if when is None and value not in ("", None):
            refuse(position, "date", "date")
        years.append(when[0] if when else 0)
        months.append(when[1] if when else 0)
    return years, months
