"""Units as data: which are the same, and which convert into one another. Everything else never compares."""

from decimal import Decimal

from xlperf.target.nodes import Quantity

RATIO = "1"
"""The base unit of percentages: 95% is 0.95 of `1`."""

_FAMILIES: dict[str, dict[str, str]] = {
    RATIO: {"%": "0.01", "百分比": "0.01", "‰": "0.001", "比例": "1"},
    "元": {"元": "1", "人民币元": "1", "圆": "1", "万元": "10000", "萬元": "10000"},
    "天": {"天": "1", "日": "1", "自然日": "1"},
    "工作日": {"工作日": "1", "个工作日": "1"},
    "分钟": {"分钟": "1", "小时": "60"},
    "月": {"个月": "1", "月": "1"},
    "米": {"米": "1", "m": "1", "M": "1", "厘米": "0.01", "公里": "1000", "千米": "1000", "km": "1000"},
    "平方米": {"平方米": "1", "㎡": "1", "m2": "1", "m²": "1", "平米": "1", "平方公里": "1000000"},
    "亩": {"亩": "1", "公顷": "15"},
    "千克": {"千克": "1", "公斤": "1", "kg": "1", "吨": "1000", "克": "0.001"},
    "户": {"户": "1", "戶": "1"},
    "人": {"人": "1", "名": "1"},
    "人次": {"人次": "1", "人/次": "1"},
}
_SCALES = {"百万": "1000000", "千万": "10000000", "万": "10000", "萬": "10000", "亿": "100000000", "千": "1000"}

_BASES = {unit: (base, Decimal(factor)) for base, family in _FAMILIES.items() for unit, factor in family.items()}


def resolve(unit: str) -> tuple[str, Decimal]:
    """Return the base unit and the factor to it; an unknown unit is its own base, with a scale word taken off.

    `万平方米` is (平方米, 10000); `点次` is (点次, 1); no unit is ("", 1).
    """
    if unit in _BASES:
        return _BASES[unit]
    for scale, factor in _SCALES.items():
        if unit.startswith(scale):
            base, inner = _BASES.get(unit[len(scale) :], (unit[len(scale) :], Decimal(1)))
            return base, inner * Decimal(factor)
    return unit, Decimal(1)


TIMES = ("天", "工作日", "分钟", "月")
"""Base units of durations."""


def normalise(quantity: Quantity) -> tuple[Decimal, str]:
    """Return the quantity in its base unit: 839.08万元 → (8390800, 元), 95% → (0.95, 1)."""
    base, factor = resolve(quantity.unit)
    return quantity.value * factor, base
