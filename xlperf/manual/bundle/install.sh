#!/bin/sh
# Install xlperf from the wheels beside this script, without the internet: sh install.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$HOME/.local/share/xlperf/program"}

python=""
for each in python3.13 python3.12 python3.11 python3; do
    if command -v "$each" >/dev/null && "$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$each
        break
    fi
done
if [ -z "$python" ]; then
    echo "没有找到Python 3.11或更新的版本（连同venv）。请先从操作系统的软件源安装python3和python3-venv。" >&2
    exit 2
fi

cd "$here/wheels"
sha256sum --quiet -c ../wheels.txt || { echo "安装包不完整或被改动过。请重新拷贝整个文件夹。" >&2; exit 2; }
"$python" -m venv "$target"
"$target/bin/python" -m pip install --disable-pip-version-check -q --no-index --find-links "$here/wheels" "xlperf[EXTRAS]"
"$target/bin/xlperf" --version
mkdir -p "$HOME/.local/bin"
ln -sf "$target/bin/xlperf" "$HOME/.local/bin/xlperf"
if command -v soffice >/dev/null; then
    "$target/bin/xlperf" install --libreoffice || echo "LibreOffice里的按钮还没有装上：请照上面说的做，再运行$target/bin/xlperf install --libreoffice"
fi
desktop=$("$target/bin/python" -c 'import platformdirs; print(platformdirs.user_desktop_dir())')
[ -d "$desktop" ] || desktop=$HOME
workbook="$desktop/绩效目标（空白）.xlsm"
[ -e "$workbook" ] || "$target/bin/xlperf" new "$workbook" --blank
echo "会计从这里开始：$workbook"
echo "已安装。命令在$HOME/.local/bin/xlperf；装有LibreOffice的，重新打开它。"
