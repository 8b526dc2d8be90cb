"""The same check on a cluster: separate worker processes, one of which is killed in the middle."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import small_workbook
from xlperf.batch import FAILED, How, check_many, check_one
from xlperf.batch.cluster import Cluster
from xlperf.cli import main
from xlperf.errors import InputError


@contextlib.contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen]:
    """A program that runs until it is no longer needed."""
    command = [sys.executable, "-m", *arguments]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@pytest.fixture
def cluster(tmp_path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """The address of a scheduler with two workers, and the workers."""
    file = tmp_path / "scheduler.json"
    with contextlib.ExitStack() as stack:
        scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        stack.enter_context(process(*scheduler))
        worker = ("distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard")
        workers = [stack.enter_context(process(*worker, "--local-directory", str(tmp_path / f"{nth}"))) for nth in range(2)]
        from distributed import Client

        while not file.exists():
            time.sleep(0.1)
        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address, workers


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "报送"
    folder.mkdir()
    data = small_workbook()
    for nth in range(60):
        (folder / f"{nth:02}.xlsx").write_bytes(data + b" " * nth if nth != 7 else b"PK")
    return folder


def test_a_killed_worker_loses_nothing(cluster, folder, monkeypatch):
    address, workers = cluster
    monkeypatch.chdir(folder.parent)
    paths = [str(path.relative_to(folder.parent)) for path in sorted(folder.iterdir())]
    found = []
    for outcome, known in check_many(paths, Cluster(How(), address, 60), lambda path: None):
        found.append(outcome)
        if len(found) == 5:
            os.kill(workers[0].pid, signal.SIGKILL)
        assert not known
    assert workers[0].wait() == -signal.SIGKILL and workers[1].poll() is None
    assert [each.path for each in found] == paths
    assert [each.path for each in found if each.code == FAILED] == ["报送/07.xlsx"]
    assert found[0] == check_one(paths[0], How())


def test_files_of_another_store_are_checked_and_written_there(cluster, folder, tmp_path, capsys):
    import pandas as pd

    address, _workers = cluster
    assert main(["check", f"file://{folder}/0*.xlsx", "--scheduler", address, "--out", f"file://{tmp_path}/结果.parquet"]) == 2
    assert "共10个工作簿：通过9个、没能校验1个" in capsys.readouterr().out
    assert len(pd.read_parquet(tmp_path / "结果.parquet" / "units")) == 10


def test_a_scheduler_that_is_not_there_is_told(folder, capsys, monkeypatch):
    monkeypatch.setattr("xlperf.batch.cluster.PATIENCE", "1s")
    with pytest.raises(InputError, match="连不上调度器"):
        Cluster(How(), "tcp://127.0.0.1:9", 60)
    assert main(["check", str(folder), "--scheduler", "nowhere://x"]) == 2 and "连不上调度器" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["memory://没有/*.xlsx", "nosuch://桶/*.xlsx"])
def test_a_store_without_files_is_told(address, capsys):
    assert main(["check", address]) == 2 and address in capsys.readouterr().err
