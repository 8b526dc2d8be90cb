"""Rules about points."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xlperf.language import _
from xlperf.model import ERROR, HINT, WARNING
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
    classes: dict[str, list] = defaultdict(list)
    for each in a.case.table.indicators if a.case.tables == 1 else ():
        classes[each.level1].append(each)
    for level, members in classes.items():
        points = a.profile.classes.get(level)
        given = [each for each in members if each.weight is not None]
        total = sum((each.weight for each in given), Decimal(0))
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
        yield Said(_("全部指标"), rows[0].where("weight"), message, _("填写每项的分值，各类合计与评分方案相同"))
