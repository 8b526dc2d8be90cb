"""The declared table: tasks with budgets, annual goals, indicators. As read, before anything is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from xlperf.model.key import IndicatorKey
from xlperf.model.place import Place

Fields = dict[str, Any]
"""Fields of a row by their names, to make or change one with (`Task(**fields)`): what each may hold, the row tells."""
Places = Mapping[str, Place]
"""Where each field of a row stands, by field name; `""` is the row itself."""


class Placed:
    """What Task, Goal and Indicator share: fields that stand somewhere."""

    __slots__ = ()
    places: Places

    def where(self, key: str) -> Place | None:
        """Return where a field stands; the row, where the fields have no places of their own."""
        return self.places.get(key) or self.places.get("")


@dataclass(frozen=True, slots=True)
class Task(Placed):
    """A task (任务). Amounts in the table's money unit; None where the cell is blank, which is not zero."""

    number: str
    name: str
    content: str = ""
    kind: str = ""
    """支出类别: 基本支出, 项目支出; "" where not told."""
    total: Decimal | None = None
    fiscal: Decimal | None = None
    carried: Decimal | None = None
    """上年结转."""
    other: Decimal | None = None
    adjusted: Decimal | None = None
    """调整数: what was added (or taken, negative) during the year."""
    settled: Decimal | None = None
    """决算数: what the final accounts say was spent; None where they are not told."""
    cause: str = ""
    """执行偏差原因."""
    places: Places = field(default_factory=dict)

    @property
    def budget(self) -> Decimal | None:
        """全年预算数: the total and what was adjusted; None where no total was declared."""
        return None if self.total is None else self.total + (self.adjusted or 0)


@dataclass(frozen=True, slots=True)
class Goal(Placed):
    """An annual goal (年度总体目标)."""

    number: str
    text: str
    task: str = ""
    actual: str = ""
    cause: str = ""
    places: Places = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator(Placed):
    """An indicator (指标). Targets and actuals are the text as it is seen in the cell."""

    number: str
    level1: str
    level2: str
    level3: str
    approved: str
    """批复指标值."""
    key: IndicatorKey
    adjusted: str = ""
    """调整后指标值: stands in for the approved one where given."""
    adjustment: str = ""
    """调整文号."""
    sign: str = ""
    """The operator or direction, where a table gives it a column of its own (≥, 反向)."""
    unit: str = ""
    """计量单位, where it has a column of its own."""
    task: str = ""
    progress: str = ""
    """进度类型."""
    weight: Decimal | None = None
    """分值; None where none was given."""
    actual: str | None = None
    """实际完成值; None where the cell is blank."""
    rating: str = ""
    """评定等级: 达成, 部分达成, 未达成."""
    awarded: Decimal | None = None
    """核定得分: a person's score, which wins over ours."""
    award_reason: str = ""
    cause: str = ""
    """偏差原因分析及改进措施."""
    evidence: str = ""
    basis: str = ""
    """归集口径: how a cost indicator takes its figure from the payments; "" is all of them."""
    quantity: str = ""
    """The name or number of the indicator whose actual they are divided by."""
    explanation: str = ""
    """指标解释: what it means and how it is calculated."""
    grounds: str = ""
    """取值依据."""
    last_year: str = ""
    """上年实际值, as it was typed."""
    origin: str = ""
    """数据来源."""
    score: Decimal | None = None
    """得分 printed in a published self-evaluation; never ours."""
    places: Places = field(default_factory=dict)

    @property
    def target(self) -> str:
        """执行指标值: the adjusted target where there is one, else the approved."""
        return self.adjusted or self.approved

    @property
    def place(self) -> Place | None:
        """Where the row stands."""
        return self.where("")


@dataclass(frozen=True, slots=True)
class Table:
    """A department's table of one year."""

    department: str
    year: int | None
    money_unit: str
    """万元 or 元, what the amounts of the tasks are in; "" where the form does not say."""
    tasks: Sequence[Task] = ()
    goals: Sequence[Goal] = ()
    indicators: Sequence[Indicator] = ()
    particulars: Mapping[str, str] = field(default_factory=dict)
    """The other fields of 概况 by their schema key."""
    places: Places = field(default_factory=dict)

    def in_wan(self) -> "Table":
        """Return the table with its amounts in 万元; one that does not say its unit is taken to be in 万元 already."""
        if self.money_unit != "元":
            return self
        return replace(self, money_unit="万元", tasks=tuple(_in_wan(task) for task in self.tasks))


def _in_wan(task: Task) -> Task:
    given = {key: getattr(task, key) for key in ("total", "fiscal", "carried", "other", "adjusted", "settled")}
    amounts: Fields = {key: None if value is None else value / 10000 for key, value in given.items()}
    return replace(task, **amounts)
