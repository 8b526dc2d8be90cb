"""Word documents (.docx) by python-docx: paragraphs and tables in their order, merged cells as what they are."""

import io

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import Book, Cell
from xlperf.readers.pieces import Merge, Pieces


def read_word(source: str, data: bytes, digest: str) -> Book:
    """Read a document. Raises `InputError` where it cannot, or where python-docx is not installed."""
    try:
        import docx
    except ImportError as error:
        raise InputError(_("读Word文档要用python-docx"), place=source, remedy=_("请运行：pip install xlperf[word]")) from error
    try:
        document = docx.Document(io.BytesIO(data))
        pieces = Pieces()
        for block in document.iter_inner_content():
            if isinstance(block, docx.table.Table):
                _add_table(pieces, block)
            else:
                pieces.paragraph(block.text)
    except Exception as error:  # python-docx raises whatever its parts raise
        raise InputError(_("不是有效的Word文档（{error}）").format(error=str(error)[:100]), place=source) from error
    return pieces.book(source, digest)


def _add_table(pieces: Pieces, table) -> None:
    """Add a table: a cell that spans several is the same element in each of them. A table in a cell is its text."""
    rows: list[list[Cell]] = []
    spans: dict[object, Merge] = {}
    for number, row in enumerate(table.rows, 1):
        cells: list[Cell] = [None] * row.grid_cols_before
        for cell in row.cells:
            column = len(cells) + 1
            top, left, bottom, right = spans.get(cell._tc, (number, column, number, column))
            spans[cell._tc] = (top, left, max(bottom, number), max(right, column))
            cells.append(_text(cell) if (top, left) == (number, column) else None)
        rows.append(cells)
    width = max(map(len, rows), default=0)
    pieces.table([row + [None] * (width - len(row)) for row in rows], [each for each in spans.values() if each[:2] != each[2:]])


def _text(cell) -> str:
    inside = (text for table in cell.tables for row in table.rows for each in row.cells if (text := each.text.strip()))
    return "\n".join(filter(None, (cell.text.strip(), *inside)))
