"""The workbook every sample starts from, and small bodies that several samples use."""

import struct
import zlib
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

DATA, CHART, SPARE = "数据", "图表", "空表"
HEADER = ("品名", "数量", "单价", "金额")
ROWS = (("甲", 3, 2.5), ("乙", 4, 1.25), ("丙", 10, 0.8), ("<丁> & 戊", 0, 99.99))

PRODUCT = "=Table1[[#This Row],[数量]]*Table1[[#This Row],[单价]]"

# How an OLE compound file, a placeable metafile and an enhanced metafile begin.
OLE, WMF, EMF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x00\x00" + bytes(36) + b" EMF"

Further = Callable[[Workbook, Worksheet], None]


@cache
def base() -> bytes:
    """The base workbook."""
    return book()


def book(*further: Further, macros: bool = False) -> bytes:
    """The base workbook with what XlsxWriter can add to it: each is called with the workbook and the data sheet."""
    stream = BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": "样本", "author": "测试", "created": datetime(2024, 1, 2, 3, 4, 5)})
    sheet = workbook.add_worksheet(DATA)
    charts = workbook.add_worksheet(CHART)
    workbook.add_worksheet(SPARE)
    _values(workbook, sheet)
    _formulas(workbook, sheet)
    _table(sheet)
    _layout(workbook, sheet)
    _chart(workbook, charts)
    workbook.define_name("比例", f"='{DATA}'!$B$5")
    for add in further:
        add(workbook, sheet)
    workbook.close()
    return stream.getvalue()


def _values(workbook: Workbook, sheet: Worksheet) -> None:
    """Texts, numbers, a percentage, a date and booleans in rows 1 to 5."""
    bold, red = workbook.add_format({"bold": True}), workbook.add_format({"font_color": "red"})
    sheet.write_string("A1", "标题")
    sheet.write_rich_string("A2", "普通", bold, "粗体", red, "红色 & more")
    sheet.write_string("A3", "  前后空格  ")
    sheet.write_string("B3", "两\n行", workbook.add_format({"text_wrap": True}))
    sheet.write_string("A4", "=这不是公式")
    sheet.write_string("B4", "标题")
    sheet.write_number("A5", 12.5)
    sheet.write_number("B5", 0.256, workbook.add_format({"num_format": "0.0%"}))
    sheet.write_datetime("C5", date(2024, 3, 15), workbook.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_boolean("D5", True)
    sheet.write_number("E5", -3, workbook.add_format({"num_format": '#,##0.00;[Red]-#,##0.00"元"'}))


def _formulas(workbook: Workbook, sheet: Worksheet) -> None:
    """Formulas with their results in rows 6 and 7."""
    sheet.write_formula("A6", "=SUM(A5,E5)", None, 9.5)
    sheet.write_formula("B6", "=比例*2", workbook.add_format({"num_format": "0.0%"}), 0.512)
    sheet.write_formula("C6", '=A1&"<"&B4', None, "标题<标题")
    sheet.write_formula("D6", "=A5>E5", None, True)
    sheet.write_formula("E6", "=1/0", None, "#DIV/0!")
    sheet.write_array_formula("A7:B7", "{=A5:B5*2}", None, 25)
    sheet.write_number("B7", 0.512)


def _table(sheet: Worksheet) -> None:
    """The table Table1 in B10:E14, with a calculated column and nothing below it."""
    columns = [{"header": header} for header in HEADER]
    columns[3]["formula"] = PRODUCT
    sheet.add_table("B10:E14", {"name": "Table1", "columns": columns, "data": ROWS})
    for row, (_, amount, price) in enumerate(ROWS, 10):
        sheet.write_formula(row, 4, PRODUCT, None, amount * price)


def _layout(workbook: Workbook, sheet: Worksheet) -> None:
    """Merged cells, widths, heights, a conditional format, a validation and a frozen pane."""
    sheet.merge_range("G1:H2", "合并", workbook.add_format({"align": "center", "border": 1}))
    sheet.set_column("A:A", 18)
    sheet.set_column("B:E", 12.5)
    sheet.set_row(0, 24)
    style = workbook.add_format({"bg_color": "#FFC7CE"})
    sheet.conditional_format("A5:E5", {"type": "cell", "criteria": ">", "value": 10, "format": style})
    sheet.data_validation("F5", {"validate": "list", "source": ["是", "否"]})
    sheet.freeze_panes(1, 1)


def _chart(workbook: Workbook, sheet: Worksheet) -> None:
    """A column chart over the table."""
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"categories": f"='{DATA}'!$B$11:$B$14", "values": f"='{DATA}'!$C$11:$C$14", "name": "数量"})
    sheet.insert_chart("B2", chart)


def png(width: int = 2, height: int = 2) -> bytes:
    """A small red picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\x00" + b"\xff\x00\x00" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def opaque(name: str, magic: bytes = b"", size: int = 1000) -> bytes:
    """Bytes that stand for a binary part: the mark of its format, and then what no reader understands."""
    return magic + name.encode() + b"\x00" + bytes((7 * index) % 256 for index in range(size))
