"""What was taken over from another file: found, doubtful, left out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from xlperf.intake import sureness
from xlperf.language import _, say
from xlperf.model import Case
from xlperf.plan.merging import ADDED, ADJUSTED, CHANGED, FILLED, KEPT, MISSING, Difference
from xlperf.report.lines import short, told_places

LETTERS = 30
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


TOLD = {
    CHANGED: _("批复值不同"), ADJUSTED: _("填入调整值"), KEPT: _("保留母版的"), MISSING: _("新表没有"), ADDED: _("新增"), FILLED: _("填入"),
}  # fmt: skip
"""What becomes of a difference, those to be looked at first."""


def told_merged(differences: Sequence[Difference]) -> Iterator[str]:
    """Yield where a newer table differs: how often, and what was kept, a line each."""
    yield counted(Counter(each.kind for each in differences)) if differences else _("没有差异，工作簿没有改动")
    for kind in (CHANGED, KEPT):
        told = _("{subject}的{heading}，本工作簿是{old}，新表是{new}")
        alike = [(each.place, told.format(subject=each.subject, heading=each.heading, old=short(each.old, LETTERS), new=short(each.new, LETTERS)))
                 for each in differences if each.kind == kind]  # fmt: skip
        yield from told_places(TOLD[kind] + _("（{count}处）："), alike)


def counted(counts: Mapping[str, int]) -> str:
    """Return how often what became of differences."""
    return _("、").join(_("{what}{count}处").format(what=TOLD[kind], count=counts[kind]) for kind in TOLD if counts[kind])
