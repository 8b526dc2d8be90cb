"""The same run over files on disk: read, check, write, make. What the command line and Python users call."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xlperf.errors import InputError, why
from xlperf.intake import Layout, doubts, find_layout, questions, recognise
from xlperf.intake.values import text_of
from xlperf.language import _
from xlperf.model import Book, Case, Finding, Grid, Remark, Table, Task, fold_name
from xlperf.readers import read_book
from xlperf.readers.open import read_bytes
from xlperf.run import Result, run

if TYPE_CHECKING:
    from xlperf.build import Content
    from xlperf.model import Edits, Postings
    from xlperf.plan.arrivals import Arrivals
    from xlperf.plan.merging import Difference
    from xlperf.plan.monitoring import Monitoring
    from xlperf.writers.package import Written

SUFFIXES = (".xlsm", ".xlsx")
"""What a new workbook may be: with macros, or its twin without."""

DEMO_NAME = "绩效目标示例（示例数据）{}.xlsx"


@dataclass(frozen=True, slots=True)
class Merged:
    """A newer table that went into a master workbook: what was read of it, and where the two differ."""

    read: Case
    differences: "tuple[Difference, ...]"


@dataclass(frozen=True, slots=True)
class Imported:
    """Exports that went into a master workbook: what was read of each, and what became of it."""

    exports: "tuple[Postings, ...]"
    arrivals: "Arrivals"


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked file: its result, and what was written (None where that was not asked for)."""

    result: Result
    outcome: "Written | None" = None

    @property
    def written(self) -> int | None:
        """How many cells were written; None where that was not asked for."""
        return self.outcome.count if self.outcome else None

    @property
    def mended(self) -> tuple[str, ...]:
        """In words, what another program had dropped and was put back."""
        return self.outcome.mended if self.outcome else ()


def load(path: str | Path, data: bytes | None = None) -> Book:
    """Read a file, and look up the number formats of the few cells where they decide."""
    return load_with_layout(path, data)[0]


def load_with_layout(path: str | Path, data: bytes | None = None) -> tuple[Book, Layout | None]:
    """Read a file as `load` does; for a workbook also where everything stands in it, which had to be known to ask for formats."""
    data = read_bytes(path) if data is None else data
    book = read_book(path, data)
    if book.kind != "workbook":
        return book, None
    from xlperf.readers.workbook import answer

    layout = find_layout(book)
    return answer(book, data, questions(book, layout)), layout


def read(path: str | Path) -> Table:
    """Read the performance-target table of a workbook or a published text. Raises `InputError` where there is none."""
    return recognise(load(path))[0].table


def check(
    path: str | Path, *, write: bool = False, scope: str = "", now: datetime | None = None, data: bytes | None = None
) -> Checked:
    """Check a file (or `data`, its bytes); with `write`, put the results into it (a master workbook), changing nothing of the user's.

    What was written can be taken back (`xlperf.undo`). `scope` (严格 or strict, 基本 or basic) says which rules to go by; by default the table does.

    Raises `InputError` where it cannot be read, `WriteRefusedError` where writing could harm it.
    """
    data = read_bytes(path) if data is None else data
    book, layout = load_with_layout(path, data)
    if not write:
        return Checked(run(book, scope=scope, layout=layout))
    result = run(as_mended(path, data, book), scope=scope)
    from xlperf.plan import plan_results
    from xlperf.writers.history import CHECK
    from xlperf.writers.store import write_edits

    now = now or datetime.now()
    written = write_edits(Path(path), data, plan_results(result, now), CHECK, now)
    return Checked(result, written)


def as_mended(path: str | Path, data: bytes, book: Book) -> Book:
    """Return a book as it will be once its file has been written to: what can be put back stands there again."""
    from xlperf.ooxml import Package
    from xlperf.plan import plan_mending
    from xlperf.writers.mending import mended

    layout = find_layout(book) if book.kind == "workbook" else None
    if layout is None or layout.foreign:
        return book
    before = Package(data)
    after, _sheets = mended(before, plan_mending(layout))
    return book if after is before else load(path, after.data)


def make(content: "Content", suffix: str = ".xlsx") -> bytes:
    """Return a new master workbook of some content, with its results in it; `.xlsm` has our functions and buttons."""
    from xlperf.build import build_master
    from xlperf.plan import plan_results
    from xlperf.writers.package import apply, confirmed

    data = build_master(content, macros=suffix == ".xlsm")
    return confirmed(apply(data, plan_results(run(load("", data)))).data or data, suffix)


def new(out: str | Path, source: str | Path | None = None, unit: str = "") -> Case | None:
    """Make a master workbook from a published table or another workbook; an empty one without `source`.

    `unit` (万元 or 元) says what the amounts are in where the source does not. Returns what was read, with the doubts of the reader
    and what it left out among the remarks. Raises `InputError` where the source holds cells whose value is not there to be taken over.
    """
    from xlperf.build import blank, content_of
    from xlperf.writers.save import create_file

    content, case = blank(), None
    if source is not None:
        book, case, layout = taken_over(source, unit)
        content = content_of(book, case, layout)
    suffix = Path(out).suffix.lower()
    if suffix not in SUFFIXES:
        told = _("新工作簿的扩展名应为.xlsm（有按钮和自动判定）或.xlsx（不含宏）")
        raise InputError(told, place=str(out), remedy=_("请改用以.xlsm或.xlsx结尾的文件名"))
    create_file(Path(out), make(content, suffix))
    return case


def taken_over(source: str | Path, unit: str = "", book: Book | None = None) -> tuple[Book, Case, Layout | None]:
    """Read a file (or its `book`) whose table is to be put into a workbook: all that it says, and what the reader is not sure of."""
    book = book or load(source)
    case, layout = recognise(book)
    _refuse_lost_values(case, str(source))
    if layout is not None and not layout.foreign:
        return book, case, layout
    if unit and case.table.money_unit not in ("", unit):
        told = _("原表写的金额单位是{declared}，不是{unit}").format(declared=case.table.money_unit, unit=unit)
        raise InputError(told, place=str(source), remedy=_("请去掉--unit"))
    case = replace(case, table=replace(case.table, money_unit=case.table.money_unit or unit))
    case = replace(case, remarks=(*case.remarks, *doubts(case)))
    return book, case if case.table.money_unit else replace(case, table=without_amounts(case.table)), layout


def merge(master: str | Path, source: str | Path, *, adjustment: str = "", unit: str = "", write: bool = True, now: datetime | None = None) -> Merged:
    """Put a newer table into a master workbook: blanks are filled, rows added, results brought up; what was typed stays.

    `adjustment` is the document that approves other targets; without it they are an error, and nothing is written. With `write`
    False the differences are only returned. Raises `InputError` where a file cannot be read or the master is none of ours.
    """
    from xlperf.plan.merging import plan_merge

    data, book, case, layout = _master(master)
    read = taken_over(source, unit)[1]
    found = plan_merge(book, layout, case, read.table, adjustment)
    if write and not found.changed:
        _bring_in(Path(master), data, layout, found.edits, now or datetime.now())
    return Merged(read, found.differences)


def _master(path: str | Path) -> tuple[bytes, Book, Case, Layout]:
    """Return what a master workbook holds. Raises `InputError` where it is none of ours."""
    data = read_bytes(path)
    book = as_mended(path, data, load(path, data))
    case, layout = recognise(book)
    if layout is None or layout.foreign:
        raise InputError(_("这不是xlperf的母版工作簿"), place=str(path), remedy=_("请先用“xlperf new 新文件.xlsm --from 本文件”由它生成母版"))
    return data, book, case, layout


def _bring_in(path: Path, data: bytes, layout: Layout, edits: "Edits", now: datetime) -> None:
    """Write what is brought into a master workbook, and the results that follow from it."""
    from xlperf.plan import plan_mending, plan_results
    from xlperf.writers.history import IMPORTED
    from xlperf.writers.store import write_in_turn

    edits = replace(edits, mending=plan_mending(layout))
    write_in_turn(path, data, (edits, lambda after: plan_results(run(load(path, after)), now)), IMPORTED, now)


def exports_in(path: str | Path, year: int | None = None) -> "list[Postings]":
    """Read what exports of accounting or payment software say was spent, a sheet each; `year` is that of days which name none.

    Raises `InputError` where no sheet is one.
    """
    from xlperf.exports import spending_of

    return spending_of(all_postings(path, year))


def all_postings(path: str | Path, year: int | None, book: Book | None = None) -> "list[Postings]":
    """Read every posting of an export (or of its `book`), of whatever account, a sheet each. Raises `InputError` where no sheet is one."""
    from xlperf.exports import LEDGER, find_export, read_postings

    book = book or read_book(path)
    grids = {grid.name: grid for grid in book.grids if grid.visible and any(any(row) for row in grid.rows)}
    found = {name: export for name, grid in grids.items() if (export := find_export(grid))}
    if not found:
        raise _no_export(path, list(grids.values()))
    numbered = any("voucher" in export.columns for export in found.values())
    summed = [name for name, export in found.items() if numbered and export.family == LEDGER and "voucher" not in export.columns]
    others = [*((name, _("工作表“{name}”不是明细账，没有读")) for name in grids if name not in found),
              *((name, _("工作表“{name}”没有凭证号，像是汇总，没有读")) for name in summed)]  # fmt: skip
    stem, kept = Path(path).stem, [name for name in found if name not in summed]
    read = [read_postings(grids[name], found[name], stem if len(kept) == 1 else f"{stem}（{name}）", year) for name in kept]
    passed = tuple(Remark(None, told.format(name=name), left=True) for name, told in others)
    return [replace(read[0], remarks=(*read[0].remarks, *passed)), *read[1:]]


def _no_export(path: str | Path, grids: Sequence[Grid]) -> InputError:
    """Return what is said of a file without an export, with the headings that were known."""
    from xlperf.exports import nearest_headings

    told = _("不是认识的明细账或支付明细：要有日期、摘要（或收款人）和借方、贷方（或支付金额）这些列标题")
    grid, row, columns = max(((grid, *nearest_headings(grid)) for grid in grids), key=lambda each: len(each[2]), default=(None, 0, {}))
    if grid and len(columns) > 1:
        known = [text_of(cell) for at, cell in enumerate(grid.rows[row]) if at in columns.values()]
        told += _("；第{row}行只认出{known}").format(row=grid.place(row, 0).row, known=_("、").join(known))
    return InputError(told, place=str(path), remedy=_("请从记账软件导出明细账，或从预算管理一体化系统导出支付明细"))


def import_ledger(master: str | Path, sources: Sequence[str | Path], *, write: bool = True, now: datetime | None = None) -> Imported:
    """Put the postings of exports into the sheet 支出明细 of a master workbook: what is new is added, what is there stays.

    Payments without a task find one by the sheet 归集规则, also where no export is given. With `write` False nothing is written. Raises
    `InputError` where a file cannot be read, or payments would count twice.
    """
    from xlperf.plan.arrivals import bring_in

    data, book, case, layout = _master(master)
    exports, arrivals = bring_in(book, layout, case, [each for source in sources for each in all_postings(source, case.table.year)])
    if write:
        _bring_in(Path(master), data, layout, arrivals.edits, now or datetime.now())
    return Imported(tuple(exports), arrivals)


def monitor(master: str | Path, month: int | None = None, *, write: bool = True, now: datetime | None = None) -> "Monitoring":
    """Put the figures at the end of a month (1–12; by default the one that 概况 names, else the last with a payment) into 运行监控.

    Rows of the month that stand there are brought up to date; what was typed beside them, other months, and a month that was filed stay.
    Raises `InputError` where the month was filed, or cannot be told.
    """
    from xlperf.plan.monitoring import month_asked, plan_monitoring

    data, book, case, layout = _master(master)
    month = month_asked(case, run(book).assessment.spending.last_month, month)
    planned = plan_monitoring(book, layout, case, month)
    if write:
        _bring_in(Path(master), data, layout, planned.edits, now or datetime.now())
    return planned


def accept(master: str | Path, rule: str, subject: str, *, reason: str, person: str, now: datetime | None = None) -> Finding:
    """Accept the finding of a `rule` about a `subject`: a row of 审核意见 says so, and the finding stays listed as 已接受.

    Raises `InputError` where there is no such finding.
    """
    from xlperf.plan.accepting import plan_acceptance

    now = now or datetime.now()
    data, book, _case, layout = _master(master)
    findings = [each for each in run(book).findings if each.rule == rule.strip().upper()]
    found = next((each for each in findings if fold_name(each.subject) == fold_name(subject)), None)
    if found is None:
        told = _("没有{rule}关于“{subject}”的问题").format(rule=rule, subject=subject)
        known = _("、").join(dict.fromkeys(_("“{subject}”").format(subject=each.subject) for each in findings[:10]))
        raise InputError(told, place=str(master), remedy=_("{rule}有：{known}").format(rule=rule, known=known or _("（无）")))
    accepted = plan_acceptance(book, layout, found, now.date(), reason, person)
    _bring_in(Path(master), data, layout, accepted.edits, now)
    return found


def without_amounts(table: Table) -> Table:
    """Return a table without the amounts of its tasks: nobody knows what they are in."""
    blank = dict.fromkeys(("total", "fiscal", "carried", "other", "adjusted"))
    return replace(table, tasks=tuple(replace(each, **blank) for each in table.tasks))


FORM_SUFFIXES = (".xlsx", ".docx", ".pdf")
"""What a form may be written as."""


def form(source: str | Path, out: str | Path, task: str = "", *, kind: str = "target", month: int | None = None, public: bool = False) -> None:
    """Write a form of what is read from `source`: of the whole department, or of one `task` (name or number).

    `kind` is target, monitor (of the period until the end of a `month`, by default the last), evaluation, trace or opinion; one for the
    `public` has no persons and inner reasons. Raises `InputError` where it cannot be read or made, or is not fit for the public.
    """
    from xlperf.writers.save import create_file

    suffix = Path(out).suffix.lower()
    if suffix not in FORM_SUFFIXES:
        raise InputError(_("表可以写成.xlsx、.docx或.pdf"), place=str(out), remedy=_("请改用以.xlsx、.docx或.pdf结尾的文件名"))
    create_file(Path(out), form_bytes(form_grid(source, kind, task, month, public=public), suffix))


def form_grid(source: str | Path, kind: str, task: str = "", month: int | None = None, *, public: bool = False) -> Grid:
    """Return a form of what is read from `source`, as `form` writes it."""
    from xlperf import forms
    from xlperf.tally import assess

    result = run(load(source))
    case = result.assessment.case
    only = _task(case.table, task, str(source)) if task else None
    if kind == "target":
        return forms.project_form(case.table.in_wan(), only) if only else forms.target_form(case.table)
    if kind == "evaluation":
        a = assess(forms.of_project(case, only), result.assessment.profile) if only else result.assessment
        return forms.evaluation_form(a, only, public=public)
    if month is not None and not 1 <= month <= 12:
        raise InputError(_("没有{month}月").format(month=month), remedy=_("请写1至12"))
    if kind == "monitor":
        return forms.monitoring_form(case, month or max((each.month for each in case.monitored), default=12), only, public=public)
    if kind == "trace":
        return forms.trace_form(result.assessment)
    if kind == "opinion":
        return forms.opinion_form(case, result.findings)
    raise InputError(_("没有这种表：{kind}").format(kind=kind), remedy=_("可以是target、monitor、evaluation、trace或opinion"))


def _task(table: Table, name: str, source: str) -> Task:
    """Return the task of a table with this name or number. Raises `InputError` where there is none, or no indicator names it."""
    from xlperf.forms import of_task

    found = next((each for each in table.tasks if name.strip() in (each.name.strip(), each.number.strip())), None)
    if found is None:
        known = _("、").join(_("“{name}”").format(name=each.name) for each in table.tasks)
        raise InputError(_("没有任务“{name}”").format(name=name), place=source, remedy=_("任务有：{known}").format(known=known or _("（无）")))
    if table.indicators and not of_task(found, table).indicators:
        remedy = _("请先在工作表“绩效指标”的“对应任务”一列，为它的指标选上这个任务")
        raise InputError(_("任务“{name}”没有对应的指标").format(name=found.name), place=source, remedy=remedy)
    return found


def form_bytes(grid: Grid, suffix: str) -> bytes:
    """Return a form in one of the formats of `FORM_SUFFIXES`."""
    from xlperf.build import build_form
    from xlperf.writers.form_pdf import pdf_form
    from xlperf.writers.form_word import word_form

    if suffix == ".docx":
        return word_form(grid)
    workbook = build_form(grid)
    return pdf_form(workbook) if suffix == ".pdf" else workbook


def _refuse_lost_values(case: Case, source: str) -> None:
    """Refuse to copy error values and formulas without results: they would become texts, or blanks."""
    lost = [each for each in case.unread if each.why in ("error", "formula")]
    if lost:
        raise InputError(
            _("{count}个单元格是错误值或没有计算结果的公式，第一个在{place}").format(count=len(lost), place=lost[0].place),
            place=source,
            remedy=_("请在Excel、WPS或LibreOffice中改正、重新计算并保存后再生成"),
        )


def demo(folder: str | Path) -> Checked:
    """Make the sample workbook (示例数据) in a folder, check it, write the results; an older one there is left alone."""
    from xlperf.build import build_master, sample
    from xlperf.writers.save import create_file

    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(_("不能在这里建立文件夹（{why}）").format(why=why(error)), place=str(folder)) from error
    names = (DEMO_NAME.format(nth) for nth in ("", *range(2, 1000)))
    path = next(path for name in names if not (path := Path(folder) / name).exists())
    create_file(path, build_master(sample()))
    return check(path, write=True)
