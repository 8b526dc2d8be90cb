"""What the payments say through the year: months, time gone by, costs of units, public expenses; and that formulas say the same."""

from datetime import date
from decimal import Decimal

import pytest

from tests.conftest import INDICATOR, TASK, column_values, content_from, values
from tests.exports import STYLES, drawn_year
from tests.test_ledger_import import with_rules, written
from tests.test_master import FORMULAS, same
from xlperf import schema
from xlperf.build import build_master
from xlperf.files import check, import_ledger, make
from xlperf.functions import Input, row_answers

PER_PERSON = {"指标编号": "Z3", "二级指标": "成本指标", "三级指标": "人均培训成本", "批复指标值": "<=500元/人", "归集口径": "单位成本",
              "数量指标": "Z2"}  # fmt: skip
TRAINED = {"指标编号": "Z2", "二级指标": "数量指标", "三级指标": "培训人数", "批复指标值": ">=100人", "实际完成值": "120人"}


def payment(amount: float, day: object = date(2022, 3, 1), **more) -> dict:
    return {"任务": "R1", "金额（元）": amount, "日期": day, **more}


def assessed(tmp_path, rows: dict):
    path = tmp_path / "母版.xlsx"
    path.write_bytes(make(content_from({"任务": [TASK], "绩效指标": [INDICATOR], **rows})))
    return check(path).result


def test_months_have_the_payments_of_the_year(tmp_path):
    given = [payment(100, date(2022, 1, 31)), payment(200, date(2022, 2, 1)), payment(-50, date(2022, 2, 28)), payment(7, date(2021, 5, 1)),
             payment(9, None), payment(11, "2022-06-30")]  # fmt: skip
    a = assessed(tmp_path, {"支出明细": given}).assessment
    [task] = a.tasks
    assert [float(each) for each in task.months] == [0.01, 0.015, *[0] * 10] and float(task.spent.value) == 0.0277
    assert a.spending.last_month == 2 and a.schedule == Decimal(2) / 12


def test_execution_against_the_initial_budget(tmp_path):
    rows = {"支出明细": [payment(60_000)], "预算调整": [{"任务": "R1", "类型": "追加", "金额（万元）": 5}]}
    [task] = assessed(tmp_path, rows).assessment.tasks
    assert (task.rate, task.initial_rate) == (Decimal(6) / 15, Decimal(6) / 10)


@pytest.mark.parametrize(("cost", "trained", "booked", "status"), [
    ({}, {}, Decimal(500), "达标"), ({"数量指标": "培训人数"}, {}, Decimal(500), "达标"),
    ({"批复指标值": "<=0.04万元/人"}, {}, Decimal(500), "未达标"),
    ({"实际完成值": "480元/人"}, {}, Decimal(500), "达标"), ({}, {"实际完成值": "0.01万人"}, Decimal(600), "未达标"),
    ({"归集口径": "不归集"}, {}, None, "未填"), ({}, {"实际完成值": None}, None, "未填"), ({"数量指标": "没有的"}, {}, None, "未填"),
    ({"归集口径": "合计"}, {}, Decimal(6), "未填"), ({"归集口径": "合计", "批复指标值": "<=7万元"}, {}, Decimal(6), "达标")])  # fmt: skip
def test_what_a_unit_cost(tmp_path, cost, trained, booked, status):
    rows = {"绩效指标": [{**PER_PERSON, **cost}, {**TRAINED, **trained}], "支出明细": [payment(60_000, 成本指标="Z3")]}
    found = assessed(tmp_path, rows).assessment.indicators[0]
    assert (found.booked.value if found.booked else None, schema.STATUS[found.judgement.verdict]) == (booked, status)


def test_a_typed_cost_that_differs_from_the_books_is_told_with_both_figures(tmp_path):
    def said(actual: str) -> list[str]:
        rows = {"绩效指标": [{**PER_PERSON, "实际完成值": actual}, TRAINED], "支出明细": [payment(60_000, 成本指标="Z3")]}
        return [each.message for each in assessed(tmp_path, rows).findings if each.rule == "R306"]

    assert said("480元/人") == ["填写480元/人，账面归集500元"] and said("0.05万元/人") == [] and said("500.004元/人") == []


@pytest.mark.parametrize(("booked", "status"), [("523.4元", "未达标"), ("500元", "达标"), ("", "未填"), (0.05, "未填")])
def test_a_cell_is_told_what_a_unit_cost(booked, status):
    told = ("<=500元/人", "", "人均培训成本", "成本指标", "2022", "", booked)
    assert row_answers([Input(each) for each in told])[0] == status


@pytest.mark.parametrize(("rows", "public", "procured"), [
    ([payment(10_000)], None, None),
    ([payment(10_000, 经济分类="30217公务接待费"), payment(20_000, 经济分类="公务用车运行维护费"), payment(40_000, 经济分类="30211差旅费")], 3, None),
    ([payment(10_000, 政府采购="公开招标"), payment(20_000, 政府采购="否"), payment(40_000, 政府采购="是"), payment(80_000)], None, 5),
    ([payment(10_000, 经济分类="30211差旅费", 政府采购="非政府采购")], 0, 0)])  # fmt: skip
def test_public_expenses_and_procurement_where_they_are_told(tmp_path, rows, public, procured):
    spending = assessed(tmp_path, {"支出明细": rows}).assessment.spending
    assert tuple(each if each is None else each / 1_000_000 for each in (spending.public, spending.procured)) == (public, procured)


RICH = {
    "任务": [TASK, {"任务编号": "R2", "任务名称": "防灾减灾", "总额": 3.0, "上年结转": 1.0, "其他资金": 2.0, "决算数": 2.0},
           {"任务名称": "没有预算"}, {"任务编号": "R4"}],
    "绩效指标": [PER_PERSON, TRAINED, {**PER_PERSON, "指标编号": "Z4", "三级指标": "次均成本", "数量指标": "没有的"},
             {"指标编号": "Z5", "二级指标": "成本指标", "三级指标": "印刷成本", "批复指标值": "<=2万元"},
             {**PER_PERSON, "指标编号": "Z6", "三级指标": "不看账", "归集口径": "不归集"}],
    "预算调整": [{"任务": "R1", "类型": "追加", "金额（万元）": 5},
               {"任务": "防灾减灾", "类型": "收回", "金额（万元）": 0.5, "资金来源": "其他资金"}],
    "支出明细": [payment(60_001, date(2022, month, 28), 成本指标=cost, 任务=task, 经济分类=kind, 政府采购=bought, 资金来源=fund)
             for month, cost, task, kind, bought, fund in (
                 (1, "Z3", "R1", "30217公务接待费", "是", "财政拨款"), (4, "人均培训成本", "防灾减灾", "公务接待费", "否", "其他资金"),
                 (9, "Z4", "没有预算", "30211", "询价", ""), (9, "印刷成本", "R4", "30231", "不", "上年结转"), (10, "Z6", "R2", "", "", "上年结转"))]
    + [payment(0.07, None), payment(-3.03, date(2021, 12, 31)), payment(5, "2022-11-02"), payment(1, date(2022, 12, 31), 任务="不存在")],
}  # fmt: skip


def test_the_sheet_of_months_says_budgets_and_spending_by_source():
    sheet = values(make(content_from(RICH)), schema.MONTHS.name)
    shown = {row[1]: dict(zip(sheet[3], row, strict=True)) for row in sheet[4:]}
    assert [shown["防灾减灾"][f"{source}{what}"] for source in schema.FUND_SOURCES for what in ("预算", "支出")] == [0, 0, 1, 6.0001, 1.5, 6.0001]
    assert shown["没有预算"]["财政拨款预算"] == "" and shown["运转保障"]["财政拨款预算"] == 10


@pytest.mark.libreoffice
@pytest.mark.parametrize("year", [2022, "2022年", *(pytest.param(each, marks=pytest.mark.long) for each in ("", 2021))])
def test_formulas_agree_with_the_core_on_everything_payments_say(libreoffice, year):
    ours = make(content_from(RICH, year=year))
    _agree(libreoffice(ours, "xlsx"), ours)


def _agree(native: bytes, ours: bytes) -> None:
    """Every native formula of the tables and of 概况, recalculated, shows what the core wrote."""
    for sheet, key in FORMULAS:
        left, right = column_values(native, sheet, key), column_values(ours, sheet, key)
        assert all(map(same, left, right)), (sheet.name, key, [pair for pair in zip(left, right, strict=True) if not same(*pair)])
    left, right = values(native, schema.OVERVIEW), values(ours, schema.OVERVIEW)
    for offset, field in enumerate(schema.SUMMARY):
        assert same(left[4 + offset][5], right[4 + offset][5]), field.label


@pytest.mark.libreoffice
@pytest.mark.parametrize("style", STYLES)
def test_what_was_imported_adds_up_in_formulas_too(tmp_path, master, libreoffice, style):
    """Both families, with rules that share payments among tasks and give them to cost indicators: to the cent, and again to no byte."""
    year = drawn_year(11, 120)
    before = check(master).result.assessment.case.table
    tasks = [each.name for each in before.tasks]
    cost = next(each.level3 for each in before.indicators if "成本" in each.level2)
    with_rules(master, {"摘要包含": "差旅", "任务": tasks[0], "成本指标": cost}, {"摘要包含": "培训、会议", "任务": tasks[1], "比例（%）": 33.3},
               {"摘要包含": "培训、会议", "任务": tasks[2], "比例（%）": 66.7}, {"摘要包含": "印刷", "任务": "R4"})  # fmt: skip
    export = written(tmp_path / "导出.xlsx", STYLES[style](year))
    import_ledger(master, [export])
    data = master.read_bytes()
    result = check(master).result
    wanted = [sum(each.cents for each in year.payments if any(word in each.summary for word in words)) for words in (["差旅"], ["印刷"])]
    found = {each.task.number: each.spent.value for each in result.assessment.tasks}
    assert [found["R1"] * 1_000_000, found["R4"] * 1_000_000] == wanted
    assert sum(result.assessment.case.ledger.cents) == year.cents
    _agree(libreoffice(data, "xlsx"), data)
    import_ledger(master, [export])
    assert master.read_bytes() == data


def test_a_workbook_without_the_new_sheet_is_checked_all_the_same(tmp_path):
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(build_master(content_from({"任务": [TASK], "绩效指标": [INDICATOR]}))))
    del book[schema.MONTHS.name]
    path = tmp_path / "旧.xlsx"
    book.save(path)
    assert check(path).result.assessment.tasks
