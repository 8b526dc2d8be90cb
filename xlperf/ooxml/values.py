"""What a cell shows, and how the format writes it: texts with their escapes, numbers, errors."""

import re
from collections.abc import Mapping
from decimal import Decimal
from xml.sax.saxutils import escape

from xlperf.ooxml.cells import CellSpan

MAX_TEXT = 32767
"""The longest text a cell may hold; a longer one makes Excel repair the file."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")



class ErrorValue(str):
    """An error as a cell shows it (`#DIV/0!`): not the text that it looks like."""

    kind = "e"


class MomentValue(str):
    """A date or time as the strict form of the standard may write it (`2022-11-30`): not the text that it looks like."""

    kind = "d"


CellValue = str | int | float | Decimal | bool | None


def fitted(text: str) -> str:
    """Return a text as a cell can hold it: line ends as cells know them, cut at `MAX_TEXT` as Excel counts (UTF-16)."""
    text = text.replace("\r\n", "\n")
    return text if text_length(text) <= MAX_TEXT else text.encode("utf-16-le", "surrogatepass")[: 2 * MAX_TEXT].decode("utf-16-le", "ignore")


def text_length(text: str) -> int:
    """Return the length of a text as Excel counts it: a character beyond the first plane (an emoji) is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def to_xml_text(text: str) -> str:
    """Return a text as Excel writes it into XML: control characters as _xHHHH_, cut at what a cell can hold."""
    text = _ESCAPED.sub(lambda match: f"_x005F_x{match[1]}_", fitted(text))
    return escape(_CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def from_xml_text(text: str) -> str:
    """Return what a text from XML means: the inverse of `to_xml_text`, after the parser has resolved entities."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def index_of(cell: CellSpan | None) -> int | None:
    """Return the index of the shared text that a cell refers to; None where it refers to none."""
    text = cell.text.strip() if cell and cell.attributes.get("t") == "s" else ""
    return int(text) if text.isascii() and text.isdigit() else None


def current_value(cell: CellSpan | None, shared: Mapping[int, str]) -> CellValue:
    """Return the value of a cell as it stands; a formula's blank text is ""."""
    if cell is None:
        return None
    kind = cell.attributes.get("t", "n")
    if kind == "s":
        index = index_of(cell)
        return "" if index is None else shared.get(index, "")
    if kind in ("inlineStr", "str"):
        return from_xml_text(cell.text)
    if kind in ("e", "d"):
        return ErrorValue(cell.text) if kind == "e" else MomentValue(cell.text)
    if kind == "b":
        return cell.text.strip() in ("1", "true")
    try:
        return float(cell.text) if cell.text.strip() else None
    except ValueError:
        return cell.text


def same_value(old: CellValue, new: CellValue, exactly: bool = False) -> bool:
    """Return whether a cell already shows a value; numbers are compared within what a program may lose in saving them.

    TRUE is no 1, and an error is not the text that it looks like.
    """
    numbers = (int, float, Decimal)
    if isinstance(old, numbers) and isinstance(new, numbers):
        near = 0.0 if exactly else 1e-13 * max(1.0, abs(float(new)))
        return isinstance(old, bool) == isinstance(new, bool) and abs(float(old) - float(new)) <= near
    blank = ("", None)
    alike = getattr(old, "kind", "") == getattr(new, "kind", "")
    return (old == new and alike) or (old in blank and new in blank)


def number_text(value: int | float | Decimal) -> str:
    """Return a number as Excel writes it: the shortest text that reads back as the same float."""
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
