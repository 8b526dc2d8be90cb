"""What a workbook may hold at most, looked at before anything reads it in bulk.

A bulk reader makes room for the whole rectangle of a sheet and for as many texts as are promised, and unpacks what is packed however large
it says it is; where memory ends, so does the program, without a word. What is bounded here is told in one sentence instead.
"""

import re
from collections.abc import Iterator

from xlperf.language import _
from xlperf.ooxml.damaged import TooLargeError, WorkbookDamagedError
from xlperf.ooxml.package import Package
from xlperf.ooxml.references import LAST_COLUMN, column_letters, column_number

MOST_PARTS = 20_000
"""Parts of a package: the largest workbook seen has some hundreds."""
MOST_SHEETS = 1000
MOST_BYTES = 64 << 20
"""Bytes that a part may unpack to which is read as a whole: all but sheets."""
MOST_SHEET = 1 << 30
"""Bytes of a sheet: what five million payments take."""
MOST_TEXTS = 2_500_000
"""Shared strings: about as many as a million payments have."""
MOST_STYLES, LONGEST_FORMAT = 100_000, 1000
"""Styles of cells, and letters of a number format: more than Excel takes. A bulk reader reads the format of each style."""
ROOMY = 8_000_000
"""Cells that the rectangle of a sheet may have, however few are filled; beyond, one in four has to be."""
_FILLED = 4
_LOOSE = 1_000_000
"""Cells and rows without a place of their own that are counted through."""
_FIRST_READ = ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
"""What is read to know which parts are sheets."""
_RATIO = 1032
"""How many bytes one byte can unpack to at most."""
_PIECE = 1 << 20

_UNUSUAL = re.compile(rb'<c(?! r="[A-Z]{1,2}+[0-9]{1,4}+")')
"""A cell beyond column ZZ or row 9999, or that does not say first where it stands. Most sheets have none."""
_LOST = re.compile(rb'<c(?! r="[A-Z]{1,3}+[0-9]{1,7}+"|[A-Za-z])')
"""A cell that does not say first where it stands."""
_FILLED_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
_ANY = re.compile(rb"""<(?:[\w.-]+:)?(row|c)(?=[\s/>])((?:[^"'>]|"[^"]*"|'[^']*')*)>""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")
_STYLE = re.compile(rb"<(?:[\w.-]+:)?xf\b")
_LONG_FORMAT = re.compile(rb"""\sformatCode\s*=\s*(?:"[^"]{%d}|'[^']{%d})""" % (LONGEST_FORMAT + 1, LONGEST_FORMAT + 1))
_PROMISED = re.compile(rb"""<(?:[\w.-]+:)?sst\b[^>]*?\suniqueCount\s*=\s*["'](\d+)""")


def check_package(package: Package) -> None:
    """Raise `TooLargeError` where a workbook holds more than is read, `WorkbookDamagedError` where it is not what it says it is.

    Each sheet is looked at by `check_sheet` before it is read.
    """
    if len(package.parts) > MOST_PARTS:
        raise TooLargeError(_("文件里有{count}个部件，不像是填报的工作簿").format(count=len(package.parts)))
    for part in _FIRST_READ:
        if part in package:
            _check_size(package, package.spelt(part))
    if len({part.lower() for part in package.parts}) < len(package.parts) or package.workbook.lower() != "xl/workbook.xml":
        raise WorkbookDamagedError("parts that different readers would take for different ones")
    listed = package.tree(package.workbook).find("sheets")
    if listed and len(listed.children) > MOST_SHEETS:
        raise TooLargeError(_("有{count}个工作表，太多了").format(count=len(listed.children)))
    sheets = set(filter(None, package.sheets.values()))
    if listed and len(package.sheets) < len(listed.children):
        raise WorkbookDamagedError("two sheets of one name")
    for part in package.parts:
        if part not in sheets and part.lower().endswith((".xml", ".rels", ".vml")):
            _check_size(package, part)
    _check_texts(package)
    _check_styles(package)


def _check_size(package: Package, part: str) -> None:
    """Whether a part is as small as it says it is, and as one must be that is read as a whole."""
    said = package.size(part)
    if said <= MOST_BYTES and package.packed_size(part) * _RATIO > MOST_BYTES:
        said = max(said, sum(map(len, package.pieces(part, MOST_BYTES))))
    if said > MOST_BYTES:
        raise TooLargeError(_("部件{part}解开后超过{most}兆字节").format(part=part, most=MOST_BYTES >> 20))


def _check_texts(package: Package) -> None:
    """Whether there are as many shared strings as are promised, and not too many."""
    part = package.spelt("xl/sharedStrings.xml")
    if part not in package:
        return
    promised = _PROMISED.search(next(package.pieces(part, MOST_BYTES, 4096), b""))
    if promised and int(promised[1]) > package.size(part):
        raise WorkbookDamagedError(f"{part}: {promised[1].decode()} strings promised")
    if package.size(part) > MOST_TEXTS and package.read(part).count(b"<si") > MOST_TEXTS:
        raise TooLargeError(_("文字太多，超过{most}万条").format(most=MOST_TEXTS // 10_000))


def _check_styles(package: Package) -> None:
    """Whether there are no more styles, nor longer number formats, than Excel would take; small parts cannot have too many."""
    part = package.spelt("xl/styles.xml")
    if part in package and package.size(part) > 1 << 16:
        data = package.read(part)
        if len(_STYLE.findall(data)) > MOST_STYLES or _LONG_FORMAT.search(data):
            raise TooLargeError(_("单元格样式太多或数字格式太长"))


def check_sheet(package: Package, name: str) -> None:
    """Raise `TooLargeError` where the rectangle of a sheet is none that there can be room for."""
    part = package.sheets[name]
    small = package.size(part) <= MOST_BYTES
    if package.size(part) <= _PIECE * 4:
        data = package.read(part)
        first, end = data.find(b"<sheetData"), data.rfind(b"</sheetData")
        prefixed = data.find(b":", first, end) >= 0 and data.find(b":c", first, end) >= 0  # a single letter is found ten times as fast
        if first >= 0 and not prefixed and _UNUSUAL.search(data, first, end) is None:
            return
    reach = _Reach()
    try:
        for piece in _whole_tags(package.pieces(part, MOST_SHEET)):
            reach.take(piece)
    except _LostCellError:
        if not small:
            raise _placeless(name) from None
        reach = _Reach()
        reach.follow(package.read(part), name)
    if reach.rows * reach.columns > max(ROOMY, reach.cells * _FILLED):
        told = _("工作表“{name}”用到了第{row}行、{column}列，绝大部分是空的，读不了")
        raise TooLargeError(told.format(name=name, row=reach.rows, column=column_letters(min(reach.columns, LAST_COLUMN))))


def _placeless(sheet: str) -> TooLargeError:
    return TooLargeError(_("工作表“{name}”里的单元格没有写明位置，又太多，读不了").format(name=sheet))


class _LostCellError(Exception):
    """A cell does not say first where it stands."""


class _Reach:
    """How far the filled cells of a sheet reach, and how many there are."""

    def __init__(self) -> None:
        self.rows = self.columns = self.cells = 0

    def take(self, piece: bytes) -> None:
        """Take in the cells of a piece, each of which says where it stands. Raises `_LostCellError` where one does not."""
        if _LOST.search(piece) or b":c" in piece:
            raise _LostCellError
        found = _FILLED_CELL.findall(piece)
        self.cells += len(found)
        self.rows = max(self.rows, max((int(row) for _column, row in found), default=0))
        self.columns = max(self.columns, max((column_number(each.decode()) for each in {column for column, _row in found}), default=0))

    def follow(self, data: bytes, name: str) -> None:
        """Take in the cells of a sheet, some of which only stand behind the one before, as bulk readers count."""
        row, column = 1, 0
        for count, found in enumerate(_ANY.finditer(data)):
            if count > _LOOSE:
                raise _placeless(name)
            place = _PLACE.search(found[2])
            if found[1] == b"row":
                row, column = int(place[2]) if place else row + 1, 0
                continue
            column = column_number(place[1].decode()) if place and place[1] else column + 1
            if not found[2].endswith(b"/"):
                self.cells += 1
                self.rows, self.columns = max(self.rows, int(place[2]) if place else row), max(self.columns, column)


def _whole_tags(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces of a part so that no tag is torn in two. Raises `_LostCellError` where one is longer than any should be."""
    rest = b""
    for piece in pieces:
        piece = rest + piece
        cut = piece.rfind(b"<")
        rest = piece[cut:] if cut >= 0 and b">" not in piece[cut:] else b""
        if len(rest) > _PIECE:
            raise _LostCellError
        yield piece[: len(piece) - len(rest)]
    yield rest
