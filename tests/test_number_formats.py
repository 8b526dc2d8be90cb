"""What a number shows in its cell is what is read: words around it, a month without a day, fifteen digits."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from xlperf.files import read
from xlperf.intake.number_formats import is_date, is_month, words_around
from xlperf.intake.values import text_of
from xlperf.model import decimal_of

SHOWN = (
    (900, '"≥"0"盏"', "≥900盏"), (120.3, '0.0"万元"', "120.3万元"), (12, 'General"人次"', "12人次"), (5, "0\\个", "5个"),
    (0.95, "0%", "95%"), (0.95, '"≥"0%', "≥95%"), (7, '"不少于"0"场"', "不少于7场"), (900, '"¥"#,##0.00', "900"),
    (3, '0;[Red]-0"盏"', "3"), (8, '0.00_);\\(0.00\\)', "8"), (6, "@", "6"), (1000, "#,##0", "1000"),
    (date(2022, 11, 1), 'yyyy"年"m"月"', "2022年11月"), (date(2022, 11, 1), "yyyy\\-mm", "2022年11月"),
    (date(2022, 11, 1), '[$-804]yyyy"年"m"月"d"日"', "2022年11月1日"), (date(2022, 11, 1), "m/d/yy", "2022年11月1日"),
)  # fmt: skip


@pytest.mark.parametrize(("value", "number_format", "shown"), SHOWN)
def test_a_value_is_read_as_it_is_shown(value, number_format, shown):
    assert text_of(value, number_format) == shown


@pytest.mark.parametrize(("number_format", "date_", "month"), [
    ("General", False, False), ('0"月"', False, False), ("yyyy/m", True, True), ("h:mm", True, False), ("d/m", True, False),
    ('e"年"m"月"', True, True), ("[Red]0", False, False)])  # fmt: skip
def test_formats_of_days_and_months(number_format, date_, month):
    assert (is_date(number_format), is_month(number_format)) == (date_, month)


def test_a_format_that_is_nothing_is_nothing():
    assert words_around("") == words_around('"只有字"') == ("", "")


@pytest.mark.parametrize(("number", "shown"), [(0.1 + 0.2, "0.3"), (48.50000000000001, "48.5"), (11.0, "11"), (123456789012.34, "123456789012.34")])
def test_fifteen_digits(number, shown):
    assert decimal_of(number) == Decimal(shown)


def test_a_form_whose_numbers_have_words_in_their_formats(tmp_path):
    book = openpyxl.Workbook()
    for row in (["一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值"], ["产出指标", "数量指标", "检修水泵", 12, 13, 0.5],
                ["产出指标", "时效指标", "完成时间", date(2024, 11, 1), date(2024, 10, 1), 0.4]):  # fmt: skip
        book.active.append(row)
    formats = {"D2": '"≥"0"台"', "E2": '0"台"', "D3": 'yyyy"年"m"月"', "E3": 'yyyy"年"m"月"', "F2": "0%", "F3": "0%"}
    for place, number_format in formats.items():
        book.active[place].number_format = number_format
    book.save(tmp_path / "表.xlsx")
    found = read(tmp_path / "表.xlsx").indicators
    assert [(each.target, each.actual, each.weight) for each in found] == [("≥12台", "13台", 50), ("2024年11月", "2024年10月", 40)]
