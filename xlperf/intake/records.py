"""From a layout to the records it points at: tasks, goals, indicators, and what could not be read."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from xlperf import schema
from xlperf.intake.layout import Block, Layout
from xlperf.intake.levels import first_level
from xlperf.intake.payments import read_payments
from xlperf.intake.values import amount_of, month_of, text_of, year_of
from xlperf.language import _
from xlperf.model import (
    Book,
    BudgetChange,
    Case,
    Cell,
    Fields,
    Goal,
    Grid,
    Indicator,
    LostFormulas,
    MappingRule,
    Monitored,
    Opinion,
    Place,
    Table,
    Task,
    Unread,
    changes_of,
    indicator_keys,
    why_unread,
)


def read_case(book: Book, layout: Layout) -> Case:
    """Read the records that a layout points at."""
    unread: list[Unread] = []
    overview = book.grid(schema.OVERVIEW)
    particulars = {each.key: _particular(each, overview, layout, unread) for each in schema.PARTICULARS}
    changes = tuple(_changes(_rows(book, layout, schema.BUDGETS, unread))) if schema.BUDGETS.key in layout.blocks else None
    table = Table(
        department=particulars["department"],
        year=year_of(particulars["year"]),
        money_unit="万元",
        tasks=tuple(_tasks(_rows(book, layout, schema.TASKS, unread), changes)),
        goals=tuple(_goals(_rows(book, layout, schema.GOALS, unread))),
        indicators=tuple(_indicators(_rows(book, layout, schema.INDICATORS, unread))),
        particulars=particulars,
        places=layout.fields,
    )
    ledger = read_payments(book, layout, unread)
    mapping = tuple(_mapping(_rows(book, layout, schema.MAPPING, unread)))
    monitored = tuple(_monitored(_rows(book, layout, schema.MONITOR, unread)))
    opinions = tuple(_opinions(_rows(book, layout, schema.REVIEW, unread)))
    unread += _outside(book, layout)
    return Case(table, ledger, tuple(unread), book.grid(schema.FORM), book.grid(schema.EVALUATION), tuple(_lost_formulas(book, layout)),
                changes=changes or (), mapping=mapping, monitored=monitored, opinions=opinions,
                is_sample=overview is not None and any(schema.SAMPLE_MARK in str(cell) for cell in chain(*overview.rows[:2])))  # fmt: skip


def _particular(each: schema.Field, overview: Grid | None, layout: Layout, unread: list[Unread]) -> str:
    place = layout.fields.get(each.key)
    if overview is None or place is None:
        return ""
    value = overview.at(place)
    if why := why_unread(value):
        unread.append(Unread(place, each.label, value, why))
        return ""
    return text_of(value)


def _outside(book: Book, layout: Layout) -> Iterator[Unread]:
    """Yield, for each sheet that is read, which rows below its table hold anything in the user's columns."""
    for sheet in schema.READ_SHEETS:
        block = layout.blocks.get(sheet.key)
        grid = book.grid(block.sheet) if block else None
        if block is None or grid is None:
            continue
        users, top = _users_of(grid, block, sheet), grid.origin[0]
        below = range(max(block.last_row + 1, top), top + len(grid.rows))
        rows = [row for row in below if _filled(grid.rows[row - top], users)]
        if rows:
            told = _("第{first}行").format(first=rows[0])
            if len(rows) > 1:
                told = _("第{first}—{last}行共{count}行").format(first=rows[0], last=rows[-1], count=len(rows))
            column = _filled(grid.rows[rows[0] - top], users)[0]
            yield Unread(grid.place(rows[0] - top, column), sheet.name, told, "outside")


def _users_of(grid: Grid, block: Block, sheet: schema.Sheet) -> list[int]:
    """Return the positions (0-based) of a table's columns that are not ours."""
    keys = sheet.users
    return [number - grid.origin[1] for key, number in block.columns.items() if key in keys]


def _filled(cells: Sequence[Cell], columns: Sequence[int]) -> list[int]:
    """Return those of some columns (0-based) in which a row holds anything."""
    return [at for at in columns if at < len(cells) and cells[at] not in ("", None)]


def _lost_formulas(book: Book, layout: Layout) -> Iterator[LostFormulas]:
    """Yield the tables of ours whose new rows no longer get their formulas."""
    for sheet in schema.TABLE_SHEETS:
        block = layout.blocks.get(sheet.key)
        grid = book.grid(block.sheet) if block else None
        automatic = grid.automatic.get(sheet.table) if grid else None
        if block is None or grid is None or automatic is None:
            continue
        calculated = [column.key for column in sheet.columns if column.key in block.columns and column.calculated(layout.functions)]
        headings = [str(grid.at(block.place(block.heading_row, key))) for key in calculated]
        if lost := tuple(each for each in headings if each not in automatic):
            yield LostFormulas(Place(block.sheet, block.heading_row), lost)


def filled_rows(grid: Grid, block: Block, sheet: schema.Sheet) -> Iterator[int]:
    """Yield the sheet rows of a table that hold anything in its user's columns, or in those that are kept."""
    top = grid.origin[0]
    users = _users_of(grid, block, sheet)
    for position in range(block.first_row - top, min(block.last_row - top + 1, len(grid.rows))):
        if _filled(grid.rows[position], users):
            yield top + position


def _rows(book: Book, layout: Layout, sheet: schema.Sheet, unread: list[Unread]) -> Iterator["_Row"]:
    block = layout.blocks.get(sheet.key)
    grid = book.grid(block.sheet) if block else None
    if block and grid:
        for row in filled_rows(grid, block, sheet):
            yield _Row(grid, block, sheet, row, unread)


class _Row:
    """A row of a table, read field by field; what cannot be read goes to `unread`."""

    __slots__ = ("block", "cells", "grid", "places", "row", "sheet", "unread")

    def __init__(self, grid: Grid, block: Block, sheet: schema.Sheet, row: int, unread: list[Unread]):
        self.grid, self.block, self.sheet, self.row, self.unread = grid, block, sheet, row, unread
        self.places = block.places(row)
        left, cells = grid.origin[1], grid.rows[row - grid.origin[0]]
        width = left + len(cells)
        self.cells = {key: cell for key, at in block.columns.items() if at < width and (cell := cells[at - left]) != "" and cell is not None}

    def _refuse(self, key: str, value: Cell, why: str) -> None:
        place = self.places[key]
        shown = self.grid.at(Place(place.sheet, self.block.heading_row, place.column))
        heading = shown.strip() if isinstance(shown, str) and shown.strip() else self.sheet.column(key).heading
        self.unread.append(Unread(place, heading, value, why))

    def value(self, key: str) -> Cell:
        """Return what a field holds; None where it is blank."""
        return self.cells.get(key)

    def text(self, key: str) -> str:
        """Return the text of a field as it is seen; error values and uncalculated formulas go to `unread`."""
        value = self.cells.get(key)
        if value is None:
            return ""
        if why := why_unread(value):
            self._refuse(key, value, why)
            return ""
        return text_of(value, self.grid.formats.get((self.row, self.block.columns[key]), ""))

    def exact(self, key: str) -> str:
        """Return the text of a field with its spaces: what payments refer to must be the same text to Excel."""
        value, text = self.cells.get(key), self.text(key)
        return value if isinstance(value, str) and text else text

    def amount(self, key: str) -> Decimal | None:
        """Return the amount of a field; None where it is blank, and where it could not be read."""
        value = self.cells.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        amount = amount_of(value)
        if amount is None:
            self._refuse(key, value, why_unread(value) or "number")
        return amount


def _tasks(rows: Iterator[_Row], changes: Sequence[BudgetChange] | None) -> Iterator[Task]:
    """Yield the tasks; where a workbook has no list of changes (None), what they were changed by stands beside them."""
    for row in rows:
        keys = ("total", "fiscal", "carried", "other", "settled", *(("adjusted",) if changes is None else ()))
        amounts: Fields = {key: row.amount(key) for key in keys}
        texts: Fields = {key: row.text(key) for key in ("content", "kind", "cause")}
        texts |= {key: row.exact(key) for key in ("number", "name")}
        if changes is not None:
            of = changes_of(changes, texts["number"], texts["name"])
            amounts["adjusted"] = sum((each.by for each in of), Decimal(0)) if of else None
        yield Task(**texts, **amounts, places=row.places)


def _changes(rows: Iterator[_Row]) -> Iterator[BudgetChange]:
    for row in rows:
        texts = {key: row.text(key) for key in ("kind", "source", "document")}
        taken = texts["kind"] in schema.TAKEN_BACK
        when = month_of(row.value("date"))
        yield BudgetChange(row.exact("task"), amount=row.amount("amount"), is_taken=taken, when=when, places=row.places, **texts)


def _goals(rows: Iterator[_Row]) -> Iterator[Goal]:
    for row in rows:
        texts = {key: row.text(key) for key in ("number", "text", "task", "actual", "cause")}
        yield Goal(**texts, places=row.places)


def _mapping(rows: Iterator[_Row]) -> Iterator[MappingRule]:
    for row in rows:
        amounts: Fields = {key: row.amount(key) for key in ("priority", "share")}
        texts: Fields = {key: row.text(key) for key in ("task", "cost", "project", "account", "economic", "contains")}
        yield MappingRule(**texts, **amounts, places=row.places)


def _monitored(rows: Iterator[_Row]) -> Iterator[Monitored]:
    for row in rows:
        texts = {column.key: row.text(column.key) for column in schema.MONITOR.columns if column.key not in ("month", "reached")}
        month, reached = row.amount("month"), row.amount("reached")
        yield Monitored(int(month or 0), **texts, reached=None if reached is None else float(reached), places=row.places)


def _opinions(rows: Iterator[_Row]) -> Iterator[Opinion]:
    for row in rows:
        texts = {column.key: row.text(column.key) for column in schema.REVIEW.columns if column.key != "round"}
        yield Opinion(round=row.amount("round"), **texts, places=row.places)


_INDICATOR_TEXTS = (
    "level1", "level2", "approved", "adjusted", "adjustment", "progress", "rating",
    "award_reason", "cause", "evidence", "basis", "explanation", "grounds", "last_year", "origin",
)  # fmt: skip


def _indicators(rows: Iterator[_Row]) -> Iterator[Indicator]:
    read = []
    for row in rows:
        texts: Fields = {key: row.text(key) for key in _INDICATOR_TEXTS}
        texts |= {key: row.exact(key) for key in ("number", "level3", "task", "quantity")}
        texts["level1"] = texts["level1"] or first_level(texts["level2"])
        amounts: Fields = {key: row.amount(key) for key in ("weight", "awarded")}
        read.append((texts, amounts, row.text("actual") or None, row.places))
    keys = indicator_keys((texts["level2"], texts["level3"], texts["task"]) for texts, *_rest in read)
    for key, (texts, amounts, actual, places) in zip(keys, read, strict=True):
        yield Indicator(key=key, **texts, **amounts, actual=actual, places=places)
