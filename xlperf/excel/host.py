"""An open workbook in Excel as a host, through xlwings. What Excel does to values on the way is undone here.

Excel reads what is written to it: `=11辆`, `3-5` or `11月` become formulas and dates unless an apostrophe keeps them. Arrays
written over filtered rows land in the wrong cells (xlwings #747), so filters are lifted while a click works.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlperf.actions import Action
from xlperf.errors import InputError, structure_protected
from xlperf.excel.refusals import in_words, is_busy, persist, persistent, put_back
from xlperf.files import all_postings, taken_over
from xlperf.language import _
from xlperf.live import drawing
from xlperf.live.check import protected_error
from xlperf.live.checkup import Checkup
from xlperf.live.host import MOST_CELLS, Block, Content, Corners, Formula, too_large
from xlperf.live.runs import runs
from xlperf.model import Case, Cell, Grid, NewSheet, Place, Postings
from xlperf.ooxml.references import corners_of
from xlperf.writers.styles import NAMES

ERRORS = {
    -2146826288: "#NULL!", -2146826281: "#DIV/0!", -2146826273: "#VALUE!", -2146826265: "#REF!",
    -2146826259: "#NAME?", -2146826252: "#NUM!", -2146826246: "#N/A", -2146826245: "#GETTING_DATA",
}  # fmt: skip
"""Error values as COM hands them over: the only integers among values."""

_FORMULAS, _BY_ROWS, _BY_COLUMNS, _PREVIOUS = -4123, 1, 2, 2
"""xlFormulas, xlByRows, xlByColumns, xlPrevious."""

_FILL_FORMATS = 3
"""xlFillFormats."""

_READ_BY_EXCEL = re.compile(
    r"[^A-Za-z\u2e80-\ufeff]|(?:true|false|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|[一二三四五六七八九十]+月|[上下]午",
    re.IGNORECASE,
)
"""How texts begin that Excel might read as a formula, a number, a date or a truth value; wide digits and signs (１、＝) as the narrow ones."""


_STILL = {"screen_updating": False, "enable_events": False, "calculation": "manual"}
"""How Excel's switches stand while a click works: set in this order, put back in the other."""

_USUAL = {"screen_updating": True, "enable_events": True, "calculation": "automatic"}
"""What comes back after a click that died: it left at least a screen that stands still, which no person does."""


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
        bottom, right = _reach(page, tables.values())
        if bottom * right > MOST_CELLS:
            raise too_large(sheet, bottom, right)
        values = _rows(page.range((1, 1), (bottom, right)).raw_value) if bottom else ()
        rows = _to_last_content([list(map(_value, row)) for row in values])
        return Grid(sheet, rows, tables=tables, visible=bool(page.visible))

    def formats(self, places: Sequence[Place]) -> Mapping[tuple[int, int], str]:
        """Return the number formats of some cells: of a whole run at once where it has but one."""

        def told(sheet: str, column: int, first: int, last: int) -> dict[tuple[int, int], str] | None:
            one = self._range(sheet, (first, column, last, column)).number_format
            return {(row, column): one or "" for row in range(first, last + 1)} if one is not None or first == last else None

        return _of_runs(places, told)

    def anchors(self, places: Sequence[Place]) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Return the cells that lie under a merge, each with the cell that shows: of a whole run at once where none does."""

        def told(sheet: str, column: int, first: int, last: int) -> dict[tuple[int, int], tuple[int, int]] | None:
            area = self._range(sheet, (first, column, last, column)).api
            if area.MergeCells is False:
                return {}
            if first != last:
                return None
            anchor = area.MergeArea.Row, area.MergeArea.Column
            return {(first, column): anchor} if anchor != (first, column) else {}

        return _of_runs(places, told)

    def formulas(self, sheet: str, corners: Corners) -> Sequence[Sequence[Cell]]:
        """Return what was typed into the cells of a rectangle; a text that looks like a formula is its own value."""
        area = self._range(sheet, corners)
        pairs = zip(_rows(area.formula), _rows(area.raw_value), strict=True)
        return [[_typed(typed, value) for typed, value in zip(*pair, strict=True)] for pair in pairs]

    @persistent
    def write(self, block: Block) -> None:
        """Write a block in one call."""
        area, rows = self._range(block.sheet, block.corners), [list(map(_content, row)) for row in block.rows]
        with self._changing(block.sheet):
            if any(isinstance(each, Formula) for row in block.rows for each in row):
                area.formula = rows
            else:
                area.raw_value = rows

    def resize(self, sheet: str, table: str, rows: int) -> int:
        """Give a table its number of rows; return how many it had. Rows that come look like the last one that was there."""
        before = self._corners(sheet, table)
        self._resize(sheet, table, before, rows)
        return before[2] - before[0]

    @persistent
    def _corners(self, sheet: str, table: str) -> Corners:
        return _table(self.book.sheets[sheet].tables[table])[1]

    @persistent
    def _resize(self, sheet: str, table: str, before: Corners, rows: int) -> None:
        page = self.book.sheets[sheet]
        top, left, bottom, right = before
        with self._changing(sheet):
            page.tables[table].resize(page.range((top, left), (top + rows, right)))
        if top + rows > bottom:
            last, area = page.range((bottom, left), (bottom, right)).api, page.range((bottom, left), (top + rows, right)).api
            last.AutoFill(area, _FILL_FORMATS)
            area.RowHeight = last.RowHeight

    def protected(self, sheets: Iterable[str]) -> str:
        """Return the first of the sheets that is protected; "" where none is."""
        there = self.sheets()
        return next((name for name in sheets if name in there and self.book.sheets[name].api.ProtectContents), "")

    @contextmanager
    def _changing(self, sheet: str) -> Iterator[None]:
        """Tell a refusal by its cause where a sheet is protected: of that Excel's own words say little."""
        try:
            yield
        except Exception as error:
            if not is_busy(error) and self.protected([sheet]):
                raise protected_error(sheet) from error
            raise

    @contextmanager
    def working(self, told: str) -> Iterator[None]:
        """Hold Excel still while a click works, and leave it as it was found; what Excel refuses is raised in words.

        Where a person has Excel calculate by hand, it calculates before the click reads and after it wrote: what is judged and
        what is shown are right, and the mode stays as it was.
        """
        with in_words(), self._still(told) as before:
            by_hand = before["calculation"] == "manual"
            if by_hand:
                self.book.app.calculate()
            yield
            if by_hand:
                self.book.app.calculate()

    @contextmanager
    def _still(self, told: str) -> Iterator[dict[str, Any]]:
        """Set Excel's switches and give what they were; put back each by itself, whatever becomes of another."""
        app = self.book.app
        before = {name: getattr(app, name) for name in _STILL}
        if not before["screen_updating"]:
            before = _USUAL
        with ExitStack() as afterwards:
            for name, value in _STILL.items():
                afterwards.callback(put_back, app, name, before[name])
                setattr(app, name, value)
            afterwards.callback(put_back, app, "status_bar", False)
            app.status_bar = told
            yield before

    @contextmanager
    def writing(self, sheets: Iterable[str]) -> Iterator[None]:
        """Show all rows of the tables in some sheets, and filter them again afterwards as they were."""
        with ExitStack() as afterwards:
            for name in sheets:
                for filtered_again in _lifted(self.book.sheets[name].api):
                    afterwards.callback(persist, *filtered_again)
            yield

    def add_sheet(self, new: NewSheet) -> None:
        """Put a drawn sheet behind the others, or nothing; and show again what was shown."""
        if self.book.api.ProtectStructure:
            raise structure_protected(new.name)
        try:
            self._copy_in(new)
        except Exception:
            if new.name in persist(self.sheets):
                self.remove_sheet(new.name)
            raise

    def _copy_in(self, new: NewSheet) -> None:
        """Open the drawn workbook beside, and copy its sheet."""
        with TemporaryDirectory(prefix="xlperf-") as folder, ExitStack() as afterwards:
            path = Path(folder) / f"{new.name}.xlsx"
            path.write_bytes(new.drawn)
            afterwards.callback(persist, self.book.sheets.active.activate)
            drawn = self.book.app.books.open(str(path), update_links=False, read_only=True, add_to_mru=False)
            afterwards.callback(persist, drawn.close)
            drawn.sheets[new.name].copy(after=self.book.sheets[-1])
            for copied, original in zip(self.book.sheets[new.name].tables, drawn.sheets[new.name].tables, strict=True):
                if copied.name != original.name:  # Excel gives a copy a name of its own where the old one was there before
                    copied.name = original.name

    @persistent
    def remove_sheet(self, name: str) -> None:
        """Delete a sheet without being asked."""
        app = self.book.app
        asked, app.display_alerts = app.display_alerts, False
        try:
            self.book.sheets[name].delete()
        finally:
            put_back(app, "display_alerts", asked)

    def notes(self, sheet: str) -> Mapping[tuple[int, int], str]:
        """Return the notes of a sheet."""
        return {(note.Parent.Row, note.Parent.Column): note.Text() for note in self.book.sheets[sheet].api.Comments}

    @persistent
    def annotate(self, place: Place, text: str) -> None:
        """Put a note at a cell, or take it away."""
        cell = self.book.sheets[place.sheet].range((place.row, place.column)).api
        with self._changing(place.sheet):
            if cell.Comment is not None:
                cell.Comment.Delete()
            if text:
                cell.AddComment(text).Shape.TextFrame.AutoSize = True

    def select(self, place: Place) -> None:
        """Show a cell."""
        self.book.sheets[place.sheet].activate()
        self.book.sheets[place.sheet].range((place.row, max(place.column, 1))).select()

    def is_hidden(self, place: Place) -> bool:
        """Whether the row of a cell is hidden."""
        return bool(self.book.sheets[place.sheet].range((place.row, 1)).api.EntireRow.Hidden)

    def selected(self) -> Place | None:
        """Return the cell that is selected, the first of several; None where something else is."""
        chosen = self.book.selection
        return Place(chosen.sheet.name, chosen.row, chosen.column) if chosen is not None else None

    def filter(self, sheet: str, table: str, column: int, word: str) -> bool:
        """Filter a table by a word, or show all again where a filter stands in that column."""
        found = self.book.sheets[sheet].tables[table].api
        filtered = not (found.ShowAutoFilter and found.AutoFilter.Filters(column).On)
        with self._changing(sheet):
            found.Range.AutoFilter(column, word) if filtered else found.Range.AutoFilter(column)
        return filtered

    @persistent
    def show_columns(self, sheet: str, hidden: Sequence[int], shown: Sequence[int]) -> None:
        """Hide some columns and show others, a run of neighbours at a time."""
        with self._changing(sheet):
            for numbers, away in ((shown, False), (hidden, True)):
                for first, last in runs(numbers):
                    self.book.sheets[sheet].range((1, first), (1, last)).api.EntireColumn.Hidden = away

    def render(self, grid: Grid) -> None:
        """Make the sheet of a form anew: all cells cleared, then painted in few strokes."""
        page = self.book.sheets[grid.name]
        page.api.Cells.UnMerge()
        page.api.Cells.Clear()
        for name, corners in drawing.styled(grid):
            self._range(grid.name, corners).api.Style = NAMES[name]
        self.write(Block(grid.name, 1, 1, grid.rows))
        for corners, across in drawing.merged(grid):
            self._range(grid.name, corners).api.Merge(across)
        for height, first, last in drawing.heights(grid):
            page.range((first, 1), (last, 1)).api.EntireRow.RowHeight = height

    def choose_files(self, action: Action) -> Sequence[str]:
        """Let a person choose what an action asks for."""
        with in_words():
            ask = getattr(self.book.app.api, "GetOpenFilename", None)
        if ask is None:
            raise InputError(_("这里的Excel不能选文件"), remedy=_("请在命令行导入：xlperf --help"))
        patterns = ";".join(f"*{suffix}" for suffix in action.suffixes)
        with in_words():
            chosen = ask(f"{action.asks} ({patterns}),{patterns}", 1, action.asks, None, action.several)
        return () if chosen in (False, None) else [chosen] if isinstance(chosen, str) else list(chosen)

    def postings(self, path: str, year: int | None) -> Sequence[Postings]:
        """Read what an export says."""
        return all_postings(path, year)

    def case(self, path: str) -> Case:
        """Read a table."""
        return taken_over(path)[1]

    def caution(self) -> str:
        """Excel keeps everything."""
        return ""

    def diagnose(self) -> Sequence[Checkup]:
        """Look at Python, the add-in and Excel's settings."""
        from xlperf.excel.doctor import diagnose

        return diagnose()


def _columns_of(places: Iterable[Place]) -> Iterator[tuple[tuple[str, int], int, int]]:
    """Yield runs of cells below one another: (sheet, column), first row, last row."""
    in_columns = sorted(places, key=lambda place: (place.sheet, place.column))
    for column, cells in groupby(in_columns, key=lambda place: (place.sheet, place.column)):
        for first, last in runs(cell.row for cell in cells):
            yield column, first, last


def _of_runs(places: Iterable[Place], told: Callable[[str, int, int, int], dict[Any, Any] | None]) -> dict[Any, Any]:
    """Return what is told of some cells: of a run below one another at once, or of each half where that says None."""

    def halved(sheet: str, column: int, first: int, last: int) -> dict[Any, Any]:
        found = told(sheet, column, first, last)
        if found is not None:
            return found
        middle = (first + last) // 2
        return halved(sheet, column, first, middle) | halved(sheet, column, middle + 1, last)

    return {cell: each for column, first, last in _columns_of(places) for cell, each in halved(*column, first, last).items()}


def _filters(page: Any) -> list[Any]:
    """Return the filters of a sheet: its own, and those of its tables."""
    own = [page.AutoFilter] if page.AutoFilterMode else []
    return [*own, *(table.AutoFilter for table in page.ListObjects if table.ShowAutoFilter)]


def _lifted(page: Any) -> Iterator[tuple]:
    """Show all rows of a sheet that filters hide; before that yield the calls that filter it again, a column each."""
    for each in _filters(page):
        if each.FilterMode:
            for field in range(1, each.Filters.Count + 1):
                if each.Filters(field).On:
                    yield each.Range.AutoFilter, field, *_criteria(each.Filters(field))
            each.ShowAllData()


_TWO_CRITERIA = (1, 2)
"""xlAnd, xlOr."""


def _criteria(each: Any) -> tuple:
    if not each.Operator:
        return (each.Criteria1,)
    first = (each.Criteria1, each.Operator)
    return (*first, each.Criteria2) if each.Operator in _TWO_CRITERIA else first


def _table(table: Any) -> tuple[str, Corners]:
    """Return a table's name and rectangle, its totals row left out."""
    corners = corners_of(table.range.address.replace("$", ""))
    assert corners is not None
    top, left, bottom, right = corners
    return table.name, (top, left, bottom - bool(table.show_totals), right)


def _reach(page: Any, tables: Iterable[Corners]) -> tuple[int, int]:
    """Return the last row and the last column that may have content; zeros where the sheet is blank.

    Excel's own search passes over rows that a filter hides, but they lie in a table or in the range of the sheet's own filter.
    """
    found = [_last(page, each) for each in (_BY_ROWS, _BY_COLUMNS)]
    if page.api.AutoFilterMode:
        filtered = page.api.AutoFilter.Range
        tables = [*tables, (0, 0, filtered.Row + filtered.Rows.Count - 1, filtered.Column + filtered.Columns.Count - 1)]
    bottoms, rights = zip(found, *(corners[2:] for corners in tables), strict=True)
    return max(bottoms), max(rights)


def _last(page: Any, order: int) -> int:
    """Return the last row or column of a sheet with content that no filter hides; 0 where there is none."""
    found = page.api.Cells.Find("*", LookIn=_FORMULAS, SearchOrder=order, SearchDirection=_PREVIOUS)
    return 0 if found is None else found.Row if order == _BY_ROWS else found.Column


def _to_last_content(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Return rows without the blank ones at the end."""
    while rows and all(each in (None, "") for each in rows[-1]):
        rows.pop()
    return rows


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
