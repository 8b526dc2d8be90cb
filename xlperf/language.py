"""The door for every text that a user sees: ``_("…")``.

The texts stand in the code in Chinese, the language of the users; with XLPERF_LANG=en (`--lang en`) a catalogue of gettext answers in
English (`xlperf.languages`). The language is chosen before anything speaks, and holds for the whole run. What files hold and we print
passes `visible`.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

LANGUAGES = ("zh", "en")


def _asked() -> str:
    """Return the language that XLPERF_LANG asks for, however it is spelt (en, en_GB.UTF-8); Chinese where it asks for none that there is."""
    asked = os.environ.get("XLPERF_LANG", "").lower()[:2]
    return asked if asked in LANGUAGES else LANGUAGES[0]


LANGUAGE = _asked()
"""The language of this run."""
CHINESE = LANGUAGE == "zh"


def _catalogue() -> Callable[[str], str]:
    """Return what finds a text in the language of this run."""
    if CHINESE:
        return str
    from gettext import GNUTranslations

    with Path(__file__).with_name("languages").joinpath(f"{LANGUAGE}.mo").open("rb") as file:
        return GNUTranslations(file).gettext


_translated = _catalogue()

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
"""Signs by which a text could steer a terminal or turn the order of what stands around it, or that XML has no place for."""


def _(text: str) -> str:
    """Return `text` in the language of this run."""
    return _translated(text) if text else text


def visible(text: str) -> str:
    """Return a text that comes from elsewhere as it may stand on a screen or a paper: what cannot be seen as �."""
    return UNSEEN.sub("\ufffd", text.replace("\r\n", "\n"))


def say(text: object = "", file: TextIO | None = None, *, flush: bool = False) -> None:
    """Print a line for people, whatever a file may have put into it. Data goes by `print`, as it is."""
    print(visible(str(text)), file=file, flush=flush)
