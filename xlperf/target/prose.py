"""Productions of words: what only a person can judge, templates' blanks, and why a text is neither words nor figures."""

import re

from xlperf.target.nodes import Placeholder, Qualitative, Unreadable
from xlperf.target.scan import CJK, Scanner, one_of
from xlperf.target.units import is_known, resolve
from xlperf.target.words import (
    ACTION_VERBS,
    HARMLESS,
    MEASURES,
    NAME_ENDINGS,
    RECURRING,
    TELLING,
    TELLING_AT_EDGES,
    TYPE_WORDS,
    WORDS_AFTER,
    WORDS_BEFORE,
)

_PLACEHOLDER = re.compile(r"\*\*|[Xx×]{2,}|_{2,}|□|[○◯]{2,}|(?<![A-Za-z0-9])[XxN](?=[%‰次个人天元年月日份场])")
_CHOICE = re.compile(rf"\(?{CJK}{{1,4}}(?:[/、]{CJK}{{1,4}}){{2,}}\)?")


def placeholder(scan: Scanner) -> Placeholder | None:
    """placeholder := 含有 ** | XX | __ | □ 的文字 | 供选择的一串单位

    占位符：模板里留给人填的空，没有填就等于没有指标值。
    例：**月**日前 → **月**日前｜≥XX% → ≥XX%｜（台/件/辆/套） → (台/件/辆/套)
    """
    text = scan.text.strip()
    return Placeholder(scan.folded) if _PLACEHOLDER.search(text) or _is_open_choice(text) else None


def _is_open_choice(text: str) -> bool:
    """Whether a template's list of units stands there unchosen: （台/件/辆/套）."""
    pieces = re.split(r"[/、]", text.strip("()")) if _CHOICE.fullmatch(text) else []
    return len(pieces) > 2 and not any(piece in RECURRING for piece in pieces) and all(map(is_known, pieces)) and resolve(pieces[0])[0] in pieces


_HARMLESS = one_of(HARMLESS)
_TELLING, _EDGED = one_of(TELLING), one_of(TELLING_AT_EDGES)
_EDGE = re.compile(f"^(?:{_EDGED.pattern})|(?:{_EDGED.pattern})$")


def tells(words_around: str, *, strictly: bool = False) -> bool:
    """Whether words beside a figure turn, compare, plan or deny, so that they must not be passed over.

    A name may begin with anything as long as its head is a measure (不合格率); a single character tells only where it begins or
    ends the words (未开展, but 非物质). `strictly`, any of them does.
    """
    plain = _HARMLESS.sub("□", words_around.strip().rstrip(":"))
    if strictly:
        return bool(_TELLING.search(plain) or _EDGED.search(plain))
    if plain.endswith(MEASURES):
        return False
    return bool(_TELLING.search(plain) or _EDGE.search(plain))


MAX_TEXT = 400
"""A longer text is prose: no target is looked for in it."""
_CLASS = re.compile(".{0,4}(?:数量|质量|时效|成本|效益|满意度|影响|产出|效果|投入|过程)指标")
_IN_A_YEAR = re.compile(r"(?:19|20)\d\d年度?(?![月日])[^\d月日]{2,}")


def words(scan: Scanner) -> Qualitative | Unreadable:
    """words := 没有符号、没有残缺数字的文字

    定性：没有数的文字由人评定。数不成数、只有符号或单位、把指标名称当成了值的，读不出来就说读不出来。
    例：有所提高 → 有所提高｜严格按每人1000元的预算标准兑付 → 严格按每人1000元的预算标准兑付
    """
    text = scan.plain.strip()
    why = _why_unreadable(text[:MAX_TEXT])
    if why is None:
        return Qualitative(scan.text.strip())
    whole = why not in ("figure", "glued") or len(scan.text) != len(scan.folded)
    start = 0 if whole else min(scan.furthest, max(len(scan.folded) - 1, 0))
    return Unreadable(scan.folded, (start, len(scan.folded)), why)


_PROSE = 5
"""From so many Chinese characters on, a figure in a text is part of a sentence."""


def _why_unreadable(text: str) -> str | None:
    """Return why a text without a reading is no words either; None where it is words."""
    has_digit = any(character.isdigit() for character in text)
    characters = re.findall(CJK, text)
    if any(character in "<>=≥≤" for character in text):
        return "figure" if has_digit else "sign"
    if has_digit:
        if len(re.findall(r"\d+(?:\.\d+)?%", text)) > 1 and len(characters) < _PROSE:
            return "glued"
        is_prose = (len(characters) >= _PROSE and not text[0].isdigit()) or len(characters) >= 2 * _PROSE
        return None if is_prose or _IN_A_YEAR.fullmatch(text) else "figure"
    if text in WORDS_BEFORE or text in WORDS_AFTER or not any(character.isalpha() for character in text):
        return "sign"
    if not characters and re.search(r"[%‰$#]", text):
        return "figure"
    if is_known(text) and text[0] != "每":
        return "unit"
    if text in TYPE_WORDS or _CLASS.fullmatch(text) or (text.endswith(NAME_ENDINGS) and not any(verb in text for verb in ACTION_VERBS)):
        return "name"
    return None
