"""Everything a judgement may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlperf.model.budget import BudgetChange
from xlperf.model.grid import Cell, Grid
from xlperf.model.ledger import Ledger
from xlperf.model.mapping import MappingRule
from xlperf.model.monitoring import Monitored
from xlperf.model.place import Place
from xlperf.model.review import Opinion
from xlperf.model.table import Table


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that does not hold what its column asks for; kept, so that a rule can speak of it."""

    place: Place
    heading: str
    value: Cell
    why: str
    """"number" or "date" (what was expected), "error" (an error value), "formula" (never calculated), "placed" (found no
    place), "outside" (below the table, where no formula counts it)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader tells of a place, in words: something it is not sure of, or something that it `left` out knowingly."""

    place: Place | None
    text: str
    left: bool = False


@dataclass(frozen=True, slots=True)
class LostFormulas:
    """A table that has lost the formulas that its new rows get: the row of its headings, and the headings of those columns."""

    place: Place
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A table, its payments, and what could not be read. `form` is the sheet 目标表 as it stands, where there is one."""

    table: Table
    ledger: Ledger = field(default_factory=Ledger)
    unread: tuple[Unread, ...] = ()
    form: Grid | None = None
    evaluation: Grid | None = None
    """The sheet 自评表 as it stands, where there is one."""
    lost_formulas: tuple[LostFormulas, ...] = ()
    whole: bool = True
    """False where indicators were found without the tasks around them."""
    tables: int = 1
    """How many tables its indicators stand in: several are those of several projects, each with a hundred points of its own."""
    remarks: tuple[Remark, ...] = ()
    reading: str = ""
    """How the table was found: "columns" (by its headings), "flow" (rows by what they contain), "stream" (torn text); "" for ours."""
    covered: Mapping[Place, Place] = field(default_factory=dict)
    """Cells that lie under a merge, with the cell that shows."""
    changes: tuple[BudgetChange, ...] = ()
    """How budgets changed during the year; they are in the tasks already."""
    mapping: tuple[MappingRule, ...] = ()
    """By which rules payments find their task."""
    monitored: tuple[Monitored, ...] = ()
    """What was told of each period of the year."""
    opinions: tuple[Opinion, ...] = ()
    """What reviewers wrote, accepted findings among it."""
    is_monitoring: bool = False
    """Whether it is a form of the running year (绩效运行监控表), whose actuals are not those of the whole."""
    is_sample: bool = False
    """Whether its workbook says that it holds made-up figures (示例数据)."""
