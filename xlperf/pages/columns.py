"""The page of the workbook's cells: every sheet with its columns, whose each is, what belongs in it, what Excel calculates there."""

from collections.abc import Iterator

from xlperf import schema
from xlperf.schema import Column, Field, Sheet, formula_text

_HEAD = """# 工作表和列

母版工作簿的每个工作表、每一列：谁填，填什么。列认标题，不认位置：可以移动、隐藏，可以在右边加自己的列；改了标题就认不出来，“校验”会说缺哪一列。
“您”填的程序从不改动；“自动”的由 Excel 公式或校验写入，填在那里的下次会被重写；“程序填一次”的写入之后就和您填的一样，不再改动。
"""
_KINDS = {"text": "文字", "note": "文字（长）", "amount": "金额，万元", "money": "金额，元", "rate": "百分比", "date": "日期", "points": "分值",
          "count": "整数", "year": "年份", "status": "状态", "link": "链接"}  # fmt: skip
_OWNERS = {"user": "您", "ours": "自动", "kept": "程序填一次"}


def page() -> str:
    """Return the page, in Chinese Markdown."""
    return "\n".join((_HEAD, *_overview(), *(line for sheet in schema.TABLE_SHEETS for line in _sheet(sheet)))).rstrip() + "\n"


def _overview() -> Iterator[str]:
    yield f"## {schema.OVERVIEW}\n\n左边由您填写，右边自动计算。\n\n| 项目 | 英文名 | 谁填 | 内容 | 说明 |\n|---|---|---|---|---|"
    for each in (*schema.PARTICULARS, *schema.SUMMARY):
        yield f"| {each.label} | {each.english} | {_OWNERS[each.owner]} | {_content(each)} | {each.help} |"
    yield ""


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"## {sheet.name}\n\n{sheet.hint}表格名：`{sheet.table}`。\n\n| 列 | 英文名 | 谁填 | 内容 | 说明 |\n|---|---|---|---|---|"
    for each in sheet.columns:
        told = "".join((each.help, "（必须有这一列）" if each.required else "", _formula(each, sheet)))
        yield f"| {_heading(each)} | {each.english} | {_OWNERS[each.owner]} | {_content(each)} | {told} |"
    yield ""


def _heading(column: Column) -> str:
    return f"{column.band}：{column.heading}" if column.band else column.heading


def _content(each: Column | Field) -> str:
    words = schema.CHOICES.get(each.choices)
    return _KINDS[each.kind] + ("" if not words else "；可选：" + "、".join(word for word in words if word))


def _formula(column: Column, sheet: Sheet) -> str:
    """Return what Excel calculates in a column, as it stands in the file."""
    calculated = column.calculated(True)
    if not calculated:
        return ""
    text = formula_text(calculated, sheet).replace("_xlfn.", "").replace("|", "\\|")
    return f"<br>公式：`={text}`" if len(text) <= _MOST else "<br>由较长的公式算得。"


_MOST = 160
"""Letters of a formula that is printed: longer ones help nobody on paper."""
