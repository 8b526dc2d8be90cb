"""The worksheet functions: one list that Excel, LibreOffice, the VBA wrappers, the wizard's help and the manual go by.

A function gets cells (a value and its number format each) and gives a value; nothing it is given makes it raise. Whole ranges
give a range of answers. What is asked of one indicator is answered in one go (`row_answers`), so that a row of a sheet costs
one call. Excel's own notions (Range, Variant, COM) are not known here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from xlperf import schema
from xlperf.errors import XlperfError
from xlperf.intake.number_formats import is_date
from xlperf.intake.values import amount_of, text_of, written_amount, year_of
from xlperf.language import _
from xlperf.model import (
    Case,
    Cell,
    Fields,
    Figure,
    Indicator,
    Ledger,
    Place,
    Table,
    Task,
    cents_of,
    indicator_keys,
    moment_of,
)
from xlperf.profile import Profile, load
from xlperf.rules import RULES
from xlperf.run import findings
from xlperf.tally import Assessment, IndicatorResult, assess_indicator, roll_up, total_score
from xlperf.target import direction, in_doubt, in_words

Answer = str | float
"""What a cell shows: a text, a number; "" for nothing."""


@dataclass(frozen=True, slots=True)
class Input:
    """A cell as a host hands it over: its value (a date as its serial number) and its number format."""

    value: Cell = None
    format: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument: `name` is what Excel shows (ASCII), `help` what the wizard says of it. `whole` takes a range as one."""

    name: str
    help: str
    optional: bool = True
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A worksheet function. `by_row` functions answer from `row_answers`; the others have a `body` of their own."""

    name: str
    help: str
    english: str
    arguments: tuple[Argument, ...]
    example: str
    body: Callable[..., Answer] | None = None

    @property
    def by_row(self) -> bool:
        """Whether it is one of the answers of a row."""
        return self.body is None


ROW = (
    Argument("target", "指标值，如 >=95%、2022年11月30日前、有所提高", optional=False),
    Argument("actual", "实际完成值，如 96%、305次、基本达成"),
    Argument("indicator", "三级指标的名称，用来判断方向和日期"),
    Argument("category", "二级指标，如 成本指标、时效指标"),
    Argument("year", "年度；没有写年份的日期按它理解"),
    Argument("rating", "评定等级：达成、部分达成、未达成"),
    Argument("booked", "账面归集数（万元；单位成本写成带元的文本，如 523.4元）；成本指标没有填实际完成值时按它判断"),
    Argument("adjusted", "调整后指标值；有则代替指标值"),
    Argument("weight", "分值"),
    Argument("awarded", "核定得分"),
    Argument("profile", "评分方案，不填用默认方案"),
    Argument("sign", "另成一栏的符号或方向，如 ≥、反向"),
    Argument("unit", "另成一栏的计量单位"),
)
"""The whole context of an indicator: the same for all functions that read or judge, so that a row is asked once."""


def _spent(task: Sequence[Input], tasks: Sequence[Input], amounts: Sequence[Input]) -> Answer:
    """Return what was spent on a task, in 万元, from the ledger's columns 任务 and 金额（元）."""
    names = [_exact(each) for each in tasks]
    cents = [cents_of(each.value)[0] if isinstance(each.value, int | float) and amount_of(each.value) is not None else 0 for each in amounts]
    if len(names) != len(cents):
        return _("任务列与金额列的行数不同")
    ledger = Ledger("", range(1, len(names) + 1), tasks=names, costs=[""] * len(names), sources=[""] * len(names),
                    months=[0] * len(names), cents=cents)  # fmt: skip
    known = Table("", None, "万元", tasks=(Task("", _exact(task[0])),))
    return float(roll_up(known, ledger).task_figure(0).value)


def _execution(spent: Sequence[Input], budget: Sequence[Input]) -> Answer:
    """Return spent ÷ budget; nothing where there is no budget."""
    paid, planned = (amount_of(each[0].value) for each in (spent, budget))
    return round(float(paid / planned), 6) if paid is not None and planned else ""


FUNCTIONS: tuple[Function, ...] = (
    Function("PERF_STATUS", "状态：达标、未达标、待判定、未填、无法识别", "Status of an indicator", ROW,
             '=PERF_STATUS(">=95%","96%")'),
    Function("PERF_RATE", "完成率；上限类指标没有超出为100%", "How much of the target was reached", ROW,
             '=PERF_RATE(">=20次","15次")'),
    Function("PERF_SCORE", "测算得分；没有分值或须由人判定时为空", "Points, where they can be computed", ROW,
             '=PERF_SCORE(">=20次","15次",,,,,,,10)'),
    Function("PERF_REASON", "为什么是这个状态", "Why the status is what it is", ROW, '=PERF_REASON("<=3天","5天")'),
    Function("PERF_READ", "指标值被怎样理解", "How a target is read", ROW, '=PERF_READ("不超过3个工作日")'),
    Function("PERF_CHECK", "这项指标有什么要改；没有问题为空", "What is to be mended in an indicator", ROW,
             '=PERF_CHECK("292%","95%","验收合格率")'),
    Function("PERF_SPENT", "某个任务的执行数（万元），由支出明细的任务列和金额列（元）汇总", "What was spent on a task",
             (Argument("task", "任务名称或编号，与支出明细中写的一致", optional=False),
              Argument("tasks", "支出明细的“任务”列", optional=False, whole=True),
              Argument("amounts", "支出明细的“金额（元）”列", optional=False, whole=True)),
             "=PERF_SPENT(B5,Ledger[任务],Ledger[金额（元）])", _spent),
    Function("PERF_EXECUTION", "执行率：执行数÷全年预算数，没有预算数为空", "Execution rate",
             (Argument("spent", "执行数", optional=False), Argument("budget", "全年预算数，与执行数单位相同", optional=False)),
             "=PERF_EXECUTION(K5,J5)", _execution),
)  # fmt: skip

BY_NAME: Mapping[str, Function] = {each.name: each for each in FUNCTIONS}
ROW_NAMES = tuple(each.name for each in FUNCTIONS if each.by_row)
"""The answers of a row, in the order in which `row_answers` gives them."""


def row_answers(inputs: Sequence[Input]) -> tuple[Answer, ...]:
    """Return the answers of `ROW_NAMES` for one indicator; its arguments in the order of `ROW`, those at the end may lack."""
    given = dict(zip((each.name for each in ROW), inputs, strict=False))
    text = {name: _text(each) for name, each in given.items()}
    try:
        profile = load(text.get("profile", ""))
    except XlperfError as error:
        return (str(error),) * len(ROW_NAMES)
    result = assess_indicator(
        _indicator(text, given), _booked(given), _figure(given, "weight", "分") or _NO_POINTS,
        year_of(text.get("year", "")), profile,
    )  # fmt: skip
    rate, score = result.rate, result.score if text.get("weight") else None
    answers = {
        "PERF_STATUS": schema.STATUS[result.judgement.verdict],
        "PERF_RATE": "" if rate is None else rate,
        "PERF_SCORE": "" if score is None else float(score.value),
        "PERF_REASON": result.judgement.reason,
        "PERF_READ": _read_as(result),
        "PERF_CHECK": _to_mend(result, profile),
    }
    return tuple(answers[name] for name in ROW_NAMES)


_NO_POINTS = Figure(Decimal(0), "分", "")


def _indicator(text: Mapping[str, str], given: Mapping[str, Input]) -> Indicator:
    told: Fields = {key: text.get(key, "") for key in ("adjusted", "rating", "sign", "unit")}
    level2, level3 = text.get("category", ""), text.get("indicator", "")
    key = indicator_keys([(level2, level3, "")])[0]
    return Indicator(
        "", "", level2, level3, text.get("target", ""), key, actual=text.get("actual") or None,
        awarded=_amount(given.get("awarded")), places={"": Place("", 1)}, **told,
    )  # fmt: skip


def _booked(given: Mapping[str, Input]) -> Figure | None:
    """Return what the payments say: a number is in 万元, a text like 523.4元 what a unit cost."""
    value = given["booked"].value if "booked" in given else None
    if isinstance(value, str) and value.endswith("元"):
        amount = written_amount(value.removesuffix("元"))
        return None if amount is None else Figure(amount, "元", "")
    return _figure(given, "booked", "万元")


def _figure(given: Mapping[str, Input], name: str, unit: str) -> Figure | None:
    amount = _amount(given.get(name))
    return None if amount is None else Figure(amount, unit, "")


def _read_as(result: IndicatorResult) -> str:
    """Return how the target is read, and what is doubtful about it."""
    reading, indicator = result.reading, result.indicator
    told = in_words(reading, direction(reading, indicator.level3, indicator.level2))
    return _("；").join((told, *in_doubt(reading))) if reading.text.strip() else ""


def _to_mend(result: IndicatorResult, profile: Profile) -> str:
    """Return what the rules about targets and results say of one indicator, beyond what its status says."""
    case = Case(Table("", None, "万元", indicators=(result.indicator,)))
    score = total_score([""], [result.final], [None], None, profile)
    alone = Assessment(case, profile, (), (result,), roll_up(case.table, case.ledger), score, frozenset())
    said = chain.from_iterable(findings(rule, alone) for rule in RULES if rule.id[0] in "TR" and not (rule.strict or rule.id in _SAID_BY_STATUS))
    return _("；").join(f"{each.message}（{each.rule}）" for each in said)


_SAID_BY_STATUS = ("R301", "R302", "R303")
"""未达标 and 未填: what they ask for stands in columns that the functions are not given."""


def answer(name: str, arguments: Sequence[Sequence[Sequence[Input]]]) -> list[list[Answer]]:
    """Return the answers of a function, each argument a range (rows of cells; a single cell is one row of one).

    Single cells stand for as many as the ranges have, and all ranges must have one shape: where they have not, where there is
    no such function, or where anything else goes wrong, the answer is one sentence. Never raises.
    """
    try:
        return _answers(BY_NAME[name], arguments)
    except KeyError:
        return [[_("没有函数{name}").format(name=name)]]
    except Exception as error:  # a cell must never show an error that nobody explains
        return [[_("计算出错（{error}），请把这个公式一并反馈").format(error=repr(error)[:200])]]


def _answers(function: Function, arguments: Sequence[Sequence[Sequence[Input]]]) -> list[list[Answer]]:
    single = [rows for rows, told in zip(arguments, function.arguments, strict=False) if not told.whole]
    shapes = {(len(rows), len(rows[0])) for rows in single} - {(1, 1)}
    if len(shapes) > 1:
        return [[_("各参数的行数、列数不同")]]
    height, width = shapes.pop() if shapes else (1, 1)
    return [[_one(function, arguments, row, column) for column in range(width)] for row in range(height)]


def _one(function: Function, arguments: Sequence[Sequence[Sequence[Input]]], row: int, column: int) -> Answer:
    """Return the answer at one place of the range of answers."""
    cells = [
        list(chain.from_iterable(rows)) if told.whole else [rows[0][0] if len(rows) == len(rows[0]) == 1 else rows[row][column]]
        for rows, told in zip(arguments, function.arguments, strict=False)
    ]
    if function.body is None:
        return row_answers([each[0] for each in cells])[ROW_NAMES.index(function.name)]
    return function.body(*cells)


_LAST_SERIAL = 2_958_465
"""31 December 9999."""


def _typed(given: Input) -> Cell:
    """Return a cell's value as a reader of files would give it: a number whose format is a date's is a date."""
    value = given.value
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _LAST_SERIAL and is_date(given.format):
        return moment_of(float(value)).date()
    return value


def _text(given: Input) -> str:
    return text_of(_typed(given), given.format)


def _exact(given: Input) -> str:
    """Return a text with its spaces: payments are compared with it as Excel compares."""
    return given.value if isinstance(given.value, str) else _text(given)


def _amount(given: Input | None) -> Decimal | None:
    """Return a number, or a number written as text (what is typed into a function need not be a number to Excel)."""
    if given is None or isinstance(given.value, bool | date):
        return None
    return written_amount(given.value) if isinstance(given.value, str) else amount_of(given.value)
