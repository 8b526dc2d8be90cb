"""Which cells a bulk reader must look at twice, because what it tells of them does not settle what they say."""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from xlperf import schema
from xlperf.intake.layout import Block, Layout
from xlperf.model import Book, Grid, Place

_ASKED_BLANKS = 20_000
"""How many blanks of a sheet the reader is asked about at most; numbers where texts belong it is asked about all."""

_TEXTS = {"indicators": ("approved", "adjusted", "actual")}
"""Columns in which a number is odd, by sheet key."""

_ASKED = {"ledger": ("task", "cost", "source", "amount", "date")}
"""Columns of a long sheet that are looked up; of the others all of the user's are."""


def questions(book: Book, layout: Layout) -> dict[str, list[Place]]:
    """Return the cells, by sheet, whose number format or formula the reader must look up, in reading order.

    Only two kinds of cell need it: a number where a text is expected (its format decides whether 0.95 is 95%), and a
    blank where something is expected (an error value and a formula that was never calculated arrive as blanks).
    """
    asked: dict[str, list[Place]] = {}
    for sheet in schema.READ_SHEETS:
        block = layout.blocks.get(sheet.key)
        if block:
            users = tuple(column.key for column in sheet.columns if column.owner == "user")
            keys, texts = _ASKED.get(sheet.key, users), _TEXTS.get(sheet.key, ())
            asked[block.sheet] = list(_odd_cells(book.grid(block.sheet), block, keys, texts))
    overview = book.grid(schema.OVERVIEW)
    fields = (layout.fields[each.key] for each in schema.PARTICULARS if each.key in layout.fields)
    asked[schema.OVERVIEW] = sorted(place for place in fields if overview.at(place) in ("", None))
    return {sheet: places for sheet, places in asked.items() if places}


def _odd_cells(grid: Grid, block: Block, keys: Sequence[str], texts: Sequence[str]) -> Iterator[Place]:
    """Yield, in reading order, the blank cells of `keys` in rows that are not blank, and numbers in `texts`."""
    columns = sorted((block.columns[key] - grid.origin[1], key in texts) for key in keys if key in block.columns)
    first, last = block.first_row - grid.origin[0], block.last_row - grid.origin[0]
    rows = grid.rows[first : last + 1]
    odd_rows: Sequence[int] = range(len(rows))
    if not texts and columns:  # a full row has nothing odd: a hundred thousand of them are passed over in one go
        of = itemgetter(*(column for column, _text in columns), columns[0][0])
        odd_rows = [at for at, row in enumerate(rows) if not all(of(row))]
    blanks = 0
    for at in odd_rows:
        if any(rows[at]):
            for column, is_text in columns:
                value = rows[at][column]
                if is_text and isinstance(value, float | int):
                    yield grid.place(first + at, column)
                elif value in ("", None) and blanks < _ASKED_BLANKS:
                    blanks += 1
                    yield grid.place(first + at, column)
