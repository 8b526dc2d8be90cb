"""Rules about what was reached: missed, missing, unreadable, or at odds with the books."""

from collections.abc import Iterator
from decimal import Decimal

from xlperf.language import _
from xlperf.model import ERROR, HINT, WARNING
from xlperf.rules.rule import Said, rule
from xlperf.schema import RATING_WORDS, STATUS, VERSION_STATES
from xlperf.tally import Assessment, IndicatorResult
from xlperf.target import (
    JUDGEMENT,
    MET,
    MISSED,
    MISSING,
    UNREADABLE,
    Bound,
    Empty,
    Placeholder,
    Unreadable,
    resolve,
)

_CENT = Decimal("0.01")
"""What a cost of a unit may differ by: it was divided, and rounded when it was typed."""


def _with(a: Assessment, verdict: str) -> Iterator[IndicatorResult]:
    return (each for each in a.indicators if each.judgement.verdict == verdict)


def _said(each: IndicatorResult, message: str, hint: str, key: str = "actual") -> Said:
    return Said(each.indicator.level3, each.indicator.where(key), message, hint)


def _points_by_hand(a: Assessment, each: IndicatorResult) -> str:
    """Return what to add where a miss cannot be scored by a formula; a table of others is not scored."""
    return "" if each.final is not None or not a.case.whole else _("；这一项不能自动计分，请填核定得分")


@rule("R301", "missed-without-cause", ERROR)
def missed_without_cause(a: Assessment) -> Iterator[Said]:
    """未达标，又没有填写偏差原因和改进措施。

    年中（概况的“监控截至月份”不到12月、还没有自评）不看，进度看运行监控的灯号。

    为什么：自评表对未完成的指标要求分析偏差原因并提出改进措施，空着会被退回。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=3次
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=3次｜偏差原因分析及改进措施=讲师未到位，明年补齐
    依据：财预〔2020〕10号自评表“偏差原因分析及改进措施”栏（已公开的自评表，已核实）。
    """
    for each in _with(a, MISSED) if not a.running else ():
        if not each.indicator.cause:
            hint = _("填写偏差原因分析及改进措施") + _points_by_hand(a, each)
            yield _said(each, _("未达标：{reason}").format(reason=each.judgement.reason), hint, "cause")


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
    for each in _with(a, MISSED) if not a.running else ():
        if each.indicator.cause:
            hint = _("请复核所填原因和改进措施") + _points_by_hand(a, each)
            yield _said(each, _("未达标：{reason}").format(reason=each.judgement.reason), hint, "cause")


@rule("R303", "actual-missing", WARNING)
def actual_missing(a: Assessment) -> Iterator[Said]:
    """没有填写实际完成值。

    全表都没填时，申报阶段不提示，批复以后只提示一次。

    为什么：没有实际完成值就不能判定，也不能计分。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=5次
    依据：自评表“实际完成值”栏为必填项（已公开的自评表，已核实）。
    """
    readable = [each for each in a.indicators if not isinstance(each.reading.target, Empty)]
    blank = [each for each in readable if each.judgement.verdict == MISSING] if not a.running else []
    if blank and len(blank) == len(readable) > 1:
        if a.case.table.particulars.get("version", "") not in VERSION_STATES[2:]:
            return  # declared, and not yet approved
        message = _("还没有填写任何实际完成值（共{count}项）").format(count=len(blank))
        yield Said("全部指标", blank[0].indicator.where("actual"), message, _("年中监控、年终自评时填写"), HINT)
        return
    for each in blank:
        if a.is_unread(each.indicator.where("actual")):
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
        if each.reading.kind == "qualitative" or each.indicator.rating:
            rated = a.case.whole or "rating" in each.indicator.places
            hint = _("选择评定等级；部分达成的再填核定得分和偏差原因") if rated else _("由审核人判定，并注明依据")
            yield _said(each, each.judgement.reason, hint, "rating" if rated else "actual")
        else:
            copied = each.judgement.actual.text == each.reading.text
            alike = _("把单位和写法改得与指标值“{target}”一致（数照实填）；确实如此、程序判不了的，由人评定")
            hint = _("填写实际完成的数值或日期") if copied else alike
            yield _said(each, each.judgement.reason, hint.format(target=each.reading.text))


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
        if not isinstance(each.reading.target, Unreadable | Placeholder):
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
        target, actual = each.reading.target, each.judgement.actual.target
        if not isinstance(target, Bound) or not isinstance(actual, Bound) or resolve(target.quantity.unit)[0].partition("/")[0] != "元":
            continue
        base, factor = resolve(actual.quantity.unit or target.quantity.unit)
        whole = each.booked.unit == "万元"
        gap = actual.quantity.value * factor - each.booked.value * (10000 if whole else 1)
        if (base == "元" or (not whole and base.startswith("元/"))) and abs(gap) > (0 if whole else _CENT):
            booked = f"{each.booked.value.normalize():f}{each.booked.unit}"
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


@rule("R308", "rating-contradicts", WARNING)
def rating_contradicts(a: Assessment) -> Iterator[Said]:
    """评定等级与按数值得出的结论相反。

    为什么：数值已经达标却评为未达成（或相反），两处必有一处写错；系统以数值为准。
    错误：
        绩效指标｜二级指标=质量指标｜三级指标=合格率｜批复指标值=>=95%｜实际完成值=96%｜评定等级=未达成
    正确：
        绩效指标｜二级指标=质量指标｜三级指标=合格率｜批复指标值=>=95%｜实际完成值=96%｜评定等级=达成
    依据：程序的判定约定：能按数值判断的不用评定等级。
    """
    for each in a.indicators:
        rating, verdict = each.indicator.rating, each.judgement.verdict
        by_number = isinstance(each.reading.target, Bound) and each.judgement.ratio is not None
        if by_number and (rating, verdict) in (("未达成", MET), ("达成", MISSED)):
            message = _("按数值{status}（{reason}），评定等级却是“{rating}”")
            message = message.format(status=STATUS[verdict], reason=each.judgement.reason, rating=rating)
            yield _said(each, message, _("核对实际完成值和评定等级"), "rating")


@rule("R309", "actual-doubtful", HINT)
def actual_doubtful(a: Assessment) -> Iterator[Said]:
    """实际完成值没有写单位或日期，系统按最可能的意思理解。

    为什么：0.5 可能是 50%，也可能是 0.5%；写明单位才不会判错。
    错误：
        绩效指标｜二级指标=质量指标｜三级指标=合格率｜批复指标值=>=95%｜实际完成值=0.96
    正确：
        绩效指标｜二级指标=质量指标｜三级指标=合格率｜批复指标值=>=95%｜实际完成值=96%
    依据：程序的判定约定，见指标值语言说明。
    """
    for each in a.indicators:
        for doubt in each.judgement.doubts:
            yield _said(each, str(doubt), _("在实际完成值中写明单位或日期"))


@rule("R310", "far-above-target", HINT)
def far_above_target(a: Assessment) -> Iterator[Said]:
    """实际完成值远高于指标值，指标值可能定低了。

    只看数量指标，界限由评分方案规定（默认超过30%）。

    为什么：大幅超额完成时，财政部门会问指标值是否偏低，需要说明原因。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=9次
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=9次｜偏差原因分析及改进措施=上级临时增加培训任务
    依据：地方系统对超过指标值30%的要求说明原因（已核实）；中央文件要求分析原因（凭记忆，未见原文）。
    """
    limit = a.profile.limits["overachieved"]
    for each in a.indicators:
        ratio = each.judgement.ratio
        counts_up = each.indicator.level2 == "数量指标" and each.judgement.op in (">=", ">")
        if counts_up and ratio and ratio > limit and not each.indicator.cause:
            message = _("{reason}，是指标值的{ratio}").format(reason=each.judgement.reason, ratio=f"{ratio:.0%}")
            yield _said(each, message, _("说明超额完成的原因，或核对指标值是否定低了"), "cause")


@rule("R312", "adjusted-without-document", WARNING)
def adjusted_without_document(a: Assessment) -> Iterator[Said]:
    """填了调整后指标值，没有填调整文号。

    为什么：指标值批复后一般不调整；调整要有批准文件，否则自评按哪个数会有争议。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜调整后指标值=>=3次｜实际完成值=4次
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜调整后指标值=>=3次｜调整文号=财行〔2022〕18号｜实际完成值=4次
    依据：财预〔2015〕88号：绩效目标一般不予调整，确需调整的按预算调整程序报批（已核实）。
    """
    for each in a.case.table.indicators:
        if each.adjusted and not each.adjustment:
            message = _("指标值由{old}调整为{new}，没有调整文号").format(old=each.approved, new=each.adjusted)
            yield Said(each.level3, each.where("adjustment"), message, _("填写批准调整的文号"))


@rule("R313", "not-reached-yet", HINT)
def not_reached_yet(a: Assessment) -> Iterator[Said]:
    """年中还没有达到指标值的指标，只提示一次。

    概况的“监控截至月份”不到12月、此后没有支出、还没有自评时，没有达到不算未达标。

    为什么：年中没有达到是正常的，进度看运行监控的灯号；忘了改监控月份，年底的未达标就不会列出来，所以提醒一次。
    错误：
        概况｜监控截至月份=7
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=3次
    正确：
        概况｜监控截至月份=7
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=6次
    依据：程序的判定约定。
    """
    missed = list(_with(a, MISSED)) if a.running and not a.case.is_monitoring else []
    if missed:
        message = _("年中（监控截至{month}月），{count}项还没有达到指标值，没有当作未达标").format(
            month=a.case.table.particulars.get("monitored", "").strip().removesuffix("月"), count=len(missed))  # fmt: skip
        yield _said(missed[0], message, _("进度看“运行监控”；全年已完的，把“监控截至月份”改为12"))
