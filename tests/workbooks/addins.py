"""What a program adds to a workbook: ribbons, task panes, labels and macros."""

from .base import OLE, WMF, base, opaque, png
from .parts import DECLARATION, DOCUMENT, MICROSOFT, PACKAGE, WORKBOOK, swap, with_parts, xml

UI_2006 = f"{MICROSOFT}/2006/relationships/ui/extensibility"
UI_2007 = f"{MICROSOFT}/2007/relationships/ui/extensibility"


def _ribbon(namespace: str, label: str) -> str:
    """A ribbon with one button of its own."""
    button = f'<button id="run" label="{label}" size="large" onAction="Run" imageMso="HappyFace"/>'
    tab = f'<tab id="own" label="绩效"><group id="tools" label="工具 &amp; 宏">{button}</group></tab>'
    return xml(f'customUI xmlns="{namespace}"', f'<ribbon startFromScratch="false"><tabs>{tab}</tabs></ribbon>')


RIBBON_2006 = _ribbon(f"{MICROSOFT}/2006/01/customui", "2007")
RIBBON_2010 = _ribbon(f"{MICROSOFT}/2009/07/customui", "2010")


def ribbon_2006() -> bytes:
    """A ribbon as Excel 2007 knows it, related from the package."""
    return with_parts(
        base(),
        {"customUI/customUI.xml": RIBBON_2006},
        relations={"": [("rIdUI", UI_2006, "customUI/customUI.xml")]},
    )


def ribbon_2010() -> bytes:
    """A ribbon as Excel 2010 and later know it, related from the package."""
    return with_parts(
        base(),
        {"customUI/customUI14.xml": RIBBON_2010},
        relations={"": [("rIdUI14", UI_2007, "customUI/customUI14.xml")]},
    )


def both_ribbons() -> bytes:
    """Both ribbons side by side, the newer one with a picture of its own."""
    picture = "customUI/images/button.png"
    return with_parts(
        base(),
        {"customUI/customUI.xml": RIBBON_2006, "customUI/customUI14.xml": RIBBON_2010, picture: png()},
        defaults={"png": "image/png"},
        relations={
            "": [
                ("rIdUI", UI_2006, "customUI/customUI.xml"),
                ("rIdUI14", UI_2007, "customUI/customUI14.xml"),
            ],
            "customUI/customUI14.xml": [("button", f"{DOCUMENT}/image", "images/button.png")],
        },
    )


def web_extension() -> bytes:
    """An Office add-in in a task pane: taskpanes.xml related from the package, with its web extension."""
    pane = f"{MICROSOFT}/webextensions/taskpanes/2010/11"
    extension = f"{MICROSOFT}/webextensions/webextension/2010/11"
    link = f"{MICROSOFT}/2011/relationships"
    panes = (
        '<wetp:taskpane dockstate="right" visibility="0" width="350" row="4">'
        f'<wetp:webextensionref xmlns:r="{DOCUMENT}" r:id="rId1"/></wetp:taskpane>'
    )
    body = (
        '<we:reference id="wa104380862" version="1.1.0.0" store="zh-CN" storeType="OMEX"/><we:alternateReferences/>'
        '<we:properties><we:property name="状态" value="&quot;已登录&quot;"/></we:properties><we:bindings/>'
        f'<we:snapshot xmlns:r="{DOCUMENT}"/>'
    )
    root = f'we:webextension xmlns:we="{extension}" id="{{F0A1B2C3-0001-4000-8000-00000000ABCD}}"'
    return with_parts(
        base(),
        {
            "xl/webextensions/taskpanes.xml": xml(f'wetp:taskpanes xmlns:wetp="{pane}"', panes),
            "xl/webextensions/webextension1.xml": xml(root, body),
        },
        {
            "xl/webextensions/taskpanes.xml": "application/vnd.ms-office.webextensiontaskpanes+xml",
            "xl/webextensions/webextension1.xml": "application/vnd.ms-office.webextension+xml",
        },
        relations={
            "": [("rIdPanes", f"{link}/webextensiontaskpanes", "xl/webextensions/taskpanes.xml")],
            "xl/webextensions/taskpanes.xml": [("rId1", f"{link}/webextension", "webextension1.xml")],
        },
    )


def label_info() -> bytes:
    """A sensitivity label: docMetadata/LabelInfo.xml related from the package."""
    label = (
        '<clbl:label id="{6f0a1b2c-1111-4222-8333-444455556666}" enabled="1" method="Privileged"'
        ' siteId="{0a1b2c3d-aaaa-4bbb-8ccc-ddddeeeeffff}" contentBits="0" removed="0"/>'
    )
    name = "docMetadata/LabelInfo.xml"
    return with_parts(
        base(),
        {name: xml(f'clbl:labelList xmlns:clbl="{MICROSOFT}/2020/mipLabelMetadata"', label)},
        {name: "application/vnd.ms-office.classificationlabels+xml"},
        relations={"": [("rIdLabel", f"{MICROSOFT}/2020/02/relationships/classificationlabels", name)]},
    )


def vba_signed() -> bytes:
    """A workbook with macros (.xlsm) whose project is signed in the old, the agile and the third way."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    kinds = {"vbaProjectSignature": "2006", "vbaProjectSignatureAgile": "2014", "vbaProjectSignatureV3": "2020/07"}
    return with_parts(
        base(),
        {"xl/vbaProject.bin": opaque("vbaProject", OLE, 3000)}
        | {f"xl/{kind}.bin": opaque(kind, OLE) for kind in kinds},
        {f"xl/{kind}.bin": f"application/vnd.ms-office.{kind}" for kind in kinds},
        {"bin": "application/vnd.ms-office.vbaProject"},
        {
            WORKBOOK: [("rIdVba", f"{MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin")],
            "xl/vbaProject.bin": [
                (f"rId{number}", f"{MICROSOFT}/{year}/relationships/{kind}", f"{kind}.bin")
                for number, (kind, year) in enumerate(kinds.items(), 1)
            ],
        },
        {
            "[Content_Types].xml": swap(main, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
            WORKBOOK: swap("<workbookPr ", '<workbookPr codeName="ThisWorkbook" '),
            "xl/worksheets/sheet1.xml": swap("<dimension ", '<sheetPr codeName="Sheet1"/><dimension '),
        },
    )


def custom_xml() -> bytes:
    """Two custom XML items with properties, related from the workbook part, one of them in UTF-16."""
    item = f"{DECLARATION}<结果 xmlns=\"urn:test:results\"><行 号='1'>甲</行><!-- 注 --></结果>"
    wide = '<?xml version="1.0" encoding="UTF-16"?><data>乙</data>'.encode("utf-16")
    space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    props = [
        xml(
            f'ds:datastoreItem ds:itemID="{{0000000{number}-0000-4000-8000-000000000000}}" xmlns:ds="{space}"',
            f'<ds:schemaRefs><ds:schemaRef ds:uri="{uri}"/></ds:schemaRefs>' if uri else "<ds:schemaRefs/>",
        )
        for number, uri in ((1, "urn:test:results"), (2, ""))
    ]
    return with_parts(
        base(),
        {
            "customXml/item1.xml": item,
            "customXml/itemProps1.xml": props[0],
            "customXml/item2.xml": wide,
            "customXml/itemProps2.xml": props[1],
        },
        {
            f"customXml/itemProps{number}.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
            for number in (1, 2)
        },
        relations={
            WORKBOOK: [
                (f"rIdItem{number}", f"{DOCUMENT}/customXml", f"../customXml/item{number}.xml") for number in (1, 2)
            ],
            "customXml/item1.xml": [("rId1", f"{DOCUMENT}/customXmlProps", "itemProps1.xml")],
            "customXml/item2.xml": [("rId1", f"{DOCUMENT}/customXmlProps", "itemProps2.xml")],
        },
    )


def custom_properties() -> bytes:
    """Document properties of the user's own: docProps/custom.xml with a text, a number, a date and a truth value."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    values = (
        ("部门", "<vt:lpwstr>财务 &amp; 人事</vt:lpwstr>"),
        ("批次", "<vt:i4>7</vt:i4>"),
        ("完成", "<vt:filetime>2024-01-02T03:04:05Z</vt:filetime>"),
        ("已核", "<vt:bool>true</vt:bool>"),
    )
    body = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">{value}</property>'
        for pid, (name, value) in enumerate(values, 2)
    )
    root = f'Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes"'
    return with_parts(
        base(),
        {"docProps/custom.xml": xml(root, body)},
        {"docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml"},
        relations={"": [("rIdCustom", f"{DOCUMENT}/custom-properties", "docProps/custom.xml")]},
    )


def thumbnail() -> bytes:
    """A small picture of the workbook, related from the package."""
    return with_parts(
        base(),
        {"docProps/thumbnail.wmf": opaque("wmf", WMF)},
        defaults={"wmf": "image/x-wmf"},
        relations={"": [("rIdThumb", f"{PACKAGE}/relationships/metadata/thumbnail", "docProps/thumbnail.wmf")]},
    )


SAMPLES = {
    "ribbon_2006": ribbon_2006,
    "ribbon_2010": ribbon_2010,
    "both_ribbons": both_ribbons,
    "web_extension": web_extension,
    "label_info": label_info,
    "vba_signed": vba_signed,
    "custom_xml": custom_xml,
    "custom_properties": custom_properties,
    "thumbnail": thumbnail,
}
