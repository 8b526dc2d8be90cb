"""What Excel's VBA calls through the server of xlwings: one function for all worksheet functions, one for all clicks.

The add-in calls `call`, `act` and `undo`. The functions by their own names are for who imports them by xlwings' own generator;
they answer the same.
"""

import inspect
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import xlwings as xw

from xlperf.errors import InputError, XlperfError
from xlperf.excel.host import ExcelHost
from xlperf.excel.refusals import in_words, tame
from xlperf.functions import FUNCTIONS, Function
from xlperf.language import _
from xlperf.live.calls import answers, called
from xlperf.live.check import Written
from xlperf.live.clicks import Said, click, crashed
from xlperf.live.clicks import undo as take_back

tame(xw)

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

    def clicked(book: xw.Book) -> Said:
        said = click(ExcelHost(book), key, datetime.now())
        if said.written:
            _LAST[_name(book)] = said.written
        return said

    return _said(clicked, workbook)


@xw.func
@xw.arg("workbook", "raw")
def undo(workbook) -> str:
    """Take the last click in a workbook back; where that fails, it can be tried again."""

    def taken_back(book: xw.Book) -> Said:
        if _name(book) not in _LAST:
            return Said("no", _("没有可以撤销的写入"))
        take_back(ExcelHost(book), _LAST[_name(book)])
        del _LAST[_name(book)]
        return Said("ok", _("已撤销上一次写入"))

    return _said(taken_back, workbook)


def _said(does: Callable[[xw.Book], Said], workbook: Any) -> str:
    """Return what is said when something is done in a workbook. Never raises: VBA would ask again, of a new Python."""
    try:
        if workbook is None:
            raise InputError(_("没有打开的工作簿"), remedy=_("请先打开工作簿，在受保护的视图中请先点“启用编辑”"))
        with in_words():
            return str(does(opened(workbook)))
    except XlperfError as error:
        return str(Said("no", str(error)))
    except Exception as error:
        return str(crashed(error))


def _name(book: xw.Book) -> str:
    """Return where a workbook lies, as Excel says it: of an address xlwings would ask the workbook's sheets for the folder."""
    return book.api.FullName


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
