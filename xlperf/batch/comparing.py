"""Two results of the same units, indicator by indicator: what changed of the targets, what became better or worse."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from xlperf.batch.results import Results, Row
from xlperf.language import _
from xlperf.rows import CHANGES, OF_UNIT
from xlperf.target import MET, MISSED

CHANGED, ADJUSTED, DROPPED, ADDED = _("改动"), _("按文号调整"), _("删去"), _("新增")
BETTER, WORSE, NEW, GONE, OTHER = _("变好"), _("变差"), _("新增"), _("不见了"), _("有变化")
_RANK = {MISSED: 0, MET: 2}
"""Between missed and met lies what is open."""


def name_of(data: Mapping) -> str:
    """Return by what a unit is known again: its code, else its name."""
    return data.get("code") or data.get("department") or ""


def with_changes(results: Results, approved: Iterable[Row]) -> Results:
    """Return the results with the targets that differ from those of approved workbooks (results as data); paired by code, else name."""
    stood = {name_of(data): data for data in approved if "error" not in data}
    changes: list[Row] = []
    for unit, data in zip(results.units, results.data(), strict=True):
        if unit["counted"] and (before := stood.get(name_of(unit))):
            whose = {column.key: unit[column.key] for column in OF_UNIT}
            changes += (whose | row for row in _changes(before["indicators"], data["indicators"]))
    return replace(results, changes=changes, asked=results.asked | {CHANGES.key})


def _paired(before: Iterable[Row], after: Iterable[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Yield the indicators of two tables side by side, those that are gone last."""
    stood = {row["key"]: row for row in before}
    for row in after:
        yield stood.pop(row["key"], None), row
    for row in stood.values():
        yield row, None


def _changes(before: Iterable[Row], after: Iterable[Row]) -> Iterator[Row]:
    for old, new in _paired(before, after):
        shown = new or old
        row = {"key": shown["key"], "level3": shown["level3"], "approved": old and old["target"], "target": new and new["target"],
               "adjustment": new and new["adjustment"]}  # fmt: skip
        if old is None or new is None:
            yield row | {"change": ADDED if old is None else DROPPED}
        elif old["target"] != new["target"]:
            yield row | {"change": ADJUSTED if new["adjustment"] else CHANGED}


def compared(before: Iterable[Row], after: Iterable[Row]) -> Iterator[Row]:
    """Yield what differs between two runs: units that came or went, and indicators whose verdict or actual is another.

    Each row has unit, key, level3, change, and what was (before) and is (after), in words.
    """
    stood = {name_of(data): data for data in before if "error" not in data}
    for data in after:
        if "error" in data:
            continue
        unit, old = data["department"] or name_of(data), stood.pop(name_of(data), None)
        if old is None:
            yield _difference(unit, None, NEW, None, data["verdict"])
            continue
        for was, now in _paired(old["indicators"], data["indicators"]):
            if change := _change(was, now):
                yield _difference(unit, now or was, change, was and _shown(was), now and _shown(now))
    for data in stood.values():
        yield _difference(data["department"] or name_of(data), None, GONE, data["verdict"], None)


def _difference(unit: str, row: Row | None, change: str, before: str | None, after: str | None) -> Row:
    return {"unit": unit, "key": row and row["key"], "level3": row and row["level3"], "change": change, "before": before, "after": after}


def _change(was: Row | None, now: Row | None) -> str:
    """Return how an indicator changed; "" where it did not."""
    if was is None or now is None:
        return NEW if was is None else GONE
    step = _RANK.get(now["verdict"], 1) - _RANK.get(was["verdict"], 1)
    if step:
        return BETTER if step > 0 else WORSE
    same = all(was[key] == now[key] for key in ("verdict", "target", "actual"))
    return "" if same else OTHER


def _shown(row: Row) -> str:
    return _("{status}（指标值{target}，实际{actual}）").format(status=row["status"], target=row["target"], actual=row["actual"] or _("未填"))
