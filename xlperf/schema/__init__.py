"""The master workbook as data: its sheets, columns and fields, and whose each of them is.

Building, reading, writing, forms and manual all go by this page. A formula is a template over keys: `{@name}` is this row's
column of the same table, `{ledger.amount}` a whole column of another; `formula_text` spells it as Excel stores it.
"""

import re
from collections.abc import Iterable

from xlperf.schema.formulas import FISCAL_YEAR, NAMED_CELLS, NAMED_FIELDS, SCHEDULE
from xlperf.schema.overview import PARTICULARS, SUMMARY
from xlperf.schema.plan import GOALS, INDICATORS, TASKS
from xlperf.schema.shapes import (
    BAND_ROW,
    FIRST_ROW,
    HEADING_ROW,
    HINT_ROW,
    TITLE_ROW,
    Column,
    Field,
    Sheet,
    in_both,
    label_of,
)
from xlperf.schema.spending import BUDGETS, LEDGER, MAPPING, MONTHS
from xlperf.schema.words import (
    ACCEPT,
    ALL_RULES,
    BASIC_RULES,
    BLUE,
    BOOKED_KINDS,
    BOOKED_PER_UNIT,
    BOOKED_WHOLE,
    CHANCES,
    CHANGE_KINDS,
    CONCLUSIONS,
    DEVIATION_KINDS,
    DONE,
    EVALUATION,
    EXECUTED,
    FORM,
    FUND_KEYS,
    FUND_SOURCES,
    GREEN,
    GUIDE,
    HANDLINGS,
    LIGHTS,
    MONITORED_KINDS,
    MONITORING_FORM,
    NO_LIGHT,
    NOT_BOOKED,
    NOT_DUE,
    NOT_PROCURED,
    OPINION_FORM,
    OVERVIEW,
    PROGRESS_KINDS,
    PUBLIC_EXPENSES,
    RATING_WORDS,
    REACHED,
    RECALCULATE,
    RED,
    RETURN,
    REVIEW_LEVELS,
    RULE_SCOPES,
    SAMPLE_MARK,
    STATUS,
    TAKEN_BACK,
    TASK_KINDS,
    TASK_STATES,
    TRACE_FORM,
    VERSION_STATES,
    YELLOW,
)
from xlperf.schema.year import FINDINGS, MONITOR, REVIEW

__all__ = [
    "ACCEPT", "ALL_RULES", "BAND_ROW", "BASIC_RULES", "BLUE", "BOOKED_KINDS", "BOOKED_PER_UNIT", "BOOKED_WHOLE", "BUDGETS", "CHANCES",
    "CHANGE_KINDS", "CHOICES", "CODE_NAMES", "CONCLUSIONS", "DEVIATION_KINDS", "DONE", "EVALUATION", "EXECUTED", "FINDINGS", "FIRST_ROW",
    "FISCAL_YEAR", "FORM", "FUND_KEYS", "FUND_SOURCES", "GOALS", "GREEN", "GUIDE", "HANDLINGS", "HEADING_ROW", "HIDDEN_IN", "HINT_ROW",
    "INDICATORS", "LEDGER", "LIGHTS", "LISTS", "MAPPING", "MONITOR", "MONITORED_KINDS", "MONITORING_FORM", "MONTHS", "NAMED_CELLS",
    "NAMED_FIELDS", "NOT_BOOKED", "NOT_DUE", "NOT_PROCURED", "NO_LIGHT", "OPINION_FORM", "OVERVIEW", "PARTICULARS", "PROGRESS_KINDS",
    "PUBLIC_EXPENSES", "RATING_WORDS", "REACHED", "READ_SHEETS", "RECALCULATE", "RED", "RETURN", "REVIEW", "REVIEW_LEVELS", "RULE_SCOPES",
    "SAMPLE_MARK", "SCHEDULE", "SHEETS", "SHEET_ORDER", "STATUS", "SUMMARY", "TABLE_SHEETS", "TAKEN_BACK", "TASKS", "TASK_KINDS", "TASK_STATES",
    "TEXTS", "TITLE_ROW", "TRACE_FORM", "VERSION_STATES", "YELLOW", "Column", "Field", "Sheet", "formula_text", "in_both", "label_of", "our_columns",
]

_EXECUTION = ("adjusted", "budget", "spent", "rate", "initial_rate", "unspent", "settled", "state")
_REACHED = ("booked", "rate", "state", "score", "basis", "quantity", "divisor")
_BY_HAND = ("rating", "awarded", "award_reason", "cause", "evidence")
_EXPLAINED = ("explanation", "grounds", "last_year", "origin")

HIDDEN_IN = {
    "declare": {
        "goals": ("actual", "cause"),
        "tasks": (*_EXECUTION, "cause"),
        "indicators": ("adjusted", "adjustment", "target", "actual", "worth", *_REACHED, *_BY_HAND),
    },
    "monitor": {
        "goals": ("cause",), "tasks": ("settled",),
        "indicators": ("adjustment", "worth", "score", "rating", "awarded", "award_reason", "evidence", *_EXPLAINED),
    },
    "evaluate": {"tasks": ("content", "kind"), "indicators": ("adjustment", "progress", "basis", "quantity", "divisor", *_EXPLAINED)},
    "all": {},
}
"""Which columns (by sheet) a stage of the year does not need: 申报, 监控, 自评, and the whole."""

TABLE_SHEETS = (GOALS, TASKS, INDICATORS, LEDGER, MONTHS, BUDGETS, MAPPING, MONITOR, REVIEW, FINDINGS)
READ_SHEETS = (GOALS, TASKS, INDICATORS, LEDGER, BUDGETS, MAPPING, MONITOR, REVIEW)
"""The sheets a table is read from; the others are ours alone."""

SHEET_ORDER = (GUIDE, OVERVIEW, GOALS.name, TASKS.name, INDICATORS.name, LEDGER.name, MONTHS.name, BUDGETS.name, MAPPING.name,
               MONITOR.name, REVIEW.name, FINDINGS.name, FORM, MONITORING_FORM, EVALUATION)

TEXTS = "xlperf"
"""The hidden sheet with what VBA says, behind the others of a workbook with macros."""

CODE_NAMES = {"": "ThisWorkbook", **{name: f"Sheet{number}" for number, name in enumerate((*SHEET_ORDER, TEXTS), 1)}}
"""How VBA knows the workbook ("") and its sheets."""

def _cost_rows(column: str) -> str:
    """Return a column's cells from the first cost indicator on, as many as there are."""
    first = 'MATCH("*成本*",{indicators.level2},0)'
    of = f"INDEX({{indicators.{column}}},"
    return f'{of}{first}):{of}{first}+COUNTIF({{indicators.level2}},"*成本*")-1)'


LISTS = {
    "TaskNames": "{tasks.name}",
    "CostIndicatorNames": f'IF(COUNTIF({_cost_rows("level2")},"*成本*")=COUNTIF({{indicators.level2}},"*成本*"),'
    f'{_cost_rows("level3")},{{indicators.level3}})',
}
"""Defined names that dropdowns refer to (a dropdown cannot name a table's column itself). A table that was sorted may have its
cost indicators here and there: then all indicators are offered."""

CHOICES = {
    "TaskKinds": TASK_KINDS,
    "FundSources": FUND_SOURCES,
    "ChangeKinds": CHANGE_KINDS,
    "ProgressKinds": PROGRESS_KINDS,
    "BookedKinds": BOOKED_KINDS,
    "RatingWords": RATING_WORDS,
    "VersionStates": VERSION_STATES,
    "RuleScopes": RULE_SCOPES,
    "Chances": CHANCES,
    "DeviationKinds": DEVIATION_KINDS,
    "ReviewLevels": REVIEW_LEVELS,
    "Handlings": HANDLINGS,
    "Conclusions": CONCLUSIONS,
}
"""Dropdowns with fixed words."""

def our_columns(sheet: str, table: str, headings: Iterable[object], left: int) -> list[int]:
    """Return the columns of a table that are ours, by its own headings from column `left` on; none of a table that is not ours."""
    known = next((each for each in TABLE_SHEETS if (each.name, each.table) == (sheet, table)), None)
    owners: dict[object, str] = {column.heading: column.owner for column in known.columns} if known else {}
    return [column for column, heading in enumerate(headings, left) if owners.get(heading) == "ours"]


SHEETS = {sheet.key: sheet for sheet in TABLE_SHEETS}
"""The sheets that hold a table, by their keys."""
_SLOT = re.compile(r"\{(@|#)?(?:(\w+)\.)?(\w+)\}")


def formula_text(template: str, sheet: Sheet | None = None, cells: dict[str, str] | None = None) -> str:
    """Spell a formula template as the file stores it (without `=`): structured references in their long form.

    `sheet` is whose row `{@key}` means; `cells` gives the reference of each `{#key}`.
    """

    def reference(match: re.Match[str]) -> str:
        kind, table, key = match.groups()
        if kind == "#":
            return (cells or {})[key]
        if kind == "@":
            assert sheet is not None
            return f"{sheet.table}[[#This Row],[{sheet.column(key).heading}]]"
        other = SHEETS[table]
        return f"{other.table}[{other.column(key).heading}]"

    return _SLOT.sub(reference, template)
