"""The words before the values of a form: 项目名称, 年度资金总额, 年度总体目标 …, wherever they stand.

A cell is a label, a value, or labels each with its value; texts without cells are cut at their labels.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from xlperf.intake.headings import fold_heading, spellings
from xlperf.intake.levels import FIRST, SECOND
from xlperf.intake.unbroken import DIVIDERS, LONG
from xlperf.intake.values import text_of
from xlperf.model import Grid

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
    "longer": ("实施期目标", "实施期绩效目标", "中期目标", "中长期目标", "长期目标"),
    "wanted": ("预期目标", "年初设定目标", "年初设定的目标", "年初绩效目标"),
    "reached": ("年度总体目标完成情况综述", "全年实际完成情况", "目标实际完成情况", "总体目标完成情况", "目标完成情况", "实际完成情况"),
    "initial": ("年初预算数", "年初预算", "预算批复数"),
    "budget": ("全年预算数", "调整后预算数", "全年预算"),
    "spent": ("全年执行数", "实际支出数", "预算执行数", "执行数"),
    "": ("项目负责人及电话", "项目负责人", "项目联系人", "联系人", "项目支出实施期", "项目实施期", "实施期限", "项目属性", "项目类型", "项目类别",
         "项目期", "起止时间", "项目资金", "资金情况", "预算执行情况", "预算资金", "项目概况", "分值", "执行率", "得分",
         "该项目支出上级资金", "项目预算", "负责人及电话"),
    "tasks": ("年度主要任务", "任务名称"),
    "indicators": ("绩效指标", "年度绩效指标", "本年度绩效指标", "一级指标", "二级指标", "三级指标"),
}  # fmt: skip
"""What the words before a value say; those under "" say nothing of the table, and end the value before them."""

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
_WANTED = re.compile(r"(预期|年初设定的?|年初|年度设定)(总体|绩效)?目标")
_REACHED = re.compile(r"(全年|年度|本年度?|年末|总体|绩效|目标|实际)*完成情况(综述|说明|简述)?")
_REMARK = re.compile(r"^[（(][^（）()]*[）)]$")
_OF_WHICH = re.compile(r"^\s*其中\s*[:：]?")

_THIRD = "三级指标"
_BEGINNING = {each for name in ("一级指标", "二级指标", "三级指标") for each in spellings(name)}
_CLASSES = (*FIRST, *(f"{each}指标" for each in SECOND))
_SHORT = 24
"""A cell of so many letters at the most can be a class or a heading."""

@dataclass(frozen=True, slots=True)
class Token:
    """A label (its key and folded text) or a value (key None), and its cell (0-based)."""

    key: str | None
    text: str
    row: int
    column: int


Text = tuple[str, int, int]
"""What a cell shows, its row and its column (0-based)."""


def rank(token: Token) -> int:
    """Return how telling a label is among those of its meaning: the first is the most telling."""
    return _RANK.get(token.text, len(_RANK))


def _shown(grid: Grid, row: int) -> Iterator[Text]:
    hidden = grid.hidden_in(grid.origin[0] + row)
    for column, cell in enumerate(grid.rows[row]):
        if grid.origin[1] + column not in hidden:
            yield from ((text, row, column) for part in DIVIDERS.split(text_of(cell)) if (text := part.strip()))


def texts_above(grid: Grid, first: int) -> Iterator[Text]:
    """Yield the texts before the headings of the indicators, or before their first class; of a whole form in one text its head."""
    for row in range(first, len(grid.rows)):
        shown = list(_shown(grid, row))
        whole = [len(text) >= LONG and _THIRD in text for text, _row, _column in shown]
        if not any(whole) and any(_begins(text) for text, _row, _column in shown):
            yield from takewhile(lambda each: not _begins(each[0]), shown)
            return
        for it, (text, _row, column) in zip(whole, shown, strict=True):
            yield "".join(text.rpartition(_THIRD)[:2]) if it else text, row, column
        if any(whole):
            return


def _begins(text: str) -> bool:
    """Whether with this text the indicators begin."""
    bare = fold_heading(text) if len(text) < _SHORT else ""
    words = [fold_heading(each) for each in text.split()]
    return bare in _BEGINNING or any(each in bare for each in _CLASSES) or any(each in (*_BEGINNING, *_CLASSES) for each in words[:4])


def begins_form(text: str) -> bool:
    """Whether a text, the first of its row, begins what a form says of itself: 项目名称, 部门（单位）名称, 主管部门."""
    first = next(cut(text, 0, 0), None)
    return first is not None and first.key in ("project", "department", "supervisor")


def signatures(grid: Grid, end: int) -> Iterator[Text]:
    """Yield the texts of the last rows, where a form is signed."""
    for row in range(max(end + 1, len(grid.rows) - 4), len(grid.rows)):
        shown = list(_shown(grid, row))
        if not any(_begins(text) for text, _row, _column in shown):
            yield from shown


def cut(text: str, row: int, column: int) -> Iterator[Token]:
    """Yield what a cell holds: a label, a value, or labels each with its value."""
    if (key := label_key(text)) is not None:
        yield Token(key, _folded(text), row, column)
        return
    at = 0
    for match in (_ANYWHERE if len(text) >= LONG and text.endswith(_THIRD) else _BEGUN).finditer(text):
        yield from _value(text[at : match.start()], row, column)
        folded = fold_heading(match[1])
        yield Token(_BY_LABEL.get(folded, "department"), folded, row, column)
        at = match.end()
    yield from _value(text[at:], row, column)


def _value(text: str, row: int, column: int) -> Iterator[Token]:
    bare = _UNIT.sub("", text).strip(" \t|｜:：,，")
    if bare and not _REMARK.match(bare):
        yield Token(None, bare, row, column)


def label_key(text: str) -> str | None:
    """Return what a text means that is a label and nothing else ("" for one that says nothing of the table); None for any other."""
    folded = _folded(text)
    if folded not in _BY_LABEL and len(folded) < _SHORT:
        return "wanted" if _WANTED.fullmatch(folded) else "reached" if _REACHED.fullmatch(folded) else None
    return _BY_LABEL.get(folded)


def _folded(text: str) -> str:
    return fold_heading(_OF_WHICH.sub("", _UNIT.sub("", text)))


def units_in(text: str) -> list[str]:
    """Return the money units that a text declares."""
    return [match[1] for match in _UNIT.finditer(text)]
