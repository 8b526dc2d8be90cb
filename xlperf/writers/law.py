"""The law of what writing may change, as a check of its own: two packages are compared, and every difference that the law
does not allow is named. It knows nothing of how the editor works."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field

from xlperf.language import _
from xlperf.ooxml import Package, SheetMap
from xlperf.ooxml.elements import Element, Splice, splice
from xlperf.ooxml.package import TYPES, relations_part
from xlperf.ooxml.references import column_letters, corners_of
from xlperf.writers.notes import AUTHOR, our_notes, without_notes

_SPANS = re.compile(rb'\sspans\s*=\s*["\'][^"\']*["\']')
_CACHE = re.compile(rb"<(\w+:|)(num|str)Cache>.*?</\1\2Cache>", re.DOTALL)
_IDS = re.compile(rb"(<o:idmap\b[^>]*\bdata=[\"'])[\d,]*|<v:shapetype id=\"_x0000_t202\".*?</v:shapetype>", re.DOTALL)
_STYLE_LISTS = ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs")
"""Lists of styles that a new sheet may lengthen."""


@dataclass(frozen=True, slots=True)
class Permit:
    """What one run may change: cells (row, column) by sheet, tables that may change their size, sheets that may come, and
    whether notes of ours may come, change and go."""

    cells: Mapping[str, Set[tuple[int, int]]] = field(default_factory=dict)
    tables: Collection[str] = ()
    sheets: Collection[str] = ()
    notes: bool = False


def violations(before: Package, after: Package, permit: Permit) -> list[str]:
    """Return what differs between two packages beyond the law, in words; empty where all is right."""
    return list(_Comparison(before, after, permit).run())


class _Comparison:
    def __init__(self, before: Package, after: Package, permit: Permit):
        self.before, self.after, self.permit = before, after, permit
        self.sheets = {part: name for name, part in before.sheets.items() if part}
        self.chains = before.parts_of(before.workbook, "calcChain")
        self.new = [part for part in after.parts if part not in set(before.parts)]
        self.styles = next(iter(before.parts_of(before.workbook, "styles")), None)
        self.titles = next((each for kind in ("extended-properties", "extendedProperties") for each in before.parts_of("", kind)), None)

    def run(self) -> Iterator[str]:
        gone = [part for part in before_parts(self) if part not in set(self.after.parts)]
        yield from (_("{part}不见了").format(part=part) for part in gone)
        kept = [part for part in before_parts(self) if part not in gone]
        if kept != [part for part in self.after.parts if part not in self.new and part not in self.chains]:
            yield _("部件的次序变了")
        yield from self.new_parts()
        yield from self.calc_chain()
        for part in self.after.parts:
            if part in self.before and not same_bytes(self.before, self.after, part):
                yield from (f"{part}: {what}" for what in self.changed(part))

    def changed(self, part: str) -> Iterator[str]:
        """Name what the law does not allow of a part that differs."""
        tables = {each.part: each.name for name in self.before.sheets for each in self.before.tables(name)}
        if part in self.sheets:
            yield from self.sheet(part)
        elif tables.get(part) in self.permit.tables:
            yield from self.insertions(part, ranges=True)
        elif "/charts/" in f"/{part}":
            if _CACHE.sub(b"", self.before.read(part)) != _CACHE.sub(b"", self.after.read(part)):
                yield _("变了的不只是缓存")
        elif part.lower().endswith(".vml") and self.permit.notes:
            yield from self.drawing(part)
        elif self.before.content_types.get(part, "").endswith("comments+xml") and self.permit.notes:
            yield from self.comments(part)
        elif part.lower().endswith(".rels") or part in (self.before.spelt(TYPES), self.before.workbook, self.styles, self.titles):
            yield from self.insertions(part)
        else:
            yield _("内容变了")

    def new_parts(self) -> Iterator[str]:
        """Name parts that no new sheet and no note brings, and sheets that nobody asked for."""
        allowed = set()
        for name in self.permit.sheets:
            sheet = self.after.sheets.get(name)
            if sheet is None or name in self.before.sheets:
                continue
            allowed |= {sheet, relations_part(sheet), *self.after.parts_of(sheet, "table")}
            if not self.before.parts_of(self.before.workbook, "styles"):
                allowed |= set(self.after.parts_of(self.after.workbook, "styles"))
        for sheet in self.after.sheets.values() if self.permit.notes else ():
            for kind in ("comments", "vmlDrawing"):
                allowed |= {relations_part(sheet), *self.after.parts_of(sheet, kind)}
        yield from (_("多了{part}").format(part=part) for part in self.new if part not in allowed)
        names = list(self.after.sheets)
        if names[: len(self.before.sheets)] != list(self.before.sheets):
            yield _("原有工作表的名称或次序变了")
        more = (name for name in names[len(self.before.sheets) :] if name not in self.permit.sheets)
        yield from (_("多了工作表“{name}”").format(name=name) for name in more)

    def calc_chain(self) -> Iterator[str]:
        """The chain stays as it is while the set of formula cells does, else it goes whole."""
        left = [chain for chain in self.chains if chain in self.after]
        listed = self.after.parts_of(self.after.workbook, "calcChain")
        same = not self.permit.sheets and all(
            formulas(self.before.cells(part)) == formulas(self.after.cells(part))
            for part, name in self.sheets.items()
            if self.permit.cells.get(name) and part in self.after and not same_bytes(self.before, self.after, part)
        )
        if same and left != self.chains:
            yield _("计算链不见了")
        elif not same and left:
            yield _("计算链与公式不再相符")
        elif bool(left) != bool(listed):
            yield _("计算链与指向它的关系不相符")

    def insertions(self, part: str, ranges: bool = False) -> Iterator[str]:
        """Compare two small parts: only what is allowed may have come in, and calcChain's mention may have gone."""
        compared = _Trees(
            self.before.read(part), self.after.read(part),
            lambda element, parents: self.may_come(part, element, parents), lambda element: self.may_go(part, element),
            ranges=ranges, appended=part == self.styles, counted=bool(self.permit.sheets) and part in (self.styles, self.titles),
        )  # fmt: skip
        yield from compared.run(self.before.tree(part), self.after.tree(part))

    def may_come(self, part: str, element: Element, parents: tuple[str, ...]) -> bool:
        """Whether an element may have come into a part that is no sheet."""
        given = element.attributes
        if part == self.before.spelt(TYPES):
            named = self.after.spelt(given.get("PartName", "").lstrip("/"))
            return named in self.new or (element.name == "Default" and given.get("Extension") in ("vml", "rels"))
        if part.lower().endswith(".rels"):
            owner = next((each for each in self.after.parts if self.after.spelt(relations_part(each)) == part), "")
            targets = {each.id: each.target for each in self.after.relations(owner)}
            return targets.get(given.get("Id", "")) in self.new
        if not self.permit.sheets:
            return False
        if part == self.before.workbook:
            index = given.get("localSheetId", "")
            own = index.isdigit() and int(index) >= len(self.before.sheets)
            return (element.name == "sheet" and given.get("name") in self.permit.sheets) or (
                element.name == "definedName" and own) or (
                element.name == "definedNames" and all(self.may_come(part, each, parents) for each in element.children))  # fmt: skip
        if part == self.styles:
            return element.name in _STYLE_LISTS if len(parents) == 1 else parents[-1] in _STYLE_LISTS
        return "TitlesOfParts" in parents and element.text in self.permit.sheets

    def may_go(self, part: str, element: Element) -> bool:
        """Whether an element may have gone: what names a calculation chain that is gone."""
        chains = [chain for chain in self.chains if chain not in self.after]
        if part == self.before.spelt(TYPES):
            return self.before.spelt(element.attributes.get("PartName", "").lstrip("/")) in chains
        ids = {each.id for each in self.before.relations(self.before.workbook) if each.target in chains}
        mine = part == self.before.spelt(relations_part(self.before.workbook))
        return mine and element.attributes.get("Id") in ids

    def sheet(self, part: str) -> Iterator[str]:
        """Name what differs between two versions of a sheet outside the allowed cells."""
        old, new = self.before.cells(part), self.after.cells(part)
        allowed = self.permit.cells.get(self.sheets[part], frozenset())
        if _frame(old) != _frame(new, legacy=self.permit.notes and not old.root.find("legacyDrawing")):
            yield _("单元格以外的内容变了")
        rows = {row for row, _column in allowed}
        for number in sorted(old.rows.keys() | new.rows.keys()):
            if number not in new.rows or (number not in old.rows and number not in rows):
                yield _("第{row}行").format(row=number)
                continue
            spans = number not in rows
            if number in old.rows and _row_tag(old, number, spans) != _row_tag(new, number, spans):
                yield _("第{row}行的属性").format(row=number)
            if number in rows and not _spans_cover(new, number) and (number not in old.rows or _spans_cover(old, number)):
                yield _("第{row}行所说的列范围").format(row=number)
            yield from self.cells(number, old, new, allowed)
        yield from _used_range(old, new)

    def cells(self, row: int, old: SheetMap, new: SheetMap, allowed: Set[tuple[int, int]]) -> Iterator[str]:
        """Name the cells of a row that differ without leave, or that changed their style."""
        columns = {*new.rows[row].cells, *(old.rows[row].cells if row in old.rows else ())}
        for column in sorted(columns):
            a, b = old.cell(row, column), new.cell(row, column)
            if (row, column) not in allowed:
                if _bytes(old, a) != _bytes(new, b):
                    yield _("单元格{cell}").format(cell=f"{column_letters(column)}{row}")
            elif a and (b is None or a.attributes.get("s") != b.attributes.get("s")):
                yield _("单元格{cell}的样式").format(cell=f"{column_letters(column)}{row}")

    def comments(self, part: str) -> Iterator[str]:
        """Notes of others, and all else of the part, stay as they are."""
        authors = [[each.text for each in package.tree(part).all("author")] for package in (self.before, self.after)]
        if authors[1][: len(authors[0])] != authors[0]:
            yield _("批注的作者")
        if _without_ours(self.before, part) != _without_ours(self.after, part):
            yield _("别人的批注")

    def drawing(self, part: str) -> Iterator[str]:
        """Shapes other than our notes stay as they are."""
        def others(package: Package) -> bytes:
            owner = next((sheet for sheet in package.sheets.values() if part in package.parts_of(sheet, "vmlDrawing")), "")
            comments = package.parts_of(owner, "comments")
            ours = [cell for each in comments for cell, _text, _element in our_notes(package.tree(each))]
            return _IDS.sub(rb"\1", without_notes(package.read(part), ours))

        if others(self.before) != others(self.after):
            yield _("别的图形")


def before_parts(comparison: _Comparison) -> list[str]:
    """Return the parts that must still be there: all but the calculation chain."""
    return [part for part in comparison.before.parts if part not in comparison.chains]


def same_bytes(before: Package, after: Package, part: str) -> bool:
    """Return whether a part is the same in two packages; where both packed it alike, it need not be unpacked."""
    a, b = (package.archive.NameToInfo[package.spelt(part)] for package in (before, after))
    packed = [_packed(package, info) for package, info in ((before, a), (after, b))]
    if (a.CRC, a.file_size, a.compress_type) == (b.CRC, b.file_size, b.compress_type) and packed[0] == packed[1]:
        return True
    return before.read(part) == after.read(part)


def _packed(package: Package, info) -> bytes:
    names = package.data[info.header_offset + 26 : info.header_offset + 30]
    start = info.header_offset + 30 + int.from_bytes(names[:2], "little") + int.from_bytes(names[2:], "little")
    return package.data[start : start + info.compress_size]


class _Trees:
    """Compares two small parts byte by byte, except for elements that may have come or gone.

    `ranges` lets the ranges of a table differ, `counted` the counts of lists; into `appended` lists nothing comes but at the
    end, because their members are known by number.
    """

    def __init__(self, a: bytes, b: bytes, may_come: Callable, may_go: Callable, *, ranges: bool, appended: bool, counted: bool):
        self.a, self.b, self.may_come, self.may_go = a, b, may_come, may_go
        self.ranges, self.appended, self.counted = ranges, appended, counted

    def run(self, old: Element, new: Element) -> Iterator[str]:
        """Name every difference that is not allowed."""
        if (self.a[: old.start], self.a[old.end :]) != (self.b[: new.start], self.b[new.end :]):
            yield _("元素以外的内容")
        yield from self.differences(old, new, ())

    def differences(self, old: Element, new: Element, parents: tuple[str, ...]) -> Iterator[str]:
        """Name what differs between two elements of one name."""
        if self._tag(self.a, old) != self._tag(self.b, new):
            yield f"<{old.name}> {old.attributes.get('name', old.attributes.get('Id', ''))}".strip()
        inside = (*parents, old.name)
        pairs, faults = self._matched(old, new, inside)
        yield from faults
        counted = self.counted and "HeadingPairs" in inside
        if not old.children and not new.children and old.text != new.text and not counted:
            yield _("<{name}>的文字").format(name=old.name)
        if len(old.children) == len(new.children) and self._gaps(self.a, old) != self._gaps(self.b, new):
            yield _("<{name}>里各项之间的内容").format(name=old.name)
        for a, b in pairs:
            if self.a[a.start : a.end] != self.b[b.start : b.end]:
                yield from self.differences(a, b, inside)

    def _matched(self, old: Element, new: Element, parents: tuple[str, ...]) -> tuple[list, list[str]]:
        """Pair the children that both have, and name those that came or went without leave."""
        pairs, faults, rest = [], [], list(new.children)
        listed = self.appended and len(parents) > 1
        for child in old.children:
            at = next((at for at, each in enumerate(rest) if self._same(child, each)), None)
            if at is not None:
                skipped = rest[:at]
                faults += [_come(each) for each in skipped if listed or not self.may_come(each, parents)]
                pairs.append((child, rest[at]))
                rest = rest[at + 1 :]
            elif not self.may_go(child):
                faults.append(_("少了<{name}>").format(name=child.name))
        return pairs, faults + [_come(each) for each in rest if not self.may_come(each, parents)]

    def _same(self, a: Element, b: Element) -> bool:
        """Whether two children may be the same one: by their bytes, or as containers of one name."""
        if self.a[a.start : a.end] == self.b[b.start : b.end]:
            return True
        return a.name == b.name and (bool(a.children) or bool(b.children) or a.name == "i4" or self.ranges)

    def _tag(self, data: bytes, element: Element) -> bytes:
        """Return a start tag without what may differ in it."""
        tag = data[element.start : element.body]
        if self.counted and (element.name in _STYLE_LISTS or element.name == "vector"):
            tag = re.sub(rb'\s(count|size)\s*=\s*("[^"]*"|\'[^\']*\')', b"", tag)
        if self.ranges and element.name in ("table", "autoFilter", "sortState", "sortCondition"):
            tag = re.sub(rb'\sref\s*=\s*("[^"]*"|\'[^\']*\')', b"", tag)
        return re.sub(rb"\s*/?>$", b"", tag)

    def _gaps(self, data: bytes, element: Element) -> bytes:
        """Return what stands in an element between its children."""
        if not element.children:
            return b""
        cut = [(child.start - element.body, child.end - element.body, b"") for child in element.children]
        return splice(data[element.body : element.close], cut)


def _come(element: Element) -> str:
    return _("多了<{name}>").format(name=element.name)


def formulas(sheet: SheetMap) -> set[tuple[int, int]]:
    """Return the cells of a sheet that hold a formula."""
    return {(number, column) for number, row in sheet.rows.items() for column, cell in row.cells.items() if cell.formula}


def _frame(sheet: SheetMap, legacy: bool = False) -> bytes:
    """Return everything of a sheet but its rows and its used range; with `legacy` without the mention of notes too."""
    held = sheet.sheet_data
    cut: list[Splice] = [(held.start, held.end, re.sub(rb"\s*/?>$", b">", sheet.data[held.start : held.body]))] if held else []
    gone = [sheet.dimension, sheet.root.find("legacyDrawing") if legacy else None]
    return splice(sheet.data, cut + [(each.start, each.end, b"") for each in gone if each])


def _used_range(old: SheetMap, new: SheetMap) -> Iterator[str]:
    """The stated used range stays where no cell came, and else covers what is used."""
    if bool(old.dimension) != bool(new.dimension):
        yield _("所说的使用范围")
    if not old.dimension or not new.dimension or old.dimension.attributes == new.dimension.attributes:
        return
    stated = corners_of(new.dimension.attributes.get("ref", ""))
    used = [(row, column) for row, span in new.rows.items() for column in span.cells]
    if not stated or not all(stated[0] <= row <= stated[2] and stated[1] <= column <= stated[3] for row, column in used):
        yield _("所说的使用范围")


def _row_tag(sheet: SheetMap, number: int, spans: bool) -> bytes:
    """Return the start tag of a row, with the columns it spans or without."""
    row = sheet.rows[number]
    tag = sheet.data[row.start : row.body]
    return tag if spans else _SPANS.sub(b"", tag).replace(b"/>", b">")


def _spans_cover(sheet: SheetMap, number: int) -> bool:
    """Whether the columns that a row says it spans hold all its cells."""
    row = sheet.rows[number]
    spans = [[int(end) for end in span.split(":")] for span in row.attributes.get("spans", "").split()]
    return not spans or all(any(left <= column <= right for left, right in spans) for column in row.cells)


def _bytes(sheet: SheetMap, cell) -> bytes:
    return sheet.data[cell.start : cell.end] if cell else b""


def _without_ours(package: Package, part: str) -> bytes:
    """Return a comments part without the notes of ours and our name among the authors."""
    root, data = package.tree(part), package.read(part)
    cut = [(element.start, element.end, b"") for _cell, _text, element in our_notes(root)]
    cut += [(each.start, each.end, b"") for each in root.all("author") if each.text == AUTHOR]
    left = splice(data, cut)
    return re.sub(rb"<((?:\w+:)?(?:authors|commentList))\s*/>", rb"<\1></\1>", left)
