"""Payments rolled up against tasks and cost indicators, to the cent, in one pass over the columns."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlperf.language import _
from xlperf.model import Figure, Ledger, Slice, Table, wan_of
from xlperf.schema import NOT_PROCURED, PUBLIC_EXPENSES
from xlperf.target import is_cost


@dataclass(frozen=True, slots=True)
class Stray:
    """Payments that name no known task (or cost indicator): what they name, how much in 分, how many, the first of them."""

    name: str
    cents: int
    count: int
    first: int


@dataclass(frozen=True, slots=True)
class Spending:
    """The sums of a year's payments, in 分; refunds count as negative.

    `tasks` and `costs` run along the tasks and indicators of the table (`costs` None where nothing was booked).
    `by_source` is keyed (task position, fund source), `by_month` (task position, month; 0 without a date of the year). `last_month` is the
    last that has a payment (0: none has). `public` and `procured` are those for 三公 and by 政府采购, None where no payment tells.
    """

    total: int
    tasks: Sequence[int]
    costs: Sequence[int | None]
    slices: Sequence[Slice | None]
    cost_slices: Sequence[Slice | None]
    by_source: Mapping[tuple[int, str], int]
    by_month: Mapping[tuple[int, int], int]
    last_month: int
    public: int | None
    procured: int | None
    stray_tasks: tuple[Stray, ...]
    stray_costs: tuple[Stray, ...]

    @property
    def unassigned(self) -> int:
        """What no task counts, in 分: what the workbook's own formula makes of the same payments."""
        return self.total - sum(self.tasks)

    def task_figure(self, position: int) -> Figure:
        """Return what a task spent, in 万元, with the payments it was made from."""
        return _figure(self.tasks[position], self.slices[position])

    def cost_figure(self, position: int) -> Figure | None:
        """Return what was booked to an indicator, in 万元; None where nothing was."""
        cents = self.costs[position]
        return None if cents is None else _figure(cents, self.cost_slices[position])


def _figure(cents: int, payments: Slice | None) -> Figure:
    return Figure(wan_of(cents), "万元", _("支出明细金额合计÷10000"), (payments,) if payments else ())


def roll_up(table: Table, ledger: Ledger) -> Spending:
    """Add up the payments of a table.

    A payment belongs to the task (or cost indicator) whose name or number it bears, letters compared without case and
    spaces as they stand, which is how Excel's SUMIFS compares, so that both always agree; where two rows are alike, it
    counts for both, as it does there.
    """
    groups: dict[tuple[str, str, str, int], int] = defaultdict(int)
    months = _months_of(table.year, ledger)
    keys = zip(ledger.tasks, ledger.costs, ledger.sources, months, strict=True)
    for key, cents in zip(keys, ledger.cents, strict=True):
        groups[key] += cents
    by_task: dict[str, int] = defaultdict(int)
    by_cost: dict[str, int] = defaultdict(int)
    by_source: dict[tuple[int, str], int] = defaultdict(int)
    by_month: dict[tuple[int, int], int] = defaultdict(int)
    tasks = _index((task.number, task.name) for task in table.tasks)
    costs = _index((each.number, each.level3) if is_cost(each.level2) else ("", "") for each in table.indicators)
    for (task, cost, source, month), cents in groups.items():
        by_task[task] += cents
        by_cost[cost] += cents
        for position in tasks.get(task.casefold(), ()):
            by_source[position, source] += cents
            by_month[position, month] += cents
    by_cost.pop("", None)
    sums, slices, stray_tasks = _gather(by_task, ledger, ledger.tasks, tasks, len(table.tasks))
    booked, cost_slices, stray_costs = _gather(by_cost, ledger, ledger.costs, costs, len(table.indicators))
    return Spending(
        total=sum(ledger.cents),
        tasks=sums,
        costs=[cents if payments else None for cents, payments in zip(booked, cost_slices, strict=True)],
        slices=slices,
        cost_slices=cost_slices,
        by_source=by_source,
        by_month=by_month,
        last_month=max(months, default=0),
        public=_sum_of(ledger.economics, ledger.cents, _is_public),
        procured=_sum_of(ledger.procured, ledger.cents, lambda text: not text.startswith(NOT_PROCURED)),
        stray_tasks=stray_tasks,
        stray_costs=stray_costs,
    )


def _months_of(year: int | None, ledger: Ledger) -> list[int]:
    """Return the month of each payment of the year, 0 for others and where the date is a text, as no formula would find it."""
    undated = set(ledger.undated)
    years: Sequence[int | None] = ledger.years
    if not years:
        years = [year] * len(ledger.months)
    return [month if each == year and position not in undated else 0
            for position, (each, month) in enumerate(zip(years, ledger.months, strict=True))]  # fmt: skip


def _sum_of(texts: Sequence[str], cents: Sequence[int], counts: Callable[[str], bool]) -> int | None:
    """Return the payments with a text that counts, in 分; None where no payment has a text."""
    kinds = {text: counts(text) for text in set(texts) if text}
    return sum(amount for text, amount in zip(texts, cents, strict=True) if kinds.get(text)) if kinds else None


def _is_public(economic: str) -> bool:
    """Whether an economic class is one of 三公, by its code or its name."""
    return economic.startswith(tuple(begins for pair in PUBLIC_EXPENSES for begins in pair))


def _index(rows: Iterable[tuple[str, str]]) -> dict[str, list[int]]:
    """Return the positions of the rows that bear a name or a number; more than one where two rows are alike."""
    found: dict[str, list[int]] = defaultdict(list)
    for position, names in enumerate(rows):
        for name in {each.casefold() for each in names if each}:
            found[name].append(position)
    return found


def _gather(
    sums: Mapping[str, int], ledger: Ledger, names: Sequence[str], known: Mapping[str, Sequence[int]], size: int
) -> tuple[list[int], list[Slice | None], tuple[Stray, ...]]:
    """Turn sums by name into sums and payments by position; what has no position is astray."""
    counts = Counter(names)
    cents: list[int] = [0] * size
    slices: list[Slice | None] = [None] * size
    strays = []
    for name, amount in sums.items():
        first, positions = names.index(name), known.get(name.casefold(), ())
        if not positions:
            strays.append(Stray(name, amount, counts[name], first))
        for position in positions:
            before = slices[position]
            cents[position] += amount
            place = min(before.first, ledger.place(first)) if before else ledger.place(first)
            slices[position] = Slice(counts[name] + (before.count if before else 0), place)
    return cents, slices, tuple(strays)
