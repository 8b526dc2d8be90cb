"""English is complete: every text has its translation, with the same places to be filled in; and the workbook says what its headings mean."""

import io
import os
import re
import subprocess
import sys
from collections import Counter

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import SEED, values
from xlperf import schema
from xlperf.build import sample
from xlperf.files import check, make, monitor
from xlperf.languages.catalogue import COMPILED, SOURCE, compiled, read, renewed, texts

CHINESE = re.compile("[\u4e00-\u9fff]+")
QUOTED = re.compile("“[^”]*”|《[^》]*》|〔[^〕]*〕|`[^`]*`|{[^{}]*}")
"""Where Chinese may stand in English: names as the workbook shows them, titles of regulations, examples."""

NAMES_OF_FILES = re.compile(r"\S*(?:\.(?:xlsx|xlsm|docx|jsonl|txt)|xlperf .*)|(?:财预|中发)|号|[<>]=\S+|\(万元\)|\(元\)|以[上下]|我县|--\S+ \S+")
"""Files, documents, options and values in examples."""


def test_every_text_has_its_translation():
    """`python -m xlperf.make` brings the catalogue up to date."""
    told, known = texts(), read()
    assert known.keys() - told.keys() == set() and [text for text in told if not known.get(text)] == []
    assert SOURCE.read_bytes() == renewed()
    assert COMPILED.read_bytes() == compiled()


def test_translations_are_filled_in_alike_and_are_english():
    for text, told in read().items():
        assert Counter(re.findall(r"{[^{}]*}", text)) == Counter(re.findall(r"{[^{}]*}", told)), text
        assert not re.search("[，。；：、（）]", QUOTED.sub("", told)) or "｜" in told or told.startswith("#"), told
        assert not CHINESE.search(NAMES_OF_FILES.sub("", QUOTED.sub("", told))), told


def english(*arguments: object, cwd=None, **environment: str) -> subprocess.CompletedProcess:
    env = {key: value for key, value in os.environ.items() if key != "XLPERF_LANG"} | environment
    return subprocess.run([sys.executable, "-m", "xlperf", *map(str, arguments)], cwd=cwd, env=env, capture_output=True, text=True, timeout=120)


def left(text: str) -> list[str]:
    """Return the Chinese that stands outside quotation marks."""
    return CHINESE.findall(NAMES_OF_FILES.sub("", QUOTED.sub("", text)))


@pytest.mark.parametrize("language", ["--lang", "--lang=en", "XLPERF_LANG"])
def test_the_language_is_chosen_by_an_option_or_the_environment(language, tmp_path):
    asked = {"--lang": ["--lang", "en"], "--lang=en": ["--lang=en"]}.get(language, [])
    done = english("check", "nothing.xlsx", *asked, cwd=tmp_path, **({"XLPERF_LANG": "en_GB.UTF-8"} if not asked else {}))
    assert done.returncode == 2 and done.stderr.startswith("xlperf: nothing.xlsx: ") and left(done.stderr) == []
    assert "没有这个文件" in english("check", "nothing.xlsx", cwd=tmp_path, XLPERF_LANG="fr").stderr


def test_a_language_that_there_is_not_is_refused():
    done = english("check", "x.xlsx", "--lang", "fr")
    assert done.returncode == 2 and "可选" in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["rules"], ["rules", "T203"], ["profile", "list"],
                                       ["explain", ">=95%", "--actual", "90%"], ["explain", "11月底前", "--actual", "12月5日"]])  # fmt: skip
def test_commands_speak_english(arguments):
    done = english(*arguments, "--lang", "en")
    examples = [line for line in done.stdout.splitlines() if not re.match(r"Example|(?:Target|Actual) |  +\S+｜|.*[（<>=]|\S+　", line)]
    assert done.returncode in (0, 1) and len(done.stdout) > 100 and not done.stderr
    assert [line for line in examples if len("".join(left(line))) > 8] == []


@pytest.fixture(scope="module", params=[".xlsx", ".xlsm"])
def workbook(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("english") / f"master{request.param}"
    assert english("new", path, "--from", SEED, "--lang", "en").returncode == 0
    return path


def test_the_workbook_says_in_english_what_its_headings_mean(workbook, published_workbook):
    data = workbook.read_bytes()
    for sheet in schema.TABLE_SHEETS:
        rows = values(data, sheet.name)
        assert rows[schema.HEADING_ROW - 1][: len(sheet.columns)] == [column.heading for column in sheet.columns]
        assert rows[schema.BAND_ROW - 1][: len(sheet.columns)] == [column.english for column in sheet.columns]
    guide = " ".join(str(cell) for row in values(data, schema.GUIDE) for cell in row)
    overview = [str(cell) for row in values(data, schema.OVERVIEW) for cell in row]
    assert left(guide) == [] and "Performance-target workbook" in guide and "年度\nYear" in overview
    book = openpyxl.load_workbook(io.BytesIO(data))
    tips = {tip.prompt for page in book for tip in page.data_validations.dataValidation if tip.prompt}
    assert len(tips) > 40 and not any(left(tip) for tip in tips) and max(map(len, tips)) <= 255


def test_the_page_and_the_summary_are_english(workbook, browser, tmp_path):
    done = english("check", workbook, "--no-cache", "--out", tmp_path / "results.html", "--out", tmp_path / "results.xlsx", "--lang", "en")
    assert done.returncode == 1, done.stderr
    browser.get((tmp_path / "results.html").as_uri())
    said = browser.execute_script("return document.querySelector('header').innerText + document.querySelector('nav').innerText + "
                                  "[...document.querySelectorAll('th, option')].map((each) => each.textContent).join(' ')")  # fmt: skip
    assert left(said.replace("新疆巴州应急管理局", "")) == [] and browser.title == "Results of checking performance targets"
    colour = browser.execute_script("return getComputedStyle(document.querySelector('td .warnings')).backgroundColor")
    assert colour == "rgb(208, 140, 34)"
    names = openpyxl.load_workbook(tmp_path / "results.xlsx").sheetnames
    assert len(names) > 4 and not any(left(name) for name in names)


def test_a_place_is_read_back_in_any_language():
    code = ("from xlperf.model import Place, place_of; places = [Place('任务', 5), Place('任务', 5, 3)]; "
            "print(places == [place_of(str(each)) for each in places])")  # fmt: skip
    env = os.environ | {"XLPERF_LANG": "en"}
    assert subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True).stdout == "True\n"


def test_a_workbook_is_one_whoever_reads_it(workbook, tmp_path):
    """What was made in English is checked in Chinese and back: the same figures and statuses; only what is said changes."""
    path = tmp_path / workbook.name
    path.write_bytes(workbook.read_bytes())
    first = check(path)
    assert first.result.layout and not first.result.layout.foreign and len(first.result.assessment.indicators) == 70
    assert check(path, write=True).written and not check(path, write=True).written
    said = [row[4] for row in values(path.read_bytes(), schema.FINDINGS.name)[schema.FIRST_ROW - 1 :]]
    assert english("check", path, "--write", "--lang", "en").returncode == 1
    anew = values(path.read_bytes(), schema.FINDINGS.name)[schema.FIRST_ROW - 1 :]
    assert [row[4] for row in anew] != said and [row[1] for row in anew] == [each.rule for each in first.result.findings]
    assert "没有变化" not in english("check", path, "--write", "--lang", "en").stdout
    before = path.read_bytes()
    english("check", path, "--write", "--lang", "en")
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", ["target", "monitor", "evaluation"])
def test_the_papers_that_are_filed_are_chinese_whoever_makes_them(kind, tmp_path):
    """What is filed says the same whatever language the run speaks, but for what 自评表 says of what is left to do."""
    master = tmp_path / "母版.xlsx"
    master.write_bytes(make(sample(), ".xlsx"))
    monitor(master, 7)
    papers = []
    for language in ("zh", "en"):
        out = tmp_path / f"{language}.xlsx"
        assert english("form", kind, master, "-o", out, "--lang", language).returncode == 0
        papers.append([cell for row in CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python() for cell in row if cell != ""])
    chinese, other = ([cell for cell in cells if not str(cell).startswith(("说明：", "Note", "未完成，", "Not complete"))] for cells in papers)
    assert chinese == other and len(chinese) > 100
