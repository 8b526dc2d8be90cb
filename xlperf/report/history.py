"""Backups, and what was taken back, for a person at a terminal."""

from xlperf.language import _
from xlperf.model import NOT_CALCULATED, Cell
from xlperf.report.terminal import new_console, new_grid
from xlperf.undo import Loss, TakenBack
from xlperf.writers.history import CHECK, DAYS, IMPORTED, LAST, RESTORED, UNDONE, Entry

_WHAT = {CHECK: _("校验写入"), IMPORTED: _("导入"), RESTORED: _("恢复"), UNDONE: _("撤销")}
SHOWN = 20
"""How many cells are listed; the rest are counted."""


def show_taken_back(taken: TakenBack) -> None:
    """Tell what undoing came to."""
    out = new_console()
    entry = taken.entry
    told = {"when": f"{entry.at:%Y-%m-%d %H:%M}", "what": _WHAT.get(entry.what, entry.what), "count": taken.count}
    if taken.whole:
        out.print(_("已撤销{when}的{what}，文件和那之前完全一样").format(**told))
    else:
        out.print(_("已撤销{when}的{what}：{count}个单元格恢复原样，您之后填的都还在").format(**told))
    if taken.kept:
        places = _("、").join(str(each) for each in taken.kept[:SHOWN]) + ("……" if len(taken.kept) > SHOWN else "")
        out.print(_("{count}个单元格在那之后又变了，没有动：{places}").format(count=len(taken.kept), places=places))
    out.print(_("撤销之前的文件也留了备份（xlperf restore可以列出）"))


def show_backups(file: str, found: list[Entry]) -> None:
    """List the backups of a file."""
    out = new_console()
    table = new_grid(_("第几份"), _("保存时间"), _("保存于哪次写入之前"), _("那次改动的单元格"), _("大小"))
    for nth, each in enumerate(found, 1):
        size = f"{each.backup.stat().st_size / 1024:,.0f} KB"
        count = str(each.count) if each.count else "—"
        table.add_row(str(nth), f"{each.at:%Y-%m-%d %H:%M:%S}", _WHAT.get(each.what, each.what), count, size)
    out.print(table)
    out.print(_("看恢复后会失去什么：xlperf restore \"{file}\" --to 1").format(file=file))
    out.print(_("最近{last}次写入和最近{days}天每天第一次写入之前的备份会保留，放在{folder}").format(
        last=LAST, days=DAYS, folder=found[0].backup.parent))  # fmt: skip


def show_loss(entry: Entry, lost: Loss, done: bool) -> None:
    """Tell what restoring a backup loses, before it is done or after."""
    out = new_console()
    when = f"{entry.at:%Y-%m-%d %H:%M:%S}"
    if not lost.readable:
        out.print(_("文件现在读不出来，无法比较"))
    elif not lost:
        out.print(_("恢复不会失去什么"))
    if lost.cells:
        table = new_grid(_("您填写的单元格"), _("恢复前"), _("恢复后"))
        for place, now, then in lost.cells[:SHOWN]:
            table.add_row(str(place), _shown(now), _shown(then))
        out.print(table)
        if len(lost.cells) > SHOWN:
            out.print(_("另有{count}个单元格不同").format(count=len(lost.cells) - SHOWN))
    if lost.ours:
        out.print(_("自动计算的单元格有{count}个不同，校验一次就会重新写好").format(count=lost.ours))
    if lost.sheets:
        out.print(_("会失去工作表：{names}").format(names=_("、").join(lost.sheets)))
    if lost.parts:
        out.print(_("单元格以外的内容（格式、图表等）也有不同，多半是别的程序保存时改写的"))
    if done:
        out.print(_("已恢复成{when}那次写入之前的样子；恢复前的文件也留了备份，可用xlperf undo放回").format(when=when))
    else:
        out.print(_("文件没有改动。确实要恢复成{when}的备份，请在命令后加--yes").format(when=when))


def _shown(value: Cell) -> str:
    return "" if value is None else _("（公式未计算）") if value == NOT_CALCULATED else str(value)
