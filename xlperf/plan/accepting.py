"""Accepting a finding: a row of 审核意见 that names it, to be signed by a person."""

from dataclasses import dataclass
from datetime import date

from xlperf import schema
from xlperf.errors import InputError
from xlperf.intake import Layout, filled_rows
from xlperf.language import _
from xlperf.model import ACCEPTED, IMPORT, Book, Edits, Finding, NewRows, Place, serial_of
from xlperf.plan.sizes import grown, sheet_of


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The row that accepts a finding, and the cell where its reason stands or is to be typed."""

    edits: Edits
    reason: Place


def plan_acceptance(book: Book, layout: Layout, finding: Finding, today: date, reason: str = "", person: str = "") -> Acceptance:
    """Return the row of 审核意见 that accepts a finding; it holds once a reason and a person stand in it.

    Raises `InputError` where the workbook has no such sheet, or the finding has been accepted.
    """
    grid, block = sheet_of(book, layout, schema.REVIEW)
    if finding.severity == ACCEPTED:
        raise InputError(_("{rule}“{subject}”已经接受了").format(rule=finding.rule, subject=finding.subject), place=str(finding.place or ""))
    row = max(filled_rows(grid, block, schema.REVIEW), default=block.heading_row) + 1
    values = {"date": serial_of(today), "person": person or None, "rule": finding.rule, "subject": finding.subject, "opinion": reason or None,
              "handling": schema.ACCEPT}  # fmt: skip
    columns = {block.columns[key]: [value] for key, value in values.items() if key in block.columns}
    sizes = grown(grid, block, schema.REVIEW.table, row)
    return Acceptance(Edits((), sizes, rows=(NewRows(block.sheet, row, columns),), purpose=IMPORT), block.place(row, "opinion"))
