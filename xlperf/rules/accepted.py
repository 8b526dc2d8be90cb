"""Findings that a person accepted: listed as 已接受, until what they say is no longer the same."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from xlperf.language import _
from xlperf.model import ACCEPTED, Case, Finding, Goal, Indicator, Opinion, Task, decimal_of, fold_name
from xlperf.schema import ACCEPT

_FACTS = re.compile(r"“[^”]*”|\d[\d,]*(?:\.\d+)?")


def facts_of(message: str) -> tuple[str, ...]:
    """Return what a message is about: its numbers, however they are written, and what it quotes."""
    found = _FACTS.findall(message)
    return tuple(each if each.startswith("“") else f"{decimal_of(each.replace(',', '')).normalize():f}" for each in found)


def settled(findings: Iterable[Finding], case: Case) -> list[Finding]:
    """Return the findings, those accepted as 已接受 with who accepted them and why; one whose numbers changed since says so."""
    accepting = [each for each in case.opinions if is_acceptance(each) and is_complete(each)]
    numbers = _numbers(case)
    return [_settled(each, accepting, numbers) for each in findings]


def is_acceptance(opinion: Opinion) -> bool:
    """Whether an opinion accepts a finding."""
    return opinion.handling == ACCEPT and bool(opinion.rule)


def is_complete(opinion: Opinion) -> bool:
    """Whether an acceptance says why, by whom and when."""
    return bool(opinion.opinion and opinion.person and opinion.date)


def accepts(opinion: Opinion, finding: Finding, numbers: Mapping[tuple[str, int], str]) -> bool:
    """Whether an acceptance is about a finding: by its rule, and by its subject or the number of its row (`numbers` by sheet and row)."""
    if opinion.rule.upper() != finding.rule:
        return False
    place = finding.place
    number = numbers.get((place.sheet, place.row), "") if place else ""
    return fold_name(opinion.subject) in {fold_name(finding.subject), fold_name(number)} - {""}


def unseen(findings: Iterable[Finding], case: Case) -> Iterator[tuple[Opinion, str]]:
    """Yield the acceptances that do not yet hold what their finding said, with what it says."""
    numbers, told = _numbers(case), [each for each in findings if each.severity == ACCEPTED]
    for opinion in case.opinions:
        if is_acceptance(opinion) and not opinion.seen:
            found = next((each for each in told if accepts(opinion, each, numbers)), None)
            if found:
                yield opinion, found.message


def _settled(finding: Finding, accepting: Iterable[Opinion], numbers: Mapping[tuple[str, int], str]) -> Finding:
    about = [each for each in accepting if accepts(each, finding, numbers)]
    standing = next((each for each in about if not each.seen or facts_of(each.seen) == facts_of(finding.message)), None)
    if standing:
        told = _("{person}于{date}接受：{reason}").format(person=standing.person, date=standing.date, reason=standing.opinion)
        return replace(finding, severity=ACCEPTED, hint=told)
    if about:
        told = _("{person}于{date}接受过，此后有变化，请重新核对；").format(person=about[-1].person, date=about[-1].date)
        return replace(finding, hint=told + finding.hint)
    return finding


def _numbers(case: Case) -> dict[tuple[str, int], str]:
    """Return the number of each row that has one, by sheet and row."""
    rows: list[Task | Goal | Indicator] = [*case.table.tasks, *case.table.goals, *case.table.indicators]
    return {(place.sheet, place.row): each.number for each in rows if each.number and (place := each.where(""))}
