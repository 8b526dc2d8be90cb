"""Judging words: qualitative targets, grades, bounds by something that stands elsewhere, dates that recur."""

import re
from decimal import Decimal

from xlperf.language import _
from xlperf.target.judging.verdict import JUDGEMENT, MET, MISSED, Outcome
from xlperf.target.nodes import Bound, Grade, Quantity, Reading, Symbolic
from xlperf.target.words import (
    GRADES,
    LOOKALIKES,
    NO,
    NOT_DONE,
    OPPOSITES,
    RATING_BANDS,
    RATINGS,
    VERBS_OF_TARGETS,
    YES,
)

_NEGATION = r"(?:没有|尚未|未能|未曾|未|不|无)(?:有所|明显|显著|进一步|得到|有效|能|有)*"
_WHOLE = ("全覆盖", "全面覆盖", "全部完成", "全面完成", "全部达标", "全部到位", "全员参与")
"""Words that mean 100%."""
_MANNERS = ("及时", "按时", "按期", "按月", "按季", "按年", "足额", "及时足额", "按时足额")
_ENDINGS = ("完成", "到位", "落实", "了")


def plain(text: str) -> str:
    """Return a text folded, without white space: two texts that look alike are the same."""
    return text.translate(LOOKALIKES).replace(" ", "")


def rating_of(text: str) -> str | None:
    """Return the official rating that `text` is, if it is one."""
    return next((rating for rating, spellings in RATINGS.items() if text in spellings), None)


def by_words(target: Reading, actual: Reading, *_context: object) -> Outcome:
    """A qualitative target is closed by a rating, by yes or no, or by saying that just this was done or was not.

    定性：以评定等级为准（达成、部分达成、未达成）；实际写的正是“已＋指标值”的达标，否定它的未达标，其余由人评定。
    例：有所提高／达成预期指标 → 达标｜有所提高／部分达成 → 待判定｜有所提高／未提高 → 未达标｜
    按月发放／已按月发放 → 达标｜是／是 → 达标｜有所提高／95% → 待判定
    """
    wanted, text = plain(target.text), plain(actual.text)
    told = {"target": target.text, "actual": actual.text.strip()}
    rating = rating_of(text)
    if rating == "部分达成":
        low, high = RATING_BANDS[rating]
        reason = _("“{target}”评定为{actual}，得分在{low}%—{high}%之间，由人核定")
        return Outcome(JUDGEMENT, reason.format(low=low, high=high, **told))
    if rating == "达成" or (wanted in YES and text in YES) or (wanted in NO and text in NO):
        return Outcome(MET, _("“{target}”评定为{actual}").format(**told))
    if rating == "未达成" or text in NOT_DONE or (wanted in YES and text in NO) or (wanted in NO and text in YES):
        return Outcome(MISSED, _("“{target}”评定为{actual}").format(**told))
    if _says_done(wanted, text):
        return Outcome(MET, _("实际“{actual}”，正是指标值“{target}”所要求的").format(**told))
    if _says_contrary(wanted, text):
        return Outcome(MISSED, _("实际“{actual}”，与指标值“{target}”相反").format(**told))
    if wanted in _WHOLE and actual.target == Bound(None, Quantity(Decimal(100), "%")):
        return Outcome(MET, _("实际{actual}，指标值“{target}”").format(**told))
    if isinstance(actual.target, Bound):
        return Outcome(JUDGEMENT, _("“{target}”是定性指标，实际填的是数“{actual}”，须由人评定").format(**told))
    return Outcome(JUDGEMENT, _("“{target}”是定性指标，“{actual}”须由人评定").format(**told))


def _says_done(wanted: str, text: str) -> bool:
    """Whether an actual says of the target's own words that they came true: 已按月发放 for 按月发放."""
    said = text
    for prefix in ("均已得到", "已得到", "得到", "均已", "已经", "已", "实现"):
        if said.startswith(prefix):
            said = said.removeprefix(prefix)
            return said == wanted or any(said == wanted + ending for ending in _ENDINGS) or (
                wanted in _MANNERS and said.startswith(wanted)
            )
    return False


def _says_contrary(wanted: str, text: str) -> bool:
    """Whether an actual denies the target's verb (未提高 for 有所提高) or names its opposite (有所下降)."""
    if re.fullmatch(_NEGATION + re.escape(wanted), text):
        return True
    for verb in VERBS_OF_TARGETS:
        if wanted.endswith(verb) or wanted.startswith(verb):
            denied = re.fullmatch(rf"{_NEGATION}{verb}", text)
            return bool(denied) or any(re.fullmatch(rf"(?:有所|明显|略有|反而)*{each}", text) for each in OPPOSITES.get(verb, ()))
    return False


def by_grade(target: Reading[Grade], actual: Reading, *context: object) -> Outcome:
    """The grade itself and any above it is met, any below it missed.

    等级：达到或高于所写等级的达标，低于的未达标。
    例：良好／优秀 → 达标｜≥良好／中 → 未达标
    """
    wanted, got = target.target, actual.target
    if not isinstance(got, Grade) or got.op:
        return by_words(target, actual, *context)
    rank, reached = GRADES[wanted.text], GRADES[got.text]
    down = wanted.op in ("<=", "<")
    fits = {"<=": reached <= rank, "<": reached < rank, ">": reached > rank, "=": reached == rank}.get(wanted.op or "", reached >= rank)
    reason = _("实际{actual}，指标值{target}").format(actual=got, target=wanted)
    if not fits and wanted.op == "=" and reached > rank:
        return Outcome(JUDGEMENT, reason)
    return Outcome(MET if fits else JUDGEMENT if down else MISSED, reason)


def by_reference(target: Reading[Symbolic], actual: Reading, *context: object) -> Outcome:
    """A bound by something else is closed by an actual that speaks of the same thing.

    参照别处的：实际说的是同一件事的直接判定，填数的由人对照。
    例：不超预算／未超预算 → 达标｜不超预算／超预算 → 未达标｜不超预算／98万元 → 待判定
    """
    wanted, got = target.target, actual.target
    if isinstance(got, Symbolic) and got.reference[:2] == wanted.reference[:2]:
        reason = _("实际“{actual}”，指标值“{target}”").format(actual=actual.text.strip(), target=target.text)
        if {got.op, wanted.op} == {">=", "<="}:
            return Outcome(JUDGEMENT, reason)
        kept = got.op[0] == wanted.op[0] or (got.op == "=" and "=" in wanted.op)
        return Outcome(MET if kept else MISSED if got.op != "=" else JUDGEMENT, reason)
    if isinstance(got, Bound):
        reason = _("指标值“{target}”须与{reference}比较，实际{actual}，由人判定")
        return Outcome(JUDGEMENT, reason.format(target=target.text, reference=wanted.reference, actual=actual.text.strip()))
    return by_words(target, actual, *context)
