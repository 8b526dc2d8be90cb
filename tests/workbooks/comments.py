"""Notes, threaded comments, and the reading aids and small print of cells."""

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from .base import base, book
from .parts import DOCUMENT, MAIN_NS, MICROSOFT, SHEET, SHEET_TYPE, WORKBOOK, chain, in_sheet, swap, with_parts, xml

THREADS_NS = f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
ROOT_COMMENT = "{11111111-2222-4333-8444-555555555555}"
REPLY = "{11111111-2222-4333-8444-666666666666}"
PERSONS = "{AAAAAAAA-0000-4000-8000-000000000001}", "{AAAAAAAA-0000-4000-8000-000000000002}"


def _notes(_: Workbook, sheet: Worksheet) -> None:
    sheet.write_comment("A1", "第一条批注", {"author": "测试"})
    sheet.write_comment("C11", "第二条\n两行 & more", {"author": "测试", "visible": True, "x_scale": 1.5})


def notes() -> bytes:
    """Plain notes: a comments part with its VML drawing, as XlsxWriter writes them."""
    return book(_notes)


def vml(shapes: str, shape_type: str) -> str:
    """A VML drawing part, in the style of Excel: no declaration, and the layout of the shapes first."""
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml"\r\n xmlns:o="urn:schemas-microsoft-com:office:office"\r\n'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel">\r\n <o:shapelayout v:ext="edit">\r\n'
        '  <o:idmap v:ext="edit" data="1"/>\r\n </o:shapelayout>' + shape_type + shapes + "</xml>"
    )


NOTE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"\r\n  path="m,l,21600r21600,l21600,xe">\r\n'
    '  <v:stroke joinstyle="miter"/>\r\n  <v:path gradientshapeok="t" o:connecttype="rect"/>\r\n </v:shapetype>'
)


def _note_shape(number: int, row: int, column: int) -> str:
    return (
        f'<v:shape id="_x0000_s{1024 + number}" type="#_x0000_t202" style=\'position:absolute;\r\n'
        "  margin-left:59.25pt;margin-top:1.5pt;width:108pt;height:59.25pt;z-index:1;\r\n  visibility:hidden'"
        ' fillcolor="#ffffe1" o:insetmode="auto">\r\n  <v:fill color2="#ffffe1"/>\r\n'
        '  <v:shadow color="black" obscured="t"/>\r\n  <v:path o:connecttype="none"/>\r\n'
        "  <v:textbox style='mso-direction-alt:auto'>\r\n   <div style='text-align:left'></div>\r\n  </v:textbox>\r\n"
        '  <x:ClientData ObjectType="Note">\r\n   <x:MoveWithCells/>\r\n   <x:SizeWithCells/>\r\n'
        "   <x:Anchor>\r\n    1, 15, 0, 2, 3, 31, 4, 1</x:Anchor>\r\n   <x:AutoFill>False</x:AutoFill>\r\n"
        f"   <x:Row>{row}</x:Row>\r\n   <x:Column>{column}</x:Column>\r\n  </x:ClientData>\r\n </v:shape>"
    )


def threaded_comments() -> bytes:
    """A threaded comment with a mention, a reply and a done mark; persons; and the legacy note that stands for it."""
    people = "".join(
        f'<person displayName="{name}" id="{person}" userId="{name}" providerId="None"/>'
        for name, person in zip(("张三", "李四"), PERSONS, strict=True)
    )
    mention = (
        f'<mentions><mention mentionpersonId="{PERSONS[1]}" mentionId="{{BBBBBBBB-0000-4000-8000-000000000001}}"'
        ' startIndex="0" length="3"/></mentions>'
    )
    threads = (
        f'<threadedComment ref="A1" dT="2024-01-02T03:04:05.67" personId="{PERSONS[0]}" id="{ROOT_COMMENT}" done="1">'
        f"<text>@李四 请核对</text>{mention}</threadedComment>"
        f'<threadedComment ref="A1" dT="2024-01-02T04:00:00.00" personId="{PERSONS[1]}" id="{REPLY}"'
        f' parentId="{ROOT_COMMENT}"><text>已核对</text></threadedComment>'
    )
    legacy = "[线程批注]\n\n你的 Excel 版本可读取此线程批注。\n\n注释:\n    @李四 请核对\n答复:\n    已核对"
    body = (
        f"<authors><author>tc={ROOT_COMMENT}</author></authors><commentList>"
        f'<comment ref="A1" authorId="0" shapeId="0" xr:uid="{ROOT_COMMENT}"><text><t xml:space="preserve">{legacy}'
        "</t></text></comment></commentList>"
    )
    revision = f"{MICROSOFT}/spreadsheetml/2014/revision"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="xr"'
    links = f"{MICROSOFT}/2017/10/relationships"
    return with_parts(
        base(),
        {
            "xl/persons/person.xml": xml(f'personList xmlns="{THREADS_NS}" xmlns:x="{MAIN_NS}"', people),
            "xl/threadedComments/threadedComment1.xml": xml(
                f'ThreadedComments xmlns="{THREADS_NS}" xmlns:x="{MAIN_NS}"', threads
            ),
            "xl/comments1.xml": xml(f'comments xmlns="{MAIN_NS}" {mc} xmlns:xr="{revision}"', body),
            "xl/drawings/vmlDrawing1.vml": vml(_note_shape(1, 0, 0), NOTE_TYPE),
        },
        {
            "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
            "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
            "xl/comments1.xml": f"{SHEET_TYPE}.comments+xml",
        },
        {"vml": VML_TYPE},
        {
            WORKBOOK: [("rIdPerson", f"{links}/person", "persons/person.xml")],
            SHEET: [
                ("rIdVml", f"{DOCUMENT}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
                ("rIdNotes", f"{DOCUMENT}/comments", "../comments1.xml"),
                ("rIdThread", f"{links}/threadedComment", "../threadedComments/threadedComment1.xml"),
            ],
        },
        {SHEET: in_sheet("legacyDrawing", '<legacyDrawing r:id="rIdVml"/>')},
    )


def phonetic() -> bytes:
    """Reading aids: rPh runs in shared strings, phoneticPr beside them and in the sheet, ph on the row's cell."""
    shared = (
        '<t>标题</t><rPh sb="0" eb="1"><t>ビャオ</t></rPh><rPh sb="1" eb="2"><t>ティー</t></rPh>'
        '<phoneticPr fontId="0" type="Hiragana" alignment="center"/>'
    )
    return with_parts(
        base(),
        edits={
            "xl/sharedStrings.xml": swap("<t>标题</t>", shared),
            SHEET: chain(
                in_sheet("phoneticPr", '<phoneticPr fontId="0"/>'),
                swap('<c r="A1" t="s">', '<c r="A1" t="s" ph="1">'),
            ),
        },
    )


SAMPLES = {"notes": notes, "threaded_comments": threaded_comments, "phonetic": phonetic}
