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
    """Add a table: a cell that spans several is the same element in each of them.

    A table in a cell stands below the row of that cell, where it has rows and columns; a smaller one is text.
    """
    rows: list[list[Cell]] = []
    spans: dict[object, Merge] = {}
    inner: dict[int, list] = {}
    for number, row in enumerate(table.rows, 1):
        cells: list[Cell] = [None] * row.grid_cols_before
        for cell in row.cells:
            column = len(cells) + 1
            top, left, bottom, right = spans.get(cell._tc, (number, column, number, column))
            spans[cell._tc] = (top, left, max(bottom, number), max(right, column))
            first = (top, left) == (number, column)
            cells.append(_text(cell) if first else None)
            if first:
                inner.setdefault(number, []).extend(each for each in cell.tables if _is_table(each))
        rows.append(cells)
    width = max(map(len, rows), default=0)
    rows = [row + [None] * (width - len(row)) for row in rows]
    above = 0
    for number in [*(number for number, tables in inner.items() if tables), len(rows)]:
        merged = [(max(top, above + 1) - above, left, min(bottom, number) - above, right) for top, left, bottom, right in spans.values()
                  if top <= number and bottom > above]  # fmt: skip
        pieces.table(rows[above:number], [each for each in merged if each[:2] != each[2:]])
        for each in inner.get(number, ()):
            _add_table(pieces, each)
        above = number


def _is_table(table) -> bool:
    """Whether a table in a cell is more than a text in a frame."""
    return len(table.rows) > 1 and len(table.columns) > 1


def _text(cell) -> str:
    small = (each for each in cell.tables if not _is_table(each))
    inside = (text for table in small for row in table.rows for each in row.cells if (text := each.text.strip()))
    return "\n".join(filter(None, (cell.text.strip(), *inside)))
