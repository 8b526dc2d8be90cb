"""Rules about the forms in the workbook."""

from collections.abc import Iterator

from xlperf.forms import evaluation_form, fits, never_made
from xlperf.language import _
from xlperf.model import ERROR, WARNING, Grid, Place
from xlperf.rules.rule import Said, rule
from xlperf.schema import EVALUATION, FORM
from xlperf.tally import Assessment


@rule("F701", "form-outdated", ERROR)
def form_outdated(a: Assessment) -> Iterator[Said]:
    """目标表与任务、目标、指标的行数对不上，内容已经过时。

    只改文字和数字时，校验会自动更新目标表；增删了行，表的格式要重新生成。还没有生成的不看。

    为什么：报送、公开的是目标表，过时的目标表会与批复不一致。
    错误：
        旧目标表｜少一行
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次
    依据：目标表由任务、总体目标、绩效指标三张表生成（程序的约定）。
    """
    if not fits(a.case) and not never_made(a.case):
        table = a.case.table
        message = _("目标表已过时：与现在的任务（{tasks}项）、指标（{indicators}项）或它们的分类对不上，请勿报送")
        message = message.format(tasks=len(table.tasks), indicators=len(table.indicators))
        yield Said(FORM, Place(FORM, 1, 1), message, _("点“生成目标表”；没有按钮的，用“xlperf new 新文件.xlsx --from 本文件”重新生成"))


@rule("F702", "evaluation-outdated", WARNING)
def evaluation_outdated(a: Assessment) -> Iterator[Said]:
    """自评表生成以后，指标、支出或得分又变了。

    还没有生成的不看。

    为什么：报送、公开的是自评表，过时的自评表会与台账对不上。
    错误：
        旧自评表｜改了一个数
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次
    依据：自评表由任务、支出明细、绩效指标生成（程序的约定）。
    """
    old = a.case.evaluation
    made = old is not None and len(old.rows) > 1
    if old is not None and made and _texts(old) != _texts(evaluation_form(a)):
        yield Said(EVALUATION, Place(EVALUATION, 1, 1), _("自评表已过时：生成以后又有改动，请勿报送"), _("点“生成自评表”"))


def _texts(form: Grid) -> list[str]:
    """Return what a form says, cell by cell, however its numbers are held."""
    cells = (cell for row in form.rows for cell in row if cell not in (None, ""))
    return [f"{cell:.6f}" if isinstance(cell, int | float) else str(cell).strip() for cell in cells]
