"""Headings as people spell them, and the nearest one where none fits."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from xlperf import schema
from xlperf.model import Cell
from xlperf.target.words import LOOKALIKES, WORDS_BEFORE
from xlperf.target.words import SIGNS as COMPARISONS

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_NOISE = re.compile(r"[\s*:：（）()\[\]【】]+")

SPELLINGS = {
    "总额": ("预算总额", "年初预算总额", "预算金额"),
    "财政拨款": ("本年财政拨款", "当年财政拨款"),
    "批复指标值": (
        "年度指标值", "指标值", "全年指标值", "目标值", "年度目标值", "全年目标值", "年初指标值", "年初目标值", "预期指标值", "指标值及单位",
        "指标值含单位", "当年预期实现值", "预期实现值", "预期值", "计划指标值", "绩效指标值", "年初设定目标值",
    ),
    "实际完成值": (
        "全年实际完成值", "全年实际值", "全年完成值", "年度实际完成值", "完成值", "实际值", "实际完成情况", "全年完成情况", "完成情况",
        "执行情况", "实际执行情况", "全年执行情况", "实际完成指标值", "完成指标值", "实际实现值", "全年实际完成情况", "实际完成数",
        "实施进度", "完成进度",
    ),
    "二级指标": ("二级绩效指标", "二级指标名称", "绩效指标（二级）"),
    "三级指标": ("三级绩效指标", "指标名称", "三级指标名称", "指标内容", "绩效指标名称", "绩效指标（三级）", "具体指标"),
    "一级指标": ("一级绩效指标", "一级指标名称", "绩效指标（一级）"),
    "金额（元）": ("金额", "支付金额"),
    "对应任务": ("项目名称", "任务名称", "项目（任务）名称"),
    "分值": ("权重", "指标分值", "标准分值", "指标权重", "权重分值", "满分值", "权重分"),
    "偏差原因分析及改进措施": (
        "偏差原因", "偏差原因分析", "未完成原因", "未完成原因分析", "备注偏差原因分析及改进措施", "未完成原因及拟采取的改进措施",
        "未完成原因及改进措施",
        "偏差原因及改进措施",
    ),
}  # fmt: skip
"""Other ways to write a heading of the schema, the likeliest first: where several stand in a row, that one is taken."""


SIGNS = ("符号", "运算符", "运算符号", "指标符号", "计算符号", "指标性质", "计算方式")
DIRECTIONS = ("指标方向", "指标方向性", "方向", "方向性", "指标类型", "指标值类型", "绩效指标值类型", "指标值性质", "值类型")
"""Columns that say 正向 or 反向; in some forms the headings of sign and direction are swapped."""

UNITS = ("单位", "计量单位", "指标值单位", "度量单位", "指标单位")
VALUES = ("数值", "值", "指标值", "目标值", "年度指标值", "数额", "内容")
"""How the columns of a target are called that is spread over several: `≥ | 10 | 次`."""

SCORES = ("得分", "自评得分", "实际得分", "评价得分", "指标得分")
"""What a person gave an indicator, in a self-evaluation."""

MARK, TARGET, UNIT, WEIGHT, ACTUAL, SCORE, CAUSE, OTHER = "mark", "approved", "unit", "weight", "actual", "score", "cause", "other"
_KEYS = {**dict.fromkeys((*SIGNS, *DIRECTIONS), MARK), **dict.fromkeys(UNITS, UNIT), **dict.fromkeys(SCORES, SCORE)}
"""What a cell behind a name can be, in a table whose cells stand one after another."""

OF_TIME = re.compile(
    r"^(20\d\d年度?|本年度?(?=指|目|实|完|执)|当年(?!预期)|(截至|截止)?\d{1,2}月?([-—~～至到]\d{1,2})?月[底末]?|上半年|[1-4一二三四]季度)(?=\D)"
)
"""What of a heading only says which time its figures are of: 2022年指标值, 1-6月执行情况."""

LONGER = re.compile("实施期|中期|长期")
"""What tells a goal or indicators of several years from those of the year."""

_LIKE = (
    (WEIGHT, re.compile(r"(?:指标)?(?:分值|权重)+(?:分|值|%)*|(?:满|标准|赋)分|分数")),
    (SCORE, re.compile(r"(?!.*(?:方法|标准|办法|系数|说明|依据|公式|复核|复评|财政|主管)).*(?:得分|评分|评价分)(?:值|分|数|情况)?")),
    (TARGET, re.compile(r"(?!.*(?:实施|周期|中期|长期|半年|上年|去年|前年|历史|调整|预计)).*(?:目标|指标|计划完成)值(?:[及和]单位)?|年初目标")),
    (ACTUAL, re.compile(r"(?!.*(?:预计|上年|去年|前年|总体)).*(?:完成|实际|实现)(?:数?值|数|情况)|实际完成")),
)


def meant(heading: str) -> str:
    """Return which column of a table of indicators a heading that no spelling fits is meant for; "" where nobody can tell."""
    folded = "" if heading.partition(":")[0].isdigit() else _spelt(heading)  # another year's
    return next((key for key, like in _LIKE if like.fullmatch(folded)), "")


def is_sign(text: str) -> bool:
    """Whether a text is a sign alone, as stands in a column of its own: `≥`, `大于等于`."""
    folded = text.strip().translate(LOOKALIKES)
    return folded in COMPARISONS or folded in WORDS_BEFORE


def fold_heading(text: object) -> str:
    """Return a heading without spaces, brackets and marks."""
    return _folded(str(text or ""))


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text))


@cache
def spellings(heading: str) -> tuple[str, ...]:
    """Return all folded spellings of a heading, its own first, the likeliest before others."""
    return tuple(fold_heading(each) for each in (heading, *SPELLINGS.get(heading, ())))


def columns_of(cells: Sequence[Cell], sheet: schema.Sheet) -> dict[str, int]:
    """Return the 0-based column of each key of a sheet of the schema whose heading stands in a row."""
    texts = tuple((position, cell) for position, cell in enumerate(cells) if isinstance(cell, str) and cell)
    short = sum(len(cell) for _position, cell in texts) <= _KEPT
    return dict((_columns_of if short else _columns_of.__wrapped__)(texts, sheet.key))


_KEPT = 400
"""Characters: rows of headings, the same in all workbooks of one template, are hardly longer."""


@lru_cache(maxsize=1024)
def _columns_of(texts: Sequence[tuple[int, str]], key: str) -> Mapping[str, int]:
    where: dict[str, int] = {}
    for position, cell in (*texts, *((position, _bare(cell)) for position, cell in texts)):
        where.setdefault(fold_heading(cell), position)  # first as it stands: brackets may be part of the name
    known = _known(key)
    if known.keys().isdisjoint(where):
        return {}
    found: dict[str, tuple[int, int]] = {}
    for fold in known.keys() & where.keys():
        for column, rank in known[fold]:
            found[column] = min(found.get(column, (rank, where[fold])), (rank, where[fold]))
    return {column.key: found[column.key][1] for column in schema.SHEETS[key].columns if column.key in found}


Spelt = dict[str, list[tuple[str, int]]]
"""By folded spelling: the keys of a sheet's columns that are spelt so, and how far down the list of their spellings."""


@cache
def _known(key: str) -> Spelt:
    known: Spelt = {}
    for column in schema.SHEETS[key].columns:
        for rank, fold in enumerate(spellings(column.heading)):
            known.setdefault(fold, []).append((column.key, rank))
    return known


@lru_cache(maxsize=1 << 14)
def _bare(text: str) -> str:
    """Return a text without what stands in brackets."""
    return _BRACKETS.sub("", text)


@lru_cache(maxsize=1 << 14)
def is_heading(text: str, *headings: str) -> bool:
    """Whether a text is one of some headings, however it is spelt, whatever stands in brackets behind it."""
    folds = (fold_heading(text), _spelt(text))
    return any(fold in spellings(heading) for heading in headings for fold in folds)


def named_alike(cells: Sequence[str], heading: str) -> list[int]:
    """Return where a heading stands in a row, in the likeliest of the spellings in which it stands there."""
    spelt = [_spelt(cell) for cell in cells]
    likeliest = next((each for each in spellings(heading) if each in spelt), None)
    return [at for at, each in enumerate(spelt) if each == likeliest]


def _spelt(text: str) -> str:
    return fold_heading(_bare(text))


def heading_key(text: str) -> str:
    """Return what a heading behind 三级指标 says of its column."""
    text = OF_TIME.sub("", text)
    folded = fold_heading(text)
    if folded.startswith(("未完成原因", "偏差原因")):
        return CAUSE
    known = {key for key in columns_of([text], schema.INDICATORS) if key in (TARGET, WEIGHT, ACTUAL)}
    exact = _KEYS.get(folded) or _KEYS.get(folded.removeprefix("绩效")) or next(iter(known), "")
    return exact or meant(text) or OTHER


def nearest(wanted: str, found: Iterable[str]) -> str:
    """Return the text most like `wanted`; "" where none is."""
    import difflib

    return next(iter(difflib.get_close_matches(wanted, list(found), 1, 0.5)), "")
