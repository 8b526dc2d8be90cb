"""The classes of indicators as a lexicon: which 一级指标 a 二级指标 belongs to."""

import re
from functools import lru_cache

SECOND = {
    "数量": "产出指标", "质量": "产出指标", "时效": "产出指标", "进度": "产出指标", "成本": "产出指标",
    "经济效益": "效益指标", "社会效益": "效益指标", "生态效益": "效益指标", "环境效益": "效益指标",
    "可持续影响": "效益指标", "可持续发展": "效益指标",
    "满意度": "满意度指标", "服务对象满意度": "满意度指标", "受益人满意度": "满意度指标",
    "社会公众满意度": "满意度指标", "社会公众或服务对象满意度": "满意度指标",
    "经济成本": "成本指标", "社会成本": "成本指标", "生态环境成本": "成本指标",
}  # fmt: skip
"""In the frame of 2015 cost is a second-level class under 产出; that of 2021 has three classes of cost under 成本."""

FIRST = ("产出指标", "效益指标", "满意度指标", "成本指标", "投入指标", "过程指标")
_NOISE = re.compile(r"[\s\d.分()（）]+|-(?=\d|$)")


_NUMBERED = re.compile(r"^指标\s*\d+\s*[:：.、]\s*")


def without_number(name: str) -> str:
    """Return the name of an indicator without the number that forms print before it: `指标1：培训人数` → `培训人数`."""
    return _NUMBERED.sub("", name)


@lru_cache(maxsize=4096)
def class_name(label: str) -> str:
    """Return a class label without spaces and printed points: `产出指标(50分)` → `产出指标`."""
    return _NOISE.sub("", label)


def last_class(label: str) -> str:
    """Return the 二级指标 of a label that names both classes: `产出指标-数量指标` → `数量指标`."""
    return re.split(r"[-－—/·>]", class_name(label))[-1]


def first_level(second: str) -> str:
    """Return the 一级指标 that a 二级指标 belongs to; "" where the lexicon does not know it."""
    return SECOND.get(class_name(second).removesuffix("指标"), "")


def is_first_level(label: str) -> bool:
    """Return whether a label names a 一级指标."""
    return class_name(label) in FIRST
