"""部门（单位）整体支出绩效目标表, as annexed to 财预〔2015〕88号 and published by departments every year."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from xlperf.model import Cell, Goal, Grid, Indicator, Table, Task
from xlperf.schema import FORM

FORM_WIDTHS = (6.5, 12, 15, 24, 12, 12, 12)
"""Widths of columns A–G, in characters."""


class _Sheet:
    """Rows that grow downwards, with the merges and styles of what was put in."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.styles: dict[tuple[int, int], str] = {}

    def row(self, cells: Sequence[tuple[int, int, Cell, str]]) -> None:
        """Add a row of (first column, last column, value, style); columns from 1."""
        values: list[Cell] = [None] * len(FORM_WIDTHS)
        number = len(self.rows) + 1
        for first, last, value, style in cells:
            values[first - 1] = value
            for column in range(first, last + 1):
                self.styles[number, column] = style
            if last > first:
                self.merged.append((number, first, number, last))
        self.rows.append(values)

    def merge_down(self, column: int, first: int, last: int, label: str, style: str = "form.label") -> None:
        """Put a label that spans rows `first` to `last` of one column."""
        for number in range(first, last + 1):
            self.styles[number, column] = style
            self.rows[number - 1][column - 1] = None
        self.rows[first - 1][column - 1] = label
        if last > first:
            self.merged.append((first, column, last, column))


def target_form(table: Table) -> Grid:
    """Return the target form of a table, amounts in 万元, with the sum of the budgets that the statutory form asks for."""
    sheet = _Sheet()
    year = f"（{table.year}年度）" if table.year else "（    年度）"
    sheet.row([(1, 7, "部门（单位）整体支出绩效目标表", "form.title")])
    sheet.row([(1, 7, year, "form.subtitle")])
    sheet.row([(1, 2, "部门（单位）名称", "form.label"), (3, 7, table.department, "form.text")])
    _tasks(sheet, table.tasks)
    _goals(sheet, table.goals)
    _indicators(sheet, table.indicators)
    return Grid(FORM, sheet.rows, merged=tuple(sheet.merged), styles=sheet.styles)


def _tasks(sheet: _Sheet, tasks: Sequence[Task]) -> None:
    first = len(sheet.rows) + 1
    head = "form.label"
    sheet.row([(1, 1, None, head), (2, 2, "任务名称", head), (3, 4, "主要内容", head), (5, 7, "预算金额（万元）", head)])
    names = ("总额", "财政拨款", "其他资金")
    sheet.row([(1, 1, None, head), (2, 2, None, head), (3, 3, None, head), (4, 4, None, head)]
              + [(5 + i, 5 + i, name, head) for i, name in enumerate(names)])  # fmt: skip
    sheet.merge_down(2, first, first + 1, "任务名称")
    sheet.merged.remove((first, 3, first, 4))
    sheet.merged.append((first, 3, first + 1, 4))
    for task in tasks:
        other = None if task.other is None and task.carried is None else (task.other or 0) + (task.carried or 0)
        amounts = [_number(each) for each in (task.total, task.fiscal, other)]
        cells = [(5 + i, 5 + i, amount, "form.amount") for i, amount in enumerate(amounts)]
        sheet.row([(2, 2, task.name, "form.text"), (3, 4, task.content, "form.text"), *cells])
    sums = [sum((getattr(each, key) or Decimal(0) for each in tasks), Decimal(0)) for key in ("total", "fiscal")]
    rest = sum(((each.other or Decimal(0)) + (each.carried or Decimal(0)) for each in tasks), Decimal(0))
    cells = [(5 + i, 5 + i, _number(amount), "form.sum") for i, amount in enumerate((*sums, rest))]
    sheet.row([(2, 4, "金额合计", "form.label"), *cells])
    sheet.merge_down(1, first, len(sheet.rows), "年度主要任务")


def _goals(sheet: _Sheet, goals: Sequence[Goal]) -> None:
    text = "\n".join(f"{each.number}：{each.text}" if each.number else each.text for each in goals)
    sheet.row([(1, 1, "年度总体目标", "form.label"), (2, 7, text, "form.text")])


def _indicators(sheet: _Sheet, indicators: Sequence[Indicator]) -> None:
    first = len(sheet.rows) + 1
    head = "form.label"
    sheet.row([(1, 1, None, head), (2, 2, "一级指标", head), (3, 3, "二级指标", head), (4, 5, "三级指标", head),
               (6, 7, "指标值", head)])  # fmt: skip
    for level1, members in groupby(_by_class(indicators), key=lambda each: each.level1):
        top = len(sheet.rows) + 1
        for level2, rows in groupby(members, key=lambda each: each.level2):
            start = len(sheet.rows) + 1
            for each in rows:
                sheet.row([(2, 2, None, head), (3, 3, None, head), (4, 5, each.level3, "form.text"),
                           (6, 7, each.target, "form.value")])  # fmt: skip
            sheet.merge_down(3, start, len(sheet.rows), level2)
        sheet.merge_down(2, top, len(sheet.rows), level1)
    sheet.merge_down(1, first, len(sheet.rows), "年度绩效指标")


def _by_class(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return the indicators class by class, in the order in which the classes first come: sorting a sheet makes no other form."""
    first: dict[tuple[str, ...], int] = {}
    for each in indicators:
        for key in ((each.level1,), (each.level1, each.level2)):
            first.setdefault(key, len(first))
    return sorted(indicators, key=lambda each: (first[each.level1,], first[each.level1, each.level2]))


def _number(amount: Decimal | int | None) -> float | None:
    return None if amount is None else float(amount)
