"""All pages that are made from the code, and the help page that is made of them."""

from pathlib import Path

from xlperf.manual import (
    BUREAU,
    COLUMNS,
    COMMANDS,
    DEPLOY,
    FOLDER,
    HANDBOOK,
    HELP,
    LANGUAGE,
    PROFILES,
    RULES,
    SAFETY,
    WORKBOOK,
    YEAR,
)
from xlperf.pages import bureau, columns, commands, language, profiles, rules, safety, workbook
from xlperf.pages.html import help_page

_MAKERS = {
    WORKBOOK: workbook, LANGUAGE: language, RULES: rules, COLUMNS: columns, PROFILES: profiles, COMMANDS: commands, BUREAU: bureau, SAFETY: safety,
}  # fmt: skip
ORDER = (HANDBOOK, YEAR, WORKBOOK, LANGUAGE, RULES, COLUMNS, PROFILES, BUREAU, COMMANDS, DEPLOY, SAFETY)
"""The pages of the help page: first what an accountant does, then what things mean, then the others' pages."""


def made() -> dict[Path, str]:
    """Return the text of each generated page, by its place."""
    pages = {path: maker.page() for path, maker in _MAKERS.items()}
    texts = [(each.stem, pages[each] if each in pages else each.read_text(encoding="utf-8")) for each in ORDER]
    return pages | {HELP: help_page(texts, FOLDER)}
