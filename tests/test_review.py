"""Findings that a person accepted: they stay listed, survive sorting and checks, and come back when what they say changes."""

from datetime import date

import docx
import pytest

from tests.conftest import INDICATOR, TASK, content_from, values
from tests.person import Person
from xlperf import schema
from xlperf.cli import main
from xlperf.errors import InputError
from xlperf.files import accept, check, form, make, new
from xlperf.rules import RULES
from xlperf.schema import INDICATORS, REVIEW

BARE = INDICATOR | {"指标编号": "Z7", "二级指标": "时效指标", "三级指标": "采购完成时间", "批复指标值": "2022年11月30日",
                    "实际完成值": "2022年11月1日"}
ACCEPTED = {"规则": "T203", "对象": "采购完成时间", "意见或理由": "就是截止日", "处理": "接受", "审核人": "张三", "日期": date(2022, 3, 1)}


def workbook(tmp_path, *opinions: dict):
    path = tmp_path / "母版.xlsx"
    path.write_bytes(make(content_from({"任务": [], "绩效指标": [BARE, INDICATOR], "审核意见": list(opinions)})))
    return path


def found(path, rule: str = "T203"):
    return [(each.severity, each.hint) for each in check(path).result.findings if each.rule == rule]


def test_an_accepted_finding_stays_listed_with_who_and_why(tmp_path):
    path = workbook(tmp_path, ACCEPTED)
    assert found(path) == [("已接受", "张三于2022年3月1日接受：就是截止日")]
    check(path, write=True)
    rows = [row for row in values(path.read_bytes(), "校验结果") if row[1] == "T203"]
    assert [row[0] for row in rows] == ["已接受"]
    [note] = [row[INDICATORS.number("note") - 1] for row in values(path.read_bytes(), "绩效指标") if row[3] == "采购完成时间"]
    assert "T203" not in note


def test_it_can_be_named_by_the_number_of_its_indicator(tmp_path):
    assert found(workbook(tmp_path, ACCEPTED | {"对象": "Z7", "规则": "t203"}))[0][0] == "已接受"


def test_what_it_said_is_kept_and_a_second_check_changes_nothing(tmp_path):
    path = workbook(tmp_path, ACCEPTED)
    check(path, write=True)
    [seen] = [row[REVIEW.number("seen") - 1] for row in values(path.read_bytes(), REVIEW.name)[4:] if row[4] == "T203"]
    assert "2022年11月30日" in seen
    before = path.read_bytes()
    check(path, write=True)
    assert path.read_bytes() == before


def test_it_survives_sorting(tmp_path):
    path = workbook(tmp_path, ACCEPTED)
    check(path, write=True)
    Person(path).swap(INDICATORS, 5, 6)
    assert found(path)[0][0] == "已接受"
    check(path, write=True)
    assert found(path)[0][0] == "已接受"


def test_it_comes_back_when_its_figures_change(tmp_path):
    path = workbook(tmp_path, ACCEPTED)
    check(path, write=True)
    Person(path).type(INDICATORS, "采购完成时间", approved="2022年12月30日")
    [(severity, hint)] = found(path)
    assert severity == "提示" and hint.startswith("张三于2022年3月1日接受过，此后有变化")


def test_it_goes_into_a_new_workbook_with_what_it_said(tmp_path):
    path, newer = workbook(tmp_path, ACCEPTED), tmp_path / "新.xlsx"
    check(path, write=True)
    Person(path).type(INDICATORS, "采购完成时间", approved="2022年12月30日")
    new(newer, path)
    assert found(newer)[0][0] == "提示"


def test_without_a_reason_or_a_person_it_is_not_accepted(tmp_path):
    path = workbook(tmp_path, ACCEPTED | {"审核人": None})
    assert found(path)[0][0] == "提示" and found(path, "V901")[0][0] == "警告"


def test_an_accepted_finding_is_no_fault_any_more(tmp_path, capsys):
    path = tmp_path / "母版.xlsx"
    path.write_bytes(make(content_from({"任务": [], "绩效指标": [BARE]})))
    open_ones = check(path).result.open
    accepted = [ACCEPTED | {"规则": each.rule, "对象": each.subject} for each in open_ones]
    path.write_bytes(make(content_from({"任务": [], "绩效指标": [BARE], "审核意见": accepted})))
    assert check(path).result.verdict == "通过" and main(["check", str(path)]) == 0
    assert "没有问题" in capsys.readouterr().out


STRICT = {each.id for each in RULES if each.strict}


@pytest.mark.parametrize(("row", "particulars", "strict"), [
    ({"实际完成值": None}, {}, True),
    ({"实际完成值": None}, {"version": "已申报"}, True),
    ({"实际完成值": None}, {"version": "已批复"}, False),
    ({"实际完成值": None}, {"scope": "基本"}, False),
    ({"实际完成值": "4次"}, {}, False),
    ({"实际完成值": "4次"}, {"scope": "严格"}, True),
])  # fmt: skip
def test_what_a_reviewer_would_ask_is_told_until_the_targets_stand(tmp_path, row, particulars, strict):
    path = tmp_path / "母版.xlsx"
    path.write_bytes(make(content_from({"任务": [TASK], "绩效指标": [INDICATOR | row]}, **particulars)))
    assert bool({each.rule for each in check(path).result.findings} & STRICT) == strict
    assert {each.rule for each in check(path, scope=schema.ALL_RULES).result.findings} & STRICT
    assert not {each.rule for each in check(path, scope=schema.BASIC_RULES).result.findings} & STRICT


def test_the_command_writes_the_row_and_is_refused_what_is_not_there(tmp_path, capsys):
    path = workbook(tmp_path)
    assert main(["accept", str(path), "t203", "采购完成时间", "--reason", "就是截止日", "--person", "张三"]) == 0
    assert found(path)[0][0] == "已接受" and "已接受T203“采购完成时间”" in capsys.readouterr().out
    with pytest.raises(InputError, match="已经接受了"):
        accept(path, "T203", "采购完成时间", reason="再来", person="张三")
    with pytest.raises(InputError, match="没有T203关于“别的”的问题。T203有：“采购完成时间”"):
        accept(path, "T203", "别的", reason="再来", person="张三")


def test_the_paper_tells_findings_opinions_and_the_conclusion(tmp_path):
    said = {"轮次": 1.0, "层级": "财政部门", "日期": date(2022, 3, 1), "审核人": "李四", "意见或理由": "补充社会效益指标", "处理": "需修改",
            "结论": "中"}  # fmt: skip
    path, paper = workbook(tmp_path, said, ACCEPTED), tmp_path / "审核意见单.docx"
    form(path, paper, kind="opinion")
    document = docx.Document(str(paper))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    told = ("第1轮审核", "财政部门 李四 2022年3月1日", "补充社会效益指标", "中：修改后重新报审", "张三于2022年3月1日接受：就是截止日", "完整性")
    assert [word for word in told if word not in text] == []
    assert "V902" not in text
