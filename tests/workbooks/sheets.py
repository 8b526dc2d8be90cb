"""What a sheet holds beside its cells: views, scenarios, protection, filters, page breaks, and a change history."""

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from .base import SPARE, base, book
from .parts import (
    DOCUMENT,
    EMPTY,
    MAIN_NS,
    SHEET,
    SHEET_TYPE,
    WORKBOOK,
    Edit,
    before_end,
    chain,
    in_sheet,
    in_workbook,
    swap,
    with_parts,
    xml,
)

VIEW = "{0A0B0C0D-0000-4000-8000-000000000001}"


def scenarios() -> bytes:
    """Scenarios with input cells and a comment."""
    low = (
        '<scenario name="低" count="2" user="测试" comment="创建者 测试"><inputCells r="A5" val="1"/>'
        '<inputCells r="E5" val="2"/></scenario>'
    )
    high = '<scenario name="高" locked="1" count="1" user="测试"><inputCells r="A5" val="100"/></scenario>'
    body = f'<scenarios current="0" show="0" sqref="A6">{low}{high}</scenarios>'
    return with_parts(base(), edits={SHEET: in_sheet("scenarios", body)})


def custom_sheet_views() -> bytes:
    """A custom view of the workbook, with the view of each sheet for it."""
    view = (
        f'<customWorkbookViews><customWorkbookView name="打印" guid="{VIEW}" maximized="1" windowWidth="1920"'
        ' windowHeight="1000" activeSheetId="1"/></customWorkbookViews>'
    )
    margins = '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    pane = (
        '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
        '<selection pane="bottomRight"/>'
    )

    def view_of(content: str) -> Edit:
        one = f'<customSheetView guid="{VIEW}" scale="85">{content}{margins}</customSheetView>'
        return in_sheet("customSheetViews", f"<customSheetViews>{one}</customSheetViews>")

    return with_parts(
        base(),
        edits={
            WORKBOOK: in_workbook("customWorkbookViews", view),
            SHEET: view_of(pane),
            EMPTY: view_of(""),
        },
    )


def protected_ranges() -> bytes:
    """A protected sheet and workbook, with ranges that may be edited all the same."""
    lock = (
        '<sheetProtection algorithmName="SHA-512" hashValue="AAAAAAAAAAAAAAAAAAAAAA==" saltValue="AAAAAAAAAAAAAAAAAAAAAA=="'
        ' spinCount="100000" sheet="1" objects="1" scenarios="1"/>'
    )
    ranges = (
        '<protectedRanges><protectedRange sqref="A1 C11:C14" name="可编辑"/>'
        '<protectedRange password="CC1A" sqref="A5" name="需密码"/></protectedRanges>'
    )
    workbook_lock = '<workbookProtection lockStructure="1"/>'
    return with_parts(
        base(),
        edits={
            SHEET: chain(in_sheet("protectedRanges", ranges), in_sheet("sheetProtection", lock)),
            WORKBOOK: in_workbook("workbookProtection", workbook_lock),
        },
    )


def filters() -> bytes:
    """A filtered and sorted table with hidden rows, and a filtered range with its hidden name on the spare sheet."""
    chosen = '<filterColumn colId="0"><filters><filter val="甲"/><filter val="丙"/></filters></filterColumn>'
    table = f'<autoFilter ref="B10:E14">{chosen}</autoFilter>'
    table += '<sortState ref="B11:E14"><sortCondition descending="1" ref="C11:C14"/></sortState>'
    above = (
        '<filterColumn colId="0"><customFilters><customFilter operator="greaterThan" val="1"/></customFilters>'
        "</filterColumn>"
    )
    ranged = (
        f'<autoFilter ref="A1:A3">{above}<sortState ref="A2:A3"><sortCondition ref="A2:A3"/></sortState></autoFilter>'
    )
    rows = (
        '<row r="1"><c r="A1"><v>0</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3">'
        '<c r="A3"><v>2</v></c></row>'
    )
    name = f'<definedName name="_xlnm._FilterDatabase" localSheetId="2" hidden="1">{SPARE}!$A$1:$A$3</definedName>'
    return with_parts(
        base(),
        edits={
            "xl/tables/table1.xml": swap('<autoFilter ref="B10:E14"/>', table),
            SHEET: chain(
                swap('<row r="12" ', '<row r="12" hidden="1" '), swap('<row r="14" ', '<row r="14" hidden="1" ')
            ),
            EMPTY: chain(swap("<sheetData/>", f"<sheetData>{rows}</sheetData>"), in_sheet("autoFilter", ranged)),
            WORKBOOK: lambda part: before_end(part, "definedNames", name),
        },
    )


def watches_and_ignored_errors() -> bytes:
    """Ignored errors, watched cells, and a custom property of the sheet with a part of its own."""
    errors = (
        '<ignoredErrors><ignoredError sqref="A4 B4" numberStoredAsText="1"/>'
        '<ignoredError sqref="E6" evalError="1"/></ignoredErrors>'
    )
    return with_parts(
        base(),
        {"xl/customProperty1.bin": "属性".encode("utf-16-le")},
        defaults={"bin": f"{SHEET_TYPE}.customProperty"},
        relations={SHEET: [("rIdProperty", f"{DOCUMENT}/customProperty", "../customProperty1.bin")]},
        edits={
            SHEET: chain(
                in_sheet(
                    "customProperties", '<customProperties><customPr name="own" r:id="rIdProperty"/></customProperties>'
                ),
                in_sheet("cellWatches", '<cellWatches><cellWatch r="A6"/></cellWatches>'),
                in_sheet("ignoredErrors", errors),
            )
        },
    )


def _pages(_: Workbook, sheet: Worksheet) -> None:
    sheet.set_h_pagebreaks([9, 20])
    sheet.set_v_pagebreaks([5])
    sheet.repeat_rows(0)
    sheet.print_area("A1:H14")
    sheet.set_footer("&L&D&R第 &P 页 && 完")
    sheet.fit_to_pages(1, 0)


def page_breaks() -> bytes:
    """Page breaks, a print area, repeated rows and a footer."""
    return book(_pages)


def revisions() -> bytes:
    """The change history of a shared workbook: revision headers, one log of changes, and the user names."""
    first, second = "{0A0B0C0D-0000-4000-8000-00000000000A}", "{0A0B0C0D-0000-4000-8000-00000000000B}"
    sheets = '<sheetIdMap count="3"><sheetId val="1"/><sheetId val="2"/><sheetId val="3"/></sheetIdMap>'
    headers = (
        f'<header guid="{first}" dateTime="2024-01-02T03:04:05" maxSheetId="4" userName="测试" r:id="rId1">{sheets}</header>'
        f'<header guid="{second}" dateTime="2024-01-03T03:04:05" maxSheetId="4" userName="测试" r:id="rId2" minRId="1"'
        f' maxRId="1">{sheets}</header>'
    )
    change = (
        '<rcc rId="1" sId="1"><oc r="A1" t="inlineStr"><is><t>旧标题</t></is></oc><nc r="A1" t="inlineStr"><is>'
        "<t>标题</t></is></nc></rcc>"
    )
    spaces = f'xmlns="{MAIN_NS}" xmlns:r="{DOCUMENT}"'
    names = {
        "revisionHeaders": "revisionHeaders",
        "userNames": "userNames",
        "revisionLog1": "revisionLog",
        "revisionLog2": "revisionLog",
    }
    return with_parts(
        base(),
        {
            "xl/revisions/revisionHeaders.xml": xml(
                f'headers {spaces} guid="{second}" diskRevisions="1" revisionId="1" version="2"', headers
            ),
            "xl/revisions/revisionLog1.xml": xml(f"revisions {spaces}"),
            "xl/revisions/revisionLog2.xml": xml(f"revisions {spaces}", change),
            "xl/revisions/userNames.xml": xml(
                f'users {spaces} count="1"',
                f'<userInfo guid="{second}" name="测试" id="-1" dateTime="2024-01-03T03:04:05"/>',
            ),
        },
        {f"xl/revisions/{name}.xml": f"{SHEET_TYPE}.{kind}+xml" for name, kind in names.items()},
        relations={
            WORKBOOK: [
                ("rIdHeaders", f"{DOCUMENT}/revisionHeaders", "revisions/revisionHeaders.xml"),
                ("rIdUsers", f"{DOCUMENT}/usernames", "revisions/userNames.xml"),
            ],
            "xl/revisions/revisionHeaders.xml": [
                ("rId1", f"{DOCUMENT}/revisionLog", "revisionLog1.xml"),
                ("rId2", f"{DOCUMENT}/revisionLog", "revisionLog2.xml"),
            ],
        },
    )


SAMPLES = {
    "scenarios": scenarios,
    "custom_sheet_views": custom_sheet_views,
    "protected_ranges": protected_ranges,
    "filters": filters,
    "watches_and_ignored_errors": watches_and_ignored_errors,
    "page_breaks": page_breaks,
    "revisions": revisions,
}
