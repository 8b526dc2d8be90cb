"""What another program dropped when it saved a workbook of ours, put back where it lacks: LibreOffice keeps neither the formulas
that new rows of a table get, nor what a drawn button does, nor the names by which VBA knows the workbook and its sheets.

By insertion only. `beyond_mending` looks at the outcome and knows nothing of how it was made.
"""

import re
from collections.abc import Iterator, Mapping, Set
from xml.sax.saxutils import escape

from xlperf.language import _
from xlperf.model import Mending
from xlperf.ooxml import Package
from xlperf.ooxml.changes import Changes
from xlperf.ooxml.elements import Element, Splice, splice, with_attribute

_FORMULA = "calculatedColumnFormula"
_REFERENCE = re.compile(r"(\w+)\[(?:\[#This Row\],\[)?([^\[\]]+)\]")
_EMPTY_COLUMN = re.compile(rb"(<(?P<p>\w+:|)tableColumn\b[^>]*?)\s*(?:/>|></(?P=p)tableColumn>)")


def mended(package: Package, mending: Mending) -> tuple[Package, tuple[str, ...]]:
    """Return a workbook that lacks nothing of `mending`, and in words what it lacked; the package itself where it lacked nothing."""
    changes, told = Changes(package), []
    columns = {table.name: set(table.columns) for sheet in package.sheets for table in package.tables(sheet)}
    for sheet in package.sheets:
        if _formulas(changes, sheet, mending, columns):
            told.append(_("“{sheet}”表的自动公式").format(sheet=sheet))
    if count := sum(_buttons(changes, sheet, mending) for sheet in package.sheets):
        told.append(_("{count}个按钮").format(count=count))
    _code_names(changes, mending)
    return (Package(changes.packed()), tuple(told)) if changes else (package, ())


def _formulas(changes: Changes, sheet: str, mending: Mending, columns: Mapping[str, Set[str]]) -> bool:
    """Give the columns of a sheet's tables their formulas back; return whether any lacked one.

    A formula that names a column which is called otherwise by now would be a wrong one, and is left out.
    """
    lacked = False
    for table in changes.package.tables(sheet):
        for column, formula in _lacking(changes.package, table.part, table.name, mending):
            if any(heading not in columns.get(name, ()) for name, heading in _REFERENCE.findall(formula)):
                continue
            xml = f"<{column.prefix}{_FORMULA}>{escape(formula)}</{column.prefix}{_FORMULA}>"
            changes.insert(table.part, column, xml, column.children[0] if column.children else None)
            lacked = True
    return lacked


def _lacking(package: Package, part: str, table: str, mending: Mending) -> Iterator[tuple[Element, str]]:
    for column in package.tree(part).all("tableColumn"):
        formula = mending.formulas.get((table, column.attributes.get("name", "")))
        if formula and not column.find(_FORMULA):
            yield column, formula


def _buttons(changes: Changes, sheet: str, mending: Mending) -> int:
    """Have the drawn buttons of a sheet do again what they did; return how many had forgotten it."""
    count = 0
    if not mending.buttons or not changes.package.sheets[sheet]:
        return 0
    for part in changes.package.parts_of(changes.package.sheets[sheet], "drawing"):
        data = changes.package.read(part)
        for shape, name in _forgetful(changes.package, part, mending):
            changes.splice(part, [with_attribute(data, shape, "macro", f"[0]!{name}")])
            count += 1
    return count


def _forgetful(package: Package, part: str, mending: Mending) -> Iterator[tuple[Element, str]]:
    """Yield the shapes that are called like a button of ours and do nothing."""
    for shape in package.tree(part).all("sp"):
        name = next((each.attributes.get("name", "") for each in shape.all("cNvPr")), "")
        if name in mending.buttons and not shape.attributes.get("macro"):
            yield shape, name


def _code_names(changes: Changes, mending: Mending) -> None:
    """Name the workbook and its sheets for VBA, where there is a project and they have lost all their names: all or none.

    A sheet that was renamed gets the name that is left over.
    """
    package = changes.package
    if not package.parts_of(package.workbook, "vbaProject"):
        return
    parts = {"": (package.workbook, "workbookPr"), **{name: (part, "sheetPr") for name, part in package.sheets.items()}}
    found = {name: (part, package.tree(part).find(element)) for name, (part, element) in parts.items()}
    names = all_code_names(package, mending)
    if any(element and "codeName" in element.attributes for _part, element in found.values()):
        return
    if all(found[name][1] for name in names):
        for name, code in names.items():
            part, element = found[name]
            changes.splice(part, [with_attribute(package.read(part), element, "codeName", code)])


def all_code_names(package: Package, mending: Mending) -> dict[str, str]:
    """Return the name for VBA of the workbook ("") and of each sheet that has one; none where that cannot be told."""
    there = ["", *package.sheets]
    renamed = [name for name in there if name not in mending.code_names]
    left = [code for name, code in mending.code_names.items() if name not in there]
    if left and len(left) != len(renamed):
        return {}
    return {name: mending.code_names[name] for name in there if name in mending.code_names} | dict(zip(renamed, left, strict=False))


def beyond_mending(before: Package, after: Package, mending: Mending) -> Iterator[str]:
    """Name what differs between two packages besides what was to be mended."""
    if before.parts != after.parts:
        yield _("部件的次序变了")
        return
    tables = {table.part: table.name for sheet in before.sheets for table in before.tables(sheet)}
    owners = {part: name for name, part in before.sheets.items()} | {before.workbook: ""}
    codes = all_code_names(before, mending)
    drawings = {part for sheet in before.sheets.values() if sheet for part in before.parts_of(sheet, "drawing")}
    for part in before.parts:
        old, new = before.read(part), after.read(part)
        if part in tables:
            old, new = _EMPTY_COLUMN.sub(rb"\1/>", old), _without_formulas(before, after, part, tables[part], mending)
        elif part in drawings and old != new:
            new = _without_buttons(before, after, part, mending)
        elif part in owners and old != new:
            new = _without_code_name(before, after, part, codes.get(owners[part], ""))
        if old != new:
            yield _("{part}: 内容变了").format(part=part)


def _without_formulas(before: Package, after: Package, part: str, table: str, mending: Mending) -> bytes:
    """Return a table's part without the formulas that `before` lacked and that are as they should be."""
    had = {each.attributes.get("name", "") for each in before.tree(part).all("tableColumn") if each.find(_FORMULA)}
    cut: list[Splice] = []
    for column in after.tree(part).all("tableColumn"):
        name, formula = column.attributes.get("name", ""), column.find(_FORMULA)
        if formula and name not in had and formula.text == mending.formulas.get((table, name)):
            cut.append((formula.start, formula.end, b""))
    return _EMPTY_COLUMN.sub(rb"\1/>", splice(after.read(part), cut))


def _without_buttons(before: Package, after: Package, part: str, mending: Mending) -> bytes:
    """Return a drawing without what the buttons do that did nothing in `before`."""
    allowed = {name for _shape, name in _forgetful(before, part, mending)}
    cut: list[Splice] = []
    for shape in after.tree(part).all("sp"):
        name = next((each.attributes.get("name", "") for each in shape.all("cNvPr")), "")
        stated = f' macro="[0]!{name}"'.encode()
        at = after.read(part).find(stated, shape.start, shape.body)
        if name in allowed and at >= 0:
            cut.append((at, at + len(stated), b""))
    return splice(after.read(part), cut)


def _without_code_name(before: Package, after: Package, part: str, name: str) -> bytes:
    """Return a part without the name for VBA that `before` lacked."""
    data, stated = after.read(part), f' codeName="{name}"'.encode()
    tag = "workbookPr" if part == before.workbook else "sheetPr"
    old, new = before.tree(part).find(tag), after.tree(part).find(tag)
    if not name or not old or not new or "codeName" in old.attributes:
        return data
    return data[: new.start] + data[new.start : new.body].replace(stated, b"", 1) + data[new.body :]
