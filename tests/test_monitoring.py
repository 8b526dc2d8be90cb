"""The running year: lights that measure by time only what accumulates, periods that stay as they were filed."""

from datetime import date

import pytest

from tests.conftest import INDICATOR, TASK, content_from, values
from tests.person import Person
from xlperf import schema
from xlperf.errors import InputError
from xlperf.files import check, make, monitor
from xlperf.schema import MONITOR
from xlperf.undo import undo

COUNT = INDICATOR | {"批复指标值": ">=12次", "三级指标": "检查次数"}


def workbook(tmp_path, indicators: list[dict], paid: float = 0, month: int = 3, **more):
    path = tmp_path / "母版.xlsx"
    rows = {"任务": [TASK], "绩效指标": indicators, **more}
    if paid:
        rows["支出明细"] = [{"任务": "R1", "金额（元）": paid, "日期": date(2022, month, 5)}]
    path.write_bytes(make(content_from(rows)))
    return path


@pytest.mark.parametrize(("row", "month", "light"), [
    ({"二级指标": "数量指标", "批复指标值": ">=12次", "实际完成值": "7次"}, 7, "绿灯"),
    ({"二级指标": "数量指标", "批复指标值": ">=12次", "实际完成值": "4次"}, 7, "红灯"),
    ({"二级指标": "数量指标", "批复指标值": ">=12次", "实际完成值": "5次"}, 7, "黄灯"),
    ({"二级指标": "数量指标", "批复指标值": ">=12次", "实际完成值": "9次"}, 7, "蓝灯"),
    ({"二级指标": "数量指标", "批复指标值": ">=12次", "实际完成值": "11次"}, 12, "红灯"),
    ({"二级指标": "数量指标", "批复指标值": ">=12次", "实际完成值": "3次"}, 12, "红灯"),
    ({"二级指标": "质量指标", "三级指标": "合格率", "批复指标值": "=100%", "实际完成值": "100%"}, 7, "绿灯"),
    ({"二级指标": "质量指标", "三级指标": "合格率", "批复指标值": ">=95%", "实际完成值": "50%"}, 7, "红灯"),
    ({"二级指标": "质量指标", "三级指标": "合格率", "批复指标值": ">=95%", "实际完成值": "90%"}, 7, "黄灯"),
    ({"二级指标": "时效指标", "三级指标": "完成时间", "批复指标值": "2022年11月30日前"}, 7, "未到期"),
    ({"二级指标": "时效指标", "三级指标": "完成时间", "批复指标值": "2022年6月30日前"}, 7, "红灯"),
    ({"二级指标": "时效指标", "三级指标": "完成时间", "批复指标值": "2022年6月30日前", "实际完成值": "2022年6月1日"}, 7, "绿灯"),
    ({"二级指标": "数量指标", "三级指标": "聘请机构数", "批复指标值": "=1家"}, 7, "未到期"),
    ({"二级指标": "数量指标", "三级指标": "聘请机构数", "批复指标值": "=1家", "实际完成值": "1家"}, 7, "绿灯"),
    ({"二级指标": "数量指标", "三级指标": "保障在职人数", "批复指标值": ">=15人", "实际完成值": "14人"}, 7, "黄灯"),
    ({"二级指标": "社会效益指标", "三级指标": "安全意识", "批复指标值": "有所提高", "评定等级": "部分达成"}, 7, "黄灯"),
    ({"二级指标": "社会效益指标", "三级指标": "安全意识", "批复指标值": "有所提高"}, 7, "未到期"),
    ({"二级指标": "成本指标", "三级指标": "培训成本", "批复指标值": "<=6万元", "实际完成值": "4万元", "进度类型": "累计"}, 7, "黄灯"),
    ({"二级指标": "成本指标", "三级指标": "水电费", "批复指标值": "较上年增长≤3%", "实际完成值": "增长2%", "进度类型": "累计"}, 7, "绿灯"),
    ({"二级指标": "成本指标", "三级指标": "培训成本", "批复指标值": "<=6万元", "实际完成值": "4万元"}, 7, "绿灯"),
    ({"二级指标": "成本指标", "三级指标": "培训成本", "批复指标值": "<=6万元", "实际完成值": "7万元"}, 7, "红灯"),
    ({"二级指标": "数量指标", "批复指标值": ">=12次", "实际完成值": "7..次"}, 7, "未定"),
])  # fmt: skip
def test_a_light_fits_how_an_indicator_moves_through_the_year(tmp_path, row, month, light):
    path = workbook(tmp_path, [COUNT | {"实际完成值": None} | row])
    assert monitor(path, month, write=False).watched[-1].light == light


@pytest.mark.parametrize(("paid", "light"), [(30000, "红灯"), (45000, "黄灯"), (58000, "绿灯"), (99000, "绿灯"), (100001, "红灯")])
def test_execution_is_measured_by_the_time_that_has_gone_by(tmp_path, paid, light):
    [task, _count] = monitor(workbook(tmp_path, [COUNT], paid), 7, write=False).watched
    assert task.light == light and task.plan == "10万元"


def test_without_a_ledger_nothing_is_told_of_execution(tmp_path):
    [task, _count] = monitor(workbook(tmp_path, [COUNT]), 7, write=False).watched
    assert (task.light, task.done, task.why) == ("未定", "", "支出明细里没有支出")


def test_later_payments_and_changes_do_not_count(tmp_path):
    changes = [{"任务": "R1", "类型": "追加", "金额（万元）": 5, "日期": date(2022, 3, 1)},
               {"任务": "R1", "类型": "追加", "金额（万元）": 20, "日期": date(2022, 9, 1)}]
    path = workbook(tmp_path, [COUNT], 50000, month=8, 预算调整=changes)
    [july, _count] = monitor(path, 7, write=False).watched
    [august, _count] = monitor(path, 8, write=False).watched
    assert (july.plan, july.done) == ("15万元", "0万元") and (august.plan, august.done, august.outlook) == ("15万元", "5万元", "7.5万元")


def shown(path) -> list[list]:
    return [[*row[:6], row[7], row[13], row[15]] for row in values(path.read_bytes(), MONITOR.name)[4:] if row[0] != ""]


def test_a_period_is_brought_up_to_date_until_it_is_filed(tmp_path):
    path = workbook(tmp_path, [COUNT | {"实际完成值": "3次"}], 30000)
    monitor(path, 7)
    person = Person(path)
    person.type(MONITOR, "运转保障", cause="招标推迟", remedy="八月完成")
    person.type(schema.INDICATORS, "检查次数", actual="7次")
    monitor(path, 7)
    assert [row[5:8] for row in shown(path)] == [["3万元", "红灯", "招标推迟"], ["7次", "绿灯", ""]]
    before = path.read_bytes()
    monitor(path, 7)
    assert path.read_bytes() == before
    person.type(MONITOR, "运转保障", filed=44773.0)
    with pytest.raises(InputError, match="已报送"):
        monitor(path, 7)


def test_december_leaves_july_as_it_was(tmp_path):
    path = workbook(tmp_path, [COUNT | {"实际完成值": "7次"}], 58000)
    monitor(path, 7)
    july = shown(path)
    Person(path).type(schema.INDICATORS, "检查次数", actual="12次")
    monitor(path, 12)
    assert shown(path)[:2] == july and [row[5] for row in shown(path)[2:]] == ["5.8万元", "12次"]
    check(path, write=True)
    assert shown(path)[:2] == july
    undo(path)
    assert shown(path) == july


def test_rows_are_found_again_when_they_were_sorted(tmp_path):
    path = workbook(tmp_path, [COUNT | {"实际完成值": "7次"}], 58000)
    monitor(path, 7)
    Person(path).swap(MONITOR, 5, 6)
    assert monitor(path, 7).added == 0 and [row[3] for row in shown(path)] == ["检查次数", "运转保障"]


def test_a_red_light_asks_for_its_cause(tmp_path):
    path = workbook(tmp_path, [COUNT | {"实际完成值": "7次"}], 30000)
    assert len(monitor(path, 7).unexplained) == 1
    assert [each.rule for each in check(path).result.findings if each.rule.startswith("M")] == ["M801"]
    Person(path).type(MONITOR, "运转保障", cause="招标推迟", remedy="八月完成")
    assert not [each for each in check(path).result.findings if each.rule.startswith("M")]


def test_the_month_comes_from_the_overview_or_the_last_payment(tmp_path):
    path = workbook(tmp_path, [COUNT], 30000, month=5)
    assert monitor(path, write=False).month == 5
    Person(path).fill("监控截至月份", "7月")
    assert monitor(path, write=False).month == 7
    Person(path).fill("监控截至月份", "13")
    with pytest.raises(InputError, match="不是1至12"):
        monitor(path, write=False)


def test_a_workbook_of_an_older_version_is_told_what_to_do(tmp_path):
    path = workbook(tmp_path, [COUNT])
    import openpyxl

    book = openpyxl.load_workbook(path)
    del book["运行监控"]
    book.save(path)
    with pytest.raises(InputError, match="没有工作表“运行监控”"):
        monitor(path, 7)
