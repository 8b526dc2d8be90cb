"""The VBA run by pyOpenVBA's interpreter, an engine of its own: what a workbook does with and without the add-in.

What the interpreter lacks is stood in for, each by a line of VBA: the name that only LibreOffice has (in Excel an empty Variant),
the folder XLSTART, the registering of help, and calls across projects: a stub of the add-in stands in the workbook's own, so
that what travels between the two can be seen.
"""

from dataclasses import replace

import pytest
from pyopenvba.apps.excel import ExcelApplication

from tests.test_macros import TARGET, replaced
from xlperf.actions import MESSAGES
from xlperf.build import sample
from xlperf.build.macros import macro_text, workbook_modules
from xlperf.excel.addin import NAME, build_addin
from xlperf.files import make
from xlperf.functions import FUNCTIONS
from xlperf.writers.macros import Module, vba_project

STUB = """Attribute VB_Name = "PerfAddIn"
Option Explicit
Public asked As Long
Public Function PerfCall(ByVal func As String, values As Variant, looks As Variant) As String
    Dim i As Long, told As String
    asked = asked + 1
    For i = 0 To UBound(values)
        If Not IsArray(values(i)) Then told = told & "[" & TypeName(values(i)) & " " & values(i) & " " & looks(i) & "]"
    Next
    If func = "PERF_ROW" Then
        PerfCall = "t" & told & Chr(31) & "n0.5" & Chr(31) & "n" & asked
    Else
        PerfCall = "t" & func & Chr(31) & "n1.5" & Chr(30) & "t" & values(1)(1, 0) & Chr(31) & "t" & looks(1)(0, 0)
    End If
End Function
Public Function PerfAct(ByVal action As String) As String
    PerfAct = action & "|done"
    If action = "check" Then PerfAct = "ok|checked | all"
End Function
"""
RECORDER = """
Public told As String
Private Sub Recorded(Macro As Variant, Description As Variant, Category As Variant, ArgumentDescriptions As Variant)
    told = told & Macro & "=" & Description & "=" & Category & "=" & UBound(ArgumentDescriptions) & ";"
End Sub
Public Function ToldSoFar() As String
    ToldSoFar = told
End Function
"""


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return make(sample(), ".xlsm")


def opened(workbook, folder, *, start=None):
    """The workbook in the interpreter; with `start`, the add-in lies in that folder and Excel starts from `folder`."""
    stands = {"Private Const SCRIPT": "Private ThisComponent As Variant\r\nPrivate Const SCRIPT",
              "Application.StartupPath": f'"{folder}"', "Application.MacroOptions Macro": "Recorded Macro", 'AddInName() & "!': '"'}  # fmt: skip
    modules = []
    for each in workbook_modules([f"Sheet{number}" for number in range(1, 10)]):
        source = each.source
        for old, new in stands.items():
            source = source.replace(old, new)
        modules.append(replace(each, source=source + (RECORDER.replace("\n", "\r\n") if each.name == "PerfHelp" else "")))
    modules.append(Module("PerfAddIn", STUB.replace("\n", "\r\n")))
    path = folder / "workbook.xlsm"
    path.write_bytes(replaced(workbook, "xl/vbaProject.bin", vba_project(modules)))
    app = ExcelApplication.open(path)
    ours = app.workbook
    if start:
        start.mkdir(exist_ok=True)
        (start / NAME).write_bytes(build_addin(TARGET))
        app.open_workbook(start / NAME)
        app.activate_workbook(ours() if callable(ours) else ours)
    return app


def test_without_python_cells_say_so_and_a_click_explains(workbook, tmp_path):
    app = opened(workbook, tmp_path)
    assert app.run("PERF_STATUS", ">=95%", "96%") == MESSAGES["recalculate"] == app.run("PERF_RATE", ">=95%", "96%")
    assert app.run("PERF_SPENT", "a", [["x"], ["y"]], [[1], [2]]) == MESSAGES["recalculate"]
    app.run("PerfCheck")
    assert [tuple(each)[:2] for each in app.dialogs] == [("MsgBox", MESSAGES["no_python"])]


def test_an_add_in_of_that_name_from_elsewhere_is_not_it(workbook, tmp_path):
    app = opened(workbook, tmp_path, start=tmp_path / "Downloads")
    assert app.run("AddInName") == "" and app.run("PERF_STATUS", ">=95%", "96%") == MESSAGES["recalculate"]


def test_with_the_add_in_one_call_answers_a_row(workbook, tmp_path):
    app = opened(workbook, tmp_path, start=tmp_path)
    assert app.run("AddInName") == NAME
    assert app.run("PERF_STATUS", ">=95%", "96%", "Name").startswith("[String >=95% ][String 96% ][String Name ][String  ]")
    assert app.run("PERF_RATE", ">=95%", "96%", "Name") == 0.5
    assert app.run("PERF_SCORE", ">=95%", "96%", "Name") == 1  # asked once so far
    assert app.run("PERF_SCORE", ">=95%", "96%", "NAME") == 2  # another case, another row
    assert app.run("PERF_SCORE", ">=95%", "96%", "Name") in (1, 3)


def test_a_click_says_in_the_status_bar_what_was_done_and_in_a_box_what_was_not(workbook, tmp_path):
    app = opened(workbook, tmp_path, start=tmp_path)
    app.run("PerfCheck")
    assert not app.dialogs
    for macro, icon in (("PerfNext", 48), ("PerfSpending", 48)):
        app.run(macro)
        assert tuple(app.dialogs[-1])[:2] == ("MsgBox", "done") and icon in tuple(app.dialogs[-1])


def test_the_tab_hides_where_the_add_in_s_is_there(workbook, tmp_path):
    """Its callback answers by what it finds: the same question."""
    assert opened(workbook, tmp_path).run("AddInName") == ""
    assert opened(workbook, tmp_path, start=tmp_path).run("AddInName") == NAME
    assert 'visible = (AddInName() = "")' in macro_text("PerfButtons.bas")


def test_help_is_registered_for_every_function(workbook, tmp_path):
    app = opened(workbook, tmp_path)
    app.run("PerfRegisterHelp")
    told = app.run("ToldSoFar")
    for each in FUNCTIONS:
        assert f"{each.name}={each.help}=绩效={len(each.arguments) - 1};" in told
