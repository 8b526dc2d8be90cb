"""What would go wrong first in Excel, in every workbook that we build: a look for each, and a broken sample that it must catch.

The compiled code of a VBA project, the ribbon and undeclared names have theirs in test_macros.py.
"""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import content_from
from tests.fake_excel import Book
from tests.test_live import NOW
from tests.workbooks.parts import entries, pack
from xlperf import schema
from xlperf.build import blank, build_master, sample
from xlperf.build.content import Content
from xlperf.excel import host
from xlperf.files import make
from xlperf.live.clicks import click
from xlperf.ooxml import Package
from xlperf.ooxml.lint import faults

ODD = ("=11辆", "+3个", "-5度", "@甲", "'乙", "3-5", "1e5", "TRUE", "#N/A", "00123", "50%")
"""Texts that a program which guesses would take for formulas, numbers, dates and errors."""


def odd() -> Content:
    """Return a workbook's content whose names and targets are such texts."""
    return content_from({
        "任务": [{"任务编号": text, "任务名称": f"{text}任务", "总额": 1.0, "财政拨款": 1.0} for text in ODD],
        "绩效指标": [{"指标编号": text, "二级指标": "数量指标", "三级指标": text, "批复指标值": text, "实际完成值": text} for text in ODD],
    })  # fmt: skip


BUILT = {"odd texts": odd, "blank": blank, "sample": sample}


@pytest.fixture(scope="module", params=[(name, suffix) for name in BUILT for suffix in (".xlsx", ".xlsm")], ids=str)
def data(request) -> bytes:
    name, suffix = request.param
    return make(BUILT[name](), suffix)


def texts_taken_for_formulas(data: bytes) -> Iterator[str]:
    """Yield the formulas that are none: what a person typed, with an operator in front."""
    package = Package(data)
    for name in package.sheets:
        for row in package.cells(package.sheets[name]).rows.values():
            for cell in row.cells.values():
                if cell.formula and not re.match(r"[A-Z(\"]", cell.formula_text):
                    yield f"{name}: {cell.formula_text}"


def asks_for_a_recalculation(data: bytes) -> Iterator[str]:
    """Yield what makes Excel calculate all anew when it opens a workbook, and ask to save it when it closes it."""
    settings = re.search(rb"<calcPr\b[^>]*>", entries(data)["xl/workbook.xml"])
    if settings is None or b'calcId="191029"' not in settings[0]:
        yield "an old calculation engine"
    elif re.search(rb'(fullCalcOnLoad|forceFullCalc)="(1|true)"|calcMode="', settings[0]):
        yield "all is to be calculated, or by hand"


def tables_without_rows(data: bytes) -> Iterator[str]:
    """Yield the tables without a row of data, which Excel repairs."""
    package = Package(data)
    for name in package.sheets:
        yield from (each.name for each in package.tables(name) if each.corners[2] <= each.corners[0])


def calculation_chains(data: bytes) -> Iterator[str]:
    """Yield calculation chains: what we build has none, and one that does not fit is repaired."""
    yield from (name for name in entries(data) if "calcChain" in name)
    yield from map(str, (each for each in faults(Package(data)) if "calcChain" in str(each)))


def swapped(part: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Return what makes a broken sample: a part with something else in it, all else the same."""

    def made(data: bytes) -> bytes:
        parts = entries(data)
        name = next(each for each in parts if re.fullmatch(part, each) and re.search(old, parts[each]))
        return pack(parts | {name: re.sub(old, new, parts[name], count=1)})

    return made


def with_a_chain(data: bytes) -> bytes:
    chain = b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="1"/></calcChain>'
    return pack(entries(data) | {"xl/calcChain.xml": chain})


LOOKS = [
    (texts_taken_for_formulas, swapped(r"xl/worksheets/sheet5\.xml", rb"(<c r=\"E5\"[^>]*?) t=\"s\"><v>\d+</v>", rb"\1><f>11&#36742;</f><v>0</v>")),
    (texts_taken_for_formulas, swapped(r"xl/worksheets/sheet5\.xml", rb"(<c r=\"E5\"[^>]*?) t=\"s\"><v>\d+</v>", rb"\1><f>+3</f><v>3</v>")),
    (asks_for_a_recalculation, swapped(r"xl/workbook\.xml", rb"<calcPr ", rb'<calcPr fullCalcOnLoad="1" ')),
    (asks_for_a_recalculation, swapped(r"xl/workbook\.xml", rb"<calcPr ", rb'<calcPr calcMode="manual" ')),
    (asks_for_a_recalculation, swapped(r"xl/workbook\.xml", rb'calcId="191029"', rb'calcId="124519"')),
    (tables_without_rows, swapped(r"xl/tables/table\d\.xml", rb'ref="A4:([A-Z]+)\d+"', rb'ref="A4:\g<1>4"')),
    (calculation_chains, with_a_chain),
]  # fmt: skip


@pytest.mark.parametrize("look", list(dict.fromkeys(look for look, _broken in LOOKS)), ids=lambda look: look.__name__)
def test_nothing_of_it_stands_in_what_we_build(look, data):
    assert not list(look(data))


@pytest.mark.parametrize(("look", "broken"), LOOKS, ids=lambda each: getattr(each, "__name__", ""))
def test_a_broken_sample_is_caught(look, broken):
    assert list(look(broken(make(sample(), ".xlsm"))))


def test_a_host_that_writes_bare_texts_is_caught_and_taken_back(monkeypatch):
    """Block writes are parsed: without its apostrophes a click says so, and leaves everything as it was."""
    book = Book(build_master(odd(), macros=True))
    before = standing(book)
    bare = host._content
    monkeypatch.setattr(host, "_content", lambda content: bare(content).lstrip("'") if isinstance(content, str) else bare(content))
    answer = click(host.ExcelHost(book), "check", NOW)
    assert answer.how == "no" and standing(book) == before


def test_a_host_that_keeps_its_apostrophes_writes_them_all():
    book = Book(build_master(odd(), macros=True))
    assert click(host.ExcelHost(book), "check", NOW).how == "ok"
    subjects = {cell.value for (_row, column), cell in book._sheets[schema.SHEET_ORDER.index("校验结果")].cells.items() if column == 4}
    assert set(ODD) - subjects == {"#N/A"}, "which is read as the error that it looks like, and has no name"


def standing(book: Book) -> dict:
    return {(each.name, place): (cell.value, cell.formula) for each in book._sheets for place, cell in each.cells.items()
            if cell.value not in (None, "") or cell.formula}  # fmt: skip
