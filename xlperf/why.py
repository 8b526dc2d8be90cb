"""Why a cell shows what it shows: what was read, how it was judged, and the figures that a figure was made from."""

from collections.abc import Iterator

from xlperf import schema
from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import Figure, Place, Slice, place_of
from xlperf.rules import RULES
from xlperf.run import Result
from xlperf.tally import IndicatorResult, TaskResult
from xlperf.target import direction, in_words

_INDENT = "　　"
_SHORT = 12
"""More parts of a figure than this are told by their number."""


def cell_asked(text: str) -> Place:
    """Return the cell that a person names: `绩效指标!Q12`, or `Q12` for one of the sheet 绩效指标. Raises `InputError` for anything else."""
    place = place_of(text if "!" in text else f"{schema.INDICATORS.name}!{text}")
    if place is None:
        raise InputError(_("“{text}”不是单元格").format(text=text), remedy=_("写成 工作表!单元格，如 绩效指标!Q12"))
    return place


def why(result: Result, place: Place) -> tuple[str, ...]:
    """Return why a cell of a checked workbook of ours shows what it shows, line by line.

    Raises `InputError` where the cell is in no row and no field that the program knows.
    """
    layout, a = result.layout, result.assessment
    if layout is None:
        raise InputError(_("文档没有单元格"), place=result.source, remedy=_("先用“xlperf new”由它生成母版"))
    field = next((key for key, where in layout.fields.items() if where == place), None)
    lines: list[str] = []
    if field is not None:
        lines = list(_field(result, field))
    for each in a.indicators:
        if each.indicator.place and (each.indicator.place.sheet, each.indicator.place.row) == (place.sheet, place.row):
            lines = list(_indicator(each, a.case.table.year, a.profile.id))
    for task in a.tasks:
        where = task.task.where("")
        if where and (where.sheet, where.row) == (place.sheet, place.row):
            lines = list(_task(task))
    for row in a.case.monitored:
        where = row.where("")
        if where and (where.sheet, where.row) == (place.sheet, place.row):
            lines = [_("截至{month}月：{name}，{plan}，{done}").format(month=row.month, name=row.name, plan=row.plan, done=row.done),
                     _("{light}：{why}").format(light=_(row.light), why=row.why)]  # fmt: skip
    lines += _payment(result, place) if place.sheet == schema.LEDGER.name else ()
    lines += _finding(result, place) if place.sheet == schema.FINDINGS.name else ()
    if not lines:
        told = _("{place}不是任务、指标、支出或汇总的单元格").format(place=place)
        raise InputError(told, place=result.source, remedy=_("请指“任务”“绩效指标”“支出明细”“运行监控”里的一行，或“概况”右边的汇总"))
    return (*lines, *_findings_at(result, place))


def told(figure: Figure, depth: int = 0) -> Iterator[str]:
    """Yield what a figure is, how it was made, and its parts below it."""
    yield _INDENT * depth + f"{figure.value.normalize():f}{figure.unit}　{figure.how}".rstrip()
    parts = figure.parts
    for part in parts if len(parts) <= _SHORT else ():
        if isinstance(part, Figure):
            yield from told(part, depth + 1)
        elif isinstance(part, Slice):
            yield _INDENT * (depth + 1) + _("{count}笔支出，第一笔在{place}").format(count=part.count, place=part.first)
        else:
            yield _INDENT * (depth + 1) + str(part)
    if len(parts) > _SHORT:
        yield _INDENT * (depth + 1) + _("共{count}项").format(count=len(parts))


def _indicator(each: IndicatorResult, year: int | None, profile: str) -> Iterator[str]:
    row, judgement = each.indicator, each.judgement
    yield _("指标　　{name}").format(name=row.level3)
    in_force = _("（调整后，原批复{approved}）").format(approved=row.approved) if row.adjusted else ""
    yield _("指标值　{text}{adjusted}，读作{told}").format(
        text=each.reading.text, adjusted=in_force, told=in_words(each.reading, direction(each.reading, row.level3, row.level2)))  # fmt: skip
    yield _("状态　　{status}：{reason}").format(status=_(schema.STATUS[judgement.verdict]), reason=judgement.reason)
    if each.rate is not None:
        yield _("完成率　{rate:.2%}").format(rate=each.rate)
    if each.booked is not None:
        yield _("账面归集数")
        yield from told(each.booked, 1)
    yield _("分值")
    yield from told(each.weight, 1)
    yield _("测算得分（评分方案{profile}）").format(profile=profile)
    yield from told(each.score, 1) if each.score else (_INDENT + _("没有：待人判定，或不能自动计分"),)
    if row.awarded is not None:
        used = _("采用") if each.final is not None and each.final.value == row.awarded else _("没有采用，超出0至分值")
        yield _("核定得分　{awarded}分，{used}；理由：{reason}").format(awarded=row.awarded, used=used, reason=row.award_reason or _("没有写"))


def _task(each: TaskResult) -> Iterator[str]:
    yield _("任务　　{name}").format(name=each.task.name)
    yield _("全年预算数")
    yield from told(each.budget, 1) if each.budget else (_INDENT + _("没有填预算总额"),)
    yield _("执行数")
    yield from told(each.spent, 1)
    if each.rate is not None and each.budget:
        yield _("执行率　{spent}÷{budget}＝{rate}").format(
            spent=f"{each.spent.value.normalize():f}", budget=f"{each.budget.value.normalize():f}", rate=f"{each.rate:.2%}")  # fmt: skip


def _field(result: Result, key: str) -> Iterator[str]:
    a, score = result.assessment, result.assessment.score
    if key in ("points", "score", "grade"):
        if score.pending:
            yield score.pending
        yield f"{score.total.value:f}{score.total.unit}　{score.total.how}"
        yield from told(score.execution, 1) if score.execution else ()
        for level, figure in score.classes.items():
            yield _INDENT + _("{level}{points}分，{count}项合计").format(level=level, points=figure.value, count=len(figure.parts))
        if score.grade:
            source, _sure = a.profile.source("grades")
            yield _("等级{grade}：{source}").format(grade=score.grade, source=source)
    elif key == "execution":
        yield from told(score.execution) if score.execution else (_("没有预算数"),)
    elif key in ("budget", "spent", "rate", "initial_rate"):
        yield _("全年预算数{budget}万元，执行数{spent}万元，{count}个任务合计").format(
            budget=f"{a.budget.normalize():f}", spent=f"{a.spent.normalize():f}", count=len(a.tasks))  # fmt: skip
    elif key in schema.STATUS:
        names = [each.indicator.level3 for each in a.indicators if each.judgement.verdict == key]
        yield _("{status}{count}项：{names}").format(status=_(schema.STATUS[key]), count=len(names), names=_("、").join(names))
    else:
        known = next((each for each in schema.SUMMARY if each.key == key), None)
        if known is not None:
            cells = {each: where.cell for each, where in result.layout.fields.items()} if result.layout else {}
            formula = schema.formula_text(known.formula, cells=cells) if known.formula else _("校验时写入")
            yield _("{label}　由公式计算：{formula}").format(label=known.label, formula=formula)


def _payment(result: Result, place: Place) -> Iterator[str]:
    ledger = result.assessment.case.ledger
    if place.row in ledger.rows:
        at = list(ledger.rows).index(place.row)
        task, names = ledger.tasks[at], [each.task for each in result.assessment.tasks]
        known = next((each.name for each in names if task and task.casefold() in (each.name.casefold(), each.number.casefold())), "")
        yield _("这笔{amount:,.2f}元").format(amount=ledger.cents[at] / 100) + (
            _("计入任务“{task}”").format(task=known) if known else _("没有计入任何任务：“任务”一列是“{task}”").format(task=task))  # fmt: skip


def _finding(result: Result, place: Place) -> Iterator[str]:
    """Yield the page of the rule of a row of 校验结果."""
    block = result.layout.blocks.get(schema.FINDINGS.key) if result.layout else None
    position = place.row - block.first_row if block else -1
    if 0 <= position < len(result.findings):
        rule = next((each for each in RULES if each.id == result.findings[position].rule), None)
        if rule is not None:
            yield f"{rule.id}　{rule.title}"
            yield _("为什么：{text}").format(text=rule.section("为什么"))
            yield _("依据：{text}").format(text=rule.section("依据"))


def _findings_at(result: Result, place: Place) -> Iterator[str]:
    for each in result.findings:
        if each.place and (each.place.sheet, each.place.row) == (place.sheet, place.row):
            yield _("{severity}{rule}　{message}").format(severity=_(each.severity), rule=each.rule, message=each.message)
