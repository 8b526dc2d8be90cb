"""Rules about what was reached: missed, missing, unreadable, or at odds with the books."""

from collections.abc import Iterator

from xlperf.language import _
from xlperf.model import ERROR, HINT, WARNING
from xlperf.rules.rule import Said, rule
from xlperf.schema import RATING_WORDS
from xlperf.tally import Assessment, IndicatorResult
from xlperf.target import JUDGEMENT, MET, MISSED, MISSING, UNREADABLE, Empty, Unreadable, judge_reading, resolve


def _with(a: Assessment, verdict: str) -> Iterator[IndicatorResult]:
    return (each for each in a.indicators if each.judgement.verdict == verdict)


def _said(each: IndicatorResult, message: str, hint: str, key: str = "actual") -> Said:
    return Said(each.indicator.level3, each.indicator.where(key), message, hint)


@rule("R301", "missed-without-cause", ERROR)
def missed_without_cause(a: Assessment) -> Iterator[Said]:
    """未达标，又没有填写偏差原因和改进措施。

    为什么：自评表对未完成的指标要求分析偏差原因并提出改进措施，空着会被退回。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=3次
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=5次
    依据：财预〔2020〕10号自评表“偏差原因分析及改进措施”栏（已公开的自评表，已核实）。
    """
    for each in _with(a, MISSED):
        if not each.indicator.cause:
            yield _said(each, _("未达标：{reason}").format(reason=each.judgement.reason), _("填写偏差原因分析及改进措施"))


@rule("R302", "missed", WARNING)
def missed(a: Assessment) -> Iterator[Said]:
    """未达标（已填写偏差原因）。

    为什么：未达标的指标要扣分，须经复核。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=3次｜偏差原因分析及改进措施=疫情影响，明年补齐
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=6次
    依据：财预〔2020〕10号：未完成的按比例计分（凭记忆，未见原文）。
    """
    for each in _with(a, MISSED):
        if each.indicator.cause:
            yield _said(each, _("未达标：{reason}").format(reason=each.judgement.reason), _("请复核所填原因和改进措施"))


@rule("R303", "actual-missing", WARNING)
def actual_missing(a: Assessment) -> Iterator[Said]:
    """没有填写实际完成值。

    全表都没填时（刚申报）只提示一次。

    为什么：没有实际完成值就不能判定，也不能计分。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=5次
    依据：自评表“实际完成值”栏为必填项（已公开的自评表，已核实）。
    """
    readable = [each for each in a.indicators if not isinstance(each.reading.target, Empty)]
    blank = [each for each in readable if each.judgement.verdict == MISSING]
    if blank and len(blank) == len(readable) > 1:
        message = _("还没有填写任何实际完成值（共{count}项）").format(count=len(blank))
        yield Said(_("全部指标"), blank[0].indicator.where("actual"), message, _("年中监控、年终自评时填写"), HINT)
        return
    for each in blank:
        if a.case.is_unread(each.indicator.where("actual")):
            continue
        message = _("没有填写实际完成值（指标值{target}）").format(target=each.reading.text)
        yield _said(each, message, _("填写实际完成的数值、日期或评定结果"))


@rule("R304", "needs-a-person", HINT)
def needs_a_person(a: Assessment) -> Iterator[Said]:
    """系统不能下结论，须由人判定。

    为什么：定性指标、没有写明日期的“已完成”、单位不同的数值，程序不替人下结论。
    错误：
        绩效指标｜二级指标=社会效益指标｜三级指标=群众安全意识｜批复指标值=有所提高｜实际完成值=有所提高
    正确：
        绩效指标｜二级指标=社会效益指标｜三级指标=群众安全意识｜批复指标值=有所提高｜实际完成值=有所提高｜评定等级=达成
    依据：财预〔2020〕10号：定性指标分三档评定（档次名称在系统中核实）。
    """
    for each in _with(a, JUDGEMENT):
        rated = each.indicator.rating and each.final is not None
        if not rated:
            yield _said(each, each.judgement.reason, _("选择评定等级；部分达成的再填核定得分"), "rating")


@rule("R305", "actual-unreadable", ERROR)
def actual_unreadable(a: Assessment) -> Iterator[Said]:
    """实际完成值无法识别。

    为什么：读不懂的完成值不能判定，也不能计分。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=5.次.6
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=6次
    依据：程序的判定约定，见指标值语言说明。
    """
    for each in _with(a, UNREADABLE):
        if not isinstance(each.reading.target, Unreadable):
            hint = _("写成“数值＋单位”或日期，与指标值{target}同一单位").format(target=each.reading.text)
            yield _said(each, each.judgement.reason, hint)


@rule("R306", "actual-differs-from-books", WARNING)
def actual_differs_from_books(a: Assessment) -> Iterator[Said]:
    """成本指标填写的实际完成值与账面归集数不同。

    为什么：同一项成本有两个数，公开后一对账就露出来。
    错误：
        绩效指标｜二级指标=成本指标｜三级指标=培训成本｜批复指标值=<=5万元｜实际完成值=4万元
        支出明细｜任务=运转保障｜成本指标=培训成本｜金额（元）=45000｜日期=2022-03-01
    正确：
        绩效指标｜二级指标=成本指标｜三级指标=培训成本｜批复指标值=<=5万元｜实际完成值=4.5万元
        支出明细｜任务=运转保障｜成本指标=培训成本｜金额（元）=45000｜日期=2022-03-01
    依据：数据一致性的一般要求。
    """
    for each in a.indicators:
        if each.booked is None or each.by_booked or each.judgement.verdict not in (MET, MISSED):
            continue
        quantity = each.reading.target.quantity
        if resolve(quantity.unit)[0] != "元":
            continue
        booked = f"{each.booked.value.normalize():f}万元"
        same = judge_reading(each.reading, booked, category=each.indicator.level2)
        if same.ratio != each.judgement.ratio:
            message = _("填写{actual}，账面归集{booked}").format(actual=each.indicator.actual, booked=booked)
            yield _said(each, message, _("核对支出明细的归集，或更正实际完成值"))


@rule("R307", "rating-unknown", ERROR)
def rating_unknown(a: Assessment) -> Iterator[Said]:
    """评定等级不是达成、部分达成、未达成之一。

    为什么：别的写法（优、良、完成）没有对应的得分区间，系统不会采用。
    错误：
        绩效指标｜二级指标=社会效益指标｜三级指标=群众安全意识｜批复指标值=有所提高｜评定等级=优
    正确：
        绩效指标｜二级指标=社会效益指标｜三级指标=群众安全意识｜批复指标值=有所提高｜评定等级=达成
    依据：财预〔2020〕10号：定性指标分三档评定（档次名称在系统中核实）。
    """
    for each in a.indicators:
        rating = each.indicator.rating
        if rating and rating not in RATING_WORDS:
            message = _("评定等级“{rating}”不能识别").format(rating=rating)
            yield _said(each, message, _("从下拉列表中选择：达成、部分达成、未达成"), "rating")
