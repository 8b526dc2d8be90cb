"""Changes of a package, gathered before any is made: splices of parts, parts that come, parts that go."""

import io
import posixpath
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from typing import IO
from xml.sax.saxutils import quoteattr

from xlperf.ooxml.elements import Element, Splice, appended, encoded, splice
from xlperf.ooxml.package import TYPES, Package, relations_part

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"


class Changes:
    """What shall change in a package. `packed()` makes it so; whatever was not named stays, byte for byte."""

    def __init__(self, package: Package):
        self.package = package
        self.types = package.spelt(TYPES)
        self.splices: dict[str, list[Splice]] = defaultdict(list)
        self.added: dict[str, bytes] = {}
        self.dropped: list[str] = []
        self._given_ids: dict[str, list[str]] = defaultdict(list)

    def __bool__(self) -> bool:
        return bool(self.splices or self.added or self.dropped)

    def splice(self, part: str, splices: Iterable[Splice]) -> None:
        """Change bytes of a part: places are those of the part as it was."""
        self.splices[part] += splices

    def read(self, part: str) -> bytes:
        """Return the bytes of a part as they will be."""
        if part in self.added:
            return self.added[part]
        body = self.package.read(part)
        return splice(body, self.splices[part]) if part in self.splices else body

    def insert(self, part: str, element: Element, xml: str, before: Element | None = None) -> None:
        """Put `xml` into an element of a part: before a child, else behind its last one."""
        start, end, new = appended(self.package.read(part), element, xml, before)
        earlier = next((each for each in self.splices[part] if each[:2] == (start, end) and start < end), None)
        if earlier:  # an element that closed itself (`<sheets/>`) has been opened already
            self.splices[part].remove(earlier)
            closing = earlier[2].rindex(b"</")
            new = earlier[2][:closing] + encoded(self.package.read(part), xml) + earlier[2][closing:]
        self.splice(part, [(start, end, new)])

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part."""
        self.added[part] = data
        types = self.package.tree(self.types)
        self.insert(self.types, types, f'<{types.prefix}Override PartName={quoteattr("/" + part)} ContentType="{content_type}"/>')

    def free_name(self, pattern: str) -> str:
        """Return the first name of the pattern (`xl/worksheets/sheet{}.xml`) that no part has."""
        names = (pattern.format(number) for number in range(1, 1_000_000))
        return next(name for name in names if name not in self.package and name not in self.added)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship of a kind (worksheet, comments …) from a part to another, and return its id."""
        taken = {each.id.lower() for each in self.package.relations(part)} | {*map(str.lower, self._given_ids[part])}
        given = next(name for number in range(1, 1_000_000) if (name := f"rId{number}").lower() not in taken)
        self._given_ids[part].append(given)
        type_ = f"{STRICT if self.strict else OFFICE}/{kind}"
        where = quoteattr(posixpath.relpath("/" + target, posixpath.dirname("/" + part)))
        path = relations_part(part)
        if path in self.package:
            path = self.package.spelt(path)
            root = self.package.tree(path)
            self.insert(path, root, f'<{root.prefix}Relationship Id="{given}" Type="{type_}" Target={where}/>')
        else:
            self._new_relations(path, f'<Relationship Id="{given}" Type="{type_}" Target={where}/>')
        return given

    def _new_relations(self, path: str, xml: str) -> None:
        empty = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{RELATIONS}"></Relationships>'
        body = self.added.get(path, empty.encode())
        self.added[path] = body.replace(b"</Relationships>", xml.encode() + b"</Relationships>")
        self.default_type("rels", _RELATIONS_TYPE)

    def default_type(self, suffix: str, content_type: str) -> None:
        """State the content type of a suffix where none is stated yet; it must stand before the parts' own."""
        types = self.package.tree(self.types)
        stated = {each.attributes.get("Extension", "").lower() for each in types.all("Default")}
        xml = f'<{types.prefix}Default Extension="{suffix}" ContentType="{content_type}"/>'
        if suffix not in stated and all(xml.encode() != each[2] for each in self.splices[self.types]):
            self.insert(self.types, types, xml, types.children[0] if types.children else None)

    def drop(self, part: str, owner: str) -> None:
        """Take a part out of the package, with its content type and the relationship that `owner` has to it."""
        self.dropped.append(part)
        relations = self.package.spelt(relations_part(owner))
        ids = {each.id for each in self.package.relations(owner) if each.target == part}
        for each in self.package.tree(relations).all("Relationship"):
            if each.attributes.get("Id") in ids:
                self.splice(relations, [(each.start, each.end, b"")])
        for each in self.package.tree(self.types).all("Override"):
            if self.package.spelt(each.attributes.get("PartName", "").lstrip("/")) == part:
                self.splice(self.types, [(each.start, each.end, b"")])

    @property
    def strict(self) -> bool:
        """Whether the workbook is written in the strict form of the standard."""
        root = self.package.read(self.package.workbook)
        return STRICT.encode() in root or STRICT_MAIN.encode() in root

    def packed(self) -> bytes:
        """Return the package with everything in place: parts in their old order, new ones behind."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.comment = self.package.archive.comment
            for info in self.package.archive.infolist():
                if info.filename in self.dropped:
                    continue
                if info.filename in self.splices:
                    archive.writestr(copy(info), self.read(info.filename), info.compress_type)
                else:
                    _copy(self.package, info, archive)
            for part, body in self.added.items():
                archive.writestr(new_entry(part), body)
        return out.getvalue()


def _copy(package: Package, info: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    """Copy an entry as it is compressed: quicker than packing it anew, and not a byte of it can differ.

    zipfile has no public call for this; its own bookkeeping is told what was written.
    """
    entry = copy(info)
    entry.flag_bits &= ~0x08  # sizes stand in the header, not behind the data
    file: IO[bytes] = archive.fp  # type: ignore[assignment]  # open as long as the archive is
    entry.header_offset = file.tell()
    file.write(entry.FileHeader())
    file.write(package.packed(info))
    archive.filelist.append(entry)
    archive.NameToInfo[entry.filename] = entry
    archive.start_dir = file.tell()
    archive._didModify = True  # type: ignore[attr-defined]


def new_entry(part: str) -> zipfile.ZipInfo:
    """Return the entry of a new part, with a date that is always the same."""
    entry = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
    return entry
