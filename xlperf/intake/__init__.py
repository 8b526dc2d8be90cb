"""From grids to a Case: what stands where (Layout), and the records it holds. Two doors, by columns and by flow."""

from dataclasses import replace

from xlperf.intake.columns import find_block, find_layout, labelled_cells
from xlperf.intake.documents import completed, read_document
from xlperf.intake.doubts import doubts, sureness
from xlperf.intake.foreign import find_findings, is_our_book, is_ours, read_foreign
from xlperf.intake.layout import Block, Layout, built_layout
from xlperf.intake.questions import Questions, questions
from xlperf.intake.records import filled_rows, read_case
from xlperf.model import Book, Case

__all__ = [
    "Block", "Layout", "Questions", "built_layout", "doubts", "filled_rows", "find_block", "find_findings", "find_layout",
    "is_our_book", "is_ours", "labelled_cells", "questions",
    "read_case", "recognise", "sureness",
]  # fmt: skip


_TITLE_ROWS, _MONITORING = 3, "运行监控"


def recognise(book: Book, layout: Layout | None = None) -> tuple[Case, Layout | None]:
    """Return the case a book holds, and for a workbook where everything stands (texts and documents have no layout).

    `layout` is that of the workbook, where it is known already.

    Raises `InputError` where the book holds no performance-target table.
    """
    if book.kind != "workbook":
        return _of_the_year(book, read_document(book)), None
    layout = layout or find_layout(book)
    if layout.foreign:
        return _of_the_year(book, completed(book, read_foreign(book, layout), layout)), layout
    return read_case(book, layout), layout


def _of_the_year(book: Book, case: Case) -> Case:
    """Return a case of others with whether its title says that the year still runs."""
    titles = (str(cell) for grid in book.grids for row in grid.rows[:_TITLE_ROWS] for cell in row)
    return replace(case, is_monitoring=any(_MONITORING in title for title in titles))
