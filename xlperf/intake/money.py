"""The money of a project's form: which amount is which, by labels at the left and headings above."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from xlperf.intake.labels import Token
from xlperf.language import _
from xlperf.model import Fields, Grid, Remark

AMOUNTS = ("total", "fiscal", "share", "carried", "other")
"""Labels before amounts of a year."""

_COLUMNS = ("initial", "budget", "spent")
"""Headings above amounts."""

NOTHING = re.compile(r"^[-—–/／\s]*$")
"""What stands for no value."""

_AMOUNT = re.compile(r"[￥¥]?\s*(-?\d[\d,，]*(?:\.\d+)?)\s*(亿|万)?元?")
_EXPLAINED = re.compile(r"(?<=[\d万亿元])\s*[(（][^()（）]*[)）]$")
"""What an amount consists of, in brackets behind it."""
_RUN_TOGETHER = re.compile(r"([\d.]+)(?:%[\d.]*)?")
_NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_CLOSE = Decimal("0.006")
"""How much a rate with two places may differ from the one calculated, in percent points."""


def amounts_of(grid: Grid, tokens: Sequence[Token], unit: str) -> tuple[Fields, list[Remark]]:
    """Return the amounts of a project by the fields of a task, and what is said of them and has no field."""
    columns = {each.column: each.key for each in tokens if each.key in _COLUMNS}
    total = next((each for each in tokens if each.key == "total"), None)
    found: dict[str, dict[str, Decimal]] = {}
    remarks, of_period, beside = [], False, False
    for at, label in enumerate(tokens):
        if label.key in ("period", "total"):
            of_period = label.key == "period"
            beside = beside or bool(of_period and total and total.row == label.row)
        if label.key not in (*AMOUNTS, "period"):
            continue
        values = list(takewhile(lambda each: each.key is None, tokens[at + 1 :]))
        told = (len(values) == 1 and _glued(values[0].text, found.get("total", {}))) or _by_heading(values, columns, unit)
        if label.key == "period":
            said = _("{label}{amount}不是一年的，没有放进任务")
            spoken = (said.format(label=label.text, amount=amount) for amount in list(told.values())[:1])
            remarks += [Remark(grid.place(label.row, label.column), each, left=True) for each in spoken]
        elif of_period or (beside and total and label.column < total.column):
            continue  # of several years
        elif label.key == "share":
            have = found.setdefault("share", {})
            have |= {key: have.get(key, Decimal(0)) + amount for key, amount in told.items()}
        elif beside or label.key not in found:
            found[label.key] = told
        if label.key == "total" and "spent" in told:
            said = _("全年执行数{amount}没有放进任务：执行数由“支出明细”汇总").format(amount=told["spent"])
            remarks.append(Remark(grid.place(label.row, label.column), said, left=True))
    return _fields(found), remarks


def _fields(found: Mapping[str, Mapping[str, Decimal]]) -> dict[str, Decimal]:
    """Return amounts by the fields of a task: the initial ones, and what the whole changed by."""
    parts = {**found, "fiscal": found["share"]} if "fiscal" not in found and "share" in found else found
    amounts = {key: told.get("initial", told.get("budget")) for key in ("total", "fiscal", "carried", "other") if (told := parts.get(key))}
    whole = found.get("total", {})
    if "initial" in whole and "budget" in whole and whole["initial"] != whole["budget"]:
        amounts["adjusted"] = whole["budget"] - whole["initial"]
    return {key: amount for key, amount in amounts.items() if amount is not None}


def unit_of(tokens: Sequence[Token]) -> str:
    """Return the money unit that is written behind an amount itself (180万); "" where none is."""
    for label, value in pairwise(tokens):
        match = _AMOUNT.fullmatch(value.text) if label.key in AMOUNTS and value.key is None else None
        if match and (match[2] == "万" or (not match[2] and value.text.endswith("元"))):
            return "万元" if match[2] else "元"
    return ""


def _by_heading(values: Sequence[Token], columns: Mapping[int, str], unit: str) -> dict[str, Decimal]:
    """Return the amounts behind a label by the headings above them; without headings the first is the year's."""
    told = {columns[each.column]: amount for each in values if each.column in columns and (amount := amount_in(each.text, unit)) is not None}
    if len(columns) > 1 and told and len({each.row for each in values}) == 1:
        return told
    first = next((amount_in(each.text, unit) for each in values if not NOTHING.match(each.text)), None)
    return {} if first is None else {"initial": first}


def amount_in(text: str, unit: str) -> Decimal | None:
    """Return an amount as it is written (180万, ￥1,240,000元) in a table's money unit; None where the text is none."""
    match = _AMOUNT.fullmatch(_EXPLAINED.sub("", text.strip()))
    if match is None:
        return None
    amount = Decimal(re.sub("[,，]", "", match[1]))
    own = "万元" if match[2] == "万" else "元" if match[0].rstrip().endswith("元") and not match[2] else unit
    if match[2] == "亿" or own == unit or not unit:
        return amount * (10000 if match[2] == "亿" and unit == "万元" else 10**8 if match[2] == "亿" else 1)
    return amount * 10000 if own == "万元" else amount / 10000


def _glued(text: str, whole: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return budget and spending where their figures ran together: told apart by their rate (`353510100.00%10`), in a part of the
    whole by what the whole leaves room for (`3535`). Nothing where there are several ways or none."""
    match = _RUN_TOGETHER.fullmatch(text)
    if match is None or ("%" not in text and "spent" not in whole):
        return {}
    digits, ways = match[1], set()
    if "%" not in text:
        ways = {each for each in _halved(digits) if each[0] <= whole["initial"] and each[1] <= whole["spent"]}
    for start in range(1, len(digits)) if "%" in text else ():
        rest, rate = digits[:start], digits[start:]
        if not ways and _NUMBER.fullmatch(rate):  # the longest rate is the likeliest
            ways = {each for points in ("10", "") if rest.endswith(points) for each in _halved(rest.removesuffix(points))
                    if each[0] and abs(each[1] / each[0] * 100 - Decimal(rate)) < _CLOSE}  # fmt: skip
    return dict(zip(("initial", "spent"), ways.pop(), strict=True)) if len(ways) == 1 else {}


def _halved(digits: str) -> Iterator[tuple[Decimal, Decimal]]:
    for at in range(1, len(digits)):
        if _NUMBER.fullmatch(digits[:at]) and _NUMBER.fullmatch(digits[at:]):
            yield Decimal(digits[:at]), Decimal(digits[at:])
