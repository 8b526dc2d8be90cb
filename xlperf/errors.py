"""What is raised when something could not be done at all.

A finding about a table is a value (`xlperf.model.Finding`); an exception is an accident of the world: no such file, not a
workbook, a workbook that somebody holds open. Each carries one sentence, its place, and what to do.
"""

from xlperf.language import _


class XlperfError(Exception):
    """An accident told in one sentence: `message`, where (`place`, may be empty), what to do (`remedy`)."""

    def __init__(self, message: str, *, place: str = "", remedy: str = ""):
        super().__init__(message)
        self.message, self.place, self.remedy = message, place, remedy

    def __str__(self) -> str:
        where = _("{place}：").format(place=self.place) if self.place else ""
        return f"{where}{self.message}。" + (f"{self.remedy}。" if self.remedy else "")


class InputError(XlperfError):
    """A file that cannot be read as what it should be."""


class WriteRefusedError(XlperfError):
    """Nothing was written, because writing could have harmed the user's file."""
