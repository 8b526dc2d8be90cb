"""LibreOffice as a real host of the workbook with macros: typed actuals, functions in cells, buttons that are clicked."""

import pytest

from tests import calc
from tests.conftest import BUTTONS, content_from
from tests.foreign import foreign_workbook
from tests.test_corpus import PAIRS
from xlperf import schema
from xlperf.build import build_master, sample
from xlperf.files import as_mended, check, load, make
from xlperf.functions import FUNCTIONS
from xlperf.ooxml import Package
from xlperf.ooxml.lint import faults
from xlperf.plan import result_values
from xlperf.run import run
from xlperf.target import judge

pytestmark = pytest.mark.libreoffice
SHEET, FINDINGS = schema.INDICATORS.name, schema.FINDINGS.name


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A LibreOffice without a window."""
    calc.need()
    running = calc.Calc(tmp_path_factory.mktemp("office"), counting=True)
    yield running
    running.close()


@pytest.fixture(scope="module")
def macros() -> bytes:
    return make(sample(), ".xlsm")


@pytest.fixture
def path(tmp_path, macros):
    path = tmp_path / "样本.xlsm"
    path.write_bytes(macros)
    return path


def column(key, first=schema.FIRST_ROW, last=schema.FIRST_ROW + 69):
    letter = _letter(key)
    return f"{letter}{first}:{letter}{last}"


def _letter(key):
    from xlperf.ooxml.references import column_letters

    return column_letters(schema.INDICATORS.number(key))


def test_all_rows_say_what_the_core_says(office, tmp_path):
    """Nothing is cached in this workbook: every status, rate and score is calculated by the functions in their cells."""
    path = tmp_path / "骨架.xlsm"
    path.write_bytes(build_master(sample(), macros=True))
    result = run(load(path))
    records = result_values(result).records
    worth = [[float(records["indicators", row]["worth"])] for row in range(5, 75)]
    steps = [["load", str(path)], ["fill", SHEET, column("worth"), [[str(each[0])] for each in worth]], ["calculate"]]
    *_before, states, rates, scores, _closed = office.run(*steps, *(["read", SHEET, column(key)] for key in ("state", "rate", "score")), ["close"])
    for row in range(70):
        wanted = records["indicators", row + 5]
        assert states[row] == [wanted["state"]]
        assert rates[row][0] == (pytest.approx(wanted["rate"]) if wanted["rate"] is not None else "")
        assert scores[row][0] == (pytest.approx(float(wanted["score"])) if wanted["score"] is not None else "")


def test_a_typed_actual_shows_its_status_at_once(office, path):
    typed = [("L5", "1平方米", "未达标", 0.000361), ("L5", "2772.65平方米", "达标", 1.0), ("L5", "", "未填", ""), ("L6", 10, "未达标", ""),
             ("L6", 11, "达标", 1.0), ("L41", "2022年11月9日", "达标", ""), ("E9", ">=400次", "未达标", 0.78)]  # fmt: skip
    steps = [["load", str(path)]]
    for reference, text, _status, _rate in typed:
        row = reference[1:]
        steps += [["type", SHEET, reference, text], ["read", SHEET, f"N{row}:O{row}"]]
    *answers, _closed = office.run(*steps, ["close"])
    for (reference, text, status, rate), [[shown_rate, shown]] in zip(typed, answers[2::2], strict=True):
        assert shown == status, (reference, text)
        assert rate in ("", None) or shown_rate == pytest.approx(rate)


def test_a_row_asks_python_once_however_many_functions_it_has(office, path):
    steps = [["load", str(path)], ["counted"], ["calculate"], ["counted"], ["type", SHEET, "L5", "1平方米"], ["counted"],
             ["calculate"], ["counted"], ["close"]]  # fmt: skip
    _load, _opened, _all, whole, _typed, one, _again, second, _closed = office.run(*steps)
    assert (whole, one, second) == (["PERF_ROW"] * 70, ["PERF_ROW"], [])


def test_what_rating_year_and_weight_change_is_seen_at_once(office, path):
    steps = [["load", str(path)], ["read", SHEET, "O5:Q74"], ["type", SHEET, "K5", 4], ["read", SHEET, "Q5:Q5"],
             ["type", SHEET, "S71", "达成"], ["read", SHEET, "O71:O71"], ["close"]]  # fmt: skip
    *_loaded, before, _typed, scored, _typed2, rated, _closed = office.run(*steps)
    assert before[0][0] == "达标" and scored == [[4.0]] and rated == [["达标"]]


def test_every_pair_is_answered_in_a_cell_as_the_core_judges_it(office, tmp_path):
    """The functions in cells, over all corpora, the whole way: cell, VBA, Python and back."""
    lines = [line for corpus in PAIRS for line in corpus]
    path = tmp_path / "空.xlsm"
    path.write_bytes(build_master(content_from({"任务": [], "绩效指标": []}), macros=True))
    count = len(lines)
    keys = ("target", "actual", "indicator", "category", "year", "op_column", "unit_column")
    texts = [[str(line.get(key) or "") for key in keys] for line in lines]
    arguments = [f"A{r};B{r};C{r};D{r};E{r};;;;;;;F{r};G{r}" for r in range(101, 101 + count)]
    formulas = [[f"=PERF_STATUS({each})", f"=PERF_RATE({each})"] for each in arguments]
    *_steps, states, _closed = office.run(
        ["load", str(path)], ["texts", "总体目标", f"A101:G{100 + count}", texts], ["fill", "总体目标", f"H101:I{100 + count}", formulas],
        ["calculate"], ["read", "总体目标", f"H101:I{100 + count}"], ["close"], timeout=300,
    )  # fmt: skip
    wrong = []
    for line, (state, rate) in zip(lines, states, strict=True):
        year = line.get("year")
        judged = judge(line["target"], line["actual"], op=line.get("op_column"), unit=line.get("unit_column"),
                       name=line.get("indicator"), category=line.get("category") or None, year=year)  # fmt: skip
        ratio = judged.ratio
        if ratio is not None and judged.op in ("<=", "<"):
            ratio = min(ratio, 1)
        if state != schema.STATUS[judged.verdict] or (rate == "") != (ratio is None) or (ratio is not None and abs(rate - float(ratio)) > 1e-6):
            wrong.append((line["id"], line["target"], line["actual"], state, rate, judged.verdict, ratio))
    assert not wrong, f"{len(wrong)} of {count}: {wrong[:5]}"


def test_formats_errors_ranges_and_whole_columns(office, path):
    cells = [("=PERF_STATUS(Z1;Z2)", "达标"), ("=PERF_STATUS(Z1;Z3)", "无法识别"), ("=PERF_STATUS(Z5;Z4)", "达标"),
             ('=PERF_READ("11月底前")', "<=11月"),
             ('=PERF_SPENT("甲";AA1:AA3;AB1:AB3)', 3.0), ('=PERF_SPENT("甲";AA:AA;AB:AB)', 3.0), ("=PERF_EXECUTION(3;4)", 0.75),
             ("=PERF_STATUS()", None), ('=PERF_STATUS(IF(TRUE();Z1;Z5);Z2)', "达标")]  # fmt: skip
    steps = [["load", str(path)], ["type", "说明", "Z1", ">=95%"], ["enter", "说明", "Z2", "=0.96"], ["enter", "说明", "Z3", "=1/0"],
             ["style", "说明", "Z2", "xlperf 比率（自动）"], ["enter", "说明", "Z4", "2022-11-20"], ["type", "说明", "Z5", "2022年11月30日前"],
             ["texts", "说明", "AA1:AA3", [["甲"], ["乙"], ["甲"]]], ["fill", "说明", "AB1:AB3", [["10000"], ["5"], ["20000"]]]]  # fmt: skip
    for number, (formula, _wanted) in enumerate(cells, 1):
        steps.append(["enter", "说明", f"AD{number}", formula])
    *_steps, shown, _closed = office.run(*steps, ["read", "说明", f"AD1:AD{len(cells)}"], ["close"])
    for (formula, wanted), [told] in zip(cells, shown, strict=True):
        if isinstance(wanted, str):
            assert str(told).startswith(wanted), (formula, told)
        elif wanted is not None:
            assert told == pytest.approx(wanted), formula


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: each.name)
def test_the_examples_of_the_manual_answer(function, office, path):
    formula = function.example.replace(",", ";").replace("Ledger[任务]", "$支出明细.E5:E60").replace("Ledger[金额（元）]", "$支出明细.I5:I60")
    *_steps, [[told]], _closed = office.run(["load", str(path)], ["enter", "任务", "T5", formula], ["read", "任务", "T5:T5"], ["close"])
    assert told not in ("", "待重算") and not str(told).startswith(("#", "Err"))


def test_a_click_writes_what_a_check_of_the_file_writes(office, path, tmp_path):
    saved = tmp_path / "同.xlsx"
    steps = [["load", str(path)], ["type", SHEET, "L5", "1平方米"], ["macro", "PerfButtons.PerfCheck"],
             ["read", FINDINGS, "A4:F40"], ["table", "Findings"], ["read", "概况", "E5:F24"], ["read", SHEET, "M5:R74"],
             ["read", "任务", "J5:Q9"], ["save", str(saved), "Calc MS Excel 2007 XML"], ["close"]]  # fmt: skip
    *_steps, findings, table, summary, indicators, tasks, _saved, _closed = office.run(*steps)
    data = saved.read_bytes()
    result = run(as_mended(saved, data, load(saved, data)))
    values = result_values(result)
    assert [row[:1] + row[3:] for row in findings[1 : 1 + len(values.findings)]] == [
        [each["severity"], each["subject"], each["message"], each["hint"]] for each in values.findings]  # fmt: skip
    assert table == [4, 1, 4 + len(values.findings), 6] and findings[1][2] == "任务!K8"
    assert dict(summary)["未达标"] == 8.0 and dict(summary)["评价等级"] == values.fields["grade"]
    for row, shown in enumerate(indicators, 5):
        wanted = values.records["indicators", row]
        assert (shown[2], shown[5]) == (wanted["state"], wanted["note"] or "")
    assert [row[7] for row in tasks] == [values.records["tasks", row]["note"] or "" for row in range(5, 10)]


def test_a_click_on_a_sorted_table_goes_with_its_rows(office, path):
    """Sorted by name, downwards: every result stands at its indicator, and the form is the same as before."""
    names, results, form = ["read", SHEET, "D5:D74"], ["read", SHEET, "N5:R74"], ["read", "目标表", "A1:G100"]
    *_steps, before, old, form_before, _sorted, clicked, after, new, form_after, findings, _closed = office.run(
        ["load", str(path)], names, results, form, ["sort", SHEET, "A5:W74", 3, False], ["click", "check"], names, results, form,
        ["read", FINDINGS, "C5:D26"], ["close"])  # fmt: skip
    assert "达标54、未达标7" in clicked[0] and before != after and sorted(before) == sorted(after)
    told = {name: (row[1], row[4]) for [name], row in zip(before, old, strict=True)}
    assert told == {name: (row[1], row[4]) for [name], row in zip(after, new, strict=True)}
    assert sorted(map(str, form_before)) == sorted(map(str, form_after)), "class by class, in another order within"
    for place, subject in findings:
        if place.startswith(SHEET):
            assert after[int("".join(filter(str.isdigit, place))) - 5] == [subject]


def test_error_values_are_told_and_a_document_calculated_by_hand_stays_so(office, path):
    steps = [["load", str(path)], ["automatic", False], ["enter", SHEET, "L6", "=1/0"], ["type", SHEET, "L5", "1平方米"], ["click", "check"],
             ["read", SHEET, "N5:R6"], ["automatic", True], ["close"]]  # fmt: skip
    _load, was, _error, _typed, clicked, rows, still, _closed = office.run(*steps)
    assert was and not still and "错误" in clicked[0]
    assert rows[0][1] == "未达标" and rows[0][4].startswith("未达标：实际1平方米") and "#DIV/0!" in rows[1][4]


def test_a_click_goes_to_its_own_document(office, path, tmp_path):
    """Two copies are open: the one that is clicked is written to, the other is not."""
    other = tmp_path / "另一份.xlsm"
    other.write_bytes(path.read_bytes())
    read = ["read", SHEET, "R6:R6"]
    first, second = [office.run(["load", str(each)], ["type", SHEET, "L6", "10辆"], read)[-1] for each in (other, path)]
    clicked, [[told]], _closed = office.run(["find", path.name], ["click", "check"], read, ["close"])[1:]
    [[untold]], _closed = office.run(["find", other.name], read, ["close"])[1:]
    assert first == second == [[""]] and told.startswith("未达标：实际10辆") and untold == "" and "未达标8" in clicked[0]


def test_blank_rows_between_and_a_column_of_ones_own(office, path):
    """Blank rows between, a column of somebody's own behind the table."""
    steps = [["load", str(path)], ["type", SHEET, "AB5", "我的一列"], ["type", SHEET, "L6", "1辆"],
             ["texts", SHEET, "A7:G7", [[""] * 7]], ["texts", SHEET, "W7:W7", [[""]]],
             ["texts", SHEET, "L7:L7", [[""]]], ["click", "check"], ["read", SHEET, "O5:R8"], ["read", SHEET, "AB5:AB5"],
             ["close"]]  # fmt: skip
    *_steps, clicked, shown, mine, _closed = office.run(*steps)
    assert "指标69项" in clicked[0] and shown[1][3].startswith("未达标：实际1辆") and mine == [["我的一列"]]
    assert shown[2] == ["", "", "", ""] or shown[2][0] == ""


def test_buttons_for_looking(office, path):
    steps = [["load", str(path)], ["click", "missed"], ["hidden_rows", SHEET, 5, 74], ["click", "missed"], ["hidden_rows", SHEET, 5, 74],
             ["click", "stage.declare"], ["hidden_columns", SHEET, 23], ["click", "stage.all"], ["hidden_columns", SHEET, 23],
             ["click", "spending"], ["click", "clear"], ["table", "Findings"], ["click", "formulas"], ["click", "doctor"], ["close"]]  # fmt: skip
    _l, first, hidden, second, none, _d, declared, _a, all_shown, spent, cleared, table, formulas, doctor, _c = office.run(*steps)
    assert len(hidden) == 63 and not none and first[0] == "ok|只显示“未达标”的指标；再点一次取消"
    assert second[0] == "ok|已取消“只看未达标”"
    assert schema.INDICATORS.number("actual") in declared and not all_shown
    assert "执行数1,085.51万元" in spent[0] and cleared[0].startswith("wrote|") and table == [4, 1, 5, 6]
    assert formulas[0] == "ok|公式都在，没有要恢复的" and doctor[0].startswith("say|√ Python：3.")


def test_a_filter_comes_and_goes_and_the_headings_stay(office, path):
    """Again and again; and beside a filter of the person's own, which stays."""
    looks = [step for _each in range(3) for step in (["click", "missed"], ["hidden_rows", SHEET, 1, 12])]
    own = [["filter", "Indicators", 2, "质量指标"], ["hidden_rows", SHEET, 1, 12], ["click", "missed"], ["hidden_rows", SHEET, 1, 74],
           ["click", "missed"], ["hidden_rows", SHEET, 1, 12], ["click", "check"], ["close"]]  # fmt: skip
    _load, _f, first, _s, second, _t, third, _m, _o, by_class, both, few, off, again, checked, _c = office.run(
        ["load", str(path)], *looks, ["click", "missed"], *own)
    assert first == third == list(range(5, 12)) and second == [] and by_class == list(range(5, 13)) == again
    assert both[0].startswith("ok|只显示") and off[0].startswith("ok|已取消") and 1 not in few and 4 not in few and len(few) > 60
    assert "指标70项" in checked[0]


def test_undo_takes_back_what_a_person_typed_and_nothing_of_a_click(office, path):
    steps = [["load", str(path)], ["type", SHEET, "L6", "10辆"], ["click", "check"], ["read", SHEET, "R6:R6"], ["undo"],
             ["read", SHEET, "L6:R6"], ["click", "check"], ["read", SHEET, "R6:R6"], ["close"]]  # fmt: skip
    _load, _typed, _clicked, [[note]], _undone, [row], _again, [[left]], _closed = office.run(*steps)
    assert note.startswith("未达标：实际10辆") and row[0] == "11辆" and row[3] == "达标" and row[6] == note and left == ""


def test_a_click_makes_no_row_lower(office, path):
    *_steps, before, _clicked, after, _closed = office.run(
        ["load", str(path)], ["type", SHEET, "L6", "10辆"], ["click", "check"], ["type", SHEET, "L6", "11辆"], ["heights", SHEET, 5, 30],
        ["click", "check"], ["heights", SHEET, 5, 30], ["close"])  # fmt: skip
    assert all(now >= min(was, 700) for was, now in zip(before, after, strict=True))


def test_a_click_makes_rows_as_high_as_their_texts(office, path):
    long = "很长的一段说明" * 20
    *_steps, grown, _typed, _clicked, shrunk, _closed = office.run(
        ["load", str(path)], ["type", SHEET, "L6", "10辆"], ["type", SHEET, "D6", long],
        ["click", "check"], ["heights", FINDINGS, 5, 12], ["type", SHEET, "D6", "车辆数"], ["click", "check"],
        ["heights", FINDINGS, 5, 12], ["close"])  # fmt: skip
    assert max(grown) > 3 * 714 and max(shrunk) < 2 * 714 and min(grown) >= 700


def test_the_list_of_cost_indicators_holds_them_all_however_the_rows_are_sorted(office, path):
    ask = ["read", "说明", "Z1:Z3"]
    *_steps, together, _typed, apart, _closed = office.run(
        ["load", str(path)], ["enter", "说明", "Z1", "=ROWS(CostIndicatorNames)"], ["enter", "说明", "Z2", "=INDEX(CostIndicatorNames;1)"],
        ["enter", "说明", "Z3", '=COUNTIF(Indicators[二级指标];"*成本*")'], ask, ["type", SHEET, "C5", "成本指标"], ask, ["close"])  # fmt: skip
    assert together == [[13.0], ["发放工资资金数"], [13.0]] and apart == [[70.0], ["房屋建筑物供暖面积"], [14.0]]


def test_buttons_go_by_the_headings(office, path):
    """A column of somebody's own in the middle of the table: everything right of it has moved."""
    steps = [["load", str(path)], ["insert", SHEET, "D"], ["texts", SHEET, "D4:D6", [["责任人"], ["张三"], ["李四"]]],
             ["type", SHEET, "M6", "1辆"], ["click", "check"], ["read", SHEET, "P5:S6"], ["read", SHEET, "D4:D6"],
             ["click", "missed"], ["hidden_rows", SHEET, 5, 74], ["click", "missed"], ["click", "stage.declare"],
             ["hidden_columns", SHEET, 28], ["click", "stage.all"], ["click", "next"], ["selected"], ["close"]]  # fmt: skip
    *_l, clicked, shown, mine, _m, hidden, _again, _d, columns, _all, _next, selected, _closed = office.run(*steps)
    assert "未达标8" in clicked[0] and [row[0] for row in shown] == ["达标", "未达标"] and "实际1辆" in shown[1][3]
    assert mine == [["责任人"], ["张三"], ["李四"]] and len(hidden) == 62 and 6 not in hidden
    moved = {key: schema.INDICATORS.number(key) + 1 for key in schema.HIDDEN_IN["declare"]["indicators"]}
    assert columns == sorted(moved.values()) and selected == "$任务.$K$8"


def test_pasted_over_formulas_come_back(office, path):
    steps = [["load", str(path)], ["type", SHEET, "O5", "达标"], ["type", SHEET, "N6", 5], ["type", "任务", "L5", 0.1], ["formulas", SHEET, "O6:O6"],
             ["click", "formulas"], ["formulas", SHEET, "O5:O5"], ["formulas", SHEET, "N6:N6"], ["read", "任务", "L5:L5"], ["close"]]  # fmt: skip
    *_steps, [[kept]], clicked, [[state]], [[rate]], [[executed]], _closed = office.run(*steps)
    assert clicked[0] == "wrote|自动计算的公式已写回原处" and state == kept and rate.startswith("=IF(COUNTA(")
    assert executed == pytest.approx(1.0, abs=0.2)


def test_the_form_grows_with_the_tables(office, path):
    steps = [["load", str(path)], ["texts", "任务", "A10:B10", [["R6", "新任务"]]], ["type", "任务", "E10", 3], ["grow", "Tasks", 1],
             ["click", "check"], ["click", "form"], ["read", "目标表", "A4:G14"], ["merged", "目标表", "C11:D11"],
             ["buttons", "目标表"], ["click", "form"], ["close"]]  # fmt: skip
    *_steps, checked, made, form, merged, buttons, again, _closed = office.run(*steps)
    assert "错误7项" in checked[0] and made[0].startswith("ok|") and again[0].startswith("ok|") and merged
    assert [row[1] for row in form].count("新任务") == 1 and [each[0] for each in buttons] == ["PerfForm"]


def test_a_protected_sheet_is_refused_before_anything_is_written(office, path):
    read = ["read", SHEET, "A4:W74"]
    steps = [["load", str(path)], ["type", SHEET, "L5", "1平方米"], ["protect", FINDINGS], read, ["click", "check"], read, ["close"]]
    *_steps, before, clicked, after, _closed = office.run(*steps)
    assert clicked[0] == "no|工作表“校验结果”受保护。请先在“审阅”中撤消工作表保护。" and before == after


def test_a_renamed_sheet_is_named(office, path):
    *_steps, clicked, _closed = office.run(["load", str(path)], ["rename", "任务", "任务表"], ["click", "check"], ["close"])
    assert clicked[0].startswith("no|") and "没有工作表“任务”" in clicked[0] and "任务表" in clicked[0]


def test_a_workbook_of_others_is_checked_as_it_stands(office, tmp_path):
    """By the menu of macros, since it has no buttons; saved, its notes are known again though LibreOffice drops who wrote them."""
    path, saved = tmp_path / "自评.xlsx", tmp_path / "存.xlsx"
    path.write_bytes(foreign_workbook())
    find, read, notes = ["table", "Findings"], ["read", FINDINGS, "B5:F8"], ["notes", "自评表"]
    *_steps, sheets, table, found, told, again, next_one, selected, _typed, _fixed, fewer, left, _saved, cleared, mine, _closed = office.run(
        ["load", str(path), False], ["listed", "一键校验"], ["sheets"], find, read, notes, ["click", "check"], ["click", "next"], ["selected"],
        ["type", "自评表", "E5", "6次"], ["click", "check"], read, notes, ["save", str(saved), "Calc MS Excel 2007 XML"],
        ["click", "clear"], notes, ["close"],
    )  # fmt: skip
    assert sheets[-1] == FINDINGS and table == [4, 1, 7, 6] and [row[0] for row in found] == ["R301", "R302", "R304", ""]
    assert sorted(told) == ["5,8", "8,8", "9,5"] and told["5,8"] == "请补充说明"
    assert "未达标2" in again[0] and next_one[0].startswith("ok|第1个问题，共3个：未达标：实际3次") and selected == "$自评表.$H$5"
    assert [row[0] for row in fewer] == ["R302", "R304", "", ""] and left == told
    assert cleared[0] == "wrote|已清除批注和校验结果" and mine == {"5,8": "请补充说明"}
    before = saved.read_bytes()
    check(saved, write=True)
    assert saved.read_bytes() == before


def test_what_saving_drops_is_said_once_and_put_back_by_a_check(office, path, tmp_path):
    saved = tmp_path / "存.xlsm"
    steps = [["load", str(path)], ["click", "check"], ["click", "check"], ["save", str(saved), "Calc MS Excel 2007 VBA XML"], ["close"]]
    _load, first, second, _saved, _closed = office.run(*steps)
    assert "在LibreOffice中保存会丢掉按钮和表格的自动公式" in first[0] and "丢掉" not in second[0]
    assert {each.subject for each in check(saved).result.findings if each.rule == "S113"} == {"任务", "绩效指标", "分月执行"}
    assert check(saved, write=True).mended == ("“任务”表的自动公式", "“绩效指标”表的自动公式", "“分月执行”表的自动公式", f"{BUTTONS}个按钮")
    old, new = Package(path.read_bytes()), Package(saved.read_bytes())
    for sheet in ("任务", "绩效指标"):
        assert [each.automatic for each in old.tables(sheet)] == [each.automatic for each in new.tables(sheet)]
    assert not faults(new, suffix=".xlsm")


def test_without_python_the_workbook_opens_and_says_so(tmp_path, path):
    calc.need()
    running = calc.Calc(tmp_path / "office", with_python=False)
    try:
        steps = [["load", str(path)], ["read", SHEET, "O5:O5"], ["type", SHEET, "L5", "1平方米"], ["read", SHEET, "N5:O5"],
                 ["read", "任务", "K5:L5"], ["close"]]  # fmt: skip
        _load, cached, _typed, changed, native, _closed = running.run(*steps)
    finally:
        running.close()
    assert cached == [["达标"]] and changed == [["待重算", "待重算"]] and native[0][0] == pytest.approx(839.08, abs=50)


def test_a_period_its_form_and_the_evaluation_are_made_by_clicks(office, path):
    """What the year needs besides a check: rows of a period with their lights, the forms in their sheets, why, and an accepted finding."""
    steps = [["load", str(path)], ["type", "概况", "C18", "7"], ["click", "monitor"], ["read", "运行监控", "A5:H9"],
             ["texts", "运行监控", "N5:O5", [["招标晚", "八月补上"]]], ["click", "monitor"], ["read", "运行监控", "A79:O80"],
             ["read", "运行监控", "N5:O5"], ["click", "form.monitor"], ["read", "监控表", "A1:J6"], ["click", "form.evaluation"],
             ["read", "自评表", "A1:J6"], ["merged", "自评表", "A1:J1"],
             ["select", "校验结果", "C5"], ["click", "why"], ["click", "accept"], ["read", "审核意见", "A5:K5"], ["selected"], ["close"]]  # fmt: skip
    (*_l, first, rows, _typed, again, below, typed, made, monitored, evaluated, evaluation, merged, _select, why, accepted, review, selected,
     _closed) = office.run(*steps)  # fmt: skip
    assert first[0].startswith("wrote|截至7月的运行监控75行") and again[0].startswith("ok|截至7月的运行监控75行")
    assert [row[0] for row in rows] == [7] * 5 and rows[0][7] == "绿灯" and below[1][0] in ("", None) and typed == [["招标晚", "八月补上"]]
    assert made[0] == "ok|已生成“监控表”" and monitored[0][0] == "绩效运行监控表" and monitored[3][5] == "1—7月执行数"
    assert evaluated[0].startswith("ok|已生成“自评表”；还没有完成") and evaluation[0][0] == "部门（单位）整体支出绩效自评表" and merged
    assert why[0].startswith("say|B402") and accepted[0].startswith("wrote|已在“审核意见”加了一行")
    assert review[0][4] == "B402" and review[0][7] == "接受" and selected == "$审核意见.$G$5"
