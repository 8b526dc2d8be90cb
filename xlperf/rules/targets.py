"""Rules about targets: can they be read, and would reaching them mean anything."""

from collections.abc import Iterator

from xlperf.language import _
from xlperf.model import ERROR, HINT, WARNING
from xlperf.rules.rule import Said, of_target, rule
from xlperf.tally import Assessment
from xlperf.target import (
    Bound,
    Change,
    Deadline,
    Empty,
    Placeholder,
    Qualitative,
    Range,
    Several,
    Symbolic,
    Unreadable,
    direction,
    resolve,
    why_unreadable,
)
from xlperf.target.words import MAY_PASS_HUNDRED


def _is_whole(target: Bound) -> bool:
    """Whether a target is 100%."""
    base, factor = resolve(target.quantity.unit)
    return base == "1" and target.quantity.value * factor == 1


_MEANINGS = {">=": _("不低于{text}"), "<=": _("不超过{text}"), "=": _("等于{text}")}


@rule("T201", "target-unreadable", ERROR)
def target_unreadable(a: Assessment) -> Iterator[Said]:
    """指标值无法识别。

    为什么：读不懂的指标值年底没有办法判断是否完成。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=≥
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=≥5次
    依据：绩效目标应细化量化（财预〔2015〕88号，凭记忆，未见原文）。
    """
    for each in a.indicators:
        if isinstance(each.reading.target, Unreadable | Placeholder):
            yield of_target(each, why_unreadable(each.reading.target), _("写成“符号＋数值＋单位”，如 >=95%、<=3天；或写成日期"))


@rule("T202", "target-missing", ERROR)
def target_missing(a: Assessment) -> Iterator[Said]:
    """指标没有指标值。

    为什么：没有指标值的指标不能判断，也不能计分。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=/
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=≥5次
    依据：官方表式中指标值为必填项（已核实）。
    """
    for each in a.indicators:
        if isinstance(each.reading.target, Empty) and not a.is_unread(each.indicator.where("approved")):
            yield of_target(each, _("没有填写指标值"), _("补填指标值；不适用的指标请整行删除"))


@rule("T203", "operator-missing", HINT)
def operator_missing(a: Assessment) -> Iterator[Said]:
    """指标值没有写明“不低于”还是“不超过”。

    为什么：只写“2022年9月15日”或“100”，完成早晚、多少怎样算达标要靠猜；系统的理解只是推断。
    错误：
        绩效指标｜二级指标=时效指标｜三级指标=泵站改造完成时间｜批复指标值=2022年9月15日
    正确：
        绩效指标｜二级指标=时效指标｜三级指标=泵站改造完成时间｜批复指标值=2022年9月15日前
    依据：程序的判定约定，见指标值语言说明。
    """
    for each in a.indicators:
        target = each.reading.target
        if each.reading.op_source != "inferred" or not isinstance(target, Bound | Change | Deadline):
            continue
        if each.reading.bound and not each.reading.bound.quantity.value:
            continue  # 0起 and 零事故 can be meant in one way only
        if each.reading.bound and _is_whole(each.reading.bound):
            continue  # no rate passes 100%
        op = each.judgement.op or direction(each.reading, each.indicator.level3, each.indicator.level2).op
        meaning = _("不晚于{text}") if isinstance(target, Deadline) else _MEANINGS[op]
        meaning = meaning.format(text=each.reading.text)
        message = _("指标值“{text}”没有写明不低于还是不超过，按“{meaning}”判定").format(
            text=each.reading.text, meaning=meaning
        )
        clear = f"{each.reading.text}前" if isinstance(target, Deadline) else _("{text}以上”或“{text}以下").format(text=each.reading.text)
        hint = _("与原意不符的，在“调整后指标值”中写明；申报阶段可直接写成“{clear}”") if a.case.whole else _("与原意不符的，写成“{clear}”")
        yield of_target(each, message, hint.format(clear=clear))


@rule("T204", "rate-above-hundred", WARNING)
def rate_above_hundred(a: Assessment) -> Iterator[Said]:
    """合格率、覆盖率一类的指标值超过 100%。

    为什么：这类比率不可能超过100%，指标值必有一处写错。
    错误：
        绩效指标｜二级指标=质量指标｜三级指标=验收合格率｜批复指标值=≥120%
    正确：
        绩效指标｜二级指标=质量指标｜三级指标=验收合格率｜批复指标值=≥98%
    依据：比率的含义；已公开表格中有实例。
    """
    for each in a.indicators:
        target = each.reading.target
        if each.reading.misread or not isinstance(target, Bound) or resolve(target.quantity.unit)[0] != "1":
            continue
        growing = any(word in each.indicator.level3 for word in MAY_PASS_HUNDRED)
        share = target.quantity.value * resolve(target.quantity.unit)[1]
        if share > 1 and not growing:
            message = _("指标值{value}超过100%").format(value=target.quantity)
            yield of_target(each, message, _("核对原表，改成不超过100%的数"))


@rule("T205", "cost-without-amount", WARNING)
def cost_without_amount(a: Assessment) -> Iterator[Said]:
    """成本指标的指标值没有数值。

    为什么：“控制在合理范围”无法与支出比较，成本指标形同虚设。
    错误：
        绩效指标｜二级指标=成本指标｜三级指标=培训成本｜批复指标值=符合相关规定
    正确：
        绩效指标｜二级指标=成本指标｜三级指标=培训成本｜批复指标值=≤5万元
    依据：成本指标应设预算支出标准（财预〔2021〕101号，凭记忆，未见原文）。
    """
    for each in a.indicators:
        has_figure = any(character.isdigit() for character in each.reading.text)
        if each.is_cost and isinstance(each.reading.target, Qualitative | Symbolic) and not has_figure:
            message = _("成本指标的指标值“{text}”没有数值").format(text=each.reading.text)
            yield of_target(each, message, _("写成金额上限，如 <=5万元"))


@rule("T206", "several-conditions", WARNING)
def several_conditions(a: Assessment) -> Iterator[Said]:
    """一个指标值里写了几个条件。

    为什么：一半达标、一半没达标时，这一项既不能判达标也不能计分。
    错误：
        绩效指标｜二级指标=质量指标｜三级指标=服务质量｜批复指标值=合格率≥95%且投诉≤3次
    正确：
        绩效指标｜二级指标=质量指标｜三级指标=服务合格率｜批复指标值=≥95%
    依据：一项指标对应一个指标值（官方表式，已核实）。
    """
    for each in a.indicators:
        if isinstance(each.reading.target, Several):
            yield of_target(each, _("指标值“{text}”含有几个条件").format(text=each.reading.text), _("拆成几行指标"))


@rule("T207", "deadline-outside-year", WARNING)
def deadline_outside_year(a: Assessment) -> Iterator[Said]:
    """完成时限不在本年度内。

    为什么：年度绩效目标应在年度内完成，年份不同多半是沿用了旧表。
    错误：
        绩效指标｜二级指标=时效指标｜三级指标=泵站改造完成时间｜批复指标值=2021年9月15日前
    正确：
        绩效指标｜二级指标=时效指标｜三级指标=泵站改造完成时间｜批复指标值=2022年9月15日前
    依据：年度绩效目标的含义（已核实）。
    """
    year = a.case.table.year
    for each in a.indicators:
        target = each.reading.target
        if isinstance(target, Deadline) and year and target.moment.year not in (None, year):
            message = _("完成时限{date}不在{year}年度内").format(date=target.moment, year=year)
            yield of_target(each, message, _("核对年份；跨年度的写明本年度应达到的进度"))


@rule("T208", "reading-doubtful", HINT)
def doubtful_target(a: Assessment) -> Iterator[Said]:
    """指标值读得出，但读法可疑。

    为什么：扫描识别、粘贴常使符号、单位走样，读错的指标值比读不出的更危险。
    错误：
        绩效指标｜二级指标=质量指标｜三级指标=任务完成率｜批复指标值=292%
    正确：
        绩效指标｜二级指标=质量指标｜三级指标=任务完成率｜批复指标值=≥92%
    依据：已公开表格中的实例。
    """
    for each in a.indicators:
        if isinstance(each.reading.target, Bound | Change | Range | Deadline | Qualitative):
            for doubt in each.reading.doubts:
                yield of_target(each, str(doubt), _("核对原表；读法无误可不改"))
