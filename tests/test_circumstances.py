"""Excel in bad circumstances: busy, closed, calculating by hand, protected, filtered, two workbooks open, endless sheets.

The stand-in is that of test_live.py; here it also refuses calls as COM does. That xlwings asks again by itself (`tame`) is not
modelled: a refusal here is one that lasted. How Excel refuses: RPC_E_CALL_REJECTED or VBA_E_IGNORE while a cell is typed into
or a dialog stands open (Microsoft's "Implementing IMessageFilter in an Office add-in"; xlwings #587, #1359, #1837), the latter
also within DISP_E_EXCEPTION (xlwings' own retry). `Application.Interactive = False` keeps a person from typing (Microsoft's
page of that property). Which calls are refused, and that all are while it lasts, is our reading of these; nobody has seen it.
"""

import copy
import sys
from collections import Counter
from datetime import datetime
from functools import cache
from importlib import import_module
from types import SimpleNamespace

import pytest

import xlperf.excel
from tests import fake_excel
from tests.conftest import INDICATOR, OTHER_CLASSES, TASK, content_from
from tests.fake_excel import App, Book, Cell, typed
from tests.foreign import foreign_workbook
from tests.test_live import content, sheet, type_into
from tests.test_trust import loaded
from xlperf import schema
from xlperf.actions import ACTIONS, STAGES
from xlperf.build import build_master
from xlperf.cli import main
from xlperf.errors import XlperfError
from xlperf.excel import live, refusals
from xlperf.excel.addin import NAME
from xlperf.excel.host import ExcelHost
from xlperf.live.clicks import click
from xlperf.live.clicks import undo as take_back

NOW = datetime(2026, 1, 1, 9, 30)
SWITCHES = ("screen_updating", "enable_events", "calculation", "status_bar")
BUSY = "Excel正忙：有单元格正在输入，或开着对话框。请按Enter或Esc结束输入、关掉对话框，再点一次。"
HALF = "Excel一直忙，可能只写了一部分。请结束输入、关掉对话框，再点一次：会写完，并恢复点击前的设置。"


class ComError(Exception):
    """An error of COM, as pywin32's `com_error` carries it."""

    def __init__(self, hresult, strerror="", excepinfo=None):
        super().__init__(hresult, strerror, excepinfo, None)
        self.hresult, self.strerror, self.excepinfo, self.argerror = hresult, strerror, excepinfo, None


def inside(scode, words=None):
    """An exception of Excel's own: DISP_E_EXCEPTION around it."""
    return ComError(-2147352567, "发生意外。", (0, "Microsoft Excel", words, None, 0, scode))


class ExcelBusyError(Exception):
    """What xlwings raises where it found out by itself."""


REJECTED = ComError(-2147418111, "被呼叫方拒绝接收呼叫。")
BUSY_WAYS = {
    "rejected": REJECTED, "ignored": ComError(-2146777998, "OLE error 0x800ac472"), "ignored inside": inside(-2146777998),
    "later": ComError(-2147417846, "应用程序正忙。"), "xlwings": ExcelBusyError("Excel application is not responding"),
}  # fmt: skip


class Calls(Counter):
    """Counts what is asked of Excel, and lets `answer` look at each call by its number and name: what it raises, Excel says."""

    number = 0
    answer = staticmethod(lambda number, name: None)

    def __setitem__(self, name, value):
        super().__setitem__(name, value)
        self.number += 1
        self.answer(self.number, name)


class CountedApp(App):
    """Excel with its switches: to read one is a call too."""

    def __init__(self, book):
        super().__init__(book)
        self.interactive = True

    def __getattribute__(self, name):
        if name in (*SWITCHES, "interactive"):
            self._book.calls["app"] += 1
        return super().__getattribute__(name)


def state(book) -> dict[str, object]:
    """The switches of Excel, the filters and what is selected: what a click leaves as it was."""
    filters = {table.name: dict(table.filters) for each in book._sheets for table in each.tables.values()}
    switches = {name: vars(book.app)[name] for name in (*SWITCHES, "interactive")}
    return {"filters": filters, "selected": (book.active.name, book.chosen), **switches}


@cache
def _opened() -> Book:
    """A small master workbook with macros, no result in it yet; one indicator was missed. Blank cells are left out."""
    missed = {**INDICATOR, "指标编号": "Z2", "三级指标": "培训次数", "实际完成值": "1次"}
    book = Book(build_master(content_from({"任务": [TASK], "绩效指标": [INDICATOR, missed, *OTHER_CLASSES]}), macros=True))
    for each in book._sheets:
        each.cells = {place: cell for place, cell in each.cells.items() if cell.value is not None or cell.formula}
    book.calls, book.app = Calls(), CountedApp(book)
    return book


def open_book(name: str = "测试.xlsm", folder: str = r"C:\绩效") -> Book:
    """That workbook open in Excel."""
    book = copy.deepcopy(_opened())
    book.name, book.api.FullName = name, rf"{folder}\{name}"
    return book


@pytest.fixture
def book() -> Book:
    return open_book()


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """The seconds that were waited for a busy Excel, without waiting."""
    found: list[float] = []
    monkeypatch.setattr(refusals.time, "sleep", found.append)
    return found


def said(book, key="check"):
    return click(ExcelHost(book), key, NOW)


def refusing(book, refuses, error=REJECTED):
    """Let Excel refuse the calls of which `refuses` says so by their number, from the next call on."""

    def answer(number, _name):
        if refuses(number):
            raise error

    book.calls.number, book.calls.answer = 0, answer


@cache
def calls_of_a_check(filtered=True) -> int:
    """How many calls a click takes, so that each can be refused in turn."""
    book = open_book()
    if filtered:
        only_missed(book)
    book.calls.number = 0
    said(book)
    return book.calls.number


@pytest.fixture
def turns(request):
    """The numbers of calls that are tried: every third, and the last ones that put the switches back; in the long mode all."""
    step = 1 if request.config.getoption("--long") else 3

    def numbers(total: int) -> list[int]:
        last = total - len(SWITCHES) - 1
        return [*range(1, 8), *range(8, last, step), *range(last, total + 1)]

    return numbers


def only_missed(book):
    """Filter the indicators by a word that one row has, so that the last ones are hidden."""
    column = schema.INDICATORS.number("level3")
    sheet(book, "绩效指标").tables["Indicators"].api.Range.AutoFilter(column, "培训次数")


# Excel is busy


@pytest.mark.parametrize("error", BUSY_WAYS.values(), ids=BUSY_WAYS)
def test_a_click_while_a_cell_is_typed_into_says_what_to_do(book, pauses, error):
    before = content(book), state(book)
    refusing(book, lambda number: True, error)
    for action in (*ACTIONS, *STAGES):
        answer = said(book, action.key)
        assert (answer.how, answer.text, answer.written) == ("no", BUSY, None) and not pauses
    assert (content(book), state(book)) == before and not book.calls["write"]


def test_a_refusal_at_any_call_leaves_all_or_nothing(pauses, turns):
    """Each call of a click refused in turn, once, or for three calls."""
    done = open_book()
    only_missed(done)
    assert said(done).how == "ok"
    for error, length in ((REJECTED, 1), (BUSY_WAYS["ignored inside"], 3)):
        book = open_book()
        only_missed(book)
        before, kept, answers = content(book), state(book), Counter()
        for number in turns(calls_of_a_check()):
            refusing(book, lambda at, number=number, length=length: number <= at < number + length, error)
            answer = said(book)
            answers[answer.how] += 1
            assert state(book) == kept, number
            if answer.how == "ok":
                assert content(book) == content(done)
                book.calls.answer = Calls.answer
                take_back(ExcelHost(book), answer.written)
            else:
                assert answer.text == BUSY
            assert content(book) == before, number
        assert answers["ok"] > 5 and answers["no"] > 30 and pauses


def test_a_person_cannot_type_into_a_click_from_outside(pauses, turns, monkeypatch):
    """`xlperf live check`, and somebody double-clicks a cell at its n-th call: then Excel refuses everything, if it listens."""
    front = []
    monkeypatch.setattr(live, "active_book", lambda: front[-1])
    outcomes = Counter()
    for number in turns(calls_of_a_check(filtered=False) + 3):
        front.append(open_book())
        book = front[-1]
        before, kept = content(book), state(book)
        typing = []

        def answer(at, _name, number=number, book=book, typing=typing):
            if at == number and vars(book.app)["interactive"]:
                typing.append(at)
            if typing:
                raise REJECTED

        book.calls.number, book.calls.answer = 0, answer
        told = _told(live.click_active, "check")
        outcomes[told[:7]] += 1
        assert told == BUSY and content(book) == before if typing else told.startswith("校验完成") and content(book) != before
        assert state(book) == kept
    assert outcomes[BUSY[:7]] == 1 and outcomes["校验完成：指标"] > 30


def _told(does, *given) -> str:
    try:
        return does(*given).text
    except XlperfError as error:
        return str(error)


def test_a_dialog_that_stays_for_ever_is_told_and_the_next_click_puts_all_right(pauses, turns):
    """From the n-th call on nothing is heard any more, neither the rest nor the way back; then the dialog is closed."""
    done = open_book()
    only_missed(done)
    kept, outcomes = state(done), Counter()
    stamp = said(done).written.blocks[-1]
    stamped = stamp.sheet, (stamp.top, stamp.left)  # the time of the check: alone it is no reason to write
    for number in turns(calls_of_a_check()):
        book = open_book()
        only_missed(book)
        refusing(book, lambda at, number=number: at >= number)
        answer = said(book)
        assert answer.how == "no"
        outcomes[answer.text] += 1
        book.calls.answer = Calls.answer
        assert said(book).how == "ok" and content(book) | {stamped: None} == content(done) | {stamped: None}
        assert {**state(book), "filters": None} == {**kept, "filters": None}, number
    assert outcomes.keys() == {BUSY, HALF} and outcomes[BUSY] < 10



@cache
def _opened_foreign() -> Book:
    book = Book(foreign_workbook(), "自评.xlsx")
    book.calls, book.app = Calls(), CountedApp(book)
    return book


def test_a_workbook_of_others_gets_its_sheet_and_notes_or_nothing(pauses, turns):
    """The sheet comes by way of a second workbook, which goes again whatever happens; the sheet shown stays shown."""
    whole = copy.deepcopy(_opened_foreign())
    whole.calls.number = 0
    assert said(whole).how == "ok" and len(whole._sheets) == 3
    for length in (1, 3):
        for number in turns(whole.calls.number):
            book = copy.deepcopy(_opened_foreign())
            before, kept, notes = content(book), state(book), dict(book._sheets[0].comments)
            refusing(book, lambda at, number=number, length=length: number <= at < number + length)
            answer = said(book)
            assert {**state(book), "filters": None} == {**kept, "filters": None} and vars(book.app)["display_alerts"], number
            assert all(opened.calls["close"] for opened in book.app._opened), number
            if answer.how == "ok":
                assert content(book) == content(whole) and book._sheets[0].comments == whole._sheets[0].comments
            else:
                assert answer.text == BUSY and (content(book), book._sheets[0].comments) == (before, notes), number
                assert len(book._sheets) == 2, number


# What else Excel may say, and errors of anybody's

REASON = "您试图更改的单元格位于受保护的工作表中。"

TOLD = {
    "Excel's own words": (inside(-2146827284, REASON), f"Excel没有照办（{REASON[:-1]}，0x800A03EC）。请把工作簿和这句话一并反馈。"),
    "words of the system": (ComError(-2147352565, "无效索引。"), "Excel没有照办（无效索引，0x8002000B）。请把工作簿和这句话一并反馈。"),
    "no words": (inside(0), "Excel没有照办（发生意外，0x80020009）。请把工作簿和这句话一并反馈。"),
    "Excel was closed": (ComError(-2147417848, "被调用的对象已与其客户端断开连接。"), "Excel已经关闭或没有响应。请重新打开工作簿再点。"),
    "Excel died": (ComError(-2147023174, "RPC 服务器不可用。"), "Excel已经关闭或没有响应。请重新打开工作簿再点。"),
    "pywin32's words": (AttributeError("Property '<unknown>.Value' can not be set."),
                        "Excel没有照办（Property '<unknown>.Value' can not be set）。请把工作簿和这句话一并反馈。"),
    "no error of COM": (KeyError("无"), "程序出错（KeyError('无')）。请把工作簿和这句话一并反馈"),
}  # fmt: skip


@pytest.mark.parametrize("error, told", TOLD.values(), ids=TOLD)
def test_an_error_at_any_call_is_told_in_words_and_the_switches_come_back(pauses, turns, error, told):
    """Raised once, at each call in turn; only the switch whose restoring it hits may stay."""
    book, total = open_book(), calls_of_a_check(filtered=False)
    before, kept = content(book), state(book)
    for number in turns(total):
        restoring = number > total - len(SWITCHES)
        book = open_book() if restoring else book
        refusing(book, lambda at, number=number: at == number, error)
        answer = said(book)
        assert (answer.how, answer.text) == ("no", told), number
        lost = [name for name, value in state(book).items() if value != kept[name]]
        assert len(lost) == restoring and (content(book) == before) != restoring, (number, lost)
    assert not pauses


# Calculation by hand


class ByHand:
    """Excel that lets its cells be: `stale` after a write until it calculates; what was read meanwhile is remembered."""

    def __init__(self, book, mode):
        self.book, self.stale, self.read_stale = book, True, 0  # something was typed before the click
        vars(book.app)["calculation"] = mode
        book.calls.answer = self

    def __call__(self, _number, name):
        self.stale |= name == "write"
        self.stale &= name != "calculate"
        self.read_stale += self.stale and name == "read value" and not self.book.calls["write"]


@pytest.mark.parametrize("mode, calculated", [("manual", 2), ("automatic", 0), ("semiautomatic", 0)])
def test_what_is_judged_and_shown_is_calculated_whatever_the_mode(book, mode, calculated):
    """By hand Excel is asked to, before and after; by itself it does so when it gets its mode back. The mode stays."""
    excel = ByHand(book, mode)
    assert said(book).how == "ok" and book.calls["write"]
    assert vars(book.app)["calculation"] == mode and book.calls["calculate"] == calculated
    if mode == "manual":
        assert not excel.stale and not excel.read_stale


def test_a_click_by_hand_that_fails_leaves_the_mode(book):
    ByHand(book, "manual")
    sheet(book, "绩效指标").protected = True
    assert said(book).how == "no" and vars(book.app)["calculation"] == "manual"


def test_excel_held_still_by_a_click_that_died_comes_back(book):
    """A Python that was ended in the middle: no person leaves the screen standing still."""
    vars(book.app).update(screen_updating=False, enable_events=False, calculation="manual", status_bar="一键校验")
    assert said(book).how == "ok"
    assert [vars(book.app)[name] for name in SWITCHES] == [True, True, "automatic", False]


# What is selected, filtered, protected


@pytest.mark.parametrize("key", ["check", "spending", "clear", "form", "formulas", "stage.declare", "stage.all", "missed"])
def test_what_is_selected_stays_selected(book, key):
    book.active, book.chosen = sheet(book, "任务"), (7, 3)
    assert said(book, key).how == "ok"
    assert (book.active.name, book.chosen) == ("任务", (7, 3)) and not book.calls["select"]


def test_rows_that_a_filter_hides_are_read_too(book):
    """Excel's search passes over them, the last ones of a table at that."""
    whole = open_book()
    only_missed(book)
    assert {7, 8} <= sheet(book, "绩效指标").hidden
    grid = ExcelHost(book).grid("绩效指标")
    assert grid == ExcelHost(whole).grid("绩效指标") and len(grid.rows) == 8
    assert said(book).text == said(whole).text and "指标4项" in said(book).text


def test_rows_that_the_sheet_s_own_filter_hides_are_read_and_written(book):
    """A table turned into a range keeps its filter; the sheet is the one that has it now."""
    whole, page = open_book(), sheet(book, "绩效指标")
    table = page.tables["Indicators"]
    only_missed(book)
    page.api.AutoFilterMode, page.api.AutoFilter = True, table.api.AutoFilter
    for each in (page, sheet(whole, "绩效指标")):
        each.tables.pop("Indicators")
    assert ExcelHost(book).grid("绩效指标").rows == ExcelHost(whole).grid("绩效指标").rows
    hidden = set(page.hidden)
    with ExcelHost(book).writing(["绩效指标"]):
        assert not page.hidden
    assert hidden and page.hidden == hidden


PROTECTED = {
    "check": "校验结果", "missed": "绩效指标", "stage.declare": "任务", "form": "目标表", "clear": "校验结果",
}  # fmt: skip


@pytest.mark.parametrize("key, name", PROTECTED.items())
def test_a_protected_sheet_is_told_by_its_name(book, key, name):
    said(book) if key == "clear" else type_into(book, "任务", 5, "name", "别的任务")
    before, kept = content(book), state(book)
    sheet(book, name).protected = True
    answer = said(book, key)
    assert (answer.how, answer.text) == ("no", f"工作表“{name}”受保护。请先在“审阅”中撤消工作表保护。")
    assert (content(book), state(book)) == (before, kept)


@pytest.mark.parametrize("key", ["check", "spending", "clear", "form", "formulas", "stage.declare", "missed", "next"])
@pytest.mark.parametrize("how", ["ReadOnly", "ProtectStructure"])
def test_a_workbook_that_is_read_only_or_keeps_its_sheets_is_worked_in_all_the_same(book, key, how):
    """Excel lets cells change in both; where a person then saves, is Excel's to ask. No click adds a sheet to a master."""
    other = open_book()
    setattr(book.api, how, True)
    assert str(said(book, key)) == str(said(other, key)) and content(book) == content(other)


# A sheet that never ends


@pytest.fixture
def cells_read(monkeypatch) -> list[int]:
    """How many cells each reading asked for."""
    found = []
    whole = fake_excel.Range._get

    def counted(area, name, get):
        (top, left), (bottom, right) = area.first, area.last
        found.append((bottom - top + 1) * (right - left + 1))
        return whole(area, name, get)

    monkeypatch.setattr(fake_excel.Range, "_get", counted)
    return found


LAST = (1_048_576, 16_384)


def test_a_used_range_to_the_last_cell_reads_little(book, cells_read):
    said(open_book())
    usual = sum(cells_read)
    cells_read.clear()
    sheet(book, "绩效指标").cells[LAST] = Cell(value=None, formula="", number_format="0.00")
    assert said(book).how == "ok" and sum(cells_read) == usual < 20_000


@pytest.mark.parametrize(
    "place, told", [(LAST, "第1048576行、第16384列"), ((1_048_576, 5), "第1048576行"), ((9_000, 16_384), "第9000行、第16384列")]
)
def test_content_left_at_the_end_of_a_sheet_is_told_before_it_is_read(book, cells_read, place, told):
    sheet(book, "绩效指标").cells[place] = typed(" ", "General")
    before, answer = content(book), said(book)
    assert answer.how == "no" and answer.text.startswith("绩效指标：内容一直到") and told in answer.text
    assert answer.text.endswith("太大。请删除远处多余的行、列后再点。") and sum(cells_read) < 20_000 and content(book) == before


# Two workbooks, and taking back


@pytest.fixture
def udfs(monkeypatch):
    """What VBA calls, which hands the workbook over; imported anew, since other tests import it in a Windows of stand-ins."""
    sys.modules.pop("xlperf.excel.udfs", None)
    module = import_module("xlperf.excel.udfs")
    monkeypatch.setattr(module, "opened", lambda workbook: workbook)
    yield module
    del sys.modules["xlperf.excel.udfs"], xlperf.excel.udfs


@pytest.fixture
def two() -> tuple[Book, Book]:
    """Two workbooks of one name in two folders."""
    return open_book(folder=r"C:\甲"), open_book(folder=r"C:\乙")


def test_a_click_goes_to_one_workbook_and_each_takes_back_its_own(udfs, two):
    first, second = two
    before = content(first)
    calls = second.calls.number
    assert udfs.act("check", first).startswith("wrote|校验完成") and content(first) != before
    assert content(second) == before and second.calls.number == calls
    assert udfs.undo(second) == "no|没有可以撤销的写入" and content(second) == before
    type_into(second, "绩效指标", 6, "actual", "4次")
    changed = content(second)
    assert udfs.act("check", second).startswith("wrote|校验完成")
    written = content(second)
    assert udfs.undo(first) == "ok|已撤销上一次写入" and content(first) == before and content(second) == written
    assert udfs.undo(second) == "ok|已撤销上一次写入" and content(second) == changed
    assert udfs.undo(first) == "no|没有可以撤销的写入" == udfs.undo(second)


def test_taking_back_that_is_refused_is_told_and_can_be_tried_again(udfs, book, pauses):
    before = content(book)
    udfs.act("check", book)
    written = content(book)
    refusing(book, lambda number: True)
    assert udfs.undo(book) == f"no|{BUSY}" and content(book) == written
    book.calls.answer = Calls.answer
    sheet(book, "绩效指标").protected = True
    assert udfs.undo(book) == "no|工作表“绩效指标”受保护。请先在“审阅”中撤消工作表保护。"
    sheet(book, "绩效指标").protected = False
    refusing(book, lambda number: number == 9, KeyError("无"))
    assert udfs.undo(book) == "no|程序出错（KeyError('无')）。请把工作簿和这句话一并反馈"
    book.calls.answer = Calls.answer
    assert udfs.undo(book).startswith("ok|") and content(book) == before


def test_no_workbook_and_one_that_lies_at_an_address(udfs, book, monkeypatch):
    """xlwings would look for the folder behind an address in the sheet xlwings.conf, and raise where there is none."""
    assert udfs.act("check", None) == udfs.undo(None) == "no|没有打开的工作簿。请先打开工作簿，在受保护的视图中请先点“启用编辑”。"
    book.api.FullName = "https://contoso.sharepoint.com/sites/x/%E7%BB%A9%E6%95%88.xlsm"
    monkeypatch.setattr(Book, "fullname", property(lambda _book: pytest.fail("asked for a folder")), raising=False)
    assert udfs.act("check", book).startswith("wrote|") and udfs.undo(book).startswith("ok|")


# Excel from outside


class Nothing:
    """What xlwings gives where no workbook is in front: a book of None."""

    @property
    def name(self):
        raise AttributeError("'NoneType' object has no attribute 'Name'")


NOT_OPEN = "没有正在运行的Excel，或没有打开工作簿。请先在Excel中打开工作簿，在受保护的视图中请先点“启用编辑”。"

IN_FRONT = {
    "no Excel": (RuntimeError("Couldn't find any active App!"), f"xlperf：{NOT_OPEN}"),
    "no workbook": (Nothing(), f"xlperf：{NOT_OPEN}"),
    "Excel is busy": (REJECTED, f"xlperf：{BUSY}"), "xlwings says so": (BUSY_WAYS["xlwings"], f"xlperf：{BUSY}"),
}  # fmt: skip


@pytest.fixture
def xlwings(monkeypatch):
    """An xlwings on Windows, with what is in front."""
    books = SimpleNamespace(front=None)

    class Books:
        @property
        def active(self):
            if isinstance(books.front, Exception):
                raise books.front
            return books.front

    windows = SimpleNamespace(N_COM_ATTEMPTS=0, cleanup=lambda: pytest.fail("Excels of others were ended"))
    monkeypatch.setitem(sys.modules, "xlwings", SimpleNamespace(books=Books(), _xlwindows=windows))
    monkeypatch.setattr(live, "Machine", lambda: SimpleNamespace(has_excel=True))
    books.windows = windows
    return books


@pytest.mark.parametrize("front, told", IN_FRONT.values(), ids=IN_FRONT)
def test_from_outside_it_is_told_why_there_is_nothing_to_click_in(xlwings, capsys, front, told):
    xlwings.front = front
    assert main(["live", "check"]) == 2 and capsys.readouterr().err == f"{told}\n"


def test_from_outside_the_workbook_in_front_is_worked_in(xlwings, book, capsys):
    xlwings.front, other = book, open_book()
    before = state(book)
    said(other)
    assert main(["live", "check"]) == 0 and capsys.readouterr().out.startswith("校验完成：指标4项")
    assert len(content(book)) == len(content(other)) and state(book) == before
    sheet(book, "绩效指标").protected = True
    assert main(["live", "missed"]) == 2 and capsys.readouterr().err == "工作表“绩效指标”受保护。请先在“审阅”中撤消工作表保护。\n"


def test_an_excel_that_a_killed_command_left_deaf_hears_again(xlwings, book):
    xlwings.front = book
    vars(book.app)["interactive"] = False
    assert main(["live", "next"]) == 0 and vars(book.app)["interactive"] is True


def test_xlwings_neither_asks_for_ever_nor_ends_other_excels(xlwings, monkeypatch):
    unregistered = []
    monkeypatch.setattr(refusals.atexit, "unregister", unregistered.append)
    refusals.tame(sys.modules["xlwings"])
    assert 0 < xlwings.windows.N_COM_ATTEMPTS < 10_000 and unregistered == [xlwings.windows.cleanup]
    refusals.tame(SimpleNamespace())  # on another system there is nothing to tame


# In VBA: a Python that is gone

DIES = """
Private Function CallUDF(ByVal module As String, ByVal func As String, arguments As Variant) As String
    Application.EnableEvents = False
    Application.Calculation = -4135
    Err.Raise vbObjectError + 1, , "gone"
End Function
Private Function NotCalled("""


@pytest.mark.parametrize("macro, arguments", [("PerfAct", ["check"]), ("PerfUndo", [])])
def test_a_python_that_dies_in_the_middle_is_told_and_excel_is_as_before(tmp_path, macro, arguments):
    app = loaded(tmp_path / "XLSTART" / NAME, **{"\r\nPrivate Function CallUDF(": DIES.replace("\n", "\r\n")})
    app.activate_workbook(app.add_workbook())
    answer = app.run(macro, *arguments)
    assert answer == "no|gone" if macro == "PerfAct" else tuple(app.dialogs[0])[:2] == ("MsgBox", "gone")
    if macro == "PerfAct":
        assert app.application.enable_events is True and app.application.calculation == -4105
