"""The styles of a drawn sheet, appended to those of the workbook that it is put into."""

import re

from xlperf.ooxml import Package, SheetMap
from xlperf.ooxml.changes import Changes
from xlperf.ooxml.elements import Element, encoded, with_attribute
from xlperf.ooxml.order import STYLES, follower

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
FIRST_OWN_FORMAT = 164
"""Number formats below this id are built in."""


def add_styles(changes: Changes, drawn: Package, sheet: SheetMap) -> tuple[dict[str, str], dict[str, str]]:
    """Append the styles that a drawn sheet uses. Return the new index of each cell style and of each conditional format."""
    package = changes.package
    source = drawn.parts_of(drawn.workbook, "styles")[0]
    used = {cell.attributes.get("s", "0") for row in sheet.rows.values() for cell in row.cells.values()}
    used |= {row.attributes.get("s", "0") for row in sheet.rows.values()}
    used |= {each.attributes.get("style", "0") for each in sheet.columns}
    formats = {each.attributes["dxfId"] for each in sheet.root.all("cfRule") if "dxfId" in each.attributes}
    target = next(iter(package.parts_of(package.workbook, "styles")), None)
    if target is None:
        part = package.folder + "styles.xml"
        changes.add(part, drawn.read(source), _KIND)
        changes.relate(package.workbook, "styles", part)
        return {each: each for each in used}, {each: each for each in formats}
    graft = _Styles(changes, drawn, source, target)
    return graft.cell_styles(sorted(used, key=int)), graft.conditional(sorted(formats, key=int))


class _Styles:
    """Copies single styles from one part to another, each at the end of its list."""

    def __init__(self, changes: Changes, drawn: Package, source: str, target: str):
        self.changes, self.target = changes, target
        self.data, self.source = drawn.read(source), drawn.tree(source)
        self.root = changes.package.tree(target)
        self.written: dict[str, list[str]] = {}

    def cell_styles(self, used: list[str]) -> dict[str, str]:
        """Append cell styles with their fonts, fills, borders and number formats."""
        found = {index: self._cell_style(int(index)) for index in used}
        for name in ("numFmts", "fonts", "fills", "borders", "cellXfs"):
            self._append(name)
        return found

    def conditional(self, used: list[str]) -> dict[str, str]:
        """Append the looks of conditional formats."""
        listed = self.source.find("dxfs")
        found = {index: self._copy("dxfs", listed.children[int(index)]) for index in used}
        self._append("dxfs")
        return found

    def _cell_style(self, index: int) -> str:
        xf = self.source.find("cellXfs").children[index]
        text = self._text(xf)
        for name, attribute in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            new = self._copy(name, self.source.find(name).children[int(xf.attributes.get(attribute, "0"))])
            text = re.sub(rf'{attribute}="\d+"', f'{attribute}="{new}"', text)
        number = int(xf.attributes.get("numFmtId", "0"))
        if number >= FIRST_OWN_FORMAT:
            text = re.sub(r'numFmtId="\d+"', f'numFmtId="{self._number_format(number)}"', text)
        text = re.sub(r'xfId="\d+"', 'xfId="0"', text)
        return self._add("cellXfs", text)

    def _number_format(self, number: int) -> int:
        """Copy a number format of the drawn workbook under an id that is free."""
        code = next(each for each in self.source.all("numFmt") if each.attributes["numFmtId"] == str(number))
        taken = [int(each.attributes.get("numFmtId", "0")) for each in self.root.all("numFmt")]
        first = max([FIRST_OWN_FORMAT - 1, *taken]) + 1
        own = re.sub(r'numFmtId="\d+"', 'numFmtId="{}"', self._text(code))
        written = self.written.setdefault("numFmts", [])
        found = next((at for at, each in enumerate(written) if own.format(first + at) == each), len(written))
        if found == len(written):
            written.append(own.format(first + found))
        return first + found

    def _copy(self, name: str, element: Element) -> str:
        return self._add(name, self._text(element))

    def _text(self, element: Element) -> str:
        """Return an element as the other part needs it, with its namespace where a prefix is usual there."""
        text = self.data[element.start : element.end].decode()
        namespace = self.root.attributes.get(f"xmlns:{self.root.prefix[:-1]}", "")
        return re.sub(r"^<([\w:]+)", rf'<\1 xmlns="{namespace}"', text) if self.root.prefix else text

    def _add(self, name: str, text: str) -> str:
        """Add an element to what is to be appended to a list, and return its index there."""
        listed, written = self.root.find(name), self.written.setdefault(name, [])
        if text not in written:
            written.append(text)
        return str((len(listed.children) if listed else 0) + written.index(text))

    def _append(self, name: str) -> None:
        """Append what was gathered for a list to it; a list that is missing is made in its place."""
        new, listed, p = self.written.pop(name, []), self.root.find(name), self.root.prefix
        if not new:
            return
        xml = f'<{p}{name} count="{len(new)}">{"".join(new)}</{p}{name}>'
        data = self.changes.package.read(self.target)
        if listed is None:
            self.changes.insert(self.target, self.root, xml, follower(self.root, name, STYLES))
        elif not listed.children:
            self.changes.splice(self.target, [(listed.start, listed.end, encoded(data, xml))])
        else:
            if "count" in listed.attributes:
                count = str(len(listed.children) + len(new))
                self.changes.splice(self.target, [with_attribute(data, listed, "count", count)])
            self.changes.insert(self.target, listed, "".join(new))
