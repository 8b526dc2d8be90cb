"""Where a newer table differs from a workbook, as a table on the screen."""

from collections import Counter
from collections.abc import Sequence

from xlperf.language import _
from xlperf.plan.merging import ADDED, ADJUSTED, CHANGED, FILLED, KEPT, MISSING, Difference
from xlperf.report.imported import LETTERS, TOLD, counted
from xlperf.report.lines import MOST, short
from xlperf.report.terminal import new_console, new_grid


def show_merged(master: str, differences: Sequence[Difference], *, written: bool) -> int:
    """Print where a newer table differs and what became of it; return the exit code: 2 where an approved target was changed."""
    out, counts = new_console(), Counter(each.kind for each in differences)
    if not differences:
        out.print(_("和母版没有差异，文件未改动"))
        return 0
    table = new_grid(_("处理"), _("位置"), _("对象"), _("栏"), _("母版"), _("新表"))
    for kind in TOLD:
        alike = [each for each in differences if each.kind == kind]
        for each in alike[:MOST]:
            table.add_row(TOLD[kind], str(each.place or ""), *(short(told, LETTERS) for told in (each.subject, each.heading, each.old, each.new)))
        if len(alike) > MOST:
            table.add_row(TOLD[kind], "", _("……另有{count}处").format(count=len(alike) - MOST), "", "", "")
    out.print(table)
    out.print(counted(counts))
    if counts[CHANGED]:
        told = _("批复指标值不能直接改，所以文件没有改动，其他内容也没有写入。经批准调整的，请加上--adjustment 文号，"
                 "新值会填入“调整后指标值”；母版填错的，请在母版中改正")  # fmt: skip
        out.print(told)
        return 2
    if not written:
        out.print(_("只列出差异，没有写入"))
    elif counts[FILLED] or counts[ADDED] or counts[ADJUSTED]:
        out.print(_("已写入{path}，填过的内容没有改动；写入前已留备份，可用xlperf undo撤销").format(path=master))
    return 1 if counts[KEPT] or counts[MISSING] else 0
