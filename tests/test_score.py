"""Points: even shares that add up, formulas as published, grades from their lowest total."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.model import Figure
from xlperf.profile import load, names
from xlperf.tally import points_for, spread
from xlperf.tally.score import execution_points, total_score, weights
from xlperf.target import judge

PROFILE = load()
TEN = Figure(Decimal(10), "分", "表中分值")


def with_missed(**how: str):
    return replace(PROFILE, missed={**PROFILE.missed, **how})


@given(st.integers(0, 10000), st.integers(1, 300))
def test_even_shares_add_up_to_the_hundredth(cents, count):
    points = Decimal(cents) / 100
    shares = spread(points, count, Decimal("0.01"))
    assert sum(shares) == points
    assert max(shares) - min(shares) <= Decimal("0.01")


def test_given_weights_stand_and_the_rest_is_shared():
    levels = ["产出指标"] * 3 + ["满意度指标"]
    got = weights(levels, [Decimal(20), None, None, None], PROFILE)
    assert [each.value for each in got] == [20, 15, 15, 10]
    assert "测算" in got[1].how and got[0].how == "表中分值"


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        (">=100次", "100次", "10"), (">=100次", "150次", "10"), (">=100次", "85次", "8.5"), (">=3次", "2次", "6.66"),
        ("<=10天", "12天", "8"), ("<=10天", "25天", "0"), ("<=10天", "9天", "10"), ("=11辆", "10辆", "9.09"),
        (">=5%", "-5%", "0"),
    ],
)  # fmt: skip
def test_what_a_miss_keeps(target, actual, points):
    assert points_for(judge(target, actual), TEN, PROFILE).value == Decimal(points)


def test_the_other_published_formula_for_ceilings():
    profile = with_missed(lower="inverse")
    assert points_for(judge("<=10天", "12天"), TEN, profile).value == Decimal("8.33")
    assert points_for(judge("<=10天", "25天"), TEN, profile).value == Decimal("4")


@pytest.mark.parametrize(
    ("target", "actual", "key"),
    [("2022年11月30日", "2022年12月1日", "date"), ("0起", "1起", "zero"), ("98-100%", "97%", "range")],
)
def test_missed_dates_zeros_and_ranges_go_as_the_profile_says(target, actual, key):
    judgement = judge(target, actual)
    assert points_for(judgement, TEN, with_missed(**{key: "person"})) is None
    assert points_for(judgement, TEN, with_missed(**{key: "zero"})).value == 0


def test_a_missed_negative_target_is_for_a_person():
    assert points_for(judge(">=-5%", "-10%"), TEN, PROFILE) is None


def test_what_is_open_gets_no_points():
    assert points_for(judge("有所提高", "有所提高"), TEN, PROFILE) is None
    assert points_for(judge(">=5次", ""), TEN, PROFILE) is None


@pytest.mark.parametrize(("spent", "points"), [("0", "0"), ("45", "9"), ("50", "10"), ("60", "10"), ("33.33", "6.66")])
def test_execution_is_capped(spent, points):
    assert execution_points(Decimal(50), Decimal(spent), PROFILE).value == Decimal(points)


@pytest.mark.parametrize(
    ("total", "grade"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"), ("59.99", "差"), ("0", "差")],
)  # fmt: skip
def test_grades_begin_at_their_lowest_total(total, grade):
    assert PROFILE.grade(Decimal(total)) == grade


def test_an_unfinished_total_says_so_and_has_no_grade():
    execution = Figure(Decimal(10), "分", "")
    done = total_score(["产出指标"], [TEN], [None], execution, PROFILE)
    assert (done.total.value, done.finished, done.grade, done.estimated) == (20, True, "差", True)
    assert done.unassigned == 40
    pending = total_score(["产出指标"] * 2, [TEN, None], [Decimal(1)] * 2, execution, PROFILE)
    assert (pending.open, pending.finished, pending.grade, pending.estimated) == (1, False, "", False)
    assert pending.total.parts[0] is execution


@pytest.mark.parametrize("name", names())
def test_every_profile_adds_up_and_names_its_sources(name):
    profile = load(name)
    assert profile.execution_points + sum(profile.classes.values()) == 100
    assert {"classes", "grades", "execution.points", "missed.lower"} <= profile.sources.keys()
    assert all(sure in ("text", "practice", "memory") for _source, sure in profile.sources.values())
