"""From grids to a Case: what stands where (Layout), and the records it holds. Two doors, by columns and by flow."""

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


def recognise(book: Book) -> tuple[Case, Layout | None]:
    """Return the case a book holds, and for a workbook where everything stands (texts and documents have no layout).

    Raises `InputError` where the book holds no performance-target table.
    """
    if book.kind != "workbook":
        return read_document(book), None
    layout = find_layout(book)
    return completed(book, read_foreign(book, layout), layout) if layout.foreign else read_case(book, layout), layout
