Attribute VB_Name = "PerfAddIn"
Option Explicit
' What the add-in offers: to workbooks, a call of a worksheet function and a click (see PerfHost.bas); to people, its ribbon.

Public Function PerfCall(ByVal func As String, values As Variant, looks As Variant) As String
    PerfCall = AskPython("call", Array(func, values, looks))
End Function

' Does what a button does in the active workbook, and returns what is to be said; Excel's undo takes it back.
Public Function PerfAct(ByVal action As String) As String
    On Error GoTo Failed
    PerfAct = AskPython("act", Array(action, ActiveWorkbook))
    If PerfDone(PerfAct) Then
        Application.OnUndo PerfText("undo"), "'" & ThisWorkbook.Name & "'!PerfUndo"
    End If
    Exit Function
Failed:
    PerfAct = "no|" & Err.Description
End Function

Public Sub PerfUndo()
    PerfSay AskPython("undo", Array(ActiveWorkbook))
End Sub

Public Sub PerfRibbon(control As Object)
    PerfSay PerfAct(control.Tag)
End Sub
