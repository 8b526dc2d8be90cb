"""What of a folder of wheels fits a system and a version of Python: one that is there for another does not count."""

import zipfile

import pytest

from xlperf.bundle import lacking


@pytest.fixture
def wheels(tmp_path):
    def wheel(name: str, *required: str) -> None:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            lines = "".join(f"Requires-Dist: {each}\n" for each in required)
            archive.writestr(f"{name.partition('-')[0]}-1.dist-info/METADATA", f"Metadata-Version: 2.1\nName: x\nVersion: 1\n{lines}")

    wheel("xlperf-1-py3-none-any.whl", "lxml", "calamine", 'xlwings; extra == "excel"')
    wheel("xlwings-1-py3-none-any.whl", 'pywin32; sys_platform == "win32"')
    wheel("pywin32-1-cp311-cp311-win_amd64.whl")
    wheel("calamine-1-cp39-abi3-win_amd64.whl")
    wheel("calamine-1-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl")
    for version in ("311", "313"):
        wheel(f"lxml-1-cp{version}-cp{version}-manylinux2014_x86_64.manylinux_2_17_x86_64.whl")
        wheel(f"lxml-1-cp{version}-cp{version}-win_amd64.whl")
    return tmp_path


@pytest.mark.parametrize(("system", "version", "missing"), [
    ("windows", "3.11", set()), ("windows", "3.12", {"pywin32", "lxml"}), ("windows", "3.13", {"pywin32"}),
    ("linux", "3.11", set()), ("linux", "3.12", {"lxml"}), ("linux", "3.13", set()),
])  # fmt: skip
def test_a_wheel_for_another_version_does_not_count(wheels, system, version, missing):
    assert lacking(wheels, system, version) == missing
