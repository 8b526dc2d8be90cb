"""The grammar of targets, by hand: one small function a production, with the production as its docstring.

A production gets a `Scanner`, takes what is its own, and returns a node, or None having taken nothing that counts.
`parse` tries the productions of a whole target in order; the first that reaches the end of the text wins.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from xlperf.language import _
from xlperf.target.nodes import (
    Bound,
    Deadline,
    Empty,
    Moment,
    Period,
    Qualitative,
    Quantity,
    Range,
    Reading,
    Several,
    Target,
    Unreadable,
)
from xlperf.target.words import DATE_TAILS, EMPTY, LOOKALIKES, SIGNS, WORDS_AFTER, WORDS_BEFORE

MAX_DIGITS = 24
"""A longer run of digits is no amount of anything."""

_SPACE = re.compile(r"\s*")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_UNIT = re.compile(r"[^\d\s<>=≥≤,;:!?~()\[\]。、*+#$@&|\"'“”.-](?:[.*]?[^\d\s<>=≥≤,;:!?~()\[\]。、*+#$@&|\"'“”.-]){0,11}")
_DASH = re.compile(r"--|—+|[-~至到]")
_OPEN, _COMMA, _CLOSE = re.compile(r"\["), re.compile(r"[,-]"), re.compile(r"\]")
_MONTHS = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月?(?:--|—+|[-~至到])(\d{1,2})月")
_INCLUSIVE = re.compile(r"\(含(?:本数|[\d.]+[^)]*)?\)")
_SEPARATOR = re.compile(r"[;。]|且")
_DATE = re.compile(
    r"((?:19|20)\d\d)(?:([-/])(\d{1,2})(?:\2(\d{1,2}))?|\.(\d{1,2})\.(\d{1,2})|(\d\d)(\d\d))(?:\s+0?0:00(?::00)?)?(?![\d.%])"
)
_DOTTED_MONTH = re.compile(r"((?:19|20)\d\d)\.(\d{1,2})(?![\d.%])")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_MONTH = re.compile(r"(\d{1,2})月(?:份)?")
_DAY = re.compile(r"(\d{1,2})[日号]")
_LABEL = re.compile(r"[^\d<>=≥≤]{1,20}(?=[<>=≥≤]+\s*\d)")
_PLACEHOLDER = re.compile(r"\*\*|[Xx]{2}")


class Scanner:
    """A folded text and how far it has been read; `furthest` remembers where reading got stuck."""

    def __init__(self, text: str, year: int | None = None):
        self.text = text.translate(LOOKALIKES)
        self.year = year if year and 1900 <= year <= 2200 else None
        self.at = 0
        self.furthest = 0
        self.op_source: str | None = None

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Take what `pattern` matches here, after any white space."""
        match = pattern.match(self.text, _SPACE.match(self.text, self.at).end())
        if match and match.end() > self.at:
            self.at = match.end()
            self.furthest = max(self.furthest, self.at)
        return match

    def word(self, words: dict[str, str] | tuple[str, ...]) -> str | None:
        """Take the first of `words` that stands here."""
        start = _SPACE.match(self.text, self.at).end()
        for word in words:
            if self.text.startswith(word, start):
                self.at = start + len(word)
                self.furthest = max(self.furthest, self.at)
                return word
        return None

    def back(self, at: int) -> None:
        """Return to `at`, giving back what was taken since."""
        self.at = at

    @property
    def done(self) -> bool:
        """Whether only white space is left."""
        return not self.text[self.at :].strip()


def operator(scan: Scanner) -> str | None:
    """operator := ">=" | "≥" | "<=" | … | 不低于 | 不超过 | …"""
    if sign := scan.word(SIGNS):
        scan.op_source = "explicit"
        return SIGNS[sign]
    if word := scan.word(WORDS_BEFORE):
        scan.op_source = "word"
        return WORDS_BEFORE[word]
    return None


def number(scan: Scanner) -> Decimal | None:
    """number := digits ["," three digits]… ["." digits]"""
    match = scan.take(_NUMBER)
    return Decimal(match[0].replace(",", "")) if match and len(match[0]) <= MAX_DIGITS else None


def unit(scan: Scanner) -> str:
    """unit := a short word without digits or punctuation; words that bound (以上, 以内 …) are not of it"""
    start = scan.at
    match = scan.take(_UNIT)
    if not match:
        return ""
    text = match[0]
    for tail in WORDS_AFTER:
        if text.endswith(tail):
            scan.back(match.end() - len(tail))
            return "%" if text == "百分比" + tail else text[: -len(tail)]
    if any(text.startswith(word) for word in WORDS_BEFORE):
        scan.back(start)
        return ""
    return "%" if text == "百分比" else text


def quantity(scan: Scanner) -> Quantity | None:
    """quantity := number [unit]  (2022年… is a time, never 2022 of something)"""
    value = number(scan)
    if value is None:
        return None
    name = unit(scan)
    return None if name.startswith("年") and 1900 <= value <= 2200 else Quantity(value, name)


def bound(scan: Scanner) -> Bound | None:
    """bound := [operator] quantity [以上 | 以下 | 以内 | …] ["(含)"]"""
    before = operator(scan)
    amount = quantity(scan)
    if amount is None:
        return None
    scan.take(_INCLUSIVE)
    after = scan.word(WORDS_AFTER)
    scan.take(_INCLUSIVE)
    if before is None and after:
        scan.op_source = "word"
        before = WORDS_AFTER[after]
    return Bound(before, amount)


def labelled(scan: Scanner) -> Bound | None:
    """labelled := words sign quantity …  (name and value in one cell: 满意度≥90%)"""
    return bound(scan) if scan.take(_LABEL) else None


def number_range(scan: Scanner) -> Range | None:
    """range := quantity ("-" | "~" | 至 | 到) quantity | "[" quantity "," quantity "]"  """
    bracket = scan.take(_OPEN)
    low = quantity(scan)
    if low is None or not scan.take(_COMMA if bracket else _DASH):
        return None
    high = quantity(scan)
    if bracket and not scan.take(_CLOSE):
        return None
    if high is None or high.value < low.value or (low.unit and low.unit != high.unit):
        return None
    return Range(low.value, high.value, high.unit)


def moment(scan: Scanner) -> Moment | None:
    """moment := year "-" month ["-" day] | year "." month "." day | eight digits | [year 年] [month 月 [day 日]]"""
    if match := scan.take(_DATE):
        year, _dash, month, day, *dotted_or_eight = match.groups()
        parts = [year, month, day] if month else [year, *(part for part in dotted_or_eight if part)]
        return _moment(*(int(part) if part else None for part in parts))
    year = scan.take(_YEAR)
    month = scan.take(_MONTH)
    day = scan.take(_DAY) if month else None
    if not (year or month):
        return None
    return _moment(int(year[1]) if year else scan.year, int(month[1]) if month else None, int(day[1]) if day else None)


def month_of_period(scan: Scanner) -> Moment | None:
    """month_of_period := year "." month | moment  (alone, 2023.07 would be a number)"""
    match = scan.take(_DOTTED_MONTH)
    return _moment(int(match[1]), int(match[2]), None) if match else moment(scan)


def _moment(year: int | None, month: int | None, day: int | None) -> Moment | None:
    """Return the moment, or None where there is no such day."""
    if (month is not None and not 1 <= month <= 12) or (day is not None and day < 1):
        return None
    try:
        Moment(year or 2000, month, day).last  # noqa: B018 - asks whether the day exists
    except ValueError:
        return None
    return Moment(year, month, day)


def deadline(scan: Scanner) -> Deadline | None:
    """deadline := [operator | 截至 | 于 | 在] moment [前 | 底前 | 之前 | 底 | 完成 | …]"""
    op = operator(scan)
    scan.word(("截至", "截止", "于", "在"))
    when = moment(scan)
    if when is None:
        return None
    scan.word(("年",))
    tail = scan.word(DATE_TAILS)
    if op is None and tail and "前" in tail:
        scan.op_source, op = "word", "<="
    return Deadline(op, when)


def period(scan: Scanner) -> Period | None:
    """period := month_of_period ("-" | "--" | "~" | 至 | 到) month_of_period | year 年 month "-" month 月 | year 年 全年"""
    if months := scan.take(_MONTHS):
        start, end = (_moment(int(months[1]), int(month), None) for month in months.groups()[1:])
        return _period(start, end)
    start = month_of_period(scan)
    if start is None:
        return None
    if start.month is None and scan.word(("全年",)):
        return Period(start, start)
    if not scan.take(_DASH):
        return None
    scan.year = start.year or scan.year
    return _period(start, month_of_period(scan))


def _period(start: Moment | None, end: Moment | None) -> Period | None:
    """Return the period, or None where it would end before it begins."""
    if start is None or end is None or (start.first and end.last and start.first > end.last):
        return None
    return Period(start, end)


PRODUCTIONS: tuple[Callable[[Scanner], Target | None], ...] = (period, deadline, number_range, bound, labelled)


def parse(
    text: object,
    *,
    op: str | None = None,
    unit: str | None = None,
    name: str | None = None,
    year: int | None = None,
) -> Reading:
    """Read a target as an accountant reads it.

    `op` and `unit` are the texts of their own columns where the table splits them; `name` is the indicator's: numbers in it
    are never taken for the target's, so the reading does not depend on it; `year` is the table's, for dates that name none.
    Never raises: what cannot be read is `Unreadable`.
    """
    raw = "" if text is None else str(text)
    joined, doubts = _joined(raw, op, unit)
    scan = Scanner(joined, year)
    target = _target(scan)
    source = scan.op_source
    if isinstance(target, Bound | Deadline) and target.op is None:
        source = "inferred"
    elif not isinstance(target, Bound | Deadline):
        source = None
    return Reading(target, raw, source, (*doubts, *_doubts(target)))


def _joined(text: str, op: str | None, unit: str | None) -> tuple[str, list[str]]:
    """Join what a table split into columns, unless the text already carries it."""
    doubts = []
    body = text.strip()
    sign = SIGNS.get((op or "").translate(LOOKALIKES).strip()) or WORDS_BEFORE.get((op or "").strip())
    if sign and body and operator(Scanner(body)) is None:
        body = sign + body
    tail = (unit or "").translate(LOOKALIKES).strip()
    if tail and body and body[-1:].translate(LOOKALIKES).isdigit():
        body += tail
    elif tail and body and not body.translate(LOOKALIKES).endswith(tail) and any(c.isdigit() for c in body):
        doubts.append(_("指标值写的单位与计量单位“{unit}”不一致").format(unit=tail))
    return body, doubts


def _target(scan: Scanner) -> Target:
    """target := empty | period | deadline | range | bound | several | qualitative"""
    folded = scan.text.strip()
    if folded in EMPTY:
        return Empty(folded)
    for production in PRODUCTIONS:
        scan.back(0)
        scan.op_source = None
        node = production(scan)
        if node is not None and scan.done:
            return node
    scan.op_source = None
    return _several(scan) or _words(scan)


def _several(scan: Scanner) -> Several | None:
    """several := target (";" | 且) target … | sign target "," sign target …"""
    pieces = [piece.strip() for piece in _SEPARATOR.split(scan.text) if piece.strip()]
    if len(pieces) < 2:
        pieces = [piece.strip() for piece in scan.text.split(",")]
        pieces = pieces if all(piece.startswith(tuple(SIGNS)) for piece in pieces) else []
    if len(pieces) < 2:
        return None
    parts = tuple(_target(Scanner(piece, scan.year)) for piece in pieces)
    return Several(parts) if any(isinstance(part, Bound | Range | Deadline) for part in parts) else None


def _words(scan: Scanner) -> Qualitative | Unreadable:
    """qualitative := words without sign or placeholder, not beginning with a figure"""
    text = scan.text.strip()
    has_sign = any(sign in text for sign in "<>=≥≤")
    has_word = any("\u4e00" <= character <= "\u9fff" for character in text)
    if has_word and not has_sign and not text[0].isdigit() and not _PLACEHOLDER.search(text):
        return Qualitative(text)
    start = min(scan.furthest, max(len(scan.text) - 1, 0))
    return Unreadable(scan.text, (start, len(scan.text)))


def _doubts(target: Target) -> list[str]:
    """Return what a careful reader would ask back about."""
    if isinstance(target, Bound) and target.quantity.unit == "%" and target.op is None and target.quantity.value > 150:
        return [_("{value}超过150%，可能是符号被识别成了数字").format(value=target.quantity)]
    if isinstance(target, Deadline) and target.moment.year is None:
        return [_("日期没有年份，表中也没有年度")]
    return []
