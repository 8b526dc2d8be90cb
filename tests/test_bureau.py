"""What a bureau asks of many workbooks: who filed, what changed since approval, what is suspicious, what became of it since."""

import io
import json
import os
from pathlib import Path

import pytest
import xlsxwriter

from tests.conftest import small_workbook
from xlperf.batch import How, check_one
from xlperf.batch.comparing import compared, with_changes
from xlperf.batch.results import results_of
from xlperf.batch.roster import Unit, _Finder, read_roster, with_filings
from xlperf.batch.suspicions import with_suspicions
from xlperf.cli import main
from xlperf.errors import InputError

ROSTER = [["序号", "单位编码", "单位名称", "主管部门", "归口科室"], [1, 101, "甲局", "财政局", "一科"], [2, "102", "乙局", "财政局", "二科"],
          [3, "103", "丙（本级）", "教育局", "一科"], [4, "104", "丁局", "教育局", "一科"], [5, "105", "戊局", "教育局", "二科"]]  # fmt: skip


def sheet(rows: list[list]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, "2022年单位名单")
        for at, row in enumerate(rows, 2):
            page.write_row(at, 0, row)
    return out.getvalue()


def indicators(*rows: tuple[str, str, str | None]) -> dict:
    return {"绩效指标": [{"二级指标": "数量指标", "三级指标": name, "批复指标值": target, "实际完成值": actual} for name, target, actual in rows]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """甲局 filed twice, 乙局 once without its code, 丙 by name only, 丁局 something unreadable, 戊局 nothing; and a stranger."""
    folder = tmp_path_factory.mktemp("县")
    files = {
        "报送/甲局.xlsx": small_workbook(department="甲局", code="101", filed="2023年1月5日"),
        "报送/甲局新.xlsx": small_workbook(indicators(("走访次数", ">=9次", "5次")), department="甲局", code="101", filed="2023年2月5日"),
        "报送/乙局.xlsx": small_workbook(indicators(("走访次数", ">=2次", "2次")), department="乙局"),
        "报送/丙(本级)自评.xlsx": small_workbook(department="丙", supervisor="教育局"),
        "报送/104.xlsx": b"PK",
        "报送/外单位.xlsx": small_workbook(department="外单位", code="999"),
        "批复/甲.xlsx": small_workbook(indicators(("走访次数", ">=10次", None), ("培训人数", ">=3人", None)), department="甲局", code="101"),
        "批复/乙.xlsx": small_workbook(indicators(("走访次数", ">=2次", None)), department="乙局"),
        "单位名单.xlsx": sheet(ROSTER),
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def checked(folder: Path) -> list[dict]:
    return [check_one(str(path), How()).data for path in sorted(folder.glob("*.xlsx"))]


@pytest.fixture(scope="module")
def results(folder):
    found = checked(folder / "报送")
    return with_filings(results_of(lambda: found), read_roster(folder / "单位名单.xlsx"))


def test_a_roster_is_read_by_its_headings(folder):
    units = read_roster(folder / "单位名单.xlsx")
    assert units[0] == Unit("101", "甲局", "财政局", "一科") and units[2].department == "丙（本级）" and len(units) == 5


@pytest.mark.parametrize(("rows", "told"), [
    ([["姓名", "电话"]], "没有“预算单位编码”和“单位名称”两列"),
    (ROSTER[:1], "单位名单是空的"), ([*ROSTER, [6, "101", "另一个"]], "编码101出现了两次"),
])  # fmt: skip
def test_what_is_no_roster_is_refused(tmp_path, rows, told):
    (tmp_path / "名单.xlsx").write_bytes(sheet(rows))
    with pytest.raises(InputError, match=told):
        read_roster(tmp_path / "名单.xlsx")


def test_who_filed_and_who_did_not(results):
    states = {row["department"]: (row["state"], Path(row["file"] or "").name) for row in results.filings}
    assert states == {"甲局": ("重复报送", "甲局新.xlsx"), "乙局": ("已报", "乙局.xlsx"), "丙（本级）": ("已报", "丙(本级)自评.xlsx"),
                      "丁局": ("读不了", "104.xlsx"), "戊局": ("未报", ""), "外单位": ("名单外", "外单位.xlsx")}  # fmt: skip
    assert results.filings[0]["others"].endswith("甲局.xlsx") and results.filings[0]["section"] == "一科"


def test_of_two_filings_the_later_counts(results):
    counted = {Path(unit["file"]).name: unit["counted"] for unit in results.units}
    assert counted == {"104.xlsx": False, "丙(本级)自评.xlsx": True, "乙局.xlsx": True, "外单位.xlsx": True, "甲局.xlsx": False, "甲局新.xlsx": True}


def test_without_a_day_the_file_saved_last_counts(tmp_path):
    for name, when in (("旧.xlsx", 200), ("新.xlsx", 100)):
        (tmp_path / name).write_bytes(small_workbook(department="甲局", code="101"))
        os.utime(tmp_path / name, (when, when))
    found = checked(tmp_path)
    filings = with_filings(results_of(lambda: found), [Unit("101", "甲局")]).filings
    assert Path(filings[0]["file"]).name == "旧.xlsx"


@pytest.mark.parametrize(("row", "whose"), [
    (("101", "别名", "x.xlsx"), "甲局"), (("", "甲局", "乙局.xlsx"), "甲局"), (("", "", "报送/102乙.xlsx"), "乙局"),
    (("", "", "甲局2022.xlsx"), "甲局"),
    (("", "甲局第二中心", "甲局第二中心.xlsx"), None), (("999", "外单位", "101.xlsx"), None), (("", "", "甲局第二中心.xlsx"), "甲局"),
    (("", "同名站", "同名站.xlsx"), None), (("1０2", "", "x.xlsx"), "乙局"), (("", "甲 局", "x.xlsx"), "甲局"), ((None, None, "x.xlsx"), None),
])  # fmt: skip
def test_whose_a_file_is(row, whose):
    roster = [Unit("101", "甲局"), Unit("102", "乙局"), Unit("103", "同名站"), Unit("104", "同名站")]
    code, department, file = row
    found = _Finder(roster).whose({"code": code, "department": department, "file": file})
    assert (found and found.department) == whose


def test_targets_that_changed_since_approval(results, folder):
    changes = with_changes(results, checked(folder / "批复")).changes
    told = {(row["department"], row["level3"], row["change"], row["approved"], row["target"]) for row in changes}
    assert told == {("甲局", "走访次数", "改动", ">=10次", ">=9次"), ("甲局", "培训人数", "删去", ">=3人", None)}


def test_an_adjustment_with_a_document_is_told_apart(tmp_path):
    rows = indicators(("走访次数", ">=10次", None))
    before = check_one(_saved(tmp_path / "前.xlsx", small_workbook(rows, code="101")), How()).data
    rows["绩效指标"][0] |= {"调整后指标值": ">=8次", "调整文号": "财预〔2022〕1号"}
    after = check_one(_saved(tmp_path / "后.xlsx", small_workbook(rows, code="101")), How()).data
    (change,) = with_changes(results_of(lambda: [after]), [before]).changes
    assert (change["change"], change["adjustment"], change["target"]) == ("按文号调整", "财预〔2022〕1号", ">=8次")


def _saved(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def unit(name: str, rows: list[tuple], score: float = 80, rate: float = 0.9, **more) -> dict:
    keys = ("level2", "level3", "target", "actual", "verdict", "weight", "final")
    filled = [dict(zip(keys, row, strict=True)) for row in rows]
    return {"file": name, "department": name, "code": name, "year": 2022, "verdict": "通过", "statuses": {"met": 1},
            "budget": 100, "spent": 100 * rate,
            "score": {"total": score, "finished": True, "grade": "优"}, "findings": [], "tasks": [], "indicators": filled, **more}  # fmt: skip


SATISFIED = ("满意度指标", "群众满意度", ">=90%", "100%", "met", 5, 5)
LIKE = [("数量指标", f"指标{nth}", ">=1次", "1次", "met", 5, 5) for nth in range(6)]


@pytest.mark.parametrize(("units", "kinds"), [
    ([unit("甲", [], score=96, rate=0.5)], {"甲": "高分低执行"}),
    ([unit("甲", [], score=96, rate=0.7), unit("乙", [], score=94, rate=0.3)], {}),
    ([unit("甲", [("数量指标", "走访", ">=5次", "3次", "missed", 5, 5)])], {"甲": "未达标得满分"}),
    ([unit("甲", [("数量指标", "走访", ">=5次", "3次", "missed", 5, 4)])], {}),
    ([unit("甲", [SATISFIED, SATISFIED])], {"甲": "满意度全为100%"}),
    ([unit("甲", [SATISFIED]), unit("乙", [SATISFIED, (*SATISFIED[:3], "95%", "met", 5, 5)])], {}),
    ([unit(name, LIKE) for name in "甲乙丙"], dict.fromkeys("甲乙丙", "指标雷同")),
    ([unit(name, LIKE) for name in "甲乙"], {}), ([unit(name, LIKE[:3]) for name in "甲乙丙"], {}),
])  # fmt: skip
def test_what_is_suspicious(units, kinds):
    found = with_suspicions(results_of(lambda: units)).suspicions
    assert {row["department"]: row["kind"] for row in found} == kinds and all(row["message"] for row in found)


def test_what_became_better_or_worse():
    old = [unit("甲", []) | {"indicators": [_row("a", "missed", "3次"), _row("b", "met", "9次"), _row("c", "met", "1次"), _row("d", "met", "1次"),
                                           _row("f", "missing", None)]}, unit("乙", [])]  # fmt: skip
    new = [unit("甲", []) | {"indicators": [_row("a", "met", "5次"), _row("b", "missed", "2次"), _row("c", "met", "2次"), _row("d", "met", "1次"),
                                           _row("e", "met", "1次")]}, unit("丙", [])]  # fmt: skip
    found = [(row["unit"], row["key"], row["change"]) for row in compared(old, new)]
    assert found == [("甲", "a", "变好"), ("甲", "b", "变差"), ("甲", "c", "有变化"), ("甲", "e", "新增"), ("甲", "f", "不见了"),
                     ("丙", None, "新增"), ("乙", None, "不见了")]  # fmt: skip
    assert not list(compared(old, old))


def _row(key: str, verdict: str, actual: str | None) -> dict:
    return {"key": key, "level3": key, "verdict": verdict, "status": verdict, "target": ">=5次", "actual": actual, "adjustment": ""}


def test_a_bureau_gets_it_all_with_one_command(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    out = tmp_path / "汇总.xlsx"
    command = ["check", "报送", "--roster", "单位名单.xlsx", "--approved", "批复", "--out", str(out), "--opinions", str(tmp_path / "意见")]
    assert main(command) == 2
    said = capsys.readouterr().out
    assert "报送：已报2个、重复报送1个、读不了1个、未报1个、名单外1个" in said and "未报：戊局" in said
    assert "与批复相比的指标值：改动1项、删去1项" in said and "审核意见单：新写4份" in said
    written = sorted(path.name for path in (tmp_path / "意见").iterdir())
    assert written == ["101甲局-审核意见单.docx", "999外单位-审核意见单.docx", "丙-审核意见单.docx", "乙局-审核意见单.docx"]
    before = {path: path.read_bytes() for path in (tmp_path / "意见").iterdir()}
    main(command)
    assert "新写0份" in capsys.readouterr().out and all(path.read_bytes() == data for path, data in before.items())


@pytest.mark.parametrize(("options", "told"), [
    (["--approved", "没有"], "没有这个文件夹"), (["--opinions", "单位名单.xlsx"], "不能建立文件夹"), (["--roster", "没有.xlsx"], "没有这个文件"),
])  # fmt: skip
def test_what_a_bureau_names_wrongly_is_told_before_anything_is_checked(folder, capsys, monkeypatch, options, told):
    monkeypatch.chdir(folder)
    assert main(["check", "报送", *options]) == 2
    said = capsys.readouterr()
    assert told in said.err and not said.out


def test_approved_workbooks_of_others_and_broken_ones_are_told(folder, tmp_path, capsys):
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    (tmp_path / "别的.xlsx").write_bytes(small_workbook(department="从没报过的局", code="777"))
    main(["check", str(folder / "报送" / "乙局.xlsx"), "--approved", str(tmp_path)])
    said = capsys.readouterr().err
    assert "坏.xlsx：不是有效的Excel工作簿" in said and "批复时的1个工作簿没有对应的报送" in said


def test_two_runs_are_compared_from_what_was_saved(folder, tmp_path, capsys):
    main(["check", str(folder / "报送" / "乙局.xlsx"), "--out", str(tmp_path / "上次.jsonl")])
    capsys.readouterr()
    assert main(["compare", str(tmp_path / "上次.jsonl"), str(folder / "报送" / "乙局.xlsx")]) == 0
    assert capsys.readouterr().out == "没有差别\n"
    assert main(["compare", str(folder / "报送" / "甲局.xlsx"), str(folder / "报送" / "甲局新.xlsx"), "--format", "json"]) == 1
    assert [(row["level3"], row["change"]) for row in json.loads(capsys.readouterr().out)] == [("走访次数", "新增")]
    (tmp_path / "乱.jsonl").write_text("不是")
    assert main(["compare", str(tmp_path / "乱.jsonl"), str(folder)]) == 2 and "读不了上次的结果" in capsys.readouterr().err
