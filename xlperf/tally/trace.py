"""What hangs together: which task and goal an indicator belongs to, by what was typed, else by the words that they share.

Words are pairs of neighbouring characters; one that many texts share says little, one that only one of them has says much.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import log

from xlperf.model import Indicator, Table
from xlperf.target import Bound, Quantity, Reading, resolve
from xlperf.target.names import PER_UNIT

_COMMON_WORDS = """
    指标 工作 情况 数量 次数 完成 及时 保障 开展 加强 推进 健全 完善 建立 提高 提升 进一 一步 持续 组织 各类 有关 相关 实施 进行 管理 建设 体系
    能力 水平 服务 任务 项目 资金 经费 成本 支付 发放 质量 时间 使用 人员 满意 意度 系统 全年 年度 购买 购置 按时 合格 准确 覆盖 比例 增长
    部门 单位 做好 强化 深化 促进 确保 落实 以及 其他 其它 实现 达到 不断 积极 全面 推动 目标 方面 工程
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words that any department's table is full of."""
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_CLAUSES = re.compile("[，。；、：（）()\n]")
_TOLD = 1.5
"""From which weight on a task is told by words."""
_MEASURED = 0.1
"""From which share of its words on a clause is measured by some indicator."""
_RARE = 0.3
"""A word of three clauses or fewer."""


def words_of(text: str, but: frozenset[str] = frozenset()) -> list[str]:
    """Return the telling pairs of characters of a text, those of `but` left out."""
    return [pair for pair in _pairs_of(text) if pair not in but]


@lru_cache(maxsize=4096)
def _pairs_of(text: str) -> tuple[str, ...]:
    pairs = (piece[at : at + 2] for piece in _CHINESE.findall(text) for at in range(len(piece) - 1))
    return tuple(pair for pair in pairs if pair not in _COMMON)


def clauses_of(text: str) -> list[str]:
    """Return the clauses of a text that say something."""
    return [each for clause in _CLAUSES.split(text) if len(each := clause.strip()) >= 4 and not each.endswith("方面")]


@dataclass(frozen=True, slots=True)
class Cost:
    """A ceiling on an amount: of which indicator (by position), in 万元 a year, and how it was multiplied ("" where it was not)."""

    position: int
    amount: Decimal
    times: str = ""


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a text: those that no indicator speaks of, and how many there are."""

    blank: Sequence[str]
    count: int


@dataclass(frozen=True, slots=True)
class Trace:
    """`tasks` and `goals` are the positions of the task and goal of each indicator (None where nothing tells), `typed` whether the task was
    typed; `goal_tasks` the task of each goal. `costs` are the ceilings. `unmeasured` tells which clauses of each goal and of each task's content
    no indicator speaks of."""

    tasks: Sequence[int | None]
    typed: Sequence[bool]
    goals: Sequence[int | None]
    goal_tasks: Sequence[int | None]
    costs: Sequence[Cost]
    unmeasured: tuple[Sequence["Clauses"], Sequence["Clauses"]]
    unit_costs: Sequence[tuple[Cost, "Count"]]
    """Costs with the count of the same thing, where there is one."""

    def of_task(self, task: int) -> list[int]:
        """Return the positions of a task's indicators."""
        return [position for position, each in enumerate(self.tasks) if each == task]

    def of_goal(self, goal: int) -> list[int]:
        """Return the positions of a goal's indicators."""
        return [position for position, each in enumerate(self.goals) if each == goal]


def trace(table: Table, readings: Sequence[Reading]) -> Trace:
    """Return what belongs to what in a table whose targets were read."""
    own = frozenset(words_of(table.department))
    tasks = [f"{each.name}，{each.content}" for each in table.tasks]
    goals = [each.text for each in table.goals]
    names = {name.strip().casefold(): at for at, each in enumerate(table.tasks) for name in (each.number, each.name) if name.strip()}
    by_tasks, by_goals = _Weights(tasks, own), _Weights(goals, own)
    goal_tasks = [names.get(each.task.strip().casefold(), by_tasks.best(each.text)) for each in table.goals]
    typed = [names.get(each.task.strip().casefold()) for each in table.indicators]
    told = [by_goals.best(each.level3) for each in table.indicators]
    found = [_task(each, at, goal, by_tasks, goal_tasks) for each, at, goal in zip(table.indicators, typed, told, strict=True)]
    reached = [_goal(task, goal, at, goal_tasks) for task, goal, at in zip(found, told, typed, strict=True)]
    measured = [frozenset(words_of(each.level3, own)) for each in table.indicators]
    texts = [*goals, *(each.content for each in table.tasks)]
    clauses = _unmeasured(texts, measured, own)
    counts = _counts(table.indicators, readings)
    costs = _costs(table.indicators, readings, counts)
    return Trace(found, [each is not None for each in typed], reached, goal_tasks, costs, (clauses[: len(goals)], clauses[len(goals) :]),
                 _pairs(costs, table.indicators, counts))  # fmt: skip


def _task(each: Indicator, typed: int | None, goal: int | None, by_tasks: "_Weights", goal_tasks: Sequence[int | None]) -> int | None:
    """Return the task of an indicator: as typed, else by its words, else that of the goal its words tell."""
    if typed is not None:
        return typed
    best = by_tasks.best(each.level3)
    return goal_tasks[goal] if best is None and goal is not None else best


def _goal(task: int | None, told: int | None, typed: int | None, goal_tasks: Sequence[int | None]) -> int | None:
    """Return the goal of an indicator: as its words tell, else the only one of its task."""
    if told is not None and (typed is None or goal_tasks[told] in (None, typed)):
        return told
    of_task = [goal for goal, each in enumerate(goal_tasks) if each == task and task is not None]
    return of_task[0] if typed is not None and len(of_task) == 1 else None


class _Weights:
    """How much each word tells of some texts apart."""

    def __init__(self, texts: Sequence[str], own: frozenset[str]):
        self.own = own
        self.texts = [frozenset(words_of(each, own)) for each in texts]
        counts = Counter(word for each in self.texts for word in each)
        self.weights = {word: log((len(texts) + 0.5) / count) for word, count in counts.items()}

    def best(self, text: str) -> int | None:
        """Return the position of the text that a name tells of; None where none does, or two equally."""
        words = frozenset(words_of(text, self.own))
        found = sorted(((sum(self.weights[word] for word in words & each), -at) for at, each in enumerate(self.texts)), reverse=True)
        if not found or found[0][0] < min(_TOLD, log(len(self.texts) + 0.5)) or (len(found) > 1 and found[0][0] == found[1][0]):
            return None
        return -found[0][1]


def _unmeasured(texts: Sequence[str], measured: Sequence[frozenset[str]], own: frozenset[str]) -> list[Clauses]:
    """Return of each text the clauses that share next to nothing with any indicator; clauses of one word say too little to be told apart."""
    clauses = [[(clause, frozenset(words_of(clause, own))) for clause in clauses_of(text)] for text in texts]
    counts = Counter(word for each in clauses for _clause, words in each for word in words)
    known = frozenset().union(*measured) if measured else frozenset()
    telling = [[(clause, words) for clause, words in each if len(words) > 1] for each in clauses]
    return [Clauses([clause for clause, words in each if not _is_measured(words, known, counts)], len(each)) for each in telling]


def _is_measured(words: Iterable[str], known: frozenset[str], counts: Counter[str]) -> bool:
    """Whether some indicator speaks of a clause: shares enough of its words, or one that few clauses have."""
    shared = [1 / counts[word] for word in words if word in known]
    return sum(shared) >= _MEASURED * sum(1 / counts[word] for word in words) or max(shared, default=0) >= _RARE


def _costs(indicators: Sequence[Indicator], readings: Sequence[Reading], counts: Sequence["Count"]) -> list[Cost]:
    found = []
    for position, (each, reading) in enumerate(zip(indicators, readings, strict=True)):
        target = reading.target
        if "成本" not in each.level2 or not isinstance(target, Bound) or (reading.op or "<=") not in ("<=", "<", "="):
            continue
        base, factor = resolve(target.quantity.unit)
        if base != "元":
            continue
        amount, unit = target.quantity.value * factor / 10000, PER_UNIT.search(each.level3)
        if unit is None:
            found.append(Cost(position, amount))
        elif count := _times(each.level3[: unit.start()], unit[0], counts):
            found.append(Cost(position, amount * count[0], count[1]))
    return found


@dataclass(frozen=True, slots=True)
class Count:
    """A count among the indicators: its position, name, name without its measure, and target."""

    position: int
    name: str
    stem: str
    quantity: Quantity


def _counts(indicators: Sequence[Indicator], readings: Sequence[Reading]) -> list[Count]:
    return [Count(position, each.level3, _ENDINGS.sub("", each.level3), reading.target.quantity)
            for position, (each, reading) in enumerate(zip(indicators, readings, strict=True))
            if each.level2 == "数量指标" and isinstance(reading.target, Bound) and reading.target.quantity.value > 0]  # fmt: skip


def _times(stem: str, unit: str, counts: Sequence[Count]) -> tuple[Decimal, str] | None:
    """Return how often an amount for each of something comes in a year, by the only count of the same thing; None where nothing tells."""
    if unit == "每月":
        return Decimal(12), "×12"
    found = [each.quantity for each in counts if len(stem) >= 3 and each.name.startswith(stem[:4]) and unit.endswith(each.quantity.unit or "?")]
    return (found[0].value, f"×{found[0]}") if len(found) == 1 else None


_ENDINGS = re.compile(
    "(?:总|单位)?(?:成本|费用|经费|金额|资金数?|费)$"
    "|(?:数量|人次|次数|频次|批次|场次|点次|人数|户数|个数|台数|盏数|面积|里程|数)$"
)
"""What the names of a cost and of a count end with."""


def _pairs(costs: Sequence[Cost], indicators: Sequence[Indicator], counts: Sequence[Count]) -> list[tuple[Cost, Count]]:
    """Return the costs with the only count whose name, without its measure, is theirs, or else ends with it."""
    by_stem: dict[str, list[Count]] = {}
    for each in counts:
        by_stem.setdefault(each.stem, []).append(each)
        for at in range(1, len(each.stem) - 3):
            by_stem.setdefault("…" + each.stem[at:], []).append(each)
    found = []
    for cost in costs:
        stem = _ENDINGS.sub("", indicators[cost.position].level3)
        if not cost.times and len(stem) >= 4:
            same, ending = by_stem.get(stem, []), by_stem.get("…" + stem, [])
            found += [(cost, alike[0]) for alike in (same, ending) if len(alike) == 1][:1]
    return found
