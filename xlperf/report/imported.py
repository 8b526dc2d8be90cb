"""What was taken over from another file: found, doubtful, left out."""

from collections.abc import Sequence

from xlperf.intake import sureness
from xlperf.language import _
from xlperf.model import Case, Place

_MOST = 20
"""Lines of one kind: the rest is counted."""


def show_read(case: Case) -> None:
    """Print what was read of a table, what its reader is not sure of, and what found no place."""
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
    print(_("读到：{parts}").format(parts=_("、").join(parts)))
    if how := sureness(case):
        print(how)
    left = [(each.place, _("“{text}”").format(text=each.value)) for each in case.unread]
    _show(_("请核对（{count}处）："), [(each.place, each.text) for each in case.remarks if not each.left])
    _show(_("没有放进工作簿（{count}处）："), [*((each.place, each.text) for each in case.remarks if each.left), *left])


def _show(heading: str, lines: Sequence[tuple[Place | None, str]]) -> None:
    if lines:
        print(heading.format(count=len(lines)))
    for place, text in lines[:_MOST]:
        print("  " + (_("{place}：{text}").format(place=place, text=text) if place else text))
    if len(lines) > _MOST:
        print("  " + _("……另有{count}处").format(count=len(lines) - _MOST))
