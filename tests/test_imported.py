"""What `new --from` prints: found, doubtful, left out; nothing is dropped silently, and nothing is guessed."""

import io

import openpyxl
import pytest

from xlperf.cli import main
from xlperf.files import read, taken_over

HEADINGS = ["一级指标", "二级指标", "三级指标", "年度指标值", "全年实际值", "分值", "自评得分", "未完成原因分析"]
ROWS = [["产出指标", "数量指标", "养护里程", ">=12公里", "11公里", 40, 36, "雨季停工"],
        [None, "质量指标", "验收合格率", ">=95%", "96%", 50, 50, None]]
TOP = [["2022年度项目支出绩效自评表"], ["项目名称", "道路养护", None, "主管部门", "示例委", None, "实施单位", "示例局"],
       ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
       [None, "年度资金总额", 80, 75, "70.5", 10, "94%", 9.4], [None, "其中：本年财政拨款", 60, 55, 52, "—", None, "—"],
       ["年度总体目标", "预期目标", None, None, "实际完成情况"], [None, "修好路", None, None, "修好了"]]  # fmt: skip


def workbook(rows, change=lambda page: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def made(tmp_path, capsys, data: bytes, *options: str):
    """Return the table of the master that is made of a workbook, and what is printed."""
    source, out = tmp_path / "表.xlsx", tmp_path / "母版.xlsx"
    source.write_bytes(data)
    assert main(["new", str(out), "--from", str(source), *options]) == 0
    return read(out), capsys.readouterr().out


def test_a_self_evaluation_of_a_project_is_taken_over_whole(tmp_path, capsys):
    table, said = made(tmp_path, capsys, workbook([*TOP, HEADINGS, *ROWS, ["总分", None, None, None, None, 100, 95.4]]))
    assert (table.department, table.year, table.particulars["supervisor"]) == ("示例局", 2022, "示例委")
    [task] = table.tasks
    assert (task.name, task.total, task.adjusted, task.fiscal) == ("道路养护", 80, -5, 60)
    assert [(each.text, each.actual) for each in table.goals] == [("修好路", "修好了")]
    assert [(each.level3, each.approved, each.actual, each.weight, each.awarded, each.cause) for each in table.indicators] == [
        ("养护里程", ">=12公里", "11公里", 40, 36, "雨季停工"), ("验收合格率", ">=95%", "96%", 50, 50, "")]  # fmt: skip
    assert "读到：任务1个、总体目标1个、绩效指标2项、有分值的2项、有实际完成值的2项\n把握高" in said
    assert "表.xlsx" not in said and "全年执行数70.5没有放进任务：执行数由“支出明细”汇总" in said and "请核对" not in said


def test_columns_that_are_not_read_are_named_with_what_they_may_be(tmp_path, capsys):
    rows = [[*row, text] for row, text in zip(ROWS, ("看图", None), strict=True)]
    _table, said = made(tmp_path, capsys, workbook([["2022年度"], [*HEADINGS[:-1], "偏差的原因分析", "佐证"], *rows]))
    assert "Sheet!H2：“偏差的原因分析”这一列没有读（如果是“偏差原因分析及改进措施”，请把列标题改成它）" in said
    assert "“佐证”这一列没有读（如果是“佐证材料”，请把列标题改成它）" in said and "没有找到单位名称" in said


def test_a_table_of_which_much_is_missing_is_called_doubtful(tmp_path, capsys):
    _table, said = made(tmp_path, capsys, workbook([["2022年度"], HEADINGS, *ROWS, [None, None, "接入用户", None, "3户"]]))
    assert "把握高" in said and "1项指标没有指标值：“接入用户”" in said
    (tmp_path / "母版.xlsx").unlink()
    _table, said = made(tmp_path, capsys, workbook([["2022年度"], HEADINGS, *ROWS, *([None, None, name] for name in ("路灯", "护栏", "标线"))]))
    assert "把握低：3处没有类别、名称或指标值，或者没有放进表里" in said


def test_a_money_unit_that_is_not_declared_is_not_guessed(tmp_path, capsys):
    rows = [["2022年度"], ["项目名称", "道路养护"], ["年度资金总额", 80], HEADINGS, *ROWS]
    table, said = made(tmp_path, capsys, workbook(rows))
    assert table.tasks[0].total is None
    assert "没有写明金额单位，金额没有放进任务（“道路养护”的80）；请在原表标题下写明“单位：万元”再读一次，或加上--unit 万元" in said
    (tmp_path / "母版.xlsx").unlink()
    table, said = made(tmp_path, capsys, workbook(rows), "--unit", "元")
    assert str(table.tasks[0].total) == "0.008" and "单位，金额" not in said


def test_a_unit_that_contradicts_the_form_is_refused(tmp_path, capsys):
    source = tmp_path / "表.xlsx"
    source.write_bytes(workbook([*TOP, HEADINGS, *ROWS]))
    assert main(["new", str(tmp_path / "a.xlsx"), "--from", str(source), "--unit", "元"]) == 2
    assert "原表写的金额单位是万元，不是元。请去掉--unit" in capsys.readouterr().err


def test_what_is_hidden_is_read_and_told(tmp_path, capsys):
    def hide(page) -> None:
        page.row_dimensions[3].hidden = page.column_dimensions["E"].hidden = True

    table, said = made(tmp_path, capsys, workbook([["2022年度"], HEADINGS, *ROWS], hide))
    assert len(table.indicators) == 2 and table.indicators[0].actual == "11公里"
    assert "隐藏的行也读了：第3行" in said and "隐藏的列也读了：E列" in said


@pytest.mark.parametrize("heading", ["1-6月执行情况", "上半年完成情况", "截至9月底完成情况", "三季度执行情况", "1—8月完成值"])
def test_a_form_of_monitoring_says_what_was_reached_so_far(tmp_path, capsys, heading):
    rows = [["一级指标", "二级指标", "三级指标", "年度指标值", heading, "全年预计完成情况"],
            ["产出指标", "数量指标", "养护里程", ">=12公里", "6公里", "12公里"]]  # fmt: skip
    table, said = made(tmp_path, capsys, workbook([["2022年度绩效运行监控表"], *rows]))
    assert (table.indicators[0].approved, table.indicators[0].actual) == (">=12公里", "6公里")
    assert "“全年预计完成情况”这一列没有读" in said


def test_doubts_are_told(tmp_path, capsys):
    rows = [[None, "其它指标", "合格率", ">=95%", "96%", 45], ["产出指标", "数量指标", "养护里程", None, "11公里", 40]]
    _table, said = made(tmp_path, capsys, workbook([["绩效表"], ["单位名称", "示例局"], HEADINGS, *rows]))
    for each in ("请核对（4处）：", "标题里没有年度，或有几个不同的年度", "1项指标没有指标值：“养护里程”", "一级指标空着：“合格率”",
                 "分值合计85，不是90或100"):  # fmt: skip
        assert each in said


@pytest.mark.parametrize(
    ("headings", "row", "expected"),
    [
        (["二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "指标方向性"],
         ["数量指标", "培训人数", "≥", "820", "人次", "10", "正向指标"], ("培训人数", "≥820人次", None, 10)),
        (["二级指标", "三级指标", "指标性质", "指标方向", "目标值", "计量单位", "分值"],
         ["数量指标", "培训人数", "正向", "≥", "820", "人次", 10], ("培训人数", "≥820人次", None, 10)),
        (["二级指标", "三级指标", "2021年完成值", "2022年指标值", "2022年完成值"], ["数量指标", "培训人数", "800人", "≥820人", "830人"],
         ("培训人数", "≥820人", "830人", None)),
        (["二级指标", "三级指标", "上年实际值", "本年目标值"], ["数量指标", "培训人数", "800人", "≥820人"], ("培训人数", "≥820人", None, None)),
        (["二级指标（分值）", "三级指标（分值）", "目标值（含单位）"], ["数量指标（20）", "培训人数（10分）", "≥820人"],
         ("培训人数", "≥820人", None, 10)),
        (["*二级指标", "*三级指标", "*指标值", "计量单位", "*指标解释"], ["数量指标", "培训人数", "≥820", "人", "见附件"],
         ("培训人数", "≥820人", None, None)),
    ],
    ids=["split", "headings of sign and direction swapped", "last year's column", "last year in words", "points in labels", "stars"],
)  # fmt: skip
def test_columns_are_known_in_many_shapes(tmp_path, capsys, headings, row, expected):
    table, _said = made(tmp_path, capsys, workbook([["2022年度项目支出绩效表"], headings, row]))
    [found] = table.indicators
    assert (found.level3, found.approved, found.actual, found.weight) == expected


def test_bands_of_years_tell_whose_values_stand_below(tmp_path, capsys):
    rows = [["绩效表"], ["二级指标", "三级指标", "2021年度", None, "2022年度", None], [None, None, "指标值", "完成值", "指标值", "完成值"],
            ["数量指标", "培训人数", "≥700人", "800人", "≥820人", "830人"]]  # fmt: skip
    table, said = made(tmp_path, capsys, workbook(rows))
    assert [(each.approved, each.actual) for each in table.indicators] == [("≥820人", "830人")]
    assert "2021" in said


def test_a_column_that_is_not_read_is_told_for_a_whole_department_too(tmp_path):
    rows = [
        "部门整体支出绩效目标表", "（2022年度）", "单位：万元", "部门名称,示例局", "年度主要任务,任务名称,主要内容,预算金额（万元）,,",
        ",,,总额,财政拨款,其他资金", ",保障,运转,10,10,0", "年度总体目标,保障运转", "年度绩效指标,一级指标,二级指标,三级指标,指标值,备注",
        ",产出指标,数量指标,检查,≥1次,全县", ",,质量指标,合格率,≥95%,",
    ]  # fmt: skip
    path = tmp_path / "表.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    case = taken_over(path)[1]
    assert "“备注”这一列没有读" in [each.text for each in case.remarks] and len(case.table.tasks) == 1 and not case.unread
