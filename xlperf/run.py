"""The heart: a book in, a result out. Opens no file, prints nothing.

    Book ─ recognise ─▶ Layout, Case ─ assess ─▶ Assessment ─ rules ─▶ Result
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlperf.errors import InputError
from xlperf.intake import Layout, recognise
from xlperf.language import _
from xlperf.model import ACCEPTED, ERROR, SEVERITIES, Book, Case, Finding, Place, Table
from xlperf.profile import Profile
from xlperf.rules import RULES, Rule, settled
from xlperf.schema import ALL_RULES, BASIC_RULES, RULE_SCOPES, SHEET_ORDER, VERSION_STATES
from xlperf.tally import Assessment, assess

CRASHED = "X901"
"""The id under which a rule that failed is reported."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a file: its assessment and findings, and where everything stands (None for a text)."""

    source: str
    digest: str
    assessment: Assessment
    findings: tuple[Finding, ...]
    layout: Layout | None
    scope: str = ""
    """Which rules it was checked by: 严格 or 基本; "" for rules of somebody's own choice."""

    @property
    def verdict(self) -> str:
        """One word for the whole table: 通过, 有提示, 有警告 or 有错误."""
        worst = min((SEVERITIES.index(each.severity) for each in self.open), default=None)
        return _("通过") if worst is None else _("有{severity}").format(severity=_(SEVERITIES[worst]))

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody accepted."""
        return tuple(each for each in self.findings if each.severity != ACCEPTED)

    @property
    def statuses(self) -> Counter[str]:
        """How many indicators have each verdict."""
        return Counter(each.judgement.verdict for each in self.assessment.indicators)


def run(
    book: Book, *, rules: Sequence[Rule] | None = None, scope: str = "", profile: Profile | None = None, layout: Layout | None = None
) -> Result:
    """Recognise, assess and check a book by the rules of a scope (严格 or 基本; by default the one that suits its table), or by some `rules`.

    `layout` is where everything stands in it, where that is known already.
    Raises `InputError` where it holds no performance-target table.
    """
    case, layout = recognise(book, layout)
    return run_case(case, layout, source=book.source, digest=book.digest, rules=rules, scope=scope, profile=profile)


def run_case(
    case: Case,
    layout: Layout | None,
    *,
    source: str = "",
    digest: str = "",
    rules: Sequence[Rule] | None = None,
    scope: str = "",
    profile: Profile | None = None,
) -> Result:
    """Assess and check a case that has been read already."""
    assessment = assess(case, profile)
    scope = "" if rules is not None else scope_named(scope) or scope_of(case.table)
    found = settled((finding for rule in (rules_of(scope) if rules is None else rules) for finding in findings(rule, assessment)), case)
    order = (*SEVERITIES, ACCEPTED)
    found.sort(key=lambda finding: (order.index(finding.severity), *_position(finding.place)))
    return Result(source, digest, assessment, tuple(found), layout, scope)


def scope_of(table: Table) -> str:
    """Return which rules a table is checked by: those that it names, else all of them until its targets stand.

    Once a table was approved or has actuals nobody may change a target any more, so what a reviewer would ask of it is of no use.
    """
    named = table.particulars.get("scope", "")
    if named in RULE_SCOPES:
        return named
    stands = table.particulars.get("version", "") in VERSION_STATES[2:] or any(each.actual for each in table.indicators)
    return BASIC_RULES if stands else ALL_RULES


def rules_of(scope: str) -> tuple[Rule, ...]:
    """Return the rules that a scope (严格 or 基本) goes by."""
    return tuple(rule for rule in RULES if scope != BASIC_RULES or not rule.strict)


def scope_named(name: str) -> str:
    """Return the scope that a person names: 严格 or strict, 基本 or basic; "" for none. Raises `InputError` for another word."""
    known = {"": "", "strict": ALL_RULES, "basic": BASIC_RULES, **{each: each for each in RULE_SCOPES}}
    if name not in known:
        raise InputError(_("没有这种校验尺度：{name}").format(name=name), remedy=_("可以是严格（strict）或基本（basic）"))
    return known[name]


def findings(rule: Rule, assessment: Assessment) -> Iterator[Finding]:
    """Yield a rule's findings; a rule that fails becomes one finding, and the run goes on."""
    try:
        yield from rule.findings(assessment)
    except Exception as error:
        message = _("规则{rule}运行出错（{error}），其余规则照常").format(rule=rule.id, error=repr(error))
        yield Finding(CRASHED, ERROR, rule.id, None, message, _("请把本工作簿和这条提示一并反馈"))


def _position(place: Place | None) -> tuple[int, int, int]:
    if place is None:
        return (99, 0, 0)
    sheet = SHEET_ORDER.index(place.sheet) if place.sheet in SHEET_ORDER else 98
    return (sheet, place.row, place.column)
