"""Shapes of a newer Excel in a drawing: frames with a fallback, a chart of the 2016 kind, and a diagram."""

from .base import DATA, base
from .parts import A_NS, DOCUMENT, EMPTY, MC_NS, MICROSOFT, XDR_NS, in_sheet, with_parts, xml

DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"


def anchor(content: str, cells: tuple[int, int, int, int]) -> str:
    """A shape between two cells, each given as column and row from zero."""
    corners = "".join(
        f"<xdr:{end}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{end}>"
        for end, column, row in (("from", *cells[:2]), ("to", *cells[2:]))
    )
    return f'<xdr:twoCellAnchor editAs="oneCell">{corners}{content}<xdr:clientData/></xdr:twoCellAnchor>'


def framed(name: str, graphic: str) -> str:
    """A graphic frame of this name."""
    return (
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="{name}"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f"<a:graphic>{graphic}</a:graphic></xdr:graphicFrame>"
    )


def anchored(name: str, requires: str, namespace: str, graphic: str, cells: tuple[int, int, int, int]) -> str:
    """An anchored frame of a newer Excel, with a rectangle in its place for an older one."""
    shape = (
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="0" name=""/><xdr:cNvSpPr><a:spLocks noTextEdit="1"/>'
        '</xdr:cNvSpPr></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="4000000" y="200000"/><a:ext cx="1828800" cy="2000000"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:lstStyle/>'
        '<a:p><a:r><a:rPr lang="zh-CN" sz="1100"/><a:t>此形状需要较新的 Excel。</a:t></a:r></a:p></xdr:txBody></xdr:sp>'
    )
    choice = f'<mc:Choice xmlns:{requires}="{namespace}" Requires="{requires}">{framed(name, graphic)}</mc:Choice>'
    fallback = f'<mc:Fallback xmlns="">{shape}</mc:Fallback>'
    return anchor(f'<mc:AlternateContent xmlns:mc="{MC_NS}">{choice}{fallback}</mc:AlternateContent>', cells)


def drawing(content: str) -> str:
    """A drawing part with these anchors."""
    return xml(f'xdr:wsDr xmlns:xdr="{XDR_NS}" xmlns:a="{A_NS}"', content)


CX_NS = f"{MICROSOFT}/drawing/2014/chartex"


def chartex() -> bytes:
    """A chart of the 2016 kind (a treemap) on the spare sheet: chartEx part and a frame with a fallback."""
    data = (
        f'<cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:f>\'{DATA}\'!$B$11:$B$14</cx:f><cx:lvl ptCount="2">'
        '<cx:pt idx="0">甲</cx:pt><cx:pt idx="1">乙</cx:pt></cx:lvl></cx:strDim><cx:numDim type="size">'
        f'<cx:f>\'{DATA}\'!$C$11:$C$14</cx:f><cx:lvl ptCount="2" formatCode="General"><cx:pt idx="0">3</cx:pt>'
        '<cx:pt idx="1">4</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData>'
    )
    series = (
        '<cx:series layoutId="treemap" uniqueId="{00000000-1111-4222-8333-444444444444}"><cx:dataId val="0"/>'
        '<cx:layoutPr><cx:parentLabelLayout val="overlapping"/></cx:layoutPr></cx:series>'
    )
    region = f"<cx:plotArea><cx:plotAreaRegion>{series}</cx:plotAreaRegion></cx:plotArea>"
    chart = f'<cx:chart><cx:title pos="t" align="ctr" overlay="0"/>{region}</cx:chart>'
    graphic = (
        f'<a:graphicData uri="{CX_NS}"><cx:chart xmlns:cx="{CX_NS}" xmlns:r="{DOCUMENT}" r:id="rId1"/></a:graphicData>'
    )
    frame = anchored("图表 1", "cx1", f"{MICROSOFT}/drawing/2015/9/8/chartex", graphic, (1, 1, 8, 15))
    return with_parts(
        base(),
        {
            "xl/drawings/drawing2.xml": drawing(frame),
            "xl/charts/chartEx1.xml": xml(
                f'cx:chartSpace xmlns:a="{A_NS}" xmlns:r="{DOCUMENT}" xmlns:cx="{CX_NS}"', data + chart
            ),
        },
        {
            "xl/drawings/drawing2.xml": DRAWING_TYPE,
            "xl/charts/chartEx1.xml": "application/vnd.ms-office.chartex+xml",
        },
        relations={
            EMPTY: [("rIdDrawing", f"{DOCUMENT}/drawing", "../drawings/drawing2.xml")],
            "xl/drawings/drawing2.xml": [("rId1", f"{MICROSOFT}/2014/relationships/chartEx", "../charts/chartEx1.xml")],
        },
        edits={EMPTY: in_sheet("drawing", '<drawing r:id="rIdDrawing"/>')},
    )


def smartart() -> bytes:
    """A diagram (SmartArt) on the spare sheet: data, layout, style, colours and the drawing kept for display."""
    dgm, dsp = "http://schemas.openxmlformats.org/drawingml/2006/diagram", f"{MICROSOFT}/drawing/2008/diagram"
    spaces = f'xmlns:dgm="{dgm}" xmlns:a="{A_NS}"'
    points = (
        '<dgm:pt modelId="{00000000-0000-4000-8000-000000000001}" type="doc"><dgm:prSet/><dgm:spPr/><dgm:t><a:bodyPr/>'
        "<a:lstStyle/><a:p/></dgm:t></dgm:pt>"
        '<dgm:pt modelId="{00000000-0000-4000-8000-000000000002}"><dgm:prSet/><dgm:spPr/><dgm:t><a:bodyPr/>'
        "<a:lstStyle/>"
        '<a:p><a:r><a:rPr lang="zh-CN"/><a:t>步骤一</a:t></a:r></a:p></dgm:t></dgm:pt>'
    )
    kept = (
        '<dsp:spTree><dsp:nvGrpSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvGrpSpPr/></dsp:nvGrpSpPr><dsp:grpSpPr/>'
        "</dsp:spTree>"
    )
    shown = f'<a:ext uri="{dsp}"><dsp:dataModelExt xmlns:dsp="{dsp}" relId="rId5" minVer="http://schemas.openxmlformats.org/drawingml/2006/diagram"/></a:ext>'
    bodies = {
        "data": xml(
            f"dgm:dataModel {spaces}",
            f"<dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst/><dgm:bg/><dgm:whole/><dgm:extLst>{shown}</dgm:extLst>",
        ),
        "layout": xml(
            f'dgm:layoutDef {spaces} uniqueId="urn:test:layout"',
            '<dgm:layoutNode name="diagram"><dgm:alg type="lin"/></dgm:layoutNode>',
        ),
        "quickStyle": xml(f'dgm:styleDef {spaces} uniqueId="urn:test:style"', '<dgm:styleLbl name="node1"/>'),
        "colors": xml(f'dgm:colorsDef {spaces} uniqueId="urn:test:colors"', '<dgm:styleLbl name="node1"/>'),
        "drawing": xml(f'dsp:drawing {spaces} xmlns:dsp="{dsp}"', kept),
    }
    kinds = {"data": "Data", "layout": "Layout", "quickStyle": "QuickStyle", "colors": "Colors"}
    types = {"data": "Data", "layout": "Layout", "quickStyle": "Style", "colors": "Colors"}
    office = "application/vnd.openxmlformats-officedocument.drawingml.diagram"
    overrides = {f"xl/diagrams/{name}1.xml": f"{office}{kind}+xml" for name, kind in types.items()}
    overrides["xl/diagrams/drawing1.xml"] = "application/vnd.ms-office.drawingml.diagramDrawing+xml"
    overrides["xl/drawings/drawing2.xml"] = DRAWING_TYPE
    graphic = (
        f'<a:graphicData uri="{dgm}"><dgm:relIds xmlns:dgm="{dgm}" xmlns:r="{DOCUMENT}" r:dm="rId1" r:lo="rId2"'
        ' r:qs="rId3" r:cs="rId4"/></a:graphicData>'
    )
    links = [
        (f"rId{number}", f"{DOCUMENT}/diagram{kind}", f"../diagrams/{name}1.xml")
        for number, (name, kind) in enumerate(kinds.items(), 1)
    ]
    links.append(("rId5", f"{MICROSOFT}/2007/relationships/diagramDrawing", "../diagrams/drawing1.xml"))
    return with_parts(
        base(),
        {f"xl/diagrams/{name}1.xml": body for name, body in bodies.items()}
        | {"xl/drawings/drawing2.xml": drawing(anchor(framed("图示 1", graphic), (1, 1, 8, 15)))},
        overrides,
        relations={
            EMPTY: [("rIdDrawing", f"{DOCUMENT}/drawing", "../drawings/drawing2.xml")],
            "xl/drawings/drawing2.xml": links,
        },
        edits={EMPTY: in_sheet("drawing", '<drawing r:id="rIdDrawing"/>')},
    )


SAMPLES = {"chartex": chartex, "smartart": smartart}
