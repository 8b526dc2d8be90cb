"""Published layouts against what was extracted from them by hand: fields right of all, table by table."""

import json
import re
from itertools import zip_longest
from pathlib import Path

import pytest

from xlperf.errors import InputError
from xlperf.files import check, read

TABLES = Path(__file__).parent / "corpus" / "tables"
LAYOUTS = Path(__file__).parent / "corpus" / "layouts"
"""Further layouts as pages and documents have them, in words of our own: what became of their cells is what is to be read."""

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


@pytest.mark.parametrize("path", sorted(TABLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_published_table_is_read(path):
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["indicators"]
    right, count = score(rows(path), wanted)
    print(f"{path.stem}: {right} of {count} fields ({right / count:.1%})")
    assert right == count


@pytest.mark.parametrize("divider", [" | ", "\t"], ids=["bars", "tabs"])
@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_layout_is_read_whatever_divides_its_cells(tmp_path, path, divider):
    text = path.read_text(encoding="utf-8")
    changed = tmp_path / path.name
    changed.write_text(text if divider == " | " else re.sub(r" ?\| ?", divider, text), encoding="utf-8")
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert [{name: field(each, name) for name in FIELDS} for each in rows(changed)] == [
        {name: field(each, name) for name in FIELDS} for each in wanted]  # fmt: skip


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


ROWS = [("数量指标", "除险加固水库数量", "≥3座", "3座", 20, 20), ("数量指标", "新建泵站", "≥2座", "1座", 20, 10),
        ("质量指标", "工程验收合格率", "100%", "100%", 10, 10), ("社会效益指标", "受益人口", "≥2万人", "2.1万人", 30, 30),
        ("服务对象满意度指标", "群众满意度", "≥95%", "96%", 10, 10)]  # fmt: skip
HEAD = "2023年度项目支出绩效自评表", "项目名称{0}水库除险加固{0}实施单位{0}水库管理所"
HEADINGS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
FIRST = ["产出指标", "", "", "效益指标", "满意度指标"]


def lines(divider: str, blank: str = "") -> list[str]:
    """Return the table with a divider between its cells, `blank` in the cells that a merge covers."""
    found, before = [line.format(divider) for line in HEAD] + [divider.join(HEADINGS)], ""
    for level1, row in zip(FIRST, ROWS, strict=True):
        found.append(divider.join([level1 or blank, row[0] if row[0] != before else blank, *map(str, row[1:])]))
        before = row[0]
    return found


def squeezed(text: list[str], divider: str) -> list[str]:
    """Return lines that have lost their blank cells."""
    return [divider.join(cell.strip() for cell in line.split(divider) if cell.strip()) for line in text]


SHAPES = {
    "tabs": "\n".join(lines("\t")),
    "tabs, blank cells lost": "\n".join(squeezed(lines("\t"), "\t")),
    "spaces": "\n".join(squeezed(lines(" "), " ")),
    "bars": "\n".join(f"| {line} |" for line in lines(" | ")),
    "Markdown": "\n".join(["# 自评表", *(f"| {line} |" for line in lines(" | ")[:3]), "|---|---|---|---|---|---|---|",
                           *(f"| {line} |" for line in lines(" | ")[3:])]),
    "a cell a line": "\n".join(cell for line in squeezed(lines("\t"), "\t") for cell in line.split("\t")),
    "all in one line": " ".join(squeezed(lines(" "), " ")),
    "sums and signatures below": "\n".join([*lines("\t"), "总分\t\t\t\t\t90\t80", "填表人：张三\t\t联系电话：0316-1234567"]),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_is_read_whatever_became_of_its_cells(tmp_path, shape):
    path = tmp_path / "自评表.txt"
    path.write_text(SHAPES[shape], encoding="utf-8")
    found = read(path)
    assert [(each.level2, each.level3, each.target, each.actual, each.weight, each.awarded) for each in found.indicators] == ROWS
    assert (found.department, found.year, [each.name for each in found.tasks]) == ("水库管理所", 2023, ["水库除险加固"])


BARE = [(row[0], row[1], row[2]) for row in ROWS]


@pytest.mark.parametrize(
    "text",
    [
        "产出指标\n数量指标\n除险加固水库数量\n≥3座\n新建泵站\n≥2座\n质量指标\n工程验收合格率\n100%\n效益指标\n社会效益指标\n受益人口\n≥2万人\n"
        "满意度指标\n服务对象满意度指标\n群众满意度\n≥95%",
        "1.产出指标\n（1）数量指标：除险加固水库数量≥3座；新建泵站≥2座。\n（2）质量指标：工程验收合格率达到100%。\n2.效益指标\n"
        "（1）社会效益指标：受益人口≥2万人。\n3.满意度指标\n（1）服务对象满意度指标：群众满意度≥95%。",
        "【产出指标-数量指标】\n指标1：除险加固水库数量（≥3座）\n指标2：新建泵站（≥2座）\n【产出指标-质量指标】\n指标1：工程验收合格率（100%）\n"
        "【效益指标-社会效益指标】\n指标1：受益人口（≥2万人）\n【满意度指标-服务对象满意度指标】\n指标1：群众满意度（≥95%）",
    ],
    ids=["without headings", "sentences", "brackets"],
)  # fmt: skip
def test_a_text_without_headings_is_read(tmp_path, text):
    path = tmp_path / "目标.txt"
    path.write_text("2023年度项目支出绩效目标\n" + text, encoding="utf-8")
    found = read(path)
    assert [(each.level2, each.level3, each.target.removeprefix("达到")) for each in found.indicators] == BARE


@pytest.mark.parametrize("divider", [" | ", "\t"])
def test_of_two_halves_in_a_text_the_year_s_is_read(tmp_path, divider):
    head = ["项目支出绩效目标申报表（2023年度）", "总体目标|实施期目标|年度目标", "|建成一批|建成一座",
            "绩效指标|一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值"]
    rows = ["|产出指标|数量指标|水库|≥9座|数量指标|水库|≥3座", "|||泵站|≥6座||泵站|≥2座", "||质量指标|合格率|100%|质量指标|合格率|100%"]
    path = tmp_path / "目标.txt"
    path.write_text("\n".join([*head, *rows]).replace("|", divider), encoding="utf-8")
    found = read(path)
    assert [(each.level2, each.level3, each.target) for each in found.indicators] == [
        ("数量指标", "水库", "≥3座"), ("数量指标", "泵站", "≥2座"), ("质量指标", "合格率", "100%")]  # fmt: skip
    assert [each.text for each in found.goals] == ["建成一座"]
