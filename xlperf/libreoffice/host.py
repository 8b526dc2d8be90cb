"""An open Calc document as a host. It knows UNO's objects, and imports nothing of them: the document brings them along."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlperf import schema
from xlperf.actions import Action
from xlperf.errors import InputError, structure_protected
from xlperf.files import all_postings, taken_over
from xlperf.language import _
from xlperf.live import drawing
from xlperf.live.checkup import Checkup
from xlperf.live.host import MOST_CELLS, Block, Content, Corners, Formula, too_large
from xlperf.model import Book, Case, Cell, Grid, NewSheet, Place, Postings, moment_of
from xlperf.writers.styles import NAMES

_NUMBERS, _MOMENTS, _TEXTS, _FORMULAS = 1, 2, 4, 16
_CONTENT = _NUMBERS | _MOMENTS | _TEXTS | _FORMULAS
"""CellFlags: what `queryContentCells` looks for."""

_LOOK = ("CellStyle", "HoriJustify", "VertJustify", "IsTextWrapped", "ParaIndent", "CellBackColor", "CharColor", "CharWeight", "TableBorder")
"""What new rows take over from the row above them."""

_EVERYTHING = 1023 & ~128
"""All of a cell but objects that stand over it: the drawn buttons stay."""

_POINT = 2540 / 72
"""Hundredths of a millimetre."""

_USUAL_HEIGHT = round(20.25 * _POINT)
"""Of the rows that we build; none that was so high becomes lower by what is written."""

_EQUAL = 2
"""FilterOperator2.EQUAL."""

_WHOLE_WINDOW = 1
"""InvalidateStyle.CHILDREN."""

_ERRORS = 4
"""FormulaResult.ERROR."""

_OUTSIDE_QUOTES = re.compile(r'("[^"]*")|([,;])')


_CAUTIONED: set[str] = set()
"""The documents whose person has been told what saving drops."""


def _separated(formula: str, separator: str) -> str:
    """Return a formula with its arguments divided as another host divides them: Calc's own language has semicolons."""
    return _OUTSIDE_QUOTES.sub(lambda match: match[1] or separator, formula)


_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
"""How the files end that this program opens as workbooks."""


class CalcHost:
    """A Calc document. `document` is the UNO object (XSpreadsheetDocument)."""

    def __init__(self, document: Any):
        self.document = document
        self._heights: dict[tuple[str, int], tuple[int, bool]] = {}
        self._wrote = False

    def source(self) -> str:
        """Return the title of the document."""
        return self.document.getTitle()

    def sheets(self) -> Sequence[str]:
        """Return the names of the sheets in their order."""
        return self.document.Sheets.ElementNames

    def names(self) -> frozenset[str]:
        """Return the defined names of the document."""
        return frozenset(self.document.NamedRanges.ElementNames)

    def _sheet(self, name: str) -> Any:
        return self.document.Sheets.getByName(name)

    def _range(self, sheet: str, corners: Corners) -> Any:
        top, left, bottom, right = corners
        return self._sheet(sheet).getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    def grid(self, sheet: str) -> Grid:
        """Return what a sheet holds; dates are told from numbers, and errors from nothing, by what Calc says of whole ranges."""
        page = self._sheet(sheet)
        areas = page.queryContentCells(_CONTENT).RangeAddresses
        if not areas:
            return Grid(sheet, [], tables=self._tables(page), visible=page.IsVisible)
        bottom, right = max(each.EndRow for each in areas), max(each.EndColumn for each in areas)
        if (bottom + 1) * (right + 1) > MOST_CELLS:
            raise too_large(sheet, bottom + 1, right + 1)
        rows = [list(row) for row in page.getCellRangeByPosition(0, 0, right, bottom).getDataArray()]
        for row, column in _cells(page.queryContentCells(_MOMENTS).RangeAddresses):
            if isinstance(rows[row][column], float):
                rows[row][column] = moment_of(rows[row][column])
        for row, column in _cells(page.queryFormulaCells(_ERRORS).RangeAddresses):
            rows[row][column] = _error(page.getCellByPosition(column, row).String)
        return Grid(sheet, rows, tables=self._tables(page), visible=page.IsVisible)

    def _tables(self, page: Any) -> dict[str, Corners]:
        found = {}
        for name in self.document.DatabaseRanges.ElementNames:
            area = self.document.DatabaseRanges.getByName(name).DataArea
            if area.Sheet == page.RangeAddress.Sheet:
                found[name] = (area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1)
        return found

    def formats(self, places: Sequence[Place]) -> Mapping[tuple[int, int], str]:
        """Return the number formats of some cells, in the English spelling."""
        formats = self.document.getNumberFormats()
        found = {}
        for each in places:
            cell = self._sheet(each.sheet).getCellByPosition(each.column - 1, each.row - 1)
            found[each.row, each.column] = formats.getByKey(cell.NumberFormat).FormatString
        return found

    def anchors(self, places: Sequence[Place]) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Return the cells that lie under a merge, each with the cell that shows."""
        found = {}
        for each in places:
            page = self._sheet(each.sheet)
            cursor = page.createCursorByRange(page.getCellByPosition(each.column - 1, each.row - 1))
            cursor.collapseToMergedArea()
            anchor = cursor.RangeAddress.StartRow + 1, cursor.RangeAddress.StartColumn + 1
            if anchor != (each.row, each.column):
                found[each.row, each.column] = anchor
        return found

    def formulas(self, sheet: str, corners: Corners) -> Sequence[Sequence[Cell]]:
        """Return what each cell of a rectangle was given."""
        area = self._range(sheet, corners)
        return [
            [Formula(_separated(typed[1:], ",")) if typed[:1] == "=" and typed != value else value
             for typed, value in zip(*pair, strict=True)]
            for pair in zip(area.getFormulaArray(), area.getDataArray(), strict=True)
        ]  # fmt: skip

    def write(self, block: Block) -> None:
        """Write a block as if it were typed; an apostrophe keeps texts from being read as something else."""
        area = self._range(block.sheet, block.corners)
        for number, row in enumerate(_members(area.Rows), block.top):
            self._heights.setdefault((block.sheet, number), (row.Height, row.OptimalHeight))
        area.setFormulaArray(tuple(tuple(map(_typed, row)) for row in block.rows))

    def resize(self, sheet: str, table: str, rows: int) -> int:
        """Let a table end with another row; rows that come look like the last one that was there."""
        ranges = self.document.DatabaseRanges
        if not ranges.hasByName(table):
            return 0
        area = ranges.getByName(table).DataArea
        last, area.EndRow = area.EndRow, area.StartRow + rows
        ranges.getByName(table).DataArea = area
        if area.EndRow > last:
            page = self._sheet(sheet)
            for column in range(area.StartColumn, area.EndColumn + 1):
                pattern, come = page.getCellByPosition(column, last), page.getCellRangeByPosition(column, last + 1, column, area.EndRow)
                for name in _LOOK:
                    setattr(come, name, getattr(pattern, name))
            page.getCellRangeByPosition(0, last + 1, 0, area.EndRow).Rows.Height = page.Rows.getByIndex(last).Height
        return last - area.StartRow

    @contextmanager
    def working(self, told: str) -> Iterator[None]:
        """Hold the screen, and have it drawn anew: Calc leaves the old picture where rows have changed their heights.

        Where a person has Calc calculate by hand, it does before the click reads and after it wrote; the mode stays.
        """
        by_hand, self._wrote = not self.document.isAutomaticCalculationEnabled(), False
        self.document.lockControllers()
        try:
            if by_hand:
                self.document.calculate()
            yield
            if by_hand:
                self.document.calculate()
            if self._wrote:
                self._settle()
        finally:
            self.document.unlockControllers()
            controller = self.document.getCurrentController()
            if controller:
                controller.Frame.ComponentWindow.invalidate(_WHOLE_WINDOW)

    def _settle(self) -> None:
        """Have the summary calculated from the answers of our functions, not while they are asked for.

        A cell that asks Python while the macro of a click runs lets Calc come to formulas over such cells before it has its answer: they miss
        it (18 of 19 indicators counted), and nothing tells them. So all are read, which calculates them, and the summary is put in anew.
        """
        found = {page.Name: [page.getCellRangeByPosition(each.StartColumn, each.StartRow, each.EndColumn, each.EndRow)
                             for each in page.queryContentCells(_FORMULAS).RangeAddresses] for page in _members(self.document.Sheets)}  # fmt: skip
        for area in chain.from_iterable(found.values()):
            area.getDataArray()
        undoing = self.document.getUndoManager()
        undoing.lock()
        try:
            for area in found.get(schema.OVERVIEW, ()):
                heights = [(row, row.Height) for row in _members(area.Rows)]  # Calc makes rows that are written to as low as their letters
                area.setFormulaArray(area.getFormulaArray())
                for row, height in heights:
                    row.Height = height
        finally:
            undoing.unlock()

    def protected(self, sheets: Iterable[str]) -> str:
        """Return the first of the sheets that is protected; "" where none is."""
        return next((name for name in sheets if name in self.sheets() and self._sheet(name).isProtected()), "")

    @contextmanager
    def writing(self, sheets: Iterable[str]) -> Iterator[None]:
        """Calculate once at the end, and keep what is written out of Calc's own undo, which could not take it back whole.

        Filters may stand: Calc writes to the rows that it is told, hidden or not.
        """
        automatic, undoing = self.document.isAutomaticCalculationEnabled(), self.document.getUndoManager()
        self.document.enableAutomaticCalculation(False)
        undoing.lock()
        self._heights.clear()
        self._wrote = True
        try:
            yield
        finally:
            self._fit_rows()
            undoing.unlock()
            self.document.enableAutomaticCalculation(automatic)

    def add_sheet(self, new: NewSheet) -> None:
        """Import a drawn sheet behind the others, with its table; take it away again where a step fails."""
        if self.document.isProtected():
            raise structure_protected(new.name)
        sheets = self.document.Sheets
        with self._drawn(new) as drawn:
            sheets.importSheet(drawn, new.name, sheets.Count)
            try:
                page = sheets.getByName(new.name)
                self._print_like(page, drawn.Sheets.getByName(new.name), drawn)
                for name in drawn.DatabaseRanges.ElementNames:
                    if not self.document.DatabaseRanges.hasByName(name):
                        area = drawn.DatabaseRanges.getByName(name).DataArea
                        area.Sheet = page.RangeAddress.Sheet
                        self.document.DatabaseRanges.addNewByName(name, area)
            except Exception:
                self.remove_sheet(new.name)
                raise

    @contextmanager
    def _drawn(self, new: NewSheet) -> Iterator[Any]:
        """Open a drawn workbook as a hidden document."""
        with TemporaryDirectory(prefix="xlperf-") as folder:
            path = Path(folder, "drawn.xlsx")
            path.write_bytes(new.drawn)
            with _opened(path) as drawn:
                yield drawn

    def _print_like(self, page: Any, original: Any, drawn: Any) -> None:
        """Give an imported sheet the paper and the repeated headings of its original, which the import leaves behind."""
        named = drawn.StyleFamilies.getByName("PageStyles").getByName(original.PageStyle)
        styles = self.document.StyleFamilies.getByName("PageStyles")
        if not styles.hasByName(original.PageStyle):
            styles.insertByName(original.PageStyle, self.document.createInstance("com.sun.star.style.PageStyle"))
        for name in ("IsLandscape", "Width", "Height", "ScaleToPagesX", "ScaleToPagesY"):
            setattr(styles.getByName(original.PageStyle), name, getattr(named, name))
        page.PageStyle = original.PageStyle
        if original.getPrintTitleRows():
            page.setPrintTitleRows(True)
            page.setTitleRows(original.getTitleRows())

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet and its tables."""
        for table in self._tables(self._sheet(name)):
            self.document.DatabaseRanges.removeByName(table)
        self.document.Sheets.removeByName(name)

    def notes(self, sheet: str) -> Mapping[tuple[int, int], str]:
        """Return the notes of a sheet."""
        standing = self._sheet(sheet).Annotations
        found = [standing.getByIndex(index) for index in range(standing.Count)]
        return {(each.Position.Row + 1, each.Position.Column + 1): each.String for each in found}

    def annotate(self, place: Place, text: str) -> None:
        """Put a note at a cell, or take it away."""
        page = self._sheet(place.sheet)
        address = page.getCellByPosition(place.column - 1, place.row - 1).CellAddress
        standing = page.Annotations
        for index in reversed(range(standing.Count)):
            position = standing.getByIndex(index).Position
            if (position.Row, position.Column) == (address.Row, address.Column):
                standing.removeByIndex(index)
        if text:
            standing.insertNew(address, text)

    def _fit_rows(self) -> None:
        """Make the rows that were written to as high as their texts need, and none lower than the rows that we build.

        Calc makes them as low as their letters. A height that a person chose stays.
        """
        for (sheet, number), (height, automatic) in self._heights.items():
            row = self._sheet(sheet).Rows.getByIndex(number - 1)
            if automatic or height == _USUAL_HEIGHT:
                row.OptimalHeight = True
                if row.Height < min(height, _USUAL_HEIGHT):
                    row.Height = min(height, _USUAL_HEIGHT)

    def select(self, place: Place) -> None:
        """Show a cell."""
        controller = self.document.getCurrentController()
        if controller:
            controller.setActiveSheet(self._sheet(place.sheet))
            controller.select(self._sheet(place.sheet).getCellByPosition(max(place.column, 1) - 1, place.row - 1))

    def is_hidden(self, place: Place) -> bool:
        """Whether the row of a cell is hidden."""
        return not self._sheet(place.sheet).Rows.getByIndex(place.row - 1).IsVisible

    def selected(self) -> Place | None:
        """Return the cell that is selected, the first of several."""
        chosen = self.document.getCurrentSelection()
        address = getattr(chosen, "RangeAddress", None)
        if address is None:
            return None
        return Place(self.sheets()[address.Sheet], address.StartRow + 1, address.StartColumn + 1)

    def filter(self, sheet: str, table: str, column: int, word: str) -> bool:
        """Filter the rows of a table by a word in a column, beside what a person filters by, or take that away again."""
        found = self.document.DatabaseRanges.getByName(table)
        described = found.getFilterDescriptor()
        others = tuple(each for each in described.getFilterFields2() if each.Field != column - 1)
        filtered = len(others) == len(described.getFilterFields2())
        if not filtered and not others:
            described.setFilterFields2(())
            area = found.getReferredCells()
            nothing = area.createFilterDescriptor(True)
            nothing.ContainsHeader = True  # else the row of headings would count as data from now on
            area.filter(nothing)
            return False
        field = _struct("com.sun.star.sheet.TableFilterField2")
        field.Field, field.IsNumeric, field.StringValue, field.Operator = column - 1, False, word, _EQUAL
        described.setFilterFields2((*others, field) if filtered else others)
        found.refresh()
        return filtered

    def show_columns(self, sheet: str, hidden: Sequence[int], shown: Sequence[int]) -> None:
        """Hide some columns and show others."""
        columns = self._sheet(sheet).Columns
        for numbers, visible in ((shown, True), (hidden, False)):
            for number in numbers:
                columns.getByIndex(number - 1).IsVisible = visible

    def render(self, grid: Grid) -> None:
        """Make the sheet of a form anew: all cells cleared, then painted."""
        page = self._sheet(grid.name)
        whole = page.getCellRangeByPosition(0, 0, len(grid.widths) - 1, max(page.Rows.Count - 1, 0))
        whole.merge(False)
        whole.clearContents(_EVERYTHING)
        for name, corners in drawing.styled(grid):
            self._range(grid.name, corners).CellStyle = NAMES[name]
        self.write(Block(grid.name, 1, 1, grid.rows))
        for (top, left, bottom, right), across in drawing.merged(grid):
            for first, last in [(row, row) for row in range(top, bottom + 1)] if across else [(top, bottom)]:
                self._range(grid.name, (first, left, last, right)).merge(True)
        for height, first, last in drawing.heights(grid):
            for row in range(first - 1, last):
                page.Rows.getByIndex(row).Height = round(height * _POINT)

    def choose_files(self, action: Action) -> Sequence[str]:
        """Let a person choose what an action asks for."""
        import uno

        context = uno.getComponentContext()
        picker = context.ServiceManager.createInstanceWithContext("com.sun.star.ui.dialogs.FilePicker", context)
        picker.setTitle(action.asks)
        picker.setMultiSelectionMode(action.several)
        picker.appendFilter(action.asks, ";".join(f"*{suffix}" for suffix in action.suffixes))
        return [uno.fileUrlToSystemPath(each) for each in picker.getSelectedFiles()] if picker.execute() else ()

    def postings(self, path: str, year: int | None) -> Sequence[Postings]:
        """Read what an export says: texts ourselves, all else as this program reads it."""
        if Path(path).suffix.lower() in (".csv", ".txt"):
            return all_postings(path, year)
        return all_postings(path, year, _book(path, "document"))

    def case(self, path: str) -> Case:
        """Read a table: workbooks as this program reads them, other documents by the libraries of ours."""
        if Path(path).suffix.lower() in _WORKBOOKS:
            return taken_over(path, book=_book(path, "workbook"))[1]
        try:
            return taken_over(path)[1]
        except ImportError as error:
            told = _("LibreOffice自带的Python读不了这种文件（{why}）").format(why=error)
            raise InputError(told, place=path, remedy=_("请另存为.xlsx再选，或在命令行运行：xlperf new --into 本工作簿 --from 这个文件")) from error

    def caution(self) -> str:
        """Calc drops the formulas that new rows of a table get when it saves the formats of Excel."""
        document = self.document.RuntimeUID
        if document in _CAUTIONED or not self.document.getURL().lower().endswith((".xlsx", ".xlsm")):
            return ""
        _CAUTIONED.add(document)
        return _("在LibreOffice中保存会丢掉按钮和表格的自动公式，保存并关闭之后请用xlperf check --write补上")

    def diagnose(self) -> Sequence[Checkup]:
        """Look at the Python that runs here."""
        from xlperf.libreoffice.doctor import diagnose

        return diagnose()


def _book(path: str, kind: str) -> Book:
    """Read a file as this program reads it."""
    with _opened(Path(path)) as opened:
        host = CalcHost(opened)
        return Book(path, tuple(map(host.grid, host.sheets())), "", kind)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a file as a hidden document, without its macros. Raises `InputError` where it is no spreadsheet."""
    import uno

    desktop = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.frame.Desktop")
    options = []
    for name, value in (("Hidden", True), ("ReadOnly", True), ("MacroExecutionMode", 0), ("UpdateDocMode", 0)):
        options.append(_struct("com.sun.star.beans.PropertyValue"))
        options[-1].Name, options[-1].Value = name, value
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(str(path)), "_blank", 0, tuple(options))
    if document is None or not hasattr(document, "Sheets"):
        if document is not None:
            document.close(True)
        raise InputError(_("不是有效的电子表格，可能已损坏或有密码"), place=path.name)
    try:
        yield document
    finally:
        document.close(True)


def _members(container: Any) -> list[Any]:
    return [container.getByIndex(index) for index in range(container.Count)]


def _cells(areas: Iterable[Any]) -> Iterator[tuple[int, int]]:
    """Yield (row, column), 0-based, of each cell of some areas."""
    for area in areas:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                yield row, column


def _error(shown: str) -> str:
    """Return an error as Excel spells it: Calc has errors by number besides (Err:502)."""
    return shown if shown.startswith("#") else "#VALUE!"


def _typed(content: Content) -> str:
    if isinstance(content, Formula):
        return "=" + _separated(content, ";")
    if content is None or content == "":
        return ""
    return f"'{content}" if isinstance(content, str) else repr(float(content))


def _struct(name: str) -> Any:
    import uno

    return uno.createUnoStruct(name)
