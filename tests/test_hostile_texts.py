"""Texts that mean harm in every cell that people fill, on their way to everything that is made from them.

What they become is held against what harmless texts become in the same cells: the same formulas, links and fields, and no more.
"""

import io
import re
import socket
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from tests.conftest import column_values, values
from tests.fake_excel import Book
from tests.hostile.texts import HOSTILE_TEXTS, table_of
from tests.hostile.tries import PORT
from xlperf.cli import main
from xlperf.excel.host import ExcelHost
from xlperf.files import make
from xlperf.live.clicks import click
from xlperf.report.tables import harmless
from xlperf.schema import FINDINGS

TEXTS = tuple(dict.fromkeys(text[:200] for text in HOSTILE_TEXTS))
"""As much of each text as is tried in every run; all of it in the long mode."""

HARMLESS = tuple(f"甲{nth}" for nth in range(12))

COMMANDS = (
    "check 表.xlsx --write",
    "monitor 表.xlsx --month 7",
    "check 表.xlsx --no-cache --out 结果.html --out 结果.csv --out 结果.jsonl --out 结果.xlsx --opinions 意见",
    *(f"form {kind} 表.xlsx -o {kind}.{suffix}" for kind in ("target", "evaluation", "monitor", "trace") for suffix in ("docx", "xlsx")),
    "opinion 表.xlsx -o 意见单.docx",
    "new 新.xlsx --from 表.xlsx",
    "new --into 母版.xlsx --from 表.xlsx --adjustment 财预〔2022〕15号",
)


def filled(folder: Path, texts) -> Path:
    """Make a workbook with these texts and everything that can be made from it, in a folder."""
    content = table_of(texts)
    (folder / "表.xlsx").write_bytes(make(content))
    (folder / "母版.xlsx").write_bytes(make(table_of(texts[:9])))
    for command in COMMANDS:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            patch.setenv("XLPERF_STATE", str(folder.parent / "state"))
            assert main(command.split()) in (0, 1), command
    return folder


@pytest.fixture(scope="module", params=[TEXTS, pytest.param(HOSTILE_TEXTS, marks=pytest.mark.long)], ids=["", "whole"])
def texts(request) -> tuple[str, ...]:
    return request.param


@pytest.fixture(scope="module")
def made(texts, tmp_path_factory) -> Path:
    return filled(tmp_path_factory.mktemp("hostile"), texts)


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Path:
    return filled(tmp_path_factory.mktemp("harmless"), HARMLESS)


ACTIVE = ("hyperlink", "instrText", "object", "script", "externalReference", "ddeLink", "oleObject", "webPublishItem")

_LINK = re.compile(r"""HYPERLINK\("#'(\w+)'!([A-Z]+#)","\1!\2"\)""")
"""A formula of ours that leads to a cell."""


def active(data: bytes) -> set[str]:
    """Return what a file for an office program holds that is more than text: links, fields, what is elsewhere, formulas without their numbers."""
    found = set()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            for each in etree.fromstring(package.read(name)).iter() if name.endswith((".xml", ".rels", ".vml")) else ():
                kind = etree.QName(each).localname
                found |= {kind} & set(ACTIVE)
                found |= {_LINK.sub("link", re.sub("[0-9]+", "#", f"= {each.text}"))} if kind == "f" else set()
                found |= {f"field {sorted(each.attrib.values())}"} if kind == "fldSimple" else set()
                found |= {f"to {each.get('Target')}"} if each.get("TargetMode") == "External" else set()
    return found


MADE = ("表.xlsx", "新.xlsx", "母版.xlsx", "结果.xlsx", "意见单.docx",
        *(f"{kind}.{suffix}" for kind in ("target", "evaluation", "monitor", "trace") for suffix in ("xlsx", "docx")))  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_no_text_becomes_more_than_text(made, plain, name):
    assert active((made / name).read_bytes()) <= active((plain / name).read_bytes())


def test_every_text_of_the_user_stands_as_it_was(made, texts):
    """Also after everything was written, as a reader of its own sees it."""
    cells = {cell for row in values((made / "表.xlsx").read_bytes(), "绩效指标") for cell in row}
    assert [text[:99] for text in texts if text.strip() and not {text, text.strip()} & cells] == []


def test_tables_of_text_hold_no_formula(made):
    for path in made.glob("结果-*.csv"):
        text = path.read_text("utf-8-sig")
        assert not re.search(r'(?:^|,)"?[=+@\t\r]', text, re.MULTILINE), path.name
    assert harmless("=1") == "'=1"


def test_names_of_files_stay_in_their_folder(made):
    assert [path.parent.name for path in made.rglob("*审核意见单.docx")] == ["意见"]


def test_a_click_writes_the_same_texts(made, texts):
    """The click hands its texts to the program as texts, never as what the program would make of them."""
    book = Book(make(table_of(texts), ".xlsm"))
    before = {(sheet.name, place) for sheet in book._sheets for place, cell in sheet.cells.items() if cell.formula}
    assert click(ExcelHost(book), "check", datetime(2026, 1, 1)).how == "ok"
    after = {(sheet.name, place): cell.formula for sheet in book._sheets for place, cell in sheet.cells.items() if cell.formula}
    assert {_LINK.sub("link", re.sub("[0-9]+", "#", after[cell])) for cell in after.keys() - before} <= {"=link"}
    findings = next(sheet for sheet in book._sheets if sheet.name == FINDINGS.name).cells
    subjects = {cell.value for (_row, column), cell in findings.items() if column == FINDINGS.number("subject")}
    told = set(column_values((made / "表.xlsx").read_bytes(), FINDINGS, "subject"))
    assert len(told & set(texts)) > 40 and {text for text in told & set(texts) if text.isprintable() and "_x" not in text} <= subjects


@pytest.fixture
def listening():
    """Somebody who is called where the texts would have us call; nobody may."""
    with socket.create_server(("127.0.0.1", PORT), reuse_port=True) as server:
        server.setblocking(False)
        yield
        with pytest.raises(BlockingIOError):
            server.accept()


def test_the_page_shows_texts_and_runs_none(made, texts, browser, listening):
    browser.get((made / "结果.html").as_uri())
    seen: set[str] = set()
    for tab in browser.find_elements("css selector", "nav button"):
        tab.click()
        seen |= set(browser.execute_script("return [...document.querySelectorAll('td')].map((td) => td.textContent)"))
    assert browser.title == "绩效目标校验结果"
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    links = browser.execute_script("return [...document.querySelectorAll('[href],[src]')].map((each) => each.href || each.src)")
    assert not [link for link in links if not unquote(link).startswith(("file:", "data:", "#"))]
    assert browser.execute_script("return document.querySelectorAll('svg[onload],img').length") == 0
    names = {text for text in texts if text.strip()}
    assert len([name for name in names if any(name.strip() in each for each in seen)]) > len(names) // 2


@pytest.mark.libreoffice
@pytest.mark.parametrize(("names", "kind"), [(("表.xlsx", "结果.xlsx", "结果-指标.csv"), "csv"), (("意见单.docx", "evaluation.docx"), "txt")])
def test_an_office_program_that_opens_what_was_made_calls_nobody(made, names, kind, tmp_path, listening):
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", kind, "--outdir", tmp_path]
    subprocess.run([*command, *(made / name for name in names)], check=True, capture_output=True, timeout=180)
    assert len(list(tmp_path.glob(f"*.{kind}"))) == len(names)
