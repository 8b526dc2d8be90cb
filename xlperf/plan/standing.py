"""The payments that stand in the sheet 支出明细, and which of them an export has again, in whatever layout it comes.

Vouchers are numbered anew each month. Within one, a posting is known again by its account and amount, before its line and its summary: lines
are numbered or not, accounts written 7101.02 or 710102, summaries mended by hand. One whose line or summary is there with another amount is
told, never added.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count

from xlperf import schema
from xlperf.errors import InputError
from xlperf.intake import Block, Layout, filled_rows
from xlperf.intake.values import amount_of, month_of, text_of
from xlperf.language import _
from xlperf.model import Book, Cell, Grid, Place, Postings, cents_of

_NEEDED = ("date", "voucher", "line", "summary", "account", "amount", "origin")
_VOUCHER = re.compile(r"(?:(\S.*)\s(?=\D))?(\D*?)[-字第\s]*0*(\d+)号?")
_NO_DIGIT = re.compile(r"\D")
_ACCOUNT = 4
"""Digits of an account of the first level."""
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Standing:
    """The sheet 支出明细 as columns: `rows` are the sheet's rows that hold anything, `columns` their cells by key."""

    source: str
    block: Block
    grid: Grid
    rows: Sequence[int]
    columns: Mapping[str, Sequence[Cell]]

    def texts(self, key: str) -> list[str]:
        """Return a column as texts; blank ones where the sheet has no such column."""
        cells = self.columns.get(key)
        return [text_of(cell) for cell in cells] if cells is not None else [""] * len(self.rows)

    @property
    def families(self) -> list[str]:
        """The kind of export each row came from; "" for rows typed by hand."""
        return [family if divider else "" for family, divider, _file in (each.partition("·") for each in self.texts("batch"))]

    def accounts(self, family: str) -> set[str]:
        """Return the accounts of the rows that came from a kind of export, or were typed."""
        return {account for account, came in zip(self.texts("account"), self.families, strict=True) if account and came in ("", family)}

    def place(self, row: int, key: str) -> Place:
        """Return the place of a cell."""
        return self.block.place(row, key)


def standing_payments(book: Book, layout: Layout) -> Standing:
    """Return the payments of a workbook of ours.

    Raises `InputError` where its sheet lacks a column that tells postings apart.
    """
    block = layout.blocks.get(schema.LEDGER.key)
    missing = [schema.LEDGER.column(key).heading for key in _NEEDED if block is None or key not in block.columns]
    grid = book.grid(block.sheet) if block else None
    if block is None or grid is None or missing:
        told = _("“{sheet}”里没有这些列：{missing}").format(sheet=schema.LEDGER.name, missing=_("、").join(missing))
        raise InputError(told, place=book.source, remedy=_("这是旧版母版；请由它生成新的：xlperf new 新母版.xlsm --from 旧母版.xlsx"))
    rows = list(filled_rows(grid, block, schema.LEDGER))
    cells = [grid.rows[row - grid.origin[0]] for row in rows]
    columns = {key: [each[number - grid.origin[1]] for each in cells] for key, number in block.columns.items()}
    return Standing(book.source, block, grid, rows, columns)


@dataclass(slots=True)
class _One:
    """A posting that stands: its rows together where somebody split it. `taken` is the export that had it last, counted from 1."""

    unit: str
    word: str
    account: str
    line: str
    summary: str
    cents: int
    row: int
    family: str
    """What kind of export it came from; "" where somebody typed it."""
    taken: int = 0


NEW, KNOWN, ALIKE, CHANGED = "new", "known", "alike", "changed"
"""What a posting of an export is: not there; there; there under another summary; there with another amount."""

_Step = tuple[str, Callable[[bool, bool, bool], bool]]
_STEPS: Sequence[_Step] = (
    (KNOWN, lambda amount, summary, line: amount and summary and line),
    (KNOWN, lambda amount, summary, line: amount and summary),
    (ALIKE, lambda amount, summary, line: amount and line),
    (ALIKE, lambda amount, summary, line: amount),
    (CHANGED, lambda amount, summary, line: summary and line),
    (CHANGED, lambda amount, summary, line: summary or line),
)
"""What of a posting and one that stands in its voucher must agree, the surest first. Without a voucher only the first two tell."""

_GroupKey = tuple[tuple[int, ...], str, int]


class Pairing:
    """The postings that stand, by voucher; those of exports are paired with them in turn, and then stand too."""

    def __init__(self, standing: Standing):
        self.groups: dict[_GroupKey, list[_One]] = defaultdict(list)
        self.exports = 0
        merged: dict[tuple[object, ...], _One] = {}
        texts = map(standing.texts, ("voucher", "line", "account", "summary"))
        rows = zip(standing.rows, standing.families, standing.columns["date"], standing.columns["amount"], *texts, strict=True)
        for row, family, day, amount, voucher, line, account, summary in rows:
            found = amount_of(amount)
            cents = cents_of(found)[0] if found is not None else 0
            same = month_of(day), voucher, line, account or summary
            if line and same in merged:
                merged[same].cents += cents
                continue
            unit, word, number = voucher_parts(voucher)
            one = merged[same] = _One(unit, word, _digits(account), line, _folded(summary), cents, row, family)
            self.groups[_group(day, number, cents)].append(one)

    def pair(self, export: Postings, next_row: Callable[[], int]) -> Iterator[tuple[int, str, _One]]:
        """Yield for each posting of an export, by its position, what it is and the one that stands. A new one stands in `next_row` from
        then on, with a line that no other of its voucher and account has."""
        self.exports += 1
        arriving: dict[_GroupKey, list[int]] = defaultdict(list)
        for at, (day, voucher, cents) in enumerate(zip(export.days, export.vouchers, export.cents, strict=True)):
            arriving[_group(day, voucher_parts(voucher)[2], cents)].append(at)
        found: dict[int, tuple[str, _One]] = {}
        for key, positions in arriving.items():
            if key in self.groups:
                found.update(self._matched(export, positions, self.groups[key], _STEPS if key[1] else _STEPS[:2]))
        for at, (day, voucher, cents) in enumerate(zip(export.days, export.vouchers, export.cents, strict=True)):
            if at in found:
                yield at, *found[at]
            else:
                group = self.groups[_group(day, voucher_parts(voucher)[2], cents)]
                yield at, NEW, self._added(export, at, group, next_row())

    def gone(self, exports: Sequence[Postings]) -> list[_One]:
        """Return what came by such exports before and is in none of these, though they have other postings of its month and account: it was
        voided since, or got another number."""
        had = {(key[0], one.family, one.account[:_ACCOUNT]) for key, group in self.groups.items() for one in group if one.taken}
        void = {(day.year, day.month) for each in exports for day in each.void_days if day}
        return [one for key, group in self.groups.items() for one in group if not one.taken and one.family
                and ((key[0], one.family, one.account[:_ACCOUNT]) in had or key[0] in void)]  # fmt: skip

    def _matched(
        self, export: Postings, positions: Sequence[int], there: Sequence[_One], steps: Sequence[_Step]
    ) -> Iterator[tuple[int, tuple[str, _One]]]:
        """Yield the postings of one voucher that stand, the surest first; each that stands is one posting of an export."""
        left = list(positions)
        told = {at: (voucher_parts(export.vouchers[at]), _digits(export.accounts[at]), _folded(export.summaries[at])) for at in positions}
        for kind, wanted in steps:
            for at in list(left):
                (unit, word, _number), account, summary = told[at]
                for one in there:
                    agreeing = one.cents == export.cents[at], one.summary == summary, one.line == export.lines[at]
                    if one.taken == self.exports or not wanted(*agreeing):
                        continue
                    if _fits(one.unit, unit) and _fits(one.word, word) and _below(one.account, account):
                        one.taken = self.exports
                        left.remove(at)
                        yield at, (kind, one)
                        break

    def _added(self, export: Postings, at: int, there: list[_One], row: int) -> _One:
        unit, word, _number = voucher_parts(export.vouchers[at])
        account, summary = _digits(export.accounts[at]), _folded(export.summaries[at])
        taken = {each.line for each in there if each.account == account and (account or each.summary == summary)}
        given = line = export.lines[at]
        for nth in count(2):
            if line not in taken:
                break
            line = str(int(given) + nth - 1) if given.isdigit() else f"{given}.{nth}"
        one = _One(unit, word, account, line, summary, export.cents[at], row, export.family, self.exports)
        there.append(one)
        return one


def _group(day: Cell, number: str, cents: int) -> _GroupKey:
    """Return what postings of one voucher have in common: month and number; without a voucher, day and amount."""
    if number:
        return month_of(day) or (0, 0), number, 0
    return (day.toordinal(),) if isinstance(day, date) else month_of(day) or (0, 0), "", cents


@lru_cache(maxsize=65_536)
def voucher_parts(text: str) -> tuple[str, str, str]:
    """Return unit, word and number of a voucher as it is written: 甲局 记-0001, 记字第1号, 1; its text where it has no number."""
    match = _VOUCHER.fullmatch(text.strip())
    return (match[1] or "", match[2], match[3]) if match else ("", "", text.strip())


@lru_cache(maxsize=4096)
def _digits(account: str) -> str:
    return _NO_DIGIT.sub("", account)


@lru_cache(maxsize=65_536)
def _folded(summary: str) -> str:
    """Return a summary without spaces and marks, by which it is compared."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", summary)).casefold()


def _fits(one: str, other: str) -> bool:
    """Whether two texts agree, as far as both are given."""
    return one == other or not one or not other


def _below(one: str, other: str) -> bool:
    """Whether one of two accounts is the other, or a part of it."""
    return one.startswith(other) or other.startswith(one)
