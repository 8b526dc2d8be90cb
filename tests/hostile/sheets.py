"""Workbooks whose XML is sound and whose contents are hostile: places far out, merges, tables, formulas, texts, numbers."""

import random
import re
from collections.abc import Callable

from tests.hostile import bases
from tests.hostile.packages import Made, Parts, packed, parts_of
from tests.hostile.texts import HOSTILE_TEXTS


def _escaped(text: str) -> bytes:
    bare = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text)
    return bare.encode().replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def _sheets(parts: Parts) -> list[str]:
    return sorted(name for name in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))


def _base(chance: random.Random) -> Parts:
    return parts_of(chance.choice((bases.master, bases.form, bases.ledger))())


def _with_rows(body: bytes, rows: bytes) -> bytes:
    return body.replace(b"</sheetData>", rows + b"</sheetData>").replace(
        b"<sheetData/>", b"<sheetData>" + rows + b"</sheetData>"
    )


def far_cells(chance: random.Random) -> Made:
    """Cells where nobody goes, in the last row, the last column, beyond them, or without a place."""
    parts = _base(chance)
    places = (
        b"XFD1048576",
        b"A1048576",
        b"XFD1",
        b"AAA99999",
        b"XFE1",
        b"A1048577",
        b"ZZZZ1",
        b"A99999999999",
        b"A0",
        b"1",
        b"",
    )
    for name in chance.sample(_sheets(parts), min(2, len(_sheets(parts)))):
        cells = b"".join(
            b'<row r="%d"><c r="%s"><v>1</v></c></row>' % (chance.randint(1, 1_048_576), place)
            for place in chance.sample(places, 3)
        )
        loose = (
            b"<row>"
            + b"<c><v>1</v></c>" * chance.choice((10, 20_000))
            + b"</row>"
            + b"<row/>" * chance.choice((10, 200_000))
            + b"<row><c><v>1</v></c></row>"
        )
        parts[name] = _with_rows(parts[name], chance.choice((cells, loose, cells + loose)))
    return ".xlsx", packed(parts)


def many_rows(chance: random.Random) -> Made:
    """A sheet with as many rows as there can be."""
    parts = _base(chance)
    name = chance.choice(_sheets(parts))
    first = 1 + max(map(int, re.findall(rb'<row r="(\d+)"', parts[name])), default=0)
    last = chance.choice((100_000, 100_000, 1_048_576))
    filled = chance.choice((b"<v>1</v>", b"<v>1e300</v>", b""))
    rows = b"".join(b'<row r="%d"><c r="A%d">%s</c></row>' % (row, row, filled) for row in range(first, last + 1))
    parts[name] = _with_rows(parts[name], rows)
    return ".xlsx", packed(parts, 1)


def dimensions(chance: random.Random) -> Made:
    """Sheets that claim to be as large as can be."""
    parts = _base(chance)
    for name in _sheets(parts):
        parts[name] = re.sub(
            rb'<dimension ref="[^"]*"/>',
            b'<dimension ref="' + chance.choice((b"A1:XFD1048576", b"A1:A0", b"x", b"XFD1048576")) + b'"/>',
            parts[name],
        )
        parts[name] = re.sub(rb'spans="[^"]*"', b'spans="1:16384"', parts[name])
    return ".xlsx", packed(parts)


def merges(chance: random.Random) -> Made:
    """Merges over everything, over one another, the wrong way round."""
    parts = _base(chance)
    ways = (
        [b"A1:XFD1048576"],
        [b"A1:XFD1048576"] * 1000,
        [b"A%d:XFD%d" % (nth, 1_048_576) for nth in range(1, 3000)],
        [b"D9:A1", b"x", b"", b"A1", b"A1:B"],
        [b"A%d:Z%d" % (nth, nth + 50) for nth in range(1, 20_000)],
        [b"A1:ZZZZZZ99999999999"],
        [b"C1:C1048576", b"A4:A1048576"],
    )
    for name in _sheets(parts):
        cells = b"".join(b'<mergeCell ref="%s"/>' % place for place in chance.choice(ways))
        bare = re.sub(rb"<mergeCells\b.*?</mergeCells>", b"", parts[name], flags=re.DOTALL)
        parts[name] = re.sub(
            rb"(</sheetData>|<sheetData/>)",
            lambda found, cells=cells: found[0] + b"<mergeCells>" + cells + b"</mergeCells>",
            bare,
            count=1,
        )
    return ".xlsx", packed(parts)


def tables(chance: random.Random) -> Made:
    """Tables as large as can be, with columns without end, or with none."""
    parts = parts_of(bases.master())
    places = (b"A4:XFD1048576", b"A4:B1048576", b"A1:A1", b"A4", b"XFD1:A4", b"A0:B0", b"x", b"", b"A4:O99999999999")
    for name in [each for each in parts if each.startswith("xl/tables/")]:
        if chance.random() < 0.5:
            parts[name] = re.sub(rb' ref="[^"]*"', b' ref="' + chance.choice(places) + b'"', parts[name])
        if chance.random() < 0.2:
            column = re.search(rb"<tableColumn .*?(?:/>|</tableColumn>)", parts[name], re.DOTALL)
            parts[name] = (
                parts[name].replace(column[0], column[0] * chance.choice((0, 2, 30_000)), 1) if column else parts[name]
            )
        if chance.random() < 0.2:
            count = chance.choice((b"1", b"-1", b"99999999", b"x"))
            parts[name] = parts[name].replace(
                b"<table ", b'<table totalsRowCount="%s" headerRowCount="%s" ' % (count, count), 1
            )
    return ".xlsx", packed(parts)


def texts(chance: random.Random) -> Made:
    """Texts that are formulas, markup, numbers without end, in every cell that holds a text."""
    parts = parts_of(chance.choice((bases.master, bases.form))())
    share = chance.choice((0.05, 0.3, 1))

    def instead(found: re.Match[bytes]) -> bytes:
        return found[1] + _escaped(chance.choice(HOSTILE_TEXTS)) + found[3] if chance.random() < share else found[0]

    for name in [*_sheets(parts), "xl/sharedStrings.xml"]:
        if name in parts:
            parts[name] = re.sub(rb"(<t(?: [^>]*)?>)([^<]*)(</t>)", instead, parts[name])
    return ".xlsx", packed(parts)


_NUMBERS = (
    b"1e308",
    b"-1e308",
    b"1e-320",
    b"1e999",
    b"NaN",
    b"INF",
    b"-0",
    b"2958466",
    b"-1",
    b"99999999999999999999",
    b"0.1e",
    b"",
    b" 1 ",
    b"0x10",
    b"1,5",
    b"1" * 400,
    b"44561.99999999999",
    b"1e15",
)


def numbers(chance: random.Random) -> Made:
    """Numbers that are none, or beyond all bounds, with types that do not fit them."""
    parts = _base(chance)
    share = chance.choice((0.1, 0.6))
    types = (b"n", b"s", b"b", b"e", b"d", b"str", b"inlineStr", b"x", b"")

    def instead(found: re.Match[bytes]) -> bytes:
        return b"<v>" + chance.choice(_NUMBERS) + b"</v>" if chance.random() < share else found[0]

    for name in _sheets(parts):
        parts[name] = re.sub(rb"<v>[^<]*</v>", instead, parts[name])
        if chance.random() < 0.3:
            parts[name] = re.sub(
                rb' t="\w+"',
                lambda found: b' t="%s"' % chance.choice(types) if chance.random() < share else found[0],
                parts[name],
            )
        if chance.random() < 0.3:
            parts[name] = re.sub(
                rb' s="\d+"', lambda _found: b' s="%d"' % chance.choice((0, 5, 99_999, 4_294_967_296)), parts[name]
            )
    return ".xlsx", packed(parts)


def strings(chance: random.Random) -> Made:
    """Shared strings that are missing, without end, or far too many."""
    parts = _base(chance)
    count = chance.choice((0, 1, 300_000))
    ways = (
        b"<si><t>x</t></si>" * count,
        b"<si>" + b"<r><t>x</t></r>" * count + b"</si>",
        b"<si><t>" + b"x" * (30 << 20) + b"</t></si>",
        b"<si><t>" + b"&#x4e00;" * 100_000 + b"</t></si>",
        b"<si>" * 3,
    )
    space = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="99999999999" uniqueCount="4294967295">'
    parts["xl/sharedStrings.xml"] = space + chance.choice(ways) + b"</sst>"
    name = chance.choice(_sheets(parts))
    cells = b"".join(
        b'<c r="A%d" t="s"><v>%d</v></c>' % (nth, chance.choice((0, 1, 299_999, 10**12))) for nth in range(2000, 2100)
    )
    parts[name] = _with_rows(parts[name], b'<row r="2000">' + cells + b"</row>")
    return ".xlsx", packed(parts)


_FORMULAS = (
    b"cmd|'/c calc'!A0",
    b'WEBSERVICE("http://127.0.0.1:47119/")',
    b"[1]Sheet1!A1",
    b"'file:///tmp/xlperf-canary'#$A.A1",
    b"(" * 3000,
    b"1+" * 4000 + b"1",
    b"INDIRECT(A1)",
    b"A1",
    b'HYPERLINK("\\\\127.0.0.1\\x")',
    b'CALL("kernel32","WinExec","JJJ","calc",0)',
    b"",
    b'DDE("cmd","/c","x")',
)


def formulas(chance: random.Random) -> Made:
    """Formulas that reach outside, call programs, or nest without end; shared ones without a first."""
    parts = _base(chance)
    for name in _sheets(parts):
        ways = (
            b"<f>%s</f><v></v>",
            b"<f>%s</f><v>1</v>",
            b'<f t="array" ref="A1:XFD1048576">%s</f>',
            b'<f t="shared" si="99">%s</f><v>2</v>',
        )
        rows = b"".join(
            b'<row r="%d"><c r="B%d" t="str">%s</c></row>'
            % (row, row, chance.choice(ways) % _escaped(chance.choice(_FORMULAS).decode()))
            for row in range(5, 25)
        )
        if chance.random() < 0.5:
            parts[name] = re.sub(
                rb"<sheetData>.*</sheetData>",
                lambda _found, rows=rows: b"<sheetData>" + rows + b"</sheetData>",
                parts[name],
                flags=re.DOTALL,
            )
        else:
            parts[name] = re.sub(
                rb"<f>[^<]*</f>",
                lambda _found: b"<f>" + _escaped(chance.choice(_FORMULAS).decode()) + b"</f>",
                parts[name],
            )
    parts["xl/externalLinks/externalLink1.xml"] = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    )
    return ".xlsx", packed(parts)


def many_sheets(chance: random.Random) -> Made:
    """Sheets without end, of one name, of strange names, all hidden, none at all."""
    parts = _base(chance)
    body = parts["xl/workbook.xml"]
    first = re.search(rb"<sheet [^>]*/>", body)[0]
    if chance.random() < 0.4:
        parts["xl/workbook.xml"] = body.replace(first, first * chance.choice((0, 2, 3000)), 1)
    elif chance.random() < 0.5:
        parts["xl/workbook.xml"] = re.sub(
            rb"<sheet ", b'<sheet state="veryHidden" ', re.sub(rb' state="\w+"', b"", body)
        )
    else:
        strange = ("../../evil", "a" * 5000, "'", "[x]", "=1", "\u202e", "绩效指标", "", "<b>")
        parts["xl/workbook.xml"] = re.sub(
            rb'(<sheet [^>]*?name=")[^"]*"',
            lambda found: found[1] + _escaped(chance.choice(strange)).replace(b'"', b"") + b'"',
            body,
        )
    return ".xlsx", packed(parts)


def styles(chance: random.Random) -> Made:
    """Styles without end, number formats that are none."""
    parts = _base(chance)
    body = parts["xl/styles.xml"]
    many = b'<xf numFmtId="%d"/>' % chance.choice((9, 164, -1, 99_999)) * chance.choice((70_000, 400_000))
    strange = b"".join(
        b'<numFmt numFmtId="%d" formatCode="%s"/>'
        % (164 + nth, chance.choice((b"0%" * 5000, b"[" * 2000, b"", b"@" * 300, b"yyyy" * 999)))
        for nth in range(50)
    )
    body = re.sub(rb"(<cellXfs[^>]*>)", lambda found: found[1] + many, body) if chance.random() < 0.5 else body
    parts["xl/styles.xml"] = re.sub(rb"<numFmts.*?</numFmts>", b"", body).replace(
        b"<fonts", b"<numFmts>" + strange + b"</numFmts><fonts", 1
    )
    return ".xlsx", packed(parts)


def names(chance: random.Random) -> Made:
    """Defined names without end, that refer to themselves, to other files, to programs."""
    parts = _base(chance)
    strange = b"".join(
        b'<definedName name="n%d">%s</definedName>'
        % (nth, chance.choice((b"n%d" % nth, b"#REF!", b"[1]x!A1", b"cmd|x!A0", b"A1:XFD1048576")))
        for nth in range(chance.choice((10, 100_000)))
    )
    body = re.sub(rb"<definedNames>.*?</definedNames>", b"", parts["xl/workbook.xml"], flags=re.DOTALL)
    parts["xl/workbook.xml"] = body.replace(b"</sheets>", b"</sheets><definedNames>" + strange + b"</definedNames>", 1)
    return ".xlsx", packed(parts)


def programs(chance: random.Random) -> Made:
    """Macros, embedded programs, links to other files: there, and never run."""
    parts = _base(chance)
    parts["xl/vbaProject.bin"] = chance.choice(
        (b"", chance.randbytes(5000), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(3000))
    )
    parts["xl/embeddings/oleObject1.bin"] = b"MZ" + chance.randbytes(2000)
    parts["xl/connections.xml"] = (
        b'<connections><connection id="1" type="5" refreshedVersion="8"><webPr url="http://127.0.0.1:47119/"/></connection></connections>'
    )
    parts["customUI/customUI.xml"] = (
        b'<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui" onLoad="evil"/>'
    )
    return chance.choice((".xlsm", ".xlsx", ".xlsb", ".xltm")), packed(parts)


KINDS: dict[str, Callable[[random.Random], Made]] = {
    "单元格在天边": far_cells,
    "百万行": many_rows,
    "区域谎报": dimensions,
    "合并区域": merges,
    "表格区域": tables,
    "文本攻击": texts,
    "数字荒唐": numbers,
    "共享字符串": strings,
    "外联公式": formulas,
    "工作表": many_sheets,
    "样式": styles,
    "名称": names,
    "宏与嵌入": programs,
}
