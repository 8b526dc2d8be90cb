"""Rows that come below all others of a sheet, however many: what of a sheet an editor need not look at for them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from xlperf.model import Change, Edit, Edits, NewRows, Place
from xlperf.ooxml import Package
from xlperf.ooxml.rows import middle_of


def without_untouched_rows(package: Package, edits: Edits) -> tuple[Package, dict[str, tuple[int, bytes]]]:
    """Return a package whose sheets lack the many rows that nothing touches, where rows come below them; and what each part lacks: where
    it stood, and its bytes."""
    bodies, lacking = {}, {}
    for name in {each.sheet for each in edits.rows}:
        part = package.sheets[name]
        data = package.read(part)
        middle = middle_of(data)
        if middle is None:
            continue
        start, end = middle
        body = data[:start] + data[end:]
        numbers = sorted(package.instead({part: body}).cells(part).rows)
        last, above = numbers[-1], numbers[-2]
        touched = any(each.place.sheet == name and above < each.place.row < last for each in edits.cells)
        if not touched and all(table.corners[2] >= last for table in package.tables(name)):
            bodies[part], lacking[part] = body, (start, data[start:end])
    return (package.instead(bodies) if bodies else package), lacking


def below_all(package: Package, edits: Edits) -> Edits:
    """Return edits whose new rows stand below every row that a sheet has; those of others are single cells."""
    cells, rows = [*edits.cells], []
    for each in edits.rows:
        there = max(max(package.cells(package.sheets[each.sheet]).rows, default=0) - each.first + 1, 0)
        cells += each.part(0, there).cells
        rows += [below] if (below := each.part(there)).count else []
    return replace(edits, cells=tuple(cells), rows=tuple(rows))


def samples(rows: Iterable[NewRows]) -> Iterator[Edit]:
    """Yield each different value of new rows once, as an edit."""
    for each in rows:
        for column, values in each.columns.items():
            yield from (Edit(Place(each.sheet, each.first, column), value) for value in set(values))


def changes_of(rows: Iterable[NewRows]) -> Iterator[Change]:
    """Yield each cell of new rows that is not blank, as a change."""
    return (Change(edit.place, None, "", edit.value, "") for each in rows for edit in each.cells)
