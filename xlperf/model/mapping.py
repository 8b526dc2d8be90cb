"""The rules by which payments find their task (归集规则)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xlperf.model.place import Place


@dataclass(frozen=True, slots=True)
class MappingRule:
    """A row of 归集规则: all conditions that are given must hold; `task` and `cost` are names or numbers as they were typed.

    `share` is in hundredths, None for all of a payment; `priority` None comes behind every number.
    """

    task: str
    cost: str = ""
    project: str = ""
    account: str = ""
    economic: str = ""
    contains: str = ""
    priority: Decimal | None = None
    share: Decimal | None = None
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def conditions(self) -> tuple[Decimal | None, str, str, str, str]:
        """What rules of one payment have in common: it is shared among them."""
        return self.priority, self.project, self.account, self.economic, self.contains

    def where(self, column: str = "") -> Place | None:
        """Return the place of a field, or of the row."""
        return self.places.get(column)
