"""Package rules about the workbook part: sheets, their names and order, defined names."""

import re
from collections import Counter

from xlperf.ooxml.lint.formula import LETTER, REST, formula_fault
from xlperf.ooxml.lint.look import Look, Said, number, out_of_order, package_rule
from xlperf.ooxml.order import WORKBOOK
from xlperf.ooxml.references import LAST_COLUMN, column_number

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NAME = re.compile(rf"(?:_xlnm\.\w+|{LETTER}{REST}*)\Z")
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?\d+\Z|[Rr]\d*[Cc]\d*\Z|[RrCc]\Z")


@package_rule("W01")
def sheet_name(look: Look) -> Said:
    r"""工作表名称要合法：1至31个字，没有 [ ] : * ? / \，首尾不是单引号，不重名（不分大小写）。

    名称不合法时Excel提示修复并改名（微软支持文档“重命名工作表”；未在Excel中验证）。
    """
    root = look.package.tree(look.package.workbook)
    names = [each.attributes.get("name", "") for each in root.all("sheet")]
    doubles = {name for name, count in Counter(name.lower() for name in names).items() if count > 1}
    for name in names:
        odd = not 1 <= len(name) <= 31 or _FORBIDDEN.search(name) or name[:1] == "'" or name[-1:] == "'"
        if odd or name.lower() in doubles or name.lower() == "history":
            yield look.package.workbook, name


@package_rule("W02")
def sheet_number(look: Look) -> Said:
    """工作表的编号和关系编号要唯一，编号在1至65534之间，至少有一张工作表可见。

    标准§18.2.19；违反时Excel提示修复或拒绝打开（未在Excel中验证）。
    """
    sheets = list(look.package.tree(look.package.workbook).all("sheet"))
    ids = Counter(number(each, "sheetId") for each in sheets) + Counter(each.relation() for each in sheets)
    for each in sheets:
        if ids[number(each, "sheetId")] > 1 or ids[each.relation()] > 1 or not 1 <= number(each, "sheetId") <= 65534:
            yield look.package.workbook, each.attributes.get("name", "")
    if all(each.attributes.get("state", "visible") != "visible" for each in sheets):
        yield look.package.workbook, "<sheets>"


@package_rule("W03")
def defined_name(look: Look) -> Said:
    """定义的名称要合法，在同一范围内唯一，不像单元格地址，所属工作表要存在。

    标准§18.2.5；不合法的名称Excel提示修复并删除（普遍报告；未在Excel中验证）。
    """
    scopes = Counter((each.attributes.get("name", "").lower(), each.attributes.get("localSheetId")) for each in look.names)
    for each in look.names:
        name, scope = each.attributes.get("name", ""), each.attributes.get("localSheetId")
        cell = _CELL.match(name)
        odd = not _NAME.match(name) or len(name) > 255 or (cell and column_number((cell[1] or "A").upper()) <= LAST_COLUMN)
        lost = scope is not None and not 0 <= number(each, "localSheetId") < len(look.package.sheets)
        if odd or lost or scopes[name.lower(), scope] > 1:
            yield look.package.workbook, name


@package_rule("W04")
def name_formula(look: Look) -> Said:
    """定义的名称所指的内容要是合法的公式。

    不合法时Excel提示修复并删除该名称（未在Excel中验证）。
    """
    for each in look.names:
        if fault := formula_fault(each.text):
            yield look.package.workbook, f"{each.attributes.get('name', '')}: {fault}"


@package_rule("W05")
def workbook_order(look: Look) -> Said:
    """工作簿部件里的元素要按标准的次序。

    标准§18.2.27（CT_Workbook）；次序不对时Excel提示修复（普遍报告；未在Excel中验证）。
    """
    if look.within(look.package.workbook):
        for each in out_of_order(look.package.tree(look.package.workbook), WORKBOOK, ("fileRecoveryPr",)):
            yield look.package.workbook, each


@package_rule("W06")
def active_sheet(look: Look) -> Said:
    """打开时显示的工作表要存在。

    标准§18.2.30；超出范围时Excel提示修复（未在Excel中验证）。
    """
    for each in look.package.tree(look.package.workbook).all("workbookView"):
        for name in ("activeTab", "firstSheet"):
            if not 0 <= number(each, name) < max(1, len(look.package.sheets)):
                yield look.package.workbook, f"{name}={each.attributes[name]}"


@package_rule("W07")
def listed_titles(look: Look) -> Said:
    """文档属性里的清单要与其所说的个数相符。

    标准第1部分§22.4；个数不符时Excel提示修复（未在Excel中验证）。
    """
    for part, root in look.parts("extended-properties+xml"):
        for each in root.all("vector"):
            if number(each, "size") != len(each.children):
                yield part, f"<vector> {each.attributes.get('size', '')}"
