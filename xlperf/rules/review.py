"""Rules about what reviewers wrote."""

from collections.abc import Iterator

from xlperf.language import _
from xlperf.model import HINT, WARNING
from xlperf.rules.accepted import is_acceptance, is_complete
from xlperf.rules.rule import Said, rule
from xlperf.schema import RETURN
from xlperf.tally import Assessment


@rule("V901", "acceptance-incomplete", WARNING)
def acceptance_incomplete(a: Assessment) -> Iterator[Said]:
    """接受一个问题，没有写明理由、审核人或日期，没有生效。

    为什么：接受要有人负责，事后说得清是谁、什么时候、为什么。
    错误：
        审核意见｜规则=T203｜对象=采购完成时间｜处理=接受
    正确：
        审核意见｜规则=T203｜对象=采购完成时间｜处理=接受｜意见或理由=指标值即截止日｜审核人=张三｜日期=2022-03-01
    依据：内部控制的一般要求。
    """
    for each in a.case.opinions:
        if is_acceptance(each) and not is_complete(each):
            blanks = ((_("意见或理由"), each.opinion), (_("审核人"), each.person), (_("日期"), each.date))
            lacking = _("、").join(name for name, text in blanks if not text)
            message = _("接受{rule}没有填{lacking}，没有生效").format(rule=each.rule, lacking=lacking)
            yield Said(each.subject or each.rule, each.where("opinion"), message, _("补填{lacking}").format(lacking=lacking))


@rule("V902", "opinion-unanswered", HINT)
def opinion_unanswered(a: Assessment) -> Iterator[Said]:
    """审核意见要求修改，还没有写修改说明。

    为什么：修改后再报时，要逐条说明怎样改的。
    错误：
        审核意见｜轮次=1｜层级=财政部门｜意见或理由=补充社会效益指标｜处理=需修改
    正确：
        审核意见｜轮次=1｜层级=财政部门｜意见或理由=补充社会效益指标｜处理=已修改｜修改说明=增加了知晓率
    依据：财预〔2015〕88号：审核意见反馈后应当修改、再报（已核实）。
    """
    for each in a.case.opinions:
        if each.handling == RETURN and not each.answer:
            message = _("审核意见“{opinion}”还没有修改说明").format(opinion=each.opinion)
            yield Said(each.subject or _("整张表"), each.where("answer"), message, _("改好后写明怎样改的，处理改为“已修改”"))
