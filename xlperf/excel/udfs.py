"""What Excel's VBA calls through the server of xlwings: one function for all worksheet functions, one for all clicks.

The add-in calls `call`, `act` and `undo`. The functions by their own names are for who imports them by xlwings' own generator;
they answer the same.
"""

import inspect
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import xlwings as xw

from xlperf.excel.host import ExcelHost
from xlperf.functions import FUNCTIONS, Function
from xlperf.language import _
from xlperf.live.calls import answers, called
from xlperf.live.check import Written
from xlperf.live.clicks import Said, click
from xlperf.live.clicks import undo as take_back

_LAST: dict[str, Written] = {}
"""What takes the last click back, by workbook: as long as this process lives."""


@xw.func
@xw.arg("name", "raw")
@xw.arg("values", "raw")
@xw.arg("formats", "raw")
def call(name: str, values: Sequence[Any], formats: Sequence[Any]) -> str:
    """Answer a worksheet function (see `xlperf.live.calls`)."""
    return called(name, values, formats)


@xw.func
@xw.arg("key", "raw")
@xw.arg("workbook", "raw")
def act(key, workbook) -> str:
    """Do what a button does in a workbook (its COM object), and return what is to be said."""
    book = opened(workbook)
    said = click(ExcelHost(book), key, datetime.now())
    if said.written and said.written.blocks:
        _LAST[book.fullname] = said.written
    return str(said)


@xw.func
@xw.arg("workbook", "raw")
def undo(workbook) -> str:
    """Take the last click in a workbook back."""
    book = opened(workbook)
    written = _LAST.pop(book.fullname, None)
    if written is None:
        return str(Said("no", _("没有可以撤销的写入")))
    take_back(ExcelHost(book), written)
    return str(Said("ok", _("已撤销上一次写入")))


def opened(workbook: Any) -> xw.Book:
    """Return the xlwings book of a workbook as VBA hands it over. Raises where it is none."""
    return workbook if isinstance(workbook, xw.Book) else xw.Book(impl=xw._xlwindows.Book(xl=workbook))


def _by_name(function: Function) -> Callable:
    """Return a worksheet function under its own name, for xlwings' generator: plain values, no number formats."""

    def made(*given):
        rows = answers(function.name, given, [""] * len(given))
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [inspect.Parameter(each.name, kind, default=None if each.optional else inspect.Parameter.empty)
                  for each in function.arguments]  # fmt: skip
    made.__name__, made.__doc__, made.__signature__ = function.name, function.help, inspect.Signature(parameters)
    made = xw.func(made, category="绩效")
    for each in function.arguments:
        made = xw.arg(each.name, "raw", doc=each.help)(made)
    return made


for _function in FUNCTIONS:
    globals()[_function.name] = _by_name(_function)
