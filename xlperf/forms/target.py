"""部门（单位）整体支出绩效目标表, as annexed to 财预〔2015〕88号 and published by departments every year."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from xlperf.forms.draft import Draft, add_goals, add_indicators, number
from xlperf.model import Case, Grid, Table, Task


def target_form(table: Table) -> Grid:
    """Return the target form of a table, its amounts in 万元, with the sum of the budgets that the statutory form asks for."""
    return _drafted(table).grid()


def _drafted(table: Table) -> Draft:
    table = table.in_wan()
    form = Draft()
    form.title("部门（单位）整体支出绩效目标表", table.year)
    form.row([(1, 2, "部门（单位）名称", "form.label"), (3, 7, table.department, "form.text")])
    _tasks(form, table.tasks)
    add_goals(form, table.goals)
    add_indicators(form, table.indicators)
    return form


def fits(case: Case) -> bool:
    """Return whether the sheet 目标表, where a workbook has one, has the rows and labels that the form would have now."""
    return case.form is None or _skeleton(case.form) == _skeleton(_drafted(case.table))


def never_made(case: Case) -> bool:
    """Return whether the sheet 目标表 is still that of an empty workbook."""
    empty = replace(case.table, tasks=(), goals=(), indicators=())
    return case.form is not None and _skeleton(case.form)[_HEAD:] == _skeleton(_drafted(empty))[_HEAD:]


_HEAD = 3
"""Rows that name the form, the year and the department."""


def _skeleton(form: Grid | Draft) -> list[tuple[bool, ...]]:
    """Return in which rows the columns of labels hold anything; the merges of a form follow from that."""
    return [tuple(bool(cell) for cell in row[:3]) for row in form.rows]


def _tasks(form: Draft, tasks: Sequence[Task]) -> None:
    first = len(form.rows) + 1
    head = "form.label"
    form.row([(1, 1, None, head), (2, 2, "任务名称", head), (3, 4, "主要内容", head), (5, 7, "预算金额（万元）", head)])
    names = ("总额", "财政拨款", "其他资金")
    form.row([(1, 1, None, head), (2, 2, None, head), (3, 3, None, head), (4, 4, None, head)]
              + [(5 + i, 5 + i, name, head) for i, name in enumerate(names)])  # fmt: skip
    form.merge_down(2, first, first + 1, "任务名称")
    form.merge_down(3, first, first + 1, "主要内容", until=4)
    for task in tasks:
        other = None if task.other is None and task.carried is None else (task.other or 0) + (task.carried or 0)
        amounts = [number(each) for each in (task.total, task.fiscal, other)]
        cells = [(5 + i, 5 + i, amount, "form.amount") for i, amount in enumerate(amounts)]
        form.row([(2, 2, task.name, "form.text"), (3, 4, task.content, "form.text"), *cells])
    sums = [sum((getattr(each, key) or Decimal(0) for each in tasks), Decimal(0)) for key in ("total", "fiscal")]
    rest = sum(((each.other or Decimal(0)) + (each.carried or Decimal(0)) for each in tasks), Decimal(0))
    cells = [(5 + i, 5 + i, number(amount), "form.sum") for i, amount in enumerate((*sums, rest))]
    form.row([(2, 4, "金额合计", "form.label"), *cells])
    form.merge_down(1, first, len(form.rows), "年度主要任务")
