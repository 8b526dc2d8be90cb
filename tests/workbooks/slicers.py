"""Slicers over the table and over a pivot table, and a timeline."""

from .base import base
from .drawings import DRAWING_TYPE, anchored, drawing
from .parts import (
    DOCUMENT,
    EMPTY,
    MAIN_NS,
    MC_NS,
    MICROSOFT,
    SHEET,
    WORKBOOK,
    X14_NS,
    X15_NS,
    before_end,
    chain,
    defined_name,
    ext,
    in_sheet,
    in_workbook,
    with_parts,
    xml,
)
from .pivots import pivot

LINKS_2007, LINKS_2011 = f"{MICROSOFT}/2007/relationships", f"{MICROSOFT}/2011/relationships"
X14, X15 = f'xmlns:x14="{X14_NS}"', f'xmlns:x15="{X15_NS}"'


def _slicer_frame(name: str, requires: str, namespace: str, cells: tuple[int, int, int, int]) -> str:
    uri = f"{MICROSOFT}/drawing/2010/slicer"
    graphic = f'<a:graphicData uri="{uri}"><sle:slicer xmlns:sle="{uri}" name="{name}"/></a:graphicData>'
    return drawing(anchored(name, requires, namespace, graphic, cells))


def _slicer(name: str, cache: str) -> str:
    root = f'slicers xmlns="{X14_NS}" xmlns:mc="{MC_NS}" mc:Ignorable="x" xmlns:x="{MAIN_NS}"'
    return xml(root, f'<slicer name="{name}" cache="{cache}" caption="{name}" rowHeight="241300"/>')


def _slicer_cache(name: str, source: str, content: str) -> str:
    root = f'slicerCacheDefinition xmlns="{X14_NS}" xmlns:mc="{MC_NS}" mc:Ignorable="x" xmlns:x="{MAIN_NS}"'
    return xml(f'{root} name="{name}" sourceName="{source}"', content)


def table_slicer() -> bytes:
    """A slicer over the table: slicer and slicer cache parts, extension entries in sheet and workbook, a frame."""
    entry = f'<x15:tableSlicerCache {X15} tableId="1" column="1"/>'
    cache = f'<extLst><x:ext uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}">{entry}</x:ext></extLst>'
    lists = f'<x14:slicerList {X14}><x14:slicer r:id="rIdSlicer"/></x14:slicerList>'
    caches = f'<x15:slicerCaches {X14}><x14:slicerCache r:id="rIdCache"/></x15:slicerCaches>'
    return _with_slicer(
        base(), SHEET, ("sle15", f"{MICROSOFT}/drawing/2012/slicer", (9, 8, 12, 18)), cache,
        ext("3A4CF648-6AED-40f4-86FF-DC5316D8AED3", lists, X15), ext("46BE6895-7355-4a93-B00E-2C351335B9C9", caches, X15),
    )  # fmt: skip


def _with_slicer(
    data: bytes, sheet: str, frame: tuple, cache: str, listed: str, caches: str, edits: dict | None = None
) -> bytes:
    """A workbook with a slicer for 品名 in a sheet: its drawing, its cache, and their mentions in sheet and workbook."""
    return with_parts(
        data,
        {
            "xl/drawings/drawing2.xml": _slicer_frame("品名", *frame),
            "xl/slicers/slicer1.xml": _slicer("品名", "切片器_品名"),
            "xl/slicerCaches/slicerCache1.xml": _slicer_cache("切片器_品名", "品名", cache),
        },
        {
            "xl/drawings/drawing2.xml": DRAWING_TYPE,
            "xl/slicers/slicer1.xml": "application/vnd.ms-excel.slicer+xml",
            "xl/slicerCaches/slicerCache1.xml": "application/vnd.ms-excel.slicerCache+xml",
        },
        relations={
            sheet: [
                ("rIdDrawing", f"{DOCUMENT}/drawing", "../drawings/drawing2.xml"),
                ("rIdSlicer", f"{LINKS_2007}/slicer", "../slicers/slicer1.xml"),
            ],
            WORKBOOK: [("rIdCache", f"{LINKS_2007}/slicerCache", "slicerCaches/slicerCache1.xml")],
        },
        edits={
            sheet: chain(
                in_sheet("drawing", '<drawing r:id="rIdDrawing"/>'), in_sheet("extLst", f"<extLst>{listed}</extLst>")
            ),
            WORKBOOK: chain(
                defined_name("切片器_品名", "#N/A"), in_workbook("extLst", f"<extLst>{caches}</extLst>")
            ),
        }
        | (edits or {}),
    )


def pivot_slicer() -> bytes:
    """A slicer over a pivot table: its cache names the pivot table and the items of the field."""
    items = "".join(f'<i x="{index}" s="1"/>' for index in range(4))
    cache = (
        '<pivotTables><pivotTable tabId="3" name="数据透视表1"/></pivotTables>'
        f'<data><tabular pivotCacheId="7"><items count="4">{items}</items></tabular></data>'
    )
    lists = '<x14:slicerList><x14:slicer r:id="rIdSlicer"/></x14:slicerList>'
    caches = '<x14:slicerCaches><x14:slicerCache r:id="rIdCache"/></x14:slicerCaches>'
    mark = ext("725AE2AE-9491-48be-B2B4-4EB974FC3084", '<x14:pivotCacheDefinition pivotCacheId="7"/>', X14)
    return _with_slicer(
        pivot(), EMPTY, ("a14", f"{MICROSOFT}/drawing/2010/main", (4, 2, 7, 12)), cache,
        ext("A8765BA9-456A-4dab-B4F3-ACF838C121DE", lists, X14), ext("BBE1A952-AA13-448e-AADC-164F8A28A991", caches, X14),
        {"xl/pivotCache/pivotCacheDefinition1.xml":
            lambda part: before_end(part, "pivotCacheDefinition", f"<extLst>{mark}</extLst>")},
    )  # fmt: skip


def timeline() -> bytes:
    """A timeline over the date field of a pivot table: timeline and timeline cache parts, extensions, a frame."""
    uri = f"{MICROSOFT}/drawing/2012/timeslicer"
    graphic = f'<a:graphicData uri="{uri}"><tsle:timeslicer xmlns:tsle="{uri}" name="日期"/></a:graphicData>'
    line = (
        '<timeline name="日期" cache="时间线_日期" caption="日期" level="2" selectionLevel="2"'
        ' scrollPosition="2024-01-01T00:00:00"/>'
    )
    cache = (
        '<pivotTables><pivotTable tabId="3" name="数据透视表1"/></pivotTables>'
        '<state minimalRefreshVersion="6" lastRefreshVersion="6" pivotCacheId="7" filterType="unknown">'
        '<bounds startDate="2024-01-01T00:00:00" endDate="2025-01-01T00:00:00"/></state>'
    )
    spaces = f'xmlns="{X15_NS}" xmlns:mc="{MC_NS}" mc:Ignorable="x" xmlns:x="{MAIN_NS}"'
    lists = '<x15:timelineRefs><x15:timelineRef r:id="rIdLine"/></x15:timelineRefs>'
    caches = '<x15:timelineCacheRefs><x15:timelineCacheRef r:id="rIdCache"/></x15:timelineCacheRefs>'
    return with_parts(
        pivot(dated=True),
        {
            "xl/drawings/drawing2.xml": drawing(anchored("日期", "tsle", uri, graphic, (4, 2, 9, 9))),
            "xl/timelines/timeline1.xml": xml(f"timelines {spaces}", line),
            "xl/timelineCaches/timelineCache1.xml": xml(
                f'timelineCacheDefinition {spaces} name="时间线_日期" sourceName="日期"', cache
            ),
        },
        {
            "xl/drawings/drawing2.xml": DRAWING_TYPE,
            "xl/timelines/timeline1.xml": "application/vnd.ms-excel.timeline+xml",
            "xl/timelineCaches/timelineCache1.xml": "application/vnd.ms-excel.timelineCache+xml",
        },
        relations={
            EMPTY: [
                ("rIdDrawing", f"{DOCUMENT}/drawing", "../drawings/drawing2.xml"),
                ("rIdLine", f"{LINKS_2011}/timeline", "../timelines/timeline1.xml"),
            ],
            WORKBOOK: [("rIdCache", f"{LINKS_2011}/timelineCache", "timelineCaches/timelineCache1.xml")],
        },
        edits={
            EMPTY: chain(
                in_sheet("drawing", '<drawing r:id="rIdDrawing"/>'),
                in_sheet("extLst", f"<extLst>{ext('7E03D99C-DC04-49d9-9315-930204A7B6E9', lists, X15)}</extLst>"),
            ),
            WORKBOOK: chain(
                defined_name("时间线_日期", "#N/A"),
                in_workbook("extLst", f"<extLst>{ext('D0CA8CA8-9F24-4464-BF8E-62219DCF47F9', caches, X15)}</extLst>"),
            ),
        },
    )


SAMPLES = {"table_slicer": table_slicer, "pivot_slicer": pivot_slicer, "timeline": timeline}
