Attribute VB_Name = "PerfBridge"
Option Private Module
Option Explicit
Option Compare Binary
' From the arguments of a worksheet function to plain values, and from the answer of Python back to a cell.
'
' A cell goes as its value and its number format, dates as serial numbers; an answer comes as text: columns divided by Chr(31),
' rows by Chr(30), each begun with n (number) or t (text). The answers of a row are kept, so that its functions cost one call.

Private Const MOST_KEPT = 20000

' Global: LibreOffice forgets what is private to a module between two cells.
Global kept As Collection

' An argument that was left out is an empty text.
Public Function Given(Optional argument As Variant) As Variant
    If IsMissing(argument) Then
        Given = ""
    ElseIf IsObject(argument) Then
        Set Given = argument
    Else
        Given = argument
    End If
End Function

' The same of arguments that are no actual: LibreOffice gives 0 for one that was skipped (two separators in a row).
Public Function Told(Optional argument As Variant) As Variant
    If IsMissing(argument) Then
        Told = ""
    ElseIf IsObject(argument) Then
        Set Told = argument
    ElseIf Not InLibreOffice() Then
        Told = argument
    ElseIf CStr(argument) = "0" Then
        Told = ""
    Else
        Told = argument
    End If
End Function

' The answer of a function to single cells, or to ranges (an array of the same shape).
Public Function PerfAnswer(ByVal func As String, ByVal position As Long, inputs As Variant) As Variant
    Dim values() As Variant, looks() As Variant, pair As Variant, i As Long, ranges As Boolean
    ReDim values(UBound(inputs))
    ReDim looks(UBound(inputs))
    For i = 0 To UBound(inputs)
        pair = ReadInput(inputs(i))
        values(i) = pair(0)
        looks(i) = pair(1)
        If IsArray(values(i)) Then ranges = True
    Next
    If ranges Or position < 0 Then
        PerfAnswer = Unpacked(CallFunction(func, values, looks))
    Else
        PerfAnswer = RowAnswer(position, values, looks)
    End If
End Function

' One argument as Array(value, format), or as an Array of two arrays where it is a range. What asks a cell stands in procedures
' of its own: LibreOffice refuses `given.Cells` in one that is called with a plain value, even where it is never reached.
Private Function ReadInput(given As Variant) As Variant
    If IsObject(given) Then
        ReadInput = ReadCells(given)
    ElseIf IsEmpty(given) Then
        ReadInput = Array("", "")
    Else
        ReadInput = Array(given, "")
    End If
End Function

Private Function ReadCells(given As Variant) As Variant
    If given.Count > 1 Then
        ReadCells = ReadRange(given)
    Else
        ReadCells = ReadCell(given)
    End If
End Function

Private Function ReadCell(spot As Variant) As Variant
    Dim value As Variant
    If InLibreOffice() Then
        value = CalcValue(spot)
    Else
        value = ExcelValue(spot)
    End If
    If IsEmpty(value) Then
        ReadCell = Array("", "")
    ElseIf VarType(value) = vbDouble Then
        ReadCell = Array(value, spot.NumberFormat)
    Else
        ReadCell = Array(value, "")
    End If
End Function

' Value2 knows neither dates nor currencies, which is what we want.
Private Function ExcelValue(spot As Variant) As Variant
    ExcelValue = spot.Value2
    If IsError(ExcelValue) Then ExcelValue = CStr(ExcelValue)
End Function

' LibreOffice has no Value2, gives dates as dates, and shows an error only in the text.
Private Function CalcValue(spot As Variant) As Variant
    CalcValue = spot.Value
    If VarType(CalcValue) = vbDate Then CalcValue = CDbl(CalcValue)
    If VarType(CalcValue) <> vbDouble Then Exit Function
    If Left(spot.Text, 1) = "#" Or Left(spot.Text, 4) = "Err:" Then CalcValue = spot.Text
End Function

Private Function ReadRange(given As Variant) As Variant
    Dim values() As Variant, looks() As Variant, area As Object, pair As Variant, row As Long, column As Long
    Set area = UsedPart(given)
    ReDim values(area.Rows.Count - 1, area.Columns.Count - 1)
    ReDim looks(area.Rows.Count - 1, area.Columns.Count - 1)
    For row = 0 To UBound(values, 1)
        For column = 0 To UBound(values, 2)
            pair = ReadCell(area.Cells(row + 1, column + 1))
            values(row, column) = pair(0)
            looks(row, column) = pair(1)
        Next
    Next
    ReadRange = Array(values, looks)
End Function

' A whole column goes only as far down as its sheet is used.
Private Function UsedPart(given As Variant) As Object
    Dim used As Object, last As Long
    Set UsedPart = given
    If given.Rows.Count < given.Worksheet.Rows.Count Then Exit Function
    Set used = given.Worksheet.UsedRange
    last = used.Row + used.Rows.Count - 1
    Set UsedPart = given.Worksheet.Range(given.Cells(1, 1), given.Cells(last, given.Columns.Count))
End Function

' One answer of a row; Python is asked once for all of them.
Private Function RowAnswer(ByVal position As Long, values As Variant, looks As Variant) As Variant
    Dim key As String, told As String, i As Long
    For i = 0 To UBound(values)
        key = key & TypeName(values(i)) & Chr(31) & CStr(values(i)) & Chr(31) & looks(i) & Chr(30)
    Next
    told = Recalled(key)
    If told = "" Then
        told = CallFunction("PERF_ROW", values, looks)
        Remember key, told
    End If
    If told = "" Then
        RowAnswer = PerfText("recalculate")
    Else
        RowAnswer = OneAnswer(Split(told, Chr(31))(position))
    End If
End Function

' A Collection finds its keys without regard to case, so the key itself stands in front of the answer and is
' compared. One text, not an array of two: LibreOffice mixes them up when a cell is calculated in the middle of a click.
Private Function Recalled(ByVal key As String) As String
    Dim found As String
    If kept Is Nothing Then Exit Function
    On Error GoTo NotThere
    found = kept.Item(key)
    If Left(found, Len(key)) = key Then Recalled = Mid(found, Len(key) + 1)
NotThere:
End Function

Private Sub Remember(ByVal key As String, ByVal told As String)
    If told = "" Then Exit Sub
    If kept Is Nothing Then Set kept = New Collection
    If kept.Count > MOST_KEPT Then Set kept = New Collection
    On Error Resume Next
    kept.Remove key
    kept.Add key & told, key
End Sub

Public Sub PerfForget()
    Set kept = Nothing
End Sub

Private Function Unpacked(ByVal told As String) As Variant
    Dim lines As Variant, parts As Variant, answers() As Variant, row As Long, column As Long
    If told = "" Then
        Unpacked = PerfText("recalculate")
        Exit Function
    End If
    lines = Split(told, Chr(30))
    parts = Split(lines(0), Chr(31))
    If UBound(lines) = 0 And UBound(parts) = 0 Then
        Unpacked = OneAnswer(told)
        Exit Function
    End If
    ReDim answers(1 To UBound(lines) + 1, 1 To UBound(parts) + 1)
    For row = 0 To UBound(lines)
        parts = Split(lines(row), Chr(31))
        For column = 0 To UBound(parts)
            answers(row + 1, column + 1) = OneAnswer(parts(column))
        Next
    Next
    Unpacked = answers
End Function

Private Function OneAnswer(ByVal told As String) As Variant
    If Left(told, 1) = "n" Then
        OneAnswer = Val(Mid(told, 2))
    Else
        OneAnswer = Mid(told, 2)
    End If
End Function
