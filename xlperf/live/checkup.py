"""What 诊断 finds: a line for each thing that must be right, and what to do where it is not."""

from collections.abc import Iterable
from dataclasses import dataclass

from xlperf.language import _


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing that was looked at: `what` it is, what was found, and the remedy where it is not right ("" where it is).

    `known` is False where it could not be looked at here.
    """

    what: str
    found: str
    remedy: str = ""
    known: bool = True

    def __str__(self) -> str:
        mark = "－" if not self.known else "×" if self.remedy else "√"
        return _("{mark} {what}：{found}").format(mark=mark, what=self.what, found=self.found) + (
            _("。{remedy}").format(remedy=self.remedy) if self.remedy else "")  # fmt: skip


def told(checkups: Iterable[Checkup]) -> str:
    """Return all lines."""
    return "\n".join(map(str, checkups))


def all_right(checkups: Iterable[Checkup]) -> bool:
    """Whether nothing needs a remedy."""
    return not any(each.remedy for each in checkups)
