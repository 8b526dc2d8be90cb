"""Install xlperf from the wheels beside this file, without the internet: install.cmd [FOLDER], sh install.sh [FOLDER].

Both only look for a Python and run this. It ends with 0 (installed), 2 (not installed, and why), 3 (this Python does not fit, another may).
Older Pythons must be able to read it, so that it can say so.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHEEL, EXTRAS, VERSIONS = "@WHEEL@", "@EXTRAS@", "@VERSIONS@"
WINDOWS = os.name == "nt"
NAME = "绩效目标（空白）.xlsm"


class Stop(Exception):  # noqa: N818 - not what goes wrong, but what is said of it
    """Why it cannot go on, and the code to end with."""


def main(arguments):
    """Check, install, say where everything is."""
    try:
        check_python()
        check_wheels()
        target = chosen_folder(arguments)
        print(f"正在安装到{target}，约半分钟……")
        program = install(target)
        add_buttons(program)
        print(f"会计从这里开始：{blank_workbook(program)}")
        print(f"已安装。命令：{linked(program)}")
    except Stop as stop:
        print(stop.args[0], file=sys.stderr)
        return stop.args[1]
    return 0


def check_python():
    """Refuse a Python that the wheels are not for."""
    version = "{}.{}".format(*sys.version_info)
    if version not in VERSIONS.split() or sys.maxsize < 2**32:
        bits = 64 if sys.maxsize > 2**32 else 32
        told = "这个安装包要64位的Python {}，{}是{}位的{}。"
        raise Stop(told.format("、".join(VERSIONS.split()), sys.executable, bits, version), 3)


def check_wheels():
    """Refuse wheels that are not those that were collected: changed, missing, or one too many."""
    try:
        lines = (HERE / "wheels.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        raise Stop("缺少wheels.txt，安装包不完整。请重新拷贝整个文件夹。", 2) from None
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (HERE / "wheels").glob("*")}
    wrong = sorted(name for name in listed.keys() | there.keys() if listed.get(name) != there.get(name))
    if wrong:
        raise Stop("安装包不完整或被改动过（{}）。请重新拷贝整个文件夹。".format("、".join(wrong[:3])), 2)


def chosen_folder(arguments):
    """Return where to install: a folder of our own, that holds nothing else."""
    usual = Path(os.environ.get("LOCALAPPDATA", ""), "xlperf", "program") if WINDOWS else Path.home() / ".local/share/xlperf/program"
    target = Path(os.path.abspath(arguments[0] if arguments else usual))
    if WINDOWS and not str(target).isascii():
        raise Stop(f"安装文件夹的路径里有汉字（{target}），Excel会找不到它。请另指一个，例如：install.cmd D:\\xlperf", 2)
    if target.exists() and not (target / "pyvenv.cfg").exists() and (not target.is_dir() or any(target.iterdir())):
        raise Stop(f"{target}里已有别的东西。请换一个新的或空的文件夹。", 2)
    return target


def install(target):
    """Make the folder anew with everything in it, and return the program; also where an older, newer or broken one stood there."""
    run([sys.executable, "-m", "venv", "--clear", str(target)], f"建不了文件夹{target}（正在用着xlperf的Excel、LibreOffice请先关掉）")
    python, program = (target / "Scripts/python.exe", target / "Scripts/xlperf.exe") if WINDOWS else (target / "bin/python", target / "bin/xlperf")
    wheel = "{}[{}]".format(HERE / "wheels" / WHEEL, EXTRAS)
    pip = [str(python), "-m", "pip", "--isolated", "--disable-pip-version-check", "install", "-q", "--no-index", "--find-links", str(HERE / "wheels")]
    run([*pip, wheel], "没有装上")
    print(run([str(program), "--version"], "装上了，但运行不了").strip())
    return program


def run(command, told):
    """Run a program of ours and return what it prints. Raises `Stop` where it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PYTHONIOENCODING"] = "utf-8"
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
    if done.returncode:
        raise Stop(f"{told}：\n{done.stdout.strip()[-2000:]}", 2)
    return done.stdout


def add_buttons(program):
    """Give Excel its add-in, LibreOffice its script; say what is left to do where that cannot be yet."""
    if not WINDOWS and not shutil.which("soffice"):
        print(f"没有找到LibreOffice：按钮以后再装，运行{program} install --libreoffice")
        return
    command = [str(program), "install", *([] if WINDOWS else ["--libreoffice"])]
    try:
        print(run(command, "按钮还没有装上").strip())
    except Stop as stop:
        print(stop.args[0])
        print("照上面说的做，再运行：{}".format(" ".join(command)))


def blank_workbook(program):
    """Put an empty workbook where a person finds it, unless there is one, and return its place."""
    code = "import platformdirs; print(platformdirs.user_desktop_dir())"
    desktop = Path(run([str(program.with_name("python" + program.suffix)), "-c", code], "").strip())
    workbook = (desktop if desktop.is_dir() else Path.home()) / NAME
    if not workbook.exists():
        run([str(program), "new", str(workbook), "--blank"], "没有生成空白工作簿")
    return workbook


def linked(program):
    """Return the command as it can be typed: on Linux by a link in ~/.local/bin, where one can be made."""
    link = Path.home() / ".local/bin/xlperf"
    if WINDOWS:
        return program
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        if link.is_symlink() or link.exists():
            link.unlink()
        link.symlink_to(program)
    except OSError:
        return program
    return link


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
