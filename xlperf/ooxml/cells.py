"""A sheet as bytes with a map of where its rows and cells are, so that one cell can change and no other byte with it."""

from dataclasses import dataclass, field
from xml.parsers import expat

from xlperf.ooxml.package import WorkbookDamagedError
from xlperf.ooxml.references import column_number


@dataclass(slots=True)
class CellSpan:
    """A cell: its bytes from `start` to `end`, its attributes, and the text of its value."""

    start: int
    end: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    formula: tuple[int, int] | None = None
    """Where its `<f>` begins and ends."""
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
    """The map of a sheet part: its bytes, rows, where `sheetData` begins and ends, and the dimension's attribute."""

    data: bytes
    prefix: str = ""
    rows: dict[int, RowSpan] = field(default_factory=dict)
    sheet_data: tuple[int, int] = (0, 0)
    sheet_data_empty: bool = False
    dimension: tuple[int, int] | None = None
    dimension_ref: str = ""


def scan_sheet(data: bytes) -> SheetMap:
    """Map a worksheet part. Raises `WorkbookDamagedError` where it is not well-formed or carries a document type."""
    return _Scan(data).run()


class _Scan:
    """One pass of expat, which tells the byte at which each tag stands."""

    def __init__(self, data: bytes):
        self.map = SheetMap(data)
        self.row: RowSpan | None = None
        self.cell: CellSpan | None = None
        self.row_number = self.column_number = 0
        self.in_text = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.refuse

    def run(self) -> SheetMap:
        if self.map.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise WorkbookDamagedError("UTF-16 sheet")
        try:
            self.parser.Parse(self.map.data, True)
        except (expat.ExpatError, ValueError, AttributeError) as error:
            raise WorkbookDamagedError(str(error)) from error
        return self.map

    def refuse(self, *_args: object) -> None:
        raise WorkbookDamagedError("document type in a sheet")

    def tag_end(self) -> tuple[int, bool]:
        """Return where the start tag at the current byte ends, and whether it closes itself."""
        data, at = self.map.data, self.parser.CurrentByteIndex
        quote = 0
        while True:
            byte = data[at]
            if quote:
                quote = 0 if byte == quote else quote
            elif byte in b"\"'":
                quote = byte
            elif byte == 0x3E:
                return at + 1, data[at - 1] == 0x2F
            at += 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _colon, local = name.rpartition(":")
        at = self.parser.CurrentByteIndex
        if local == "c" and self.row:
            self.start_cell(at, attributes)
        elif local == "row":
            self.start_row(at, attributes)
        elif local == "f" and self.cell:
            end, empty = self.tag_end()
            self.cell.formula = (at, end if empty else 0)
        elif local in ("v", "t") and self.cell:
            self.in_text += 1
        elif local == "sheetData":
            end, empty = self.tag_end()
            self.map.prefix = prefix + ":" if prefix else ""
            self.map.sheet_data = (at if empty else end, end)
            self.map.sheet_data_empty = empty
        elif local == "dimension":
            self.map.dimension = (at, self.tag_end()[0])
            self.map.dimension_ref = attributes.get("ref", "")

    def start_row(self, at: int, attributes: dict[str, str]) -> None:
        self.row_number = int(attributes.get("r", self.row_number + 1))
        self.column_number = 0
        body, empty = self.tag_end()
        self.row = RowSpan(self.row_number, at, body, body, empty, attributes)
        self.map.rows[self.row_number] = self.row

    def start_cell(self, at: int, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self.column_number = column_number(reference.rstrip("0123456789")) if reference else self.column_number + 1
        end, empty = self.tag_end()
        self.cell = CellSpan(at, end if empty else 0, attributes)
        self.row.cells[self.column_number] = self.cell

    def text(self, text: str) -> None:
        if self.in_text and self.cell:
            self.cell.text += text

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "c" and self.cell:
            self.cell.end, self.cell = self.after(self.cell.end), None
        elif local == "f" and self.cell and self.cell.formula:
            start, end = self.cell.formula
            self.cell.formula = start, self.after(end)
        elif local == "row" and self.row:
            self.row.end, self.row = self.after(0 if not self.row.empty else self.row.body), None
        elif local in ("v", "t") and self.cell:
            self.in_text -= 1
        elif local == "sheetData" and not self.map.sheet_data_empty:
            self.map.sheet_data = (self.map.sheet_data[0], self.parser.CurrentByteIndex)

    def after(self, known: int) -> int:
        """Return where the element that ends here ends: known for one that closed itself, else behind its end tag."""
        return known or self.map.data.index(b">", self.parser.CurrentByteIndex) + 1
