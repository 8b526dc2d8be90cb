"""Published layouts against what was extracted from them by hand: fields right of all, table by table."""

import json
from itertools import zip_longest
from pathlib import Path

import pytest

from xlperf.errors import InputError
from xlperf.files import check, read

TABLES = Path(__file__).parent / "corpus" / "tables"
LEAST = dict.fromkeys((
    "01_yunnan_gongkai14", "03_xiangtan_cell_per_line", "06_sichuan_one_string", "08_anhui_hints_in_names", "11_anhui_stars_qizhong",
    "13_huangshan_brackets",
), 1.0)  # fmt: skip
"""How much of each table is read."""

FIELDS = ("level3", "level2", "target", "actual", "weight", "score")


def field(row: dict | None, name: str) -> object:
    """Return a field of a row as it is compared; None where the row or the field is not there."""
    value = (row or {}).get(name)
    if value in (None, ""):
        return None
    return float(value) if name in ("weight", "score") else "".join(str(value).split())


def score(found: list[dict], wanted: list[dict]) -> tuple[int, int]:
    """Return (fields right, fields of all): rows by their order; a missing or an extra row has all its fields wrong."""
    right = count = 0
    for a, b in zip_longest(found, wanted):
        for name in FIELDS:
            mine, theirs = field(a, name), field(b, name)
            if mine is not None or theirs is not None:
                count += 1
                right += a is not None and b is not None and mine == theirs
    return right, count


def rows(path: Path) -> list[dict]:
    """Return the indicators that are read from a file; none where it is refused."""
    try:
        table = read(path)
    except InputError:
        return []
    return [{"level3": each.level3, "level2": each.level2, "target": each.target, "actual": each.actual, "weight": each.weight,
             "score": each.awarded} for each in table.indicators]  # fmt: skip


@pytest.mark.parametrize("name", LEAST)
def test_a_published_table_is_read(name):
    wanted = json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8"))["indicators"]
    right, count = score(rows(TABLES / f"{name}.txt"), wanted)
    print(f"{name}: {right} of {count} fields ({right / count:.1%})")
    assert right / count >= LEAST[name]


def test_the_scorer_counts_what_is_wrong():
    wanted = [{"level3": "甲", "level2": "数量指标", "target": "1次"}, {"level3": "乙", "level2": "数量指标", "target": "2次"}]
    assert score(wanted, wanted) == (6, 6) and score(wanted[:1], wanted) == (3, 6) and score(wanted[1:], wanted) == (1, 6)


@pytest.mark.parametrize(
    "text",
    ["通知\n请各单位按时报送。", "各单位要填报数量指标、质量指标\n数量指标\n请认真填写\n质量指标\n按时报送", "",
     "数量指标", "产出指标|数量指标|质量指标"],
)
def test_a_text_that_only_speaks_of_indicators_is_no_table(tmp_path, text):
    path = tmp_path / "通知.txt"
    path.write_text(text or "\n.", encoding="utf-8")
    assert rows(path) == []


def test_a_long_text_is_read_in_time(tmp_path):
    path = tmp_path / "长.txt"
    lines = [f"第{number}项工作|{number % 90}|>={number}次" for number in range(5000)]
    path.write_text("一级指标|二级指标|三级指标|分值|指标值\n产出指标|数量指标\n" + "\n".join(lines), encoding="utf-8")
    assert len(rows(path)) == 5000


def test_a_string_without_dividers_that_cannot_be_cut_is_named(tmp_path):
    path = tmp_path / "串.txt"
    head = "绩效目标自评表(2022年度)" + "项目概况" * 30 + "一级指标二级指标三级指标分值年度指标值全年实际值得分"
    path.write_text(head + "产出指标(50分)数量指标检查次数10≥4次≥5次10质量指标说不清楚的一段话", encoding="utf-8")
    found = check(path).result
    assert [(each.indicator.level3, each.indicator.target, each.indicator.actual) for each in found.assessment.indicators] == [
        ("检查次数", "≥4次", "≥5次")]  # fmt: skip
    assert [each.message for each in found.findings if each.rule == "S112"] == ["“说不清楚的一段话”没有放进表里"]


def test_what_fits_no_row_is_named(tmp_path):
    path = tmp_path / "表.txt"
    lines = ("一级指标|二级指标|三级指标|分值|指标值", "产出指标|数量指标|甲项工作|10|>=1次", "质量指标|只有一个名称", "时效指标|乙项工作|10|2天")
    path.write_text("\n".join(lines), encoding="utf-8")
    found = check(path).result
    assert [each.indicator.level3 for each in found.assessment.indicators] == ["甲项工作", "乙项工作"]
    assert [each.message for each in found.findings if each.rule == "S112"] == ["“只有一个名称”没有放进表里"]
