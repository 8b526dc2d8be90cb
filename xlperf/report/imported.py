"""What was taken over from another file: found, doubtful, left out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from xlperf.intake import sureness
from xlperf.language import _, say
from xlperf.model import Case
from xlperf.plan.merging import ADDED, ADJUSTED, CHANGED, FILLED, KEPT, MISSING, Difference
from xlperf.report.lines import MOST, short, told_places

_LETTERS = 30
"""Letters of a text in the list of differences."""


def show_read(case: Case) -> None:
    """Print what was read of a table."""
    for line in told_read(case):
        say(line)


def told_read(case: Case) -> Iterator[str]:
    """Yield what was read of a table, what its reader is not sure of, and what found no place, a line each."""
    table = case.table
    parts = [
        _("任务{count}个").format(count=len(table.tasks)), _("总体目标{count}个").format(count=len(table.goals)),
        _("绩效指标{count}项").format(count=len(table.indicators)),
    ]  # fmt: skip
    for told, count in (
        (_("有分值的{count}项"), sum(each.weight is not None for each in table.indicators)),
        (_("有实际完成值的{count}项"), sum(bool(each.actual) for each in table.indicators)),
    ):
        parts += [told.format(count=count)] if count else []
    yield _("读到：{parts}").format(parts=_("、").join(parts))
    if how := sureness(case):
        yield how
    left = [(each.place, _("“{text}”").format(text=each.value)) for each in case.unread]
    yield from told_places(_("请核对（{count}处）："), [(each.place, each.text) for each in case.remarks if not each.left])
    yield from told_places(_("没有放进工作簿（{count}处）："), [*((each.place, each.text) for each in case.remarks if each.left), *left])


_TOLD = {
    CHANGED: _("批复值不同"), ADJUSTED: _("填入调整值"), KEPT: _("保留母版的"), MISSING: _("新表没有"), ADDED: _("新增"), FILLED: _("填入"),
}  # fmt: skip
"""What becomes of a difference, those to be looked at first."""


def told_merged(differences: Sequence[Difference]) -> Iterator[str]:
    """Yield where a newer table differs: how often, and what was kept, a line each."""
    yield _counted(Counter(each.kind for each in differences)) if differences else _("没有差异，工作簿没有改动")
    for kind in (CHANGED, KEPT):
        told = _("{subject}的{heading}，本工作簿是{old}，新表是{new}")
        alike = [(each.place, told.format(subject=each.subject, heading=each.heading, old=short(each.old, _LETTERS), new=short(each.new, _LETTERS)))
                 for each in differences if each.kind == kind]  # fmt: skip
        yield from told_places(_TOLD[kind] + _("（{count}处）："), alike)


def _counted(counts: Mapping[str, int]) -> str:
    return _("、").join(_("{what}{count}处").format(what=_TOLD[kind], count=counts[kind]) for kind in _TOLD if counts[kind])


def show_merged(master: str, differences: Sequence[Difference], *, written: bool) -> int:
    """Print where a newer table differs and what became of it; return the exit code: 2 where an approved target was changed."""
    from xlperf.report.terminal import new_console, new_grid  # a click tells the same without them

    out, counts = new_console(), Counter(each.kind for each in differences)
    if not differences:
        out.print(_("和母版没有差异，文件未改动"))
        return 0
    table = new_grid(_("处理"), _("位置"), _("对象"), _("栏"), _("母版"), _("新表"))
    for kind in _TOLD:
        alike = [each for each in differences if each.kind == kind]
        for each in alike[:MOST]:
            table.add_row(_TOLD[kind], str(each.place or ""), *(short(told, _LETTERS) for told in (each.subject, each.heading, each.old, each.new)))
        if len(alike) > MOST:
            table.add_row(_TOLD[kind], "", _("……另有{count}处").format(count=len(alike) - MOST), "", "", "")
    out.print(table)
    out.print(_counted(counts))
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
