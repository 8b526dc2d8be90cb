"""Results for a person at a terminal. Data goes to standard output, what happened on the way to standard error."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from math import floor
from typing import Any, Protocol

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markdown import Markdown
from rich.segment import Segment
from rich.table import Table as Grid
from rich.text import Text

from xlperf import schema
from xlperf.language import UNSEEN, _, visible
from xlperf.model import SEVERITIES, Place, Table
from xlperf.plan import asides, indicator_sheets
from xlperf.report.lines import short
from xlperf.rules import RULES, Rule
from xlperf.run import Result
from xlperf.tally import Assessment
from xlperf.target import Direction, Judgement, Placeholder, Reading, Unreadable, in_words, why_unreadable

_COLOURS = {"错误": "bold red", "警告": "yellow", "提示": "cyan", "达标": "green", "未达标": "bold red",
            "待判定": "yellow", "未填": "dim", "无法识别": "magenta", "超预算": "bold red",
            "红灯": "bold red", "黄灯": "yellow", "绿灯": "green", "蓝灯": "blue", "已接受": "dim"}  # fmt: skip


class _Screen(Console):
    """A console that shows what files hold and never does what it says."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Yield the pieces of what is printed, our own colours beside their texts."""
        for piece in super().render(renderable, options):
            yield piece if piece.control or not UNSEEN.search(piece.text) else piece._replace(text=visible(piece.text))


def new_console() -> Console:
    """Return a console for data; as wide as the terminal, or wide enough for a file."""
    console = _Screen(highlight=False, emoji=False, markup=False)
    return console if console.is_terminal else _Screen(highlight=False, emoji=False, markup=False, width=140)


def coloured(word: str) -> Text:
    """Return a word of ours in its colour."""
    return Text(_(word), _COLOURS.get(word, ""))


_LETTERS = 400
"""Letters of a cell that are shown: the whole is in --format json."""


class _Rows(Grid):
    """A table that shows the beginning of long texts."""

    def add_row(self, *cells: RenderableType | None, **look: Any) -> None:
        """Add a row of texts or of words of ours in their colours."""
        super().add_row(*(short(cell, _LETTERS) if isinstance(cell, str) else cell for cell in cells), **look)


def new_grid(*headings: str) -> Grid:
    """Return a table without rules for rows under these headings."""
    grid = _Rows(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading in headings:
        grid.add_column(heading, overflow="fold", no_wrap=heading in (_("级别"), _("规则"), _("状态")))
    return grid


class Outcome(Protocol):
    """What was written: how many cells, whether anything, what was mended, and where no note could be put."""

    @property
    def count(self) -> int: ...
    @property
    def changed(self) -> bool: ...

    mended: Sequence[str]
    places_without_note: Sequence[Place]


def show_result(result: Result, outcome: Outcome | None = None) -> None:
    """Show a checked workbook: the verdict, the figures, the findings, and what was written."""
    console = new_console()
    a = result.assessment
    console.print(Text.assemble((result.source, "bold"), "　", *_headline(result)))
    console.print(_summary(result))
    if result.layout is None:
        console.print(_("预算{budget}万元；文档里没有支出明细，不算执行率和总分").format(budget=f"{a.budget:,f}"))
    else:
        console.print(_found_in(result) if result.layout.foreign else _amounts(a))
    if result.layout is not None and not result.layout.foreign:
        console.print(_score(result))
    if result.findings:
        grid = new_grid(_("级别"), _("规则"), _("位置"), _("对象"), _("说明"), _("建议"))
        for each in result.findings:
            place = str(each.place) if each.place else "—"
            grid.add_row(coloured(each.severity), each.rule, place, each.subject, each.message, each.hint)
        console.print()
        console.print(grid)
    if result.scope == schema.BASIC_RULES:
        console.print(Text(_("用的是基本规则；审核时会问的另有{count}条，加--rules strict").format(count=sum(each.strict for each in RULES)), "dim"))
    if outcome is not None:
        console.print()
        for told in _written(result, outcome):
            console.print(told)


def _amounts(a: Assessment) -> str:
    rate = f"{a.spent / a.budget:.1%}" if a.budget else "—"
    return _("预算{budget}万元，执行{spent}万元，执行率{rate}；支出{count}笔，未归到任务{stray}元").format(
        budget=f"{a.budget:,f}", spent=f"{a.spent.normalize():,f}", rate=rate, count=len(a.case.ledger),
        stray=f"{a.spending.unassigned / 100:,.2f}",
    )  # fmt: skip


def _found_in(result: Result) -> str:
    """Say where the indicators of a workbook of others were found."""
    told = _("不是xlperf的母版，按列标题识别了工作表{sheets}中的绩效指标").format(sheets=indicator_sheets(result))
    return _("；").join((told, *asides(result)))


def _written(result: Result, outcome: Outcome) -> Iterator[str]:
    """Say what was written."""
    if outcome.mended:
        yield _("补上了{what}（多半在LibreOffice中保存时丢失）").format(what=_("、").join(outcome.mended))
    if not outcome.changed:
        yield _("结果没有变化，文件未改动")
    elif result.layout is not None and not result.layout.foreign:
        yield _("已写入{count}个自动计算的（浅色）单元格，白色单元格没有改动；写入前已留备份，可用xlperf undo撤销").format(count=outcome.count)
    else:
        told = _("已写入工作表“{sheet}”和单元格批注，其余内容没有改动；写入前已留备份，可用xlperf undo撤销")
        yield told.format(sheet=schema.FINDINGS.name)
    if outcome.places_without_note:
        places = _("、").join(map(str, outcome.places_without_note[:5]))
        yield _("{places}等{count}个单元格已有别人的批注，没有再加").format(places=places, count=len(outcome.places_without_note))


def _headline(result: Result) -> list:
    """Return how many findings of each severity there are."""
    counts = Counter(each.severity for each in result.findings)
    told = [(_("{severity}{count}项").format(severity=_(s), count=counts[s]), s) for s in SEVERITIES if counts[s]]
    if not told:
        return [(_("校验完成：没有问题"), "green")]
    pieces: list = [_("校验完成：")]
    for position, (text, severity) in enumerate(told):
        pieces += [_("，") if position else "", (text, _COLOURS[severity])]
    return pieces


def _summary(result: Result) -> Text:
    pieces = [_("指标{count}项：").format(count=len(result.assessment.indicators))]
    for verdict, word in schema.STATUS.items():
        pieces += [coloured(word), f" {result.statuses[verdict]}　"]
    return Text.assemble(*pieces)


def _score(result: Result) -> str:
    score = result.assessment.score
    if not result.assessment.indicators:
        return _("还没有指标，不计分")
    kind = _("测算得分") if score.estimated else _("得分")
    if score.finished:
        return _("{kind}{total}分，{grade}").format(kind=kind, total=score.total.value, grade=score.grade)
    return _("{kind}{total}分（{pending}）").format(kind=kind, total=score.total.value, pending=score.pending)


def show_table(table: Table, readings: Sequence[Reading]) -> None:
    """Show what was read from a file."""
    console = new_console()
    year = f"{table.year}年" if table.year else _("年度未写明")
    console.print(Text.assemble((table.department or _("单位未写明"), "bold"), f"　{year}"))
    total = sum((each.total for each in table.tasks if each.total is not None), 0)
    unit = table.money_unit or _("（金额单位未写明）")
    console.print(
        _("任务{tasks}个，预算合计{total}{unit}；目标{goals}个；指标{indicators}项").format(
            tasks=len(table.tasks), total=total, unit=unit, goals=len(table.goals), indicators=len(table.indicators)
        )
    )
    signs = [getattr(each.target, "op", None) if each.op_source != "inferred" else None for each in readings]
    counted = "，".join(f"{sign or _('没有写')} {signs.count(sign)}" for sign in (">=", "<=", "=", ">", "<", None)
                       if signs.count(sign))  # fmt: skip
    console.print(_("运算符：{counted}").format(counted=counted))
    grid = new_grid(_("位置"), _("二级指标"), _("三级指标"), _("指标值"), _("实际完成值"))
    for each in table.indicators:
        grid.add_row(str(each.place or ""), each.level2, each.level3, each.target, each.actual or "")
    console.print(grid)


def show_reading(reading: Reading, way: Direction, judgement: Judgement | None) -> None:
    """Show how one target is read, with a marker under what cannot be read, which way it runs, and how an actual is judged."""
    console = new_console()
    console.print(_("指标值　{text}").format(text=reading.text))
    if isinstance(reading.target, Unreadable):
        start, end = reading.target.span
        marker = " " * _width(reading.target.text[:start]) + "^" * max(_width(reading.target.text[start:end]), 1)
        console.print(f"　　　　{marker}")
    console.print(_("读作　　{told}").format(told=in_words(reading, way)))
    if isinstance(reading.target, Unreadable | Placeholder):
        console.print(_("原因　　{why}").format(why=why_unreadable(reading.target)))
    for doubt in reading.doubts:
        console.print(_("存疑　　{doubt}").format(doubt=doubt))
    if judgement is None:
        return
    console.print(_("实际　　{actual}").format(actual=judgement.actual.text))
    word = schema.STATUS[judgement.verdict]
    console.print(Text.assemble(_("结论　　"), coloured(word), f"　{judgement.reason}"))
    for doubt in judgement.doubts:
        console.print(_("存疑　　{doubt}").format(doubt=doubt))
    if judgement.ratio is not None:
        console.print(_("完成率　{ratio}").format(ratio=f"{floor(judgement.ratio * 10000) / 100:.2f}%"))


def _width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def show_page(markdown: str) -> None:
    """Show a page of the manual: laid out at a terminal, as Markdown into a file or pipe."""
    console = new_console()
    if console.is_terminal:
        console.print(Markdown(markdown))
    else:
        print(markdown, end="")


def show_rules(rules: Sequence[Rule]) -> None:
    """List the rules."""
    grid = new_grid(_("规则"), _("级别"), _("类别"), _("说明"))
    for each in rules:
        grid.add_row(each.id, coloured(each.severity), each.family, each.title)
    new_console().print(grid)


def show_rule(rule: Rule) -> None:
    """Show the manual page of a rule."""
    console = new_console()
    console.print(Text.assemble((f"{rule.id} {rule.slug}", "bold"), "　", coloured(rule.severity), f"　{rule.family}"))
    console.print()
    console.print(rule.page)
