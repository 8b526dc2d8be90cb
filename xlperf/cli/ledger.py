"""The commands about the running year: exports of accounting and payment software into a workbook, and its monitoring."""

import argparse

from xlperf.cli.parsing import LOGGED
from xlperf.language import _


def _ledger(options: argparse.Namespace) -> int:
    from xlperf.errors import InputError
    from xlperf.files import import_ledger
    from xlperf.report.ledger import show_imported

    if options.kind == "map":
        if len(options.files) != 1 or options.into:
            raise InputError(_("map只要一个母版"), remedy=_("例如：xlperf ledger map 母版.xlsm"))
        options.files, options.into = [], options.files[0]
    if not options.into:
        raise InputError(_("没有给出母版"), remedy=_("例如：xlperf ledger import 明细账.xlsx --into 母版.xlsm"))
    found = import_ledger(options.into, options.files, write=not options.preview)
    return show_imported(options.into, found.exports, found.arrivals, written=not options.preview)


def _monitor(options: argparse.Namespace) -> int:
    from xlperf.files import monitor
    from xlperf.report.monitoring import show_monitored

    planned = monitor(options.file, options.month, write=not options.preview)
    return show_monitored(options.file, planned, written=not options.preview)


_TOLD = _("把明细账或支付明细导入“支出明细”（import），或按“归集规则”补归没有任务的支出（map）")

VERBS = (
    ("ledger", _ledger, _TOLD, "xlperf ledger import 明细账.xlsx --into 母版.xlsm", [
        (("kind",), {"choices": ("import", "map"), "metavar": "import|map", "help": _("导入｜补归")}),
        (("files",), {"nargs": "+", "metavar": "FILE", "help": _("导出的文件（.xlsx、.xls、.csv），可以一次给几个；map时是母版")}),
        (("--into",), {"metavar": "MASTER", "help": _("母版工作簿：只加新的行，原有的行不改")}),
        (("--preview",), {"action": "store_true", "help": _("只列出会加什么，不写入")}),
        *LOGGED,
    ]),
    ("monitor", _monitor, _("填一期运行监控：灯号、序时进度、按进度测算全年"), "xlperf monitor 绩效目标.xlsm --month 7", [
        (("file",), {"metavar": "FILE", "help": _("母版工作簿")}),
        (("--month",), {"type": int, "metavar": "M", "help": _("截至几月（1至12；默认“概况”所填，或支出明细的最后一个月）")}),
        (("--preview",), {"action": "store_true", "help": _("只列出，不写入")}),
        *LOGGED,
    ]),
)  # fmt: skip
"""Name, what it runs, summary, example, arguments."""
