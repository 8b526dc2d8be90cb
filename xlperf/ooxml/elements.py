"""Small XML parts as trees of elements that know at which bytes they stand, so that one can be put in without moving another.

Sheets are not small: `cells.py` maps them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import TypeVar
from xml.parsers import expat
from xml.sax.saxutils import escape

from xlperf.ooxml.damaged import EncodingError, WorkbookDamagedError

_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")

Read = TypeVar("Read")

Splice = tuple[int, int, bytes]
"""The bytes from the first place to the second become the third."""


@dataclass(slots=True)
class Element:
    """An element: its name without prefix, the prefix with its colon, and its bytes.

    It stands from `start` to `end`; its content from `body` to `close`, which are both `end` where it closes itself.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    body: int
    close: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    @property
    def empty(self) -> bool:
        """Whether it closes itself (`<sheets/>`)."""
        return self.body == self.end

    def find(self, name: str) -> "Element | None":
        """Return the first child called `name`."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> Iterator["Element"]:
        """Yield every element called `name` below this one, in the order of the text."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)

    def relation(self) -> str:
        """Return the id of the relationship that the element names (`r:id`); "" where there is none."""
        return next((value for key, value in self.attributes.items() if key.endswith(":id")), "")


def kept(size: int, large: int = 0) -> Callable[[Callable[..., Read]], Callable[..., Read]]:
    """Keep what a function makes of bytes, up to `size` of them, and of further arguments; nobody may change it.

    Relationships and tables of one template are the same in thousands of workbooks. Of up to `large` bytes the last two are kept: a
    part as it was and as it is are looked at from several sides.
    """

    def keeping(read: Callable[..., Read]) -> Callable[..., Read]:
        keeps, last = lru_cache(maxsize=256)(read), lru_cache(maxsize=2)(read)

        @wraps(read)
        def made(data: bytes, *further: object) -> Read:
            return (keeps if len(data) <= size else last if len(data) <= large else read)(data, *further)

        return made

    return keeping


@kept(4096, 8 << 20)
def parse_part(data: bytes) -> Element:
    """Return the root of a part, which nobody changes. Raises `WorkbookDamagedError` where it is not well-formed or carries a document type."""
    return TreeBuilder(data).run()


MOST_ELEMENTS, DEEPEST = 400_000, 200
"""Elements of a part that is read as a tree, and how many may be open at once: twice as many as the largest stylesheet has."""


class TreeBuilder:
    """One pass of expat, which tells the byte at which each tag stands."""

    def __init__(self, data: bytes):
        self.data = data
        self.root = Element("", "", {}, 0, 0)
        self.open = [self.root]
        self.count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.refuse

    def run(self) -> Element:
        """Parse, and return the root."""
        if self.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise EncodingError("UTF-16")
        try:
            self.parser.Parse(self.data, True)
        except (expat.ExpatError, ValueError, AttributeError, LookupError) as error:
            raise WorkbookDamagedError(str(error)) from error
        return self.root.children[0]

    def refuse(self, *_args: object) -> None:
        raise WorkbookDamagedError("document type")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) > DEEPEST:
            raise WorkbookDamagedError("too many elements")
        prefix, colon, local = name.rpartition(":")
        at = self.parser.CurrentByteIndex
        body, empty = tag_end(self.data, at)
        element = Element(local, prefix + colon, attributes, at, body)
        if empty:
            element.close = element.end = body
        self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, _name: str) -> None:
        element = self.open.pop()
        if not element.end:
            element.close = self.parser.CurrentByteIndex
            element.end = self.data.index(b">", element.close) + 1

    def text(self, text: str) -> None:
        self.open[-1].text += text


_REST_OF_TAG = re.compile(rb"""(?:[^"'>]|"[^"]*"|'[^']*')*>""")


def tag_end(data: bytes, at: int) -> tuple[int, bool]:
    """Return where the start tag at byte `at` ends, and whether it closes itself."""
    found = _REST_OF_TAG.match(data, at)
    assert found, "expat has seen the end of this tag"
    return found.end(), data[found.end() - 2] == 0x2F


def appended(data: bytes, element: Element, xml: str, before: Element | None = None) -> Splice:
    """Return the splice that puts `xml` into an element: before a child, else behind its last one."""
    new = encoded(data, xml)
    if before is not None:
        return before.start, before.start, new
    if not element.empty:
        return element.close, element.close, new
    tag = data[element.start : element.end]
    name = f"{element.prefix}{element.name}".encode()
    return element.start, element.end, tag[: tag.rindex(b"/")] + b">" + new + b"</" + name + b">"


def with_attribute(data: bytes, element: Element, name: str, value: str) -> Splice:
    """Return the splice that gives an attribute another value, or adds it."""
    tag = data[element.start : element.body]
    written = encoded(data, escape(value, {'"': "&quot;"}))
    found = re.search(rb"""\s""" + re.escape(name).encode() + rb"""\s*=\s*("[^"]*"|'[^']*')""", tag)
    if found:
        start, end = found.span(1)
        return element.start + start, element.start + end, b'"' + written + b'"'
    at = element.start + 1 + len(f"{element.prefix}{element.name}")
    return at, at, b" " + name.encode() + b'="' + written + b'"'


def encoded(data: bytes, xml: str) -> bytes:
    """Return `xml` as bytes that mean the same in the part `data`, whose declaration may name another encoding."""
    declared = _DECLARED.match(data)
    utf8 = declared is None or declared[1].lower() in (b"utf-8", b"utf8")
    return xml.encode("utf-8") if utf8 else xml.encode("ascii", "xmlcharrefreplace")


def declaration(data: bytes) -> bytes:
    """Return an XML declaration that names the encoding of a part, for a piece that is taken out of it; b"" for UTF-8."""
    declared = _DECLARED.match(data)
    return b'<?xml version="1.0" encoding="' + declared[1] + b'"?>' if declared else b""


def splice(data: bytes, splices: list[Splice]) -> bytes:
    """Return `data` with each [start, end) replaced; they must not overlap, those at one place keep their order."""
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(splices, key=lambda each: each[:2]):
        assert start >= at, "overlapping changes"
        pieces += (data[at:start], new)
        at = end
    return b"".join((*pieces, data[at:]))
