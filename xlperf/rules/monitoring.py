"""Rules about what was told while the year ran."""

from collections.abc import Iterator

from xlperf.language import _
from xlperf.model import ERROR, WARNING, fold_name
from xlperf.rules.rule import Said, rule
from xlperf.schema import RED
from xlperf.tally import Assessment


@rule("M801", "red-unexplained", ERROR)
def red_unexplained(a: Assessment) -> Iterator[Said]:
    """运行监控中红灯的一行没有写原因说明或纠偏措施。

    12月的一期，任务、指标自己的偏差原因写了就不再要。

    为什么：红灯说明执行或完成明显落后，监控表要求写明偏差原因和纠偏措施，空着会被退回。
    错误：
        运行监控｜截至月份=7｜类别=预算执行｜任务或三级指标=道路养护｜灯号=红灯
    正确：
        运行监控｜截至月份=7｜类别=预算执行｜任务或三级指标=道路养护｜灯号=红灯｜原因说明=招标推迟｜纠偏措施=八月完成招标
    依据：财预〔2019〕136号运行监控表“偏差原因分析”“纠偏措施”栏（凭记忆，未见原文）。
    """
    table = a.case.table
    told = (*((each.name, each.cause) for each in table.tasks), *((each.level3, each.cause) for each in table.indicators))
    explained = {fold_name(name) for name, cause in told if name and cause}
    for each in a.case.monitored:
        if each.month == 12 and fold_name(each.name) in explained:
            continue
        lacking = [name for name, text in ((_("原因说明"), each.cause), (_("纠偏措施"), each.remedy)) if not text]
        if each.light == RED and lacking:
            message = _("{month}月{light}（{why}），没有写{lacking}").format(
                month=each.month, light=each.light, why=each.why or each.done, lacking=_("和").join(lacking)
            )
            yield Said(each.name, each.where("cause" if not each.cause else "remedy"), message, _("在“运行监控”这一行写明原因和措施"))


@rule("M802", "chance-against-light", WARNING)
def chance_against_light(a: Assessment) -> Iterator[Said]:
    """红灯的一行填了“确定能”完成，没有写全年预计完成情况。

    为什么：落后很多又说一定能完成，审核人会问凭什么。
    错误：
        运行监控｜截至月份=7｜类别=预算执行｜任务或三级指标=道路养护｜灯号=红灯｜完成目标可能性=确定能｜原因说明=招标推迟｜纠偏措施=八月完成招标
    正确：
        运行监控｜截至月份=7｜类别=预算执行｜任务或三级指标=道路养护｜灯号=红灯｜完成目标可能性=确定能｜全年预计完成情况=50万元｜原因说明=招标推迟｜纠偏措施=八月完成招标
    依据：财预〔2019〕136号运行监控表“全年预计完成情况”栏（凭记忆，未见原文）。
    """
    for each in a.case.monitored:
        if each.light == RED and each.chance == "确定能" and not each.expected:
            message = _("{month}月{light}（{why}），却填“确定能”完成").format(month=each.month, light=each.light, why=each.why or each.done)
            yield Said(each.name, each.where("chance"), message, _("写明全年预计完成情况，或改填完成目标可能性"))
