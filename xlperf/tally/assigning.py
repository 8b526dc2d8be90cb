"""Payments to tasks by the rules of 归集规则: the first rule whose conditions all hold decides.

Rules come in the order of their priorities; among those of one priority, or without, one that names a project comes before one that
names an account, before one by economic class, before one by words; of these the one with more conditions, then with longer ones, then
as they stand. Several rows with the same conditions are one rule that shares a payment.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xlperf.language import _
from xlperf.model import MappingRule, Table

_DOTS = re.compile(r"[.\-\s]")
_WORDS = re.compile(r"[、，,;；\s|]+")
_BARE = str.maketrans("", "", "[]【】")
_DIGITS = "0123456789 .-"
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Part:
    """What a rule gives a task of a payment: the names of task and cost indicator as the table has them, and hundredths."""

    task: str
    cost: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Assigning:
    """A rule that can be used: its conditions, its parts (which make a whole), and how it is called in 归集方式."""

    project: str
    account: str
    economic: str
    words: tuple[str, ...]
    parts: tuple[Part, ...]
    label: str

    def holds(self, project: str, account: str, economic: str, summary: str) -> bool:
        """Whether a payment meets every condition."""
        if not _within(account, self.account) or not (economic.startswith(self.economic) or economic.lstrip(_DIGITS).startswith(self.economic)):
            return False
        return (not self.project or self.project in project_names(project)) and (not self.words or any(word in summary for word in self.words))


def assignings(table: Table, rules: Sequence[MappingRule]) -> list[Assigning]:
    """Return the rules that can be used, those that decide before others first; for the others see `faults_of`."""
    tasks, costs = _names((each.number, each.name) for each in table.tasks), _names((each.number, each.level3) for each in table.indicators)
    found = []
    for alike in grouped(rules):
        if any(True for _fault in faults_of(table, alike)):
            continue
        first = alike[0]
        shares = [_WHOLE if each.share is None else each.share for each in alike]
        parts = tuple(Part(tasks[_folded(each.task)], costs.get(_folded(each.cost), ""), share) for each, share in zip(alike, shares, strict=True))
        words = tuple(filter(None, _WORDS.split(first.contains)))
        found.append((_rank(first), Assigning(_folded(first.project), first.account, first.economic.translate(_BARE), words, parts, label_of(first))))
    return [each for _ranked, each in sorted(found, key=lambda pair: pair[0])]


@lru_cache(maxsize=4096)
def project_names(text: str) -> tuple[str, ...]:
    """Return how a project may be called whose cell holds its code and its name: the cell's text, the code, the name; folded."""
    code, _space, name = text.strip().partition(" ")
    return tuple(filter(None, map(_folded, (text, code, name))))


@lru_cache(maxsize=4096)
def _within(account: str, whole: str) -> bool:
    """Whether an account is one, or below one: 7101.02 and 710102 are below 7101, 7101.10 is not below 7101.1."""
    if not whole:
        return True
    parts, wanted = account.split("."), whole.split(".")
    if len(parts) > 1 and len(wanted) > 1:
        return parts[: len(wanted)] == wanted
    return _DOTS.sub("", account).startswith(_DOTS.sub("", whole))


def by_name(task: str, label: str) -> Assigning:
    """Return what gives all of a payment to one task, or to none."""
    return Assigning("", "", "", (), (Part(task, "", _WHOLE),), label)


def grouped(rules: Sequence[MappingRule]) -> list[list[MappingRule]]:
    """Return the rows of each rule: those with the same conditions belong together."""
    groups: dict[tuple[Decimal | None, str, str, str, str], list[MappingRule]] = defaultdict(list)
    for each in rules:
        groups[each.conditions].append(each)
    return list(groups.values())


def faults_of(table: Table, alike: Sequence[MappingRule]) -> Iterator[tuple[MappingRule, str, str]]:
    """Yield why the rows of one rule cannot be used: the row, its column, and the reason in words."""
    tasks, costs = _names((each.number, each.name) for each in table.tasks), _names((each.number, each.level3) for each in table.indicators)
    for each in alike:
        if not any(each.conditions[1:]):
            yield each, "", _("没有填任何条件")
        if _folded(each.task) not in tasks:
            yield each, "task", _("任务“{name}”不存在").format(name=each.task) if each.task else _("没有填任务")
        if each.cost and _folded(each.cost) not in costs:
            yield each, "cost", _("成本指标“{name}”不存在").format(name=each.cost)
    shares = [each.share for each in alike if each.share is not None]
    if len(alike) > 1 and len(shares) < len(alike):
        yield alike[0], "share", _("{count}行条件相同，要都填比例").format(count=len(alike))
    elif len(shares) == len(alike) and (sum(shares) != _WHOLE or min(shares) <= 0):
        yield alike[0], "share", _("条件相同的各行比例合计{total}%，应为100%").format(total=f"{sum(shares, Decimal(0)).normalize():f}")


def label_of(rule: MappingRule) -> str:
    """Return how a rule is called: by its conditions."""
    named = ((_("预算项目"), rule.project), (_("科目"), rule.account), (_("经济分类"), rule.economic), (_("摘要"), rule.contains))
    return " ".join(f"{what}{told}" for what, told in named if told)


def shares_of(cents: int, parts: Sequence[Part]) -> list[int]:
    """Return what each part of an amount gets, in 分: rounded down towards nothing, the last gets what is left."""
    given = [int(cents * each.share / _WHOLE) for each in parts[:-1]]
    return [*given, cents - sum(given)]


def _rank(rule: MappingRule) -> tuple[bool, Decimal | int, int, int, int, int]:
    kind = next((nth for nth, told in enumerate((rule.project, rule.account, rule.economic)) if told), 3)
    given = rule.project, rule.account, rule.economic, rule.contains
    return rule.priority is None, rule.priority or 0, kind, -sum(map(bool, given)), -len(rule.account), -len(rule.economic)


def _names(rows: Iterator[tuple[str, str]]) -> Mapping[str, str]:
    """Return the name of each row by its number and its name."""
    return {_folded(text): name for number, name in rows for text in (number, name) if text.strip()}


def _folded(text: str) -> str:
    return text.strip().casefold()
