@echo off
chcp 65001 >nul
rem Install xlperf from the wheels beside this script, without the internet: install.cmd [FOLDER]
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\xlperf\program"

set "PYTHON="
for %%V in (3.13 3.12 3.11) do if not defined PYTHON py -%%V -c "import venv" >nul 2>nul && set "PYTHON=py -%%V"
if not defined PYTHON python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON (
    echo 没有找到Python 3.11、3.12或3.13（64位）。请先安装，安装时勾选“py launcher”。
    exit /b 2
)

%PYTHON% -c "import hashlib, pathlib, sys; here = pathlib.Path(sys.argv[1]); lines = (here / 'wheels.txt').read_text('utf-8').splitlines(); bad = [n for d, n in (l.split('  ') for l in lines) if hashlib.sha256((here / 'wheels' / n).read_bytes()).hexdigest() != d]; sys.exit(bool(bad))" "%HERE%."
if errorlevel 1 (
    echo 安装包不完整或被改动过。请重新拷贝整个文件夹。
    exit /b 2
)

%PYTHON% -m venv "%TARGET%" || exit /b 2
"%TARGET%\Scripts\python.exe" -m pip install --disable-pip-version-check -q --no-index --find-links "%HERE%wheels" "xlperf[EXTRAS]" || exit /b 2
"%TARGET%\Scripts\xlperf.exe" --version
"%TARGET%\Scripts\xlperf.exe" install
set "PYTHONUTF8=1"
set "DESKTOP=%USERPROFILE%"
for /f "usebackq delims=" %%D in (`""%TARGET%\Scripts\python.exe" -c "import platformdirs; print(platformdirs.user_desktop_dir())""`) do if exist "%%D" set "DESKTOP=%%D"
set "WORKBOOK=%DESKTOP%\绩效目标（空白）.xlsm"
if not exist "%WORKBOOK%" "%TARGET%\Scripts\xlperf.exe" new "%WORKBOOK%" --blank
echo 会计从这里开始：%WORKBOOK%
echo 已安装在 %TARGET%。请关闭所有Excel窗口再打开，“绩效”选项卡就会出现。
endlocal
