"""Documents and texts: tables that are read and not written to, by whichever door makes the most sense of them.

By columns a row of headings says what stands where; by flow a row is known by what it contains; a torn text is a stream of cells,
and prose has its targets in sentences. The form of a whole department has its tasks and goals beside its indicators, and those
come by flow.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from xlperf.errors import InputError
from xlperf.intake.flow import read_flow
from xlperf.intake.foreign import find_foreign, read_foreign
from xlperf.intake.foreign_tables import refuse_endless
from xlperf.intake.headings import is_sign
from xlperf.intake.layout import Layout
from xlperf.intake.levels import first_level, is_first_level
from xlperf.intake.projects import with_forms
from xlperf.intake.prose import read_prose
from xlperf.intake.questions import questions
from xlperf.intake.stream import read_stream
from xlperf.intake.values import text_of, written_amount
from xlperf.language import _
from xlperf.model import Book, Case, Cell, Goal, Grid, Indicator, Place, Task
from xlperf.schema import INDICATORS


def read_document(book: Book) -> Case:
    """Read the performance-target table of a document or a text. Raises `InputError` where it holds none."""
    refuse_endless(book.grids, book.source)
    running = _running(book)
    flowing = read_flow(running)
    doors: tuple[Callable[[], Case | None], ...] = (
        lambda: _by_columns(book), lambda: flowing, lambda: read_stream(running), lambda: read_prose(running))  # fmt: skip
    sense = partial(_sense, is_whole=all(map(_is_whole, book.grids)))
    found = list(_tried(doors, sense))
    if not found:
        if find_foreign(_evened(book)) is not None:
            raise InputError(_("表里有“三级指标”“指标值”等列标题，下面没有填写指标"), place=book.source, remedy=_("请先填好表再读入"))
        told = _("没有找到绩效指标表：要有“三级指标”“指标值”这样的列标题，或二级指标、三级指标、指标值依次排列")
        raise InputError(told, place=book.source)
    best = max(found, key=sense)
    if best.reading != "columns" and (wide := _wide(book)):
        raise wide
    return best if best is flowing else _joined(best, flowing)


def _tried(doors: Sequence[Callable[[], Case | None]], sense: Callable[[Case], int]) -> Iterator[Case]:
    """Yield what is found behind each door, until one has made sense of every indicator and left nothing."""
    for door in doors:
        case = door()
        if case is not None and case.table.indicators:
            yield case
            if sense(case) == len(case.table.indicators) and not any(each.why == "placed" for each in case.unread):
                return


def _wide(book: Book) -> InputError | None:
    """Return what is said of a table whose classes are its headings, a project a row; None for any other."""
    for grid in book.grids:
        for row, cells in enumerate(_visible(grid)):
            classes = [each.endswith("指标") and bool(first_level(each)) and not is_first_level(each) for each in map(text_of, cells) if each]
            if any(all(classes[at : at + 3]) for at in range(len(classes) - 2)):
                told = _("第{row}行把“数量指标”“质量指标”这些类别排成了列标题，一格里写着名称和指标值").format(row=row + 1)
                return InputError(told, place=book.source, remedy=_("请改成每项指标一行，有“三级指标”“指标值”两列"))
    return None


def _is_whole(grid: Grid) -> bool:
    """Whether what stands in a row of a grid stands in its column: cells are merged, blank ones are kept, or rows are of one length."""
    shown = [cells for row in grid.rows if len(cells := _shown(row)) > 2]
    return bool(grid.merged) or any(cell in ("", None) for cells in shown for cell in cells) or len(set(map(len, shown))) == 1


def _shown(row: Sequence[Cell]) -> Sequence[Cell]:
    """Return the cells of a row up to the last that holds something."""
    return row[: max((at for at, cell in enumerate(row, 1) if cell not in ("", None)), default=0)]


def _sense(case: Case, *, is_whole: bool) -> int:
    """Return how many indicators of a case are what indicators are, less those that are not.

    Where rows are whole, columns need no more than names: a target may be missing, and a class may be one of the place.
    """
    sound = _is_named if is_whole and case.reading == "columns" else _is_sound
    return sum(1 if sound(each) else -1 for each in case.table.indicators)


def _is_sound(each: Indicator) -> bool:
    """Whether an indicator has a class of the lexicon, a name that is one, and a target."""
    return _is_named(each) and bool(first_level(each.level2) or is_first_level(each.level1)) and bool(each.target)


def _is_named(each: Indicator) -> bool:
    """Whether an indicator has a name that is one."""
    name = each.level3.strip()
    is_class = name.endswith("指标") and (is_first_level(name) or bool(first_level(name)))
    return bool(name) and not is_class and written_amount(name) is None and not is_sign(name[:1])


def completed(book: Book, case: Case, layout: Layout) -> Case:
    """Return the case of a workbook of others with what its sheets say of tasks and goals beside the indicators."""
    sheet = layout.blocks[INDICATORS.key].sheet
    flowing = read_flow(_running(replace(book, grids=tuple(grid for grid in book.grids if grid.name == sheet))))
    joined = _joined(with_forms(book, case, layout), flowing)
    tasks = tuple(_in_sheet(each, sheet) for each in joined.table.tasks)
    goals = tuple(_in_sheet(each, sheet) for each in joined.table.goals)
    return replace(joined, table=replace(joined.table, tasks=tasks, goals=goals), whole=False)


Row = TypeVar("Row", Task, Goal)


def _in_sheet(row: Row, sheet: str) -> Row:
    """Return a row that flow found with its place in the sheet: its lines are those of the sheet."""
    return replace(row, places={key: each if each.sheet else Place(sheet, each.row) for key, each in row.places.items()})


def _joined(ruled: Case, flowing: Case | None) -> Case:
    """Return a case with the tasks and goals of another, where that has the tasks of a whole department."""
    if flowing is None or not flowing.table.tasks or not flowing.whole:
        return ruled
    told = flowing.table
    table = replace(ruled.table, department=told.department, year=ruled.table.year or told.year, money_unit=told.money_unit,
                    tasks=(*told.tasks, *ruled.table.tasks), goals=told.goals if len(ruled.table.tasks) < 2 else ruled.table.goals)  # fmt: skip
    first = min((each.place.row for each in ruled.table.indicators if each.place), default=0)
    above = (each for each in flowing.unread if each.place.row < first)
    return replace(ruled, table=table, whole=True, remarks=tuple(dict.fromkeys((*ruled.remarks, *flowing.remarks))), unread=(*ruled.unread, *above))


def _by_columns(book: Book) -> Case | None:
    book = _evened(book)
    layout = find_foreign(book)
    if layout is None:
        return None
    asked = questions(book, layout).anchors
    grids = tuple(grid.answered(asked[grid.name]) if grid.name in asked else grid for grid in book.grids)
    book = replace(book, grids=grids)
    case = read_foreign(book, layout)
    return with_forms(book, case, layout) if case.table.indicators else None


def _evened(book: Book) -> Book:
    return replace(book, grids=tuple(map(_even, book.grids)))


def _even(grid: Grid) -> Grid:
    """Return a grid whose rows are of one length: those of a text are not."""
    width = max(map(len, grid.rows), default=0)
    return replace(grid, rows=[[*row, *[None] * (width - len(row))] if len(row) < width else row for row in grid.rows])


def _running(book: Book) -> Grid:
    """Return all sheets of a book below one another."""
    return Grid("", [row for grid in book.grids for row in _visible(grid)])


def _visible(grid: Grid) -> list[Sequence[Cell]]:
    """Return rows as a person reads them: what is merged down stands in each row, what is merged across once."""
    rows: list[list[Cell]] = [list(row) for row in grid.rows]
    across: set[tuple[int, int]] = set()
    top_row, left_column = grid.origin
    width = max(map(len, rows), default=0)
    for top, left, bottom, right in grid.merged:
        if not (top_row <= top < top_row + len(rows) and left_column <= left < left_column + len(rows[top - top_row])):
            continue  # over cells that are not there
        for row in range(top - top_row, min(bottom - top_row + 1, len(rows))):  # a merge may reach beyond what is filled
            if left - left_column < len(rows[row]):
                rows[row][left - left_column] = rows[top - top_row][left - left_column]
            across |= {(row, column) for column in range(left - left_column + 1, min(right - left_column + 1, width))}
    return [[cell for column, cell in enumerate(cells) if (row, column) not in across] for row, cells in enumerate(rows)]
