"""The records that travel the whole way: plain, frozen, and without knowledge of files or screens."""

from xlperf.model.amount import CENTS_PER_WAN, cents_of, decimal_of, wan_of, yuan_of
from xlperf.model.case import Case, Unread
from xlperf.model.edit import Edit, Edits, TableSize
from xlperf.model.figure import Figure, Slice
from xlperf.model.finding import ERROR, HINT, SEVERITIES, WARNING, Finding
from xlperf.model.grid import Book, Cell, Grid
from xlperf.model.key import IndicatorKey, fold_name, indicator_keys
from xlperf.model.ledger import Ledger
from xlperf.model.place import Place, column_letters, column_number
from xlperf.model.table import Goal, Indicator, Table, Task

__all__ = [
    "CENTS_PER_WAN", "ERROR", "HINT", "SEVERITIES", "WARNING", "Book", "Case", "Cell", "Edit", "Edits", "Figure",
    "Finding", "Goal", "Grid", "Indicator", "IndicatorKey", "Ledger", "Place", "Slice", "Table", "TableSize", "Task",
    "Unread", "cents_of", "column_letters", "column_number", "decimal_of", "fold_name", "indicator_keys", "wan_of",
    "yuan_of",
]
