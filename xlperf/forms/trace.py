"""The matrix goal → task → indicator → cost: what hangs together, and what hangs in the air."""

from collections.abc import Iterator
from decimal import Decimal

from xlperf.forms.draft import Draft, number
from xlperf.language import _
from xlperf.model import Grid
from xlperf.schema import TRACE_FORM
from xlperf.tally import Assessment
from xlperf.tally.trace import Cost, Count

WIDTHS = (26, 24, 11, 11, 12, 28, 15, 12, 14, 20)
"""Widths of columns A–J, in characters."""
_HEADS = ("年度目标", "任务", "全年预算（万元）", "执行数（万元）", "二级指标", "三级指标", "指标值", "成本上限（万元）", "单位成本", "提示")


def trace_form(a: Assessment) -> Grid:
    """Return the matrix of a table: the indicators of each task with the goals above it, then what belongs to nothing."""
    form = Draft(TRACE_FORM, WIDTHS)
    form.title("目标、任务、指标、成本对应表", a.case.table.year)
    form.row([(column, column, name, "form.label") for column, name in enumerate(_HEADS, 1)])
    for position in range(len(a.tasks)):
        _task(form, a, position)
    for position, goal in enumerate(a.case.table.goals):
        if a.trace.goal_tasks[position] is None:
            own = [at for at in a.trace.of_goal(position) if a.trace.tasks[at] is None]
            _block(form, a, own, goal.text, "", (None, None), _("目标没有对应的任务"))
    stray = [at for at, task in enumerate(a.trace.tasks) if task is None and (a.trace.goals[at] is None or _has_task(a, at))]
    if stray:
        _block(form, a, stray, "", "", (None, None), _("看不出属于哪个任务"))
    return form.grid()


def _has_task(a: Assessment, position: int) -> bool:
    """Whether the goal of an indicator without a task has one, so that the indicator is not listed with the goal."""
    goal = a.trace.goals[position]
    return goal is not None and a.trace.goal_tasks[goal] is not None


def _task(form: Draft, a: Assessment, position: int) -> None:
    each = a.tasks[position]
    goals = [goal.text for goal, task in zip(a.case.table.goals, a.trace.goal_tasks, strict=True) if task == position]
    money = each.budget.value if each.budget else None, each.spent.value
    own = a.trace.of_task(position)
    told = ("" if goals or not a.case.table.goals else _("没有对应的目标"), "" if own else _("没有指标"))
    _block(form, a, own, "\n".join(goals), each.task.name, money, _("；").join(filter(None, told)))


def _block(form: Draft, a: Assessment, positions: list[int], goal: str, task: str, money: tuple[Decimal | None, Decimal | None], told: str) -> None:
    first = len(form.rows) + 1
    left = [(1, 1, None, "form.text"), (2, 2, None, "form.text"), (3, 3, None, "form.amount"), (4, 4, None, "form.amount")]
    for position in positions:
        form.row([*left, *_cells(a, position, told if position == positions[0] else "")])
    if not positions:
        form.row([*left, *((column, column, None, "form.text") for column in range(5, 10)), (10, 10, told, "form.text")])
    for column, value in enumerate((goal, task, *map(number, money)), 1):
        form.merge_down(column, first, len(form.rows), value, style="form.text" if column < 3 else "form.amount")


def _cells(a: Assessment, position: int, told: str) -> Iterator[tuple[int, int, str | float | None, str]]:
    row = a.indicators[position].indicator
    cost = next((each for each in a.trace.costs if each.position == position), None)
    pair = next((count for each, count in a.trace.unit_costs if each.position == position), None)
    guessed = a.trace.tasks[position] is not None and not a.trace.typed[position]
    hints = [told, _("任务按文字推断") if guessed else "", _("按{times}计").format(times=cost.times) if cost and cost.times else ""]
    yield 5, 5, row.level2, "form.value"
    yield 6, 6, row.level3, "form.text"
    yield 7, 7, row.target, "form.value"
    yield 8, 8, number(cost.amount) if cost else None, "form.amount"
    yield 9, 9, _unit_cost(cost, pair) if cost and pair else "", "form.value"
    yield 10, 10, _("；").join(filter(None, hints)), "form.text"


def _unit_cost(cost: Cost, count: Count) -> str:
    return f"{cost.amount * 10000 / count.quantity.value:,.0f}元/{count.quantity.unit}"
