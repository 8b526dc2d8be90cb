"""预算调整: what was changed during the year is in the whole year's budget, by task and by source."""

from decimal import Decimal

import openpyxl
import pytest

from tests.conftest import TASK, content_from
from xlperf.build import build_master
from xlperf.files import check, merge, new
from xlperf.model import BudgetChange, Task
from xlperf.tally.budgets import budgets_by_source


def checked(tmp_path, *changes: dict, payments=()):
    path = tmp_path / "母版.xlsx"
    path.write_bytes(build_master(content_from({"任务": [TASK], "预算调整": list(changes), "支出明细": list(payments)})))
    return check(path).result


@pytest.mark.parametrize(("changes", "by"), [
    ((), None), ((("追加", 20),), 20), ((("追加", 20), ("调减", 5)), 15), ((("收回", 3), ("调剂", -2), ("调剂", 4)), -1),
    ((("追加", 1.5), ("追加", 0.25)), 1.75)])  # fmt: skip
def test_kinds_add_and_take_off(tmp_path, changes, by):
    rows = [{"任务": TASK["任务名称"], "类型": kind, "金额（万元）": amount} for kind, amount in changes]
    [task] = checked(tmp_path, *rows).assessment.tasks
    assert task.task.adjusted == (None if by is None else Decimal(str(by)))
    assert task.budget.value == task.task.total + Decimal(str(by or 0))


def test_a_task_is_named_by_its_number_too(tmp_path):
    [task] = checked(tmp_path, {"任务": TASK["任务编号"].lower(), "类型": "追加", "金额（万元）": 2}).assessment.tasks
    assert task.task.adjusted == 2


@pytest.mark.parametrize(("row", "said"), [
    ({"任务": "没有的", "类型": "追加", "金额（万元）": 1}, "任务“没有的”不存在，这笔调整没有计入全年预算数"),
    ({"类型": "追加", "金额（万元）": 1}, "没有填任务，这笔调整"), ({"任务": "R1", "金额（万元）": 1}, "没有填类型，按增加计"),
    ({"任务": "R1", "类型": "调减", "金额（万元）": -1}, "调减填了负数-1万元"),
    ({"任务": "R1", "类型": "追加"}, "没有填金额")])  # fmt: skip
def test_a_change_that_says_too_little_is_told(tmp_path, row, said):
    found = [each.message for each in checked(tmp_path, row).findings if each.rule == "B405"]
    assert len(found) == 1 and said in found[0]


def test_budgets_by_source_follow_their_changes():
    task = Task("R1", "运转", total=Decimal(10), fiscal=Decimal(7), other=Decimal(3))
    added = BudgetChange("r1", "追加", Decimal(2), source="上年结转")
    taken = BudgetChange("运转", "调减", Decimal(1), is_taken=True, source="财政拨款")
    assert budgets_by_source(task, [added, taken]) == {"财政拨款": 6, "上年结转": 2, "其他资金": 3}
    assert budgets_by_source(task, [BudgetChange("R1", "追加", Decimal(2))]) == {} == budgets_by_source(Task("R1", "运转", total=Decimal(10)), [])


def form(path, budget: float) -> None:
    book = openpyxl.Workbook()
    for row in (["2022年度项目支出绩效自评表"], ["项目名称", "渡口维修", None, "实施单位", "示例局"],
                ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数"], [None, "年度资金总额", 80, budget, 70],
                ["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "维修渡口", ">=2处"]):  # fmt: skip
        book.active.append(row)
    book.save(path)


def test_what_a_form_says_of_changes_becomes_a_row(tmp_path):
    form(tmp_path / "表.xlsx", 75)
    new(tmp_path / "母版.xlsx", tmp_path / "表.xlsx")
    [row] = [row for row in openpyxl.load_workbook(tmp_path / "母版.xlsx")["预算调整"].iter_rows(min_row=5, values_only=True) if any(row)]
    assert row[2:] == ("渡口维修", None, "调减", 5, "读入的表里的调整数，请补填日期和文号")
    [task] = check(tmp_path / "母版.xlsx").result.assessment.tasks
    assert (task.task.adjusted, task.budget.value) == (-5, 75)


def test_a_form_with_another_sum_is_told_and_nothing_is_written(tmp_path):
    form(tmp_path / "表.xlsx", 75)
    new(tmp_path / "母版.xlsx", tmp_path / "表.xlsx")
    before = (tmp_path / "母版.xlsx").read_bytes()
    form(tmp_path / "新表.xlsx", 90)
    [told] = [each for each in merge(tmp_path / "母版.xlsx", tmp_path / "新表.xlsx").differences if each.heading == "调整数"]
    assert (told.kind, told.old, told.new) == ("kept", "-5", "10（请在“预算调整”中登记）") and (tmp_path / "母版.xlsx").read_bytes() == before
