"""Package rules about regions of sheets: merged cells, conditional formats, dropdowns, links."""

from collections.abc import Iterable

from xlperf.ooxml.lint.formula import formula_fault
from xlperf.ooxml.lint.look import Look, Said, number, package_rule
from xlperf.ooxml.references import LAST_COLUMN, LAST_ROW, column_number, corners_of

Corners = tuple[int, int, int, int]

MAX_LINKS, MAX_VALIDATIONS = 65_530, 65_534


def overlap(a: Corners, b: Corners) -> bool:
    """Whether two ranges share a cell."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def overlapping(ranges: Iterable[Corners]) -> Corners | None:
    """Return a range that overlaps another; None where none does. One sweep from the top."""
    open_: list[Corners] = []
    for each in sorted(ranges):
        open_ = [other for other in open_ if other[2] >= each[0]]
        if any(overlap(each, other) for other in open_):
            return each
        open_.append(each)
    return None


def is_range(reference: str) -> bool:
    """Whether a text is a cell, a range, whole columns or whole rows."""
    found = corners_of(reference)
    if found:
        top, left, bottom, right = found
        return 1 <= top <= bottom <= LAST_ROW and 1 <= left <= right <= LAST_COLUMN
    ends = reference.replace("$", "").split(":")
    if len(ends) != 2:
        return False
    return all(each.isdigit() for each in ends) or all(each.isalpha() and column_number(each) <= LAST_COLUMN for each in ends)


@package_rule("G01")
def merged_cells(look: Look) -> Said:
    """合并的区域要合法，多于一个单元格，互不重叠。

    重叠的合并区域使Excel提示修复（普遍报告；未在Excel中验证）。
    """
    for part, sheet in look.sheets():
        ranges = []
        for reference in sheet.ranges("mergeCell"):
            found = corners_of(reference)
            if found and is_range(reference) and found[:2] != found[2:]:
                ranges.append(found)
            else:
                yield part, reference
        if twice := overlapping(ranges):
            yield part, str(twice)


@package_rule("G02")
def conditional_format(look: Look) -> Said:
    """条件格式的范围、公式要合法，所用的格式编号要存在。

    标准§18.3.1.10；格式编号超出范围时Excel提示修复（普遍报告；未在Excel中验证）。
    """
    count = len(look.listed("dxfs"))
    for part, sheet in look.sheets():
        for block in (each for each in sheet.root.children if each.name == "conditionalFormatting"):
            area = block.attributes.get("sqref", "")
            if not all(is_range(each) for each in area.split()):
                yield part, area
            for rule in block.all("cfRule"):
                index = number(rule, "dxfId")
                wrong = "dxfId" in rule.attributes and not 0 <= index < count
                if wrong or number(rule, "priority", 1) < 1 or any(formula_fault(each.text) for each in rule.all("formula")):
                    yield part, f"<cfRule> {area}"


@package_rule("G03")
def data_validation(look: Look) -> Said:
    """数据验证的范围、公式要合法，提示的标题不超过32字、内容不超过255字，下拉列表不超过255字。

    标准§18.3.1.32；超长的提示或列表使Excel提示修复（普遍报告；未在Excel中验证）。
    """
    limits = (("promptTitle", 32), ("errorTitle", 32), ("prompt", 255), ("error", 255))
    for part, sheet in look.sheets():
        listed = sheet.root.find("dataValidations")
        found = listed.children if listed else []
        if listed and len(found) > MAX_VALIDATIONS:
            yield part, str(len(found))
        for each in found:
            area = each.attributes.get("sqref", "")
            formulas = [formula.text for name in ("formula1", "formula2") for formula in each.all(name) if not formula.children]
            if (
                not area
                or not all(is_range(one) for one in area.split())
                or any(len(each.attributes.get(name, "")) > limit for name, limit in limits)
                or any(formula_fault(text) for text in formulas)
                or any(text.startswith('"') and len(text) > 257 for text in formulas)
            ):
                yield part, f"<dataValidation> {area}"


@package_rule("G04")
def hyperlink(look: Look) -> Said:
    """超链接的范围要合法，要有去处，提示不超过255字，每张表不超过65530个。

    标准§18.3.1.47；Excel规格与限制（未在Excel中验证）。
    """
    for part, sheet in look.sheets():
        links = list(sheet.root.all("hyperlink"))
        if len(links) > MAX_LINKS:
            yield part, str(len(links))
        for each in links:
            if not is_range(each.attributes.get("ref", "")) or len(each.attributes.get("tooltip", "")) > 255:
                yield part, each.attributes.get("ref", "")


@package_rule("G05")
def sheet_filter(look: Look) -> Said:
    """工作表的筛选范围要合法，且不与表格重叠。

    标准§18.3.1.2；表格自己的筛选写在表格部件里（未在Excel中验证）。
    """
    for part, sheet in look.sheets():
        found = sheet.root.find("autoFilter")
        if found:
            area = corners_of(found.attributes.get("ref", ""))
            tables = [corners_of(root.attributes.get("ref", "")) for owner, _part, root in look.tables if owner == part]
            if not area or any(overlap(area, each) for each in tables if each):
                yield part, found.attributes.get("ref", "")
