"""Everything a table's judgement consists of, made once from a Case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial

from xlperf.language import _
from xlperf.model import Case, Figure, Indicator, Place, Table, Task, wan_of
from xlperf.profile import Profile, load
from xlperf.schema import BOOKED_PER_UNIT, NOT_BOOKED, TASK_STATES, VERSION_STATES
from xlperf.tally.score import Score, execution_points, points_for, total_score, weights, without_classes
from xlperf.tally.spending import Spending, roll_up
from xlperf.tally.trace import Trace, trace
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
    unit_of,
)


@dataclass(frozen=True, slots=True)
class TaskResult:
    """A task and its execution. Amounts in 万元; `budget`, the rates (of the whole year's and of the initial budget) and `unspent` are None
    where no total was declared. `months` is what was spent in each, from January on."""

    task: Task
    budget: Figure | None
    spent: Figure
    rate: Decimal | None
    initial_rate: Decimal | None
    unspent: Decimal | None
    state: str
    months: Sequence[Decimal]


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """An indicator as read, judged and scored.

    `booked` is what the payments say (成本 only; in 元 where it is the cost of a unit); `by_booked` tells that it was judged by that, for want
    of an actual.
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
    divisor: Decimal | None = None
    """The quantity that its cost was divided by."""

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


@dataclass(frozen=True)
class Assessment:
    """A case, judged. `tasks` and `indicators` run along those of the table."""

    case: Case
    profile: Profile
    tasks: Sequence[TaskResult]
    indicators: Sequence[IndicatorResult]
    spending: Spending
    score: Score
    unread_places: frozenset[Place]

    @cached_property
    def trace(self) -> Trace:
        """What hangs together: task, goal, indicator, cost. Found when somebody asks, which most checks never do."""
        return trace(self.case.table, [each.reading for each in self.indicators])

    def is_unread(self, place: Place | None) -> bool:
        """Return whether a cell is among those that could not be read, and so has its own finding."""
        return place in self.unread_places

    @property
    def running(self) -> bool:
        """Whether the year still runs: a monitoring form, or a workbook that is monitored until a month before December, nothing paid since."""
        month = self.case.table.particulars.get("monitored", "").strip().removesuffix("月")
        ended = self.case.table.particulars.get("version", "") == VERSION_STATES[-1]
        return self.case.is_monitoring or (not ended and month.isdecimal() and max(self.spending.last_month, 1) <= int(month) < 12)

    @property
    def of_department(self) -> bool:
        """Whether this is a workbook of ours or the table of a whole department, not that of a single project or of several."""
        return self.case.whole and self.case.tables == 1 and (not self.case.reading or len(self.tasks) > 1)

    @property
    def budget(self) -> Decimal:
        """The whole year's budget of all tasks, 万元."""
        return sum((each.budget.value for each in self.tasks if each.budget), Decimal(0))

    @property
    def initial_budget(self) -> Decimal:
        """The initial budget of all tasks, 万元."""
        return sum((each.task.total or Decimal(0) for each in self.tasks), Decimal(0))

    @property
    def schedule(self) -> Decimal | None:
        """序时进度: which share of the year has gone by at the end of the last month with a payment; None where there is none."""
        month = self.spending.last_month
        return Decimal(month) / 12 if month else None

    @property
    def spent(self) -> Decimal:
        """What all tasks spent, 万元."""
        return sum((each.spent.value for each in self.tasks), Decimal(0))


def assess(case: Case, profile: Profile | None = None) -> Assessment:
    """Read, judge, add up and score a case by `profile` (by default the one its table names)."""
    table = case.table.in_wan()
    profile = without_classes(profile or load(table.particulars.get("profile", "")), table.particulars.get("inapplicable", ""))
    spending = roll_up(table, case.ledger)
    tasks = [_task(each, spending.task_figure(i), [wan_of(spending.by_month.get((i, month), 0)) for month in range(1, 13)])
             for i, each in enumerate(table.tasks)]  # fmt: skip
    levels = [each.level1 for each in table.indicators]
    given = [each.weight for each in table.indicators]
    results = _indicators(table, spending, weights(levels, given, profile), profile)
    budget = sum((each.budget.value for each in tasks if each.budget), Decimal(0))
    execution = execution_points(budget, sum((each.spent.value for each in tasks), Decimal(0)), profile)
    score = total_score(levels, [each.final for each in results], given, execution, profile)
    places = frozenset(each.place for each in case.unread)
    return Assessment(case, profile, tasks, results, spending, score, places)


def _indicators(table: Table, spending: Spending, worth: Sequence[Figure], profile: Profile) -> list[IndicatorResult]:
    """Assess the indicators, those last whose cost is divided by the actual of another."""
    found: dict[int, IndicatorResult] = {}
    positions = range(len(table.indicators))
    for i in sorted(positions, key=lambda i: table.indicators[i].basis == BOOKED_PER_UNIT):
        each, booked, divisor = table.indicators[i], spending.cost_figure(i), None
        if each.basis == NOT_BOOKED:
            booked = None
        elif each.basis == BOOKED_PER_UNIT:
            divisor = next((_quantity_of(other) for other in found.values() if each.quantity.strip() in _names(other.indicator)), None)
            booked = _per_unit(booked, divisor)
        found[i] = assess_indicator(each, booked, worth[i], table.year, profile)
        if divisor is not None:
            found[i] = replace(found[i], divisor=divisor)
    return [found[i] for i in positions]


def _names(indicator: Indicator) -> set[str]:
    return {indicator.number.strip(), indicator.level3.strip()} - {""}


def _quantity_of(result: IndicatorResult) -> Decimal | None:
    """Return the quantity that an indicator reached, in the base unit; None where it has no number yet."""
    actual = result.judgement.actual
    quantity = getattr(actual.target, "quantity", None) if actual else None
    return quantity.value * resolve(quantity.unit)[1] if quantity and quantity.value else None


def _per_unit(booked: Figure | None, divisor: Decimal | None) -> Figure | None:
    """Return what was booked for each unit of a quantity, in 元."""
    if booked is None or not divisor:
        return None
    value = (booked.value * 10000 / divisor).quantize(Decimal("0.000001"))
    return Figure(value, "元", _("支出明细金额合计÷数量"), booked.parts)


def _task(task: Task, spent: Figure, months: Sequence[Decimal]) -> TaskResult:
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
    initial_rate = spent.value / task.total if task.total else None
    return TaskResult(task, budget, spent, rate, initial_rate, None if amount is None else amount - spent.value, state, months)


def _places(task: Task) -> Iterator[Place]:
    return (task.places[key] for key in ("total", "adjusted") if key in task.places)


def assess_indicator(
    indicator: Indicator, booked: Figure | None, weight: Figure, year: int | None, profile: Profile
) -> IndicatorResult:
    """Read, judge and score one indicator of a table of `year`, worth `weight`, for which the payments say `booked` (万元; 元 for each unit of a
    quantity)."""
    reading = parse(
        indicator.target, op=indicator.sign, unit=indicator.unit,
        name=indicator.level3, category=indicator.level2, year=year,
    )  # fmt: skip
    by_booked = indicator.actual is None and booked is not None and _is_money(reading, per_unit=booked.unit == "元")
    actual = _as_actual(booked, reading) if by_booked and booked else indicator.actual
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


def _is_money(reading: Reading, *, per_unit: bool = False) -> bool:
    """Whether a target is an amount; with `per_unit` also one for each of something (元/人)."""
    quantity = getattr(reading.target, "quantity", None)
    base = resolve(quantity.unit)[0] if quantity is not None else ""
    return base == "元" or (per_unit and base.startswith("元/"))


def _as_actual(booked: Figure, reading: Reading) -> str:
    """Return what the payments say as an actual: a sum in 万元, what a unit cost in the unit of its target."""
    if booked.unit == "万元":
        return f"{booked.value.normalize():f}万元"
    unit = unit_of(reading.target) or ""
    return f"{(booked.value / resolve(unit)[1]).normalize():f}{unit}"


def _may_be_awarded(indicator: Indicator, weight: Figure) -> bool:
    """Whether a person's points lie between zero and what the indicator is worth; others do not count."""
    return indicator.awarded is not None and 0 <= indicator.awarded <= weight.value


def _judged(
    reading: Reading, actual: str | None, indicator: Indicator, year: int | None, weight: Figure
) -> Judgement:
    """Judge the actual; what stays open for a person is closed by that person's rating."""
    judge = partial(judge_reading, name=indicator.level3, category=indicator.level2, year=year)
    judgement = judge(reading, actual)
    by_words = judgement.verdict == MISSING and reading.kind == "qualitative"
    if indicator.rating and (judgement.verdict == JUDGEMENT or by_words):
        rated = judge(reading, indicator.rating)
        return _by_rating(rated, judgement, indicator.rating, _may_be_awarded(indicator, weight))
    return judgement


def _by_rating(rated: Judgement, open_one: Judgement, rating: str, awarded: bool) -> Judgement:
    """Return the verdict of a rating with the actual as it was read; 部分达成 is settled by points within its band."""
    verdict = {"达成": MET, "未达成": MISSED, "部分达成": MISSED if awarded else JUDGEMENT}.get(rating, JUDGEMENT)
    by_words = open_one.target.kind == "qualitative" and not (awarded and verdict == MISSED and rating != "未达成")
    reason = rated.reason if by_words else _("{reason}；评定为{rating}").format(reason=open_one.reason, rating=rating)
    return Judgement(verdict, reason, open_one.target, open_one.actual, op=open_one.op, op_source=open_one.op_source)
