"""The VBA and the ribbon of a workbook: what stands in macros/, and what is made from the lists of functions and actions."""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from xml.sax.saxutils import quoteattr

from xlsxwriter.worksheet import Worksheet

from xlperf.actions import ACTIONS, BY_KEY, DRAWN, MESSAGES, STAGES, VIEW, Action
from xlperf.functions import FUNCTIONS, ROW_NAMES, Argument, Function
from xlperf.language import _
from xlperf.schema import RECALCULATE, TEXTS
from xlperf.writers.fresh import FreshBook, Macros
from xlperf.writers.macros import SHEET_BASE, WORKBOOK_BASE, Module, document_module, vba_project

MODULES = ("PerfFunctions", "PerfBridge", "PerfHost", "PerfButtons", "PerfHelp", "PerfTexts")
"""The standard modules of a workbook, as files of macros/."""

WORKBOOK_MODULE = "ThisWorkbook"

RIBBON_NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"


def macro_text(name: str) -> str:
    """Return a file of macros/ as it is, its ends of line too."""
    return files("xlperf.macros").joinpath(name).read_bytes().decode()


def workbook_modules(sheets: Sequence[str]) -> list[Module]:
    """Return the modules of a workbook whose sheets have these code names."""
    book = document_module(WORKBOOK_MODULE, WORKBOOK_BASE, macro_text("ThisWorkbook.cls"))
    return [book, *(document_module(each, SHEET_BASE) for each in sheets), *(Module(each, macro_text(f"{each}.bas")) for each in MODULES)]


def workbook_macros() -> Macros:
    """Return what a master workbook with macros carries."""
    return Macros(lambda sheets: vba_project(workbook_modules(sheets)), ribbon(hides=True))


def write_texts(book: FreshBook) -> None:
    """Add the hidden sheet: a row each, a key and its text; of functions the help, and that of each argument."""
    page = book.sheet(TEXTS, "#6B7280")
    rows = [*MESSAGES.items(), *((each.name, each.help, *(told.help for told in each.arguments)) for each in FUNCTIONS)]
    for row, (key, *told) in enumerate(rows):
        page.write_string(row, 0, key)
        for column, text in enumerate(told, 1):
            page.write_string(row, column, text if text == RECALCULATE else _(text))
    page.very_hidden()


_WIDTH, _GAP, _LETTER, _TITLE_LETTER = 26, 8, 14, 25
"""Pixels: what a button has beside its letters, what stands between two, what a Chinese letter takes there and in a title."""


def write_title(book: FreshBook, page: Worksheet, row: int, column: int, title: str, border: int = 0) -> None:
    """Write the title of a sheet into a cell (0-based), its buttons behind; none across `border`, where panes are frozen (pixels)."""
    page.write_string(row, column, title, book.style("title"))
    draw_buttons(book, page, row, column, title, border)


def draw_buttons(book: FreshBook, page: Worksheet, row: int, column: int, title: str, border: int = 0) -> None:
    """Draw the main actions of a sheet behind its title, which stands in this cell (0-based)."""
    offset = _TITLE_LETTER * _letters(title) + 2 * _GAP
    for key in DRAWN.get(page.name, ()):
        action = BY_KEY[key]
        label = _(action.label)
        width = _WIDTH + _LETTER * _letters(label)
        if offset < border + _GAP and offset + width > border - _GAP:
            offset = border + _GAP
        book.button(page, row, column, label, action.macro, width, offset)
        offset += width + _GAP


def _letters(text: str) -> int:
    """Return the width of a text in Chinese letters; two others take about as much as one."""
    return round(sum(1 if letter > "\u2e80" else 0.55 for letter in text))


def made() -> dict[str, bytes]:
    """Return the files of macros/ that are made from lists, by name."""
    return {"PerfFunctions.bas": function_module().encode("ascii"), "ribbon.xml": ribbon(hides=True).encode()}


def function_module() -> str:
    """Return the source of PerfFunctions.bas: a wrapper for each worksheet function."""
    head = (
        'Attribute VB_Name = "PerfFunctions"', "Option Explicit",
        "' The worksheet functions. Made from xlperf/functions.py by python -m xlperf.make; not edited by hand.", "",
    )  # fmt: skip
    wrappers = (line for each in FUNCTIONS for line in (*_wrapper(each), ""))
    return _lines((*head, *wrappers)).removesuffix("\r\n")


def _wrapper(function: Function) -> Iterable[str]:
    declared = [f"{'Optional ' if each.optional else ''}{each.name} As Variant" for each in function.arguments]
    passed = [_passed(each) for each in function.arguments]
    position = ROW_NAMES.index(function.name) if function.by_row else -1
    yield from _broken(f"Public Function {function.name}(", declared, ") As Variant")
    yield from _broken(f'    {function.name} = PerfAnswer("{function.name}", {position}, Array(', passed, "))")
    yield "End Function"


def _passed(argument: Argument) -> str:
    if not argument.optional:
        return argument.name
    return f"Given({argument.name})" if argument.name == "actual" else f"Told({argument.name})"


def _broken(head: str, items: Sequence[str], tail: str) -> list[str]:
    """Return a statement in lines that can be read, broken with `_`."""
    lines, line = [], head
    for position, item in enumerate(items):
        piece = item + (", " if position < len(items) - 1 else tail)
        if len(line) + len(piece) > 110:
            lines.append(f"{line.rstrip()} _")
            line = "        "
        line += piece
    return [*lines, line]


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)


def ribbon(*, hides: bool) -> str:
    """Return the ribbon with its tab 绩效; with `hides` the tab asks the VBA whether it shall be seen."""
    groups = {}
    for each in ACTIONS:
        groups.setdefault(each.group, []).append(each)
    seen = ' getVisible="PerfTabVisible"' if hides else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', f'<customUI xmlns="{RIBBON_NAMESPACE}">', "<ribbon>", "<tabs>",
        f'<tab id="PerfTab" label={quoteattr(_("绩效"))} insertAfterMso="TabHome"{seen}>',
    ]  # fmt: skip
    for number, (name, actions) in enumerate(groups.items(), 1):
        lines += [f'<group id="PerfGroup{number}" label={quoteattr(_(name))}>', *map(_button, actions)]
        lines += [*_stages(), "</group>"] if name == VIEW else ["</group>"]
    return "\n".join((*lines, "</tab>", "</tabs>", "</ribbon>", "</customUI>", ""))


def _control(action: Action) -> str:
    name = "Perf_" + action.key.replace(".", "_")
    return (f'id="{name}" tag="{action.key}" label={quoteattr(_(action.label))} screentip={quoteattr(_(action.label))} '
            f'supertip={quoteattr(_(action.tip))} onAction="PerfRibbon"')  # fmt: skip


def _button(action: Action) -> str:
    return f'<button {_control(action)} imageMso="{action.image}" size="large"/>'


def _stages() -> list[str]:
    label, tip = quoteattr(_("阶段")), quoteattr(_("只显示这个阶段要用的列。"))
    head = f'<menu id="Perf_stage" label={label} screentip={label} supertip={tip} imageMso="SortFilterMenu" size="large">'
    return [head, *(f"<button {_control(each)}/>" for each in STAGES), "</menu>"]
