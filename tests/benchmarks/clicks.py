"""What a click and a recalculation cost in an open workbook: calls and seconds.

    python -m tests.benchmarks.clicks [COUNT …]

For each number of indicators (70, 700 and 7000 unless told): the calls into Excel of a click, on the stand-in that the tests use;
and, up to a thousand, in a real LibreOffice the seconds of recalculating every cell, of a click that changes cells, of one that
changes none, and how often the cells asked Python. Seconds are told as ratios to the twin without functions, too.
"""

import sys
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from tests.calc import Calc
from tests.conftest import content_from
from tests.fake_excel import Book
from xlperf import schema
from xlperf.build import build_master
from xlperf.build.content import Content
from xlperf.excel.host import ExcelHost
from xlperf.live.clicks import click

MOST = 1000
"""Indicators that LibreOffice is given: it needs some ten milliseconds a row."""

SHEET = schema.INDICATORS.name


def content(count: int) -> Content:
    """Return a task and so many indicators, of which some are missed."""
    rows = [{"指标编号": f"Z{n}", "一级指标": "产出指标", "二级指标": "数量指标", "三级指标": f"第{n}项工作", "批复指标值": f">={n % 90 + 10}次",
             "实际完成值": f"{n % 95 + 9}次", "偏差原因分析及改进措施": "天气"} for n in range(count)]  # fmt: skip
    task = {"任务编号": "R1", "任务名称": "运转", "总额": 10.0, "财政拨款": 10.0}
    return content_from({"任务": [task], "绩效指标": rows})


def calls_of_a_click(count: int) -> dict[str, int]:
    """Return how often a click calls Excel, by kind of call."""
    book = Book(build_master(content(count), macros=True))
    said = click(ExcelHost(book), "check", datetime(2026, 1, 1))
    assert said.how == "ok" and f"指标{count}项" in said.text, said.text
    return dict(book.calls)


def in_libreoffice(office: Calc, folder: Path, count: int) -> dict[str, float]:
    """Return seconds, and calls into Python, in a real LibreOffice."""
    functions, twin = folder / f"{count}.xlsm", folder / f"{count}.xlsx"
    functions.write_bytes(build_master(content(count), macros=True))
    twin.write_bytes(build_master(content(count)))
    native = office.run(["load", str(twin)], ["calculate"], ["calculate"], ["close"], timeout=600)[2]
    _load, _c, whole, asked, first, second, _typed, _c, changed, _closed = office.run(
        ["load", str(functions)], ["calculate"], ["calculate"], ["counted"], ["click", "check"], ["click", "check"],
        ["type", SHEET, "L5", "1次"], ["counted"], ["click", "check"], ["close"], timeout=3600,
    )  # fmt: skip
    assert f"指标{count}项" in first[0] and f"指标{count}项" in changed[0]
    return {"native": native, "functions": whole, "calls": len(asked), "first": first[1], "none": second[1], "one": changed[1]}


def main(counts: list[int]) -> None:
    """Print a line for each number of indicators."""
    for count in counts:
        calls = calls_of_a_click(count)
        print(f"{count} indicators: {sum(calls.values())} calls into Excel a click: {calls}")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        closing(Calc(Path(folder, "office"), counting=True)) as office,
    ):
        for count in (each for each in counts if each <= MOST):
            told = in_libreoffice(office, Path(folder), count)
            ratio = told["functions"] / told["native"]
            print(
                f"{count} indicators in LibreOffice: every cell calculated anew {told['functions']:.2f} s, {told['calls']} calls into"
                f" Python ({ratio:.0f} x the twin without functions, {told['native']:.3f} s); a click that changes all rows"
                f" {told['first']:.2f} s, one row {told['one']:.2f} s, nothing {told['none']:.2f} s"
            )


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [70, 700, 7000])
