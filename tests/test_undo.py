"""What was written can be taken back: byte for byte at once, cell by cell after somebody else has worked in the file."""

import io
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import values
from tests.test_checking import edited
from xlperf.cli import main
from xlperf.errors import InputError, WriteRefusedError
from xlperf.files import check
from xlperf.model import IMPORT, Change, Edit, Edits, Note, Place, TableSize
from xlperf.undo import backups, loss, restore, undo
from xlperf.writers import history
from xlperf.writers.package import Written, apply
from xlperf.writers.store import write_edits

NOW = datetime(2026, 3, 4, 5, 6)


@pytest.fixture
def path(tmp_path, sample_skeleton) -> Path:
    path = tmp_path / "样本.xlsx"
    path.write_bytes(sample_skeleton)
    return path


def test_at_once_the_file_is_what_it_was_byte_for_byte(path, sample_skeleton):
    check(path, write=True)
    taken = undo(path)
    assert path.read_bytes() == sample_skeleton and taken.count == 661 and taken.kept == ()
    with pytest.raises(InputError, match="没有可以撤销的写入"):
        undo(path)


def test_several_writings_are_taken_back_one_by_one(path):
    states = []
    for points in (1.0, 2.0, 3.0):
        states.append(path.read_bytes())
        write_edits(path, states[-1], Edits((Edit(Place("任务", 5, 5), points),), purpose=IMPORT), history.IMPORTED, NOW)
    for state in reversed(states):
        undo(path)
        assert path.read_bytes() == state


def test_cells_that_somebody_changed_since_are_left_alone(path):
    check(path, write=True)

    def work(book):
        book["任务"]["E5"] = 900.0  # the user's
        book["绩效指标"].cell(6, 15, "人工改写")  # ours, but somebody wrote over it

    path.write_bytes(edited(path.read_bytes(), work))
    taken = undo(path)
    after = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert after["任务"]["E5"].value == 900.0
    assert after["绩效指标"].cell(6, 15).value == "人工改写"
    assert Place("绩效指标", 6, 15) in taken.kept
    assert taken.count and after["绩效指标"].cell(5, 15).value is None


def test_a_moved_file_is_still_known(path, sample_skeleton):
    check(path, write=True)
    moved = path.rename(path.with_name("改名.xlsx"))
    undo(moved)
    assert moved.read_bytes() == sample_skeleton


def test_undoing_a_copy_takes_nothing_from_the_original(path, sample_skeleton):
    check(path, write=True)
    copy = path.with_name("副本.xlsx")
    copy.write_bytes(path.read_bytes())
    undo(copy)
    assert copy.read_bytes() == sample_skeleton
    with pytest.raises(InputError, match="没有可以撤销的写入"):
        undo(copy)
    undo(path)
    assert path.read_bytes() == sample_skeleton


def test_undoing_again_goes_further_back_even_where_somebody_worked_in_between(path):
    for points in (1.0, 2.0):
        state = path.read_bytes()
        write_edits(path, state, Edits((Edit(Place("任务", 5, 5), points),), purpose=IMPORT), history.IMPORTED,
                    NOW + timedelta(hours=points))
        path.write_bytes(edited(path.read_bytes(), lambda book: book["任务"].cell(6, 3, "我写的")))
    shown = []
    for _turn in range(2):
        undo(path)
        sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["任务"]
        shown.append((sheet["E5"].value, sheet["C6"].value))
    assert shown == [(1.0, "我写的"), (839.08, "我写的")]
    with pytest.raises(InputError, match="没有可以撤销的写入"):
        undo(path)


def test_what_was_typed_before_a_restore_is_never_lost(path):
    check(path, write=True)
    path.write_bytes(edited(path.read_bytes(), lambda book: book["绩效指标"].cell(56, 21, "一大段原因")))
    typed = path.read_bytes()
    restore(path, backups(path)[0])
    path.write_bytes(edited(path.read_bytes(), lambda book: book["任务"].cell(5, 5, 1.0)))
    with pytest.raises(WriteRefusedError, match="恢复之后文件又被改过，不能整份撤销"):
        undo(path)
    assert typed in [each.backup.read_bytes() for each in backups(path)]


@pytest.mark.parametrize("left", [None, b"", b"PK\x03\x04 half a file"])
def test_a_damaged_or_deleted_file_is_restored(path, sample_skeleton, left, capsys):
    check(path, write=True)
    path.unlink()
    if left is not None:
        path.write_bytes(left)
        assert main(["undo", str(path)]) == 2 and "程序出错" not in capsys.readouterr().err
    assert main(["restore", str(path), "--to", "1", "--yes"]) == 0
    assert path.read_bytes() == sample_skeleton


def test_nothing_is_said_to_be_done_that_was_not(path, capsys):
    check(path, write=True)
    written = path.read_bytes()
    path.with_name(f".~lock.{path.name}#").write_text(",王会计,电脑,25.11.2026 09:12,;", "utf-8")
    assert main(["restore", str(path), "--to", "1", "--yes"]) == 2
    told = capsys.readouterr()
    assert "已恢复" not in told.out and "王会计" in told.err and path.read_bytes() == written
    assert main(["restore", str(path), "--yes"]) == 2 and "没有说恢复成第几份" in capsys.readouterr().err


def test_where_there_are_no_backups_it_is_said_why(tmp_path, capsys):
    for name, words in ((".", "这是一个文件夹"), ("没有.xlsx", "没有这个文件，也没有它的备份")):
        assert main(["restore", str(tmp_path / name)]) == 2 and words in capsys.readouterr().err


def test_a_file_that_is_held_is_not_undone(path):
    check(path, write=True)
    written = path.read_bytes()
    path.with_name(f"~${path.name}").write_bytes(b"\x06\xe6\x9d\x8e\xe5\x9b\x9b")
    with pytest.raises(WriteRefusedError, match="李四"):
        undo(path)
    assert path.read_bytes() == written
    path.with_name(f"~${path.name}").unlink()
    undo(path)


def test_restoring_tells_first_what_is_lost(path, sample_skeleton):
    check(path, write=True)
    path.write_bytes(edited(path.read_bytes(), lambda book: book["任务"].cell(5, 5, 77.0)))
    (entry,) = backups(path)
    lost = loss(path, entry)
    assert (Place("任务", 5, 5), 77.0, 839.08) in lost.cells
    assert {place.sheet for place, _now, _then in lost.cells} == {"任务"} and lost.ours > 300
    current = path.read_bytes()
    check_only = loss(path, entry)
    assert check_only == lost, "looking changes nothing"
    restore(path, entry)
    assert path.read_bytes() == sample_skeleton
    undo(path)
    assert path.read_bytes() == current, "restoring can be undone too"


def test_a_sheet_that_would_be_lost_is_named(path):
    check(path, write=True)
    path.write_bytes(edited(path.read_bytes(), lambda book: book.create_sheet("我的笔记")))
    assert loss(path, backups(path)[0]).sheets == ("我的笔记",)


def test_the_first_backup_of_each_day_and_the_last_few_are_kept(path):
    for day in range(20):
        for hour in range(8):
            value = float(day * 100 + hour)
            edits = Edits((Edit(Place("任务", 5, 5), value),), purpose=IMPORT)
            write_edits(path, path.read_bytes(), edits, history.IMPORTED, NOW + timedelta(days=day, hours=hour))
    kept = backups(path)
    days = {each.at.date() for each in kept}
    assert len(kept) == history.LAST + history.DAYS - 1 and len(days) == history.DAYS
    assert [each.at.hour for each in kept[history.LAST + 1 :]] == [5] * (history.DAYS - 2), "the first of each day before"
    assert all(each.backup.exists() for each in kept)
    assert len(list(kept[0].backup.parent.iterdir())) == 2 * len(kept)


def test_backups_are_for_nobody_else(path):
    check(path, write=True)
    entry = backups(path)[0]
    assert entry.backup.stat().st_mode & 0o077 == 0 and entry.record.stat().st_mode & 0o077 == 0


def test_all_kinds_of_values_come_back_from_the_record(path, state):
    from xlperf.ooxml.values import ErrorValue

    place = Place("任务", 5, 5)
    given = ("文", "\ud800", 1.5, 3, True, None, Decimal("0.10"), ErrorValue("#N/A"), "=11辆\x01")
    changes = tuple(Change(place, value, "A1", value, "") for value in given)
    written = type(apply(path.read_bytes(), Edits()))(b"x", changes, (TableSize("Findings", "校验结果", 3),), (Note(place, "注"),))
    history.confirm(history.remember(path, b"a", b"b", history.CHECK, NOW, written))
    (entry,) = history.entries(path)
    assert entry.changes == changes and entry.sizes == written.sizes and entry.notes == written.notes
    assert [type(each.old) for each in entry.changes] == [type(value) for value in given]


@pytest.mark.parametrize("content", ["{", "{}", "[]", '{"changes": [{}]}', "[" * 100_000])
def test_a_record_that_somebody_spoilt_is_none(path, content):
    check(path, write=True)
    backups(path)[0].record.write_text(content, "utf-8")
    with pytest.raises(InputError, match="没有可以撤销的写入"):
        undo(path)


def test_a_damaged_backup_never_takes_the_files_place(path):
    check(path, write=True)
    written, entry = path.read_bytes(), backups(path)[0]
    entry.backup.write_bytes(entry.backup.read_bytes()[:1000])
    for take_back in (lambda: undo(path), lambda: restore(path, entry)):
        with pytest.raises(InputError, match="备份已经损坏"):
            take_back()
    assert path.read_bytes() == written


def test_rows_typed_below_the_findings_stay(path):
    check(path, write=True)

    def work(book):
        sheet = book["校验结果"]
        last = int(sheet.tables["Findings"].ref.rpartition("F")[2]) + 1
        sheet.cell(last, 5, "我的记录")
        sheet.tables["Findings"].ref = sheet.tables["Findings"].autoFilter.ref = f"A4:F{last}"

    path.write_bytes(edited(path.read_bytes(), work))
    undo(path)
    texts = [row[4] for row in values(path.read_bytes(), "校验结果") if len(row) > 4]
    assert "我的记录" in texts


@pytest.mark.parametrize(("typed", "stays"), [("=1+4", "=1+4"), (5.0000001, 5.0000001), (True, True), (5, 839.08)])
def test_only_what_still_stands_exactly_is_taken_back(path, typed, stays):
    edits = Edits((Edit(Place("任务", 5, 5), 5),), purpose=IMPORT)
    write_edits(path, path.read_bytes(), edits, history.IMPORTED, NOW)
    path.write_bytes(edited(path.read_bytes(), lambda book: book["任务"].cell(5, 5, typed)))
    undo(path)
    assert openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["任务"]["E5"].value == stays


def test_a_writing_that_never_happened_is_not_undone(path):
    history.remember(path, path.read_bytes(), b"never", history.IMPORTED, NOW,
                     Written(b"", (Change(Place("任务", 5, 5), 1, "", 839.08, ""),)))  # fmt: skip
    path.write_bytes(edited(path.read_bytes(), lambda book: book["任务"].cell(6, 3, "我写的")))
    with pytest.raises(InputError, match="没有可以撤销的写入"):
        undo(path)


def test_many_writings_are_undone_as_far_as_they_are_kept(path):
    for turn in range(history.LAST + 3):
        edits = Edits((Edit(Place("任务", 5, 5), float(turn)),), purpose=IMPORT)
        write_edits(path, path.read_bytes(), edits, history.IMPORTED, NOW + timedelta(minutes=turn))
    for turn in range(history.LAST // 2):
        before = path.read_bytes()
        assert undo(path, NOW + timedelta(hours=1, minutes=turn)).whole and path.read_bytes() != before


def test_a_clock_that_was_set_back_costs_no_backup(path):
    times = [NOW + timedelta(days=2000), *(NOW + timedelta(minutes=turn) for turn in range(history.LAST + 2))]
    for turn, at in enumerate(times):
        edits = Edits((Edit(Place("任务", 5, 5), float(turn)),), purpose=IMPORT)
        before = path.read_bytes()
        write_edits(path, before, edits, history.IMPORTED, at)
        assert before in [each.backup.read_bytes() for each in backups(path)]
        assert undo(path, at).count == 1 and path.read_bytes() == before
        write_edits(path, before, edits, history.IMPORTED, at)


def test_a_broken_record_is_passed_over(path):
    check(path, write=True)
    backups(path)[0].record.write_text("{", "utf-8")
    with pytest.raises(InputError, match="没有可以撤销的写入"):
        undo(path)


def test_the_commands(path, capsys, sample_skeleton):
    main(["check", str(path), "--write"])
    capsys.readouterr()
    assert main(["restore", str(path)]) == 0
    assert "校验写入" in capsys.readouterr().out
    assert main(["restore", str(path), "--to", "1"]) == 0
    assert "请在命令后加--yes" in capsys.readouterr().out
    assert main(["restore", str(path), "--to", "9"]) == 2
    assert "没有第9份备份" in capsys.readouterr().err
    assert main(["restore", str(path), "--to", "1", "--yes"]) == 0 and path.read_bytes() == sample_skeleton
    assert main(["undo", str(path)]) == 0 and "已撤销" in capsys.readouterr().out
    assert values(path.read_bytes(), "绩效指标")[4][14] == "达标"
    assert main(["undo", str(path)]) == 0 and path.read_bytes() == sample_skeleton
    assert main(["undo", str(path)]) == 2 and "没有可以撤销的写入" in capsys.readouterr().err
