"""A table written down in plain lines, as the examples of rules are: `任务｜任务名称=道路养护｜总额=50`."""

import re
from collections.abc import Iterable

from xlperf.schema import PARTICULARS

NUMBERS = {"总额", "财政拨款", "上年结转", "其他资金", "分值", "核定得分", "金额（元）", "入账金额（元）", "比例（%）", "优先级", "金额（万元）",
           "决算数", "截至月份", "轮次"}  # fmt: skip


def cell(heading: str, value: str):
    """Return a value as its column would hold it: numbers where they are numbers."""
    if value == "未计算的公式":
        return "\x00formula"
    if heading in NUMBERS and re.fullmatch(r"-?[\d.]+", value):
        return float(value)
    return value


def row_of(fields: Iterable[str]) -> dict[str, object]:
    """Return a row by heading from `heading=value` fields."""
    return {heading: cell(heading, value) for heading, _eq, value in (field.partition("=") for field in fields)}


def particulars_of(row: dict[str, object]) -> dict[str, object]:
    """Return fields of 概况 by key from a row by label."""
    labels = {each.label: each.key for each in PARTICULARS}
    return {labels[label]: value for label, value in row.items()}


def sheets_of(text: str) -> tuple[dict[str, list[dict[str, object]]], dict[str, object]]:
    """Return the rows of a text by sheet, and its fields of 概况."""
    rows: dict[str, list[dict[str, object]]] = {}
    particulars: dict[str, object] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, *fields = line.strip().split("｜")
            if name == "概况":
                particulars |= particulars_of(row_of(fields))
            else:
                rows.setdefault(name, []).append(row_of(fields))
    return rows, particulars
