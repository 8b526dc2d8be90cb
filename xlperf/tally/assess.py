"""Everything a table's judgement consists of, made once from a Case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xlperf.forms import target_form
from xlperf.language import _
from xlperf.model import Case, Figure, Grid, Indicator, Place, Task
from xlperf.profile import Profile, load
from xlperf.schema import TASK_STATES
from xlperf.tally.score import Score, execution_points, points_for, total_score, weights
from xlperf.tally.spending import Spending, roll_up
from xlperf.target import (
    JUDGEMENT,
    MET,
    MISSED,
    MISSING,
    Judgement,
    Reading,
    is_cost,
    judge_reading,
    parse,
    resolve,
)


@dataclass(frozen=True, slots=True)
class TaskResult:
    """A task and its execution. Amounts in 万元; `budget`, `rate` and `unspent` are None where no total was declared."""

    task: Task
    budget: Figure | None
    spent: Figure
    rate: Decimal | None
    unspent: Decimal | None
    state: str


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """An indicator as read, judged and scored.

    `booked` is what the payments say (成本 only); `by_booked` tells that it was judged by that, for want of an actual.
    `score` is ours (测算得分), `final` the person's where there is one; None while it is open.
    """

    indicator: Indicator
    reading: Reading
    judgement: Judgement
    booked: Figure | None
    by_booked: bool
    weight: Figure
    score: Figure | None
    final: Figure | None

    @property
    def is_cost(self) -> bool:
        """Whether it is a cost indicator."""
        return is_cost(self.indicator.level2)

    @property
    def rate(self) -> float | None:
        """完成率 as it is shown, to six places: a ceiling that was kept is reached wholly, never more than that."""
        ratio = self.judgement.ratio
        if ratio is not None and self.judgement.op in ("<=", "<"):
            ratio = min(ratio, Decimal(1))
        return round(float(ratio), 6) if ratio is not None else None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A case, judged. `tasks` and `indicators` run along those of the table."""

    case: Case
    profile: Profile
    tasks: Sequence[TaskResult]
    indicators: Sequence[IndicatorResult]
    spending: Spending
    score: Score
    form: Grid
    """目标表 as its table would fill it now."""

    unread_places: frozenset[Place]

    def is_unread(self, place: Place | None) -> bool:
        """Return whether a cell is among those that could not be read, and so has its own finding."""
        return place in self.unread_places

    @property
    def form_fits(self) -> bool:
        """Whether the sheet 目标表, where there is one, has the rows and labels that the form would have now."""
        old = self.case.form
        return old is None or _skeleton(old) == _skeleton(self.form)

    @property
    def budget(self) -> Decimal:
        """The whole year's budget of all tasks, 万元."""
        return sum((each.budget.value for each in self.tasks if each.budget), Decimal(0))

    @property
    def spent(self) -> Decimal:
        """What all tasks spent, 万元."""
        return sum((each.spent.value for each in self.tasks), Decimal(0))


def assess(case: Case, profile: Profile | None = None) -> Assessment:
    """Read, judge, add up and score a case by `profile` (by default the one its table names)."""
    table = case.table.in_wan()
    profile = profile or load(table.particulars.get("profile", ""))
    spending = roll_up(table, case.ledger)
    tasks = [_task(each, spending.task_figure(i)) for i, each in enumerate(table.tasks)]
    levels = [each.level1 for each in table.indicators]
    given = [each.weight for each in table.indicators]
    results = [
        assess_indicator(each, spending.cost_figure(i), weight, table.year, profile)
        for i, (each, weight) in enumerate(zip(table.indicators, weights(levels, given, profile), strict=True))
    ]
    budget = sum((each.budget.value for each in tasks if each.budget), Decimal(0))
    execution = execution_points(budget, sum((each.spent.value for each in tasks), Decimal(0)), profile)
    score = total_score(levels, [each.final for each in results], given, execution, profile)
    places = frozenset(each.place for each in case.unread)
    return Assessment(case, profile, tasks, results, spending, score, target_form(table), places)


def _skeleton(form: Grid) -> list[tuple[bool, ...]]:
    """Return in which rows the columns of labels hold anything; the merges of a form follow from that."""
    return [tuple(bool(cell) for cell in row[:3]) for row in form.rows]


def _task(task: Task, spent: Figure) -> TaskResult:
    over, finished, running, nothing = TASK_STATES
    amount = task.budget
    limit = amount or Decimal(0)
    if spent.value > limit:
        state = over
    elif not spent.value:
        state = nothing
    else:
        state = finished if spent.value == limit else running
    budget = None if amount is None else Figure(amount, "万元", "年初预算总额＋调整数", tuple(_places(task)))
    rate = spent.value / amount if amount else None
    return TaskResult(task, budget, spent, rate, None if amount is None else amount - spent.value, state)


def _places(task: Task):
    return (task.places[key] for key in ("total", "adjusted") if key in task.places)


def assess_indicator(
    indicator: Indicator, booked: Figure | None, weight: Figure, year: int | None, profile: Profile
) -> IndicatorResult:
    """Read, judge and score one indicator of a table of `year`, worth `weight`, for which the payments say `booked` (万元)."""
    reading = parse(
        indicator.target, op=indicator.sign, unit=indicator.unit,
        name=indicator.level3, category=indicator.level2, year=year,
    )  # fmt: skip
    by_booked = indicator.actual is None and booked is not None and _is_money(reading)
    actual = f"{booked.value.normalize():f}万元" if by_booked and booked else indicator.actual
    judgement = _judged(reading, actual, indicator, year, weight)
    if by_booked:
        judgement = replace(judgement, reason=_("按账面归集：{reason}").format(reason=judgement.reason))
    score = points_for(judgement, weight, profile)
    final = score
    if indicator.awarded is not None:
        parts = (indicator.places["awarded"],) if "awarded" in indicator.places else ()
        valid = _may_be_awarded(indicator, weight)
        final = Figure(indicator.awarded, "分", "核定得分", parts) if valid else None
    return IndicatorResult(indicator, reading, judgement, booked, by_booked, weight, score, final)


def _is_money(reading: Reading) -> bool:
    quantity = getattr(reading.target, "quantity", None)
    return quantity is not None and resolve(quantity.unit)[0] == "元"


def _may_be_awarded(indicator: Indicator, weight: Figure) -> bool:
    """Whether a person's points lie between zero and what the indicator is worth; others do not count."""
    return indicator.awarded is not None and 0 <= indicator.awarded <= weight.value


def _judged(
    reading: Reading, actual: str | None, indicator: Indicator, year: int | None, weight: Figure
) -> Judgement:
    """Judge the actual; what stays open for a person is closed by that person's rating."""
    context = {"name": indicator.level3, "category": indicator.level2, "year": year}
    judgement = judge_reading(reading, actual, **context)
    by_words = judgement.verdict == MISSING and reading.kind == "qualitative"
    if indicator.rating and (judgement.verdict == JUDGEMENT or by_words):
        rated = judge_reading(reading, indicator.rating, **context)
        return _by_rating(rated, judgement, indicator.rating, _may_be_awarded(indicator, weight))
    return judgement


def _by_rating(rated: Judgement, open_one: Judgement, rating: str, awarded: bool) -> Judgement:
    """Return the verdict of a rating with the actual as it was read; 部分达成 is settled by points within its band."""
    verdict = {"达成": MET, "未达成": MISSED, "部分达成": MISSED if awarded else JUDGEMENT}.get(rating, JUDGEMENT)
    by_words = open_one.target.kind == "qualitative" and not (awarded and verdict == MISSED and rating != "未达成")
    reason = rated.reason if by_words else _("{reason}；评定为{rating}").format(reason=open_one.reason, rating=rating)
    return Judgement(verdict, reason, open_one.target, open_one.actual, op=open_one.op, op_source=open_one.op_source)
