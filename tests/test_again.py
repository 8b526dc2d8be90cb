"""The same payments in another export: known again whatever its layout, added where they are others, told where nobody can tell."""

import pytest

from tests.exports import Sheet
from tests.test_ledger_import import rows_of, written
from xlperf.cli import main
from xlperf.files import check, import_ledger

FULL = ["日期", "凭证字号", "分录号", "科目编码", "摘要", "借方", "贷方"]
FIRST = [["2022-03-01", "记-0001", 1, "7101.01", "支付办公费", 5, None], ["2022-03-01", "记-0001", 2, "7101.02", "支付印刷费", 7, None],
         ["2022-03-09", "记-0002", 1, "7101.01", "支付办公费", 5, None]]  # fmt: skip


def cents_of(path) -> int:
    return sum(check(path).result.assessment.case.ledger.cents)


SPLIT = ["月", "日", "字", "号", "科目编码", "摘要", "借方", "贷方"]
LAYOUTS = {
    "号码不补零": [FULL, *([*row[:1], row[1].replace("000", ""), *row[2:]] for row in FIRST)],
    "字和号两列": [SPLIT, *([int(row[0][5:7]), int(row[0][8:]), "记", int(row[1][-1]), *row[3:]] for row in FIRST)],
    "记字第1号": [FULL, *([row[0], f"记字第{row[1][-1]}号", *row[2:]] for row in FIRST)],
    "只有号": [FULL, *([row[0], row[1][-4:], *row[2:]] for row in FIRST)],
    "科目不带点": [FULL, *([*row[:3], row[3].replace(".", ""), *row[4:]] for row in FIRST)],
    "没有分录号": [[*FULL[:2], *FULL[3:]], *([*row[:2], *row[3:]] for row in FIRST)],
    "摘要有空格": [FULL, *([*row[:4], f" {row[4][:2]} {row[4][2:]}。", *row[5:]] for row in FIRST)],
    "上级科目": [["科目：7101 行政支出"], [*FULL[:3], *FULL[4:]], *([*row[:3], *row[4:]] for row in FIRST)],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_payments_in_another_layout_come_once(tmp_path, master, layout):
    import_ledger(master, [written(tmp_path / "一.xlsx", Sheet([FULL, *FIRST]))])
    found = import_ledger(master, [written(tmp_path / "二.xlsx", Sheet(LAYOUTS[layout]))]).arrivals
    assert cents_of(master) == 1700 and (found.changed, found.alike, list(found.known)) == ((), (), [3])


def test_a_mended_summary_is_told_and_is_the_same_payment(tmp_path, master, capsys):
    import_ledger(master, [written(tmp_path / "一.xlsx", Sheet([FULL, *FIRST]))])
    other = [[*FIRST[0][:4], "支付三月办公费", *FIRST[0][5:]], *FIRST[1:]]
    assert main(["ledger", "import", str(written(tmp_path / "二.xlsx", Sheet([FULL, *other]))), "--into", str(master)]) == 0
    assert "1笔的凭证、金额和支出明细里的相同，摘要不同，当作已有的那笔：\n  支出明细!K5：记-0001 支付三月办公费" in capsys.readouterr().out
    assert cents_of(master) == 1700


def test_a_line_that_was_put_in_shifts_no_other(tmp_path, master):
    plain = [*FULL[:2], *FULL[3:]]
    before = [[row[0], row[1], "7101", *row[4:]] for row in FIRST]
    import_ledger(master, [written(tmp_path / "一.xlsx", Sheet([plain, *before]))])
    after = [before[0], ["2022-03-01", "记-0001", "7101", "支付差旅费", 9, None], *before[1:]]
    found = import_ledger(master, [written(tmp_path / "二.xlsx", Sheet([plain, *after]))]).arrivals
    assert cents_of(master) == 2600 and not found.changed and not found.alike
    assert [each["分录号"] for each in rows_of(master)] == ["1", "2", "1", "3"]
    before_again = master.read_bytes()
    import_ledger(master, [tmp_path / "二.xlsx", tmp_path / "一.xlsx"])
    assert master.read_bytes() == before_again


def test_another_amount_is_told_also_between_files_of_one_import(tmp_path, master):
    other = [[*FIRST[0][:5], 6, None], *FIRST[1:]]
    files = [written(tmp_path / f"{name}.xlsx", Sheet([FULL, *rows])) for name, rows in (("一", FIRST), ("二", other))]
    [changed] = import_ledger(master, files).arrivals.changed
    assert (changed.old, changed.new, changed.place.row) == (500, 600, 5) and cents_of(master) == 1700


def test_the_vouchers_of_another_unit_are_added(tmp_path, master):
    one = [["单位名称", *FULL], *(["甲局", *row] for row in FIRST)]
    both = [*one, *(["乙中心", *row] for row in FIRST)]
    import_ledger(master, [written(tmp_path / "一.xlsx", Sheet(one))])
    import_ledger(master, [written(tmp_path / "二.xlsx", Sheet(both))])
    assert cents_of(master) == 3400


def test_payments_without_a_number_are_told_apart_by_day_purpose_and_amount(tmp_path, master):
    headings = ["支付日期", "收款人", "用途", "支付金额"]
    march = [["2022-03-05", "甲", "办公费", 5], ["2022-03-05", "甲", "办公费", 5], ["2022-03-05", "乙", "印刷费", 5]]
    later = [["2022-03-20", "甲", "办公费", 5], ["2022-03-05", "甲", "办公费", 5]]
    import_ledger(master, [written(tmp_path / "一.xlsx", Sheet([headings, *march]))])
    assert cents_of(master) == 1500
    import_ledger(master, [written(tmp_path / "二.xlsx", Sheet([headings, *later])), tmp_path / "一.xlsx"])
    assert cents_of(master) == 2000


def test_a_payment_typed_by_hand_is_known_again(tmp_path, master):
    typed = [["日期", "凭证号", "摘要", "借方", "贷方"], ["2022-03-01", "1", "办公费", 5, None]]
    import_ledger(master, [written(tmp_path / "一.xlsx", Sheet(typed))])
    import_ledger(master, [written(tmp_path / "二.xlsx", Sheet([FULL, ["2022-03-01", "记-0001", 3, "7101", "办公费", 5, None]]))])
    assert cents_of(master) == 500


@pytest.mark.parametrize(("second", "gone"), [
    (FIRST[1:], 1), (FIRST[:1], 2), (FIRST, 0), ([["2022-04-01", *FIRST[0][1:]]], 0), ([[*FIRST[0][:3], "7201", *FIRST[0][4:]]], 0)])
def test_what_is_gone_from_a_month_is_told(tmp_path, master, capsys, second, gone):
    import_ledger(master, [written(tmp_path / "一.xlsx", Sheet([FULL, *FIRST]))])
    second = written(tmp_path / "二.xlsx", Sheet([FULL, *second]))
    assert len(import_ledger(master, [second]).arrivals.gone) == gone
    assert not import_ledger(master, [second, tmp_path / "一.xlsx"]).arrivals.gone
    main(["ledger", "import", str(second), "--into", str(master)])
    assert ("可能作废或改了号" in capsys.readouterr().out) == bool(gone)


def test_what_was_voided_since_is_told(tmp_path, master):
    headings = ["支付凭证号", "支付日期", "收款人", "用途", "支付金额", "支付状态"]
    row = ["Z1", "2022-01-05", "甲", "办公费", 5]
    import_ledger(master, [written(tmp_path / "一.xlsx", Sheet([headings, [*row, "已支付"]]))])
    [gone] = import_ledger(master, [written(tmp_path / "二.xlsx", Sheet([headings, [*row, "已作废"]]))]).arrivals.gone
    assert (gone.subject, gone.old) == ("Z1 办公费", 500)
