"""What package rules look at, each fact worked out once; and what a package rule is."""

import inspect
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from xlperf.ooxml.cells import SheetMap
from xlperf.ooxml.elements import Element
from xlperf.ooxml.order import unwrapped
from xlperf.ooxml.package import Package
from xlperf.ooxml.shared import ITEM

Said = Iterator[tuple[str, str]]
"""What a rule finds: (part, what is wrong there)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that Excel would repair: the rule, the part, and what is wrong there."""

    rule: str
    part: str
    what: str
    title: str

    def __str__(self) -> str:
        return f"{self.title}：{self.part} {self.what}".rstrip()


@dataclass(frozen=True, slots=True)
class PackageRule:
    """A rule about packages: `id` (never reused), its check, and its manual page."""

    id: str
    check: Callable[["Look"], Said]
    manual: str

    @property
    def title(self) -> str:
        """What must hold, in one line."""
        return self.manual.splitlines()[0].rstrip("。")

    def faults(self, look: "Look") -> Iterator[Fault]:
        """Yield where the rule does not hold."""
        for part, what in self.check(look):
            yield Fault(self.id, part, what, self.title)


def package_rule(id: str) -> Callable[[Callable[["Look"], Said]], PackageRule]:
    """Label a check as a package rule. The order of the rules is not here but in `RULES`."""

    def label(check: Callable[["Look"], Said]) -> PackageRule:
        return PackageRule(id, check, inspect.getdoc(check) or "")

    return label


class Look:
    """A package as the rules see it. With `parts` only those are looked into; facts of the others are known all the same."""

    def __init__(self, package: Package, parts: Collection[str] | None = None, suffix: str = ""):
        self.package, self.suffix = package, suffix
        self._parts = None if parts is None else set(parts)

    def within(self, part: str) -> bool:
        """Whether a part is to be looked into."""
        return part in self.package and (self._parts is None or part in self._parts)

    def parts(self, kind: str) -> Iterator[tuple[str, Element]]:
        """Yield the small parts to be looked into whose content type ends with a kind, each with its root."""
        for part, type_ in self.package.content_types.items():
            if type_.endswith(kind) and self.within(part):
                yield part, self.package.tree(part)

    @cached_property
    def worksheets(self) -> dict[str, str]:
        """The parts of worksheets proper, by the sheets' names."""
        kinds = {target: kind for _id, kind, target in self.package.related(self.package.workbook)}
        return {name: part for name, part in self.package.sheets.items() if kinds.get(part) == "worksheet"}

    def sheets(self) -> Iterator[tuple[str, SheetMap]]:
        """Yield the worksheets to be looked into, with their maps."""
        for part in self.worksheets.values():
            if self.within(part):
                yield part, self.package.cells(part)

    @cached_property
    def styles(self) -> Element | None:
        """The root of the styles."""
        part = next(iter(self.package.parts_of(self.package.workbook, "styles")), None)
        return self.package.tree(part) if part and part in self.package else None

    @cached_property
    def styles_part(self) -> str:
        """The name of the part with the styles."""
        return next(iter(self.package.parts_of(self.package.workbook, "styles")), "")

    def listed(self, name: str) -> list[Element]:
        """Return the members of a list of styles (cellXfs, fonts, dxfs …)."""
        found = self.styles.find(name) if self.styles else None
        return found.children if found else []

    @cached_property
    def shared_count(self) -> int:
        """How many shared texts there are."""
        part = next(iter(self.package.parts_of(self.package.workbook, "sharedStrings")), None)
        return len(ITEM.findall(self.package.read(part))) if part and part in self.package else 0

    @cached_property
    def tables(self) -> list[tuple[str, str, Element]]:
        """All tables of the workbook: (sheet part, table part, root)."""
        found = [(sheet, part) for sheet in self.worksheets.values() for part in self.package.parts_of(sheet, "table")]
        return [(sheet, part, self.package.tree(part)) for sheet, part in found if part in self.package]

    @cached_property
    def names(self) -> list[Element]:
        """The defined names of the workbook."""
        return list(self.package.tree(self.package.workbook).all("definedName"))


def number(element: Element, name: str, default: int = 0) -> int:
    """Return a numeric attribute; -1 where it is none."""
    text = element.attributes.get(name)
    if text is None:
        return default
    return int(text) if text.strip().isdigit() else -1


def out_of_order(element: Element, order: tuple[str, ...], several: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the children that stand before one they must stand behind, or twice though they are not among `several`.

    A wrapped one counts as what it wraps.
    """
    counts = Counter(child.name for child in element.children)
    yield from (f"<{name}> {count}" for name, count in counts.items() if count > 1 and name in order and name not in several)
    last = 0
    for child in element.children:
        name = unwrapped(child)
        at = order.index(name) if name in order else last
        if at < last:
            yield f"<{child.name}>"
        last = max(last, at)
