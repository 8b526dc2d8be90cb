"""Many workbooks at once: which files are meant, one bad file among them, an interruption, and how far it has come."""

import io
import json
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from tests import workers
from tests.conftest import small_workbook
from xlperf.batch import FAILED, How, Outcome, Pool, Progress, Store, check_many, check_one, expand, names_many
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


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_one_file_that_fails_is_data_too(folder, capsys, form):
    assert main(["check", "坏.xlsx", "--format", form]) == 2
    assert json.loads(capsys.readouterr().out)["error"].startswith("坏.xlsx：不是有效的Excel工作簿")


def test_all_results_are_one_document(folder, capsys):
    main(["check", ".", "--format", "json"])
    assert [each["file"] for each in json.loads(capsys.readouterr().out)] == ["下级/甲.xlsm", "乙.xlsx", "坏.xlsx"]


@pytest.fixture(scope="module")
def large() -> bytes:
    """A workbook whose check takes long enough to be interrupted."""
    same = {"任务": "运转保障", "金额（元）": 1.5}
    payments = [same | {"日期": date(2022, 1 + nth % 12, 5), "凭证号": f"{nth}", "摘要": f"付款{nth}"} for nth in range(4000)]
    return small_workbook({"支出明细": payments})


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_an_interrupted_run_leaves_what_there_is_and_goes_on(folder, large, form, state):
    for number in range(40):
        (folder / f"单位{number:02}.xlsx").write_bytes(large + b" " * number)
    command = [sys.executable, "-m", "xlperf", "check", ".", "--jobs", "1", "--format", form]
    heard = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}  # what runs in the background is born deaf to it
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **heard)
    first = [run.stdout.readline() for _ in range(3)]
    run.send_signal(signal.SIGINT)
    rest, said = run.communicate(timeout=60)
    lines = [*first, *rest.splitlines()]
    assert run.returncode == 2 and "Traceback" not in said
    done = len(lines) - (form == "text")
    assert 3 <= done < 43
    if form == "text":
        assert f"中断，还有{43 - done}个没有校验" in lines[-1]
    else:
        assert all("findings" in json.loads(line) for line in lines)
    with sqlite3.connect(state / "results.sqlite") as base:
        kept = base.execute("SELECT count(*) FROM results").fetchone()[0]
    assert kept >= done - 1  # two files of the folder are the same
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert len(again.stdout.splitlines()) == 43  # the damaged one is told elsewhere in text, where the sum comes instead


USUAL = How()


def outcomes(paths: list[str], **settings) -> list[Outcome]:
    return [outcome for outcome, _known in check_many(paths, Pool(How(), 2, check=workers.odd, **settings), lambda path: None)]


def test_a_worker_that_hangs_or_dies_never_stops_the_rest(tmp_path):
    names = ["甲", "挂", "乙", "死", "一次", "丙", "大", "丁"]
    found = outcomes([str(tmp_path / name) for name in names], timeout=1)
    assert [Path(each.path).name for each in found] == names
    assert [Path(each.path).name for each in found if each.code == FAILED] == ["挂", "死", "大"]
    assert "内存不够" in found[6].data["error"]
    assert "超过1秒没有校验完" in found[1].data["error"] and "两次意外退出" in found[3].data["error"]


def test_files_are_checked_side_by_side(tmp_path):
    assert len({each.data["worker"] for each in outcomes([str(tmp_path / f"慢{nth}") for nth in range(20)])}) == 2


def test_what_did_not_change_is_not_checked_again(folder, small, tmp_path, monkeypatch):
    def checked(how: How = USUAL, path: str = "乙.xlsx") -> bool:
        store = Store(tmp_path / "results.sqlite", how)
        try:
            known = store.find(path)
            if known is None:
                store.keep(check_one(path, how))
            else:
                assert known.data == check_one(path, how).data
            return known is None
        finally:
            store.close()

    assert checked() and not checked() and checked(path="下级/甲.xlsm")  # another kind of file, the same bytes
    assert checked(How("基本")) and not checked(How("基本"))
    Path("乙.xlsx").write_bytes(small + b" ")
    assert checked() and not checked()
    profiles = tmp_path / "方案"
    profiles.mkdir()
    monkeypatch.setenv("XLPERF_PROFILES", str(profiles))
    assert not checked()
    (profiles / "我县.toml").write_text('id = "我县"\nextends = "mof-2020-10"\n', encoding="utf-8")
    assert checked() and not checked()
    (profiles / "我县.toml").write_text('id = "我县"\ntitle = "我县"\nextends = "mof-2020-10"\n', encoding="utf-8")
    assert checked()
    monkeypatch.setattr("xlperf.batch.store._program", lambda: iter([Path("说明.txt")]))
    assert checked() and checked(path="坏.xlsx") and checked(path="坏.xlsx") and checked(path="没有.xlsx")


def test_results_that_are_damaged_or_cannot_be_kept_do_no_harm(folder, tmp_path):
    (tmp_path / "坏.sqlite").write_bytes(b"nothing of the kind" * 100)
    for path in (tmp_path / "坏.sqlite", tmp_path / "坏.xlsx" / "results.sqlite"):
        store = Store(path, How())
        assert store.find("乙.xlsx") is None
        store.keep(check_one("乙.xlsx", How()))
        store.flush()
        assert store.find("乙.xlsx") is not None
        store.close()


def test_two_runs_share_what_they_keep_and_never_wait_long(folder, tmp_path):
    path = tmp_path / "results.sqlite"
    one, other = Store(path, How()), Store(path, How())
    for name in ("乙.xlsx", "下级/甲.xlsm"):
        (one if name == "乙.xlsx" else other).keep(check_one(name, How()))
    one.flush()
    assert other.find("乙.xlsx") and not one.find("下级/甲.xlsm")
    other.flush()
    assert one.find("下级/甲.xlsm")
    with sqlite3.connect(path) as base:
        base.execute("BEGIN IMMEDIATE")  # somebody writes for long
        began = time.monotonic()
        third = Store(path, How())
        assert third.find("乙.xlsx") and time.monotonic() - began < 20
        third.close()
    one.close()
    other.close()
    assert path.exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_told_to_who_looks():
    quiet, seen = io.StringIO(), Terminal()
    for stream in (quiet, seen):
        progress = Progress(2, stream)
        progress.step()
        progress.step()
        progress.clear()
    assert quiet.getvalue() == "" and "2/2" in seen.getvalue() and seen.getvalue().endswith("\r\x1b[K")
    progress = Progress(10, quiet)
    progress.done = 4
    assert progress.told(2.0) == "4/10　每秒2.0个　还要3秒"


def test_one_file_is_told_as_before(folder, capsys):
    assert main(["check", "乙.xlsx"]) in (0, 1)
    assert "指标3项" in capsys.readouterr().out
