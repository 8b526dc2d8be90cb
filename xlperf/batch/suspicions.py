"""What a reviewer would want to look at twice: tables that are too good, or too much alike.

None of these is a fault by itself, so none is a rule: each compares a unit with what such tables usually look like, or with others.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from xlperf.batch.results import Results, Row
from xlperf.language import _
from xlperf.rows import OF_UNIT, SUSPICIONS
from xlperf.target import MISSED

HIGH_SCORE, LOW_RATE = 95, 0.6
"""Points from which on, and the execution rate below which, the two do not go together."""
_ALIKE, _LARGE, _NAMED = 3, 5, 5
"""In how many units the same indicators are odd, from how many indicators on, and how many of the units are named."""


def with_suspicions(results: Results) -> Results:
    """Return the results with what is suspicious in them."""
    found: list[Row] = []
    sets: dict[frozenset, list[Row]] = defaultdict(list)
    for unit, data in zip(results.units, results.data(), strict=True):
        if unit["counted"]:
            whose = {column.key: unit[column.key] for column in OF_UNIT}
            found += (whose | {"kind": kind, "message": message} for kind, message in _of_one(unit, data["indicators"]))
            sets[frozenset((row["level3"], row["target"]) for row in data["indicators"])].append(whose)
    for alike, units in sets.items():
        if len(units) >= _ALIKE and len(alike) >= _LARGE:
            told = _("{count}个单位的{size}项指标和指标值完全相同：{units}").format(
                count=len(units), size=len(alike), units=_("、").join(each["department"] for each in units[:_NAMED])
            )
            found += (whose | {"kind": _("指标雷同"), "message": told} for whose in units)
    return replace(results, suspicions=found, asked=results.asked | {SUSPICIONS.key})


def _of_one(unit: Mapping[str, Any], indicators: list[Row]) -> Iterator[tuple[str, str]]:
    score, rate = unit["score"], unit["rate"]
    if unit["finished"] and score >= HIGH_SCORE and rate is not None and rate < LOW_RATE:
        yield _("高分低执行"), _("得分{score:g}，预算执行率只有{rate:.1%}").format(score=score, rate=rate)
    full = [row for row in indicators if row["verdict"] == MISSED and row["weight"] and row["final"] == row["weight"]]
    if full:
        told = _("{count}项未达标的指标得了满分，如“{name}”：指标值{target}，实际{actual}")
        yield _("未达标得满分"), told.format(count=len(full), name=full[0]["level3"], target=full[0]["target"], actual=full[0]["actual"])
    content = [str(row["actual"] or "").strip() for row in indicators if "满意" in f"{row['level2']}{row['level3']}"]
    if len(content) > 1 and all(each in ("100%", "100％") for each in content):
        yield _("满意度全为100%"), _("{count}项满意度指标的实际完成值都是100%").format(count=len(content))
