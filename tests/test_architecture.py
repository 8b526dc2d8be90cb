"""The promises about the code itself: imports go one way, starting is quick, nothing of ours is told twice."""

import ast
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import xlperf

ROOT = Path(xlperf.__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("decisions/*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_what_there_is(page):
    """Files, folders, programs and links: a page for engineers that leads nowhere is worse than none."""
    text = page.read_text(encoding="utf-8")
    written = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|bas|md|toml|txt|cfg))`", text)
    beside = sorted(path.parent for path in (ROOT / "xlperf").rglob("__init__.py"))
    lost = [each for each in written if not any((folder / each).exists() for folder in (ROOT, ROOT / "macros", *beside))]
    lost += [each for each in re.findall(r"\]\(([^):]+)\)", text) if not (page.parent / each).exists()]
    for program in re.findall(r"python -m ([\w.]+)", text):
        lost += [program] if program.split(".")[0] in ("tests", "xlperf") and find_spec(program) is None else []
    assert lost == []


def test_the_decisions_are_all_listed_and_have_their_parts():
    listed = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for page in ROOT.glob("decisions/*.md"):
        text = page.read_text(encoding="utf-8")
        assert f"[{text.splitlines()[0][2:]}](decisions/{page.name})" in listed
        assert re.findall("^## (.+)$", text, re.MULTILINE) == ["Why", "What else there was", "What holds it"]


def test_imports_go_one_way():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", "setup.cfg", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("heavy", ["pandas", "xlwings", "openpyxl", "xlsxwriter", "lxml"])
def test_a_check_does_not_load(heavy, sample_path):
    code = f"import sys, xlperf; xlperf.check({str(sample_path)!r}); sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_help_loads_next_to_nothing():
    code = (
        "import sys; from xlperf.cli import build_parser; build_parser().format_help();"
        "sys.exit(any(name in sys.modules for name in ('rich', 'dataclasses', 'decimal', 'python_calamine')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize("command", ["check", "read", "explain", "new", "rules", "demo"])
def test_every_help_ends_with_an_example_that_names_its_command(command, capsys):
    from xlperf.cli import main

    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert re.search(rf"例如：xlperf {command}[^\n]*\n\Z", capsys.readouterr().out)


def test_public_names_are_there_and_told():
    for name in xlperf.__all__:
        assert name == "__version__" or getattr(xlperf, name).__doc__, name



def test_the_core_imports_the_standard_library_alone():
    """Not a list of what is forbidden: whatever is neither ours nor Python's own."""
    core = ("language", "errors", "model", "target", "schema", "profile", "actions", "intake", "tally", "forms", "rules", "exports", "run", "plan",
            "functions", "why", "rows")  # fmt: skip
    files = [path for name in core for path in ((ROOT / "xlperf" / name).rglob("*.py") if (ROOT / "xlperf" / name).is_dir()
                                                else [ROOT / "xlperf" / f"{name}.py"])]  # fmt: skip
    assert len(files) > 100
    known = {*sys.stdlib_module_names, "xlperf"}
    foreign = {}
    for path in files:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for_checking = (node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
        checked = {id(each) for node in for_checking for each in ast.walk(node)}
        for node in ast.walk(tree):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else [node.module] if isinstance(node, ast.ImportFrom) else []
            strange = [name for name in names if name and name.partition(".")[0] not in known]
            if strange and id(node) not in checked:
                foreign[path.name] = strange
    assert foreign == {}
