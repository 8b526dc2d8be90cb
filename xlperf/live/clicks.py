"""What each button does in an open workbook, and the one sentence it says. One function an action; `click` finds it."""

import webbrowser
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from xlperf import schema
from xlperf.actions import BY_KEY
from xlperf.errors import InputError, XlperfError
from xlperf.forms import evaluation_form, fits, monitoring_form, target_form, unfinished
from xlperf.intake import Block, find_block
from xlperf.language import _
from xlperf.live import checkup
from xlperf.live.check import Written, look, protected_error, read, take_back, write
from xlperf.live.host import Host
from xlperf.manual import HELP
from xlperf.model import ACCEPTED, SEVERITIES, Book, Case, Edits, Grid, Place, place_of
from xlperf.plan import asides, indicator_sheets, plan_clearing, plan_formulas, plan_results
from xlperf.plan.accepting import plan_acceptance
from xlperf.plan.arrivals import bring_in
from xlperf.plan.merging import plan_merge
from xlperf.plan.monitoring import month_asked, plan_monitoring
from xlperf.report.imported import told_merged, told_read
from xlperf.report.ledger import told_of
from xlperf.run import Result, run
from xlperf.tally import Assessment
from xlperf.target import MISSED
from xlperf.why import why


@dataclass(frozen=True, slots=True)
class Said:
    """What a click says: `how` "ok" (in the status bar), "say" (a box to read) or "no" (a box: it was not done).

    As a text, "wrote" and "wrotesay" stand for an "ok" and a "say" that can be taken back.
    """

    how: str
    text: str
    written: Written | None = None

    def __str__(self) -> str:
        how = {"ok": "wrote", "say": "wrotesay"}.get(self.how, self.how) if self.written else self.how
        return f"{how}|{self.text}"


def click(host: Host, key: str, now: datetime) -> Said:
    """Do what the button `key` does. Never raises: what went wrong is said, and nothing is half written."""
    try:
        asks = BY_KEY[key].asks
        chosen = host.choose_files(BY_KEY[key]) if asks else ()
        if asks and not chosen:
            return Said("ok", _("没有选文件"))
        with host.working(BY_KEY[key].label):
            return _ASKING[key](host, chosen, now) if asks else _CLICKS[key](host, key, now)
    except XlperfError as error:
        return Said("no", str(error))
    except Exception as error:
        return crashed(error)


def crashed(error: Exception) -> Said:
    """Return what is said where the program is at fault."""
    return Said("no", _("程序出错（{error}）。请把工作簿和这句话一并反馈").format(error=repr(error)[:300]))


def undo(host: Host, written: Written) -> None:
    """Take a click back."""
    with host.working(_("撤销")):
        take_back(host, written)


def _check(host: Host, _key: str, now: datetime) -> Said:
    book = read(host)
    result = run(book)
    written = write(host, book, plan_results(result, now))
    caution = "" if result.layout.foreign else host.caution()
    return Said("ok", _("；").join(filter(None, (summary(result), *asides(result), caution))), written)


def summary(result: Result) -> str:
    """Return what a check came to, in one sentence."""
    statuses = _("、").join(_("{word}{count}").format(word=_(word), count=result.statuses[verdict]) for verdict, word in schema.STATUS.items())
    found = [each.severity for each in result.findings]
    severities = _("、").join(_("{word}{count}项").format(word=_(word), count=found.count(word)) for word in SEVERITIES)
    told = _("校验完成：{where}指标{count}项，{statuses}；{severities}")
    told = told.format(where=indicator_sheets(result), count=len(result.assessment.indicators), statuses=statuses, severities=severities)
    return told + (_("，见“{sheet}”").format(sheet=schema.FINDINGS.name) if found else "")


def _checked_master(host: Host) -> tuple[Book, Result]:
    """Read and check a master workbook. Raises `InputError` for a workbook of others."""
    book = read(host)
    result = run(book)
    if result.layout.foreign:
        told = _("这不是xlperf的母版工作簿，只能用“一键校验”“下一个问题”和“清除标记”")
        raise InputError(told, remedy=_("其余功能请先用“xlperf new --from”由它生成母版"))
    return book, result


def _write_and_check(host: Host, book: Book, edits: Edits, now: datetime) -> Written | None:
    """Write what comes into a workbook, and check anew; None where nothing comes."""
    first = write(host, book, edits)
    if not first:
        return None
    book = read(host)
    return first.then(write(host, book, plan_results(run(book), now)))


def load_table(host: Host, paths: Sequence[str], now: datetime) -> Said:
    """Put the table of another file into the workbook, and check anew: what is blank is filled, what was typed stays."""
    book, result = _checked_master(host)
    case = _table_of(host, paths[0], result.assessment.case.table.year)
    found = plan_merge(book, result.layout, result.assessment.case, case.table)
    count, *doubts = told_read(case)
    lines = [count, *told_merged(found.differences), *doubts]
    if found.changed:
        remedy = _("批复指标值不能直接改，所以没有写入。经批准调整的，请填“调整后指标值”和“调整文号”；填错的，请在本工作簿中改正")
        return Said("no", _in_a_box((remedy, *lines)))
    return Said("say", _in_a_box(lines), _write_and_check(host, book, found.edits, now))


def _table_of(host: Host, path: str, year: int | None) -> Case:
    """Read a table; where a file is an export instead, say which button takes it."""
    try:
        return host.case(path)
    except InputError as error:
        try:
            host.postings(path, year)
        except XlperfError:
            raise error from None
        remedy = _("请到“{sheet}”点“{button}”").format(sheet=schema.LEDGER.name, button=_(BY_KEY["import"].label))
        raise InputError(_("这是明细账或支付明细，不是目标表"), place=path, remedy=remedy) from error


def import_files(host: Host, paths: Sequence[str], now: datetime) -> Said:
    """Put what exports say was spent below the payments, and check anew."""
    book, result = _checked_master(host)
    case = result.assessment.case
    read_of = chain.from_iterable(host.postings(path, case.table.year) for path in paths)
    exports, arrivals = bring_in(book, result.layout, case, list(read_of))
    written = _write_and_check(host, book, arrivals.edits, now)
    lines = [*told_of(exports, arrivals), *(() if written else (_("没有新的支出，工作簿没有改动"),))]
    return Said("say", _in_a_box(lines), written)


_BOX = 900
"""How many letters of a text a box of VBA surely shows."""


def _in_a_box(lines: Sequence[str]) -> str:
    """Return lines as far as a box shows them."""
    text = "\n".join(lines)
    return text if len(text) <= _BOX else text[:_BOX].rpartition("\n")[0] + _("\n……")


def _monitor(host: Host, _key: str, now: datetime) -> Said:
    """Fill a period of 运行监控, and check anew: what is red asks for its cause."""
    book, result = _checked_master(host)
    case = result.assessment.case
    month = month_asked(case, result.assessment.spending.last_month)
    planned = plan_monitoring(book, result.layout, case, month)
    return Said("ok", planned.told, _write_and_check(host, book, planned.edits, now))


def _accept(host: Host, _key: str, now: datetime) -> Said:
    """Name the finding of the selected row in 审核意见, and go where its reason is to be typed."""
    book, result = _checked_master(host)
    place, block = host.selected(), result.layout.blocks.get(schema.FINDINGS.key)
    grid = book.grid(schema.FINDINGS.name)
    if place is None or block is None or grid is None or place.sheet != schema.FINDINGS.name:
        raise InputError(_("没有选中问题"), remedy=_("请在“校验结果”里选中要接受的一行再点"))
    shown = [str(grid.at(block.place(place.row, key)) or "") for key in ("rule", "subject", "message")]
    found = next((each for each in result.findings if [each.rule, each.subject, each.message] == shown), None)
    if found is None:
        raise InputError(_("这一行不是现在的问题"), remedy=_("请先点“一键校验”，再选中要接受的一行"))
    accepted = plan_acceptance(book, result.layout, found, now.date())
    written = write(host, book, accepted.edits)
    host.select(accepted.reason)
    told = _("已在“{sheet}”加了一行，请填理由和审核人，再点“一键校验”").format(sheet=schema.REVIEW.name)
    return Said("ok", told, written)


def _why(host: Host, _key: str, _now: datetime) -> Said:
    """Say why the selected cell shows what it shows."""
    _book, result = _checked_master(host)
    place = host.selected()
    if place is None:
        raise InputError(_("没有选中单元格"), remedy=_("请先点一个单元格"))
    return Said("say", _in_a_box(why(result, place)))


_SPENDING_SHEETS = (schema.TASKS.name, schema.LEDGER.name, schema.MONTHS.name)


def _spending(host: Host, _key: str, _now: datetime) -> Said:
    """Write what the payments make of tasks and cost indicators, and nothing else."""
    book, result = _checked_master(host)
    edits = plan_results(result)
    booked = result.layout.blocks[schema.INDICATORS.key].columns.get("booked")
    cells = [each for each in edits.cells if each.place.sheet in _SPENDING_SHEETS
             or (each.place.sheet == schema.INDICATORS.name and each.place.column == booked)]  # fmt: skip
    a = result.assessment
    rate = f"{a.spent / a.budget:.1%}" if a.budget else _("没有预算数")
    told = _("归集完成：执行数{spent:,.2f}万元，预算{budget:,.2f}万元，执行率{rate}；没有归到任务的支出{stray:,.2f}元")
    told = told.format(spent=a.spent, budget=a.budget, rate=rate, stray=a.spending.unassigned / 100)
    return Said("ok", _("；").join((told, *_over_and_stray(a))), write(host, book, Edits(tuple(cells))))


def _over_and_stray(a: Assessment) -> Iterator[str]:
    """Say which tasks spent more than their budgets, and where the first payment without a task stands."""
    over = [each for each in a.tasks if each.state == schema.TASK_STATES[0]]
    if over:
        names = _("、").join(each.task.number or each.task.name for each in over[:5])
        yield _("超预算的任务{count}个（{names}）").format(count=len(over), names=names)
    if a.spending.stray_tasks:
        first = min(each.first for each in a.spending.stray_tasks)
        yield _("没有归到任务的从{place}起，请核对“任务”一列").format(place=a.case.ledger.place(first, "task"))


def _next(host: Host, _key: str, _now: datetime) -> Said:
    """Go from finding to finding, in the order of 校验结果, from the cell that is selected; past those in hidden rows."""
    grid = host.grid(schema.FINDINGS.name) if schema.FINDINGS.name in host.sheets() else None
    listed = list(_findings(grid)) if grid else []
    if not listed:
        return Said("ok", _("还没有校验结果，请先点“一键校验”"))
    there = set(host.sheets())  # one may have been renamed since
    found = [(place, told) for place, told in listed if place and place.sheet in there]
    if not found:
        return Said("ok", _("没有要处理的问题。如果刚改过，请先点“一键校验”"))
    here = host.selected()
    start = next((at for at, (place, _told) in enumerate(found) if place == here), -1) + 1
    for at in (each % len(found) for each in range(start, start + len(found))):
        place, told = found[at]
        if not host.is_hidden(place):
            host.select(place)
            return Said("ok", _("第{at}个问题，共{count}个：{told}").format(at=at + 1, count=len(found), told=told))
    return Said("ok", _("{count}个问题都在隐藏的行里，请先取消筛选").format(count=len(found)))


def _findings(grid: Grid) -> Iterator[tuple[Place | None, str]]:
    """Yield of each row of 校验结果 its cell (of a row its first one; None where it names none) and what it says and advises."""
    block = find_block(grid, schema.FINDINGS)
    for row in range(block.first_row, block.last_row + 1):
        severity, place, message, hint = (str(grid.at(block.place(row, key)) or "") for key in ("severity", "place", "message", "hint"))
        found = place_of(place)
        if message and severity != ACCEPTED:
            yield replace(found, column=found.column or 1) if found else None, _("。").join(filter(None, (message, hint)))


def _missed(host: Host, _key: str, _now: datetime) -> Said:
    table, word = schema.INDICATORS, schema.STATUS[MISSED]
    grid, block = _master_block(host, table)
    if "state" not in block.columns or table.table not in grid.tables:
        raise InputError(_("“{sheet}”里没有“状态”一列，或不再是表格").format(sheet=table.name), remedy=_("请改回列名，或从备份恢复"))
    left = grid.tables[table.table][1]
    column = block.columns["state"] - left + 1
    if not host.filter(table.name, table.table, column, word):
        return Said("ok", _("已取消“只看未达标”"))
    if not any(grid.at(block.place(row, "state")) == word for row in range(block.first_row, block.last_row + 1)):
        host.filter(table.name, table.table, column, word)
        return Said("ok", _("没有“{word}”的指标").format(word=word))
    return Said("ok", _("只显示“{word}”的指标；再点一次取消").format(word=word))


def _master_block(host: Host, sheet: schema.Sheet) -> tuple[Grid, Block]:
    """Return a table sheet and where its columns are. Raises `InputError` where the workbook lacks it."""
    if sheet.name not in host.sheets():
        raise InputError(_("没有工作表“{name}”").format(name=sheet.name), remedy=_("这个按钮只用于xlperf的母版工作簿"))
    grid = host.grid(sheet.name)
    return grid, find_block(grid, sheet)


def _stage(host: Host, key: str, _now: datetime) -> Said:
    hidden = schema.HIDDEN_IN[key.removeprefix("stage.")]
    for sheet in schema.TABLE_SHEETS:
        if sheet is not schema.INDICATORS and sheet.name not in host.sheets():
            continue
        _grid, block = _master_block(host, sheet)
        away = [number for each, number in block.columns.items() if each in hidden.get(sheet.key, ())]
        host.show_columns(sheet.name, away, [number for number in block.columns.values() if number not in away])
    return Said("ok", _("现在显示“{stage}”要用的列").format(stage=BY_KEY[key].label))


def _clear(host: Host, _key: str, _now: datetime) -> Said:
    """Take away the marks: notes in the tables, and the findings; in a workbook of others the notes at its cells."""
    book = look(host)
    edits = plan_clearing(book)
    told = _("已清除系统提示和校验结果") if edits.notes is None else _("已清除批注和校验结果")
    return Said("ok", told, write(host, book, edits))


def _formulas(host: Host, _key: str, _now: datetime) -> Said:
    book, result = _checked_master(host)
    written = write(host, book, plan_formulas(result.layout))
    return Said("ok", _("自动计算的公式已写回原处") if written.count else _("公式都在，没有要恢复的"), written)


def _form(host: Host, _key: str, _now: datetime) -> Said:
    """Write the form anew; where its rows are still the same, only what differs."""
    book, result = _checked_master(host)
    case = result.assessment.case
    _refuse_no_sheet(host, schema.FORM)
    told = _("“{name}”已按现在的任务、总体目标和绩效指标生成").format(name=schema.FORM)
    if fits(case):
        cells = [each for each in plan_results(result).cells if each.place.sheet == schema.FORM]
        return Said("ok", told, write(host, book, Edits(tuple(cells))))
    host.render(target_form(case.table))
    return Said("ok", told)


def _refuse_no_sheet(host: Host, name: str) -> None:
    """Raise `InputError` where the sheet of a form is gone or protected."""
    if name not in host.sheets():
        raise InputError(_("没有工作表“{name}”").format(name=name), remedy=_("请新建一个同名工作表再点"))
    protected = host.protected([name])
    if protected:
        raise protected_error(protected)


def _year_form(host: Host, key: str, _now: datetime) -> Said:
    """Write 监控表 of the last period, or 自评表, anew."""
    _book, result = _checked_master(host)
    case = result.assessment.case
    if key == "form.monitor":
        form, told = monitoring_form(case, max((each.month for each in case.monitored), default=12)), _("已生成“{name}”")
    else:
        form, left = evaluation_form(result.assessment), unfinished(result.assessment)
        told = _("已生成“{name}”") + (_("；还没有完成：") + _("；").join(left) if left else "")
    _refuse_no_sheet(host, form.name)
    host.render(form)
    host.select(Place(form.name, 1, 1))
    return Said("ok", told.format(name=form.name))


def _doctor(host: Host, _key: str, _now: datetime) -> Said:
    return Said("say", checkup.told(host.diagnose()))


def _help(_host: Host, _key: str, _now: datetime) -> Said:
    if not webbrowser.open(HELP.as_uri()):
        return Said("say", _("没有找到浏览器，使用手册在：{path}").format(path=HELP))
    return Said("ok", _("已在浏览器中打开使用手册"))


_ASKING = {"load": load_table, "import": import_files}
"""What is done with files that a person chose."""

_CLICKS: dict[str, Callable[[Host, str, datetime], Said]] = {
    "check": _check,
    "spending": _spending,
    "next": _next,
    "missed": _missed,
    "clear": _clear,
    "monitor": _monitor,
    "why": _why,
    "accept": _accept,
    "formulas": _formulas,
    "form": _form,
    "form.monitor": _year_form,
    "form.evaluation": _year_form,
    "doctor": _doctor,
    "help": _help,
    **dict.fromkeys(("stage.declare", "stage.monitor", "stage.evaluate", "stage.all"), _stage),
}


def unknown(keys: Iterable[str]) -> list[str]:
    """Return the keys of actions that nothing answers to."""
    return [key for key in keys if key not in (_ASKING if BY_KEY[key].asks else _CLICKS)]
