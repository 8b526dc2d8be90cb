"""What is told of places, as lines."""

from collections.abc import Iterator, Sequence

from xlperf.language import _
from xlperf.model import Place

MOST = 20
"""Lines of one kind: the rest is counted."""


def told_places(heading: str, lines: Sequence[tuple[Place | None, str]]) -> Iterator[str]:
    """Yield a heading, which tells how many there are, and what is told of each place, a line each."""
    if lines:
        yield heading.format(count=len(lines))
    for place, text in lines[:MOST]:
        yield "  " + (_("{place}：{text}").format(place=place, text=text) if place else text)
    if len(lines) > MOST:
        yield "  " + _("……另有{count}处").format(count=len(lines) - MOST)


def short(text: str, letters: int) -> str:
    """Return so many letters of a text, and that there are more."""
    return text if len(text) <= letters else text[:letters] + "……"
