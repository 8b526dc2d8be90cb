"""The rows of an export as postings, of whatever account: what is none is left out and counted by why, or told.

A row with a voucher of its own is a posting. One without is only where it goes on with the voucher above; sums, balances and pages
carried over have none, however they are called.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import compress
from typing import TypeVar

from xlperf.exports.accounts import account_in, account_of
from xlperf.exports.families import LEDGER, Export, column_of, heading_key
from xlperf.exports.values import amounts_of, days_of, texts_of
from xlperf.exports.wording import (
    BEGINNING,
    NOTHING,
    REPEATED,
    SUM,
    VOID,
    comes_back,
    loose_label,
    strict_label,
    was_paid,
)
from xlperf.intake.values import text_of
from xlperf.language import _
from xlperf.model import Cell, Grid, Postings, Remark, Unread

_TEXTS = ("word", "voucher", "line", "summary", "payee", "economic", "source", "state", "kind", "unit", "project", "project_name", "procured")
_SAYING = ("source", "procured", "economic", "project", "project_name", "payee", "state", "kind", "side", "unit")
"""Fields whose texts never say that a row is a sum: money carried over from last year (上年结转资金) is paid like any other."""
_POSTING, _UNPLACED = "posting", "placed"


def read_postings(grid: Grid, export: Export, batch: str, year: int | None = None) -> Postings:
    """Read the postings of an export, of whatever account; `batch` is its file's name, `year` that of days which name none."""
    return _lined(_Rows(grid, export, year).postings(batch), has_lines="line" in export.columns)


Kind = TypeVar("Kind")


class _Rows:
    """The rows of an export, column by column, and what has been found of them so far."""

    def __init__(self, grid: Grid, export: Export, year: int | None):
        self.grid, self.export, self.year = grid, export, year
        self.cells = grid.rows[export.first :]
        self.cents, self.refused = amounts_of(self.column, export, len(self.cells))
        self.days, self.undated = days_of(self.column, export, export.year or year)
        texts = {key: texts_of(self.column(key)) for key in _TEXTS}
        self.texts = texts
        self.vouchers = _vouchers(texts)
        self.summaries = [summary or payee for summary, payee in zip(texts["summary"], texts["payee"], strict=True)]
        codes, names = texts_of(self.column("account")), texts_of(self.column("account_name"))
        named = {pair: account_of(*pair) for pair in set(zip(codes, names, strict=True))}
        self.accounts = [named[pair] for pair in zip(codes, names, strict=True)]
        silent = {export.columns[key] for key in _SAYING if key in export.columns}
        self.saying = [at for at in range(max(map(len, self.cells), default=0)) if at not in silent]
        self.left: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.unread: list[Unread] = []
        self.void: list[date | None] = []
        self.strange: dict[str, list[int]] = defaultdict(list)
        self.blocks = [[0, 0], [0, 0]]
        """Since the beginning and since the last sum: how many postings, and what they add up to."""

    def column(self, *keys: str) -> Sequence[Cell]:
        """Return the cells of the first of some fields that the export has."""
        at = next((self.export.columns[key] for key in keys if key in self.export.columns), None)
        return [column_of(row, at) for row in self.cells]

    def postings(self, batch: str) -> Postings:
        """Return the postings, and what is none."""
        keep = [False] * len(self.cells)
        account = section = self.export.account
        voucher = summary = ""
        day: date | None = None
        for at, cents in enumerate(self.cents):
            what = self.judged(at, cents, bool(voucher))
            if cents is None or what != _POSTING:
                self.pass_over(at, what, cents or 0)
                if cents is None and (named := account_in(self.shown(at))):
                    account = section = named
                continue
            voucher = self.vouchers[at] = self.vouchers[at] or (voucher if self.goes_on(at, day) else "")
            day = self.days[at] = self.days[at] or day
            summary = self.summaries[at] = self.summaries[at] or summary
            own = self.accounts[at]
            account = self.accounts[at] = (own if own[:1].isdigit() else f"{section}{own}") if own else account
            keep[at] = self.paid(at, cents)
        return self.kept(list(compress(range(len(self.cells)), keep)), batch)

    def judged(self, at: int, cents: int | None, going: bool) -> str:
        """Return what a row is: a posting, why it is left out, "placed" where nobody knows, "" where it says nothing of money."""
        if self.vouchers[at]:
            label = strict_label(self.summaries[at])
        else:
            texts = [text for column in self.saying if column < len(self.cells[at]) and isinstance(text := self.cells[at][column], str) and text]
            label = next(filter(None, map(loose_label if self.export.family == LEDGER or not self.dated(at) else strict_label, texts)), "")
        if label:
            return label
        if at in self.refused:
            return "" if self.is_heading(at) else "number"
        if cents is None:
            return NOTHING if self.summaries[at] else ""
        if at in self.undated:
            return "date"
        if self.vouchers[at] or self.dated(at):
            return _POSTING
        if any(count > 1 and cents == total for count, total in self.blocks):
            return SUM
        return _POSTING if going and self.goes_on_without(at) else _UNPLACED

    def dated(self, at: int) -> bool:
        return self.days[at] is not None

    def goes_on(self, at: int, day: date | None) -> bool:
        """Whether a row without a voucher belongs to the one above: it has no day of its own, or, in a ledger, the same."""
        return self.days[at] is None or (self.export.family == LEDGER and self.days[at] == day)

    def goes_on_without(self, at: int) -> bool:
        """Whether a row without voucher and day says what it was for: a summary, an account or a project."""
        return bool(self.summaries[at] or self.accounts[at] or self.texts["project"][at] or self.texts["project_name"][at])

    def paid(self, at: int, cents: int) -> bool:
        """Whether a posting was paid, with its sign set right; what is not is counted."""
        state, kind = self.texts["state"][at], self.texts["kind"][at]
        paid = was_paid(state)
        if paid is None:
            self.strange[state].append(at)
        if paid is False:
            self.leave(VOID, cents)
            self.void.append(self.days[at])
            return False
        if cents > 0 and comes_back(kind, self.export.flag):
            self.cents[at] = cents = -cents
        for block in self.blocks:
            block[0] += 1
            block[1] += cents
        return True

    def pass_over(self, at: int, what: str, cents: int) -> None:
        """Count a row that is none, or tell it."""
        if what in (BEGINNING, SUM, NOTHING):
            self.leave(what, cents)
            self.blocks[1] = [0, 0] if what == SUM else self.blocks[1]
        elif what:
            column, value = {"number": self.refused, "date": self.undated}.get(what, {}).get(at, (0, " ".join(self.shown(at))))
            heading = {"number": _("金额"), "date": _("日期")}.get(what, "")
            self.unread.append(Unread(self.grid.place(self.export.first + at, column), heading, value, what))

    def leave(self, why: str, cents: int) -> None:
        self.left[why][0] += 1
        self.left[why][1] += cents

    def shown(self, at: int) -> list[str]:
        """Return the texts of a row."""
        return [text for cell in self.cells[at] if (text := text_of(cell))]

    def is_heading(self, at: int) -> bool:
        """Whether the headings stand once more in a row, as on each page."""
        return heading_key(self.refused[at][1]) != ""

    def kept(self, where: Sequence[int], batch: str) -> Postings:
        """Return the postings at some positions."""
        def of(values: Sequence[Kind]) -> list[Kind]:
            return [values[at] for at in where]

        texts = self.texts
        projects = [name if name.startswith(code) else f"{code} {name}".strip()
                    for code, name in zip(of(texts["project"]), of(texts["project_name"]), strict=True)]  # fmt: skip
        economics = [text.translate(_BARE) for text in of(texts["economic"])]
        rows = [self.grid.place(self.export.first + at, 0).row for at in where]
        paid = [cents for at in where if (cents := self.cents[at]) is not None]
        return Postings(self.export.family, batch, rows, of(self.days), of(self.vouchers), of(texts["line"]), of(self.summaries),
                        of(self.accounts), projects, economics, of(texts["source"]), of(texts["procured"]), paid, self.void,
                        {why: (count, total) for why, (count, total) in self.left.items()}, tuple(self.unread),
                        tuple(self.remarks(where)))  # fmt: skip

    def remarks(self, where: Sequence[int]) -> Iterator[Remark]:
        """Yield what to look at: states nobody knows, postings without a day or of another year."""
        for state, rows in self.strange.items():
            told = _("状态“{state}”不知道算不算已支付，{count}行都按已支付计入了").format(state=state, count=len(rows))
            yield Remark(self.grid.place(self.export.first + rows[0], self.export.columns["state"]), told)
        undated = [at for at in where if self.days[at] is None]
        if undated:
            yield Remark(self.grid.place(self.export.first + undated[0], 0), _("有{count}行没有日期").format(count=len(undated)))
        other = [at for at in where if self.year and (day := self.days[at]) and day.year != self.year]
        if other:
            told = _("有{count}行的日期不在{year}年").format(count=len(other), year=self.year)
            yield Remark(self.grid.place(self.export.first + other[0], 0), told)


_BARE = str.maketrans("", "", "[]【】")


def _vouchers(texts: dict[str, list[str]]) -> list[str]:
    """Return the vouchers of rows: word and number, with their unit in front where a book holds several."""
    pairs = zip(texts["word"], texts["voucher"], strict=True)
    found = [f"{word}-{number}" if word and number else number or word for word, number in pairs]
    found = ["" if loose_label(voucher) else voucher for voucher in found]
    units = texts["unit"]
    if len({unit for unit, voucher in zip(units, found, strict=True) if unit and voucher}) < 2:
        return found
    return [f"{unit} {voucher}".strip() if voucher else "" for unit, voucher in zip(units, found, strict=True)]


def _lined(postings: Postings, *, has_lines: bool) -> Postings:
    """Return postings with a line each: as exported, or counted within month, voucher and account. The same line twice is one."""
    seen: Counter[tuple[object, ...]] = Counter()
    contents: dict[tuple[object, ...], tuple[str, int]] = {}
    lines, keep, again = [], [], 0
    for at, (day, voucher, account, summary) in enumerate(zip(postings.days, postings.vouchers, postings.accounts, postings.summaries, strict=True)):
        within: tuple[object, ...] = (day and (day.year, day.month), voucher, account or summary)
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
    found = postings.only(keep)
    left = {**postings.left, REPEATED: (len(postings) - len(keep), again)} if len(keep) < len(postings) else postings.left
    return replace(found, lines=lines, left=left)
