"""Putting new bytes in the place of a user's file: all or nothing, and never while somebody else holds it."""

import hashlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from xlperf.errors import WriteRefusedError, why
from xlperf.language import _

if os.name == "posix":
    import fcntl


def holder(path: Path) -> str:
    """Return who holds a workbook open and since when, from the lock file that Excel, WPS or LibreOffice lays beside it;
    "" for nobody."""
    if len(os.fsencode(path.name)) > 240:  # no name is left for a lock
        return ""
    office, libre = path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")
    if office.exists():
        since = datetime.fromtimestamp(office.stat().st_mtime)
        return _("{who}（Excel或WPS，{since:%Y-%m-%d %H:%M}起）").format(who=_office_user(office.read_bytes()), since=since)
    if libre.exists():
        fields = [field.strip() for field in libre.read_text("utf-8", "replace").split(",")]
        who = next((field for field in fields[:2] if field), _("别人"))
        since = re.sub(r"^(\d{2})\.(\d{2})\.(\d{4})", r"\3-\2-\1", next((field for field in fields if ":" in field and "." in field), ""))
        return _("{who}（LibreOffice，{since}起）").format(who=who, since=since or _("时间不明"))
    return ""


def _office_user(raw: bytes) -> str:
    """Return the name in an owner file of Office: one byte of length and the name in the system's code page, then from byte 55
    (Excel) or 54 (others) two bytes of length and the name in UTF-16."""
    for at in (55, 54):
        length = int.from_bytes(raw[at : at + 2], "little")
        if 0 < length <= 54 and (name := raw[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "ignore").strip(" \x00")):
            return name
    name = raw[1 : 1 + raw[0]].decode("utf-8", "replace") if raw else ""
    return name.strip() or _("别人")


def replace_file(path: Path, data: bytes, expected: bytes) -> None:
    """Put `data` in the place of `path`, which must still hold `expected`; owner, mode, attributes and links are kept.

    Written beside and swapped in at once, so that the file is always the old or the new one. Raises `WriteRefusedError`.
    """
    real = Path(os.path.realpath(path))
    name = ""
    try:
        with _alone(real, path):
            _refuse_unsuitable(real, path)
            _clear_leftovers(real)
            name = _beside(real, data)
            _like(real, name, path)
            if real.read_bytes() != expected:
                raise WriteRefusedError(_("读取之后文件又被改动过"), place=str(path), remedy=_("请重新运行一次"))
            _swap(name, real)
            name = ""
            _settle(real.parent)
    except OSError as error:
        raise WriteRefusedError(_("不能写入（{why}），原文件没有改动").format(why=why(error)), place=str(path)) from error
    finally:
        if name:
            with suppress(OSError):
                os.unlink(name)


@contextmanager
def _alone(real: Path, path: Path) -> Iterator[None]:
    """Hold the file so that no second run of ours writes it meanwhile. The system lets go when a run dies.

    A network share that knows no locks is written without: that the file is still as it was read is looked at in any case.
    """
    if os.name != "posix":  # an open file could not be replaced there
        yield
        return
    with real.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WriteRefusedError(
                _("另一个xlperf正在写这个文件"), place=str(path), remedy=_("请等它结束后再运行一次")
            ) from error
        except OSError:
            pass
        if os.fstat(file.fileno()).st_ino != real.stat().st_ino:
            raise WriteRefusedError(_("读取之后文件又被改动过"), place=str(path), remedy=_("请重新运行一次"))
        yield


def _refuse_unsuitable(real: Path, path: Path) -> None:
    """Refuse a file that is held open, is read-only, or has a second name that would keep the old content."""
    status = real.stat()
    if who := holder(real):
        raise WriteRefusedError(_("文件正被{who}打开").format(who=who), place=str(path), remedy=_("请关闭后再写入"))
    if not status.st_mode & 0o222 or not os.access(real, os.W_OK):
        raise WriteRefusedError(_("文件是只读的"), place=str(path), remedy=_("请取消只读，或取得修改它的权限"))
    if status.st_nlink > 1:
        raise WriteRefusedError(
            _("文件另有{count}个硬链接，写入后它们会分开").format(count=status.st_nlink - 1), place=str(path),
            remedy=_("请另存一份再写入"),
        )  # fmt: skip


def _pattern(real: Path) -> str:
    """Return how the files begin that are written beside a file; short, whatever the file is called."""
    return f".xlperf-{hashlib.sha256(os.fsencode(real)).hexdigest()[:8]}-"


def _clear_leftovers(real: Path) -> None:
    """Remove what runs that died have left beside a file."""
    for each in real.parent.glob(f"{_pattern(real)}*.tmp"):
        with suppress(OSError):
            each.unlink()


def _beside(real: Path, data: bytes) -> str:
    """Write bytes into a new file beside another, down to the disk, and return its name."""
    handle, name = tempfile.mkstemp(prefix=_pattern(real), suffix=".tmp", dir=real.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    return name


def _like(model: Path, name: str, path: Path) -> None:
    """Give a new file the owner, mode and attributes of the old one. Raises `WriteRefusedError` where the owner would change."""
    status = model.stat()
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(name, status.st_uid, status.st_gid)
        new = os.stat(name)
        if (new.st_uid, new.st_gid) != (status.st_uid, status.st_gid):
            raise WriteRefusedError(
                _("文件属于别的用户（{uid}），写入后会换成您的").format(uid=status.st_uid), place=str(path),
                remedy=_("请由他来运行，或另存一份"),
            )  # fmt: skip
    shutil.copystat(model, name)
    os.chmod(name, stat.S_IMODE(status.st_mode))
    os.utime(name)


def _swap(name: str, real: Path) -> None:
    """Put one file in the place of another at once. Windows has a call of its own that keeps the access list."""
    if os.name != "nt":
        os.replace(name, real)
        return
    import ctypes

    ignore_merge_errors = 2
    if not ctypes.windll.kernel32.ReplaceFileW(str(real), name, None, ignore_merge_errors, None, None):
        raise ctypes.WinError()


def _settle(folder: Path) -> None:
    """Have the change of a name reach the disk, where the system can be asked."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def create_file(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all; an existing one is refused, never overwritten."""
    name = ""
    try:
        name = _beside(path, data)
        os.chmod(name, 0o666 & ~_umask())
        _name_new(name, path, data)
    except FileExistsError as error:
        raise WriteRefusedError(_("文件已经存在"), place=str(path), remedy=_("请换一个文件名，或先移走它")) from error
    except OSError as error:
        raise WriteRefusedError(_("不能写入（{why}）").format(why=why(error)), place=str(path)) from error
    finally:
        if name:
            with suppress(OSError):
                os.unlink(name)


def _name_new(name: str, path: Path, data: bytes) -> None:
    """Give a finished file its name, which must be free; where the disk knows no links it is written under the name itself."""
    try:
        os.link(name, path)
    except FileExistsError:
        raise
    except OSError:
        with path.open("xb") as file:
            try:
                file.write(data)
                file.flush()
            except OSError:
                path.unlink()
                raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
