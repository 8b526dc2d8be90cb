"""The papers of the year: self-evaluation, monitoring, the matrix of what hangs together; and why a cell shows what it shows."""

from datetime import date

import openpyxl
import pytest

from tests.conftest import INDICATOR, OTHER_CLASSES, TASK, content_from
from xlperf.cli import main
from xlperf.errors import InputError
from xlperf.files import check, form, form_grid, load, make, monitor
from xlperf.model import Place
from xlperf.run import run
from xlperf.schema import INDICATORS, LEDGER, OVERVIEW, TASKS
from xlperf.why import cell_asked, why

PAID = [{"任务": "R1", "金额（元）": 90000.0, "日期": date(2022, 3, 1)}]
WEIGHED = [INDICATOR | {"分值": 50.0}, OTHER_CLASSES[0] | {"分值": 30.0}, OTHER_CLASSES[1] | {"分值": 10.0}]


def workbook(tmp_path, indicators=WEIGHED, **more):
    path = tmp_path / "母版.xlsx"
    particulars = {key: more.pop(key) for key in ("preparer", "phone", "profile", "mark") if key in more}
    content = content_from({"任务": [TASK], "绩效指标": indicators, "支出明细": PAID, **more}, **particulars)
    path.write_bytes(make(content))
    return path


def texts(grid) -> list[str]:
    return [str(cell) for row in grid.rows for cell in row if cell not in (None, "")]


def test_a_finished_evaluation_has_a_total_and_a_grade(tmp_path):
    said = texts(form_grid(workbook(tmp_path), "evaluation"))
    at = said.index("总分")
    assert said[at + 1 : at + 4] == ["100", "99.00", "优"] and not any(text.startswith("说明：") for text in said)
    assert "产出指标\n（50分）" in said and "90.00%" in said


@pytest.mark.parametrize(("row", "told"), [
    ({"分值": None}, "有的指标没有分值，按类别平均测算"),
    ({"实际完成值": None}, "1项未填，没有得分（“检查次数”）"),
    ({"实际完成值": "4..次"}, "1项无法识别，没有得分（“检查次数”）"),
    ({"批复指标值": "有所提高", "实际完成值": "有所提高"}, "1项待判定，没有得分（“检查次数”）"),
    ({"批复指标值": "2022年6月30日前", "实际完成值": "2022年7月1日"}, "1项要人工核定得分"),
])  # fmt: skip
def test_what_is_unfinished_is_said_and_kept_from_the_public(tmp_path, row, told):
    path = workbook(tmp_path, [WEIGHED[0] | row, *WEIGHED[1:]])
    assert any(told in text for text in texts(form_grid(path, "evaluation")))
    with pytest.raises(InputError, match="还不能公开") as refused:
        form(path, tmp_path / "公开.docx", kind="evaluation", public=True)
    assert told in str(refused.value) and not (tmp_path / "公开.docx").exists()


def test_made_up_figures_are_kept_from_the_public(sample_path, tmp_path):
    with pytest.raises(InputError, match="表中是示例数据"):
        form(sample_path, tmp_path / "公开.docx", kind="evaluation", public=True)


def test_the_public_version_names_nobody(tmp_path):
    row = WEIGHED[0] | {"核定得分": 48.0, "核定理由": "内部核查", "佐证材料": "台账一号柜", "偏差原因分析及改进措施": "有一次未签到"}
    path = workbook(tmp_path, [row, *WEIGHED[1:]], preparer="王五", phone="0996-1234567")
    inner, public = (texts(form_grid(path, "evaluation", public=each)) for each in (False, True))
    assert any("王五" in text for text in inner) and any("内部核查" in text for text in inner)
    assert not any(word in text for text in public for word in ("王五", "0996", "内部核查", "台账")) and "有一次未签到" in public


def test_a_project_is_evaluated_for_itself(tmp_path):
    other = {"任务编号": "R2", "任务名称": "道路养护", "总额": 5.0, "财政拨款": 4.0, "其他资金": 1.0}
    rows = [each | {"对应任务": "道路养护"} for each in WEIGHED] + [INDICATOR | {"指标编号": "Z9", "三级指标": "别的次数", "对应任务": "运转保障"}]
    paid = {"任务": "R2", "金额（元）": 40000.0, "日期": date(2022, 5, 1), "资金来源": "财政拨款"}
    path = workbook(tmp_path, rows, 任务=[TASK, other], 支出明细=[*PAID, paid])
    said = texts(form_grid(path, "evaluation", "R2"))
    assert "项目支出绩效自评表" in said and "别的次数" not in said and "其中：本年财政拨款" in said and "80.00%" in said
    assert said[said.index("总分") + 1 : said.index("总分") + 3] == ["100", "98.00"]
    with pytest.raises(InputError, match="没有任务“R9”"):
        form_grid(path, "evaluation", "R9")


def test_a_project_is_monitored_for_itself(tmp_path):
    other = {"任务编号": "R2", "任务名称": "道路养护", "总额": 5.0}
    rows = [WEIGHED[0] | {"对应任务": "R2"}, INDICATOR | {"指标编号": "Z9", "三级指标": "别的次数", "对应任务": "运转保障"}]
    path = workbook(tmp_path, rows, 任务=[TASK, other])
    monitor(path, 7)
    said = texts(form_grid(path, "monitor", "道路养护", 7))
    assert said[0] == "项目支出绩效运行监控表" and "道路养护" in said and "检查次数" in said and not {"别的次数", "运转保障"} & set(said)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
@pytest.mark.parametrize("kind", ["evaluation", "monitor", "trace", "opinion"])
def test_every_paper_is_written_in_every_format(tmp_path, kind, suffix):
    path = workbook(tmp_path)
    monitor(path, 7)
    form(path, tmp_path / f"表{suffix}", kind=kind)
    assert (tmp_path / f"表{suffix}").stat().st_size > 4000


def test_a_wide_form_lies_across_the_paper(tmp_path):
    path = workbook(tmp_path)
    monitor(path, 7)
    form(path, tmp_path / "监控表.xlsx", kind="monitor")
    sheet = openpyxl.load_workbook(tmp_path / "监控表.xlsx").active
    assert (sheet.title, sheet.page_setup.orientation, sheet["A1"].value) == ("监控表", "landscape", "绩效运行监控表")


def test_a_period_that_was_not_filled_is_asked_for(tmp_path):
    with pytest.raises(InputError, match="还没有截至7月的运行监控"):
        form(workbook(tmp_path), tmp_path / "表.docx", kind="monitor", month=7)


def test_the_matrix_shows_what_hangs_in_the_air(tmp_path):
    goals = [{"目标编号": "M1", "年度总体目标": "开展安全检查", "对应任务": "R1"}, {"目标编号": "M2", "年度总体目标": "举办文艺汇演"}]
    rows = [INDICATOR | {"对应任务": "运转保障"}, INDICATOR | {"指标编号": "Z2", "三级指标": "植树造林棵数"},
            {"二级指标": "成本指标", "三级指标": "检查成本", "批复指标值": "<=2万元", "对应任务": "运转保障"}]  # fmt: skip
    grid = form_grid(workbook(tmp_path, rows, 总体目标=goals, 任务=[TASK, TASK | {"任务编号": "R2", "任务名称": "图书采购"}]), "trace")
    said = texts(grid)
    assert "目标没有对应的任务" in said and "看不出属于哪个任务" in said and any("没有指标" in text for text in said)
    [cost] = [row for row in grid.rows if row[5] == "检查成本"]
    assert cost[7] == 2.0


@pytest.mark.parametrize(("cell", "told"), [
    (f"L{5}", "达标：实际4次，指标值>=4次"), (f"{TASKS.name}!A5", "9÷10＝90.00%"), (f"{LEDGER.name}!A5", "这笔90,000.00元计入任务“运转保障”"),
    (f"{INDICATORS.name}!A6", "群众知晓率"),
])  # fmt: skip
def test_a_cell_says_why(tmp_path, cell, told):
    assert any(told in line for line in why(run(load(workbook(tmp_path))), cell_asked(cell)))


def test_a_sum_of_the_overview_says_why(tmp_path, capsys):
    path = workbook(tmp_path)
    fields = check(path).result.layout.fields
    assert main(["why", str(path), f"{OVERVIEW}!{fields['score'].cell}"]) == 0
    shown = capsys.readouterr().out
    assert "99.00分" in shown and "10×执行数÷全年预算数" in shown and "等级优" in shown
    for key, where in fields.items():
        if key in {"rate", "met", "missed", "month", "schedule", "stray", "stamp", "execution", "grade", "public"}:
            assert why(run(load(path)), where), key


@pytest.mark.parametrize("cell", ["乱写", "绩效指标!A3", "没有!A1", "概况!B30"])
def test_a_cell_of_nothing_is_said_to_be_none(tmp_path, cell, capsys):
    assert main(["why", str(workbook(tmp_path)), cell]) == 2
    told = capsys.readouterr().err
    assert "请指" in told or "写成" in told


def test_a_document_has_no_cells(tmp_path):
    from tests.conftest import SEED

    with pytest.raises(InputError, match="文档没有单元格"):
        why(run(load(SEED)), Place("绩效指标", 5, 5))
