"""What can be wrong between Excel and Python on a machine, looked at one by one. Only Windows can be wrong in most of it."""

import locale
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import xlperf
from xlperf.errors import InputError
from xlperf.excel.addin import NAME, Target, addin_texts
from xlperf.excel.install import Machine, target_of, xlwings_version
from xlperf.language import _
from xlperf.live.checkup import Checkup

Registry = Callable[[str, str], int | str | None]
"""Gives a value of HKEY_CURRENT_USER by key and name; None where there is none."""

_SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"
_POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
_ZONE_OF_INTERNET = re.compile(r"ZoneId=[34]")
"""What came from the internet, or from where nothing is trusted."""


def registry_value(key: str, name: str) -> int | str | None:
    """Return a value of the registry of this user; None on other systems too."""
    try:
        import winreg

        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except (ImportError, OSError):
        return None


def diagnose(
    machine: Machine | None = None, registry: Registry = registry_value, workbook: Path | None = None
) -> Sequence[Checkup]:
    """Look at everything; the workbook's mark of the web too where one is given."""
    machine = machine or Machine()
    looked = [_python(machine), _xlperf(), *_xlwings(machine), _isolated(machine)]
    if not machine.has_excel:
        return [*looked, Checkup(_("Excel"), _("这台电脑不是Windows，加载项和Excel的设置无从检查"), known=False)]
    target = _target(machine)
    if target:
        looked += [*_addin(machine, target), _paths(target)]
    return [*looked, *_macros(registry), _starts(), *_marks(machine, workbook)]


def _target(machine: Machine) -> Target | None:
    """Return what an add-in of this machine would be built for; None where xlwings is not installed."""
    try:
        return target_of(machine)
    except InputError:
        return None


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
        yield Checkup("xlwings", error.message, error.remedy) if machine.has_excel else Checkup("xlwings", error.message, known=False)
        return
    yield Checkup("xlwings", found)
    if machine.has_excel:
        target = target_of(machine)
        lost = [each for each in (target.dll64, target.dll32) if not Path(each).exists()]
        told = _("没有找到{path}").format(path=lost[0]) if lost else str(target.dll64)
        remedy = _("请重新安装：pip install --force-reinstall xlwings=={version}").format(version=found) if lost else ""
        yield Checkup(_("xlwings的组件"), told, remedy)


def _isolated(machine: Machine) -> Checkup:
    """Whether the interpreter finds everything when nothing around it is heard, as the add-in starts it."""
    needed = "xlwings.com_server, xlperf.excel.udfs" if machine.has_excel else "xlperf"
    command = [str(machine.executable), "-I", "-B", "-c", f"import {needed}"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, encoding="utf-8", errors="replace")
        wrong = (done.stderr.strip().splitlines() or [_("没有说明原因")])[-1] if done.returncode else ""
    except (OSError, subprocess.TimeoutExpired) as error:
        wrong = str(error)
    if not wrong:
        return Checkup(_("隔离启动"), _("能找到xlperf"))
    remedy = _("请在虚拟环境中运行 pip install xlperf[excel]（用--user装的在隔离启动时不算），再运行“xlperf install”")
    return Checkup(_("隔离启动"), _("找不到xlperf（{error}）").format(error=wrong), remedy)


_TOLD = {"version": _("版本"), "interpreter": _("解释器"), "xlwings": _("xlwings")}
"""What of an add-in must be as it would be built now."""


def _addin(machine: Machine, target: Target) -> Iterator[Checkup]:
    folder = machine.xlstart
    path = folder / NAME if folder else None
    if path is None or not path.exists():
        yield Checkup(_("加载项"), _("没有安装"), _("请运行“xlperf install”"))
        return
    built = _texts_of(path)
    if not built:
        yield Checkup(_("加载项"), str(path), _("读不出来，请关闭Excel后重新运行“xlperf install”"))
        return
    wanted = addin_texts(target)
    differs = _("、").join(told for key, told in _TOLD.items() if built.get(key) != wanted[key])
    remedy = _("与现在的安装不一致（{what}），请关闭Excel后重新运行“xlperf install”").format(what=differs) if differs else ""
    yield Checkup(_("加载项"), str(path), remedy)


def _texts_of(path: Path) -> dict[str, str]:
    """Return what an add-in was built for, from its sheet; nothing where it cannot be read."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, IndexError):
        return {}
    return {str(row[0]): str(row[1]) for row in rows if len(row) > 1}


_ASK = _("请联系信息部门放行")

_MACROS = {1: _("启用所有宏"), 2: _("禁用宏，并发出通知"), 3: _("只运行有数字签名的宏"), 4: _("禁用所有宏，不通知")}


def _macros(registry: Registry) -> Iterator[Checkup]:
    policy = registry(_POLICY, "VBAWarnings")
    setting = policy if policy is not None else registry(_SECURITY, "VBAWarnings") or 2
    whose = _("（由单位的策略规定）") if policy is not None else ""
    blocked = setting in (3, 4)
    by_hand = _("在 文件→选项→信任中心→信任中心设置→宏设置 中改为“禁用VBA宏，并发出通知”")
    yield Checkup(_("宏设置"), f"{_MACROS.get(setting, setting)}{whose}", (by_hand if policy is None else _ASK) if blocked else "")
    if registry(_POLICY, "blockcontentexecutionfrominternet") == 1:
        yield Checkup(_("来自互联网的宏"), _("由单位的策略禁止"), _("用邮件收到的工作簿请另存到本机，并在文件属性中勾选“解除锁定”"))
    if registry(_POLICY, "DisableAllAddins") == 1:
        yield Checkup(_("加载项设置"), _("禁用了所有应用程序加载项（由单位的策略规定）"), _ASK)
    elif registry(_SECURITY, "DisableAllAddins") == 1:
        yield Checkup(_("加载项设置"), _("禁用了所有应用程序加载项"), _("在 信任中心→加载项 中取消“禁用所有应用程序加载项”"))


def _paths(target: Target) -> Checkup:
    """Whether the command that starts Python survives the system's old code page: the DLL takes it in that."""
    page = locale.getencoding()
    lost = not target.command.isascii() and not _holds(page, target.command)
    remedy = _("路径里有系统代码页（{page}）写不出的字，请把Python装到只有英文字母的文件夹").format(page=page) if lost else ""
    return Checkup(_("路径中的汉字"), _("有写不出的字") if lost else _("没有问题"), remedy)


def _holds(page: str, text: str) -> bool:
    try:
        text.encode(page)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _starts() -> Checkup:
    told = _("是否被安全软件禁止无法检查；点按钮没有反应时，请先运行“xlperf serve”，或用“xlperf live check”")
    return Checkup(_("Excel启动其他程序"), told, known=False)


def _marks(machine: Machine, workbook: Path | None) -> Iterator[Checkup]:
    """Whether the add-in or the workbook bears the mark of the web."""
    addin = machine.xlstart / NAME if machine.xlstart else None
    for path in (each for each in (addin, workbook) if each and (each.exists() or each is workbook)):
        yield _mark(path)


def _mark(path: Path) -> Checkup:
    if not path.exists():
        return Checkup(path.name, _("没有这个文件"), _("请核对文件名"))
    try:
        marked = _ZONE_OF_INTERNET.search(Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        marked = None
    if marked:
        return Checkup(path.name, _("带有网络标记，宏会被禁止"), _("右键→属性→勾选“解除锁定”"))
    return Checkup(path.name, _("没有网络标记"))
