"""A click in an open workbook, through the host for Excel with a stand-in for Excel behind it (see fake_excel.py)."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import content_from, small_workbook, values
from tests.fake_excel import Book, Cell, typed
from xlperf import schema
from xlperf.actions import ACTIONS, STAGES
from xlperf.build import blank, sample
from xlperf.excel.host import ExcelHost
from xlperf.files import check, form, import_ledger, make, merge
from xlperf.live.clicks import click, undo, unknown
from xlperf.live.host import Formula
from xlperf.model import Place

NOW = datetime(2026, 1, 1, 9, 30)


@pytest.fixture
def book(sample_macros) -> Book:
    return Book(sample_macros)


def said(book, key):
    return click(ExcelHost(book), key, NOW)


def sheet(book, name):
    return next(each for each in book._sheets if each.name == name)


def at(book, name, row, key):
    table = next(each for each in schema.TABLE_SHEETS if each.name == name)
    return sheet(book, name).cells[row, table.number(key)]


def content(book):
    """All cells with content, by sheet and place."""
    return {(each.name, place): (cell.value, cell.formula) for each in book._sheets for place, cell in each.cells.items()
            if cell.value not in (None, "") or cell.formula}  # fmt: skip


def type_into(book, name, row, key, text):
    cell = at(book, name, row, key)
    sheet(book, name).cells[row, next(t for t in schema.TABLE_SHEETS if t.name == name).number(key)] = typed(text, cell.number_format)


def test_a_click_writes_what_a_check_of_the_file_writes(book, tmp_path):
    type_into(book, "绩效指标", 5, "actual", "1平方米")
    answer = said(book, "check")
    assert answer.how == "ok" and answer.text.startswith("校验完成：指标70项，达标53、未达标8、待判定4、未填4、无法识别1")
    path = tmp_path / "同.xlsm"
    path.write_bytes(make(sample(), ".xlsm"))
    with_actual = _with_cell(path.read_bytes(), "绩效指标", "L5", "1平方米")
    path.write_bytes(with_actual)
    check(path, write=True, now=NOW)
    for name in (schema.FINDINGS.name, schema.OVERVIEW, schema.TASKS.name, schema.INDICATORS.name):
        for row, cells in enumerate(values(path.read_bytes(), name), 1):
            for column, value in enumerate(cells, 1):
                mine = sheet(book, name).cells.get((row, column))
                if mine and not mine.formula and not isinstance(value, float):
                    assert (mine.value or "") == (value or ""), (name, row, column)


def _with_cell(data, name, reference, text):
    """A workbook with another text in a user's cell, as a person would leave it."""
    from xlperf.model import IMPORT, Edit, Edits
    from xlperf.ooxml.references import corners_of
    from xlperf.writers.package import apply

    row, column, *_rest = corners_of(reference)
    return apply(data, Edits((Edit(Place(name, row, column), text),), purpose=IMPORT)).data


def test_a_second_click_writes_nothing(book):
    said(book, "check")
    before, book.calls = content(book), type(book.calls)()
    assert said(book, "check").how == "ok"
    assert content(book) == before and not book.calls["write"] and not book.calls["resize"]


def test_nobody_s_cell_is_touched_but_ours(book):
    before = content(book)
    type_into(book, "绩效指标", 8, "actual", "24人")
    type_into(book, "支出明细", 7, "amount", 99999.5)
    said(book, "check")
    for (name, (row, column)), was in before.items():
        table = next((each for each in schema.TABLE_SHEETS if each.name == name), None)
        if table and table.columns[min(column, len(table.columns)) - 1].owner == "user" and row >= schema.FIRST_ROW:
            now = content(book).get((name, (row, column)))
            assert now == was or (name, row) in (("绩效指标", 8), ("支出明细", 7))


def test_taking_a_click_back_brings_back_every_cell(book):
    said(book, "check")
    before = content(book)
    type_into(book, "绩效指标", 5, "actual", "1平方米")
    typed_in = content(book)
    answer = said(book, "check")
    assert content(book) != typed_in
    undo(ExcelHost(book), answer.written)
    assert content(book) == typed_in != before


def test_texts_that_excel_would_read_stay_texts(sample_macros):
    names = ("=11辆", "3-5", "11月", "50%", "TRUE", "'甲", "1e5", "-", "１２")
    rows = [{"三级指标": name, "二级指标": "数量指标", "批复指标值": "**", "实际完成值": "5"} for name in names]
    book = Book(small_workbook({"绩效指标": rows}))
    assert said(book, "check").how == "ok"
    findings = sheet(book, "校验结果").cells
    subjects = {cell.value for (_row, column), cell in findings.items() if column == schema.FINDINGS.number("subject")}
    assert {"=11辆", "3-5", "11月", "50%", "TRUE", "'甲", "1e5", "-", "１２"} <= subjects
    assert not any(cell.formula and "11辆" in cell.formula for cell in findings.values())


def test_the_stand_in_parses_as_excel_does():
    """A host that wrote bare texts would be caught: this is what would become of them."""
    assert typed("11月", "General").value == datetime(2026, 11, 1) and typed("50%", "General").value == 0.5
    assert typed("'11月", "General").value == "11月" and typed("11月", "@").value == "11月" and typed("TRUE", "General").value is True
    with pytest.raises(ValueError, match="1004"):
        typed("=11辆", "General")


@pytest.mark.parametrize("word", ["未达标", "达标"])
def test_a_filter_is_lifted_while_the_click_works_and_stands_afterwards(book, word):
    table = sheet(book, "绩效指标").tables["Indicators"]
    table.api.Range.AutoFilter(schema.INDICATORS.number("state"), word)
    hidden = set(sheet(book, "绩效指标").hidden)
    type_into(book, "绩效指标", 5, "actual", "1平方米")
    assert hidden and said(book, "check").how == "ok"
    assert table.filters == {schema.INDICATORS.number("state"): word} and sheet(book, "绩效指标").hidden == hidden
    assert at(book, "绩效指标", 5, "note").value.startswith("未达标：实际1平方米")


def test_what_was_pasted_over_a_formula_is_put_right(book):
    for row, key, text in ((6, "state", "达标"), (7, "target", "'=11辆"), (8, "rate", 5.0)):
        type_into(book, "绩效指标", row, key, text)
    assert at(book, "绩效指标", 6, "state").formula == "" and said(book, "check").how == "ok"
    assert at(book, "绩效指标", 6, "state").formula.startswith("=IF(COUNTA(") and at(book, "绩效指标", 7, "target").formula
    assert said(book, "formulas").text == "公式都在，没有要恢复的"


def test_formulas_come_back_where_they_are_asked_for(book):
    type_into(book, "任务", 6, "rate", 0.5)
    assert said(book, "formulas").text == "自动计算的公式已写回原处" and at(book, "任务", 6, "rate").formula.startswith("=IF(N(")


@pytest.mark.parametrize("count", [70, 700, pytest.param(7000, marks=pytest.mark.long)])
def test_the_calls_of_a_click_do_not_grow_with_the_rows(count):
    calls = _calls_of_a_click(count)
    assert calls == _calls_of_a_click(70)


CALLS: dict[int, dict[str, int]] = {}


def _calls_of_a_click(count):
    if count not in CALLS:
        rows = [{"指标编号": f"Z{n}", "一级指标": "产出指标", "二级指标": "数量指标", "三级指标": f"第{n}项工作", "批复指标值": f">={n % 90 + 10}次",
                 "实际完成值": f"{n % 95 + 9}次", "偏差原因分析及改进措施": "天气"} for n in range(count)]  # fmt: skip
        task = {"任务编号": "R1", "任务名称": "运转", "总额": 10.0, "财政拨款": 10.0}
        book = Book(make_skeleton(content_from({"任务": [task], "绩效指标": rows})))
        answer = said(book, "check")
        assert answer.how == "ok" and f"指标{count}项" in answer.text
        CALLS[count] = dict(book.calls)
    return CALLS[count]


def make_skeleton(content):
    from xlperf.build import build_master

    return build_master(content, macros=True)


def test_pasted_numbers_cost_one_more_call_a_column(book):
    for row in range(5, 60):
        sheet(book, "绩效指标").cells[row, schema.INDICATORS.number("actual")] = Cell(value=0.96, formula="", number_format="0%")
    said(book, "check")
    assert book.calls["format"] == 1


def test_a_protected_sheet_is_refused_and_nothing_is_half_written(book):
    type_into(book, "绩效指标", 5, "actual", "1平方米")
    before = content(book)
    sheet(book, "校验结果").protected = True
    answer = said(book, "check")
    assert (answer.how, answer.text) == ("no", "工作表“校验结果”受保护。请先在“审阅”中撤消工作表保护。")
    assert content(book) == before


def test_what_fails_in_the_middle_is_taken_back(book, monkeypatch):
    type_into(book, "绩效指标", 5, "actual", "1平方米")
    before, written = content(book), []
    host = ExcelHost(book)
    whole = host.write

    def breaks(block):
        if len(written) == 3:
            written.append("broken")
            raise OSError("com_error: busy")
        written.append(block)
        whole(block)

    host.write = breaks
    answer = click(host, "check", NOW)
    assert answer.how == "no" and "busy" in answer.text and content(book) == before


def test_what_arrives_changed_is_taken_back(book):
    type_into(book, "绩效指标", 5, "actual", "1平方米")
    before, host = content(book), ExcelHost(book)
    whole, spoilt = host.write, []

    def spoils(block):
        """Excel makes something else of one text, once."""
        rows = [list(row) for row in block.rows]
        if not spoilt and isinstance(rows[0][0], str) and rows[0][0].startswith("未达标"):
            rows[0][0] = "别的"
            spoilt.append(block)
        whole(replace(block, rows=rows))

    host.write = spoils
    answer = click(host, "check", NOW)
    assert answer.how == "no" and "写入后不是要写的内容" in answer.text and content(book) == before


def test_excel_is_left_as_it_was_found(book):
    book.app.calculation, book.app.enable_events = "manual", False
    said(book, "check")
    app = book.app
    assert (app.calculation, app.enable_events, app.screen_updating, app.status_bar) == ("manual", False, True, False)


def test_the_next_problem_is_shown_and_after_the_last_the_first(book):
    said(book, "check")
    seen = []
    for _ in range(23):
        answer = said(book, "next")
        seen.append((book.active.name, book.chosen))
    assert seen[0] == ("任务", (8, 11)) and seen[22] == seen[0] and len(set(seen)) > 15
    assert answer.text.startswith("第1个问题，共22个：执行数51.24万元")
    book.chosen = None  # a drawing is selected, not a cell
    assert said(book, "next").text.startswith("第1个问题")


def test_only_the_missed_are_shown_and_all_again(book):
    assert said(book, "missed").text == "只显示“未达标”的指标；再点一次取消"
    shown = [row for row in range(5, 75) if row not in sheet(book, "绩效指标").hidden]
    assert len(shown) == 7 and all(at(book, "绩效指标", row, "state").value == "未达标" for row in shown)
    said(book, "missed")
    assert not sheet(book, "绩效指标").hidden


def test_stages_hide_what_they_do_not_need(book):
    said(book, "stage.declare")
    assert schema.INDICATORS.number("actual") in sheet(book, "绩效指标").hidden_columns
    assert schema.INDICATORS.number("approved") not in sheet(book, "绩效指标").hidden_columns
    said(book, "stage.all")
    assert not any(each.hidden_columns for each in book._sheets)


def test_marks_are_cleared_and_what_people_typed_stays(book):
    said(book, "check")
    assert said(book, "clear").text == "已清除系统提示和校验结果"
    assert not at(book, "绩效指标", 17, "note").value and sheet(book, "校验结果").tables["Findings"].reference == "A4:F5"
    assert at(book, "绩效指标", 17, "actual").value == "286点次" and at(book, "绩效指标", 17, "state").formula
    assert said(book, "next").text == "还没有校验结果，请先点“一键校验”"


def test_going_on_passes_over_rows_that_a_filter_hides(book):
    said(book, "missed")
    sheet(book, "绩效指标").hidden.add(28)
    places = [(said(book, "next").text[:6], book.active.name, book.chosen) for _each in range(5)]
    assert [each[1:] for each in places[:3]] == [("任务", (8, 11)), ("绩效指标", (17, 22)), ("绩效指标", (41, 22))]
    assert all(name != "绩效指标" or row not in sheet(book, "绩效指标").hidden for _told, name, (row, _column) in places)
    assert len({each[1:] for each in places}) == 5, "it goes on from where it was"


def test_what_is_said_of_a_finding_tells_what_to_do(book):
    assert said(book, "next").text == ("第1个问题，共22个：执行数51.24万元，全年预算数50万元，超1.24万元。"
                                       "核对支出是否归错任务；确属超支的，按程序调整预算并在“预算调整”中登记")  # fmt: skip


def test_spending_alone_leaves_the_findings(book):
    said(book, "clear")
    answer = said(book, "spending")
    assert answer.text == ("归集完成：执行数1,085.51万元，预算1,090.88万元，执行率99.5%；没有归到任务的支出3,200.00元；"
        "超预算的任务1个（R4）；没有归到任务的从支出明细!E50起，请核对“任务”一列")
    assert sheet(book, "校验结果").tables["Findings"].reference == "A4:F5"


def test_the_form_is_made_anew_where_rows_came(book):
    sheet(book, "任务").cells[10, 2] = typed("新任务", "@")
    sheet(book, "任务").tables["Tasks"].reference = "A4:O10"
    assert said(book, "form").how == "ok"
    assert "新任务" in {cell.value for cell in sheet(book, "目标表").cells.values()}
    assert len(sheet(book, "目标表").merges) < 30  # not one for each of seventy rows


def test_findings_grow_over_nothing_of_anybody_s(book):
    said(book, "clear")
    sheet(book, "校验结果").cells[20, 2] = typed("我的备注", "General")
    before = content(book)
    answer = said(book, "check")
    assert answer.how == "no" and "校验结果!B20有内容" in answer.text and content(book) == before


def test_a_used_range_that_reaches_far_costs_nothing(book):
    sheet(book, "绩效指标").cells[500_000, 200] = Cell(value=None, formula="", number_format="0.00")
    assert said(book, "check").how == "ok"


def test_a_book_without_a_table_is_told_so():
    import io

    import openpyxl

    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    answer = said(Book(empty.getvalue(), "别的.xlsx"), "check")
    assert answer.how == "no" and "没有找到绩效指标表" in answer.text


def test_the_macro_free_twin_gets_values():
    book = Book(make(sample()))
    type_into(book, "绩效指标", 5, "actual", "1平方米")
    assert said(book, "check").how == "ok"
    assert (at(book, "绩效指标", 5, "state").value, at(book, "绩效指标", 5, "state").formula) == ("未达标", "")
    assert at(book, "绩效指标", 5, "score").value == 0.0


def test_every_button_is_answered():
    assert unknown(each.key for each in (*ACTIONS, *STAGES)) == []


def test_a_formula_is_not_the_text_that_it_looks_like(book):
    area = ExcelHost(book).formulas("绩效指标", (6, 5, 6, 8))
    assert area[0][0] == "=11辆" and not isinstance(area[0][0], Formula) and isinstance(area[0][3], Formula)


LEDGER = [["日期", "凭证号", "科目编码", "摘要", "借方", "贷方"], ["2022-03-01", "记-901", "7101", "=付款", 5, None],
          ["2022-03-02", "记-902", "7101", "3-5", None, 2], ["2022-03-03", "记-903", "7101", "本月合计", "五", None]]  # fmt: skip


def test_exports_come_in_by_a_click_as_they_do_into_a_file(book, sample_macros, tmp_path):
    export, file = tmp_path / "明细账.xlsx", tmp_path / "母版.xlsm"
    page = openpyxl.Workbook()
    for row in LEDGER:
        page.active.append([f"{cell}" if isinstance(cell, str) else cell for cell in row])
        page.active.cell(page.active.max_row, 4).data_type = "s"
    page.save(export)
    file.write_bytes(sample_macros)
    import_ledger(file, [export])
    before = content(book)
    book.app._chosen = [str(export)]
    answer = said(book, "import")
    assert answer.how == "say", answer.text
    assert str(answer).startswith("wrotesay|明细账：明细账，支出2笔，3.00元\n") and "新增2笔，3.00元" in answer.text
    table = values(file.read_bytes(), schema.LEDGER.name)
    last = max(row for row, cells in enumerate(table, 1) if any(cells))
    for row in (last - 1, last):
        for number, wanted in enumerate(table[row - 1], 1):
            now = sheet(book, schema.LEDGER.name).cells[row, number].value
            assert (now or "") == (datetime(*wanted.timetuple()[:3]) if isinstance(wanted, date) else wanted)
    again = said(book, "import")
    assert again.how == "say" and "没有新的支出，工作簿没有改动" in again.text and not again.written
    undo(ExcelHost(book), answer.written)
    assert content(book) == before


SAMPLE = Path(__file__).parents[1] / "workbook" / "bazhou-2022.txt"


def test_a_table_comes_in_by_a_click_as_it_does_into_a_file(tmp_path):
    """Into a blank workbook: all of it; once more: nothing; and it is taken back."""
    table, file = tmp_path / "目标表.xlsx", tmp_path / "母版.xlsm"
    form(SAMPLE, table)
    file.write_bytes(make(blank(), ".xlsm"))
    book = Book(file.read_bytes())
    before = content(book)
    merge(file, table)
    book.app._chosen = [str(table)]
    answer = said(book, "load")
    assert str(answer).startswith("wrotesay|读到：任务") and "\n新增" in answer.text, answer.text
    for page in (schema.TASKS, schema.GOALS, schema.INDICATORS):
        typed_in = [number for number, column in enumerate(page.columns, 1) if column.owner == "user"]
        for row, wanted in enumerate(values(file.read_bytes(), page.name)[schema.FIRST_ROW - 1 :], schema.FIRST_ROW):
            mine = [getattr(sheet(book, page.name).cells.get((row, number)), "value", "") or "" for number in typed_in]
            assert mine == [wanted[number - 1] for number in typed_in]
    again = said(book, "load")
    assert again.how == "say" and "没有差异，工作簿没有改动" in again.text and not again.written
    undo(ExcelHost(book), answer.written)
    assert content(book) == before


def test_a_ledger_is_sent_to_its_own_button(book, tmp_path):
    export, before = tmp_path / "明细账.xlsx", content(book)
    page = openpyxl.Workbook()
    for row in LEDGER:
        page.active.append(row)
    page.save(export)
    book.app._chosen = [str(export)]
    answer = said(book, "load")
    assert answer.how == "no" and "这是明细账或支付明细，不是目标表" in answer.text and "点“导入明细账”" in answer.text
    assert content(book) == before


def test_an_approved_target_is_not_changed_by_a_click(tmp_path):
    book, table = Book(make(sample(), ".xlsm")), tmp_path / "新表.xlsx"
    form(SAMPLE, table)
    page = openpyxl.load_workbook(table)
    [cell] = [cell for row in page.active.rows for cell in row if cell.value == ">=2772.65平方米"]
    cell.value = ">=2700平方米"
    page.save(table)
    before = content(book)
    book.app._chosen = [str(table)]
    answer = said(book, "load")
    assert answer.how == "no" and "批复指标值不能直接改" in answer.text and ">=2700平方米" in answer.text and content(book) == before


def test_a_click_that_chooses_no_file_or_a_wrong_one_changes_nothing(book, tmp_path):
    before = content(book)
    assert (said(book, "import").how, said(book, "import").text) == ("ok", "没有选文件")
    other = tmp_path / "名单.csv"
    other.write_text("姓名,电话\n甲,1\n")
    book.app._chosen = [str(other)]
    answer = said(book, "import")
    assert answer.how == "no" and "不是认识的明细账或支付明细" in answer.text and content(book) == before
