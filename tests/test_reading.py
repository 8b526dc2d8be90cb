"""The published table is read whole, in spite of what page breaks did to it."""

import json
from collections import Counter
from decimal import Decimal

import pytest

import xlperf
from tests.conftest import SEED
from xlperf.cli import main
from xlperf.errors import InputError
from xlperf.target import parse


@pytest.fixture(scope="module")
def table():
    return xlperf.read(SEED)


def test_who_and_when(table):
    assert (table.department, table.year, table.money_unit) == ("新疆巴州应急管理局", 2022, "万元")


def test_five_tasks_add_up_to_the_cent(table):
    assert [each.total for each in table.tasks] == [Decimal(x) for x in ("839.08", "80.8", "71", "50", "50")]
    assert sum(each.total for each in table.tasks) == Decimal("1090.88")
    assert all(each.fiscal == each.total and each.other is None for each in table.tasks)


def test_six_goals_without_tags(table):
    assert [each.number for each in table.goals] == [f"目标{n}" for n in range(1, 7)]
    assert table.goals[0].text == "坚持从严治党，加强党的建设；"
    assert not any("<" in each.text for each in table.goals)


def test_seventy_indicators_in_their_classes(table):
    assert Counter((each.level1, each.level2) for each in table.indicators) == {
        ("产出指标", "数量指标"): 16, ("产出指标", "质量指标"): 13, ("产出指标", "时效指标"): 12,
        ("产出指标", "成本指标"): 13, ("效益指标", "经济效益指标"): 1, ("效益指标", "社会效益指标"): 4,
        ("效益指标", "可持续影响指标"): 4, ("满意度指标", "满意度指标"): 7,
    }  # fmt: skip


def test_operators_split_as_counted_by_hand(table):
    operators = Counter(getattr(parse(each.target).target, "op", None) for each in table.indicators)
    assert operators == {">=": 32, "<=": 18, "=": 15, None: 5}


def test_every_indicator_knows_its_line(table):
    lines = SEED.read_text(encoding="utf-8").splitlines()
    for each in table.indicators:
        line = lines[each.place.row - 1]
        assert each.level3 in line and each.target in line


def test_every_target_of_the_table_reads_back(table):
    for each in table.indicators:
        reading = parse(each.target, year=table.year)
        assert reading.kind in ("number", "date", "qualitative")
        assert parse(str(reading.target)).target == reading.target


def test_read_as_json_has_the_documented_keys(capsys):
    assert main(["read", str(SEED), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (len(data["tasks"]), len(data["goals"]), len(data["indicators"])) == (5, 6, 70)
    assert data["tasks"][1] | {"content": ""} == {
        "number": "", "name": "巴州应急管理局运转保障", "content": "", "total": 80.8, "fiscal": 80.8, "carried": None,
        "other": None, "place": "第10行",
    }  # fmt: skip
    assert data["indicators"][0] == {
        "number": "", "level1": "产出指标", "level2": "数量指标", "level3": "房屋建筑物供暖面积",
        "target": ">=2772.65平方米", "actual": None, "weight": None, "score": None, "place": "第19行",
    }  # fmt: skip


def test_a_line_that_fits_nowhere_is_kept(tmp_path):
    from xlperf.files import load
    from xlperf.intake import recognise

    path = tmp_path / "表.txt"
    path.write_text(SEED.read_text(encoding="utf-8") + "\n这一行哪里也放不下\n", encoding="utf-8")
    case, _layout = recognise(load(path))
    assert [(each.why, each.value) for each in case.unread] == [("placed", "这一行哪里也放不下")]


def test_a_text_without_indicators_is_refused(tmp_path):
    path = tmp_path / "空.txt"
    path.write_text("通知\n请各单位按时报送。", encoding="utf-8")
    with pytest.raises(InputError, match="没有找到绩效指标表"):
        xlperf.read(path)


FORM = """部门（单位）整体支出绩效目标表
（2023年）
部门名称\t县水利局
任务名称\t主要内容\t预算金额（{unit}）
\t总额\t财政拨款\t其他资金
年度主要任务\t渠道清淤\t清淤二十公里\t500000\t500000\t
\t水质检测\t抽检\t20000.5\t20000.5\t
\t金额合计\t\t{total}\t{total}\t
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t清淤长度\t≥20公里
"""


def read_text(tmp_path, **fields):
    from xlperf.files import load
    from xlperf.intake import recognise

    path = tmp_path / "表.txt"
    path.write_text(FORM.format(**fields), encoding="utf-8")
    return recognise(load(path))[0], path


def test_amounts_in_yuan_are_never_taken_for_wan(tmp_path):
    from xlperf.files import check, new

    case, path = read_text(tmp_path, unit="元", total="520000.5")
    assert (case.table.money_unit, case.table.tasks[0].total) == ("元", 500000)
    assert check(path).result.assessment.budget == Decimal("52.00005")
    new(tmp_path / "新.xlsx", path)
    assert [each.total for each in xlperf.read(tmp_path / "新.xlsx").tasks] == [50, Decimal("2.00005")]


def test_a_form_that_does_not_say_its_unit_is_told(tmp_path):
    from xlperf.files import check

    _case, path = read_text(tmp_path, unit="", total="520000.5")
    assert "S111" in [each.rule for each in check(path).result.findings]


def test_the_row_of_sums_is_no_task(tmp_path):
    case, _path = read_text(tmp_path, unit="元", total="520000.5")
    assert [each.name for each in case.table.tasks] == ["渠道清淤", "水质检测"]
    assert case.unread == ()


def test_sums_that_do_not_add_up_are_told(tmp_path):
    case, _path = read_text(tmp_path, unit="元", total="520001")
    assert [each.why for each in case.unread] == ["placed"]
