"""A screen without a monitor, and a workbook in a window on it: a real mouse, a real keyboard, pictures."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.calc import Calc
from xlperf.writers.styles import BLUE

PROGRAMS = "Xvfb", "xdotool", "import"
"""What a screen needs: the server, the hand, ImageMagick's camera."""

Area = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""

Found = TypeVar("Found")


def wait_for(look: Callable[[], Found], seconds: float = 30) -> Found:
    """Return what `look` finds, as soon as it finds something."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"not seen within {seconds} seconds"
        time.sleep(0.05)
    return found


class Screen:
    """An X server of its own. No window manager runs on it: a window stands where its program puts it."""

    def __init__(self, width: int = 1600, height: int = 900):
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-noreset"]
        self.process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{told.readline().strip()}"
        assert self.display != ":", "Xvfb did not start"

    def run(self, *command: str | int) -> bytes:
        """Run a program on this screen and return what it prints."""
        environment = os.environ | {"DISPLAY": self.display}
        return subprocess.run([*map(str, command)], env=environment, check=True, stdout=subprocess.PIPE, timeout=30).stdout

    def click(self, across: int, down: int) -> None:
        """Press the mouse's button at a point."""
        self.run("xdotool", "mousemove", across, down, "click", 1)

    def type(self, text: str) -> None:
        """Type a text of plain letters and digits, and Enter."""
        self.run("xdotool", "type", text)
        self.run("xdotool", "key", "Return")

    def focus(self, title: str) -> None:
        """Turn the keyboard to a window, once it is there: no window manager does."""
        def found() -> bool:
            try:
                self.run("xdotool", "search", "--onlyvisible", "--name", title, "windowfocus", "--sync")
            except subprocess.CalledProcessError:
                return False
            return True

        wait_for(found)
        time.sleep(0.5)  # a dialog takes letters a moment after it is shown

    def picture(self, area: Area, *options: str | int) -> bytes:
        """Return what an area shows: bytes of red, green, blue, or what ImageMagick's options make of it."""
        left, top, width, height = area
        crop = f"{width}x{height}+{left}+{top}"
        return self.run("import", "-window", "root", "-crop", crop, "+repage", *(options or ("-depth", 8, "rgb:-")))

    def share(self, colour: str, area: Area) -> float:
        """Return how much of an area has exactly a colour (#RRGGBB)."""
        seen, wanted = self.picture(area), bytes.fromhex(colour[1:])
        return sum(seen[place : place + 3] == wanted for place in range(0, len(seen), 3)) * 3 / len(seen)

    def close(self) -> None:
        """Stop it: kindly, so that it takes its lock along, or else by force."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Window:
    """A workbook that LibreOffice has open in a window of a screen, scrolled to its beginning."""

    def __init__(self, screen: Screen, office: Calc, path: Path, sheet: str, size: tuple[int, int] = (1600, 880)):
        self.screen, self.office, self.sheet = screen, office, sheet
        office.run(["load", str(path), False], ["window", *size], ["select", sheet, "A5"])

    def take(self, *steps: list) -> list:
        """Take steps in the workbook (see calc_bench.py) and return what each answered."""
        return self.office.run(["attach"], *steps)[1:]

    def area(self, name: str) -> Area:
        """Return where a cell or a button is on the screen."""
        [area] = self.take(["on_screen", self.sheet, name])
        return tuple(area)

    def click(self, name: str) -> Area:
        """Click a cell or a button with the mouse, in its middle, and return where it is."""
        left, top, width, height = area = self.area(name)
        self.screen.click(left + width // 2, top + height // 2)
        return area

    def push(self, button: str) -> Area:
        """Click a button once it is drawn where it should be, and return where it is."""
        wait_for(lambda: self.screen.share(BLUE, self.area(button)) > 0.6)  # the rest of it is white letters
        return self.click(button)

    def show(self, sheet: str, cell: str) -> None:
        """Turn to another sheet, with a cell selected."""
        self.take(["select", sheet, cell])
        self.sheet = sheet

    def close(self) -> None:
        """Close the workbook without saving it, once a click has said its sentence: a person cannot close it before."""
        time.sleep(2)
        self.take(["close"])
