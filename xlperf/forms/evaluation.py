"""绩效自评表 of a whole department or of one project: what was reached, spent and scored (after 财预〔2020〕10号 and published tables)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from xlperf.errors import InputError
from xlperf.forms.draft import Draft, add_signatures, by_class, number, percent
from xlperf.forms.project import of_task
from xlperf.language import _
from xlperf.model import Case, Grid, Task, wan_of
from xlperf.schema import EVALUATION, FUND_KEYS, FUND_SOURCES, STATUS
from xlperf.tally import Assessment, IndicatorResult
from xlperf.tally.budgets import budgets_by_source
from xlperf.target import JUDGEMENT, MISSING, UNREADABLE

WIDTHS = (8, 11, 22, 13, 13, 7, 7, 8, 8, 8)
"""Widths of columns A–J, in characters."""


def of_project(case: Case, task: Task) -> Case:
    """Return the case of one task: its goals, indicators and payments. Points that do not add up to a hundred for it alone are left out."""
    table = of_task(task, case.table)
    whole = sum((each.weight or Decimal(0) for each in table.indicators), Decimal(0))
    if whole not in (Decimal(90), Decimal(100)):
        table = replace(table, indicators=tuple(replace(each, weight=None) for each in table.indicators))
    return replace(case, table=table)


def evaluation_form(a: Assessment, task: Task | None = None, *, public: bool = False) -> Grid:
    """Return the self-evaluation form of an assessment, that of one `task` as a project; for the public without persons and inner reasons.

    Raises `InputError` where a form for the public is not fit for it.
    """
    if public:
        refuse_public(a)
    table = a.case.table.in_wan()
    form, label, text = Draft(EVALUATION, WIDTHS), "form.label", "form.text"
    form.title("项目支出绩效自评表" if task else "部门（单位）整体支出绩效自评表", table.year)
    if task:
        form.row([(1, 2, "项目名称", label), (3, 10, task.name, text)])
        form.row([(1, 2, "主管部门", label), (3, 4, table.particulars.get("supervisor", ""), text), (5, 5, "实施单位", label),
                  (6, 10, table.department, text)])  # fmt: skip
    else:
        form.row([(1, 2, "部门（单位）名称", label), (3, 4, table.department, text), (5, 5, "主管部门", label),
                  (6, 10, table.particulars.get("supervisor", ""), text)])  # fmt: skip
    _money(form, a, list(_funds(a)) if task else list(_tasks(a)), "项目资金（万元）" if task else "年度主要任务及资金（万元）")
    _goals(form, a)
    _indicators(form, a, public)
    _total(form, a)
    if not public:
        add_signatures(form, table.particulars)
    return form.grid()


Money = tuple[str, Decimal | None, Decimal | None, Decimal]
"""A line of the money: its name, initial budget, whole budget, spent (万元)."""


def _tasks(a: Assessment) -> Iterator[Money]:
    for each in a.tasks:
        yield each.task.name, each.task.total, each.budget.value if each.budget else None, each.spent.value


def _funds(a: Assessment) -> Iterator[Money]:
    """Yield the money of a single task by source."""
    task, names = a.tasks[0].task, ("其中：本年财政拨款", "　　　上年结转资金", "　　　其他资金")
    budgets = budgets_by_source(task, a.case.changes, whole=False)
    for name, key, source in zip(names, FUND_KEYS, FUND_SOURCES, strict=True):
        yield name, getattr(task, key), budgets.get(source), wan_of(a.spending.by_source.get((0, source), 0))


def _money(form: Draft, a: Assessment, lines: Sequence[Money], name: str) -> None:
    first, label = len(form.rows) + 1, "form.label"
    head = ("年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分")
    places = ((4, 4), (5, 5), (6, 7), (8, 8), (9, 9), (10, 10))
    form.row([(1, 1, None, label), (2, 3, "资金", label), *((*place, each, label) for place, each in zip(places, head, strict=True))])
    points = f"{a.profile.execution_points:f}" if a.profile.execution_points else "—"
    rate = percent(a.spent / a.budget) if a.budget else "—"
    scored = f"{a.score.execution.value:f}" if a.score.execution else "—"
    _line(form, ("年度资金总额", a.initial_budget, a.budget, a.spent), (points, rate, scored))
    for each in lines:
        _line(form, each, ("—", percent(each[3] / each[2]) if each[2] else "—", "—"))
    form.merge_down(1, first, len(form.rows), name)


def _line(form: Draft, money: Money, told: tuple[str, str, str]) -> None:
    name, initial, whole, spent = money
    amounts = [(place, number(each)) for place, each in zip(((4, 4), (5, 5), (6, 7)), (initial, whole, spent), strict=True)]
    form.row([(1, 1, None, "form.label"), (2, 3, name, "form.text"), *((*place, each, "form.amount") for place, each in amounts),
              *((column, column, each, "form.value") for column, each in zip((8, 9, 10), told, strict=True))])  # fmt: skip


def _goals(form: Draft, a: Assessment) -> None:
    first, label = len(form.rows) + 1, "form.label"
    form.row([(1, 1, None, label), (2, 5, "预期目标", label), (6, 10, "实际完成情况", label)])
    for each in a.case.table.goals:
        told = each.actual + (f"（未完成原因：{each.cause}）" if each.cause else "")
        form.row([(1, 1, None, label), (2, 5, each.text, "form.text"), (6, 10, told, "form.text")])
    form.merge_down(1, first, len(form.rows), "年度总体目标")


def _indicators(form: Draft, a: Assessment, public: bool) -> None:
    first, label = len(form.rows) + 1, "form.label"
    heads = ((1, 1, "一级指标"), (2, 2, "二级指标"), (3, 3, "三级指标"), (4, 4, "年度指标值"), (5, 5, "实际完成值"), (6, 6, "分值"), (7, 7, "得分"),
             (8, 10, "偏差原因分析及改进措施"))  # fmt: skip
    form.row([(left, right, name, label) for left, right, name in heads])
    results = {id(each.indicator): each for each in a.indicators}
    rows = [results[id(each)] for each in by_class([each.indicator for each in a.indicators])]
    for level1, members in groupby(rows, key=lambda each: each.indicator.level1):
        top = len(form.rows) + 1
        for level2, group in groupby(members, key=lambda each: each.indicator.level2):
            start = len(form.rows) + 1
            for each in group:
                form.row([(1, 1, None, label), (2, 2, None, label), *_cells(each, public)])
            form.merge_down(2, start, len(form.rows), level2)
        points = a.profile.classes.get(level1)
        form.merge_down(1, top, len(form.rows), f"{level1}\n（{points:f}分）" if points else level1)
    if first == len(form.rows):
        form.row([(1, 10, None, "form.text")])


def _cells(each: IndicatorResult, public: bool) -> Iterator[tuple[int, int, str | float | None, str]]:
    row = each.indicator
    actual = row.actual or ""
    if each.by_booked and each.booked:
        actual = each.judgement.actual.text
    if row.rating and each.reading.kind == "qualitative":
        actual = row.rating if not actual or actual == each.reading.text else f"{actual}（{row.rating}）"
    cause = row.cause + ("" if public or not row.award_reason else f"（核定理由：{row.award_reason}）")
    yield 3, 3, row.level3, "form.text"
    yield 4, 4, row.target, "form.value"
    yield 5, 5, actual, "form.value"
    yield 6, 6, f"{each.weight.value:f}", "form.value"
    yield 7, 7, f"{each.final.value:f}" if each.final else "", "form.value"
    yield 8, 10, cause, "form.text"


def _total(form: Draft, a: Assessment) -> None:
    whole = a.profile.execution_points + sum((each.weight.value for each in a.indicators), Decimal(0))
    grade = a.score.grade if a.score.finished else a.score.pending
    form.row([(1, 5, "总分", "form.label"), (6, 6, f"{whole:f}", "form.value"), (7, 7, f"{a.score.total.value:f}", "form.value"),
              (8, 10, grade, "form.value")])  # fmt: skip
    told = unfinished(a)
    if told:
        form.row([(1, 10, _("说明：{told}。").format(told=_("；").join(told)), "form.text")])


def unfinished(a: Assessment) -> list[str]:
    """Return, in words, what keeps a self-evaluation from being final."""
    told = []
    if a.case.is_sample:
        told.append(_("表中是示例数据"))
    for verdict in (JUDGEMENT, MISSING, UNREADABLE):
        open_ones = [each.indicator for each in a.indicators if each.judgement.verdict == verdict and each.final is None]
        if open_ones:
            names = _("、").join(_("“{name}”").format(name=each.level3) for each in open_ones[:3])
            told.append(_("{count}项{status}，没有得分（{names}{more}）").format(
                count=len(open_ones), status=STATUS[verdict], names=names, more=_("等") if len(open_ones) > 3 else ""))  # fmt: skip
    scored = [each for each in a.indicators if each.judgement.verdict not in (JUDGEMENT, MISSING, UNREADABLE) and each.final is None]
    if scored:
        told.append(_("{count}项要人工核定得分").format(count=len(scored)))
    if a.score.estimated:
        told.append(_("有的指标没有分值，按类别平均测算"))
    if a.score.execution is None and a.profile.execution_points:
        told.append(_("没有预算数，算不出预算执行得分"))
    return told


def refuse_public(a: Assessment) -> None:
    """Raise `InputError` where a table is not fit for the public: open verdicts, estimated points, made-up figures."""
    told = unfinished(a)
    if told:
        remedy = _("补齐后再生成公开版；内部用的去掉--public即可")
        raise InputError(_("还不能公开：{told}").format(told=_("；").join(told)), place=a.case.table.department, remedy=remedy)
