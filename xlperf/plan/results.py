"""The edits that put a result into its own workbook: cached results, notes, the table of findings, the summary."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xlperf import __version__, schema
from xlperf.errors import InputError
from xlperf.forms import fits, target_form
from xlperf.intake import Layout
from xlperf.language import _
from xlperf.model import ERROR, Edit, Edits, Grid, Place, TableSize, wan_of
from xlperf.model.edit import Value
from xlperf.plan.findings import FindingRows, finding_edits, finding_rows
from xlperf.plan.foreign import plan_foreign
from xlperf.plan.formulas import plan_mending
from xlperf.rules import unseen
from xlperf.run import Result
from xlperf.tally import Assessment, IndicatorResult, TaskResult
from xlperf.tally.budgets import budgets_by_source


@dataclass(frozen=True, slots=True)
class ResultValues:
    """What the cells of ours shall show: `records` (sheet key, sheet row) → values by column key; `findings` row by row;
    `fields` of 概况; `form` the cells of 目标表."""

    records: Mapping[tuple[str, int], Mapping[str, Value]]
    findings: FindingRows
    fields: Mapping[str, Value]
    form: Grid


def result_values(result: Result) -> ResultValues:
    """Return the value of every cell of ours. A blank result of a formula is "" (a text), a blank cell is None."""
    notes = _notes(result)
    records: dict[tuple[str, int], Mapping[str, Value]] = {}
    for task in result.assessment.tasks:
        row = task.task.places[""].row
        records["tasks", row] = _task(task, result) | {"note": notes.get((schema.TASKS.name, row))}
    for each in result.assessment.indicators:
        row = each.indicator.places[""].row
        records["indicators", row] = _indicator(each) | {"note": notes.get((schema.INDICATORS.name, row))}
    records |= dict(_months(result))
    for opinion, seen in unseen(result.findings, result.assessment.case):
        records[schema.REVIEW.key, opinion.places[""].row] = {"seen": seen}
    return ResultValues(
        records,
        finding_rows(result),
        _fields(result),
        target_form(result.assessment.case.table),
    )


def _notes(result: Result) -> dict[tuple[str, int], str]:
    """Gather what the findings say of each row."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for each in result.open:
        if each.place:
            found[each.place.sheet, each.place.row].append(f"{each.message}（{each.rule}）")
    return {row: "；".join(messages) for row, messages in found.items()}


def _task(each: TaskResult, result: Result) -> dict[str, Value]:
    named = bool(each.task.name or each.task.number)
    adjusted = "" if each.task.adjusted is None else each.task.adjusted
    listed: dict[str, Value] = {"adjusted": adjusted} if result.layout and schema.BUDGETS.key in result.layout.blocks else {}  # else it was typed
    return listed | {
        "budget": each.budget.value if each.budget else "",
        "spent": each.spent.value if named else "",
        "rate": each.rate if each.rate is not None else "",
        "initial_rate": each.initial_rate if each.initial_rate is not None else "",
        "unspent": each.unspent if each.unspent is not None else "",
        "state": each.state if named else "",
    }


def _months(result: Result) -> Iterator[tuple[tuple[str, int], dict[str, Value]]]:
    """Yield the rows of 分月执行, as many as the table of tasks has, each at the height of its task."""
    blocks = result.layout.blocks if result.layout else {}
    block, tasks = blocks.get(schema.MONTHS.key), blocks.get(schema.TASKS.key)
    if block is None or tasks is None:
        return
    found = {each.task.places[""].row: position for position, each in enumerate(result.assessment.tasks)}
    blank: dict[str, Value] = dict.fromkeys((column.key for column in schema.MONTHS.columns), "")
    for row in range(tasks.first_row, tasks.last_row + 1):
        told = _month_row(result.assessment, found[row]) if row in found else {}
        yield (schema.MONTHS.key, block.first_row + row - tasks.first_row), blank | told


def _month_row(a: Assessment, position: int) -> dict[str, Value]:
    each, schedule = a.tasks[position], a.schedule
    if not (each.task.name or each.task.number):
        return {}
    budgets = budgets_by_source(each.task, a.case.changes, whole=False)
    funds = list(zip(schema.FUND_KEYS, schema.FUND_SOURCES, strict=True))
    return {
        "number": each.task.number, "name": each.task.name, "budget": each.budget.value if each.budget else "",
        **{f"m{month}": amount for month, amount in enumerate(each.months, 1)},
        "spent": each.spent.value, "rate": each.rate if each.rate is not None else "",
        "ahead": each.rate - schedule if each.rate is not None and schedule is not None else "",
        **{f"{key}_budget": budgets.get(source, "") for key, source in funds},
        **{f"{key}_spent": wan_of(a.spending.by_source.get((position, source), 0)) for key, source in funds},
    }  # fmt: skip


def _indicator(each: IndicatorResult) -> dict[str, Value]:
    return {
        "target": each.indicator.target,
        "booked": each.booked.value if each.booked else "",
        "divisor": each.divisor,
        "rate": each.rate,
        "state": schema.STATUS[each.judgement.verdict],
        "worth": each.weight.value,
        "score": each.score.value if each.score else None,
    }


def _fields(result: Result) -> dict[str, Value]:
    a, statuses = result.assessment, result.statuses
    budget, spent = a.budget, a.spent
    score = a.score
    errors = sum(each.severity == ERROR for each in result.open)
    points = sum((figure.value for figure in score.classes.values()), Decimal(0))
    grade = score.pending or score.grade
    if score.finished and errors:
        grade = _("{grade}（尚有{count}项错误）").format(grade=grade, count=errors)
    return {
        "budget": budget,
        "spent": spent,
        "rate": spent / budget if budget else "",
        "initial_rate": spent / a.initial_budget if a.initial_budget else "",
        "month": a.spending.last_month,
        "schedule": a.schedule if a.schedule is not None else "",
        "public": "" if a.spending.public is None else wan_of(a.spending.public),
        "procured": "" if a.spending.procured is None else wan_of(a.spending.procured),
        "stray": wan_of(a.spending.unassigned),
        "count": sum(bool(each.indicator.level3) for each in a.indicators),
        **{verdict: statuses[verdict] for verdict in schema.STATUS},
        "points": points,
        "execution": score.execution.value if score.execution else None,
        "score": score.total.value,
        "grade": grade,
    }


def plan_results(result: Result, now: datetime | None = None) -> Edits:
    """Return the edits that bring a workbook's own cells up to its result, with a stamp of `now` where it is told.

    A workbook of others gets a sheet and notes instead.

    Raises `InputError` for a result of a text, which has no cells to write to.
    """
    layout = result.layout
    if layout is None:
        raise InputError(_("只能写入母版工作簿"), place=result.source, remedy=_("先用“xlperf new”由它生成母版"))
    if layout.foreign:
        return plan_foreign(result)
    values = result_values(result)
    cells = [*_record_edits(layout, values), *_field_edits(layout, values), *_form_edits(result, values)]
    sizes = []
    months, tasks = (layout.blocks.get(sheet.key) for sheet in (schema.MONTHS, schema.TASKS))
    if months and tasks:
        sizes.append(TableSize(schema.MONTHS.table, months.sheet, tasks.last_row - tasks.first_row + 1))
    block = layout.blocks.get("findings")
    if block:
        cells += finding_edits(result, block)
        sizes.append(TableSize(schema.FINDINGS.table, block.sheet, len(values.findings)))
    stamps = tuple(_stamp(result, layout, now)) if now else ()
    return Edits(tuple(cells), tuple(sizes), stamps, mending=plan_mending(layout), profile=result.assessment.profile.id)


def _stamp(result: Result, layout: Layout, now: datetime) -> Iterator[Edit]:
    where = layout.fields.get("stamp")
    if where:
        yield Edit(where, f"{now:%Y-%m-%d %H:%M}　xlperf {__version__}　{result.assessment.profile.id}")


def _record_edits(layout: Layout, values: ResultValues) -> Iterator[Edit]:
    for (key, row), record in values.records.items():
        block = layout.blocks[key]
        sheet = next(sheet for sheet in schema.TABLE_SHEETS if sheet.key == key)
        for column, value in record.items():
            place = block.place(row, column)
            if place.column:
                formula = sheet.column(column).calculated(layout.functions)
                shown = "" if formula and value is None else value
                yield Edit(place, shown, usual=schema.formula_text(formula, sheet) if formula else "")


def _field_edits(layout: Layout, values: ResultValues) -> Iterator[Edit]:
    for key, value in values.fields.items():
        if key in layout.fields:
            yield Edit(layout.fields[key], value)


def _form_edits(result: Result, values: ResultValues) -> Iterator[Edit]:
    """Refresh the texts of 目标表 where its rows still fit; a form of another shape is left as it is."""
    if result.assessment.case.form is None or not fits(result.assessment.case):
        return
    hidden = values.form.hidden()
    for row, cells in enumerate(values.form.rows, 1):
        for column, value in enumerate(cells, 1):
            if (row, column) in values.form.styles and (row, column) not in hidden and not isinstance(value, date):
                yield Edit(Place(values.form.name, row, column), value)
