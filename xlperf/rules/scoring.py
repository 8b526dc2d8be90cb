"""Rules about points."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xlperf.language import _
from xlperf.model import ERROR, HINT, WARNING, Indicator
from xlperf.rules.rule import Said, rule
from xlperf.tally import Assessment


@rule("C601", "points-do-not-add-up", WARNING)
def points_do_not_add_up(a: Assessment) -> Iterator[Said]:
    """某类指标的分值合计与评分方案不符。

    整类都没填分值时按平均测算，不提示。

    为什么：分值合计不等于该类应有分数，总分就不是一百分制。
    错误：
        绩效指标｜二级指标=满意度指标｜三级指标=群众满意度｜批复指标值=≥90%｜实际完成值=95%｜分值=15
    正确：
        绩效指标｜二级指标=满意度指标｜三级指标=群众满意度｜批复指标值=≥90%｜实际完成值=95%｜分值=10
    依据：财预〔2020〕10号；已公开的自评表（产出50、效益30、满意度10）。
    """
    classes: dict[str, list[Indicator]] = defaultdict(list)
    for each in a.case.table.indicators if a.case.tables == 1 else ():
        classes[each.level1].append(each)
    for level, members in classes.items():
        points = a.profile.classes.get(level)
        given = [each for each in members if each.weight is not None]
        total = sum((each.weight or Decimal(0) for each in given), Decimal(0))
        if points is None or not given:
            continue
        if total > points or (len(given) == len(members) and total != points):
            message = _("{level}分值合计{total}，评分方案为{points}分").format(
                level=level, total=f"{total.normalize():f}", points=f"{points:f}"
            )
            yield Said(level, given[0].where("weight"), message, _("调整分值，使合计等于方案分数"))


@rule("C602", "awarded-beyond-points", ERROR)
def awarded_beyond_points(a: Assessment) -> Iterator[Said]:
    """核定得分超过分值，或为负数。

    为什么：一项得分不能超过它的分值。
    错误：
        绩效指标｜二级指标=满意度指标｜三级指标=群众满意度｜批复指标值=≥90%｜实际完成值=95%｜分值=10｜核定得分=12
    正确：
        绩效指标｜二级指标=满意度指标｜三级指标=群众满意度｜批复指标值=≥90%｜实际完成值=95%｜分值=10｜核定得分=10
    依据：得分不高于分值（系统做法，已核实）。
    """
    for each in a.indicators:
        awarded = each.indicator.awarded
        if awarded is not None and not 0 <= awarded <= each.weight.value and not (a.case.reading and each.indicator.weight is None):
            message = _("核定得分{awarded}分，应在0至分值{weight}分之间，没有计入总分").format(awarded=awarded, weight=each.weight.value)
            yield Said(each.indicator.level3, each.indicator.where("awarded"), message, _("改为0至分值之间的得分"))


@rule("C603", "awarded-without-reason", WARNING)
def awarded_without_reason(a: Assessment) -> Iterator[Said]:
    """核定得分与测算得分不同，没有写核定理由。

    为什么：人工改分要说得清，否则复核时无据可查。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=≥5次｜实际完成值=5次｜分值=50｜核定得分=40
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=≥5次｜实际完成值=5次｜分值=50｜核定得分=40｜核定理由=有一次未签到
    依据：内部控制的一般要求。
    """
    for each in a.indicators:
        row = each.indicator
        if row.awarded is None or each.score is None or row.award_reason or row.awarded == each.score.value:
            continue
        if a.case.reading and row.awarded < each.score.value:
            continue  # a form of others has no column for a reason, and who gives less than calculated has been strict
        message = _("核定得分{awarded}，测算得分{score}").format(awarded=row.awarded, score=each.score.value)
        yield Said(row.level3, row.where("award_reason"), message, _("核对得分，在备注中写明理由") if a.case.reading else _("填写核定理由"))


@rule("C604", "points-negative", ERROR)
def points_negative(a: Assessment) -> Iterator[Said]:
    """分值为负数。

    为什么：一项指标的分值不能小于零，否则其他指标的分值会被悄悄抬高。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=≥5次｜实际完成值=5次｜分值=-5
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=≥5次｜实际完成值=5次｜分值=5
    依据：百分制计分的一般要求。
    """
    for each in a.case.table.indicators:
        if each.weight is not None and each.weight < 0:
            message = _("分值{weight}小于零").format(weight=each.weight)
            yield Said(each.level3, each.where("weight"), message, _("改为零或正数"))


@rule("C605", "class-without-indicators", WARNING)
def class_without_indicators(a: Assessment) -> Iterator[Said]:
    """评分方案中的某一类没有指标，它的分数没有着落。

    为什么：总分因此不到一百分，等级偏低。
    错误：
        清空｜绩效指标
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=≥5次
    正确：
        绩效指标｜二级指标=社会效益指标｜三级指标=群众知晓率｜批复指标值=≥90%
        绩效指标｜二级指标=满意度指标｜三级指标=群众满意度｜批复指标值=≥90%
    依据：财预〔2020〕10号；已公开的自评表（产出50、效益30、满意度10）。
    """
    levels = {each.level1 for each in a.case.table.indicators}
    if levels and a.case.tables == 1:
        for level, points in a.profile.classes.items():
            if level not in levels:
                message = _("没有{level}，评分方案中的{points}分没有着落").format(level=level, points=f"{points:f}")
                where = a.case.table.indicators[0].where("level1")
                yield Said(level, where, message, _("补充这一类指标；确不适用的，按主管部门规定把分数调给其他类"))


@rule("C606", "points-not-given", HINT, strict=True)
def points_not_given(a: Assessment) -> Iterator[Said]:
    """所有指标都没有分值。

    为什么：没有分值就不能自评计分；程序按类别平均，得出的只是测算。
    错误：
        清空｜绩效指标
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次
        绩效指标｜二级指标=质量指标｜三级指标=培训合格率｜批复指标值=>=95%
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜分值=30
        绩效指标｜二级指标=质量指标｜三级指标=培训合格率｜批复指标值=>=95%｜分值=20
    依据：财预〔2020〕10号自评表有“分值”栏（已公开的自评表，已核实）。
    """
    rows = a.case.table.indicators
    if a.of_department and len(rows) > 1 and all(each.weight is None for each in rows):
        message = _("{count}项指标都没有分值，得分按类别平均测算").format(count=len(rows))
        yield Said("全部指标", rows[0].where("weight"), message, _("填写每项的分值，各类合计与评分方案相同"))


@rule("C607", "awarded-outside-band", WARNING)
def awarded_outside_band(a: Assessment) -> Iterator[Said]:
    """核定得分不在评定等级的得分区间内。

    区间由评分方案的 [ratings] 规定（默认达成80%—100%、部分达成60%—80%、未达成0—60%）。

    为什么：评为部分达成却给了满分，等级和得分必有一处不对。
    错误：
        绩效指标｜二级指标=社会效益指标｜三级指标=群众安全意识｜批复指标值=有所提高｜实际完成值=略有提高｜评定等级=部分达成｜分值=10｜核定得分=9.5｜核定理由=问卷
    正确：
        绩效指标｜二级指标=社会效益指标｜三级指标=群众安全意识｜批复指标值=有所提高｜实际完成值=略有提高｜评定等级=部分达成｜分值=10｜核定得分=7｜核定理由=问卷
    依据：财预〔2020〕10号：定性指标分三档评定（档次和区间在系统中核实）。
    """
    for each in a.indicators:
        row, band = each.indicator, a.profile.ratings.get(each.indicator.rating)
        if band is None or row.awarded is None or row.weight is None or each.reading.kind != "qualitative":
            continue
        low, high = (row.weight * share for share in band)
        if not low <= row.awarded <= high and 0 <= row.awarded <= row.weight:
            message = _("评定为{rating}，应得{low}—{high}分，核定{awarded}分").format(
                rating=row.rating, low=f"{low.normalize():f}", high=f"{high.normalize():f}", awarded=f"{row.awarded.normalize():f}")  # fmt: skip
            yield Said(row.level3, row.where("awarded"), message, _("核对评定等级和核定得分"))


@rule("C608", "low-execution-unexplained", ERROR)
def low_execution_unexplained(a: Assessment) -> Iterator[Said]:
    """执行率低于规定，没有写执行偏差原因。

    界限由评分方案的 limits.execution_explained 规定（默认不要求；四川为90%）；年中不看。

    为什么：当地自评表要求执行率低的说明原因，空着会被退回。
    错误：
        评分方案｜limits.execution_explained=0.9
        任务｜任务名称=道路养护｜总额=50
        支出明细｜任务=道路养护｜金额（元）=300000｜日期=2022-03-01
        支出明细｜任务=运转保障｜金额（元）=100000｜日期=2022-03-01
    正确：
        评分方案｜limits.execution_explained=0.9
        任务｜任务名称=道路养护｜总额=50｜执行偏差原因=雨季停工，尾款下年支付
        支出明细｜任务=道路养护｜金额（元）=300000｜日期=2022-03-01
        支出明细｜任务=运转保障｜金额（元）=100000｜日期=2022-03-01
    依据：四川已公开的自评表：执行率低于90%的说明原因（已核实）。
    """
    limit = a.profile.limits["execution_explained"]
    for each in a.tasks if limit and a.spending.total and not a.running else ():
        if each.rate is not None and each.rate < limit and not each.task.cause:
            message = _("执行率{rate}，低于{limit}").format(rate=f"{each.rate:.1%}", limit=f"{limit:.0%}")
            yield Said(each.task.name, each.task.where("cause"), message, _("在“执行偏差原因”中说明"))


@rule("C609", "execution-counted-twice", WARNING)
def execution_counted_twice(a: Assessment) -> Iterator[Said]:
    """预算执行率既单独计分，又是一项指标。

    为什么：同一个执行率得两份分，执行得好坏都被放大。
    错误：
        绩效指标｜二级指标=时效指标｜三级指标=预算执行率｜批复指标值=>=95%｜实际完成值=96%
    正确：
        绩效指标｜二级指标=时效指标｜三级指标=项目按期完成率｜批复指标值=>=95%｜实际完成值=96%
    依据：财预〔2020〕10号：预算执行率另计10分（已公开的自评表）。
    """
    for each in a.case.table.indicators if a.profile.execution_points else ():
        if re.search("(?:预算|资金|支出)(?:执行|支出)(?:率|进度)$", each.level3):
            message = _("“{name}”是一项指标，评分方案又给预算执行{points}分").format(name=each.level3, points=f"{a.profile.execution_points:f}")
            yield Said(each.level3, each.where("level3"), message, _("删去这项指标，或改用没有预算执行分的评分方案"))
