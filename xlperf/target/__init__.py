"""The language of targets: how `>=2772.65平方米`, `11月底前` or `有所提高` are read, and an actual judged against them."""

from xlperf.target.direction import Direction, direction, runs_the_other_way
from xlperf.target.judging.judge import judge, judge_reading, why_unreadable
from xlperf.target.judging.verdict import JUDGEMENT, MET, MISSED, MISSING, UNREADABLE, VERDICTS, Judgement
from xlperf.target.nodes import (
    Bound,
    Change,
    Deadline,
    Doubt,
    Empty,
    Grade,
    Moment,
    Period,
    Placeholder,
    Qualitative,
    Quantity,
    Range,
    Ratio,
    Reading,
    Recurring,
    Several,
    Symbolic,
    Target,
    Unreadable,
    unit_of,
)
from xlperf.target.parser import parse
from xlperf.target.told import in_doubt, in_words
from xlperf.target.units import resolve
from xlperf.target.words import is_cost

__all__ = [
    "JUDGEMENT", "MET", "MISSED", "MISSING", "UNREADABLE", "VERDICTS", "Bound", "Change", "Deadline", "Direction", "Doubt",
    "Empty", "Grade", "Judgement", "Moment", "Period", "Placeholder", "Qualitative", "Quantity", "Range", "Ratio", "Reading",
    "Recurring", "Several", "Symbolic", "Target", "Unreadable", "direction", "in_doubt", "in_words", "is_cost", "judge", "judge_reading", "parse",
    "resolve", "runs_the_other_way", "unit_of", "why_unreadable",
]  # fmt: skip
