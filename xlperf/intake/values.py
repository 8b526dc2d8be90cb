"""What a cell says: as text, as an amount, as a date. One door for each, so that a cell is read alike everywhere."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from xlperf.intake.number_formats import is_month, words_around
from xlperf.model import Cell, decimal_of

MAX_AMOUNT = 10**13
"""No amount of a department, in 元 or 万元, reaches ten million million."""

_DATE = re.compile(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]")
_NUMBER = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d+(?:\.\d+)?")


def text_of(value: Cell, number_format: str = "") -> str:
    """Return a cell as the text that is seen in it: 0.95 as a percentage is 95%, 900 in the format `"≥"0"盏"` ≥900盏.

    A date is 2022年11月30日, however it is shown; where its format shows no day, 2022年11月.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, date | datetime):
        return f"{value.year}年{value.month}月" + ("" if is_month(number_format) else f"{value.day}日")
    number = decimal_of(value)
    shown = f"{_plain(number * 100)}%" if "%" in number_format else _plain(number)
    if '"' in number_format or "\\" in number_format:
        before, behind = words_around(number_format)
        return f"{before}{shown}{behind}"
    return shown


def _plain(number: Decimal) -> str:
    """Return a number without an exponent or needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_NAMED_YEARS = (re.compile(r"(20\d\d)\s*年度"), re.compile(r"(20\d\d)\s*年(?!\s*\d{1,2}\s*月)"))
"""Years as titles name them: 2022年度 before 2022年, and no day (填报日期：2023年1月10日)."""


def year_in(texts: Iterable[str]) -> int | None:
    """Return the year that titles name; None where none stands there, or several do."""
    years = years_in(texts)
    return years.pop() if len(years) == 1 else None


def years_in(texts: Iterable[str]) -> set[int]:
    """Return the years that titles name, those of 2022年度 before those of 2022年."""
    texts = list(texts)
    found = ({int(year) for each in texts for year in pattern.findall(each)} for pattern in _NAMED_YEARS)
    return next(filter(None, found), set())


_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?")


def year_of(text: str) -> int | None:
    """Return the year that a text names (2022, 2022年); None for anything else."""
    match = _YEAR.fullmatch(text)
    return int(match[1]) if match else None


def amount_of(value: Cell) -> Decimal | None:
    """Return a numeric cell as an amount; None for anything else (Excel would not add it either)."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < MAX_AMOUNT:
        return None
    return decimal_of(value)


def written_amount(text: str) -> Decimal | None:
    """Return an amount written as text (1,234.50); None where it is none."""
    text = text.strip()
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def month_of(value: Cell) -> tuple[int, int] | None:
    """Return (year, month) of a date or of a text that begins with one; None for anything else."""
    if isinstance(value, date | datetime):
        return value.year, value.month
    match = _DATE.match(value) if isinstance(value, str) else None
    if match and 1 <= int(match[2]) <= 12:
        return int(match[1]), int(match[2])
    return None
