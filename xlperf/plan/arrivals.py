"""Postings of exports into the sheet 支出明细: what is new is added below, what is there stays as it is.

A posting that is there with another amount is told, and nothing is changed; somebody may have split it over several rows since, whose
amounts add up to it then.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlperf import schema
from xlperf.errors import InputError
from xlperf.exports import LEDGER, spending_of
from xlperf.intake import Layout
from xlperf.intake.values import amount_of
from xlperf.language import _
from xlperf.model import IMPORT, Book, Case, Edit, Edits, NewRows, Place, Postings, cents_of, serial_of
from xlperf.model.edit import Value
from xlperf.plan.sizes import grown
from xlperf.plan.standing import ALIKE, CHANGED, NEW, Pairing, Standing, standing_payments
from xlperf.tally.assigning import Assigning, assignings, by_name, project_names, shares_of

BY_PROJECT, BY_NOTHING = "预算项目", "未归集"
"""What the column 归集方式 says: what decided the task of a payment."""

_KEYS = ("date", "voucher", "line", "summary", "task", "cost", "source", "project", "account", "economic", "amount", "origin", "batch", "assigned",
         "procured")
_FUNDS = (
    ("上年结转", re.compile("结转|结余")),
    ("财政拨款", re.compile("公共预算|政府性基金|基金预算|国有资本|财政拨款|财政补助|财政资金|社会保险基金")),
    ("其他资金", re.compile("单位资金|自有|自筹|事业收入|经营收入|专户|其他|上级补助|往来")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """A posting that is there with another amount, or another summary: where, what it is, and both amounts in 分."""

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
    alike: tuple[Changed, ...]
    gone: tuple[Changed, ...]
    """What came before and is in no export any more, though they have others of its month and account."""
    funds: tuple[str, ...]
    filled: Mapping[str, Sequence[int]]
    """The payments that were there without a task and have one now, in 分 by what decided it."""
    projects: Mapping[str, Sequence[int]]
    """The new payments that no rule met, in 分 by their project: what a rule would have to name."""
    whole: int
    """How many were there without a task and meet a rule that shares them: rows that stand are not split."""


def bring_in(book: Book, layout: Layout, case: Case, postings: Sequence[Postings]) -> tuple[list[Postings], Arrivals]:
    """Return what of the postings of exports is spending, and how it goes into a workbook of ours.

    Raises `InputError` where the workbook is an older one, or the same payments would count twice.
    """
    standing = standing_payments(book, layout)
    exports = spending_of(postings, standing.accounts(LEDGER))
    return exports, plan_arrivals(standing, case, exports)


def plan_arrivals(standing: Standing, case: Case, exports: Sequence[Postings]) -> Arrivals:
    """Return how the postings of exports go into a workbook of ours, and which payments there that have no task find one by its rules.

    Raises `InputError` where the sheet holds another family of exports, or other books: the same payments would count twice.
    """
    _refuse_other_family(standing, exports)
    _refuse_other_book(standing, exports)
    arriving = _Arriving(case, standing)
    filled = tuple(arriving.fill())
    for each in exports:
        arriving.take(each)
    block, count = standing.block, len(arriving.columns["amount"])
    sizes = grown(standing.grid, block, schema.LEDGER.table, arriving.first + count - 1) if count else ()
    columns = {block.columns[key]: values for key, values in arriving.columns.items() if key in block.columns}
    rows = (NewRows(block.sheet, arriving.first, columns),) if count else ()
    edits = Edits(filled, sizes, rows=rows, purpose=IMPORT)
    return Arrivals(edits, arriving.added, arriving.known, tuple(arriving.changed), tuple(arriving.alike), tuple(arriving.gone(exports)),
                    tuple(arriving.funds), arriving.filled, arriving.projects, arriving.whole)  # fmt: skip


def batch_name(export: Postings) -> str:
    """Return what the column 来源批次 says: the family of the export and its file."""
    return f"{export.family}·{export.batch}"


def _refuse_other_family(standing: Standing, exports: Iterable[Postings]) -> None:
    """Raise `InputError` where payments came, or come, from accounting software and from the payment system too."""
    families = dict.fromkeys([*(each.family for each in exports if len(each)), *filter(None, standing.families)])
    if len(families) > 1:
        told = _("{families}说的是同样的支付，都放进来会重复计算").format(families=_("和").join(families))
        raise InputError(told, place=standing.source, remedy=_("请只用其中一种；要换另一种，先删去“支出明细”里原来那种的行"))


def _refuse_other_book(standing: Standing, exports: Iterable[Postings]) -> None:
    """Raise `InputError` where costs of financial accounting stand in the sheet and spending of budget accounting comes, or would."""
    first = {code[:1] for code in standing.accounts(LEDGER)}
    coming = {code[:1] for each in exports if each.family == LEDGER for code in each.accounts}
    if first and coming and first != coming:
        told = _("支出明细里是{old}开头的科目，导出文件里是{new}开头的：同样的支付在财务会计和预算会计里各记一次，都放进来会重复计算")
        raise InputError(told.format(old=_("、").join(sorted(first)), new=_("、").join(sorted(coming))), place=standing.source,
                         remedy=_("请先删去“支出明细”里原来的行，再导入预算会计的明细账"))  # fmt: skip


class _Arriving:
    """What has been taken of the exports so far: the new rows, column by column."""

    def __init__(self, case: Case, standing: Standing):
        self.standing, self.pairing = standing, Pairing(standing)
        self.first = max(standing.rows, default=standing.block.first_row - 1) + 1
        self.tasks = {text.strip().casefold(): task.name for task in case.table.tasks for text in (task.name, task.number) if text.strip()}
        self.rules = assignings(case.table, case.mapping)
        self.decided: dict[tuple[str, str, str, str], Assigning | None] = {}
        self.columns: dict[str, list[Value]] = {key: [] for key in _KEYS}
        self.added: dict[str, list[int]] = defaultdict(list)
        self.filled: dict[str, list[int]] = defaultdict(list)
        self.projects: dict[str, list[int]] = defaultdict(list)
        self.whole = 0
        self.known: list[int] = []
        self.changed: list[Changed] = []
        self.alike: list[Changed] = []
        self.funds: Counter[str] = Counter()

    def fill(self) -> Iterator[Edit]:
        """Yield the tasks of payments that stand in the sheet without one, as far as a rule or their project says it."""
        standing = self.standing
        told = zip(*map(standing.texts, ("project", "account", "economic", "summary")), strict=True)
        costs = standing.texts("cost")
        for row, task, amount, cost, conditions in zip(standing.rows, standing.texts("task"), standing.columns["amount"], costs, told, strict=True):
            given = amount_of(amount)
            found = None if task or given is None else self._rule(*conditions)
            if given is None or found is None or len(found.parts) > 1:
                self.whole += found is not None
                continue
            self.filled[found.label].append(cents_of(given)[0])
            values = {"task": found.parts[0].task, "cost": "" if cost else found.parts[0].cost, "assigned": found.label}
            yield from (Edit(place, value) for key, value in values.items() if value and (place := standing.place(row, key)).column)

    def take(self, export: Postings) -> None:
        """Add what is new of an export, and note what is there with another amount or summary."""
        known = 0
        for at, kind, one in self.pairing.pair(export, lambda: self.first + len(self.columns["amount"])):
            if kind == NEW:
                self._add(export, at, one.line)
                continue
            known += 1
            if kind in (ALIKE, CHANGED):
                subject = " ".join(filter(None, (export.vouchers[at], export.summaries[at])))
                told = Changed(self.standing.place(one.row, "amount"), subject, one.cents, export.cents[at])
                (self.alike if kind == ALIKE else self.changed).append(told)
        self.known.append(known)

    def gone(self, exports: Sequence[Postings]) -> Iterator[Changed]:
        """Yield the payments that came before and are gone from the exports, row by row."""
        told = dict(zip(self.standing.rows, zip(*map(self.standing.texts, ("voucher", "summary")), strict=True), strict=True))
        for one in sorted(self.pairing.gone(exports), key=lambda one: one.row):
            yield Changed(self.standing.place(one.row, "amount"), " ".join(filter(None, told[one.row])), one.cents, 0)

    def _rule(self, project: str, account: str, economic: str, summary: str) -> Assigning | None:
        """Return the rule that decides: one of the sheet, else that a project bears the name or the number of a task."""
        told = project, account, economic, summary
        if told not in self.decided:
            found = next((each for each in self.rules if each.holds(*told)), None)
            task = "" if found else next((self.tasks[name] for name in project_names(project) if name in self.tasks), "")
            self.decided[told] = by_name(task, BY_PROJECT) if task else found
        return self.decided[told]

    def _add(self, export: Postings, at: int, line: str) -> None:
        """Add the rows of a posting: one, or one for each task that it is shared among."""
        day, source, cents = export.days[at], export.sources[at], export.cents[at]
        fund = next((name for name, pattern in _FUNDS if pattern.search(source)), "") if source else ""
        if source and not fund:
            self.funds[source] += 1
        project, account, economic, summary = export.projects[at], export.accounts[at], export.economics[at], export.summaries[at]
        found = self._rule(project, account, economic, summary) or by_name("", BY_NOTHING)
        self.added[found.label].append(cents)
        if found.label == BY_NOTHING and project:
            self.projects[project].append(cents)
        for part, share in zip(found.parts, shares_of(cents, found.parts), strict=True):
            row: tuple[Value, ...] = (
                serial_of(day) if day else None, export.vouchers[at], line, summary, part.task, part.cost, fund, project, account, economic,
                share / 100, cents / 100, batch_name(export), found.label, export.procured[at],
            )  # fmt: skip
            for values, value in zip(self.columns.values(), row, strict=True):
                values.append(value)
