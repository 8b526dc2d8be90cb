"""What is raised when something could not be done at all.

A finding about a table is a value (`xlperf.model.Finding`); an exception is an accident of the world: no such file, not a
workbook, a workbook that somebody holds open. Each carries one sentence, its place, and what to do.
"""

import errno
import os

from xlperf.language import _

CLEAN, FINDINGS, FAILED = 0, 1, 2
"""What came of a file or a command, as exit codes: nothing found, something found, could not be done."""

_WHY = {
    "ENOSPC": _("磁盘已满"), "EDQUOT": _("超出磁盘配额"), "EACCES": _("没有权限"), "EPERM": _("没有权限"), "EIO": _("磁盘读写出错"),
    "EROFS": _("磁盘是只读的"), "ENAMETOOLONG": _("文件名太长"), "EBUSY": _("文件正被使用"), "ETXTBSY": _("文件正被使用"),
    "EFBIG": _("文件太大"), "EEXIST": _("已有同名的文件"),
    "ENOENT": _("文件或文件夹不见了"), "ENOTDIR": _("路径中有一段不是文件夹"), "ELOOP": _("符号链接绕成了圈"),
}  # fmt: skip
"""What the system says of files and disks, in the user's words."""


class XlperfError(Exception):
    """An accident told in one sentence: `message`, where (`place`, may be empty), what to do (`remedy`)."""

    def __init__(self, message: str, *, place: str = "", remedy: str = ""):
        super().__init__(message)
        self.message, self.place, self.remedy = message, place, remedy

    def __str__(self) -> str:
        where = _("{place}：").format(place=self.place) if self.place else ""
        return "".join((where, self.message, _("。"), *((self.remedy, _("。")) if self.remedy else ()))).rstrip()


class InputError(XlperfError):
    """A file that cannot be read as what it should be."""


class WriteRefusedError(XlperfError):
    """Nothing was written, because writing could have harmed the user's file."""


def structure_protected(sheet: str, place: str = "") -> WriteRefusedError:
    """Return what is said where a workbook takes no new sheet."""
    told = _("工作簿的结构受保护，不能添加工作表“{name}”").format(name=sheet)
    return WriteRefusedError(told, place=place, remedy=_("请先在“审阅”中取消“保护工作簿”"))


def why(error: OSError) -> str:
    """Return the reason of an accident with a file, in the user's words where there are some."""
    return _WHY.get(errno.errorcode.get(error.errno or 0, "")) or error.strerror or str(error)


def in_short(error: Exception) -> str:
    """Return what a library says of a file, in one short line."""
    return " ".join(str(error).split())[:100] or type(error).__name__


def told_error(error: Exception, path: str = "") -> str:
    """Return one sentence for an accident; for one that nobody foresaw, what to send to whom mends the program.

    With XLPERF_DEBUG set such an accident is raised as it is.
    """
    if isinstance(error, MemoryError):
        error = InputError(_("内存不够，没有做完"), place=path, remedy=_("请关掉别的程序，或把文件分小再试"))
    if not isinstance(error, XlperfError):
        if os.environ.get("XLPERF_DEBUG"):
            raise error
        told = _("程序出错（{error}）。请把文件和这句话一并反馈").format(error=repr(error)[:300])
        return _("{path}：{told}").format(path=path, told=told) if path else told
    told = str(error)
    return told if not path or path in told else _("{path}：{told}").format(path=path, told=told)
