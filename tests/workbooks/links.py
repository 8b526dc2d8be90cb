"""What ties a workbook to something outside it: other workbooks, queries, the data model, XML maps, hyperlinks."""

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from .base import DATA, SPARE, base, book, opaque
from .parts import (
    DOCUMENT,
    EMPTY,
    MAIN_NS,
    SHEET,
    SHEET_TYPE,
    WORKBOOK,
    X15_NS,
    before_end,
    chain,
    ext,
    in_sheet,
    in_workbook,
    swap,
    with_parts,
    xml,
)

CONNECTIONS_TYPE = f"{SHEET_TYPE}.connections+xml"
CONNECTIONS_LINK = ("rIdConnections", f"{DOCUMENT}/connections", "connections.xml")
X15 = f'xmlns:x15="{X15_NS}"'


def _row(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'


def _filled(*rows: str) -> str:
    return f"<sheetData>{''.join(rows)}</sheetData>"


def external_link() -> bytes:
    """A link to another workbook with cached values, and formulas that read from it by number."""
    cached = (
        '<sheetNames><sheetName val="Sheet1"/></sheetNames><definedNames>'
        '<definedName name="总额" refersTo="=Sheet1!$A$1"/>'
        '</definedNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>42</v></cell>'
        '<cell r="B1" t="str"><v>外部</v></cell></row></sheetData></sheetDataSet>'
    )
    root = f'externalLink xmlns="{MAIN_NS}"'
    book_part = f'<externalBook xmlns:r="{DOCUMENT}" r:id="rId1">{cached}</externalBook>'
    cells = (
        "<c r=\"A1\"><f>'[1]Sheet1'!A1</f><v>42</v></c>"
        '<c r="B1" t="str"><f>[1]Sheet1!$B$1&amp;""</f><v>外部</v></c><c r="C1"><f>[1]!总额*2</f><v>84</v></c>'
    )
    return with_parts(
        base(),
        {"xl/externalLinks/externalLink1.xml": xml(root, book_part)},
        {"xl/externalLinks/externalLink1.xml": f"{SHEET_TYPE}.externalLink+xml"},
        relations={
            WORKBOOK: [("rIdLink", f"{DOCUMENT}/externalLink", "externalLinks/externalLink1.xml")],
            "xl/externalLinks/externalLink1.xml": [
                ("rId1", f"{DOCUMENT}/externalLinkPath", "file:///D:/%E6%95%B0%E6%8D%AE/other.xlsx", "External")
            ],
        },
        edits={
            WORKBOOK: in_workbook(
                "externalReferences", '<externalReferences><externalReference r:id="rIdLink"/></externalReferences>'
            ),
            EMPTY: swap("<sheetData/>", _filled(_row(1, cells))),
        },
    )


def data_model() -> bytes:
    """A data model: opaque bytes in xl/model/item.data, two connections, and the model's tables in the workbook."""
    name = f"WorksheetConnection_{DATA}!Table1"
    model = ext("DE250136-89BD-433C-8126-D09CA5730AF9", '<x15:connection id="" model="1"/>', X15)
    source = '<x15:connection id="Table1" autoDelete="1"><x15:rangePr sourceName="Table1"/></x15:connection>'
    table = ext("DE250136-89BD-433C-8126-D09CA5730AF9", source, X15)
    connections = (
        '<connection id="1" keepAlive="1" name="ThisWorkbookDataModel" description="数据模型" type="5"'
        ' refreshedVersion="6" minRefreshableVersion="5" background="1">'
        '<dbPr connection="Data Model Connection" command="Model" commandType="1"/>'
        f'<olapPr sendLocale="1" rowDrillCount="1000"/><extLst>{model}</extLst></connection>'
        f'<connection id="2" name="{name}" type="102" refreshedVersion="6" minRefreshableVersion="5">'
        f"<extLst>{table}</extLst></connection>"
    )
    tables = f'<x15:modelTables><x15:modelTable id="Table1" name="Table1" connection="{name}"/></x15:modelTables>'
    entry = ext("FCE2AD5D-F65C-4FA6-A056-5C36A1767C68", f"<x15:dataModel>{tables}</x15:dataModel>", X15)
    return with_parts(
        base(),
        {
            "xl/model/item.data": opaque("model", size=5000),
            "xl/connections.xml": xml(f'connections xmlns="{MAIN_NS}"', connections),
        },
        {
            "xl/model/item.data": "application/vnd.openxmlformats-officedocument.model+data",
            "xl/connections.xml": CONNECTIONS_TYPE,
        },
        relations={
            WORKBOOK: [
                CONNECTIONS_LINK,
                ("rIdModel", f"{DOCUMENT}/powerPivotData", "model/item.data"),
            ]
        },
        edits={WORKBOOK: in_workbook("extLst", f"<extLst>{entry}</extLst>")},
    )


def query_table() -> bytes:
    """The result of a query on the spare sheet: queryTable1.xml, its connection, and its hidden defined name."""
    connection = (
        '<connection id="1" name="查询1" type="4" refreshedVersion="6" background="1" saveData="1">'
        '<webPr sourceData="1" parsePre="1" consecutive="1" xl2000="1" url="http://example.com/?a=1&amp;b=2"/>'
        "</connection>"
    )
    query = f'queryTable xmlns="{MAIN_NS}" name="查询1" connectionId="1" autoFormatId="16" applyWidthHeightFormats="0"'
    hidden = f'<definedName name="查询1" localSheetId="2" hidden="1">{SPARE}!$A$1:$B$1</definedName>'
    return with_parts(
        base(),
        {
            "xl/queryTables/queryTable1.xml": xml(query),
            "xl/connections.xml": xml(f'connections xmlns="{MAIN_NS}"', connection),
        },
        {
            "xl/queryTables/queryTable1.xml": f"{SHEET_TYPE}.queryTable+xml",
            "xl/connections.xml": CONNECTIONS_TYPE,
        },
        relations={
            WORKBOOK: [CONNECTIONS_LINK],
            EMPTY: [("rIdQuery", f"{DOCUMENT}/queryTable", "../queryTables/queryTable1.xml")],
        },
        edits={
            WORKBOOK: lambda part: before_end(part, "definedNames", hidden),
            EMPTY: swap("<sheetData/>", _filled(_row(1, '<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>'))),
        },
    )


def xml_maps() -> bytes:
    """An XML map with its schema, and a single cell of the spare sheet bound to an element of it."""
    schema = (
        '<Schema ID="Schema1"><xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:element name="root">'
        '<xsd:complexType><xsd:sequence><xsd:element name="amount" type="xsd:double"/></xsd:sequence></xsd:complexType>'
        "</xsd:element></xsd:schema></Schema>"
    )
    entry = (
        '<Map ID="1" Name="root_Map" RootElement="root" SchemaID="Schema1" ShowImportExportValidationErrors="false"'
        ' AutoFit="true" Append="false" PreserveSortAFLayout="true" PreserveFormat="true"/>'
    )
    single = (
        '<singleXmlCell id="2" r="A1" connectionId="0"><xmlCellPr id="1" uniqueName="amount">'
        '<xmlPr mapId="1" xpath="/root/amount" xmlDataType="double"/></xmlCellPr></singleXmlCell>'
    )
    return with_parts(
        base(),
        {
            "xl/xmlMaps.xml": xml(f'MapInfo xmlns="{MAIN_NS}" SelectionNamespaces=""', schema + entry),
            "xl/tables/tableSingleCells1.xml": xml(f'singleXmlCells xmlns="{MAIN_NS}"', single),
        },
        {"xl/tables/tableSingleCells1.xml": f"{SHEET_TYPE}.tableSingleCells+xml"},
        relations={
            WORKBOOK: [("rIdMaps", f"{DOCUMENT}/xmlMaps", "xmlMaps.xml")],
            EMPTY: [("rIdSingle", f"{DOCUMENT}/tableSingleCells", "../tables/tableSingleCells1.xml")],
        },
        edits={EMPTY: swap("<sheetData/>", _filled(_row(1, '<c r="A1"><v>7</v></c>')))},
    )


def _hyperlinks(_: Workbook, sheet: Worksheet) -> None:
    sheet.write_url("A15", "https://example.com/?a=1&b=2#top", string="外部链接", tip="提示")
    sheet.write_url("A16", f"internal:'{SPARE}'!A1", string="内部链接")
    sheet.write_url("A17", "external:..\\其他.xlsx#Sheet1!A1", string="另一文件")
    sheet.write_url("A18", "mailto:nobody@example.com")


def hyperlinks() -> bytes:
    """Hyperlinks to the web, to a place in the workbook, to another file and to a mail address."""
    return book(_hyperlinks)


def printer_settings() -> bytes:
    """Printer settings: opaque bytes that the page setup of the first sheet refers to."""
    setup = '<pageSetup paperSize="9" scale="80" orientation="landscape" horizontalDpi="600" r:id="rIdPrinter"/>'
    return with_parts(
        base(),
        {"xl/printerSettings/printerSettings1.bin": opaque("printer")},
        defaults={"bin": f"{SHEET_TYPE}.printerSettings"},
        relations={SHEET: [("rIdPrinter", f"{DOCUMENT}/printerSettings", "../printerSettings/printerSettings1.bin")]},
        edits={SHEET: chain(in_sheet("printOptions", '<printOptions gridLines="1"/>'), in_sheet("pageSetup", setup))},
    )


SAMPLES = {
    "external_link": external_link,
    "data_model": data_model,
    "query_table": query_table,
    "xml_maps": xml_maps,
    "hyperlinks": hyperlinks,
    "printer_settings": printer_settings,
}
