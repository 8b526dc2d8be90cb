"""Where what stands in a workbook: the rows and columns of each table, the cells of 概况."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xlperf import schema
from xlperf.model import Place


@dataclass(frozen=True, slots=True)
class Block:
    """A table in a sheet: its heading row, the first and last row of data, and the column of each key (all 1-based)."""

    sheet: str
    heading_row: int
    first_row: int
    last_row: int
    columns: Mapping[str, int]

    def place(self, row: int, key: str) -> Place:
        """Return the cell of column `key` in sheet row `row`; column 0 where the sheet lacks it."""
        return Place(self.sheet, row, self.columns.get(key, 0))

    def places(self, row: int) -> Mapping[str, Place]:
        """Return the places of all fields of a record; `""` is the row itself."""
        return _Places(self, row)


class _Places(Mapping[str, Place]):
    """The places of the fields of a record, each made when somebody asks: of thirty hardly one is."""

    __slots__ = ("block", "row")

    def __init__(self, block: Block, row: int):
        self.block, self.row = block, row

    def __getitem__(self, key: str) -> Place:
        return Place(self.block.sheet, self.row, self.block.columns[key] if key else 0)

    def __iter__(self) -> Iterator[str]:
        return iter((*self.block.columns, ""))

    def __len__(self) -> int:
        return len(self.block.columns) + 1


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks by sheet key, the places of the fields of 概况 by field key, and whether the workbook has our functions."""

    blocks: Mapping[str, Block]
    fields: Mapping[str, Place] = field(default_factory=dict)
    functions: bool = False
    foreign: bool = False
    """Whether the workbook is not ours: nothing of it is written to but notes, and a sheet of ours behind."""
    tables: tuple[Block, ...] = ()
    """Of a foreign workbook every table of indicators that is read, in reading order, the largest (that of `blocks`) among them."""
    passed_over: tuple[tuple[str, str], ...] = ()
    """Tables of a foreign workbook that look like indicators too and were not read: where they stand, and why, in words."""

    @property
    def indicators(self) -> tuple[Block, ...]:
        """Return every block of indicators, in reading order."""
        return self.tables or tuple(block for key, block in self.blocks.items() if key == schema.INDICATORS.key)

    def block_at(self, place: Place) -> Block | None:
        """Return the block of indicators in whose rows a place lies."""
        inside = (each for each in self.indicators if each.sheet == place.sheet and each.heading_row <= place.row <= each.last_row)
        return next(inside, None)


PARTICULAR_COLUMN, SUMMARY_COLUMN, FIRST_FIELD_ROW = 3, 6, 5
"""概况 as built: values of the user's fields in column C, of ours in column F, from row 5."""


def built_layout(rows: Mapping[str, int]) -> Layout:
    """Return the layout of a workbook built by us whose tables have `rows` rows of data (by sheet key)."""
    blocks = {}
    for sheet in schema.TABLE_SHEETS:
        columns = {column.key: number for number, column in enumerate(sheet.columns, 1)}
        last = schema.FIRST_ROW + max(rows.get(sheet.key, 0), 1) - 1
        blocks[sheet.key] = Block(sheet.name, schema.HEADING_ROW, schema.FIRST_ROW, last, columns)
    fields = {
        each.key: Place(schema.OVERVIEW, FIRST_FIELD_ROW + offset, column)
        for column, group in ((PARTICULAR_COLUMN, schema.PARTICULARS), (SUMMARY_COLUMN, schema.SUMMARY))
        for offset, each in enumerate(group)
    }
    return Layout(blocks, fields)
