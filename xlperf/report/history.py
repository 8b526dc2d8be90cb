"""Backups, and what was taken back, for a person at a terminal."""

from xlperf.language import _
from xlperf.model import NOT_CALCULATED, Cell
from xlperf.report.terminal import new_console, new_grid
from xlperf.undo import Loss, TakenBack
from xlperf.writers.history import CHECK, IMPORTED, RESTORED, Entry

_WHAT = {CHECK: _("校验写入"), IMPORTED: _("导入"), RESTORED: _("恢复或撤销")}
SHOWN = 20
"""How many cells are listed; the rest are counted."""


def show_taken_back(taken: TakenBack) -> None:
    """Tell what undoing came to."""
    out = new_console()
    entry = taken.entry
    when, what = f"{entry.at:%Y-%m-%d %H:%M}", _WHAT.get(entry.what, entry.what)
    out.print(_("已撤销{when}的{what}：{count}个单元格恢复原样").format(when=when, what=what, count=taken.count))
    if taken.kept:
        places = "、".join(str(each) for each in taken.kept[:SHOWN]) + ("……" if len(taken.kept) > SHOWN else "")
        out.print(_("{count}个单元格在那之后又被改过，没有动：{places}").format(count=len(taken.kept), places=places))


def show_backups(file: str, found: list[Entry]) -> None:
    """List the backups of a file."""
    out = new_console()
    table = new_grid(_("第几份"), _("时间"), _("之后做了什么"), _("改动单元格"), _("大小"))
    for nth, each in enumerate(found, 1):
        size = f"{each.backup.stat().st_size / 1024:,.0f} KB"
        count = str(len(each.changes)) if each.changes else "—"
        table.add_row(str(nth), f"{each.at:%Y-%m-%d %H:%M:%S}", _WHAT.get(each.what, each.what), count, size)
    out.print(table)
    out.print(_("每份备份是写入之前的样子。看恢复后会失去什么：xlperf restore {file} --to 1").format(file=file))
    out.print(_("备份放在{folder}").format(folder=found[0].backup.parent))


def show_loss(entry: Entry, lost: Loss, done: bool) -> None:
    """Tell what restoring a backup loses, before or as it is done."""
    out = new_console()
    when = f"{entry.at:%Y-%m-%d %H:%M:%S}"
    if not lost:
        out.print(_("文件与{when}的备份内容相同").format(when=when))
    if lost.cells:
        table = new_grid(_("您填写的单元格"), _("现在"), _("恢复后"))
        for place, now, then in lost.cells[:SHOWN]:
            table.add_row(str(place), _shown(now), _shown(then))
        out.print(table)
        if len(lost.cells) > SHOWN:
            out.print(_("另有{count}个单元格不同").format(count=len(lost.cells) - SHOWN))
    if lost.ours:
        out.print(_("自动计算的单元格有{count}个不同，校验一次就会重新写好").format(count=lost.ours))
    if lost.sheets:
        out.print(_("会失去工作表：{names}").format(names="、".join(lost.sheets)))
    if lost.parts:
        out.print(_("格式、图表等另有{count}个部件不同").format(count=len(lost.parts)))
    if done:
        out.print(_("已恢复成{when}写入之前的样子；恢复前的文件也留了备份，可用xlperf undo撤销").format(when=when))
    else:
        out.print(_("文件没有改动。确实要恢复，请在命令后加--yes"))


def _shown(value: Cell) -> str:
    return "" if value is None else _("（公式未计算）") if value == NOT_CALCULATED else str(value)
