"""The payments of a ledger, column by column: no object per cell, however many there are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import compress, repeat
from operator import itemgetter, ne, truediv
from typing import TypeGuard, TypeVar

from xlperf import schema
from xlperf.intake.layout import Layout
from xlperf.intake.values import MAX_AMOUNT, amount_of, month_of, text_of
from xlperf.model import Book, Cell, Ledger, Unread, cents_of, why_unread

Refuse = Callable[[int, str, str], None]
"""Called with the position, column key and reason of a cell that cannot be read."""

def read_payments(book: Book, layout: Layout, unread: list[Unread]) -> Ledger:
    """Read the payments a layout points at; what cannot be read is added to `unread`."""
    block = layout.blocks.get("ledger")
    grid = book.grid(block.sheet) if block else None
    if block is None or grid is None:
        return Ledger()
    first = block.first_row - grid.origin[0]
    cells = grid.rows[first : block.last_row - grid.origin[0] + 1]
    rows: Sequence[int] = range(block.first_row, block.first_row + len(cells))
    amount = block.columns["amount"] - grid.origin[1]
    if not all(map(itemgetter(amount), cells)):
        users = [number - grid.origin[1] for key, number in block.columns.items() if key in schema.LEDGER.users]
        filled = list(map(any, map(itemgetter(*users, users[0]), cells)))
        while filled and not filled[-1]:  # the blank rows that a table has in store
            filled.pop()
        rows, cells = rows[: len(filled)], cells[: len(filled)]
        if not all(filled):
            rows, cells = list(compress(rows, filled)), list(compress(cells, filled))
    if not cells:
        return Ledger(sheet=block.sheet, columns=block.columns)

    def column(key: str) -> Sequence[Cell]:
        number = block.columns.get(key)
        return list(map(itemgetter(number - grid.origin[1]), cells)) if number else ("",) * len(rows)

    def refuse(position: int, key: str, why: str) -> None:
        place = block.place(rows[position], key)
        heading = schema.LEDGER.column(key).heading
        unread.append(Unread(place, heading, grid.at(place), why))

    cents, inexact = _cents(column("amount"), refuse)
    years, months = _months(column("date"), refuse)
    texts = {key: _texts(column(key), key, refuse, grid.odd) for key in ("task", "cost", "source", "economic", "procured")}
    days, summaries = column("date"), column("summary")
    undated = [position for position, value in enumerate(days) if isinstance(value, str) and value] if str in set(map(type, days)) else []
    alike = len(set(zip(days, cents, summaries, strict=True))) < len(cents)  # hardly ever, and quickly seen
    twice = list(_twice(days, cents, summaries, column("voucher"))) if alike else []
    keys = zip(years, months, *(column(key) for key in ("voucher", "account", "line", "summary")), strict=True)
    imported = not set(map(type, column("origin"))) <= {str}
    unbalanced = list(_unbalanced(keys, cents, column("origin"))) if imported else []
    return Ledger(
        block.sheet, rows, years, months, texts["task"], texts["cost"], texts["source"], cents, block.columns, inexact,
        texts["economic"], texts["procured"], undated, twice, unbalanced,
    )


def _twice(days: Iterable[Cell], cents: Iterable[int], summaries: Iterable[Cell], vouchers: Iterable[Cell]) -> Iterator[tuple[int, int]]:
    """Yield the payments of one day, amount and summary under two vouchers: the first and each other."""
    firsts: dict[tuple[Cell, int, Cell], tuple[int, Cell]] = {}
    for position, (day, amount, summary, voucher) in enumerate(zip(days, cents, summaries, vouchers, strict=True)):
        if amount > 0 and summary and day:
            first, other = firsts.setdefault((day, amount, summary), (position, voucher))
            if other != voucher:
                yield first, position


def _unbalanced(keys: Iterable[tuple[Cell, ...]], cents: Sequence[int], origins: Sequence[Cell]) -> Iterator[tuple[int, int, int]]:
    """Yield the imported postings that somebody split into rows that do not add up: the first row, their sum, what was booked."""
    groups: dict[tuple[Cell, ...], list[int]] = {}
    for position, ((year, month, voucher, account, line, summary), amount, origin) in enumerate(zip(keys, cents, origins, strict=True)):
        if isinstance(origin, int | float) and not isinstance(origin, bool):
            group = groups.setdefault((year, month, voucher, account or summary, line), [position, 0, round(origin * 100)])
            group[1] += amount
    yield from ((first, total, booked) for first, total, booked in groups.values() if total != booked)


Kind = TypeVar("Kind")


def _are(values: Sequence[Cell], *kinds: type[Kind]) -> TypeGuard[Sequence[Kind]]:
    """Whether all cells of a column are of these very types, seen without a step for each."""
    return set(map(type, values)) <= set(kinds)


def _texts(values: Sequence[Cell], key: str, refuse: Refuse, odd: bool) -> Sequence[str]:
    """Return cells as texts, spaces kept: Excel's SUMIFS compares them as they stand."""
    if not odd and _are(values, str):
        return values
    for position, value in enumerate(values):
        if why := why_unread(value):
            refuse(position, key, why)
    return ["" if why_unread(value) else value if type(value) is str else text_of(value) for value in values]


def _cents(values: Sequence[Cell], refuse: Refuse) -> tuple[list[int], list[int]]:
    """Return the amounts in 分, and the positions of those with a third decimal."""
    if values and _are(values, float) and max(values) < MAX_AMOUNT and min(values) > -MAX_AMOUNT:
        cents = [round(value * 100) for value in values]
        back = map(truediv, cents, repeat(100))
        return cents, list(compress(range(len(cents)), map(ne, back, values)))
    cents, inexact = [], []
    for position, value in enumerate(values):
        amount, exact = cents_of(value) if isinstance(value, int | float) and amount_of(value) is not None else (0, True)
        cents.append(amount)
        if not exact:
            inexact.append(position)
        if amount_of(value) is None:
            refuse(position, "amount", why_unread(value) or "number")
    return cents, inexact


def _months(values: Sequence[Cell], refuse: Refuse) -> tuple[list[int], list[int]]:
    """Return the years and months of the dates; zeros where there is none."""
    if _are(values, date, datetime):
        return [value.year for value in values], [value.month for value in values]
    years, months = [], []
    for position, value in enumerate(values):
        when = month_of(value)
        if when is None and value not in ("", None):
            refuse(position, "date", why_unread(value) or "date")
        years.append(when[0] if when else 0)
        months.append(when[1] if when else 0)
    return years, months
