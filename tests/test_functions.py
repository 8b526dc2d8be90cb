"""The worksheet functions: they say what the core says, take ranges, and never raise into a cell."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_corpus import PAIRS
from xlperf import schema
from xlperf.build import sample
from xlperf.build.content import book_of
from xlperf.functions import BY_NAME, FUNCTIONS, ROW, ROW_NAMES, Input, answer, row_answers
from xlperf.intake import recognise
from xlperf.live.calls import called
from xlperf.plan import result_values
from xlperf.run import run
from xlperf.target import judge


def row(**named):
    """The answers of a row, by name."""
    inputs = [Input(named.get(each.name)) if not isinstance(named.get(each.name), Input) else named[each.name] for each in ROW]
    return dict(zip(ROW_NAMES, row_answers(inputs), strict=True))


@pytest.mark.parametrize("corpus", PAIRS, ids=["first", "further"])
def test_every_pair_is_answered_as_the_core_judges_it(corpus):
    for line in corpus:
        context = {"name": line.get("indicator"), "category": line.get("category") or None, "year": line.get("year")}
        judged = judge(line["target"], line["actual"], op=line.get("op_column"), unit=line.get("unit_column"), **context)
        told = row(target=line["target"], actual=line["actual"], indicator=line.get("indicator"), category=line.get("category"),
                   year=line.get("year"), sign=line.get("op_column"), unit=line.get("unit_column"))  # fmt: skip
        assert (told["PERF_STATUS"], told["PERF_REASON"]) == (schema.STATUS[judged.verdict], judged.reason), line
        assert "X901" not in told["PERF_CHECK"], line


def test_every_row_of_the_sample_is_answered_as_a_check_writes_it():
    book, _layout = book_of(sample())
    result = run(book)
    written = result_values(result).records
    for each in result.assessment.indicators:
        indicator = each.indicator
        told = row(
            target=indicator.approved, actual=indicator.actual, indicator=indicator.level3, category=indicator.level2, year=2022.0,
            rating=indicator.rating, booked=float(each.booked.value) if each.booked else "", adjusted=indicator.adjusted,
            weight=float(each.weight.value), awarded=indicator.awarded and float(indicator.awarded),
        )  # fmt: skip
        cells = written["indicators", indicator.place.row]
        assert told["PERF_STATUS"] == cells["state"]
        assert (told["PERF_RATE"] or None) == cells["rate"]
        assert (None if told["PERF_SCORE"] == "" else told["PERF_SCORE"]) == (None if cells["score"] is None else float(cells["score"]))


@pytest.mark.parametrize(
    ("target", "actual", "status"),
    [
        (">=95%", Input(0.96, "0%"), "达标"), (">=95%", Input(0.94, "0.00%"), "未达标"), (Input(0.95, "0%"), "96%", "达标"),
        ("2022年11月30日前", Input(44890, "yyyy-mm-dd"), "达标"), ("2022年11月30日前", Input(44896.0, 'yyyy"年"m"月"d"日"'), "未达标"),
        ("<=100元", Input(99.5, '#,##0.00"元"'), "达标"), (">=3次", Input(3, "General"), "达标"), (">=3次", Input(3, "Standard"), "达标"),
        (">=3次", "#DIV/0!", "无法识别"), (">=3次", None, "未填"), ("", "3次", "未填"), (">=3次", True, "待判定"),
    ],
)  # fmt: skip
def test_the_number_format_decides_what_a_number_is(target, actual, status):
    assert row(target=target, actual=actual, year=2022)["PERF_STATUS"] == status


def test_cost_without_an_actual_is_judged_by_the_books_and_a_rating_closes_what_is_open():
    assert row(target="<=8万元", category="成本指标", booked=8.35)["PERF_STATUS"] == "未达标"
    assert row(target="有所提高", actual="较好", rating="达成")["PERF_STATUS"] == "达标"
    assert row(target=">=10次", adjusted=">=5次", actual="6次")["PERF_STATUS"] == "达标"
    assert row(target=">=20次", actual="15次", weight=10)["PERF_SCORE"] == 7.5
    assert row(target=">=20次", actual="15次")["PERF_SCORE"] == ""
    assert row(target=">=20次", actual="15次", profile="没有这个方案")["PERF_STATUS"].startswith("没有名为“没有这个方案”的评分方案")


def test_what_is_to_be_mended_is_said_beyond_the_status():
    assert row(target=">=95%", actual="96%")["PERF_CHECK"] == ""
    assert "T203" in row(target="95", actual="96")["PERF_CHECK"]
    assert row(target=">=20次", actual="15次")["PERF_CHECK"] == ""
    assert row(target=">=95%", actual="96%", indicator="合格率")["PERF_READ"] == ">=95%　数值，不低于（写明）"


def one(text):
    return [[Input(text)]]


def column(*values):
    return [[Input(each)] for each in values]


def test_ranges_in_ranges_out():
    assert answer("PERF_STATUS", [column(">=95%", "<=3天"), column("96%", "4天")]) == [["达标"], ["未达标"]]
    assert answer("PERF_STATUS", [one(">=95%"), [[Input("96%"), Input("90%")]]]) == [["达标", "未达标"]]
    assert answer("PERF_EXECUTION", [column(5, 3), column(10, 0)]) == [[0.5], [""]]
    assert answer("PERF_STATUS", [column(">=95%", "<=3天"), column("1", "2", "3")]) == [["各参数的行数、列数不同"]]


def test_spending_is_added_up_to_the_cent():
    ledger = [column("甲", "乙", "甲 ", "甲", "R1"), column(0.1, 5, 7, 0.2, 1e4)]
    assert answer("PERF_SPENT", [one("甲"), *ledger]) == [[0.00003]]
    assert answer("PERF_SPENT", [column("甲", "R1"), *ledger]) == [[0.00003], [1.0]]
    assert answer("PERF_SPENT", [one("甲"), column("甲", "乙"), column(1)]) == [["任务列与金额列的行数不同"]]


CELLS = st.one_of(st.none(), st.text(max_size=30), st.booleans(), st.integers(-(10**12), 10**12),
                  st.floats(allow_nan=True, allow_infinity=True))  # fmt: skip
FORMATS = st.sampled_from(["", "General", "0%", "yyyy-mm-dd", "@", '[$-804]aaaa;@', "h:mm", "#,##0.00"])


@given(st.sampled_from(FUNCTIONS), st.lists(st.lists(st.tuples(CELLS, FORMATS), min_size=1, max_size=3), max_size=15))
def test_nothing_makes_a_function_raise(function, columns):
    arguments = [[[Input(*cell)] for cell in each] for each in columns]
    rows = answer(function.name, arguments)
    assert rows and all(isinstance(cell, str | float) and not (isinstance(cell, float) and math.isnan(cell)) for row in rows for cell in row)


@given(st.lists(st.one_of(CELLS, st.lists(CELLS, max_size=3), st.lists(st.lists(CELLS, max_size=2), max_size=2)), max_size=15))
def test_nothing_that_vba_hands_over_makes_a_call_raise(values):
    for name in ("PERF_ROW", "PERF_STATUS", "PERF_SPENT", "PERF_NOPE"):
        told = called(name, values, [""] * len(values))
        assert told and all(cell[:1] in "tn" for cell in told.replace("\x1e", "\x1f").split("\x1f"))


def test_an_answer_travels_as_one_text():
    told = called("PERF_ROW", [">=95%", 0.96], ["", "0%"])
    assert told.split("\x1f")[:3] == ["t达标", "n1.010526", "t"]
    assert called("PERF_STATUS", [((">=95%",), ("<=3天",)), (("96%",), ("5天",))], ["", ""]) == "t达标\x1et未达标"
    assert called("PERF_STATUS", [">=3次", "Error 2007"], ["", ""]) == "t无法识别" and called("PERF_STATUS", ["a\x1fb", "c"], ["", ""])[0] == "t"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: each.name)
def test_every_function_tells_the_wizard_what_it_needs(function):
    assert function.example.startswith(f"={function.name}(") and BY_NAME[function.name] is function
    assert 0 < len(function.help) <= 255 and function.english
    for argument in function.arguments:
        assert argument.name.isascii() and argument.name.isidentifier() and 0 < len(argument.help) <= 255
    optional = [argument.optional for argument in function.arguments]
    assert optional == sorted(optional)  # those that may lack stand at the end


def test_a_book_without_functions_has_none():
    book, layout = book_of(sample())
    assert not layout.functions and not recognise(book)[1].functions
