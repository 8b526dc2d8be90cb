"""A number that can say where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlperf.model.place import Place


@dataclass(frozen=True, slots=True)
class Slice:
    """The payments that make up a sum: how many, and where the first stands."""

    count: int
    first: Place


@dataclass(frozen=True, slots=True)
class Figure:
    """A `value` in a `unit`, `how` it was made, and the `parts` it was made from."""

    value: Decimal
    unit: str
    how: str
    parts: tuple[Figure | Place | Slice, ...] = ()
