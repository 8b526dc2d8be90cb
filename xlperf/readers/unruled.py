"""Tables of a PDF without rules: columns stand below the headings, rows where lines stand further apart than within a cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlperf.intake.headings import columns_of, fold_heading, spellings
from xlperf.model import Cell
from xlperf.schema import INDICATORS

_GAP = 0.9
"""Letters further apart than so many of their sizes stand in two cells."""

_JUMP = 1.6
"""How much wider the gaps between rows are than those between the lines of a cell, at the least."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Letters that stand together in a line."""

    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, its chunks from the left."""

    top: float
    bottom: float
    chunks: Sequence[Chunk]


def line_of(line: dict) -> Line:
    """Return a line of pdfplumber, cut where its letters stand wide apart."""
    groups: list[list[dict]] = []
    for each in line["chars"]:
        if groups and each["x0"] - groups[-1][-1]["x1"] < _GAP * each["size"]:
            groups[-1].append(each)
        elif each["text"].strip():
            groups.append([each])
    chunks = [Chunk(group[0]["x0"], group[-1]["x1"], "".join(each["text"] for each in group).strip()) for group in groups]
    return Line(line["top"], line["bottom"], chunks)


def columns_below(lines: Sequence[Line]) -> list[float]:
    """Return where the columns end but the last, by the line with the headings of indicators; nothing where no line has them."""
    for line in lines:
        texts = [each.text for each in line.chunks]
        if len(columns_of(texts, INDICATORS)) > 2 and any(fold_heading(each) in spellings("三级指标") for each in texts):
            pairs = pairwise(line.chunks)
            return [_free(a.right, b.left, lines) for a, b in pairs]
    return []


def _free(left: float, right: float, lines: Sequence[Line]) -> float:
    """Return the place between two headings that the fewest chunks cross, the middle one of several."""
    places = [left + (right - left) * step / 20 for step in range(1, 20)]
    crossed = [sum(each.left < place < each.right for line in lines for each in line.chunks) for place in places]
    best = [place for place, count in zip(places, crossed, strict=True) if count == min(crossed)]
    return best[len(best) // 2]


def rows_of(lines: Sequence[Line], ends: Sequence[float]) -> list[list[Cell]]:
    """Return lines as rows of cells, those of one row together."""
    wide = _row_gap(lines)
    rows: list[list[str]] = []
    before: Line | None = None
    for line in lines:
        cells = [""] * (len(ends) + 1)
        for each in line.chunks:
            cells[sum(end <= each.left + (each.right - each.left) * 0.1 for end in ends)] += each.text
        if before is not None and line.top - before.bottom < wide and not _is_title(before):
            rows[-1] = [_joined(above, cell) for above, cell in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
        before = line
    return [[cell or None for cell in row] for row in rows]


def _joined(above: str, below: str) -> str:
    """Join the lines of a cell: with a space only between letters that need one."""
    spaced = above[-1:].isascii() and below[:1].isascii() and above[-1:].isalnum() and below[:1].isalnum()
    return f"{above} {below}" if above and below and spaced else above + below


def _is_title(line: Line) -> bool:
    return len(line.chunks) == 1 and "表" in line.chunks[0].text


def _row_gap(lines: Sequence[Line]) -> float:
    """Return how far apart lines must stand to be two rows: in the widest jump between gaps; 0 where all are alike."""
    gaps = sorted(max(b.top - a.bottom, 0.1) for a, b in pairwise(lines))
    jumps = [(b / a, (a + b) / 2) for a, b in pairwise(gaps)]
    jump, middle = max(jumps, default=(0.0, 0.0))
    return middle if jump > _JUMP else 0.0
