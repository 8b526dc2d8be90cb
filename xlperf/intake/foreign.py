"""Tables of others: indicators found by their headings in any sheet of a workbook that is not made by us.

Such a sheet has a title, merged cells, sums and signatures around its indicators, headings in one row or two, sometimes two
halves (实施期, 年度) side by side; a file may hold a form for each project. What looks like indicators and is not read is named:
nothing is dropped silently.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from xlperf import schema
from xlperf.intake.foreign_rows import plain_rows, with_classes
from xlperf.intake.foreign_tables import Found, tables_in
from xlperf.intake.head import Head, read_head
from xlperf.intake.headings import columns_of, is_heading, nearest
from xlperf.intake.layout import Block, Layout
from xlperf.intake.levels import without_number
from xlperf.intake.records import read_case
from xlperf.intake.values import amount_of, written_amount, year_in, years_in
from xlperf.language import _
from xlperf.model import Book, Case, Cell, Fields, Grid, Indicator, Place, Remark, Table, fold_name, indicator_keys
from xlperf.ooxml.references import column_letters

_SHOWN = 10
"""How many hidden rows are named."""

_OUR_SHEETS = frozenset({*(sheet.name for sheet in schema.READ_SHEETS), schema.OVERVIEW})
_OUR_TABLES = frozenset(sheet.table for sheet in schema.READ_SHEETS)


def is_ours(sheets: Iterable[str], tables: Iterable[str] = ()) -> bool:
    """Whether a workbook with these sheets and Excel tables was made by us. A single name may be chance; some may be renamed."""
    known = len(_OUR_SHEETS & set(sheets))
    return known > 2 or (known > 0 and bool(_OUR_TABLES & set(tables)))


def is_our_book(book: Book) -> bool:
    """Whether a book that was read was made by us."""
    return is_ours((grid.name for grid in book.grids), (table for grid in book.grids for table in grid.tables))


def find_foreign(book: Book) -> Layout | None:
    """Find the indicators of a workbook of others: the table with most of them, and those of the same year for other projects.

    Return None where no sheet has a row with the headings 三级指标 and 指标值, however they are spelt.
    """
    found = [(grid, each) for grid in book.grids if grid.name != schema.FINDINGS.name for each in tables_in(grid)]
    if not found:
        return None
    ranked = sorted(found, key=lambda pair: (pair[0].visible, not pair[1].longer, pair[1].records, len(pair[1].block.columns)), reverse=True)
    best, *others = ranked
    taken, passed = [best], []
    for each in others:
        why = _why_passed(each, taken)
        if why is None:
            taken.append(each)
        elif why:
            inside = any(each[0] is grid for grid, _found in taken)
            where = _("{sheet}第{row}行起").format(sheet=each[0].name, row=each[1].block.heading_row) if inside else each[0].name
            passed.append((where, why))
    blocks = {schema.INDICATORS.key: best[1].block}
    if findings := find_findings(book):
        blocks[schema.FINDINGS.key] = findings
    tables = tuple(each.block for grid, each in found if (grid, each) in taken)
    return Layout(blocks, foreign=True, tables=tables, passed_over=tuple(dict.fromkeys(passed)))


def _why_passed(pair: tuple[Grid, Found], taken: Sequence[tuple[Grid, Found]]) -> str | None:
    """Return why a table is not read: it is of another year or of several, or has the same indicators for the same project.

    Return "" where there is nothing to tell.
    """
    grid, found = pair
    if not found.records or not grid.visible:
        return ""
    year, wanted = (_titled(*each) for each in (pair, taken[0]))
    if year and wanted and year != wanted:
        return _("另一年度")
    if found.longer and not taken[0][1].longer:
        return _("实施期的指标")
    names, projects = set(_names(*pair)), _projects(*pair)
    alike = (each for each in taken if not projects or not (of := _projects(*each)) or of & projects)
    return _("相同的指标") if any(2 * len(names & set(_names(*each))) > len(names) for each in alike) else None


def _projects(grid: Grid, found: Found) -> set[str]:
    """Return the projects that the form around a table names."""
    return {fold_name(each.name) for each in read_head(grid, found.head).projects}


def _titled(grid: Grid, found: Found) -> int | None:
    return year_in(_texts_above(grid, found)) or year_in([grid.name])


def _names(grid: Grid, found: Found) -> Iterator[tuple[str, str]]:
    """Yield the indicators of a table, each by its name and target."""
    columns = [found.block.columns[key] - grid.origin[1] for key in ("level3", "approved")]
    for row in range(found.block.first_row, found.block.last_row + 1):
        name, target = (str(grid.rows[row - grid.origin[0]][at] or "").strip() for at in columns)
        if name:
            yield name, target


def find_findings(book: Book) -> Block | None:
    """Return where 校验结果 stands, a sheet of ours: known by its table and its headings, wherever they have moved."""
    grid = book.grid(schema.FINDINGS.name)
    corners = grid.tables.get(schema.FINDINGS.table) if grid else None
    if grid is None or corners is None:
        return None
    top, left, bottom, right = corners
    cells: list[Cell] = [grid.at(Place(grid.name, top, column)) for column in range(1, right + 1)]
    columns = {key: column + 1 for key, column in columns_of(cells, schema.FINDINGS).items() if column + 1 >= left}
    return Block(grid.name, top, top + 1, bottom, columns) if len(columns) == len(schema.FINDINGS.columns) else None


def read_foreign(book: Book, layout: Layout) -> Case:
    """Read the indicators that a layout of `find_foreign` points at, and the year that the texts above them name."""
    tables = _tables(book, layout)
    parts = [_read(book, layout, grid, found) for grid, found in tables]
    best = layout.blocks[schema.INDICATORS.key]
    grid = next(grid for grid in book.grids if grid.name == best.sheet)
    read = [each for part in parts for whole in part.table.indicators for each in _each_line(whole)]
    keys = indicator_keys((each.level2, each.level3, each.task) for each in read)
    indicators = tuple(replace(each, key=key) for each, key in zip(read, keys, strict=True))
    year = _year(book, grid, next(found for _grid, found in tables if found.block == best))
    table = Table("", year, "", indicators=indicators, places={"year": Place(grid.name, best.heading_row)})
    unread = tuple(each for part in parts for each in part.unread)
    covered = {Place(grid.name, *cell): Place(grid.name, *anchor) for grid in book.grids for cell, anchor in grid.anchors.items()}
    return Case(table, unread=unread, whole=False, covered=covered, tables=len(parts),
                remarks=tuple(_remarks(tables, layout)), reading="columns")  # fmt: skip


def _each_line(whole: Indicator) -> Iterator[Indicator]:
    """Yield the indicators of a row, each without its number: some forms have several in a cell, a line for each."""
    names, targets, actuals = (text.splitlines() for text in (whole.level3, whole.approved, whole.actual or ""))
    if len(names) < 2 or len(names) != len(targets) or not all(any(map(str.isdigit, each)) for each in targets):
        yield replace(whole, level3=without_number(whole.level3))
        return
    for nth, (name, target) in enumerate(zip(names, targets, strict=True)):
        actual = actuals[nth] if len(actuals) == len(names) else whole.actual
        first: Fields = {} if nth == 0 else {"weight": None, "awarded": None}
        yield replace(whole, level3=without_number(name.strip()), approved=target.strip(), actual=actual, **first)


def _with_points(rows: Sequence[Sequence[Cell]], column: int, first: int) -> list[Sequence[Cell]]:
    """Return rows with the points of a column as numbers: 10分, 10%; where all are shares of one, they are points of a hundred."""
    whole = list(rows)
    points: dict[int, Decimal] = {}
    for at in range(first, len(rows)):
        cell = rows[at][column] if 0 <= column < len(rows[at]) else None
        told = written_amount(cell.strip().removesuffix("分").removesuffix("%")) if isinstance(cell, str) else amount_of(cell)
        if told is not None:
            points[at] = told
    times = 100 if Decimal("0.5") < sum(points.values()) <= 1 else 1
    for at, told in points.items():
        whole[at] = [*rows[at][:column], float(told * times), *rows[at][column + 1 :]]
    return whole


def _remarks(tables: Sequence[tuple[Grid, Found]], layout: Layout) -> Iterator[Remark]:
    """Yield what to say of the columns and rows of tables, and of tables that were not read."""
    yield from _unused(tables)
    told = _("“{name}”也像绩效指标表，没有读：{why}")
    yield from (Remark(None, told.format(name=name, why=why), left=True) for name, why in layout.passed_over)
    for grid, found in tables:
        rows, columns = grid.unseen
        block = found.block
        if unseen := sorted(rows & set(range(block.first_row, block.last_row + 1))):
            told = _("隐藏的行也读了：{rows}").format(rows=_("、").join(_("第{row}行").format(row=row) for row in unseen[:_SHOWN]))
            yield Remark(Place(block.sheet, unseen[0]), told)
        if unseen := sorted(columns & set(block.columns.values())):
            told = _("隐藏的列也读了：{columns}").format(columns=_("、").join(_("{column}列").format(column=column_letters(each)) for each in unseen))
            yield Remark(Place(block.sheet, block.heading_row, unseen[0]), told)


def _unused(tables: Sequence[tuple[Grid, Found]]) -> Iterator[Remark]:
    """Yield the columns that hold something and are not read, with the heading that is meant where one comes near."""
    wanted = [column.heading for column in schema.INDICATORS.columns if column.owner == "user"]
    for _grid, found in tables:
        missing = [each for each in wanted if each not in {schema.INDICATORS.column(key).heading for key in found.block.columns}]
        for place, heading in found.unused:
            close = "" if is_heading(heading, *wanted) else nearest(heading, missing)
            hint = _("（如果是“{close}”，请把列标题改成它）").format(close=close) if close else ""
            yield Remark(place, _("“{heading}”这一列没有读{hint}").format(heading=" ".join(heading.split()), hint=hint), left=True)


def scores(book: Book, layout: Layout) -> Mapping[Place, Decimal]:
    """Return what persons gave, by the row of the indicator, where a table has a column 得分."""
    found = {}
    for grid, table in _tables(book, layout):
        for row in range(table.block.first_row, table.block.last_row + 1) if table.score else ():
            value = grid.at(Place(grid.name, row, table.score))
            points = written_amount(value.strip().removesuffix("分")) if isinstance(value, str) else amount_of(value)
            if points is not None:
                found[Place(grid.name, row)] = points
    return found


def _tables(book: Book, layout: Layout) -> list[tuple[Grid, Found]]:
    """Return the tables that a layout has, each with its sheet."""
    return [(grid, found) for grid in book.grids for found in tables_in(grid) if found.block in layout.tables]


def _read(book: Book, layout: Layout, grid: Grid, found: Found) -> Case:
    wide, block = with_classes(grid, found.block)
    rows, unplaced = plain_rows(wide, block, (found.sign, found.unit), found.sub, found.again)
    if "weight" in block.columns:
        rows = _with_points(rows, block.columns["weight"] - grid.origin[1], block.first_row - grid.origin[0])
    grids = tuple(replace(wide, rows=rows) if each is grid else each for each in book.grids)
    case = read_case(replace(book, grids=grids), replace(layout, blocks={schema.INDICATORS.key: block}))
    unread = [each for each in case.unread if each.why != "outside"]
    return replace(case, unread=(*unread, *found.left, *unplaced))


def heads(book: Book, layout: Layout) -> list[tuple[Block, Head]]:
    """Return what the forms of a workbook of others say around each of their tables."""
    return [(found.block, read_head(grid, found.head)) for grid, found in _tables(book, layout)]


def _year(book: Book, grid: Grid, found: Found) -> int | None:
    """Return the year that stands above the headings, or in the names of sheet or file; None where none stands or several do."""
    for texts in (list(_texts_above(grid, found)), [grid.name], [book.source]):
        if years_in(texts):
            return year_in(texts)
    return None


def _texts_above(grid: Grid, found: Found) -> Iterator[str]:
    for cells in grid.rows[found.head : found.block.heading_row - grid.origin[0]]:
        yield from (cell for cell in cells if isinstance(cell, str))
