"""绩效运行监控表 of a period, from the rows that were filled then (columns after 财预〔2019〕136号, from memory)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from xlperf.errors import InputError
from xlperf.forms.draft import Draft, add_signatures, by_class, number, percent
from xlperf.forms.project import of_task
from xlperf.language import _
from xlperf.model import Case, Grid, Indicator, Monitored, Task, fold_name
from xlperf.schema import EXECUTED, MONITORING_FORM, REACHED

WIDTHS = (8, 11, 22, 13, 13, 13, 11, 22, 10, 8)
"""Widths of columns A–J, in characters."""


def monitoring_form(case: Case, month: int, task: Task | None = None, *, public: bool = False) -> Grid:
    """Return the monitoring form of the period until the end of a month, that of one `task` as a project; for the public without persons,
    lights and reasons.

    Raises `InputError` where that period has no rows.
    """
    rows = [each for each in case.monitored if each.month == month]
    if task is not None:
        case = replace(case, table=of_task(task, case.table))
        rows = [each for each in rows if _is_of(each, case)]
    if not rows:
        told = _("还没有截至{month}月的运行监控").format(month=month)
        remedy = _("请先点“填运行监控”，或运行：xlperf monitor 本文件 --month {month}").format(month=month)
        raise InputError(told, place=case.table.department, remedy=remedy)
    table = case.table.in_wan()
    span = f"1—{month}月" if month > 1 else "1月"
    form, label, text = Draft(MONITORING_FORM, WIDTHS), "form.label", "form.text"
    form.title("项目支出绩效运行监控表" if task else "绩效运行监控表", table.year)
    if task:
        form.row([(1, 2, "项目名称", label), (3, 10, task.name, text)])
    form.row([(1, 2, "实施单位" if task else "部门（单位）名称", label), (3, 5, table.department, text), (6, 6, "主管部门", label),
              (7, 10, table.particulars.get("supervisor", ""), text)])  # fmt: skip
    _money(form, case, [each for each in rows if each.kind == EXECUTED], span, public)
    goals = "\n".join(f"{each.number}：{each.text}" if each.number else each.text for each in table.goals)
    form.row([(1, 1, "年度总体目标", label), (2, 10, goals, text)])
    _indicators(form, case, [each for each in rows if each.kind == REACHED], span, public)
    if not public:
        add_signatures(form, table.particulars)
    return form.grid()


def _is_of(row: Monitored, case: Case) -> bool:
    """Whether a row is about a task or an indicator of a case."""
    if row.kind == REACHED:
        return _indicator_of(row, case.table.indicators) is not None
    return any(fold_name(row.name) == fold_name(each.name) or (row.number and row.number == each.number) for each in case.table.tasks)


def _money(form: Draft, case: Case, rows: Sequence[Monitored], span: str, public: bool) -> None:
    first, label = len(form.rows) + 1, "form.label"
    heads = ((2, 3, "任务"), (4, 4, "年初预算数（万元）"), (5, 5, "全年预算数"), (6, 6, f"{span}执行数"),
             (7, 7, f"{span}执行率"), (8, 8, "全年预计执行数"), (9, 9, "完成可能性"), (10, 10, "灯号"))  # fmt: skip
    form.row([(1, 1, None, label), *((left, right, name, label) for left, right, name in heads)])
    initial = {fold_name(each.name): each.total for each in case.table.in_wan().tasks}
    for each in rows:
        rate = "" if each.reached is None else percent(each.reached)
        cells = (each.plan, each.done, rate, each.expected or each.outlook, each.chance, "" if public else each.light)
        form.row([(1, 1, None, label), (2, 3, each.name, "form.text"), (4, 4, number(initial.get(fold_name(each.name))), "form.amount"),
                  *((column, column, value, "form.value") for column, value in enumerate(cells, 5))])  # fmt: skip
    form.merge_down(1, first, len(form.rows), "预算执行情况")


def _indicators(form: Draft, case: Case, rows: Sequence[Monitored], span: str, public: bool) -> None:
    label = "form.label"
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", f"{span}执行情况", "全年预计完成情况", "偏差原因类别",
             "原因说明及纠偏措施", "完成目标可能性", "灯号")  # fmt: skip
    form.row([(column, column, name, label) for column, name in enumerate(heads, 1)])
    told = {id(indicator): row for row in rows if (indicator := _indicator_of(row, case.table.indicators))}
    shown = by_class([each for each in case.table.indicators if id(each) in told])
    for level1, members in groupby(shown, key=lambda each: each.level1):
        top = len(form.rows) + 1
        for level2, group in groupby(members, key=lambda each: each.level2):
            start = len(form.rows) + 1
            for each in group:
                form.row([(1, 1, None, label), (2, 2, None, label), *_cells(told[id(each)], public)])
            form.merge_down(2, start, len(form.rows), level2)
        form.merge_down(1, top, len(form.rows), level1)
    for row in rows:
        if row not in told.values():  # an indicator that is no longer in the table
            form.row([(1, 1, None, label), (2, 2, None, label), *_cells(row, public)])


def _cells(row: Monitored, public: bool) -> list[tuple[int, int, str, str]]:
    reasons = "" if public else "；".join(filter(None, (row.cause, row.remedy)))
    cells = ((row.name, "form.text"), (row.plan, "form.value"), (row.done, "form.value"), (row.expected or row.outlook, "form.value"),
             ("" if public else row.deviation, "form.value"), (reasons, "form.text"), (row.chance, "form.value"),
             ("" if public else row.light, "form.value"))  # fmt: skip
    return [(column, column, value, style) for column, (value, style) in enumerate(cells, 3)]


def _indicator_of(row: Monitored, indicators: Sequence[Indicator]) -> Indicator | None:
    """Return the indicator that a row was about; None where it is gone."""
    by_number = [each for each in indicators if row.number and each.number == row.number]
    return next(iter(by_number or [each for each in indicators if fold_name(each.level3) == fold_name(row.name)]), None)
