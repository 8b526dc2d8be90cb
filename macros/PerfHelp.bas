Attribute VB_Name = "PerfHelp"
Option Private Module
Option Explicit
' What the function wizard says of our functions, from the hidden sheet xlperf: a row each, its name, its help, its arguments.

Private Const FIRST_ARGUMENT = 3
Private Const MOST_ARGUMENTS = 20

Public Sub PerfRegisterHelp()
    Dim sheet As Object, row As Long
    If InLibreOffice() Then Exit Sub
    Set sheet = ThisWorkbook.Worksheets("xlperf")
    For row = 1 To 200
        If sheet.Cells(row, 1).Value = "" Then Exit For
        If Left(sheet.Cells(row, 1).Value, 5) = "PERF_" Then RegisterOne sheet, row
    Next
End Sub

Private Sub RegisterOne(sheet As Object, ByVal row As Long)
    Dim told() As String, count As Long
    Do While sheet.Cells(row, FIRST_ARGUMENT + count).Value <> "" And count < MOST_ARGUMENTS
        ReDim Preserve told(count)
        told(count) = sheet.Cells(row, FIRST_ARGUMENT + count).Value
        count = count + 1
    Loop
    On Error Resume Next
    Application.MacroOptions Macro:=sheet.Cells(row, 1).Value, Description:=sheet.Cells(row, 2).Value, _
        Category:=PerfText("category"), ArgumentDescriptions:=told
End Sub
