"""The commands about the ledger: exports of accounting and payment software into a workbook."""

import argparse

from xlperf.language import _


def _import(options: argparse.Namespace) -> int:
    from xlperf.files import import_ledger
    from xlperf.report.ledger import show_imported

    found = import_ledger(options.into, options.files, write=not options.preview)
    return show_imported(options.into, found.exports, found.arrivals, written=not options.preview)


VERBS = (
    ("ledger", _import, _("把记账软件的明细账或预算一体化系统的支付明细导入支出明细"), "xlperf ledger import 明细账.xlsx --into 母版.xlsm", [
        (("kind",), {"choices": ("import",), "metavar": "import"}),
        (("files",), {"nargs": "+", "metavar": "FILE", "help": _("导出的文件（.xlsx、.xls、.csv），可以一次给几个")}),
        (("--into",), {"required": True, "metavar": "MASTER", "help": _("母版工作簿：只加新的行，原有的行不改")}),
        (("--preview",), {"action": "store_true", "help": _("只列出会加什么，不写入")}),
    ]),
)  # fmt: skip
"""Name, what it runs, summary, example, arguments."""
