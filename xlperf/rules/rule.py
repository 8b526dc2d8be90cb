"""What a rule is: a generator over the assessment, labelled with a permanent id; its docstring is its manual page."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xlperf.language import _
from xlperf.model import Finding, Place
from xlperf.tally import Assessment, IndicatorResult

FAMILIES = {
    "S": "结构", "T": "指标值", "R": "完成情况", "B": "预算", "L": "支出明细", "C": "得分", "G": "归类", "N": "名称", "K": "衔接",
    "M": "运行监控", "V": "审核意见", "F": "表单", "X": "程序",
}  # fmt: skip
SECTIONS = ("为什么", "错误", "正确", "依据")
"""What every manual page must have, after its first paragraph."""


@dataclass(frozen=True, slots=True)
class Said:
    """One finding as a rule yields it; `severity` only where it differs from the rule's own."""

    subject: str
    place: Place | None
    message: str
    hint: str
    severity: str = ""


def of_target(each: IndicatorResult, message: str, hint: str) -> Said:
    """Return what is said of an indicator's target, at the cell that holds the one in force."""
    key = "adjusted" if each.indicator.adjusted else "approved"
    return Said(each.indicator.level3, each.indicator.where(key), message, hint)


Check = Callable[[Assessment], Iterator[Said]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `id` (never reused), `slug`, usual `severity`, the check, and its manual page."""

    id: str
    slug: str
    severity: str
    check: Check
    manual: str
    strict: bool = False
    """Whether it weighs what a reviewer would ask, and is left out where only the basic rules are wanted."""

    @property
    def family(self) -> str:
        """The family by its word."""
        return _(FAMILIES[self.id[0]])

    @property
    def title(self) -> str:
        """What the rule finds, in one line."""
        return _(self.manual.splitlines()[0]).rstrip("。.")

    @property
    def prose(self) -> tuple[str, ...]:
        """What the page says in sentences: what the rule finds, more about that, why, and after what. The rest are rows of examples."""
        first, _rest, further = self.manual.partition("\n")
        about = further.partition(f"{SECTIONS[0]}：")[0].strip()
        return tuple(filter(None, (first, about, self.section(SECTIONS[0]), self.section(SECTIONS[-1]))))

    @property
    def page(self) -> str:
        """The manual page in the language of this run; rows of examples stay as they are typed."""
        page = self.manual
        for text in self.prose:
            page = page.replace(text, _(text), 1)
        for name, told in zip(SECTIONS, (_("为什么："), _("错误："), _("正确："), _("依据：")), strict=True):
            page = re.sub(rf"^{name}：", told, page, flags=re.MULTILINE)
        return page

    def section(self, name: str) -> str:
        """Return the text of a section of the manual page."""
        match = re.search(rf"^{name}：(.*?)(?=^(?:{'|'.join(SECTIONS)})：|\Z)", self.manual, re.DOTALL | re.MULTILINE)
        return inspect.cleandoc(match[1]).strip() if match else ""

    def findings(self, assessment: Assessment) -> Iterator[Finding]:
        """Yield what the rule finds in an assessment."""
        for said in self.check(assessment):
            yield Finding(
                self.id, said.severity or self.severity, said.subject, said.place, said.message, said.hint
            )


def rule(id: str, slug: str, severity: str, *, strict: bool = False) -> Callable[[Check], Rule]:
    """Label a check as a rule. The order of the rules is not here but in `RULES`."""

    def label(check: Check) -> Rule:
        return Rule(id, slug, severity, check, inspect.getdoc(check) or "", strict)

    return label
