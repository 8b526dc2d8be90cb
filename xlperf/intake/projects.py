"""Whose project an indicator belongs to, where a file holds several: a form for each, or a column that names them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xlperf.intake.foreign import heads, scores
from xlperf.intake.head import Head, headed
from xlperf.intake.labels import label_key, units_in
from xlperf.intake.layout import Block, Layout
from xlperf.intake.money import amount_in
from xlperf.intake.values import text_of
from xlperf.language import _
from xlperf.model import Book, Case, Fields, Goal, Indicator, Place, Remark, Table, Task, fold_name, indicator_keys


@dataclass(frozen=True, slots=True)
class _Form:
    """A table of indicators and what its form says around it, the projects that its rows name among them."""

    block: Block
    head: Head

    @property
    def project(self) -> str:
        """The name of its project; "" where it has none or several."""
        return self.head.projects[0].name if len(self.head.projects) == 1 else ""


def with_forms(book: Book, case: Case, layout: Layout) -> Case:
    """Return the case of a workbook of others with what its forms say of department, projects, goals and money."""
    forms = [_Form(block, _with_rows(book, block, head)) for block, head in heads(book, layout)]
    if len({each.head.money_unit for each in forms if each.head.projects}) > 1:
        forms = [_Form(each.block, _in_wan(each.head)) for each in forms]
    for each in forms:
        case = headed(case, replace(each.head, projects=(), goals=()))
    tasks = list({task.name: task for each in reversed(forms) for task in reversed(each.head.projects)}.values())[::-1]
    goals = [replace(goal, task=goal.task or (each.project if len(tasks) > 1 else "")) for each in forms for goal in each.head.goals]
    indicators = list(_assigned(case.table.indicators, forms, layout) if len(tasks) > 1 else case.table.indicators)
    given = scores(book, layout)
    indicators = [replace(each, awarded=given[place]) if (place := each.place) and place in given else each for each in indicators]
    if all(each.weight is None for each in indicators):
        indicators = [_weighed(each) for each in indicators]
    table = replace(case.table, tasks=tuple(tasks), goals=tuple(goals), indicators=tuple(indicators))
    return replace(case, table=table, whole=bool(tasks), remarks=(*case.remarks, *_others(forms)))


_POINTS = re.compile(r"^(.+?)\s*[（(](\d{1,2}(?:\.\d{1,2})?)\s*分[）)]$")


def _weighed(each: Indicator) -> Indicator:
    """Return an indicator whose points stand behind its name (培训人数（10分）) with them where they belong."""
    match = _POINTS.match(each.level3)
    if match is None:
        return each
    return replace(each, level3=match[1], weight=Decimal(match[2]), key=replace(each.key, name=fold_name(match[1])))


def _assigned(indicators: Sequence[Indicator], forms: Sequence[_Form], layout: Layout) -> Iterator[Indicator]:
    """Yield the indicators, each with the project of its form where its row names none."""
    projects = {(each.block.sheet, each.block.heading_row): each.project for each in forms}
    tasks = []
    for each in indicators:
        block = layout.block_at(each.place) if each.place else None
        tasks.append(each.task or (projects[block.sheet, block.heading_row] if block else ""))
    keys = indicator_keys((each.level2, each.level3, task) for each, task in zip(indicators, tasks, strict=True))
    yield from (replace(each, task=task, key=key) for each, task, key in zip(indicators, tasks, keys, strict=True))


def _others(forms: Sequence[_Form]) -> Iterator[Remark]:
    """Yield what forms say of whose they are, where it is not what the first says."""
    names = dict.fromkeys(each.head.department for each in forms if each.head.department)
    if len(names) > 1:
        first, *others = names
        told = _("单位名称用了第一张表的“{first}”；别的表写的是{others}")
        shown = _("、").join(_("“{name}”").format(name=name) for name in others)
        yield Remark(Place(forms[0].block.sheet, forms[0].block.heading_row), told.format(first=first, others=shown))


def _in_wan(head: Head) -> Head:
    if not head.money_unit:
        return head
    return replace(head, money_unit="万元", projects=tuple(Table("", None, head.money_unit, head.projects).in_wan().tasks))


_AMOUNTS = {"total": "total", "initial": "total", "budget": "total", "fiscal": "fiscal", "carried": "carried", "other": "other"}
_MORE = {"预算数": "total", "预算金额": "total", "金额": "total", "资金总额": "total"}
"""How a column of amounts may be called, besides the labels of a form."""


def _with_rows(book: Book, block: Block, head: Head) -> Head:
    """Return a form's head with the projects that the rows of its table name: budgets and goals stand in columns beside them."""
    grid = book.grid(block.sheet)
    named = block.columns.get("task")
    if grid is None or named is None:
        return head
    top, left = grid.origin
    headings = [text_of(cell) for cell in grid.rows[block.heading_row - top]]
    keys = {at: _MORE.get(re.split("[（(]", text)[0].strip()) or label_key(text) or "" for at, text in enumerate(headings)}
    unit = next((found for text in headings for found in units_in(text)), head.money_unit)
    projects: dict[str, Task] = {}
    goals: list[Goal] = []
    for row in range(block.first_row - top, block.last_row - top + 1):
        name = text_of(grid.rows[row][named - left])
        if not name or name in projects:
            continue
        amounts: Fields = {}
        for at, key in keys.items():
            amount = amount_in(text_of(grid.rows[row][at]), unit) if key in _AMOUNTS else None
            if amount is not None:
                amounts.setdefault(_AMOUNTS[key], amount)
        projects[name] = Task("", name, **amounts, places={"": grid.place(row, named - left)})
        texts = ((text_of(grid.rows[row][at]), at) for at, key in keys.items() if key == "goals")
        goals += [Goal("", text, name, places={"": grid.place(row, at)}) for text, at in texts if text]
    return replace(head, money_unit=unit, projects=tuple(projects.values()), goals=(*head.goals, *goals)) if projects else head
