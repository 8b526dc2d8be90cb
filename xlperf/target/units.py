"""Units as data: which are the same, which convert into one another, which count events. Everything else never compares."""

import re
from decimal import Decimal
from functools import lru_cache

from xlperf.target.nodes import Quantity

RATIO = "1"
"""The base unit of percentages: 95% is 0.95 of `1`."""

FAMILIES: dict[str, dict[str, str]] = {
    RATIO: {"%": "0.01", "百分比": "0.01", "百分号": "0.01", "‰": "0.001", "比例": "1", "成": "0.1", "百分之": "0.01"},
    "个百分点": {"个百分点": "1", "百分点": "1"},
    "元": {"元": "1", "人民币元": "1", "元人民币": "1", "圆": "1", "角": "0.1", "分钱": "0.01"},
    "分钟": {
        "分钟": "1", "小时": "60", "个小时": "60", "h": "60", "H": "60", "min": "1", "天": "1440", "日": "1440",
        "自然日": "1440", "个自然日": "1440", "日历天": "1440", "个日历天": "1440", "日历日": "1440", "周": "10080",
        "个星期": "10080", "星期": "10080", "秒": "0.016666666666666666667", "秒钟": "0.016666666666666666667",
    },
    "工作日": {"工作日": "1", "个工作日": "1", "工作天": "1"},
    "月": {
        "月": "1", "个月": "1", "季度": "3", "个季度": "3", "季": "3", "年": "12", "周年": "12", "半年": "6",
        "学期": "6", "个学期": "6", "学年": "12", "个学年": "12", "个年度": "12", "年度": "12",
    },
    "米": {
        "米": "1", "m": "1", "M": "1", "延米": "1", "延长米": "1", "厘米": "0.01", "cm": "0.01", "毫米": "0.001",
        "mm": "0.001", "公里": "1000", "千米": "1000", "km": "1000", "KM": "1000", "Km": "1000", "㎞": "1000",
    },
    "平方米": {
        "平方米": "1", "㎡": "1", "m2": "1", "m²": "1", "M2": "1", "平米": "1", "平方": "1", "平方公里": "1000000",
        "平方千米": "1000000", "km2": "1000000", "km²": "1000000", "公顷": "10000", "hm2": "10000", "hm²": "10000",
        "亩": "666.66666666666666667",
    },
    "立方米": {"立方米": "1", "m3": "1", "m³": "1", "㎥": "1", "立方": "1", "方": "1"},
    "千克": {
        "千克": "1", "公斤": "1", "kg": "1", "KG": "1", "Kg": "1", "㎏": "1", "吨": "1000", "t": "1000", "克": "0.001",
        "g": "0.001", "斤": "0.5", "毫克": "0.000001", "mg": "0.000001", "微克": "0.000000001", "μg": "0.000000001",
        "ug": "0.000000001", "µg": "0.000000001",
    },
    "升": {"升": "1", "L": "1", "毫升": "0.001", "ml": "0.001", "mL": "0.001"},
    "千瓦时": {"千瓦时": "1", "度": "1", "kWh": "1", "kwh": "1"},
    "千瓦": {"千瓦": "1", "kW": "1", "kw": "1", "KW": "1", "瓦": "0.001", "W": "0.001", "兆瓦": "1000", "MW": "1000"},
    "℃": {"℃": "1", "度C": "1", "摄氏度": "1"},
    "批": {"批": "1", "批次": "1"},
    "场": {"场": "1", "场次": "1"},
    "本": {"本": "1", "册": "1"},
    "户": {"户": "1"},
    "人": {"人": "1", "生": "1", "名": "1", "学生": "1", "人口": "1", "位": "1", "个人": "1"},
    "分贝": {"分贝": "1", "dB": "1", "dB(A)": "1"},
    "人次": {"人次": "1", "人/次": "1", "人·次": "1"},
    "学时": {"学时": "1", "课时": "1", "个学时": "1", "个课时": "1"},
}  # fmt: skip
"""Base unit: the units that convert into it, with their factors. 亩 are 10000/15 平方米, so that 15亩 are 1公顷."""

COUNTED = (
    "人", "名", "位", "户", "人次", "次", "个", "家", "件", "份", "篇", "本", "台", "套", "辆", "批", "起", "例",
    "场", "期", "班次", "座", "处", "所", "间", "条", "项", "张", "只", "头", "株", "盏", "艘", "架", "架次", "宗", "枚",
    "幅", "块", "根", "部", "支", "组", "口", "眼", "幢", "栋", "匹", "羽", "尾", "点次", "户次", "车次", "个次", "村", "县", "乡",
    "镇", "校", "样", "批样", "门", "节", "集", "款", "种", "类", "具", "艇", "轮", "届", "片", "顶", "床", "棵", "粒", "枝", "面",
    "杆", "盒", "箱", "袋", "桶", "瓶", "卷", "页", "字", "标箱", "站", "站次", "单", "笔", "案", "案件", "人·天", "亩次", "令",
)  # fmt: skip
"""What is counted in whole numbers and never below zero."""

INDIVISIBLE = ("人", "名", "生", "户", "个", "家", "辆", "台", "人次", "件", "起", "所", "座", "栋", "幢", "间", "处", "次")
"""Of these a half is a slip of the pen, never an average."""

EVENTS = ("起", "次", "件", "例", "人次", "宗", "场", "人", "名", "个", "处", "项", "批", "户", "单", "笔", "案", "家")
"""Units in which things that happen are counted: against them 无 means zero."""

_OTHERS = ("分", "级", "星", "亩产", "人天", "人日", "人月", "倍", "番", "兆", "G", "GB", "TB", "MB", "Mbps", "hm",
           "千伏", "kV", "伏", "吉焦", "岁", "天次", "点", "折", "标准箱", "当量", "标煤", "标准煤", "吨标准煤", "吨标煤", "亩地")  # fmt: skip

SCALES = {"百万": "1000000", "千万": "10000000", "十万": "100000", "百亿": "10000000000", "万亿": "1000000000000", "万": "10000",
          "亿": "100000000", "千": "1000", "百": "100", "十": "10"}  # fmt: skip
"""Scale words; they stand before any unit (万平方米) or without one (250万)."""

TRADITIONAL = str.maketrans(
    "萬億個戶噸畝於達過內號無間發學時鐘週兩數總應後實產業務費額價約餘較減長單輛臺條張項場檔區縣鄉鎮團隊隻雙組級類層處樓圓課歲門頁屆顆艘滿優質進顯續穩標員",
    "万亿个户吨亩于达过内号无间发学时钟周两数总应后实产业务费额价约余较减长单辆台条张项场档区县乡镇团队只双组级类层处楼圆课岁门页届颗艘满优质进显续稳标员",
)
"""Traditional characters that occur in units and in the words of the grammar, one for one."""

BASES = {
    unit: (base, Decimal(factor)) for base, family in FAMILIES.items() for unit, factor in family.items()
} | {unit: (unit, Decimal(1)) for unit in (*COUNTED, *_OTHERS) if not any(unit in f for f in FAMILIES.values())}

_SPLIT = re.compile(r"[/·*.×、]每?|每")
_NUMERIC = re.compile(r"(\d*)([十百千万亿]*)(.*)")


@lru_cache(maxsize=4096)
def resolve(unit: str) -> tuple[str, Decimal]:
    """Return the base unit and the factor to it; an unknown unit is its own base, with a scale word taken off.

    `万平方米` is (平方米, 10000); `点次` is (点次, 1); no unit is ("", 1). What stands after a stroke divides: `万元/人` is
    (元/人, 10000), `/10万` is (1, 0.00001), the order of divisors does not matter.
    """
    plain = unit.translate(TRADITIONAL)
    plain = plain[1:] if plain.startswith("1/") else plain
    if plain in BASES:
        return BASES[plain]
    first, *divisors = _SPLIT.split(plain)
    base, factor = _simple(first)
    below = []
    for divisor in divisors:
        digits, scale, word = _NUMERIC.fullmatch(divisor).groups()  # type: ignore[union-attr]  # it fits every text
        inner, inner_factor = _simple(scale + word)
        factor /= inner_factor * (Decimal(digits or 1) or 1)
        below += [inner] if inner else []
    if not divisors:
        return base, factor
    if not below:
        return (f"{base}/{RATIO}" if base else RATIO), factor
    return "/".join((base, *sorted(below))), factor


def _simple(unit: str) -> tuple[str, Decimal]:
    """Resolve a unit without divisors."""
    if unit in BASES:
        return BASES[unit]
    if unit[:1] == "个" and unit[1:] in COUNTED:
        return BASES[unit[1:]]  # 2个村 are 2村
    for scale, factor in SCALES.items():
        if unit.startswith(scale):
            base, inner = _simple(unit[len(scale) :])
            return base, inner * Decimal(factor)
    return unit, Decimal(1)


@lru_cache(maxsize=4096)
def is_known(unit: str) -> bool:
    """Whether every piece of a unit is in the tables, scale words apart."""
    plain = unit.translate(TRADITIONAL)
    if plain in BASES:
        return True
    return all(
        base in BASES or base in FAMILIES or not base
        for base, _factor in (_simple(piece.lstrip("0123456789")) for piece in _SPLIT.split(plain))
    ) and bool(plain)


TIMES = ("分钟", "工作日", "月")
"""Base units of durations."""

PER_YEAR = {"分钟": 525600, "月": 12}
"""How many of a base unit of time make a year: 1次/月 is 12次 in a year."""


def normalise(quantity: Quantity) -> tuple[Decimal, str]:
    """Return the quantity in its base unit: 839.08万元 → (8390800, 元), 95% → (0.95, 1)."""
    base, factor = resolve(quantity.unit)
    return clean(quantity.value * factor), base


_LARGEST_CLEANED = 12
"""Digits before the point: a larger number has no dust that matters, and rounding would need more digits than are kept."""


def clean(value: Decimal) -> Decimal:
    """Return a converted value without the dust that endless factors (亩, 秒) leave behind the fifteenth digit."""
    if value.adjusted() > _LARGEST_CLEANED:
        return value
    rounded = round(value, 12)
    return rounded.normalize() if rounded and abs(value - rounded) <= abs(value) * Decimal("1e-15") else value


def counts_whole_things(unit: str) -> bool:
    """Whether a unit counts what cannot be halved, nor be fewer than none."""
    base, _factor = resolve(unit)
    return base in COUNTED


def counts_events(unit: str) -> bool:
    """Whether things that happen are counted in a unit, so that 无 is zero of it; no unit may count them, too."""
    base, _factor = resolve(unit)
    return base in EVENTS or not base
