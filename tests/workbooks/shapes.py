"""Shapes and controls on the first sheet: pictures, text boxes, form controls, ActiveX controls, embedded objects."""

from io import BytesIO

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from .base import DATA, EMF, OLE, base, book, opaque, png
from .comments import VML_TYPE, vml
from .drawings import DRAWING_TYPE, anchor, drawing
from .parts import DOCUMENT, MC_NS, MICROSOFT, SHEET, X14_NS, XDR_NS, chain, in_sheet, with_parts, xml

CONTROL_TYPE = (
    '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201"\r\n path="m,l,21600r21600,l21600,xe">\r\n'
    '  <v:stroke joinstyle="miter"/>\r\n  <v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f"'
    ' o:connecttype="rect"/>\r\n  <o:lock v:ext="edit" shapetype="t"/>\r\n </v:shapetype>'
)
CORNERS = (
    "<from><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></from>"
    "<to><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></to>"
)
ANCHOR = f'<anchor moveWithCells="1">{CORNERS}</anchor>'
SPACES = f'xmlns:mc="{MC_NS}" xmlns:xdr="{XDR_NS}" xmlns:x14="{X14_NS}"'


def _either(choice: str, fallback: str = "", requires: str = "x14", spaces: str = "") -> str:
    """Alternate content: what a newer Excel reads, and what an older one reads."""
    fallback = f"<mc:Fallback>{fallback}</mc:Fallback>" if fallback else ""
    return f'<mc:AlternateContent {spaces}><mc:Choice Requires="{requires}">{choice}</mc:Choice>{fallback}</mc:AlternateContent>'


def _vml_control(number: int, kind: str, data: str, content: str = "") -> str:
    return (
        f'<v:shape id="控件_{number}" o:spid="_x0000_s{number}" type="#_x0000_t201" style=\'position:absolute;\r\n'
        f'  margin-left:300pt;margin-top:60pt;width:96pt;height:30pt;z-index:1\' filled="f" stroked="f">{content}\r\n'
        f'  <x:ClientData ObjectType="{kind}">\r\n   <x:Anchor>\r\n    6, 0, 3, 0, 8, 0, 5, 0</x:Anchor>\r\n'
        f"   {data}\r\n  </x:ClientData>\r\n </v:shape>"
    )


def _drawn_control(number: int, name: str) -> str:
    """How a control stands in the drawing part for newer versions."""
    space = f"{MICROSOFT}/drawing/2010/main"
    shape = (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number}" name="{name}" hidden="1"><a:extLst>'
        f'<a:ext uri="{{63B3BB69-23CF-44E3-9099-C40C66FF867C}}"><a14:compatExt spid="_x0000_s{number}"/></a:ext>'
        "</a:extLst>"
        '</xdr:cNvPr><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr bwMode="auto"><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="0" cy="0"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:sp>'
    )
    return (
        f'<mc:AlternateContent xmlns:mc="{MC_NS}"><mc:Choice xmlns:a14="{space}" Requires="a14">'
        f"{anchor(shape, (6, 3, 8, 5))}</mc:Choice><mc:Fallback/></mc:AlternateContent>"
    )


def form_controls() -> bytes:
    """Form controls, a tick box and a list: ctrlProps, VML, drawing, and controls in alternate content."""
    names = {1025: "Check Box 1", 1026: "Drop Down 2"}
    inner = "".join(
        _either(
            f'<control shapeId="{number}" r:id="rIdControl{number}" name="{name}">'
            f'<controlPr defaultSize="0" autoFill="0" autoLine="0" autoPict="0">{ANCHOR}</controlPr></control>'
        )
        for number, name in names.items()
    )
    tick = "<x:Checked>1</x:Checked>\r\n   <x:FmlaLink>$A$5</x:FmlaLink>"
    drop = f"<x:FmlaRange>'{DATA}'!$B$11:$B$14</x:FmlaRange>\r\n   <x:Sel>1</x:Sel>"
    shapes = _vml_control(1025, "Checkbox", tick) + _vml_control(1026, "Drop", drop)
    space = f'formControlPr xmlns="{X14_NS}"'
    return with_parts(
        base(),
        {
            "xl/drawings/drawing2.xml": drawing("".join(_drawn_control(*item) for item in names.items())),
            "xl/drawings/vmlDrawing1.vml": vml(shapes, CONTROL_TYPE),
            "xl/ctrlProps/ctrlProp1.xml": xml(
                f'{space} objectType="CheckBox" checked="Checked" fmlaLink="$D$5" lockText="1"'
            ),
            "xl/ctrlProps/ctrlProp2.xml": xml(
                f'{space} objectType="Drop" dropStyle="combo" fmlaRange="$B$11:$B$14" sel="1"'
            ),
        },
        {
            "xl/drawings/drawing2.xml": DRAWING_TYPE,
            "xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml",
            "xl/ctrlProps/ctrlProp2.xml": "application/vnd.ms-excel.controlproperties+xml",
        },
        {"vml": VML_TYPE},
        {
            SHEET: [
                ("rIdDrawing", f"{DOCUMENT}/drawing", "../drawings/drawing2.xml"),
                ("rIdVml", f"{DOCUMENT}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
                ("rIdControl1025", f"{DOCUMENT}/ctrlProp", "../ctrlProps/ctrlProp1.xml"),
                ("rIdControl1026", f"{DOCUMENT}/ctrlProp", "../ctrlProps/ctrlProp2.xml"),
            ]
        },
        {
            SHEET: chain(
                in_sheet("drawing", '<drawing r:id="rIdDrawing"/>'),
                in_sheet("legacyDrawing", '<legacyDrawing r:id="rIdVml"/>'),
                in_sheet("controls", _either(f"<controls>{inner}</controls>", spaces=SPACES)),
            )
        },
    )


def activex() -> bytes:
    """An ActiveX button: its properties, its opaque state, the picture shown for it, VML and controls."""
    picture = '<v:imagedata o:relid="rId1" o:title=""/>'
    start = '<control shapeId="1025" r:id="rIdControl" name="CommandButton1"'
    control = f'{start}><controlPr defaultSize="0" autoLine="0" r:id="rIdPicture">{ANCHOR}</controlPr></control>'
    inner = _either(control, f"{start}/>")
    ocx = (
        f'ax:ocx ax:classid="{{D7053240-CE69-11CD-A777-00DD01143C57}}" ax:persistence="persistStorage" r:id="rId1"'
        f' xmlns:ax="{MICROSOFT}/2006/activeX" xmlns:r="{DOCUMENT}"'
    )
    return with_parts(
        base(),
        {
            "xl/activeX/activeX1.xml": xml(ocx),
            "xl/activeX/activeX1.bin": opaque("activeX", OLE),
            "xl/drawings/vmlDrawing1.vml": vml(_vml_control(1025, "Pict", "<x:CF>Pict</x:CF>", picture), CONTROL_TYPE),
            "xl/media/image1.emf": opaque("emf", EMF),
        },
        {
            "xl/activeX/activeX1.xml": "application/vnd.ms-office.activeX+xml",
            "xl/activeX/activeX1.bin": "application/vnd.ms-office.activeX",
        },
        {"vml": VML_TYPE, "emf": "image/x-emf"},
        {
            SHEET: [
                ("rIdVml", f"{DOCUMENT}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
                ("rIdControl", f"{DOCUMENT}/control", "../activeX/activeX1.xml"),
                ("rIdPicture", f"{DOCUMENT}/image", "../media/image1.emf"),
            ],
            "xl/activeX/activeX1.xml": [
                ("rId1", f"{MICROSOFT}/2006/relationships/activeXControlBinary", "activeX1.bin")
            ],
            "xl/drawings/vmlDrawing1.vml": [("rId1", f"{DOCUMENT}/image", "../media/image1.emf")],
        },
        {
            SHEET: chain(
                in_sheet("legacyDrawing", '<legacyDrawing r:id="rIdVml"/>'),
                in_sheet("controls", _either(f"<controls>{inner}</controls>", spaces=SPACES)),
            )
        },
    )


def ole_object() -> bytes:
    """An embedded object: opaque bytes, the picture shown for it, VML, and oleObjects in the sheet."""
    start = '<oleObject progId="Packager Shell Object" shapeId="1025" r:id="rIdObject"'
    place = f'<objectPr defaultSize="0" r:id="rIdPicture"><anchor moveWithCells="1">{CORNERS}</anchor></objectPr>'
    inner = _either(f"{start}>{place}</oleObject>", f"{start}/>")
    picture = '<v:imagedata o:relid="rId1" o:title=""/>'
    return with_parts(
        base(),
        {
            "xl/embeddings/oleObject1.bin": opaque("ole", OLE),
            "xl/drawings/vmlDrawing1.vml": vml(_vml_control(1025, "Pict", "<x:CF>Pict</x:CF>", picture), CONTROL_TYPE),
            "xl/media/image1.emf": opaque("emf", EMF),
        },
        defaults={
            "vml": VML_TYPE,
            "emf": "image/x-emf",
            "bin": "application/vnd.openxmlformats-officedocument.oleObject",
        },
        relations={
            SHEET: [
                ("rIdVml", f"{DOCUMENT}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
                ("rIdObject", f"{DOCUMENT}/oleObject", "../embeddings/oleObject1.bin"),
                ("rIdPicture", f"{DOCUMENT}/image", "../media/image1.emf"),
            ],
            "xl/drawings/vmlDrawing1.vml": [("rId1", f"{DOCUMENT}/image", "../media/image1.emf")],
        },
        edits={
            SHEET: chain(
                in_sheet("legacyDrawing", '<legacyDrawing r:id="rIdVml"/>'),
                in_sheet("oleObjects", f"<oleObjects {SPACES}>{inner}</oleObjects>"),
            )
        },
    )


def _pictures(_: Workbook, sheet: Worksheet) -> None:
    options = {
        "image_data": BytesIO(png()),
        "x_scale": 20,
        "y_scale": 20,
        "description": "红 & 方",
        "url": "https://example.com",
    }
    sheet.insert_image("J2", "red.png", options)
    sheet.insert_textbox("J8", "文本框 <1>", {"width": 200, "height": 60, "textlink": "=$A$1"})


def picture_and_textbox() -> bytes:
    """A picture with a link, and a text box that shows a cell."""
    return book(_pictures)


def _decorations(_: Workbook, sheet: Worksheet) -> None:
    sheet.set_background(BytesIO(png()))
    sheet.set_header("&L&G&C标题 &P/&N", {"image_left": "red.png", "image_data_left": BytesIO(png())})


def background_and_header_picture() -> bytes:
    """A background picture, and a header with a picture in a VML drawing of its own."""
    return book(_decorations)


def _chartsheet(workbook: Workbook, _: Worksheet) -> None:
    chart = workbook.add_chart({"type": "line"})
    chart.add_series({"values": f"='{DATA}'!$E$11:$E$14"})
    workbook.add_chartsheet("图表页").set_chart(chart)


def chartsheet() -> bytes:
    """A sheet that is a chart, behind the others."""
    return book(_chartsheet)


SAMPLES = {
    "form_controls": form_controls,
    "activex": activex,
    "ole_object": ole_object,
    "picture_and_textbox": picture_and_textbox,
    "background_and_header_picture": background_and_header_picture,
    "chartsheet": chartsheet,
}
