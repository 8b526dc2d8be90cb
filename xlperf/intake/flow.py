"""The door by flow: a table published as text, read by its labels in reading order.

Page breaks tear such texts: labels of merged cells land in the middle of a block or alone on a line, rows lose their first
cells. So a row is known by what it contains, never by where it stands, and 一级指标 is rebuilt from 二级指标.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from xlperf.intake.foreign_rows import is_sum
from xlperf.intake.head import headed, read_head
from xlperf.intake.headings import TARGET, fold_heading, heading_key, is_heading
from xlperf.intake.labels import units_in
from xlperf.intake.levels import first_level, is_first_level, without_number
from xlperf.intake.values import text_of, written_amount, year_in
from xlperf.model import Case, Fields, Grid, Indicator, Place, Table, Task, Unread, indicator_keys

_MARKUP = re.compile(r"^\**|\**$")

_LABELS = {
    "tasks": ("任务名称",),
    "task_block": ("年度主要任务",),
    "goals": ("年度总体目标",),
    "indicators": ("年度绩效指标", "绩效指标"),
    "headings": ("一级指标", "二级指标", "三级指标", "指标值", "主要内容", "预算金额", "预算金额万元", "预算金额元"),
}
_BY_LABEL = {label: kind for kind, labels in _LABELS.items() for label in labels}
_AMOUNTS = {"总额": "total", "财政拨款": "fiscal", "上年结转": "carried", "其他资金": "other"}


def read_flow(grid: Grid) -> Case | None:
    """Read a published table from its text: one line a row, cells between tabs.

    Return None where the text holds neither indicators nor tasks. Lines that fit nowhere are kept as `Unread`. Indicators are read
    only where nothing but a target follows a name: of more columns none knows which are blank.
    """
    reader, head = _Flow(grid), read_head(grid)
    for position in range(len(grid.rows)):
        reader.line(position)
    if not reader.indicators and not reader.tasks:
        return None
    unread = (each for each in reader.unread if each.place.row - grid.origin[0] not in head.lines)
    return headed(Case(reader.table(), unread=tuple(unread), reading="flow", whole=bool(reader.tasks) or not head.projects), head)


class _Flow:
    """What has been gathered so far, and which amounts the rows of tasks hold in which order."""

    def __init__(self, grid: Grid):
        self.grid = grid
        self.money_unit = ""
        self.amounts: list[str] = []
        self.in_tasks = False
        self.is_wide = False  # whether more than a target follows a name
        self.tasks: list[Task] = []
        self.indicators: list[tuple[str, str, str, Place]] = []
        self.unread: list[Unread] = []

    def line(self, position: int) -> None:
        """Take one line for what it is."""
        place = Place("", self.grid.origin[0] + position)
        cells = [_MARKUP.sub("", text_of(cell)).strip() for cell in self.grid.rows[position]]
        texts = [cell for cell in cells if cell]
        if not texts:
            return
        kinds = {_BY_LABEL.get(fold_heading(text)) for text in texts}
        if not (
            self._heading(texts, kinds)
            or self._goals(texts, kinds)
            or self._indicator(texts, place)
            or self._task(cells, place)
            or all(self._is_label(text) for text in texts)
        ):
            self.unread.append(Unread(place, "", " ".join(texts), "placed"))

    def _is_label(self, text: str) -> bool:
        return fold_heading(text) in _BY_LABEL or is_first_level(text)

    def _heading(self, texts: list[str], kinds: set[str | None]) -> bool:
        """Titles, and the headings of the two blocks."""
        joined = "".join(texts)
        if len(texts) == 1 and (year_in(texts) or units_in(joined) or "绩效目标表" in joined or "绩效目标申报表" in joined):
            return True
        if (third := next((at for at, text in enumerate(texts) if is_heading(text, "三级指标")), None)) is not None:
            self.is_wide = self.is_wide or any(heading_key(text) != TARGET for text in texts[third + 1 :])
        if "tasks" in kinds:
            self.in_tasks = True
            money = next((unit for unit in ("万元", "元") if unit in joined), "")
            self.money_unit = self.money_unit or money
            return True
        amounts = [_AMOUNTS[fold] for text in texts if (fold := fold_heading(text)) in _AMOUNTS]
        if amounts and all(fold_heading(text) in _AMOUNTS or self._is_label(text) for text in texts):
            self.amounts = amounts
            return True
        return "headings" in kinds

    def _goals(self, texts: list[str], kinds: set[str | None]) -> bool:
        """The goals end the block of tasks; they are read with the head."""
        ends = "goals" in kinds and len(texts) > 1
        self.in_tasks = self.in_tasks and not ends
        return ends

    def _indicator(self, texts: list[str], place: Place) -> bool:
        """A row that names a 二级指标 with a name and a target behind it."""
        rest = [text for text in texts if _BY_LABEL.get(fold_heading(text)) != "indicators"]
        second = [index for index, text in enumerate(rest) if first_level(text)]
        if not second or len(rest) < 3:
            return False
        level2 = rest[min(second[-1], len(rest) - 3)]
        if not first_level(level2):
            return False
        self.in_tasks = False
        self.indicators.append((level2, without_number(rest[-2]), rest[-1], place))
        return True

    def _task(self, cells: list[str], place: Place) -> bool:
        """A row of the block of tasks: name, content, amounts in the order of their headings."""
        if not self.in_tasks:
            return False
        while cells and (not cells[0] or _BY_LABEL.get(fold_heading(cells[0])) == "task_block"):
            cells = cells[1:]
        if len(cells) < 3:
            return False
        amounts: Fields = {}
        skip = 1 if is_sum(cells[0]) and written_amount(cells[1]) is not None else 2
        for key, text in zip(self.amounts or ("total", "fiscal", "other"), cells[skip:], strict=False):
            amounts[key] = written_amount(text)
            if text and amounts[key] is None:
                self.unread.append(Unread(place, key, text, "number"))
        if is_sum(cells[0]):
            return self._sum(amounts)
        self.tasks.append(Task("", cells[0], cells[1], **amounts, places={"": place}))
        return True

    def _sum(self, amounts: dict[str, Decimal | None]) -> bool:
        """The row of sums: no task; one that does not add up is left to be told."""
        return all(
            amount == sum((getattr(task, key) or Decimal(0) for task in self.tasks), Decimal(0))
            for key, amount in amounts.items()
            if amount is not None
        )

    def _keyed(self) -> Iterator[Indicator]:
        if self.is_wide:
            return
        keys = indicator_keys((level2, name, "") for level2, name, _target, _place in self.indicators)
        for key, (level2, name, target, place) in zip(keys, self.indicators, strict=True):
            yield Indicator("", first_level(level2), level2, name, target, key, places={"": place})

    def table(self) -> Table:
        """Return the gathered table."""
        return Table("", None, self.money_unit, tuple(self.tasks), (), tuple(self._keyed()))
