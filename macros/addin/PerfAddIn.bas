Attribute VB_Name = "PerfAddIn"
Option Explicit
' What the add-in offers: to workbooks, a call of a worksheet function and a click (see PerfHost.bas); to people, its ribbon.

Private Const TOLD = 1
Private Const DONE = "ok"
Private Const ASKED = "say"

Public Function PerfCall(ByVal func As String, values As Variant, looks As Variant) As String
    PerfCall = AskPython("call", Array(func, values, looks))
End Function

' Does what a button does in the active workbook, and returns what is to be said; Excel's undo takes it back.
Public Function PerfAct(ByVal action As String) As String
    On Error GoTo Failed
    PerfAct = AskPython("act", Array(action, ActiveWorkbook))
    If Left(PerfAct, Len(DONE)) = DONE Then
        Application.OnUndo AddInText("undo"), "'" & ThisWorkbook.Name & "'!PerfUndo"
    End If
    Exit Function
Failed:
    PerfAct = "no|" & Err.Description
End Function

Public Sub PerfUndo()
    Say AskPython("undo", Array(ActiveWorkbook))
End Sub

Public Sub PerfRibbon(control As Object)
    Say PerfAct(control.Tag)
End Sub

Private Sub Say(ByVal answer As String)
    Dim parts As Variant
    parts = Split(answer, "|", 2)
    If parts(0) = DONE Then
        Application.StatusBar = parts(TOLD)
    ElseIf parts(0) = ASKED Then
        MsgBox parts(TOLD), vbInformation, AddInText("title")
    Else
        MsgBox parts(TOLD), vbExclamation, AddInText("title")
    End If
End Sub
