"""A year's bookkeeping drawn at random, and the exports that different programs make of it: with every trap that real ones have.

The truth (what was spent, to the cent, on which project) is known before anything is printed; nothing here uses the reader.
`python -m tests.exports FOLDER` writes one of each.
"""

import csv
import io
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl

Row = Sequence[object]

PURPOSES = ("办公用品款", "差旅费", "印刷费", "培训费", "物业管理费", "维修费", "公务用车燃油费", "设备采购款", "委托业务费", "会议费")
SUMMARIES = ("支付{}", "付{}", "报销{}", "支付上年结转项目{}", "结转资金支付{}", "合计支付第三季度{}", "补付{}")
"""Some begin like a closing entry or a sum, and are payments."""
PROJECTS = (("P2022001", "安全生产专项"), ("P2022002", "应急物资储备"), ("P2022003", "运转保障"))
ECONOMIC = ("30201办公费", "30211差旅费", "30216培训费", "31002办公设备购置")
FUNDS = ("一般公共预算资金", "上年结转资金", "单位资金")
PAYEES = ("河湾商贸有限公司", "青禾印务有限公司", "县机关服务中心")


@dataclass(frozen=True)
class Payment:
    """A payment, or money that came back (negative cents); `red` is posted as a negative debit, else money back is a credit."""

    day: date
    voucher: str
    summary: str
    project: tuple[str, str]
    economic: str
    fund: str
    payee: str
    cents: int
    red: bool = False


@dataclass(frozen=True)
class Year:
    """The payments of a year in the order of their vouchers; several may have one voucher."""

    year: int
    payments: Sequence[Payment]

    @property
    def cents(self) -> int:
        """What was spent."""
        return sum(each.cents for each in self.payments)

    def until(self, month: int) -> "Year":
        """Return what an export of the first months has."""
        return Year(self.year, [each for each in self.payments if each.day.month <= month])


def drawn_year(seed: int, count: int = 60, year: int = 2022) -> Year:
    """Draw a year of payments, refunds and corrections; vouchers are numbered anew each month."""
    chance = random.Random(seed)
    days = sorted(date(year, chance.randint(1, 12), chance.randint(1, 28)) for _each in range(count))
    payments: list[Payment] = []
    number, month = 0, 0
    for day in days:
        same = bool(payments) and day.month == month and chance.random() < 0.3
        number = number if same else 1 if day.month != month else number + chance.randint(1, 3)
        month = day.month
        day = payments[-1].day if same else day
        back, cents = chance.random() < 0.15, chance.choice((chance.randint(1, 999), chance.randint(1000, 9_999_999)))
        what = chance.choice(PURPOSES)
        summary = f"{chance.choice(('退回多付', '冲销', '收回'))}{what}" if back else chance.choice(SUMMARIES).format(what)
        payments.append(Payment(day, f"记-{number:04}", summary, chance.choice(PROJECTS), chance.choice(ECONOMIC), chance.choice(FUNDS),
                                chance.choice(PAYEES), -cents if back else cents, red=back and chance.random() < 0.5))  # fmt: skip
    return Year(year, payments)


@dataclass
class Sheet:
    """Rows as a program prints them."""

    rows: list[Row] = field(default_factory=list)

    def xlsx(self) -> bytes:
        book = openpyxl.Workbook()
        for row in self.rows:
            book.active.append([None if each == "" else each for each in row])
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def csv(self, encoding: str = "gb18030") -> bytes:
        text = io.StringIO()
        csv.writer(text).writerows([f"{each:.2f}" if isinstance(each, float) else each for each in row] for row in self.rows)
        return text.getvalue().encode(encoding)


def _sides(each: Payment) -> tuple[float | str, float | str]:
    """Return (debit, credit): money back is a credit, or a negative debit."""
    return (each.cents / 100, "") if each.cents > 0 or each.red else ("", -each.cents / 100)


def _months(year: Year) -> Iterator[tuple[int, list[Payment], list[Payment]]]:
    """Yield each month that has payments, with those up to its end."""
    for month in sorted({each.day.month for each in year.payments}):
        yield month, [each for each in year.payments if each.day.month == month], [each for each in year.payments if each.day.month <= month]


def _totals(payments: Sequence[Payment]) -> tuple[float, float]:
    sides = [_sides(each) for each in payments]
    return tuple(round(sum(side or 0 for side in column), 2) for column in zip(*sides, strict=True)) if sides else (0.0, 0.0)


def ufida(year: Year) -> Sheet:
    """用友: an account's ledger, headings in two rows, month and day apart, voucher in two columns; pages carried over."""
    sheet = Sheet([["明细账"], ["科目：7101 行政支出", "", "", "", f"月份：{year.year}.01-{year.year}.12", "", "", "", "单位：元"]])
    headings = [[f"{year.year}年", "", "凭证", "", "摘要", "借方", "贷方", "方向", "余额"], ["月", "日", "字", "号", "", "", "", "", ""]]
    sheet.rows += [*headings, ["", "", "", "", "年初余额", "", "", "平", 0.0]]
    balance, printed = 0, 0
    for month, payments, so_far in _months(year):
        for each in payments:
            balance += each.cents
            printed += 1
            word, number = each.voucher.split("-")
            sheet.rows.append([month, each.day.day, word, int(number), each.summary, *_sides(each), "借", balance / 100])
            if printed % 20 == 0:
                sheet.rows += [["", "", "", "", "过次页", *_totals(so_far), "借", balance / 100], ["明细账"], *headings,
                               ["", "", "", "", "承前页", *_totals(so_far), "借", balance / 100]]  # fmt: skip
        sheet.rows.append([month, "", "", "", "本月合计", *_totals(payments), "借", balance / 100])
        sheet.rows.append([month, "", "", "", "本年累计", *_totals(so_far), "借", balance / 100])
    if year.payments and year.payments[-1].day.month == 12:
        sheet.rows.append([12, 31, "记", 9001, "结转本年财政拨款支出", "", year.cents / 100, "平", 0.0])
    sheet.rows.append(["", "", "", "", "结转下年", "", "", "平", 0.0])
    return sheet


def kingdee(year: Year) -> Sheet:
    """金蝶: all accounts in one list, each payment in financial and in budget accounting, with its bank account."""
    headings = ["日期", "会计期间", "凭证字号", "分录号", "摘要", "科目代码", "科目名称", "借方金额", "贷方金额", "方向", "余额"]
    sheet = Sheet([["核算单位：示例县应急管理局"], ["币别：人民币"], headings])
    sheet.rows.append(["", "", "", "", "期初余额", "7101", "行政支出", "", "", "平", 0.0])
    lines: dict[tuple, int] = {}
    for each in year.payments:
        debit, credit = _sides(each)
        for code, name, sides in (("5001.01", "业务活动费用", (debit, credit)), ("1011", "零余额账户用款额度", (credit, debit)),
                                  ("7101.02", "行政支出", (debit, credit)), ("8001", "资金结存", (credit, debit))):  # fmt: skip
            at = each.day.month, each.voucher
            lines[at] = lines.get(at, 0) + 1
            sheet.rows.append([each.day, f"{year.year}.{each.day.month:02}", each.voucher, lines[at], each.summary, code, name, *sides, "借", ""])
    for month, payments, so_far in _months(year):
        sheet.rows += [["", f"{year.year}.{month:02}", "", "", f"{told}", "7101", "行政支出", *_totals(rows), "借", ""]
                       for told, rows in (("本期合计", payments), ("本年累计", so_far))]  # fmt: skip
    closing = [date(year.year, 12, 31), f"{year.year}.12", "记-9001", 1, "年末结转支出", "7101.02", "行政支出", "", year.cents / 100, "平", ""]
    sheet.rows.append(closing)
    return sheet


def printed(year: Year) -> Sheet:
    """A list as text: amounts with commas, negative ones in brackets, a voucher's day and number in its first line only."""
    def amount(side: float | str) -> str:
        return "" if side == "" else f"({-side:,.2f})" if side < 0 else f"{side:,.2f}"

    sheet = Sheet([[f"行政支出明细账（{year.year}年度）"], ["日期", "凭证号数", "科目编码", "摘要", "借方", "贷方", "项目名称"]])
    before = None
    for each in year.payments:
        first = (each.day.month, each.voucher) != before
        before = each.day.month, each.voucher
        sheet.rows.append([each.day.isoformat() if first else "", each.voucher if first else "", "7101", each.summary, *map(amount, _sides(each)),
                           each.project[1]])  # fmt: skip
    sheet.rows.append(["", "", "", "合  计", *map(amount, _totals(year.payments)), ""])
    return sheet


def integrated(year: Year) -> Sheet:
    """预算管理一体化: a list of payments, refunds by their kind with positive amounts, some never paid, a sum at the end."""
    headings = ["序号", "支付凭证号", "支付日期", "预算项目编码", "预算项目名称", "功能分类科目", "部门支出经济分类", "资金性质",
                "收款人全称", "用途", "支付金额（元）", "业务类型", "支付状态"]  # fmt: skip
    sheet = Sheet([["支付明细查询"], headings])
    for nth, each in enumerate(year.payments, 1):
        number, day = f"ZF{year.year}{nth:06}", f"{each.day.year}{each.day.month:02}{each.day.day:02}"
        kind, amount = ("退款", abs(each.cents) / 100) if each.cents < 0 and not each.red else ("正常支付", each.cents / 100)
        what = [day, *each.project, "2240101行政运行", each.economic, each.fund, each.payee, each.summary, amount, kind]
        sheet.rows.append([nth, number, *what, "已清算"])
        if nth % 13 == 0:
            sheet.rows.append([nth, f"{number}V", *what, "已作废"])
    sheet.rows.append(["合计", "", "", "", "", "", "", "", "", "", year.cents / 100, "", ""])
    return sheet


def treasury(year: Year) -> Sheet:
    """国库集中支付: headings in two rows, months summed up, refunds in a column of their own, serial numbers for days, some asked for and
    never paid."""
    upper = ["支付日期", "支付令号", "单位名称", "预算项目", "", "部门经济分类", "资金性质", "收款人", "摘要", "金额", "", "是否政府采购", "支付状态"]
    lower = ["", "", "", "编码", "名称", "", "", "", "", "支付金额", "退款金额", "", ""]
    sheet = Sheet([["国库集中支付明细表"], ["打印日期：2031-01-05", "", "", "", "", "", "", "", "", "金额单位：", "元"], upper, lower])
    number = 0
    for month, payments, so_far in _months(year):
        for each in payments:
            number += 1
            back = each.cents < 0 and not each.red
            amounts = ["", -each.cents / 100] if back else [each.cents / 100, ""]
            row = [(each.day - date(1899, 12, 30)).days, f"{year.year}-{number:05}", "示例县应急管理局", *each.project, each.economic, each.fund,
                   each.payee, each.summary, *amounts, "是" if number % 4 == 0 else "否"]  # fmt: skip
            sheet.rows.append([*row, "已支付"])
            if number % 11 == 0:
                sheet.rows.append([row[0], f"{year.year}-X{number:04}", *row[2:], "审核中"])
        for told, rows in ((f"{month}月合计", payments), ("自年初累计", so_far)):
            sheet.rows.append(["", "", "", "", "", "", "", "", told, sum(each.cents for each in rows) / 100, "", "", ""])
    return sheet


STYLES: dict[str, Callable[[Year], Sheet]] = {
    "用友明细账": ufida, "金蝶凭证明细": kingdee, "打印明细账": printed, "一体化支付明细": integrated, "国库支付明细": treasury,
}  # fmt: skip
"""Each program's way to print a year."""


def main(folder: str, count: int = 200, seed: int = 1) -> None:
    """Write one export of each style."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, make in STYLES.items():
        sheet = make(drawn_year(seed, count))
        (Path(folder) / f"{name}.xlsx").write_bytes(sheet.xlsx())
        (Path(folder) / f"{name}.csv").write_bytes(sheet.csv())


if __name__ == "__main__":
    main(*sys.argv[1:2])
