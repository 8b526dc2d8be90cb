"""Exports of accounting and payment software into 支出明细: every trap of theirs, and the sums to the cent."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports import STYLES, Sheet, drawn_year
from xlperf import schema
from xlperf.cli import main
from xlperf.errors import InputError
from xlperf.exports import find_export, read_postings, spending_of
from xlperf.files import check, exports_in, import_ledger
from xlperf.model import IMPORT, Edit, Edits, Grid, Place, TableSize
from xlperf.tally.assigning import Part, shares_of
from xlperf.undo import undo
from xlperf.writers.package import apply

SEED = "workbook/bazhou-2022.txt"


def grid(rows) -> Grid:
    width = max(map(len, rows))
    return Grid("", [[*row, *[None] * (width - len(row))] for row in rows])


def postings(rows, year: int | None = None):
    sheet = grid(rows)
    export = find_export(sheet)
    assert export is not None
    return spending_of([read_postings(sheet, export, "导出", year)])[0]


def keys(found) -> list[tuple]:
    """What tells postings apart."""
    return [(day.month, *each) for day, *each in zip(found.days, found.vouchers, found.accounts or found.summaries, found.lines, strict=True)]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), style=st.sampled_from(sorted(STYLES)), count=st.integers(1, 80), as_text=st.booleans())
def test_every_style_says_what_was_spent(tmp_path_factory, seed, style, count, as_text):
    year = drawn_year(seed, count)
    path = tmp_path_factory.mktemp("导出") / (f"{style}.csv" if as_text else f"{style}.xlsx")
    sheet = STYLES[style](year)
    path.write_bytes(sheet.csv() if as_text else sheet.xlsx())
    [found] = exports_in(path, year.year)
    assert (list(found.cents), list(found.days)) == ([each.cents for each in year.payments], [each.day for each in year.payments])
    assert list(found.summaries) == [each.summary for each in year.payments]
    assert found.unread == () and len({*keys(found)}) == len(found)


@pytest.mark.parametrize("style", STYLES)
def test_the_payments_of_projects_add_up(style):
    year = drawn_year(7, 90)
    found, wanted = postings(STYLES[style](year).rows, year.year), defaultdict(int)
    for each in year.payments:
        wanted[" ".join(each.project)] += each.cents
    by_project = defaultdict(int)
    for project, cents in zip(found.projects, found.cents, strict=True):
        by_project[project] += cents
    assert sum(found.cents) == year.cents
    if style == "一体化支付明细":
        assert by_project == wanted


ACCOUNT = ["日期", "凭证号", "科目编码", "摘要", "借方", "贷方"]


@pytest.mark.parametrize(("summary", "counts"), [
    ("期初余额", False), ("上年结转", False), ("承前页", False), ("本月合计", False), ("3月合计", False), ("本年累计", False), ("合 计：", False),
    ("总计", False), ("期末余额", False), ("结转下年", False), ("小计", False), ("本期发生额及余额", False),
    ("合计支付办公费", True), ("付上年结转项目款", True), ("累计折让退款", True), ("结转资金支付培训费", True), ("小计算机采购", True)])  # fmt: skip
def test_what_is_a_sum_and_what_a_payment(summary, counts):
    found = postings([ACCOUNT, ["2022-03-01", "记-1", "7101", "付款", 5, None], ["2022-03-31", None, "7101", summary, 7, None]])
    assert list(found.cents) == ([500, 700] if counts else [500])


@pytest.mark.parametrize(("summary", "credit", "counts"), [
    ("年末结转", 900, False), ("结转本年支出", 900, False), ("期间损益结转", 900, False), ("结转预算支出至结余", 900, False),
    ("年终结转支出", -900, False), ("结转资金支付培训费", -900, True),
    ("退回上年结转资金", 900, True), ("冲销误结转的款", 900, True), ("收回结转结余资金", 900, True), ("退款", 900, True)])  # fmt: skip
def test_closing_entries_are_left_out_and_refunds_are_not(summary, credit, counts):
    found = postings([ACCOUNT, ["2022-03-01", "记-1", "7101", "付款", 5, None], ["2022-12-31", "记-2", "7101", summary, None, credit]])
    assert list(found.cents) == ([500, -100 * credit] if counts else [500])
    assert counts or found.left["期末结转"] == (1, -100 * credit)


@pytest.mark.parametrize(("cell", "cents"), [
    (1234.5, 123450), ("1,234.50", 123450), ("￥1，234.50", 123450), ("（1,234.50）", -123450), ("(5.00)", -500), ("5.00-", -500), ("-5", -500),
    (-5, -500), (0.1 + 0.2, 30), ("12.345", 1234), ("0.00", None), ("-", None), (None, None)])  # fmt: skip
def test_amounts_however_they_are_printed(cell, cents):
    found = postings([ACCOUNT, ["2022-03-01", "记-1", "7101", "付款", cell, None], ["2022-03-01", "记-2", "7101", "付款", 1, None]])
    assert list(found.cents) == ([cents, 100] if cents else [100])


@pytest.mark.parametrize(("cell", "day"), [
    (date(2022, 3, 5), date(2022, 3, 5)), ("2022-03-05", date(2022, 3, 5)), ("2022/3/5", date(2022, 3, 5)), ("2022.3.5", date(2022, 3, 5)),
    ("2022年3月5日", date(2022, 3, 5)), ("20220305", date(2022, 3, 5)), (20220305.0, date(2022, 3, 5)), ("2022-03", date(2022, 3, 31)),
    ("202202", date(2022, 2, 28))])  # fmt: skip
def test_days_however_they_are_written(cell, day):
    assert list(postings([ACCOUNT, [cell, "记-1", "7101", "付款", 5, None]]).days) == [day]


def test_an_amount_that_is_none_and_a_row_without_a_place_are_told():
    found = postings([ACCOUNT, ["2022-03-01", "记-1", "7101", "付款", "五百", None], ["2022-03-02", "记-2", "7101", "付款", 5, None]])
    assert [(each.place, each.value) for each in found.unread] == [(Place("", 2, 5), "五百")] and list(found.cents) == [500]
    found = postings([ACCOUNT, [None, None, None, "不知何时付款", 5, None], ["2022-03-02", "记-2", "7101", "付款", 5, None]])
    assert [each.value for each in found.unread] == ["不知何时付款 5"] and list(found.cents) == [500]


def test_a_payment_in_both_books_counts_once():
    rows = [ACCOUNT, ["2022-03-01", "记-1", "5001", "付款", 5, None], ["2022-03-01", "记-1", "7101", "付款", 5, None],
            ["2022-03-01", "记-1", "1011", "付款", None, 5]]  # fmt: skip
    both, financial, bank = postings(rows), postings([*rows[:2], rows[3]]), postings([rows[0], rows[3]])
    assert (list(both.cents), both.left) == ([500], {"平行记账的财务会计科目": (1, 500), "不是支出类的科目": (1, -500)}) and both.remarks == ()
    assert list(financial.cents) == [500] and "按财务会计的费用计入" in financial.remarks[0].text
    assert list(bank.cents) == [] and "一笔也没有计入" in bank.remarks[0].text


def workbook(path: Path, sheets: dict) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


PLAIN = ["日期", "凭证号", "摘要", "借方", "贷方"]


def test_both_books_in_sheets_of_their_own_count_once(tmp_path):
    line = ["2022-03-01", "记-1", "付款", 5, None]
    sheets = {"目录": [["科目", "页"]], "5001业务活动费用": [PLAIN, line], "7101行政支出": [PLAIN, line], "7201": [PLAIN, line]}
    found = exports_in(workbook(tmp_path / "明细账.xlsx", sheets))
    assert [(each.batch, list(each.cents), list(each.accounts)) for each in found] == [
        ("明细账（5001业务活动费用）", [], []), ("明细账（7101行政支出）", [500], ["7101"]), ("明细账（7201）", [500], ["7201"])]  # fmt: skip
    assert found[0].left == {"平行记账的财务会计科目": (1, 500)} and "“目录”不是明细账，没有读" in found[0].remarks[0].text


def test_a_sheet_of_sums_beside_the_ledger_is_not_read(tmp_path):
    sheets = {"7101": [PLAIN, ["2022-03-01", "记-1", "付款", 5, None]], "汇总": [["月份", "摘要", "借方", "贷方"], ["2022-03", "三月支出", 5, None]]}
    [found] = exports_in(workbook(tmp_path / "明细账.xlsx", sheets), 2022)
    assert list(found.cents) == [500] and "“汇总”没有凭证号，像是汇总，没有读" in found.remarks[0].text


def test_both_books_in_files_of_their_own_count_once(tmp_path, master):
    line = ["2022-03-01", "记-1", "付款", 5, None]
    costs, spending = (workbook(tmp_path / f"{name}.xlsx", {name: [PLAIN, line]}) for name in ("5001", "7101"))
    import_ledger(master, [costs, spending])
    assert [(each["科目"], each["金额（元）"]) for each in rows_of(master)] == [("7101", 5)]
    again = import_ledger(master, [costs])
    assert not again.arrivals.added and again.exports[0].left == {"平行记账的财务会计科目": (1, 500)}


def test_costs_that_stand_and_spending_that_comes_are_refused(tmp_path, master):
    line = ["2022-03-01", "记-1", "付款", 5, None]
    costs, spending = (workbook(tmp_path / f"{name}.xlsx", {name: [PLAIN, line]}) for name in ("5001", "7101"))
    import_ledger(master, [costs])
    with pytest.raises(InputError, match="支出明细里是5开头的科目，导出文件里是7开头的"):
        import_ledger(master, [spending])


def test_accounts_named_in_titles_and_between_pages():
    headings = ["日期", "凭证号", "摘要", "借方", "贷方"]
    rows = [["科目：7101.01 基本支出"], headings, ["2022-03-01", "记-1", "付款", 5, None],
            ["科目：7101.02 项目支出"], headings, ["2022-03-01", "记-1", "付款", 6, None]]  # fmt: skip
    found = postings(rows)
    assert list(found.accounts) == ["7101.01", "7101.02"] and found.unread == ()
    assert len({*keys(found)}) == 2


def test_the_unit_of_a_title_and_the_side_of_an_amount():
    rows = [["单位：万元"], ["日期", "凭证号", "科目编码", "摘要", "金额", "方向"], ["2022-03-01", "记-1", "7101", "付款", 1.5, "借"],
            ["2022-03-02", "记-2", "7101", "退款", 0.5, "贷"]]  # fmt: skip
    assert list(postings(rows).cents) == [1_500_000, -500_000]


def test_the_same_line_exported_twice_is_one():
    headings = ["日期", "凭证号", "分录号", "科目编码", "摘要", "借方", "贷方"]
    line = ["2022-03-01", "记-1", 1, "7101", "付款", 5, None]
    found = postings([headings, line, line, [*line[:4], "另一笔", 6, None]])
    assert list(found.cents) == [500, 600] and found.left == {"同一分录重复出现": (1, 500)} and list(found.lines) == ["1", "1.2"]


def written(path: Path, sheet: Sheet) -> Path:
    path.write_bytes(sheet.xlsx())
    return path


@pytest.mark.parametrize("style", STYLES)
def test_an_export_goes_in_once_and_a_grown_one_adds_what_is_new(tmp_path, master, style):
    year = drawn_year(3, 50)
    import_ledger(master, [written(tmp_path / "七月.xlsx", STYLES[style](year.until(7)))])
    assert sum(check(master).result.assessment.case.ledger.cents) == year.until(7).cents
    whole = written(tmp_path / "全年.xlsx", STYLES[style](year))
    grown = import_ledger(master, [whole])
    assert list(grown.arrivals.known) == [len(year.until(7).payments)] and grown.arrivals.changed == ()
    ledger = check(master).result.assessment.case.ledger
    assert sorted(ledger.cents) == sorted(each.cents for each in year.payments)
    before = master.read_bytes()
    import_ledger(master, [whole, whole])
    assert master.read_bytes() == before


def test_what_was_imported_can_be_taken_back(tmp_path, master):
    before = master.read_bytes()
    import_ledger(master, [written(tmp_path / "明细账.xlsx", STYLES["金蝶凭证明细"](drawn_year(1)))])
    assert master.read_bytes() != before
    undo(master)
    assert master.read_bytes() == before


def rows_of(path: Path) -> list[dict]:
    sheet = openpyxl.load_workbook(path)["支出明细"]
    headings = [cell.value for cell in sheet[4]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=5, max_col=len(headings), values_only=True) if any(row)]


def test_a_payment_split_over_two_tasks_stays_split(tmp_path, master):
    export = written(tmp_path / "明细账.xlsx", Sheet([ACCOUNT, ["2022-03-01", "记-1", "7101", "付款", 1000, None]]))
    import_ledger(master, [export])
    row, columns = 5, {name: number for number, name in enumerate(rows_of(master)[0], 1)}

    def put(second: float) -> None:
        cells = {**rows_of(master)[0], "金额（元）": second, "日期": 44621}
        edits = [Edit(Place("支出明细", row, columns["金额（元）"]), 600)]
        edits += [Edit(Place("支出明细", row + 1, columns[name]), value) for name, value in cells.items() if value is not None]
        master.write_bytes(apply(master.read_bytes(), Edits(tuple(edits), (TableSize("Ledger", "支出明细", 2),), purpose=IMPORT)).data)

    put(400)
    before = master.read_bytes()
    assert import_ledger(master, [export]).arrivals.changed == () and master.read_bytes() == before
    put(300)
    [changed] = import_ledger(master, [export]).arrivals.changed
    assert (changed.old, changed.new, changed.subject, changed.place.row) == (90_000, 100_000, "记-1 付款", 5)


def test_projects_name_their_tasks_and_funds_their_sources(tmp_path, master, capsys):
    task = check(master).result.assessment.case.table.tasks[0].name
    rows = [["支付凭证号", "支付日期", "项目名称", "资金性质", "收款人", "支付金额"], ["1", "2022-03-01", task, "一般公共预算资金", "甲", 5],
            ["2", "2022-03-01", "不知何项目", "财政上年结转资金", "乙", 6], ["3", "2022-03-01", "", "奇怪的钱", "丙", 7]]  # fmt: skip
    assert main(["ledger", "import", str(written(tmp_path / "支付.xlsx", Sheet(rows))), "--into", str(master)]) == 1
    told = [(each["任务"], each["资金来源"], each["金额（元）"], each["归集方式"], each["来源批次"]) for each in rows_of(master)]
    assert told == [(task, "财政拨款", 5, "预算项目", "支付明细·支付"), (None, "上年结转", 6, "未归集", "支付明细·支付"),
                    (None, None, 7, "未归集", "支付明细·支付")]  # fmt: skip
    said = capsys.readouterr().out
    assert "支付：支付明细，支出3笔，18.00元\n新增3笔，18.00元：\n  1笔，5.00元：按“预算项目”归到任务\n  2笔，13.00元：任务空着" in said
    assert "资金性质“奇怪的钱”不知道属于哪种资金来源" in said


def test_two_families_would_count_the_same_payments_twice(tmp_path, master):
    year = drawn_year(2)
    account, payments = (written(tmp_path / f"{name}.xlsx", STYLES[name](year)) for name in ("用友明细账", "一体化支付明细"))
    with pytest.raises(InputError, match="明细账和支付明细说的是同样的支付，都放进来会重复计算"):
        import_ledger(master, [account, payments])
    import_ledger(master, [account])
    before = master.read_bytes()
    with pytest.raises(InputError, match="重复计算"):
        import_ledger(master, [payments])
    assert master.read_bytes() == before


def test_a_preview_writes_nothing(tmp_path, master, capsys):
    before = master.read_bytes()
    export = written(tmp_path / "明细账.xlsx", STYLES["用友明细账"](drawn_year(5)))
    assert main(["ledger", "import", str(export), "--into", str(master), "--preview"]) == 1
    assert master.read_bytes() == before and "只列出，没有写入" in capsys.readouterr().out


def test_what_is_no_export_is_told(tmp_path, master, capsys):
    export = written(tmp_path / "名单.xlsx", Sheet([["姓名", "电话"], ["张三", "1"]]))
    assert main(["ledger", "import", str(export), "--into", str(master)]) == 2
    assert "不是认识的明细账或支付明细：要有日期、摘要" in capsys.readouterr().err
    assert main(["ledger", "import", str(export), "--into", str(export)]) == 2


PAYMENTS = ["支付凭证号", "支付日期", "项目编码", "部门经济分类", "收款人", "用途", "支付金额"]


def with_rules(path: Path, *rules: dict) -> None:
    """Put rows into 归集规则."""
    columns = {column.heading: number for number, column in enumerate(schema.MAPPING.columns, 1)}
    edits = tuple(Edit(Place("归集规则", row, columns[heading]), value) for row, rule in enumerate(rules, 5) for heading, value in rule.items())
    path.write_bytes(apply(path.read_bytes(), Edits(edits, purpose=IMPORT)).data)


def test_rules_say_which_task_a_payment_is_of(tmp_path, master):
    tasks = [each.name for each in check(master).result.assessment.case.table.tasks]
    cost = next(each.level3 for each in check(master).result.assessment.case.table.indicators if "成本" in each.level2)
    with_rules(master, {"摘要包含": "差旅、出差", "任务": tasks[1]}, {"经济分类": "302", "任务": tasks[2], "成本指标": cost},
               {"预算项目编码": "P1", "任务": "R1"}, {"优先级": 1, "摘要包含": "加急", "任务": tasks[3]})  # fmt: skip
    rows = [PAYMENTS, ["1", "2022-03-01", "P1", "30211差旅费", "甲", "差旅费", 1], ["2", "2022-03-01", "P2", "30211差旅费", "甲", "差旅费", 2],
            ["3", "2022-03-01", "P2", "31002设备", "甲", "出差补助", 3], ["4", "2022-03-01", "P1", "30211差旅费", "甲", "加急差旅费", 4],
            ["5", "2022-03-01", "P2", "31002设备", "甲", "设备", 5]]  # fmt: skip
    import_ledger(master, [written(tmp_path / "支付.xlsx", Sheet(rows))])
    assert [(each["任务"], each["成本指标"], each["归集方式"]) for each in rows_of(master)] == [
        (tasks[0], None, "预算项目P1"), (tasks[2], cost, "经济分类302"), (tasks[1], None, "摘要差旅、出差"), (tasks[3], None, "摘要加急"),
        (None, None, "未归集")]  # fmt: skip


def test_a_rule_shares_a_payment_to_the_cent(tmp_path, master):
    tasks = [each.name for each in check(master).result.assessment.case.table.tasks]
    shares = (33.3, 33.3, 33.4)
    with_rules(master, *({"预算项目编码": "P1", "任务": task, "比例（%）": share} for task, share in zip(tasks, shares, strict=False)))
    rows = [PAYMENTS, ["1", "2022-03-01", "P1", "", "甲", "物业费", 100.01], ["2", "2022-03-02", "P1", "", "甲", "退物业费", -0.01]]
    export = written(tmp_path / "支付.xlsx", Sheet(rows))
    import_ledger(master, [export])
    told = [(each["任务"], each["分录号"], each["金额（元）"], each["入账金额（元）"]) for each in rows_of(master)]
    assert told == [(tasks[0], "1", 33.3, 100.01), (tasks[1], "1", 33.3, 100.01), (tasks[2], "1", 33.41, 100.01), (tasks[0], "1", 0, -0.01),
                    (tasks[1], "1", 0, -0.01), (tasks[2], "1", -0.01, -0.01)]  # fmt: skip
    before = master.read_bytes()
    assert import_ledger(master, [export]).arrivals.changed == () and master.read_bytes() == before
    assert not [each for each in check(master).result.findings if each.rule == "L505"]


def test_payments_that_were_there_without_a_task_find_it_later(tmp_path, master, capsys):
    tasks = [each.name for each in check(master).result.assessment.case.table.tasks]
    rows = [PAYMENTS, *([str(nth), "2022-03-01", project, "", "甲", "物业费", nth] for nth, project in enumerate(("P1", "P2", "P3"), 1))]
    import_ledger(master, [written(tmp_path / "支付.xlsx", Sheet(rows))])
    columns = {name: number for number, name in enumerate(rows_of(master)[0], 1)}
    by_hand = Edits((Edit(Place("支出明细", 5, columns["任务"]), tasks[4]),), purpose=IMPORT)
    master.write_bytes(apply(master.read_bytes(), by_hand).data)
    with_rules(master, {"预算项目编码": "P1", "任务": tasks[0]}, {"预算项目编码": "P2", "任务": tasks[1]},
               {"预算项目编码": "P3", "任务": tasks[0], "比例（%）": 50}, {"预算项目编码": "P3", "任务": tasks[1], "比例（%）": 50})  # fmt: skip
    assert main(["ledger", "map", str(master)]) == 1
    said = capsys.readouterr().out
    assert "原来没有任务的1笔，2.00元，现在归到了任务：\n  1笔，2.00元：按“预算项目P2”归到任务" in said and "表中有1笔符合按比例分摊的规则" in said
    assert [each["任务"] for each in rows_of(master)] == [tasks[4], tasks[1], None]
    before = master.read_bytes()
    main(["ledger", "map", str(master)])
    assert master.read_bytes() == before


@pytest.mark.parametrize(("rules", "said"), [
    ([{"摘要包含": "差旅", "任务": "没有的任务"}], "任务“没有的任务”不存在"), ([{"摘要包含": "差旅"}], "没有填任务"),
    ([{"任务": "R1"}], "没有填任何条件"),
    ([{"摘要包含": "差旅", "任务": "R1", "成本指标": "没有"}], "成本指标“没有”不存在"),
    ([{"摘要包含": "差旅", "任务": "R1", "比例（%）": 60}, {"摘要包含": "差旅", "任务": "R2", "比例（%）": 30}], "合计90%，应为100%"),
    ([{"摘要包含": "差旅", "任务": "R1"}, {"摘要包含": "差旅", "任务": "R2"}], "2行条件相同，要都填比例")])  # fmt: skip
def test_a_rule_that_cannot_be_used_is_told_and_not_used(tmp_path, master, rules, said):
    with_rules(master, *rules)
    found = [each for each in check(master).result.findings if each.rule == "L506"]
    assert len(found) == 1 and said in found[0].message
    import_ledger(master, [written(tmp_path / "支付.xlsx", Sheet([PAYMENTS, ["1", "2022-03-01", "P1", "", "甲", "差旅费", 1]]))])
    assert [each["归集方式"] for each in rows_of(master)] == ["未归集"]


@given(st.integers(-10**9, 10**9), st.lists(st.integers(1, 9999), min_size=1, max_size=5))
def test_shares_add_up(cents, weights):
    total = sum(weights)
    parts = [Part("", "", Decimal(100) * each / total) for each in weights]
    assert sum(shares_of(cents, parts)) == cents
