"""What writing results costs: `xlperf check --write` on a workbook with 100,000 payments, as a ratio to copying its package.

    python -m tests.benchmarks.writing [PAYMENTS [PAIRS]]

Both are whole processes, in turn; the copy reads and packs every part with zipfile, as any library must that saves a workbook.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import INDICATOR, OTHER_CLASSES, TASK, content_from
from xlperf.build import build_master

COPY = """
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as new:
    for info in old.infolist():
        new.writestr(info, old.read(info))
"""


def workbook(payments: int) -> bytes:
    """Return a master workbook whose results are not in it yet."""
    paid = [{"凭证号": f"记-{at}", "摘要": f"支付第{at}笔货款", "任务": "运转保障", "金额（元）": round(1 + at % 997 * 0.37, 2)}
            for at in range(payments)]  # fmt: skip
    return build_master(content_from({"任务": [TASK], "绩效指标": [INDICATOR, *OTHER_CLASSES], "支出明细": paid}))


def seconds(*command: str) -> float:
    """Return how long a process takes."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> None:
    """Print the medians and their ratio."""
    given = [int(each) for each in sys.argv[1:]]
    payments = given[0] if given else 100_000
    pairs = given[1] if len(given) > 1 else 7
    data = workbook(payments)
    written, checked, copied = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder) / "目标.xlsx", Path(folder) / "copy.xlsx"
        for _pair in range(pairs):
            path.write_bytes(data)
            checked.append(seconds("-m", "xlperf", "check", str(path)))
            written.append(seconds("-m", "xlperf", "check", str(path), "--write"))
            assert path.read_bytes() != data, "nothing was written"
            copied.append(seconds("-c", COPY, str(path), str(copy)))
    write, check, copy_ = (statistics.median(each) for each in (written, checked, copied))
    print(f"{payments} payments: check --write {write:.2f} s, check {check:.2f} s, copy with zipfile {copy_:.2f} s")
    print(f"check --write : copy = {write / copy_:.2f}; what writing adds to the check : copy = {(write - check) / copy_:.2f}")


if __name__ == "__main__":
    main()
