"""How targets are read. Each case is one line: what is typed, and what it means."""

import random
import string
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.target import (
    Bound,
    Change,
    Deadline,
    Grade,
    Moment,
    Period,
    Qualitative,
    Quantity,
    Range,
    Ratio,
    Recurring,
    Several,
    Symbolic,
    judge,
    parse,
)
from xlperf.target.nodes import DOWN, UP
from xlperf.target.units import normalise
from xlperf.target.words import (
    EMPTY,
    GRADES,
    REFERENCES,
    SIGNS,
    TYPE_WORDS,
    VERBS_DOWN,
    VERBS_UP,
    WORDS_AFTER,
    WORDS_BEFORE,
)

NUMBERS = [
    (">=2772.65平方米", ">=", "explicit", "2772.65", "平方米"),
    ("=11辆", "=", "explicit", "11", "辆"),
    ("<=839.08万元", "<=", "explicit", "839.08", "万元"),
    ("=100%", "=", "explicit", "100", "%"),
    ("<=3天", "<=", "explicit", "3", "天"),
    (">=300点次", ">=", "explicit", "300", "点次"),
    ("≥50个", ">=", "explicit", "50", "个"),
    ("≧735人次", ">=", "explicit", "735", "人次"),
    ("═100%", "=", "explicit", "100", "%"),
    ("＝100%", "=", "explicit", "100", "%"),
    ("》95%", ">", "explicit", "95", "%"),
    ("=>95%", ">=", "explicit", "95", "%"),
    ("≥９５％", ">=", "explicit", "95", "%"),
    ("≥100百分比", ">=", "explicit", "100", "%"),
    ("≥1,234.5元", ">=", "explicit", "1234.5", "元"),
    ("95%以上", ">=", "word", "95", "%"),
    ("90%以上(含90%)", ">=", "word", "90", "%"),
    ("5%以下", "<=", "word", "5", "%"),
    ("3个工作日以内", "<=", "word", "3", "个工作日"),
    ("24小时内", "<=", "word", "24", "小时"),
    ("不超过3个工作日", "<=", "word", "3", "个工作日"),
    ("不低于95%", ">=", "word", "95", "%"),
    ("大于等于95%", ">=", "word", "95", "%"),
    ("大于90%", ">", "word", "90", "%"),
    ("1346.0088万平方米", "=", "inferred", "1346.0088", "万平方米"),
    ("485条", "=", "inferred", "485", "条"),
    ("0起", "=", "inferred", "0", "起"),
    ("≤620万/月", "<=", "explicit", "620", "万/月"),
    (">=530元/人*月", ">=", "explicit", "530", "元/人*月"),
]


@pytest.mark.parametrize(("text", "op", "source", "value", "unit"), NUMBERS)
def test_numbers(text, op, source, value, unit):
    reading = parse(text)
    assert reading.kind == "number"
    assert (reading.op, reading.op_source) == (op, source)
    assert reading.target.quantity == Quantity(Decimal(value), unit)


DATES = [
    ("2022年11月30日", "<=", "inferred", date(2022, 11, 30)),
    ("2022年12月31日前", "<=", "word", date(2022, 12, 31)),
    ("2022-11-30", "<=", "inferred", date(2022, 11, 30)),
    ("2022/11/30", "<=", "inferred", date(2022, 11, 30)),
    ("2022.11.30", "<=", "inferred", date(2022, 11, 30)),
    ("20221130", "<=", "inferred", date(2022, 11, 30)),
    ("11月底前", "<=", "word", date(2022, 11, 30)),
    ("2022年2月底前", "<=", "word", date(2022, 2, 28)),
    ("2025年年底前", "<=", "word", date(2025, 12, 31)),
    ("≤2022年6月1日", "<=", "explicit", date(2022, 6, 1)),
]


@pytest.mark.parametrize(("text", "op", "source", "day"), DATES)
def test_dates(text, op, source, day):
    reading = parse(text, year=2022)
    assert reading.kind == "date"
    assert (reading.op, reading.op_source, reading.target.moment.last) == (op, source, day)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("有所提高", "qualitative"), ("严格执行相关制度规定", "qualitative"), ("98-100%", "range"), ("5～10人", "range"),
        ("2020年1月--2020年11月", "period"), ("2023.07-2024.01", "period"), ("2021年全年", "period"),
        ("/", "empty"), ("——", "empty"), ("", "empty"), ("XX", "empty"),
        (">", "unreadable"), ("≧ %", "unreadable"), ("**月**日前", "placeholder"), ("2022年13月1日", "unreadable"),
        ("92..5%", "unreadable"), ("2022年0月1日", "unreadable"), ("2022-00-10", "unreadable"), ("3，5", "unreadable"),
        ("2022年第四季度", "period"), ("9" * 40, "unreadable"), ("[3,5]", "range"), ("2022年1-6月", "period"),
        ("≥90％，≤95%", "range"), ("1234.5万元", "number"), ("1234.5", "number"), ("98%（含）以上", "number"),
        ("≥95%且投诉≤3次", "several"), ("≥95%；≤3次", "several"), ("每年[2次,5次)", "unreadable"),
    ],
)  # fmt: skip
def test_other_kinds(text, kind):
    assert parse(text).kind == kind


def test_split_columns_are_joined():
    assert parse("95", op="≥", unit="%").target == parse("≥95%").target
    assert parse("12", op="定量", unit="辆").target == Bound(None, Quantity(Decimal(12), "辆"))


def test_a_unit_column_that_contradicts_the_text_gives_doubt():
    assert parse("28.8万元", unit="%").doubts


@pytest.mark.parametrize(
    ("text", "quantity", "base"),
    [("839.08万元", "8390800", "元"), ("95%", "0.95", "1"), ("0.9‰", "0.0009", "1"), ("2小时", "120", "分钟"),
     ("1346.0088万平方米", "13460088", "平方米"), ("7点次", "7", "点次"), ("2公顷", "20000", "平方米"), ("9.61/10万", "0.0000961", "1"),
     ("1440元/人.每天", "1", "元/人/分钟"), ("3次/季度", "1", "次/月")],
)  # fmt: skip
def test_quantities_in_base_units(text, quantity, base):
    assert normalise(parse(text).target.quantity) == (Decimal(quantity), base)


amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)
signed = st.decimals(min_value=-(10**6), max_value=10**6, places=2, allow_nan=False)
units = st.sampled_from(["", "%", "‰", "次", "万元", "平方米", "点次", "元/人", "个工作日", "人次", "元/人·月", "/10万", "次/10万公顷", "万", "m3"])
operators = st.sampled_from([None, ">=", "<=", "=", ">", "<"])
quantities = st.builds(Quantity, amounts, units, st.sampled_from(["", "", "", "约", "近", "余"]))
bounds = st.builds(Bound, operators, quantities)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(lambda d: Moment(d.year, d.month, d.day))
months = st.builds(Moment, st.integers(1990, 2090), st.integers(1, 12), st.none(), st.sampled_from(["", "上旬", "中旬", "下旬"]))
parts = st.builds(Moment, st.integers(1990, 2090), st.none(), st.none(), st.sampled_from(["上半年", "下半年", "第一季度", "第四季度"]))
deadlines = st.builds(Deadline, operators, st.one_of(days, months))
pairs = st.tuples(days, days).filter(lambda pair: pair[0] != pair[1])
periods = pairs.map(lambda pair: Period(*sorted(pair, key=lambda day: day.first)))
wholes = parts.map(lambda part: Period(part, part))
ranges = st.tuples(signed, signed, units).map(lambda t: Range(min(t[:2]), max(t[:2]), t[2]))
ratios = st.builds(Ratio, operators, st.decimals(1, 9999, places=1), st.decimals(1, 9999, places=1))
levels = st.none() | st.just(Decimal("24.31"))
changes = st.builds(Change, st.sampled_from([UP, DOWN]), bounds, st.sampled_from(["上年", "2015年", "上年同期"]), levels)
symbols = st.builds(Symbolic, operators.filter(bool), st.sampled_from(["预算", "上年水平", "批复概算"]))
grades = st.builds(Grade, operators, st.sampled_from(["优秀", "良好", "合格", "差"]))
recurrences = st.builds(Recurring, st.sampled_from(["月", "季度", "年"]), st.sampled_from(["10日前", "底", "中旬"]))
words = st.text("有所提高不断升持续改善明显", min_size=2).map(Qualitative)
named = st.tuples(st.sampled_from(["合格率", "培训人数"]), bounds.filter(lambda bound: bound.op and bound.quantity.unit))
lists = st.lists(named, min_size=2, max_size=3).map(lambda pairs: Several(tuple(pairs)))
nodes = st.one_of(bounds, deadlines, periods, wholes, ranges, ratios, changes, symbols, grades, recurrences, words, lists)


@given(nodes)
def test_what_is_written_canonically_reads_back(target):
    assert parse(str(target)).target == target


WORDS = """
    % ‰ 个 万元 元/人 次/月 平方米 个工作日 点次 年 月 日 号 季度 上半年 全年 底 前 每 第 同比 较上年 约 余 多 左右
    之间 且 ； ， 、 （ ） [ ] : - -- ~ 至 ± ** XX 95 1,234.5 2022 12 0 -3 44561 20221130 2022-11-30 2022.11
    三 十二 百分之九十 九成五 半 零 合格率 投诉 事故 为 完成 培训
"""
PIECES = sorted({*SIGNS, *WORDS_BEFORE, *WORDS_AFTER, *REFERENCES[:9], *VERBS_UP[:4], *VERBS_DOWN[:4], *GRADES, *EMPTY, *TYPE_WORDS,
                 *WORDS.split(), "(1,2]", "[90%,95%)"})  # fmt: skip
"""Pieces of the language, to be put together at random."""


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<>=≥≤0123456789.%年月日前以上内元万个-~至；"))))
def test_no_text_breaks_the_reader(text):
    reading = parse(text, year=2022, op=text[:1], unit=text[-1:])
    assert reading.text == text
    assert parse(str(reading.target)).target == reading.target


@given(st.text(string.printable + "年月日%≥≤"))
def test_canonical_forms_are_stable(text):
    target = parse(text).target
    assert parse(str(target)).target == target


def test_every_piece_of_the_vocabulary_survives_its_neighbours(pytestconfig):
    """No two pieces of the language next to each other break the reader, and what is read reads back.

    Each meets every twelfth of the others, another twelfth from piece to piece; in the long mode it meets all.
    """
    step = 1 if pytestconfig.getoption("--long") else 12
    pairs = ((first, second) for nth, first in enumerate(PIECES) for second in PIECES[nth % step :: step])
    for first, second in pairs:
        target = parse(first + second, year=2022, name="完成时间").target
        assert parse(str(target)).target == target, (first, second, target)


@pytest.mark.long
def test_a_million_texts():
    """A million texts made of the pieces of the language and of noise: no exception, and what is read reads back."""
    random.seed(2022)
    noise = [chr(code) for code in (*range(0x20, 0x7F), *range(0x4E00, 0x4E60), 0x3000, 0xA0, 0x200B, 0xFF0D, 0x1F600, 0x663)]
    pool = PIECES * 3 + noise
    for _round in range(1_000_000):
        text = "".join(random.choices(pool, k=random.randint(1, 6)))
        unit, op = random.choice(PIECES), random.choice(PIECES)
        reading = parse(text, unit=unit if text[-1:].isdigit() else None, op=op, name=text[:3], year=2022)
        assert reading.text == text
        judge(reading, text[::-1], name=op, category="成本指标", year=2022)
        assert parse(str(reading.target)).target == reading.target, (text, unit, op)
