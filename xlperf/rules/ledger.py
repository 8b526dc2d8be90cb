"""Rules about payments: do they name what exists, in the year, to the cent."""

from collections import defaultdict
from collections.abc import Iterator

from xlperf.intake.headings import nearest
from xlperf.language import _
from xlperf.model import ERROR, HINT, WARNING, yuan_of
from xlperf.rules.rule import Said, rule
from xlperf.schema import BOOKED_KINDS, BOOKED_PER_UNIT
from xlperf.tally import Assessment, Stray
from xlperf.tally.assigning import faults_of, grouped, label_of
from xlperf.target import is_cost


def _stray(a: Assessment, stray: Stray, column: str, known: list[str], what: str) -> Said:
    place = a.case.ledger.place(stray.first, column)
    amount = f"{yuan_of(stray.cents):,.2f}"
    name = stray.name or _("（空白）")
    message = _("{count}笔支出的{what}“{name}”不存在，共{amount}元没有归集")
    if not stray.name.strip():
        message = _("{count}笔支出没有填写{what}，共{amount}元没有归集")
    elif stray.name != stray.name.strip() and stray.name.strip() in known:
        message = _("{count}笔支出的{what}“{name}”首尾多了空格，共{amount}元没有归集")
    close = next((each for each in known if each.strip() == stray.name.strip()), "") or nearest(stray.name, known)
    hint = _("改为“{close}”").format(close=close) if close else _("从下拉列表中选择")
    return Said(name, place, message.format(count=stray.count, what=what, name=name, amount=amount), hint)


@rule("L501", "task-unknown", ERROR)
def task_unknown(a: Assessment) -> Iterator[Said]:
    """支出的任务不在任务表里。

    同一个写法的支出合在一起提示一次。

    为什么：没有归到任务的支出不进入任何任务的执行数，执行率因此偏低。
    错误：
        支出明细｜任务=运转保证｜金额（元）=1000｜日期=2022-03-01
    正确：
        支出明细｜任务=运转保障｜金额（元）=1000｜日期=2022-03-01
    依据：SUMIFS 按名称或编号逐字匹配（已核实）。
    """
    known = [each.name for each in a.case.table.tasks]
    for stray in a.spending.stray_tasks:
        yield _stray(a, stray, "task", known, _("任务"))


@rule("L502", "cost-unknown", WARNING)
def cost_unknown(a: Assessment) -> Iterator[Said]:
    """支出的成本指标不在绩效指标表的成本类里。

    为什么：归不到成本指标的支出不会与成本上限比较。
    错误：
        支出明细｜任务=运转保障｜成本指标=办公经费成本｜金额（元）=1000｜日期=2022-03-01
    正确：
        支出明细｜任务=运转保障｜金额（元）=1000｜日期=2022-03-01
    依据：SUMIFS 按名称或编号逐字匹配（已核实）。
    """
    known = [each.level3 for each in a.case.table.indicators if is_cost(each.level2)]
    for stray in a.spending.stray_costs:
        yield _stray(a, stray, "cost", known, _("成本指标"))


@rule("L503", "third-decimal", WARNING)
def third_decimal(a: Assessment) -> Iterator[Said]:
    """支出金额有分以下的小数。

    为什么：付款到分为止，三位小数多半是公式算出来的，合计会与账面差几分钱。
    错误：
        支出明细｜任务=运转保障｜金额（元）=1000.005｜日期=2022-03-01
    正确：
        支出明细｜任务=运转保障｜金额（元）=1000.01｜日期=2022-03-01
    依据：人民币计价到分（已核实）。
    """
    ledger = a.case.ledger
    if ledger.inexact:
        message = _("{count}笔支出的金额不到分，汇总时按四舍五入到分计").format(count=len(ledger.inexact))
        yield Said("支出明细", ledger.place(ledger.inexact[0]), message, _("改为两位小数的实际付款金额"))


@rule("L504", "outside-the-year", WARNING)
def outside_the_year(a: Assessment) -> Iterator[Said]:
    """支出日期不在本年度。

    为什么：上年、下年的支出不是本年预算的执行数。
    错误：
        支出明细｜任务=运转保障｜金额（元）=1000｜日期=2021-12-31
    正确：
        支出明细｜任务=运转保障｜金额（元）=1000｜日期=2022-12-31
    依据：预算年度自公历1月1日起至12月31日止（预算法，凭记忆，未见原文）。
    """
    year, ledger = a.case.table.year, a.case.ledger
    if not year or set(ledger.years) <= {0, year}:
        return
    by_year: dict[int, list[int]] = defaultdict(list)
    for position, each in enumerate(ledger.years):
        if each and each != year:
            by_year[each].append(position)
    for other, positions in sorted(by_year.items()):
        amount = f"{yuan_of(sum(ledger.cents[position] for position in positions)):,.2f}"
        message = _("{count}笔支出的日期在{other}年，共{amount}元，已计入执行数；本表年度为{year}年")
        message = message.format(count=len(positions), other=other, amount=amount, year=year)
        yield Said("支出明细", ledger.place(positions[0], "date"), message, _("核对日期；不属于本年度的移出本表"))


@rule("L505", "split-unbalanced", ERROR)
def split_unbalanced(a: Assessment) -> Iterator[Said]:
    """导入的一笔支出拆成几行后，各行金额合计不等于入账金额。

    同一凭证、同一分录的各行合在一起与“入账金额”比较。

    为什么：合计多了，执行数虚高；少了，有一部分支出没有归集。
    错误：
        支出明细｜日期=2022-03-01｜凭证号=记-1｜分录号=1｜任务=运转保障｜金额（元）=600｜入账金额（元）=1000
    正确：
        支出明细｜日期=2022-03-01｜凭证号=记-1｜分录号=1｜任务=运转保障｜金额（元）=1000｜入账金额（元）=1000
    依据：拆分不改变付款金额（已核实）。
    """
    ledger = a.case.ledger
    for position, cents, booked in ledger.unbalanced:
        amounts = {"sum": f"{yuan_of(cents):,.2f}", "booked": f"{yuan_of(booked):,.2f}", "gap": f"{yuan_of(abs(cents - booked)):,.2f}"}
        message = _("这笔支出各行合计{sum}元，入账金额{booked}元，相差{gap}元").format(**amounts)
        yield Said("支出明细", ledger.place(position), message, _("改到各行合计等于入账金额"))


@rule("L506", "mapping-unusable", ERROR)
def mapping_unusable(a: Assessment) -> Iterator[Said]:
    """归集规则里有用不了的规则。

    任务、成本指标不存在，没有填条件，或条件相同的几行比例合计不是100%的，导入时不用这条规则。

    为什么：用不了的规则归不到支出，这些支出会留在“未归集”里。
    错误：
        归集规则｜摘要包含=差旅｜任务=运转保证
    正确：
        归集规则｜摘要包含=差旅｜任务=运转保障
    依据：按名称或编号匹配（已核实）。
    """
    for alike in grouped(a.case.mapping):
        for row, column, why in faults_of(a.case.table, alike):
            subject = label_of(row) or row.task or _("归集规则")
            yield Said(subject, row.where(column), _("这条归集规则用不了：{why}").format(why=why), _("改正后再导入，或运行xlperf ledger map"))


@rule("L507", "paid-twice", HINT)
def paid_twice(a: Assessment) -> Iterator[Said]:
    """同一天、同样金额、同样摘要的支出记在两张凭证里。

    可能是同一笔支出记了两次，也可能本来就是两笔。

    为什么：重复的支出使执行数虚高。
    错误：
        支出明细｜日期=2022-03-01｜凭证号=记-1｜摘要=付办公费｜任务=运转保障｜金额（元）=1000
        支出明细｜日期=2022-03-01｜凭证号=记-9｜摘要=付办公费｜任务=运转保障｜金额（元）=1000
    正确：
        支出明细｜日期=2022-03-01｜凭证号=记-1｜摘要=付办公费｜任务=运转保障｜金额（元）=1000
        支出明细｜日期=2022-03-01｜凭证号=记-9｜摘要=付印刷费｜任务=运转保障｜金额（元）=1000
    依据：没有条文，供核对。
    """
    ledger = a.case.ledger
    if ledger.twice:
        first, other = ledger.twice[0]
        amount = f"{yuan_of(sum(ledger.cents[position] for _first, position in ledger.twice)):,.2f}"
        message = _("{count}笔支出与另一张凭证的日期、金额、摘要都相同，共{amount}元，如第{first}行和第{other}行")
        message = message.format(count=len(ledger.twice), amount=amount, first=ledger.rows[first], other=ledger.rows[other])
        yield Said("支出明细", ledger.place(other), message, _("核对是不是同一笔；重复的删去一行"))


@rule("L508", "basis-unusable", WARNING)
def basis_unusable(a: Assessment) -> Iterator[Said]:
    """成本指标的归集口径用不了。

    口径不认识；或单位成本没有填数量指标、数量指标不存在；有了支出，数量指标还没有实际完成值。

    为什么：算不出账面归集数，成本就没法和账核对。
    错误：
        绩效指标｜二级指标=成本指标｜三级指标=人均培训成本｜批复指标值=<=500元/人｜归集口径=单位成本｜数量指标=培训人数
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训人数｜批复指标值=>=100人｜实际完成值=120人
        绩效指标｜二级指标=成本指标｜三级指标=人均培训成本｜批复指标值=<=500元/人｜归集口径=单位成本｜数量指标=培训人数
    依据：单位成本＝成本合计÷数量（已核实）。
    """
    known = {text.strip() for each in a.case.table.indicators for text in (each.number, each.level3) if text.strip()}
    for position, each in enumerate(a.indicators):
        indicator = each.indicator
        if not each.is_cost or not indicator.basis:
            continue
        why, key = "", "quantity"
        if indicator.basis not in BOOKED_KINDS:
            why, key = _("归集口径“{basis}”不认识，按合计归集").format(basis=indicator.basis), "basis"
        elif indicator.basis == BOOKED_PER_UNIT and each.divisor is None:
            why = _("数量指标“{name}”还没有可以计算的实际完成值").format(name=indicator.quantity)
            if a.spending.costs[position] is None:
                why = ""  # nothing was paid that could be divided
            if indicator.quantity.strip() not in known:
                why = _("数量指标“{name}”不存在").format(name=indicator.quantity) if indicator.quantity else _("没有填数量指标")
        if why:
            yield Said(indicator.level3, indicator.where(key), why, _("归集口径选合计、单位成本或不归集；单位成本要写数量指标的名称或编号"))
