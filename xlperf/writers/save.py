"""Putting new bytes in the place of a user's file: all or nothing, and never while somebody else holds it."""

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from xlperf.errors import WriteRefusedError
from xlperf.language import _


def holder(path: Path) -> str:
    """Return who holds a workbook open, from the lock file that Excel, WPS or LibreOffice lays beside it; "" for nobody."""
    office, libre = path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")
    if office.exists():
        raw = office.read_bytes()
        name = raw[1 : 1 + raw[0]].decode("utf-8", "replace") if raw else ""
        if len(raw) >= 55 + 2:
            name = raw[55 : 55 + 2 * min(raw[54] or 54, 54)].decode("utf-16-le", "ignore").rstrip(" \x00") or name
        return _("{who}（Excel或WPS）").format(who=name.strip() or _("有人"))
    if libre.exists():
        fields = libre.read_text("utf-8", "replace").split(",")
        who = next((field for field in (fields[0], fields[1] if len(fields) > 1 else "") if field.strip()), _("有人"))
        since = next((field for field in fields if ":" in field and "." in field), "")
        return _("{who}（LibreOffice，{since}）").format(who=who.strip(), since=since.strip() or _("时间不明"))
    return ""


def replace_file(path: Path, data: bytes, expected: bytes) -> None:
    """Put `data` in the place of `path`, which must still hold `expected`; owner, mode, attributes and links are kept.

    Written beside and swapped in at once, so that the file is always the old or the new one. Raises `WriteRefusedError`.
    """
    real = Path(os.path.realpath(path))
    name = ""
    try:
        if who := holder(real):
            raise WriteRefusedError(_("文件正被{who}打开").format(who=who), place=str(path), remedy=_("请关闭后再写入"))
        handle, name = tempfile.mkstemp(prefix=f".{real.name}.", suffix=".tmp", dir=real.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _like(real, name)
        if real.read_bytes() != expected:
            raise WriteRefusedError(_("读取之后文件又被改动过"), place=str(path), remedy=_("请重新运行一次"))
        os.replace(name, real)
    except OSError as error:
        why = error.strerror or str(error)
        raise WriteRefusedError(_("不能写入（{why}），原文件没有改动").format(why=why), place=str(path)) from error
    finally:
        if name:
            with suppress(FileNotFoundError):
                os.unlink(name)


def _like(model: Path, name: str) -> None:
    """Give a new file the mode, times, attributes and owner of the old one, as far as the system lets us."""
    shutil.copystat(model, name)
    status = model.stat()
    os.chmod(name, stat.S_IMODE(status.st_mode))
    os.utime(name)
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(name, status.st_uid, status.st_gid)


def create_file(path: Path, data: bytes) -> None:
    """Write a new file; an existing one is refused, never overwritten."""
    try:
        with path.open("xb") as file:
            try:
                file.write(data)
                file.flush()
            except OSError:
                path.unlink()
                raise
    except FileExistsError as error:
        raise WriteRefusedError(_("文件已经存在"), place=str(path), remedy=_("请换一个文件名，或先移走它")) from error
    except OSError as error:
        raise WriteRefusedError(_("不能写入（{why}）").format(why=error.strerror), place=str(path)) from error
