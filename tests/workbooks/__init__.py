"""Workbooks for the tests of the package editor, each with one feature written by hand into the same base.

SAMPLES and SIGNED give, by name, a function that returns the bytes of a workbook: the same bytes each time.
"""

from collections.abc import Callable

from . import (
    addins,
    comments,
    containers,
    drawings,
    formats,
    formulas,
    links,
    pivots,
    shapes,
    sheets,
    signatures,
    slicers,
    spelling,
)

_TOPICS = (addins, pivots, slicers, drawings, comments, formats, links, shapes, formulas, sheets, spelling, containers)

SAMPLES: dict[str, Callable[[], bytes]] = {name: make for topic in _TOPICS for name, make in topic.SAMPLES.items()}
SIGNED: dict[str, Callable[[], bytes]] = signatures.SIGNED

# Which program does not read a sample, or finds fault with it, and why: a limit of the program, not of the sample.
UNREAD: dict[str, dict[str, str]] = {
    "openpyxl": {
        "strict": "knows only the transitional relationship types",
        "odd_cases": "compares part names by case",
    },
    "calamine": {
        "odd_names": "looks for the relationships of the workbook at their usual name only",
        "odd_cases": "looks for the relationships of the workbook at their usual name only",
        "escaped_references": "does not resolve character references in r",
        "utf16_sheet": "reads only UTF-8",
    },
    "openxml_audit": {
        "strict": "knows only the transitional relationship types",
        "odd_cases": "compares part names by case",
        "slashed_entry": "does not find the entry whose name begins with a slash",
        "inline_strings": "warns that Excel will move the texts to a shared strings part",
    },
    "LibreOffice": {"odd_cases": "compares part names by case, and shows an empty sheet"},
}
