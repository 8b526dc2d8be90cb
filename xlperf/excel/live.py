"""Clicks from outside Excel, and a Python that waits for Excel: for desktops where Excel may start nothing."""

from datetime import datetime

from xlperf.errors import InputError
from xlperf.excel.addin import SERVED
from xlperf.excel.install import xlwings_version
from xlperf.language import _
from xlperf.live.clicks import Said, click


def click_active(key: str) -> Said:
    """Do what a button does in Excel's active workbook. Raises `InputError` where no Excel runs."""
    xlwings_version()
    import xlwings as xw

    from xlperf.excel.host import ExcelHost

    try:
        book = xw.books.active
    except Exception as error:
        raise InputError(_("没有正在运行的Excel，或没有打开工作簿"), remedy=_("请先在Excel中打开工作簿")) from error
    return click(ExcelHost(book), key, datetime.now())


def serve() -> None:
    """Wait for Excel until the session ends. Raises `InputError` on a system without Excel."""
    xlwings_version()
    try:
        from xlwings.com_server import serve as wait
    except ImportError as error:
        raise InputError(_("这台电脑不是Windows，没有Excel可以等候")) from error
    wait(SERVED)
