"""Judging an actual against a target: the way in, what keeps any target from being judged, and who judges what."""

import re
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeGuard

from xlperf.language import _
from xlperf.target.judging.actual import read_actual
from xlperf.target.judging.dated import by_date
from xlperf.target.judging.figure import says_none
from xlperf.target.judging.numeric import by_number, by_range, by_ratio
from xlperf.target.judging.verdict import JUDGEMENT, MET, MISSED, MISSING, UNREADABLE, Judgement, Outcome
from xlperf.target.judging.worded import by_grade, by_reference, by_words, plain
from xlperf.target.nodes import (
    Bound,
    Change,
    Deadline,
    Doubt,
    Empty,
    Grade,
    Period,
    Placeholder,
    Qualitative,
    Range,
    Ratio,
    Reading,
    Recurring,
    Several,
    Symbolic,
    Target,
    Unreadable,
)
from xlperf.target.parser import parse
from xlperf.target.words import NO, NONE_HAPPENED, NOT_APPLICABLE, YES

_ERROR_VALUE = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|#+)")


def judge(
    target: object,
    actual: object,
    *,
    op: str | None = None,
    unit: str | None = None,
    name: str | None = None,
    category: str | None = None,
    year: int | None = None,
) -> Judgement:
    """Judge `actual` against `target`, both as typed.

    `op` and `unit` are the columns of a table that splits them, `name` and `category` the indicator's name and class
    (they decide which way a bare number runs), `year` is that of the table. Never raises on any text.
    """
    if not isinstance(target, Reading):
        target = parse(target, op=op, unit=unit, name=name, category=category, year=year)
    return judge_reading(target, actual, name=name, category=category, year=year)


def judge_reading(
    target: Reading, actual: object, *, name: str | None = None, category: str | None = None, year: int | None = None
) -> Judgement:
    """Judge an actual against a target that has been read already."""
    text = "" if actual is None else str(actual).strip()
    found = target.target
    if year is None and _lacks_year(found):
        return _in_one_year(target, found, text, name, category)
    reached = read_actual(text, target, year=year, name=name)
    outcome = refusal(target, reached, text) or _JUDGES[type(found)](target, reached, name, category)
    doubts = (*outcome.doubts, *(doubt for doubt in reached.doubts if doubt.code == "assumed"))
    given = {name: getattr(outcome, name) for name in _OF_OUTCOME} | {"doubts": doubts}
    return Judgement(target=target, actual=reached, **given)


_OF_OUTCOME = tuple(each.name for each in fields(Outcome))
_ANY_YEAR = 2024
"""A year to compare days in where nobody names one; a leap year, so that every day exists."""


def _lacks_year(target: Target) -> TypeGuard[Deadline | Period]:
    moment = target.moment if isinstance(target, Deadline) else target.end if isinstance(target, Period) else None
    return moment is not None and moment.year is None


def _in_one_year(target: Reading, found: Deadline | Period, text: str, name: str | None, category: str | None) -> Judgement:
    """Judge a deadline without a year by an actual of the same year: 10月 for 11月底前."""
    named = read_actual(text, target).target
    known = named.moment.year if isinstance(named, Deadline) else named.end.year if isinstance(named, Period) else None
    year = known or _ANY_YEAR
    dated = replace(found, moment=replace(found.moment, year=year)) if isinstance(found, Deadline) else Period(
        replace(found.start, year=year), replace(found.end, year=year))  # fmt: skip
    judgement = judge_reading(replace(target, target=dated), text, name=name, category=category, year=year)
    told = judgement.reason if known else judgement.reason.replace(_("{year}年").format(year=year), "")
    doubt = Doubt("year", _("没有写年份，按同一年比较"))
    return replace(judgement, target=target, reason=told, doubts=(*judgement.doubts, doubt))


def why_unreadable(target: Unreadable | Placeholder) -> str:
    """Return in one sentence why a target cannot be read."""
    if isinstance(target, Placeholder):
        return _("指标值“{text}”是模板的占位符，没有填写").format(text=target.text)
    told = {
        "sign": _("指标值“{text}”只有符号，没有数"),
        "unit": _("指标值“{text}”只有单位，没有数"),
        "name": _("指标值“{text}”像是指标名称，可能填错了列"),
        "scoring": _("指标值“{text}”写的是评分办法，没有写要达到多少"),
        "glued": _("指标值“{text}”是几个数连在一起"),
    }
    return told.get(target.why, _("指标值“{text}”无法识别")).format(text=target.text)


def refusal(target: Reading, actual: Reading, text: str) -> Outcome | None:
    """Return what keeps any target from being judged; None where nothing does.

    不下结论的：指标值读不出、没有填，实际完成值没有填、是错误值，或只是把指标值照抄一遍。
    例：≥**%／95% → 无法识别｜>=95%／ → 未填｜>=95%／#DIV/0! → 无法识别｜≥95%／≥95% → 待判定｜显著提升／显著提升 → 待判定
    """
    found = target.target
    if isinstance(found, Empty):
        return Outcome(MISSING, _("没有指标值"))
    if isinstance(found, Unreadable | Placeholder):
        return Outcome(UNREADABLE, why_unreadable(found))
    if _ERROR_VALUE.fullmatch(plain(text)):
        return Outcome(UNREADABLE, _("实际完成值是错误值{text}").format(text=text))
    if isinstance(actual.target, Empty):
        if text.startswith(NOT_APPLICABLE):
            return Outcome(JUDGEMENT, _("填的是“{text}”，是否适用须由人判定").format(text=text))
        if not (target.bound and says_none(text, target.bound.quantity)):
            told = _("填的是“{text}”，等于没填；若为零请写0（指标值{target}）")
            told = told if text in NONE_HAPPENED else _("未填实际完成值（指标值{target}）")
            return Outcome(MISSING, told.format(target=target.text, text=text))
    if _is_copy(target, actual, text):
        return Outcome(JUDGEMENT, _("照抄指标值，未填具体完成值（“{text}”）").format(text=text))
    return None


_RESULTS = (Bound, Change, Deadline, Ratio)
"""Targets that a result may equal to the letter, as long as no operator stands in it: 11辆 / 11辆."""


def _is_copy(target: Reading, actual: Reading, text: str) -> bool:
    """Whether the actual repeats the target in a form that says nothing: with its operator, or its very words."""
    if plain(text) in (*YES, *NO):
        return False
    same = plain(text) == plain(target.text)
    if not isinstance(target.target, _RESULTS):
        return same and not isinstance(target.target, Period)
    inner = actual.bound or actual.target
    return getattr(inner, "op", None) is not None and (same or actual.target == target.target)


def by_parts(target: Reading[Several], actual: Reading, name: str | None, category: str | None) -> Outcome:
    """Several conditions on one nameless figure are judged together; named ones part by part, if the actual has as many.

    几个条件：实际完成值也逐个写出的，逐个判定，全部达到才算达标；只写了一个数的由人判定。
    例：≥95%且投诉≤3次／96%；2次 → 达标｜≥95%且投诉≤3次／96%；4次 → 未达标｜≥95%且投诉≤3次／96% → 待判定
    """
    parts = target.target.parts
    told = {"target": target.text}
    got = actual.target.parts if isinstance(actual.target, Several) else ()
    if all(not label and isinstance(part, Bound) for label, part in parts) and not got:
        pairs = [(part, actual) for _label, part in parts]
    elif paired := _paired(parts, got):
        pairs = paired
    else:
        return Outcome(JUDGEMENT, _("“{target}”含有多个条件，须拆开或由人判定").format(**told))
    outcomes = [_by_part(part, mine, name, category) for part, mine in pairs]
    verdicts = {outcome.verdict for outcome in outcomes}
    reason = _("；").join(outcome.reason for outcome in outcomes)
    if MISSED in verdicts:
        return Outcome(MISSED, reason)
    return Outcome(MET if verdicts == {MET} else JUDGEMENT, reason)


Parts = Sequence[tuple[str, Target]]


def _paired(parts: Parts, got: Parts) -> list[tuple[Target, Reading]]:
    """Return each condition with what was said of it: by their names where both sides have them, else in order; [] if unsure."""
    named = all(label for label, _part in parts) and all(label for label, _part in got)
    if named:
        by_name = {label: Reading(part, str(part)) for label, part in got}
        return [(part, by_name[label]) for label, part in parts] if by_name.keys() == {label for label, _part in parts} else []
    if any(label for label, _part in got) or all(label for label, _part in parts) or len(got) != len(parts):
        return []
    return [(part, Reading(mine, str(mine))) for (_label, part), (_mine, mine) in zip(parts, got, strict=True)]


def _by_part(part: Target, actual: Reading, name: str | None, category: str | None) -> Outcome:
    source = "explicit" if getattr(part, "op", None) else "inferred"
    return _JUDGES[type(part)](Reading(part, str(part), source), actual, name, category)


def _by_recurrence(target: Reading, actual: Reading, *context: object) -> Outcome:
    outcome = by_words(target, actual, *context)
    if outcome.verdict != JUDGEMENT:
        return outcome
    return Outcome(JUDGEMENT, _("“{target}”是重复的时间，实际“{actual}”须由人判定").format(target=target.text, actual=actual.text.strip()))


Judge = Callable[[Reading[Any], Reading, str | None, str | None], Outcome]

_JUDGES: dict[type, Judge] = {
    Bound: by_number,
    Change: by_number,
    Range: by_range,
    Ratio: by_ratio,
    Deadline: by_date,
    Period: by_date,
    Recurring: _by_recurrence,
    Symbolic: by_reference,
    Grade: by_grade,
    Qualitative: by_words,
    Several: by_parts,
}
