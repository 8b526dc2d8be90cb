"""The law of what writing may change, as a check of its own: two packages are compared, and every difference that the law
does not allow is named. It knows nothing of how the editor works."""

import re
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field
from html import unescape

from xlperf.language import _
from xlperf.model import NOTE_AUTHOR, NewRows
from xlperf.ooxml import Package, SheetMap, WorkbookDamagedError
from xlperf.ooxml.elements import Element, Splice, parse_part, splice
from xlperf.ooxml.package import TYPES, relations_part
from xlperf.ooxml.references import column_letters, corners_of
from xlperf.ooxml.shared import cell_values
from xlperf.ooxml.splice import CellChange
from xlperf.ooxml.values import same_value
from xlperf.writers.notes import note_cell, our_notes, without_notes
from xlperf.writers.trees import STYLE_LISTS, Trees

_SPANS = re.compile(rb'\sspans\s*=\s*["\'][^"\']*["\']')
_CACHED = re.compile(rb"(<(?P<p>\w+:|)f>(?P<f>[^<]*)</(?P=p)f>)\s*<(?P=p)(?P<kind>num|str)Cache>.*?</(?P=p)(?P=kind)Cache>", re.DOTALL)
_IDS = re.compile(rb"(<\w+:idmap\b[^>]*\bdata=[\"'])[\d,]*")
_TYPE = "_x0000_t202"
"""The id of the shape type of notes."""


@dataclass(frozen=True, slots=True)
class Permit:
    """What one run may change: cells (row, column) by sheet, each with what it shall become; tables with their numbers of rows;
    sheets that may come, and whether notes of ours may come, change and go; rows that may come below all others (see `law_rows`)."""

    cells: Mapping[str, Mapping[tuple[int, int], CellChange]] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)
    sheets: Collection[str] = ()
    notes: bool = False
    rows: Collection[NewRows] = ()


def violations(before: Package, after: Package, permit: Permit) -> list[str]:
    """Return what differs between two packages beyond the law, in words; empty where all is right."""
    return list(_Comparison(before, after, permit).run())


class _Comparison:
    def __init__(self, before: Package, after: Package, permit: Permit):
        self.before, self.after, self.permit = before, after, permit
        self.sheets = {part: name for name, part in before.sheets.items() if part}
        self.tables = {each.part: each.name for name in before.sheets for each in before.tables(name)}
        self.chains = before.parts_of(before.workbook, "calcChain")
        self.required = [part for part in before.parts if part not in self.chains]
        self.new = [part for part in after.parts if part not in set(before.parts)]
        self.styles = next(iter(before.parts_of(before.workbook, "styles")), None)
        self.titles = next((each for kind in ("extended-properties", "extendedProperties") for each in before.parts_of("", kind)), None)

    def run(self) -> Iterator[str]:
        gone = [part for part in self.required if part not in set(self.after.parts)]
        yield from (_("{part}不见了").format(part=part) for part in gone)
        kept = [part for part in self.required if part not in gone]
        if kept != [part for part in self.after.parts if part not in self.new and part not in self.chains]:
            yield _("部件的次序变了")
        yield from self.new_parts()
        yield from self.calc_chain()
        for part in self.after.parts:
            if part in self.before and not same_bytes(self.before, self.after, part):
                yield from (f"{part}: {what}" for what in self.changed(part))

    def changed(self, part: str) -> Iterator[str]:
        """Name what the law does not allow of a part that differs."""
        if part in self.sheets:
            yield from self.sheet(part)
        elif self.tables.get(part) in self.permit.tables:
            yield from self.insertions(part, ranges=True)
            yield from self.size(part, self.permit.tables[self.tables[part]])
        elif self.before.content_types.get(part, "").endswith("drawingml.chart+xml"):
            yield from self.chart(part)
        elif part.lower().endswith(".vml") and self.permit.notes:
            yield from self.drawing(part)
        elif self.before.content_types.get(part, "").endswith("comments+xml") and self.permit.notes:
            yield from self.comments(part)
        elif part.lower().endswith(".rels") or part in (self.before.spelt(TYPES), self.before.workbook, self.styles, self.titles):
            yield from self.insertions(part)
        else:
            yield _("内容变了")

    def size(self, part: str, wanted: int) -> Iterator[str]:
        """A table has the rows that were asked for; it may keep more of those it had, never lose or take more."""
        old, new = (corners_of(package.tree(part).attributes.get("ref", "")) for package in (self.before, self.after))
        had, has = (each[2] - each[0] if each else 0 for each in (old, new))
        if not old or not new or old[:2] != new[:2] or old[3] != new[3] or not max(wanted, 1) <= has <= max(wanted, 1, had):
            yield _("表格的范围")

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
        compared = Trees(
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
            return element.name in STYLE_LISTS if len(parents) == 1 else parents[-1] in STYLE_LISTS
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
        allowed = self.permit.cells.get(self.sheets[part], {})
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
            if number in rows and _between(old, number, allowed) != _between(new, number, allowed):
                yield _("第{row}行单元格之间的内容").format(row=number)
        if _without_rows(old, rows) != _without_rows(new, rows):
            yield _("各行之间的内容变了")
        yield from self.values(new, allowed)
        yield from _used_range(old, new)

    def values(self, sheet: SheetMap, allowed: Mapping[tuple[int, int], CellChange]) -> Iterator[str]:
        """Every cell that was to change shows what it was to show."""
        spans = [sheet.cell(*place) for place in allowed]
        for place, span, value, change in zip(allowed, spans, cell_values(self.after, spans), allowed.values(), strict=True):
            formula = change.formula is None or (span.formula_text if span else "") == change.formula
            if not formula or not same_value(value, change.value):
                yield _("单元格{cell}的内容不是要写的").format(cell=f"{column_letters(place[1])}{place[0]}")

    def cells(self, row: int, old: SheetMap, new: SheetMap, allowed: Mapping[tuple[int, int], CellChange]) -> Iterator[str]:
        """Name the cells of a row that differ without leave, or that changed their style."""
        columns = {*new.rows[row].cells, *(old.rows[row].cells if row in old.rows else ())}
        for column in sorted(columns):
            a, b = old.cell(row, column), new.cell(row, column)
            if (row, column) not in allowed:
                if _bytes(old, a) != _bytes(new, b):
                    yield _("单元格{cell}").format(cell=f"{column_letters(column)}{row}")
            elif a and allowed[row, column].formula is None and _formula(old, a) != _formula(new, b):
                yield _("单元格{cell}的公式").format(cell=f"{column_letters(column)}{row}")
            elif a and (b is None or a.attributes.get("s") != b.attributes.get("s")):
                yield _("单元格{cell}的样式").format(cell=f"{column_letters(column)}{row}")

    def chart(self, part: str) -> Iterator[str]:
        """Caches may differ, of figures that changed; nothing else may."""
        old, new = self.before.read(part), self.after.read(part)
        if _CACHED.sub(rb"\1", old) != _CACHED.sub(rb"\1", new):
            yield _("变了的不只是缓存")
            return
        for a, b in zip(_CACHED.finditer(old), _CACHED.finditer(new), strict=False):  # as many of both, or more than caches differ
            if a[0] != b[0] and not self.shows_changed(unescape(a["f"].decode("utf-8", "replace"))):
                yield _("图表缓存，所引用的单元格没有变")

    def shows_changed(self, reference: str) -> bool:
        """Whether a chart's reference (`任务!$B$5:$B$9`) covers a cell that may change."""
        sheet, _mark, area = reference.rpartition("!")
        name = sheet[1:-1].replace("''", "'") if sheet[:1] == "'" else sheet
        found = corners_of(area)
        cells = self.permit.cells.get(name, ())
        return bool(found) and any(found[0] <= row <= found[2] and found[1] <= column <= found[3] for row, column in cells)

    def comments(self, part: str) -> Iterator[str]:
        """Notes of others, and all else of the part, stay as they are."""
        authors = [[each.text for each in package.tree(part).all("author")] for package in (self.before, self.after)]
        if authors[1][: len(authors[0])] != authors[0]:
            yield _("批注的作者")
        if _without_ours(self.before, part) != _without_ours(self.after, part):
            yield _("别人的批注")

    def drawing(self, part: str) -> Iterator[str]:
        """Shapes other than our notes stay as they are."""
        with_type = _TYPE.encode() in self.before.read(part)
        if _other_shapes(self.before, part, with_type) != _other_shapes(self.after, part, with_type):
            yield _("别的图形")


def same_bytes(before: Package, after: Package, part: str) -> bool:
    """Return whether a part is the same in two packages; where both packed it alike, it need not be unpacked."""
    a, b = (package.archive.NameToInfo[package.spelt(part)] for package in (before, after))
    if (a.CRC, a.file_size, a.compress_type) == (b.CRC, b.file_size, b.compress_type) and before.packed(a) == after.packed(b):
        return True
    return before.read(part) == after.read(part)


def formulas(sheet: SheetMap) -> set[tuple[int, int]]:
    """Return the cells of a sheet that hold a formula."""
    return {(number, column) for number, row in sheet.rows.items() for column, cell in row.cells.items() if cell.formula}


def _frame(sheet: SheetMap, legacy: bool = False) -> bytes:
    """Return everything of a sheet but its rows and its used range; with `legacy` without the mention of notes too."""
    held = sheet.sheet_data
    cut: list[Splice] = [(held.start, held.end, re.sub(rb"\s*/?>$", b">", sheet.data[held.start : held.body]))] if held else []
    gone = [sheet.dimension, sheet.root.find("legacyDrawing") if legacy else None]
    return splice(sheet.data, cut + [(each.start, each.end, b"") for each in gone if each])


def _without_rows(sheet: SheetMap, rows: Set[int]) -> bytes:
    """Return what stands in a sheet's data, without some of its rows."""
    held = sheet.sheet_data
    if held is None:
        return b""
    cut = [(row.start - held.body, row.end - held.body, b"") for number, row in sheet.rows.items() if number in rows]
    return splice(sheet.data[held.body : held.close], cut)


def _between(sheet: SheetMap, number: int, allowed: Mapping[tuple[int, int], CellChange]) -> bytes:
    """Return what stands in a row, without the cells that may change; nothing in one that is not there."""
    row = sheet.rows.get(number)
    if row is None or row.empty:
        return b""
    cells = ((cell.start - row.body, cell.end - row.body, b"") for column, cell in row.cells.items() if (number, column) in allowed)
    return splice(sheet.data[row.body : sheet.data.rindex(b"<", row.body, row.end)], list(cells))


def _formula(sheet: SheetMap, cell) -> bytes:
    return sheet.data[slice(*cell.formula)] if cell and cell.formula else b""


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


def _other_shapes(package: Package, part: str, with_type: bool) -> bytes:
    """Return a VML drawing without the notes of ours and the list of its blocks of ids; without the shape type of notes too
    where it came with ours. A drawing that is not well-formed, as old ones are, is taken apart as text.
    """
    owner = next((sheet for sheet in package.sheets.values() if part in package.parts_of(sheet, "vmlDrawing")), "")
    comments = package.parts_of(owner, "comments") if owner else []
    ours = {cell for each in comments for cell, _text, _element in our_notes(package.tree(each))}
    body = package.read(part)
    try:
        root = parse_part(body)
    except WorkbookDamagedError:
        return _IDS.sub(rb"\1", without_notes(body, ours))
    cut = [(each.start, each.end, b"") for each in root.children
           if (each.name == "shape" and note_cell(each) in ours) or (not with_type and each.attributes.get("id") == _TYPE)]  # fmt: skip
    return _IDS.sub(rb"\1", splice(body, cut))


def _without_ours(package: Package, part: str) -> bytes:
    """Return a comments part without the notes of ours and our name among the authors."""
    root, data = package.tree(part), package.read(part)
    cut = [(element.start, element.end, b"") for _cell, _text, element in our_notes(root)]
    cut += [(each.start, each.end, b"") for each in root.all("author") if each.text == NOTE_AUTHOR]
    left = splice(data, cut)
    return re.sub(rb"<((?:\w+:)?(?:authors|commentList))\s*/>", rb"<\1></\1>", left)
