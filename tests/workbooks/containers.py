"""The same parts in another container: odd part names, and every way to write the zip file."""

import re
from io import BytesIO, RawIOBase
from posixpath import dirname, normpath, relpath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from .base import base
from .parts import TYPES, entries, pack, rels_name, with_parts

# Where the parts of the base stand in the odd samples.
MOVED = {
    "xl/workbook.xml": "book/Main.XML",
    "xl/worksheets/sheet1.xml": "Sheets/First/ERSTES.Xml",
    "xl/worksheets/sheet2.xml": "book/sheet.with.dots.xml",
    "xl/worksheets/sheet3.xml": "book/deep/er/Drittes%20Blatt.xml",
    "xl/tables/table1.xml": "Sheets/tables/T1.xml",
    "xl/sharedStrings.xml": "strings/Texts.xml",
    "xl/theme/theme1.xml": "theme.xml",
    "xl/drawings/drawing1.xml": "Drawings/d.xml",
    "xl/charts/chart1.xml": "Drawings/charts/c.xml",
}
FIXED = (1980, 1, 1, 0, 0, 0)


def _absolute(target: str, folder: str) -> str:
    return "/" + target


def _relative(target: str, folder: str) -> str:
    return relpath(target, folder or ".")


def _dotted(target: str, folder: str) -> str:
    plain = _relative(target, folder)
    return plain if plain.startswith("..") else f"./{plain}"


# How the relationships of a part name their targets, by turns.
WAYS = (_absolute, _relative, _dotted)


def _moved(data: bytes) -> dict[str, bytes]:
    """The entries with their parts at the odd places, the content types and relationships following."""
    result = {}
    for name, body in entries(data).items():
        if name == TYPES:
            for old, new in MOVED.items():
                body = body.replace(f'"/{old}"'.encode(), f'"/{new}"'.encode())
            result[name] = body
        elif name.endswith(".rels"):
            source = name.replace("_rels/", "").removesuffix(".rels")
            result[rels_name(MOVED.get(source, source))] = _retargeted(body, source)
        else:
            result[MOVED.get(name, name)] = body
    return result


def _retargeted(body: bytes, source: str) -> bytes:
    """The relationships of a part with the new places of their targets."""
    folder = dirname(MOVED.get(source, source))
    count = 0

    def target(found: re.Match[bytes]) -> bytes:
        nonlocal count
        old = found[1].decode()
        old = old.lstrip("/") if old.startswith("/") else normpath(f"{dirname(source)}/{old}").lstrip("/")
        count += 1
        return b'Target="' + WAYS[count % 3](MOVED.get(old, old), folder).encode() + b'"'

    return re.sub(rb'Target="([^"]*)"', target, body)


def odd_names() -> bytes:
    """Parts at unusual places and with dots, escapes and mixed case in their names; targets absolute, relative, ./.

    calamine looks for the relationships of the workbook at their usual name only.
    """
    return pack(_moved(base()))


def odd_cases() -> bytes:
    """As odd_names, and the zip entries of sheet, table and texts in another case than all that refers to them.

    By the packaging standard part names are the same in every case; openpyxl, LibreOffice (an empty sheet) and
    openxml-audit do not find the parts.
    """
    other = {"Sheets/First/ERSTES.Xml": "SHEETS/first/erstes.xml", "strings/Texts.xml": "Strings/TEXTS.xml"}
    other["Sheets/tables/T1.xml"] = "sheets/Tables/t1.XML"
    return pack({other.get(name, name): body for name, body in _moved(base()).items()})


def unknown_parts() -> bytes:
    """Parts nobody knows: related from the package and from the workbook, and one that nothing refers to."""
    return with_parts(
        base(),
        {
            "extra/odd%20part.dat": bytes(range(256)),
            "extra/note.json": '{"注": 1}',
            "extra/lost.xml": "<lost/>",
            "extra/none.dat": b"",
        },
        {"extra/none.dat": "application/octet-stream"},
        {"json": "application/json", "dat": "application/octet-stream"},
        {
            "": [("rIdOdd", "urn:test:relationships/odd", "extra/odd%20part.dat")],
            "xl/workbook.xml": [
                ("rIdNote", "urn:test:relationships/note", "../extra/note.json"),
                ("rIdNone", "urn:test:relationships/none", "/extra/none.dat"),
                ("rIdWeb", "urn:test:relationships/web", "https://example.com/?a=1&amp;b=2", "External"),
            ],
        },
    )


def zip_stored() -> bytes:
    """Every entry stored, none deflated."""
    return pack(entries(base()), ZIP_STORED)


def zip_types_last() -> bytes:
    """The entries in the reverse order, the content types last."""
    return pack(dict(reversed(entries(base()).items())))


def _zipped(change=lambda info, number: None, comment: bytes = b"", zip64: bool = False, stream=None) -> bytes:
    """The entries of the base in a zip file whose entries are changed before they are written."""
    stream = stream or BytesIO()
    with ZipFile(stream, "w") as package:
        package.comment = comment
        for number, (name, body) in enumerate(entries(base()).items()):
            info = ZipInfo(name, FIXED)
            info.compress_type = ZIP_DEFLATED
            change(info, number)
            with package.open(info, "w", force_zip64=zip64) as entry:
                entry.write(body)
    return stream.getvalue()


def zip_comment() -> bytes:
    """A comment behind the archive."""
    return _zipped(comment="注释 <1> PK".encode())


def zip_mixed() -> bytes:
    """Entries stored and deflated in turns, with times, comments and the attributes of several systems."""

    def change(info: ZipInfo, number: int) -> None:
        info.compress_type = ZIP_STORED if number % 2 else ZIP_DEFLATED
        info.date_time = (2024, 3, 1 + number, 12, number, 2 * number)
        info.create_system, info.external_attr = (3, 0o100644 << 16) if number % 3 else (0, 0x20)
        info.comment = f"条目 {number}".encode() if number % 4 == 0 else b""

    return _zipped(change)


def zip_extra_fields() -> bytes:
    """Entries with extra fields: the growth hint that Office writes, and the time stamps of Info-ZIP."""
    growth = b"\x20\xa2" + (36).to_bytes(2, "little") + b"\x28\xa0" + (32).to_bytes(2, "little") + bytes(32)
    times = b"\x55\x54\x05\x00\x03" + (1700000000).to_bytes(4, "little")

    def change(info: ZipInfo, number: int) -> None:
        info.extra = (growth, times, growth + times)[number % 3]

    return _zipped(change)


def zip_directories() -> bytes:
    """Entries for the folders beside those for the parts."""
    folders, content = set(), {}
    for name, body in entries(base()).items():
        folder = dirname(name)
        while folder and folder not in folders:
            folders.add(folder)
            content[folder + "/"] = b""
            folder = dirname(folder)
        content[name] = body
    return pack(content, ZIP_DEFLATED)


def zip_64() -> bytes:
    """Entries with the extra fields of a large archive (ZIP64) though they are small."""
    return _zipped(zip64=True)


class _Pipe(RawIOBase):
    """A stream that cannot go back, as a network connection."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def getvalue(self) -> bytes:
        return b"".join(self.parts)


def zip_streamed() -> bytes:
    """Entries written to a stream: sizes and checksums stand behind each one, in a data descriptor."""
    return _zipped(stream=_Pipe())


SAMPLES = {
    "odd_names": odd_names,
    "odd_cases": odd_cases,
    "unknown_parts": unknown_parts,
    "zip_stored": zip_stored,
    "zip_types_last": zip_types_last,
    "zip_comment": zip_comment,
    "zip_mixed": zip_mixed,
    "zip_extra_fields": zip_extra_fields,
    "zip_directories": zip_directories,
    "zip_64": zip_64,
    "zip_streamed": zip_streamed,
}
