"""Texts that mean harm, and a table that has one in every cell which holds a text."""

import itertools
from collections.abc import Sequence
from datetime import date

from tests.conftest import content_from
from xlperf import schema
from xlperf.build import Content

HOSTILE_TEXTS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://127.0.0.1:47119/","点我")',
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'; DROP TABLE x; --",
    "{{7*7}}",
    "${jndi:ldap://127.0.0.1:47119/x}",
    "%s%n%d{0}{a}",
    "\u202e反的\u202d",
    "\u200f\u200b\ufeff零宽",
    "_x0000_",
    "_xD800_",
    "\x7f\x85\u2028",
    "\x1b[31m红\x1b]0;题\x07",
    "_x001B_[31m红_x0007_",
    "\x9b31m",
    "长" * 32_767,
    "9" * 32_767,
    "≥" * 5000,
    "(" * 5000,
    "1," * 10_000,
    "0." + "0" * 5000 + "1%",
    "≥" + "9" * 5000 + "万元",
    "2022年" * 3000,
    "≥1且" * 3000,
    "、" * 32_000,
    " " * 32_000,
    "百" * 9000,
    "1-" * 9000,
    "１" * 9000,
    "较上年" * 4000,
    "不" * 9999,
    "及" * 9999,
    "第" * 9999 + "季度",
    "[" * 3000 + "]" * 3000,
    "﷽" * 3000,
    "e" + "\u0301" * 3000,
    "NaN",
    "∞",
    "-0",
    "1e999",
)


def table_of(texts: Sequence[str]) -> Content:
    """Return a table whose users wrote these texts wherever a text can stand; one row of each, and rows that are judged among them."""
    told = itertools.cycle(texts)
    rows = {
        sheet.name: [_row(sheet, told) for _text in [*texts, ""]]  # one more, or each text would always meet the same column
        for sheet in schema.READ_SHEETS
        if sheet is not schema.MONITOR
    }
    for nth, row in enumerate(rows["绩效指标"]):
        row |= {"一级指标": "产出指标", "二级指标": "数量指标"}
        row |= ({}, {"批复指标值": ">=5次"}, {"批复指标值": ">=5次", "实际完成值": "3次"})[nth % 3]
    for payment, task in zip(rows["支出明细"], rows["任务"], strict=True):
        payment["任务"] = task["任务名称"]
    particulars = ("department", "supervisor", "preparer", "phone", "head")
    return content_from(rows, **dict(zip(particulars, texts[5:], strict=False)))


def _row(sheet: schema.Sheet, told: itertools.cycle) -> dict[str, object]:
    given = {"date": date(2022, 3, 1), "text": None, "note": None}
    return {column.heading: given.get(column.kind, 10.0) or next(told) for column in sheet.columns if column.owner == "user"}
