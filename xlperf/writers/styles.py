"""How a workbook of ours looks: named styles, as data. The palette is small: ink, paper, one blue, five states."""

from xlperf.language import CHINESE

INK, QUIET, RULE = "#1F2A37", "#6B7280", "#C9D3DF"
BLUE, BLUE_SOFT, OURS, OURS_HEAD = "#1F4E79", "#EAF1F8", "#F1F4F8", "#5C7389"
PAPER = "#FFFFFF"

STATE_COLOURS = {
    "达标": ("#1E6B3A", "#DDF2E3"),
    "未达标": ("#A61B1B", "#FBE1DE"),
    "待判定": ("#8A5A00", "#FFF0CC"),
    "未填": ("#5F6B7A", "#E7EBF0"),
    "无法识别": ("#5B2C83", "#ECE0F6"),
    "超预算": ("#A61B1B", "#FBE1DE"),
    "执行完毕": ("#1E6B3A", "#DDF2E3"),
    "执行中": ("#1F4E79", "#DCE9F6"),
    "未支出": ("#5F6B7A", "#E7EBF0"),
    "错误": ("#A61B1B", "#FBE1DE"),
    "警告": ("#8A5A00", "#FFF0CC"),
    "提示": ("#1F4E79", "#DCE9F6"),
    "已接受": ("#5F6B7A", "#E7EBF0"),
    "红灯": ("#A61B1B", "#FBE1DE"),
    "黄灯": ("#8A5A00", "#FFF0CC"),
    "绿灯": ("#1E6B3A", "#DDF2E3"),
    "蓝灯": ("#1F4E79", "#DCE9F6"),
    "未到期": ("#5F6B7A", "#E7EBF0"),
    "未定": ("#5F6B7A", "#E7EBF0"),
}
"""Font and fill of each status word, on screen and in print."""

FONT = "微软雅黑"
FORM_FONT = "宋体"

_BASE = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
_CELL = _BASE | {"border": 1, "border_color": RULE}
_HEAD = _CELL | {"bold": True, "font_color": PAPER, "align": "center", "text_wrap": True}
_FORM = {"font_name": FORM_FONT, "font_size": 10.5, "valign": "vcenter", "border": 1, "text_wrap": True}

NUMBER_FORMATS = {
    "text": "@",
    "amount": "#,##0.00;[Red]-#,##0.00",
    "rate": "0.0%",
    "date": "yyyy-mm-dd",
    "points": "0.00",
    "count": "0",
    "year": "0",
    "status": "General",
    "link": "General",
}

STYLES: dict[str, dict] = {
    "title": _BASE | {"font_size": 18, "bold": True, "font_color": BLUE},
    "hint": _BASE | {"font_color": QUIET, "font_size": 9.5},
    "gloss": _BASE | {"font_color": QUIET, "font_size": 8.5, "align": "center", "text_wrap": True},
    "band": _BASE | {"bold": True, "font_color": BLUE, "bg_color": BLUE_SOFT, "align": "center", "font_size": 9.5},
    "heading": _HEAD | {"bg_color": BLUE},
    "heading.ours": _HEAD | {"bg_color": OURS_HEAD},
    "section": _BASE | {"bold": True, "font_size": 12, "font_color": BLUE, "bottom": 2, "bottom_color": BLUE},
    "label": _CELL | {"bg_color": BLUE_SOFT, "font_color": BLUE, "bold": True, "indent": 1},
    "label.ours": _CELL | {"bg_color": OURS, "font_color": OURS_HEAD, "bold": True, "indent": 1},
    "body": _BASE | {"text_wrap": True, "valign": "top"},
    "step": _BASE | {"bold": True, "font_size": 11, "font_color": PAPER, "bg_color": BLUE, "align": "center"},
    "form.title": {"font_name": FORM_FONT, "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"},
    "form.subtitle": {"font_name": FORM_FONT, "font_size": 12, "align": "center", "valign": "vcenter"},
    "form.label": _FORM | {"align": "center", "bold": True},
    "form.text": _FORM | {"align": "left", "indent": 1},
    "form.value": _FORM | {"align": "center"},
    "form.amount": _FORM | {"align": "right", "indent": 1, "num_format": "#,##0.00##"},
    "form.sum": _FORM | {"align": "right", "indent": 1, "bold": True, "num_format": "#,##0.00##"},
}

_ALIGNED = {"amount": "right", "rate": "right", "points": "right", "count": "right",
            "date": "center", "status": "center", "year": "left"}  # fmt: skip

for _kind, _format in NUMBER_FORMATS.items():
    for _owner, _fill in (("user", None), ("ours", OURS)):
        _style = _CELL | {"num_format": _format, "align": _ALIGNED.get(_kind, "left")}
        if _style["align"] != "center":
            _style |= {"indent": 1}
        if _kind in ("text", "link"):
            _style |= {"text_wrap": True}
        if _kind == "link":
            _style |= {"font_color": "#0B5CAD", "underline": 1}
        if _fill:
            _style |= {"bg_color": _fill}
            if _kind == "text":
                _style |= {"num_format": "General"}
        STYLES[f"{_kind}.{_owner}"] = _style

NAMES = {
    "title": "xlperf 标题", "hint": "xlperf 说明", "band": "xlperf 分组", "heading": "xlperf 表头",
    "heading.ours": "xlperf 表头（自动）", "section": "xlperf 小标题", "label": "xlperf 项目名",
    "label.ours": "xlperf 项目名（自动）", "body": "xlperf 正文", "step": "xlperf 步骤",
    "text.user": "xlperf 文字", "amount.user": "xlperf 金额",
    "date.user": "xlperf 日期", "points.user": "xlperf 分值", "year.user": "xlperf 年度",
    "text.ours": "xlperf 文字（自动）", "amount.ours": "xlperf 金额（自动）",
    "rate.ours": "xlperf 比率（自动）", "status.ours": "xlperf 状态（自动）", "points.ours": "xlperf 得分（自动）",
    "count.ours": "xlperf 计数（自动）", "link.ours": "xlperf 链接（自动）",
    "form.title": "xlperf 表单标题", "form.subtitle": "xlperf 表单副题", "form.label": "xlperf 表单栏目",
    "form.text": "xlperf 表单文字", "form.value": "xlperf 表单指标值", "form.amount": "xlperf 表单金额",
    "form.sum": "xlperf 表单合计",
    **({} if CHINESE else {"gloss": "xlperf 译名"}),
}  # fmt: skip
"""The names under which Excel's gallery of cell styles shows them."""

BUTTON = {
    "height": 26, "y_offset": 9, "fill": {"color": BLUE}, "line": {"none": True},
    "font": {"name": FONT, "size": 10, "bold": True, "color": PAPER}, "align": {"vertical": "middle", "horizontal": "center"},
}  # fmt: skip
"""How a drawn button looks, as XlsxWriter describes a text box."""
