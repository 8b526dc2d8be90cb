"""项目支出绩效目标表 of one task: the form of a year that departments file for each project, after 财预〔2015〕88号."""

from dataclasses import replace

from xlperf.forms.draft import Draft, add_goals, add_indicators, number
from xlperf.model import Grid, Table, Task


def project_form(table: Table, task: Task) -> Grid:
    """Return the target form of one of a table's tasks, amounts in 万元, with the goals and indicators that name it."""
    form, label, text = Draft(), "form.label", "form.text"
    form.title("项目支出绩效目标表", table.year)
    form.row([(1, 2, "项目名称", label), (3, 7, task.name, text)])
    form.row([(1, 2, "主管部门", label), (3, 4, table.particulars.get("supervisor", ""), text),
              (5, 5, "实施单位", label), (6, 7, table.department, text)])  # fmt: skip
    first = len(form.rows) + 1
    for name, amount in (("年度资金总额", task.total), ("其中：财政拨款", task.fiscal), ("上年结转资金", task.carried), ("其他资金", task.other)):
        form.row([(1, 2, None, label), (3, 4, name, label), (5, 7, number(amount), "form.amount")])
    form.merge_down(1, first, len(form.rows), "项目资金（万元）", until=2)
    own = of_task(task, table)
    add_goals(form, own.goals)
    add_indicators(form, own.indicators)
    return form.grid()


def of_task(task: Task, table: Table) -> Table:
    """Return what of a table belongs to a task: rows that name it, or all rows without a task where it is the only one."""
    names = {task.name, task.number} - {""} | ({""} if len(table.tasks) == 1 else set())
    goals = tuple(each for each in table.goals if each.task in names)
    return replace(table, tasks=(task,), goals=goals, indicators=tuple(each for each in table.indicators if each.task in names))
