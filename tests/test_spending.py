"""Payments against tasks: to the cent, refunds negative, nothing lost."""

from collections import defaultdict
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from xlperf.model import Indicator, IndicatorKey, Ledger, Table, Task, cents_of
from xlperf.tally import roll_up


def table(*names: str, costs: tuple[str, ...] = ()) -> Table:
    tasks = tuple(Task(f"R{i}", name, total=Decimal(10)) for i, name in enumerate(names, 1))
    indicators = tuple(
        Indicator(f"Z{i}", "产出指标", "成本指标", name, "<=1万元", IndicatorKey("成本指标", name))
        for i, name in enumerate(costs, 1)
    )
    return Table("单位", 2022, "万元", tasks, (), indicators)


def ledger(*payments: tuple[str, str, str, int, int]) -> Ledger:
    """Payments as (task, cost indicator, fund source, month, 分)."""
    tasks, costs, sources, months, cents = (list(column) for column in zip(*payments, strict=True))
    rows = list(range(5, 5 + len(payments)))
    return Ledger("支出明细", rows, [2022] * len(rows), months, tasks, costs, sources, cents, {"amount": 9, "task": 5})


def test_sums_by_task_source_and_month():
    paid = ledger(
        ("养护", "", "财政拨款", 1, 100_00), ("养护", "", "其他资金", 1, 50_00), ("养护", "", "财政拨款", 3, -20_00),
        ("R2", "", "财政拨款", 3, 7_00),
    )  # fmt: skip
    spending = roll_up(table("养护", "宣传"), paid)
    assert spending.tasks == [130_00, 7_00]
    assert spending.by_source == {(0, "财政拨款"): 80_00, (0, "其他资金"): 50_00, (1, "财政拨款"): 7_00}
    assert spending.by_month == {(0, 1): 150_00, (0, 3): -20_00, (1, 3): 7_00}
    assert spending.task_figure(0).value == Decimal("0.013")
    assert spending.task_figure(0).parts[0].count == 3
    assert str(spending.task_figure(1).parts[0].first) == "支出明细!I8"


def test_unknown_tasks_are_gathered_not_dropped():
    paid = ledger(("养护 ", "", "", 1, 5), ("养护 ", "", "", 1, 6), ("", "", "", 1, 7), ("养护", "", "", 1, 8))
    spending = roll_up(table("养护"), paid)
    assert spending.tasks == [8]
    assert [(each.name, each.cents, each.count, each.first) for each in spending.stray_tasks] == [
        ("养护 ", 11, 2, 0), ("", 7, 1, 2),
    ]  # fmt: skip
    assert spending.total == 26


def test_cost_indicators_are_booked_by_name_or_number():
    paid = ledger(("养护", "沥青成本", "", 1, 500), ("养护", "z1", "", 1, 20), ("养护", "运费", "", 1, 3))
    spending = roll_up(table("养护", costs=("沥青成本", "机械成本")), paid)
    assert spending.costs == [520, None]
    assert [each.name for each in spending.stray_costs] == ["运费"]


names = st.sampled_from(["甲", "乙", "R2", "丙", ""])
payments = st.lists(st.tuples(names, st.just(""), st.sampled_from(["财政拨款", ""]), st.integers(0, 12),
                              st.integers(-10**12, 10**12)), min_size=1)  # fmt: skip


@given(payments)
def test_every_cent_is_in_a_task_or_astray(given_payments):
    spending = roll_up(table("甲", "乙"), ledger(*given_payments))
    strays = sum(each.cents for each in spending.stray_tasks)
    assert sum(spending.tasks) + strays == spending.total == sum(each[-1] for each in given_payments)
    by_hand = defaultdict(int)
    for task, _cost, _source, _month, cents in given_payments:
        by_hand[{"甲": 0, "乙": 1, "R2": 1}.get(task)] += cents
    assert spending.tasks == [by_hand[0], by_hand[1]]


@given(st.integers(-10**12, 10**12))
def test_a_float_of_whole_cents_is_exact(cents):
    assert cents_of(cents / 100) == (cents, True)


@given(st.integers(-10**9, 10**9), st.integers(1, 9))
def test_a_third_decimal_is_seen(cents, thousandths):
    assert not cents_of((cents * 10 + thousandths) / 1000)[1]


def test_another_library_adds_up_the_same(sample_workbook):
    """The sample's ledger, grouped by pandas, which reads and adds in its own way."""
    import io

    import pandas as pd

    frame = pd.read_excel(io.BytesIO(sample_workbook), sheet_name="支出明细", header=3, engine="calamine")
    frame = frame.dropna(subset=["金额（元）"])
    native = frame.groupby("任务")["金额（元）"].sum().round(2).to_dict()
    months = frame.groupby([frame["任务"], pd.to_datetime(frame["日期"]).dt.month])["金额（元）"].sum().round(2).to_dict()

    from xlperf.build import sample
    from xlperf.build.content import book_of
    from xlperf.intake import read_case

    case = read_case(*book_of(sample()))
    spending = roll_up(case.table, case.ledger)
    names = [task.name for task in case.table.tasks]
    ours = dict(zip(names, (cents / 100 for cents in spending.tasks), strict=True))
    assert native == ours | {each.name: each.cents / 100 for each in spending.stray_tasks}
    assert {(names[at], month): cents / 100 for (at, month), cents in spending.by_month.items()} == {
        key: amount for key, amount in months.items() if key[0] in names
    }
