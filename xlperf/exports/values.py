"""What the cells of an export say: amounts in 分, whatever their signs look like, and days, whatever columns they stand in."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from xlperf.exports.families import Export
from xlperf.exports.wording import side_of
from xlperf.intake.values import MAX_AMOUNT, text_of
from xlperf.model import Cell, moment_of

Column = Callable[..., Sequence[Cell]]
"""Returns the cells of the first of some fields that an export has, row by row."""

Refused = dict[int, tuple[int, Cell]]
"""By row: the column and the value of a cell that nobody can read."""

_SERIALS = range(20_000, 80_000)
"""The days of a spreadsheet whose format nobody kept: 1954 to 2119."""
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "△": "-", "▲": "-", "负": "-", "红": "-"})
_DRESS = re.compile(r"^(-?)(?:[¥￥]|RMB|CNY|人民币)+|元$|\s")
_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)")
_NEGATIVE = re.compile(r"\(([^()-]+)\)|\[([^\[\]-]+)\]|([^-]+)-|([^()-]+)\((?:-字?|-冲)\)")
_DAY = re.compile(r"(\d{4})\s*[-/.年、,_ ]?\s*(\d{1,2})\s*[-/.月、,_ ]?\s*(\d{1,2})?\s*日?(?:[\sT].*)?")
_SHORT = re.compile(r"(\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_BACKWARDS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_OF_YEAR = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)?(?:\d{6})?")


def amounts_of(column: Column, export: Export, count: int) -> tuple[list[int | None], Refused]:
    """Return debit less credit of each row in 分 (None where neither stands), and the cells that are no amount, or no side."""
    refused: Refused = {}

    def cents(key: str) -> list[int | None]:
        at = export.columns.get(key, 0)
        return [_cents(value, export.unit, partial(refused.setdefault, row, (at, value)))
                for row, value in enumerate(column(key))]  # fmt: skip

    if not export.columns.keys() & {"debit", "credit"}:
        amounts = cents("amount")
        if "side" in export.columns:
            return _sided(amounts, column("side"), export, refused), refused
        if "refund" in export.columns:
            return [_less(amount, back and abs(back)) for amount, back in zip(amounts, cents("refund"), strict=True)], refused
        return amounts, refused
    return [_less(debit, credit) for debit, credit in zip(cents("debit"), cents("credit"), strict=True)], refused


def _less(debit: int | None, credit: int | None) -> int | None:
    return None if debit is None and credit is None else (debit or 0) - (credit or 0)


def _sided(amounts: list[int | None], sides: Sequence[Cell], export: Export, refused: Refused) -> list[int | None]:
    """Return amounts with the sign of their side; a side that nobody knows is refused, a blank one is a debit."""
    found = [side_of(text_of(side)) if amount is not None else 1 for amount, side in zip(amounts, sides, strict=True)]
    for row, sign in enumerate(found):
        if not sign:
            refused.setdefault(row, (export.columns["side"], sides[row]))
    return [amount * sign if amount is not None and sign else None for amount, sign in zip(amounts, found, strict=True)]


def _cents(value: Cell, unit: int, refuse: Callable[[], object]) -> int | None:
    """Return an amount in 分; None for none, and for zero: an empty side is often printed as 0.00."""
    if value is None or value == "" or value == 0:
        return None
    number: Cell | Decimal = value
    if isinstance(value, str):
        number = _number(value)
        if number is None:
            return None
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal) or not -MAX_AMOUNT < number < MAX_AMOUNT:
        refuse()
        return None
    return round(number * unit) or None


def _number(text: str) -> Decimal | str | None:
    """Return the number that a text is, the text itself where it is none, None where it is a blank or a dash."""
    plain = _DRESS.sub(r"\1", unicodedata.normalize("NFKC", text).translate(_MINUS).strip())
    if not plain.strip("-/"):
        return None
    match = _NEGATIVE.fullmatch(plain)
    sign, inner = (-1, next(filter(None, match.groups()))) if match else (1, plain)
    found = _AMOUNT.fullmatch(_DRESS.sub(r"\1", inner))
    if not found or (found[1] and match):
        return text
    return Decimal(found[2].replace(",", "")) * (-sign if found[1] else sign)


def texts_of(values: Sequence[Cell]) -> list[str]:
    """Return cells as texts without blanks around."""
    return [value.strip() if type(value) is str else "" if value is None else text_of(value) for value in values]


def days_of(column: Column, export: Export, year: int | None) -> tuple[list[date | None], Refused]:
    """Return the day of each row (of a month without a day its last, None where nothing says one), and the cells that are no day.

    `year` is that of days which name none.
    """
    refused: Refused = {}
    cells = column("date")
    whole = [_day(value, year) for value in cells]
    if not export.columns.keys() & {"month", "day"} or (whole and all(whole)):
        at = export.columns.get("date", 0)
        refused = {row: (at, value) for row, (value, day) in enumerate(zip(cells, whole, strict=True)) if day is None and value not in (None, "")}
        return whole, refused
    month: Cell = None
    for row, (years, months, days) in enumerate(zip(column("year"), column("month"), column("day"), strict=True)):
        month = months if months not in (None, "") else month
        if whole[row] is None and (months not in (None, "") or days not in (None, "")):
            whole[row] = _day_of(years, month, days, year)
            if whole[row] is None:
                refused[row] = export.columns.get("day" if days not in (None, "") else "month", 0), days if days not in (None, "") else months
    return whole, refused


def _day(value: Cell, year: int | None) -> date | None:
    """Return the day that a cell says, in any spelling that can mean only one."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if value is None or value == "" or isinstance(value, bool):
        return None
    text = text_of(value) if not isinstance(value, str) else unicodedata.normalize("NFKC", value).strip().lstrip("'‘’")
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _SERIALS:
        return moment_of(int(float(text))).date()
    if match := _COMPACT.fullmatch(text) or _DAY.fullmatch(text):
        return _made(int(match[1]), int(match[2]), int(match[3] or 0))
    if year and (match := _OF_YEAR.fullmatch(text)):
        return _made(year, int(match[1]), int(match[2]))
    if year and (match := _SHORT.fullmatch(text)) and int(match[1]) == year % 100:
        return _made(year, int(match[2]), int(match[3]))
    if match := _BACKWARDS.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        both = {_made(int(match[3]), month, day) for month, day in ((first, second), (second, first))} - {None}
        return both.pop() if len(both) == 1 else None
    return None


def _day_of(years: Cell, months: Cell, days: Cell, year: int | None) -> date | None:
    """Return the day of columns of year, month and day; a period like 2022.03 names both."""
    month, day = (unicodedata.normalize("NFKC", text_of(each)).strip("年月日期 ") for each in (months, days))
    of = re.match(r"20\d\d", text_of(years))
    if day and not day.isdigit():
        return None
    if match := re.fullmatch(r"(20\d\d)[.\-/年]?(\d{1,2})", month):
        return _made(int(match[1]), int(match[2]), int(day or 0))
    known = int(of[0]) if of else year
    return _made(known, int(month), int(day or 0)) if known and month.isdigit() else None


def _made(year: int, month: int, day: int) -> date | None:
    """Return a day; of a month without one the last, so that its figures are those of its end."""
    if not 1 <= month <= 12:
        return None
    following = date(year + month // 12, month % 12 + 1, 1)
    try:
        return date(year, month, day) if day else date.fromordinal(following.toordinal() - 1)
    except ValueError:
        return None
