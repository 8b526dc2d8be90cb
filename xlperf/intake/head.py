"""What a form says around its indicators: whose it is, of which year and project, its goals, and the money with its unit.

Read by labels, wherever they stand: the value of a label is what follows it in its cell, its row or on the next line, or what
stands below it where labels stand side by side.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, takewhile

from xlperf.intake.labels import Text, Token, cut, rank, signatures, texts_above, units_in
from xlperf.intake.money import AMOUNTS, NOTHING, amounts_of, unit_of
from xlperf.intake.values import year_in
from xlperf.language import _
from xlperf.model import Case, Goal, Grid, Place, Remark, Task

_TEXTS = ("department", "supervisor", "project", "code", "preparer", "phone", "head", "finance_head", "filed")
_GOALS = ("goals", "longer", "wanted", "reached")

_TITLED = re.compile(r"(?!.*关于)([\u4e00-\u9fff（）()]{4,30}?)\s*20\d\d\s*年.*(?:表|目标|指标)")
"""A title that begins with whose it is: 白石市公安局2025年项目绩效目标."""

_HEADING = re.compile("资金|金额|总额|目标|编码|名称|预算")
"""What the name of a department never has: then it is a heading."""

_PROJECT_HEADING = re.compile("(年度|项目)?(预算|内容|金额|目标|资金|概况).{0,6}")
_GOAL = re.compile(r"(目标\s*\d+)\s*[:：]")
_TAG = re.compile(r"<[^<>]{1,40}>")
_SHOWN = 40
"""Letters that are shown of a text that was left over."""


@dataclass(frozen=True, slots=True)
class Head:
    """What was read around the indicators. `lines` are the rows (0-based) in which labels stand; no `projects` where the
    form names none."""

    department: str = ""
    year: int | None = None
    money_unit: str = ""
    projects: tuple[Task, ...] = ()
    goals: Sequence[Goal] = ()
    particulars: Mapping[str, str] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()


def read_head(grid: Grid, first: int = 0) -> Head:
    """Read what stands from row `first` (0-based) on until the indicators begin, and the signatures at the end."""
    above = list(texts_above(grid, first))
    tokens = list(_outside_tasks(token for each in above for token in cut(*each)))
    texts = _texts(grid, [*tokens, *(token for each in signatures(grid, above[-1][1] if above else first) for token in cut(*each))])
    units = list(dict.fromkeys(unit for text, _row, _column in above for unit in units_in(text)))
    unit = units[0] if units else unit_of(tokens)
    remarks: list[Remark] = []
    if len(units) > 1:
        remarks.append(Remark(grid.place(first, 0), _("金额单位写了{units}，按{unit}理解").format(units=_("、").join(units), unit=unit)))
    amounts, left_out = amounts_of(grid, tokens, unit)
    remarks += left_out
    name, place = texts.pop("project", ("", None))
    projects = (Task("", name, **amounts, places={"": place} if place else {}),) if name else ()
    goals = tuple(_goals(grid, tokens))
    remarks += _longer(grid, tokens)
    remarks += _left_over(grid, tokens, {text for text, _place in texts.values()} | {name})
    told = {key: text for key, (text, _place) in texts.items()}
    titled = next((match[1].strip() for text, _row, _column in above if (match := _TITLED.match(text))), "")
    department = told.pop("department", "") or titled or told.get("supervisor", "")
    lines = frozenset(each.row for each in tokens if each.key is not None)
    return Head(department, _year(above, tokens), unit, projects, goals, told, lines, tuple(remarks))


def _outside_tasks(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield what does not stand in the block of a department's tasks, which is read row by row elsewhere."""
    inside = False
    for each in tokens:
        inside = each.key == "tasks" or (inside and each.key != "goals")
        if not inside:
            yield each


def _left_over(grid: Grid, tokens: Sequence[Token], used: set[str]) -> Iterator[Remark]:
    """Yield what stands below the title and has no place in a table, all of it told at once."""
    below = next((at for at, each in enumerate(tokens) if each.key is not None), len(tokens))
    if below == len(tokens):
        return
    label, left = tokens[below], []
    for before, each in pairwise(takewhile(lambda each: each.key != "indicators", tokens[below:])):
        label = before if before.key is not None else label
        placed = label.key in (*AMOUNTS, *_GOALS) or each.text in used or NOTHING.match(each.text)
        if each.key is None and not placed:
            text = each.text[:_SHOWN]
            left.append(_("{label}：{text}").format(label=label.text, text=text) if before is label else text)
    if left:
        told = _("；").join(dict.fromkeys(left))
        yield Remark(grid.place(tokens[below].row, 0), _("表头里没有放进工作簿的：{told}").format(told=told), left=True)


def headed(case: Case, head: Head) -> Case:
    """Return a case with what its form says around the indicators, where the case has nothing of its own."""
    table = case.table
    table = replace(
        table, department=table.department or head.department, year=table.year or head.year, money_unit=table.money_unit or head.money_unit,
        tasks=table.tasks or head.projects, goals=table.goals or tuple(head.goals), particulars={**head.particulars, **table.particulars},
    )  # fmt: skip
    return replace(case, table=table, remarks=(*case.remarks, *head.remarks))


def _year(above: Sequence[Text], tokens: Sequence[Token]) -> int | None:
    """Return the year of the title, which stands above all labels; else that of any text."""
    labelled = min((each.row for each in tokens if each.key is not None), default=len(above))
    return year_in(text for text, row, _column in above if row < labelled) or year_in(text for text, _row, _column in above)


def _texts(grid: Grid, tokens: Sequence[Token]) -> dict[str, tuple[str, Place]]:
    """Return what follows each label of a text, and where: of labels with the same meaning the most telling one."""
    found: dict[str, tuple[int, str, Place]] = {}
    at = {(each.row, each.column): each for each in tokens}
    for label, follower in pairwise(tokens):
        if label.key not in _TEXTS:
            continue
        alone = all(each.row != label.row or each is label for each in tokens)
        behind = follower if follower.row == label.row or alone else None  # else the cell behind the label is blank
        below = at.get((label.row + 1, label.column))
        value = next((each for each in (behind, below) if each and _is_value(label, each)), None)
        if value and (label.key not in found or rank(label) < found[label.key][0]):
            found[label.key] = rank(label), value.text, grid.place(value.row, value.column)
    return {key: (text, place) for key, (_rank, text, place) in found.items()}


def _is_value(label: Token, value: Token) -> bool:
    """Whether a text can be what a label says."""
    if value.key is not None or NOTHING.match(value.text):
        return False
    if label.key in ("code", "phone"):
        return bool(re.search(r"\d", value.text))
    if label.key == "project":
        return not _PROJECT_HEADING.fullmatch(value.text)
    return label.key not in ("department", "supervisor") or not _HEADING.search(value.text)


def _goals(grid: Grid, tokens: Sequence[Token]) -> Iterator[Goal]:
    """Yield the annual goals, each beginning with 目标N where they are numbered, and what was reached where the form has it."""
    at = next((at for at, each in enumerate(tokens) if each.key in _GOALS), len(tokens))
    told = list(_roles(list(takewhile(lambda each: each.key is None or each.key in _GOALS, tokens[at:]))))
    wanted = [each for key, each in told if key in ("goals", "wanted")]
    actual = next((each.text for key, each in told if key == "reached"), "")
    split = [(each, *piece) for each in wanted for piece in goal_pieces(each.text)]
    for each, number, text in split:
        yield Goal(number, text, actual=actual if len(split) == 1 else "", places={"": grid.place(each.row, each.column)})


def _roles(tokens: Sequence[Token]) -> Iterator[tuple[str | None, Token]]:
    """Yield each text with what the label says that it stands below or behind, where several labels stand before several texts."""
    runs = [list(run) for _is_label, run in groupby(tokens, key=lambda each: each.key is not None)]
    for labels, texts in zip(runs[::2], runs[1::2], strict=False):
        parts = labels[1:] if len(labels) > 1 and labels[0].key == "goals" else labels
        columns = {label.column: label.key for label in parts}
        below = len(columns) == len(parts) and all(each.column in columns and each.row > labels[0].row for each in texts)
        for nth, each in enumerate(texts):
            yield columns[each.column] if below else parts[nth % len(parts)].key, each


def _longer(grid: Grid, tokens: Sequence[Token]) -> Iterator[Remark]:
    """Yield the goal of several years, which has no place in a table of one."""
    at = next((at for at, each in enumerate(tokens) if each.key in _GOALS), len(tokens))
    for key, each in _roles(list(takewhile(lambda each: each.key is None or each.key in _GOALS, tokens[at:]))):
        if key == "longer":
            yield Remark(grid.place(each.row, each.column), _("实施期目标没有放进工作簿：{text}").format(text=each.text[:_SHOWN]), left=True)


def goal_pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield (number, text) of each goal in a text, without the tags of a web page: 目标1：…目标2：…"""
    pieces = _GOAL.split(_TAG.sub("", text))
    if pieces[0].strip():
        yield "", pieces[0].strip()
    for number, goal in zip(pieces[1::2], pieces[2::2], strict=True):
        yield number.replace(" ", ""), goal.strip()
