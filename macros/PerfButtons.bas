Attribute VB_Name = "PerfButtons"
Option Explicit
' What a click does: Python is told which button, does the work on the active workbook, and says one sentence.

Public Sub PerfClick(ByVal action As String)
    Dim answer As String
    PerfForget
    answer = CallAction(action)
    If answer = "" Then
        MsgBox PerfText("no_python"), vbInformation, PerfText("title")
    Else
        PerfSay answer
    End If
End Sub

' The drawn buttons.

Public Sub PerfCheck()
    PerfClick "check"
End Sub

Public Sub PerfSpending()
    PerfClick "spending"
End Sub

Public Sub PerfNext()
    PerfClick "next"
End Sub

Public Sub PerfMissed()
    PerfClick "missed"
End Sub

Public Sub PerfWhy()
    PerfClick "why"
End Sub

Public Sub PerfAccept()
    PerfClick "accept"
End Sub

Public Sub PerfClear()
    PerfClick "clear"
End Sub

Public Sub PerfLoad()
    PerfClick "load"
End Sub

Public Sub PerfManual()
    PerfClick "help"
End Sub

Public Sub PerfImport()
    PerfClick "import"
End Sub

Public Sub PerfMonitor()
    PerfClick "monitor"
End Sub

Public Sub PerfMonitorForm()
    PerfClick "form.monitor"
End Sub

Public Sub PerfEvaluationForm()
    PerfClick "form.evaluation"
End Sub

Public Sub PerfForm()
    PerfClick "form"
End Sub

' The ribbon: a control's tag is the key of its action.

Public Sub PerfRibbon(control As Object)
    PerfClick control.Tag
End Sub

' The tab of the add-in is enough where there is one.
Public Sub PerfTabVisible(control As Object, ByRef visible As Variant)
    visible = (AddInName() = "")
End Sub
