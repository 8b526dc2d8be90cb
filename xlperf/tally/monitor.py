"""How the year stands at the end of a month: a light for each task and indicator, and what its pace comes to by December.

Only what accumulates is measured by the time that has gone by; a rate, a day or something done once is not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xlperf.language import _
from xlperf.model import BudgetChange, Case, Task, changes_of
from xlperf.profile import Profile
from xlperf.schema import BLUE, EXECUTED, GREEN, NO_LIGHT, NOT_DUE, PROGRESS_KINDS, REACHED, RED, TASK_KINDS, YELLOW
from xlperf.tally.assess import Assessment, IndicatorResult, TaskResult, assess
from xlperf.target import (
    JUDGEMENT,
    MET,
    MISSED,
    MISSING,
    UNREADABLE,
    Bound,
    Deadline,
    Period,
    Qualitative,
    resolve,
    unit_of,
)
from xlperf.target.names import PER_UNIT, STANDING

CUMULATIVE, RATE, DATED, ONCE = PROGRESS_KINDS


@dataclass(frozen=True, slots=True)
class Watched:
    """What a row of 运行监控 shows of a task or an indicator; `reached` is None where it means nothing."""

    kind: str
    number: str
    name: str
    plan: str
    done: str
    reached: float | None
    light: str
    outlook: str
    why: str


def until(case: Case, month: int) -> Case:
    """Return a case as it stood at the end of a month of its year: without later payments and changes of budgets."""
    year = case.table.year
    late = [each for each in case.changes if year and each.when and each.when > (year, month)]
    tasks = tuple(replace(each, adjusted=_without(each, late)) for each in case.table.tasks)
    changes = tuple(each for each in case.changes if each not in late)
    return replace(case, table=replace(case.table, tasks=tasks), ledger=case.ledger.until(year, month), changes=changes)


def _without(task: Task, late: Sequence[BudgetChange]) -> Decimal | None:
    """Return what a task's budget was changed by, without later changes."""
    taken = changes_of(late, task.number, task.name)
    return task.adjusted - sum((each.by for each in taken), Decimal(0)) if taken and task.adjusted is not None else task.adjusted


def watch(case: Case, month: int, profile: Profile | None = None) -> list[Watched]:
    """Return how each task and indicator stands at the end of a month (1–12)."""
    a = assess(until(case, month), profile)
    tasks = [_task(each, month, a.profile) for each in a.tasks if each.task.name or each.task.number]
    if not len(case.ledger):  # nobody keeps the payments here: nothing can be told of them
        tasks = [replace(each, done="", reached=None, light=NO_LIGHT, outlook="", why=_("支出明细里没有支出")) for each in tasks]
    return [*tasks, *_indicators(a, month)]


def _task(each: TaskResult, month: int, profile: Profile) -> Watched:
    told = each.task.number, each.task.name
    spent = f"{_plain(each.spent.value)}万元"
    if each.budget is None:
        return Watched(EXECUTED, *told, "", spent, None, NO_LIGHT, "", _("没有预算数"))
    plan, forecast = f"{_plain(each.budget.value)}万元", each.spent.value * 12 / month
    rate = None if each.rate is None else round(float(each.rate), 6)
    if each.rate is None:
        light, why = (RED, _("没有预算却有支出")) if each.spent.value else (NO_LIGHT, _("预算为零"))
    elif each.spent.value > each.budget.value:
        light, why = RED, _("执行数超过全年预算数")
    else:
        light, why = _paced(each.rate, month, profile, ahead=False)
    return Watched(EXECUTED, *told, plan, spent, rate, light, f"{_plain(round(forecast, 2))}万元", why)


def _paced(share: Decimal, month: int, profile: Profile, *, ahead: bool) -> tuple[str, str]:
    """Return the light of a share of the year's plan, and how it came about; only where being `ahead` is told, blue."""
    time = Decimal(month) / 12
    pace = share / time
    red, yellow, blue = profile.lights
    why = _("完成{share}，序时进度{time}").format(share=f"{share:.1%}", time=f"{time:.1%}")
    return RED if pace < red else YELLOW if pace < yellow else BLUE if ahead and pace >= blue else GREEN, why


def _indicators(a: Assessment, month: int) -> Iterator[Watched]:
    tasks = [each for each in a.case.table.tasks if each.kind == TASK_KINDS[0]]
    steady = frozenset(name.casefold() for each in tasks for name in (each.number, each.name) if name)
    for each in a.indicators:
        if not each.indicator.level3:
            continue
        done = each.indicator.actual or ""
        if each.by_booked:
            done = _("账面{amount}").format(amount=each.judgement.actual.text)
        progress = progress_of(each, steady)
        light, why = _light(each, progress, month, a.profile, a.case.table.year)
        outlook = _outlook(each, month) if progress == CUMULATIVE and each.judgement.verdict in (MET, MISSED) else ""
        yield Watched(REACHED, each.indicator.number, each.indicator.level3, each.reading.text, done or each.indicator.rating, each.rate, light,
                      outlook, why)  # fmt: skip


def progress_of(each: IndicatorResult, steady: frozenset[str] = frozenset()) -> str:
    """Return how an indicator moves through the year: as 进度类型 says, else as its target lets expect.

    Costs accumulate evenly where they are those of a `steady` task (names and numbers); others may be paid at once.
    """
    name = each.indicator.level3
    if each.indicator.progress in PROGRESS_KINDS:
        return each.indicator.progress
    target, op = each.reading.target, each.judgement.op or each.reading.op
    if isinstance(target, Deadline | Period):
        return DATED
    if not isinstance(target, Bound):
        return ONCE if isinstance(target, Qualitative) else RATE
    base = resolve(target.quantity.unit)[0]
    if each.is_cost and base == "元":
        return CUMULATIVE if each.indicator.task.casefold() in steady and not PER_UNIT.search(name) else RATE
    if STANDING.search(name):
        return RATE
    if op == "=" and base != "1":
        return ONCE
    return CUMULATIVE if each.indicator.level2 == "数量指标" and op in (">=", ">") and base != "1" else RATE


def _light(each: IndicatorResult, progress: str, month: int, profile: Profile, year: int | None) -> tuple[str, str]:
    """Return the light of an indicator, and how it came about."""
    judgement, last = each.judgement, month == 12
    if judgement.verdict in (UNREADABLE, MISSING):
        return _without_actual(each, progress, month, year)
    if judgement.verdict == JUDGEMENT:
        partly = each.indicator.rating == "部分达成"
        return (YELLOW, _("评定为部分达成")) if partly else (NO_LIGHT, judgement.reason)
    if progress == CUMULATIVE and judgement.op in ("<=", "<"):
        return _ceiling(each, month)
    if progress == CUMULATIVE and judgement.ratio is not None and judgement.op in (">=", ">", "=") and not (last and judgement.verdict == MISSED):
        return _paced(judgement.ratio, month, profile, ahead=True)
    if judgement.verdict == MET:
        return GREEN, judgement.reason
    if progress == ONCE and judgement.ratio is not None and judgement.ratio < 1 and not last:
        return NOT_DUE, _("还没有完成，不按月折算")
    floor = judgement.op not in ("<=", "<") and progress != DATED
    near = floor and judgement.ratio is not None and judgement.ratio >= profile.lights[1]
    return YELLOW if near and not last else RED, judgement.reason


def _without_actual(each: IndicatorResult, progress: str, month: int, year: int | None) -> tuple[str, str]:
    target, told = each.reading.target, each.judgement.reason
    if progress == DATED and each.judgement.verdict == MISSING:
        due = target.moment if isinstance(target, Deadline) else target.end if isinstance(target, Period) else None
        if due is not None and (due.year or year or 0, due.month or 12) <= (year or 0, month):
            return RED, _("时限已到，没有填完成情况")
        return NOT_DUE, _("时限未到")
    if progress == ONCE and month < 12 and each.judgement.verdict == MISSING:
        return NOT_DUE, _("还没有完成，不按月折算")
    return NO_LIGHT, told


def _ceiling(each: IndicatorResult, month: int) -> tuple[str, str]:
    """Return the light of what may only grow so far: red where it is passed, yellow where its pace would pass it."""
    if each.judgement.verdict == MISSED:
        return RED, each.judgement.reason
    forecast, limit, unit = _forecast(each, month), each.reading.bound, unit_of(each.judgement.actual.target) or ""
    if forecast is not None and limit and forecast * resolve(unit)[1] > limit.quantity.value * resolve(limit.quantity.unit or unit)[1]:
        told = _("没有超过，照这个进度全年约{forecast}{unit}，会超过")
        return YELLOW, told.format(forecast=_plain(round(forecast, 2)), unit=unit)
    return GREEN, each.judgement.reason


def _forecast(each: IndicatorResult, month: int) -> Decimal | None:
    """Return what an actual comes to by the end of the year at its pace, in its own unit; None where it is no single number."""
    actual = each.judgement.actual.target
    if not isinstance(actual, Bound) or not isinstance(each.reading.target, Bound):
        return None
    return actual.quantity.value * 12 / month


def _outlook(each: IndicatorResult, month: int) -> str:
    forecast = _forecast(each, month)
    if forecast is None:
        return ""
    unit = unit_of(each.judgement.actual.target) or unit_of(each.reading.target) or ""
    return f"{_plain(round(forecast, 2))}{unit}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
