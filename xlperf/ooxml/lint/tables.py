"""Package rules about tables (ListObject)."""

from collections import Counter
from collections.abc import Iterator

from xlperf.ooxml.elements import Element
from xlperf.ooxml.lint.formula import formula_fault
from xlperf.ooxml.lint.look import Look, Said, number, out_of_order, package_rule
from xlperf.ooxml.lint.regions import overlap, overlapping
from xlperf.ooxml.lint.workbook import _CELL, _NAME
from xlperf.ooxml.order import TABLE
from xlperf.ooxml.references import LAST_ROW, column_letters, corners_of
from xlperf.ooxml.shared import cell_values
from xlperf.ooxml.values import from_xml_text

_FORMATS = ("headerRowDxfId", "dataDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId", "totalsRowBorderDxfId")


def _within(look: Look) -> Iterator[tuple[str, str, Element]]:
    """Yield the tables whose own part or whose sheet is to be looked into."""
    return (each for each in look.tables if look.within(each[0]) or look.within(each[1]))


def _corners(root: Element) -> tuple[int, int, int, int]:
    return corners_of(root.attributes.get("ref", "")) or (0, 0, 0, 0)


@package_rule("T01")
def table_name(look: Look) -> Said:
    """表格的编号和名称要唯一、合法，也不能与定义的名称相同。

    标准§18.5.1.2；重名时Excel提示修复（普遍报告；未在Excel中验证）。
    """
    ids = Counter(number(root, "id") for _sheet, _part, root in look.tables)
    names = Counter(root.attributes.get("displayName", "").lower() for _sheet, _part, root in look.tables)
    names += Counter(each.attributes.get("name", "").lower() for each in look.names if "localSheetId" not in each.attributes)
    for _sheet, part, root in look.tables:
        name = root.attributes.get("displayName", "")
        if ids[number(root, "id")] > 1 or names[name.lower()] > 1 or not _NAME.match(name) or _CELL.match(name):
            yield part, name


@package_rule("T02")
def table_range(look: Look) -> Said:
    """表格的范围要合法，标题行之下至少有一行数据；筛选范围在表格之内。

    只有标题行的表格使Excel提示修复（普遍报告；未在Excel中验证）。
    """
    for _sheet, part, root in _within(look):
        top, left, bottom, right = _corners(root)
        head, totals = number(root, "headerRowCount", 1), max(number(root, "totalsRowCount"), 0)
        if top < 1 or bottom > LAST_ROW or bottom - top + 1 - head - totals < 1:
            yield part, root.attributes.get("ref", "")
        found = root.find("autoFilter")
        if found:
            area = corners_of(found.attributes.get("ref", ""))
            if not area or (area[0], area[1], area[3]) != (top, left, right) or area[2] > bottom - totals:
                yield part, f"<autoFilter> {found.attributes.get('ref', '')}"


@package_rule("T03")
def table_columns(look: Look) -> Said:
    """表格的列数、列名、列编号要与范围相符且不重复。

    标准§18.5.1.4；列数不符或列名重复时Excel提示修复（普遍报告；未在Excel中验证）。
    """
    for _sheet, part, root in _within(look):
        columns = list(root.all("tableColumn"))
        _top, left, _bottom, right = _corners(root)
        listed = root.find("tableColumns")
        names = Counter(each.attributes.get("name", "").lower() for each in columns)
        ids = Counter(number(each, "id") for each in columns)
        if len(columns) != right - left + 1 or (listed and number(listed, "count", len(columns)) != len(columns)):
            yield part, f"<tableColumns> {len(columns)}"
        for each in columns:
            name = each.attributes.get("name", "")
            if not name or names[name.lower()] > 1 or ids[number(each, "id")] > 1 or number(each, "id") < 1 or len(name) > 255:
                yield part, f"<tableColumn> {name}"


@package_rule("T04")
def table_headings(look: Look) -> Said:
    """表格的列名要与标题单元格的文字相同，标题单元格要是文本。

    不相同时Excel提示修复（普遍报告；未在Excel中验证）。
    """
    for sheet, part, root in _within(look):
        if number(root, "headerRowCount", 1) != 1:
            continue
        top, left, _bottom, right = _corners(root)
        cells = look.package.cells(sheet)
        spans = [cells.cell(top, column) for column in range(left, right + 1)]
        values = cell_values(look.package, spans)
        names = [from_xml_text(each.attributes.get("name", "")) for each in root.all("tableColumn")]
        for column, value, name in zip(range(left, right + 1), values, names, strict=False):
            if not isinstance(value, str) or _line_ends(value) != _line_ends(name):
                yield part, f"{column_letters(column)}{top} {name}"


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@package_rule("T05")
def table_overlap(look: Look) -> Said:
    """表格之间不能重叠，表格里不能有合并单元格。

    Excel不允许这样做，打开这样的文件时提示修复（普遍报告；未在Excel中验证）。
    """
    for sheet in dict.fromkeys(owner for owner, _part, _root in _within(look)):
        tables = [_corners(root) for owner, _part, root in look.tables if owner == sheet]
        merged = [found for each in look.package.cells(sheet).ranges("mergeCell") if (found := corners_of(each))]
        if overlapping(tables):
            yield sheet, str(overlapping(tables))
        for each in merged:
            if any(overlap(each, table) for table in tables):
                yield sheet, str(each)


@package_rule("T06")
def table_details(look: Look) -> Said:
    """表格部件里的元素要按次序，公式要能解析，格式编号要存在。

    标准§18.5.1（未在Excel中验证）。
    """
    count = len(look.listed("dxfs"))
    for _sheet, part, root in _within(look):
        for misplaced in out_of_order(root, TABLE):
            yield part, misplaced
        for each in (root, *root.all("tableColumn")):
            for name in _FORMATS:
                if name in each.attributes and not 0 <= number(each, name) < count:
                    yield part, f"{name}={each.attributes[name]}"
        for name in ("calculatedColumnFormula", "totalsRowFormula"):
            for each in root.all(name):
                if formula_fault(each.text):
                    yield part, f"<{name}> {each.text[:40]}"
