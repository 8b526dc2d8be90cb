"""Identity of tasks and indicators that survives sorting, inserting and a change of punctuation."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_PREFIX = re.compile(r"^指标\d+[:：.、]\s*")
_NOISE = re.compile(r"[\s，,、;；。:：“”\"'‘’·\-—]+")


def fold_name(name: str) -> str:
    """Return `name` without what two copies of it may differ in: width, spaces, punctuation, a prefix `指标1：`."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", _PREFIX.sub("", name.strip()))).casefold()


@dataclass(frozen=True, slots=True)
class IndicatorKey:
    """What an indicator without a number is known by: class, folded name, task, and which of several alike (from 1)."""

    level2: str
    name: str
    task: str = ""
    nth: int = 1

    def __str__(self) -> str:
        nth = f"#{self.nth}" if self.nth > 1 else ""
        return "/".join(filter(None, (self.level2, self.task, self.name))) + nth


def indicator_keys(rows: Iterable[tuple[str, str, str]]) -> list[IndicatorKey]:
    """Return a key for each (level2, name, task), counting those alike in their order."""
    seen: Counter[tuple[str, str, str]] = Counter()
    keys = []
    for level2, name, task in rows:
        alike = (level2, fold_name(name), fold_name(task))
        seen[alike] += 1
        keys.append(IndicatorKey(*alike, seen[alike]))
    return keys
