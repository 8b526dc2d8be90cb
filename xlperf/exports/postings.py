"""The rows of an export as postings: what is spending, in 分, and what is left out, counted by why.

Beginnings, sums and balances are no postings; closing entries take back a whole year; a payment that stands in financial and in
budget accounting counts once.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import compress
from pathlib import Path

from xlperf.exports.families import LEDGER, PAYMENTS, Export, account_in
from xlperf.exports.values import amounts_of, days_of, texts_of
from xlperf.intake.headings import fold_heading
from xlperf.intake.values import text_of
from xlperf.language import _
from xlperf.model import Cell, Grid, Place, Postings, Remark, Unread

BEGINNING, SUM, CLOSING, VOID, NOTHING = "期初余额、结转上页", "合计、累计、余额", "期末结转", "作废、未支付", "没有金额"
OTHER, TWICE, REPEATED = "不是支出类的科目", "平行记账的财务会计科目", "同一分录重复出现"
"""Why a row is left out."""

_LABELS = (
    (BEGINNING, re.compile(r"(期初|年初|月初|上年|上月|本月初|本期初)(余额|结转|结余|数)+|承前页|过次页|转次页|余额结转")),
    (SUM, re.compile(r"(第?\d+页?|本日|当日|本周|本月|当月|\d{1,2}月份?|本期|当期|本季度?|本页|本年|当年|全年|年度)?"
                     r"(小计|合计|累计|总计|发生额|发生额及余额)+|(期末|月末|年末|本期|本月|本年)(余额|结余)|结转(下年|下页|下期|次年)")),
)  # fmt: skip
_CLOSING = re.compile(r"结转")
_YEAR_END = re.compile(r"(年末|年终|期末|年底|年度终了).*结转|结转.*(损益|收支|本年.*(支出|费用)|支出(至|到|入|转).*)")
"""A closing entry whatever its side: where more came back than was paid, it is a debit."""
_NO_CLOSING = re.compile(r"退|收回|冲|红字|更正|调整|(上年|以前年度|历年)(度)?结转|结转(资金|结余资金|项目|指标)")
_VOID = re.compile(r"作废|撤销|取消|未支付|未清算|失败|退票|退回")
"""States in which nothing was paid."""
_BACK = re.compile(r"退款|退回|退付|退库|冲销|收回|红字")
"""Kinds of business that bring money back, whatever sign their amounts have."""
_CODE = re.compile(r"[\d.\-]*\d")


@cache
def spending_prefixes() -> tuple[Mapping[str, str], ...]:
    """Return the accounts that are spending, those that count before others first: prefix, title, source, how sure."""
    return tuple(tomllib.loads(Path(__file__).with_name("accounts.toml").read_text(encoding="utf-8"))["spending"])


def read_postings(grid: Grid, export: Export, batch: str, year: int | None = None) -> Postings:
    """Read the postings of an export, of whatever account; `batch` is its file's name, `year` that of days which name none."""
    return _lined(_rows(grid, export, batch, year), has_lines="line" in export.columns)


def spending_of(exports: Sequence[Postings], known: Iterable[str] = ()) -> list[Postings]:
    """Return exports with the postings that are spending, each payment once, without closing entries.

    A payment may stand in financial accounting in one sheet or file, and in budget accounting in another: what counts is decided for all
    together, with the accounts of what was counted before (`known`).
    """
    accounts = {*known, *(code for each in exports for code in each.accounts)}
    found = [each["prefix"] for each in spending_prefixes() if any(code.startswith(each["prefix"]) for code in accounts)]
    return [_counted(each, found) for each in exports]


def _rows(grid: Grid, export: Export, batch: str, year: int | None) -> Postings:
    """Return every posting of an export whatever its account, and what is no posting."""
    cells = grid.rows[export.first :]

    def column(*keys: str) -> Sequence[Cell]:
        at = next((export.columns[key] for key in keys if key in export.columns), None)
        return [None] * len(cells) if at is None else [row[at] if at < len(row) else None for row in cells]

    cents, unreadable = amounts_of(column, export, len(cells))
    days = days_of(column, export.year or year)
    texts = {key: texts_of(column(key)) for key in ("word", "voucher", "line", "summary", "payee", "account", "economic", "source", "state", "kind")}
    texts["project"] = texts_of(column("project", "project_name"))
    vouchers = [f"{word}-{number}" if word and number else number or word for word, number in zip(texts["word"], texts["voucher"], strict=True)]
    summaries = [summary or payee for summary, payee in zip(texts["summary"], texts["payee"], strict=True)]
    keep = [False] * len(cells)
    left: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    unread: list[Unread] = []
    account, last_voucher, last_day = export.account, "", None
    for at, amount in enumerate(cents):
        shown = summaries[at] or vouchers[at] or next((cell for cell in cells[at] if isinstance(cell, str) and cell.strip()), "")
        label = _label(shown) if shown else ""
        if label or amount is None:
            account = _section(cells[at], account)
            if at in unreadable and not label and not _is_heading(cells[at], export):
                unread.append(Unread(grid.place(export.first + at, unreadable[at][0]), _("金额"), unreadable[at][1], "number"))
            elif label or summaries[at]:
                _leave(left, label or NOTHING, amount or 0)
            continue
        if not vouchers[at] and days[at] is None and not last_voucher:
            told = " ".join(text_of(cell) for cell in cells[at] if cell not in (None, ""))
            unread.append(Unread(grid.place(export.first + at, 0), "", told, "placed"))
            continue
        last_voucher = vouchers[at] = vouchers[at] or last_voucher
        last_day = days[at] = days[at] or last_day
        if _VOID.search(texts["state"][at]):
            _leave(left, VOID, amount)
            continue
        if amount > 0 and _BACK.search(texts["kind"][at]):
            cents[at] = -amount
        texts["account"][at] = _code(texts["account"][at]) or account
        keep[at] = True
    where = list(compress(range(len(cells)), keep))

    def kept(values: Sequence) -> list:
        return [values[at] for at in where]

    names = {"accounts": "account", "projects": "project", "economics": "economic", "sources": "source", "lines": "line"}
    columns = {name: kept(texts[key]) for name, key in names.items()}
    rows = [grid.place(export.first + at, 0).row for at in where]
    return Postings(export.family, batch, rows, kept(days), kept(vouchers), summaries=kept(summaries), cents=kept(cents),
                    left={why: tuple(each) for why, each in left.items()}, unread=tuple(unread), **columns)  # fmt: skip


def _leave(left: dict[str, list[int]], why: str, cents: int) -> None:
    left[why][0] += 1
    left[why][1] += cents


@lru_cache(maxsize=65_536)
def _label(shown: str) -> str:
    """Return what a text that is no summary says of its row: a beginning, a sum; "" for a posting."""
    folded = fold_heading(shown)
    return next((why for why, pattern in _LABELS if pattern.fullmatch(folded)), "")


def _section(cells: Sequence[Cell], account: str) -> str:
    """Return the account that a line between postings names, else the one above."""
    return next((found for cell in cells if isinstance(cell, str) and (found := account_in(cell))), account)


def _is_heading(cells: Sequence[Cell], export: Export) -> bool:
    """Whether the headings stand once more in a row, as on each page."""
    at = next(export.columns[key] for key in ("debit", "credit", "amount") if key in export.columns)
    return at < len(cells) and fold_heading(cells[at])[:2] in ("借方", "贷方", "金额", "支付", "发生", "本期", "付款", "实际", "清算")


def _code(text: str) -> str:
    """Return the code of an account that may stand with its name: 7101 行政支出."""
    match = _CODE.match(text)
    return match[0] if match else ""


def _lined(postings: Postings, *, has_lines: bool) -> Postings:
    """Return postings with a line each: as exported, or counted within month, voucher and account. The same line twice is one."""
    seen: Counter = Counter()
    contents: dict[tuple, tuple] = {}
    lines, keep, again = [], [], 0
    for at, (day, voucher, account, summary) in enumerate(zip(postings.days, postings.vouchers, postings.accounts, postings.summaries, strict=True)):
        within = (day and (day.year, day.month), voucher, account or summary)
        given, content = postings.lines[at], (summary, postings.cents[at])
        if has_lines and given:
            within = (*within, given)
            if contents.get(within) == content:
                again += postings.cents[at]
                continue
            contents.setdefault(within, content)
        seen[within] += 1
        count = seen[within]
        lines.append((given if count == 1 else f"{given}.{count}") if has_lines and given else str(count))
        keep.append(at)
    found = _only(postings, keep)
    left = {**postings.left, REPEATED: (len(postings) - len(keep), again)} if len(keep) < len(postings) else postings.left
    return replace(found, lines=lines, left=left)


def _only(postings: Postings, keep: Sequence[int]) -> Postings:
    """Return the postings at some positions."""
    if len(keep) == len(postings):
        return postings
    names = ("rows", "days", "vouchers", "summaries", "accounts", "projects", "economics", "sources", "cents", "lines")
    return replace(postings, **{name: [values[at] for at in keep] for name in names if len(values := getattr(postings, name))})


def _counted(postings: Postings, found: Sequence[str]) -> Postings:
    """Return the postings of the accounts that are spending; `found` are the beginnings of such accounts, the one that counts first."""
    counting, left = found[0] if found else "", defaultdict(lambda: [0, 0], {why: list(each) for why, each in postings.left.items()})
    any_account, keep = any(postings.accounts), []
    for at, (code, summary, cents) in enumerate(zip(postings.accounts, postings.summaries, postings.cents, strict=True)):
        if any_account and not (counting and code.startswith(counting)):
            _leave(left, TWICE if code.startswith(tuple(found) or "?") else OTHER, cents)
        elif postings.family != PAYMENTS and (_CLOSING if cents < 0 else _YEAR_END).search(summary) and not _NO_CLOSING.search(summary):
            _leave(left, CLOSING, cents)
        else:
            keep.append(at)
    told = (*postings.remarks, *_remarks(postings, counting))
    return replace(_only(postings, keep), left={why: tuple(each) for why, each in left.items()}, remarks=told)


def _remarks(postings: Postings, counting: str) -> Iterator[Remark]:
    """Yield what to say of how spending was told from other postings."""
    if postings.family != LEDGER or not len(postings):
        return
    if not any(postings.accounts):
        yield Remark(None, _("没有科目编码，全部发生额都计入了支出；请确认导出的只是支出类科目"))
    elif not counting:
        yield Remark(None, _("没有预算支出类（7开头）或费用类（5开头）的科目，一笔也没有计入；请导出支出类科目的明细账"))
    elif counting != spending_prefixes()[0]["prefix"]:
        yield Remark(None, _("没有预算会计（7开头）的科目，按财务会计的费用计入；折旧等没有付款的费用请自行去掉"))
    if any(day is None for day in postings.days):
        yield Remark(Place("", next(row for row, day in zip(postings.rows, postings.days, strict=True) if day is None)), _("有的行没有日期"))
