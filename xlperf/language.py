"""The door for every text that a user sees: ``_("…")``.

The texts stand in the code in Chinese, the language of the users. Every one of them passes here, so that a catalogue of another
language can be put behind this door without touching the rest. What files hold and we print passes `visible`.
"""

import re
from typing import TextIO

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
"""Signs by which a text could steer a terminal or turn the order of what stands around it, or that XML has no place for."""


def _(text: str) -> str:
    """Return `text` in the language of this run."""
    return text


def visible(text: str) -> str:
    """Return a text that comes from elsewhere as it may stand on a screen or a paper: what cannot be seen as �."""
    return UNSEEN.sub("\ufffd", text.replace("\r\n", "\n"))


def say(text: object = "", file: TextIO | None = None, *, flush: bool = False) -> None:
    """Print a line for people, whatever a file may have put into it. Data goes by `print`, as it is."""
    print(visible(str(text)), file=file, flush=flush)
