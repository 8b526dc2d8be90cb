"""Readings, tables and rules as plain data, ready for JSON."""

from typing import Any

from xlperf.model import Table
from xlperf.rules import Rule
from xlperf.target import Change, Deadline, Judgement, Period, Range, Ratio, Reading, Recurring, Several, Symbolic
from xlperf.target.units import normalise, resolve


def reading_data(reading: Reading) -> dict[str, Any]:
    """Return how a target was read.

    `value` and `unit` are as written (a range or ratio has two values); `quantity` is in `base_unit` (万元 → 元; percentages
    in `1`); `about` tells an approximate number; `date` is the last day of a deadline or period; `change` says against what
    and which way a change runs; `reference` what a symbolic bound refers to; `parts`
    the conditions of a text that has several.
    """
    target = reading.target
    data: dict[str, Any] = {"text": reading.text, "kind": reading.kind, "op": reading.op,
                            "op_source": reading.op_source, "value": None, "unit": None, "quantity": None,
                            "base_unit": None, "date": None, "canonical": str(target)}  # fmt: skip
    if reading.bound:
        amount = reading.bound.quantity
        quantity, base = normalise(amount)
        data |= {"value": amount.value, "unit": amount.unit or None, "quantity": quantity, "base_unit": base or None}
        data |= {"about": amount.about} if amount.about else {}
    elif isinstance(target, Range):
        base, factor = resolve(target.unit)
        data |= {"value": [target.low, target.high], "unit": target.unit or None,
                 "quantity": [target.low * factor, target.high * factor], "base_unit": base or None}  # fmt: skip
    elif isinstance(target, Ratio):
        data["value"] = [target.left, target.right]
    elif isinstance(target, Deadline):
        data["date"] = target.moment.last
    elif isinstance(target, Period):
        data["date"] = target.end.last
    if isinstance(target, Change):
        data["change"] = {"verb": target.verb, "base": target.base or None, "level": target.level}
    elif isinstance(target, Symbolic):
        data["reference"] = f"{target.op}{target.reference}"
    elif isinstance(target, Recurring):
        data["every"] = target.every
    elif isinstance(target, Several):
        data["parts"] = [{"name": name or None, "canonical": str(part)} for name, part in target.parts]
    return data | {"doubts": list(map(str, reading.doubts))}


def judgement_data(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement with the reading of its target."""
    gap = judgement.shortfall
    return reading_data(judgement.target) | {
        "actual": judgement.actual.text,
        "judged_op": judgement.op,
        "verdict": judgement.verdict,
        "ratio": None if judgement.ratio is None else round(float(judgement.ratio), 6),
        "shortfall": None if gap is None else {"value": gap.value, "unit": gap.unit},
        "reason": judgement.reason,
        "doubts": list(map(str, (*judgement.target.doubts, *judgement.doubts))),
    }


def table_data(table: Table) -> dict[str, Any]:
    """Return a table as read: amounts in its money unit, each record with its place."""
    return {
        "department": table.department,
        "year": table.year,
        "money_unit": table.money_unit,
        "tasks": [
            {"number": each.number, "name": each.name, "content": each.content, "total": each.total,
             "fiscal": each.fiscal, "carried": each.carried, "other": each.other, "place": str(each.where("") or "")}
            for each in table.tasks
        ],
        "goals": [
            {"number": each.number, "text": each.text, "task": each.task, "place": str(each.where("") or "")}
            for each in table.goals
        ],
        "indicators": [
            {"number": each.number, "level1": each.level1, "level2": each.level2, "level3": each.level3,
             "target": each.target, "actual": each.actual, "weight": each.weight, "score": each.score,
             "place": str(each.place or "")}
            for each in table.indicators
        ],
    }  # fmt: skip


def rule_data(rule: Rule) -> dict[str, Any]:
    """Return a rule with its manual page."""
    return {"id": rule.id, "slug": rule.slug, "family": rule.family, "severity": rule.severity, "title": rule.title,
            "manual": rule.page}  # fmt: skip
