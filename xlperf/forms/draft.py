"""A form as it grows: rows with the merges and styles of what was put in, and the blocks that all target forms share."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from xlperf.model import Cell, Goal, Grid, Indicator
from xlperf.schema import FORM

FORM_WIDTHS = (6.5, 12, 15, 24, 12, 12, 12)
"""Widths of columns A–G, in characters."""


class Draft:
    """Rows that grow downwards, with the areas that were put in: how they are merged and styled follows from those once the form is done."""

    def __init__(self, name: str = FORM, widths: Sequence[float] = FORM_WIDTHS) -> None:
        self.name, self.widths = name, widths
        self.rows: list[list[Cell]] = []
        self._areas: list[tuple[int, int, int, int, str]] = []

    def row(self, cells: Sequence[tuple[int, int, Cell, str]]) -> None:
        """Add a row of (first column, last column, value, style); columns from 1."""
        values: list[Cell] = [None] * len(self.widths)
        number = len(self.rows) + 1
        for first, last, value, style in cells:
            values[first - 1] = value
            self._areas.append((number, first, number, last, style))
        self.rows.append(values)

    def merge_down(self, column: int, first: int, last: int, label: Cell, until: int = 0, style: str = "form.label") -> None:
        """Put a label that spans rows `first` to `last` of one column, or of those up to `until`, over what stands there."""
        for number in range(first, last + 1):
            self.rows[number - 1][column - 1] = None
        self.rows[first - 1][column - 1] = label
        self._areas.append((first, column, last, until or column, style))

    def title(self, name: str, year: int | None) -> None:
        """Begin the form with its name and year."""
        last = len(self.widths)
        self.row([(1, last, name, "form.title")])
        self.row([(1, last, f"（{year}年度）" if year else "（    年度）", "form.subtitle")])

    def grid(self) -> Grid:
        """Return the finished form; of areas that begin within one another the last one counts."""
        styles: dict[tuple[int, int], str] = {}
        merged: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        for top, left, bottom, right, style in self._areas:
            cells = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
            for cell in cells:
                merged.pop(cell, None)
            styles |= dict.fromkeys(cells, style)
            if len(cells) > 1:
                merged[top, left] = (top, left, bottom, right)
        return Grid(self.name, self.rows, merged=tuple(merged.values()), styles=styles, widths=self.widths)


def add_goals(form: Draft, goals: Sequence[Goal]) -> None:
    """Add the annual goals, one below the other in one cell."""
    numbers = [each.number if each.number.startswith("目标") else f"目标{nth}" for nth, each in enumerate(goals, 1)]
    plain = len(goals) == 1 and goals[0].number != numbers[0]  # one goal has no number, unless its form gave it one
    text = goals[0].text if plain else "\n".join(f"{number}：{each.text}" for number, each in zip(numbers, goals, strict=True))
    form.row([(1, 1, "年度总体目标", "form.label"), (2, 7, text, "form.text")])


def add_indicators(form: Draft, indicators: Sequence[Indicator]) -> None:
    """Add the indicators, each class merged down over its own."""
    first = len(form.rows) + 1
    head = "form.label"
    form.row([(1, 1, None, head), (2, 2, "一级指标", head), (3, 3, "二级指标", head), (4, 5, "三级指标", head),
               (6, 7, "指标值", head)])  # fmt: skip
    for level1, members in groupby(by_class(indicators), key=lambda each: each.level1):
        top = len(form.rows) + 1
        for level2, rows in groupby(members, key=lambda each: each.level2):
            start = len(form.rows) + 1
            for each in rows:
                form.row([(2, 2, None, head), (3, 3, None, head), (4, 5, each.level3, "form.text"),
                           (6, 7, each.target, "form.value")])  # fmt: skip
            form.merge_down(3, start, len(form.rows), level2)
        form.merge_down(2, top, len(form.rows), level1)
    form.merge_down(1, first, len(form.rows), "年度绩效指标")


def by_class(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return the indicators class by class, in the order in which the classes first come: sorting a sheet makes no other form."""
    first: dict[tuple[str, ...], int] = {}
    for each in indicators:
        for key in ((each.level1,), (each.level1, each.level2)):
            first.setdefault(key, len(first))
    return sorted(indicators, key=lambda each: (first[each.level1,], first[each.level1, each.level2]))


def number(amount: Decimal | int | None) -> float | None:
    """Return an amount as a cell holds it."""
    return None if amount is None else float(amount)


def percent(share: Decimal | float) -> str:
    """Return a share as it is printed."""
    return f"{share * 100:.2f}%"


def add_signatures(form: Draft, particulars: Mapping[str, str]) -> None:
    """Add who filled the form and answers for it, in one row below."""
    fields = (("填报人", "preparer"), ("联系电话", "phone"), ("单位负责人", "head"), ("财务负责人", "finance_head"), ("填报日期", "filed"))
    told = [f"{name}：{particulars.get(key, '')}" for name, key in fields]
    form.row([(1, len(form.widths), "　　".join(told), "form.text")])


def unmade(name: str, widths: Sequence[float]) -> Grid:
    """Return a form that has not been made yet: a line that says how to."""
    form = Draft(name, widths)
    form.row([(1, len(widths), f"还没有生成。点“生成{name}”；没有按钮的，用xlperf form生成文件。", "form.text")])
    return form.grid()
