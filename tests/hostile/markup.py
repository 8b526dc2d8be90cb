"""Hostile XML in the parts of a package."""

import random
import re
from collections.abc import Callable

from tests.hostile.packages import Made, Parts, a_package, packed, parts_of, scattered


def _with_part(chance: random.Random, change: Callable[[random.Random, bytes], bytes], most: int = 2) -> Made:
    """Return a package with one part or some changed."""
    suffix, data = a_package(chance)
    parts: Parts = parts_of(data)
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    for name in chance.sample(names, min(chance.randint(1, most), len(names))):
        parts[name] = change(chance, parts[name])
    return suffix, packed(parts)


def flipped(chance: random.Random) -> Made:
    """Some bytes of a part changed."""
    return _with_part(chance, lambda chance, body: scattered(chance, body, chance.randint(1, 20)) if body else body)


def _cut(chance: random.Random, body: bytes) -> bytes:
    first = chance.randrange(len(body) + 1)
    return body[:first] + body[first + chance.choice((1, 10, 1000, len(body))) :]


def cut(chance: random.Random) -> Made:
    """A piece of a part gone."""
    return _with_part(chance, _cut)


_ELEMENT = re.compile(rb"<(\w[\w:]*)\b[^<>]*?(?:/>|>[^<>]*</\1>)")


def _elements(chance: random.Random, body: bytes) -> bytes:
    def change(found: re.Match[bytes]) -> bytes:
        lot = chance.random()
        return (
            b""
            if lot < 0.1
            else found[0] * 2
            if lot < 0.2
            else found[0].replace(found[1], b"x:unknown")
            if lot < 0.22
            else found[0]
        )

    return _ELEMENT.sub(change, body)


def elements_changed(chance: random.Random) -> Made:
    """Elements gone, doubled, unknown."""
    return _with_part(chance, _elements)


_VALUES = (
    b"",
    b"-1",
    b"99999999999999999999",
    b"1e308",
    b"NaN",
    b"A1:XFD1048576",
    b"ZZZZZ99999999",
    b"true",
    b"\xe2\x80\xae",
    b"#REF!",
    b"x" * 70_000,
    b"rId999",
    b"0",
    b"1048577",
    b"&#0;",
    b"&#xD800;",
    b"&#10;",
    b"../..",
    b"'",
    b"=1+1",
)


def _attributes(chance: random.Random, body: bytes) -> bytes:
    share = chance.choice((0.005, 0.05, 0.5))
    head, mark, rest = body.partition(b"?>")
    changed = re.sub(
        rb'="([^"]*)"',
        lambda found: b'="' + chance.choice(_VALUES) + b'"' if chance.random() < share else found[0],
        rest if mark else head,
    )
    return head + mark + changed if mark else changed


def attributes_changed(chance: random.Random) -> Made:
    """Attributes that hold anything."""
    return _with_part(chance, _attributes, 3)


def _deep(chance: random.Random, body: bytes) -> bytes:
    depth = chance.choice((1_500, 20_000, 200_000))
    name = chance.choice((b"x", b"row", b"c", b"w:tbl", b"table:table", b"si", b"r", b"sheets", b"Relationship"))
    prefix = name.partition(b":")[0]
    given = b' xmlns:%s="urn:x"' % prefix if b":" in name and b"xmlns:" + prefix not in body else b""
    at = body.find(b">", body.find(b"?>") + 2) + 1
    if body[at - 2 : at] == b"/>" or chance.random() < 0.3:
        return b"<x>" * depth + b"</x>" * depth
    return (
        body[:at]
        + b"<"
        + name
        + given
        + b">"
        + (b"<" + name + b">") * depth
        + (b"</" + name + b">") * (depth + 1)
        + body[at:]
    )


def deep(chance: random.Random) -> Made:
    """Elements in elements in elements."""
    return _with_part(chance, _deep, 1)


def _entities(chance: random.Random, body: bytes) -> bytes:
    lines = [
        b'<!ENTITY a0 "' + b"lol" * 100 + b'">',
        *(b'<!ENTITY a%d "%s">' % (nth, b"&a%d;" % (nth - 1) * 10) for nth in range(1, 10)),
    ]
    away = (b"file:///tmp/xlperf-canary", b"http://127.0.0.1:47119/evil.dtd", b"/dev/zero", b"/dev/stdin")
    outside = b'<!ENTITY evil SYSTEM "' + chance.choice(away) + b'">'
    ways = (
        b"<!DOCTYPE x [" + b"".join(lines) + b"]>",
        b"<!DOCTYPE x [" + outside + b"]>",
        b'<!DOCTYPE x SYSTEM "' + chance.choice(away) + b'">',
        b'<!DOCTYPE x [<!ENTITY % p SYSTEM "' + chance.choice(away) + b'"> %p;]>',
        b'<!DOCTYPE x [<!ENTITY evil "' + b"x" * 100_000 + b'">]>',
    )
    way = chance.choice(ways)
    used = b"&a9;" if b"a9" in way else b"&evil;" * 2000 if b"evil " in way else b""
    at = body.find(b"?>") + 2 if body.startswith(b"<?xml") else 0
    end = body.find(b">", at) + 1
    return (
        body[:at] + way + body[at:end] + used + body[end:]
        if body[end - 2 : end] != b"/>"
        else body[:at] + way + body[at:]
    )


def entities(chance: random.Random) -> Made:
    """Entities that grow, or lie outside."""
    return _with_part(chance, _entities)


def _encoded(chance: random.Random, body: bytes) -> bytes:
    text = body.decode("utf-8", "replace")
    bare = re.sub(r"^<\?xml[^>]*\?>", "", text)
    told, codec = chance.choice(
        [
            ("UTF-16", "utf-16"),
            ("UTF-8", "utf-16-le"),
            ("GB18030", "gb18030"),
            ("UTF-7", "utf-7"),
            ("ISO-8859-1", "utf-8"),
            ("nonsense", "utf-8"),
            ("UTF-32", "utf-32"),
            ("UTF-8", "utf-8-sig"),
            ("Shift_JIS", "utf-8"),
            ("", "gbk"),
        ]
    )
    return (f'<?xml version="1.0" encoding="{told}"?>' + bare).encode(codec, "replace")


def encoded(chance: random.Random) -> Made:
    """Parts in other encodings than they say, or in rare ones."""
    return _with_part(chance, _encoded, 4)


def _long(chance: random.Random, body: bytes) -> bytes:
    length = chance.choice((1 << 20, 4 << 20))
    at = body.find(b">", body.find(b"?>") + 2)
    if body[at - 1 : at] == b"/":
        at -= 1
    ways = (
        b' long="' + b"x" * length + b'"',
        b"".join(b' a%d="1"' % nth for nth in range(length // 16)),
        b"><!--" + b"-x" * (length // 2) + b"--" if chance.random() < 0.5 else b"><?pi " + b"x" * length + b"?",
    )
    return body[:at] + chance.choice(ways) + body[at:]


def long(chance: random.Random) -> Made:
    """Attributes, comments, lists of attributes without end."""
    return _with_part(chance, _long, 1)


def not_text(chance: random.Random) -> Made:
    """Parts that are no XML at all."""
    return _with_part(
        chance,
        lambda chance, _body: chance.choice(
            (b"", b"\x00" * 5000, chance.randbytes(3000), b"<", b"<a/><b/>", b"<?xml?>", b"\xff\xfe<")
        ),
    )


KINDS: dict[str, Callable[[random.Random], Made]] = {
    "XML乱改": flipped,
    "XML缺一段": cut,
    "XML元素增减": elements_changed,
    "XML属性乱填": attributes_changed,
    "XML嵌套过深": deep,
    "XML实体": entities,
    "XML编码不符": encoded,
    "XML超长": long,
    "部件不是XML": not_text,
}
