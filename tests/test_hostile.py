"""What a hostile tester tried: nothing of the user's is overwritten, nothing is counted twice, no traceback is shown."""

import io
import json
from datetime import time

import openpyxl
import pytest

from tests.conftest import column_values, small_workbook, values
from tests.test_checking import edited
from xlperf import schema
from xlperf.cli import main
from xlperf.errors import InputError, WriteRefusedError
from xlperf.files import check, new
from xlperf.model import Edit, Edits, Place
from xlperf.writers.package import apply


def checked(tmp_path, data: bytes, **options):
    path = tmp_path / "表.xlsx"
    path.write_bytes(data)
    return check(path, **options), path


def rules(tmp_path, data: bytes) -> list[str]:
    return [each.rule for each in checked(tmp_path, data)[0].result.findings]


class TestBelowTheTables:
    def test_a_totals_row_is_no_task(self, tmp_path):
        def total(book):
            sheet = book["任务"]
            sheet["A6"], sheet["E6"] = "汇总", 10.0
            sheet.tables["Tasks"].ref = "A4:O6"
            sheet.tables["Tasks"].totalsRowCount = 1

        result = checked(tmp_path, edited(small_workbook(), total))[0].result
        assert len(result.assessment.tasks) == 1 and result.assessment.budget == 10

    def test_what_stands_there_is_told_and_not_counted(self, tmp_path):
        data = edited(small_workbook(), lambda book: book["支出明细"].cell(999, 9, 99.0))
        result = checked(tmp_path, data)[0].result
        assert [(each.rule, str(each.place)) for each in result.findings if each.rule == "S108"] == [("S108", "支出明细!I999")]
        assert len(result.assessment.case.ledger) == 0

    def test_what_stands_there_is_never_overwritten(self, tmp_path):
        def note(book):
            book["绩效指标"]["N9"], book["绩效指标"]["A9"] = "用户N", "填表说明"
            book["任务"]["E5"] = 3.0

        result, path = checked(tmp_path, edited(small_workbook(), note), write=True)
        assert result.written and values(path.read_bytes(), "绩效指标")[8][13] == "用户N"

    def test_the_findings_do_not_grow_over_a_users_text(self, tmp_path):
        def note(book):
            book["校验结果"]["B6"] = "用户写在表下"
            book["任务"]["E5"], book["绩效指标"]["E5"] = "五十万", "≥"

        data = edited(small_workbook(), note)
        with pytest.raises(WriteRefusedError, match="校验结果!B6有内容"):
            checked(tmp_path, data, write=True)
        assert (tmp_path / "表.xlsx").read_bytes() == data


def test_words_of_the_summary_elsewhere_are_the_users(tmp_path):
    def write(book):
        page = book["概况"]
        page["B3"], page["C3"], page["A2"], page["B2"] = "评定结论", "优秀，经领导审定", "执行数（万元）", "说明"
        book["任务"]["E5"] = 20.0

    _result, path = checked(tmp_path, edited(small_workbook(), write), write=True)
    page = values(path.read_bytes(), "概况")
    assert (page[2][2], page[1][1], page[4][5]) == ("优秀，经领导审定", "说明", 20.0)


def test_a_table_turned_into_a_plain_range_is_refused_in_words(tmp_path):
    data = edited(small_workbook(), lambda book: book["校验结果"].tables.clear())
    with pytest.raises(WriteRefusedError, match="已转换为普通区域"):
        checked(tmp_path, data, write=True)


def test_an_emptied_workbook_is_not_clean(tmp_path):
    def empty(book):
        for name in ("任务", "绩效指标"):
            for cell in (cell for row in book[name]["A5:O9"] for cell in row):
                cell.value = None

    assert rules(tmp_path, edited(small_workbook(), empty)).count("S109") == 2


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "wanted", "unwanted"),
    [
        ("任务", "E5", "十万", "S101", ("B402", "B404")), ("任务", "E5", "#REF!", "S102", ("B402", "B404")),
        ("任务", "E5", None, "B404", ("B402",)), ("任务", "B5", "#REF!", "S102", ("S110",)),
        ("绩效指标", "L5", "#REF!", "S102", ("R303",)), ("绩效指标", "E5", "#N/A", "S102", ("T202",)),
        ("绩效指标", "D5", "=1&2", "S103", ("S110",)), ("绩效指标", "D5", None, "S110", ()),
        ("绩效指标", "S5", "优", "R307", ()), ("绩效指标", "K5", -5, "C604", ()),
        ("概况", "C8", "#REF!", "S102", ("S106",)), ("概况", "C8", "0000", "S106", ()), ("概况", "C8", "²²²²", "S106", ()),
        ("绩效指标", "L5", time(10, 0), "R305", ()), ("绩效指标", "L5", "9" * 40, "R305", ()),
    ],
)  # fmt: skip
def test_one_finding_for_one_cause(tmp_path, sheet, cell, value, wanted, unwanted):
    def change(book):
        book[sheet][cell] = value

    found = rules(tmp_path, edited(small_workbook(), change))
    assert wanted in found and not set(unwanted) & set(found), found


@pytest.mark.parametrize("amount", [1.7e308, 1e300, -1e200])
def test_absurd_amounts_are_findings(tmp_path, amount):
    def pay(book):
        book["支出明细"]["E5"], book["支出明细"]["K5"] = "运转保障", amount

    assert "S101" in rules(tmp_path, edited(small_workbook(), pay))


def test_a_new_workbook_never_takes_over_what_is_not_there(tmp_path):
    path = tmp_path / "源.xlsx"
    path.write_bytes(edited(small_workbook(), lambda book: book["任务"].cell(5, 5, "=5+5")))
    with pytest.raises(InputError, match="任务!E5"):
        new(tmp_path / "新.xlsx", path)
    assert not (tmp_path / "新.xlsx").exists()


@pytest.mark.parametrize("arguments", [["new", "表.txt"], ["demo", "/dev/null/x"], ["check", "."], ["read", "/"], ["explain"]])
def test_wrong_calls_get_one_sentence(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert told.startswith("xlperf：") and told.count("\n") == 1 and "程序出错" not in told


@pytest.mark.parametrize("arguments", [[], ["check"], ["prüfen"], ["explain", "1", "--actual"], ["read", "a", "--weit"]])
def test_wrong_words_are_told_in_chinese(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    told = capsys.readouterr().err
    assert stop.value.code == 2 and told.startswith("xlperf：命令写得不对（") and told.count("\n") == 1
    assert "argument" not in told


LINES = [
    '{"target": ">=95%", "actual": "96%", "year": 2022.0, "id": 1}',
    '{"target": "11月30日", "actual": "11月1日", "year": "2022年"}',
    '{"target": ">=1", "actual": 99999999999999999999999999}',
    '{"text": 5, "indicator": 5, "category": ["x"], "op_column": 5, "unit_column": ["个"], "year": "²"}',
    '{"target": "' + ">=" + "9" * 5000 + '"}',
    '{"target": null, "actual": true, "year": 99999999999}',
    '{"target": ["a"], "id": [1]}',
    '{"id": NaN, "target": "1"}', "[]", "5", "oops", "[" * 5000,
]  # fmt: skip


def test_every_line_of_questions_is_answered(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(LINES) + "\n"))
    assert main(["explain", "--jsonl"]) == 2
    answers = [json.loads(line, parse_constant=pytest.fail) for line in capsys.readouterr().out.splitlines()]
    assert len(answers) == len(LINES)
    assert [answer.get("verdict") for answer in answers[:2]] == ["met", "met"]
    assert all("error" in answer for answer in answers[-5:])


def test_a_cell_outside_the_rows_of_a_table_is_refused(sample_workbook):
    column = schema.INDICATORS.number("state")
    for row in (4, 75):
        with pytest.raises(WriteRefusedError):
            apply(sample_workbook, Edits((Edit(Place("绩效指标", row, column), "x"),)))


def test_openpyxl_can_save_it_and_the_check_still_writes(tmp_path, sample_workbook):
    book = openpyxl.load_workbook(io.BytesIO(sample_workbook))
    book["绩效指标"]["L29"] = "100%"
    path = tmp_path / "改.xlsx"
    book.save(path)
    assert check(path, write=True).written > 1
    assert column_values(path.read_bytes(), schema.INDICATORS, "state")[24] == "达标"
    assert check(path, write=True).written == 0


class TestOtherPeoplesCells:
    """A column that somebody adds to a table, a note beside it, a format they chose: theirs."""

    def test_a_column_of_theirs_in_our_table_survives_fewer_findings(self, tmp_path, sample_workbook):
        def add(book):
            sheet = book["校验结果"]
            table = sheet.tables["Findings"]
            last = int(table.ref.rpartition("F")[2])
            sheet["G4"] = "处理情况"
            for row in range(5, last + 1):
                sheet.cell(row, 7, f"已看{row}")
            table.ref = table.autoFilter.ref = f"A4:G{last}"
            table.tableColumns.append(openpyxl.worksheet.table.TableColumn(id=7, name="处理情况"))
            book["绩效指标"]["L29"] = book["绩效指标"]["L72"] = "100%"

        data = edited(sample_workbook, add)
        before = [row[6] for row in values(data, "校验结果")]
        _result, path = checked(tmp_path, data, write=True)
        assert [row[6] for row in values(path.read_bytes(), "校验结果")] == before
        messages = column_values(path.read_bytes(), schema.FINDINGS, "message")
        assert messages[-1] == "" and messages[0] != ""
        assert check(path, write=True).written == 0

    def test_a_note_beside_the_ledger_is_no_payment(self, tmp_path):
        data = edited(small_workbook(), lambda book: book["支出明细"].cell(7, 14, "备注"))
        assert len(checked(tmp_path, data)[0].result.assessment.case.ledger) == 0

    def test_a_new_workbook_takes_over_what_was_seen(self, tmp_path):
        def change(book):
            sheet = book["绩效指标"]
            sheet["E5"], sheet["L5"] = ">=95%", 0.96
            sheet["L5"].number_format = "0%"
            tasks = book["任务"]
            tasks["A6"], tasks["E6"] = "汇总", 10.0
            tasks.tables["Tasks"].ref, tasks.tables["Tasks"].totalsRowCount = "A4:O6", 1

        source = tmp_path / "源.xlsx"
        source.write_bytes(edited(small_workbook(), change))
        new(tmp_path / "新.xlsx", source)
        data = (tmp_path / "新.xlsx").read_bytes()
        assert column_values(data, schema.INDICATORS, "actual")[0] == "96%"
        assert column_values(data, schema.TASKS, "number") == ["R1"]


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [("A5", "=TODAY()", "S103"), ("E5", "=1&2", "S103"), ("E5", "#REF!", "S102"), ("F5", "#N/A", "S102"),
     ("A5", "#REF!", "S102"), ("K5", "=1+1", "S103")],
)  # fmt: skip
def test_odd_cells_of_a_payment(tmp_path, cell, value, rule):
    def pay(book):
        sheet = book["支出明细"]
        sheet["A5"], sheet["E5"], sheet["K5"] = "2022-03-01", "运转保障", 5.0
        sheet[cell] = value

    result = checked(tmp_path, edited(small_workbook(), pay))[0].result
    assert (rule, f"支出明细!{cell}") in [(each.rule, str(each.place)) for each in result.findings]
    assert not any("\x00" in each.message for each in result.findings)


def test_many_percent_cells_are_all_asked_about(tmp_path):
    def paste(book):
        sheet = book["绩效指标"]
        for row in range(5, 605):
            for column, value in ((3, "质量指标"), (4, f"合格率{row}"), (5, 0.95), (12, 0.96)):
                cell = sheet.cell(row, column, value)
                cell.number_format = "0%" if column in (5, 12) else "General"
        sheet.tables["Indicators"].ref = sheet.tables["Indicators"].autoFilter.ref = "A4:V604"

    result = checked(tmp_path, edited(small_workbook(), paste))[0].result
    assert {each.indicator.approved for each in result.assessment.indicators} == {"95%"}
    assert {each.indicator.actual for each in result.assessment.indicators} == {"96%"}


def test_a_file_that_changes_meanwhile_is_not_overwritten(tmp_path, sample_skeleton, monkeypatch):
    from xlperf.writers import store

    path = tmp_path / "样本.xlsx"
    path.write_bytes(sample_skeleton)
    apply_edits = store.apply

    def slow(*arguments):
        path.write_bytes(b"somebody saved this")
        return apply_edits(*arguments)

    monkeypatch.setattr(store, "apply", slow)
    with pytest.raises(WriteRefusedError, match="又被改动过"):
        check(path, write=True)
    assert path.read_bytes() == b"somebody saved this"
    assert [each.name for each in tmp_path.iterdir()] == ["样本.xlsx"]


def test_a_column_full_of_texts_is_one_cause(tmp_path):
    def pay(book):
        sheet = book["支出明细"]
        for row in range(5, 105):
            sheet.cell(row, 5, "运转保障")
            sheet.cell(row, 9, "五元")

    found = checked(tmp_path, edited(small_workbook(), pay))[0].result.findings
    assert [str(each.place) for each in found if each.rule == "S101"] == ["支出明细!K5"]
    assert "共100个单元格" in next(each.message for each in found if each.rule == "S101")
