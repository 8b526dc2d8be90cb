"""Many workbooks at once: which files are meant, one bad file among them, an interruption, and how far it has come."""

import io
import json

import pytest

from tests.conftest import small_workbook
from xlperf import files
from xlperf.batch import Progress, expand, names_many
from xlperf.cli import main
from xlperf.errors import InputError


@pytest.fixture(scope="module")
def small() -> bytes:
    return small_workbook()


@pytest.fixture
def folder(tmp_path, small, monkeypatch):
    """Three workbooks in two folders, one of them damaged, and what is not to be read."""
    for name in ("乙.xlsx", "下级/甲.xlsm", "~$乙.xlsx", ".隐藏/丙.xlsx", "说明.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(small)
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04nothing")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("arguments", "found"), [
    (["."], ["下级/甲.xlsm", "乙.xlsx", "坏.xlsx"]), (["下级"], ["下级/甲.xlsm"]), (["*.xlsx"], ["乙.xlsx", "坏.xlsx"]),
    (["**/*.xls?"], ["下级/甲.xlsm", "乙.xlsx", "坏.xlsx"]), (["乙.xlsx", "."], ["乙.xlsx", "下级/甲.xlsm", "坏.xlsx"]),
    (["没有.xlsx"], ["没有.xlsx"]), (["@清单.txt"], ["坏.xlsx", "没有.xlsx"]),
])  # fmt: skip
def test_an_argument_means_files_in_a_stable_order(folder, arguments, found):
    (folder / "清单.txt").write_text("坏.xlsx\n\n 没有.xlsx \n", encoding="utf-8-sig")
    assert expand(arguments) == found


def test_a_file_whose_name_looks_like_a_pattern_is_itself(folder, small):
    (folder / "表[1].xlsx").write_bytes(small)
    assert not names_many("表[1].xlsx") and expand(["表[1].xlsx"]) == ["表[1].xlsx"]


@pytest.mark.parametrize(("argument", "told"), [
    (".隐藏/空", "文件夹里没有.xlsx或.xlsm工作簿"), ("无*.xlsx", "没有符合的文件"), ("@没有.txt", "读不了文件清单"), ("@空.txt", "清单里没有文件"),
    ("@乱.txt", "不是UTF-8文本"),
])  # fmt: skip
def test_what_holds_no_file_is_refused(folder, argument, told):
    (folder / ".隐藏/空").mkdir()
    (folder / "空.txt").write_text("\n")
    (folder / "乱.txt").write_bytes("清单".encode("gb18030"))
    with pytest.raises(InputError, match=told):
        expand([argument])


def test_a_bad_file_never_stops_the_rest(folder, capsys):
    assert main(["check", "."]) == 2
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert [line.split("　")[0] for line in lines[:2]] == ["下级/甲.xlsm", "乙.xlsx"] and "没能校验1个" in lines[-1] and "坏.xlsx" in said.err


def test_results_come_line_by_line(folder, capsys):
    assert main(["check", ".", "--format", "jsonl"]) == 2
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["file"] for row in rows] == ["下级/甲.xlsm", "乙.xlsx", "坏.xlsx"] and "error" in rows[2] and "findings" in rows[0]


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_an_interruption_leaves_what_there_is(folder, capsys, monkeypatch, form):
    checked, real = [], files.check

    def check(path, **settings):
        if checked:
            raise KeyboardInterrupt
        checked.append(path)
        return real(path, **settings)

    monkeypatch.setattr(files, "check", check)
    assert main(["check", ".", "--format", form]) == 2
    said = capsys.readouterr().out
    if form == "text":
        assert "中断，还有2个没有校验" in said
    else:
        found = json.loads(said)
        assert (found if form == "jsonl" else found[0])["file"] == "下级/甲.xlsm"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_told_to_who_looks():
    quiet, seen = io.StringIO(), Terminal()
    for stream in (quiet, seen):
        progress = Progress(2, stream)
        progress.step()
        progress.step()
        progress.close()
    assert quiet.getvalue() == "" and "2/2" in seen.getvalue() and seen.getvalue().endswith("\r\x1b[K")
    progress = Progress(10, quiet)
    progress.done = 4
    assert progress.told(2.0) == "4/10　每秒2.0个　还要3秒"


def test_one_file_is_told_as_before(folder, capsys):
    assert main(["check", "乙.xlsx"]) in (0, 1)
    assert "指标3项" in capsys.readouterr().out
