"""Setting Excel and LibreOffice up, and what the doctor says of it: on a Windows made of folders, and on this machine."""

import errno
import os
import sys
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

import xlperf
from xlperf.cli import main
from xlperf.errors import InputError
from xlperf.excel import addin, doctor
from xlperf.excel.addin import NAME, Target, addin_texts, build_addin
from xlperf.excel.install import Machine, dry_run, install, target_of, uninstall, xlwings_version
from xlperf.libreoffice import doctor as calc_doctor
from xlperf.libreoffice import install as calc
from xlperf.live.checkup import all_right

XLWINGS = xlwings_version()
ALL_RIGHT = ["Python", "xlperf", "xlwings", "xlwings的组件", "隔离启动", "加载项", "路径中的汉字", "宏设置", "Excel启动其他程序", NAME]
"""What is looked at on a Windows where nothing is wrong."""


@pytest.fixture
def windows(tmp_path) -> Machine:
    """A Windows with a Python, the DLLs of xlwings and nothing of ours yet; its interpreter starts without a word."""
    prefix = tmp_path / "Python"
    prefix.mkdir()
    interpreter(prefix)
    for bits in (64, 32):
        (prefix / f"xlwings{bits}-{XLWINGS}.dll").touch()
    return Machine("win32", prefix / "python.exe", prefix, {"APPDATA": str(tmp_path / "Roaming")})


def interpreter(prefix: Path, script: str = "exit 0") -> None:
    """Put something that can be started in the interpreter's place."""
    path = prefix / "python.exe"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@cache
def built(target: Target, version: str = xlperf.__version__) -> bytes:
    """The add-in of a version of xlperf."""
    before, addin.__version__ = addin.__version__, version
    try:
        return build_addin(target)
    finally:
        addin.__version__ = before


def put(machine: Machine, data: bytes) -> Path:
    machine.xlstart.mkdir(parents=True, exist_ok=True)
    path = machine.xlstart / NAME
    path.write_bytes(data)
    return path


def marked(path: Path, zone: int) -> Path:
    """Give a file the mark of the web: on Windows a stream of it, here a file beside it of that name."""
    Path(f"{path}:Zone.Identifier").write_text(f"[ZoneTransfer]\nZoneId={zone}\n")
    return path


def diagnosed(machine, registry=None, workbook=None) -> dict[str, str]:
    """What the doctor says, by what it looked at; `registry` by the kind of key and the name."""
    keys = {("own", doctor._SECURITY): "own", ("policy", doctor._POLICY): "policy"}
    kinds = {key: kind for (kind, key) in keys}
    given = registry or {}
    found = doctor.diagnose(machine, lambda key, name: given.get((kinds[key], name)), workbook)
    return {each.what: str(each) for each in found}


def test_where_nothing_is_wrong_every_line_says_so(windows):
    install(windows)
    found = doctor.diagnose(windows, lambda key, name: None)
    assert [each.what for each in found] == ALL_RIGHT and all_right(found)
    lines = diagnosed(windows)
    assert {what: line[0] for what, line in lines.items()} == dict.fromkeys(ALL_RIGHT, "√") | {"Excel启动其他程序": "－"}
    assert lines["加载项"] == f"√ 加载项：{windows.xlstart / NAME}"
    assert lines["xlwings"] == f"√ xlwings：{XLWINGS}" and lines["xlwings的组件"].endswith(f"xlwings64-{XLWINGS}.dll")
    assert lines["xlperf"] == f"√ xlperf：{xlperf.__version__}　{Path(xlperf.__file__).parent}"
    assert "xlperf serve" in lines["Excel启动其他程序"]


INSTALL = "请关闭Excel后重新运行“xlperf install”"
DIFFERS = "× 加载项：{addin}。与现在的安装不一致"
NO_DLL = f"× xlwings的组件：没有找到{{prefix}}/xlwings%d-{XLWINGS}.dll。请重新安装：pip install --force-reinstall xlwings=={XLWINGS}"
NO_XLPERF = (
    "× 隔离启动：找不到xlperf（%s）。请在虚拟环境中运行 pip install xlperf[excel]（用--user装的在隔离启动时不算），再运行“xlperf install”"
)
MARKED = f"× {NAME}：带有网络标记，宏会被禁止。右键→属性→勾选“解除锁定”"

WRONG = {
    "no add-in": (lambda machine: None, "加载项", "× 加载项：没有安装。请运行“xlperf install”"),
    "add-in of an old version": (lambda m: put(m, built(target_of(m), "0.0.9")), "加载项", f"{DIFFERS}（版本），{INSTALL}"),
    "add-in of another interpreter": (lambda m: put(m, built(replace(target_of(m), interpreter=Path("C:/旧/python.exe")))),
                                      "加载项", f"{DIFFERS}（解释器），{INSTALL}"),
    "add-in of another xlwings": (lambda m: put(m, built(replace(target_of(m), xlwings="0.1"), "0.0.9")),
                                  "加载项", f"{DIFFERS}（版本、xlwings），{INSTALL}"),
    "add-in that is no workbook": (lambda m: put(m, b"PK\x03\x04 torn"), "加载项", f"× 加载项：{{addin}}。读不出来，{INSTALL}"),
    "add-in that is empty": (lambda m: put(m, b""), "加载项", f"× 加载项：{{addin}}。读不出来，{INSTALL}"),
    "add-in with the mark of the web": (lambda m: marked(put(m, b""), 3), NAME, MARKED),
    "add-in from a restricted site": (lambda m: marked(put(m, b""), 4), NAME, MARKED),
    "add-in from this machine": (lambda m: marked(put(m, b""), 0), NAME, f"√ {NAME}：没有网络标记"),
    "no DLL": (lambda m: (m.prefix / f"xlwings64-{XLWINGS}.dll").unlink(), "xlwings的组件", NO_DLL % 64),
    "no DLL for an Excel of 32 bits": (lambda m: (m.prefix / f"xlwings32-{XLWINGS}.dll").unlink(), "xlwings的组件", NO_DLL % 32),
    "xlperf only for the user": (lambda m: interpreter(m.prefix, "echo 'ModuleNotFoundError: xlperf' >&2; exit 1"), "隔离启动",
                                 NO_XLPERF % "ModuleNotFoundError: xlperf"),
    "an interpreter that says nothing": (lambda m: interpreter(m.prefix, "exit 9"), "隔离启动", NO_XLPERF % "没有说明原因"),
    "no interpreter": (lambda m: (m.prefix / "python.exe").unlink(), "隔离启动", "× 隔离启动：找不到xlperf（[Errno 2]"),
}  # fmt: skip


@pytest.mark.parametrize("arrange, what, line", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_remedy(windows, arrange, what, line):
    arrange(windows)
    assert diagnosed(windows)[what].startswith(line.format(addin=windows.xlstart / NAME, prefix=windows.prefix))


BY_HAND = "在 文件→选项→信任中心→信任中心设置→宏设置 中改为“禁用VBA宏，并发出通知”"
ASK = "请联系信息部门放行"

SETTINGS = {
    "nothing set": ({}, "宏设置", "√ 宏设置：禁用宏，并发出通知"),
    "all macros": ({("own", "VBAWarnings"): 1}, "宏设置", "√ 宏设置：启用所有宏"),
    "signed ones": ({("own", "VBAWarnings"): 3}, "宏设置", f"× 宏设置：只运行有数字签名的宏。{BY_HAND}"),
    "none": ({("own", "VBAWarnings"): 4}, "宏设置", f"× 宏设置：禁用所有宏，不通知。{BY_HAND}"),
    "none, by policy": ({("policy", "VBAWarnings"): 4}, "宏设置", f"× 宏设置：禁用所有宏，不通知（由单位的策略规定）。{ASK}"),
    "a policy goes before one's own": ({("policy", "VBAWarnings"): 2, ("own", "VBAWarnings"): 4}, "宏设置",
                                       "√ 宏设置：禁用宏，并发出通知（由单位的策略规定）"),
    "a policy forbids what one allows": ({("policy", "VBAWarnings"): 3, ("own", "VBAWarnings"): 1}, "宏设置",
                                         f"× 宏设置：只运行有数字签名的宏（由单位的策略规定）。{ASK}"),
    "a setting nobody knows": ({("own", "VBAWarnings"): 9}, "宏设置", "√ 宏设置：9"),
    "macros from the internet": ({("policy", "blockcontentexecutionfrominternet"): 1}, "来自互联网的宏",
                                 "× 来自互联网的宏：由单位的策略禁止。用邮件收到的工作簿请另存到本机，并在文件属性中勾选“解除锁定”"),
    "no add-ins": ({("own", "DisableAllAddins"): 1}, "加载项设置",
                   "× 加载项设置：禁用了所有应用程序加载项。在 信任中心→加载项 中取消“禁用所有应用程序加载项”"),
    "no add-ins, by policy": ({("policy", "DisableAllAddins"): 1}, "加载项设置",
                              f"× 加载项设置：禁用了所有应用程序加载项（由单位的策略规定）。{ASK}"),
}  # fmt: skip


@pytest.mark.parametrize("registry, what, line", SETTINGS.values(), ids=SETTINGS)
def test_settings_of_excel_and_policies(windows, registry, what, line):
    install(windows)
    lines = diagnosed(windows, registry)
    assert lines[what] == line
    assert lines.keys() == {*ALL_RIGHT, what} and sum(each[0] == "×" for each in lines.values()) == (line[0] == "×")


@pytest.mark.parametrize(
    "page, folder, line",
    [
        ("cp936", "程序", "√ 路径中的汉字：没有问题"), ("cp1252", "Python", "√ 路径中的汉字：没有问题"),
        ("a page nobody knows", "Python", "√ 路径中的汉字：没有问题"),
        ("cp1252", "程序", "× 路径中的汉字：有写不出的字。路径里有系统代码页（cp1252）写不出的字，请把Python装到只有英文字母的文件夹"),
        ("cp936", "𰻝面", "× 路径中的汉字：有写不出的字。路径里有系统代码页（cp936）写不出的字，请把Python装到只有英文字母的文件夹"),
        ("a page nobody knows", "程序", "× 路径中的汉字：有写不出的字"),
    ],
)  # fmt: skip
def test_a_path_that_the_code_page_cannot_hold(windows, monkeypatch, page, folder, line):
    monkeypatch.setattr("locale.getencoding", lambda: page)
    where = Path("/") / folder
    machine = Machine("win32", where / "python.exe", where, windows.environment)
    assert diagnosed(machine)["路径中的汉字"].startswith(line)


def test_a_python_that_is_too_old(windows, monkeypatch):
    monkeypatch.setattr(doctor, "sys", SimpleNamespace(version_info=(3, 10, 4)))
    assert diagnosed(windows)["Python"] == f"× Python：3.10.4　{windows.executable}。请安装3.11或更高的版本"


@pytest.fixture
def without_xlwings(monkeypatch):
    def lacking(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("xlperf.excel.install.version", lacking)


def test_without_xlwings_the_other_lines_are_there_all_the_same(windows, without_xlwings):
    put(windows, b"")
    lines = diagnosed(windows)
    assert lines["xlwings"] == "× xlwings：没有安装xlwings。请运行：pip install xlperf[excel]"
    assert lines["宏设置"][0] == "√" and lines[NAME][0] == "√" and "加载项" not in lines


@pytest.mark.parametrize("name, zone, line", [
    ("好.xlsm", None, "√ 好.xlsm：没有网络标记"), ("收到.xlsm", 3, "× 收到.xlsm：带有网络标记，宏会被禁止。右键→属性→勾选“解除锁定”"),
    ("没有.xlsm", None, "× 没有.xlsm：没有这个文件。请核对文件名"),
])  # fmt: skip
def test_the_workbook_that_one_asks_about(windows, tmp_path, name, zone, line):
    path = tmp_path / name
    if not name.startswith("没有"):
        path.touch()
    if zone:
        marked(path, zone)
    assert diagnosed(windows, workbook=path)[name] == line


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_another_system_explains_itself(platform):
    found = doctor.diagnose(Machine(platform), registry=lambda key, name: pytest.fail("there is no registry"))
    assert str(found[-1]) == "－ Excel：这台电脑不是Windows，加载项和Excel的设置无从检查"
    assert [each.what for each in found] == ["Python", "xlperf", "xlwings", "隔离启动", "Excel"] and all_right(found)
    for does in (install, uninstall):
        with pytest.raises(InputError) as refused:
            does(Machine(platform))
        assert "这台电脑不是Windows" in str(refused.value) and "xlperf install --libreoffice" in str(refused.value)


def test_the_registry_is_that_of_the_user_and_nothing_elsewhere(monkeypatch):
    assert doctor.registry_value(doctor._SECURITY, "VBAWarnings") is None  # no registry here

    class Key:
        def __init__(self, root, path):
            assert root == "HKCU"
            if path != doctor._SECURITY:
                raise FileNotFoundError(path)

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

    def value(_key, name):
        if name != "VBAWarnings":
            raise FileNotFoundError(name)
        return 4, "REG_DWORD"

    monkeypatch.setitem(sys.modules, "winreg", SimpleNamespace(HKEY_CURRENT_USER="HKCU", OpenKey=Key, QueryValueEx=value))
    asked = [(doctor._SECURITY, "VBAWarnings"), (doctor._SECURITY, "DisableAllAddins"), (doctor._POLICY, "VBAWarnings")]
    assert [doctor.registry_value(*each) for each in asked] == [4, None, None]


# Installing


def beside(machine: Machine) -> list[str]:
    """What lies in XLSTART and in the folder above it: Excel opens the former at each start."""
    return sorted(each.name for folder in (machine.xlstart, machine.xlstart.parent) for each in folder.iterdir())


def test_an_add_in_lies_where_excel_finds_it_and_nothing_beside(windows):
    windows.xlstart.mkdir(parents=True)
    (windows.xlstart / "PERSONAL.XLSB").write_bytes(b"theirs")
    assert install(windows) == windows.xlstart / NAME
    assert beside(windows) == ["PERSONAL.XLSB", "XLSTART", NAME]
    assert (windows.xlstart / NAME).read_bytes() == built(target_of(windows))
    (windows.xlstart / NAME).write_bytes(built(target_of(windows), "0.0.9"))
    install(windows)  # the second replaces the first: there are never two
    assert beside(windows) == ["PERSONAL.XLSB", "XLSTART", NAME] and diagnosed(windows)["加载项"][0] == "√"
    assert uninstall(windows) == windows.xlstart / NAME and uninstall(windows) is None
    assert beside(windows) == ["PERSONAL.XLSB", "XLSTART"] and (windows.xlstart / "PERSONAL.XLSB").read_bytes() == b"theirs"


def test_the_interpreter_without_a_window_is_taken_where_there_is_one(windows):
    assert target_of(windows).interpreter.name == "python.exe"
    windows.executable.with_name("pythonw.exe").touch()
    assert target_of(windows).command.startswith(f'"{windows.prefix / "pythonw.exe"}" -I -B -c ')


REFUSALS = {
    "Excel holds it": ("replace", PermissionError(errno.EACCES, "in use"), "：加载项正被Excel使用。请关闭所有Excel窗口后再运行。"),
    "the disk is full": ("write_bytes", OSError(errno.ENOSPC, "full"), "：没有写成（磁盘已满）。"),
    "a file stands in the way": ("mkdir", FileExistsError(errno.EEXIST, "there"), "：没有写成（已有同名的文件）。"),
}


@pytest.mark.parametrize("step, error, told", REFUSALS.values(), ids=REFUSALS)
def test_what_keeps_an_installation_is_told_and_the_old_one_stays_alone(windows, monkeypatch, step, error, told):
    install(windows)
    before = (windows.xlstart / NAME).read_bytes()

    seen = []

    def refuses(*_given, **_more):
        seen.extend(each.name for each in windows.xlstart.iterdir())
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Path, step, refuses)
        with pytest.raises(InputError) as refused:
            install(windows)
    assert str(refused.value) == f"{windows.xlstart / NAME}{told}" and seen == [NAME]  # nor was anything there meanwhile
    assert beside(windows) == ["XLSTART", NAME] and (windows.xlstart / NAME).read_bytes() == before


def test_excel_that_holds_the_add_in_keeps_it_from_going(windows, monkeypatch):
    install(windows)
    monkeypatch.setattr(Path, "unlink", lambda *_given: (_ for _ in ()).throw(PermissionError(errno.EACCES, "in use")))
    with pytest.raises(InputError, match="加载项正被Excel使用。请关闭所有Excel窗口后再运行"):
        uninstall(windows)


def test_without_xlwings_nothing_is_installed(windows, without_xlwings):
    with pytest.raises(InputError) as refused:
        install(windows)
    assert str(refused.value) == "没有安装xlwings。请运行：pip install xlperf[excel]。" and not windows.xlstart.exists()


def test_a_dry_run_lists_what_would_be_where(windows, tmp_path):
    files = dry_run(windows, tmp_path / "看看")
    assert [each.name for each in files] == [NAME, "install.txt"] and not windows.xlstart.exists()
    install(windows)
    assert files[0].read_bytes() == (windows.xlstart / NAME).read_bytes()  # the same bytes for the same target
    target = target_of(windows)
    assert files[1].read_text(encoding="utf-8").splitlines() == [
        f"加载项将放在：{windows.xlstart / NAME}", f"解释器：{target.interpreter}", f"xlwings：{XLWINGS}", f"组件：{target.dll64}",
        f"启动命令：{target.command}",
    ]  # fmt: skip
    assert all(str(value) for value in addin_texts(target).values())


# The command line, on a Windows and on this machine


@pytest.fixture
def on_windows(windows, monkeypatch):
    """The commands find that Windows."""
    for module in ("install", "doctor"):
        monkeypatch.setattr(f"xlperf.excel.{module}.Machine", lambda: windows)
    return windows


def test_the_commands_on_a_windows(on_windows, capsys):
    path = on_windows.xlstart / NAME
    assert main(["doctor"]) == 1 and "× 加载项：没有安装。请运行“xlperf install”" in capsys.readouterr().out
    assert main(["uninstall"]) == 0 and capsys.readouterr().out == "没有安装过，不用卸载\n"
    assert main(["install"]) == 0
    assert capsys.readouterr().out == f"已安装加载项：{path}\n请关闭所有Excel窗口再打开，“绩效”选项卡就会出现\n"
    assert main(["doctor"]) == 0 and "×" not in capsys.readouterr().out
    assert main(["doctor", "没有.xlsm"]) == 1 and "× 没有.xlsm：没有这个文件" in capsys.readouterr().out
    assert main(["uninstall"]) == 0 and capsys.readouterr().out == f"已卸载：{path}\n"


NO_EXCEL = (
    "这台电脑不是Windows，没有可以安装加载项的Excel。LibreOffice请用“xlperf install --libreoffice”；"
    "只看会写什么，用“xlperf install --dry-run 文件夹”。\n"
)
HERE = {
    "install": (["install"], 2, f"xlperf：{NO_EXCEL}"),
    "uninstall": (["uninstall"], 2, f"xlperf：{NO_EXCEL}"),
    "live": (["live", "check"], 2, "xlperf：这台电脑不是Windows，没有可以操作的Excel。文件请用“xlperf check”校验。\n"),
    "serve": (["serve"], 2, "xlperf：这台电脑不是Windows，没有Excel可以等候。\n"),
    "install without a profile": (["install", "--libreoffice", "--profile", "没有"], 2,
                                  "xlperf：没有：没有找到LibreOffice的用户文件夹。请先打开一次LibreOffice再运行，或用--profile指明。\n"),
    "dry run into a file": (["install", "--dry-run", "文件"], 2, "xlperf：文件：没有写成（已有同名的文件）。\n"),
}  # fmt: skip


@pytest.mark.parametrize("arguments, code, told", HERE.values(), ids=HERE)
def test_the_commands_on_this_machine_say_what_cannot_be(tmp_path, monkeypatch, capsys, arguments, code, told):
    monkeypatch.chdir(tmp_path)
    Path("文件").touch()
    assert main(arguments) == code
    said = capsys.readouterr()
    assert said.err.startswith(told) and not said.out and Path.cwd() == tmp_path


@pytest.mark.parametrize("verb", [["install", "--dry-run", "看"], ["live", "check"], ["serve"]], ids=lambda verb: verb[0])
def test_commands_that_need_xlwings_say_so(tmp_path, monkeypatch, without_xlwings, capsys, verb):
    monkeypatch.chdir(tmp_path)
    assert main(verb) == 2 and capsys.readouterr().err == "xlperf：没有安装xlwings。请运行：pip install xlperf[excel]。\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("wrong", [["live"], ["live", "fly"], ["serve", "now"], ["doctor", "--profile"]], ids=" ".join)
def test_a_command_that_is_misspelt_is_refused(capsys, wrong):
    with pytest.raises(SystemExit) as stopped:
        main(wrong)
    assert stopped.value.code == 2 and "命令写得不对" in capsys.readouterr().err


def test_the_doctor_and_a_dry_run_work_on_this_machine(tmp_path, capsys):
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "－ Excel：这台电脑不是Windows，加载项和Excel的设置无从检查"
    assert main(["install", "--dry-run", str(tmp_path / "看")]) == 0
    assert capsys.readouterr().out == f"已写到：{tmp_path}/看/{NAME}\n已写到：{tmp_path}/看/install.txt\n"


# LibreOffice


@pytest.fixture
def profile(tmp_path, monkeypatch) -> Path:
    """The profile of a LibreOffice that this user has started once."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "libreoffice" / "4" / "user"
    folder.mkdir(parents=True)
    return folder


def test_the_script_comes_and_goes_by_the_commands(profile, capsys):
    path = profile / "Scripts" / "python" / calc.SCRIPT
    theirs = path.with_name("theirs.py")
    assert main(["uninstall", "--libreoffice"]) == 0 and capsys.readouterr().out == "没有安装过，不用卸载\n"
    assert main(["install", "--libreoffice"]) == 0 and capsys.readouterr().out == f"已安装到LibreOffice：{path}\n"
    theirs.write_text("theirs")
    assert path.read_text(encoding="utf-8") == calc.script_text()
    assert main(["install", "--libreoffice", "--profile", str(profile)]) == 0
    assert main(["uninstall", "--libreoffice"]) == 0 and capsys.readouterr().out.endswith(f"已卸载：{path}\n")
    assert [each.name for each in path.parent.iterdir()] == ["theirs.py"]


def test_a_script_that_cannot_be_written_is_told(profile):
    (profile / "Scripts").touch()
    with pytest.raises(InputError, match=r"Scripts/python/xlperf_live\.py：没有写成（路径中有一段不是文件夹）"):
        calc.install(profile)


OUTDATED = "× 脚本：{path}。是另一个版本或另一处的xlperf装的，请重新运行“xlperf install --libreoffice”"


def changed(old: str, new: str):
    """Return what puts a script with another text in the place of ours."""
    return lambda path: path.write_text(calc.script_text().replace(old, new), encoding="utf-8")


SCRIPTS = {
    "none": (lambda path: path.unlink(), "× 脚本：没有安装。请运行“xlperf install --libreoffice”"),
    "ours": (lambda path: None, "√ 脚本：{path}"),
    "another version": (changed(xlperf.__version__, "0.0.9"), OUTDATED),
    "another place": (changed("FOUND = ['", "FOUND = ['/elsewhere"), OUTDATED),
    "no text": (lambda path: path.write_bytes(b"\xff\x00"), OUTDATED),
}


def calc_diagnosed(profile: Path) -> dict[str, str]:
    return {each.what: str(each) for each in calc_doctor.diagnose(profile)}


@pytest.mark.parametrize("arrange, line", SCRIPTS.values(), ids=SCRIPTS)
def test_the_script_in_the_profile(profile, arrange, line):
    path = calc.install()
    arrange(path)
    assert calc_diagnosed(profile)["脚本"] == line.format(path=path)


def setting(name: str, value: str) -> str:
    path = "/org.openoffice.Office.Common/Security/Scripting"
    return f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'


NOT_TRUSTED = "× 宏安全性：只运行可信源中的宏，还没有可信的文件夹。在 工具→选项→LibreOffice→安全→宏安全性→可信源 中加入存放工作簿的文件夹"
FOLDER = setting("SecureURL", "<it>file:///home/li/%E7%BB%A9%E6%95%88</it>")

LEVELS = {
    "low": (setting("MacroSecurityLevel", "0"), "√ 宏安全性：一律运行，不询问"),
    "medium": (setting("MacroSecurityLevel", "1"), "√ 宏安全性：询问后运行"),
    "high": (setting("MacroSecurityLevel", "2"), NOT_TRUSTED),
    "very high": (setting("MacroSecurityLevel", "3"), NOT_TRUSTED),
    "nothing set": ("", NOT_TRUSTED),
    "high, no folder any more": (setting("MacroSecurityLevel", "2") + setting("SecureURL", ""), NOT_TRUSTED),
    "high and a trusted folder": (setting("MacroSecurityLevel", "2") + FOLDER, "√ 宏安全性：只运行可信源中的宏"),
    "nothing set but a trusted folder": (FOLDER, "√ 宏安全性：只运行可信源中的宏"),
}


@pytest.mark.parametrize("settings, line", LEVELS.values(), ids=LEVELS)
def test_what_libreoffice_lets_macros_do(profile, settings, line):
    (profile / "registrymodifications.xcu").write_text(f'<oor:items xmlns:oor="x">\n{settings}</oor:items>', encoding="utf-8")
    assert calc_diagnosed(profile)["宏安全性"] == line


def test_a_libreoffice_that_was_never_started_and_a_python_too_old(tmp_path, profile, monkeypatch, capsys):
    assert calc_diagnosed(tmp_path)["宏安全性"] == "－ 宏安全性：没有找到LibreOffice的设置"
    assert calc_diagnosed(profile)["Python"] == f"√ Python：{'.'.join(map(str, sys.version_info[:3]))}"
    monkeypatch.setattr(calc_doctor, "sys", SimpleNamespace(version_info=(3, 8, 20)))
    assert calc_diagnosed(profile)["Python"] == "× Python：3.8.20。xlperf需要3.11以上，请更新LibreOffice"
    assert main(["doctor", "--libreoffice"]) == 1 and "× Python" in capsys.readouterr().out


def test_the_doctor_of_libreoffice_is_content_where_all_is_right(profile, capsys):
    (profile / "registrymodifications.xcu").write_text(FOLDER, encoding="utf-8")
    assert main(["install", "--libreoffice"]) == 0 == main(["doctor", "--libreoffice", "--profile", str(profile)])
    assert [line[0] for line in capsys.readouterr().out.splitlines()[1:]] == ["√"] * 4


@pytest.fixture
def script(monkeypatch):
    """What LibreOffice's Python finds in the script, the text changed as one likes."""
    monkeypatch.setitem(sys.modules, "uno", SimpleNamespace(Enum=lambda *given: given))
    monkeypatch.setattr(sys, "path", list(sys.path))

    def executed(**changed: str) -> SimpleNamespace:
        text = calc.script_text()
        for name, value in changed.items():
            lines = [f"{name} = {value}" if line.startswith(f"{name} = ") else line for line in text.splitlines()]
            text = "\n".join(lines)
        found: dict = {}
        exec(compile(text, calc.SCRIPT, "exec"), found)
        return SimpleNamespace(**found)

    return executed


def test_a_libreoffice_whose_python_is_too_old_says_so(script):
    found = script(OLDEST="(99, 0)")
    now = ".".join(map(str, sys.version_info[:2]))
    assert found.call("PERF_STATUS", [">=95%", "96%"], ["", ""]) == ""
    assert found.click(None, "check") == f"no|LibreOffice自带的Python是{now}，xlperf需要3.11以上，请更新LibreOffice"


def test_the_script_adds_one_folder_behind_the_others(script):
    root = str(Path(xlperf.__file__).resolve().parents[1])
    sys.path[:] = [each for each in sys.path if each not in (root, "", os.getcwd())]
    before = list(sys.path)
    found = script()
    assert found.call("PERF_STATUS", [">=95%", "96%"], ["", ""]) == "t达标" and sys.path == [*before, root]
