"""What was imported of exports: counted, left out, new, there before."""

from collections.abc import Iterator, Mapping, Sequence

from xlperf.language import _, say
from xlperf.model import Postings, yuan_of
from xlperf.plan.arrivals import BY_NOTHING, Arrivals
from xlperf.report.lines import told_places

_PROJECTS = 5
"""Projects without a task that are named."""


def _money(cents: int) -> str:
    return f"{yuan_of(cents):,.2f}"


def show_imported(master: str, exports: Sequence[Postings], arrivals: Arrivals, *, written: bool) -> int:
    """Print what became of exports, a paragraph each; return the exit code: 1 where something is to be looked at."""
    for line in told_of(exports, arrivals):
        say(line)
    if not arrivals.added and not arrivals.filled:
        say(_("没有新的支出，文件未改动"))
    else:
        told = _("已写入{path}，原有的行没有改动；写入前已留备份，可用xlperf undo撤销") if written else _("只列出，没有写入{path}")
        say(told.format(path=master))
    asked = arrivals.changed or arrivals.gone or arrivals.whole or arrivals.added.get(BY_NOTHING) or any(each.unread for each in exports)
    return 1 if asked else 0


def told_of(exports: Sequence[Postings], arrivals: Arrivals) -> Iterator[str]:
    """Yield what became of exports, a line each."""
    for export, known in zip(exports, arrivals.known, strict=True):
        yield from _export(export, known)
    yield from _assigned(_("新增{count}笔，{amount}元："), arrivals.added)
    for project, cents in sorted(arrivals.projects.items(), key=lambda pair: -len(pair[1]))[:_PROJECTS]:
        told = _("    预算项目“{project}”{count}笔，{amount}元：在“归集规则”里写一行即可归到任务")
        yield told.format(project=project, count=len(cents), amount=_money(sum(cents)))
    yield from _assigned(_("原来没有任务的{count}笔，{amount}元，现在归到了任务："), arrivals.filled)
    if arrivals.whole:
        yield _("表中有{count}笔符合按比例分摊的规则，已在表中的行不拆分；要拆分的，先删去这些行再导入一次").format(count=arrivals.whole)
    both = _("{subject}，支出明细{old}元，导出文件{new}元")
    changed = [(each.place, both.format(subject=each.subject, old=_money(each.old), new=_money(each.new))) for each in arrivals.changed]
    yield from told_places(_("{count}笔的金额和支出明细里的不同（拆分的各行合计应等于原金额），没有改动："), changed)
    alike = [(each.place, each.subject) for each in arrivals.alike]
    yield from told_places(_("{count}笔的凭证、金额和支出明细里的相同，摘要不同，当作已有的那笔："), alike)
    gone = [(each.place, _("{subject}，{amount}元").format(subject=each.subject, amount=_money(each.old))) for each in arrivals.gone]
    yield from told_places(_("{count}笔在支出明细里，导出文件的同月、同科目里却没有了，可能作废或改了号，请核对后自行删去："), gone)
    if arrivals.funds:
        names = _("、").join(_("“{name}”").format(name=each) for each in arrivals.funds)
        yield _("资金性质{names}不知道属于哪种资金来源，“资金来源”空着").format(names=names)


def _assigned(heading: str, assigned: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Yield how many payments found their task by what."""
    every = [cents for each in assigned.values() for cents in each]
    if every:
        yield heading.format(count=len(every), amount=_money(sum(every)))
    for how, cents in assigned.items():
        told = _("任务空着，请在“支出明细”的“任务”一列从下拉列表中选择") if how == BY_NOTHING else _("按“{how}”归到任务").format(how=how)
        yield _("  {count}笔，{amount}元：{told}").format(count=len(cents), amount=_money(sum(cents)), told=told)


def _export(export: Postings, known: int) -> Iterator[str]:
    told = _("{batch}：{family}，支出{count}笔，{amount}元").format(
        batch=export.batch, family=export.family, count=len(export), amount=_money(sum(export.cents)))  # fmt: skip
    yield told + (_("，其中{count}笔已在支出明细里").format(count=known) if known else "")
    for why, (count, cents) in export.left.items():
        yield _("  没有计入：{why}{count}行，{amount}元").format(why=why, count=count, amount=_money(cents))
    yield from told_places(_("  请核对（{count}处）："), [(each.place, each.text) for each in export.remarks])
    yield from told_places(_("  读不出来（{count}行）："), [(each.place, _("“{text}”").format(text=each.value)) for each in export.unread])
