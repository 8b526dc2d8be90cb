"""Budgets by source of funds, with what changed during the year."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from xlperf.model import BudgetChange, Task, changes_of
from xlperf.schema import FUND_KEYS, FUND_SOURCES


def budgets_by_source(task: Task, changes: Iterable[BudgetChange], *, whole: bool = True) -> Mapping[str, Decimal]:
    """Return the whole year's budget of a task by source, 万元; nothing where its total is not divided, or, unless not `whole`, where a change
    names no source."""
    initial = dict(zip(FUND_SOURCES, (getattr(task, key) for key in FUND_KEYS), strict=True))
    of = changes_of(changes, task.number, task.name)
    if all(amount is None for amount in initial.values()) or (whole and any(each.source not in initial for each in of)):
        return {}
    return {source: (amount or Decimal(0)) + sum((each.by for each in of if each.source == source), Decimal(0)) for source, amount in initial.items()}
