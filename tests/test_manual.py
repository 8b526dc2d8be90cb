"""The manual's page of the language: its examples hold, nothing is left out, and the page is the one the code would write."""

import inspect
import re
from pathlib import Path

import pytest

import xlperf
from xlperf import schema
from xlperf.actions import ACTIONS, STAGES
from xlperf.batch.one import TIMEOUT
from xlperf.batch.pool import MEMORY
from xlperf.cli import VERBS, main
from xlperf.functions import FUNCTIONS
from xlperf.manual import DEPLOY, FOLDER, HANDBOOK, HELP, SAFETY, language_page
from xlperf.pages import language
from xlperf.pages.made import ORDER, made
from xlperf.rules import RULES
from xlperf.target import conditions, dates, doubts, grammar, judge, named, numbers, parse, prose, relative

CHECKLIST, README = FOLDER / "excel-checklist.md", Path(__file__).parents[1] / "README.md"

EXAMPLES = [(each.__name__, *example) for each in language.PRODUCTIONS for example in language.entry(each).examples]
PAIRS = [(each.__name__, *example) for each in language.JUDGES for example in language.entry(each).examples]


@pytest.mark.parametrize(("production", "text", "canonical"), EXAMPLES)
def test_a_production_reads_its_examples(production, text, canonical):
    assert str(parse(text).target) == canonical


@pytest.mark.parametrize(("judge_name", "pair", "verdict"), PAIRS)
def test_a_judge_judges_its_examples(judge_name, pair, verdict):
    target, actual = pair.split("／")
    assert language.VERDICTS[judge(target, actual, year=2022).verdict] == verdict


@pytest.mark.parametrize(("text", "code"), language.entry(doubts.doubts_of).examples)
def test_doubts_are_raised_by_their_examples(text, code):
    assert parse(text, year=2022).doubts[0].code == code


@pytest.mark.parametrize("function", [*language.PRODUCTIONS, *language.JUDGES], ids=lambda function: function.__name__)
def test_every_entry_is_whole(function):
    entry = language.entry(function)
    assert entry.rule and entry.title and entry.text and entry.examples


def test_no_production_is_left_out():
    """Every function of the grammar whose docstring has examples is a page's entry, and every production tried is one."""
    told = {
        function
        for module in (numbers, dates, conditions, relative, named, prose, grammar)
        for _name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and "例：" in (function.__doc__ or "")
    }
    assert told == set(language.PRODUCTIONS)
    assert {production for production, _hint in grammar.SIMPLE} <= told


def test_the_page_is_up_to_date():
    assert language_page() == language.page(), "run: python -m xlperf.make"


def test_the_other_pages_are_what_the_code_would_write():
    pages = made()
    for path, text in pages.items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m xlperf.make"
    assert {*ORDER, HELP} >= pages.keys() and {*ORDER, CHECKLIST} == set(FOLDER.glob("*.md"))
    assert f"| {TIMEOUT:.0f}秒（`--timeout`可改）；{MEMORY >> 30}吉字节" in pages[SAFETY]


def test_the_checklist_has_its_steps_and_its_pictures():
    text = CHECKLIST.read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d+) \|", text, re.MULTILINE) == [str(step) for step in range(1, 24)]
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert len(set(pictures)) >= 6 and all((FOLDER / each).exists() for each in pictures)
    assert f"里只有 PERF_ 开头的{'零一二三四五六七八九'[len(FUNCTIONS)]}个" in text


def test_the_readme_says_when_the_checklist_was_last_run():
    """Never, as long as the record in the checklist is blank."""
    run = re.search(r"\| \| \| \| \|", CHECKLIST.read_text(encoding="utf-8")) is None
    told = re.search(r"last run: \*\*(.+?)\*\*", README.read_text(encoding="utf-8"))
    assert told and (told[1] == "never") is not run


def test_the_deployment_page_names_every_setting_and_only_commands_that_there_are():
    code = "".join(path.read_text(encoding="utf-8") for path in Path(xlperf.__file__).parent.rglob("*.py"))
    page = DEPLOY.read_text(encoding="utf-8")
    assert set(re.findall(r"XLPERF_[A-Z_]+", page)) == set(re.findall(r"XLPERF_[A-Z_]+", code))


@pytest.mark.parametrize("path", [README, README.with_name("README.zh.md"), *sorted(FOLDER.glob("*.md"))], ids=lambda path: path.name)
def test_a_page_names_only_commands_and_options_that_there_are(path):
    options = {verb[0]: {name for names, _settings in verb[4] for name in names} | {"--lang", "--help"} for verb in VERBS}
    for verb, rest in re.findall(r"(?<![\w./-])xlperf ([a-z]+)\b([^`\n]*)", path.read_text(encoding="utf-8")):
        assert verb in options and set(re.findall(r"(?<!\S)--?[a-z][\w-]*", rest)) <= options[verb], (verb, rest)


def test_the_handbook_names_only_buttons_and_sheets_that_there_are():
    page = HANDBOOK.read_text(encoding="utf-8")
    clicked = set(re.findall("点(?:一次|“[^”]*”、)?“([^”]+)”", page)) - {"所在单元格"}
    assert len(clicked) >= 8 and clicked <= {each.label for each in (*ACTIONS, *STAGES)}
    assert set(re.findall("到“([^”]+)”", page)) <= set(schema.SHEET_ORDER)


def test_the_help_page_leads_where_it_says_and_needs_nothing_else():
    text = HELP.read_text(encoding="utf-8")
    places = re.findall(r'id="([^"]+)"', text)
    assert len(places) == len(set(places)) and set(re.findall(r'href="#([^"]+)"', text)) <= set(places)
    assert {each.id for each in RULES} < set(places) and {each.stem for each in ORDER} < set(places)
    assert set(re.findall(r'src="(.{0,22})', text)) == {"data:image/png;base64,"} and not re.search(r'href="(?!#)', text)


def test_every_picture_is_there_and_is_shown():
    shown = set(re.findall(r"!\[[^\]]+\]\(([^)]+)\)", "".join(each.read_text(encoding="utf-8") for each in FOLDER.glob("*.md"))))
    assert shown == {path.name for path in FOLDER.glob("*.png")}


def test_nothing_is_without_help():
    """No column, no field of 概况, no argument of a command: what it says stands in the cell, in --help, and in the manual."""
    columns = [(sheet.name, column.heading) for sheet in schema.TABLE_SHEETS for column in sheet.columns if not column.help]
    fields = [each.label for each in (*schema.PARTICULARS, *schema.SUMMARY) if not each.help]
    assert (columns, fields, [verb[0] for verb in VERBS for _names, settings in verb[4] if not settings.get("help")]) == ([], [], [])


def test_the_version_tells_what_a_report_of_a_fault_needs(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    told = capsys.readouterr().out
    assert ended.value.code in (0, None) and f"xlperf {xlperf.__version__}" in told
    assert all(name in told for name in ("Python 3", "lxml", "python-calamine", "XlsxWriter", str(Path(xlperf.__file__).parent)))
