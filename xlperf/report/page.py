"""The results of a run as one page for a browser: offline, to be searched, filtered and sorted; nothing in it is ever run as code."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from xlperf.batch.results import Results, columns_of
from xlperf.language import _
from xlperf.report.summary import missed, told
from xlperf.rows import CHANGES, FILINGS, FINDINGS, INDICATORS, SUSPICIONS, UNITS, Column, to_json

MARK = "<!-- xlperf report -->"
"""What stands in the second line of a page of ours."""

_SHOWN = {
    UNITS.key: ("department", "code", "supervisor", "verdict", "score", "grade", "rate", "budget", "spent", "indicators", "met", "missed",
                "errors", "warnings", "hints", "error", "file"),
    FILINGS.key: ("department", "code", "supervisor", "section", "state", "verdict", "errors", "warnings", "file", "others"),
    "missed": ("department", "level2", "level3", "target", "actual", "ratio", "reason", "task", "place", "file"),
    FINDINGS.key: ("department", "rule", "severity", "subject", "message", "hint", "place", "file"),
    CHANGES.key: ("department", "level3", "change", "approved", "target", "adjustment", "file"),
    SUSPICIONS.key: ("department", "kind", "message", "file"),
}  # fmt: skip
"""Which columns of each table the page shows."""
_PICKED = {"supervisor", "section", "verdict", "state", "severity", "rule", "grade", "level2", "change", "kind"}
_MARKED = {"verdict", "state", "severity", "change"}
_LONG = {"message", "hint", "reason", "error"}
_SHORT = {"department", "supervisor", "section", "target", "place", "rule", "grade", "file"}
_SHARES = {"rate", "ratio"}


def write_page(results: Results, path: Path) -> None:
    """Write the page."""
    before, _mark, behind = _page().partition("@DATA@")
    with path.open("w", encoding="utf-8") as out:
        out.write(before)
        out.writelines(_safe(part) for part in _data(results))
        out.write(behind)


def texts_of_page() -> list[str]:
    """Return what the page says by itself: texts («…»), and words that colours go by (‹…›)."""
    return re.findall("[«‹]([^»›]+)[»›]", _drawn())


def _drawn() -> str:
    return files("xlperf.report").joinpath("page.html").read_text(encoding="utf-8")


def _page() -> str:
    """Return the page in the language of this run. A word of several words is a class of each of them."""
    page = re.sub("«([^»]+)»", lambda text: _(text[1]), _drawn())
    return re.sub("‹([^›]+)›", lambda word: _(word[1]).replace(" ", "."), page)


def _safe(text: str) -> str:
    """Return JSON that cannot end the script it stands in."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _data(results: Results) -> Iterator[str]:
    """Yield the data of the page as JSON, bit by bit."""
    yield f'{{"told": {to_json(told(results), indent=None)}, "tables": ['
    tables = [(table.key, table.title, columns_of(table), results.rows(table)) for table in results.tables if table.key in _SHOWN]
    tables.insert(1, ("missed", _("未达标指标"), columns_of(INDICATORS), missed(results)))
    for nth, (key, title, columns, rows) in enumerate(tables):
        marked = {nth for nth, name in enumerate(_SHOWN[key]) if name in _MARKED}
        chosen = [next(at for at, column in enumerate(columns) if column.key == name) for name in _SHOWN[key]]
        head = {"key": key, "title": title, "columns": [_column(columns[at]) for at in chosen]}
        yield ("," if nth else "") + to_json(head, indent=None)[:-1] + ', "rows": ['
        yield from _rows(rows, chosen, marked)
        yield "]}"
    yield "]}"


def _column(column: Column) -> dict[str, Any]:
    key = column.key
    return {"title": column.title, "kind": column.kind, "help": column.help, "pick": key in _PICKED, "mark": key in _MARKED, "long": key in _LONG,
            "share": key in _SHARES, "path": key == "file", "short": key in _SHORT}  # fmt: skip


def _rows(rows: Iterable[Sequence[Any]], chosen: Sequence[int], marked: Collection[int]) -> Iterator[str]:
    """Yield rows of the chosen columns; words that have a colour in the language of this run."""
    for nth, row in enumerate(rows):
        cells = [_(row[at]) if place in marked and isinstance(row[at], str) else row[at] for place, at in enumerate(chosen)]
        yield (",\n" if nth else "") + to_json(cells, indent=None)
