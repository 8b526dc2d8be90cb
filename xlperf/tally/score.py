"""Points: what each indicator is worth, what a miss keeps of it, and the total."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from xlperf.language import _
from xlperf.model import Figure
from xlperf.profile import PERSON, Profile
from xlperf.target import MET, MISSED, Deadline, Judgement, Period, Range


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a table.

    `classes` are the sums by 一级指标. `open` counts the indicators without points; while any is open the total is
    unfinished and there is no `grade`. `estimated` tells that weights were spread evenly (测算), not given.
    `unassigned` are points of classes that have no indicator.
    """

    execution: Figure | None
    classes: Mapping[str, Figure]
    total: Figure
    open: int
    grade: str
    estimated: bool
    unassigned: Decimal

    @property
    def pending(self) -> str:
        """Why the total is unfinished, in words; "" where it is finished."""
        if self.open:
            return _("未完成，{count}项没有得分").format(count=self.open)
        return "" if self.execution else _("未完成，没有预算数")

    @property
    def finished(self) -> bool:
        """Whether every indicator has its points and the execution rate is known."""
        return not self.pending


def without_classes(profile: Profile, named: str) -> Profile:
    """Return a profile whose points of the classes that do not apply (as 概况 names them) went where it says; left to a person they stay."""
    words = [each.strip().removesuffix("指标") for each in re.split("[、，,;；\\s]+", named)]
    gone = [level for level in profile.classes if level.removesuffix("指标") in words]
    left = {level: points for level, points in profile.classes.items() if level not in gone}
    if not gone or not left or profile.unassigned == PERSON:
        return profile
    free = sum((profile.classes[level] for level in gone), Decimal(0))
    largest = max(left, key=left.__getitem__)
    if profile.unassigned == "others":
        whole = sum(left.values())
        shares = {level: (free * points / whole).quantize(profile.step, ROUND_DOWN) for level, points in left.items()}
        left = {level: points + shares[level] for level, points in left.items()}
        free -= sum(shares.values())
    left[largest] += free
    return replace(profile, classes=left)


def spread(points: Decimal, count: int, step: Decimal) -> list[Decimal]:
    """Spread points evenly over `count` in whole steps that add up exactly; earlier ones get the remainder.

    With equal shares all remainders are equal, so the largest-remainder rule gives the left-over steps from the top.
    """
    if count == 0:
        return []
    steps = int(points / step)
    share, rest = divmod(steps, count)
    return [step * (share + (position < rest)) for position in range(count)]


def weights(levels: Sequence[str], given: Sequence[Decimal | None], profile: Profile) -> list[Figure]:
    """Return what each indicator is worth: its own points, or an even share of what its class has left (测算)."""
    result: list[Figure | None] = [None] * len(levels)
    for level in dict.fromkeys(levels):
        members = [position for position, each in enumerate(levels) if each == level]
        blank = [position for position in members if given[position] is None]
        left = profile.classes.get(level, Decimal(0)) - sum(given[p] or 0 for p in members)
        shares = spread(max(left, Decimal(0)), len(blank), profile.step)
        for position, share in zip(blank, shares, strict=True):
            result[position] = Figure(share, "分", f"{level}剩余{max(left, 0)}分÷{len(blank)}项（测算）")
        for position in members:
            if (points := given[position]) is not None:
                result[position] = Figure(points, "分", "表中分值")
    return [figure for figure in result if figure is not None]


def points_for(judgement: Judgement, weight: Figure, profile: Profile) -> Figure | None:
    """Return the points an indicator keeps: all when met, by the profile's formula when missed; None: for a person."""
    if judgement.verdict == MET:
        return Figure(weight.value, "分", "达标，得满分", (weight,))
    if judgement.verdict != MISSED:
        return None
    share, how = _share(judgement, profile)
    if share is None:
        return None
    kept = profile.rounded(weight.value * share)
    return Figure(kept, "分", how, (weight,))


def _share(judgement: Judgement, profile: Profile) -> tuple[Decimal | None, str]:
    """Return how much of the points a missed indicator keeps (0–1), and by what formula."""
    target = judgement.target.target
    zero = {"zero": Decimal(0)}
    if isinstance(target, Deadline | Period):
        return zero.get(profile.missed["date"]), "未按期完成"
    if isinstance(target, Range):
        return zero.get(profile.missed["range"]), "超出区间"
    bound = judgement.target.bound
    if bound is None or bound.quantity.value < 0:
        return None, ""
    down = judgement.op in ("<=", "<")
    if bound.quantity.value == 0:
        return zero.get(profile.missed["zero"]), "零指标未达到"
    if judgement.ratio is None:
        return Decimal(0), "未完成"
    ratio = judgement.ratio
    if down and profile.missed["lower"] == "deviation":
        share, how = (2 - 1 / ratio if ratio else Decimal(0)), "分值×（1－超出部分÷指标值）"
    elif down:
        share, how = ratio, "分值×指标值÷实际值"
    else:
        share, how = ratio, "分值×实际值÷指标值"
    return min(max(share, Decimal(0)), Decimal(1)), how


def execution_points(budget: Decimal, spent: Decimal, profile: Profile) -> Figure | None:
    """Return the points of budget execution; None without a budget."""
    if not budget:
        return None
    rate = spent / budget
    if profile.execution_capped:
        rate = min(rate, Decimal(1))
    points = profile.rounded(profile.execution_points * max(rate, Decimal(0)))
    parts = (Figure(spent, "万元", "执行数"), Figure(budget, "万元", "全年预算数"))
    return Figure(points, "分", f"{profile.execution_points}×执行数÷全年预算数", parts)


def total_score(
    levels: Sequence[str],
    finals: Sequence[Figure | None],
    given: Sequence[Decimal | None],
    execution: Figure | None,
    profile: Profile,
) -> Score:
    """Add up the points of all indicators and of execution."""
    classes = {}
    for level in dict.fromkeys(levels):
        parts = tuple(f for each, f in zip(levels, finals, strict=True) if each == level and f is not None)
        classes[level] = Figure(sum((part.value for part in parts), Decimal(0)), "分", "各项得分合计", parts)
    parts = (*((execution,) if execution else ()), *classes.values())
    total = Figure(sum((part.value for part in parts), Decimal(0)), "分", "预算执行得分＋各类指标得分", parts)
    pending = sum(figure is None for figure in finals)
    finished = not pending and execution is not None
    return Score(
        execution,
        classes,
        total,
        pending,
        profile.grade(total.value) if finished else "",
        any(each is None for each in given),
        sum((points for level, points in profile.classes.items() if level not in classes), Decimal(0)),
    )
