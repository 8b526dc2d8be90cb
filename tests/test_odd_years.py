"""Years made of odd texts and figures, drawn at random: no rule, paper or reason ever fails, and a second check changes no byte."""

import random
from contextlib import suppress
from datetime import date

import pytest

from tests.conftest import content_from
from xlperf import forms
from xlperf.build.content import book_of
from xlperf.errors import InputError
from xlperf.files import check, make, monitor
from xlperf.intake import read_case
from xlperf.model import Place
from xlperf.run import CRASHED, run_case
from xlperf.tally import assess
from xlperf.tally.monitor import watch
from xlperf.why import why

TEXTS = ("", "　", " ", "率", "-", "=1+1", "#DIV/0!", "<p>", "**", "防火防火防火", "𠀀" * 5, "a" * 300, "率" * 200, "（）", "“”", "1", "①", "每",
         "每次", "成本", "满意度", "每每每每", "一二三四五六七八九十", "\n\n", "，，，，", "0", "100%", "≥", "目标1：；；", "任务一", "R1",
         "Z1")  # fmt: skip
TARGETS = ("", "≥", "0", "=0", ">=0%", "<=0万元", "<=2万元", "<=1e999", "100%", ">=0.0001‰", "2022年2月30日", "有所提高", "90-80%", "<=-5万元",
           ">=99999999999999999999次", "<=5万元/人", "几次")  # fmt: skip
CLASSES = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "满意度指标", "", "奇怪")


def drawn(seed: int) -> dict[str, list[dict]]:
    """Draw the rows of every sheet."""
    one = random.Random(seed).choice
    some = lambda most: range(random.Random(seed + most).randint(0, most))  # noqa: E731
    return {
        "绩效指标": [{"指标编号": one(TEXTS), "一级指标": one(("", "产出指标", "满意度指标")), "二级指标": one(CLASSES),
                  "三级指标": one(TEXTS) + one(TEXTS), "批复指标值": one(TARGETS), "调整后指标值": one(("", ">=1次")),
                  "实际完成值": one((*TARGETS, None)), "对应任务": one(TEXTS), "进度类型": one(("", "累计", "比率", "时点", "一次性", "乱")),
                  "分值": one((None, 0.0, 5.0, -3.0, 1e9)), "核定得分": one((None, 0.0, 7.0)), "评定等级": one(("", "达成", "部分达成", "优")),
                  "归集口径": one(("", "单位成本", "不归集", "x")), "数量指标": one(TEXTS)} for _each in some(12)],
        "任务": [{"任务编号": one(TEXTS), "任务名称": one(TEXTS), "主要内容": one(TEXTS) * 3, "总额": one((None, 0.0, -1.0, 5.0, 1e12)),
                "财政拨款": one((None, 0.0, 5.0)), "支出类别": one(("", "基本支出", "x"))} for _each in some(4)],
        "总体目标": [{"年度总体目标": one(TEXTS) + "，" + one(TEXTS), "对应任务": one(TEXTS)} for _each in some(5)],
        "支出明细": [{"任务": one(TEXTS), "金额（元）": one((0.0, -5.0, 1e9, 0.01)), "日期": one((None, date(2022, 5, 1), date(2021, 1, 1), "5月"))}
                 for _each in some(6)],
        "运行监控": [{"截至月份": one((0.0, 7.0, 13.0, 7.5, None)), "类别": one(("预算执行", "绩效指标", "x")), "编号": one(TEXTS),
                  "任务或三级指标": one(TEXTS), "灯号": one(("红灯", "绿灯", "紫灯")), "报送日期": one((None, None, "x"))} for _each in some(7)],
        "审核意见": [{"轮次": one((None, 1.0, 2.5)), "规则": one(("", "T203", "x")), "对象": one(TEXTS), "处理": one(("接受", "需修改", "")),
                  "意见或理由": one(TEXTS), "审核人": one(TEXTS), "日期": one((None, "x", date(2022, 1, 1))), "结论": one(("优", "x", ""))}
                 for _each in some(8)],
    }  # fmt: skip


def particulars(seed: int) -> dict:
    one = random.Random(seed).choice
    return {"year": one((2022, "", "x")), "monitored": one(("", "7", "13", "x", "７")), "scope": "严格",
            "inapplicable": one(("", "成本指标", "、、", "产出指标、效益指标、满意度指标"))}  # fmt: skip


def _answers(seed: int) -> None:
    book, layout = book_of(content_from(drawn(seed), **particulars(seed)))
    case = read_case(book, layout)
    result = run_case(case, layout)
    assert [each.message for each in result.findings if each.rule == CRASHED] == []
    for month in (1, 7, 12):
        watch(case, month)
    forms.evaluation_form(result.assessment)
    forms.trace_form(result.assessment)
    forms.opinion_form(case, result.findings)
    for task in case.table.tasks:
        forms.evaluation_form(assess(forms.of_project(case, task)), task)
    for month in {each.month for each in case.monitored}:
        forms.monitoring_form(case, month)
    for place in [*(Place("绩效指标", row, 5) for row in range(5, 18)), *(Place("任务", row, 2) for row in range(5, 9)), *layout.fields.values()]:
        with suppress(InputError):
            why(result, place)


@pytest.mark.parametrize("seed", range(25))
def test_an_odd_year_is_answered(seed):
    _answers(seed)


@pytest.mark.long
def test_many_odd_years_are_answered():
    for seed in range(100, 1100):
        _answers(seed)


@pytest.mark.parametrize("seed", range(200, 204))
def test_an_odd_workbook_is_written_once_and_stays(tmp_path, seed):
    path = tmp_path / "母版.xlsx"
    path.write_bytes(make(content_from(drawn(seed), **particulars(seed))))
    for month in (7, 12):
        with suppress(InputError):  # filed
            monitor(path, month)
    check(path, write=True)
    before = path.read_bytes()
    check(path, write=True)
    assert path.read_bytes() == before
