"""Putting the add-in where Excel finds it: the user's folder XLSTART. Excel opens at each start whatever lies there."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from xlperf.errors import InputError, why
from xlperf.excel.addin import NAME, Target, build_addin
from xlperf.language import _


@dataclass(frozen=True, slots=True)
class Machine:
    """What an installation looks at. A test gives its own."""

    platform: str = sys.platform
    executable: Path = Path(sys.executable)
    prefix: Path = Path(sys.prefix)
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def has_excel(self) -> bool:
        """Whether Excel can be on this machine."""
        return self.platform == "win32"

    @property
    def xlstart(self) -> Path | None:
        """The user's folder XLSTART; None where there can be none."""
        roaming = self.environment.get("APPDATA")
        return Path(roaming) / "Microsoft" / "Excel" / "XLSTART" if roaming else None


def xlwings_version() -> str:
    """Return the version of xlwings that is installed. Raises `InputError` where it is not."""
    try:
        return version("xlwings")
    except PackageNotFoundError as error:
        raise InputError(_("没有安装xlwings"), remedy=_("请运行：pip install xlperf[excel]")) from error


def target_of(machine: Machine) -> Target:
    """Return what the add-in of this machine is built for; the interpreter without a console window where there is one."""
    found = xlwings_version()
    quiet = machine.executable.with_name("pythonw.exe")
    interpreter = quiet if quiet.exists() else machine.executable
    return Target(interpreter, found, machine.prefix / f"xlwings64-{found}.dll", machine.prefix / f"xlwings32-{found}.dll")


def addin_path(machine: Machine) -> Path:
    """Return where the add-in belongs. Raises `InputError` where Excel cannot be."""
    folder = machine.xlstart
    if not machine.has_excel or folder is None:
        raise InputError(
            _("这台电脑不是Windows，没有可以安装加载项的Excel"),
            remedy=_("LibreOffice请用“xlperf install --libreoffice”；只看会写什么，用“xlperf install --dry-run 文件夹”"),
        )
    return folder / NAME


def install(machine: Machine) -> Path:
    """Build the add-in and put it where Excel opens it. Raises `InputError` where it cannot be, or Excel holds the old one.

    It is written in the folder above: Excel would open a half-written one too.
    """
    path, data = addin_path(machine), build_addin(target_of(machine))
    above = path.parent.with_name(f"{NAME}.new")
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            above.write_bytes(data)
            above.replace(path)
        finally:
            above.unlink(missing_ok=True)
    return path


def uninstall(machine: Machine) -> Path | None:
    """Take the add-in away; return where it was, None where there was none."""
    path = addin_path(machine)
    if not path.exists():
        return None
    with _told(path):
        path.unlink()
    return path


@contextmanager
def _told(path: Path, *, held: bool = True) -> Iterator[None]:
    """Tell a refusal of the system in the user's words; with `held` Excel may be what stands in the way."""
    try:
        yield
    except OSError as error:
        if held and isinstance(error, PermissionError):
            raise InputError(_("加载项正被Excel使用"), place=str(path), remedy=_("请关闭所有Excel窗口后再运行")) from error
        raise InputError(_("没有写成（{why}）").format(why=why(error)), place=str(path)) from error


def dry_run(machine: Machine, folder: Path) -> list[Path]:
    """Write into a folder what an installation would write elsewhere, and say where it would go; return the files."""
    target = target_of(machine)
    where = machine.xlstart / NAME if machine.xlstart else Path("%APPDATA%/Microsoft/Excel/XLSTART") / NAME
    told = {
        _("加载项将放在"): where, _("解释器"): target.interpreter, _("xlwings"): target.xlwings, _("组件"): target.dll64,
        _("启动命令"): target.command,
    }  # fmt: skip
    addin, list_ = folder / NAME, folder / "install.txt"
    with _told(folder, held=False):
        folder.mkdir(parents=True, exist_ok=True)
        addin.write_bytes(build_addin(target))
        list_.write_text("".join(f"{what}：{value}\n" for what, value in told.items()), encoding="utf-8")
    return [addin, list_]
