"""A scoring profile for a person at a terminal: every value with its source and how sure it is."""

from collections.abc import Iterator

from xlperf.language import _
from xlperf.profile import SURENESS, Profile
from xlperf.report.terminal import new_console, new_grid

_LIMITS = {
    "overachieved": _("完成值超过指标值几倍要说明原因"), "execution_explained": _("执行率低于多少要说明原因（0不要求）"),
    "bad_rate": _("故障率一类最高"),
    "weak_satisfaction": _("满意度低于多少算偏低"), "weak_coverage": _("覆盖率低于多少算偏低"), "weak_rectified": _("整改率低于多少算偏低"),
    "most_indicators": _("指标多于几项算太多"), "insiders": _("内部人员满意度占多少要提示"),
}  # fmt: skip

_WORDS = {
    "deviation": _("偏离度法（deviation）"), "inverse": _("指标值÷实际值（inverse）"), "person": _("由人核定（person）"), "zero": _("零分（zero）"),
    "others": _("按比例分给其他类（others）"), "first": _("并入分值最多的一类（first）"),
    "down": _("舍去（down）"), "half_up": _("四舍五入（half_up）"),
}  # fmt: skip
"""What a value that is a word of a profile's file means."""


def show_profile(profile: Profile) -> None:
    """Print a profile."""
    console = new_console()
    console.print(f"{profile.id}　{profile.title}")
    grid = new_grid(_("项目"), _("值"), _("出处"), _("把握"))
    for told, value, name in values_of(profile):
        source, sure = profile.source(name)
        grid.add_row(told, value, source, SURENESS[sure])
    console.print(grid)


def values_of(profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Yield each value of a profile: what it is, how much, and its dotted name."""
    yield _("预算执行分"), f"{profile.execution_points:f}", "execution.points"
    yield _("执行得分封顶"), _("是") if profile.execution_capped else _("否"), "execution.capped"
    for level, points in profile.classes.items():
        yield level, f"{points:f}", "classes"
    for key, told in (("lower", _("上限类超出")), ("date", _("逾期")), ("zero", _("零指标超出")), ("range", _("超出区间"))):
        yield told, _WORDS[profile.missed[key]], f"missed.{key}"
    yield _("不适用类的分值"), _WORDS[profile.unassigned], "unassigned.to"
    yield _("得分取到"), _("{step:f}，{mode}").format(step=profile.step, mode=_WORDS[profile.mode]), "rounding.step"
    for lowest, grade in profile.grades:
        yield _("等级{grade}").format(grade=grade), _("不低于{lowest}").format(lowest=lowest), "grades"
    for rating, (low, high) in profile.ratings.items():
        yield rating, f"{low:.0%}—{high:.0%}", "ratings"
    for key, limit in profile.limits.items():
        yield _LIMITS.get(key, key), f"{limit:f}", f"limits.{key}"
    yield _("灯号（红、黄、蓝）"), _("、").join(f"{each:.0%}" for each in profile.lights), "lights"
    for word, limit in profile.standards.items():
        yield word, _("{limit:f}元").format(limit=limit), "standards"
