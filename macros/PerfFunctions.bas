Attribute VB_Name = "PerfFunctions"
Option Explicit
' The worksheet functions. Made from xlperf/functions.py by python -m xlperf.make; not edited by hand.

Public Function PERF_STATUS(target As Variant, Optional actual As Variant, Optional indicator As Variant, _
        Optional category As Variant, Optional year As Variant, Optional rating As Variant, _
        Optional booked As Variant, Optional adjusted As Variant, Optional weight As Variant, _
        Optional awarded As Variant, Optional profile As Variant, Optional sign As Variant, _
        Optional unit As Variant) As Variant
    PERF_STATUS = PerfAnswer("PERF_STATUS", 0, Array(target, Given(actual), Told(indicator), Told(category), _
        Told(year), Told(rating), Told(booked), Told(adjusted), Told(weight), Told(awarded), Told(profile), _
        Told(sign), Told(unit)))
End Function

Public Function PERF_RATE(target As Variant, Optional actual As Variant, Optional indicator As Variant, _
        Optional category As Variant, Optional year As Variant, Optional rating As Variant, _
        Optional booked As Variant, Optional adjusted As Variant, Optional weight As Variant, _
        Optional awarded As Variant, Optional profile As Variant, Optional sign As Variant, _
        Optional unit As Variant) As Variant
    PERF_RATE = PerfAnswer("PERF_RATE", 1, Array(target, Given(actual), Told(indicator), Told(category), _
        Told(year), Told(rating), Told(booked), Told(adjusted), Told(weight), Told(awarded), Told(profile), _
        Told(sign), Told(unit)))
End Function

Public Function PERF_SCORE(target As Variant, Optional actual As Variant, Optional indicator As Variant, _
        Optional category As Variant, Optional year As Variant, Optional rating As Variant, _
        Optional booked As Variant, Optional adjusted As Variant, Optional weight As Variant, _
        Optional awarded As Variant, Optional profile As Variant, Optional sign As Variant, _
        Optional unit As Variant) As Variant
    PERF_SCORE = PerfAnswer("PERF_SCORE", 2, Array(target, Given(actual), Told(indicator), Told(category), _
        Told(year), Told(rating), Told(booked), Told(adjusted), Told(weight), Told(awarded), Told(profile), _
        Told(sign), Told(unit)))
End Function

Public Function PERF_REASON(target As Variant, Optional actual As Variant, Optional indicator As Variant, _
        Optional category As Variant, Optional year As Variant, Optional rating As Variant, _
        Optional booked As Variant, Optional adjusted As Variant, Optional weight As Variant, _
        Optional awarded As Variant, Optional profile As Variant, Optional sign As Variant, _
        Optional unit As Variant) As Variant
    PERF_REASON = PerfAnswer("PERF_REASON", 3, Array(target, Given(actual), Told(indicator), Told(category), _
        Told(year), Told(rating), Told(booked), Told(adjusted), Told(weight), Told(awarded), Told(profile), _
        Told(sign), Told(unit)))
End Function

Public Function PERF_READ(target As Variant, Optional actual As Variant, Optional indicator As Variant, _
        Optional category As Variant, Optional year As Variant, Optional rating As Variant, _
        Optional booked As Variant, Optional adjusted As Variant, Optional weight As Variant, _
        Optional awarded As Variant, Optional profile As Variant, Optional sign As Variant, _
        Optional unit As Variant) As Variant
    PERF_READ = PerfAnswer("PERF_READ", 4, Array(target, Given(actual), Told(indicator), Told(category), _
        Told(year), Told(rating), Told(booked), Told(adjusted), Told(weight), Told(awarded), Told(profile), _
        Told(sign), Told(unit)))
End Function

Public Function PERF_CHECK(target As Variant, Optional actual As Variant, Optional indicator As Variant, _
        Optional category As Variant, Optional year As Variant, Optional rating As Variant, _
        Optional booked As Variant, Optional adjusted As Variant, Optional weight As Variant, _
        Optional awarded As Variant, Optional profile As Variant, Optional sign As Variant, _
        Optional unit As Variant) As Variant
    PERF_CHECK = PerfAnswer("PERF_CHECK", 5, Array(target, Given(actual), Told(indicator), Told(category), _
        Told(year), Told(rating), Told(booked), Told(adjusted), Told(weight), Told(awarded), Told(profile), _
        Told(sign), Told(unit)))
End Function

Public Function PERF_SPENT(task As Variant, tasks As Variant, amounts As Variant) As Variant
    PERF_SPENT = PerfAnswer("PERF_SPENT", -1, Array(task, tasks, amounts))
End Function

Public Function PERF_EXECUTION(spent As Variant, budget As Variant) As Variant
    PERF_EXECUTION = PerfAnswer("PERF_EXECUTION", -1, Array(spent, budget))
End Function
