Attribute VB_Name = "PerfLoader"
Option Explicit
' The way from the add-in into Python: the DLL of xlwings starts the interpreter and connects to it.
'
' Which interpreter, and which DLL, was fixed when xlperf was installed, and stands in this add-in's own sheet. Nothing is read
' from a workbook, from its folder or from the environment. The names of the DLL bear the version that was installed then.

#If Win64 Then
    Private Declare PtrSafe Function ActivatePython Lib "xlwings64-VERSION.dll" Alias "XLPyDLLActivateAuto" _
        (ByRef found As Variant, ByVal command As String, ByVal mode As Long) As Long
#Else
    Private Declare PtrSafe Function ActivatePython Lib "xlwings32-VERSION.dll" Alias "XLPyDLLActivateAuto" _
        (ByRef found As Variant, ByVal command As String, ByVal mode As Long) As Long
#End If
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr

Private Const MODULE = "xlperf.excel.udfs"
Private Const START_OR_CONNECT = 1
Private Const NO_PYTHON = vbObjectError + 513
Private python As Object

' What a function of Python answers; a connection that has died is made anew, once.
Public Function AskPython(ByVal func As String, arguments As Variant) As String
    If Not python Is Nothing Then
        On Error GoTo Anew
        AskPython = python.CallUDF(MODULE, func, arguments)
        Exit Function
    End If
Anew:
    On Error GoTo 0
    Set python = Connected()
    AskPython = python.CallUDF(MODULE, func, arguments)
End Function

Private Function Connected() As Object
    Dim found As Variant
    If LoadLibraryW(StrPtr(PerfText(DllKey()))) = 0 Then Err.Raise NO_PYTHON, , PerfText("no_dll")
    If ActivatePython(found, PerfText("served"), START_OR_CONNECT) <> 0 Then
        If ActivatePython(found, PerfText("command"), START_OR_CONNECT) <> 0 Then
            Err.Raise NO_PYTHON, , PerfText("no_start") & vbCrLf & CStr(found)
        End If
    End If
    Set Connected = found
End Function

Private Function DllKey() As String
    #If Win64 Then
        DllKey = "dll64"
    #Else
        DllKey = "dll32"
    #End If
End Function
