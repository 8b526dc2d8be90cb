"""The scanner: a folded text and how far it has been read."""

import re
from collections.abc import Iterable
from functools import lru_cache

from xlperf.target.units import TRADITIONAL
from xlperf.target.words import LOOKALIKES

CJK = r"[\u4e00-\u9fff]"
"""A Chinese character, as a piece of a pattern."""
_SPACE = re.compile(r" *")
_WRAPPERS = ("()", "[]", "“”", "‘’", '""', "''", "「」", "『』")
_INNER = re.compile(r"[()\[\],~“”‘’\"']|\d *-")
_BROKEN = re.compile(rf"(?<={CJK}) +(?={CJK})|(?<=\d) +(?=[年月日])|(?<=[年月]) +(?=\d)")
_QUOTE = "'’‘"
"""In front of a number it makes a text of it in Excel."""
_STOPS = "。,;、."
FIRST_YEAR, LAST_YEAR = 1900, 2200


def one_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of any of `words`, the longest that stands there."""
    return re.compile(any_of(words))


def any_of(words: Iterable[str]) -> str:
    """Return the same as a piece of a larger pattern."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SHORT = 100
"""Up to how many characters a text is kept folded: a target is scanned several times, for its value and for what is doubtful in it."""


@lru_cache(maxsize=4096)
def _folded(text: str) -> tuple[str, str, str]:
    folded = text.translate(LOOKALIKES)
    joined = _BROKEN.sub("", folded)
    return folded, joined, joined.translate(TRADITIONAL)


class Scanner:
    """A text, folded, and how far it has been read.

    `folded` is the text as typed with look-alike characters folded, of the same length. `text` is the same, but without the
    spaces that break words (300 公 里) and, once trimmed, without what wraps it; `plain` has traditional characters folded,
    too. What is matched is `plain`, what is kept is `text`; both have the same positions. `year` is the table's; `dates`
    tells that a day is expected, so that a bare serial number may be one. Beside its node a production tells `op_source`,
    where the operator comes from, and `named`, the words before the figure.
    """

    def __init__(self, text: str, year: int | None = None, *, dates: bool = False):
        self.folded, self.text, self.plain = _folded(text) if len(text) <= _SHORT else _folded.__wrapped__(text)
        self.year = year if year and FIRST_YEAR <= year <= LAST_YEAR else None
        self.dates = dates
        self.at = 0
        self.furthest = 0
        self.op_source: str | None = None
        self.named = ""

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Take what `pattern` matches here, after any white space."""
        match = pattern.match(self.plain, self.skip())
        if match and match.end() > self.at:
            self._reach(match.end())
        return match

    def word(self, words: re.Pattern[str]) -> str | None:
        """Take one of `words` (made by `one_of`) and return it."""
        match = self.take(words)
        return match[0] if match else None

    def skip(self) -> int:
        """Return where the next character stands that is no white space; nothing is taken."""
        if self.plain[self.at : self.at + 1] != " ":
            return self.at
        return _SPACE.match(self.plain, self.at).end()  # type: ignore[union-attr]  # a space stands there

    def trim(self) -> None:
        """Blank what wraps a text and says nothing: quotation marks, one pair of brackets, a stop at the end."""
        for _layer in range(3):
            body = self.plain.strip()
            start = self.plain.find(body) if body else 0
            end = start + len(body)
            wrapped = len(body) > 2 and body[0] + body[-1] in _WRAPPERS and not _INNER.search(body[1:-1])
            if wrapped:
                self._blank(start, end - 1)
            elif len(body) > 1 and body[0] in _QUOTE:
                self._blank(start)
            elif len(body) > 1 and body[-1] in _STOPS:
                self._blank(end - 1)
            else:
                return

    def _blank(self, *places: int) -> None:
        for place in places:
            self.text = f"{self.text[:place]} {self.text[place + 1 :]}"
            self.plain = f"{self.plain[:place]} {self.plain[place + 1 :]}"

    def back(self, at: int) -> None:
        """Return to `at`, giving back what was taken since."""
        self.at = at

    @property
    def done(self) -> bool:
        """Whether only white space is left."""
        return self.skip() == len(self.plain)

    def _reach(self, at: int) -> None:
        self.at = at
        self.furthest = max(self.furthest, at)
