"""What may say which program runs: the add-in's own sheet, filled at install. No workbook, no folder, no environment.

A hostile workbook names programs wherever xlwings, Python or Windows would look for one. The VBA is run by pyOpenVBA's
interpreter with stand-ins for the calls into the DLL that keep what they were given; the command is started for real.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from pyopenvba.apps.excel import ExcelApplication

import xlperf
from tests.conftest import INDICATOR, TASK, content_from
from tests.test_macros import TARGET, replaced
from tests.test_vba import opened
from xlperf.actions import MESSAGES
from xlperf.build import build_master
from xlperf.build.macros import TEXTS
from xlperf.excel.addin import NAME, SERVED, Target, addin_modules, addin_texts, build_addin
from xlperf.writers.macros import Module, vba_project

EVIL = r"C:\evil\evil.exe"
SAID = {
    "command": EVIL, "interpreter": EVIL, "Interpreter": EVIL, "INTERPRETER_WIN": EVIL, "PYTHONPATH": r"C:\evil",
    "UDF MODULES": "evil", "dll64": r"C:\evil\evil64.dll", "dll32": r"C:\evil\evil32.dll", "version": "9", "xlwings": "9",
    "served": "{DEADBEEF-0000-0000-0000-000000000000}", "recalculate": "evil", "no_python": "evil",
}  # fmt: skip
"""What the workbook says, in the words of xlwings' configuration and in those of our own sheet."""

PROGRAMS = ("xlperf.py", "xlwings.py", "sitecustomize.py", "usercustomize.py", "evil.py")


def naming(path: Path) -> None:
    """Let a workbook say it in every place: xlwings' sheet, our hidden one, defined names; what else it holds stays."""
    book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm") if path.exists() else openpyxl.Workbook()
    for name in ("xlwings.conf", TEXTS):
        page = book[name] if name in book.sheetnames else book.create_sheet(name)
        page.sheet_state = "visible" if name == "xlwings.conf" else "hidden"
        page.delete_rows(1, page.max_row)
        for row in SAID.items():
            page.append(row)
    for name in ("command", "Interpreter", "PYTHONPATH", "dll64"):
        book.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(name, attr_text=f"'{TEXTS}'!$B$1")
    book.save(path)
    if book.vba_archive:
        book.vba_archive.close()


def litter(folder: Path) -> None:
    """Put what a program might be taken from into a folder: modules that tell of their import, a configuration, DLLs."""
    for name in PROGRAMS:
        (folder / name).write_text("print('evil: ' + __name__)\nserve = print\n")
    (folder / "xlwings.conf").write_text(f'"INTERPRETER","{EVIL}"\n"PYTHONPATH","{folder}"\n')
    for name in ("python.exe", "pythonw.exe", TARGET.dll64.name, TARGET.dll32.name):
        (folder / name).write_bytes(b"evil")


@pytest.fixture
def hostile(tmp_path, monkeypatch) -> Path:
    """A workbook that names programs, in a folder full of them, in an environment that names them too."""
    folder = tmp_path / "Downloads"
    folder.mkdir()
    litter(folder)
    path = folder / "hostile.xlsx"
    naming(path)
    for name, value in SAID.items():
        monkeypatch.setenv(name.replace(" ", "_"), value)
    return path


CALLS = """
Private heard As String
Private Function LoadLibraryW(ByVal path As String) As Long
    heard = heard & "dll " & path & vbLf
    LoadLibraryW = 1
End Function
Private Function ActivatePython(ByRef found As Variant, ByVal command As String, ByVal mode As Long) As Long
    heard = heard & "start " & command & vbLf
    If Left(command, 1) = "{" Then
        ActivatePython = 1
    Else
        Set found = New Collection
    End If
End Function
Private Function CallUDF(ByVal module As String, ByVal func As String, arguments As Variant) As String
    Dim book As Object
    Set book = arguments(UBound(arguments))
    heard = heard & "call " & module & " " & func & " " & book.Name & vbLf
    CallUDF = "say|done"
End Function
Public Function Heard_() As String
    Heard_ = heard
End Function
"""
"""What stands for the DLL: nothing waits under a class, so the command is started."""


def loaded(addin: Path, **changed: str) -> ExcelApplication:
    """The add-in in the interpreter, its calls into Windows answered by `CALLS`; `changed` words of its source are others."""
    modules = []
    for each in addin_modules(["Sheet1"], TARGET.xlwings):
        source = each.source
        if each.name == "PerfLoader":
            head, _mark, rest = source.partition("#If Win64 Then")  # the declarations go
            source = head + rest[rest.index("Private Const MODULE") :] + CALLS.replace("\n", "\r\n")
            source = source.replace("StrPtr(PerfText(DllKey()))", "PerfText(DllKey())").replace("python.CallUDF(", "CallUDF(")
        for old, new in changed.items():
            source = source.replace(old, new)
        modules.append(Module(each.name, source, each.is_document))
    addin.parent.mkdir(exist_ok=True)
    addin.write_bytes(replaced(build_addin(TARGET), "xl/vbaProject.bin", vba_project(modules)))
    return ExcelApplication.open(addin)


def heard(app: ExcelApplication, hostile: Path, macro: str, *arguments: str) -> list[str]:
    """What a macro of the add-in asks of Windows while the hostile workbook is in front."""
    app.activate_workbook(app.open_workbook(hostile))
    app.run(macro, *arguments)
    return app.run("Heard_").split("\n")[:-1]


@pytest.mark.parametrize("macro, arguments, func", [("PerfAct", ["check"], "act"), ("PerfUndo", [], "undo")])
def test_the_add_in_starts_what_its_own_sheet_says(hostile, tmp_path, macro, arguments, func):
    app, own = loaded(tmp_path / "XLSTART" / NAME), addin_texts(TARGET)
    assert heard(app, hostile, macro, *arguments) == [
        f"dll {own['dll64']}", f"start {SERVED}", f"start {own['command']}", f"call xlperf.excel.udfs {func} hostile.xlsx",
    ]  # fmt: skip
    assert own["command"].startswith(f'"{TARGET.interpreter}" -I -B -c ')


def test_an_add_in_that_read_the_workbook_in_front_would_be_caught(hostile, tmp_path):
    app = loaded(tmp_path / "XLSTART" / NAME, ThisWorkbook="ActiveWorkbook")
    assert heard(app, hostile, "PerfAct", "check")[:2] == [f"dll {SAID['dll64']}", f"start {SAID['served']}"]


@pytest.fixture(scope="module")
def master() -> bytes:
    """A master workbook with our macros."""
    return build_master(content_from({"任务": [TASK], "绩效指标": [INDICATOR]}), macros=True)


@pytest.fixture(scope="module")
def hostile_master(master, tmp_path_factory) -> bytes:
    """One whose sheets name programs."""
    path = tmp_path_factory.mktemp("master") / "hostile.xlsm"
    path.write_bytes(master)
    naming(path)
    return path.read_bytes()


def test_a_master_s_macros_find_no_program_in_its_sheets_or_folder(hostile_master, tmp_path):
    litter(tmp_path)
    (tmp_path / NAME).write_bytes(build_addin(TARGET))  # beside the workbook, and open: not where Excel starts from
    start = tmp_path / "XLSTART"
    start.mkdir()
    app = opened(hostile_master, start)
    app.open_workbook(tmp_path / NAME)
    assert app.run("AddInName") == app.run("CallAction", "check") == ""
    assert app.run("CallFunction", "PERF_STATUS", [">=1"], [""]) == ""
    assert app.run("PERF_STATUS", ">=95%", "96%") == "evil"  # the one thing that the sheet may say: what is shown
    app.run("PerfCheck")
    assert [tuple(each)[:2] for each in app.dialogs] == [("MsgBox", "evil")]


def test_with_the_add_in_a_hostile_master_is_answered_like_any_other(master, hostile_master, tmp_path):
    app, clean = (opened(each, tmp_path, start=tmp_path) for each in (hostile_master, master))
    for given in ((">=95%", "96%"), (">=20", "15")):
        assert app.run("PERF_STATUS", *given) == clean.run("PERF_STATUS", *given)
    assert app.run("CallAction", "check") == clean.run("CallAction", "check") == "ok|checked | all"
    assert MESSAGES["no_python"] not in "".join(map(str, app.dialogs))


COMMAND = Target(Path(sys.executable), "0", Path("-"), Path("-")).command
"""What the add-in would start here."""

TELL = "import xlperf, sys; print(xlwings.__file__, xlperf.__file__, sys.flags.isolated, sys.path[0], sep=chr(10))"
"""In place of serving: where everything came from."""


def started(command: str, hostile: Path) -> list[str]:
    """Start a command as Excel would while a hostile workbook's folder is the current one; return what it prints."""
    folder = str(hostile.parent)
    environment = {**os.environ, "PYTHONPATH": folder, "PYTHONSTARTUP": f"{folder}/evil.py", "PYTHONUSERBASE": folder}
    asked = shlex.split(command.replace("xlwings.serve('$(CLSID)')", TELL))
    done = subprocess.run(asked, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    return done.stdout.splitlines() or done.stderr.splitlines()


def test_the_command_hears_neither_folder_nor_environment(hostile):
    import xlwings

    assert f"\"{sys.executable}\" -I -B -c \"import xlwings; xlwings.serve('$(CLSID)')\"" == COMMAND
    xlwings_at, xlperf_at, isolated, first = started(COMMAND, hostile)
    assert (xlwings_at, xlperf_at, isolated) == (xlwings.__file__, xlperf.__file__, "1") and str(hostile.parent) not in first


def test_a_command_that_heard_them_would_be_caught(hostile):
    assert any(line.startswith("evil: ") for line in started(COMMAND.replace(" -I ", " "), hostile))


def test_the_module_that_answers_is_found_in_the_same_way(hostile):
    """What the server imports for a call: the module's name stands in the add-in's source."""
    serving = "import xlperf.excel.udfs as udfs; print(udfs.__file__)"
    where = started(COMMAND.replace("xlwings.serve('$(CLSID)')", serving), hostile)
    assert where == [str(Path(xlperf.__file__).parent / "excel" / "udfs.py")]
