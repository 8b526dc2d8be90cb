"""Saving is all or nothing: whatever happens in between, the file is the old one or the new one, and the user reads why."""

import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from xlperf.errors import InputError, WriteRefusedError, XlperfError
from xlperf.files import check
from xlperf.undo import undo
from xlperf.writers.save import create_file, replace_file

OLD, NEW = b"old " * 1000, b"new " * 1000
NOBODY = 65534
POSIX = pytest.mark.skipif(os.name != "posix", reason="owners, links and signals of POSIX")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can enter and write to, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        yield Path(name)


def as_somebody_else(do: Callable[[], object]) -> str:
    """Run something as another user in a child process, and return what it refused; "" where it went through."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        told = ""
        try:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            do()
        except XlperfError as error:
            told = str(error)
        except BaseException as error:
            told = f"crash {error!r}"
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


def refusal(path: Path, data: bytes = NEW) -> str:
    """Return what the user reads when the file cannot be replaced; it must be as it was, with nothing beside it."""
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(WriteRefusedError) as refused:
        replace_file(path, data, OLD)
    assert path.read_bytes() == before and sorted(path.parent.iterdir()) == beside
    return str(refused.value)


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "目标.xlsx"
    path.write_bytes(OLD)
    return path


def test_a_file_is_replaced_and_nothing_is_left_beside_it(file):
    replace_file(file, NEW, OLD)
    assert file.read_bytes() == NEW and list(file.parent.iterdir()) == [file]


def test_what_changed_meanwhile_stays(file):
    file.write_bytes(b"somebody else's")
    assert "读取之后文件又被改动过。请重新运行一次" in refusal(file)


@POSIX
def test_a_read_only_file_stays(file):
    file.chmod(0o444)
    assert "文件是只读的。请取消只读，或取得修改它的权限" in refusal(file)


@POSIX
def test_a_file_with_a_second_name_stays_one_file(file):
    os.link(file, file.with_name("另一个名字.xlsx"))
    assert "文件另有1个硬链接，写入后它们会分开" in refusal(file)


@POSIX
def test_owner_mode_and_attributes_are_kept(file):
    file.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(file, 1234, 5678)
    try:
        os.setxattr(file, "user.note", "批注".encode())
        has_attributes = True
    except OSError:
        has_attributes = False
    before = file.stat()
    replace_file(file, NEW, OLD)
    after = file.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert not has_attributes or os.getxattr(file, "user.note") == "批注".encode()


@POSIX
def test_a_symbolic_link_stays_one(file):
    link = file.with_name("链接.xlsx")
    link.symlink_to(file.name)
    replace_file(link, NEW, OLD)
    assert link.is_symlink() and file.read_bytes() == NEW


@POSIX
def test_somebody_elses_file_is_not_made_ones_own(open_folder):
    file = open_folder / "别人的.xlsx"
    file.write_bytes(OLD)
    file.chmod(0o666)
    told = as_somebody_else(lambda: replace_file(file, NEW, OLD))
    assert "文件属于别的用户（0），写入后会换成您的。请由他来运行，或另存一份" in told and file.read_bytes() == OLD


@POSIX
def test_without_permission_nothing_happens(open_folder):
    file = open_folder / "只读.xlsx"
    file.write_bytes(OLD)
    file.chmod(0o644)
    assert "文件是只读的" in as_somebody_else(lambda: replace_file(file, NEW, OLD))
    file.chmod(0o600)
    assert "没有权限" in as_somebody_else(lambda: replace_file(file, NEW, OLD))
    assert file.read_bytes() == OLD


@POSIX
def test_in_a_read_only_folder_nothing_happens(open_folder):
    file = open_folder / "目标.xlsx"
    file.write_bytes(OLD)
    os.chown(file, NOBODY, NOBODY)
    open_folder.chmod(0o755)
    told = as_somebody_else(lambda: replace_file(file, NEW, OLD))
    assert "不能写入（没有权限），原文件没有改动" in told and file.read_bytes() == OLD


@POSIX
def test_on_a_full_disk_the_old_file_stays(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        file = disk / "目标.xlsx"
        file.write_bytes(OLD)
        assert "不能写入（磁盘已满），原文件没有改动" in refusal(file, b"x" * 100_000)
        with pytest.raises(WriteRefusedError, match="磁盘已满"):
            create_file(disk / "新.xlsx", b"x" * 100_000)
        assert list(disk.iterdir()) == [file]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "没有权限"), (errno.EBUSY, "文件正被使用"), (errno.EIO, "磁盘读写出错"), (errno.EROFS, "磁盘是只读的"),
     (errno.EDQUOT, "超出磁盘配额"), (errno.EXDEV, "Invalid cross-device link")],
)  # fmt: skip
def test_a_share_that_does_not_rename(file, monkeypatch, number, words):
    """No share is at hand: its refusal is played, all else is real."""

    def refuse(*_names):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    assert f"不能写入（{words}），原文件没有改动" in refusal(file)


@POSIX
def test_a_second_writer_waits_for_no_one(file):
    import fcntl

    with file.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "另一个xlperf正在写这个文件。请等它结束后再运行一次" in refusal(file)
    replace_file(file, NEW, OLD)


LOCKS = {
    "~$目标.xlsx": (b"\x04\xc0\xee\xcb\xc4".ljust(55, b" ") + b"\x02\x00" + "李四".encode("utf-16-le").ljust(108, b" "),
                "李四（Excel或WPS，20"),
    ".~lock.目标.xlsx#": (",王五,电脑,25.11.2026 09:30,file:///home/;".encode(), "王五（LibreOffice，2026-11-25 09:30起）"),
}  # fmt: skip


@pytest.mark.parametrize("lock", LOCKS)
def test_who_holds_a_file_is_named(file, lock):
    content, who = LOCKS[lock]
    (file.parent / lock).write_bytes(content)
    assert f"文件正被{who}" in refusal(file)


def test_what_a_dead_run_left_is_cleared_away(file):
    (left,) = [Path(_stopped_beside(file))]
    assert left.exists()
    replace_file(file, NEW, OLD)
    assert list(file.parent.iterdir()) == [file]


def _stopped_beside(file: Path) -> str:
    from xlperf.writers.save import _beside

    return _beside(file, b"half a fi")


def test_a_new_file_is_never_put_over_another(file):
    with pytest.raises(WriteRefusedError, match="文件已经存在"):
        create_file(file, NEW)
    assert file.read_bytes() == OLD
    other = file.with_name("新.xlsx")
    create_file(other, NEW)
    assert other.read_bytes() == NEW and sorted(file.parent.iterdir()) == sorted([file, other])


def test_a_very_long_name(tmp_path):
    file = tmp_path / ("长" * 80 + ".xlsx")
    file.write_bytes(OLD)
    replace_file(file, NEW, OLD)
    assert file.read_bytes() == NEW


def test_without_a_backup_nothing_is_written(tmp_path, sample_skeleton, monkeypatch):
    path, state = tmp_path / "样本.xlsx", tmp_path / "state"
    path.write_bytes(sample_skeleton)
    state.write_text("no folder")
    monkeypatch.setenv("XLPERF_STATE", str(state))
    with pytest.raises(WriteRefusedError, match="写入前的备份没有做成"):
        check(path, write=True)
    assert path.read_bytes() == sample_skeleton


SWAPPING = """
import sys
from pathlib import Path
from xlperf.writers.save import replace_file
path, versions = Path(sys.argv[1]), [Path(each).read_bytes() for each in sys.argv[2:]]
print("ready", flush=True)
for turn in range(1_000_000):
    replace_file(path, versions[(turn + 1) % 2], versions[turn % 2])
"""


def kills(pytestconfig, few: int, many: int) -> int:
    return many if pytestconfig.getoption("--long") else few


@POSIX
def test_killed_at_any_moment_of_the_swap(tmp_path, pytestconfig):
    """A run that does nothing but swap two versions is killed at random; each time one of them stands, whole."""
    chance = random.Random(20260101)
    versions = [bytes([65 + turn]) * 2_000_000 for turn in range(2)]
    names = [tmp_path / name for name in ("a", "b")]
    for name, version in zip(names, versions, strict=True):
        name.write_bytes(version)
    folder = tmp_path / "folder"
    folder.mkdir()
    path, seen = folder / "目标.xlsx", set()
    for _turn in range(kills(pytestconfig, 12, 120)):
        path.write_bytes(versions[0])
        run = subprocess.Popen([sys.executable, "-c", SWAPPING, str(path), *map(str, names)], stdout=subprocess.PIPE)
        run.stdout.readline()
        time.sleep(chance.uniform(0, 0.06))
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert path.read_bytes() in versions
        seen.add(path.read_bytes()[:1])
        replace_file(path, versions[0], path.read_bytes())
        assert list(folder.iterdir()) == [path]
    assert len(seen) == 2, "no kill came in time"


@POSIX
def test_killed_at_any_moment_of_a_check(tmp_path, sample_skeleton, pytestconfig):
    """The whole command is killed at random: the file is as it was or as it was to be, and the next run goes through."""
    chance = random.Random(20260102)
    path = tmp_path / "样本.xlsx"
    path.write_bytes(sample_skeleton)
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "xlperf", "check", str(path), "--write"], capture_output=True)
    lasts, outcomes = time.monotonic() - begun, set()
    for _turn in range(kills(pytestconfig, 8, 80)):
        path.write_bytes(sample_skeleton)
        run = subprocess.Popen([sys.executable, "-m", "xlperf", "check", str(path), "--write"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        time.sleep(chance.uniform(lasts * 0.5, lasts * 1.05))
        run.send_signal(signal.SIGKILL)
        run.wait()
        left = path.read_bytes()
        outcomes.add(left == sample_skeleton)
        if left == sample_skeleton:
            with pytest.raises(InputError, match="没有可以撤销的写入"):
                undo(path)
            assert check(path, write=True).written == 661
        else:
            assert check(path, write=True).written == 0
            undo(path)
            assert path.read_bytes() == sample_skeleton
        assert list(tmp_path.glob("*.xlsx")) == [path]
    assert True in outcomes


@POSIX
def test_two_runs_at_once(tmp_path, sample_skeleton):
    """Either both go through or one is told why not; the file is whole and right in any case."""
    path = tmp_path / "样本.xlsx"
    for _turn in range(3):
        path.write_bytes(sample_skeleton)
        command = [sys.executable, "-m", "xlperf", "check", str(path), "--write"]
        runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _each in range(2)]
        told = [run.communicate()[1].decode() for run in runs]
        assert all(not each or "又被改动过" in each or "另一个xlperf正在写" in each for each in told), told
        assert check(path, write=True).written == 0
        assert list(tmp_path.iterdir()) == [path]
