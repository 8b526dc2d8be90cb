"""LibreOffice Calc as a live host for tests: a program that runs, and steps taken in it."""

import json
import os
import shutil
import subprocess
import uuid
from pathlib import Path

import pytest

from xlperf.libreoffice.install import install

PYTHON = "/usr/bin/python3"
"""The Python that has UNO."""

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop>
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.UI.Infobar/Enabled">
<prop oor:name="Donate" oor:op="fuse"><value>false</value></prop>
<prop oor:name="GetInvolved" oor:op="fuse"><value>false</value></prop>
<prop oor:name="WhatsNew" oor:op="fuse"><value>false</value></prop></item>
</oor:items>"""
"""Macros run, and nothing stands between a test and its workbook: no tip of the day, no bars above the sheet."""


COUNTING = """
_answered, CALLS = call, []


def call(name, values, formats):
    CALLS.append(name)
    return _answered(name, values, formats)


def counted():
    names = list(CALLS)
    CALLS.clear()
    return names
"""
"""What is appended to the script in the profile, so that it tells how often a cell asked Python for what."""


class Calc:
    """A running LibreOffice with xlperf installed in its profile (or not); `counting` has its calls into Python counted."""

    def __init__(self, folder: Path, *, display: str = "", with_python: bool = True, counting: bool = False):
        self.pipe, self.folder = f"xlperf-{uuid.uuid4().hex[:12]}", folder
        (folder / "user").mkdir(parents=True)
        (folder / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        if with_python:
            script = install(folder / "user")
            script.write_text(script.read_text(encoding="utf-8") + COUNTING * counting, encoding="utf-8")
        environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder), "LANG": "C.UTF-8", "DISPLAY": display}
        command = ["soffice", f"-env:UserInstallation=file://{folder}", "--norestore", "--nologo",
                   f"--accept=pipe,name={self.pipe};urp;", *([] if display else ["--headless"])]  # fmt: skip
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def run(self, *steps: list, timeout: float = 120) -> list:
        """Take steps (see calc_bench.py) and return what each answered."""
        script = Path(__file__).with_name("calc_bench.py")
        done = subprocess.run([PYTHON, script, self.pipe], input=json.dumps(steps), capture_output=True, text=True, timeout=timeout)
        assert done.returncode == 0, f"{done.returncode}: {done.stderr[-2000:]}"
        return json.loads(done.stdout)

    def close(self) -> None:
        """Stop it."""
        os.killpg(self.process.pid, 9)
        self.process.wait()


def missing_parts(*programs: str) -> str:
    """Return the first part of a live LibreOffice that this machine lacks; "" where it has all."""
    for program in ("soffice", PYTHON, *programs):
        if shutil.which(program) is None:
            return program
    uno = subprocess.run([PYTHON, "-c", "import uno, sys; sys.exit(sys.version_info < (3, 11))"], capture_output=True)
    scripts = any(Path(folder, "program", "pythonscript.py").exists() for folder in ("/usr/lib/libreoffice", "/opt/libreoffice"))
    return "" if uno.returncode == 0 and scripts else "python3-uno, libreoffice-script-provider-python"


def need(*programs: str) -> None:
    """Skip a test where LibreOffice cannot be driven; fail where it is asked for."""
    lacking = missing_parts(*programs)
    if lacking:
        assert not os.environ.get("XLPERF_REQUIRE_LIBREOFFICE"), f"{lacking} is needed here and was not found"
        pytest.skip(f"{lacking} is not installed")
