"""All pages that are made from the code, and the help page that is made of them."""

from pathlib import Path

from xlperf.manual import (
    BUREAU,
    DEPLOY,
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
    written = {each: each.read_text(encoding="utf-8") for each in (YEAR, DEPLOY)}
    texts = [(pages | written)[each] for each in (WORKBOOK, YEAR, LANGUAGE, RULES, BUREAU, DEPLOY, SAFETY)]
    return pages | {HELP: help_page(texts, FOLDER)}
