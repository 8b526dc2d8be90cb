"""The edits that take our marks away again: what a check wrote into 系统提示 and 校验结果, and our notes in a workbook of others."""

from collections.abc import Iterator

from xlperf import schema
from xlperf.intake import find_block, find_findings, is_our_book
from xlperf.model import Book, Edit, Edits, TableSize


def plan_clearing(book: Book) -> Edits:
    """Return the edits that clear a workbook of our marks, whatever became of its headings; sheets of ours stay, emptied."""
    ours = is_our_book(book)
    cells = list(_remarks(book)) if ours else []
    sizes = []
    if block := find_findings(book):
        cells += [Edit(block.place(block.first_row, key), None, "") for key in block.columns]
        sizes.append(TableSize(schema.FINDINGS.table, block.sheet, 1))
    return Edits(tuple(cells), tuple(sizes), notes=None if ours else ())


def _remarks(book: Book) -> Iterator[Edit]:
    for sheet in (schema.TASKS, schema.INDICATORS):
        grid = book.grid(sheet.name)
        block = find_block(grid, sheet, strict=False) if grid else None
        if block and "note" in block.columns:
            yield from (Edit(block.place(row, "note"), None) for row in range(block.first_row, block.last_row + 1))
