"""Which export a sheet is: the ledger of accounting software or the payments of the budget system, by its headings.

Their columns stand in any order, under the headings of the program that made them, below titles, in one row or two.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlperf.exports.accounts import account_in, code_in
from xlperf.intake.headings import fold_heading
from xlperf.intake.values import text_of
from xlperf.model import Cell, Grid

LEDGER, PAYMENTS = "明细账", "支付明细"
"""The two families."""

_SPELLINGS = tomllib.loads(Path(__file__).with_name("headings.toml").read_text(encoding="utf-8"))
_KEYS = {fold_heading(spelling): (key, nth) for key, spellings in _SPELLINGS.items() for nth, spelling in enumerate(spellings)}
_VAGUE = ("数量", "单价", "金额", "原币", "本币", "编码", "代码", "名称", "方向")
"""What a lower heading says nothing with, unless its upper one says of what."""
_SEARCHED = 60
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_UNITS = {"元": 100, "千元": 100_000, "万元": 1_000_000}
_UNIT = re.compile(r"(?:(?:金额|(?<![制报算办])单位)[\s|]*[:：][\s|]*(?:人民币)?|[（(]\s*(?:人民币)?)(万元|千元|元)(?![^\s|）)])")
_YEAR = re.compile(r"(20\d\d)\s*(?:年|[.\-/]\d{1,2})")
_OTHER_YEAR = re.compile("打印|制表|导出|填报|编制|操作|查询日期|查询时间|结转|上年")
"""What tells that a year in a title is not that of the postings."""


@dataclass(frozen=True, slots=True)
class Export:
    """Where an export stands in its sheet: the first row of data (0-based), the column of each field, what its titles say.

    `year` and `account` are those that titles name (None, ""); `unit` is how many 分 an amount of one is; `flag` tells that the column
    `kind` only says whether money came back.
    """

    family: str
    first: int
    columns: Mapping[str, int]
    year: int | None
    account: str
    unit: int
    flag: bool = False


def find_export(grid: Grid) -> Export | None:
    """Return what export a sheet is; None where no row has headings of an amount, a day, and what was paid for."""
    best: tuple[int, int, list[tuple[str, ...]], dict[str, int]] | None = None
    for row in range(min(_SEARCHED, len(grid.rows))):
        for deep in (1, 2):
            headings = list(_headings(grid, row, deep))
            columns = _columns(headings)
            if _family(columns) and (best is None or len(columns) > len(best[3]) or (row == best[0] and len(columns) == len(best[3]))):
                best = row, deep, headings, columns
    if best is None:
        return None
    row, deep, headings, columns = best
    heads = [[text for cell in cells if (text := text_of(cell))] for cells in grid.rows[: row + deep]]
    years = {int(year) for cells in heads for text in cells if not _OTHER_YEAR.search(text) for year in _YEAR.findall(text)}
    account = next(filter(None, map(account_in, heads)), "") or _account_of_sheet(grid.name)
    own = "".join(text for key in ("debit", "credit", "amount") if key in columns for text in headings[columns[key]])
    unit = next((match[1] for text in (own, *map("|".join, heads)) if (match := _UNIT.search(text))), "元")
    flag = "kind" in columns and "退" in "".join(headings[columns["kind"]])
    return Export(_family(columns), row + deep, columns, years.pop() if len(years) == 1 else None, account, _UNITS[unit], flag)


def nearest_headings(grid: Grid) -> tuple[int, Mapping[str, int]]:
    """Return the row (0-based) with most headings of an export, and its fields: what to tell of a sheet that is none."""
    rows = range(min(_SEARCHED, len(grid.rows)))
    found = {row: _columns(list(_headings(grid, row, 1))) for row in rows}
    return max(found.items(), key=lambda pair: len(pair[1]), default=(0, {}))


def heading_key(text: object) -> str:
    """Return the field that a text is a heading of; "" for none."""
    return _key(str(text or ""))[0]


def _account_of_sheet(name: str) -> str:
    """Return the account that a sheet is named by: 7101行政支出; no year is one."""
    code = code_in(name)
    return code if code and name.strip().startswith(code) else ""


def _headings(grid: Grid, row: int, deep: int) -> Iterator[tuple[str, ...]]:
    """Yield how each column of a row may be headed, the likeliest first; of two rows, an upper heading reaches over lower ones."""
    rows = [[text_of(cell) for cell in cells] for cells in grid.rows[row : row + deep]]
    if deep == 1 or len(rows) < deep:
        yield from ((text,) for text in rows[0])
        return
    above, below = rows[0], rows[1]
    if any(re.search(r"\d", each) for each in below):
        return
    over = ""
    for at, lower in enumerate(below):
        own = above[at] if at < len(above) else ""
        over = own or (over if lower else "")
        yield (over + lower, *((lower,) if fold_heading(lower) not in _VAGUE else ())) if lower else (own,)


def _key(heading: str) -> tuple[str, int]:
    return _KEYS.get(fold_heading(heading)) or _KEYS.get(fold_heading(_BRACKETS.sub("", heading))) or ("", 0)


def _columns(headings: Sequence[tuple[str, ...]]) -> dict[str, int]:
    """Return the column of each field, by the likeliest of its spellings."""
    found: dict[str, tuple[int, int]] = {}
    for at, spelt in enumerate(headings):
        key, nth = next((known for each in spelt if (known := _key(each))[0]), ("", 0))
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


def column_of(cells: Sequence[Cell], at: int | None) -> Cell:
    """Return the cell of a row in a column that it may not reach."""
    return cells[at] if at is not None and at < len(cells) else None
