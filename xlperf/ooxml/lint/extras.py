"""Package rules about what stands beside the cells: the calculation chain, notes, charts."""

import re
from collections import Counter

from xlperf.ooxml.lint.formula import formula_fault
from xlperf.ooxml.lint.look import Look, Said, number, package_rule
from xlperf.ooxml.lint.regions import is_range
from xlperf.ooxml.references import corners_of
from xlperf.ooxml.values import MAX_TEXT, from_xml_text, text_length

_POINT_LISTS = ("numCache", "strCache", "numLit", "strLit")
_SHAPE_ID = re.compile(rb"<\w+:shape\b[^>]*?\bid=[\"'](_x0000_s\d+)[\"']")


@package_rule("E01")
def calculation_chain(look: Look) -> Said:
    """计算链里的每个单元格都要有公式，所属工作表要存在。

    多出来的一项使Excel提示修复（普遍报告；未在Excel中验证）；少一项不要紧，Excel会补上。
    """
    listed = look.package.tree(look.package.workbook).find("sheets")
    targets = {each.id: each.target for each in look.package.relations(look.package.workbook)}
    sheets = {number(each, "sheetId"): targets.get(each.relation(), "") for each in (listed.children if listed else [])}
    for part in look.package.parts_of(look.package.workbook, "calcChain"):
        current = 0
        for each in look.package.tree(part).children if part in look.package else []:
            current = number(each, "i", current)
            sheet, place = sheets.get(current, ""), corners_of(each.attributes.get("r", ""))
            if not sheet or not place:
                yield part, each.attributes.get("r", "")
            elif look.within(sheet) or look.within(part):
                cell = look.package.cells(sheet).cell(*place[:2])
                if not cell or not (cell.formula or _in_array(look, sheet, place)):
                    yield part, each.attributes["r"]


def _in_array(look: Look, sheet: str, place: tuple[int, int, int, int]) -> bool:
    """Whether a cell belongs to an array formula, whose formula stands in its first cell only."""
    for row in look.package.cells(sheet).rows.values():
        for cell in row.cells.values():
            area = corners_of(cell.formula_attributes.get("ref", ""))
            if area and area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]:
                return True
    return False


@package_rule("E02")
def notes(look: Look) -> Said:
    """批注的位置要合法且不重复，作者要存在，文字不超过32767个字；有批注的工作表要有批注的图形。

    标准§18.7.3；没有图形时批注不显示，位置重复时Excel提示修复（未在Excel中验证）。
    """
    for sheet, cells in look.package.sheets.items():
        for part in look.package.parts_of(cells, "comments"):
            if part not in look.package or not (look.within(part) or look.within(cells)):
                continue
            root = look.package.tree(part)
            authors, listed = len(list(root.all("author"))), list(root.all("comment"))
            places = Counter(each.attributes.get("ref", "") for each in listed)
            for each in listed:
                text = text_length(from_xml_text("".join(piece.text for piece in each.all("t"))))
                place = each.attributes.get("ref", "")
                if places[place] > 1 or not is_range(place) or not 0 <= number(each, "authorId") < authors or text > MAX_TEXT:
                    yield part, place
            if listed and not look.package.parts_of(cells, "vmlDrawing"):
                yield part, sheet


@package_rule("E03")
def shape_ids(look: Look) -> Said:
    """同一绘图里的图形编号不能重复，批注的图形要与批注一一对应。

    编号重复时Excel丢失其中一个图形（未在Excel中验证）。
    """
    for part in look.package.parts:
        if part.lower().endswith(".vml") and look.within(part):
            for id_, count in Counter(_SHAPE_ID.findall(look.package.read(part))).items():
                if count > 1:
                    yield part, id_.decode("ascii", "replace")


@package_rule("E04")
def chart_cache(look: Look) -> Said:
    """图表缓存的点要有序、不超出所说的个数，图表所引用的公式要能解析。

    标准第1部分§21.2.2；超出个数时Excel提示修复（未在Excel中验证）。
    """
    for part, root in look.parts("drawingml.chart+xml"):
        for name in _POINT_LISTS:
            for cache in root.all(name):
                count = next((number(each, "val") for each in cache.children if each.name == "ptCount"), 0)
                indices = [number(each, "idx") for each in cache.children if each.name == "pt"]
                if indices != sorted(set(indices)) or (indices and indices[-1] >= count):
                    yield part, f"<{name}> {count}"
        for each in root.all("f"):
            if fault := formula_fault(each.text.removeprefix("=")):
                yield part, fault
