"""What writing refuses before it begins: signed packages, cells that are the user's, cells that are bound to others."""

from collections.abc import Callable, Iterable, Mapping

from xlperf import schema
from xlperf.errors import WriteRefusedError
from xlperf.intake import labelled_cells
from xlperf.language import _
from xlperf.model import RESULTS, Edits, Place
from xlperf.ooxml import Package, SheetMap, TablePart
from xlperf.ooxml.references import corners_of, first_of
from xlperf.ooxml.shared import cell_values
from xlperf.ooxml.splice import CellChange

_SHEETS = {sheet.name: sheet for sheet in schema.TABLE_SHEETS}
_SIGNED = "application/vnd.openxmlformats-package.digital-signature"


def refuse_signed(package: Package, source: str) -> None:
    """Raise `WriteRefusedError` for a package with a digital signature: any change would break it.

    The signature of a VBA project covers that part alone, and stays valid.
    """
    kinds = package.content_types.values()
    if package.parts_of("", "origin") or any(kind.startswith(_SIGNED) for kind in kinds):
        raise WriteRefusedError(
            _("工作簿有数字签名，写入会使签名失效"), place=source, remedy=_("请先在Excel中删除签名，写入后再重新签名")
        )


def refuse_user_cells(package: Package, edits: Edits) -> None:
    """Raise `WriteRefusedError` for the first edit of a cell that is not ours, unless it is an import or a restore."""
    if edits.purpose != RESULTS:
        return
    touched = {edit.place.sheet for edit in (*edits.cells, *edits.stamps)} | {each.sheet for each in (*edits.sizes, *edits.rows)}
    for name in package.sheets:
        if name in touched and name in _SHEETS:
            our_table(package, name)
    ours = our_cells(package, {size.sheet: size.rows for size in edits.sizes})
    for edit in (*edits.cells, *edits.stamps, *(cell for rows in edits.rows for cell in rows.cells)):
        if edit.place.sheet in package.sheets and not ours(edit.place):
            raise WriteRefusedError(_("{place}是用户填写的单元格，不能改写").format(place=edit.place))
    for size in edits.sizes:
        known = _SHEETS.get(size.sheet)
        if not known or size.name != known.table or any(column.owner != "ours" for column in known.columns):
            raise WriteRefusedError(_("工作表“{sheet}”中的表格{name}是用户的，不能改变大小").format(sheet=size.sheet, name=size.name))


def our_cells(package: Package, rows: Mapping[str, int] | None = None) -> Callable[[Place], bool]:
    """Return what tells whether a cell of a workbook is ours.

    Ours are the rows of our tables in the columns that the schema gives to us, the cells right of the labels of the summary
    in 概况, and the sheet 目标表. A table that is to grow to so many `rows` (by sheet) counts with its new ones.
    """
    columns: dict[str, tuple[range, list[int]]] = {}
    for name in package.sheets:
        table = next((each for each in package.tables(name) if name in _SHEETS and each.name == _SHEETS[name].table), None)
        if table:
            top, _left, bottom, _right = table.corners
            columns[name] = range(top + 1, max(bottom, top + (rows or {}).get(name, 0)) + 1), our_columns(table, name)
    overview = _our_fields(package)

    def ours(place: Place) -> bool:
        if place.sheet in columns:
            held, wanted = columns[place.sheet]
            return place.row in held and place.column in wanted
        return place.sheet == schema.FORM or place in overview

    return ours


def our_table(package: Package, sheet: str) -> TablePart:
    """Return the table of ours in a sheet. Raises `WriteRefusedError` where it is gone."""
    return table_of(package, sheet, _SHEETS[sheet].table)


def table_of(package: Package, sheet: str, name: str) -> TablePart:
    """Return a table of a sheet by its name. Raises `WriteRefusedError` where it is gone."""
    found = next((table for table in package.tables(sheet) if table.name == name), None)
    if found is None:
        raise WriteRefusedError(
            _("工作表“{sheet}”中的表格{name}不见了，可能已转换为普通区域").format(sheet=sheet, name=name),
            remedy=_("请用“xlperf new 新文件.xlsx --from 本文件”重新生成"),
        )
    if not found.headed:
        raise WriteRefusedError(
            _("工作表“{sheet}”的表格没有标题行").format(sheet=sheet), remedy=_("请在Excel的“表设计”中勾选“标题行”")
        )
    return found


def our_columns(table: TablePart, sheet: str) -> list[int]:
    """Return the columns of a table that the schema gives to us, by its own headings; none for a table that is not ours."""
    return schema.our_columns(sheet, table.name, table.columns, table.corners[1])


def _our_fields(package: Package) -> set[Place]:
    """Return the cells of 概况 that hold the summary."""
    part = package.sheets.get(schema.OVERVIEW)
    if not part:
        return set()
    cells = [(row, column, cell) for row, span in package.cells(part).rows.items() for column, cell in span.cells.items()]
    values = cell_values(package, (cell for _row, _column, cell in cells))
    texts = ((row, column, value) for (row, column, _cell), value in zip(cells, values, strict=True) if isinstance(value, str))
    found = labelled_cells(texts)
    return {Place(schema.OVERVIEW, *found[each.key]) for each in schema.SUMMARY if each.key in found}


def refuse_bound_cells(sheet: str, cells: SheetMap, changes: Mapping[tuple[int, int], CellChange]) -> None:
    """Raise `WriteRefusedError` for a change that others depend on: hidden in a merged cell, or one formula of several."""
    merged, arrays = _corners(cells.ranges("mergeCell")), _arrays(cells)
    if cells.sheet_data is None:
        raise WriteRefusedError(_("“{sheet}”不是普通工作表，没有单元格可写").format(sheet=sheet))
    for (row, column), change in changes.items():
        place, cell = Place(sheet, row, column), cells.cell(row, column)
        if change.value not in (None, "") and first_of(row, column, merged) not in (None, (row, column)):
            raise WriteRefusedError(_("{place}被合并单元格盖住，写入的内容看不见").format(place=place))
        first = first_of(row, column, arrays)
        grouped = bool(cell and cell.formula and cell.formula_attributes.get("t", "normal") != "normal")
        if (first and (first != (row, column) or change.formula is not None)) or (grouped and change.formula is not None):
            raise WriteRefusedError(_("{place}的公式与别的单元格是一组，不能单独改写").format(place=place))


def _corners(references: Iterable[str]) -> list[tuple[int, int, int, int]]:
    return [found for each in references if (found := corners_of(each))]


def _arrays(cells: SheetMap) -> list[tuple[int, int, int, int]]:
    """Return the ranges of array formulas and data tables with more than one cell."""
    found = [cell.formula_attributes for row in cells.rows.values() for cell in row.cells.values() if cell.formula]
    ranges = _corners(each.get("ref", "") for each in found if each.get("t") in ("array", "dataTable"))
    return [each for each in ranges if each[:2] != each[2:]]
