# ruff: noqa: N802, N803 - the names are those of Excel
"""A stand-in for the few xlwings calls that the host uses: nothing real is at hand where Excel is not.

It does to values what Excel does to them, so that a host that forgets is caught: what is written is parsed as if it were typed
(unless an apostrophe or a text format keeps it), arrays written over hidden rows land in the wrong cells, errors come as
integers, dates as datetimes, `Formula` of a text is the text. It calculates nothing. Each call is counted.
"""

import re
from collections import Counter
from copy import copy
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import openpyxl

ERRORS = {"#NULL!": -2146826288, "#DIV/0!": -2146826281, "#VALUE!": -2146826273, "#REF!": -2146826265,
          "#NAME?": -2146826259, "#NUM!": -2146826252, "#N/A": -2146826246}  # fmt: skip
EPOCH = datetime(1899, 12, 30)
_DATES = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})-(\d{1,2})-(\d{1,2})")


class Cell(SimpleNamespace):
    """A cell: `value` as COM gives it, `formula` ("" where there is none), `number_format`."""


def typed(text, number_format: str) -> Cell:
    """Return the cell that Excel makes of what is typed into it."""
    cell = Cell(value=text, formula="", number_format=number_format)
    if isinstance(text, str):
        if text[:1] == "'":
            cell.value = text[1:]
        elif number_format == "@":
            cell.value = text
        elif text[:1] == "=":
            if not re.match(r"=[A-Za-z(\"]", text):
                raise ValueError(f"com_error: 1004 {text}")  # =11辆 is no formula: the whole block fails
            link = re.match(r'=HYPERLINK\("[^"]*","([^"]*)"\)', text)
            cell.formula, cell.value = text, link[1] if link else "(calculated)"
        elif re.fullmatch(r"[-+]?\d[\d,]*(\.\d+)?%?", text):
            number = float(text.rstrip("%").replace(",", ""))
            cell.value = number / 100 if text.endswith("%") else number
        elif match := _DATES.fullmatch(text):
            cell.value = datetime(*[int(each) for each in match.groups() if each])
        elif re.fullmatch(r"\d{1,2}月|\d{1,2}-\d{1,2}", text):
            cell.value = datetime(2026, int(re.match(r"\d+", text)[0]) % 12 or 12, 1)
        elif text.upper() in ("TRUE", "FALSE"):
            cell.value = text.upper() == "TRUE"
        elif text in ERRORS:
            cell.value = ERRORS[text]
        elif text == "":
            cell.value = None
    elif isinstance(text, datetime):
        cell.value = text
    elif isinstance(text, int | float) and not isinstance(text, bool):
        cell.value = EPOCH + timedelta(days=text) if "yy" in number_format else float(text)
    return cell


class Book:
    """An open workbook; `calls` counts what was asked of Excel."""

    def __init__(self, data: bytes, name: str = "测试.xlsm"):
        import io

        self.calls: Counter[str] = Counter()
        self.name = name
        loaded = openpyxl.load_workbook(io.BytesIO(data))
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        self._sheets = [Sheet(self, page, shown[page.title]) for page in loaded]
        self.sheets = Sheets(self)
        self.names = [SimpleNamespace(name=name) for name in loaded.defined_names]
        self.app = App(self)
        self.active, self.chosen = self._sheets[0], (1, 1)
        self.api = SimpleNamespace(ProtectStructure=False)

    def close(self):
        self.calls["close"] += 1

    @property
    def selection(self):
        self.calls["selection"] += 1
        if self.chosen is None:
            return None
        return SimpleNamespace(sheet=self.active, row=self.chosen[0], column=self.chosen[1])


class App:
    """What is held while a click works."""

    def __init__(self, book: Book):
        self._book = book
        self.screen_updating, self.enable_events, self.calculation, self.status_bar = True, True, "automatic", False
        self.display_alerts = True
        self._opened: list[Book] = []
        self._chosen: list[str] = []

    @property
    def api(self):
        return SimpleNamespace(GetOpenFilename=self._choose)

    def _choose(self, patterns, index, title, button, several):
        """Excel gives a tuple where several may be chosen, else the one name; False where none was."""
        assert "*.xlsx" in patterns.partition(",")[2] and self.screen_updating
        return (tuple(self._chosen) if several else self._chosen[0]) if self._chosen else False

    @property
    def books(self):
        return SimpleNamespace(open=self._open)

    def _open(self, path, update_links, read_only, add_to_mru):
        self._book.calls["open"] += 1
        self._opened.append(Book(Path(path).read_bytes(), Path(path).name))
        return self._opened[-1]

    def calculate(self):
        """Excel calculates what has changed: where it does so by hand, nothing else does."""
        self._book.calls["calculate"] += 1

    def __setattr__(self, name, value):
        if not name.startswith("_"):
            self._book.calls["app"] += 1
        super().__setattr__(name, value)


class Sheets:
    def __init__(self, book: Book):
        self.book = book

    @property
    def active(self):
        self.book.calls["active"] += 1
        return self.book.active

    def __getitem__(self, name):
        self.book.calls["sheet"] += 1
        if isinstance(name, int):
            return self.book._sheets[name]
        return next(sheet for sheet in self.book._sheets if sheet.name == name)

    def __iter__(self):
        self.book.calls["sheets"] += 1
        return iter(self.book._sheets)


class Sheet:
    """A sheet: cells by (row, column), tables, and which rows are hidden by a filter."""

    def __init__(self, book: Book, page, shown):
        self.book, self.name = book, page.title
        self.cells: dict[tuple[int, int], Cell] = {}
        for row in page.iter_rows():
            for cell in row:
                formula = cell.value if cell.data_type == "f" else ""
                value = shown[cell.coordinate].value
                value = ERRORS.get(value, value) if isinstance(value, str) and cell.data_type in "fe" else value
                value = float(value) if isinstance(value, int) and not isinstance(value, bool) and value not in ERRORS.values() else value
                self.cells[cell.row, cell.column] = Cell(value=value, formula=formula, number_format=cell.number_format)
        self.hidden: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.protected = False
        self.tables = Tables(self, {name: Table(self, name, page.tables[name].ref) for name in page.tables})
        self.api = Api(self)
        self.merges: list = []
        self.merged = [(each.min_row, each.min_col, each.max_row, each.max_col) for each in page.merged_cells.ranges]
        self._visible = page.sheet_state == "visible"
        self.comments = {(cell.row, cell.column): cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}

    @property
    def visible(self):
        self.book.calls["visible"] += 1
        return self._visible

    def copy(self, after):
        """Put a copy into the workbook of `after`, which shows it then; Excel renames tables whose names are taken."""
        book = after.book
        book.calls["copy"] += 1
        copied = copy(self)
        copied.book, copied.api, copied.cells, copied.comments = book, Api(copied), dict(self.cells), {}
        taken = {table.name for sheet in book._sheets for table in sheet.tables.values()}
        tables = {name: copy(table) for name, table in self.tables.items()}
        for table in tables.values():
            table.sheet, table.api = copied, TableApi(table)
            table.name += "2" if table.name in taken else ""
        copied.tables = Tables(copied, tables)
        book._sheets.append(copied)
        book.active = copied

    def delete(self):
        self.book.calls["delete"] += 1
        assert not self.book.app.display_alerts, "Excel asks before it deletes a sheet"
        self.book._sheets.remove(self)

    def range(self, first, last=None):
        self.book.calls["range"] += 1
        return Range(self, first, last or first)

    def activate(self):
        self.book.active = self

    def _find(self, what, LookIn, SearchOrder, SearchDirection):
        self.book.calls["find"] += 1
        assert (what, LookIn, SearchDirection) == ("*", -4123, 2)
        filled = [place for place, cell in self.cells.items() if (cell.value not in (None, "") or cell.formula)
                  and place[0] not in self.hidden]  # what a filter hides is not found, even among formulas
        if not filled:
            return None
        if SearchOrder == 1:
            row, column = max(filled)
        else:
            column, row = max((column, row) for row, column in filled)
        return SimpleNamespace(Row=row, Column=column)


class Api:
    """The raw COM object of a sheet. Filters are those of tables; the sheet has none of its own."""

    AutoFilterMode = False

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.Cells = SimpleNamespace(Find=sheet._find, UnMerge=lambda: None, Clear=self._clear)

    @property
    def ListObjects(self):
        self.sheet.book.calls["tables"] += 1
        return [table.api for table in self.sheet.tables.values()]

    @property
    def Comments(self):
        self.sheet.book.calls["comments"] += 1
        return [Comment(self.sheet, place) for place in self.sheet.comments]

    @property
    def ProtectContents(self):
        self.sheet.book.calls["protected"] += 1
        return self.sheet.protected

    def _clear(self):
        self.sheet.cells.clear()


class Tables(dict):
    def __init__(self, sheet, found):
        super().__init__(found)
        self.sheet = sheet

    def __iter__(self):
        self.sheet.book.calls["tables"] += 1
        return iter(self.values())


class Table:
    def __init__(self, sheet: Sheet, name: str, reference: str):
        self.sheet, self.name, self.reference = sheet, name, reference
        self.show_totals = False
        self.filters: dict[int, str] = {}
        self.api = TableApi(self)

    @property
    def range(self):
        self.sheet.book.calls["table"] += 1
        left, top, right, bottom = openpyxl.utils.range_boundaries(self.reference)
        return Range(self.sheet, (top, left), (bottom, right))

    def resize(self, area):
        self.sheet.book.calls["resize"] += 1
        assert not self.sheet.protected, "com_error: protected"
        self.reference = area.address.replace("$", "")


class TableApi:
    """The raw ListObject, with a filter that hides rows."""

    def __init__(self, table: Table):
        self.table, self.ShowAutoFilter = table, True
        self.AutoFilter = FilterApi(table)
        self.Range = SimpleNamespace(AutoFilter=self._filter)

    def _filter(self, field, *criteria):
        self.table.sheet.book.calls["filter"] += 1
        assert not self.table.sheet.protected, "com_error: protected"
        self.table.filters.pop(field, None)
        if criteria:
            self.table.filters[field] = criteria[0]
        _hide(self.table)


class FilterApi:
    def __init__(self, table):
        self.table = table

    @property
    def Range(self):
        (top, left), (bottom, right) = self.table.range.first, self.table.range.last
        rows, columns = SimpleNamespace(Count=bottom - top + 1), SimpleNamespace(Count=right - left + 1)
        return SimpleNamespace(AutoFilter=self.table.api.Range.AutoFilter, Row=top, Column=left, Rows=rows, Columns=columns)

    @property
    def FilterMode(self):
        return bool(self.table.filters)

    def ShowAllData(self):
        self.table.sheet.book.calls["filter"] += 1
        self.table.filters.clear()
        _hide(self.table)

    @property
    def Filters(self):
        width = self.table.range.columns
        one = lambda field: SimpleNamespace(On=field in self.table.filters, Operator=0, Criteria1=self.table.filters.get(field))  # noqa: E731
        found = lambda field: one(field)  # noqa: E731
        found.Count = width
        return found


def _hide(table: Table) -> None:
    left, top, _right, bottom = openpyxl.utils.range_boundaries(table.reference)
    table.sheet.hidden = {
        row for row in range(top + 1, bottom + 1) for field, word in table.filters.items()
        if (cell := table.sheet.cells.get((row, left + field - 1))) is None or cell.value != word
    }  # fmt: skip


class Range:
    def __init__(self, sheet: Sheet, first, last):
        self.sheet, self.first, self.last = sheet, first, last
        self.api = RangeApi(self)

    @property
    def places(self):
        (top, left), (bottom, right) = self.first, self.last
        return [[(row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)]

    @property
    def columns(self):
        return self.last[1] - self.first[1] + 1

    @property
    def address(self):
        letters = openpyxl.utils.get_column_letter
        return f"${letters(self.first[1])}${self.first[0]}:${letters(self.last[1])}${self.last[0]}"

    def _cell(self, place):
        return self.sheet.cells.get(place) or Cell(value=None, formula="", number_format="General")

    def _get(self, name, get):
        self.sheet.book.calls[f"read {name}"] += 1
        rows = tuple(tuple(get(self._cell(place)) for place in row) for row in self.places)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    @property
    def raw_value(self):
        return self._get("value", lambda cell: cell.value)

    @raw_value.setter
    def raw_value(self, rows):
        self._set(rows)

    @property
    def formula(self):
        return self._get("formula", lambda cell: cell.formula or _as_typed(cell.value))

    @formula.setter
    def formula(self, rows):
        self._set(rows)

    def _set(self, rows):
        self.sheet.book.calls["write"] += 1
        assert not self.sheet.protected, "com_error: protected"
        visible = [row for row in self.places if row[0][0] not in self.sheet.hidden]
        given = rows if len(visible) == len(self.places) else [rows[0]] * len(visible)  # xlwings #747
        made = [
            [typed(text, self._cell(place).number_format) for place, text in zip(*pair, strict=True)]
            for pair in zip(visible, given, strict=True)
        ]
        for row, cells in zip(visible, made, strict=True):
            self.sheet.cells |= dict(zip(row, cells, strict=True))

    @property
    def number_format(self):
        self.sheet.book.calls["format"] += 1
        found = {self._cell(place).number_format for row in self.places for place in row}
        return found.pop() if len(found) == 1 else None

    def select(self):
        self.sheet.book.calls["select"] += 1
        self.sheet.book.chosen = self.first


class RangeApi:
    """The raw COM range: styles, merges, whole rows and columns."""

    def __init__(self, area: Range):
        object.__setattr__(self, "area", area)

    def __setattr__(self, name, value):
        self.area.sheet.book.calls[name] += 1

    def Merge(self, across):
        self.area.sheet.merges.append((self.area.address, across))

    def _merges(self):
        (top, left), (bottom, right) = self.area.first, self.area.last
        return [each for each in self.area.sheet.merged if each[0] <= bottom and top <= each[2] and each[1] <= right and left <= each[3]]

    @property
    def MergeCells(self):
        """True, False, or None where only some of the cells are merged."""
        self.area.sheet.book.calls["merged"] += 1
        return (True if self.area.first == self.area.last else None) if self._merges() else False

    @property
    def MergeArea(self):
        self.area.sheet.book.calls["merged"] += 1
        top, left, _bottom, _right = next(iter(self._merges()), (*self.area.first, 0, 0))
        return SimpleNamespace(Row=top, Column=left)

    def AutoFill(self, area, kind):
        assert kind == 3, "xlFillFormats: anything else fills in contents too"
        self.area.sheet.book.calls["fill"] += 1

    @property
    def RowHeight(self):
        return 34

    @property
    def Comment(self):
        self.area.sheet.book.calls["note"] += 1
        return Comment(self.area.sheet, self.area.first) if self.area.first in self.area.sheet.comments else None

    def AddComment(self, text):
        self.area.sheet.book.calls["note"] += 1
        assert not self.area.sheet.protected and self.area.first not in self.area.sheet.comments, "com_error"
        assert self.area.first in [each[:2] for each in self._merges()] or not self._merges(), "com_error: under a merge"
        self.area.sheet.comments[self.area.first] = text
        return SimpleNamespace(Shape=SimpleNamespace(TextFrame=SimpleNamespace()))

    @property
    def EntireRow(self):
        return SimpleNamespace(Hidden=self.area.first[0] in self.area.sheet.hidden)

    @property
    def EntireColumn(self):
        return Columns(self.area)


class Comment:
    """The raw COM object of a note."""

    def __init__(self, sheet: Sheet, place):
        self.sheet, self.place = sheet, place
        self.Parent = SimpleNamespace(Row=place[0], Column=place[1])

    def Text(self):
        self.sheet.book.calls["note"] += 1
        return self.sheet.comments[self.place]

    def Delete(self):
        self.sheet.book.calls["note"] += 1
        del self.sheet.comments[self.place]


class Columns:
    def __init__(self, area):
        object.__setattr__(self, "area", area)

    def __setattr__(self, name, value):
        sheet = self.area.sheet
        sheet.book.calls["hide"] += 1
        assert not sheet.protected, "com_error: protected"
        numbers = set(range(self.area.first[1], self.area.last[1] + 1))
        sheet.hidden_columns = sheet.hidden_columns | numbers if value else sheet.hidden_columns - numbers


def _as_typed(value):
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str((value - EPOCH) / timedelta(days=1))
    return value if isinstance(value, str) else str(value)
