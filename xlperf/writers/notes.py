"""Notes of ours at cells: put beside those of others, changed and taken away without touching any of theirs.

A note is a comment in the comments part and a shape in the sheet's VML drawing, which may hold buttons and the like besides.
VML is not always well-formed, so it is edited as text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from xlperf.errors import WriteRefusedError
from xlperf.language import _
from xlperf.model import NOTE_AUTHOR, Note, Place, is_our_note
from xlperf.ooxml import Package, WorkbookDamagedError
from xlperf.ooxml.changes import MAIN, OFFICE, STRICT, STRICT_MAIN, Changes
from xlperf.ooxml.elements import Element, appended, parse_part, splice
from xlperf.ooxml.order import SHEET, follower
from xlperf.ooxml.references import LAST_COLUMN, LAST_ROW, column_letters, corners_of
from xlperf.ooxml.values import fitted, from_xml_text, to_xml_text

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BLOCK = 1024
"""Ids of shapes come in blocks of so many; a drawing lists the blocks that are its own."""

_SHAPE = re.compile(rb"<v:shape\b(?:[^>]*[^/>])?>.*?</v:shape>", re.DOTALL)
_BLOCKS = re.compile(rb"(<\w+:idmap\b[^>]*\bdata=[\"'])([\d,]*)")
_SHAPE_TYPE_ID = re.compile(rb"<\w+:shapetype\b[^>]*\bid=[\"']_x0000_t202[\"']")
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
"""Stated at each shape: a program that saved the drawing before may know them by other prefixes."""

_SHAPE_TYPE = (
    f'<v:shapetype {_NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_EMPTY_VML = f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'

Cell = tuple[int, int]


def put_notes(package: Package, notes: Iterable[Note] | None, changes: Changes) -> tuple[tuple[Note, ...] | None, list[Place]]:
    """Make `notes` the notes of ours in a workbook.

    Return the notes of ours that stood there, None where they stay, and the places where somebody else's note stands, which
    stays too.
    """
    if notes is None:
        return None, []
    wanted: dict[str, dict[Cell, str]] = defaultdict(dict)
    for note in notes:
        if not (1 <= note.place.row <= LAST_ROW and 1 <= note.place.column <= LAST_COLUMN):
            raise WriteRefusedError(_("批注的位置不在工作表之内（第{row}行第{column}列）").format(row=note.place.row, column=note.place.column))
        if note.place.sheet in package.sheets:
            wanted[note.place.sheet][note.place.row, note.place.column] = fitted(note.text)
    old, left_out = [], []
    for sheet, part in package.sheets.items():
        root = _comments(package, part)
        old += [Note(Place(sheet, *cell), text) for cell, text, _element in (our_notes(root) if root else ())]
        left_out += [Place(sheet, *cell) for cell in _put(package, part, root, wanted[sheet], changes)]
    same = {(each.place.sheet, each.place.row, each.place.column): each.text for each in old} == {
        (sheet, *cell): text for sheet, texts in wanted.items() for cell, text in texts.items()
    }
    return None if same else tuple(old), left_out


def _comments(package: Package, sheet: str) -> Element | None:
    part = next(iter(package.parts_of(sheet, "comments")), None)
    return package.tree(part) if part else None


def our_notes(root: Element) -> Iterator[tuple[Cell, str, Element]]:
    """Yield the cell, text and element of each note of ours in a comments part."""
    authors = [each.text for each in root.all("author")]
    for each in root.all("comment"):
        number = each.attributes.get("authorId", "")
        author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
        text = from_xml_text("".join(text.text for text in each.all("t")))
        if is_our_note(text, author):
            yield _cell(each), text, each


def _cell(comment: Element) -> Cell:
    return (corners_of(comment.attributes.get("ref", "")) or (0, 0, 0, 0))[:2]


def _put(package: Package, sheet: str, root: Element | None, wanted: Mapping[Cell, str], changes: Changes) -> list[Cell]:
    """Bring the notes of one sheet up to date, and return the cells that somebody else's note keeps from having one."""
    ours = {cell: (text, element) for cell, text, element in our_notes(root)} if root else {}
    taken = {_cell(each) for each in root.all("comment")} - set(ours) if root else set()
    gone = [cell for cell, (text, _element) in ours.items() if wanted.get(cell) != text]
    new = [cell for cell, text in wanted.items() if cell not in taken and (cell not in ours or ours[cell][0] != text)]
    if gone or new:
        texts = {cell: wanted[cell] for cell in new}
        if root:
            _into_comments(changes, package.parts_of(sheet, "comments")[0], root, [ours[cell][1] for cell in gone], texts)
        else:
            _new_comments(changes, sheet, texts)
        _shapes(changes, sheet, gone, new)
    return [cell for cell in wanted if cell in taken]


def _into_comments(changes: Changes, part: str, root: Element, gone: list[Element], new: Mapping[Cell, str]) -> None:
    """Take comments out of a part and put others in; our name joins the authors once."""
    changes.splice(part, [(each.start, each.end, b"") for each in gone])
    authors, listed, p = root.find("authors"), root.find("commentList"), root.prefix
    names = [each.text for each in authors.children]
    if NOTE_AUTHOR not in names and new:
        changes.insert(part, authors, f"<{p}author>{NOTE_AUTHOR}</{p}author>")
    number = names.index(NOTE_AUTHOR) if NOTE_AUTHOR in names else len(names)
    if new:
        changes.insert(part, listed, "".join(_comment(cell, text, number, p) for cell, text in sorted(new.items())))


def _new_comments(changes: Changes, sheet: str, new: Mapping[Cell, str]) -> None:
    main = STRICT_MAIN if changes.strict else MAIN
    body = "".join(_comment(cell, text, 0, "") for cell, text in sorted(new.items()))
    written = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{main}"><authors><author>{NOTE_AUTHOR}'
        f"</author></authors><commentList>{body}</commentList></comments>"
    )
    part = changes.free_name(changes.package.folder + "comments{}.xml")
    changes.add(part, written.encode(), _KIND)
    changes.relate(sheet, "comments", part)


def _comment(cell: Cell, text: str, author: int, p: str) -> str:
    reference = f"{column_letters(cell[1])}{cell[0]}"
    body = f'<{p}t xml:space="preserve">{to_xml_text(text)}</{p}t>'
    return f'<{p}comment ref="{reference}" authorId="{author}"><{p}text>{body}</{p}text></{p}comment>'


def _shapes(changes: Changes, sheet: str, gone: list[Cell], new: list[Cell]) -> None:
    """Take the shapes of notes out of the sheet's VML drawing and put others in; a sheet without one gets it."""
    package = changes.package
    root = package.cells(sheet).root
    listed = root.find("legacyDrawing")
    targets = {each.id: each.target for each in package.relations(sheet)}
    part = targets.get(listed.relation()) if listed else None
    if part:
        body = package.read(part)
        changes.splice(part, [(0, len(body), drawing_with(body, gone, new, _free_block(changes)))])
        return
    part = changes.free_name(package.folder + "drawings/vmlDrawing{}.vml")
    changes.added[part] = drawing_with(_EMPTY_VML.encode(), (), new, _free_block(changes))
    changes.default_type("vml", _VML)
    relation = changes.relate(sheet, "vmlDrawing", part)
    behind = follower(root, "legacyDrawing", SHEET)
    namespace = STRICT if changes.strict else OFFICE
    xml = f'<{root.prefix}legacyDrawing xmlns:r="{namespace}" r:id="{relation}"/>'
    changes.insert(sheet, root, xml, behind)


def _free_block(changes: Changes) -> int:
    """Return the first block of shape ids that no drawing of the workbook has."""
    parts = (*changes.package.parts, *changes.added)
    drawings = [changes.read(part) for part in parts if part.lower().endswith(".vml")]
    taken = [int(block) for body in drawings for match in _BLOCKS.finditer(body) for block in match[2].split(b",") if block]
    shapes = [int(each) // _BLOCK for body in drawings for each in re.findall(rb"_x0000_s(\d+)", body)]
    return max([0, *taken, *shapes]) + 1


def drawing_with(body: bytes, gone: Iterable[Cell], new: Iterable[Cell], block: int) -> bytes:
    """Return a VML drawing without the notes of some cells and with new ones, whose ids begin with a block's."""
    body = without_notes(body, set(gone))
    new = list(new)
    ids = [number for number in range(block * _BLOCK, block * _BLOCK + len(new) * 2) if number % _BLOCK][: len(new)]
    if not ids:
        return body
    blocks = ",".join(str(each) for each in sorted({number // _BLOCK for number in ids}))
    joined = lambda match: match[1] + b",".join(filter(None, (match[2], blocks.encode())))  # noqa: E731 - one use
    body = _BLOCKS.sub(joined, body, count=1)
    shapes = "" if _SHAPE_TYPE_ID.search(body) else _SHAPE_TYPE
    shapes += "".join(_shape(cell, number) for cell, number in zip(new, ids, strict=True))
    try:
        return splice(body, [appended(body, parse_part(body), shapes)])
    except WorkbookDamagedError:  # VML that is not well-formed, as old files have it
        at = body.rindex(b"</")
        return splice(body, [(at, at, shapes.encode())])


def without_notes(body: bytes, cells: Set[Cell]) -> bytes:
    """Return a VML drawing without the notes of some cells."""
    try:
        root = parse_part(body)
    except WorkbookDamagedError:
        return _without_notes_in_text(body, cells)
    return splice(body, [(each.start, each.end, b"") for each in root.all("shape") if note_cell(each) in cells])


def note_cell(shape: Element) -> Cell | None:
    """Return the cell (row, column) of a note's shape; None for any other shape."""
    for each in shape.all("ClientData"):
        row, column = each.find("Row"), each.find("Column")
        numbers = [found.text.strip() for found in (row, column) if found]
        if each.attributes.get("ObjectType") == "Note" and len(numbers) == 2 and all(map(str.isdecimal, numbers)):
            return int(numbers[0]) + 1, int(numbers[1]) + 1
    return None


def _without_notes_in_text(body: bytes, cells: Set[Cell]) -> bytes:
    def kept(match: re.Match[bytes]) -> bytes:
        place = [re.search(rb"<x:" + name + rb">\s*(\d+)\s*<", match[0]) for name in (b"Row", b"Column")]
        is_note = b'ObjectType="Note"' in match[0] and all(place)
        return b"" if is_note and tuple(int(each[1]) + 1 for each in place) in cells else match[0]

    return _SHAPE.sub(kept, body)


def _shape(cell: Cell, number: int) -> str:
    """Return a hidden note's shape, right of its cell."""
    row, column = cell[0] - 1, cell[1] - 1
    left, top = min(column + 1, LAST_COLUMN - 4), min(max(row - 1, 0), LAST_ROW - 6)
    return (
        f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
        'width:160pt;height:80pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 10, '
        f"{left + 3}, 15, {top + 5}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
