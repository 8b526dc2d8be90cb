"""All that a computer without the internet needs to install xlperf: wheels, a list of them with their digests, a script a system, a page.

Collected on a computer that has pip and a way to a package index; the package itself comes from where this one was installed from.
"""

import hashlib
import re
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from email import message_from_bytes
from importlib.metadata import Distribution, distribution
from importlib.resources import files
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import digest_of

SYSTEMS = {
    "windows": ("win_amd64",),
    "linux": ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_24_x86_64", "manylinux_2_28_x86_64", "manylinux_2_34_x86_64"),
}
"""Systems by name, with the tags of the wheels that run on them; of 64 bits, which is what Excel and desktops have today."""

EXTRAS = ("word", "pdf", "parquet", "excel")
"""What is taken along besides the program: everything that a desktop may ask for."""

SCRIPTS = ("install.cmd", "install.sh", "install.py", "python.txt", "使用说明.txt")


def bundle(folder: Path, systems: Sequence[str], versions: Sequence[str]) -> list[str]:
    """Collect everything for some systems (`SYSTEMS`) and versions of Python ("3.11") in a new or empty folder; return the names of the wheels.

    Raises `InputError` where the folder holds something, or where pip cannot get a wheel.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(_("文件夹里已有东西"), place=str(folder), remedy=_("请换一个新的或空的文件夹"))
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    own = own_wheel(wheels)
    for system in systems:
        for version in versions:
            _collect(own, wheels, system, version)
    found = sorted(wheels.glob("*.whl"))
    (folder / "wheels.txt").write_text("".join(f"{digest_of(each.read_bytes())}  {each.name}\n" for each in found), encoding="utf-8")
    filled = {"@WHEEL@": own.name, "@EXTRAS@": ",".join(EXTRAS), "@VERSIONS@": " ".join(versions)}
    for name in SCRIPTS:
        text = files("xlperf.manual").joinpath("bundle", name).read_text(encoding="utf-8")
        for place, told in filled.items():
            text = text.replace(place, told)
        ends = "\r\n" if name.endswith((".cmd", ".txt")) else "\n"
        (folder / name).write_text(text, encoding="utf-8", newline=ends)
    (folder / "install.sh").chmod(0o755)
    return [each.name for each in found]


def own_wheel(folder: Path) -> Path:
    """Put our own wheel into a folder: built from the checkout that is at work here, or packed again from what is installed."""
    checkout = Path(__file__).parents[1]
    if (checkout / "setup.cfg").exists():
        _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(checkout))
        return next(folder.glob("xlperf-*.whl"))
    return _packed_again(distribution("xlperf"), folder)


def _packed_again(installed: Distribution, folder: Path) -> Path:
    """Pack what is installed as the wheel that it came from: its files and its record, without what the installation added."""
    tag = next(line.removeprefix("Tag: ") for line in (installed.read_text("WHEEL") or "").splitlines() if line.startswith("Tag: "))
    path = folder / f"xlperf-{installed.version}-{tag}.whl"
    added = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")
    ours = (each for each in installed.files or () if each.parts[0].startswith("xlperf") and "__pycache__" not in each.parts)
    kept = sorted(each for each in ours if each.name not in added)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        lines = []
        for each in kept:
            body = each.read_binary()
            wheel.writestr(each.as_posix(), body)
            lines.append(f"{each.as_posix()},{_in_record(body)},{len(body)}")
        record = f"xlperf-{installed.version}.dist-info/RECORD"
        wheel.writestr(record, "\n".join((*lines, f"{record},,", "")))
    return path


def _in_record(body: bytes) -> str:
    """Return a digest as a wheel's record spells it (PEP 376)."""
    return "sha256=" + urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()


def _collect(own: Path, wheels: Path, system: str, version: str) -> None:
    """Get what our wheel needs for a system and a version of Python, and what that needs in turn.

    pip asks the computer that it runs on which requirements hold (`; sys_platform == "win32"`), so what holds there and not here is
    asked for by name until nothing is missing.
    """
    tags = [part for tag in SYSTEMS[system] for part in ("--platform", tag)]
    download = ("download", "--only-binary=:all:", "--dest", str(wheels), "--find-links", str(wheels), "--python-version", version,
                "--implementation", "cp", *tags)  # fmt: skip
    missing = {f"{own}[{','.join(EXTRAS)}]"}
    while missing:
        _pip(*download, *sorted(missing))
        before, missing = missing, lacking(wheels, system, version)
        if missing == before:
            raise InputError(_("缺少安装包：{names}").format(names=_("、").join(sorted(missing))))


def lacking(wheels: Path, system: str, version: str) -> set[str]:
    """Return what is required on a system by the wheels of a folder, ours with all that it takes along, and by none of them given."""
    there = {parse_wheel_filename(each.name)[0]: each for each in sorted(wheels.glob("*.whl")) if _fits(each, system, version)}
    where = {"python_version": version, "python_full_version": f"{version}.0", **_MARKERS[system]}
    found, reached, ahead = set(), set(), [Requirement(f"xlperf[{','.join(EXTRAS)}]")]
    while ahead:
        asked = ahead.pop()
        name = canonicalize_name(asked.name)
        if name not in there:
            found.add(f"{asked.name}{asked.specifier}")
            continue
        for extra in {"", *asked.extras} - {done for known, done in reached if known == name}:
            reached.add((name, extra))
            ahead += [each for each in _required(there[name]) if each.marker is None or each.marker.evaluate({**where, "extra": extra})]
    return found


def _fits(wheel: Path, system: str, version: str) -> bool:
    """Whether a wheel can be installed on a system, by a version of Python."""
    python = tuple(map(int, version.split(".")))
    known = {(tag.interpreter, tag.abi) for tag in (*cpython_tags(python, platforms=["any"]), *compatible_tags(python, platforms=["any"]))}
    return any((tag.interpreter, tag.abi) in known and (tag.platform == "any" or _PLATFORMS[system].fullmatch(tag.platform))
               for tag in parse_wheel_filename(wheel.name)[3])  # fmt: skip


_PLATFORMS = {"windows": re.compile("win_amd64"), "linux": re.compile("(?:many)?linux.*_x86_64")}
_MARKERS = {
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
}
"""What the computers are that a bundle is for, as requirements ask (PEP 508)."""


def _required(wheel: Path) -> list[Requirement]:
    """Return what a wheel says it requires."""
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA") and name.count("/") == 1)
        return [Requirement(each) for each in message_from_bytes(archive.read(metadata)).get_all("Requires-Dist", ())]


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        why = " ".join((lines or [_("没有说明原因")])[-1].split())[:300]
        raise InputError(_("pip没能取到安装包（{why}）").format(why=why), remedy=_("请在能上网、装有pip的电脑上运行，或用pip的设置指定镜像"))
