"""Hostile zip packages: workbooks of ours and of others, Word documents, .ods."""

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.hostile import bases

Made = tuple[str, bytes]
"""The suffix of a file, and its bytes."""
Parts = dict[str, bytes]


def parts_of(data: bytes) -> Parts:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes] | list[tuple[str, bytes]], level: int = 6) -> bytes:
    """Return parts as a package; a list may name a part twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, body in parts.items() if isinstance(parts, Mapping) else parts:
            package.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED, level)
    return out.getvalue()


def a_workbook(chance: random.Random) -> Made:
    """Return a healthy workbook, ours or of others."""
    return ".xlsx", chance.choice((bases.master, bases.form, bases.ledger))()


def a_package(chance: random.Random) -> Made:
    """Return any healthy package."""
    return chance.choice([a_workbook(chance), (".docx", bases.word()), (".ods", bases.open_document())])


def truncated(chance: random.Random) -> Made:
    """Cut somewhere."""
    suffix, data = a_package(chance)
    return suffix, data[: chance.randrange(len(data))]


def flipped(chance: random.Random) -> Made:
    """Some bytes changed anywhere."""
    suffix, data = a_package(chance)
    return suffix, scattered(chance, data, chance.randint(1, 60))


def scattered(chance: random.Random, data: bytes, count: int, first: int = 0) -> bytes:
    """Return bytes with some of them changed at random places from `first` on."""
    changed = bytearray(data)
    for _nth in range(count):
        changed[chance.randrange(first, len(changed))] = chance.randrange(256)
    return bytes(changed)


def directory_flipped(chance: random.Random) -> Made:
    """Some bytes changed where the archive lists its parts."""
    suffix, data = a_package(chance)
    return suffix, scattered(chance, data, chance.randint(1, 12), data.rfind(b"PK\x01\x02", 0, len(data) - 1500))


def part_missing(chance: random.Random) -> Made:
    """A part or three gone."""
    suffix, data = a_package(chance)
    parts = parts_of(data)
    for name in chance.sample(sorted(parts), min(chance.randint(1, 3), len(parts))):
        del parts[name]
    return suffix, packed(parts)


def part_twice(chance: random.Random) -> Made:
    """A part that stands there twice, once as something else."""
    suffix, data = a_package(chance)
    parts = parts_of(data)
    name = chance.choice(sorted(parts))
    other = parts[chance.choice(sorted(parts))]
    return suffix, packed([*parts.items(), (chance.choice((name, name.upper(), "/" + name)), other)])


def part_of_another(chance: random.Random) -> Made:
    """Two parts changed for one another."""
    suffix, data = a_package(chance)
    parts = parts_of(data)
    one, other = chance.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return suffix, packed(parts)


def another_suffix(chance: random.Random) -> Made:
    """A healthy file under the name of another sort."""
    data = chance.choice(
        (
            bases.master,
            bases.word,
            bases.pdf,
            bases.old,
            bases.open_document,
            bases.page,
            bases.table,
            bases.ledger_text,
        )
    )()
    return chance.choice(
        (".xlsx", ".xlsm", ".xls", ".docx", ".pdf", ".ods", ".csv", ".html", ".txt", ".et", ".doc")
    ), data


def wrong_types(chance: random.Random) -> Made:
    """Content types that say of parts what they are not."""
    suffix, data = a_workbook(chance)
    parts = parts_of(data)
    types = parts["[Content_Types].xml"]
    known = sorted(set(re.findall(rb'ContentType="([^"]*)"', types)))
    parts["[Content_Types].xml"] = re.sub(
        rb'ContentType="[^"]*"', lambda _found: b'ContentType="' + chance.choice(known) + b'"', types
    )
    return suffix, packed(parts)


def strange_names(chance: random.Random) -> Made:
    """Parts whose names lead out of the archive, and relationships that do."""
    suffix, data = a_package(chance)
    parts = parts_of(data)
    name = chance.choice(
        (
            "../../../../tmp/xlperf-evil",
            "/etc/xlperf-evil",
            "C:\\xlperf-evil",
            "..\\..\\xlperf-evil",
            "xl/\x01",
            "a/" * 400 + "b",
            "",
            "xl//x",
        )
    )
    parts[name] = b"evil"
    away = (
        b"../../../../../../etc/passwd",
        b"file:///tmp/xlperf-canary",
        b"http://127.0.0.1:47119/x",
        b"\\\\127.0.0.1\\x",
        b"/" * 3000,
        b"%2e%2e/%00",
        b"",
    )
    for part in [each for each in parts if each.endswith(".rels")]:
        if chance.random() < 0.4:
            parts[part] = re.sub(
                rb'Target="[^"]*"', b'Target="' + chance.choice(away).replace(b"\\", b"\\\\") + b'"', parts[part]
            )
    return suffix, packed(parts)


def many_parts(chance: random.Random) -> Made:
    """More parts than anybody needs."""
    suffix, data = a_workbook(chance)
    return suffix, packed({**parts_of(data), **{f"xl/x{nth}": b"" for nth in range(chance.choice((2_000, 30_000)))}}, 1)


_LARGE = 300 << 20
_LOUD = {
    "xl/worksheets/sheet1.xml": b" ",
    "xl/sharedStrings.xml": b"<si><t>x</t></si>",
    "xl/styles.xml": b" ",
    "xl/workbook.xml": b" ",
    "[Content_Types].xml": b" ",
    "docProps/core.xml": b" ",
    "word/document.xml": b" ",
    "content.xml": b" ",
    "xl/worksheets/sheet5.xml": b"\n",
    "xl/_rels/workbook.xml.rels": b" ",
    "_rels/.rels": b" ",
}


def bomb(chance: random.Random) -> Made:
    """A part that unpacks to hundreds of megabytes; some archives say that it is small."""
    suffix, data = a_package(chance)
    parts = parts_of(data)
    name = chance.choice([each for each in _LOUD if each in parts] or sorted(parts))
    body, blank = parts[name], _LOUD.get(name, b" ")
    at = max(body.rfind(b"</"), 0)
    size = _LARGE if chance.random() < 0.8 else 1200 << 20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = [packer.compress(body[:at])]
    filler = blank * ((1 << 20) // len(blank))
    check = zlib.crc32(body[:at])
    for _nth in range(size >> 20):
        stream.append(packer.compress(filler))
        check = zlib.crc32(filler, check)
    stream += [packer.compress(body[at:]), packer.flush()]
    check = zlib.crc32(body[at:], check)
    told = len(body) if chance.random() < 0.5 else len(body) + len(filler) * (size >> 20)
    return suffix, packed_raw(
        [(each, parts[each]) for each in parts if each != name], (name, b"".join(stream), told, check)
    )


def packed_raw(parts: list[tuple[str, bytes]], raw: tuple[str, bytes, int, int]) -> bytes:
    """Return a package with one part that is compressed already, of whatever size and checksum it is said to have."""
    name, stream, size, check = raw
    data = packed([*parts, (name, b"")])
    directory = data.rfind(b"PK\x05\x06")
    entry = data.rfind(b"PK\x01\x02", 0, directory)
    place = struct.unpack("<L", data[entry + 42 : entry + 46])[0]
    local = bytearray(data[place : place + 30 + len(name.encode())])
    listed = bytearray(data[entry:directory])
    struct.pack_into("<HLLL", local, 8, 8, 0, 0, 0)
    struct.pack_into("<LLL", local, 14, check, len(stream), size)
    struct.pack_into("<H", local, 8, 8)
    struct.pack_into("<LLL", listed, 16, check, len(stream), size)
    struct.pack_into("<H", listed, 10, 8)
    head = bytes(local) + stream
    start = struct.unpack("<L", data[directory + 16 : directory + 20])[0]
    moved = len(head) - (start - place)
    ending = bytearray(data[directory:])
    struct.pack_into("<L", ending, 16, start + moved)
    return data[:place] + head + data[start:entry] + bytes(listed) + bytes(ending)


def locked(chance: random.Random) -> Made:
    """An archive that says it is encrypted, or packed in a way that nobody knows."""
    suffix, data = a_package(chance)
    changed = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        if chance.random() < 0.5:
            struct.pack_into(
                "<H", changed, at + (8 if chance.random() < 0.5 else 10), chance.choice((1, 9, 12, 14, 93, 99, 0x0801))
            )
        at = data.find(b"PK\x01\x02", at + 1)
    return suffix, bytes(changed)


def two_in_one(chance: random.Random) -> Made:
    """A package behind another file, a package in a package, a workbook that is a document as well."""
    first = chance.choice(
        (
            b"%PDF-1.4\n",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            b"GIF89a",
            b"<html>",
            bases.master(),
            bases.word(),
        )
    )
    both = {**parts_of(bases.master()), **parts_of(bases.word())}
    choice = chance.random()
    data = (
        first + bases.master()
        if choice < 0.4
        else packed({"a.zip": bases.master(), "xl/workbook.xml": b"<workbook/>"})
        if choice < 0.6
        else packed(both)
    )
    return chance.choice((".xlsx", ".docx", ".pdf", ".xls")), data


KINDS: dict[str, Callable[[random.Random], Made]] = {
    "压缩包截断": truncated,
    "字节乱改": flipped,
    "目录乱改": directory_flipped,
    "缺部件": part_missing,
    "部件重名": part_twice,
    "部件互换": part_of_another,
    "扩展名不符": another_suffix,
    "内容类型不符": wrong_types,
    "路径逃逸": strange_names,
    "部件过多": many_parts,
    "解压炸弹": bomb,
    "加密或压缩法不明": locked,
    "两种文件合一": two_in_one,
}
