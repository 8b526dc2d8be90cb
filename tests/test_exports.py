"""The rows of exports as programs print them: which are postings, what they say, and what is told of those nobody can place."""

from datetime import date, datetime

import pytest

from xlperf.errors import InputError
from xlperf.exports import find_export, read_postings, spending_of
from xlperf.files import exports_in
from xlperf.model import Grid

ACCOUNT = ["日期", "凭证号", "科目编码", "摘要", "借方", "贷方"]
PAYMENTS = ["支付凭证号", "支付日期", "项目名称", "收款人", "用途", "支付金额"]


def postings(rows, year: int | None = 2022, name: str = ""):
    width = max(map(len, rows))
    grid = Grid(name, [[*row, *[None] * (width - len(row))] for row in rows])
    export = find_export(grid)
    assert export is not None
    return spending_of([read_postings(grid, export, "导出", year)])[0]


def line(number: int, amount, summary: str = "付款", day: str = "2022-03-01", account: str = "7101", credit=None) -> list:
    return [day, f"记-{number}", account, summary, amount, credit]


SUMS = (
    "本月合计(3月)", "2022年3月合计", "上半年合计", "一季度合计", "合计：2笔", "本月合计数", "自年初累计", "截止本月累计",
    "科目合计", "项目合计", "凭证合计", "办公费小计", "7101行政支出合计", "借方合计", "本期发生", "月计", "总合计", "期末", "Total",
    "期初", "上期结余", "承上页", "接上页", "上月累计", "期初累计", "启用期初", "建账初始数", "本月合计", "本年累计", "转下页", "以前月份累计",
)


@pytest.mark.parametrize("column", [0, 2, 3])
@pytest.mark.parametrize("text", SUMS)
def test_a_sum_however_it_is_called_has_no_voucher(text, column):
    row = [None, None, "7101" if column != 2 else None, None, 12, None]
    row[column] = text
    found = postings([ACCOUNT, line(1, 5), line(2, 7), row, line(3, 1)])
    assert list(found.cents) == [500, 700, 100] and not found.unread
    assert sum(count for count, _cents in found.left.values()) == 1


@pytest.mark.parametrize("row", [
    [None, None, None, None, 12, None], ["合计", None, None, "共2笔", 12, None], [None, None, None, "某局", 12, "小计"],
    [None, None, "7101", None, 12, None], [None, "合计", None, None, 12, None]])  # fmt: skip
def test_a_last_row_with_an_amount_alone_is_no_payment(row):
    assert list(postings([ACCOUNT, line(1, 5), line(2, 7), row]).cents) == [500, 700]


def test_a_row_that_nobody_can_place_is_told():
    found = postings([ACCOUNT, line(1, 5), [None, None, None, None, 3, None], line(2, 7)])
    assert list(found.cents) == [500, 700] and [(each.why, each.place.row) for each in found.unread] == [("placed", 3)]


@pytest.mark.parametrize("rows", [
    [line(1, 5), [None, None, "7101", "另一笔", 7, None]],
    [line(1, 5, "支付合计"), [None, None, "7101", "付第三季度电费合计", 7, None]],
    [line(1, 5), ["2022-03-01", None, "7101", "同日一笔", 7, None]]])  # fmt: skip
def test_a_voucher_goes_on_below_its_first_line(rows):
    found = postings([ACCOUNT, *rows])
    assert list(found.cents) == [500, 700] and set(found.vouchers) == {"记-1"}


@pytest.mark.parametrize("summary", [
    "年末结转项目支出", "结转项目支出", "结转资金支出", "结转指标支出", "支出结转冲平", "年末结账", "年末本年支出转入结余",
    "收支转账", "年终转账", "自动转账", "年终转结余", "期间损益结转", "转入财政拨款结余", "结转本月支出"])  # fmt: skip
def test_closings_by_their_words(summary):
    found = postings([ACCOUNT, line(1, 5), line(2, 7), line(3, None, summary, "2022-12-31", credit=11)])
    assert list(found.cents) == [500, 700] and found.left["期末结转"] == (1, -1100)


@pytest.mark.parametrize(("summary", "amount", "credit"), [
    ("支付年终结转工程尾款", 3, None), ("付上年末财政结转工程款", 3, None), ("误记支出结转至往来", None, 3), ("调账结转到项目2", None, 3),
    ("退回年末结转多付款", None, 3), ("更正结转", None, 3)])  # fmt: skip
def test_payments_and_corrections_that_speak_of_closing(summary, amount, credit):
    found = postings([ACCOUNT, line(1, 5), line(2, 7), line(3, amount, summary, "2022-12-31", credit=credit)])
    assert list(found.cents) == [500, 700, 300 if amount else -300]


@pytest.mark.parametrize(("other", "counts"), [("8101", False), ("8001", True)])
def test_the_other_accounts_of_a_voucher_say_what_a_credit_is(other, counts):
    rows = [ACCOUNT, line(1, 5), line(1, None, account="8001", credit=5), line(2, 7), line(3, None, "转销", "2022-12-31", credit=3),
            line(3, 3, "转销", "2022-12-31", account=other)]  # fmt: skip
    assert list(postings(rows).cents) == ([500, 700, -300] if counts else [500, 700])


def test_what_empties_an_account_in_december_closes_it():
    rows = [ACCOUNT, line(1, 5), line(2, 7), line(9, None, "12月31日分录", "2022-12-31", credit=12)]
    found = postings(rows)
    assert list(found.cents) == [500, 700] and found.left["期末结转"] == (1, -1200)
    rows[-1][3] = "退回全部款项"
    assert list(postings(rows).cents) == [500, 700, -1200]


@pytest.mark.parametrize(("headings", "cells"), [
    (["科目"], ["[7101]行政支出"]), (["科目"], ["行政支出(7101)"]), (["科目名称"], ["行政支出"]), (["科目编码", "科目名称"], ["", "7101 行政支出"]),
    (["科目名称"], ["行政支出/基本支出"]), (["会计科目"], ["7101.02行政支出"])])  # fmt: skip
def test_accounts_however_they_are_named(headings, cells):
    other = ["5001业务活动费用" if "7101" in "".join(cells) else "业务活动费用" for _cell in cells]
    rows = [["日期", "凭证号", *headings, "摘要", "借方", "贷方"], ["2022-03-01", "记-1", *cells, "付款", 5, None],
            ["2022-03-01", "记-1", *other, "付款", 5, None]]  # fmt: skip
    found = postings(rows)
    assert list(found.cents) == [500] and found.accounts[0].startswith("7101") and found.left["平行记账的财务会计科目"] == (1, 500)


def test_accounts_by_name_alone_are_told_from_others():
    headings = ["日期", "凭证号", "科目名称", "摘要", "借方", "贷方"]
    rows = [headings, ["2022-03-01", "记-1", "行政支出", "付款", 5, None], ["2022-03-01", "记-1", "银行存款", "付款", None, 5],
            ["2022-03-02", "记-2", "行政支出-办公费", "付款", 7, None], ["2022-03-02", "记-2", "零余额账户用款额度", "付款", None, 7]]  # fmt: skip
    assert list(postings(rows).cents) == [500, 700]


@pytest.mark.parametrize(("title", "told"), [(["科目：7101 行政支出"], False), (["明细账"], True)])
def test_classes_below_the_account_of_a_title(title, told):
    headings = ["日期", "凭证号", "科目名称", "摘要", "借方", "贷方"]
    found = postings([title, headings, ["2022-03-01", "记-1", "办公费", "付款", 5, None], ["2022-03-01", "记-2", "差旅费", "付款", 7, None]])
    assert list(found.cents) == [500, 700] and bool([each for each in found.remarks if "没有科目编码" in each.text]) == told


@pytest.mark.parametrize("section", [
    ["科目编号：5001"], ["科目：业务活动费用(5001)"], ["5001 业务活动费用"], ["科目编码", "5001", "业务活动费用"], ["会计科目：", "业务活动费用"]])
def test_lines_between_postings_name_their_account(section):
    headings = ["日期", "凭证号", "摘要", "借方", "贷方"]
    rows = [["科目：7101行政支出"], headings, ["2022-03-01", "记-1", "付款", 5, None], section, ["2022-03-01", "记-1", "付款", 5, None]]
    assert list(postings(rows).cents) == [500]


def test_an_account_printed_once_holds_for_the_rows_below():
    rows = [ACCOUNT, line(1, 5), line(2, 6, account=None), line(3, 7, account="5001"), line(4, 8, account=None)]
    assert list(postings(rows).cents) == [500, 600]


@pytest.mark.parametrize("heading", ["科目", "功能分类科目", "支出功能分类科目编码"])
@pytest.mark.parametrize("account", ["2240101", "30205", "2240101行政运行"])
def test_payments_count_whatever_account_they_name(heading, account):
    found = postings([["支付凭证号", "支付日期", heading, "收款人", "支付金额"], ["1", "2022-03-01", account, "甲", 5]])
    assert list(found.cents) == [500]


@pytest.mark.parametrize(("heading", "value"), [
    ("退款标志", "是"), ("退款标志", 1), ("退款标识", "Y"), ("是否退款", "是"), ("支付类型", "退票"), ("业务类型", "资金退还"), ("单据类型", "冲减"),
    ("业务类型", "红冲"), ("业务类型", "负支付")])  # fmt: skip
def test_money_that_came_back_by_its_kind(heading, value):
    found = postings([[*PAYMENTS, heading], ["1", "2022-03-01", "", "甲", "办公费", 5, value], ["2", "2022-03-01", "", "甲", "办公费", 5, ""]])
    assert list(found.cents) == [-500, 500]


@pytest.mark.parametrize(("heading", "value"), [
    ("退款标志", "否"), ("退款标志", 0), ("业务类型", "未退款"), ("业务类型", "无退款"), ("业务类型", "正常（非退款）"), ("退款标志", "未发生退款")])
def test_money_that_did_not_come_back(heading, value):
    assert list(postings([[*PAYMENTS, heading], ["1", "2022-03-01", "", "甲", "办公费", 5, value]]).cents) == [500]


@pytest.mark.parametrize("heading", ["退款金额", "退回金额"])
def test_a_column_of_refunds_is_taken_off(heading):
    found = postings([[*PAYMENTS, heading], ["1", "2022-03-01", "", "甲", "办公费", 5, 2], ["2", "2022-03-01", "", "甲", "办公费", None, -3]])
    assert list(found.cents) == [300, -300]


@pytest.mark.parametrize(("debit", "credit"), [("借", "贷"), ("D", "C"), ("Dr", "Cr"), ("付", "收"), ("支出", "退回"), ("", "贷方")])
@pytest.mark.parametrize("heading", ["方向", "借或贷", "借贷标志", "借贷方向"])
def test_sides_of_an_amount(heading, debit, credit):
    rows = [["日期", "凭证号", "科目编码", "摘要", "金额", heading], ["2022-03-01", "记-1", "7101", "付款", 5, debit],
            ["2022-03-01", "记-2", "7101", "付款", 3, credit]]  # fmt: skip
    assert list(postings(rows).cents) == [500, -300]


def test_a_side_nobody_knows_is_told():
    rows = [["日期", "凭证号", "科目编码", "摘要", "金额", "方向"], ["2022-03-01", "记-1", "7101", "付款", 5, 2]]
    found = postings(rows)
    assert not len(found) and [each.value for each in found.unread] == [2]


@pytest.mark.parametrize("state", [
    "待支付", "待审核", "审核中", "支付中", "草稿", "未确认", "无效", "已删除", "已红冲", "拒付", "已作废", "支付失败", "已退票", "未支付", "已撤销"])
def test_what_was_never_paid(state):
    rows = [[str(nth), "2022-03-01", "", "甲", "办公费", amount, each] for nth, (amount, each) in enumerate([(5, state), (6, "已支付")])]
    found = postings([[*PAYMENTS, "支付状态"], *rows])
    assert list(found.cents) == [600] and found.left == {"作废、未支付": (1, 500)}


@pytest.mark.parametrize("state", ["未退票", "正常未作废", "已支付", "已清算", "支付成功", "正常", "已完成", "已入账", "", "已确认支付", "终审"])
def test_what_was_paid(state):
    found = postings([[*PAYMENTS, "支付状态"], ["1", "2022-03-01", "", "甲", "办公费", 5, state]])
    assert list(found.cents) == [500] and not found.remarks


def test_a_state_nobody_knows_is_told():
    found = postings([[*PAYMENTS, "支付状态"], ["1", "2022-03-01", "", "甲", "办公费", 5, "S3"]])
    assert list(found.cents) == [500] and "状态“S3”不知道算不算已支付" in found.remarks[0].text


@pytest.mark.parametrize(("title", "cents"), [
    (["金额单位：", "万元"], 5_000_000), (["单位：万元"], 5_000_000), (["单位：千元"], 500_000), (["编制单位：万元店镇"], 500),
    (["金额单位：元"], 500), (["（单位：人民币万元）"], 5_000_000)])  # fmt: skip
def test_the_unit_of_amounts(title, cents):
    assert list(postings([title, ACCOUNT, line(1, 5)]).cents) == [cents]


def test_the_unit_of_a_column_before_that_of_a_title():
    rows = [["单位：元"], ["日期", "凭证号", "科目编码", "摘要", "借方金额（万元）", "贷方金额（万元）"], line(1, 5)]
    assert list(postings(rows).cents) == [5_000_000]


@pytest.mark.parametrize(("upper", "lower", "cells"), [
    (["日期", "凭证号", "科目编码", "摘要", "借方", "", "贷方", ""], ["", "", "", "", "数量", "金额", "数量", "金额"], [9, 5, None, None]),
    (["日期", "凭证号", "科目编码", "摘要", "借方", "", "贷方", ""], ["", "", "", "", "原币", "本币", "原币", "本币"], [9, 5, None, None]),
    (["日期", "凭证号", "科目编码", "摘要", "借方", "贷方", "余额", ""], ["", "", "", "", "", "", "方向", "金额"], [5, None, "借", 99])])  # fmt: skip
def test_headings_in_two_rows(upper, lower, cells):
    assert list(postings([upper, lower, ["2022-03-01", "记-1", "7101", "付款", *cells]]).cents) == [500]


def test_the_amount_that_was_paid_before_the_one_that_was_asked_for():
    assert list(postings([["支付日期", "收款人", "金额", "已支付金额"], ["2022-03-01", "甲", 9, 5]]).cents) == [500]


@pytest.mark.parametrize(("cell", "cents"), [
    ("−5", -500), ("-￥5", -500), ("△5", -500), ("▲5", -500), ("红5", -500), ("负5", -500), ("[5]", -500), ("5元", 500),
    ("CNY5", 500), ("RMB 5", 500), ("5（红字）", -500), ("1,234.50元", 123450), ("¥5.00", 500), ("５．００", 500), (".5", 50)])  # fmt: skip
def test_amounts_in_every_dress(cell, cents):
    assert list(postings([ACCOUNT, line(1, cell)]).cents) == [cents]


@pytest.mark.parametrize("cell", ["1.234,50", "5CR", "5万元", "五元", "--5", "1,23"])
def test_amounts_that_are_not_guessed(cell):
    found = postings([ACCOUNT, line(1, cell)])
    assert not len(found) and [each.value for each in found.unread] == [cell]


@pytest.mark.parametrize(("cell", "day"), [
    ("22-03-05", date(2022, 3, 5)), ("25/03/2022", date(2022, 3, 25)), ("3月5日", date(2022, 3, 5)), ("03-05", date(2022, 3, 5)),
    ("２０２２－０３－０５", date(2022, 3, 5)), ("'2022-03-05", date(2022, 3, 5)), ("2022、3、5", date(2022, 3, 5)), (44625.0, date(2022, 3, 5)),
    ("44625", date(2022, 3, 5)), ("2022-03-05 10:11:12", date(2022, 3, 5)), (datetime(2022, 3, 5, 8), date(2022, 3, 5)),
    ("20220305101112", date(2022, 3, 5)), ("03/03/2022", date(2022, 3, 3))])  # fmt: skip
def test_days_in_every_dress(cell, day):
    assert list(postings([ACCOUNT, line(1, 5, day=cell)]).days) == [day]


@pytest.mark.parametrize("cell", ["05/03/2022", "二〇二二年三月五日", "21-03-05", "2022-02-30", "三月", "2022-13-01"])
def test_days_that_are_not_guessed(cell):
    found = postings([ACCOUNT, line(1, 5), line(2, 6, day=cell)])
    assert list(found.cents) == [500] and [(each.value, each.why) for each in found.unread] == [(cell, "date")]


@pytest.mark.parametrize(("title", "year"), [
    ("打印日期：2023-01-10", 2022), ("2021年结转项目明细账", 2022), ("2021年度", 2021), ("期间：2021.01-2021.12", 2021)])
def test_the_year_of_days_that_name_none(title, year):
    rows = [[title], ["月", "日", "凭证号", "科目编码", "摘要", "借方", "贷方"], [3, 5, "记-1", "7101", "付款", 5, None]]
    found = postings(rows)
    assert list(found.days) == [date(year, 3, 5)]
    assert bool([each for each in found.remarks if "日期不在2022年" in each.text]) == (year != 2022)


def test_a_month_printed_once_holds_for_the_days_below():
    printed = ((3, 5), (None, 9), (None, None), (4, 1))
    rows = [["月", "日", "凭证号", "科目编码", "摘要", "借方", "贷方"],
            *([month, day, f"记-{nth}", "7101", "付款", 5, None] for nth, (month, day) in enumerate(printed))]  # fmt: skip
    assert list(postings(rows).days) == [date(2022, 3, 5), date(2022, 3, 9), date(2022, 3, 9), date(2022, 4, 1)]


def test_the_day_of_payment_before_the_day_of_the_paper():
    rows = [["制单日期", "支付日期", "收款人", "支付金额"], ["2022-03-01", "2022-04-02", "甲", 5]]
    assert list(postings(rows).days) == [date(2022, 4, 2)]


def test_a_day_under_the_year_in_its_heading():
    rows = [["2021年", "凭证号", "科目编码", "摘要", "借方", "贷方"], ["月日", "", "", "", "", ""], ["03-05", "记-1", "7101", "付款", 5, None]]
    assert list(postings(rows).days) == [date(2021, 3, 5)]


def test_the_vouchers_of_several_units_are_told_apart():
    rows = [["单位名称", *ACCOUNT], ["甲局", *line(1, 5)], ["乙中心", *line(1, 5)]]
    found = postings(rows)
    assert list(found.vouchers) == ["甲局 记-1", "乙中心 记-1"] and list(found.cents) == [500, 500]
    assert list(postings([["单位名称", *ACCOUNT], ["甲局", *line(1, 5)]]).vouchers) == ["记-1"]


@pytest.mark.parametrize("heading", ["实际支付日期", "交易日期"])
@pytest.mark.parametrize("amount", ["本次支付金额", "支出金额", "支付金额（元）"])
def test_more_headings_of_payments(heading, amount):
    assert list(postings([[heading, "收款人全称", amount], ["2022-03-01", "甲", 5]]).cents) == [500]


@pytest.mark.parametrize(("debit", "credit"), [("借方金额合计", "贷方金额合计"), ("组织本币(借方)", "组织本币(贷方)"), ("借方本位币", "贷方本位币")])
def test_more_headings_of_ledgers(debit, credit):
    rows = [["日期", "凭证号", "科目编码", "摘要", debit, credit], line(1, 5), line(2, None, "退款", credit=2)]
    assert list(postings(rows).cents) == [500, -200]


@pytest.mark.parametrize(("encoding", "divider", "suffix"), [
    ("gb18030", "\t", ".xls"), ("utf-16", "\t", ".xls"), ("utf-8-sig", "\t", ".xls"), ("gb18030", "|", ".csv"), ("utf-8", ";", ".csv")])
def test_texts_under_whatever_name(tmp_path, encoding, divider, suffix):
    path = tmp_path / f"明细账{suffix}"
    rows = [["行政支出明细账"], ACCOUNT, line(1, 5), line(2, 7)]
    path.write_bytes("\n".join(divider.join(str(cell if cell is not None else "") for cell in row) for row in rows).encode(encoding))
    assert [list(each.cents) for each in exports_in(path, 2022)] == [[500, 700]]


def test_what_is_missing_of_the_headings_is_told(tmp_path):
    path = tmp_path / "凭证.csv"
    path.write_text("凭证清单\n日期,凭证号,金额合计\n2022-03-01,记-1,5\n")
    with pytest.raises(InputError, match="第2行只认出日期、凭证号"):
        exports_in(path)
