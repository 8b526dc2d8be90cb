"""The add-in xlperf.xlam: built on the machine it runs on, for the interpreter and the xlwings that are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from xlperf import __version__
from xlperf.actions import MESSAGES
from xlperf.build.macros import TEXTS, WORKBOOK_MODULE, macro_text, ribbon
from xlperf.language import _
from xlperf.writers.fresh import FreshBook, Macros
from xlperf.writers.macros import SHEET_BASE, WORKBOOK_BASE, Module, document_module, vba_project

NAME = "xlperf.xlam"

SERVED = "{8f5bb0d7-6a0b-4c39-9a5e-2f6f0f7c6b1a}"
"""The class under which `xlperf serve` waits: where Excel may start nothing, a Python that runs already answers."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an add-in is built for: the interpreter, the version of xlwings, and its DLLs (as they are on that machine)."""

    interpreter: PureWindowsPath | Path
    xlwings: str
    dll64: PureWindowsPath | Path
    dll32: PureWindowsPath | Path

    @property
    def command(self) -> str:
        """The command that the DLL runs: isolated (-I), so that neither environment nor current folder is heard."""
        return f"\"{self.interpreter}\" -I -B -c \"import xlwings; xlwings.serve('$(CLSID)')\""


def addin_texts(target: Target) -> dict[str, str]:
    """Return the rows of the add-in's sheet: what its VBA looks up."""
    return {
        "version": __version__, "interpreter": str(target.interpreter), "xlwings": target.xlwings, "command": target.command,
        "dll64": str(target.dll64), "dll32": str(target.dll32), "served": SERVED, "title": MESSAGES["title"],
        "undo": _("撤销校验写入的内容"),
        "no_dll": _("没有找到xlwings的组件，可能已经升级或移动。请重新运行“xlperf install”。"),
        "no_start": _("没有启动Python，可能被安全策略阻止。请运行“xlperf doctor”看怎么办，或先运行“xlperf serve”再点。"),
    }  # fmt: skip


def build_addin(target: Target) -> bytes:
    """Return the bytes of the add-in for a target: the same for the same target."""
    macros = Macros(lambda sheets: vba_project(addin_modules(sheets, target.xlwings)), ribbon(hides=False), addin=True)
    book = FreshBook("xlperf", macros)
    page = book.sheet(TEXTS, "#6B7280")
    for row, (key, text) in enumerate(addin_texts(target).items()):
        page.write_string(row, 0, key)
        page.write_string(row, 1, text)
    return book.close()


def addin_modules(sheets: Sequence[str], xlwings: str) -> list[Module]:
    """Return the modules of the add-in: its loader names the DLL of this version of xlwings."""
    loader = macro_text("addin/PerfLoader.bas").replace("-VERSION.dll", f"-{xlwings}.dll")
    documents = [document_module(WORKBOOK_MODULE, WORKBOOK_BASE), *(document_module(each, SHEET_BASE) for each in sheets)]
    shared = Module("PerfTexts", macro_text("PerfTexts.bas"))
    return [*documents, Module("PerfLoader", loader), Module("PerfAddIn", macro_text("addin/PerfAddIn.bas")), shared]
