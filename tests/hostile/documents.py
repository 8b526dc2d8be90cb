"""Hostile Word documents, PDFs, .xls, .ods, web pages, texts, and ledgers."""

import random
import re
import zlib
from collections.abc import Callable

from tests.hostile import bases
from tests.hostile.packages import Made, packed, parts_of, scattered


def word(chance: random.Random) -> Made:
    """Tables in tables, cells over millions of columns, texts without end."""
    parts = parts_of(bases.word())
    body = parts["word/document.xml"]
    row = re.search(rb"<w:tr\b.*?</w:tr>", body, re.DOTALL)[0]
    table = re.search(rb"<w:tbl>.*?</w:tbl>", body, re.DOTALL)[0]
    lot = chance.randrange(7)
    if lot == 0:
        body = re.sub(
            rb'<w:gridSpan w:val="\d+"/>', b'<w:gridSpan w:val="%d"/>' % chance.choice((0, 16_384, 10**9, -5)), body
        )
    elif lot == 1:
        body = body.replace(
            b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="%d"/><w:vMerge/>' % chance.choice((2, 10**6, 10**12))
        )
    elif lot == 2:
        body = body.replace(row, row * chance.choice((2, 5_000)), 1)
    elif lot == 3:
        depth = chance.choice((20, 80, 300))
        body = body.replace(table, b"<w:tbl><w:tr><w:tc>" * depth + table + b"<w:p/></w:tc></w:tr></w:tbl>" * depth, 1)
    elif lot == 4:
        body = re.sub(rb"(<w:t(?: [^>]*)?>)[^<]*", lambda found: found[1] + "长".encode() * 200_000, body, count=20)
    elif lot == 5:
        body = body.replace(b"</w:tr>", b'<w:trPr><w:gridBefore w:val="%d"/></w:trPr></w:tr>' % 10**9)
        body = body.replace(
            b"<w:tr>", b'<w:tr><w:trPr><w:gridBefore w:val="%d"/></w:trPr>' % chance.choice((10**6, 10**9))
        )
    else:
        body = re.sub(
            rb"<w:tc>.*?</w:tc>", lambda found: b"" if chance.random() < 0.3 else found[0], body, flags=re.DOTALL
        )
    return ".docx", packed(parts | {"word/document.xml": body})


def changed(base: Callable[[], bytes], suffix: str) -> Callable[[random.Random], Made]:
    """Return what cuts a file of some sort, or changes bytes of it."""

    def made(chance: random.Random) -> Made:
        data = base()
        if chance.random() < 0.3:
            return suffix, data[: chance.randrange(len(data))]
        first = chance.choice((0, 0, len(data) // 2, max(len(data) - 2000, 0)))
        return suffix, scattered(chance, data, chance.choice((1, 5, 40, 400)), first)

    return made


def _printed(objects: list[bytes]) -> bytes:
    """Return a PDF of some objects, of which the first is its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for nth, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (nth, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def _page(content: bytes, more: bytes = b"/MediaBox[0 0 595 842]", unpacked: bytes = b"") -> list[bytes]:
    filters = b"/Filter/FlateDecode" if unpacked else b""
    stream = unpacked or content
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 4 0 R>>>>%s>>" % more,
        b"<</Length %d%s/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>>>stream\n%s\nendstream"
        % (len(stream), filters, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]


def pdf(chance: random.Random) -> Made:
    """Pages that hold themselves, streams that unpack without end, lines without number, pages as wide as the sky."""
    lot = chance.randrange(8)
    lines = b"".join(
        b"%d %d m %d %d l S\n" % tuple(chance.randint(0, 800) for _nth in range(4))
        for _line in range(chance.choice((500, 20_000)))
    )
    text = (
        b"BT /F 9 Tf "
        + b"".join(
            b"1 0 0 1 %d %d Tm (a%d) Tj " % (chance.randint(0, 500), chance.randint(0, 800), nth) for nth in range(3000)
        )
        + b"ET"
    )
    pages = _page(b"")
    if lot == 0:
        pages[1] = b"<</Type/Pages/Count 9/Kids[2 0 R 3 0 R 2 0 R]/Parent 2 0 R>>"
    elif lot == 1:
        packer = zlib.compressobj(9)
        pages = _page(
            b"",
            unpacked=b"".join(packer.compress(b" " * (1 << 20)) for _nth in range(chance.choice((100, 600))))
            + packer.flush(),
        )
    elif lot == 2:
        pages = _page(lines)
    elif lot == 3:
        pages = _page(
            text,
            b"/MediaBox[%s]"
            % chance.choice((b"0 0 1e9 1e9", b"0 0 0 0", b"x", b"9 9 -9 -9", b"0 0 99999999999999999999 1")),
        )
    elif lot == 4:
        pages = _page(b"/X Do " * 20 + text)
    elif lot == 5:
        count = chance.choice((300, 20_000))
        pages[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b"3 0 R " * count)
    elif lot == 6:
        pages = _page(b"q " * 100_000 + b"[" * 50_000 + b"(" * 50_000 + b"<<" * 50_000)
    else:
        pages[0] = (
            b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/Names<</EmbeddedFiles 1 0 R>>>>"
            + b"[" * 5000
        )
    return ".pdf", _printed(pages)


def page(chance: random.Random) -> Made:
    """Elements in elements, cells over everything, scripts, pictures from elsewhere, entities without end."""
    table = "<tr><td>一级指标<td>二级指标<td>三级指标<td>指标值<td>实际完成值</tr><tr><td>产出指标<td>数量指标<td>检查次数<td>≥4次<td>3次</tr>"
    lot = chance.randrange(9)
    if lot == 0:
        tag, depth = chance.choice(("div", "table", "table><tr><td", "b", "p")), chance.choice((900, 50_000))
        text = f"<{tag}>" * depth + f"<table>{table}</table>"
    elif lot == 1:
        text = (
            "<table>"
            + table
            + "".join(
                f"<tr><td rowspan=999999999 colspan={chance.choice((1, 1000, 999999999))}>x</tr>"
                for _nth in range(3000)
            )
            + "</table>"
        )
    elif lot == 2:
        text = "<table>" + table + "<tr>" + "<td>x" * 300_000 + "</tr></table>"
    elif lot == 3:
        text = "<table>" + table * 20_000 + "</table>"
    elif lot == 4:
        text = f'<script>fetch("http://127.0.0.1:47119/")</script><img src="http://127.0.0.1:47119/"><iframe src="file:///tmp/xlperf-canary"></iframe><table>{table}</table>'
    elif lot == 5:
        text = (
            '<!DOCTYPE html [<!ENTITY a "'
            + "x" * 1000
            + '"><!ENTITY e SYSTEM "file:///tmp/xlperf-canary">]>'
            + "&a;&e;" * 10_000
            + f"<table>{table}</table>"
        )
    elif lot == 6:
        charset = chance.choice(("utf-16", "nonsense", "utf-7", ""))
        text = f'<html><head><meta charset="{charset}"></head><table title="{"x" * 5_000_000}">{table}</table>'
    elif lot == 7:
        text = "<html>" + "<" * 100_000 + "&" * 100_000 + "<!--" * 10_000 + table
    else:
        text = "<html><table>" + table.replace("检查次数", "=cmd|x" + "\u202e" * 30_000) + "</table>"
    return chance.choice((".html", ".xls", ".htm")), text.encode(
        chance.choice(("utf-8", "gb18030", "utf-16")), "replace"
    )


def plain(chance: random.Random) -> Made:
    """Bytes that are no text, one line without end, quotation marks that never close."""
    head = "一级指标,二级指标,三级指标,指标值,实际完成值\n"
    lot = chance.randrange(9)
    encoding = chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-32", "big5", "shift_jis"))
    if lot == 0:
        data = chance.randbytes(chance.choice((10, 5000, 200_000)))
    elif lot == 1:
        data = (head + "x," * chance.choice((20_000, 3_000_000))).encode(encoding, "replace")
    elif lot == 2:
        data = (head + '"' + "产出指标,数量指标,x,1,2\n" * 100_000).encode(encoding, "replace")
    elif lot == 3:
        data = (head + "\x00\x01\x02,\x7f\u202e,=1+1,@SUM(1),+1\n" * 500).encode(encoding, "replace")
    elif lot == 4:
        data = (head + "产出指标,数量指标,检查次数,≥4次,3次\n" * chance.choice((3_000, 200_000))).encode(
            encoding, "replace"
        )
    elif lot == 5:
        data = scattered(chance, bases.table(), 8)
    elif lot == 6:
        data = ("部门整体支出绩效目标表\n" + "≥" * 100_000 + "\n" + "任务" * 100_000 + "\n数量指标\n" * 5_000).encode(
            encoding, "replace"
        )
    elif lot == 7:
        data = b"\n" * chance.choice((10, 10_000_000)) + bases.table()
    else:
        data = ("数量指标 检查次数 ≥4次 " * chance.choice((1000, 60_000))).encode(encoding, "replace")
    return chance.choice((".csv", ".txt", ".tsv", ".xls", ".md")), data


def open_document(chance: random.Random) -> Made:
    """Rows and columns that repeat without end."""
    parts = parts_of(bases.open_document())
    body = parts["content.xml"]
    count = chance.choice((b"1048576", b"16384", b"999999999999", b"-1", b"x"))
    name = chance.choice(
        (b"number-rows-repeated", b"number-columns-repeated", b"number-columns-spanned", b"number-rows-spanned")
    )
    tag = b"<table:table-row " if b"rows-repeated" in name else b"<table:table-cell "
    share = chance.choice((0.02, 1))
    bare = re.sub(rb' table:%s="\d+"' % name, b"", body)
    body = re.sub(
        re.escape(tag),
        lambda found: found[0] + (b'table:%s="%s" ' % (name, count) if chance.random() < share else b""),
        bare,
    )
    return ".ods", packed(parts | {"content.xml": body})


def ledger(chance: random.Random) -> Made:
    """Exports with amounts that are none, days that never were, columns missing, other encodings."""
    data = bases.ledger_text().decode("gb18030")
    strange = (
        "1e308",
        "-1e308",
        "NaN",
        "inf",
        "1" * 400,
        "一百",
        "1,2,3",
        "=1+1",
        "0.005",
        "-0",
        "９９",
        "(1,234.50)",
        "1.2.3",
        "¥1",
        "",
        " ",
        "\u202e1",
        "贷",
    )
    days = (
        "2022-02-30",
        "99999-1-1",
        "0",
        "-1",
        "2022/13/1",
        "1900-01-00",
        "9" * 30,
        "",
        "二〇二二年",
        "2022-1-1 25:61:61",
    )
    share = chance.choice((0.02, 0.3, 1))
    lines = data.splitlines()
    heading = next(nth for nth, line in enumerate(lines) if "凭证" in line)
    for nth, line in enumerate(lines):
        cells = line.split(",")
        lines[nth] = ",".join(
            (
                chance.choice(days)
                if re.match(r"\d{4}-", each)
                else chance.choice(strange)
                if re.match(r"-?[\d.]+$", each)
                else each
            )
            if chance.random() < share
            else each
            for each in cells
        )
    if chance.random() < 0.2:
        del lines[heading]
    rows = "\n".join(lines * chance.choice((1, 1, 1, 300)))
    return chance.choice((".csv", ".xls", ".txt")), rows.encode(
        chance.choice(("gb18030", "utf-8", "utf-16", "big5", "utf-8-sig")), "replace"
    )


KINDS: dict[str, Callable[[random.Random], Made]] = {
    "Word文档": word,
    "Word改坏": changed(bases.word, ".docx"),
    "PDF": pdf,
    "PDF改坏": changed(bases.pdf, ".pdf"),
    "旧格式改坏": changed(bases.old, ".xls"),
    "网页": page,
    "文本": plain,
    "ODS": open_document,
    "ODS改坏": changed(bases.open_document, ".ods"),
    "账": ledger,
}
