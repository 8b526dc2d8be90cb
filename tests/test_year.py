"""One accountant's year, gone through once: what each stage leaves, and that no later stage changes it."""

import io

import docx
import openpyxl
import pytest

from tests.year import Year
from xlperf.files import check
from xlperf.schema import INDICATORS


class Gone:
    """The year, and what stood in the workbook after each stage."""

    def __init__(self, folder):
        self.year, self.after = Year(folder), {}
        for stage in self.year:
            case = check(self.year.path).result.assessment.case
            self.after[stage] = {
                "approved": {each.number: each.approved for each in case.table.indicators},
                "budgets": {each.number: each.total for each in case.table.tasks},
                "july": [each for each in case.monitored if each.month == 7],
                "opinions": [(each.round, each.opinion, each.conclusion) for each in case.opinions],
            }
        self.result = check(self.year.path).result

    def text(self, name: str) -> str:
        """Return all that a document says."""
        document = docx.Document(io.BytesIO((self.year.folder / name).read_bytes()))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def gone(tmp_path_factory):
    import os

    os.environ.setdefault("XLPERF_STATE", str(tmp_path_factory.mktemp("state")))
    return Gone(tmp_path_factory.mktemp("year"))


def test_nothing_is_typed_twice(gone):
    assert gone.year.person.twice == []
    headings = {heading for _sheet, _row, heading in gone.year.typed_again()}
    assert headings == {INDICATORS.column("actual").heading, "版本状态", "监控截至月份"}


def test_no_later_stage_changes_a_figure_of_an_earlier(gone):
    after = gone.after
    assert after["自评"]["july"] == after["监控"]["july"] != []
    assert {stage: after[stage]["approved"] for stage in after if stage not in ("申报",)} == dict.fromkeys(list(after)[1:], after["审核"]["approved"])
    assert len({tuple(after[stage]["budgets"].items()) for stage in after}) == 1
    assert after["自评"]["opinions"] == after["审核"]["opinions"]


def test_the_faults_of_the_declaration_are_returned_and_settled(gone):
    assert gone.year.told[:2] == ["申报：T209 地震台站设备故障率, T203 自然灾害综合风险普查完成时间", "再报：通过，已接受1项"]
    paper = gone.text("审核意见单.docx")
    assert "T209" in paper and "两项指标值要改" in paper and "中：修改后重新报审" in paper


def test_spending_is_counted_once_with_refunds_and_shares(gone):
    a = gone.result.assessment
    assert gone.year.told[2].startswith("1—7月支付：新增42笔，已有0笔") and gone.year.told[5].startswith("1—12月支付：新增40笔，已有42笔")
    assert a.spending.unassigned == 0
    by_hand = {"R1": 69.9 * 12, "R2": 5.6 * 12 + 9.2, "R3": 4.3 * 11 - 0.3 + 3.6 + 13, "R4": 1.95 * 12 + 12 + 12 + 2.4, "R5": 44 + 5.6}
    assert {each.task.number: round(float(each.spent.value), 6) for each in a.tasks} == {number: round(sum_, 6) for number, sum_ in by_hand.items()}
    assert {each.task.number: float(each.budget.value) for each in a.tasks}["R3"] == 91


def test_the_end_is_a_total_with_a_grade(gone):
    score = gone.result.assessment.score
    assert score.finished and score.grade == "优" and not score.estimated
    assert {each.rule for each in gone.result.open} == {"R302"}


def test_the_public_version_is_refused_until_all_is_settled_and_names_nobody(gone):
    assert any(line.startswith("公开版：") and "还不能公开：1项未填" in line for line in gone.year.told)
    inner, public = gone.text("自评表.docx"), gone.text("自评表（公开）.docx")
    assert "王五" in inner and "0996-0000000" in inner and "核定理由：第三方问卷" in inner
    assert not any(word in public for word in ("王五", "0996", "第三方问卷")) and "一次演练因天气取消" in public


def test_forms_show_the_figures_of_their_time(gone):
    july = gone.text("运行监控表1-7月.docx")
    assert "1—7月执行数" in july and "180次" in july and "312次" not in july and "招标晚于计划" in july
    whole = gone.text("自评表.docx")
    assert "312次" in whole and ">=5次" in whole
    sheet = openpyxl.load_workbook(gone.year.folder / "项目自评表.xlsx").active
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "项目支出绩效自评表" in texts and any("按类别平均测算" in text for text in texts)
