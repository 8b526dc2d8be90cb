"""Rules about budgets: do they add up, were they kept, do the ceilings fit them."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xlperf.language import _
from xlperf.model import ERROR, HINT, WARNING, Indicator, wan_of
from xlperf.rules.rule import Said, rule
from xlperf.schema import CHANGE_KINDS, FUND_KEYS, FUND_SOURCES, TAKEN_BACK
from xlperf.tally import Assessment
from xlperf.tally.budgets import budgets_by_source
from xlperf.target import Bound, resolve


def _wan(value: Decimal) -> str:
    return f"{value.normalize():f}"


@rule("B401", "total-not-the-sum", ERROR)
def total_not_the_sum(a: Assessment) -> Iterator[Said]:
    """任务预算总额不等于各资金来源之和。

    空白的来源按零计；一个来源都没填时不比较。

    为什么：总额与来源对不上，批复和执行率都会有两个口径。
    错误：
        任务｜任务名称=道路养护｜总额=50｜财政拨款=30｜其他资金=10
    正确：
        任务｜任务名称=道路养护｜总额=50｜财政拨款=40｜其他资金=10
    依据：官方表式：总额＝财政拨款＋其他资金（已核实）。
    """
    for each in a.case.table.tasks:
        sources = [each.fiscal, each.carried, each.other]
        if each.total is None or all(source is None for source in sources):
            continue
        added = sum((source or Decimal(0) for source in sources), Decimal(0))
        if added != each.total:
            message = _("总额{total}万元，各来源合计{added}万元，相差{gap}万元")
            message = message.format(total=_wan(each.total), added=_wan(added), gap=_wan(each.total - added))
            yield Said(each.name, each.where("total"), message, _("核对总额、财政拨款、上年结转和其他资金"))


@rule("B402", "over-budget", ERROR)
def over_budget(a: Assessment) -> Iterator[Said]:
    """任务执行数超过全年预算数。

    为什么：超预算支出必须先调整预算；也可能是支出归错了任务。
    错误：
        任务｜任务名称=道路养护｜总额=5｜财政拨款=5
        支出明细｜任务=道路养护｜金额（元）=60000｜日期=2022-03-01
    正确：
        任务｜任务名称=道路养护｜总额=5｜财政拨款=5
        支出明细｜任务=道路养护｜金额（元）=50000｜日期=2022-03-01
    依据：预算法：不得超预算支出（凭记忆，未见原文）。
    """
    for each in a.tasks:
        if each.budget and each.spent.value > each.budget.value:
            limit = each.budget.value
            message = _("执行数{spent}万元，全年预算数{budget}万元，超{over}万元").format(
                spent=_wan(each.spent.value), budget=_wan(limit), over=_wan(each.spent.value - limit)
            )
            hint = _("核对支出是否归错任务；确属超支的，按程序调整预算并在“预算调整”中登记")
            yield Said(each.task.name, each.task.where("spent"), message, hint)


@rule("B403", "ceilings-above-budget", ERROR)
def ceilings_above_budget(a: Assessment) -> Iterator[Said]:
    """同一任务下成本指标的上限合计超过任务预算。

    只看填了“对应任务”、以金额为上限的成本指标；全部资金投向这些成本也超预算，才算错误。

    为什么：上限之和大于预算，成本指标就管不住预算。
    错误：
        绩效指标｜二级指标=成本指标｜三级指标=培训成本｜批复指标值=<=8万元｜对应任务=运转保障
        绩效指标｜二级指标=成本指标｜三级指标=办公成本｜批复指标值=<=4万元｜对应任务=运转保障
    正确：
        绩效指标｜二级指标=成本指标｜三级指标=培训成本｜批复指标值=<=6万元｜对应任务=运转保障
        绩效指标｜二级指标=成本指标｜三级指标=办公成本｜批复指标值=<=4万元｜对应任务=运转保障
    依据：绩效目标应与预算资金量相匹配（财预〔2015〕88号，凭记忆，未见原文）。
    """
    ceilings: dict[str, list[tuple[Decimal, Indicator]]] = defaultdict(list)
    for each in a.indicators:
        target = each.reading.target
        if each.is_cost and each.indicator.task and isinstance(target, Bound):
            base, factor = resolve(target.quantity.unit)
            if base == "元" and (each.judgement.op or each.reading.op) in ("<=", "<", "="):
                amount = target.quantity.value * factor / 10000
                ceilings[each.indicator.task.casefold()].append((amount, each.indicator))
    for task in a.tasks:
        keys = {task.task.name.casefold(), task.task.number.casefold()} - {""}
        found = [each for key in sorted(keys) for each in ceilings.get(key, ())]
        total = sum((amount for amount, _indicator in found), Decimal(0))
        if found and task.budget and total > task.budget.value:
            message = _("{count}项成本指标上限合计{total}万元，任务预算{budget}万元，超{over}万元").format(
                count=len(found), total=_wan(total), budget=_wan(task.budget.value),
                over=_wan(total - task.budget.value),
            )  # fmt: skip
            yield Said(task.task.name, found[0][1].where("approved"), message, _("调低成本上限，或改正对应任务"))


@rule("B404", "budget-missing", ERROR)
def budget_missing(a: Assessment) -> Iterator[Said]:
    """任务没有填写预算总额。

    由公布的文档读来的，可能是没有读出，只作警告。

    为什么：没有预算数就算不出执行率，支出了也不知道是否超支。
    错误：
        任务｜任务名称=道路养护
    正确：
        任务｜任务名称=道路养护｜总额=50
    依据：官方表式中预算金额为必填项（已核实）。
    """
    for each in a.case.table.tasks:
        if each.total is None and not a.is_unread(each.where("total")):
            told, severity = (_("没有读到预算总额"), WARNING) if a.case.reading else (_("没有填写预算总额"), ERROR)
            yield Said(each.name, each.where("total"), told, _("填写年初预算总额（万元），没有预算的填0"), severity)


@rule("B405", "change-unusable", ERROR)
def change_unusable(a: Assessment) -> Iterator[Said]:
    """预算调整有登记不全或方向不明的。

    任务不存在，没有类型，或调减、收回填了负数（负负得正，预算反而增加）。

    为什么：登记不对的调整进不了全年预算数，执行率因此不对。
    错误：
        任务｜任务名称=道路养护｜总额=50
        预算调整｜任务=道路养护｜类型=调减｜金额（万元）=-20
    正确：
        任务｜任务名称=道路养护｜总额=50
        预算调整｜任务=道路养护｜类型=调减｜金额（万元）=20
    依据：按名称或编号匹配（已核实）。
    """
    known = {text.casefold() for each in a.case.table.tasks for text in (each.number, each.name) if text}
    for each in a.case.changes:
        subject = each.document or each.task or _("预算调整")
        if each.task.casefold() not in known:
            told = _("任务“{name}”不存在").format(name=each.task) if each.task else _("没有填任务")
            yield Said(subject, each.where("task"), _("{told}，这笔调整没有计入全年预算数").format(told=told), _("从下拉列表中选择"))
        if each.kind not in CHANGE_KINDS:
            told = _("类型“{kind}”不认识，按增加计").format(kind=each.kind) if each.kind else _("没有填类型，按增加计")
            yield Said(subject, each.where("kind"), told, _("选择{kinds}之一").format(kinds=_("、").join(CHANGE_KINDS)))
        if each.amount is not None and each.amount < 0 and each.kind in (*TAKEN_BACK, "追加"):
            yield Said(subject, each.where("amount"), _("{kind}填了负数{amount}万元").format(kind=each.kind, amount=_wan(each.amount)), _("改为正数"))
        if each.amount is None and not a.is_unread(each.where("amount")):
            yield Said(subject, each.where("amount"), _("没有填金额"), _("填写调整的金额（万元）"))


@rule("B406", "over-budget-by-source", WARNING)
def over_budget_by_source(a: Assessment) -> Iterator[Said]:
    """一个任务的某种资金支出超过了这种资金的预算。

    总额没有超、这种资金超了，多半是资金来源填错，或动用了别的资金。只看分了来源的任务和填了资金来源的支出；
    有没填来源的调整时不比较。

    为什么：各种资金有各自的用途和批复，不能混用。
    错误：
        任务｜任务名称=道路养护｜总额=50｜财政拨款=30｜其他资金=20
        支出明细｜任务=道路养护｜资金来源=其他资金｜金额（元）=250000｜日期=2022-03-01
    正确：
        任务｜任务名称=道路养护｜总额=50｜财政拨款=30｜其他资金=20
        支出明细｜任务=道路养护｜资金来源=其他资金｜金额（元）=150000｜日期=2022-03-01
    依据：预算法：各级预算支出应当按照预算科目和用途执行（凭记忆，未见原文）。
    """
    for position, each in enumerate(a.tasks):
        budgets = budgets_by_source(each.task, a.case.changes)
        for source, limit in budgets.items():
            spent = wan_of(a.spending.by_source.get((position, source), 0))
            if spent > limit and not (each.budget and each.spent.value > each.budget.value):
                message = _("{source}支出{spent}万元，这种资金的全年预算数{limit}万元，超{over}万元")
                message = message.format(source=source, spent=_wan(spent), limit=_wan(limit), over=_wan(spent - limit))
                yield Said(each.task.name, each.task.where("spent"), message, _("核对支出明细的资金来源；确需动用的，先调整预算"))


@rule("B407", "settled-differs", WARNING)
def settled_differs(a: Assessment) -> Iterator[Said]:
    """任务执行数与决算数不一致。

    只看填了决算数的任务。

    为什么：自评的执行数和部门决算是同一笔账，公开后一对就露出来。
    错误：
        任务｜任务名称=道路养护｜总额=50｜决算数=30
        支出明细｜任务=道路养护｜金额（元）=200000｜日期=2022-03-01
    正确：
        任务｜任务名称=道路养护｜总额=50｜决算数=20
        支出明细｜任务=道路养护｜金额（元）=200000｜日期=2022-03-01
    依据：数据一致性的一般要求。
    """
    for each in a.tasks:
        settled = each.task.settled
        if settled is not None and settled != each.spent.value:
            message = _("执行数{spent}万元，决算数{settled}万元，相差{gap}万元").format(
                spent=_wan(each.spent.value), settled=_wan(settled), gap=_wan(each.spent.value - settled))  # fmt: skip
            yield Said(each.task.name, each.task.where("settled"), message, _("核对支出明细是否导全、归对，或更正决算数"))


@rule("B408", "sources-blank", HINT, strict=True)
def sources_blank(a: Assessment) -> Iterator[Said]:
    """某种资金来源整列没有填。

    为什么：空白不等于零，看不出是没有这种资金，还是漏填。
    错误：
        任务｜任务名称=道路养护｜总额=50｜财政拨款=50
    正确：
        任务｜任务名称=道路养护｜总额=50｜财政拨款=50｜上年结转=0｜其他资金=0
        任务｜任务名称=桥梁检测｜总额=20｜财政拨款=20｜上年结转=0｜其他资金=0
    依据：官方表式中各栏均应填写（审核经验）。
    """
    tasks = [each for each in a.case.table.tasks if each.total is not None]
    if not tasks or not any(each.fiscal is not None for each in tasks):
        return
    keys = [(key, source) for key, source in zip(FUND_KEYS, FUND_SOURCES, strict=True) if a.case.reading == "" or key != "carried"]
    blank = [(key, source) for key, source in keys if all(getattr(each, key) is None for each in tasks)]
    if blank:
        message = _("{count}个任务的{sources}都是空白，按0理解").format(count=len(tasks), sources=_("、").join(source for _key, source in blank))
        yield Said(tasks[0].name, tasks[0].where(blank[0][0]), message, _("没有的填0"))


@rule("B409", "ceilings-below-budget", HINT, strict=True)
def ceilings_below_budget(a: Assessment) -> Iterator[Said]:
    """成本指标差一点就管住全部预算。

    成本上限合计在预算的八成以上、又不到预算的，才提示。

    为什么：剩下的一块预算没有成本指标管，审核人会问是什么钱。
    错误：
        任务｜任务名称=道路养护｜总额=50
        绩效指标｜二级指标=成本指标｜三级指标=养护成本｜批复指标值=<=52万元
    正确：
        任务｜任务名称=道路养护｜总额=50
        绩效指标｜二级指标=成本指标｜三级指标=养护成本｜批复指标值=<=60万元
    依据：绩效目标应与预算资金量相匹配（财预〔2015〕88号，凭记忆，未见原文）。
    """
    total, costs = a.budget, a.trace.costs
    covered = sum((each.amount for each in costs), Decimal(0))
    if a.case.whole and a.case.tables == 1 and total * 8 / 10 <= covered < total:
        counted = _("（{name}按{amount}计）")
        times = [counted.format(name=a.case.table.indicators[each.position].level3, amount=a.case.table.indicators[each.position].target + each.times)
                 for each in costs if each.times]  # fmt: skip
        message = _("{count}项成本上限合计{covered}万元{times}，任务预算合计{total}万元，有{gap}万元没有成本指标").format(
            count=len(costs), covered=_wan(covered), times="".join(times), total=_wan(total), gap=_wan(total - covered)
        )
        first = a.case.table.indicators[costs[0].position]
        yield Said("成本指标", first.where("approved"), message, _("补充成本指标，或说明这部分预算用在哪里"))


@rule("B410", "ceiling-is-the-budget", HINT, strict=True)
def ceiling_is_the_budget(a: Assessment) -> Iterator[Said]:
    """成本上限就等于任务的预算。

    为什么：不超预算就达标，这项指标什么也没有考核。
    错误：
        任务｜任务名称=道路养护｜总额=50
        绩效指标｜二级指标=成本指标｜三级指标=道路养护总成本｜批复指标值=<=50万元
    正确：
        任务｜任务名称=道路养护｜总额=50
        绩效指标｜二级指标=成本指标｜三级指标=每公里养护成本｜批复指标值=<=1.2万元
    依据：成本指标应反映单位成本或支出标准（财预〔2021〕101号，凭记忆，未见原文）。
    """
    for cost in a.trace.costs if a.case.whole and a.case.tables == 1 else ():
        row = a.case.table.indicators[cost.position]
        own = a.trace.tasks[cost.position] if a.trace.typed[cost.position] else None
        task = next((each for at, each in enumerate(a.case.table.tasks) if each.budget == cost.amount and own in (None, at)), None)
        if task is not None and not cost.times:
            message = _("“{name}”{amount}就是任务“{task}”的预算，不超预算就达标").format(name=row.level3, amount=row.target, task=task.name)
            yield Said(row.level3, row.where("approved"), message, _("改成单位成本、人均支出，或按明细设上限"))


@rule("B411", "cost-above-standard", WARNING)
def cost_above_standard(a: Assessment) -> Iterator[Said]:
    """单位成本高于评分方案里的支出标准。

    标准由评分方案的 [standards] 规定（名称中的字眼 = 每个多少元）；没有填的不比较。按成本上限÷同一事物的数量指标值计算。

    为什么：超过支出标准的成本，批不下来，也花不出去。
    错误：
        评分方案｜standards.培训=550
        绩效指标｜二级指标=数量指标｜三级指标=教师培训人次｜批复指标值=≥100人次
        绩效指标｜二级指标=成本指标｜三级指标=教师培训成本｜批复指标值=<=9万元
    正确：
        评分方案｜standards.培训=550
        绩效指标｜二级指标=数量指标｜三级指标=教师培训人次｜批复指标值=≥200人次
        绩效指标｜二级指标=成本指标｜三级指标=教师培训成本｜批复指标值=<=9万元
    依据：不得超出规定的预算支出标准设置成本指标值（系统填报说明，已核实）；标准本身按本地规定填。
    """
    for cost, count in a.trace.unit_costs if a.profile.standards else ():
        row, of = a.case.table.indicators[cost.position], a.indicators[count.position]
        for word, limit in a.profile.standards.items():
            each = cost.amount * 10000 / count.quantity.value
            if word in row.level3 and each > limit:
                message = _("{amount}÷{quantity}，每{unit}{each}元，标准是{limit}元").format(
                    amount=row.target, quantity=of.reading.text, unit=count.quantity.unit, each=_wan(round(each, 2)), limit=_wan(limit)
                )
                yield Said(row.level3, row.where("approved"), message, _("调低成本上限，或核对数量"))
