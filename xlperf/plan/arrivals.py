"""Postings of exports into the sheet 支出明细: what is new is added below, what is there stays as it is.

A posting is there when its month, voucher, account and line are: somebody may have split it over several rows since, whose amounts
add up to it then. Where they do not, both amounts are told and nothing is changed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlperf import schema
from xlperf.errors import InputError
from xlperf.intake import Block, Layout, filled_rows
from xlperf.intake.values import amount_of, month_of, text_of
from xlperf.language import _
from xlperf.model import IMPORT, Book, Case, Cell, Edit, Edits, Key, Place, Postings, TableSize, cents_of, posting_key
from xlperf.model.edit import Value
from xlperf.tally.assigning import Assigning, assignings, by_name, shares_of

BY_PROJECT, BY_NOTHING = "预算项目", "未归集"
"""What the column 归集方式 says: what decided the task of a payment."""

_EPOCH = date(1899, 12, 30)
_NEEDED = ("date", "voucher", "line", "summary", "account", "amount", "origin")
_FUNDS = (
    ("上年结转", re.compile("结转|结余")),
    ("财政拨款", re.compile("公共预算|政府性基金|基金预算|国有资本|财政拨款|财政补助|财政资金|社会保险基金")),
    ("其他资金", re.compile("单位资金|自有|自筹|事业收入|经营收入|专户|其他|上级补助|往来")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """A posting that is there with another amount: where, what it is, and both amounts in 分."""

    place: Place
    subject: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How exports go into a workbook. `added` are the postings that are new, in 分 by what decided their task; `known` counts, for each
    export, those that were there before or came in one before it; `funds` are kinds of money that are none of 资金来源."""

    edits: Edits
    added: Mapping[str, Sequence[int]]
    known: Sequence[int]
    changed: tuple[Changed, ...]
    funds: tuple[str, ...]
    filled: Mapping[str, Sequence[int]]
    """The payments that were there without a task and have one now, in 分 by what decided it."""
    whole: int
    """How many were there without a task and meet a rule that shares them: rows that stand are not split."""


def plan_arrivals(book: Book, layout: Layout, case: Case, exports: Sequence[Postings]) -> Arrivals:
    """Return how the postings of exports go into the workbook of ours that `case` was read from, and which payments there that have
    no task find one by its rules.

    Raises `InputError` where its sheet 支出明细 lacks a column that tells postings apart, or holds another family of exports: the same
    payments would count twice.
    """
    block = layout.blocks.get(schema.LEDGER.key)
    missing = [schema.LEDGER.column(key).heading for key in _NEEDED if block is None or key not in block.columns]
    if block is None or missing:
        told = _("“{sheet}”里没有这些列：{missing}").format(sheet=schema.LEDGER.name, missing=_("、").join(missing))
        raise InputError(told, place=book.source, remedy=_("这是旧版母版；请由它生成新的：xlperf new 新母版.xlsm --from 旧母版.xlsx"))
    there = dict(_there(book, block))
    _refuse_other_family(book, block, exports)
    _refuse_other_book(book, layout, exports)
    arriving = _Arriving(case)
    filled = list(arriving.fill(book, block))
    for each in exports:
        arriving.take(each, there)
    grid = book.grid(block.sheet)
    assert grid is not None
    first = max(filled_rows(grid, block, schema.LEDGER), default=block.first_row - 1) + 1
    cells = tuple(Edit(place, value) for row, record in enumerate(arriving.records, first) for key, value in record.items()
                  if value not in (None, "") and (place := block.place(row, key)).column)  # fmt: skip
    top, _left, bottom, _right = grid.tables.get(schema.LEDGER.table, (block.heading_row, 0, block.last_row, 0))
    last = first + len(arriving.records) - 1
    sizes = (TableSize(schema.LEDGER.table, block.sheet, last - top),) if last > bottom else ()
    return Arrivals(Edits((*filled, *cells), sizes, purpose=IMPORT), arriving.added, arriving.known, tuple(arriving.changed),
                    tuple(arriving.funds), arriving.filled, arriving.whole)  # fmt: skip


def known_accounts(book: Book, layout: Layout) -> set[str]:
    """Return the accounts of the payments that stand in the sheet."""
    block = layout.blocks.get(schema.LEDGER.key)
    return {text_of(cells.get("account")) for _row, cells in _records(book, block)} - {""} if block else set()


def _there(book: Book, block: Block) -> Iterator[tuple[Key, tuple[int, Place]]]:
    """Yield the postings that stand in the sheet: what all rows of one add up to, and where its first stands."""
    sums: dict[Key, int] = defaultdict(int)
    firsts: dict[Key, Place] = {}
    for row, cells in _records(book, block):
        voucher, line, account, summary = (text_of(cells[key]) for key in ("voucher", "line", "account", "summary"))
        month = month_of(cells["date"])
        key = posting_key(date(*month, 1) if month else None, voucher, account or summary, line)
        amount = amount_of(cells["amount"])
        sums[key] += cents_of(amount)[0] if amount is not None else 0
        firsts.setdefault(key, block.place(row, "amount"))
    yield from ((key, (cents, firsts[key])) for key, cents in sums.items())


def _records(book: Book, block: Block) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    grid = book.grid(block.sheet)
    assert grid is not None
    for row in filled_rows(grid, block, schema.LEDGER):
        yield row, {key: grid.at(Place(block.sheet, row, number)) for key, number in block.columns.items()}


def batch_name(export: Postings) -> str:
    """Return what the column 来源批次 says: the family of the export and its file."""
    return f"{export.family}·{export.batch}"


def _refuse_other_family(book: Book, block: Block, exports: Iterable[Postings]) -> None:
    """Raise `InputError` where payments came, or come, from accounting software and from the payment system too."""
    families = {each.family: None for each in exports if len(each)}
    for _row, cells in _records(book, block):
        family, divider, _file = text_of(cells.get("batch")).partition("·")
        families |= {family: None} if divider else {}
    if len(families) > 1:
        told = _("{families}说的是同样的支付，都放进来会重复计算").format(families=_("和").join(families))
        raise InputError(told, place=book.source, remedy=_("请只用其中一种；要换另一种，先删去“支出明细”里原来那种的行"))


def _refuse_other_book(book: Book, layout: Layout, exports: Iterable[Postings]) -> None:
    """Raise `InputError` where costs of financial accounting stand in the sheet and spending of budget accounting comes, or would."""
    first = {code[:1] for code in known_accounts(book, layout)}
    coming = {code[:1] for each in exports for code in each.accounts}
    if first and coming and first != coming:
        told = _("支出明细里是{old}开头的科目，导出文件里是{new}开头的：同样的支付在财务会计和预算会计里各记一次，都放进来会重复计算")
        raise InputError(told.format(old=_("、").join(sorted(first)), new=_("、").join(sorted(coming))), place=book.source,
                         remedy=_("请先删去“支出明细”里原来的行，再导入预算会计的明细账"))  # fmt: skip


class _Arriving:
    """What has been taken of the exports so far."""

    def __init__(self, case: Case):
        self.tasks = {text.strip().casefold(): task.name for task in case.table.tasks for text in (task.name, task.number) if text.strip()}
        self.rules = assignings(case.table, case.mapping)
        self.records: list[dict[str, Value]] = []
        self.added: dict[str, list[int]] = defaultdict(list)
        self.filled: dict[str, list[int]] = defaultdict(list)
        self.whole = 0
        self.known: list[int] = []
        self.changed: list[Changed] = []
        self.funds: Counter[str] = Counter()
        self.seen: set[Key] = set()

    def fill(self, book: Book, block: Block) -> Iterator[Edit]:
        """Yield the tasks of payments that stand in the sheet without one, as far as a rule or their project says it."""
        for row, cells in _records(book, block):
            if cells["task"] not in ("", None) or (amount := amount_of(cells["amount"])) is None:
                continue
            found = self._rule(*(text_of(cells.get(key)) for key in ("project", "account", "economic", "summary")))
            if found is None or len(found.parts) > 1:
                self.whole += found is not None
                continue
            self.filled[found.label].append(cents_of(amount)[0])
            values = {"task": found.parts[0].task, "cost": found.parts[0].cost if cells.get("cost") in ("", None) else "", "assigned": found.label}
            yield from (Edit(place, value) for key, value in values.items() if value and (place := block.place(row, key)).column)

    def take(self, export: Postings, there: Mapping[Key, tuple[int, Place]]) -> None:
        """Add what is new of an export, and note what is there with another amount."""
        known = 0
        for at, cents in enumerate(export.cents):
            key = export.key(at)
            if key in there:
                old, place = there[key]
                if old != cents:
                    subject = " ".join(filter(None, (export.vouchers[at], export.summaries[at])))
                    self.changed.append(Changed(place, subject, old, cents))
            if key in there or key in self.seen:
                known += 1
                continue
            self.seen.add(key)
            self.records += self._records(export, at)
        self.known.append(known)

    def _rule(self, project: str, account: str, economic: str, summary: str) -> Assigning | None:
        """Return the rule that decides: one of the sheet, else that a project bears the name or the number of a task."""
        found = next((each for each in self.rules if each.holds(project, account, economic, summary)), None)
        task = "" if found else self.tasks.get(project.strip().casefold(), "")
        return by_name(task, BY_PROJECT) if task else found

    def _records(self, export: Postings, at: int) -> Iterator[dict[str, Value]]:
        """Yield the rows of a posting: one, or one for each task that it is shared among."""
        day, yuan, source = export.days[at], export.cents[at] / 100, export.sources[at]
        fund = next((name for name, pattern in _FUNDS if pattern.search(source)), "")
        self.funds.update([source] if source and not fund else [])
        shown = {
            "date": (day - _EPOCH).days if day else None, "voucher": export.vouchers[at], "line": export.lines[at],
            "summary": export.summaries[at], "source": fund, "project": export.projects[at], "account": export.accounts[at],
            "economic": export.economics[at], "origin": yuan, "batch": batch_name(export),
        }  # fmt: skip
        found = self._rule(export.projects[at], export.accounts[at], export.economics[at], export.summaries[at]) or by_name("", BY_NOTHING)
        self.added[found.label].append(export.cents[at])
        for part, cents in zip(found.parts, shares_of(export.cents[at], found.parts), strict=True):
            yield {**shown, "task": part.task, "cost": part.cost, "amount": cents / 100, "assigned": found.label}
