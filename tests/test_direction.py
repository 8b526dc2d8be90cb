"""Which way an indicator runs where nothing is written: by its name, its class, its unit, or a column of its own."""

import pytest

from xlperf.target import direction, judge, parse, runs_the_other_way

LESS_IS_BETTER = """
    故障率 设备故障率 投诉次数 投诉率 群众投诉件数 安全事故发生数 事故起数 差错率 逾期率 婴儿死亡率 5岁以下儿童死亡率 孕产妇死亡率
    传染病发病率 森林火灾受害率 有害生物成灾率 不合格率 违规率 失业率 辍学率 三公经费变动率 三公经费控制率 在职人员控制率 结转结余率
    平均住院天数 药占比 响应时间 应急响应时间 平均修复时间 办理时限 审批时间 单位GDP能耗 污染物排放量 供水管网漏损率 资产负债率
    信访量 案件发案率 空置率 设备闲置率 误报率 成本增长率 等候时间 患者平均候诊时间 工资拖欠率 未完成率 安全隐患数 火灾起数
    道路交通事故死亡人数 贫困发生率 返贫率 超标率 误差率 农药使用量 人才流失率 网络中断时间 停机时间 负面舆情数 PM2.5平均浓度
    劣V类水体比例 化学需氧量排放量 超支率 食物中毒事件 办结时间
"""
MORE_IS_BETTER = """
    故障修复率 故障及时处理率 投诉处理率 投诉办结率 投诉回复及时率 事故处理率 违法案件查处率 案件结案率 隐患整改率 安全隐患排查次数
    污染物排放达标率 能耗降低率 事故下降率 投诉下降率 损失挽回金额 信访办结率 舆情处置率 火灾扑救及时率 设备完好率 合格率 满意度
    覆盖率 培训人数 开放时间 服务时间 使用年限 培训时间 系统稳定运行时间 失业人员培训人数 困难群众救助人次 森林防火宣传次数
    地质灾害监测点数 疾病防控覆盖率 传染病报告及时率 贫困人口脱贫数 危房改造户数 案件办理数量 安全生产检查次数 污水处理率
    举报奖励次数 违规问题整改率 收入增长率 预算执行率 资金到位率 政府采购率 病死畜禽无害化处理率 农药残留抽检合格率
    化肥农药减量示范面积 失业保险参保人数 投诉渠道畅通率 公务用车数量 火灾预警次数
"""


@pytest.mark.parametrize("name", LESS_IS_BETTER.split())
def test_less_is_better(name):
    assert runs_the_other_way(name)


@pytest.mark.parametrize("name", MORE_IS_BETTER.split())
def test_more_is_better(name):
    assert not runs_the_other_way(name)


@pytest.mark.parametrize(
    ("target", "name", "category", "op", "source"),
    [
        (">=5%", "设备故障率", "", ">=", "explicit"), ("5%以下", "覆盖率", "", "<=", "word"), ("5%", "设备故障率", "", "<=", "inferred"),
        ("95%", "覆盖率", "", ">=", "inferred"), ("15万元", "培训成本", "成本指标", "<=", "inferred"),
        ("5%", "成本占比", "成本指标", ">=", "inferred"), ("3天", "处理时间", "时效指标", "<=", "inferred"), ("3天", "", "", ">=", "inferred"),
        ("0起", "", "", "<=", "inferred"), ("下降10%", "事故起数", "", ">=", "inferred"), ("增长5%", "运行成本", "成本指标", "<=", "inferred"),
        ("≥1:3", "", "", ">=", "explicit"), ("11月底", "", "", "<=", "inferred"),
    ],
)  # fmt: skip
def test_the_operator_that_holds(target, name, category, op, source):
    way = direction(parse(target), name, category)
    assert (way.op, way.source) == (op, source)
    assert bool(way.why) <= (source == "inferred")


def test_a_column_of_directions_decides_before_the_name():
    assert judge("5%", "4%", op="反向").op == "<="
    assert judge("5%", "4%", op="正向", name="故障率").verdict == "missed"
