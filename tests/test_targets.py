"""How targets are read. Each case is one line: what is typed, and what it means."""

import string
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.target import Bound, Deadline, Moment, Qualitative, Quantity, Range, parse
from xlperf.target.units import normalise

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
        (">", "unreadable"), ("≧ %", "unreadable"), ("**月**日前", "unreadable"), ("2022年13月1日", "unreadable"),
        ("92..5%", "unreadable"), ("2022年0月1日", "unreadable"), ("2022-00-10", "unreadable"), ("3，5", "unreadable"),
        ("2022年第四季度", "unreadable"), ("9" * 40, "unreadable"), ("[3,5]", "range"), ("2022年1-6月", "period"),
        ("≥90％，≤95%", "several"), ("1234.5万元", "number"), ("1234.5", "number"), ("98%（含）以上", "number"),
        ("≥95%且投诉≤3次", "several"), ("≥95%；≤3次", "several"),
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
     ("1346.0088万平方米", "13460088", "平方米"), ("7点次", "7", "点次"), ("2公顷", "30", "亩")],
)  # fmt: skip
def test_quantities_in_base_units(text, quantity, base):
    assert normalise(parse(text).target.quantity) == (Decimal(quantity), base)


amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)
units = st.sampled_from(["", "%", "次", "万元", "平方米", "点次", "元/人", "个工作日", "人次"])
operators = st.sampled_from([None, ">=", "<=", "=", ">", "<"])
bounds = st.builds(Bound, operators, st.builds(Quantity, amounts, units))
deadlines = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(lambda d: Deadline("<=", Moment(d.year, d.month, d.day)))
ranges = st.tuples(amounts, amounts, units).map(lambda t: Range(min(t[:2]), max(t[:2]), t[2]))
words = st.text("有所提高不断升持续改善明显", min_size=2).map(Qualitative)


@given(st.one_of(bounds, deadlines, ranges, words))
def test_what_is_written_canonically_reads_back(target):
    assert parse(str(target)).target == target


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<>=≥≤0123456789.%年月日前以上内元万个-~至；"))))
def test_no_text_breaks_the_reader(text):
    reading = parse(text, year=2022, op=text[:1], unit=text[-1:])
    assert reading.text == text
    assert parse(str(reading.target), year=2022).target == reading.target


@given(st.text(string.printable + "年月日%≥≤"))
def test_canonical_forms_are_stable(text):
    target = parse(text).target
    assert parse(str(target)).target == target
