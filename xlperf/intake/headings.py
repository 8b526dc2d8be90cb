"""Headings as people spell them, and the nearest one where none fits."""

import re
import unicodedata
from collections.abc import Iterable

_NOISE = re.compile(r"[\s*:：（）()\[\]【】]+")

SPELLINGS = {
    "总额": ("预算总额", "年初预算总额", "预算金额"),
    "财政拨款": ("本年财政拨款", "当年财政拨款"),
    "批复指标值": ("指标值", "年度指标值", "目标值"),
    "实际完成值": ("完成值", "实际值", "全年实际值"),
    "二级指标": ("二级绩效指标",),
    "三级指标": ("三级绩效指标", "指标名称", "三级指标名称"),
    "一级指标": ("一级绩效指标",),
    "金额（元）": ("金额", "支付金额"),
    "分值": ("权重",),
}
"""Other ways to write a heading of the schema."""


def fold_heading(text: object) -> str:
    """Return a heading without spaces, brackets and marks."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", str(text or "")))


def spellings(heading: str) -> set[str]:
    """Return all folded spellings of a heading."""
    return {fold_heading(each) for each in (heading, *SPELLINGS.get(heading, ()))}


def nearest(wanted: str, found: Iterable[str]) -> str:
    """Return the text most like `wanted`; "" where none is."""
    import difflib

    return next(iter(difflib.get_close_matches(wanted, list(found), 1, 0.5)), "")
