"""绩效目标审核意见单: what a reviewer sends back: findings by what they are about, opinions, what was accepted, and the conclusion."""

from collections.abc import Sequence

from xlperf.forms.draft import Draft
from xlperf.language import _
from xlperf.model import ACCEPTED, SEVERITIES, Case, Finding, Grid, Opinion
from xlperf.schema import ACCEPT, OPINION_FORM

WIDTHS = (6, 8, 8, 22, 44, 34)
"""Widths of columns A–F, in characters."""
ASPECTS = {
    "完整性": "SFNX",
    "相关性": "KG",
    "适当性": "BL",
    "可行性": "TMRC",
}
"""What a review of targets looks at (财预〔2015〕88号, from memory), with the families of rules that speak of it."""
_OF_REVIEW = "V"
"""The family of rules about opinions, which a paper of opinions does not tell of."""
_MEANS = {"优": "直接进入下一步预算安排", "良": "与单位协商修改后进入下一步", "中": "修改后重新报审", "差": "不进入下一步预算安排"}


def opinion_form(case: Case, findings: Sequence[Finding], round: int | None = None) -> Grid:
    """Return the opinion on a table, with the rows of a review `round` (by default the last that has any)."""
    table = case.table
    rounds = sorted({int(each.round) for each in case.opinions if each.round is not None})
    round = round if round is not None else rounds[-1] if rounds else 1
    own = [each for each in case.opinions if each.round is None or int(each.round) == round]
    form, label, text = Draft(OPINION_FORM, WIDTHS), "form.label", "form.text"
    form.title("绩效目标审核意见单", table.year)
    by = dict.fromkeys(f"{each.level} {each.person} {each.date}".strip() for each in own if each.person)
    form.row([(1, 2, "单位名称", label), (3, 4, table.department, text), (5, 5, _("第{round}轮审核").format(round=round), "form.value"),
              (6, 6, _("；").join(by), text)])  # fmt: skip
    open_ones = [each for each in findings if each.severity != ACCEPTED and each.rule[0] != _OF_REVIEW]
    _aspects(form, open_ones)
    _findings(form, open_ones)
    _opinions(form, [each for each in own if each.handling != ACCEPT])
    _accepted(form, [each for each in findings if each.severity == ACCEPTED])
    conclusion = next((each.conclusion for each in reversed(own) if each.conclusion), "")
    told = f"{conclusion}：{_MEANS[conclusion]}" if conclusion in _MEANS else conclusion or "　　（优　良　中　差）"
    form.row([(1, 2, "审核结论", label), (3, 6, told, text)])
    form.row([(1, 2, "单位修改说明", label), (3, 6, "", text)])
    form.row([(1, 6, "审核人（签字）：　　　　　　　　　　单位负责人（签字）：　　　　　　　　　　年　　月　　日", text)])
    return form.grid()


def _aspects(form: Draft, findings: Sequence[Finding]) -> None:
    first = len(form.rows) + 1
    for aspect, families in ASPECTS.items():
        own = [each for each in findings if each.rule[0] in families]
        counts = _("、").join(_("{severity}{count}项").format(severity=severity, count=count) for severity in SEVERITIES
                             if (count := sum(each.severity == severity for each in own)))  # fmt: skip
        form.row([(1, 2, None, "form.label"), (3, 4, aspect, "form.value"), (5, 6, counts or _("没有发现问题"), "form.text")])
    form.merge_down(1, first, len(form.rows), "审核内容", until=2)


def _findings(form: Draft, findings: Sequence[Finding]) -> None:
    form.row([(1, 6, "需要修改或说明的问题", "form.label")])
    heads = ("序号", "级别", "规则", "对象", "问题", "建议")
    form.row([(column, column, name, "form.label") for column, name in enumerate(heads, 1)])
    for nth, each in enumerate(findings, 1):
        cells = (str(nth), each.severity, each.rule, each.subject, each.message, each.hint)
        form.row([(column, column, value, "form.value" if column < 4 else "form.text") for column, value in enumerate(cells, 1)])
    if not findings:
        form.row([(1, 6, "没有发现问题", "form.value")])


def _opinions(form: Draft, opinions: Sequence[Opinion]) -> None:
    if opinions:
        form.row([(1, 6, "审核意见", "form.label")])
    for nth, each in enumerate(opinions, 1):
        answer = _("修改说明：{answer}").format(answer=each.answer) if each.answer else ""
        form.row([(1, 1, str(nth), "form.value"), (2, 3, each.handling, "form.value"), (4, 4, each.subject or "整张表", "form.text"),
                  (5, 5, each.opinion, "form.text"), (6, 6, answer, "form.text")])  # fmt: skip


def _accepted(form: Draft, findings: Sequence[Finding]) -> None:
    if findings:
        form.row([(1, 6, "已接受的问题", "form.label")])
    for nth, each in enumerate(findings, 1):
        form.row([(1, 1, str(nth), "form.value"), (2, 3, each.rule, "form.value"), (4, 4, each.subject, "form.text"),
                  (5, 5, each.message, "form.text"), (6, 6, each.hint, "form.text")])  # fmt: skip
