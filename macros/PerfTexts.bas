Attribute VB_Name = "PerfTexts"
Option Private Module
Option Explicit
' What a workbook and the add-in say in the same way: texts from the hidden sheet xlperf (this file is ASCII), and what came of
' a click: "wrote", "wrotesay", "ok", "say" or "no", a bar, a sentence. Both projects have this module.

Private Const TOLD = 1
Private Const WROTE = "wrote"
Private Const DONE = "ok"
Private Const ASKED = "say"

Public Function PerfText(ByVal key As String) As String
    Dim row As Long, sheet As Object
    Set sheet = ThisWorkbook.Worksheets("xlperf")
    For row = 1 To 200
        If sheet.Cells(row, 1).Value = key Then
            PerfText = sheet.Cells(row, 2).Value
            Exit Function
        End If
        If sheet.Cells(row, 1).Value = "" Then Exit Function
    Next
End Function

Public Sub PerfSay(ByVal answer As String)
    Dim parts As Variant
    parts = Split(answer, "|", 2)
    If parts(0) = DONE Or parts(0) = WROTE Then
        Application.StatusBar = parts(TOLD)
    ElseIf parts(0) = ASKED Or parts(0) = WROTE & ASKED Then
        MsgBox parts(TOLD), vbInformation, PerfText("title")
    Else
        MsgBox parts(TOLD), vbExclamation, PerfText("title")
    End If
End Sub

Public Function PerfWrote(ByVal answer As String) As Boolean
    PerfWrote = (Left(answer, Len(WROTE)) = WROTE)
End Function
