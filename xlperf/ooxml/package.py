"""A workbook as a package of parts: which part holds which sheet, table or chart."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar
from urllib.parse import unquote

from xlperf.language import _
from xlperf.ooxml.cells import SheetMap, scan_sheet
from xlperf.ooxml.damaged import TooLargeError, WorkbookDamagedError
from xlperf.ooxml.elements import Element, kept, parse_part
from xlperf.ooxml.references import corners_of

_ENCRYPTED = 1
"""The bit of an entry's flags that says so."""
MAX_UNPACKED = 1 << 30
"""Bytes a package may unpack to; more is refused before anything is unpacked."""

TYPES = "[Content_Types].xml"
"""The part that says what kind of part each other one is."""
Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table (ListObject): its part, name and range, how many totals rows it has, and its columns' names."""

    part: str
    name: str
    reference: str
    totals: int = 0
    columns: tuple[str, ...] = ()
    headed: bool = True
    """Whether it has a heading row."""
    automatic: frozenset[str] = frozenset()
    """The columns whose formula new rows get by themselves."""

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """The range as (top, left, bottom, right), 1-based, the heading row in and totals rows left out."""
        found = corners_of(self.reference)
        if found is None:
            raise WorkbookDamagedError(f"{self.part}: {self.reference}")
        top, left, bottom, right = found
        return top, left, bottom - self.totals, right


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship as a part states it: `kind` is the last word of its type, `target` a part, or an address outside or in a sheet."""

    id: str
    kind: str
    target: str
    external: bool = False


class Package:
    """The parts of a workbook, read when they are asked for. Raises `WorkbookDamagedError` where the bytes are no package.

    Parts are named as the archive names them; a relationship may spell its target in other case, as the standard allows.
    """

    def __init__(self, data: bytes):
        self.data = data
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise WorkbookDamagedError(str(error)) from error
        if sum(info.file_size for info in self.archive.infolist()) > MAX_UNPACKED:
            raise WorkbookDamagedError("too large")
        self.parts = [info.filename for info in self.archive.infolist() if not info.filename.endswith("/")]
        self._spelt = {_folded(part): part for part in self.parts}
        self._trees: dict[str, Element] = {}
        self._maps: dict[str, SheetMap] = {}
        self._bodies: dict[str, bytes] = {}
        self._last: tuple[str, bytes] = ("", b"")  # a sheet is looked at several times in a row

    def spelt(self, part: str) -> str:
        """Return a part's name as the archive spells it; the name itself where there is no such part."""
        return self._spelt.get(_folded(part), part)

    def __contains__(self, part: str) -> bool:
        return _folded(part) in self._spelt

    def read(self, part: str) -> bytes:
        """Return the bytes of a part, named without a leading slash."""
        part = self.spelt(part)
        if part in self._bodies:
            return self._bodies[part]
        if part == self._last[0]:
            return self._last[1]
        try:
            self._last = part, self._unpacked(part)
            return self._last[1]
        except Exception as error:  # zlib.error has no public home in zipfile, and it is one of seven
            raise WorkbookDamagedError(f"{part}: {error}") from error

    def _unpacked(self, part: str) -> bytes:
        """Return the bytes of a part, never more than it says it has: what is packed may unpack to a thousand times as much.

        A package holds parts as they are or deflated, and nothing else (Open Packaging Conventions, from memory).
        """
        info = self.archive.NameToInfo[part]
        if info.flag_bits & _ENCRYPTED or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WorkbookDamagedError("encrypted, or packed in a way that no workbook is")
        body = self.packed(info)
        if info.compress_type == zipfile.ZIP_DEFLATED:
            body = zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, info.file_size) if info.file_size else b""
        if len(body) != info.file_size or zlib.crc32(body) != info.CRC:
            raise WorkbookDamagedError("not as large as it says, or its checksum is wrong")
        return body

    def instead(self, bodies: Mapping[str, bytes]) -> "Package":
        """Return the package as it would be with other bytes in some parts; what is packed stays."""
        other = Package(self.data)
        other._bodies = {**self._bodies, **{self.spelt(part): body for part, body in bodies.items()}}
        return other

    def packed(self, info: zipfile.ZipInfo) -> bytes:
        """Return the bytes of an entry as they are compressed."""
        start = info.header_offset + 30  # the fixed part of its header, which ends with the lengths of the rest
        lengths = self.data[start - 4 : start]
        start += int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        return self.data[start : start + info.compress_size]

    def size(self, part: str) -> int:
        """Return how many bytes a part unpacks to; 0 where there is none."""
        info = self.archive.NameToInfo.get(self.spelt(part))
        return info.file_size if info else 0

    def packed_size(self, part: str) -> int:
        """Return how many bytes a part takes as it is packed; 0 where there is none."""
        info = self.archive.NameToInfo.get(self.spelt(part))
        return info.compress_size if info else 0

    def pieces(self, part: str, most: int, size: int = 1 << 20) -> Iterator[bytes]:
        """Yield a part in pieces of some size, whatever size it says it has. Raises `TooLargeError` behind `most` bytes."""
        info = self.archive.NameToInfo[self.spelt(part)]
        if info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & _ENCRYPTED:
            yield self.read(part)
            return
        unpacker, packed, left = zlib.decompressobj(-zlib.MAX_WBITS), self.packed(info), most
        try:
            while packed and not unpacker.eof:
                piece = unpacker.decompress(packed, size)
                packed, left = unpacker.unconsumed_tail, left - len(piece)
                if left < 0:
                    raise TooLargeError(_("部件{part}解开后比它写明的大").format(part=part))
                yield piece
        except zlib.error as error:
            raise WorkbookDamagedError(f"{part}: {error}") from error

    def tree(self, part: str) -> Element:
        """Return the root element of a small part."""
        if part not in self._trees:
            self._trees[part] = self._named(part, parse_part)
        return self._trees[part]

    def cells(self, part: str) -> SheetMap:
        """Return the map of a worksheet part."""
        if part not in self._maps:
            self._maps[part] = self._named(part, scan_sheet)
        return self._maps[part]

    def _named(self, part: str, parse: Callable[[bytes], Parsed]) -> Parsed:
        """Parse a part, and let what goes wrong name it."""
        try:
            return parse(self.read(part))
        except WorkbookDamagedError as error:
            raise type(error)(f"{part}: {error}") from error

    def relations(self, part: str) -> list[Relation]:
        """Return the relationships of a part, in their order; "" stands for the package."""
        path = relations_part(part)
        if path not in self:
            return []
        stated = self._named(self.spelt(path), lambda data: _relations(data, posixpath.dirname(part)))
        return [each if each.external else self._with_part(each) for each in stated]

    def _with_part(self, relation: Relation) -> Relation:
        """Return a relationship with its part as the archive spells it."""
        target = relation.target
        part = self.spelt(target if target in self else unquote(target))
        return relation if part == target else replace(relation, target=part)

    def related(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Yield (id, last word of the type, target part) of each internal relationship of a part."""
        return ((each.id, each.kind, each.target) for each in self.relations(part) if not each.external)

    @cached_property
    def workbook(self) -> str:
        """The part of the workbook itself."""
        found = next((target for _id, kind, target in self.related("") if kind == "officeDocument"), None)
        if not found:
            raise WorkbookDamagedError("no workbook part")
        return found

    @property
    def folder(self) -> str:
        """The folder of the workbook part, with its slash."""
        name, slash, _part = self.workbook.rpartition("/")
        return name + slash

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The part of each sheet by the sheet's name, in the order of the tabs."""
        targets = {id_: target for id_, _kind, target in self.related(self.workbook)}
        listed = self.tree(self.workbook).find("sheets")
        found = listed.children if listed else []
        return {each.attributes.get("name", ""): targets.get(each.relation(), "") for each in found}

    @property
    def names(self) -> set[str]:
        """The defined names of the whole workbook."""
        found = self.tree(self.workbook).all("definedName")
        return {each.attributes.get("name", "") for each in found if "localSheetId" not in each.attributes}

    def parts_of(self, part: str, kind: str) -> list[str]:
        """Return the parts that `part` refers to by relationships of a kind (table, drawing, chart …)."""
        return [target for _id, each, target in self.related(part) if each == kind]

    def tables(self, sheet: str) -> list[TablePart]:
        """Return the tables of a sheet."""
        return [replace(self._named(part, _table), part=part) for part in self.parts_of(self.sheets[sheet], "table")]

    @cached_property
    def content_types(self) -> dict[str, str]:
        """The content type of each part that has one."""
        root = self.tree(TYPES)
        defaults = {each.attributes.get("Extension", "").lower(): each.attributes.get("ContentType", "")
                    for each in root.all("Default")}  # fmt: skip
        named = {_folded(each.attributes.get("PartName", "")): each.attributes.get("ContentType", "")
                 for each in root.all("Override")}  # fmt: skip
        given = ((part, named.get(_folded(part)) or defaults.get(_suffix(part), "")) for part in self.parts)
        return {part: kind for part, kind in given if kind}

    @cached_property
    def number_formats(self) -> list[str]:
        """The number format of each cell style, by its index; built-in ones only as far as percents matter."""
        part = next(iter(self.parts_of(self.workbook, "styles")), None)
        if part is None:
            return []
        root = self.tree(part)
        codes = {"9": "0%", "10": "0.00%"}
        for each in root.all("numFmt"):
            codes[each.attributes.get("numFmtId", "")] = each.attributes.get("formatCode", "")
        listed = root.find("cellXfs")
        return [codes.get(xf.attributes.get("numFmtId", ""), "") for xf in (listed.children if listed else [])]


def relations_part(part: str) -> str:
    """Return the name of the part that holds a part's relationships; "" stands for the package."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


@kept(32_768)
def _relations(data: bytes, folder: str) -> tuple[Relation, ...]:
    """Return the relationships that a part states for what lies in a folder; they are the same in all workbooks of one template."""
    return tuple(_relation(each.attributes, folder) for each in parse_part(data).all("Relationship"))


def _relation(given: Mapping[str, str], folder: str) -> Relation:
    kind, target = given.get("Type", "").rpartition("/")[2], given.get("Target", "")
    if given.get("TargetMode") == "External" or target.startswith("#"):
        return Relation(given.get("Id", ""), kind, target, True)
    path = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
    return Relation(given.get("Id", ""), kind, path)


@kept(32_768)
def _table(data: bytes) -> TablePart:
    """Return the table that a part describes."""
    root = parse_part(data)
    totals = root.attributes.get("totalsRowCount", "0")
    listed = root.find("tableColumns")
    found = [each for each in (listed.children if listed else ()) if each.name == "tableColumn"]
    columns = tuple(each.attributes.get("name", "") for each in found)
    automatic = (each.attributes.get("name", "") for each in found if each.find("calculatedColumnFormula"))
    name, reference = root.attributes.get("displayName", ""), root.attributes.get("ref", "")
    return TablePart("", name, reference, int(totals) if totals.isdigit() else 0, columns,
                     root.attributes.get("headerRowCount", "1") != "0", frozenset(automatic))


def _folded(part: str) -> str:
    """Return a part's name as names are compared: without case, with slashes, none in front."""
    return part.replace("\\", "/").lstrip("/").lower()


def _suffix(part: str) -> str:
    return posixpath.basename(part).rpartition(".")[2].lower()
