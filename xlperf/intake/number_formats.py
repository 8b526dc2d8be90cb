"""What a number format adds to a value: the words around a number, whether a number is a day, and of what a day only its month shows."""

import re
from functools import lru_cache

from xlperf.target.words import LOOKALIKES, SIGNS, WORDS_BEFORE

_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_OTHER = re.compile(r"\[[^\]]*\]|_.|\*.")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_DATE_CODE = re.compile(r"(?<![A-Za-z])(?:y{1,4}|e{1,4}|d{1,4}|m{1,5})(?![A-Za-z])", re.IGNORECASE)
_DIGITS = re.compile(r"General|G/通用格式|[0#?][0#?,. ]*%?", re.IGNORECASE)


def is_date(number_format: str) -> bool:
    """Whether a number of this format is shown as a day or a month."""
    return bool(_DATE_CODE.search(_QUOTED.sub(" ", number_format)))


def is_month(number_format: str) -> bool:
    """Whether a day of this format is shown without its day: `yyyy"年"m"月"`, as Excel takes a typed 2022年11月."""
    codes = {code[0].lower() for code in _DATE_CODE.findall(_QUOTED.sub(" ", number_format))}
    return bool(codes & {"y", "e"}) and "m" in codes and "d" not in codes


@lru_cache(maxsize=256)
def words_around(number_format: str) -> tuple[str, str]:
    """Return the sign and the words that a format shows before and behind a number: ≥ and 盏 of `"≥"0"盏"`; no currency."""
    first = _OTHER.sub("", _SECTION.split(number_format)[0])
    digits = _DIGITS.search(_LITERAL.sub(lambda match: "\0" * len(match[0]), first))
    if digits is None:
        return "", ""
    before, behind = (_words(part) for part in (first[: digits.start()], first[digits.end() :]))
    folded = before.translate(LOOKALIKES)
    return before if folded in SIGNS or folded in WORDS_BEFORE else "", behind


def _words(part: str) -> str:
    return "".join(quoted or escaped for quoted, escaped in _LITERAL.findall(part)).strip()
