"""A sheet that was drawn in a workbook of its own, put at the end of another workbook by insertion only.

The fresh writer draws it; here its styles, texts and tables become the other workbook's. It knows sheets with cells,
conditional formats and tables, which is what we draw.
"""

import re
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from xlperf.errors import WriteRefusedError, structure_protected
from xlperf.language import _
from xlperf.model import NewSheet
from xlperf.ooxml import Package
from xlperf.ooxml.changes import MAIN, OFFICE, STRICT, STRICT_MAIN, Changes
from xlperf.ooxml.elements import Element, Splice, splice, with_attribute
from xlperf.ooxml.order import WORKBOOK, follower
from xlperf.writers.graft_styles import add_styles

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"


def with_sheets(package: Package, sheets: Iterable[NewSheet]) -> tuple[Package, list[str]]:
    """Return a package with the sheets it does not have yet, and their names; the package itself where it has all.

    Raises `WriteRefusedError` where the workbook's structure is protected, or a name of the sheet's table is taken.
    """
    names = []
    for new in sheets:
        alike = next((name for name in package.sheets if name.lower() == new.name.lower()), new.name)
        if alike != new.name:
            raise WriteRefusedError(_("已有工作表“{name}”，名称只差大小写").format(name=alike), remedy=_("请先改掉它的名称"))
        if new.name not in package.sheets:
            changes = Changes(package)
            _graft(changes, new.name, Package(new.drawn))
            package = Package(changes.packed())
            names.append(new.name)
    return package, names


def _graft(changes: Changes, name: str, drawn: Package) -> None:
    package = changes.package
    root = package.tree(package.workbook)
    protection = root.find("workbookProtection")
    if protection and protection.attributes.get("lockStructure", "0") in ("1", "true"):
        raise structure_protected(name)
    source = drawn.sheets[name]
    part = changes.free_name(package.folder + "worksheets/sheet{}.xml")
    tables = {table: _table(changes, drawn, table) for table in drawn.parts_of(source, "table")}
    ids = {old: changes.relate(part, "table", new) for old, new in tables.items()}
    changes.add(part, _sheet(changes, drawn, source, ids), _KIND.format("worksheet"))
    _list_sheet(changes, root, name, changes.relate(package.workbook, "worksheet", part))
    _list_names(changes, root, drawn, name)
    _list_title(changes, name)


def _sheet(changes: Changes, drawn: Package, source: str, tables: dict[str, str]) -> bytes:
    """Return the sheet's part as the other workbook needs it: texts inline, styles by its indices, not selected."""
    sheet = drawn.cells(source)
    styles, formats = add_styles(changes, drawn, sheet)
    texts = _texts(drawn)
    splices: list[Splice] = []
    for row in sheet.rows.values():
        if "s" in row.attributes:
            splices.append(_attribute(sheet.data, row.start, row.body, "s", styles[row.attributes["s"]]))
        for cell in row.cells.values():
            body = sheet.data[cell.start : cell.end]
            if cell.attributes.get("t") == "s":
                value = b"<is>" + texts[int(cell.text)] + b"</is>"
                body = re.sub(rb"<v>\d+</v>", lambda _match, value=value: value, body).replace(b't="s"', b't="inlineStr"')
            if "s" in cell.attributes:
                body = re.sub(rb' s="\d+"', f' s="{styles[cell.attributes["s"]]}"'.encode(), body, count=1)
            splices.append((cell.start, cell.end, body))
    for each in sheet.columns:
        if "style" in each.attributes:
            splices.append(with_attribute(sheet.data, each, "style", styles[each.attributes["style"]]))
    for each in sheet.root.all("cfRule"):
        if "dxfId" in each.attributes:
            splices.append(with_attribute(sheet.data, each, "dxfId", formats[each.attributes["dxfId"]]))
    for each in sheet.root.all("sheetView"):
        if "tabSelected" in each.attributes:  # two selected sheets are a group: what is typed goes into both
            splices.append(with_attribute(sheet.data, each, "tabSelected", "0"))
    parts = {each.id: each.target for each in drawn.relations(source)}
    for each in sheet.root.all("tablePart"):
        splices.append(with_attribute(sheet.data, each, "r:id", tables[parts[each.relation()]]))
    return _dialect(changes, splice(sheet.data, splices))


def _attribute(data: bytes, start: int, end: int, name: str, value: str) -> Splice:
    return start, end, re.sub(rf' {name}="\d+"'.encode(), f' {name}="{value}"'.encode(), data[start:end], count=1)


def _dialect(changes: Changes, data: bytes) -> bytes:
    """Return a part in the form of the standard that the workbook is written in."""
    if not changes.strict:
        return data
    return data.replace(MAIN.encode(), STRICT_MAIN.encode()).replace(OFFICE.encode(), STRICT.encode())


def _texts(drawn: Package) -> list[bytes]:
    """Return the shared texts of the drawn workbook as they stand inside their elements."""
    part = next(iter(drawn.parts_of(drawn.workbook, "sharedStrings")), None)
    if part is None:
        return []
    data = drawn.read(part)
    return [data[each.body : each.close] for each in drawn.tree(part).children if each.name == "si"]


def _table(changes: Changes, drawn: Package, part: str) -> str:
    """Add a table with an id of its own. Raises `WriteRefusedError` where its name is taken."""
    package = changes.package
    root, data = drawn.tree(part), drawn.read(part)
    roots = [package.tree(each) for each, kind in package.content_types.items() if kind == _KIND.format("table")]
    names = {each.attributes.get("displayName", "").lower() for each in roots}
    names |= {each.attributes.get("name", "").lower() for each in package.tree(package.workbook).all("definedName")}
    name = root.attributes["displayName"]
    if name.lower() in names:
        raise WriteRefusedError(_("工作簿里已有名为{name}的表格或名称").format(name=name), remedy=_("请先改掉那个名称"))
    ids = [int(each.attributes.get("id", "0")) for each in roots]
    new = changes.free_name(package.folder + "tables/table{}.xml")
    body = splice(data, [with_attribute(data, root, "id", str(max(ids, default=0) + 1))])
    changes.add(new, _dialect(changes, body), _KIND.format("table"))
    return new


def _list_sheet(changes: Changes, root: Element, name: str, relation: str) -> None:
    """Name the sheet in the workbook part, behind the others."""
    listed = root.find("sheets")
    taken = {each.attributes.get("sheetId", "") for each in listed.children}
    free = next(number for number in range(len(taken) + 1, 65_535) if str(number) not in taken)
    namespace = STRICT if changes.strict else OFFICE
    bound = next((key[6:] for key, value in root.attributes.items() if key[:6] == "xmlns:" and value == namespace), "")
    id_ = f'{bound}:id="{relation}"' if bound else f'xmlns:r="{namespace}" r:id="{relation}"'
    xml = f"<{listed.prefix}sheet name={quoteattr(name)} sheetId=\"{free}\" {id_}/>"
    changes.insert(changes.package.workbook, listed, xml)


def _list_names(changes: Changes, root: Element, drawn: Package, name: str) -> None:
    """Take over the names that belong to the sheet (what is printed on each page)."""
    theirs = str(list(drawn.sheets).index(name))
    index, p = len(changes.package.sheets), root.prefix
    written = "".join(
        f'<{p}definedName name={quoteattr(each.attributes["name"])} localSheetId="{index}">{each.text}</{p}definedName>'
        for each in drawn.tree(drawn.workbook).all("definedName") if each.attributes.get("localSheetId") == theirs
    )  # fmt: skip
    part, listed = changes.package.workbook, root.find("definedNames")
    if written and listed:
        changes.insert(part, listed, written)
    elif written:
        behind = follower(root, "definedNames", WORKBOOK)
        changes.insert(part, root, f"<{p}definedNames>{written}</{p}definedNames>", behind)


def _list_title(changes: Changes, name: str) -> None:
    """Name the sheet in the document's properties too, where they list the sheets as Excel does: behind the other sheets."""
    package = changes.package
    part = next(iter(package.parts_of("", "extended-properties") or package.parts_of("", "extendedProperties")), None)
    if part is None or part not in package:
        return
    root, data = package.tree(part), package.read(part)
    pairs = [each for heading in root.all("HeadingPairs") for each in heading.all("i4")]
    titles = next((each for listed in root.all("TitlesOfParts") for each in listed.all("vector")), None)
    count = len(package.sheets)
    if not pairs or not titles or pairs[0].text != str(count) or len(titles.children) < count:
        return
    p = titles.children[count - 1].prefix
    changes.splice(part, [
        (pairs[0].body, pairs[0].close, str(count + 1).encode()),
        with_attribute(data, titles, "size", str(len(titles.children) + 1)),
    ])  # fmt: skip
    behind = titles.children[count] if len(titles.children) > count else None
    changes.insert(part, titles, f"<{p}lpstr>{name.replace('&', '&amp;').replace('<', '&lt;')}</{p}lpstr>", behind)
