"""What a rule has to say. A value, never an exception."""

from dataclasses import dataclass

from xlperf.model.place import Place

ERROR, WARNING, HINT = "错误", "警告", "提示"
SEVERITIES = (ERROR, WARNING, HINT)
"""From certain to a guess: 错误 only for what is certainly wrong."""
ACCEPTED = "已接受"
"""What a finding is that a person accepted: listed behind the others, and none of the table's faults any more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause, told once: which rule, how sure, about what (`subject`), where, what is so, and what to do."""

    rule: str
    severity: str
    subject: str
    place: Place | None
    message: str
    hint: str
