"""Package rules about styles and shared texts."""

from collections import Counter

from xlperf.ooxml.lint.look import Look, Said, number, out_of_order, package_rule
from xlperf.ooxml.order import STYLES
from xlperf.ooxml.values import MAX_TEXT, from_xml_text, text_length

LIMITS = {"cellXfs": 65_490, "fonts": 65_490, "numFmts": 65_000}
"""How many there may be (Excel's specifications and limits: 65,490 cell styles)."""


@package_rule("Y01")
def style_parts(look: Look) -> Said:
    """单元格格式所指的字体、填充、边框、基础格式要存在。

    标准§18.8.45；编号超出范围时Excel提示修复（普遍报告；未在Excel中验证）。
    """
    if not look.within(look.styles_part):
        return
    counts = {name: len(look.listed(name)) for name in ("fonts", "fills", "borders", "cellStyleXfs")}
    for listed in ("cellStyleXfs", "cellXfs"):
        for index, xf in enumerate(look.listed(listed)):
            pairs = [("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")]
            pairs += [("xfId", "cellStyleXfs")] if listed == "cellXfs" and counts["cellStyleXfs"] else []
            for attribute, name in pairs:
                if attribute in xf.attributes and not 0 <= number(xf, attribute) < counts[name]:
                    yield look.styles_part, f"<{listed}> {index} {attribute}={xf.attributes[attribute]}"
    for each in look.listed("cellStyles"):
        if not 0 <= number(each, "xfId") < counts["cellStyleXfs"]:
            yield look.styles_part, f"<cellStyle> {each.attributes.get('name', '')}"


@package_rule("Y02")
def number_format(look: Look) -> Said:
    """自定义数字格式的编号要唯一，格式不为空、不超过255字；单元格格式用到的自定义编号要存在。

    标准§18.8.30（未在Excel中验证）。
    """
    if not look.within(look.styles_part):
        return
    formats = look.listed("numFmts")
    ids = Counter(number(each, "numFmtId") for each in formats)
    for each in formats:
        code = each.attributes.get("formatCode", "")
        if ids[number(each, "numFmtId")] > 1 or not code or len(code) > 255:
            yield look.styles_part, f"<numFmt> {each.attributes.get('numFmtId', '')}"
    for index, xf in enumerate(look.listed("cellXfs")):
        given = number(xf, "numFmtId")
        if given >= 164 and given not in ids:
            yield look.styles_part, f"<cellXfs> {index} numFmtId={given}"


@package_rule("Y03")
def styles_order(look: Look) -> Said:
    """样式部件里的清单要按标准的次序，个数不超过Excel的上限。

    标准§18.8.39；次序不对时Excel提示修复（普遍报告；未在Excel中验证）。
    """
    if look.styles and look.within(look.styles_part):
        for each in out_of_order(look.styles, STYLES):
            yield look.styles_part, each
        for name, limit in LIMITS.items():
            if len(look.listed(name)) > limit:
                yield look.styles_part, f"<{name}> {len(look.listed(name))}"


@package_rule("Y04")
def shared_text(look: Look) -> Said:
    """共用文本每条不超过32767个字。

    Excel规格与限制：单元格最多32767个字符（未在Excel中验证）。
    """
    for part, root in look.parts("sharedStrings+xml"):
        for index, each in enumerate(root.children):
            if text_length(from_xml_text("".join(text.text for text in each.all("t")))) > MAX_TEXT:
                yield part, f"<si> {index}"
