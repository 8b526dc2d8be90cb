"""How fast many workbooks are checked, in ratios of one run: `python -m tests.benchmarks.many FOLDER [COUNT]` (a folder of `tests.province`).

Each file is read by openpyxl, checked, and read by bare calamine in turn, so that a machine that slows down slows all three. The floor is
calamine on the same sheets. Two processes are compared with two processes that do nothing but read.
"""

import gc
import multiprocessing
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median

import openpyxl
from python_calamine import CalamineWorkbook

from xlperf.batch import FAILED, How, Pool, check_many, check_one
from xlperf.errors import InputError
from xlperf.files import load_with_layout

HOW = How()


def floor(path: str) -> None:
    """Read the sheets of a workbook, as a check does, and nothing more."""
    workbook = CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def loop(path: str) -> None:
    """Read a workbook as most programs do."""
    openpyxl.load_workbook(path)


def checked(path: str) -> None:
    """Check a workbook."""
    check_one(path, HOW)


def seconds(work: Callable[[str], None], path: str) -> float:
    """Return how long some work on a file takes."""
    gc.collect()  # what openpyxl left behind is not for others to clear away
    began = time.perf_counter()
    work(path)
    return time.perf_counter() - began


def ratios(title: str, paths: Sequence[str]) -> None:
    """Print how a check compares with openpyxl and with the floor."""
    sums = dict.fromkeys((loop, checked, floor), 0.0)
    for path in paths:
        for work in sums:
            sums[work] += seconds(work, path)
    each = {work: total * 1000 / len(paths) for work, total in sums.items()}
    print(f"{title}, {len(paths)} files: openpyxl {each[loop]:.1f} ms, check {each[checked]:.1f} ms, floor {each[floor]:.1f} ms a file; "
          f"openpyxl/check {each[loop] / each[checked]:.2f}, check/floor {each[checked] / each[floor]:.2f}")  # fmt: skip


def read_all(paths: Sequence[str]) -> None:
    """Read some files, nothing more."""
    for path in paths:
        floor(path)


def gain_of_reading(paths: Sequence[str]) -> float:
    """Return how many times as fast two processes read as one does."""
    took = []
    for jobs in (1, 2):
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
            list(pool.map(read_all, [paths[:2]] * jobs))  # both have begun
            began = time.perf_counter()
            list(pool.map(read_all, [paths[nth::jobs] for nth in range(jobs)]))
            took.append(time.perf_counter() - began)
    return took[0] / took[1]


def gain_of_checking(paths: Sequence[str]) -> tuple[float, list[float]]:
    """Return how many times as fast two processes check as one does, and how many files a second each way."""
    rates = []
    for jobs in (1, 2):
        pool = Pool(HOW, jobs)
        warm = [pool.start(path) for path in paths[: 4 * jobs]]
        for future in warm:
            future.result()
        began = time.perf_counter()
        count = sum(1 for _each in check_many(paths, pool, lambda path: None))
        rates.append(count / (time.perf_counter() - began))
    return rates[1] / rates[0], rates


def help_ratio() -> float:
    """Return how many times as long `xlperf --help` takes as starting Python does."""
    took: dict[str, list[float]] = {"nothing": [], "help": []}
    for _nth in range(15):
        for name, command in (("nothing", ["-c", "pass"]), ("help", ["-m", "xlperf", "--help"])):
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
            took[name].append(time.perf_counter() - began)
    return median(took["help"]) / median(took["nothing"])


def payments(path: str) -> int:
    """Return how many payments a workbook of ours holds; -1 for what is none."""
    try:
        book, layout = load_with_layout(path)
    except InputError:
        return -1
    grid = book.grid("支出明细")
    return -1 if layout is None or layout.foreign or grid is None else len(grid.rows) - 4


def main(folder: str, count: str = "200") -> None:
    """Print all ratios."""
    gc.set_threshold(100_000)
    every = sorted(map(str, Path(folder).rglob("*.xls?")))
    paths = random.Random(1).sample(every, min(int(count), len(every)))
    readable = [path for path in paths if check_one(path, HOW).code != FAILED]
    ratios("all", readable)
    ratios("with a ledger", [path for path in readable if payments(path) > 1])
    ratios("without a ledger", [path for path in readable if 0 <= payments(path) <= 1])
    ratios("forms of others", [path for path in readable if payments(path) == -1])
    reading = gain_of_reading(readable)
    checking, rates = gain_of_checking(readable)
    print(f"two processes: reading gains {reading:.2f}, checking {checking:.2f} ({checking / reading:.2f} of it); "
          f"{rates[0]:.1f} files a second with one, {rates[1]:.1f} with two")  # fmt: skip
    print(f"xlperf --help / python -c pass: {help_ratio():.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
