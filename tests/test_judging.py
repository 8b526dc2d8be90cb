"""An actual against a target: met, missed, or an honest refusal."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.target import JUDGEMENT, MET, MISSED, MISSING, UNREADABLE, VERDICTS, judge

CASES = [
    # target, actual, class, verdict
    (">=95%", "96%", "质量指标", MET),
    (">=95%", "94.96%", "质量指标", MISSED),
    (">=95%", "95％", "质量指标", MET),
    (">=95%", "0.96", "满意度指标", MET),
    (">=95%", "0.949", "满意度指标", MISSED),
    ("≥90%", "0.8999999761581421", "满意度指标", MET),
    ("=11辆", "11辆", "数量指标", MET),
    ("=11辆", "10辆", "数量指标", MISSED),
    ("=11辆", "12辆", "数量指标", JUDGEMENT),
    ("<=3天", "2天", "时效指标", MET),
    ("<=3天", "5天", "时效指标", MISSED),
    ("<=80万元", "795000元", "成本指标", MET),
    ("<=80万元", "79.5", "成本指标", MET),
    ("<=80万元", "795000", "成本指标", JUDGEMENT),
    ("<=54万元", "54.01万元", "成本指标", MISSED),
    ("<54万元", "54万元", "成本指标", MISSED),
    (">=3公里", "3200米", "数量指标", MET),
    (">=500人次", "480人", "数量指标", JUDGEMENT),
    (">=10批", "300台", "数量指标", JUDGEMENT),
    ("1785套", "1806套", "数量指标", MET),
    ("250万元", "260万元", "成本指标", MISSED),
    ("0起", "0起", "社会效益指标", MET),
    ("0起", "1起", "社会效益指标", MISSED),
    ("2022年11月30日", "2022年11月25日", "时效指标", MET),
    ("2022年11月30日", "2022-12-01", "时效指标", MISSED),
    ("2022年11月30日", "11月25日", "时效指标", MET),
    ("2022年11月30日", "10月", "时效指标", MET),
    ("2022年12月1日", "2022年12月", "时效指标", JUDGEMENT),
    ("2022年11月30日", "已完成", "时效指标", JUDGEMENT),
    ("2022年11月30日", "尚未完成", "时效指标", MISSED),
    ("有所提高", "达成预期指标", "社会效益指标", MET),
    ("有所提高", "部分达成", "社会效益指标", JUDGEMENT),
    ("有所提高", "未达成", "社会效益指标", MISSED),
    ("有所提高", "明显提高", "社会效益指标", JUDGEMENT),
    ("是", "是", "质量指标", MET),
    (">=95%", ">=95%", "满意度指标", JUDGEMENT),
    ("不断提高", "不断提高", "社会效益指标", JUDGEMENT),
    ("98-100%", "99%", "质量指标", MET),
    ("98-100%", "97%", "质量指标", MISSED),
    (">=95%", "", "满意度指标", MISSING),
    (">=95%", "/", "满意度指标", MISSING),
    (">=95%", "#DIV/0!", "满意度指标", UNREADABLE),
    (">=95%", "92..5%", "满意度指标", UNREADABLE),
    ("≧ %", "98%", "质量指标", UNREADABLE),
    ("", "98%", "质量指标", MISSING),
    # numbers without a unit: near the target they are in its unit, else they are read both ways
    ("≥1万人", "9800", "数量指标", JUDGEMENT),
    ("1.2万人次", "12000", "数量指标", JUDGEMENT),
    ("1.2万人次", "12000人次", "数量指标", MET),
    ("≤0.5万元", "900", "成本指标", JUDGEMENT),
    ("<=80万元", "81", "成本指标", MISSED),
    ("<=54万元", "48.5万", "成本指标", MET),
    (">=0.96", "95%", "质量指标", MISSED),
    ("100%", "1.2", "质量指标", MET),
    (">=120%", "1.3", "经济效益指标", MET),
    ("<=5%", "0.5", "质量指标", JUDGEMENT),
    ("≥5", "6次", "数量指标", MET),
    ("5人", "5名", "数量指标", MET),
    # dates
    ("2022年", "2023年", "时效指标", MISSED),
    (">=2022年11月30日", "2022年1月1日", "时效指标", JUDGEMENT),
    ("<=1300万元", "1234.5", "成本指标", MET),
    # what runs down without an operator
    ("10个工作日", "8个工作日", "时效指标", MET),
    ("24小时", "30小时", "时效指标", MISSED),
    ("0起", "无", "社会效益指标", MET),
    ("是", "否", "质量指标", MISSED),
    # actuals that are bounds themselves
    ("1-10次", "≥3次", "数量指标", JUDGEMENT),
    ("<=5天", "3天以内", "时效指标", MET),
    ("<=5天", "6天以内", "时效指标", JUDGEMENT),
    (">=16次", "≥18次", "数量指标", MET),
    ("2022年11月30日", ">=2022年10月1日", "时效指标", JUDGEMENT),
    ("<2022年11月30日", "2022年11月30日", "时效指标", MISSED),
    ("2023.07-2024.01", "2020年1月1日", "时效指标", JUDGEMENT),
    ("2023.07-2024.01", "2024年1月10日", "时效指标", MET),
]


@pytest.mark.parametrize(("target", "actual", "category", "verdict"), CASES)
def test_verdicts(target, actual, category, verdict):
    judgement = judge(target, actual, category=category, year=2022)
    assert (judgement.verdict, bool(judgement.reason)) == (verdict, True)


def test_the_name_says_that_less_is_better():
    judgement = judge("0.9", "0.4", name="森林火灾受害率")
    assert (judgement.verdict, judgement.op, judgement.op_source) == (MET, "<=", "inferred")


def test_a_miss_says_both_numbers_and_the_shortfall():
    judgement = judge(">=300点次", "286点次")
    assert str(judgement.shortfall) == "14点次"
    assert "286点次" in judgement.reason and ">=300点次" in judgement.reason
    assert round(judgement.ratio, 4) == Decimal("0.9533")


def test_a_ceiling_counts_the_other_way():
    assert judge("<=80万元", "100万元").ratio == Decimal("0.8")
    assert judge("<=80万元", "0万元").ratio is None


@pytest.mark.parametrize(("target", "actual"), [(">=-5%", "-10%"), ("<=-5%", "-3%")])
def test_a_negative_target_has_no_ratio(target, actual):
    judgement = judge(target, actual)
    assert (judgement.verdict, judgement.ratio) == (MISSED, None)


def test_a_copied_target_is_named():
    assert "照抄指标值" in judge("显著提升", "显著提升").reason


texts = st.text(max_size=12)


@given(texts, texts, texts, texts)
def test_no_pair_breaks_the_judge(target, actual, name, category):
    assert judge(target, actual, name=name, category=category, year=2022).verdict in VERDICTS


amounts = st.decimals(min_value=0, max_value=10**6, places=2)


@given(amounts, amounts, amounts)
def test_more_is_never_worse_for_a_floor(goal, low, high):
    low, high = sorted((low, high))
    order = [MISSED, MET]
    verdicts = [judge(f">={goal}公里", f"{actual}公里").verdict for actual in (low, high)]
    assert order.index(verdicts[0]) <= order.index(verdicts[1])


@given(amounts, amounts)
def test_money_judges_alike_in_yuan_and_wan(goal, actual):
    wan = judge(f"<={goal}万元", f"{actual}万元")
    yuan = judge(f"<={goal * 10000}元", f"{actual * 10000}元")
    assert wan.verdict == yuan.verdict


@given(amounts, amounts, amounts)
def test_less_is_never_worse_for_a_ceiling(goal, low, high):
    low, high = sorted((low, high))
    order = [MISSED, MET]
    verdicts = [judge(f"<={goal}天", f"{actual}天").verdict for actual in (high, low)]
    assert order.index(verdicts[0]) <= order.index(verdicts[1])


CONVERTIBLE = [("公里", "米", 1000), ("公顷", "亩", 15), ("万亩", "亩", 10000), ("小时", "分钟", 60), ("天", "小时", 24), ("吨", "公斤", 1000),
               ("%", "‰", 10), ("年", "个月", 12), ("万人次", "人次", 10000), ("万元/人", "元/人", 10000), ("次/月", "次/年", 12)]  # fmt: skip


@given(amounts, st.decimals(min_value=1, max_value=100, places=2), st.sampled_from(CONVERTIBLE), st.sampled_from([">=", "<=", ">", "<"]))
def test_verdicts_do_not_depend_on_the_unit(goal, actual, units, op):
    large, small, factor = units
    verdicts = {judge(f"{op}{goal}{large}", written).verdict for written in (f"{actual}{large}", f"{actual * factor}{small}")}
    assert len(verdicts) == 1


UNLIKE = [("天", "工作日"), ("人", "人次"), ("%", "个百分点"), ("批", "台"), ("次", "次/10万公顷")]


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_unlike_units_never_compare(one, other):
    assert judge(f">=5{one}", f"6{other}").verdict == JUDGEMENT
    assert judge(f"<=5{other}", f"4{one}").verdict == JUDGEMENT


@pytest.mark.parametrize(
    ("target", "actual", "verdict"),
    [("11月底前", "10月", MET), ("11月底前", "12月5日", MISSED), ("11月底前", "2022年12月5日", MISSED), ("上半年", "7月2日", MISSED),
     ("2月29日", "2月29日", MET), ("12月31日前", "1月15日", JUDGEMENT), ("12月31日前", "", MISSING)],
)  # fmt: skip
def test_days_without_a_year_are_compared_within_one(target, actual, verdict):
    judgement = judge(target, actual)
    assert judgement.verdict == verdict and "2024" not in judgement.reason
    assert any(doubt.code == "year" for doubt in judgement.doubts)


def test_an_amount_without_its_divisor_is_told():
    judgement = judge("5元/人/天", "5元")
    assert judgement.verdict == MET and "按5元/人/天理解" in str(judgement.doubts[0])


@given(amounts, amounts)
def test_the_shortfall_is_the_difference_in_the_targets_unit(goal, actual):
    judgement = judge(f">={goal}公里", f"{actual}公里")
    if judgement.verdict == MISSED:
        assert (judgement.shortfall.value, judgement.shortfall.unit) == (goal - actual, "公里")


def test_what_looks_misread_is_never_called_a_miss():
    judgement = judge("292%", "95%", name="验收合格率")
    assert judgement.verdict == UNREADABLE and "292%" in judgement.reason
    assert judge("292%", "295%", name="收入增长率").verdict == MET
