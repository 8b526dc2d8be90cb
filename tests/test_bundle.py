"""What a computer without the internet gets is enough: collected, checked, installed with no network, and at work."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from xlperf.bundle import SCRIPTS, SYSTEMS, bundle, lacking
from xlperf.cli import main
from xlperf.files import read

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
ALONE = ["unshare", "-n"] if shutil.which("unshare") and subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode == 0 else []
"""What takes the network away from a program, where that may be done here."""

pytestmark = [pytest.mark.install, pytest.mark.long]


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("bundle") / "离线 安装包"
    bundle(folder, tuple(SYSTEMS), (HERE,))
    return folder


def installed(collected: Path, home: Path, *folder: str) -> subprocess.CompletedProcess:
    environment = {"HOME": str(home), "PATH": f"{Path(sys.executable).resolve().parent}:/usr/bin:/bin", "LANG": "C.UTF-8", "PIP_NO_INDEX": "1"}
    return subprocess.run([*ALONE, "sh", collected / "install.sh", *folder], env=environment, cwd=home, capture_output=True, text=True, timeout=300)


def test_it_installs_and_works_without_a_network(collected, tmp_path):
    done = installed(collected, tmp_path)
    assert done.returncode == 0 and "xlperf 0." in done.stdout and "已安装" in done.stdout, done.stderr
    blank = tmp_path / "绩效目标（空白）.xlsm"
    assert f"会计从这里开始：{blank}" in done.stdout and read(blank).indicators == ()
    blank.write_bytes(b"mine")
    demo = subprocess.run([*ALONE, tmp_path / ".local/bin/xlperf", "demo"], cwd=tmp_path, capture_output=True, text=True, env={"HOME": str(tmp_path)})
    assert demo.returncode == 0 and "达标 54" in demo.stdout, demo.stderr
    shutil.rmtree(next(tmp_path.glob(".local/share/xlperf/program/lib/python*/site-packages/xlperf")))
    again = installed(collected, tmp_path)
    assert again.returncode == 0 and blank.read_bytes() == b"mine", again.stderr  # which is how it is brought up to date


def test_nothing_is_missing_on_either_system(collected):
    assert [lacking(collected / "wheels", system, HERE) for system in SYSTEMS] == [set(), set()]
    names = {each.name.partition("-")[0].lower() for each in (collected / "wheels").iterdir()}
    assert {"xlperf", "pywin32", "xlwings", "python_docx", "pdfplumber", "pyarrow"} <= names
    assert {path.name for path in collected.iterdir()} == {"wheels", "wheels.txt", *SCRIPTS}


def test_what_was_changed_on_the_way_is_not_installed(collected, tmp_path):
    spoilt = tmp_path / "spoilt"
    shutil.copytree(collected, spoilt)
    with next((spoilt / "wheels").glob("rich-*.whl")).open("ab") as file:
        file.write(b"x")
    done = installed(spoilt, tmp_path)
    assert done.returncode == 2 and "不完整或被改动过（rich-" in done.stderr and not (tmp_path / ".local").exists()


@pytest.mark.parametrize(("spoil", "told"), [
    (lambda folder: (folder / "wheels" / "another-1-py3-none-any.whl").write_bytes(b"x"), "被改动过（another-1"),
    (lambda folder: next((folder / "wheels").glob("lxml-*.whl")).unlink(), "被改动过（lxml-"),
    (lambda folder: (folder / "wheels.txt").unlink(), "缺少wheels.txt"),
], ids=["one too many", "one missing", "no list"])  # fmt: skip
def test_what_is_not_whole_is_not_installed(collected, tmp_path, spoil, told):
    shutil.copytree(collected, tmp_path / "spoilt")
    spoil(tmp_path / "spoilt")
    done = installed(tmp_path / "spoilt", tmp_path)
    assert done.returncode == 2 and told in done.stderr and not (tmp_path / ".local").exists()


def test_a_folder_of_others_is_left_alone(collected, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "报表.xlsx").write_bytes(b"mine")
    done = installed(collected, tmp_path, "mine")
    assert done.returncode == 2 and f"{tmp_path / 'mine'}里已有别的东西" in done.stderr
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["报表.xlsx"]


def test_a_python_that_the_wheels_are_not_for_is_passed_over(collected, tmp_path):
    shutil.copytree(collected, tmp_path / "other")
    script = tmp_path / "other" / "install.py"
    script.write_text(script.read_text(encoding="utf-8").replace(f'"{HERE}"', '"3.99"'), encoding="utf-8")
    done = installed(tmp_path / "other", tmp_path)
    assert done.returncode == 2 and "要64位的Python 3.99" in done.stderr and "没有找到合适的Python" in done.stderr


def contents(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel, but for the record, whose lines may stand in another order."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith(("RECORD", "/"))}


def test_what_is_installed_can_be_passed_on(collected, tmp_path):
    """A bundle made from an installed wheel holds the same files of ours."""
    assert installed(collected, tmp_path).returncode == 0
    program = tmp_path / ".local/bin/xlperf"
    python = program.resolve().parent / "python"
    code = "import sys; from pathlib import Path; from xlperf.bundle import own_wheel; own_wheel(Path(sys.argv[1]))"
    subprocess.run([python, "-m", "pip", "install", "-q", "packaging"], check=True, env=os.environ | {"HOME": str(tmp_path)})
    (tmp_path / "wheels").mkdir()
    subprocess.run([python, "-c", code, tmp_path / "wheels"], check=True, cwd=tmp_path)
    old, new = (next(folder.glob("xlperf-*.whl")) for folder in (collected / "wheels", tmp_path / "wheels"))
    before, after = contents(old), contents(new)
    assert before == after and len(before) > 300
    fresh = subprocess.run([sys.executable, "-m", "venv", tmp_path / "other"], capture_output=True)
    assert fresh.returncode == 0
    wheels = ["--no-index", "--find-links", collected / "wheels", new]
    subprocess.run([tmp_path / "other/bin/python", "-m", "pip", "install", "-q", *wheels], check=True)


def test_a_folder_with_something_in_it_is_refused(tmp_path, capsys):
    (tmp_path / "x").write_text("x")
    assert main(["bundle", str(tmp_path)]) == 2 and "已有东西" in capsys.readouterr().err
