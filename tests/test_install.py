"""The wheel alone is enough: installed into an empty environment, away from the checkout, everything is there."""

import subprocess
import sys
from pathlib import Path

import pytest

import xlperf

ROOT = Path(xlperf.__file__).parents[1]
pytestmark = [pytest.mark.install, pytest.mark.long]


@pytest.mark.parametrize("how", ["wheel", "editable"])
def test_installed_elsewhere_it_runs(how, tmp_path):
    def run(*command: object) -> subprocess.CompletedProcess:
        return subprocess.run([*map(str, command)], cwd=tmp_path, capture_output=True, text=True, timeout=600)

    run(sys.executable, "-m", "venv", tmp_path / "env").check_returncode()
    python = tmp_path / "env" / "bin" / "python"
    if how == "wheel":
        run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", ROOT).check_returncode()
        done = run(python, "-m", "pip", "install", "-q", *(tmp_path / "dist").glob("*.whl"))
    else:
        done = run(python, "-m", "pip", "install", "-q", "-e", ROOT)
    assert done.returncode == 0, done.stderr
    demo = run(tmp_path / "env" / "bin" / "xlperf", "demo")
    assert demo.returncode == 0 and "达标 54" in demo.stdout, demo.stderr
    where = run(python, "-c", "import xlperf, xlperf.macros, xlperf.workbook as w; print(w.__file__, xlperf.__version__)")
    assert xlperf.__version__ in where.stdout and (how == "editable") == (str(ROOT) in where.stdout)
