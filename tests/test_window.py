"""The workbook with macros as a person has it: a window, a keyboard, and a mouse that clicks the drawn buttons."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests import calc
from tests.conftest import BUTTONS
from tests.exports import Sheet
from tests.screen import PROGRAMS, Screen, Window, wait_for
from xlperf import schema
from xlperf.build import blank, sample
from xlperf.files import check, form, make
from xlperf.target import MISSING
from xlperf.writers.styles import BLUE

pytestmark = pytest.mark.libreoffice
SHEET, FINDINGS = schema.INDICATORS.name, schema.FINDINGS.name
LAST_ROW = schema.FIRST_ROW + 69


@pytest.fixture(scope="module")
def screen():
    calc.need(*PROGRAMS)
    with closing(Screen()) as started:
        yield started


@pytest.fixture(scope="module")
def office(screen, tmp_path_factory):
    """A LibreOffice whose windows are on the screen."""
    with closing(calc.Calc(tmp_path_factory.mktemp("office"), display=screen.display)) as started:
        yield started


@pytest.fixture(scope="module")
def macros() -> bytes:
    return make(sample(), ".xlsm")


@pytest.fixture
def window(screen, office, tmp_path, macros):
    """The sample workbook with macros, open at the indicators."""
    path = tmp_path / "样本.xlsm"
    path.write_bytes(macros)
    with closing(Window(screen, office, path, SHEET)) as opened:
        yield opened


def states(window) -> list[str]:
    """Return what stands in the column 状态."""
    [rows] = window.take(["read", SHEET, f"O{schema.FIRST_ROW}:O{LAST_ROW}"])
    return [state for [state] in rows]


def test_a_typed_actual_and_a_click_on_the_button(window):
    window.click("L6")
    wait_for(lambda: window.take(["selected"]) == [f"${SHEET}.$L$6"])
    window.screen.type("10")
    wait_for(lambda: states(window)[1] == "未达标")
    assert window.take(["read", SHEET, "R6:R6"]) == [[[""]]]

    area = window.push("PerfCheck")
    assert wait_for(lambda: finding(window, "公务保障用车数量")) == [
        "错误", "R301", f"{SHEET}!V6", "公务保障用车数量", "未达标：实际10辆，指标值=11辆，相差1辆", "填写偏差原因分析及改进措施"]  # fmt: skip
    wait_for(lambda: window.take(["read", SHEET, "R6:R6"]) == [[["未达标：实际10辆，指标值=11辆，相差1辆（R301）"]]])
    wait_for(lambda: count(window, "未达标") == states(window).count("未达标") == 8)
    assert_button(window.screen, area)


def test_a_click_hides_the_rows_that_are_not_missed_and_another_shows_them(window):
    others = [row for row, state in enumerate(states(window), schema.FIRST_ROW) if state != "未达标"]
    area = window.push("PerfMissed")
    wait_for(lambda: hidden(window) == others)
    assert_button(window.screen, area)
    window.push("PerfMissed")
    wait_for(lambda: not hidden(window))


def test_buttons_that_libreoffice_saved_away_work_again_after_a_check(screen, office, tmp_path, macros):
    path, saved = tmp_path / "样本.xlsm", tmp_path / "存过.xlsm"
    path.write_bytes(macros)
    office.run(["load", str(path)], ["save", str(saved), "Calc MS Excel 2007 VBA XML"], ["close"])
    assert f"{BUTTONS}个按钮" in check(saved, write=True).mended
    with closing(Window(screen, office, saved, SHEET)) as window:
        window.push("PerfMissed")
        wait_for(lambda: hidden(window))


@pytest.mark.parametrize("suffix", [pytest.param("csv", marks=pytest.mark.long), "xlsx"])
def test_an_export_is_chosen_and_comes_in(screen, office, tmp_path, macros, suffix):
    path, export = tmp_path / "样本.xlsm", tmp_path / f"export.{suffix}"
    path.write_bytes(macros)
    sheet = Sheet([["日期", "凭证号", "科目编码", "摘要", "借方", "贷方"], [date(2022, 3, 1), "记-901", "7101", "付款", 5, None]])
    export.write_bytes(sheet.csv() if suffix == "csv" else sheet.xlsx())
    with closing(Window(screen, office, path, schema.LEDGER.name)) as window:
        def rows() -> list:
            return [row for row in window.take(["read", schema.LEDGER.name, "A5:N400"])[0] if row[1]]

        before = rows()
        window.push("PerfImport")
        screen.focus("选择明细账或支付明细")
        screen.type(str(export))
        screen.focus("绩效目标")
        screen.run("xdotool", "key", "Return")
        came = wait_for(lambda: rows()[len(before) :])
        assert [(row[1], row[3], row[10]) for row in came] == [("记-901", "付款", 5)]


@pytest.mark.parametrize("suffix", [pytest.param("xlsx", marks=pytest.mark.long), "docx"])
def test_a_table_is_chosen_and_fills_a_blank_workbook(screen, office, tmp_path, suffix):
    """Without a terminal: an empty workbook, a table as a department has it, one click."""
    path, table = tmp_path / "空白.xlsm", tmp_path / f"table.{suffix}"
    path.write_bytes(make(blank(), ".xlsm"))
    form(Path(__file__).parents[1] / "workbook" / "bazhou-2022.txt", table)
    with closing(Window(screen, office, path, schema.OVERVIEW)) as window:
        window.push("PerfLoad")
        screen.focus("选择目标表")
        screen.type(str(table))
        screen.focus("绩效目标")
        screen.run("xdotool", "key", "Return")
        rows = wait_for(lambda: [row for row in window.take(["read", SHEET, "A5:G80"])[0] if row[0]])
        assert (len(rows), rows[0][0], rows[-1][0]) == (70, "Z01", "Z70")
        assert count(window, schema.STATUS[MISSING]) == count(window, "指标总数") == 70
        [heights] = window.take(["heights", schema.OVERVIEW, 5, 24])
        assert min(heights) > 700  # hundredths of a millimetre: no row has become as low as its letters


def finding(window, subject: str) -> list | None:
    """Return the finding about a subject; None where there is none."""
    [rows] = window.take(["read", FINDINGS, "A5:F40"])
    return next((row for row in rows if row[3] == subject), None)


def count(window, word: str) -> float:
    """Return how many the overview counts of a word."""
    [rows] = window.take(["read", schema.OVERVIEW, "E5:F24"])
    return dict(rows)[word]


def hidden(window) -> list[int]:
    """Return the rows of the table that are hidden."""
    [rows] = window.take(["hidden_rows", SHEET, schema.FIRST_ROW, LAST_ROW])
    return rows


def assert_button(screen, area):
    """Where the mouse clicked the picture shows a blue button, and nothing of its blue around it."""
    left, top, width, height = area
    right, bottom = left + width, top + height
    above, below = (left, top - 5, width, 3), (left, bottom + 2, width, 3)
    before, behind = (left - 5, top, 3, height), (right + 2, top, 3, height)
    assert screen.share(BLUE, area) > 0.6
    assert not any(screen.share(BLUE, strip) for strip in (above, below, before, behind))
