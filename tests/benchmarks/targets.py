"""How long distinct targets take to be read and judged, against folding and splitting the same texts, and how memory grows.

Run: python -m tests.benchmarks.targets [COUNT]
"""

import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence

from xlperf.target import judge, parse
from xlperf.target.words import LOOKALIKES

UNITS = ["个", "次", "人", "万元", "%", "平方米", "个工作日", "元/人", "户", "辆", "台"]
FORMS: Sequence[Callable[[int], str]] = (
    lambda n: f">={n}{UNITS[n % 11]}",
    lambda n: f"{n}{UNITS[n % 11]}以上",
    lambda n: f"≤{n / 100}万元",
    lambda n: f"不低于{n}{UNITS[n % 11]}",
    lambda n: f"20{n % 30:02d}年{n % 12 + 1}月{n % 28 + 1}日前" + "完成" * (n % 3) + "验收" * (n // 10080 % 2),
    lambda n: f"每季度{n}次",
    lambda n: f"较上年下降≥{n / 10}%",
    lambda n: f"第{n}项工作有所提高",
    lambda n: f"满意度≥{n / 1000}%",
    lambda n: f"{n}-{n + 5}次",
)


def texts(count: int) -> list[str]:
    """Return `count` distinct targets of ten forms."""
    found: dict[str, None] = {}
    number = 0
    while len(found) < count:
        number += 1
        for form in FORMS:
            found[form(number)] = None
    distinct = list(found)[:count]
    random.Random(2022).shuffle(distinct)
    return distinct


def timed(work: Callable[[str], object], given: Sequence[str]) -> float:
    """Return the seconds that `work` takes over all texts."""
    start = time.perf_counter()
    for text in given:
        work(text)
    return time.perf_counter() - start


def main() -> None:
    """Print seconds, ratios and the memory that stays after reading everything."""
    given = texts(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    floor = timed(lambda text: text.translate(LOOKALIKES).split("%"), given)
    read = timed(lambda text: parse(text, year=2022), given)
    judged = timed(lambda text: judge(text, "95%", year=2022), given[: len(given) // 10]) * 10
    print(f"{len(given)} distinct targets: read {read:.1f} s ({read / floor:.0f} x folding and splitting), judged {judged:.1f} s")
    tracemalloc.start()
    for text in given[: len(given) // 2]:
        parse(text, year=2022)
    half = tracemalloc.get_traced_memory()[0]
    for text in given[len(given) // 2 :]:
        parse(text, year=2022)
    print(f"memory kept: {half / 2**20:.2f} MiB after half, {tracemalloc.get_traced_memory()[0] / 2**20:.2f} MiB after all")


if __name__ == "__main__":
    main()
