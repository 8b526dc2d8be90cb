"""Every text that users read, gathered from the code, and the catalogue of its translations."""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from xlperf import schema
from xlperf.actions import ACTIONS, MESSAGES, STAGES
from xlperf.build.source import source_text
from xlperf.functions import FUNCTIONS
from xlperf.model import ACCEPTED, SEVERITIES
from xlperf.report.page import texts_of_page
from xlperf.rules import RULES
from xlperf.rules.rule import FAMILIES

SOURCE, COMPILED = (Path(__file__).with_name(f"en.{kind}") for kind in ("po", "mo"))
_PACKAGE = Path(__file__).parents[1]
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""The fixed date of a catalogue: the same texts give the same file."""


def texts() -> dict[str, str]:
    """Return every text with where it stands first: what passes `_()` in the code, and what passes it at run time."""
    found: dict[str, str] = {}
    for file, _line, text, _comments, _context in sorted(extract_from_dir(_PACKAGE, [("**.py", "python")], keywords={"_": None})):
        found.setdefault(str(text), f"xlperf/{file}")
    for text, where in _further():
        found.setdefault(text, where)
    return {text: where for text, where in found.items() if _CHINESE.search(text)}


def _further() -> Iterator[tuple[str, str]]:
    """Yield the texts that reach `_()` as values: rules' pages, sheets and columns, buttons, functions, words, the guide."""
    for rule in RULES:
        yield from ((text, "xlperf/rules") for text in rule.prose)
    for sheet in schema.TABLE_SHEETS:
        yield from ((text, "xlperf/schema") for text in (sheet.title, sheet.hint))
        yield from ((column.help, "xlperf/schema") for column in sheet.columns)
    yield from ((field.help, "xlperf/schema") for field in (*schema.PARTICULARS, *schema.SUMMARY))
    for action in (*ACTIONS, *STAGES):
        yield from ((text, "xlperf/actions.py") for text in (action.label, action.tip, action.group, action.asks))
    yield from ((text, "xlperf/actions.py") for text in MESSAGES.values() if text != schema.RECALCULATE)
    for function in FUNCTIONS:
        yield function.help, "xlperf/functions.py"
        yield from ((argument.help, "xlperf/functions.py") for argument in function.arguments)
    words = (*SEVERITIES, ACCEPTED, *FAMILIES.values(), *schema.STATUS.values(), *schema.TASK_STATES, *schema.LIGHTS, *schema.MONITORED_KINDS,
             schema.NOT_DUE, schema.NO_LIGHT, schema.SAMPLE_MARK)  # fmt: skip
    yield from ((word, "xlperf/schema/words.py") for word in words)
    yield from ((text, "xlperf/report/page.html") for text in texts_of_page())
    yield from ((line, "workbook/guide.txt") for line in source_text("guide.txt").splitlines())


def read() -> dict[str, str]:
    """Return the translations there are."""
    with SOURCE.open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file) if each.id}


def written(entries: Mapping[str, tuple[str, str]]) -> bytes:
    """Return a catalogue of texts with their translations and places, as a file that is edited."""
    catalogue = Catalog("en", project="xlperf", creation_date=_MADE, revision_date=_MADE, fuzzy=False)
    for text, (told, where) in entries.items():
        catalogue.add(text, told, locations=[(where, 0)])
    file = io.BytesIO()
    write_po(file, catalogue, include_lineno=False, sort_by_file=True, width=120, omit_header=False)
    return file.getvalue()


def renewed() -> bytes:
    """Return the catalogue brought up to date with the code: new texts without a translation, none that nobody says any more."""
    known = read()
    return written({text: (known.get(text, ""), where) for text, where in texts().items()})


def compiled() -> bytes:
    """Return the catalogue as `gettext` reads it."""
    file = io.BytesIO()
    with SOURCE.open("rb") as source:
        write_mo(file, read_po(source))
    return file.getvalue()
