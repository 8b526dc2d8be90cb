"""What a form says around its indicators: whose it is, of which year and project, its goals, and the money with its unit.

Read by labels, wherever they stand: the value of a label is what follows it, in its cell, its row, or on the next line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise, takewhile

from xlperf.intake.headings import fold_heading, spellings
from xlperf.intake.levels import FIRST, SECOND
from xlperf.intake.unbroken import DIVIDERS, LONG
from xlperf.intake.values import text_of, year_in
from xlperf.language import _
from xlperf.model import Case, Goal, Grid, Place, Remark, Task

_LABELS: Mapping[str, tuple[str, ...]] = {
    "department": ("部门（单位）名称", "项目实施单位", "实施单位", "项目单位", "单位名称", "部门名称", "申报单位", "填报单位", "预算单位",
                   "预算部门"),
    "supervisor": ("主管部门及代码", "主管部门", "主管单位"),
    "project": ("项目支出名称", "项目名称", "专项名称", "支出项目名称"),
    "code": ("预算单位编码", "单位编码"),
    "preparer": ("填报人", "填表人", "制表人"),
    "phone": ("联系电话",),
    "head": ("单位负责人签字", "单位负责人"),
    "finance_head": ("财务负责人",),
    "filed": ("填报日期", "填表日期", "填报时间"),
    "total": ("年度资金总额", "年度资金申请总额", "年度预算总额", "年度本级预算金额", "年度预算金额", "本年度预算金额", "年度预算资金", "年度总预算",
              "项目年度预算", "年度预算数"),
    "period": ("实施期资金总额", "项目资金总额", "中期资金总额", "项目总投资", "项目总预算"),
    "fiscal": ("当年财政拨款", "本年财政拨款", "年度财政拨款", "财政拨款资金", "财政拨款"),
    "share": ("中央财政资金", "中央补助资金", "中央补助", "省级财政资金", "省级补助", "市级财政资金", "县级财政资金", "区级财政资金",
              "地方财政资金", "地方资金", "上级资金", "本级资金"),
    "carried": ("上年结转资金", "上年结转结余", "上年结转", "结转资金"),
    "other": ("其他资金", "单位自筹资金", "自筹资金", "单位资金"),
    "goals": ("年度总体目标", "年度绩效目标", "本年度绩效目标", "年度目标", "总体绩效目标", "总体目标"),
    "wanted": ("预期目标", "年初设定目标", "年初设定的目标", "年初绩效目标"),
    "reached": ("年度总体目标完成情况综述", "全年实际完成情况", "目标实际完成情况", "总体目标完成情况", "目标完成情况", "实际完成情况"),
    "initial": ("年初预算数", "年初预算", "预算批复数"),
    "budget": ("全年预算数", "调整后预算数", "全年预算"),
    "spent": ("全年执行数", "实际支出数", "预算执行数", "执行数"),
    "": ("项目负责人及电话", "项目负责人", "项目联系人", "联系人", "项目支出实施期", "项目实施期", "实施期限", "项目属性", "项目类型", "项目类别",
         "项目期", "起止时间", "项目资金", "资金情况", "预算执行情况", "预算资金", "项目概况", "实施期目标", "中期目标", "分值", "执行率", "得分",
         "该项目支出上级资金", "项目预算", "负责人及电话"),
    "tasks": ("年度主要任务", "任务名称"),
    "indicators": ("绩效指标", "年度绩效指标", "本年度绩效指标"),
}  # fmt: skip
"""What the words before a value say; those under "" say nothing of the table, and end the value before them."""

_AMOUNTS = ("total", "fiscal", "share", "carried", "other")
_COLUMNS = ("initial", "budget", "spent")
_TEXTS = ("department", "supervisor", "project", "code", "preparer", "phone", "head", "finance_head", "filed")

_BY_LABEL = {fold_heading(label): key for key, labels in _LABELS.items() for label in labels}
_RANK = {fold_heading(label): nth for labels in _LABELS.values() for nth, label in enumerate(labels)}
_RUNNING = ("项目负责人及电话", "项目负责人")
"""Labels that are not looked for in a text without dividers: 项目 may as well end the name before them."""


def _spelt(labels: Iterable[str]) -> str:
    """Return a pattern for labels, the longest first, with spaces between their letters."""
    spelt = (r"\s*".join(map(re.escape, label)) for label in sorted(labels, key=len, reverse=True))
    return "|".join(spelt).replace("（", "[（(]").replace("）", "[）)]")


_ALL = [label for labels in _LABELS.values() for label in labels]
_BEGUN = re.compile(rf"(?:^|(?<=[\s：:）)]))(?:其中\s*[:：]?\s*)?({_spelt(_ALL)}|部门(?=[:：]))\s*(?:[（(][^（）()]*[）)])?\s*(?:[:：]|(?=\s|$))")
_ANYWHERE = re.compile(rf"(?:其中\s*[:：]?\s*)?({_spelt(set(_ALL) - set(_RUNNING))})\s*(?:[（(][^（）()]*[）)])?[:：]?")
_UNIT = re.compile(r"(?:(?:金额)?单位\s*[:：]?\s*|[（(]\s*(?:金额)?(?:单位\s*[:：]\s*)?)(亿元|万元|千元|元)(?:\s*[）)])?")
_REMARK = re.compile(r"^[（(][^（）()]*[）)]$")
_AMOUNT = re.compile(r"[￥¥]?\s*(-?\d[\d,，]*(?:\.\d+)?)\s*(亿|万)?元?")
_RUN_TOGETHER = re.compile(r"([\d.]+)(?:%[\d.]*)?")
_NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_CLOSE = Decimal("0.006")
"""How much a rate with two places may differ from the one calculated, in percent points."""

_TITLED = re.compile(r"(?!.*关于)([\u4e00-\u9fff（）()]{4,30}?)\s*20\d\d\s*年.*(?:表|目标|指标)")
"""A title that begins with whose it is: 白石市公安局2025年项目绩效目标."""

_OF_WHICH = re.compile(r"^\s*其中\s*[:：]?")
_NOTHING = re.compile(r"^[-—–/／\s]*$")
_GOAL = re.compile(r"(目标\s*\d+)\s*[:：]")
_TAG = re.compile(r"<[^<>]{1,40}>")
_THIRD = "三级指标"
_BEGINNING = {each for name in ("一级指标", "二级指标", "三级指标") for each in spellings(name)}
_CLASSES = (*FIRST, *(f"{each}指标" for each in SECOND))
_SHOWN = 40
_SHORT = 24
"""A cell of so many letters at the most can be a class or a heading."""


@dataclass(frozen=True, slots=True)
class Head:
    """What was read around the indicators. `lines` are the rows (0-based) in which labels stand; no `projects` where the
    form names none."""

    department: str = ""
    year: int | None = None
    money_unit: str = ""
    projects: tuple[Task, ...] = ()
    goals: Sequence[Goal] = ()
    particulars: Mapping[str, str] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """A label (its key and folded text) or a value (key None), and its cell (0-based)."""

    key: str | None
    text: str
    row: int
    column: int


def read_head(grid: Grid, first: int = 0) -> Head:
    """Read what stands from row `first` (0-based) on until the indicators begin, and the signatures at the end."""
    above = list(_above(grid, first))
    tokens = list(_outside_tasks(token for each in above for token in _cut(*each)))
    texts = _texts(grid, [*tokens, *(token for each in _signatures(grid, above[-1][1] if above else first) for token in _cut(*each))])
    units = list(dict.fromkeys(match[1] for text, _row, _column in above for match in _UNIT.finditer(text)))
    unit, remarks = units[0] if units else "", []
    if len(units) > 1:
        remarks.append(Remark(grid.place(first, 0), _("金额单位写了{units}，按{unit}理解").format(units=_("、").join(units), unit=unit)))
    amounts, told = _amounts(grid, tokens, unit)
    remarks += told
    name, place = texts.pop("project", ("", None))
    projects = (Task("", name, **amounts, places={"": place} if place else {}),) if name else ()
    goals = tuple(_goals(grid, tokens))
    remarks += _left_over(grid, tokens, {text for text, _place in texts.values()} | {name})
    told = {key: text for key, (text, _place) in texts.items()}
    titled = next((match[1].strip() for text, _row, _column in above if (match := _TITLED.match(text))), "")
    department = told.pop("department", "") or titled or told.get("supervisor", "")
    lines = frozenset(each.row for each in tokens if each.key is not None)
    return Head(department, _year(above, tokens), unit, projects, goals, told, lines, tuple(remarks))


def label_key(text: str) -> str:
    """Return what a heading means that is a label of a form too; "" for any other."""
    return _BY_LABEL.get(_folded(text), "")


def _folded(text: str) -> str:
    return fold_heading(_OF_WHICH.sub("", _UNIT.sub("", text)))


def unit_in(text: str) -> str:
    """Return the money unit that a heading names; "" where it names none."""
    match = _UNIT.search(text)
    return match[1] if match else ""


def _outside_tasks(tokens: Iterable[_Token]) -> Iterator[_Token]:
    """Yield what does not stand in the block of a department's tasks, which is read row by row elsewhere."""
    inside = False
    for each in tokens:
        inside = each.key == "tasks" or (inside and each.key != "goals")
        if not inside:
            yield each


def _left_over(grid: Grid, tokens: Sequence[_Token], used: set[str]) -> Iterator[Remark]:
    """Yield what stands below the title and has no place in a table, all of it told at once."""
    below = next((at for at, each in enumerate(tokens) if each.key is not None), len(tokens))
    if below == len(tokens):
        return
    label, left = tokens[below], []
    for before, each in pairwise(takewhile(lambda each: each.key != "indicators", tokens[below:])):
        label = before if before.key is not None else label
        told = label.key in (*_AMOUNTS, "goals", "wanted", "reached") or each.text in used or _NOTHING.match(each.text)
        if each.key is None and not told:
            text = each.text[:_SHOWN]
            left.append(_("{label}：{text}").format(label=label.text, text=text) if before is label else text)
    if left:
        told = _("；").join(dict.fromkeys(left))
        yield Remark(grid.place(tokens[below].row, 0), _("表头里没有放进工作簿的：{told}").format(told=told), left=True)


def headed(case: Case, head: Head) -> Case:
    """Return a case with what its form says around the indicators, where the case has nothing of its own."""
    table = case.table
    table = replace(
        table, department=table.department or head.department, year=table.year or head.year, money_unit=table.money_unit or head.money_unit,
        tasks=table.tasks or head.projects, goals=table.goals or tuple(head.goals), particulars={**head.particulars, **table.particulars},
    )  # fmt: skip
    return replace(case, table=table, remarks=(*case.remarks, *head.remarks))


Text = tuple[str, int, int]
"""What a cell shows, its row and its column (0-based)."""


def _shown(grid: Grid, row: int) -> Iterator[Text]:
    hidden = grid.hidden() if grid.merged else frozenset()
    for column, cell in enumerate(grid.rows[row]):
        if (grid.origin[0] + row, grid.origin[1] + column) not in hidden:
            yield from ((text, row, column) for part in DIVIDERS.split(text_of(cell)) if (text := part.strip()))


def _above(grid: Grid, first: int) -> Iterator[Text]:
    """Yield the texts before the headings of the indicators, or before their first class; of a whole form in one text its head."""
    for row in range(first, len(grid.rows)):
        shown = list(_shown(grid, row))
        if any(_begins(text) for text, _row, _column in shown):
            yield from takewhile(lambda each: not _begins(each[0]), shown)
            return
        whole = [len(text) >= LONG and _THIRD in text for text, _row, _column in shown]
        for it, (text, _row, column) in zip(whole, shown, strict=True):
            yield "".join(text.rpartition(_THIRD)[:2]) if it else text, row, column
        if any(whole):
            return


def _year(above: Sequence[Text], tokens: Sequence[_Token]) -> int | None:
    """Return the year of the title, which stands above all labels; else that of any text."""
    labelled = min((each.row for each in tokens if each.key is not None), default=len(above))
    return year_in(text for text, row, _column in above if row < labelled) or year_in(text for text, _row, _column in above)


def _begins(text: str) -> bool:
    """Whether with this text the indicators begin."""
    bare = fold_heading(text) if len(text) < _SHORT else ""
    return bare in _BEGINNING or any(each in bare for each in _CLASSES)


def begins_form(text: str) -> bool:
    """Whether a text, the first of its row, begins what a form says of itself: 项目名称, 部门（单位）名称, 主管部门."""
    first = next(_cut(text, 0, 0), None)
    return first is not None and first.key in ("project", "department", "supervisor")


def _signatures(grid: Grid, end: int) -> Iterator[Text]:
    """Yield the texts of the last rows, where a form is signed."""
    for row in range(max(end + 1, len(grid.rows) - 4), len(grid.rows)):
        yield from _shown(grid, row)


def _cut(text: str, row: int, column: int) -> Iterator[_Token]:
    """Yield what a cell holds: a label, a value, or labels each with its value."""
    folded = _folded(text)
    if folded in _BY_LABEL:
        yield _Token(_BY_LABEL[folded], folded, row, column)
        return
    at = 0
    for match in (_ANYWHERE if len(text) >= LONG and text.endswith(_THIRD) else _BEGUN).finditer(text):
        yield from _value(text[at : match.start()], row, column)
        folded = fold_heading(match[1])
        yield _Token(_BY_LABEL.get(folded, "department"), folded, row, column)
        at = match.end()
    yield from _value(text[at:], row, column)


def _value(text: str, row: int, column: int) -> Iterator[_Token]:
    bare = _UNIT.sub("", text).strip(" \t|｜:：,，")
    if bare and not _REMARK.match(bare):
        yield _Token(None, bare, row, column)


def _texts(grid: Grid, tokens: Sequence[_Token]) -> dict[str, tuple[str, Place]]:
    """Return what follows each label of a text, and where: of labels with the same meaning the most telling one."""
    found: dict[str, tuple[int, str, Place]] = {}
    for label, value in pairwise(tokens):
        if label.key not in _TEXTS or value.key is not None or _NOTHING.match(value.text):
            continue
        if label.key in ("code", "phone") and not re.search(r"\d", value.text):
            continue
        alone = all(each.row != label.row or each is label for each in tokens)
        if value.row != label.row and not alone:
            continue  # the cell behind the label is blank
        rank = _RANK.get(label.text, len(_RANK))
        if label.key not in found or rank < found[label.key][0]:
            found[label.key] = rank, value.text, grid.place(value.row, value.column)
    return {key: (text, place) for key, (_rank, text, place) in found.items()}


def _amounts(grid: Grid, tokens: Sequence[_Token], unit: str) -> tuple[dict[str, Decimal], list[Remark]]:
    """Return the amounts of a project by the fields of a task, and what is said of them and has no field."""
    columns = {(each.column): each.key for each in tokens if each.key in _COLUMNS}
    found: dict[str, dict[str, Decimal]] = {}
    remarks = []
    for at, label in enumerate(tokens):
        if label.key not in (*_AMOUNTS, "period"):
            continue
        values = list(takewhile(lambda each: each.key is None, tokens[at + 1 :]))
        told = (len(values) == 1 and _glued(values[0].text, found.get("total", {}))) or _by_heading(values, columns, unit)
        if label.key == "period":
            said = _("{label}{amount}不是一年的，没有放进任务")
            amounts = (said.format(label=label.text, amount=amount) for amount in list(told.values())[:1])
            remarks += [Remark(grid.place(label.row, label.column), each, left=True) for each in amounts]
        elif label.key == "share":
            have = found.setdefault("share", {})
            have |= {key: have.get(key, Decimal(0)) + amount for key, amount in told.items()}
        else:
            found.setdefault(label.key, told)
        if label.key == "total" and "spent" in told:
            said = _("全年执行数{amount}没有放进任务：执行数由“支出明细”汇总").format(amount=told["spent"])
            remarks.append(Remark(grid.place(label.row, label.column), said, left=True))
    if "fiscal" not in found and "share" in found:
        found["fiscal"] = found["share"]
    amounts = {key: told.get("initial", told.get("budget")) for key in ("total", "fiscal", "carried", "other") if (told := found.get(key))}
    whole = found.get("total", {})
    if "initial" in whole and "budget" in whole and whole["initial"] != whole["budget"]:
        amounts["adjusted"] = whole["budget"] - whole["initial"]
    return {key: amount for key, amount in amounts.items() if amount is not None}, remarks


def _by_heading(values: Sequence[_Token], columns: Mapping[int, str], unit: str) -> dict[str, Decimal]:
    """Return the amounts behind a label by the headings above them; without headings the first is the year's."""
    told = {columns[each.column]: amount for each in values if each.column in columns and (amount := amount_in(each.text, unit)) is not None}
    if len(columns) > 1 and told and len({each.row for each in values}) == 1:
        return told
    first = next((amount_in(each.text, unit) for each in values if not _NOTHING.match(each.text)), None)
    return {} if first is None else {"initial": first}


def amount_in(text: str, unit: str) -> Decimal | None:
    """Return an amount as it is written (180万, ￥1,240,000元) in a table's money unit; None where the text is none."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    amount = Decimal(re.sub("[,，]", "", match[1]))
    own = "万元" if match[2] == "万" else "元" if match[0].rstrip().endswith("元") and not match[2] else unit
    if match[2] == "亿" or own == unit or not unit:
        return amount * (10000 if match[2] == "亿" and unit == "万元" else 10**8 if match[2] == "亿" else 1)
    return amount * 10000 if own == "万元" else amount / 10000


def _glued(text: str, whole: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return budget and spending where their figures ran together: told apart by their rate (`353510100.00%10`), in a part of the
    whole by what the whole leaves room for (`3535`). Nothing where there are several ways or none."""
    match = _RUN_TOGETHER.fullmatch(text)
    if match is None or ("%" not in text and "spent" not in whole):
        return {}
    digits, ways = match[1], set()
    if "%" not in text:
        ways = {each for each in _halved(digits) if each[0] <= whole["initial"] and each[1] <= whole["spent"]}
    for start in range(1, len(digits)) if "%" in text else ():
        rest, rate = digits[:start], digits[start:]
        if not ways and _NUMBER.fullmatch(rate):  # the longest rate is the likeliest
            ways = {each for points in ("10", "") if rest.endswith(points) for each in _halved(rest.removesuffix(points))
                    if each[0] and abs(each[1] / each[0] * 100 - Decimal(rate)) < _CLOSE}  # fmt: skip
    return dict(zip(("initial", "spent"), ways.pop(), strict=True)) if len(ways) == 1 else {}


def _halved(digits: str) -> Iterator[tuple[Decimal, Decimal]]:
    for at in range(1, len(digits)):
        if _NUMBER.fullmatch(digits[:at]) and _NUMBER.fullmatch(digits[at:]):
            yield Decimal(digits[:at]), Decimal(digits[at:])


def _goals(grid: Grid, tokens: Sequence[_Token]) -> Iterator[Goal]:
    """Yield the annual goals, each beginning with 目标N where they are numbered, and what was reached where the form has it."""
    at = next((at for at, each in enumerate(tokens) if each.key == "goals"), None)
    if at is None:
        return
    stop = next((n for n in range(at + 1, len(tokens)) if tokens[n].key not in (None, "goals", "wanted", "reached")), len(tokens))
    part = tokens[at:stop]
    texts = [each for each in part if each.key is None]
    reached = any(each.key == "reached" for each in part) and len(texts) > 1
    wanted, actual = texts[:1] if reached else texts, texts[1] if reached else None
    split = [piece for each in wanted for piece in goal_pieces(each.text)]
    for number, text in split:
        told = actual.text if actual and len(split) == 1 else ""
        yield Goal(number, text, actual=told, places={"": grid.place(wanted[0].row, wanted[0].column)})


def goal_pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield (number, text) of each goal in a text, without the tags of a web page: 目标1：…目标2：…"""
    pieces = _GOAL.split(_TAG.sub("", text))
    if pieces[0].strip():
        yield "", pieces[0].strip()
    for number, goal in zip(pieces[1::2], pieces[2::2], strict=True):
        yield number.replace(" ", ""), goal.strip()
