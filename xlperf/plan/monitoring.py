"""A period of 运行监控 into its sheet: its rows are added, or brought up to date until the period has been filed; other periods stay."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xlperf import schema
from xlperf.errors import InputError
from xlperf.intake import Layout
from xlperf.language import _
from xlperf.model import IMPORT, Book, Case, Edit, Edits, Monitored, NewRows, fold_name
from xlperf.model.edit import Value
from xlperf.ooxml.values import fitted
from xlperf.plan.sizes import grown, sheet_of
from xlperf.tally.monitor import Watched, watch

_KEPT = tuple(column.key for column in schema.MONITOR.columns if column.owner == "kept")


@dataclass(frozen=True, slots=True)
class Monitoring:
    """How a period goes into a workbook: its month, what it shows, how many rows of it are new, and what people said so far of each."""

    edits: Edits
    month: int
    watched: Sequence[Watched]
    added: int
    standing: Sequence[Monitored | None]
    """Along `watched`: the row that stands in the sheet already."""

    @property
    def unexplained(self) -> list[Watched]:
        """What is red and has no cause or no remedy yet."""
        pairs = zip(self.watched, self.standing, strict=True)
        return [each for each, row in pairs if each.light == schema.RED and not (row and row.cause and row.remedy)]

    @property
    def told(self) -> str:
        """What came of the period, in one sentence."""
        counts = Counter(each.light for each in self.watched)
        words = [each for each in (*schema.LIGHTS, schema.NOT_DUE, schema.NO_LIGHT) if counts[each]]
        lights = _("、").join(_("{word}{count}").format(word=_(word), count=counts[word]) for word in words)
        told = _("截至{month}月的运行监控{count}行：{lights}").format(month=self.month, count=len(self.watched), lights=lights)
        asked = len(self.unexplained)
        return told + (_("；红灯{count}行还要写原因说明和纠偏措施").format(count=asked) if asked else "")


def month_asked(case: Case, last_paid: int, month: int | None = None) -> int:
    """Return the month to monitor: the one that is given, else the one that 概况 names, else the last with a payment.

    Raises `InputError` where that is none of 1–12.
    """
    typed = case.table.particulars.get("monitored", "").strip().removesuffix("月")
    if month is None:
        month = int(typed) if typed.isdecimal() else None if typed else last_paid
    if month is None or not 1 <= month <= 12:
        told = _("监控截至月份“{text}”不是1至12").format(text=typed) if typed else _("不知道监控到几月：支出明细里没有本年度的日期")
        raise InputError(told, place=str(case.table.places.get("monitored", "")), remedy=_("在“概况”的“监控截至月份”中填1至12，或用--month"))
    return month


def plan_monitoring(book: Book, layout: Layout, case: Case, month: int) -> Monitoring:
    """Return how the figures at the end of a month go into a workbook of ours.

    Raises `InputError` where the workbook has no such sheet, or this period has been filed.
    """
    grid, block = sheet_of(book, layout, schema.MONITOR)
    rows = [each for each in case.monitored if each.month == month]
    if filed := next((each for each in rows if each.filed), None):
        told = _("{month}月的运行监控已报送（{date}），不再改动").format(month=month, date=filed.filed)
        raise InputError(told, place=str(filed.where("filed")), remedy=_("要重填，先清除这一期的“报送日期”"))
    watched = watch(case, month)
    standing = _standing(rows, watched)
    shown = {key: ([month] * len(watched) if key == "month" else [getattr(each, key) for each in watched]) for key in _KEPT}
    cells = [Edit(row.places[key], _held(shown[key][at])) for at, row in enumerate(standing) if row for key in _KEPT if key in row.places]
    new = [at for at, row in enumerate(standing) if row is None]
    first = max((each.places[""].row for each in case.monitored), default=block.heading_row) + 1
    columns = {block.columns[key]: [_held(values[at]) for at in new] for key, values in shown.items() if key in block.columns}
    added = (NewRows(block.sheet, first, columns),) if new else ()
    edits = Edits(tuple(cells), grown(grid, block, schema.MONITOR.table, first + len(new) - 1), rows=added, purpose=IMPORT)
    return Monitoring(edits, month, watched, len(new), standing)


def _standing(rows: Sequence[Monitored], watched: Sequence[Watched]) -> list[Monitored | None]:
    """Return the row of each task and indicator; None where it has none yet."""
    left, found = list(rows), []
    for each in watched:
        row = next((row for row in left if _is_of(row, each)), None)
        found.append(row)
        left = [other for other in left if other is not row]
    return found


def _is_of(row: Monitored, each: Watched) -> bool:
    """Whether a row of the sheet is about the same task or indicator."""
    if row.kind != each.kind:
        return False
    return row.number == each.number if row.number and each.number else fold_name(row.name) == fold_name(each.name)


def _held(value: Value) -> Value:
    """Return what a cell holds of a value: none of an empty text, and no more of a long one than there is room for."""
    return fitted(value) or None if isinstance(value, str) else value
