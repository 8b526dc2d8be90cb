"""What a judgement says: two answers, met and missed, and three honest refusals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlperf.target.nodes import Doubt, Quantity, Reading

MET, MISSED, JUDGEMENT, MISSING, UNREADABLE = "met", "missed", "judgement", "missing", "unreadable"
VERDICTS = (MET, MISSED, JUDGEMENT, MISSING, UNREADABLE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict and its reason, with the figures that led to it. What they mean, `Judgement` tells."""

    verdict: str
    reason: str
    ratio: Decimal | None = None
    shortfall: Quantity | None = None
    op: str | None = None
    op_source: str | None = None
    doubts: Sequence[Doubt] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of an actual.

    `ratio` is how far the target was reached (1 is exactly; actual/target, for ceilings target/actual), None where it
    means nothing. `shortfall` is what is missing, in the target's unit (% for a percentage, 天 for a date). `op` is the
    operator it was judged by, with `op_source`, which is "inferred" where a column, the class or the name decided.
    `doubts` tell how an actual was understood that could be understood in two ways. `reason` names both sides as read.
    """

    verdict: str
    reason: str
    target: Reading
    actual: Reading
    ratio: Decimal | None = None
    shortfall: Quantity | None = None
    op: str | None = None
    op_source: str | None = None
    doubts: Sequence[Doubt] = ()
