"""Scoring profiles: those that ship, those that a person writes, and what is said of what may not stand in one."""

from decimal import Decimal

import pytest

from tests.conftest import INDICATOR, TASK, content_from
from xlperf.cli import main
from xlperf.errors import InputError
from xlperf.files import check, make
from xlperf.profile import load, load_file, names
from xlperf.tally.score import without_classes


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    """An empty folder for profiles of one's own."""
    folder = tmp_path / "profiles"
    monkeypatch.setenv("XLPERF_PROFILES", str(folder))
    return folder


def write(folder, text: str, name: str = "我县"):
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(f'id = "{name}"\ntitle = "{name}方案"\nextends = "mof-2020-10"\n{text}', encoding="utf-8")
    return path


def test_variants_say_only_what_is_different():
    base, system = load(), load("provincial-system")
    assert system.grades != base.grades and system.classes == base.classes
    assert system.source("grades") == ("省级预算管理一体化系统的默认等级：优80、良70、中60；与财政部问答的90、80、60不同", "practice")
    assert load("inverse-ceilings").missed["lower"] == "inverse" and load("sichuan").limits["execution_explained"] == Decimal("0.9")


@pytest.mark.parametrize("name", names())
def test_every_value_has_a_source(name):
    profile = load(name)
    keys = ["execution.points", "execution.capped", "classes", "missed.lower", "missed.date", "missed.zero", "missed.range", "unassigned.to",
            "rounding.step", "grades", "ratings", "lights", "standards", *(f"limits.{key}" for key in profile.limits)]
    assert all(profile.source(key)[0] for key in keys)


def test_a_profile_of_ones_own_scores_a_workbook(own, tmp_path, capsys):
    write(own, '[classes]\n"产出指标" = 60\n"效益指标" = 30\n')
    path = tmp_path / "母版.xlsx"
    path.write_bytes(make(content_from({"任务": [TASK], "绩效指标": [INDICATOR]}, profile="我县")))
    [result] = check(path).result.assessment.indicators
    assert result.weight.value == 60
    assert main(["profile", "list"]) == 0 and "我县　我县方案" in capsys.readouterr().out


def test_a_changed_file_is_read_anew(own):
    path = write(own, '[limits]\noverachieved = "1.5"\n')
    assert load("我县").limits["overachieved"] == Decimal("1.5")
    import os

    text = path.read_text(encoding="utf-8").replace("1.5", "1.6")
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert load("我县").limits["overachieved"] == Decimal("1.6")


REFUSED = {
    "points that are no hundred": ('[classes]\n"产出指标" = 60\n', "预算执行10分与各类指标60分合计70分，不是100分", "请改[execution]的points"),
    "an unknown table": ("[grade]\n优 = 90\n".replace("优", '"优"'), "不认识[grade]", "最接近的是“grades”"),
    "an unknown key": ('[limits]\noverachive = "1.2"\n', "不认识[limits]的overachive", "最接近的是“overachieved”"),
    "an unknown choice": ('[missed]\nlower = "divide"\n', '[missed]的lower应为"deviation"、"inverse"之一，现在是divide', "请改为其中之一"),
    "a word for a number": ('[execution]\npoints = "十"\n', "[execution]的points应是不小于零的数，现在是十", "如points = 10"),
    "a truth for a number": ("[execution]\npoints = true\n", "[execution]的points应是不小于零的数", "如points = 10"),
    "a number for a truth": ("[execution]\ncapped = 1\n", "[execution]的capped应为true、false之一", "请改为其中之一"),
    "grades from above zero": ('[grades]\n"优" = 90\n"差" = 60\n', "最低一档等级要从0分起", "在[grades]中把最低一档写成0"),
    "lights out of order": ('[lights]\nred = "0.9"\n', "[lights]的red、yellow、blue应从小到大", 'red = "0.6"'),
    "a source without sureness": ('[sources]\nclasses = ["我县文件"]\n', "[sources]的classes应是出处和把握", "把握为text、practice、memory之一"),
    "a band of one number": ('[ratings]\n"达成" = [80]\n', "[ratings]的达成应是两个数", "如达成 = [60, 80]"),
    "no table": ("limits = 3\n", "limits应是一节", "写成[limits]"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_may_not_stand_in_a_profile_is_said_with_the_remedy(own, case):
    text, told, remedy = REFUSED[case]
    path = write(own, text)
    with pytest.raises(InputError) as refused:
        load_file(path)
    assert told in str(refused.value) and remedy in str(refused.value) and "我县.toml" in str(refused.value)


@pytest.mark.parametrize(("text", "told"), [
    ('extends = "没有"\n', "extends指的“没有”不存在"), ('extends = "自己"\n', "extends绕回了“自己”"), ("这不是TOML", "评分方案不是TOML格式"),
])  # fmt: skip
def test_a_file_that_is_none_is_refused(own, text, told):
    own.mkdir()
    (own / "自己.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        load_file(own / "自己.toml")


def test_a_broken_file_is_no_matter_of_who_asks_for_another(own):
    own.mkdir()
    (own / "坏.toml").write_text("这不是TOML", encoding="utf-8")
    assert load().id == "mof-2020-10" and load("四川（部门预算项目绩效自评）").id == "sichuan"
    with pytest.raises(InputError, match="没有名为“没有”"):
        load("没有")


def test_a_new_one_can_be_used_as_it_is(own, capsys):
    assert main(["profile", "new", "我县", "--extends", "mof-2021-101"]) == 0
    assert load("我县").classes == load("mof-2021-101").classes
    assert main(["profile", "check", str(own / "我县.toml")]) == 0 and "可以用" in capsys.readouterr().out
    assert main(["profile", "new", "我县"]) == 2 and "已有这个方案" in capsys.readouterr().err
    assert main(["profile", "new", "a/b"]) == 2


def test_a_profile_is_shown_with_its_sources(capsys):
    assert main(["profile", "show", "sichuan"]) == 0
    shown = capsys.readouterr().out
    assert "执行率低于多少要说明原因" in shown and "见原文或已公开的表" in shown and "凭记忆，未见原文" in shown


@pytest.mark.parametrize(("to", "points"), [
    ("person", {"成本指标": "20", "产出指标": "40", "效益指标": "20", "满意度指标": "10"}),
    ("first", {"产出指标": "60", "效益指标": "20", "满意度指标": "10"}),
    ("others", {"产出指标": "51.44", "效益指标": "25.71", "满意度指标": "12.85"}),
])  # fmt: skip
def test_points_of_a_class_that_does_not_apply_go_where_the_profile_says(to, points):
    from dataclasses import replace

    found = without_classes(replace(load("mof-2021-101"), unassigned=to), "成本指标")
    assert found.classes == {level: Decimal(value) for level, value in points.items()} and sum(found.classes.values()) == 90
