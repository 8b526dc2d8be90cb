"""Write the generated pages anew."""

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

pages = {WORKBOOK: workbook.page(), LANGUAGE: language.page(), RULES: rules.page(), BUREAU: bureau.page(), SAFETY: safety.page()}
pages[HELP] = help_page((pages[WORKBOOK], YEAR.read_text(encoding="utf-8"), pages[LANGUAGE], pages[RULES], pages[BUREAU], pages[SAFETY]), FOLDER)
for path, text in pages.items():
    path.write_text(text, encoding="utf-8", newline="\n")
