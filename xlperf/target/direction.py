"""Which way an indicator runs where no operator is written: by its name, its class, its unit. Always shown as inferred."""

import re
from dataclasses import dataclass

from xlperf.language import _
from xlperf.target.nodes import DOWN, Bound, Change, Deadline, Ratio, Reading
from xlperf.target.scan import Scanner, any_of, one_of
from xlperf.target.units import RATIO, TIMES, resolve
from xlperf.target.words import (
    COST_NAMES,
    HANDLED,
    HANDLING,
    LESS_IS_BETTER,
    LONGER_IS_BETTER,
    NEGATED,
    WAITING,
    is_cost,
)

_LESS = one_of(LESS_IS_BETTER)
_HANDLED = one_of(HANDLED)
_LIMIT = re.compile("(?:时限|期限|完成时间|处理周期|施工周期|工期)$")
_FOUND = re.compile("(?:发现|解决|检出|揭示)[^率]*(?:问题|隐患|缺陷|违规|违法)|(?:血压|血糖|血脂|糖尿病|慢性?病|疾病)[^率]*控制率|溶解氧|负氧离子")
"""What is found or solved, and diseases under control: of these more is better."""
_HANDLING = re.compile(rf"(?:年度|全年|及时|依法|依规|有效|成功|其中:?|新)*(?:{'|'.join(HANDLING)})")
_NONE_OF = re.compile(rf"(?:无|零|不发生|未发生)[^率]{{0,6}}?(?:{any_of(LESS_IS_BETTER)})[^率]*(?:率|时间|天数|时长|小时|里程)")
"""无故障率, 零投诉率: a share of those without."""
_NEGATED = re.compile("|".join(NEGATED))
_WAITING = re.compile("|".join(WAITING))


@dataclass(frozen=True, slots=True)
class Direction:
    """The operator to judge by, where it comes from ("explicit", "word", "inferred"), and why it was inferred."""

    op: str
    source: str
    why: str = ""


_UNIT_OF_NAME = re.compile(r" *\([^()]*\) *$")


def head_of(name: str | None) -> str:
    """Return a name folded, without the unit that may stand behind it in brackets: 应急响应时间（小时） is 应急响应时间."""
    return _UNIT_OF_NAME.sub("", Scanner(name or "").plain.strip())


def runs_the_other_way(name: str | None) -> bool:
    """Return whether less is better, by the indicator's name; a guess, to be shown as inferred.

    The head of a Chinese name stands last: 故障率 runs down, 故障修复率 up, 不合格率 down, 投诉下降率 up.
    """
    text = head_of(name)
    if _NONE_OF.search(text):
        return False
    negated = _NEGATED.search(text)
    if (negated and not _HANDLED.search(text, negated.start() + 2)) or _WAITING.search(text):
        return True
    if _LIMIT.search(text) and not any(word in text for word in LONGER_IS_BETTER):
        return True
    if _FOUND.search(text) or (_HANDLING.match(text) and not text.endswith("率")):
        return False
    ends = [match.end() for match in _LESS.finditer(text)]
    return bool(ends) and not _HANDLED.search(text, ends[-1])


def direction(reading: Reading, name: str | None = None, category: str | None = None) -> Direction:
    """Return the operator that holds for a number, change, ratio or date (`=`, inferred, for all else).

    What is written holds. What is bare runs up, unless a column says 反向, or it is an amount of a cost, a time limit, a
    zero, or its name says that less is better.
    """
    bound = reading.bound
    written = reading.target.op if isinstance(reading.target, Ratio | Deadline) else bound.op if bound else None
    if written:
        return Direction(written, reading.op_source or "explicit")
    if bound is None:
        return Direction(reading.op or "=", "inferred")
    why = _why_down(reading, bound, name, category)
    return Direction("<=" if why else ">=", "inferred", why)


def _why_down(reading: Reading, bound: Bound, name: str | None, category: str | None) -> str:
    name = name or reading.named
    base = resolve(bound.quantity.unit)[0]
    if reading.lean:
        return _("指标方向为反向") if reading.lean == "down" else ""
    if not bound.quantity.value:
        return _("指标值为零")
    if isinstance(reading.target, Change):
        growing_worse = reading.target.verb != DOWN and (runs_the_other_way(name) or is_cost(category))
        return _("这类指标增长越少越好") if growing_worse else ""
    if runs_the_other_way(name):
        return _("这类指标越低越好")
    return _why_limited(name, category, base)


def _why_limited(name: str | None, category: str | None, base: str) -> str:
    """Return why an amount or a duration is a limit by its class."""
    head = head_of(name)
    if _HANDLING.match(head) or any(word in head for word in LONGER_IS_BETTER):
        return ""
    if base != RATIO and (is_cost(category) or (base.split("/")[0] in ("", "元") and head.endswith(COST_NAMES))):
        return _("成本指标按上限理解")
    return _("时效指标按时限理解") if base in TIMES and "时效" in (category or "") else ""


def is_a_ceiling(unit: str, name: str | None, category: str | None, lean: str | None = None) -> bool:
    """Return whether of a figure in `unit` less is better, by column, name or class."""
    if lean:
        return lean == "down"
    return runs_the_other_way(name) or bool(_why_limited(name, category, resolve(unit)[0]))
