"""The edits that put the formulas of ours back where they belong, in every row of the tables and in 概况."""

from collections.abc import Iterator

from xlperf import schema
from xlperf.actions import ACTIONS
from xlperf.intake import Layout
from xlperf.model import Edit, Edits, Mending


def plan_formulas(layout: Layout) -> Edits:
    """Return the edits that restore the formulas of a workbook that stands as `layout` says."""
    return Edits((*_tables(layout), *_fields(layout)))


def _tables(layout: Layout) -> Iterator[Edit]:
    for sheet in schema.TABLE_SHEETS:
        block = layout.blocks.get(sheet.key)
        for column in sheet.columns:
            template = column.calculated(layout.functions)
            if block and template and column.key in block.columns:
                formula = schema.formula_text(template, sheet)
                for row in range(block.first_row, block.last_row + 1):
                    yield Edit(block.place(row, column.key), None, formula)


def plan_mending(layout: Layout) -> Mending:
    """Return what the workbook should have besides cells: the formulas of new rows; names for VBA and buttons where it has our
    functions."""
    formulas = {
        (sheet.table, column.heading): schema.formula_text(template, sheet)
        for sheet in schema.TABLE_SHEETS if sheet.key in layout.blocks
        for column in sheet.columns if (template := column.calculated(layout.functions))
    }  # fmt: skip
    if not layout.functions:
        return Mending(formulas)
    return Mending(formulas, schema.CODE_NAMES, frozenset(each.macro for each in ACTIONS if each.macro))


def _fields(layout: Layout) -> Iterator[Edit]:
    cells = {key: place.cell for key, place in layout.fields.items()}
    for each in schema.SUMMARY:
        if each.formula and each.key in layout.fields:
            yield Edit(layout.fields[each.key], None, schema.formula_text(each.formula, cells=cells))
