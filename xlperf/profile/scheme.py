"""A scoring scheme, and how one is read from the tables of a TOML file: what may stand there, and what is said of what may not."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from xlperf.errors import InputError
from xlperf.language import _

Tables = Mapping[str, Any]
"""The tables of a file, as TOML gives them: nobody knows what stands there before a `_Reading` has looked."""

PERSON = "person"
SOURCES, SURENESS = "sources", {"text": "见原文或已公开的表", "practice": "在用系统的做法", "memory": "凭记忆，未见原文"}
"""How sure a source is."""

_CHOICES = {
    ("execution", "capped"): (True, False),
    ("missed", "lower"): ("deviation", "inverse"),
    ("missed", "date"): (PERSON, "zero"),
    ("missed", "zero"): (PERSON, "zero"),
    ("missed", "range"): (PERSON, "zero"),
    ("unassigned", "to"): (PERSON, "others", "first"),
    ("rounding", "mode"): ("down", "half_up"),
}
_NUMBERS = {
    "execution": ("points",),
    "rounding": ("step",),
    "limits": ("overachieved", "execution_explained", "bad_rate", "weak_satisfaction", "weak_coverage", "weak_rectified", "most_indicators",
               "insiders"),
    "lights": ("red", "yellow", "blue"),
}  # fmt: skip
_FREE = ("classes", "grades", "ratings", "standards", SOURCES)
"""Tables whose keys are the names of things."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A scoring scheme.

    `classes` gives the points of each 一级指标. `missed` tells how a miss is scored: `lower` (ceilings) by name of the formula, deviation or
    inverse; `date`, `zero` and `range` "person" (left to a person) or "zero". `unassigned` says where the points of a class that does not
    apply go: "person", "others" (in proportion) or "first" (the class of most points). `grades` are (lowest total, grade), best first;
    `ratings` the band of points of each rating, as shares. `limits` are where a question begins, `standards` what one of something may cost
    (元) by a word of its name. `lights` is below which share of what the time of the year asks a light is red, below which yellow, from
    which on blue. `sources` maps a value's dotted name to (source, how sure: text, practice or memory).
    """

    id: str
    title: str
    execution_points: Decimal
    execution_capped: bool
    classes: Mapping[str, Decimal]
    missed: Mapping[str, str]
    unassigned: str
    step: Decimal
    mode: str
    grades: tuple[tuple[Decimal, str], ...]
    ratings: Mapping[str, tuple[Decimal, Decimal]]
    limits: Mapping[str, Decimal]
    standards: Mapping[str, Decimal]
    lights: tuple[Decimal, Decimal, Decimal]
    sources: Mapping[str, tuple[str, str]]

    def grade(self, total: Decimal) -> str:
        """Return the grade of a total: each begins at its lowest total (half-open)."""
        return next((grade for lowest, grade in self.grades if total >= lowest), self.grades[-1][1])

    def rounded(self, points: Decimal) -> Decimal:
        """Return points in whole steps."""
        return points.quantize(self.step, ROUND_DOWN if self.mode == "down" else ROUND_HALF_UP)

    def source(self, name: str) -> tuple[str, str]:
        """Return the source of a value and how sure it is: its own, else that of its table."""
        return self.sources.get(name) or self.sources.get(name.partition(".")[0]) or ("", "memory")


def merged(base: Tables, own: Tables) -> Tables:
    """Return the tables of a profile that says only what is different from another; `classes` and `grades` it says as a whole."""
    added = {key: {**value, **own[key]} for key, value in base.items()
             if isinstance(value, dict) and isinstance(own.get(key), dict) and key not in ("classes", "grades")}  # fmt: skip
    return {**base, **own, **added}


def read_profile(data: Tables, place: str) -> Profile:
    """Return the profile that the tables of a file describe.

    Raises `InputError` for what is missing, unknown or impossible, naming the nearest known word.
    """
    reading = _Reading(data, place)
    reading.refuse_unknown()
    points, classes = reading.number("execution", "points"), reading.numbers("classes")
    total = points + sum(classes.values())
    if total != 100:
        told = _("预算执行{points}分与各类指标{classes}分合计{total}分，不是100分")
        raise reading.refused(told.format(points=points, classes=sum(classes.values()), total=total), _("请改[execution]的points或[classes]"))
    grades = sorted(((lowest, grade) for grade, lowest in reading.numbers("grades").items()), reverse=True)
    if not grades or grades[-1][0] != 0:
        raise reading.refused(_("最低一档等级要从0分起"), _("在[grades]中把最低一档写成0，如“差”= 0"))
    red, yellow, blue = (reading.number("lights", key) for key in ("red", "yellow", "blue"))
    if not red <= yellow <= blue:
        raise reading.refused(_("[lights]的red、yellow、blue应从小到大"), _("如red = \"0.6\"、yellow = \"0.8\"、blue = \"1.2\""))
    return Profile(
        id=reading.text("id"),
        title=reading.text("title"),
        execution_points=points,
        execution_capped=reading.choice("execution", "capped"),
        classes=classes,
        missed={key: reading.choice("missed", key) for key in ("lower", "date", "zero", "range")},
        unassigned=reading.choice("unassigned", "to"),
        step=reading.number("rounding", "step"),
        mode=reading.choice("rounding", "mode"),
        grades=tuple(grades),
        ratings=reading.bands("ratings"),
        limits={key: reading.number("limits", key) for key in _NUMBERS["limits"]},
        standards=reading.numbers("standards"),
        lights=(red, yellow, blue),
        sources=reading.sources(),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """The tables of a file, read value by value."""

    data: Tables
    place: str

    def refused(self, told: str, remedy: str) -> InputError:
        return InputError(told, place=self.place, remedy=remedy)

    def refuse_unknown(self) -> None:
        """Raise `InputError` for a table or a key that no profile has."""
        known = {key: set(names) for key, names in _NUMBERS.items()}
        for table, key in _CHOICES:
            known.setdefault(table, set()).add(key)
        for key, value in self.data.items():
            if key not in (*known, *_FREE, "id", "title", "extends"):
                self._refuse_name(f"[{key}]" if isinstance(value, dict) else key, key, [*known, *_FREE, "id", "title", "extends"])
            for name in value if isinstance(value, dict) and key in known else ():
                if name not in known[key]:
                    self._refuse_name(_("[{key}]的{name}").format(key=key, name=name), name, known[key])

    def _refuse_name(self, shown: str, name: str, known: Iterable[str]) -> None:
        close = next(iter(difflib.get_close_matches(name, list(known), 1, 0.5)), "")
        remedy = _("最接近的是“{close}”").format(close=close) if close else _("可以写的有：{known}").format(known=_("、").join(sorted(known)))
        raise self.refused(_("不认识{name}").format(name=shown), remedy)

    def _table(self, name: str) -> Tables:
        table = self.data.get(name, {})
        if not isinstance(table, dict):
            raise self.refused(_("{name}应是一节").format(name=name), _("写成[{name}]，下面一行一个值").format(name=name))
        return table

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refused(_("没有写{key}").format(key=key), _("在文件开头写：{key} = \"…\"").format(key=key))
        return value

    def _value(self, table: str, key: str) -> Any:
        if key not in self._table(table):
            raise self.refused(_("[{table}]没有写{key}").format(table=table, key=key), _("补上这一行，或写extends沿用别的方案"))
        return self._table(table)[key]

    def number(self, table: str, key: str) -> Decimal:
        return self._decimal(self._value(table, key), table, key)

    def _decimal(self, value: object, table: str, key: str) -> Decimal:
        try:
            number = Decimal(str(value)) if not isinstance(value, bool) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or number < 0:
            told = _("[{table}]的{key}应是不小于零的数，现在是{value}").format(table=table, key=key, value=value)
            raise self.refused(told, _("如{key} = 10").format(key=key))
        return number

    def numbers(self, table: str) -> dict[str, Decimal]:
        return {key: self._decimal(value, table, key) for key, value in self._table(table).items()}

    def choice(self, table: str, key: str) -> Any:
        value, allowed = self._value(table, key), _CHOICES[table, key]
        if value not in allowed or isinstance(value, bool) != isinstance(allowed[0], bool):
            shown = _("、").join(str(each).lower() if isinstance(each, bool) else f'"{each}"' for each in allowed)
            told = _("[{table}]的{key}应为{allowed}之一，现在是{value}").format(table=table, key=key, allowed=shown, value=value)
            raise self.refused(told, _("请改为其中之一"))
        return value

    def bands(self, table: str) -> dict[str, tuple[Decimal, Decimal]]:
        found = {}
        for key, value in self._table(table).items():
            if not isinstance(value, list) or len(value) != 2:
                told = _("[{table}]的{key}应是两个数：从百分之几到百分之几").format(table=table, key=key)
                raise self.refused(told, _("如{key} = [60, 80]").format(key=key))
            low, high = (self._decimal(each, table, key) / 100 for each in value)
            found[key] = low, high
        return found

    def sources(self) -> dict[str, tuple[str, str]]:
        found = {}
        for key, value in self._table(SOURCES).items():
            if not isinstance(value, list) or len(value) != 2 or value[1] not in SURENESS:
                remedy = _('如"{key}" = ["财预〔2020〕10号", "text"]，把握为{known}之一').format(key=key, known=_("、").join(SURENESS))
                raise self.refused(_("[sources]的{key}应是出处和把握").format(key=key), remedy)
            found[key] = tuple(value)
        return found
