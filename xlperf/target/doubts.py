"""What a careful reader would ask back about a reading. Doubts are rare, and nothing is ever repaired by one."""

import re
from collections.abc import Iterator
from decimal import Decimal

from xlperf.language import _
from xlperf.target.direction import head_of, runs_the_other_way
from xlperf.target.nodes import Bound, Change, Deadline, Doubt, Qualitative, Range, Reading, Target, unit_of
from xlperf.target.numbers import quantity
from xlperf.target.scan import Scanner, one_of
from xlperf.target.units import RATIO, SCALES, counts_whole_things, normalise, resolve
from xlperf.target.words import (
    BOOK_MARKS,
    MAY_PASS_HUNDRED,
    SHARE_NAMES,
    SIGNS,
    WEAK_WORDS,
    WHOLE_SCALES,
    WORDS_BEFORE,
    is_cost,
)

_HUNDRED = Decimal(100)
_REPEATED = re.compile(r"\(([^()]*\d[^()]*)\) *$")
_ELSEWHERE = re.compile("^见|见附|详见|另附|同上|见表")
_NUMBERING = re.compile(r"^指标\d+[:.、]?|^\d{1,2}[.、:)]")
_IN_NAME = re.compile(r"\d+(?:\.\d+)?")
_COARSE_BEFORE = re.compile(r"(?:月|季度|半年|年|旬)(?:之前|以前|前)")
_OPERATOR = one_of((*(sign for sign in SIGNS if sign != "="), *(set(WORDS_BEFORE) - WEAK_WORDS)))
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d年? *:")
_MONTH_LIKE = re.compile(r"20[12]\d\.(?:0?[1-9]|1[0-2])")
_TWO_NAMES = re.compile("[率度][和、及与].*[率度]$")
_YEAR_LIKE = re.compile(r"20[12]\d")
_SIGN_AS_TWO = re.compile(r"2(?:[5-9]\d|100)(?:\.\d+)?")
_FIGURE = re.compile(r"\d[\d.,]*")
_LEADING_ZERO = re.compile(r"0\d")
_THOUSANDS_AS_POINT = re.compile(r"\d{1,3}\.\d{3}")
_AT_LEAST_AS_TWO = re.compile(r"2[1-9]\d*[05]")
_EVENT_COUNTS = ("次", "起", "场", "批", "期", "件", "人次")
_LONGEST_BARE = 6
"""Digits: a longer bare number without a unit is figures run together, unless it is money."""


def doubts_of(reading: Reading) -> tuple[Doubt, ...]:
    """Return the doubts about a reading that its own text gives, the gravest first; `doubts_by_name` has those for which the name counts.

    存疑：读得出，但读法可疑的，照读并说明疑点，不替人改。符号被识别成数字、几个数连在一起的，实际没有达到时不判未达标，请人核对原表。
    例：292% → misread｜2280次 → misread｜017 → misread｜100%（0.9） → misread｜第四季度前 → span｜≥95%-100% → sign
    """
    found = reading.target
    text = Scanner(reading.text).text.strip()
    told: list[Doubt] = []
    if (isinstance(found, Bound) and found.quantity.about) or (isinstance(found, Qualitative) and "若干" in text):
        told.append(Doubt("about", _("“{text}”是约数，达到多少算完成没有写明").format(text=text)))
    if isinstance(found, Qualitative) and (text in WHOLE_SCALES or _ELSEWHERE.search(text)):
        told.append(Doubt("misread", _("“{text}”没有写明要达到什么").format(text=text)))
    if isinstance(found, Bound | Range) and (remark := _REPEATED.search(text)):
        told += _repeated(found, remark[1])
    if isinstance(found, Range) and len(_OPERATOR.findall(text)) == 1:
        told.append(Doubt("sign", _("“{text}”既有符号又是区间，按区间理解").format(text=text)))
    if isinstance(found, Bound) and _TWO_NAMES.search(reading.named):
        told.append(Doubt("names", _("“{named}”是两项指标，应分成两行").format(named=reading.named)))
    if isinstance(found, Change) and found.level is not None:
        told.append(Doubt("base", _("与基数{base}（{level}）相比的变化，是百分数还是百分点没有写明").format(
            base=found.base, level=f"{found.level:f}")))  # fmt: skip
    if isinstance(found, Deadline):
        told += _about_dates(found, text)
    if any(mark in reading.text for mark in BOOK_MARKS):
        told.append(Doubt("sign", _("书名号“》”当符号用，是“大于”还是“不低于”分不清")))
    return tuple(told)


def doubts_by_name(reading: Reading, name: str | None, category: str | None, year: int | None) -> tuple[Doubt, ...]:
    """Return the doubts about a reading for which it matters what the indicator is called, the gravest first."""
    found = reading.target
    if not isinstance(found, Bound | Qualitative):
        return ()
    text = Scanner(reading.text).text.strip()
    told: list[Doubt] = []
    if isinstance(found, Qualitative):
        if name and text == Scanner(name).text.strip():
            told.append(Doubt("misread", _("指标值与指标名称相同，可能填错了列")))
        return tuple(told)
    if doubt := _misread(found, text, Scanner(reading.named).text, name, category):
        told.append(doubt)
    told += _from_name(found, name, year)
    if _is_fraction_of_a_column(found, text, name):
        told.append(Doubt("unit", _("“{text}”加上计量单位是{value}，可能应为{meant}%").format(
            text=text, value=found.quantity, meant=f"{(found.quantity.value * 100).normalize():f}")))  # fmt: skip
    return tuple(told)


def _misread(found: Bound, text: str, named: str, name: str | None, category: str | None) -> Doubt | None:
    """Whether figures or a sign look damaged: ≥92% read as 292%, ≥280次 as 2280次, figures run together."""
    amount = found.quantity
    figure = text[text.find(named) + len(named) :] if named in text else text
    digits = _FIGURE.search(figure)
    written = digits[0].replace(",", "") if digits else ""
    if _LEADING_ZERO.match(written):
        return Doubt("misread", _("“{text}”以0开头，可能是几个数连在一起").format(text=text))
    if counts_whole_things(amount.unit) and _THOUSANDS_AS_POINT.fullmatch(written):
        return Doubt("misread", _("{value}可能是千位分隔写成了小数点").format(value=amount))
    if found.op:
        return None
    if _passes_hundred(found, name) or (amount.unit == "%" and _SIGN_AS_TWO.fullmatch(written) and not _grows(name)):
        return Doubt("misread", _("{value}超过100%，可能是符号被识别成了数字，或几个数连在一起").format(value=amount))
    base, _factor = resolve(amount.unit)
    if base in _EVENT_COUNTS and _AT_LEAST_AS_TWO.fullmatch(written) and len(written) >= 4:
        return Doubt("misread", _("{value}可能是“≥”被识别成了2（≥{rest}）").format(value=amount, rest=f"{written[1:]}{amount.unit}"))
    if not amount.unit and len(written.split(".")[0]) >= _LONGEST_BARE and not is_cost(category) and not _is_money_name(name):
        return Doubt("misread", _("“{text}”没有单位又过长，可能是几个数连在一起").format(text=text))
    return None


def _passes_hundred(found: Bound, name: str | None) -> bool:
    """Whether a share is above 100% that cannot be, or hardly."""
    amount = found.quantity
    share = resolve(amount.unit)[0] == RATIO and normalise(amount)[0] > 1
    bare = not amount.unit and amount.value > _HUNDRED and head_of(name).endswith(SHARE_NAMES)
    if not (share or bare) or any(word in (name or "") for word in MAY_PASS_HUNDRED):
        return False
    return bool(name) or normalise(amount)[0] > Decimal("1.5")


def _is_fraction_of_a_column(found: Bound, text: str, name: str | None) -> bool:
    """Whether 0.965 stands beside a unit column % for a share of which more is better: hardly 0.965%."""
    amount = found.quantity
    small = amount.unit == "%" and "%" not in text and 0 < amount.value <= 1
    return small and (not name or head_of(name).endswith(SHARE_NAMES)) and not (runs_the_other_way(name) or _grows(name))


def _grows(name: str | None) -> bool:
    return any(word in (name or "") for word in ("增", "变动", "提高", "提升", "倍"))


def _is_money_name(name: str | None) -> bool:
    return (name or "").endswith(("额", "成本", "资金", "费", "收入", "产值", "面积", "预算", "支出", "数(元)", "值"))


def _from_name(found: Bound, name: str | None, year: int | None) -> Iterator[Doubt]:
    """Whether the number may belong to the name (村组干部230人, ≥230个), or be the year."""
    amount = found.quantity
    if not amount.unit and not found.op and year and amount.value == year:
        yield Doubt("misread", _("“{value}”与年度相同，可能不是指标值").format(value=amount))
    elif not amount.unit and not found.op and _MONTH_LIKE.fullmatch(str(amount.value)):
        yield Doubt("misread", _("“{value}”像是年月，可能不是指标值").format(value=amount))
    elif not amount.unit and not found.op and _YEAR_LIKE.fullmatch(str(amount.value)):
        yield Doubt("misread", _("“{value}”像是年份，可能不是指标值").format(value=amount))
    folded = _NUMBERING.sub("", Scanner(name or "").plain)
    inner = Scanner(folded)
    for match in _IN_NAME.finditer(folded):
        if Decimal(match[0]) != amount.value or amount.value in (0, 100):
            continue
        inner.back(match.start())
        named = quantity(inner)
        unlike = named and named.unit and amount.unit and named.unit not in amount.unit and resolve(named.unit)[0] != resolve(amount.unit)[0]
        if unlike or (not amount.unit and not found.op and amount.value > 9):
            yield Doubt("misread", _("{value}与指标名称里的“{named}”数字相同、单位不同，可能取自名称").format(value=amount, named=named))
            return


def _repeated(found: Bound | Range, remark: str) -> Iterator[Doubt]:
    """Whether the number repeated in brackets agrees: 100%（1.0）."""
    inner = Scanner(remark)
    again = quantity(inner)
    if again is None or not inner.done or not isinstance(found, Bound):
        if not remark.startswith(("含", "均含", "包含", "不含")) and not _YEAR_BEFORE.match(remark):
            yield Doubt("remark", _("括号里的“{remark}”没有计入").format(remark=remark))
        return
    same = normalise(again)[0] == normalise(found.quantity)[0] or again.value == found.quantity.value
    if not same:
        yield Doubt("misread", _("括号里的{again}与{value}不一致").format(again=again, value=found.quantity))


def _about_dates(found: Deadline, text: str) -> Iterator[Doubt]:
    if found.moment.year is None:
        yield Doubt("year", _("日期没有年份，表中也没有年度"))
    if found.op == "<=" and not found.moment.day and _COARSE_BEFORE.search(text):
        yield Doubt("span", _("“{text}”含不含{moment}没有写明，按含理解").format(text=text, moment=found.moment))


def unit_doubt(found: Target, tail: str) -> Doubt | None:
    """Return the doubt that a unit column raises by contradicting the text."""
    own = unit_of(found)
    if own is not None:
        if own and resolve(own)[0] == resolve(tail)[0]:
            return None
        if own and own in tail and own not in SCALES:
            return None
        return Doubt("unit", _("指标值写的单位与计量单位“{unit}”不一致").format(unit=tail))
    if isinstance(found, Qualitative):
        return Doubt("unit", _("指标值是文字，计量单位“{unit}”用不上").format(unit=tail))
    return None
