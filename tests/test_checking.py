"""Checking a closed workbook: the sample's known answer, writing by the law, one clear sentence for bad input."""

import hashlib
import io
import json
import os
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

import xlperf
from tests.conftest import SEED, column_values, small_workbook, values
from xlperf import schema
from xlperf.build import sample
from xlperf.cli import main
from xlperf.errors import InputError, WriteRefusedError
from xlperf.files import check, make

NOW = datetime(2026, 1, 2, 3, 4)


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


@pytest.fixture(scope="module")
def data(tmp_path_factory, sample_workbook):
    path = tmp_path_factory.mktemp("sample") / "样本.xlsx"
    path.write_bytes(sample_workbook)
    return check(path).result


class TestSample:
    """The answer of the sample is known: worked out by hand when its figures were made up."""

    def test_statuses(self, data):
        assert data.statuses == {"met": 54, "missed": 7, "judgement": 4, "missing": 4, "unreadable": 1}

    def test_which_ones(self, data):
        def numbers(verdict):
            found = (each for each in data.assessment.indicators if each.judgement.verdict == verdict)
            return [each.indicator.number for each in found]

        assert numbers("missed") == ["Z08", "Z13", "Z24", "Z32", "Z37", "Z41", "Z48"]
        assert numbers("missing") == ["Z25", "Z52", "Z54", "Z68"]
        assert numbers("judgement") == ["Z27", "Z59", "Z60", "Z63"]
        assert numbers("unreadable") == ["Z69"]

    def test_spending(self, data):
        spent = [str(each.spent.value) for each in data.assessment.tasks]
        assert spent == ["838.62", "79.35", "70.748", "51.24", "45.55"]
        assert [each.state for each in data.assessment.tasks] == ["执行中", "执行中", "执行中", "超预算", "执行中"]
        assert [(each.name, each.cents) for each in data.assessment.spending.stray_tasks] == [
            ("巴州自然灾害综合风险普查工作", 320000)
        ]
        assert sum(cents < 0 for cents in data.assessment.case.ledger.cents) == 1

    def test_findings(self, data):
        assert [each.rule for each in data.findings] == [
            "B402", "R301", "R301", "R301", "R305", "L501",
            "R302", "R302", "R303", "R302", "R302", "R306", "R303", "R303", "R303",
            "R304", "T203", "T203", "R304", "R304", "R304", "R309",
        ]  # fmt: skip

    def test_score_is_estimated_and_unfinished(self, data):
        score = data.assessment.score
        assert (str(score.total.value), score.open, score.grade, score.estimated) == ("81.98", 10, "", True)


class TestWriting:
    def test_the_first_write_fills_and_the_second_changes_no_byte(self, tmp_path, sample_skeleton):
        path = tmp_path / "样本.xlsx"
        path.write_bytes(sample_skeleton)
        assert check(path, write=True, now=NOW).written > 400
        once = path.read_bytes()
        assert check(path, write=True).written == 0
        assert path.read_bytes() == once

    def test_only_what_the_law_allows_changes(self, tmp_path, sample_skeleton):
        path = tmp_path / "样本.xlsx"
        path.write_bytes(sample_skeleton)
        check(path, write=True, now=NOW)
        before, after = parts(sample_skeleton), parts(path.read_bytes())
        assert list(before) == list(after)
        changed = {name for name in before if before[name] != after[name]}
        sheets = {f"xl/worksheets/sheet{number}.xml" for number in (2, 4, 5, 7, 12)}
        assert changed == sheets | {"xl/tables/table10.xml", "xl/charts/chart1.xml", "xl/charts/chart2.xml"}

    def test_the_users_cells_stay(self, tmp_path, sample_skeleton):
        path = tmp_path / "样本.xlsx"
        path.write_bytes(sample_skeleton)
        check(path, write=True, now=NOW)
        for sheet in schema.READ_SHEETS:
            for column in sheet.columns:
                if column.owner == "user":
                    old = column_values(sample_skeleton, sheet, column.key)
                    assert old == column_values(path.read_bytes(), sheet, column.key)

    def test_the_stamp_changes_only_with_results(self, tmp_path, sample_skeleton):
        path = tmp_path / "样本.xlsx"
        path.write_bytes(sample_skeleton)
        check(path, write=True, now=NOW)
        row = next(row for row in values(path.read_bytes(), "概况") if "上次校验" in row)
        assert row[5].startswith("2026-01-02 03:04")

    def test_what_was_written_is_what_was_found(self, sample_workbook, sample_path):
        result = check(sample_path).result
        assert column_values(sample_workbook, schema.FINDINGS, "message") == [each.message for each in result.findings]
        status = column_values(sample_workbook, schema.INDICATORS, "state")
        assert status == [schema.STATUS[each.judgement.verdict] for each in result.assessment.indicators]

    def test_a_link_leads_to_the_cell(self, sample_workbook):
        sheet = openpyxl.load_workbook(io.BytesIO(sample_workbook))["校验结果"]
        assert sheet["C5"].value == "=HYPERLINK(\"#'任务'!K8\",\"任务!K8\")"

    def test_formulas_stand_only_in_the_listed_result_cells(self, sample_workbook):
        book = openpyxl.load_workbook(io.BytesIO(sample_workbook))
        allowed = {
            (sheet.name, number)
            for sheet in schema.TABLE_SHEETS
            for number, column in enumerate(sheet.columns, 1)
            if column.formula or column.kind == "link"
        } | {("概况", 6)}
        formulas = {
            (sheet.title, cell.column)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        assert formulas == allowed

    def test_a_clean_workbook_has_one_quiet_row(self, tmp_path):
        path = tmp_path / "好.xlsx"
        path.write_bytes(small_workbook())
        assert main(["check", str(path), "--write"]) == 0
        assert column_values(path.read_bytes(), schema.FINDINGS, "message") == ["未发现问题"]

    def test_a_text_cannot_be_written_to(self):
        with pytest.raises(InputError, match="只能写入母版"):
            check(SEED, write=True)

    @pytest.mark.parametrize(("lock", "who"), [("~${}", "张三"), (".~lock.{}#", "李四")])
    def test_a_file_that_somebody_holds_is_refused(self, tmp_path, sample_skeleton, lock, who):
        path = tmp_path / "样本.xlsx"
        path.write_bytes(sample_skeleton)
        if lock.startswith("~"):
            name = who.encode()
            held = bytes([len(name)]) + name.ljust(53) + bytes([len(who)]) + b"" + who.encode("utf-16-le").ljust(108)
        else:
            held = f"{who},host,host,23.11.2026 10:00,file:///x;".encode()
        (tmp_path / lock.format(path.name)).write_bytes(held)
        with pytest.raises(WriteRefusedError, match=who):
            check(path, write=True)
        assert path.read_bytes() == sample_skeleton

    def test_mode_and_link_are_kept(self, tmp_path, sample_skeleton):
        real, link = tmp_path / "真.xlsx", tmp_path / "链.xlsx"
        real.write_bytes(sample_skeleton)
        real.chmod(0o640)
        link.symlink_to(real)
        check(link, write=True, now=NOW)
        assert link.is_symlink() and real.stat().st_mode & 0o777 == 0o640
        assert real.read_bytes() != sample_skeleton
        assert sorted(os.listdir(tmp_path)) == sorted(["真.xlsx", "链.xlsx"])


def edited(data: bytes, change) -> bytes:
    """Return a workbook changed by openpyxl, as a colleague's script might: formulas lose their results."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def compound(payload: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + payload


BAD_FILES = {
    "empty": (b"", "文件是空的"),
    "a text with the wrong name": (b"hello", "不是有效的Excel工作簿"),
    "cut short": (small_workbook()[:4000], "不是有效的Excel工作簿"),
    "a zip that is no workbook": (b"PK\x05\x06" + b"\0" * 18, "不是有效的Excel工作簿"),
    "an old workbook, damaged": (compound(b"Workbook"), "不是有效的电子表格"),
    "with a password": (compound("EncryptedPackage".encode("utf-16-le")), "打开密码"),
    "no such sheet": (edited(small_workbook(), lambda b: setattr(b["绩效指标"], "title", "绩效指标表")),
                      "没有工作表“绩效指标”。最接近的是“绩效指标表”"),
    "no such heading": (edited(small_workbook(), lambda b: b["绩效指标"].cell(4, 12, "实际完成得怎样")),
                        "绩效指标!第4行：找不到列“实际完成值”。最接近的是“实际完成得怎样”"),
    "an unknown profile": (edited(small_workbook(), lambda b: b["概况"].cell(15, 3, "自创方案")),
                           "没有名为“自创方案”的评分方案"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD_FILES)
def test_bad_files_get_one_sentence_and_stay_as_they_are(what, tmp_path, capsys):
    data, expected = BAD_FILES[what]
    path = tmp_path / "坏.xlsx"
    path.write_bytes(data)
    assert main(["check", str(path), "--write"]) == 2
    told = capsys.readouterr().err
    assert expected in told and told.count("\n") == 1 and "Traceback" not in told
    assert path.read_bytes() == data


BAD_CELLS = {
    "a text as an amount": (lambda b: b["任务"].cell(5, 5, "十万"), "S101", "任务!E5"),
    "an error as an amount": (lambda b: b["任务"].cell(5, 5, "#REF!"), "S102", "任务!E5"),
    "a formula never calculated": (lambda b: b["任务"].cell(5, 5, "=5+5"), "S103", "任务!E5"),
    "an actual never calculated": (lambda b: b["绩效指标"].cell(5, 12, '=4&"次"'), "S103", "绩效指标!L5"),
    "an error as an actual": (lambda b: b["绩效指标"].cell(5, 12, "#DIV/0!"), "S102", "绩效指标!L5"),
    "a payment without an amount": (lambda b: b["支出明细"].cell(5, 5, "运转保障"), "S101", "支出明细!K5"),
    "a payment in words": (lambda b: (b["支出明细"].cell(5, 5, "运转保障"), b["支出明细"].cell(5, 9, "五元")), "S101",
                           "支出明细!K5"),
    "points in words": (lambda b: b["绩效指标"].cell(5, 11, "十分"), "S101", "绩效指标!K5"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD_CELLS)
def test_bad_cells_become_findings_with_their_place(what, tmp_path):
    change, rule, place = BAD_CELLS[what]
    path = tmp_path / "坏.xlsx"
    path.write_bytes(edited(small_workbook(), change))
    found = [(each.rule, str(each.place)) for each in check(path).result.findings]
    assert (rule, place) in found


@pytest.mark.parametrize(
    ("value", "number_format", "verdict"),
    [(0.95, "0%", "met"), (0.949, "0%", "missed"), (0.95, "0.00%", "met"), (95, "General", "met"), (0.5, "0%", "missed")],
)  # fmt: skip
def test_the_number_format_of_a_pasted_cell_decides(tmp_path, value, number_format, verdict):
    def paste(book):
        book["绩效指标"]["E5"] = ">=95%"
        book["绩效指标"]["L5"] = value
        book["绩效指标"]["L5"].number_format = number_format

    path = tmp_path / "贴.xlsx"
    path.write_bytes(edited(small_workbook(), paste))
    assert check(path).result.assessment.indicators[0].judgement.verdict == verdict


def test_moved_columns_and_rows_are_found_by_their_headings(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(small_workbook()))
    sheet = book["绩效指标"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=5)]
    del book["绩效指标"]
    fresh = book.create_sheet("绩效指标")
    fresh.append(["随便写的一行"])
    for row in rows:
        fresh.append([None, *reversed(row)])
    path = tmp_path / "移.xlsx"
    book.save(path)
    table = xlperf.read(path)
    assert [(each.level3, each.target, each.actual) for each in table.indicators] == [("检查次数", ">=4次", "4次")]


def test_a_blank_workbook_checks_and_a_new_one_keeps_what_was_typed(tmp_path):
    blank, again = tmp_path / "空.xlsx", tmp_path / "又.xlsx"
    assert main(["new", str(blank), "--blank"]) == 0
    assert main(["check", str(blank)]) == 1
    source = tmp_path / "源.xlsx"
    source.write_bytes(make(sample()))
    assert main(["new", str(again), "--from", str(source)]) == 0
    for sheet in schema.READ_SHEETS:
        for column in sheet.columns:
            if column.owner == "user":
                old = column_values(source.read_bytes(), sheet, column.key)
                assert old == column_values(again.read_bytes(), sheet, column.key)


def test_an_existing_file_is_never_overwritten(tmp_path, capsys):
    path = tmp_path / "有.xlsx"
    path.write_bytes(b"mine")
    assert main(["new", str(path)]) == 2
    assert "已经存在" in capsys.readouterr().err and path.read_bytes() == b"mine"


def test_several_files_one_bad(tmp_path, sample_path, capsys):
    assert main(["check", str(sample_path), str(tmp_path / "无.xlsx"), "--format", "json"]) == 2
    data = json.loads(capsys.readouterr().out)
    assert data[0]["verdict"] == "有错误" and "没有这个文件" in data[1]["error"]


def test_findings_as_json_have_the_documented_keys(sample_path, capsys):
    assert main(["check", str(sample_path), "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["findings"][0] == {
        "rule": "B402", "severity": "错误", "subject": "地震监测、自然灾害监测预警及安全生产防灾减灾宣教工作",
        "place": "任务!K8", "message": "执行数51.24万元，全年预算数50万元，超1.24万元",
        "hint": "核对支出是否归错任务；确属超支的，按程序调整预算并在“预算调整”中登记",
    }  # fmt: skip
    assert len(data["indicators"]) == 70 and len(data["tasks"]) == 5


@pytest.mark.parametrize("option", ["—write", "－－write", "–-write"])
def test_a_spoilt_dash_is_told_before_anything_is_done(sample_path, option, capsys):
    with pytest.raises(SystemExit):
        main(["check", str(sample_path), option])
    told = capsys.readouterr()
    assert "两个半角减号" in told.err and not told.out


def test_writing_is_never_abbreviated(sample_path, capsys):
    with pytest.raises(SystemExit):
        main(["check", str(sample_path), "--w"])
    assert "不认识--w" in capsys.readouterr().err


def test_a_check_of_an_open_file_says_what_it_does_not_see(sample_path, capsys):
    sample_path.with_name(f".~lock.{sample_path.name}#").write_text(",王会计,电脑,25.11.2026 09:12,;", "utf-8")
    main(["check", str(sample_path)])
    assert "王会计" in capsys.readouterr().err


def test_the_demo_tells_where_it_is_and_never_overwrites(tmp_path, capsys):
    assert main(["demo", str(tmp_path)]) == 0
    first = capsys.readouterr().out
    assert "达标 54　未达标 7　待判定 4　未填 4　无法识别 1" in first and str(tmp_path) in first
    assert main(["demo", str(tmp_path)]) == 0
    assert len(list(Path(tmp_path).glob("*.xlsx"))) == 2


def test_the_sample_is_marked_as_one_everywhere(sample_workbook):
    for sheet in schema.TABLE_SHEETS:
        assert "示例数据" in values(sample_workbook, sheet.name)[0][0]
    assert set(column_values(sample_workbook, schema.LEDGER, "batch")) == {"示例数据"}
    actuals = zip(column_values(sample_workbook, schema.INDICATORS, "actual"),
                  column_values(sample_workbook, schema.INDICATORS, "evidence"), strict=True)  # fmt: skip
    assert all(evidence == "示例数据" for actual, evidence in actuals if actual)


