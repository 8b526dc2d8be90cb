"""What goes into a new master workbook: the user's cells by sheet and column key, and nothing of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlperf import schema
from xlperf.intake import Block, Layout, built_layout, filled_rows
from xlperf.intake.layout import FIRST_FIELD_ROW, PARTICULAR_COLUMN, SUMMARY_COLUMN
from xlperf.intake.values import text_of
from xlperf.model import Book, Case, Cell, Grid, Place, Task
from xlperf.plan.merging import record_of

Record = Mapping[str, Cell]

CHANGED_BEFORE = "读入的表里的调整数，请补填日期和文号"
"""What stands beside a change of a budget that came from a form."""


@dataclass(frozen=True, slots=True)
class Content:
    """The records of each table sheet (by sheet key) and the fields of 概况. `mark` is set behind the titles (示例数据)."""

    particulars: Mapping[str, Cell] = field(default_factory=dict)
    records: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    mark: str = ""


def blank() -> Content:
    """Return the content of an empty master workbook."""
    return Content()


def content_of(book: Book, case: Case, layout: Layout | None) -> Content:
    """Return what a book holds: from a workbook of ours its cells as they stand, from others and from texts the records, numbered."""
    if layout is None or layout.foreign:
        return _from_case(case)
    records = {}
    for sheet in schema.READ_SHEETS:
        block = layout.blocks.get(sheet.key)
        records[sheet.key] = _cells(book.grid(block.sheet), block, sheet) if block else ()
    if schema.BUDGETS.key not in layout.blocks:
        records[schema.BUDGETS.key] = _changes(case.table.tasks)
    overview = book.grid(schema.OVERVIEW)
    particulars = {key: overview.at(place) for key, place in layout.fields.items()} if overview else {}
    return Content({each.key: particulars.get(each.key) for each in schema.PARTICULARS}, records)


def _cells(grid: Grid, block: Block, sheet: schema.Sheet) -> list[Record]:
    """Return the user's cells row by row: texts as they are seen, amounts and dates as they are."""
    columns = {key: (sheet.column(key), number) for key, number in block.columns.items()}
    records = []
    for row in filled_rows(grid, block, sheet):
        record = {}
        for key, (column, number) in columns.items():
            value = grid.at(Place(grid.name, row, number))
            if column.owner != "ours" or column.key == "seen":  # what an accepted finding said when it was, or it would hold for anything
                is_text = column.kind in ("text", "note") and not isinstance(value, str | None)
                record[key] = text_of(value, grid.formats.get((row, number), "")) if is_text else value
        records.append(record)
    return records


def _from_case(case: Case) -> Content:
    """Number what has no number, so that rows keep their identity when they are sorted."""
    table = case.table.in_wan()
    records = {
        "tasks": [record_of(each, schema.TASKS, f"R{i}") for i, each in enumerate(table.tasks, 1)],
        "goals": [record_of(each, schema.GOALS, f"M{i}") for i, each in enumerate(table.goals, 1)],
        "indicators": [record_of(each, schema.INDICATORS, f"Z{i:02}") for i, each in enumerate(table.indicators, 1)],
        "budgets": _changes(table.tasks),
    }
    return Content({**table.particulars, "department": table.department, "year": table.year}, records)


def _changes(tasks: Sequence[Task]) -> list[Record]:
    """Return what tasks were changed by as rows of 预算调整: a form tells it in one sum, without its documents."""
    return [{"task": each.name, "kind": "追加" if each.adjusted > 0 else "调减", "amount": float(abs(each.adjusted)), "note": CHANGED_BEFORE}
            for each in tasks if each.adjusted]  # fmt: skip


def book_of(content: Content) -> tuple[Book, Layout]:
    """Return the grids that a master workbook of this content will have, before anything of ours stands in them."""
    layout = built_layout({key: len(records) for key, records in content.records.items()})
    grids = [_overview(content)]
    for sheet in schema.READ_SHEETS:
        keys = [column.key for column in sheet.columns]
        rows: list[list[Cell]] = [[None] * len(keys) for _row in range(schema.FIRST_ROW - 2)]
        rows.append([column.heading for column in sheet.columns])
        rows += [[record.get(key) for key in keys] for record in content.records.get(sheet.key, ())]
        grids.append(Grid(sheet.name, rows))
    return Book("", tuple(grids), "", "workbook"), layout


def _overview(content: Content) -> Grid:
    height = FIRST_FIELD_ROW - 1 + max(len(schema.PARTICULARS), len(schema.SUMMARY))
    rows: list[list[Cell]] = [[None] * SUMMARY_COLUMN for _row in range(height)]
    for column, group in ((PARTICULAR_COLUMN, schema.PARTICULARS), (SUMMARY_COLUMN, schema.SUMMARY)):
        for offset, each in enumerate(group):
            rows[FIRST_FIELD_ROW - 1 + offset][column - 2] = each.label
            if column == PARTICULAR_COLUMN:
                rows[FIRST_FIELD_ROW - 1 + offset][column - 1] = content.particulars.get(each.key)
    return Grid(schema.OVERVIEW, rows)
