"""What a period of 运行监控 shows, for a person at a terminal."""

from xlperf import schema
from xlperf.language import _
from xlperf.plan.monitoring import Monitoring
from xlperf.report.terminal import coloured, new_console, new_grid


def show_monitored(path: str, planned: Monitoring, *, written: bool) -> int:
    """Print a period; return the exit code: 1 where a red light has no cause yet."""
    console = new_console()
    grid = new_grid(_("灯号"), _("类别"), _("编号"), _("任务或三级指标"), _("计划"), _("执行情况"), _("完成程度"), _("说明"))
    for each in planned.watched:
        reached = "" if each.reached is None else f"{each.reached:.1%}"
        grid.add_row(coloured(each.light), each.kind, each.number, each.name, each.plan, each.done, reached, each.why)
    console.print(grid)
    console.print()
    console.print(planned.told)
    told = _("已写入{path}的“{sheet}”，别的期没有改动") if written else _("只列出，没有写入{path}")
    console.print(told.format(path=path, sheet=schema.MONITOR.name))
    return 1 if planned.unexplained else 0
