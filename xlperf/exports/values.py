"""What the cells of an export say: amounts in 分, whatever their signs look like, and days, whatever columns they stand in."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from xlperf.exports.families import LEDGER, Export
from xlperf.intake.values import MAX_AMOUNT, text_of
from xlperf.model import Cell

Column = Callable[..., Sequence[Cell]]
"""Returns the cells of the first of some fields that an export has, row by row."""

_CREDIT = re.compile(r"贷|负|-")
_NEGATIVE = re.compile(r"[（(](.+)[）)]|(.+)-")
_DAY = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})?\s*日?")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)?")


def amounts_of(column: Column, export: Export, count: int) -> tuple[list[int | None], dict[int, tuple[int, Cell]]]:
    """Return debit less credit of each row in 分 (None where neither stands), and the cells that are no amount."""
    unreadable: dict[int, tuple[int, Cell]] = {}

    def cents(key: str) -> list[int | None]:
        at = export.columns.get(key, 0)
        return [_cents(value, export.unit, lambda row=row, value=value: unreadable.setdefault(row, (at, value)))
                for row, value in enumerate(column(key))]  # fmt: skip

    if not export.columns.keys() & {"debit", "credit"}:
        amounts = cents("amount")
        if "side" in export.columns and export.family == LEDGER:
            sides = map(text_of, column("side"))
            amounts = [-amount if amount and _CREDIT.search(side) else amount for amount, side in zip(amounts, sides, strict=True)]
        return amounts, unreadable
    debits, credits = cents("debit"), cents("credit")
    return [None if debit is None and credit is None else (debit or 0) - (credit or 0)
            for debit, credit in zip(debits, credits, strict=True)], unreadable  # fmt: skip


def _cents(value: Cell, unit: int, refuse: Callable[[], object]) -> int | None:
    """Return an amount in 分; None for none, and for zero: an empty side is often printed as 0.00."""
    if value is None or value == "" or value == 0:
        return None
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).replace(",", "").replace(" ", "").lstrip("¥￥").strip()
        if not text.strip("-—/"):
            return None
        match = _NEGATIVE.fullmatch(text)
        try:
            number = Decimal(f"-{match[1] or match[2]}" if match else text)
        except InvalidOperation:
            refuse()
            return None
        value = number if number.is_finite() and abs(number) < MAX_AMOUNT else None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not abs(value) < MAX_AMOUNT:
        refuse()
        return None
    return round(value * unit) or None


def texts_of(values: Sequence[Cell]) -> list[str]:
    """Return cells as texts without blanks around."""
    return [value.strip() if type(value) is str else "" if value is None else text_of(value) for value in values]


def days_of(column: Column, year: int | None) -> list[date | None]:
    """Return the day of each row: of a month without a day its last, None where nothing says one."""
    whole = [_day(value) for value in column("date")]
    if not any(whole) or any(each is None for each in whole):
        parts = zip(column("year"), column("month"), column("day"), strict=True)
        whole = [known or _day_of(*each, year) for known, each in zip(whole, parts, strict=True)]
    return whole


def _day(value: Cell) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if value is None or value == "":
        return None
    text = text_of(value)
    match = _COMPACT.fullmatch(text) or _DAY.match(text)
    return _made(int(match[1]), int(match[2]), int(match[3] or 0)) if match else None


def _day_of(years: Cell, months: Cell, days: Cell, year: int | None) -> date | None:
    """Return the day of columns of year, month and day; a period like 2022.03 names both."""
    month, day = (text_of(each).strip("年月日期 ") for each in (months, days))
    of = re.match(r"20\d\d", text_of(years))
    if match := re.fullmatch(r"(20\d\d)[.\-/年]?(\d{1,2})", month):
        return _made(int(match[1]), int(match[2]), int(day) if day.isdigit() else 0)
    known = int(of[0]) if of else year
    return _made(known, int(month), int(day) if day.isdigit() else 0) if known and month.isdigit() else None


def _made(year: int, month: int, day: int) -> date | None:
    """Return a day; of a month without one the last, so that its figures are those of its end."""
    if not 1 <= month <= 12:
        return None
    following = date(year + month // 12, month % 12 + 1, 1)
    try:
        return date(year, month, day) if day else date.fromordinal(following.toordinal() - 1)
    except ValueError:
        return None
