"""How things are called: one thing by one name, and names that say what is measured."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from xlperf.language import _
from xlperf.model import HINT, WARNING, Indicator, Place
from xlperf.rules.rule import Said, rule
from xlperf.tally import Assessment
from xlperf.target import Bound, Qualitative, resolve
from xlperf.target.names import CONFUSABLES, RATE_AS_QUALITY

_DOUBLED = re.compile("([\u4e00-\u9fff]{2,4})\\1(?![\u4e00-\u9fff]?\\1)")
_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*[^<>]*>|&(?:nbsp|lt|gt|amp|#\d+);")
_MANY = 200
"""More indicators of one class and target than this are a list, not told apart by their names."""
_TWO = re.compile("[\u4e00-\u9fff]{2}")


def _names(a: Assessment) -> Iterator[tuple[str, Place | None]]:
    """Yield the names of tasks and indicators."""
    table = a.case.table
    yield from ((each.name, each.where("name")) for each in table.tasks if each.name)
    yield from ((each.level3, each.where("level3")) for each in table.indicators if each.level3)


def _texts(a: Assessment) -> Iterator[tuple[str, str, Place | None]]:
    """Yield every text of the table with what it belongs to."""
    table = a.case.table
    for each in table.tasks:
        yield from ((each.name, text, each.where(key)) for key, text in (("name", each.name), ("content", each.content)) if text)
    yield from ((each.number or each.text[:12], each.text, each.where("text")) for each in table.goals if each.text)
    yield from ((each.level3, each.level3, each.where("level3")) for each in table.indicators if each.level3)


@rule("N901", "rate-not-named", HINT, strict=True)
def rate_not_named(a: Assessment) -> Iterator[Said]:
    """名称以“及时性”“准确性”结尾，指标值却是百分比。

    为什么：百分比衡量的是率，名称应当写成率。
    错误：
        绩效指标｜二级指标=时效指标｜三级指标=救护车出车及时性｜批复指标值=≥98%
    正确：
        绩效指标｜二级指标=时效指标｜三级指标=救护车出车及时率｜批复指标值=≥98%
    依据：审核经验。
    """
    for each in a.indicators:
        target, name = each.reading.target, each.indicator.level3
        if isinstance(target, Bound) and resolve(target.quantity.unit)[0] == "1" and (match := RATE_AS_QUALITY.search(name)):
            message = _("名称是“{name}”，指标值{target}却是比率").format(name=name, target=each.reading.text)
            yield Said(name, each.indicator.where("level3"), message, _("名称改为“{better}”").format(better=name[: match.end() - 1] + "率"))


@rule("N902", "indicators-alike", HINT, strict=True)
def indicators_alike(a: Assessment) -> Iterator[Said]:
    """同一类里两项指标几乎一样，指标值也相同。

    为什么：同一件事考核两遍，分值重复计算。
    错误：
        绩效指标｜二级指标=质量指标｜三级指标=教学仪器质量合格率｜批复指标值==100%
        绩效指标｜二级指标=质量指标｜三级指标=教学仪器验收合格率｜批复指标值==100%
    正确：
        绩效指标｜二级指标=质量指标｜三级指标=教学仪器验收合格率｜批复指标值==100%
        绩效指标｜二级指标=质量指标｜三级指标=操场铺设平整度｜批复指标值==100%
    依据：指标应当精炼、突出核心（财预〔2021〕101号，凭记忆，未见原文）。
    """
    groups: dict[tuple[str, str], list[Indicator]] = {}
    for each in a.indicators if a.case.tables == 1 else ():
        if "满意" not in each.indicator.level1 and each.reading.text and len(each.indicator.level3) >= 6:
            groups.setdefault((each.indicator.level2, each.reading.text), []).append(each.indicator)
    for (level2, target), members in groups.items():
        for one, other in combinations(members if len(members) <= _MANY else (), 2):
            if _nearly(one.level3, other.level3):
                message = _("{level2}中“{one}”与“{other}”几乎一样，都是{target}")
                message = message.format(level2=level2, one=one.level3, other=other.level3, target=target)
                yield Said(other.level3, other.where("level3"), message, _("合并成一项，或写清两项各考核什么"))


def _nearly(one: str, other: str) -> bool:
    """Whether two names begin and end alike and share most of their characters."""
    if one == other or (one[:2] != other[:2] and one[-4:] != other[-4:]) or one[-3:] != other[-3:]:
        return False
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return 2 * same / (len(one) + len(other)) >= 0.7


@rule("N903", "characters-swapped", WARNING, strict=True)
def characters_swapped(a: Assessment) -> Iterator[Said]:
    """同一个词有的地方两个字写倒了。

    前后文相同、只有两个字颠倒的才算。

    为什么：一个东西两种写法，多半有一种是笔误。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=气象台站维护次数｜批复指标值=≥4次
        绩效指标｜二级指标=质量指标｜三级指标=气象站台验收合格率｜批复指标值==100%
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=气象台站维护次数｜批复指标值=≥4次
        绩效指标｜二级指标=质量指标｜三级指标=气象台站验收合格率｜批复指标值==100%
    依据：名称前后一致的一般要求。
    """
    found: dict[str, list[tuple[str, Place | None]]] = {}
    for name, place in _names(a):
        for at in range(len(name) - 3):
            found.setdefault(name[at : at + 4], []).append((name, place))
    for word, uses in found.items():
        other = word[:2] + word[3] + word[2]
        if word < other and other in found and _TWO.fullmatch(word[2:]) and _TWO.fullmatch(word[:2]):
            fewer, more = sorted(((word, uses), (other, found[other])), key=lambda pair: len(pair[1]))
            message = _("“{one}”写了{less}处，“{other}”写了{many}处").format(one=fewer[0], less=len(fewer[1]), other=more[0], many=len(more[1]))
            yield Said(fewer[1][0][0], fewer[1][0][1], message, _("核对哪一个写倒了，统一写法"))


@rule("N904", "one-thing-several-names", HINT, strict=True)
def one_thing_several_names(a: Assessment) -> Iterator[Said]:
    """同一件事在几处叫法不同。

    前后文相同、只差两个字或一个字的才算。

    为什么：叫法不一，看不出是不是同一件事，汇总、公开后会被问。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=全县农村危房改造户数｜批复指标值=≥40户
        绩效指标｜二级指标=质量指标｜三级指标=全县农村老旧危房改造验收合格率｜批复指标值==100%
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=全县农村危房改造户数｜批复指标值=≥40户
        绩效指标｜二级指标=质量指标｜三级指标=全县农村危房改造验收合格率｜批复指标值==100%
    依据：名称前后一致的一般要求。
    """
    for first, second, one, (other, place) in _two_forms(list(_names(a))) if a.case.tables == 1 else ():
        message = _("“{first}”和“{second}”像是同一件事：“{one}”“{other}”").format(first=first, second=second, one=one, other=other)
        yield Said(other, place, message, _("是同一件事的，统一叫法"))


_Named = tuple[str, Place | None]
_LEFT, _RIGHT, _NEAR = 4, 4, 2
"""How many characters must be alike left of a difference, right of a word that only one has, and right of a character that differs."""
_APART = frozenset("一二三四五六七八九十上中下前后左右东西南北大小新老男女年月")
"""Characters that tell things apart: 第一期 and 第二期 are two."""


def _two_forms(names: Sequence[_Named]) -> Iterator[tuple[str, str, str, _Named]]:
    """Yield how two names call what seems the same, a name of the first form, and one of the second: a word of two characters more, or another
    character, between equal words. Each pair once."""
    joined: dict[tuple[str, str], _Named] = {}
    single: dict[tuple[str, str], dict[str, _Named]] = {}
    for name, place in names:
        for at in range(_LEFT, len(name) - _NEAR):
            joined.setdefault((name[at - _LEFT : at], name[at : at + _RIGHT]), (name, place))
            single.setdefault((name[at - _LEFT : at], name[at + 1 : at + 1 + _NEAR]), {}).setdefault(name[at], (name, place))
    told = set()
    for name, place in names:
        for at in range(_LEFT, len(name) - 2 - _RIGHT + 1):
            left, word, right = name[at - _LEFT : at], name[at : at + 2], name[at + 2 : at + 2 + _RIGHT]
            pair = left + right[:2], left + word + right[:2]
            if (left, right) in joined and pair not in told and _chinese(pair[1]):
                told.add(pair)
                yield *pair, joined[left, right][0], (name, place)
    for (left, right), forms in single.items():
        (one, first), *others = forms.items()
        for other, named in others:
            if not {one, other} & _APART and _chinese(left + one + other + right):
                yield left + one + right, left + other + right, first[0], named


def _chinese(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)


@rule("N905", "word-doubled", HINT, strict=True)
def word_doubled(a: Assessment) -> Iterator[Said]:
    """文字里一个词连写了两遍。

    为什么：多半是粘贴时多了一段，公开后很难看。
    错误：
        任务｜任务名称=道路养护｜主要内容=做好公路公路养护和除雪｜总额=50
    正确：
        任务｜任务名称=道路养护｜主要内容=做好公路养护和除雪｜总额=50
    依据：文字校对。
    """
    for subject, text, place in _texts(a):
        for match in _DOUBLED.finditer(text):
            around = text[max(match.start() - 2, 0) : match.end() + 2]
            yield Said(subject, place, _("“{around}”里“{word}”写了两遍").format(around=around, word=match[1]), _("核对，删去多余的"))


@rule("N906", "words-confused", HINT, strict=True)
def words_confused(a: Assessment) -> Iterator[Said]:
    """同一处说法有时用这个词，有时用形近、音近的另一个词。

    为什么：监测、检测意思不同，混用多半有一处写错。
    错误：
        任务｜任务名称=水质监测点维护｜主要内容=开展水质监测和检测点维护、水质检测点更新｜总额=50
        绩效指标｜二级指标=数量指标｜三级指标=水质监测点数量｜批复指标值=≥8个
    正确：
        任务｜任务名称=水质监测点维护｜主要内容=开展水质监测点维护、水质监测点更新｜总额=50
        绩效指标｜二级指标=数量指标｜三级指标=水质监测点数量｜批复指标值=≥8个
    依据：文字校对。
    """
    texts = list(_texts(a))
    said = "\n".join(text for _subject, text, _place in texts)
    for one, other in CONFUSABLES:
        if one not in said or other not in said:
            continue
        for wrong, right in ((one, other), (other, one)):
            for subject, text, place in texts:
                for match in re.finditer(wrong + "([\u4e00-\u9fff]{1,2})", text):
                    known = sum(each.count(right + match[1]) for _subject, each, _place in texts)
                    used = sum(each.count(match[0]) for _subject, each, _place in texts)
                    if known > used or (known == used and (wrong, right) == (one, other) and known):
                        message = _("这里写“{here}”，别处写“{there}”").format(here=match[0], there=right + match[1])
                        yield Said(subject, place, message, _("核对用词，统一写法"))
                        break


@rule("N907", "markup-left", WARNING)
def markup_left(a: Assessment) -> Iterator[Said]:
    """文字里留有网页标记。

    为什么：从网页、系统里粘贴时带进来的<p>、&nbsp;会原样公开。
    错误：
        总体目标｜年度总体目标=<p>完成道路养护</p>
    正确：
        总体目标｜年度总体目标=完成道路养护
    依据：文字校对。
    """
    for subject, text, place in _texts(a):
        if match := _MARKUP.search(text):
            yield Said(subject, place, _("文字里有网页标记{mark}").format(mark=match[0]), _("删去标记"))


@rule("N908", "several-things-in-one", HINT, strict=True)
def several_things_in_one(a: Assessment) -> Iterator[Said]:
    """一项定性指标的名称里有几件事。

    为什么：一件提高了、一件没有，就没法评定。
    错误：
        绩效指标｜二级指标=社会效益指标｜三级指标=居民健康水平、环保意识｜批复指标值=有所提高｜指标解释=按年度问卷评定
    正确：
        绩效指标｜二级指标=社会效益指标｜三级指标=居民健康水平｜批复指标值=有所提高｜指标解释=按年度问卷评定
    依据：一项指标衡量一件事（审核经验）。
    """
    for each in a.indicators:
        name = each.indicator.level3
        parts = [part for part in re.split("、|以及|，", name) if len(part) >= 3]
        if isinstance(each.reading.target, Qualitative) and len(parts) > 1:
            message = _("“{name}”里有{count}件事，只有一个指标值").format(name=name, count=len(parts))
            yield Said(name, each.indicator.where("level3"), message, _("分成几项指标"))
