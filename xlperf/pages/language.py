"""The page of the language of targets, made from the grammar's productions, the units and the words themselves.

Below its first line every production and every judging function tells its paragraph, then examples (例：text → reading). The
same examples are run as tests, so the page cannot promise what the reader does not do.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xlperf.target import conditions, dates, doubts, grammar, named, numbers, parse, prose, relative
from xlperf.target.judging import dated, judge, numeric, worded
from xlperf.target.units import COUNTED, FAMILIES, RATIO, SCALES
from xlperf.target.words import (
    BOOK_MARKS,
    DONE,
    EMPTY,
    HANDLED,
    LESS_IS_BETTER,
    NONE_HAPPENED,
    NOT_APPLICABLE,
    NOT_DONE,
    RATING_BANDS,
    RATINGS,
    SIGNS,
    WORDS_AFTER,
    WORDS_BEFORE,
)

PRODUCTIONS: tuple[Callable, ...] = (
    numbers.operator, conditions.bound, conditions.noun_bound, numbers.number, numbers.numeral, numbers.unit, numbers.quantity,
    conditions.number_range, conditions.sandwich, conditions.rate, conditions.ratio, dates.moment, dates.deadline,
    dates.labelled_deadline, dates.period, dates.recurring, relative.change, relative.symbolic, relative.grade, relative.never,
    named.labelled, grammar.several, prose.words, prose.placeholder,
)  # fmt: skip
JUDGES: tuple[Callable, ...] = (
    numeric.by_number, numeric.by_range, numeric.by_ratio, dated.by_date, worded.by_words, worded.by_grade, worded.by_reference,
    judge.by_parts, judge.refusal,
)  # fmt: skip
KINDS = {"number": "数值", "range": "区间", "ratio": "比例", "date": "时限", "period": "时段", "qualitative": "定性", "several": "多个条件",
         "empty": "空", "placeholder": "占位符", "unreadable": "无法识别"}  # fmt: skip
VERDICTS = {"met": "达标", "missed": "未达标", "judgement": "待判定", "missing": "未填", "unreadable": "无法识别"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a docstring tells the manual: its rule, the paragraph, and the examples as (text, outcome)."""

    rule: str
    title: str
    text: str
    examples: tuple[tuple[str, str], ...]


def entry(function: Callable) -> Entry:
    """Return the manual's entry of a production or a judge, from its docstring."""
    first, _gap, rest = (inspect.getdoc(function) or "").partition("\n\n")
    told, _mark, given = rest.partition("\n例：")
    title, _colon, text = told.strip().replace("\n", "").partition("：")
    examples = tuple(tuple(each.strip().split(" → ", 1)) for each in given.replace("\n", "").split("｜") if " → " in each)
    return Entry(first.replace("\n", " "), title, text, examples)


def page() -> str:
    """Return the whole page."""
    sections = (_at_a_glance, _forms, _units, _directions, _actuals, _verdicts, _ratios, _doubtful, _vocabulary, _grammar)
    return "\n".join(line for section in sections for line in (*section(), "")).rstrip() + "\n"


def _table(*headings: str) -> list[str]:
    return ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


CONTENTS = ("指标值的写法", "单位", "没有写符号时按哪个方向理解", "实际完成值怎样读", "怎样判定", "完成率", "存疑", "符号和文字", "语法")


def _heading(title: str) -> str:
    return f"## {'一二三四五六七八九'[CONTENTS.index(title)]}、{title}"


def _at_a_glance() -> Iterator[str]:
    yield "# 指标值怎样写，怎样读"
    yield ""
    yield "系统像有经验的会计那样读指标值和实际完成值：照原样保存，只理解，不改写；读不出来的就说读不出来。"
    yield "本页由程序的语法、单位表和词表生成，例子都经过测试。命令 `xlperf explain '指标值' --actual '实际完成值'` 可以逐个试。"
    yield ""
    yield "**先看这几条**"
    yield ""
    yield from _table("填什么", "这样写", "不要这样写")
    yield _row("数量、比率、金额", "`>=95%`、`<=80万元`、`不少于12次`", "`95`（没有符号和单位）、`≥`（没有数）")
    yield _row("时限", "`2022年11月30日前`、`11月底前`", "`尽快完成`")
    yield _row("用时", "`<=3个工作日`、`24小时内`", "`及时`")
    yield _row("变化", "`较上年提高2个百分点`、`较上年下降>=3%`", "`提高2%`（是百分数还是百分点，比什么）")
    yield _row("定性", "`持续提升`，年底选评定等级", "`定性`、指标的名称")
    yield _row("实际完成值", "和指标值同一个单位的数，或完成日期", "照抄 `>=95%`；`超支2万元`、`计划12次` 一类不是完成数的")
    yield ""
    yield "一格只写一个条件；一项指标有几个条件的，拆成几行。"
    yield ""
    yield "目录：" + "　".join(f"{'一二三四五六七八九'[place]}、{title}" for place, title in enumerate(CONTENTS))


def _grammar() -> Iterator[str]:
    yield _heading("语法")
    yield ""
    yield "写给改程序的人：每种写法在程序里的规则。"
    yield ""
    for each in map(entry, PRODUCTIONS):
        yield f"    {each.rule}"


def _ratios() -> Iterator[str]:
    yield _heading("完成率")
    yield ""
    yield "不低于、等于和没写符号的：实际÷指标值；不超过的：指标值÷实际。约数、日期、定性、指标值或实际为零的，没有完成率。"
    yield "完成率只说明程度，得分由评分方案的公式计算（方案可以按偏离程度扣分，得分封顶为分值），两者不一定成比例。"


def _forms() -> Iterator[str]:
    yield _heading("指标值的写法")
    for each in map(entry, PRODUCTIONS):
        yield ""
        yield f"### {each.title}"
        yield ""
        yield each.text
        yield ""
        yield from _table("写法", "读作", "类别")
        for text, _outcome in each.examples:
            reading = parse(text)
            yield _row(f"`{text}`", f"`{reading.target}`", KINDS[reading.kind])


def _units() -> Iterator[str]:
    yield _heading("单位")
    yield ""
    yield "同一行里的单位可以互相换算，不同行的不能比较：工作日不是天，人次不是人，个百分点不是%。单位不同的实际完成值一律待判定，不会悄悄比较。"
    yield ""
    yield from _table("基本单位", "同类单位")
    for base, family in FAMILIES.items():
        yield _row("1（比率）" if base == RATIO else base, "、".join(unit for unit in family if unit != base))
    yield ""
    yield f"数量级可以加在任何单位前，也可以单独写：{'、'.join(SCALES)}（如 万平方米、250万）。"
    yield ""
    yield "1个月按28至31天、1学年按2学期、1学期按6个月换算；换算后结论不定的待判定。元/人、元/人/天一类，实际只写元又相近的，按写全了理解并提示。"
    yield ""
    yield "“/”“·”“每”后面是每多少，除数的先后不论：元/人·月 与 元/月/人 相同，1次/季度 与 4次/年 相同，/10万 是十万分之一。"
    yield ""
    yield f"计件的单位（不能有小数，不能为负）：{'、'.join(COUNTED)}。"


def _directions() -> Iterator[str]:
    yield _heading("没有写符号时按哪个方向理解")
    yield ""
    yield "写了符号的按符号，写了文字的按文字，另有“指标方向”一栏的按那一栏；都没有时才推断，并注明“推断”。"
    yield "推断次序：指标值为零的按不超过；名称表明越低越好的按不超过；成本指标的金额、时效指标的时长按不超过；其余按不低于。单写一个日期按不晚于。"
    yield ""
    yield f"越低越好的名称含有：{'、'.join(LESS_IS_BETTER)}。"
    yield ""
    yield f"后面跟着这些词的反过来（故障修复率越高越好）：{'、'.join(HANDLED)}。"


def _actuals() -> Iterator[str]:
    yield _heading("实际完成值怎样读")
    yield ""
    yield from _table("写法", "理解")
    yield _row("96、0.96（对 ≥95%）", "没写单位的取指标值的单位；小数对百分数按百分比单元格理解，两种理解结论不同的待判定")
    yield _row("795000（对 ≤80万元）", "与指标值相差悬殊又没写单位的，请写明单位")
    yield _row("200余人、近100、约16次", "余：大于所写的数；近：比所写的数少一成以内；约：上下一成。结论不定的待判定")
    yield _row("12次（对 1次/月）", "没写期间的，按全年数和每期数各算一遍，结论一致才下结论")
    yield _row("44890、22.11.25、12.20、11/25/2022", "对时限按日期理解；两种读法结论不同的待判定；没写年份的一至三月，是本年还是次年待判定")
    yield _row("超支2万元、取消3次、计划12次、上年96%", "数字前后的话说明它不是完成数，待判定；请只填完成的数")
    yield _row("不合格率4%（对合格率）", "说的是另一项指标，待判定")
    yield _row("16次（其中线上4次）", "括号外的数为准")
    yield _row("、".join(sorted(each for each in EMPTY if each)), "等于没填")
    yield _row("、".join(NONE_HAPPENED), "指标值是次数、件数、人数一类的，按零理解；对比率等于没填")
    yield _row("、".join(NOT_APPLICABLE), "是否适用由人判定")
    yield _row("、".join(DONE), "定量指标没有填具体数值，待判定")
    yield _row("、".join(NOT_DONE), "未达标")
    for rating, spellings in RATINGS.items():
        low, high = RATING_BANDS[rating]
        yield _row("、".join(spellings), f"评定为{rating}，得分在{low}%—{high}%之间")


def _verdicts() -> Iterator[str]:
    yield _heading("怎样判定")
    yield ""
    yield "结论有五种：达标、未达标（说明差多少）、待判定、未填、无法识别。"
    for each in map(entry, JUDGES):
        yield ""
        yield f"### {each.title}"
        yield ""
        yield each.text
        yield ""
        yield from _table("指标值", "实际完成值", "结论", "理由")
        for pair, outcome in each.examples:
            target, actual = pair.split("／")
            yield _row(f"`{target}`", f"`{actual}`" if actual else "（空）", outcome, judge.judge(target, actual, year=2022).reason)


def _doubtful() -> Iterator[str]:
    told = entry(doubts.doubts_of)
    yield _heading("存疑")
    yield ""
    yield told.text
    yield ""
    yield from _table("写法", "存疑")
    for text, _outcome in told.examples:
        yield _row(f"`{text}`", str(parse(text, year=2022).doubts[0]))
    yield ""
    yield f"书名号（{'、'.join(BOOK_MARKS)}）常被当作大于、小于号，照读，但存疑。"


def _vocabulary() -> Iterator[str]:
    yield _heading("符号和文字")
    yield ""
    yield from _table("含义", "符号", "写在前面", "写在后面")
    for op, meaning in ((">=", "不低于"), ("<=", "不超过"), (">", "大于"), ("<", "小于"), ("=", "等于")):
        columns = ([word for word, sign in words.items() if sign == op] for words in (SIGNS, WORDS_BEFORE, WORDS_AFTER))
        yield _row(meaning, *("、".join(f"`{word}`" if not re.search(r"[\u4e00-\u9fff]", word) else word for word in each)
                              for each in columns))  # fmt: skip


