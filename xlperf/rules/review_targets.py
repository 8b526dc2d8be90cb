"""What a reviewer asks about targets that can be read: would reaching them mean anything?"""

import re
from collections.abc import Iterator
from decimal import Decimal

from xlperf.language import _
from xlperf.model import HINT, WARNING
from xlperf.rules.rule import Said, of_target, rule
from xlperf.tally import Assessment, IndicatorResult
from xlperf.target import Bound, Change, Qualitative, resolve, runs_the_other_way
from xlperf.target.names import BASE_TOLD, CHANGE_NAME, ESTABLISHED, FAILURE_RATE, RESULT_TOLD, STANDING, UNIT_NAMES

_LESS_IS_FINE = re.compile("调整|变更|返工|整改|重复|用车|车辆")
"""Of what counts may have a ceiling all the same."""
_DAYS = {"年": 365, "月": 30, "天": 1}


def _bounds(a: Assessment) -> Iterator[tuple[IndicatorResult, Bound, str, Decimal]]:
    """Yield the indicators with a figure for a target: the bound, the operator it is judged by, and the figure in its base unit."""
    for each in a.indicators:
        target = each.reading.target
        if isinstance(target, Bound) and not each.reading.misread:
            yield each, target, each.judgement.op or each.reading.op or "", target.quantity.value * resolve(target.quantity.unit)[1]


def _is_share(target: Bound) -> bool:
    return resolve(target.quantity.unit)[0] == "1"


@rule("T209", "failures-allowed", WARNING, strict=True)
def failures_allowed(a: Assessment) -> Iterator[Said]:
    """故障率、差错率一类指标的上限定得过高。

    界限由评分方案的 limits.bad_rate 规定（默认30%）。

    为什么：允许一大半时间出故障，等于没有要求；多半是小数点或方向写错。
    错误：
        绩效指标｜二级指标=质量指标｜三级指标=路灯故障率｜批复指标值=≤60%
    正确：
        绩效指标｜二级指标=质量指标｜三级指标=路灯故障率｜批复指标值=≤3%
    依据：指标值应当合理、可考核（财预〔2015〕88号，凭记忆，未见原文）；界限凭经验，可改。
    """
    limit = a.profile.limits["bad_rate"]
    for each, target, op, share in _bounds(a):
        if op in ("<=", "<") and _is_share(target) and share > limit and FAILURE_RATE.search(each.indicator.level3):
            message = _("{name}允许到{value}，高于{limit}").format(name=each.indicator.level3, value=target.quantity, limit=f"{limit:.0%}")
            yield of_target(each, message, _("核对是否写错小数点或方向（如<=3%），或改用正常率"))


@rule("T210", "output-with-ceiling", WARNING, strict=True)
def output_with_ceiling(a: Assessment) -> Iterator[Said]:
    """数量指标用了“不超过”。

    名称本身越少越好的（投诉、事故等）不算。

    为什么：产出用上限，一次不做也算达标、得满分。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=助学金发放次数｜批复指标值=<=4次
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=助学金发放次数｜批复指标值=4次以上
    依据：数量指标反映预期提供的公共产品或服务数量（财预〔2015〕88号，凭记忆，未见原文）。
    """
    for each, target, op, _share in _bounds(a):
        row = each.indicator
        counts = row.level2 == "数量指标" and op in ("<=", "<") and each.reading.op_source != "inferred" and target.quantity.value > 0
        excused = FAILURE_RATE.search(row.level3) or _LESS_IS_FINE.search(row.level3) or STANDING.search(row.level3)
        if counts and not runs_the_other_way(row.level3) and not excused:
            message = _("数量指标“{name}”写成{target}，一次没做也算达标").format(name=row.level3, target=each.reading.text)
            yield of_target(each, message, _("要做到这么多的写>=或=；怕花多了的，用成本指标管"))


@rule("T211", "standing-with-floor", HINT, strict=True)
def standing_with_floor(a: Assessment) -> Iterator[Said]:
    """供暖面积、聘用人数一类现有的数写成了“不低于”。

    为什么：现有的面积、人数不是产出，写“不低于”，越多越好，花钱也越多。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=校舍供暖面积｜批复指标值=>=5200平方米
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=校舍供暖面积｜批复指标值==5200平方米
    依据：指标的含义；审核经验。
    """
    for each, target, op, _share in _bounds(a):
        if op in (">=", ">") and STANDING.search(each.indicator.level3) and not _is_share(target):
            message = _("“{name}”是现有的数，写成{target}，超出越多越好").format(name=each.indicator.level3, target=each.reading.text)
            yield of_target(each, message, _("写成等于，如={value}").format(value=target.quantity))


@rule("T212", "establishment-unchecked", HINT, strict=True)
def establishment_unchecked(a: Assessment) -> Iterator[Said]:
    """在职人数、公务用车数量没有说明编制数。

    指标名称、指标解释或取值依据里写了编制即可；写“不超过”的不提示。

    为什么：超编、超配也照样达标，审核人要看编制数。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=公务用车数量｜批复指标值==6辆
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=公务用车数量｜批复指标值==6辆｜取值依据=编制6辆
    依据：编制和公务用车配备管理的一般要求；审核经验。
    """
    for each, target, op, _share in _bounds(a):
        row = each.indicator
        told = row.level3 + row.explanation + row.grounds
        if op in (">=", ">", "=") and ESTABLISHED.search(row.level3) and not _is_share(target) and "编制" not in told and "核定" not in told:
            message = _("“{name}”{target}，没有说明编制数，看不出是否超编").format(name=row.level3, target=each.reading.text)
            yield of_target(each, message, _("在“取值依据”中写明编制数，或写成不超过编制数"))


@rule("T213", "change-without-base", HINT, strict=True)
def change_without_base(a: Assessment) -> Iterator[Said]:
    """增长率、下降率一类指标没有基期数。

    填了“上年实际值”，或名称、指标解释、取值依据里写了上年数的不提示。

    为什么：不知道从多少算起，年底就算不出增长了多少。
    错误：
        绩效指标｜二级指标=经济效益指标｜三级指标=游客人数增长率｜批复指标值=≥5%
    正确：
        绩效指标｜二级指标=经济效益指标｜三级指标=游客人数增长率｜批复指标值=≥5%｜上年实际值=120万人次
    依据：指标应当可衡量（财预〔2015〕88号，凭记忆，未见原文）。
    """
    for each in a.indicators:
        row = each.indicator
        changes = isinstance(each.reading.target, Change) or (isinstance(each.reading.target, Bound) and CHANGE_NAME.search(row.level3))
        if changes and not row.last_year and not BASE_TOLD.search(row.level3 + row.explanation + row.grounds):
            yield of_target(each, _("“{name}”没有写上年（基期）是多少").format(name=row.level3), _("在“上年实际值”中填基期数"))


@rule("T214", "words-without-scale", HINT, strict=True)
def words_without_scale(a: Assessment) -> Iterator[Said]:
    """定性的指标值没有说明怎样算达到。

    在“指标解释”或“取值依据”中写了评定标准的不提示。

    为什么：“有所提高”谁都能说达到，评定时没有依据。
    错误：
        绩效指标｜二级指标=社会效益指标｜三级指标=市容环境｜批复指标值=明显改善
    正确：
        绩效指标｜二级指标=社会效益指标｜三级指标=市容环境｜批复指标值=明显改善｜指标解释=市民投诉比上年减少两成以上为达成，减少一成为部分达成
    依据：定性指标应有可衡量的描述（财预〔2021〕101号，凭记忆，未见原文）。
    """
    for each in a.indicators:
        row = each.indicator
        if isinstance(each.reading.target, Qualitative) and not row.explanation and not row.grounds and not each.is_cost:
            message = _("指标值“{text}”没有评定标准，年底说不清怎样算达到").format(text=each.reading.text)
            yield of_target(each, message, _("改成能数的指标，或在“指标解释”中写明达成、部分达成的标准"))


@rule("T215", "duration-of-a-year", HINT, strict=True)
def duration_of_a_year(a: Assessment) -> Iterator[Said]:
    """可持续影响指标的年限不超过一年。

    为什么：年度预算本来就管一年，写“不少于1年”等于没有要求。
    错误：
        绩效指标｜二级指标=可持续影响指标｜三级指标=设备使用年限｜批复指标值=≥1年
    正确：
        绩效指标｜二级指标=可持续影响指标｜三级指标=设备使用年限｜批复指标值=≥5年
    依据：可持续影响指标反映影响的可持续性（财预〔2015〕88号，凭记忆，未见原文）。
    """
    for each, target, op, _share in _bounds(a):
        unit = target.quantity.unit.removeprefix("个")
        lasting = "可持续" in each.indicator.level2 and op in (">=", ">", "=") and unit in _DAYS
        if lasting and target.quantity.value * _DAYS[unit] <= 366:
            message = _("可持续影响指标“{name}”只要求{target}，与预算年度一样长").format(name=each.indicator.level3, target=each.reading.text)
            yield of_target(each, message, _("写成项目结束后还应维持的年限"))


@rule("T216", "weak-threshold", HINT, strict=True)
def weak_threshold(a: Assessment) -> Iterator[Said]:
    """满意度、覆盖率、整改率的指标值偏低。

    界限由评分方案的 limits.weak_satisfaction、weak_coverage、weak_rectified 规定（默认85%、80%、95%）。

    为什么：定得低，轻松达标，看不出工作好坏。
    错误：
        绩效指标｜二级指标=质量指标｜三级指标=疫苗接种覆盖率｜批复指标值=≥60%
    正确：
        绩效指标｜二级指标=质量指标｜三级指标=疫苗接种覆盖率｜批复指标值=≥95%
    依据：审核经验，界限可改。
    """
    limits = a.profile.limits
    for each, target, op, share in _bounds(a):
        name = each.indicator.level3
        limit = (limits["weak_satisfaction"] if "满意" in name else limits["weak_rectified"] if re.search("(?:整改|销号|办结)[^，、]{0,4}率", name)
                 else limits["weak_coverage"] if "覆盖" in name and not re.search("绿化|森林|植被|林草", name) else None)  # fmt: skip
        if limit is not None and op in (">=", ">", "=") and _is_share(target) and share < limit:
            message = _("“{name}”只要求{target}，低于常见的{limit}").format(name=name, target=each.reading.text, limit=f"{limit:.0%}")
            yield of_target(each, message, _("参照上年实际和同类单位调高，或说明理由"))


@rule("T217", "unit-not-of-name", HINT, strict=True)
def unit_not_of_name(a: Assessment) -> Iterator[Said]:
    """指标名称和计量单位对不上。

    为什么：名称说批次、单位写次，报的是什么数，年底各说各的。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=药品采购批次｜批复指标值=≥12次
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=药品采购批次｜批复指标值=≥12批次
    依据：计量单位应与指标名称一致（审核经验）。
    """
    for each, target, _op, _share in _bounds(a):
        name, unit = each.indicator.level3, target.quantity.unit
        fitting = next((units for ending, units in UNIT_NAMES.items() if re.search(f"{ending}$", name)), ())
        if fitting and unit and unit not in fitting:
            message = _("名称是“{name}”，单位却是“{unit}”").format(name=name, unit=unit)
            yield of_target(each, message, _("单位改为{units}，或改名称").format(units=_("、").join(fitting)))


@rule("T218", "uneven-punctuality", HINT, strict=True)
def uneven_punctuality(a: Assessment) -> Iterator[Said]:
    """几项支付、发放及时率要求不一。

    为什么：同是支付，有的要求100%，有的允许5%不及时，会被问为什么。
    错误：
        绩效指标｜二级指标=时效指标｜三级指标=工程款支付及时率｜批复指标值=≥90%
        绩效指标｜二级指标=时效指标｜三级指标=补贴发放及时率｜批复指标值==100%
    正确：
        绩效指标｜二级指标=时效指标｜三级指标=工程款支付及时率｜批复指标值==100%
        绩效指标｜二级指标=时效指标｜三级指标=补贴发放及时率｜批复指标值==100%
    依据：审核经验。
    """
    found: dict[Decimal, list[IndicatorResult]] = {}
    for each, target, op, share in _bounds(a):
        if op in (">=", ">", "=") and _is_share(target) and re.search("(?:支付|发放|拨付|兑付)[^，、]{0,2}及时[率性]$", each.indicator.level3):
            found.setdefault(share, []).append(each)
    if len(found) > 1:
        low, high = found[min(found)], found[max(found)]
        message = _("{low}要求{less}，{high}要求{more}").format(
            low=_("、").join(each.indicator.level3 for each in low), less=low[0].reading.text,
            high=_("、").join(each.indicator.level3 for each in high), more=high[0].reading.text)  # fmt: skip
        yield of_target(low[0], message, _("同类支付统一要求，或说明为什么不同"))


@rule("T219", "result-told-in-name", HINT, strict=True)
def result_told_in_name(a: Assessment) -> Iterator[Said]:
    """指标名称里已经写了结果。

    为什么：名称是“得到提升”，指标值又是“持续提升”，结论先写好了，没有可判的东西。
    错误：
        绩效指标｜二级指标=社会效益指标｜三级指标=群众文化生活明显改善｜批复指标值=持续改善
    正确：
        绩效指标｜二级指标=社会效益指标｜三级指标=群众文化活动参与率｜批复指标值=≥60%
    依据：指标名称应是被衡量的事物（审核经验）。
    """
    for each in a.indicators:
        if match := RESULT_TOLD.search(each.indicator.level3):
            message = _("名称“{name}”里已写了结果“{told}”").format(name=each.indicator.level3, told=match[0])
            yield Said(each.indicator.level3, each.indicator.where("level3"), message, _("名称只写衡量什么，结果写在指标值里"))
