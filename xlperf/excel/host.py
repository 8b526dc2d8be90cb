"""An open workbook in Excel as a host, through xlwings. What Excel does to values on the way is undone here.

Excel reads what is written to it: `=11辆`, `3-5` or `11月` become formulas and dates unless an apostrophe keeps them. Arrays
written over filtered rows land in the wrong cells (xlwings #747), so filters are lifted while a click works.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from xlperf.live import drawing
from xlperf.live.checkup import Checkup
from xlperf.live.host import Block, Content, Corners, Formula
from xlperf.live.runs import runs
from xlperf.model import Cell, Grid, Place
from xlperf.ooxml.references import corners_of
from xlperf.writers.styles import NAMES

ERRORS = {
    -2146826288: "#NULL!", -2146826281: "#DIV/0!", -2146826273: "#VALUE!", -2146826265: "#REF!",
    -2146826259: "#NAME?", -2146826252: "#NUM!", -2146826246: "#N/A", -2146826245: "#GETTING_DATA",
}  # fmt: skip
"""Error values as COM hands them over: the only integers among values."""

_FORMULAS, _BY_ROWS, _BY_COLUMNS, _PREVIOUS = -4123, 1, 2, 2
"""xlFormulas, xlByRows, xlByColumns, xlPrevious."""

_READ_BY_EXCEL = re.compile(
    r"[^A-Za-z\u2e80-\uffff]|(?:true|false|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|[一二三四五六七八九十]+月|[上下]午",
    re.IGNORECASE,
)
"""How texts begin that Excel might read as a formula, a number, a date or a truth value."""


class ExcelHost:
    """A workbook in Excel. `book` is an `xlwings.Book`, or what looks like one."""

    def __init__(self, book: Any):
        self.book = book

    def source(self) -> str:
        """Return the name of the workbook."""
        return self.book.name

    def sheets(self) -> Sequence[str]:
        """Return the names of the worksheets in their order."""
        return [sheet.name for sheet in self.book.sheets]

    def names(self) -> frozenset[str]:
        """Return the defined names of the workbook."""
        return frozenset(name.name for name in self.book.names)

    def _range(self, sheet: str, corners: Corners) -> Any:
        top, left, bottom, right = corners
        return self.book.sheets[sheet].range((top, left), (bottom, right))

    def grid(self, sheet: str) -> Grid:
        """Return what a sheet holds up to its last content, however far its used range reaches."""
        page = self.book.sheets[sheet]
        tables = dict(_table(each) for each in page.tables)
        bottom, right = (_last(page, each) for each in (_BY_ROWS, _BY_COLUMNS))
        if not bottom:
            return Grid(sheet, [], tables=tables)
        return Grid(sheet, [list(map(_value, row)) for row in _rows(page.range((1, 1), (bottom, right)).raw_value)], tables=tables)

    def formats(self, places: Sequence[Place]) -> Mapping[tuple[int, int], str]:
        """Return the number formats of some cells: of a whole run at once where it has but one."""
        found: dict[tuple[int, int], str] = {}
        in_columns = sorted(places, key=lambda place: (place.sheet, place.column))
        for (sheet, column), cells in groupby(in_columns, key=lambda place: (place.sheet, place.column)):
            for first, last in runs(cell.row for cell in cells):
                found |= self._formats(sheet, column, first, last)
        return found

    def _formats(self, sheet: str, column: int, first: int, last: int) -> dict[tuple[int, int], str]:
        told = self._range(sheet, (first, column, last, column)).number_format
        if told is not None or first == last:
            return {(row, column): told or "" for row in range(first, last + 1)}
        middle = (first + last) // 2
        return self._formats(sheet, column, first, middle) | self._formats(sheet, column, middle + 1, last)

    def formulas(self, sheet: str, corners: Corners) -> Sequence[Sequence[Cell]]:
        """Return what was typed into the cells of a rectangle; a text that looks like a formula is its own value."""
        area = self._range(sheet, corners)
        pairs = zip(_rows(area.formula), _rows(area.raw_value), strict=True)
        return [[_typed(typed, value) for typed, value in zip(*pair, strict=True)] for pair in pairs]

    def write(self, block: Block) -> None:
        """Write a block in one call."""
        area, rows = self._range(block.sheet, block.corners), [list(map(_content, row)) for row in block.rows]
        if any(isinstance(each, Formula) for row in block.rows for each in row):
            area.formula = rows
        else:
            area.raw_value = rows

    def resize(self, sheet: str, table: str, rows: int) -> int:
        """Give a table its number of rows; return how many it had."""
        page = self.book.sheets[sheet]
        found = page.tables[table]
        _name, (top, left, bottom, right) = _table(found)
        found.resize(page.range((top, left), (top + rows, right)))
        return bottom - top

    def protected(self, sheets: Iterable[str]) -> str:
        """Return the first of the sheets that is protected; "" where none is."""
        there = self.sheets()
        return next((name for name in sheets if name in there and self.book.sheets[name].api.ProtectContents), "")

    @contextmanager
    def working(self, told: str) -> Iterator[None]:
        """Hold Excel still while a click works, and leave it as it was found."""
        app = self.book.app
        held = {"screen_updating": False, "enable_events": False, "calculation": "manual"}
        before = {name: getattr(app, name) for name in held}
        try:
            for name, value in held.items():
                setattr(app, name, value)
            app.status_bar = told
            yield
        finally:
            app.status_bar = False
            for name, value in before.items():
                setattr(app, name, value)

    @contextmanager
    def writing(self, sheets: Iterable[str]) -> Iterator[None]:
        """Show all rows of the tables in some sheets, and filter them again afterwards as they were."""
        lifted = [each for name in sheets for each in _lifted(self.book.sheets[name].api)]
        try:
            yield
        finally:
            for table, field, criteria in lifted:
                table.Range.AutoFilter(field, *criteria)

    def select(self, place: Place) -> None:
        """Show a cell."""
        self.book.sheets[place.sheet].activate()
        self.book.sheets[place.sheet].range((place.row, max(place.column, 1))).select()

    def selected(self) -> Place | None:
        """Return the cell that is selected, the first of several; None where something else is."""
        chosen = self.book.selection
        return Place(chosen.sheet.name, chosen.row, chosen.column) if chosen is not None else None

    def filter(self, sheet: str, table: str, column: int, word: str) -> bool:
        """Filter a table by a word, or show all again where a filter stands in that column."""
        found = self.book.sheets[sheet].tables[table].api
        filtered = not (found.ShowAutoFilter and found.AutoFilter.Filters(column).On)
        found.Range.AutoFilter(column, word) if filtered else found.Range.AutoFilter(column)
        return filtered

    def show_columns(self, sheet: str, hidden: Sequence[int], shown: Sequence[int]) -> None:
        """Hide some columns and show others, a run of neighbours at a time."""
        for numbers, away in ((shown, False), (hidden, True)):
            for first, last in runs(numbers):
                self.book.sheets[sheet].range((1, first), (1, last)).api.EntireColumn.Hidden = away

    def render(self, grid: Grid, widths: Sequence[float]) -> None:
        """Make the sheet of a form anew: all cells cleared, then painted in few strokes."""
        page = self.book.sheets[grid.name]
        page.api.Cells.UnMerge()
        page.api.Cells.Clear()
        for name, corners in drawing.styled(grid):
            self._range(grid.name, corners).api.Style = NAMES[name]
        self.write(Block(grid.name, 1, 1, grid.rows))
        for corners, across in drawing.merged(grid):
            self._range(grid.name, corners).api.Merge(across)
        for height, first, last in drawing.heights(grid, widths):
            page.range((first, 1), (last, 1)).api.EntireRow.RowHeight = height

    def diagnose(self) -> Sequence[Checkup]:
        """Look at Python, the add-in and Excel's settings."""
        from xlperf.excel.doctor import diagnose

        return diagnose()


def _lifted(page: Any) -> list[tuple[Any, int, tuple]]:
    """Show all rows of a sheet's filtered tables; return what filters them again: table, field, criteria."""
    found = []
    for table in page.ListObjects:
        if table.ShowAutoFilter and table.AutoFilter.FilterMode:
            filters = table.AutoFilter.Filters
            found += [(table, field, _criteria(filters(field))) for field in range(1, filters.Count + 1) if filters(field).On]
            table.AutoFilter.ShowAllData()
    return found


_TWO_CRITERIA = (1, 2)
"""xlAnd, xlOr."""


def _criteria(each: Any) -> tuple:
    if not each.Operator:
        return (each.Criteria1,)
    return (each.Criteria1, each.Operator, each.Criteria2) if each.Operator in _TWO_CRITERIA else (each.Criteria1, each.Operator)


def _table(table: Any) -> tuple[str, Corners]:
    """Return a table's name and rectangle, its totals row left out."""
    corners = corners_of(table.range.address.replace("$", ""))
    assert corners is not None
    top, left, bottom, right = corners
    return table.name, (top, left, bottom - bool(table.show_totals), right)


def _last(page: Any, order: int) -> int:
    """Return the last row or column of a sheet with content; 0 where it is blank. Finds what is hidden too."""
    found = page.api.Cells.Find("*", LookIn=_FORMULAS, SearchOrder=order, SearchDirection=_PREVIOUS)
    return 0 if found is None else found.Row if order == _BY_ROWS else found.Column


def _rows(values: Any) -> Sequence[Sequence[Any]]:
    """Return rows of values: a single cell comes as a scalar."""
    return values if isinstance(values, tuple | list) else [[values]]


def _value(given: Any) -> Cell:
    """Return a value as a reader of files would give it."""
    if isinstance(given, bool | str) or given is None:
        return given
    if isinstance(given, int):
        return ERRORS.get(given, "#VALUE!")
    if isinstance(given, datetime):
        return datetime(*given.timetuple()[:6])
    return float(given) if isinstance(given, Decimal) else given


def _typed(typed: Any, value: Any) -> Cell:
    is_formula = isinstance(typed, str) and typed[:1] == "=" and typed != value
    return Formula(typed[1:]) if is_formula else _value(value)


def _content(content: Content) -> Any:
    if isinstance(content, Formula):
        return "=" + content
    if isinstance(content, str):
        return f"'{content}" if _READ_BY_EXCEL.match(content) else content
    return float(content) if isinstance(content, Decimal) else content
