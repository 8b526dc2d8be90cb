"""The example at the end of each command's help, run as it stands, in a folder where the files that it names are."""

import shlex
import shutil
from pathlib import Path

import pytest

from tests.exports import Sheet
from xlperf.build import sample
from xlperf.cli import VERBS, build_parser, main
from xlperf.files import check, make

EXAMPLES = {name: shlex.split(example)[1:] for name, _run, _summary, example, _arguments in VERBS}
NOT_HERE = {"bundle", "live", "serve"}
"""What needs the internet (tests/test_bundle.py runs it) or Excel."""
SAMPLE = Path(__file__).parents[1] / "workbook" / "bazhou-2022.txt"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A folder with all that the examples name."""
    folder = tmp_path_factory.mktemp("examples")
    for name in ("绩效目标.xlsm", "母版.xlsm", "绩效目标.xlsx", "报送文件夹/甲局.xlsx"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(make(sample(), path.suffix))
    shutil.copy(SAMPLE, folder / "目标表.txt")
    postings = [["日期", "凭证号", "科目编码", "摘要", "借方", "贷方"], ["2022-03-01", "记-901", "7101", "付款", 5, None]]
    (folder / "明细账.xlsx").write_bytes(Sheet(postings).xlsx())
    main(["check", str(folder / "报送文件夹"), "--out", str(folder / "上次.jsonl")])
    return folder


@pytest.mark.parametrize("verb", [verb for verb in EXAMPLES if verb not in NOT_HERE])
def test_it_does_what_it_says(verb, files, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "here"
    shutil.copytree(files, folder)
    monkeypatch.chdir(folder)
    for name, place in (("HOME", "home"), ("XLPERF_STATE", "state"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(name, str(tmp_path / place))
    (tmp_path / "config/libreoffice/4/user").mkdir(parents=True)
    (tmp_path / "config/libreoffice/4/user/registrymodifications.xcu").write_text("")
    if verb in ("undo", "restore"):  # which need something to take back
        edited = check(folder / "绩效目标.xlsx", write=True).written or check(folder / "绩效目标.xlsx", scope="基本", write=True).written
        assert edited
    arguments = EXAMPLES[verb]
    if verb == "new":
        (folder / arguments[1]).unlink()
    code = main(arguments)
    said = capsys.readouterr()
    assert code in (0, 1), said.err
    assert said.out.strip() or said.err.strip()
    made = [Path(each) for each in arguments if each.endswith((".docx", ".xlsm"))]
    assert all(each.exists() for each in made)


@pytest.mark.parametrize("verb", sorted(NOT_HERE))
def test_the_others_are_understood(verb):
    assert build_parser().parse_args(EXAMPLES[verb]).verb == verb
