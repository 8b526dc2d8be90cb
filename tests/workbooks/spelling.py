"""The same workbook in another spelling of its XML: strict, prefixed, untidy, sparse, or in another encoding."""

import re

from .base import base
from .parts import MAIN_NS, PACKAGE, SHEET, TYPES, WORKBOOK, chain, entries, in_sheet, pack, swap, with_parts

OFFICE, PURL = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
# What Strict Open XML calls the namespaces and relationship types; the longer ones first.
STRICT = {
    f"{OFFICE}/officeDocument/2006/relationships/extended-properties": f"{PURL}/officeDocument/relationships/extendedProperties",
    f"{OFFICE}/officeDocument/2006/relationships": f"{PURL}/officeDocument/relationships",
    f"{OFFICE}/officeDocument/2006/extended-properties": f"{PURL}/officeDocument/extendedProperties",
    f"{OFFICE}/officeDocument/2006/docPropsVTypes": f"{PURL}/officeDocument/docPropsVTypes",
    f"{OFFICE}/spreadsheetml/2006/main": f"{PURL}/spreadsheetml/main",
    f"{OFFICE}/drawingml/2006/main": f"{PURL}/drawingml/main",
    f"{OFFICE}/drawingml/2006/chart": f"{PURL}/drawingml/chart",
    f"{OFFICE}/drawingml/2006/spreadsheetDrawing": f"{PURL}/drawingml/spreadsheetDrawing",
}
UNCHANGED = (TYPES, "docProps/core.xml")


def strict() -> bytes:
    """The base in Strict Open XML: its namespaces and relationship types, conformance, and a date written as ISO text.

    openpyxl and openxml-audit know only the transitional relationship types.
    """
    content = entries(base())
    for name in content:
        if name not in UNCHANGED:
            for old, new in STRICT.items():
                content[name] = content[name].replace(old.encode(), new.encode())
    content[WORKBOOK] = swap("<workbook ", '<workbook conformance="strict" ')(content[WORKBOOK])
    dated = swap('<c r="C5" s="4"><v>45366</v></c>', '<c r="C5" s="4" t="d"><v>2024-03-15</v></c>')
    content[SHEET] = dated(content[SHEET])
    return pack(content)


def _prefixed(part: bytes, prefix: str, namespace: str) -> bytes:
    """Every element of a part, all of them in one namespace, with a prefix."""
    part = re.sub(rb"<(/?)(?=[A-Za-z])", rf"<\g<1>{prefix}:".encode(), part)
    return swap(f'xmlns="{namespace}"', f'xmlns:{prefix}="{namespace}"')(part)


def prefixed() -> bytes:
    """The elements of every SpreadsheetML part with the prefix x, of the content types with ct, of .rels with rel."""
    content = entries(base())
    for name, part in content.items():
        if name == TYPES:
            content[name] = _prefixed(part, "ct", f"{PACKAGE}/content-types")
        elif name.endswith(".rels"):
            content[name] = _prefixed(part, "rel", f"{PACKAGE}/relationships")
        elif f' xmlns="{MAIN_NS}"'.encode() in part:
            content[name] = _prefixed(part, "x", MAIN_NS)
    return pack(content)


def relationships_prefixed() -> bytes:
    """Another prefix than r for the relationships namespace, in the workbook and in the first sheet."""
    other = chain(swap("xmlns:r=", "xmlns:ns0="), swap(" r:id=", " ns0:id=", -1))
    return with_parts(base(), edits={WORKBOOK: other, SHEET: other})


def _untidy(part: bytes) -> bytes:
    """The sheet as an untidy writer might leave it, still well-formed and with the same meaning."""
    trap = '<!-- <row r="1"><c r="A1"><v>不是单元格</v></c></row> -->'
    text = part.decode()
    head, _, body = text.partition("?>\n")
    body = re.sub(
        r'="([^"]*)"', r"='\1'", body.replace('<formula1>"是,否"</formula1>', "<formula1>&quot;是,否&quot;</formula1>")
    )
    body = body.replace("</row><row", f"</row>\r\n\t{trap}\r\n\t<row").replace(
        "<sheetData>", "<sheetData>\r\n\t<?pi data?>\r\n\t"
    )
    body = body.replace("<c r='A4' t='s'>", "<c\r\n\t\tt = 's'   r\t=\r\n'A4' ><!-- 注 -->")
    body = body.replace("sqref='F5'", "sqref='&#70;5'")
    body = body.replace('A1&amp;"&lt;"&amp;B4', '<![CDATA[A1&"<"&B4]]>').replace(
        "<v>12.5</v>", "<v>12<!-- 中 -->.5</v>"
    )
    body = body.replace("<v>标题&lt;标题</v>", "<v>标题<![CDATA[<]]>标题</v>").replace(
        "<c r='H1' s='1'/>", "<c r='H1' s='1'></c>"
    )
    body = body.replace("</worksheet>", "\r\n</worksheet >\r\n<?end?>\r\n<!-- 完 -->\r\n")
    return b"\xef\xbb\xbf" + f"{head}?>\r\n<!-- 始 -->\r\n{body}".encode()


def untidy_xml() -> bytes:
    """A sheet with a BOM, single quotes, CRLF, comments that look like rows, PIs, CDATA, entities in attributes."""
    return with_parts(base(), edits={SHEET: _untidy})


def escaped_references() -> bytes:
    """Places of cells and rows written with character references: r="&#65;5" is r="A5".

    calamine does not read the sheet.
    """
    edit = chain(
        swap('r="A1"', 'r="&#65;1"'),
        swap('r="A5"', 'r="&#x41;&#53;"'),
        swap('<row r="12"', '<row r="&#49;2"'),
        swap('t="b"', 't="&#98;"'),
    )
    return with_parts(base(), edits={SHEET: edit})


def _without_references(part: bytes) -> bytes:
    """The rows and cells without their places: the gaps are filled with empty rows and cells."""
    rows = {int(number): row for number, row in re.findall(rb'(?=<row r="(\d+)")(<row.*?</row>)', part, re.DOTALL)}
    result = b""
    for number in range(1, max(rows) + 1):
        start, _, cells = rows.get(number, b"<row></row>").partition(b">")
        filled, column = b"", 0
        for cell in re.findall(rb"<c .*?(?:</c>|/>(?=<c |</row>))", cells, re.DOTALL):
            letter = re.search(rb'r="([A-Z])', cell)[1]
            filled += b"<c/>" * (letter[0] - 65 - column) + re.sub(rb' r="\w+"', b"", cell, count=1)
            column = letter[0] - 64
        result += re.sub(rb' r="\d+"| spans="[^"]*"', b"", start) + b">" + filled + b"</row>"
    return re.sub(rb"(<sheetData>).*(</sheetData>)", lambda found: found[1] + result + found[2], part, flags=re.DOTALL)


def no_references() -> bytes:
    """Rows and cells without their r attribute: their place follows from their order."""
    return with_parts(base(), edits={SHEET: _without_references})


def some_references() -> bytes:
    """Rows with and cells without their r attribute in row 5, in the table's row 11 the other way round."""
    bare = chain(*(swap(f'<c r="{column}5"', "<c") for column in "ABCDE"))
    return with_parts(base(), edits={SHEET: chain(bare, swap('<row r="2"', "<row"), swap('<row r="11"', "<row"))})


def no_dimension() -> bytes:
    """A sheet without a dimension and its rows without spans, as many writers leave it."""
    bare = chain(swap('<dimension ref="A1:H14"/>', ""), swap(' spans="1:8"', "", -1))
    return with_parts(base(), edits={SHEET: bare})


def wrong_dimension() -> bytes:
    """A sheet whose dimension and spans say less than it holds."""
    return with_parts(
        base(), edits={SHEET: chain(swap('ref="A1:H14"', 'ref="A1"'), swap('spans="1:8"', 'spans="1:1"', -1))}
    )


def latin_declared() -> bytes:
    """A sheet declared as ISO-8859-1: its other characters are numeric references."""
    declared = swap('encoding="UTF-8"', 'encoding="ISO-8859-1"')
    return with_parts(
        base(), edits={SHEET: lambda part: declared(part).decode().encode("latin-1", "xmlcharrefreplace")}
    )


def utf16_sheet() -> bytes:
    """A sheet in UTF-16 with a byte order mark, the other encoding the packaging standard allows.

    calamine reads only UTF-8.
    """
    declared = swap('encoding="UTF-8"', 'encoding="UTF-16"')
    return with_parts(base(), edits={SHEET: lambda part: declared(part).decode().encode("utf-16")})


def no_declaration() -> bytes:
    """Parts without an XML declaration: the first sheet, the workbook, the shared strings and the content types."""

    def bare(part: bytes) -> bytes:
        return part.partition(b"?>\n")[2]

    return with_parts(base(), edits=dict.fromkeys((SHEET, WORKBOOK, TYPES, "xl/sharedStrings.xml"), bare))


def inline_strings() -> bytes:
    """Texts inside the cells of the sheet, with no shared strings part at all.

    openxml-audit warns that Excel will move the texts to a shared strings part when it saves.
    """
    content = entries(base())
    texts = re.findall(rb"<si>(.*?)</si>", content.pop("xl/sharedStrings.xml"), re.DOTALL)
    content[SHEET] = re.sub(
        rb't="s"><v>(\d+)</v>', lambda found: b't="inlineStr"><is>' + texts[int(found[1])] + b"</is>", content[SHEET]
    )
    content[TYPES] = re.sub(rb'<Override PartName="/xl/sharedStrings.xml"[^>]*/>', b"", content[TYPES])
    rels = "xl/_rels/workbook.xml.rels"
    content[rels] = re.sub(rb'<Relationship Id="[^"]*" Type="[^"]*/sharedStrings"[^>]*/>', b"", content[rels])
    return pack(content)


def text_kinds() -> bytes:
    """Shared strings with escapes (_x000D_, _x005F_), line ends, emoji, an empty one, and the same text twice."""
    more = (
        '<si><t xml:space="preserve">a_x000D_\nb_x005F_x0041_</t></si><si><t>😀 &#x1F600; &gt;</t></si><si><t/>'
        "</si><si/>"
        "<si><t>标题</t></si>"
    )
    cells = "".join(f'<c r="{letter}8" t="s"><v>{index}</v></c>' for index, letter in enumerate("ABCDE", 14))
    row = swap('<row r="10" ', f'<row r="8" spans="1:8">{cells}</row><row r="10" ')
    counts = re.compile(rb' count="\d+" uniqueCount="\d+"')
    return with_parts(
        base(),
        edits={
            SHEET: row,
            "xl/sharedStrings.xml": lambda part: counts.sub(b"", part).replace(b"</sst>", more.encode() + b"</sst>"),
        },
    )


def empty_rows() -> bytes:
    """Rows without cells behind the last one, and a second conditional format."""
    second = (
        '<conditionalFormatting sqref="C11:C14"><cfRule type="top10" priority="2" rank="1"/></conditionalFormatting>'
    )
    rows = swap("</sheetData>", '<row r="20" ht="30" customHeight="1"/><row r="21"></row></sheetData>')
    return with_parts(base(), edits={SHEET: chain(in_sheet("conditionalFormatting", second), rows)})


SAMPLES = {
    "strict": strict,
    "prefixed": prefixed,
    "relationships_prefixed": relationships_prefixed,
    "untidy_xml": untidy_xml,
    "escaped_references": escaped_references,
    "no_references": no_references,
    "some_references": some_references,
    "no_dimension": no_dimension,
    "wrong_dimension": wrong_dimension,
    "latin_declared": latin_declared,
    "utf16_sheet": utf16_sheet,
    "no_declaration": no_declaration,
    "inline_strings": inline_strings,
    "text_kinds": text_kinds,
    "empty_rows": empty_rows,
}
