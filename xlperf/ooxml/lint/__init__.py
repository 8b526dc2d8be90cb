"""The package rules: what Excel would repair, looked for before it sees the file.

They know the standard and what is widely reported of Excel; schemas are not checked here (tests hold them with a validator).
"""

from collections.abc import Collection

from xlperf.ooxml.damaged import EncodingError, WorkbookDamagedError
from xlperf.ooxml.lint import extras, parts, regions, sheets, styles, tables, workbook
from xlperf.ooxml.lint.look import Fault, Look, PackageRule
from xlperf.ooxml.package import Package

RULES: tuple[PackageRule, ...] = (
    parts.part_without_type,
    parts.main_type,
    parts.broken_relation,
    parts.relation_of_another_kind,
    parts.part_twice,
    parts.type_twice,
    parts.not_well_formed,
    parts.unknown_relation_id,
    workbook.sheet_name,
    workbook.sheet_number,
    workbook.defined_name,
    workbook.name_formula,
    workbook.workbook_order,
    workbook.active_sheet,
    workbook.listed_titles,
    sheets.sheet_order,
    sheets.cell_order,
    sheets.cell_value,
    sheets.cell_style,
    sheets.cell_formula,
    sheets.shared_formula,
    sheets.row_shape,
    regions.merged_cells,
    regions.conditional_format,
    regions.data_validation,
    regions.hyperlink,
    regions.sheet_filter,
    tables.table_name,
    tables.table_range,
    tables.table_columns,
    tables.table_headings,
    tables.table_overlap,
    tables.table_details,
    styles.style_parts,
    styles.number_format,
    styles.styles_order,
    styles.shared_text,
    extras.calculation_chain,
    extras.notes,
    extras.shape_ids,
    extras.chart_cache,
)


def faults(package: Package, within: Collection[str] | None = None, suffix: str = "") -> list[Fault]:
    """Return what Excel would repair in a package; with `within` only those parts are looked into.

    `suffix` (".xlsx", ".xlsm" …) is what the file is called, where that is known. A part that cannot be parsed is one fault,
    and the rules that would have looked into it say nothing, as of parts in UTF-16.
    """
    look = Look(package, within, suffix)
    found: list[Fault] = []
    for rule in RULES:
        try:
            found += rule.faults(look)
        except EncodingError:
            continue
        except WorkbookDamagedError as error:
            if not any(each.rule == "P06" for each in found):
                found.append(Fault(rule.id, "", str(error), rule.title))
    return found


def new_faults(before: Package, after: Package, changed: Collection[str]) -> list[Fault]:
    """Return the faults of a package that it did not have before the parts `changed` became what they are."""
    found = faults(after, changed)
    had = set(faults(before, changed)) if found else set()
    return [each for each in found if each not in had]


__all__ = ["RULES", "Fault", "PackageRule", "faults", "new_faults"]
