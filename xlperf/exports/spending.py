"""Which postings are spending: of the accounts that count, each payment once, without the entries that close a period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from xlperf.exports.accounts import spending_accounts
from xlperf.exports.families import LEDGER, PAYMENTS
from xlperf.exports.wording import CLOSING, OTHER, TWICE, closes, corrects
from xlperf.language import _
from xlperf.model import Postings, Remark

_YEARS_LAST_DAYS = 25
_Voucher = tuple[tuple[int, int] | None, str]
"""The month of a voucher, and its number."""


def spending_of(exports: Sequence[Postings], known: Iterable[str] = ()) -> list[Postings]:
    """Return exports with the postings that are spending, each payment once, without closing entries.

    A payment may stand in financial accounting in one sheet or file, and in budget accounting in another: what counts is decided for all
    together, with the accounts of what was counted before (`known`). Payments of the budget system are spending whatever account they name.
    """
    accounts = {*known, *(code for each in exports if each.family != PAYMENTS for code in each.accounts)}
    found = [kind for kind in spending_accounts() if any(code.startswith(kind["prefix"]) for code in accounts)]
    return [_counted(each, found) if each.family != PAYMENTS else each for each in exports]


def _counted(postings: Postings, found: Sequence[Mapping[str, Any]]) -> Postings:
    """Return the postings of the accounts that are spending; `found` are the kinds of such accounts, the one that counts first."""
    counting, twice = found[0]["prefix"] if found else "", tuple(kind["prefix"] for kind in found[1:]) or "?"
    left = defaultdict(lambda: [0, 0], {why: list(each) for why, each in postings.left.items()})
    any_account, keep = any(code[:1].isdigit() for code in postings.accounts), []
    of_account = [not any_account or bool(counting and code.startswith(counting)) for code in postings.accounts]
    closing = _closing(postings, of_account, found[0] if found else {})
    for at, (code, cents) in enumerate(zip(postings.accounts, postings.cents, strict=True)):
        if of_account[at] and at not in closing:
            keep.append(at)
            continue
        why = CLOSING if of_account[at] else TWICE if code.startswith(twice) else OTHER
        left[why][0] += 1
        left[why][1] += cents
    told = (*postings.remarks, *_remarks(postings, counting))
    return replace(postings.only(keep), left={why: (count, cents) for why, (count, cents) in left.items()}, remarks=told)


def _closing(postings: Postings, of_account: Sequence[bool], kind: Mapping[str, Any]) -> set[int]:
    """Return the postings that close a period.

    The other accounts of their voucher tell (a surplus, and no money); where a book shows none, their words; else that the last voucher of
    a December takes back, to the cent, all that an account had.
    """
    against = _counterparts(postings, of_account) if any(postings.accounts) and not all(of_account) else {}
    found, judged = set(), set()
    by_account: dict[str, list[int]] = defaultdict(list)
    for at, ours in enumerate(of_account):
        if not ours:
            continue
        cents, summary = postings.cents[at], postings.summaries[at]
        others = against.get(_voucher(postings, at), ())
        surplus, money = (any(code.startswith(tuple(kind.get(name, ()))) for code in others) for name in ("closed_to", "money"))
        if surplus or money:
            judged.add(at)
            if surplus and not money:
                found.add(at)
        elif closes(summary, cents < 0):
            found.add(at)
        if at not in found:
            by_account[postings.accounts[at]].append(at)
    for positions in by_account.values():
        found |= _emptying(postings, positions) - judged
    return found


def _voucher(postings: Postings, at: int) -> _Voucher:
    day = postings.days[at]
    return (day.year, day.month) if day else None, postings.vouchers[at]


def _counterparts(postings: Postings, of_account: Sequence[bool]) -> Mapping[_Voucher, set[str]]:
    """Return the other accounts of each voucher."""
    found: dict[_Voucher, set[str]] = defaultdict(set)
    for at, ours in enumerate(of_account):
        if not ours and postings.vouchers[at]:
            found[_voucher(postings, at)].add(postings.accounts[at])
    return found


def _emptying(postings: Postings, positions: Sequence[int]) -> set[int]:
    """Return the last voucher of an account's year where it leaves nothing of several postings, and says nothing of a refund."""
    last = _voucher(postings, positions[-1])
    ending = [at for at in positions if _voucher(postings, at) == last]
    day, before = postings.days[positions[-1]], len(positions) - len(ending)
    if day is None or day.month < 12 or day.day < _YEARS_LAST_DAYS or before < 2 or sum(postings.cents[at] for at in positions) != 0:
        return set()
    negative = all(postings.cents[at] < 0 and not corrects(postings.summaries[at]) for at in ending)
    return set(ending) if negative else set()


def _remarks(postings: Postings, counting: str) -> Iterator[Remark]:
    """Yield what to say of how spending was told from other postings."""
    if postings.family != LEDGER or not len(postings):
        return
    if not any(code[:1].isdigit() for code in postings.accounts):
        yield Remark(None, _("没有科目编码，全部发生额都计入了支出；请确认导出的只是支出类科目"))
    elif not counting:
        yield Remark(None, _("没有预算支出类（7开头）或费用类（5开头）的科目，一笔也没有计入；请导出支出类科目的明细账"))
    elif counting != spending_accounts()[0]["prefix"]:
        yield Remark(None, _("没有预算会计（7开头）的科目，按财务会计的费用计入；折旧等没有付款的费用请自行去掉"))
