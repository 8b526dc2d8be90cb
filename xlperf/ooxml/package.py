"""A workbook as a package of parts: which part holds which sheet, table or chart."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from xlperf.ooxml.references import RANGE, column_number

MAX_UNPACKED = 1 << 30
"""Bytes a package may unpack to; more is refused before anything is unpacked."""


class WorkbookDamagedError(Exception):
    """The bytes are no readable workbook package."""


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table (ListObject): its part, name and range, how many totals rows it has, and its columns' names."""

    part: str
    name: str
    reference: str
    totals: int = 0
    columns: tuple[str, ...] = ()

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """The range as (top, left, bottom, right), 1-based, the heading row in and totals rows left out."""
        match = RANGE.fullmatch(self.reference)
        if not match or not match[3]:
            raise WorkbookDamagedError(f"{self.part}: {self.reference}")
        return int(match[2]), column_number(match[1]), int(match[4]) - self.totals, column_number(match[3])


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


class Package:
    """The parts of a workbook, read when they are asked for. Raises `WorkbookDamagedError` where the bytes are no package."""

    def __init__(self, data: bytes):
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise WorkbookDamagedError(str(error)) from error
        if sum(info.file_size for info in self.archive.infolist()) > MAX_UNPACKED:
            raise WorkbookDamagedError("too large")

    def read(self, part: str) -> bytes:
        """Return the bytes of a part, named without a leading slash."""
        try:
            return self.archive.read(part)
        except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
            raise WorkbookDamagedError(f"{part}: {error}") from error
        except Exception as error:  # zlib.error has no public home in zipfile
            raise WorkbookDamagedError(f"{part}: {error}") from error

    def size(self, part: str) -> int:
        """Return how many bytes a part unpacks to; 0 where there is none."""
        info = self.archive.NameToInfo.get(part)
        return info.file_size if info else 0

    def xml(self, part: str) -> Element:
        """Return a part parsed; entities and document types are refused."""
        try:
            return fromstring(self.read(part), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise WorkbookDamagedError(f"{part}: {error}") from error

    def related(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Yield (id, last word of the type, target part) of each internal relationship of a part ("" for the package)."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self.archive.NameToInfo:
            return
        for each in self.xml(path):
            if each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
                yield each.get("Id", ""), each.get("Type", "").rpartition("/")[2], target.lstrip("/")

    @cached_property
    def workbook(self) -> str:
        """The part of the workbook itself."""
        found = next((target for _id, kind, target in self.related("") if kind == "officeDocument"), None)
        if not found:
            raise WorkbookDamagedError("no workbook part")
        return found

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The part of each sheet by the sheet's name, in the order of the tabs."""
        targets = {id_: target for id_, _kind, target in self.related(self.workbook)}
        found = {}
        for element in self.xml(self.workbook).iter():
            if local(element) == "sheet":
                id_ = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
                found[element.get("name", "")] = targets.get(id_, "")
        return found

    def parts_of(self, part: str, kind: str) -> list[str]:
        """Return the parts that `part` refers to by relationships of a kind (table, drawing, chart …)."""
        return [target for _id, each, target in self.related(part) if each == kind]

    def tables(self, sheet: str) -> list[TablePart]:
        """Return the tables of a sheet."""
        found = []
        for part in self.parts_of(self.sheets[sheet], "table"):
            root = self.xml(part)
            totals = root.get("totalsRowCount", "0")
            columns = tuple(each.get("name", "") for each in root.iter() if local(each) == "tableColumn")
            name, reference = root.get("displayName", ""), root.get("ref", "")
            found.append(TablePart(part, name, reference, int(totals) if totals.isdigit() else 0, columns))
        return found

    @cached_property
    def number_formats(self) -> list[str]:
        """The number format of each cell style, by its index; built-in ones only as far as percents matter."""
        part = next(iter(self.parts_of(self.workbook, "styles")), None)
        if part is None:
            return []
        root = self.xml(part)
        codes = {"9": "0%", "10": "0.00%"}
        formats: list[str] = []
        for element in root.iter():
            if local(element) == "numFmt":
                codes[element.get("numFmtId", "")] = element.get("formatCode", "")
            elif local(element) == "cellXfs":
                formats = [codes.get(xf.get("numFmtId", ""), "") for xf in element]
        return formats

