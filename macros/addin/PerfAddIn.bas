Attribute VB_Name = "PerfAddIn"
Option Explicit
' What the add-in offers: to workbooks, a call of a worksheet function and a click (see PerfHost.bas); to people, its ribbon.

Public Function PerfCall(ByVal func As String, values As Variant, looks As Variant) As String
    PerfCall = AskPython("call", Array(func, values, looks))
End Function

' Does what a button does in the active workbook, and returns what is to be said; what it wrote Excel's undo takes back.
' A Python that died in the middle of it has left Excel held still: without events, calculating by hand.
Public Function PerfAct(ByVal action As String) As String
    Dim events As Boolean, calculation As Long
    events = Application.EnableEvents
    On Error GoTo Failed
    If Not ActiveWorkbook Is Nothing Then calculation = Application.Calculation
    PerfAct = AskPython("act", Array(action, ActiveWorkbook))
    LeaveAsFound events, calculation
    If PerfWrote(PerfAct) Then
        Application.OnUndo PerfText("undo"), "'" & ThisWorkbook.Name & "'!PerfUndo"
    End If
    Exit Function
Failed:
    PerfAct = "no|" & Err.Description
    LeaveAsFound events, calculation
End Function

Private Sub LeaveAsFound(ByVal events As Boolean, ByVal calculation As Long)
    On Error Resume Next
    If Application.EnableEvents <> events Then Application.EnableEvents = events
    If calculation <> 0 And Application.Calculation <> calculation Then Application.Calculation = calculation
End Sub

Public Sub PerfUndo()
    On Error GoTo Failed
    PerfSay AskPython("undo", Array(ActiveWorkbook))
    Exit Sub
Failed:
    PerfSay "no|" & Err.Description
End Sub

Public Sub PerfRibbon(control As Object)
    PerfSay PerfAct(control.Tag)
End Sub
