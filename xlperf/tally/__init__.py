"""From a Case to an Assessment: everything read, judged, added up and scored once. Rules only look at it."""

from xlperf.tally.assess import Assessment, IndicatorResult, TaskResult, assess, assess_indicator
from xlperf.tally.score import Score, points_for, spread, total_score
from xlperf.tally.spending import Spending, Stray, roll_up

__all__ = [
    "Assessment", "IndicatorResult", "Score", "Spending", "Stray", "TaskResult", "assess", "assess_indicator", "points_for", "roll_up",
    "spread", "total_score",
]
