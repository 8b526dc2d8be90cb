"""How long an export of a million rows takes, as a ratio to a bare read: `python -m tests.ledger_bench [ROWS] [FOLDER]`.

Each measurement is a process of its own, so that its peak memory is its own. The export is 金蝶's: four accounts to a payment.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from tests.exports import drawn_year, kingdee

BARE = "from python_calamine import CalamineWorkbook as W; rows = W.from_path({path!r}).get_sheet_by_index(0).to_python(); print(len(rows))"
READ = "from xlperf.files import exports_in; [e] = exports_in({path!r}); print(len(e), sum(e.cents))"
IMPORT = "from xlperf.files import import_ledger; f = import_ledger({master!r}, [{path!r}]); print(sum(map(len, f.arrivals.added.values())))"
CHECK = "from xlperf.files import check; print(len(check({master!r}).result.assessment.case.ledger))"


def write_export(path: Path, rows: int) -> int:
    """Write an export of so many rows, payments all over; return what was spent, in 分."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    year = drawn_year(1, rows // 4)
    for at, row in enumerate(kingdee(year).rows):
        for column, value in enumerate(row):
            if hasattr(value, "year"):
                page.write_datetime(at, column, value, day)
            elif value != "":
                page.write(at, column, value)
    book.close()
    return year.cents


def measured(code: str) -> tuple[float, int, str]:
    """Return seconds, peak memory in MiB, and what a Python process says."""
    timed = f"import resource; {code}; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    began = time.perf_counter()
    said = subprocess.run([sys.executable, "-c", timed], check=True, capture_output=True, text=True).stdout.split("\n")
    return time.perf_counter() - began, int(said[-2]), said[0]


def main(rows: int, folder: Path) -> None:
    """Print a line for each way, as ratios to the bare read."""
    path, master = folder / "明细账.xlsx", folder / "母版.xlsx"
    spent = write_export(path, rows)
    print(f"{rows:,} rows, {path.stat().st_size / 2**20:.1f} MiB, spent {spent / 100:,.2f}")
    subprocess.run([sys.executable, "-m", "xlperf", "new", master, "--from", "workbook/bazhou-2022.txt"], check=True, capture_output=True)
    bare = measured(BARE.format(path=str(path)))
    ways = ("read the export", READ), ("import it", IMPORT), ("import it again", IMPORT), ("check the master", CHECK)
    for name, code in (("bare calamine", ""), *ways):
        took, peak, said = measured(code.format(path=str(path), master=str(master))) if code else bare
        print(f"{name:18} {took:7.2f} s  {took / bare[0]:5.2f} x  {peak:6} MiB  {peak / bare[1]:5.2f} x  {said}")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) > 2:
        main(count, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(count, Path(made))
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
