"""The edits for a workbook of others: a sheet 校验结果 behind its own, notes at the cells, and nothing else."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from xlperf import schema
from xlperf.intake import Block, built_layout
from xlperf.language import _
from xlperf.model import NOTE_MARK, Book, Edit, Edits, NewSheet, Note, Place, TableSize
from xlperf.plan.findings import finding_edits, finding_rows
from xlperf.run import Result

DRAWN = Path(__file__).with_name("findings.xlsx")
"""The empty sheet 校验结果, drawn beforehand (`python -m xlperf.build`): a host may have nothing that draws."""

MOST_NOTES = 200
"""Cells that get a note; all findings stand in 校验结果."""


def plan_foreign(result: Result) -> Edits:
    """Return the edits that show a result in the workbook that it was read from, which is not ours."""
    block = _findings_block(result)
    size = TableSize(schema.FINDINGS.table, block.sheet, len(finding_rows(result)))
    return Edits(tuple(finding_edits(result, block)), (size,), sheets=(_drawn(),), notes=tuple(_notes(result)))


def plan_nothing(book: Book) -> Edits:
    """Return the edits that take everything of ours away again but the sheet, which stays, emptied."""
    if book.grid(schema.FINDINGS.name) is None:
        return Edits(notes=())
    block = built_layout({}).blocks[schema.FINDINGS.key]
    cells = tuple(Edit(block.place(block.first_row, key), None, "") for key in block.columns)
    return Edits(cells, (TableSize(schema.FINDINGS.table, block.sheet, 1),), notes=())


def _findings_block(result: Result) -> Block:
    """Return where the findings go: as drawn."""
    return built_layout({schema.FINDINGS.key: len(result.findings)}).blocks[schema.FINDINGS.key]


def _drawn() -> NewSheet:
    return NewSheet(schema.FINDINGS.name, DRAWN.read_bytes())


def _notes(result: Result) -> Iterator[Note]:
    """Yield a note for each cell with findings, the gravest first; what is said of a row stands at its name."""
    found: dict[Place, list[str]] = defaultdict(list)
    block = result.layout.blocks[schema.INDICATORS.key] if result.layout else None
    for each in result.findings:
        if block and each.place and each.place.sheet == block.sheet:
            place = each.place if each.place.column else block.place(each.place.row, "level3")
            told = _("{severity}（{rule}）：{message}。{hint}").format(
                severity=each.severity, rule=each.rule, message=each.message, hint=each.hint
            )
            found[place].append(told)
    for place in list(found)[:MOST_NOTES]:
        yield Note(place, "\n".join((NOTE_MARK, *found[place])))
