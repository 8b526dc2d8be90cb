"""What several tests share: the published table, the sample workbook, small workbooks from rows, and LibreOffice."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from python_calamine import CalamineWorkbook

from xlperf import schema
from xlperf.actions import DRAWN
from xlperf.build import build_master, published, sample
from xlperf.build.content import Content
from xlperf.files import make, new
from xlperf.readers import apart
from xlperf.readers import open as opening

os.environ["XLPERF_PROFILES"] = str(Path(__file__).with_name("no-profiles"))  # never those of whoever runs the tests

SEED = Path(__file__).parents[1] / "workbook" / "bazhou-2022.txt"


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="also run what takes long")
    parser.addoption("--excel-files", metavar="DIR", help="a folder of workbooks written by Excel, for the long mode")


def pytest_collection_modifyitems(config, items):
    settings.register_profile("usual", max_examples=50)
    if not config.getoption("--long"):
        settings.load_profile("usual")
        for item in items:
            if "long" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="only with --long"))


@pytest.fixture(autouse=True)
def state(tmp_path_factory, monkeypatch) -> Path:
    """A folder of the test's own for what is kept of writings: never the home of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XLPERF_STATE", str(folder))
    return folder


@pytest.fixture(scope="session")
def sample_skeleton() -> bytes:
    """The sample workbook before any result stands in it."""
    return build_master(sample())


@pytest.fixture(scope="session")
def sample_workbook() -> bytes:
    """The sample workbook with its results."""
    return make(sample())


@pytest.fixture(scope="session")
def sample_macros() -> bytes:
    """The sample as a workbook with macros, its results in it."""
    return make(sample(), ".xlsm")


@pytest.fixture(scope="session")
def published_workbook() -> bytes:
    """The master workbook of the published table."""
    return make(published())


@pytest.fixture
def sample_path(tmp_path, sample_workbook) -> Path:
    path = tmp_path / "样本.xlsx"
    path.write_bytes(sample_workbook)
    return path


TASK = {"任务编号": "R1", "任务名称": "运转保障", "总额": 10.0, "财政拨款": 10.0}
INDICATOR = {"指标编号": "Z1", "一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "检查次数",
             "批复指标值": ">=4次", "实际完成值": "4次"}  # fmt: skip

OTHER_CLASSES = [
    {"一级指标": "效益指标", "二级指标": "社会效益指标", "三级指标": "群众知晓率", "批复指标值": ">=90%", "实际完成值": "95%"},
    {"一级指标": "满意度指标", "二级指标": "满意度指标", "三级指标": "群众满意度", "批复指标值": ">=90%", "实际完成值": "95%"},
]
"""An indicator for each of the other classes, so that all points have a home."""


BUTTONS = sum(map(len, DRAWN.values()))
"""How many buttons are drawn in a workbook with macros."""


@pytest.fixture
def read_here(monkeypatch):
    """Read documents in this process, where a test reads hundreds; others read them in one of their own."""
    monkeypatch.setattr(opening, "read_apart", lambda kind, *given: apart.reader_of(kind)(*given))


def content_from(rows: dict[str, list[dict[str, object]]], **particulars) -> Content:
    """Return content from rows by sheet name and heading, as a person would type them."""
    records = {}
    for sheet in schema.READ_SHEETS:
        keys = {column.heading: column.key for column in sheet.columns}
        records[sheet.key] = [{keys[name]: value for name, value in row.items()} for row in rows.get(sheet.name, [])]
    return Content({"department": "测试单位", "year": 2022, **particulars}, records)


def small_workbook(rows: dict[str, list[dict[str, object]]] | None = None, **particulars) -> bytes:
    """Return a workbook with one task and an indicator of each class, and `rows` besides."""
    given = {"任务": [TASK], "绩效指标": [INDICATOR]}
    for name, more in (rows or {}).items():
        given[name] = [*given.get(name, []), *more]
    given["绩效指标"] = [*given["绩效指标"], *OTHER_CLASSES]
    content, asked = content_from(given, **particulars), repr((given, particulars))
    if asked not in _made:  # many tests begin with the same one
        _made[asked] = make(content)
    return _made[asked]


_made: dict[str, bytes] = {}


def values(data: bytes, sheet: str) -> list[list]:
    """Return the values of a sheet, from A1, by a reader of its own."""
    import io

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def column_values(data: bytes, sheet: schema.Sheet, key: str) -> list:
    """Return a column of a table sheet below its heading."""
    return [row[sheet.number(key) - 1] for row in values(data, sheet.name)[schema.FIRST_ROW - 1 :]]


RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(scope="session")
def libreoffice_many(tmp_path_factory):
    """A function that opens workbooks in LibreOffice, recalculates them, and saves them in another format."""
    program = shutil.which("soffice")
    if program is None:
        assert not os.environ.get("XLPERF_REQUIRE_LIBREOFFICE"), "LibreOffice is needed here and was not found"
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(profile), "LANG": "C.UTF-8"}

    def convert(given: dict[str, bytes], suffix: str) -> dict[str, bytes]:
        folder = tmp_path_factory.mktemp("libreoffice")
        paths = [folder / f"{name}.xlsx" for name in given]
        for path, data in zip(paths, given.values(), strict=True):
            path.write_bytes(data)
        for at in range(0, len(paths), 100):  # it stops without a word after some two hundred
            command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", suffix,
                       "--outdir", str(folder / "out"), *map(str, paths[at : at + 100])]  # fmt: skip
            subprocess.run(command, env=environment, check=True, capture_output=True, timeout=600)
        return {name: (folder / "out" / f"{name}.{suffix}").read_bytes() for name in given}

    return convert


@pytest.fixture(scope="session")
def libreoffice(libreoffice_many):
    """A function that opens one workbook in LibreOffice, recalculates it, and saves it in another format."""
    return lambda data, suffix: libreoffice_many({"in": data}, suffix)["in"]


@pytest.fixture(scope="session")
def blank_master(tmp_path_factory) -> bytes:
    """A master workbook with the published table and no payment."""
    path = tmp_path_factory.mktemp("母版") / "母版.xlsx"
    new(path, SEED)
    return path.read_bytes()


@pytest.fixture
def master(tmp_path, blank_master) -> Path:
    """A file with `blank_master`."""
    path = tmp_path / "母版.xlsx"
    path.write_bytes(blank_master)
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """A headless Chromium."""
    if not shutil.which("chromium") and not os.environ.get("XLPERF_REQUIRE_LIBREOFFICE"):
        pytest.skip("no Chromium here")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    quiet = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", f"--user-data-dir={tempfile.mkdtemp()}", "--window-size=1400,900")  # fmt: skip
    for each in quiet:
        options.add_argument(each)
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()
