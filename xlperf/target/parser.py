"""`parse`: from a text, and the columns a table may split it into, to a `Reading`."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from xlperf.language import _
from xlperf.target.doubts import doubts_by_name, doubts_of, unit_doubt
from xlperf.target.grammar import target
from xlperf.target.nodes import (
    Bound,
    Change,
    Deadline,
    Doubt,
    Empty,
    Grade,
    Quantity,
    Range,
    Ratio,
    Reading,
    Symbolic,
    Target,
    bound_of,
    unit_of,
)
from xlperf.target.numbers import unit as unit_production
from xlperf.target.scan import Scanner, one_of
from xlperf.target.units import SCALES
from xlperf.target.words import DATE_NAMES, EMPTY, LEANS, SIGNS, WORDS_BEFORE, counts_events_by_name


def parse(
    text: object,
    *,
    op: str | None = None,
    unit: str | None = None,
    name: str | None = None,
    category: str | None = None,
    year: int | None = None,
    expects_day: bool | None = None,
) -> Reading:
    """Read a target as an accountant reads it.

    `op` and `unit` are the texts of their own columns where the table splits them (`op` may also say 正向 or 反向); `name`
    and `category` are the indicator's (三级指标, 二级指标): numbers in the name are never taken for the target's, but it
    tells whether a bare 44561 is a day, whether 无 is zero, and what gives doubt; `year` is the table's, for dates that
    name none; `expects_day` says, whatever the name, whether a bare 44561 is a day. Never raises: what cannot be read is `Unreadable`.
    """
    raw = "" if text is None else str(text)
    if expects_day is None:
        expects_day = _DATE_NAME.search(name or "") is not None
    keeps = len(raw) <= MAX_KEPT and len(op or "") + len(unit or "") <= MAX_KEPT
    reading = (_read if keeps else _read.__wrapped__)(raw, op or "", unit or "", year, expects_day)
    if isinstance(reading.target, Empty) and reading.target.text == "无" and counts_events_by_name(name):
        reading = _with_columns(Bound(None, Quantity(Decimal(0))), None, reading.named, op or "", unit or "", raw)
    further = doubts_by_name(reading, name, category, year)
    return replace(reading, doubts=(*further, *reading.doubts)) if further else reading


_EXPLAINED = re.compile(r" *\([^()]*\)$")
"""What a column says beside its unit: %（百分比）, 台（套）."""

_DATE_NAME = one_of(DATE_NAMES)
MAX_KEPT = 100
"""Readings of longer texts are not kept: prose seldom comes twice."""


@lru_cache(maxsize=8192)
def _read(raw: str, op: str, unit: str, year: int | None, expects_day: bool) -> Reading:
    """Return what a text and its columns say, whatever the indicator is called.

    The same few hundred targets stand in thousands of tables.
    """
    scan = Scanner(raw, year, dates=expects_day)
    return _with_columns(target(scan), scan.op_source, scan.named.strip(), op, unit, raw)


def _source(found: Target, source: str | None) -> str | None:
    """Return where the operator comes from; None where the target has none."""
    inner = bound_of(found) or found
    if isinstance(inner, Bound | Deadline | Ratio):
        return (source or "explicit") if inner.op else "inferred"
    return (source or "explicit") if isinstance(inner, Symbolic | Grade) and inner.op else None


def _with_columns(found: Target, source: str | None, named: str, op: str, unit: str, raw: str) -> Reading:
    """Return the reading of a text with what stands in columns of its own; what contradicts the text is a doubt, the text wins."""
    doubts: list[Doubt] = []
    column = Scanner(op).text.strip()
    sign = SIGNS.get(column) or WORDS_BEFORE.get(column)
    if sign:
        written = _op(found)
        if written is None and (changed := _with_op(found, sign)):
            found, source = changed, "explicit" if column in SIGNS else "word"
        elif written and written != sign:
            doubts.append(Doubt("sign", _("指标值写的符号与符号栏的“{op}”不一致").format(op=column)))
    if LEANS.get(column) == "down" and (_op(found) or "")[:1] == ">":
        doubts.append(Doubt("sign", _("指标值写的符号与“{op}”相反").format(op=column)))
    tail = Scanner(unit).text.strip()
    if tail and tail not in EMPTY and tail != Scanner(raw).text.strip() and not isinstance(found, Empty):
        if changed := _with_unit(found, tail):
            found = changed
        elif doubt := unit_doubt(found, tail):
            doubts.append(doubt)
    reading = Reading(found, raw, _source(found, source), tuple(doubts), LEANS.get(op.strip()), named)
    return replace(reading, doubts=(*doubts, *doubts_of(reading)))


def _op(found: Target) -> str | None:
    inner = bound_of(found) or found
    return inner.op if isinstance(inner, Bound | Deadline | Ratio | Grade | Symbolic) else None


def _with_op(found: Target, sign: str) -> Target | None:
    if isinstance(found, Change):
        return replace(found, bound=replace(found.bound, op=sign))
    return replace(found, op=sign) if isinstance(found, Bound | Deadline | Ratio | Grade) else None


def _with_unit(found: Target, tail: str) -> Target | None:
    """Return the target in the unit of its column; None where the text has one, or the column holds none."""
    column = Scanner(_EXPLAINED.sub("", tail))
    name = unit_production(column)
    if not name or not column.done:
        return None
    own = unit_of(found)
    if own is None or (own and (own not in SCALES or name.startswith(tuple(SCALES)))):
        return None
    joined = own + name
    if isinstance(found, Range):
        changed: Target = replace(found, unit=joined)
    elif isinstance(found, Change):
        changed = replace(found, bound=replace(found.bound, quantity=replace(found.bound.quantity, unit=joined)))
    elif isinstance(found, Bound):
        changed = replace(found, quantity=replace(found.quantity, unit=joined))
    return changed if target(Scanner(str(changed))) == changed else None
