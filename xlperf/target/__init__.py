"""The language of targets: how `>=2772.65平方米`, `11月底前` or `有所提高` are read, and an actual judged against them."""

from xlperf.target.judge import (
    JUDGEMENT,
    MET,
    MISSED,
    MISSING,
    UNREADABLE,
    VERDICTS,
    Judgement,
    judge,
    judge_reading,
)
from xlperf.target.nodes import (
    Bound,
    Deadline,
    Empty,
    Moment,
    Period,
    Qualitative,
    Quantity,
    Range,
    Reading,
    Several,
    Target,
    Unreadable,
)
from xlperf.target.parser import parse
from xlperf.target.units import resolve
from xlperf.target.words import is_cost, runs_the_other_way

__all__ = [
    "JUDGEMENT", "MET", "MISSED", "MISSING", "UNREADABLE", "VERDICTS", "Bound", "Deadline", "Empty", "Judgement",
    "Moment", "Period", "Qualitative", "Quantity", "Range", "Reading", "Several", "Target", "Unreadable", "is_cost", "judge",
    "judge_reading", "parse", "resolve", "runs_the_other_way",
]
