"""Package rules about the rows and cells of sheets."""

import math
import re

from xlperf.ooxml.cells import CellSpan, SheetMap
from xlperf.ooxml.lint.formula import formula_fault
from xlperf.ooxml.lint.look import Look, Said, number, out_of_order, package_rule
from xlperf.ooxml.order import SHEET
from xlperf.ooxml.references import LAST_COLUMN, LAST_ROW, column_letters, corners_of
from xlperf.ooxml.values import MAX_TEXT, from_xml_text, index_of, text_length

NEVER_EMPTY = ("cols", "mergeCells", "dataValidations", "hyperlinks", "conditionalFormatting", "tableParts")
"""Lists that are left out where they have no members."""
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!",
           "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!")  # fmt: skip


_VALUE = re.compile(rb"<(?:\w+:)?v[\s>]")


def _named(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}" if column else str(row)


@package_rule("S01")
def sheet_order(look: Look) -> Said:
    """工作表部件里的元素要按标准的次序。

    标准§18.3.1.99（CT_Worksheet）：除条件格式外各出现一次，合并单元格等清单不能是空的；次序不对时Excel提示修复（普遍报告；未在Excel中验证）。
    """
    for part, sheet in look.sheets():
        for misplaced in out_of_order(sheet.root, SHEET, ("conditionalFormatting",)):
            yield part, misplaced
        for each in sheet.root.children:
            if each.name in NEVER_EMPTY and not each.children:
                yield part, f"<{each.name}/>"


@package_rule("S02")
def cell_order(look: Look) -> Said:
    """行和单元格要从上到下、从左到右各出现一次，行号不超过1048576，列不超过XFD。

    次序不对或重复时Excel提示修复（普遍报告；未在Excel中验证）。
    """
    for part, sheet in look.sheets():
        for row, column in sheet.misplaced:
            yield part, _named(row, column)
        for row, span in sheet.rows.items():
            if not 1 <= row <= LAST_ROW:
                yield part, str(row)
            if span.cells and not 1 <= max(span.cells) <= LAST_COLUMN:
                yield part, _named(row, max(span.cells))


@package_rule("S03")
def cell_value(look: Look) -> Said:
    """单元格的值要与其类型相符，文本不超过32767个字。

    标准§18.18.11（ST_CellType）；数字写成了文本、类型不认识、公式的文本结果没有标明类型时，Excel提示修复（未在Excel中验证）。
    """
    for part, sheet in look.sheets():
        for row, span in sheet.rows.items():
            for column, cell in span.cells.items():
                if not _fits(sheet, cell, look.shared_count):
                    yield part, _named(row, column)


def _fits(sheet: SheetMap, cell: CellSpan, shared: int) -> bool:
    """Whether a cell's value is of the type that it says."""
    kind, text = cell.attributes.get("t", "n"), cell.text
    if cell.formula and _VALUE.search(sheet.data, cell.start, cell.formula[0]):
        return False
    if kind == "n":
        return not text.strip() or _is_number(text)
    if kind == "s":
        index = index_of(cell)
        return index is not None and index < shared
    if kind == "b":
        return text.strip() in ("0", "1", "true", "false", "")
    if kind == "e":
        return text.strip() in _ERRORS or not text
    if kind == "inlineStr" and (cell.formula or _VALUE.search(sheet.data, cell.start, cell.end)):
        return False
    return kind in ("str", "inlineStr", "d") and text_length(from_xml_text(text)) <= MAX_TEXT


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and "_" not in text
    except ValueError:
        return False


@package_rule("S04")
def cell_style(look: Look) -> Said:
    """行、列、单元格用到的样式编号要存在。

    标准§18.8.10；超出范围时Excel提示修复（普遍报告；未在Excel中验证）。
    """
    count = len(look.listed("cellXfs"))
    limit = max(count, 1)
    for part, sheet in look.sheets():
        for row, span in sheet.rows.items():
            if not _below(span.attributes.get("s"), limit):
                yield part, str(row)
            for column, cell in span.cells.items():
                if not _below(cell.attributes.get("s"), limit):
                    yield part, _named(row, column)
        for each in sheet.columns:
            if not _below(each.attributes.get("style"), limit):
                yield part, f"<col> {each.attributes.get('min')}"


def _below(text: str | None, limit: int) -> bool:
    return text is None or (text.isdigit() and int(text) < limit)


@package_rule("S05")
def cell_formula(look: Look) -> Said:
    """单元格里的公式要能解析。

    解析不了的公式（例如把文本“11辆”当成公式），Excel提示修复并删除（普遍报告；未在Excel中验证）。
    """
    good: set[str] = {""}
    for part, sheet in look.sheets():
        for row, span in sheet.rows.items():
            for column, cell in span.cells.items():
                if cell.formula:
                    text = cell.formula_text
                    if text in good:
                        continue
                    if formula_fault(text):
                        yield part, f"{_named(row, column)}: {text[:40]}"
                    else:
                        good.add(text)


@package_rule("S06")
def shared_formula(look: Look) -> Said:
    """共用公式的单元格要有主公式，数组公式的范围要含其所在的单元格。

    标准§18.3.1.40；没有主公式时Excel提示修复并删除（未在Excel中验证）。
    """
    for part, sheet in look.sheets():
        masters: set[str] = set()
        for row, span in sheet.rows.items():
            for column, cell in span.cells.items():
                given = cell.formula_attributes
                area = corners_of(given.get("ref", ""))
                if given.get("t") == "shared" and not area and given.get("si") not in masters:
                    yield part, _named(row, column)
                if given.get("t") in ("shared", "array") and area:
                    masters.add(given.get("si", ""))
                    if not (area[0] <= row <= area[2] and area[1] <= column <= area[3]):
                        yield part, _named(row, column)


@package_rule("S07")
def row_shape(look: Look) -> Said:
    """行高在0至409.5之间，分级显示不超过7级；列的范围从左到右、不重叠。

    标准§18.3.1.13、§18.3.1.73；超出时Excel提示修复（未在Excel中验证）。
    """
    for part, sheet in look.sheets():
        for row, span in sheet.rows.items():
            height, level = span.attributes.get("ht", "0"), span.attributes.get("outlineLevel", "0")
            if not _is_number(height) or not 0 <= float(height) <= 409.5 or level not in tuple("01234567"):
                yield part, str(row)
        last = 0
        for each in sheet.columns:
            left, right = number(each, "min"), number(each, "max")
            if not last < left <= right <= LAST_COLUMN:
                yield part, f"<col> {left}-{right}"
            last = max(last, right)
