"""What Excel refuses over COM, in the user's words, and what is tried before it is said.

An error of COM (pywin32's `com_error`) is known by what it carries: `hresult`, and in `excepinfo` what Excel says of it. While
a cell is typed into or a dialog stands open, Excel refuses every call from outside.
"""

import atexit
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import ModuleType
from typing import Any

from xlperf.errors import XlperfError
from xlperf.language import _


def _numbers(*codes: int) -> frozenset[int]:
    """Return codes as COM hands them over: signed."""
    return frozenset(code - (1 << 32) for code in codes)


_BUSY = _numbers(0x80010001, 0x8001010A, 0x8001010B, 0x800AC472)
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, RPC_E_SERVERCALL_REJECTED, VBA_E_IGNORE."""

_GONE = _numbers(0x80010007, 0x80010012, 0x80010108, 0x800401FD, 0x800706BA, 0x800706BE)
"""The server died (two codes), RPC_E_DISCONNECTED, CO_E_OBJNOTCONNECTED, RPC_S_SERVER_UNAVAILABLE, RPC_S_CALL_FAILED."""

_NOT_SET = "can not be set"
"""What pywin32 says instead, in an AttributeError, where it asked Excel for a property in vain."""

_ATTEMPTS = 1000
"""How often xlwings asks a busy Excel, without a pause: some tenths of a second."""

_PAUSES = (0.2, 0.5, 1.0)
"""Seconds between attempts at what must not stay undone."""


def tame(xlwings: ModuleType) -> None:
    """Keep xlwings from two habits: asking a busy Excel for ever, and ending at exit every Excel that shows it no workbook."""
    windows = getattr(xlwings, "_xlwindows", None)
    if windows is not None:
        windows.N_COM_ATTEMPTS = _ATTEMPTS
        atexit.unregister(windows.cleanup)


def _codes(error: BaseException) -> set[Any]:
    details = getattr(error, "excepinfo", None) or ()
    return {getattr(error, "hresult", None), *details[5:6]}


def is_busy(error: BaseException) -> bool:
    """Whether Excel may do the same a moment later. xlwings has an exception of its own for it."""
    return bool(_codes(error) & _BUSY) or type(error).__name__ == "ExcelBusyError"


@contextmanager
def in_words() -> Iterator[None]:
    """Raise what Excel refuses as one sentence; leave other errors as they are."""
    try:
        yield
    except Exception as error:
        told = _told(error)
        if told is None:
            raise
        raise told from error


def _told(error: Exception) -> XlperfError | None:
    if is_busy(error):
        return XlperfError(_("Excel正忙：有单元格正在输入，或开着对话框"), remedy=_("请按Enter或Esc结束输入、关掉对话框，再点一次"))
    if _codes(error) & _GONE:
        return XlperfError(_("Excel已经关闭或没有响应"), remedy=_("请重新打开工作簿再点"))
    if hasattr(error, "hresult") or _NOT_SET in str(error):
        return XlperfError(_("Excel没有照办（{reason}）").format(reason=_reason(error)), remedy=_("请把工作簿和这句话一并反馈"))
    return None


def _reason(error: Any) -> str:
    """Return what Excel, or else the system, says of an error, with its number."""
    details = getattr(error, "excepinfo", None) or ()
    words = next(each for each in (*details[2:3], getattr(error, "strerror", ""), str(error)) if each)
    words = " ".join(words.split()).rstrip("。.")
    number = next((each for each in (*details[5:6], getattr(error, "hresult", 0)) if each), 0)
    return _("{words}，{number}").format(words=words, number=f"0x{number & 0xFFFFFFFF:08X}") if number else words


def persist(call: Callable[..., Any], *given: Any) -> Any:
    """Call, and for some seconds again while Excel is busy: for what must not stay half done."""
    for pause in _PAUSES:
        try:
            return call(*given)
        except Exception as error:
            if not is_busy(error):
                raise
        time.sleep(pause)
    return call(*given)


def persistent(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that persists: one that may be begun again where it was refused."""

    @wraps(method)
    def asked(*given: Any) -> Any:
        return persist(method, *given)

    return asked


def put_back(app: Any, name: str, value: object) -> None:
    """Give a switch of Excel its old value. Raises `XlperfError` where Excel stays busy."""
    try:
        persist(setattr, app, name, value)
    except Exception as error:
        if not is_busy(error):
            raise
        told = _("Excel一直忙，可能只写了一部分")
        raise XlperfError(told, remedy=_("请结束输入、关掉对话框，再点一次：会写完，并恢复点击前的设置")) from error


@contextmanager
def undisturbed(app: Any) -> Iterator[None]:
    """Keep the keyboard and the mouse from Excel while another program works in it, so that no cell is typed into halfway.

    Not needed while Excel itself waits for us. Afterwards Excel listens, whatever was before: a person asked for this.
    """
    app.interactive = False
    try:
        yield
    finally:
        put_back(app, "interactive", True)
