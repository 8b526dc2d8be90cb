"""What is written of many workbooks: tables, the summary workbook, the page; nothing in them is ever a formula or code."""

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import small_workbook, values
from xlperf.batch import How, check_one
from xlperf.batch.results import Results, results_of
from xlperf.batch.suspicions import with_suspicions
from xlperf.cli import main
from xlperf.report.outputs import write_outputs
from xlperf.report.tables import harmless

EVIL = "</script><script>document.title='破坏'</script><img src=x onerror=\"document.title='破坏'\">"
FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "  =1", "\r=1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Three workbooks and a damaged one; names, targets and actuals that mean harm."""
    folder = tmp_path_factory.mktemp("报送")
    rows = {"绩效指标": [
        {"二级指标": "数量指标", "三级指标": EVIL, "批复指标值": ">=5次", "实际完成值": "3次"},
        {"二级指标": "数量指标", "三级指标": "=HYPERLINK(\"http://x\",\"点\")", "批复指标值": "=11辆", "实际完成值": "5辆"},
    ]}  # fmt: skip
    for nth, name in enumerate(("甲局", "=乙局", "丙局")):
        told = {"department": name, "code": f"10{nth}", "supervisor": "财政局", "year": 2022 + nth}
        (folder / f"{nth}.xlsx").write_bytes(small_workbook(rows if nth < 2 else None, **told))
    (folder / "坏.xlsx").write_bytes(b"PK")
    return folder


@pytest.fixture(scope="module")
def results(folder) -> Results:
    found = [check_one(str(path), How()).data for path in sorted(folder.glob("*.xlsx"))]
    return with_suspicions(results_of(lambda: found))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text):
    assert harmless(text) == f"'{text}" and harmless(f"甲{text}") == f"甲{text}" and harmless(-1) == -1 and harmless(None) is None


def test_csv_has_headings_and_harmless_texts(results, tmp_path):
    written = write_outputs(results, [tmp_path / "结果.csv"])
    assert [path.name for path in written] == [f"结果-{title}.csv" for title in ("单位", "可疑情况", "问题", "指标", "任务")]
    data = written[3].read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 3 * 3 + 2 * 2 and rows[1]["单位名称"] == "甲局"
    cells = [cell for row in rows for cell in row.values()]
    assert "'=11辆" in cells and "'=乙局" in cells and EVIL in cells
    assert not any(cell[:1] in tuple("=+@\t\r") for cell in cells)
    units = list(csv.DictReader(io.StringIO(written[0].read_text(encoding="utf-8-sig"))))
    assert [unit["结论"] for unit in units][-1] == "没能校验" and units[-1]["没能校验的原因"] and units[0]["计入汇总"] == "是"


def test_parquet_is_typed_and_parted_by_year(results, tmp_path):
    import pandas as pd

    write_outputs(results, [tmp_path / "结果.parquet"])
    assert (tmp_path / "结果.parquet" / "indicators" / "year=2023").is_dir()
    frame = pd.read_parquet(tmp_path / "结果.parquet" / "indicators")
    assert len(frame) == 13 and frame["weight"].dtype == float and frame["target"].tolist().count("=11辆") == 2
    units = pd.read_parquet(tmp_path / "结果.parquet" / "units")
    assert set(units["verdict"]) >= {"没能校验"} and units["indicators"].sum() == 13
    import pyarrow.parquet

    schema = pyarrow.parquet.read_schema(next((tmp_path / "结果.parquet" / "indicators").rglob("*.parquet")))
    assert schema.field("ratio").metadata[b"title"].decode() == "完成率" and schema.field("ratio").metadata[b"help"]


def test_a_second_run_replaces_its_own_datasets(results, tmp_path):
    import pandas as pd

    for _nth in range(2):
        write_outputs(results, [tmp_path / "结果.parquet"])
    assert len(pd.read_parquet(tmp_path / "结果.parquet" / "indicators")) == 13
    write_outputs(Results(list, [], asked=results.asked), [tmp_path / "结果.parquet"])
    assert not list((tmp_path / "结果.parquet" / "indicators").rglob("*.parquet"))


def test_lines_are_whole_results(results, tmp_path):
    write_outputs(results, [tmp_path / "结果.jsonl"])
    lines = [json.loads(line) for line in (tmp_path / "结果.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["department"] for line in lines[:3]] == ["甲局", "=乙局", "丙局"] and "error" in lines[3]


def test_the_summary_has_sums_charts_a_ranking_and_flat_tables(results, tmp_path):
    write_outputs(results, [tmp_path / "汇总.xlsx"])
    book = load_workbook(tmp_path / "汇总.xlsx")
    assert book.sheetnames == ["汇总", "排名表", "未达标指标", "单位", "可疑情况", "问题", "指标", "任务"]
    assert len(book["汇总"]._charts) >= 2
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "文件4个，计入汇总3个，没能校验1个" in [cell.value for cell in book["汇总"]["B"]]
    missed = values((tmp_path / "汇总.xlsx").read_bytes(), "未达标指标")
    assert [row[missed[0].index("三级指标")] for row in missed[1:]] == [EVIL, '=HYPERLINK("http://x","点")'] * 2
    assert book["指标"].auto_filter.ref == f"A1:{book['指标'].dimensions.split(':')[1]}" and book["指标"].freeze_panes == "A2"
    assert "表_指标" in book.defined_names


def test_the_best_come_first_and_equal_points_share_a_rank(tmp_path):
    units = [{"department": f"单位{nth}", "counted": True, "finished": nth != 3, "score": score, "verdict": "通过", "file": f"{nth}", "error": None,
              "budget": 1, "spent": 1, "indicators": 1, "missed": 0} for nth, score in enumerate((80.0, 95.5, 95.5, 99.0, 60.0))]  # fmt: skip
    from collections import defaultdict

    rows = [defaultdict(lambda: None, unit) for unit in units]
    write_outputs(Results(lambda: [{"findings": [], "indicators": [], "tasks": []}] * 5, rows), [tmp_path / "汇总.xlsx"])
    table = values((tmp_path / "汇总.xlsx").read_bytes(), "排名表")
    assert [(row[0], row[1]) for row in table[1:]] == [(1, "单位1"), (1, "单位2"), (3, "单位0"), (4, "单位4")]


@pytest.mark.parametrize(("name", "told"), [
    ("结果.pdf", "不知道写成什么格式"), ("没有/结果.xlsx", "没有这个文件夹"), ("我的.xlsx", "不是xlperf写的汇总"),
    ("我的.html", "不是xlperf写的汇总"),
    ("结果.csv", "不是xlperf写的汇总"), ("s3://桶/结果.xlsx", "只能是.parquet"),
])  # fmt: skip
def test_no_output_takes_the_place_of_another_file(folder, tmp_path, monkeypatch, capsys, name, told):
    monkeypatch.chdir(tmp_path)
    kept = {"我的.xlsx": small_workbook(), "我的.html": b"<html>", "结果-单位.csv": "姓名,电话\n".encode()}
    for each, data in kept.items():
        Path(each).write_bytes(data)
    assert main(["check", str(folder), "--out", name]) == 2 and told in capsys.readouterr().err
    assert all(Path(each).read_bytes() == data for each, data in kept.items())


def test_newer_outputs_replace_older_ones(folder, tmp_path, capsys):
    names = [f"结果{suffix}" for suffix in (".xlsx", ".html", ".csv", ".parquet", ".jsonl")]
    for _nth in range(2):
        assert main(["check", str(folder), *(part for name in names for part in ("--out", str(tmp_path / name)))]) == 2
        assert capsys.readouterr().out.count("已生成") == 4 + 5
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_the_page_is_searched_filtered_and_sorted_and_runs_nothing(results, browser, tmp_path):
    write_outputs(results, [tmp_path / "结果.html"])
    text = (tmp_path / "结果.html").read_text(encoding="utf-8")
    assert "http" not in text.replace("http-equiv", "").replace('http://x\\"', "")  # nothing is fetched
    browser.get((tmp_path / "结果.html").as_uri())

    def rows() -> list[str]:
        return browser.execute_script("return [...document.querySelectorAll('tbody tr')].map((tr) => tr.cells[0].textContent)")

    def tab(name: str) -> None:
        next(each for each in browser.find_elements("css selector", "nav button") if each.text.startswith(name)).click()

    assert browser.title == "绩效目标校验结果" and rows() == ["甲局", "=乙局", "丙局", ""]
    tab("未达标指标")
    assert rows() == ["甲局", "甲局", "=乙局", "=乙局"]
    assert EVIL in browser.execute_script("return [...document.querySelectorAll('td')].map((td) => td.textContent)")
    browser.find_element("css selector", "input").send_keys("乙局 hyperlink")
    assert rows() == ["=乙局"] and browser.find_element("css selector", "output").text == "1 行（共 4 行）"
    tab("单位")
    browser.find_elements("css selector", "th")[0].click()
    browser.find_elements("css selector", "th")[0].click()
    first = rows()
    browser.find_elements("css selector", "th")[0].click()
    assert rows()[:3] == first[:3][::-1] and rows()[3] == first[3] == ""  # blanks stay last
    pick = next(each for each in browser.find_elements("css selector", "select") if each.get_attribute("aria-label") == "结论")
    pick.send_keys("没能校验")
    assert rows() == [""] and browser.title == "绩效目标校验结果"
    severe = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert severe == []
