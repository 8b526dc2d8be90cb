"""What can be wrong between Excel and Python on a machine, looked at one by one. Only Windows can be wrong in most of it."""

import locale
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import xlperf
from xlperf.errors import InputError
from xlperf.excel.addin import NAME, addin_texts
from xlperf.excel.install import Machine, target_of, xlwings_version
from xlperf.language import _
from xlperf.live.checkup import Checkup

Registry = Callable[[str, str], int | str | None]
"""Gives a value of HKEY_CURRENT_USER by key and name; None where there is none."""

_SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"
_POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
_ZONE_OF_INTERNET = "ZoneId=3"


def registry_value(key: str, name: str) -> int | str | None:
    """Return a value of the registry of this user; None on other systems too."""
    try:
        import winreg

        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except (ImportError, OSError):
        return None


def diagnose(machine: Machine | None = None, registry: Registry = registry_value, workbook: Path | None = None) -> Sequence[Checkup]:
    """Look at everything; the workbook's mark of the web too where one is given."""
    machine = machine or Machine()
    looked = [_python(machine), _xlperf(), *_xlwings(machine), _isolated(machine)]
    if not machine.has_excel:
        return [*looked, Checkup(_("Excel"), _("这台电脑不是Windows，加载项和Excel的设置无从检查"), known=False)]
    looked += [*_addin(machine), *_macros(registry), _paths(machine), _starts(), *_marks(machine, workbook)]
    return looked


def _python(machine: Machine) -> Checkup:
    told = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info < (3, 11)
    return Checkup("Python", f"{told}　{machine.executable}", _("请安装3.11或更高的版本") if old else "")


def _xlperf() -> Checkup:
    return Checkup("xlperf", f"{xlperf.__version__}　{Path(xlperf.__file__).parent}")


def _xlwings(machine: Machine) -> Iterator[Checkup]:
    try:
        found = xlwings_version()
    except InputError as error:
        yield Checkup("xlwings", error.message, error.remedy)
        return
    yield Checkup("xlwings", found)
    if machine.has_excel:
        dll = target_of(machine).dll64
        lost = "" if Path(dll).exists() else _("请重新安装：pip install --force-reinstall xlwings=={version}").format(version=found)
        yield Checkup(_("xlwings的组件"), str(dll), lost)


def _isolated(machine: Machine) -> Checkup:
    """Whether the interpreter finds xlperf when nothing around it is heard, as the add-in starts it."""
    command = [str(machine.executable), "-I", "-c", "import xlperf"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60)
        found = done.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        found = False
    remedy = "" if found else _("xlperf没有装在这个解释器里：请在它的环境中运行 pip install xlperf[excel]")
    return Checkup(_("隔离启动"), _("能找到xlperf") if found else _("找不到xlperf"), remedy)


def _addin(machine: Machine) -> Iterator[Checkup]:
    folder = machine.xlstart
    path = folder / NAME if folder else None
    if path is None or not path.exists():
        yield Checkup(_("加载项"), _("没有安装"), _("请运行“xlperf install”"))
        return
    built = _texts_of(path)
    wanted = addin_texts(target_of(machine))
    differs = [key for key in ("version", "interpreter", "xlwings") if built.get(key) != wanted[key]]
    remedy = _("与现在的安装不一致（{what}），请关闭Excel后重新运行“xlperf install”").format(what="、".join(differs)) if differs else ""
    yield Checkup(_("加载项"), str(path), remedy)


def _texts_of(path: Path) -> dict[str, str]:
    """Return what an add-in was built for, from its sheet."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, IndexError):
        return {}
    return {str(row[0]): str(row[1]) for row in rows if len(row) > 1}


_MACROS = {1: _("启用所有宏"), 2: _("禁用宏，并发出通知"), 3: _("只运行有数字签名的宏"), 4: _("禁用所有宏，不通知")}


def _macros(registry: Registry) -> Iterator[Checkup]:
    policy = registry(_POLICY, "VBAWarnings")
    setting = policy if policy is not None else registry(_SECURITY, "VBAWarnings") or 2
    whose = _("（由单位的策略规定）") if policy is not None else ""
    blocked = setting in (3, 4)
    who = _("请联系信息部门放行") if policy is not None else _("在 文件→选项→信任中心→信任中心设置→宏设置 中改为“禁用VBA宏，并发出通知”")
    yield Checkup(_("宏设置"), f"{_MACROS.get(setting, setting)}{whose}", who if blocked else "")
    if registry(_POLICY, "blockcontentexecutionfrominternet") == 1:
        yield Checkup(_("来自互联网的宏"), _("由单位的策略禁止"), _("用邮件收到的工作簿请另存到本机，并在文件属性中勾选“解除锁定”"))
    if registry(_SECURITY, "DisableAllAddins") == 1 or registry(_POLICY, "DisableAllAddins") == 1:
        yield Checkup(_("加载项设置"), _("禁用了所有应用程序加载项"), _("在 信任中心→加载项 中取消“禁用所有应用程序加载项”"))


def _paths(machine: Machine) -> Checkup:
    """Whether the command that starts Python survives the system's old code page: the DLL takes it in that."""
    command = target_of(machine).command
    page = locale.getencoding()
    try:
        command.encode(page)
        lost = False
    except (UnicodeEncodeError, LookupError):
        lost = True
    remedy = _("路径里有系统代码页（{page}）写不出的字，请把Python装到只有英文字母的文件夹").format(page=page) if lost else ""
    return Checkup(_("路径中的汉字"), _("有写不出的字") if lost else _("没有问题"), remedy)


def _starts() -> Checkup:
    told = _("是否被安全软件禁止无法检查；点按钮没有反应时，请先运行“xlperf serve”，或用“xlperf live check”")
    return Checkup(_("Excel启动其他程序"), told, known=False)


def _marks(machine: Machine, workbook: Path | None) -> Iterator[Checkup]:
    """Whether the add-in or the workbook bears the mark of the web."""
    addin = machine.xlstart / NAME if machine.xlstart else None
    for path in filter(None, (addin, workbook)):
        try:
            marked = _ZONE_OF_INTERNET in Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
        except OSError:
            marked = False
        remedy = _("右键→属性→勾选“解除锁定”") if marked else ""
        yield Checkup(path.name, _("带有网络标记，宏会被禁止") if marked else _("没有网络标记"), remedy)
