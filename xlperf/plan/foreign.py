"""The edits for a workbook of others: a sheet 校验结果 behind its own, notes at the cells, and nothing else."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlperf import schema
from xlperf.intake import built_layout
from xlperf.language import _
from xlperf.model import NOTE_MARK, Edits, NewSheet, Note, Place, TableSize
from xlperf.plan.findings import finding_edits, finding_rows
from xlperf.run import Result

DRAWN = Path(__file__).with_name("findings.xlsx")
"""The empty sheet 校验结果, drawn beforehand (`python -m xlperf.make`): a host may have nothing that draws."""

MOST_NOTES = 200
"""Cells that get a note; all findings stand in 校验结果."""


def plan_foreign(result: Result) -> Edits:
    """Return the edits that show a result in the workbook that it was read from, which is not ours."""
    assert result.layout is not None
    drawn = built_layout({}).blocks[schema.FINDINGS.key]
    block = result.layout.blocks.get(schema.FINDINGS.key, drawn)
    size = TableSize(schema.FINDINGS.table, block.sheet, len(finding_rows(result)))
    new = NewSheet(schema.FINDINGS.name, DRAWN.read_bytes())
    notes = tuple(Note(place, "\n".join((NOTE_MARK, *told))) for place, told in list(_told(result).items())[:MOST_NOTES])
    return Edits(tuple(finding_edits(result, block)), (size,), sheets=(new,), notes=notes)


def _told(result: Result) -> Mapping[Place, Sequence[str]]:
    """Return what is said at each cell, the gravest first; what is said of a row stands at its target."""
    assert result.layout is not None
    found: dict[Place, list[str]] = defaultdict(list)
    covered = result.assessment.case.covered
    for each in result.open:
        block = result.layout.block_at(each.place) if each.place else None
        place = block.place(each.place.row, "approved") if each.place and block and not each.place.column else each.place
        if place and place.sheet and place.column:
            told = _("{severity}（{rule}）：{message}。{hint}").format(
                severity=_(each.severity), rule=each.rule, message=each.message, hint=each.hint
            )
            found[covered.get(place, place)].append(" ".join(told.splitlines()))
    return found


def indicator_sheets(result: Result) -> str:
    """Return in which sheets of a workbook of others indicators were found, in words; "" for one of ours."""
    if result.layout is None or not result.layout.foreign:
        return ""
    return "".join(_("“{sheet}”").format(sheet=sheet) for sheet in dict.fromkeys(block.sheet for block in result.layout.indicators))


def asides(result: Result) -> list[str]:
    """Return what else to say of a workbook of others: sheets that were not read, cells without a note."""
    layout = result.layout
    if layout is None or not layout.foreign:
        return []
    said = []
    if layout.passed_over:
        names = _("、").join(_("“{name}”（{why}）").format(name=name, why=why) for name, why in layout.passed_over)
        said.append(_("工作表{names}也像绩效指标表，没有校验").format(names=names))
    if (count := len(_told(result))) > MOST_NOTES:
        said.append(_("有问题的单元格{count}个，前{most}个加了批注").format(count=count, most=MOST_NOTES))
    return said
