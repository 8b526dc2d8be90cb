"""Whether an indicator stands in the class that it belongs to, and whether the classes are all there."""

import re
from collections.abc import Iterator

from xlperf.language import _
from xlperf.model import HINT, WARNING
from xlperf.rules.rule import Said, rule
from xlperf.tally import Assessment
from xlperf.target import Bound, resolve
from xlperf.target.names import COMPLAINT, INSIDERS, OF_IMPACT, PROCESS, PROMPTNESS, QUALITY, SATISFACTION

_BENEFITS = ("经济", "社会", "生态", "可持续")
_OUTPUTS = ("数量指标", "质量指标", "时效指标", "进度指标")


@rule("G801", "filed-in-wrong-class", WARNING, strict=True)
def filed_in_wrong_class(a: Assessment) -> Iterator[Said]:
    """合格率一类放在时效，及时率一类放在质量，满意度不在满意度指标里。

    为什么：放错类，分值跟着错，审核时会要求重报。
    错误：
        绩效指标｜二级指标=时效指标｜三级指标=桥梁验收合格率｜批复指标值==100%
    正确：
        绩效指标｜二级指标=质量指标｜三级指标=桥梁验收合格率｜批复指标值==100%
    依据：产出指标分数量、质量、时效、成本（财预〔2015〕88号，凭记忆，未见原文）。
    """
    for each in a.case.table.indicators:
        name, level2 = each.level3, each.level2
        if level2 in ("时效指标", "进度指标") and QUALITY.search(name):
            fitting = _("质量指标")
        elif level2 == "质量指标" and PROMPTNESS.search(name):
            fitting = _("时效指标")
        elif level2 in _OUTPUTS and SATISFACTION.search(name):
            fitting = _("满意度指标")
        else:
            continue
        message = _("“{name}”放在{level2}").format(name=name, level2=level2)
        yield Said(name, each.where("level2"), message, _("应放在{fitting}").format(fitting=fitting))


@rule("G802", "complaints-as-satisfaction", WARNING, strict=True)
def complaints_as_satisfaction(a: Assessment) -> Iterator[Said]:
    """满意度指标里是投诉次数，不是满意度。

    为什么：没有人投诉不等于满意；允许几次投诉，更说明不了满意程度。
    错误：
        绩效指标｜二级指标=满意度指标｜三级指标=窗口服务投诉次数｜批复指标值=≤5次
    正确：
        绩效指标｜二级指标=满意度指标｜三级指标=窗口办事群众满意度｜批复指标值=≥90%
    依据：满意度指标反映服务对象的认可程度（财预〔2015〕88号，凭记忆，未见原文）。
    """
    for each in a.case.table.indicators:
        if "满意" in each.level1 + each.level2 and COMPLAINT.search(each.level3) and "满意" not in each.level3:
            message = _("“{name}”放在满意度指标，问的不是满意程度").format(name=each.level3)
            yield Said(each.level3, each.where("level3"), message, _("改成服务对象满意度；投诉可作质量指标"))


@rule("G803", "impact-is-none", HINT, strict=True)
def impact_is_none(a: Assessment) -> Iterator[Said]:
    """效益指标里是整改率、公开率、利用率一类的过程或产出。

    为什么：效益要说对经济、社会、环境有什么好处；做完一件事本身不是效益。
    错误：
        绩效指标｜二级指标=可持续影响指标｜三级指标=审计问题整改率｜批复指标值=≥98%
    正确：
        绩效指标｜二级指标=质量指标｜三级指标=审计问题整改率｜批复指标值=≥98%
    依据：效益指标反映预期产出带来的影响（财预〔2015〕88号，凭记忆，未见原文）。
    """
    for each in a.case.table.indicators:
        if "效益" in each.level1 and (match := PROCESS.search(each.level3)) and not OF_IMPACT.search(each.level3):
            if "生态" in each.level2 and "利用" in match[0]:
                continue  # what is used again is spared
            message = _("“{name}”放在{level2}，{what}是做事的过程或产出，不是效益").format(name=each.level3, level2=each.level2, what=match[0])
            yield Said(each.level3, each.where("level2"), message, _("移到质量或时效指标，效益写带来的变化"))


@rule("G804", "awareness-as-sustained", HINT, strict=True)
def awareness_as_sustained(a: Assessment) -> Iterator[Said]:
    """知晓率放在可持续影响指标。

    为什么：知晓率说的是社会公众知道多少，是社会效益。
    错误：
        绩效指标｜二级指标=可持续影响指标｜三级指标=医保政策知晓率｜批复指标值=≥90%
    正确：
        绩效指标｜二级指标=社会效益指标｜三级指标=医保政策知晓率｜批复指标值=≥90%
    依据：审核经验。
    """
    for each in a.case.table.indicators:
        if "可持续" in each.level2 and re.search("知晓[率度]", each.level3):
            message = _("“{name}”放在{level2}").format(name=each.level3, level2=each.level2)
            yield Said(each.level3, each.where("level2"), message, _("移到社会效益指标；可持续影响写以后还能维持多久"))


@rule("G805", "benefits-missing", HINT, strict=True)
def benefits_missing(a: Assessment) -> Iterator[Said]:
    """效益指标缺经济、社会、生态、可持续影响中的几类。

    单个项目的表不看；概况“不适用的指标类”中写明的不提示；一类都没有的另有规则。

    为什么：缺的一类要么是漏了，要么不适用，不适用的应当说明。
    错误：
        概况｜不适用的指标类=经济效益
        绩效指标｜二级指标=社会效益指标｜三级指标=群众知晓率｜批复指标值=≥90%
    正确：
        概况｜不适用的指标类=经济效益、生态效益、可持续影响
        绩效指标｜二级指标=社会效益指标｜三级指标=群众知晓率｜批复指标值=≥90%
    依据：中发〔2018〕34号：绩效目标应包括经济、社会、生态效益和可持续影响（已核实）；不要求每类都有。
    """
    rows = [each for each in a.case.table.indicators if "效益" in each.level1]
    named = a.case.table.particulars.get("inapplicable", "")
    missing = [kind for kind in _BENEFITS if not any(kind in each.level2 for each in rows) and kind not in named]
    if a.case.tables == 1 and "环境" in "".join(each.level2 for each in rows):
        missing = [kind for kind in missing if kind != "生态"]
    if rows and a.of_department and missing:
        message = _("没有{missing}方面的效益指标").format(missing=_("、").join(missing))
        yield Said("效益指标", rows[0].where("level2"), message, _("补充；不适用的写在“概况”的“不适用的指标类”里"))


@rule("G806", "satisfaction-of-insiders", HINT, strict=True)
def satisfaction_of_insiders(a: Assessment) -> Iterator[Said]:
    """满意度问的多是本单位的人。

    为什么：在职人员、设备使用人员对自己单位当然满意；满意度要问服务对象、社会公众。界限由评分方案的 limits.insiders 规定（默认一半）。
    错误：
        清空｜绩效指标
        绩效指标｜二级指标=满意度指标｜三级指标=本校教职工满意度｜批复指标值=≥90%
    正确：
        清空｜绩效指标
        绩效指标｜二级指标=满意度指标｜三级指标=学生家长满意度｜批复指标值=≥90%
    依据：满意度对象应是服务对象（财预〔2021〕101号，凭记忆，未见原文）。
    """
    asked = [each for each in a.case.table.indicators if "满意" in each.level1 + each.level2 and not COMPLAINT.search(each.level3)]
    inside = [each for each in asked if INSIDERS.search(each.level3)]
    if inside and len(inside) >= a.profile.limits["insiders"] * len(asked) and a.case.tables == 1:
        names = _("、").join(each.level3 for each in inside)
        message = _("{count}项满意度中{inside}项问的是内部人员：{names}").format(count=len(asked), inside=len(inside), names=names)
        yield Said("满意度指标", inside[0].where("level3"), message, _("改问服务对象、监管对象或社会公众"))


@rule("G807", "satisfaction-class-unnamed", HINT, strict=True)
def satisfaction_class_unnamed(a: Assessment) -> Iterator[Said]:
    """满意度的二级指标没有写明谁的满意度。

    为什么：一级、二级都叫“满意度指标”，看不出问谁。
    错误：
        清空｜绩效指标
        绩效指标｜二级指标=满意度指标｜三级指标=学生家长满意度｜批复指标值=≥90%
    正确：
        清空｜绩效指标
        绩效指标｜二级指标=服务对象满意度指标｜三级指标=学生家长满意度｜批复指标值=≥90%
    依据：官方表式二级指标为“服务对象满意度指标”（财预〔2015〕88号，凭记忆，未见原文）。
    """
    first = next((each for each in a.case.table.indicators if each.level2.removesuffix("指标") == "满意度"), None)
    if first is not None and a.case.tables == 1:
        message = _("二级指标写的是“{level2}”，没有写明谁的满意度").format(level2=first.level2)
        yield Said("满意度指标", first.where("level2"), message, _("写成“服务对象满意度指标”"))


@rule("G808", "rate-among-costs", HINT, strict=True)
def rate_among_costs(a: Assessment) -> Iterator[Said]:
    """成本指标的指标值是百分比。

    为什么：成本要管住花多少钱；增长率、节约率看不出总数。
    错误：
        绩效指标｜二级指标=成本指标｜三级指标=办公费节约率｜批复指标值=≥3%
    正确：
        绩效指标｜二级指标=成本指标｜三级指标=办公费｜批复指标值=≤20万元
    依据：成本指标应设预算支出标准（财预〔2021〕101号，凭记忆，未见原文）。
    """
    for each in a.indicators:
        target = each.reading.target
        if each.is_cost and isinstance(target, Bound) and resolve(target.quantity.unit)[0] == "1":
            message = _("成本指标“{name}”的指标值是{target}，不是金额").format(name=each.indicator.level3, target=each.reading.text)
            yield Said(each.indicator.level3, each.indicator.where("level3"), message, _("写成金额，或移到经济效益、质量指标"))
