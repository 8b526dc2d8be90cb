"""All pages that are made from the code, and the help page that is made of them."""

from pathlib import Path

from xlperf.manual import (
    BUREAU,
    FOLDER,
    HELP,
    LANGUAGE,
    RULES,
    SAFETY,
    WORKBOOK,
    YEAR,
    bureau,
    language,
    rules,
    safety,
    workbook,
)
from xlperf.manual.html import help_page


def made() -> dict[Path, str]:
    """Return the text of each generated page, by its place."""
    pages = {WORKBOOK: workbook.page(), LANGUAGE: language.page(), RULES: rules.page(), BUREAU: bureau.page(), SAFETY: safety.page()}
    texts = (pages[WORKBOOK], YEAR.read_text(encoding="utf-8"), *(pages[each] for each in (LANGUAGE, RULES, BUREAU, SAFETY)))
    return pages | {HELP: help_page(texts, FOLDER)}
