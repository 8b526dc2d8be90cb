"""A sheet as bytes with a map of where its rows and cells are, so that one cell can change and no other byte with it."""

from dataclasses import dataclass, field

from xlperf.ooxml.damaged import WorkbookDamagedError
from xlperf.ooxml.elements import Element, TreeBuilder, tag_end
from xlperf.ooxml.references import column_number


@dataclass(slots=True)
class CellSpan:
    """A cell: its bytes from `start` to `end`, its attributes, and the text of its value."""

    start: int
    end: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    formula: tuple[int, int] | None = None
    """Where its `<f>` begins and ends."""
    formula_attributes: dict[str, str] = field(default_factory=dict)
    formula_text: str = ""
    text: str = ""


@dataclass(slots=True)
class RowSpan:
    """A row: its start tag, its end, and its cells by column."""

    number: int
    start: int
    body: int = 0
    """Where the start tag ends; for an empty `<row/>` the end of the element."""
    end: int = 0
    empty: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    cells: dict[int, CellSpan] = field(default_factory=dict)


@dataclass(slots=True)
class SheetMap:
    """The map of a sheet part: its bytes, its rows, and everything else as a tree (`sheetData` without its rows)."""

    data: bytes
    root: Element
    rows: dict[int, RowSpan]
    misplaced: list[tuple[int, int]]
    """Rows and cells that stand out of order, or twice: (row, column), column 0 for a row."""

    @property
    def sheet_data(self) -> Element | None:
        """The element that holds the rows; None where the part is no worksheet (a chart sheet)."""
        return self.root.find("sheetData")

    @property
    def body(self) -> Element:
        """The same of a part that must be a worksheet. Raises `WorkbookDamagedError` where it is none."""
        if (held := self.sheet_data) is None:
            raise WorkbookDamagedError("no sheetData")
        return held

    @property
    def dimension(self) -> Element | None:
        """The element that states the used range."""
        return self.root.find("dimension")

    @property
    def prefix(self) -> str:
        """The prefix of the sheet's elements, with its colon."""
        return self.root.prefix

    def cell(self, row: int, column: int) -> CellSpan | None:
        """Return the cell that stands at a place."""
        found = self.rows.get(row)
        return found.cells.get(column) if found else None

    @property
    def columns(self) -> list[Element]:
        """The elements that shape columns (`col`)."""
        found = self.root.find("cols")
        return found.children if found else []

    def ranges(self, name: str) -> list[str]:
        """Return the references of all elements called `name` (mergeCell, hyperlink …)."""
        return [each.attributes.get("ref", "") for each in self.root.all(name)]


def scan_sheet(data: bytes) -> SheetMap:
    """Map a worksheet part. Raises `WorkbookDamagedError` where it is not well-formed or carries a document type."""
    scan = _Scan(data)
    root = scan.run()
    return SheetMap(data, root, scan.rows, scan.misplaced)


class _Scan(TreeBuilder):
    """The tree of a sheet, with rows and cells mapped instead of grown."""

    def __init__(self, data: bytes):
        super().__init__(data)
        self.rows: dict[int, RowSpan] = {}
        self.misplaced: list[tuple[int, int]] = []
        self.row: RowSpan | None = None
        self.cell: CellSpan | None = None
        self.row_number = self.column_number = 0
        self.in_data = False
        self.in_text = self.in_phonetic = 0
        self.in_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self.in_data:
            super().start(name, attributes)
            self.in_data = local == "sheetData"
            return
        at = self.parser.CurrentByteIndex
        if local == "c" and self.row:
            self.start_cell(self.row, at, attributes)
        elif local == "row":
            self.start_row(at, attributes)
        elif local == "f" and self.cell:
            end, empty = tag_end(self.data, at)
            self.cell.formula, self.cell.formula_attributes = (at, end if empty else 0), attributes
            self.in_formula = True
        elif local in ("v", "t") and self.cell:
            self.in_text += 1
        elif local == "rPh":
            self.in_phonetic += 1

    def start_row(self, at: int, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self.row_number + 1))
        if number <= self.row_number:
            self.misplaced.append((number, 0))
        self.row_number, self.column_number = number, 0
        body, empty = tag_end(self.data, at)
        self.row = RowSpan(number, at, body, body, empty, attributes)
        self.rows[number] = self.row

    def start_cell(self, row: RowSpan, at: int, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        letters = reference.rstrip("0123456789") if reference else ""
        number = column_number(letters) if reference else self.column_number + 1
        if number <= self.column_number or (reference and reference != f"{letters}{self.row_number}"):
            self.misplaced.append((self.row_number, number))
        self.column_number = number
        end, empty = tag_end(self.data, at)
        self.cell = CellSpan(at, end if empty else 0, attributes)
        row.cells[number] = self.cell

    def text(self, text: str) -> None:
        if not self.in_data:
            super().text(text)
        elif self.in_text and self.cell and not self.in_phonetic:
            self.cell.text += text
        elif self.in_formula and self.cell:
            self.cell.formula_text += text

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if not self.in_data or local == "sheetData":
            self.in_data = False
            super().end(name)
        elif local == "c" and self.cell:
            self.cell.end, self.cell = self.after(self.cell.end), None
        elif local == "f" and self.cell and self.cell.formula:
            start, end = self.cell.formula
            self.cell.formula, self.in_formula = (start, self.after(end)), False
        elif local == "row" and self.row:
            self.row.end, self.row = self.after(0 if not self.row.empty else self.row.body), None
        elif local in ("v", "t") and self.cell:
            self.in_text -= 1
        elif local == "rPh":
            self.in_phonetic -= 1

    def after(self, known: int) -> int:
        """Return where the element that ends here ends: known for one that closed itself, else behind its end tag."""
        return known or self.data.index(b">", self.parser.CurrentByteIndex) + 1
