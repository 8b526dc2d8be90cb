"""A Word document as it reads: tracked changes accepted, formulas and symbols as text.

A table, a row, a cell or a run may stand in a content control, an insertion or a tag; python-docx passes over what does.
"""

from lxml import etree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_GONE = tuple(_WORD + name for name in ("del", "moveFrom", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"))
_AROUND = tuple(_WORD + name for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))

_SYMBOLS = {"A3": "≤", "B0": "°", "B1": "±", "B3": "≥", "B4": "×", "B9": "≠", "BB": "≈", "D7": "·", "B8": "÷", "2D": "－"}
"""Characters of the font Symbol by the end of their code: Word writes F0B3 or 00B3 for ≥."""


def make_plain(body: etree._Element) -> None:
    """Change a document's body in place to what a reader of it sees."""
    for row in [each.getparent().getparent() for each in body.iter(_WORD + "del") if each.getparent().tag == _WORD + "trPr"]:
        row.getparent().remove(row)
    for each in list(body.iter(*_GONE)):
        each.getparent().remove(each)
    for each in list(body.iter(_MATH + "oMath")):
        run = each.makeelement(_WORD + "r")
        run.append(_text(each, "".join(told.text or "" for told in each.iter(_MATH + "t"))))
        each.getparent().replace(each, run)
    for each in list(body.iter(_WORD + "sym")):
        shown = _SYMBOLS.get(each.get(_WORD + "char", "")[-2:].upper(), "") if each.get(_WORD + "font") == "Symbol" else ""
        each.getparent().replace(each, _text(each, shown))
    for each in list(body.iter(*_AROUND, _MATH + "oMathPara")):
        _unwrap(each)


def _unwrap(element: etree._Element) -> None:
    """Put what an element holds in its place."""
    for each in element:
        element.addprevious(each)
    element.getparent().remove(element)


def _text(beside: etree._Element, shown: str) -> etree._Element:
    """Return a text of the kind of element that its neighbours are, so that python-docx knows it."""
    text = beside.makeelement(_WORD + "t")
    text.text = shown
    return text
