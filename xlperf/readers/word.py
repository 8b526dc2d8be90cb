"""Word documents (.docx) by python-docx: paragraphs and tables in their order, merged cells as what they are."""

import io

from xlperf.errors import InputError, in_short
from xlperf.language import _
from xlperf.model import Book, Cell
from xlperf.readers.pieces import Merge, Pieces
from xlperf.readers.word_plain import make_plain

MOST_CELLS = 20_000


def read_word(source: str, data: bytes, digest: str) -> Book:
    """Read a document. Raises `InputError` where it cannot, or where python-docx is not installed."""
    try:
        import docx
        from docx.oxml.ns import qn
        from docx.table import Table
    except ImportError as error:
        raise InputError(_("读Word文档要用python-docx"), place=source, remedy=_("请运行：pip install xlperf[word]")) from error
    try:
        document = docx.Document(io.BytesIO(data))
        if (count := len(document.element.body.findall(f".//{qn('w:tc')}"))) > MOST_CELLS:
            raise InputError(_("表格里有{count}个单元格，太多了").format(count=count), place=source, remedy=_("请只留绩效目标表再试"))
        make_plain(document.element.body)
        pieces = Pieces()
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                _add_table(pieces, block)
            else:
                pieces.paragraph(block.text)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # python-docx raises whatever its parts raise
        raise InputError(_("不是有效的Word文档（{error}）").format(error=in_short(error)), place=source) from error
    return pieces.book(source, digest)


def _add_table(pieces: Pieces, table) -> None:
    """Add a table.

    A table in a cell stands below the row of that cell, where it has rows and columns; a smaller one is text.
    """
    from docx.table import _Cell

    rows: list[list[Cell]] = []
    spans: list[Merge] = []
    inner: dict[int, list] = {}
    open_: dict[int, int] = {}  # by column, which of the spans a cell merged down belongs to
    for number, row in enumerate(table.rows, 1):
        cells: list[Cell] = [None] * row.grid_cols_before
        for each in row._tr.tc_lst:
            column, right = len(cells) + 1, len(cells) + each.grid_span
            cells += [None] * each.grid_span
            if each.vMerge == "continue" and column in open_:
                spans[open_[column]] = (*spans[open_[column]][:2], number, right)
                continue
            open_[column] = len(spans)
            spans.append((number, column, number, right))
            cell = _Cell(each, table)
            cells[column - 1] = _text(cell)
            inner.setdefault(number, []).extend(each for each in cell.tables if _is_table(each))
        rows.append(cells)
    width = max(map(len, rows), default=0)
    rows = [row + [None] * (width - len(row)) for row in rows]
    above = 0
    for number in [*(number for number, tables in inner.items() if tables), len(rows)]:
        merged = [(max(top, above + 1) - above, left, min(bottom, number) - above, right) for top, left, bottom, right in spans
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
