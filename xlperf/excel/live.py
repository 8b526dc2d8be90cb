"""Clicks from outside Excel, and a Python that waits for Excel: for desktops where Excel may start nothing."""

from datetime import datetime
from typing import Any

from xlperf.errors import InputError
from xlperf.excel.addin import SERVED
from xlperf.excel.install import Machine, xlwings_version
from xlperf.excel.refusals import in_words, is_busy, tame, undisturbed
from xlperf.language import _
from xlperf.live.clicks import Said, click


def click_active(key: str) -> Said:
    """Do what a button does in Excel's active workbook. Raises `InputError` where no Excel runs."""
    xlwings_version()
    from xlperf.excel.host import ExcelHost

    with in_words():
        book = active_book()
        with undisturbed(book.app):
            return click(ExcelHost(book), key, datetime.now())


def active_book() -> Any:
    """Return the workbook that is in front. Raises `InputError` where there is none."""
    if not Machine().has_excel:
        raise InputError(_("这台电脑不是Windows，没有可以操作的Excel"), remedy=_("文件请用“xlperf check”校验"))
    import xlwings

    tame(xlwings)
    try:
        book = xlwings.books.active
        book.name  # noqa: B018 - xlwings gives a book of nothing where none is open, or one in the protected view
    except Exception as error:
        if is_busy(error):
            raise
        told = _("没有正在运行的Excel，或没有打开工作簿")
        raise InputError(told, remedy=_("请先在Excel中打开工作簿，在受保护的视图中请先点“启用编辑”")) from error
    return book


def serve() -> None:
    """Wait for Excel until the session ends. Raises `InputError` on a system without Excel."""
    xlwings_version()
    if not Machine().has_excel:
        raise InputError(_("这台电脑不是Windows，没有Excel可以等候"))
    try:
        from xlwings.com_server import serve as wait
    except ImportError as error:
        raise InputError(_("没有安装pywin32"), remedy=_("请运行：pip install pywin32")) from error
    print(_("正在等候Excel，关掉这个窗口就结束"), flush=True)
    wait(SERVED)
