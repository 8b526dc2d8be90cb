"""Two versions of a small part, compared byte by byte except for what may differ: elements that may have come or gone, counts
of lists, ranges of tables."""

import re
from collections.abc import Callable, Iterator

from xlperf.language import _
from xlperf.ooxml.elements import Element, splice

STYLE_LISTS = ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs")
"""Lists of styles that a new sheet may lengthen."""
RANGED = ("table", "autoFilter", "sortState", "sortCondition")
"""Elements of a table whose range goes with its size."""


class Trees:
    """Compares two small parts byte by byte, except for elements that may have come or gone.

    `ranges` lets the ranges of a table differ, `counted` the counts of lists; into `appended` lists nothing comes but at the
    end, because their members are known by number.
    """

    def __init__(self, a: bytes, b: bytes, may_come: Callable, may_go: Callable, *, ranges: bool, appended: bool, counted: bool):
        self.a, self.b, self.may_come, self.may_go = a, b, may_come, may_go
        self.ranges, self.appended, self.counted = ranges, appended, counted

    def run(self, old: Element, new: Element) -> Iterator[str]:
        """Name every difference that is not allowed."""
        if (self.a[: old.start], self.a[old.end :]) != (self.b[: new.start], self.b[new.end :]):
            yield _("元素以外的内容")
        yield from self.differences(old, new, ())

    def differences(self, old: Element, new: Element, parents: tuple[str, ...]) -> Iterator[str]:
        """Name what differs between two elements of one name."""
        if self._tag(self.a, old) != self._tag(self.b, new):
            yield f"<{old.name}> {old.attributes.get('name', old.attributes.get('Id', ''))}".strip()
        inside = (*parents, old.name)
        pairs, faults = self._matched(old, new, inside)
        yield from faults
        counted = self.counted and "HeadingPairs" in inside and not old.children
        if self._gaps(self.a, old) != self._gaps(self.b, new) and not counted:
            yield _("<{name}>里各项之间的内容").format(name=old.name)
        for a, b in pairs:
            if self.a[a.start : a.end] != self.b[b.start : b.end]:
                yield from self.differences(a, b, inside)

    def _matched(self, old: Element, new: Element, parents: tuple[str, ...]) -> tuple[list, list[str]]:
        """Pair the children that both have, and name those that came or went without leave."""
        pairs, faults, children, begin = [], [], new.children, 0
        listed = self.appended and len(parents) > 1
        for child in old.children:
            at = next((at for at in range(begin, len(children)) if self._same(child, children[at])), None)
            if at is not None:
                faults += [_come(each) for each in children[begin:at] if listed or not self.may_come(each, parents)]
                pairs.append((child, children[at]))
                begin = at + 1
            elif not self.may_go(child):
                faults.append(_("少了<{name}>").format(name=child.name))
        return pairs, faults + [_come(each) for each in children[begin:] if not self.may_come(each, parents)]

    def _same(self, a: Element, b: Element) -> bool:
        """Whether two children may be the same one: by their bytes, or as containers of one name."""
        if self.a[a.start : a.end] == self.b[b.start : b.end]:
            return True
        return a.name == b.name and (bool(a.children) or bool(b.children) or a.name == "i4" or self.ranges)

    def _tag(self, data: bytes, element: Element) -> bytes:
        """Return a start tag without what may differ in it."""
        tag = data[element.start : element.body]
        if self.counted and (element.name in STYLE_LISTS or element.name == "vector"):
            tag = re.sub(rb'\s(count|size)\s*=\s*("[^"]*"|\'[^\']*\')', b"", tag)
        if self.ranges and element.name in RANGED:
            tag = re.sub(rb'\sref\s*=\s*("[^"]*"|\'[^\']*\')', b"", tag)
        return re.sub(rb"\s*/?>$", b"", tag)

    def _gaps(self, data: bytes, element: Element) -> bytes:
        """Return what stands in an element beside its children."""
        cut = [(child.start - element.body, child.end - element.body, b"") for child in element.children]
        return splice(data[element.body : element.close], cut)


def _come(element: Element) -> str:
    return _("多了<{name}>").format(name=element.name)
