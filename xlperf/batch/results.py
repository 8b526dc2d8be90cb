"""What came of a run as tables: of its units, tasks, indicators and findings, and of what a bureau makes of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlperf.rows import (
    CHANGES,
    FILINGS,
    FINDINGS,
    INDICATORS,
    OF_UNIT,
    SUSPICIONS,
    TASKS,
    UNITS,
    Column,
    RowTable,
    unit_row,
)

Row = dict[str, Any]


def columns_of(table: RowTable) -> Sequence[Column]:
    """Return the columns of a table of many workbooks: parts of a workbook begin with whose they are."""
    return (*OF_UNIT, *table.columns) if table.is_part else table.columns


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a run. `data` gives the result of each file (`xlperf.rows.result_data`) in the order of the run, as often as asked."""

    data: Callable[[], Iterable[Row]]
    units: Sequence[Row]
    """A row for each file, in the same order."""
    filings: Sequence[Row] = ()
    """Of each unit that had to file, and of what else was filed; nothing without a roster."""
    changes: Sequence[Row] = ()
    """The targets that differ from the approved ones."""
    suspicions: Sequence[Row] = ()
    left: int = 0
    """How many files were not reached, where the run was interrupted."""
    asked: frozenset[str] = field(default_factory=frozenset)
    """Which of the bureau's tables were asked for, by their keys: they are shown even where they have no row."""

    @property
    def tables(self) -> Sequence[RowTable]:
        """The tables that there are, in the order in which they are shown."""
        given = [table for table in (FILINGS, CHANGES, SUSPICIONS) if table.key in self.asked]
        return [UNITS, *given, FINDINGS, INDICATORS, TASKS]

    def rows(self, table: RowTable) -> Iterator[Sequence[Any]]:
        """Yield the rows of a table, their values in the order of its columns."""
        keys = [column.key for column in columns_of(table)]
        for row in self._rows(table):
            yield [row.get(key) for key in keys]

    def _rows(self, table: RowTable) -> Iterable[Row]:
        if table.is_part:
            return self._of_units(table)
        return {UNITS.key: self.units, FILINGS.key: self.filings, CHANGES.key: self.changes, SUSPICIONS.key: self.suspicions}[table.key]

    def _of_units(self, table: RowTable) -> Iterator[Row]:
        for unit, data in zip(self.units, self.data(), strict=True):
            if unit["counted"]:
                whose = {column.key: unit[column.key] for column in OF_UNIT}
                yield from (whose | row for row in data[table.key])


def results_of(data: Callable[[], Iterable[Row]], left: int = 0) -> Results:
    """Return the results of some files, each of which counts if it could be checked."""
    units = [unit_row(each) for each in data()]
    for unit in units:
        unit["counted"] = not unit["error"]
    return Results(data, units, left=left)
