"""A pivot table over the table, with its cache and records."""

from .base import HEADER, ROWS, SPARE, base
from .parts import DOCUMENT, EMPTY, MAIN_NS, SHEET_TYPE, WORKBOOK, chain, in_workbook, swap, with_parts, xml

PIVOT_NAMES = ("甲", "乙", "丙", "&lt;丁&gt; &amp; 戊")


def _cache_fields(dated: bool) -> str:
    names = "".join(f'<s v="{name}"/>' for name in PIVOT_NAMES)
    fields = f'<cacheField name="品名" numFmtId="0"><sharedItems count="4">{names}</sharedItems></cacheField>'
    for header in HEADER[1:]:
        shared = '<sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" minValue="0" maxValue="100"/>'
        fields += f'<cacheField name="{header}" numFmtId="0">{shared}</cacheField>'
    if dated:
        items = "".join(f'<d v="2024-0{month}-01T00:00:00"/>' for month in range(1, 5))
        fields += (
            '<cacheField name="日期" numFmtId="14"><sharedItems containsSemiMixedTypes="0" containsNonDate="0"'
            ' containsDate="1" containsString="0" minDate="2024-01-01T00:00:00" maxDate="2024-04-02T00:00:00"'
            f' count="4">{items}</sharedItems></cacheField>'
        )
    return f'<cacheFields count="{5 if dated else 4}">{fields}</cacheFields>'


def _pivot_table(dated: bool) -> str:
    """The layout: the names down, the sum of the amounts beside them."""
    items = "".join(f'<item x="{index}"/>' for index in range(4))
    fields = f'<pivotField axis="axisRow" showAll="0"><items count="5">{items}<item t="default"/></items></pivotField>'
    fields += '<pivotField dataField="1" showAll="0"/><pivotField showAll="0"/><pivotField showAll="0"/>'
    if dated:
        fields += (
            f'<pivotField numFmtId="14" showAll="0"><items count="5">{items}<item t="default"/></items></pivotField>'
        )
    rows = "<i><x/></i>" + "".join(f'<i><x v="{index}"/></i>' for index in range(1, 4)) + '<i t="grand"><x/></i>'
    root = (
        f'pivotTableDefinition xmlns="{MAIN_NS}" name="数据透视表1" cacheId="7" applyNumberFormats="0"'
        ' applyBorderFormats="0" applyFontFormats="0" applyPatternFormats="0" applyAlignmentFormats="0"'
        ' applyWidthHeightFormats="1" dataCaption="值" updatedVersion="5" minRefreshableVersion="3"'
        ' useAutoFormatting="1" itemPrintTitles="1" createdVersion="5" indent="0" outline="1" outlineData="1"'
        ' multipleFieldFilters="0"'
    )
    return xml(
        root,
        '<location ref="A3:B8" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        f'<pivotFields count="{5 if dated else 4}">{fields}</pivotFields><rowFields count="1"><field x="0"/>'
        "</rowFields>"
        f'<rowItems count="5">{rows}</rowItems><colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="求和项:数量" fld="1" baseField="0" baseItem="0"/></dataFields>'
        '<pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" showColHeaders="1" showRowStripes="0"'
        ' showColStripes="0" showLastColumn="1"/>',
    )


def pivot(dated: bool = False) -> bytes:
    """The base with a pivot table on the spare sheet; with a date field that only the cache knows, if asked for."""
    records = "".join(
        f'<r><x v="{index}"/><n v="{amount}"/><n v="{price}"/><n v="{amount * price}"/>'
        + (f'<x v="{index}"/></r>' if dated else "</r>")
        for index, (_, amount, price) in enumerate(ROWS)
    )
    source = f'<worksheetSource ref="D3:H7" sheet="{SPARE}"/>' if dated else '<worksheetSource name="Table1"/>'
    root = (
        f'pivotCacheDefinition xmlns="{MAIN_NS}" xmlns:r="{DOCUMENT}" r:id="rId1" refreshedBy="测试"'
        ' refreshedDate="45366" createdVersion="5" refreshedVersion="5" minRefreshableVersion="3" recordCount="4"'
    )
    cells = (("行标签", "求和项:数量"), ("甲", 3), ("乙", 4), ("丙", 10), ("&lt;丁&gt; &amp; 戊", 0), ("总计", 17))
    data = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{label}</t></is></c>'
        + (f'<c r="B{row}"><v>{value}</v></c>' if row > 3 else f'<c r="B{row}" t="str"><v>{value}</v></c>')
        + "</row>"
        for row, (label, value) in enumerate(cells, 3)
    )
    cache, kept = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotCache/pivotCacheRecords1.xml"
    layout = "xl/pivotTables/pivotTable1.xml"
    return with_parts(
        base(),
        {
            cache: xml(root, f'<cacheSource type="worksheet">{source}</cacheSource>{_cache_fields(dated)}'),
            kept: xml(f'pivotCacheRecords xmlns="{MAIN_NS}" count="4"', records),
            layout: _pivot_table(dated),
        },
        {
            cache: f"{SHEET_TYPE}.pivotCacheDefinition+xml",
            kept: f"{SHEET_TYPE}.pivotCacheRecords+xml",
            layout: f"{SHEET_TYPE}.pivotTable+xml",
        },
        relations={
            WORKBOOK: [("rIdPivot", f"{DOCUMENT}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")],
            cache: [("rId1", f"{DOCUMENT}/pivotCacheRecords", "pivotCacheRecords1.xml")],
            layout: [("rId1", f"{DOCUMENT}/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")],
            EMPTY: [("rIdTable", f"{DOCUMENT}/pivotTable", "../pivotTables/pivotTable1.xml")],
        },
        edits={
            WORKBOOK: in_workbook(
                "pivotCaches", '<pivotCaches><pivotCache cacheId="7" r:id="rIdPivot"/></pivotCaches>'
            ),
            EMPTY: chain(
                swap('<dimension ref="A1"/>', '<dimension ref="A3:B8"/>'),
                swap("<sheetData/>", f"<sheetData>{data}</sheetData>"),
            ),
        },
    )


def pivot_table() -> bytes:
    """A pivot table over Table1 on the spare sheet: the table part, the cache definition and its records."""
    return pivot()


SAMPLES = {"pivot_table": pivot_table}
