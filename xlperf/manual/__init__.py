"""The manual's pages, shipped with the package. `python -m xlperf.make` writes the generated ones anew."""

from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGE, WORKBOOK, RULES = FOLDER / "target-language.md", FOLDER / "workbook.md", FOLDER / "rules.md"
COMMANDS, COLUMNS, PROFILES = (FOLDER / f"{name}.md" for name in ("commands", "columns", "profiles"))
HANDBOOK, YEAR, BUREAU, SAFETY, DEPLOY = (FOLDER / f"{name}.md" for name in ("handbook", "year", "bureau", "safety", "deploy"))
HELP = FOLDER / "help.html"
"""All pages as one that a browser opens without a network: what the button 帮助 shows."""


def language_page() -> str:
    """Return the manual page of the language of targets (指标值), in Chinese Markdown."""
    return LANGUAGE.read_text(encoding="utf-8")
