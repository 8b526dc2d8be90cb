"""What a department told of its year while it ran (运行监控): a row for each period and subject."""

from dataclasses import dataclass, field

from xlperf.model.table import Placed, Places


@dataclass(frozen=True, slots=True)
class Monitored(Placed):
    """A row of 运行监控: what stood in the tables at the end of `month`, and what people said to it.

    `kind` is 预算执行 (of a task) or 绩效指标; figures are texts as they were shown, `filed` the day on which the period was filed ("" before).
    """

    month: int
    kind: str
    number: str
    name: str
    plan: str = ""
    done: str = ""
    light: str = ""
    outlook: str = ""
    why: str = ""
    expected: str = ""
    chance: str = ""
    deviation: str = ""
    cause: str = ""
    remedy: str = ""
    filed: str = ""
    reached: float | None = None
    places: Places = field(default_factory=dict)
