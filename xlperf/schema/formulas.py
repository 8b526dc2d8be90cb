"""Formulas as templates over keys: `{@name}` is this row's column of the same table, `{ledger.amount}` a whole column of another."""

from collections.abc import Callable, Iterable

from xlperf.schema.words import BOOKED_PER_UNIT, FUND_KEYS, RECALCULATE, TAKEN_BACK


def by_names(of: Callable[[str], str], name: str) -> str:
    """Return the formula of what rows elsewhere say of this row, by its name or by its number: `of` says it of one of them."""
    own = f'OR({{@number}}="",{{@number}}={{@{name}}})'
    return f'IF({{@{name}}}="",0,{of(name)})+IF({own},0,{of("number")})'


def booked(column: str, name: str) -> str:
    """Return the sum of the payments that name this row, in 万元."""
    return f"ROUND(({by_names(lambda key: f'SUMIFS({{ledger.amount}},{{ledger.{column}}},{{@{key}}})', name)})/10000,6)"


def changed(key: str, source: str = "") -> str:
    """Return the sum of the budget changes of a task (in one source of funds), in 万元: every amount, less twice those that are taken off."""
    every = f"SUMIFS({{budgets.amount}},{{budgets.task}},{{@{key}}}" + (f',{{budgets.source}},"{source}"' if source else "")
    return f"{every})" + "".join(f'-2*{every},{{budgets.kind}},"{kind}")' for kind in TAKEN_BACK)


COUNT_BOOKED = (
    'IF({@level3}="",0,COUNTIF({ledger.cost},{@level3}))+IF({@number}="",0,COUNTIF({ledger.cost},{@number}))'
)

FISCAL_YEAR, SCHEDULE = "FiscalYear", "TimeSchedule"
NAMED_CELLS = {FISCAL_YEAR: ("year", "IFERROR(VALUE(LEFT({},4)),0)"), SCHEDULE: ("schedule", "{}")}
"""Names that formulas of tables use, each with a field of 概况 and what is made of its cell: 2022年 is 2022."""


def of_month(month: int) -> str:
    """Return the conditions of SUMIFS or COUNTIFS for the payments of a month of the year."""
    return ",".join(f'{{ledger.date}},"{sign}"&DATE({FISCAL_YEAR},{number},1)' for sign, number in ((">=", month), ("<", month + 1)))


def spent_in(month: int) -> str:
    """Return what a task spent in a month, in 万元; blank in a row without a task."""
    spent = by_names(lambda key: f"SUMIFS({{ledger.amount}},{{ledger.task}},{{@{key}}},{of_month(month)})", "name")
    return f'IF(AND({{@name}}="",{{@number}}=""),"",ROUND(({spent})/10000,6))'


TASK_ROW = "ROW()-ROW(Monthly[[#Headers],[任务编号]])"
"""Which row of the tasks a row of 分月执行 is about."""


def budget_from(key: str, source: str) -> str:
    """Return a task's whole budget in one source of funds, in 万元; blank where its budget is not divided by source."""
    divided = ",".join(f"INDEX({{tasks.{each}}},{TASK_ROW})" for each in FUND_KEYS)
    added = by_names(lambda name: changed(name, source), "name")
    whole = f"ROUND(N(INDEX({{tasks.{key}}},{TASK_ROW}))+{added},6)"
    return f'IFERROR(IF(OR(AND({{@name}}="",{{@number}}=""),COUNT({divided})=0),"",{whole}),"")'


def spent_from(source: str) -> str:
    """Return what a task spent of one source of funds, in 万元."""
    spent = by_names(lambda key: f'SUMIFS({{ledger.amount}},{{ledger.task}},{{@{key}}},{{ledger.source}},"{source}")', "name")
    return f'IF(AND({{@name}}="",{{@number}}=""),"",ROUND(({spent})/10000,6))'


def like(column: str, *, of: Iterable[str], but: Iterable[str] = ()) -> str:
    """Return the payments whose text in a column begins like one of some, less those that begin like others, in 万元; blank where the column
    holds nothing."""
    summed = f'SUMIFS({{ledger.amount}},{{ledger.{column}}},"'
    added = "+".join(f'{summed}{begins}*")' for begins in of) + "".join(f'-{summed}{begins}*")' for begins in but)
    return f'IF(COUNTIF({{ledger.{column}}},"?*")=0,"",ROUND(({added})/10000,6))'


def asked(name: str) -> str:
    """Return a call of a worksheet function with the whole context of this row; blank rows stay blank.

    All functions of a row are called with the same arguments, so that one call into Python answers them all.
    """
    filled = "{@number}:{@adjustment},{@task}:{@actual},{@rating}:{@evidence}"
    context = (
        "{@approved}", "{@actual}", "{@level3}", "{@level2}", "PerfYear", "{@rating}",
        f'IF({{@basis}}="{BOOKED_PER_UNIT}",IF({{@booked}}="","",{{@booked}}&"元"),{{@booked}})', "{@adjusted}",
        'IF({@weight}="",{@worth},{@weight})', "{@awarded}", "PerfProfile",
    )  # fmt: skip
    return f'IF(COUNTA({filled})=0,"",IFERROR({name}({",".join(context)}),"{RECALCULATE}"))'


NAMED_FIELDS = {"PerfYear": "year", "PerfProfile": "profile"}
"""Names for fields of 概况 that functions are given; they tell that a workbook has our functions."""
