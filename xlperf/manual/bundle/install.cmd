@echo off
rem Look for a Python that the wheels are for, and let it install: install.cmd [FOLDER]
rem ASCII alone: what is said in Chinese stands in install.py and python.txt.
setlocal
chcp 65001 >nul
set "HERE=%~dp0"
for %%V in (3.13 3.12 3.11) do (
    py -%%V -c "import venv" >nul 2>nul
    if not errorlevel 1 (
        py -%%V "%HERE%install.py" %*
        if not errorlevel 3 goto done
    )
)
python -c "import venv" >nul 2>nul
if errorlevel 1 goto nopython
python "%HERE%install.py" %*
if not errorlevel 3 goto done
:nopython
type "%HERE%python.txt"
set "CODE=2"
goto end
:done
set "CODE=%ERRORLEVEL%"
:end
echo.
pause
exit /b %CODE%
