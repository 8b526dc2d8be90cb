"""What an authority fixes: points, formulas, grades, limits. Data in TOML files, each value with its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from xlperf.errors import InputError
from xlperf.language import _

DEFAULT = "mof-2020-10"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Profile:
    """A scoring scheme.

    `classes` gives the points of each 一级指标. `missed` tells how a miss is scored: `lower` (ceilings) by name of the
    formula, deviation or inverse; `date`, `zero` and `range` "person" (left to a person) or "zero". `grades` are (lowest total, grade), best first.
    `sources` maps a value's dotted name to (source, how sure: text, practice or memory).
    """

    id: str
    title: str
    execution_points: Decimal
    execution_capped: bool
    classes: Mapping[str, Decimal]
    missed: Mapping[str, str]
    step: Decimal
    grades: tuple[tuple[Decimal, str], ...]
    overachieved: Decimal
    lights: tuple[Decimal, Decimal, Decimal]
    """Below which share of what the time of the year asks a light is red, below which yellow, from which on blue."""
    sources: Mapping[str, tuple[str, str]]

    def grade(self, total: Decimal) -> str:
        """Return the grade of a total: each begins at its lowest total (half-open)."""
        return next((grade for lowest, grade in self.grades if total >= lowest), self.grades[-1][1])


def names() -> list[str]:
    """Return the ids of the profiles that ship with the program."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def load(name: str = "") -> Profile:
    """Return the profile called `name` (its id or its title); the default one for an empty name.

    Raises `InputError` naming the known ones where there is no such profile.
    """
    wanted = name.strip() or DEFAULT
    for known in names():
        data = tomllib.loads((_FOLDER / f"{known}.toml").read_text(encoding="utf-8"))
        if wanted in (data["id"], data["title"]):
            return _profile(data)
    raise InputError(
        _("没有名为“{name}”的评分方案").format(name=wanted),
        remedy=_("在“概况”的评分方案中改为：{names}，或留空用默认方案").format(names="、".join(names())),
    )


_MISSED = {"lower": ("deviation", "inverse"), "date": ("person", "zero"), "zero": ("person", "zero"),
           "range": ("person", "zero")}  # fmt: skip


def _profile(data: dict) -> Profile:
    for key, allowed in _MISSED.items():
        if data["missed"].get(key) not in allowed:
            raise InputError(
                _("missed.{key}应为{allowed}之一").format(key=key, allowed="、".join(allowed)), place=data["id"]
            )
    grades = sorted(((Decimal(lowest), grade) for grade, lowest in data["grades"].items()), reverse=True)
    return Profile(
        id=data["id"],
        title=data["title"],
        execution_points=Decimal(data["execution"]["points"]),
        execution_capped=data["execution"]["capped"],
        classes={name: Decimal(points) for name, points in data["classes"].items()},
        missed=data["missed"],
        step=Decimal(data["rounding"]["step"]),
        grades=tuple(grades),
        overachieved=Decimal(data["limits"]["overachieved"]),
        lights=tuple(Decimal(data["lights"][key]) for key in ("red", "yellow", "blue")),
        sources={key: tuple(value) for key, value in data["sources"].items()},
    )
