"""The records that travel the whole way: plain, frozen, and without knowledge of files or screens."""

from xlperf.model.amount import CENTS_PER_WAN, cents_of, decimal_of, wan_of, yuan_of
from xlperf.model.budget import BudgetChange, changes_of
from xlperf.model.case import Case, LostFormulas, Remark, Unread
from xlperf.model.edit import (
    IMPORT,
    NOTE_AUTHOR,
    NOTE_MARK,
    RESTORE,
    RESULTS,
    Change,
    Edit,
    Edits,
    Mending,
    NewRows,
    NewSheet,
    Note,
    TableSize,
    is_our_note,
)
from xlperf.model.figure import Figure, Slice
from xlperf.model.finding import ACCEPTED, ERROR, HINT, SEVERITIES, WARNING, Finding
from xlperf.model.grid import NOT_CALCULATED, NOTHING_UNSEEN, Book, Cell, Grid, digest_of, why_unread
from xlperf.model.key import IndicatorKey, fold_name, indicator_keys
from xlperf.model.ledger import Ledger
from xlperf.model.mapping import MappingRule
from xlperf.model.moment import moment_of, serial_of
from xlperf.model.monitoring import Monitored
from xlperf.model.place import Place, place_of
from xlperf.model.posting import Postings
from xlperf.model.review import Opinion
from xlperf.model.table import Fields, Goal, Indicator, Table, Task

__all__ = [
    "ACCEPTED", "CENTS_PER_WAN", "ERROR", "HINT", "IMPORT", "NOTE_AUTHOR", "NOTE_MARK", "NOTHING_UNSEEN", "NOT_CALCULATED", "RESTORE",
    "RESULTS", "SEVERITIES", "WARNING", "Book", "BudgetChange", "Case", "Cell", "Change", "Edit", "Edits", "Fields", "Figure", "Finding", "Goal",
    "Grid", "Indicator", "IndicatorKey", "Ledger", "LostFormulas", "MappingRule", "Mending", "Monitored", "NewRows", "NewSheet", "Note",
    "Opinion", "Place", "Postings", "Remark", "Slice", "Table", "TableSize", "Task", "Unread", "cents_of", "changes_of", "decimal_of",
    "digest_of", "fold_name", "indicator_keys", "is_our_note", "moment_of", "place_of", "serial_of", "wan_of", "why_unread", "yuan_of",
]
