Attribute VB_Name = "PerfHost"
Option Private Module
' Where Python is, and how it is reached: in Excel through the add-in xlperf.xlam, in LibreOffice through its own Python.
'
' The one module that declares no names by force: ThisComponent is the document in LibreOffice and an empty Variant in Excel, which
' tells the two apart without a line that either could not compile.

Private Const SCRIPT = "vnd.sun.star.script:xlperf_live.py$"

Public Function InLibreOffice() As Boolean
    InLibreOffice = IsObject(ThisComponent)
End Function

' The answers of Python to a worksheet function, as one text; "" where there is no Python.
Public Function CallFunction(ByVal name As String, values As Variant, looks As Variant) As String
    On Error GoTo NoPython
    If IsObject(ThisComponent) Then
        CallFunction = LibreOfficeScript("call").invoke(Array(name, values, looks), Array(), Array())
    ElseIf AddInName() <> "" Then
        CallFunction = Application.Run(AddInName() & "!PerfCall", name, values, looks)
    End If
    Exit Function
NoPython:
    CallFunction = ""
End Function

' What Python says of a click (see PerfTexts.bas); "" where there is no Python.
Public Function CallAction(ByVal action As String) As String
    On Error GoTo NoPython
    If IsObject(ThisComponent) Then
        CallAction = LibreOfficeScript("click").invoke(Array(ThisComponent, action), Array(), Array())
    ElseIf AddInName() <> "" Then
        CallAction = Application.Run(AddInName() & "!PerfAct", action)
    End If
    Exit Function
NoPython:
    CallAction = ""
End Function

Private Function LibreOfficeScript(ByVal name As String) As Object
    Set LibreOfficeScript = ThisComponent.getScriptProvider().getScript(SCRIPT & name & "?language=Python&location=user")
End Function

' The add-in as Excel has it open, from the one folder it is installed in: a workbook of that name from elsewhere is not it.
Public Function AddInName() As String
    Dim found As Object
    On Error Resume Next
    Set found = Workbooks("xlperf.xlam")
    On Error GoTo 0
    If Not found Is Nothing Then
        If StrComp(found.Path, Application.StartupPath, vbTextCompare) = 0 Then AddInName = found.Name
    End If
End Function
