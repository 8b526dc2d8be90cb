"""What reviewers wrote (审核意见): opinions, conclusions, and findings that were accepted."""

from dataclasses import dataclass, field
from decimal import Decimal

from xlperf.model.table import Placed, Places


@dataclass(frozen=True, slots=True)
class Opinion(Placed):
    """A row of 审核意见. `rule` and `subject` are "" for an opinion on the whole table; `seen` is what an accepted finding said when it was."""

    round: Decimal | None = None
    level: str = ""
    date: str = ""
    person: str = ""
    rule: str = ""
    subject: str = ""
    opinion: str = ""
    handling: str = ""
    answer: str = ""
    conclusion: str = ""
    seen: str = ""
    places: Places = field(default_factory=dict)
