"""Which export a sheet is: the ledger of accounting software or the payments of the budget system, by its headings.

Their columns stand in any order, under the headings of the program that made them, below titles, in one row or two.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlperf.intake.headings import fold_heading
from xlperf.intake.values import text_of
from xlperf.model import Grid

LEDGER, PAYMENTS = "明细账", "支付明细"
"""The two families."""

_SPELLINGS = {
    "date": ("日期", "制单日期", "记账日期", "凭证日期", "业务日期", "会计日期", "支付日期", "付款日期", "清算日期", "支付时间", "入账日期"),
    "year": ("年", "年度", "会计年度"),
    "month": ("月", "月份", "期间", "会计期间", "记账期间"),
    "day": ("日",),
    "word": ("凭证字", "凭证类型", "凭证类别", "字"),
    "voucher": ("凭证号", "凭证号数", "凭证字号", "凭证编号", "记账凭证号", "凭证", "号", "支付凭证号", "支付凭证编号", "支付令号", "支付令编号",
                "支付申请编号", "支付编号", "单据编号", "单据号"),
    "line": ("分录号", "行号", "分录序号", "凭证行号", "明细序号"),
    "summary": ("摘要", "业务摘要", "凭证摘要", "用途", "支付用途", "资金用途", "付款摘要", "支付摘要"),
    "account": ("科目编码", "科目代码", "会计科目编码", "会计科目代码", "科目编号", "会计科目", "科目"),
    "account_name": ("科目名称", "会计科目名称"),
    "debit": ("借方", "借方金额", "借方发生额", "本期借方", "本期借方发生额", "借方本币", "本币借方", "借方本币金额"),
    "credit": ("贷方", "贷方金额", "贷方发生额", "本期贷方", "本期贷方发生额", "贷方本币", "本币贷方", "贷方本币金额"),
    "amount": ("支付金额", "金额", "付款金额", "实际支付金额", "发生额", "本币金额", "清算金额", "已支付金额"),
    "side": ("借贷方向", "方向", "借贷", "借/贷"),
    "payee": ("收款人", "收款人全称", "收款人名称", "收款单位", "收款人户名", "收款账户名称"),
    "project": ("预算项目编码", "项目编码", "项目代码", "预算项目代码", "支出项目编码"),
    "project_name": ("预算项目名称", "项目名称", "预算项目", "项目", "支出项目名称"),
    "economic": ("部门经济分类", "部门预算支出经济分类", "部门经济科目", "部门支出经济分类", "经济分类", "支出经济分类", "经济分类科目",
                 "政府经济分类", "政府预算支出经济分类"),
    "source": ("资金性质", "资金来源", "资金类型"),
    "state": ("支付状态", "单据状态", "状态", "清算状态", "凭证状态"),
    "kind": ("业务类型", "支付业务类型", "交易类型", "退款标志"),
}  # fmt: skip
"""How programs head what we read, the likeliest first. 方向 tells of the balance unless amounts stand in one column."""

_KEYS = {fold_heading(spelling): (key, nth) for key, spellings in _SPELLINGS.items() for nth, spelling in enumerate(spellings)}
_SEARCHED = 60
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_UNIT = re.compile(r"(?:单位\s*[:：]\s*(?:人民币)?|[（(]\s*)(万元|元)")
_YEAR = re.compile(r"(20\d\d)\s*(?:年|[.\-/]\d{1,2})")
_ACCOUNT = re.compile(r"科目\s*(?:名称|编码|代码)?\s*[:：]\s*[（(\[【]?\s*(\d{4}[\d.\-]*)")


@dataclass(frozen=True, slots=True)
class Export:
    """Where an export stands in its sheet: the first row of data (0-based), the column of each field, what its titles say.

    `year` and `account` are those that titles name (None, ""); `unit` is how many 分 an amount of one is.
    """

    family: str
    first: int
    columns: Mapping[str, int]
    year: int | None
    account: str
    unit: int


def find_export(grid: Grid) -> Export | None:
    """Return what export a sheet is; None where no row has headings of an amount, a day, and what was paid for."""
    best: tuple[int, int, Mapping[str, int]] | None = None
    for row in range(min(_SEARCHED, len(grid.rows))):
        for deep in (1, 2):
            columns = _columns(_headings(grid, row, deep))
            if _family(columns) and (best is None or len(columns) > len(best[2])):
                best = row, deep, columns
    if best is None:
        return None
    row, deep, columns = best
    titles = [text_of(cell) for cells in grid.rows[: row + deep] for cell in cells if cell not in (None, "")]
    years = {int(year) for each in titles for year in _YEAR.findall(each)}
    account = next(filter(None, map(account_in, titles)), "") or _account_of_sheet(grid.name)
    unit = next((match[1] for each in titles if (match := _UNIT.search(each))), "元")
    return Export(_family(columns), row + deep, columns, years.pop() if len(years) == 1 else None, account, 1_000_000 if unit == "万元" else 100)


def _account_of_sheet(name: str) -> str:
    """Return the account that a sheet is named by: 7101行政支出; no year is one."""
    match = re.match(r"\s*([1-8]\d{3}[\d.\-]*)(?!\s*年)", name)
    return "" if match is None or re.match(r"20\d\d(?!\d)", match[1]) else match[1]


def account_in(text: str) -> str:
    """Return the account that a title or a line between postings names: 科目：7101 行政支出."""
    match = _ACCOUNT.search(text)
    return match[1] if match else ""


def _headings(grid: Grid, row: int, deep: int) -> list[str]:
    """Return the headings of a row; of two, the lower where it says something."""
    rows = [[text_of(cell) for cell in cells] for cells in grid.rows[row : row + deep]]
    if deep == 1 or len(rows) < deep:
        return rows[0]
    below, above = rows[1], rows[0]
    if any(re.search(r"\d", each) for each in below):
        return []
    return [lower or (above[at] if at < len(above) else "") for at, lower in enumerate(below)]


def _columns(headings: Sequence[str]) -> dict[str, int]:
    """Return the column of each field, by the likeliest of its spellings."""
    found: dict[str, tuple[int, int]] = {}
    for at, heading in enumerate(headings):
        key, nth = _KEYS.get(fold_heading(heading)) or _KEYS.get(fold_heading(_BRACKETS.sub("", heading))) or ("", 0)
        if key and (key not in found or nth < found[key][0]):
            found[key] = nth, at
    return {key: at for key, (_nth, at) in found.items()}


def _family(columns: Mapping[str, int]) -> str:
    """Return the family of an export with these columns; "" where they are none of one."""
    dated = "date" in columns or "month" in columns
    if not dated or not columns.keys() & {"summary", "payee"}:
        return ""
    if columns.keys() & {"debit", "credit"}:
        return LEDGER
    if "amount" not in columns:
        return ""
    return LEDGER if "side" in columns and "payee" not in columns else PAYMENTS
