"""Formats, rules and lists that Excel 2010 and later keep in extension lists."""

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from .base import CHART, DATA, base, book
from .parts import CHARTS, EMPTY, SHEET, X14_NS, XM_NS, chain, ext, in_sheet, swap, with_parts

RULES, VALIDATIONS = "78C0D931-6437-407d-A8EE-F0AAD7539E65", "CCE6A557-97BC-4b89-ADB6-D9C93BAB3DF9"
SPACES = f'xmlns:x14="{X14_NS}"'


def _extended(*entries: str) -> str:
    return f"<extLst>{''.join(entries)}</extLst>"


def _sparklines(_: Workbook, sheet: Worksheet) -> None:
    sheet.add_sparkline("F11", {"range": f"'{DATA}'!C11:D11", "markers": True})
    sheet.add_sparkline("F12", {"range": f"'{DATA}'!C12:D12", "type": "column", "style": 12})


def sparklines() -> bytes:
    """Sparklines in the extension list of the sheet, as XlsxWriter writes them."""
    return book(_sparklines)


def _data_bars(_: Workbook, sheet: Worksheet) -> None:
    sheet.conditional_format("C11:C14", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
    sheet.conditional_format(
        "D11:D14", {"type": "data_bar", "bar_negative_color_same": True, "bar_axis_position": "none"}
    )


def data_bars() -> bytes:
    """Data bars of Excel 2010: a plain rule that names its extended rule by a GUID, as XlsxWriter writes them."""
    return book(_data_bars)


def icon_sets() -> bytes:
    """Conditional formats only in the extension list: an icon set, and a rule that refers to another sheet."""
    points = "".join(f'<x14:cfvo type="percent"><xm:f>{percent}</xm:f></x14:cfvo>' for percent in (0, 20, 40, 60, 80))
    icons = (
        '<x14:conditionalFormatting><x14:cfRule type="iconSet" priority="2"'
        ' id="{01234567-0000-4000-8000-000000000001}"><x14:iconSet iconSet="5Boxes">'
        f"{points}</x14:iconSet></x14:cfRule><xm:sqref>C11:C14</xm:sqref></x14:conditionalFormatting>"
    )
    other = (
        '<x14:conditionalFormatting><x14:cfRule type="expression" priority="3"'
        f' id="{{01234567-0000-4000-8000-000000000002}}"><xm:f>{CHART}!$A$1&gt;0</xm:f>'
        '<x14:dxf><fill><patternFill><bgColor rgb="FFFFFF00"/></patternFill></fill></x14:dxf></x14:cfRule>'
        "<xm:sqref>A1</xm:sqref></x14:conditionalFormatting>"
    )
    rules = f'<x14:conditionalFormattings xmlns:xm="{XM_NS}">{icons}{other}</x14:conditionalFormattings>'
    return with_parts(base(), edits={SHEET: in_sheet("extLst", _extended(ext(RULES, rules, SPACES)))})


def list_on_other_sheet() -> bytes:
    """Data validations in the extension list: a list and a limit that refer to another sheet."""
    valid = (
        '<x14:dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1"'
        ' errorTitle="错误" error="请选择" xr:uid="{01234567-0000-4000-8000-000000000003}"'
        ' xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision">'
        f"<x14:formula1><xm:f>{CHART}!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>A1 B4</xm:sqref></x14:dataValidation>"
        '<x14:dataValidation type="decimal" operator="lessThan" allowBlank="1">'
        f"<x14:formula1><xm:f>{CHART}!$B$1</xm:f></x14:formula1><xm:sqref>C11:C14</xm:sqref></x14:dataValidation>"
    )
    lists = f'<x14:dataValidations count="2" xmlns:xm="{XM_NS}">{valid}</x14:dataValidations>'
    values = '<c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><v>100</v></c>'
    return with_parts(
        base(),
        edits={
            SHEET: in_sheet("extLst", _extended(ext(VALIDATIONS, lists, SPACES))),
            CHARTS: swap("<sheetData/>", f'<sheetData><row r="1">{values}</row></sheetData>'),
        },
    )


def unknown_extension() -> bytes:
    """Extensions no reader knows: a namespace to be ignored on the root, its attributes on rows and cells, an ext."""
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="new"'
    entry = ext(
        "DEADBEEF-0000-4000-8000-000000000001", '<new:thing ref="A1">新</new:thing>', 'xmlns:new="urn:test:new"'
    )
    return with_parts(
        base(),
        edits={
            SHEET: chain(
                swap("<worksheet ", f'<worksheet {space} xmlns:new="urn:test:new" '),
                swap('<row r="1" ', '<row r="1" new:height="0.25" '),
                swap('<c r="A5">', '<c r="A5" new:kept="1">'),
                in_sheet("extLst", _extended(entry)),
            )
        },
    )


def _layout(workbook: Workbook, sheet: Worksheet) -> None:
    sheet.set_row(10, None, None, {"level": 1})
    sheet.set_row(11, None, None, {"level": 2, "hidden": True})
    sheet.set_row(12, None, None, {"level": 1, "collapsed": True})
    sheet.set_column("J:K", 10, None, {"level": 1, "hidden": True})
    sheet.set_column("L:L", 10, None, {"collapsed": True})
    sheet.outline_settings(True, False, False, True)


def outline() -> bytes:
    """Outline groups over rows and columns, some of them folded."""
    return book(_layout)


def _cell_styles(workbook: Workbook, sheet: Worksheet) -> None:
    many = [
        workbook.add_format({"bold": number % 2, "font_size": 8 + number, "indent": number % 4}) for number in range(12)
    ]
    for number, style in enumerate(many):
        sheet.write_blank(number, 9, None, style)
    sheet.set_column("M:M", 9, many[3])
    sheet.set_row(15, 20, many[5])


def styled_blanks() -> bytes:
    """Blank cells, columns and rows that carry only a style."""
    return book(_cell_styles)


def empty_sheet_data() -> bytes:
    """Sheets without cells: one with an empty element, one with a start and an end tag and white space."""
    return with_parts(
        base(),
        edits={
            CHARTS: swap("<sheetData/>", "<sheetData>\n  </sheetData>"),
            EMPTY: chain(swap('<dimension ref="A1"/>', ""), swap("<sheetData/>", "<sheetData />")),
        },
    )


SAMPLES = {
    "sparklines": sparklines,
    "data_bars": data_bars,
    "icon_sets": icon_sets,
    "list_on_other_sheet": list_on_other_sheet,
    "unknown_extension": unknown_extension,
    "outline": outline,
    "styled_blanks": styled_blanks,
    "empty_sheet_data": empty_sheet_data,
}
