"""The vocabulary of targets and actuals, as data. Longer words stand before the words they begin with."""

LOOKALIKES = str.maketrans({
    "＞": ">", "＜": "<", "＝": "=", "═": "=", "﹦": "=", "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "﹥": ">", "﹤": "<",
    "》": ">", "〉": ">", "《": "<", "〈": "<", "％": "%", "﹪": "%", "，": ",", "；": ";", "：": ":", "（": "(", "）": ")",
    "～": "~", "〜": "~", "－": "-", "–": "-", "−": "-", "．": ".", "／": "/", "＊": "*", "　": " ", "\u00a0": " ",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    **{chr(0xFF21 + letter): chr(65 + letter) for letter in range(26)},
    **{chr(0xFF41 + letter): chr(97 + letter) for letter in range(26)},
})  # fmt: skip
"""One character for one, so that every position in a folded text is a position in the text as typed."""

SIGNS = {
    ">=": ">=", "=>": ">=", "≥=": ">=", "≥": ">=", "<=": "<=", "=<": "<=", "≤=": "<=", "≤": "<=", "==": "=", ">": ">",
    "<": "<", "=": "=",
}  # fmt: skip

WORDS_BEFORE = {
    "大于或等于": ">=", "大于等于": ">=", "高于或等于": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "至少": ">=",
    "最少": ">=", "达到": ">=", "达": ">=", "小于或等于": "<=", "小于等于": "<=", "低于或等于": "<=", "不超过": "<=",
    "不高于": "<=", "不大于": "<=", "不多于": "<=", "不得超过": "<=", "至多": "<=", "最多": "<=", "控制在": "<=",
    "大于": ">", "高于": ">", "多于": ">", "超过": ">", "小于": "<", "低于": "<", "少于": "<", "等于": "=",
}  # fmt: skip

WORDS_AFTER = {"及以上": ">=", "以上": ">=", "及以下": "<=", "以下": "<=", "以内": "<=", "之内": "<=", "内": "<="}

DATE_TAILS = ("底之前", "底以前", "底前完成", "底前", "之前完成", "以前完成", "前完成", "之前", "以前", "前", "底到位", "底", "末", "完成")

EMPTY = {"", "/", "\\", "*", "-", "--", "—", "——", "――", "XX", "xx", "N/A", "n/a", "未填", "暂无数据", "待统计", "待定"}
"""Signs for nothing, after folding and stripping."""

RATINGS = {
    "达成": ("达成年度指标", "达成预期指标", "达成指标", "达成"),
    "部分达成": ("部分达成年度指标并具有一定效果", "部分达成预期指标并具有一定效果", "部分达成", "基本达成"),
    "未达成": ("未达成年度指标且效果较差", "未达成预期指标且效果较差", "未达成"),
}
"""The three official bands of a self-evaluation (财预〔2020〕10号, as used in practice) and how they are written."""

RATING_BANDS = {"达成": (80, 100), "部分达成": (60, 80), "未达成": (0, 60)}
"""Percent of the points that a person may give in each band."""

DONE = ("已完成", "全部完成", "按时完成", "完成")
NOT_DONE = ("尚未完成", "未完成", "未开展")

NONE_HAPPENED = ("无", "没有", "未发生", "零")
"""Zero, where a target counts events."""

YES, NO = "是", ("否", "不是")

RUNS_THE_OTHER_WAY = (
    "故障", "投诉", "事故", "差错", "误差", "延误", "违规", "违法", "违纪", "死亡", "伤亡", "受害率", "成灾率", "发病率",
    "发生率", "损失", "逾期", "流失", "失误", "超标", "返工", "空置率", "信访", "能耗", "排放量", "成本增长率", "响应时间",
    "处理时间", "修复时间", "时限", "办理时间",
)  # fmt: skip
"""Names of which less is better."""

COST_CLASSES = ("成本",)
"""What the class of a cost indicator contains, in the frame of 2015 (成本指标) and in that of 2021 (经济成本指标 …)."""


def is_cost(category: str | None) -> bool:
    """Return whether a class (二级指标) is one of costs."""
    return bool(category) and any(word in category for word in COST_CLASSES)


def runs_the_other_way(name: str | None) -> bool:
    """Return whether less is better, by the indicator's name; a guess, to be shown as inferred."""
    return bool(name) and any(word in name for word in RUNS_THE_OTHER_WAY)
