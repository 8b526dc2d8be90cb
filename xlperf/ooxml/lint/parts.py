"""Package rules about parts, their types and their relationships (ECMA-376 Part 2, Open Packaging Conventions)."""

from collections import Counter

from xlperf.ooxml.damaged import EncodingError, WorkbookDamagedError
from xlperf.ooxml.elements import parse_part
from xlperf.ooxml.lint.look import Look, Said, package_rule
from xlperf.ooxml.package import TYPES, relations_part

MAIN_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    ".xltm": "application/vnd.ms-excel.template.macroEnabled.main+xml",
    ".xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
}
"""The content type of the workbook part by the file's suffix; Excel refuses a file where they do not agree."""

KINDS = {
    "worksheet": "worksheet+xml", "chartsheet": "chartsheet+xml", "styles": "styles+xml", "sharedStrings": "sharedStrings+xml",
    "table": "table+xml", "comments": "comments+xml", "drawing": "drawing+xml", "chart": "chart+xml",
    "calcChain": "calcChain+xml", "theme": "theme+xml", "vmlDrawing": "vmlDrawing", "pivotTable": "pivotTable+xml",
    "vbaProject": "vbaProject",
}  # fmt: skip
"""How the content type of a part ends that a relationship of this kind leads to."""


@package_rule("P01")
def part_without_type(look: Look) -> Said:
    """每个部件都要有内容类型。

    没有内容类型的部件，Excel视为文件损坏（开放打包约定§10.1.2；未在Excel中验证）。
    """
    for part in look.package.parts:
        if part not in look.package.content_types and part != look.package.spelt(TYPES):
            yield part, ""


@package_rule("P08")
def type_twice(look: Look) -> Said:
    """每个扩展名、每个部件的内容类型只能写一次。

    开放打包约定§10.1.2.2；重复时Excel拒绝打开（未在Excel中验证）。
    """
    types = look.package.spelt(TYPES)
    listed = look.package.tree(types).children
    for name in ("PartName", "Extension"):
        for given, count in Counter(each.attributes[name].lower() for each in listed if name in each.attributes).items():
            if count > 1:
                yield types, given


@package_rule("P02")
def main_type(look: Look) -> Said:
    """工作簿的主内容类型要与扩展名相符，含宏的工作簿要用含宏的类型。

    不相符时Excel拒绝打开：“文件格式或文件扩展名无效”（普遍报告；未在Excel中验证）。
    """
    kind = look.package.content_types.get(look.package.workbook, "")
    if kind not in MAIN_TYPES.values() or (look.suffix and kind != MAIN_TYPES.get(look.suffix)):
        yield look.package.workbook, kind
    elif "macro" not in kind and look.package.parts_of(look.package.workbook, "vbaProject"):
        yield look.package.workbook, "vbaProject"


@package_rule("P03")
def broken_relation(look: Look) -> Said:
    """每个内部关系都要指向存在的部件，同一部件的关系编号不能重复。

    指向空处的关系使Excel提示修复（开放打包约定§9.3；未在Excel中验证）。
    """
    for part in ("", *look.package.parts):
        held = relations_part(part)
        if not look.within(held) and not (part and look.within(part)):
            continue
        relations = look.package.relations(part)
        for id_, count in Counter(each.id for each in relations).items():
            if count > 1 or not id_:
                yield held, id_
        for each in relations:
            if not each.external and each.target not in look.package and not each.target.startswith("#") and each.target != "NULL":
                yield held, f"{each.id} → {each.target}"


@package_rule("P04")
def relation_of_another_kind(look: Look) -> Said:
    """关系的类型要与所指部件的内容类型相符。

    例如类型为工作表的关系指向样式部件时，Excel视为文件损坏（未在Excel中验证）。
    """
    for part in ("", *look.package.parts):
        if look.within(relations_part(part)):
            for each in look.package.relations(part):
                expected = KINDS.get(each.kind)
                kind = look.package.content_types.get(each.target, "")
                if expected and not each.external and kind and not kind.endswith(expected):
                    yield relations_part(part), f"{each.id} → {each.target}"


@package_rule("P05")
def part_twice(look: Look) -> Said:
    """部件名称不能重复（不分大小写），也不能是别的部件名称的延伸。

    开放打包约定§9.1.1；压缩包里有同名条目时Excel提示修复（未在Excel中验证）。
    """
    for name, count in Counter(part.lower() for part in look.package.parts).items():
        if count > 1:
            yield name, ""


@package_rule("P06")
def not_well_formed(look: Look) -> Said:
    """XML部件要格式正确，不能有文档类型声明。

    格式不对的部件，Excel提示修复或拒绝打开。VML除外：它一向允许不规范的写法。
    """
    for part in look.package.parts:
        kind = look.package.content_types.get(part, "")
        if look.within(part) and (kind.endswith("+xml") or kind == "application/xml"):
            try:
                look.package.cells(part) if kind.endswith("worksheet+xml") else parse_part(look.package.read(part))
            except EncodingError:
                continue
            except WorkbookDamagedError as error:
                yield part, str(error)


@package_rule("P07")
def unknown_relation_id(look: Look) -> Said:
    """工作表、工作簿里用到的关系编号都要存在。

    例如`<drawing r:id="rId9"/>`而没有rId9时，Excel提示修复（普遍报告；未在Excel中验证）。
    """
    given = [(part, sheet.root) for part, sheet in look.sheets()]
    if look.within(look.package.workbook):
        given.append((look.package.workbook, look.package.tree(look.package.workbook)))
    for part, root in given:
        known = {each.id for each in look.package.relations(part)}
        for name in ("sheet", "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "tablePart", "hyperlink", "pageSetup",
                     "externalReference", "pivotCache", "control", "oleObject"):  # fmt: skip
            for each in root.all(name):
                if each.relation() and each.relation() not in known:
                    yield part, f"<{name}> {each.relation()}"
