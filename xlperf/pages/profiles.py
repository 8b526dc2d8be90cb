"""The page of the scoring profiles that come along: every value with its source and how sure it is, as `xlperf profile show` tells it."""

from collections.abc import Iterable, Iterator

from xlperf.profile import DEFAULT, SURENESS, Profile, load_file, shipped
from xlperf.report.profiles import values_of

_HEAD = """# 评分方案

分值、等级、公式、界限、灯号由评分方案规定，在“概况”的“评分方案”里填它的名字（不填即 `{default}`）。每个值有出处和把握：{sureness}。
自己的方案：`xlperf profile new 我县 --extends {default}` 生成一个文件，只写与它不同的，写法见文件里的注释；`xlperf profile check 我县.toml` 检查。
"""


def page() -> str:
    """Return the page, in Chinese Markdown."""
    head = _HEAD.format(default=DEFAULT, sureness="、".join(SURENESS.values()))
    first, *others = map(load_file, shipped())
    known = set(_rows(first))
    lines = [*_profile(first, _rows(first)), *(line for each in others for line in _profile(each, (row for row in _rows(each) if row not in known)))]
    return "\n".join((head, *lines)).rstrip() + "\n"


def _profile(profile: Profile, rows: Iterable[str]) -> Iterator[str]:
    """Yield a profile: the default one whole, of another the rows that differ from it."""
    yield f"## {profile.id}：{profile.title}\n"
    if profile.id != DEFAULT:
        yield f"与 `{DEFAULT}` 不同的：\n"
    yield "| 项目 | 值 | 出处 | 把握 |\n|---|---|---|---|"
    yield from rows
    yield ""


def _rows(profile: Profile) -> Iterator[str]:
    for told, value, name in values_of(profile):
        source, sure = profile.source(name)
        yield f"| {told} | {value} | {source} | {SURENESS[sure]} |"
