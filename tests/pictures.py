"""The pictures of the manual and of the checklist, taken in LibreOffice: `python -m tests.pictures FOLDER`"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.calc import Calc
from tests.foreign import SHEET as FOREIGN
from tests.foreign import foreign_workbook
from tests.screen import Area, Screen, Window, wait_for
from xlperf import schema
from xlperf.build import blank, sample
from xlperf.files import form, make

SHEET, FINDINGS = schema.INDICATORS.name, schema.FINDINGS.name

SIZE = 1600, 653
"""Of the window, in pixels."""

LETTERS = 17
"""How high the letters of the columns are, in pixels."""

TYPED = {"L10": "20个", "L12": "15人", "L14": "46台"}
"""Actuals that change: two miss their targets now, and one that missed it has reached it."""

HIDDEN = "B1:C1", "F1:K1", "M1:N1", "P1:P1"
"""Columns that the pictures do without, so that the results stand beside the actuals."""


def main(folder: Path) -> None:
    """Take all pictures."""
    with closing(Screen()) as screen:
        with opened(screen, make(sample(), ".xlsm"), SHEET) as window:
            clicked(window, folder)
        with opened(screen, make(sample(), ".xlsm"), SHEET, with_python=False) as window:
            without_python(window, folder)
        with opened(screen, foreign_workbook(), FOREIGN) as window:
            foreign(window, folder)
        with opened(screen, make(blank(), ".xlsm"), schema.OVERVIEW) as window:
            begun(window, folder)
        with opened(screen, make(sample(), ".xlsm"), SHEET) as window:
            taught(window, folder)


@contextmanager
def opened(screen: Screen, data: bytes, sheet: str, *, with_python: bool = True) -> Iterator[Window]:
    """Open a workbook in a LibreOffice of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        path = Path(scratch, "样本.xlsm" if sheet == SHEET else "自评表.xlsx")
        path.write_bytes(data)
        with closing(Calc(Path(scratch, "office"), display=screen.display, with_python=with_python)) as office:
            window = Window(screen, office, path, sheet, SIZE)
            window.take(["view", "ShowPageBreaks", False], ["view", "HasHorizontalScrollBar", False])
            yield window


def clicked(window: Window, folder: Path) -> None:
    """Before and after the click 一键校验; what it found; 只看未达标."""
    prepare(window)
    window.click("L14")
    area = framed(window, "R1")
    take(window.screen, area, folder / "before-click.png")
    check(window)
    take(window.screen, area, folder / "after-click.png")
    window.show(FINDINGS, "C5")
    take(window.screen, framed(window, "E1"), folder / "findings.png")
    window.show(SHEET, "L14")
    window.push("PerfMissed")
    wait_for(lambda: window.take(["hidden_rows", SHEET, 5, 5]) == [[5]])
    take(window.screen, area, folder / "missed.png")


def without_python(window: Window, folder: Path) -> None:
    """A row that was changed where nothing calculates it, and what a click says."""
    prepare(window)
    area = framed(window, "R1")
    before = window.screen.picture(area)
    window.push("PerfCheck")
    wait_for(lambda: window.screen.picture(area) != before)
    take(window.screen, area, folder / "no-python.png")
    window.screen.run("xdotool", "key", "Return")


def foreign(window: Window, folder: Path) -> None:
    """A table of others after a check, with the note at one of its cells."""
    window.take(["click", "check"])
    window.take(["select", FOREIGN, "A1"], ["show_note", FOREIGN, "H8"])
    take(window.screen, framed(window, "K1"), folder / "foreign.png")


def begun(window: Window, folder: Path) -> None:
    """An empty workbook: its first sheet, and a table that comes in by 导入目标表."""
    window.show(schema.GUIDE, "A1")
    take(window.screen, framed(window, "H1"), folder / "guide.png")
    window.show(schema.OVERVIEW, "C6")
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch, "target.docx")
        form(Path(__file__).parents[1] / "workbook" / "bazhou-2022.txt", table)
        window.push("PerfLoad")
        window.screen.focus("选择目标表")
        window.screen.type(str(table))
        window.screen.focus("绩效目标")
        time.sleep(1)
        take(window.screen, framed(window, "G1"), folder / "load.png")
        window.screen.run("xdotool", "key", "Return")
        wait_for(lambda: window.take(["read", SHEET, "A5:A5"])[0][0][0])
    window.show(SHEET, "E5")
    take(window.screen, framed(window, "L1"), folder / "loaded.png")


def taught(window: Window, folder: Path) -> None:
    """Why a cell shows what it shows, the payments."""
    window.take(["hide", SHEET, "F1:K1"])
    window.show(SHEET, "L12")
    window.click("P12")
    window.push("PerfWhy")
    window.screen.focus("绩效目标")
    take(window.screen, framed(window, "R1"), folder / "why.png")
    window.screen.run("xdotool", "key", "Return")
    window.show(schema.LEDGER.name, "E5")
    take(window.screen, framed(window, "K1"), folder / "ledger.png")


def prepare(window: Window) -> None:
    """Type the actuals and make room."""
    window.take(["keep_heights", SHEET, "A5:A74"], *(["type", SHEET, cell, text] for cell, text in TYPED.items()))
    window.take(*(["hide", SHEET, columns] for columns in HIDDEN))


def check(window: Window) -> None:
    """Click 一键校验, and wait for the last thing that it does: the sentence in the status bar."""
    status = 0, SIZE[1] - 20, 600, 20
    before = window.screen.picture(status)
    window.push("PerfCheck")
    wait_for(lambda: "46台" in window.take(["read", SHEET, "R14:R14"])[0][0][0])
    wait_for(lambda: window.screen.picture(status) != before)


def framed(window: Window, last: str) -> Area:
    """Return what the pictures show: from the letters of the columns to the status bar, as far as a column goes."""
    _left, top, _width, _height = window.area("A1")
    left, _top, width, _height = window.area(last)
    return 0, top - LETTERS, min(left + width, SIZE[0]), SIZE[1] - top + LETTERS


def take(screen: Screen, area: Area, path: Path) -> None:
    """Take a picture in few colours, once what it shows has come to rest."""
    wait_for(lambda: screen.picture(area) == screen.picture(area))
    screen.picture(area, "-strip", "-dither", "None", "-colors", 64, f"PNG8:{path}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
