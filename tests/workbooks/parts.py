"""Change a package by hand: add parts with their content types and relationships, and edit the parts that are there."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from io import BytesIO
from posixpath import basename, dirname
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Edit = Callable[[bytes], bytes]
Body = str | bytes
Relation = tuple[str, ...]

TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
SHEET, CHARTS, EMPTY = (f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3))
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MICROSOFT = "http://schemas.microsoft.com/office"
MC_NS = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14_NS = f"{MICROSOFT}/spreadsheetml/2009/9/main"
X15_NS = f"{MICROSOFT}/spreadsheetml/2010/11/main"
XM_NS = f"{MICROSOFT}/excel/2006/main"
A_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"
XDR_NS = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# What stands in a worksheet and in a workbook, in the order of the schema.
_SHEET_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst"
)
_WORKBOOK_ORDER = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
    "definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
    "fileRecoveryPr webPublishObjects extLst"
)


def xml(root: str, content: str = "") -> str:
    """A whole XML part: the declaration and a root element, given as what stands in its start tag."""
    name = root.split()[0]
    return f"{DECLARATION}<{root}>{content}</{name}>"


def ext(uri: str, content: str, namespaces: str = "") -> str:
    """One entry of an extension list."""
    return f'<ext uri="{{{uri}}}" {namespaces}>{content}</ext>'


def rels_name(source: str) -> str:
    """The name of the relationships part of a part; of the package itself where the source is empty."""
    folder = dirname(source)
    return f"{folder}/_rels/{basename(source)}.rels" if folder else f"_rels/{source}.rels"


def entries(data: bytes) -> dict[str, bytes]:
    """The bytes of each entry of a package, by name and in its order."""
    with ZipFile(BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def pack(parts: Mapping[str, Body], method: int = ZIP_DEFLATED) -> bytes:
    """A package of these entries, in this order and at a fixed time."""
    stream = BytesIO()
    with ZipFile(stream, "w") as package:
        for name, body in parts.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            package.writestr(info, body)
    return stream.getvalue()


def with_parts(
    data: bytes,
    parts: Mapping[str, Body] | None = None,
    overrides: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    relations: Mapping[str, Sequence[Relation]] | None = None,
    edits: Mapping[str, Edit] | None = None,
) -> bytes:
    """The package with further parts behind the old ones, their content types and relationships, and edited parts.

    A relation is (id, type, target) or (id, type, target, "External"), listed under the part it starts from; the
    package itself is the empty name.
    """
    content = entries(data)
    content[TYPES] = _with_types(content[TYPES], overrides or {}, defaults or {})
    for source, links in (relations or {}).items():
        name = rels_name(source)
        old = content.get(name, xml(f'Relationships xmlns="{PACKAGE}/relationships"').encode())
        content[name] = before_end(old, "Relationships", "".join(_relationship(*link) for link in links))
    for name, edit in (edits or {}).items():
        content[name] = edit(content[name])
    for name, body in (parts or {}).items():
        if name in content:
            raise ValueError(f"there is a part {name} already")
        content[name] = body.encode() if isinstance(body, str) else body
    return pack(content)


def _with_types(part: bytes, overrides: Mapping[str, str], defaults: Mapping[str, str]) -> bytes:
    """The content types with further ones, a default only where its extension has none."""
    new = [
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in defaults.items()
        if f'Extension="{extension}"'.encode() not in part
    ]
    new += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items()]
    return before_end(part, "Types", "".join(new))


def _relationship(identifier: str, kind: str, target: str, mode: str = "") -> str:
    mode = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"{mode}/>'


def before_end(part: bytes, element: str, fragment: str) -> bytes:
    """The fragment put in front of the last end tag of an element."""
    head, tag, tail = part.rpartition(f"</{element}>".encode())
    if not tag:
        raise ValueError(f"no </{element}>")
    return head + fragment.encode() + tag + tail


def swap(old: str, new: str, count: int = 1) -> Edit:
    """An edit that puts one text for another, which has to be there; count -1 means everywhere."""

    def edit(part: bytes) -> bytes:
        if old.encode() not in part:
            raise ValueError(f"not in the part: {old}")
        return part.replace(old.encode(), new.encode(), count)

    return edit


def chain(*edits: Edit) -> Edit:
    """One edit after the other."""
    return lambda part: reduce(lambda result, edit: edit(result), edits, part)


def in_sheet(element: str, fragment: str) -> Edit:
    """An edit that puts a fragment where this element belongs in a worksheet."""
    return lambda part: _placed(part, element, fragment, _SHEET_ORDER, "worksheet")


def in_workbook(element: str, fragment: str) -> Edit:
    """An edit that puts a fragment where this element belongs in the workbook part."""
    return lambda part: _placed(part, element, fragment, _WORKBOOK_ORDER, "workbook")


def defined_name(name: str, formula: str) -> Edit:
    """An edit that adds a defined name to the workbook part, which has some."""
    return lambda part: before_end(part, "definedNames", f'<definedName name="{name}">{formula}</definedName>')


def _placed(part: bytes, element: str, fragment: str, order: str, root: str) -> bytes:
    """The fragment in front of the first element that follows it in the order, or at the end."""
    names = order.split()
    following = "|".join(names[names.index(element) + 1 :])
    place = re.search(rf"<(?:{following})[\s/>]".encode(), part) if following else None
    if place is None:
        return before_end(part, root, fragment)
    return part[: place.start()] + fragment.encode() + part[place.start() :]
