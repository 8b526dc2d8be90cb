"""Write the generated pages anew."""

from xlperf.manual import FOLDER, HELP, LANGUAGE, RULES, WORKBOOK, YEAR, language, rules, workbook
from xlperf.manual.html import help_page

pages = {WORKBOOK: workbook.page(), LANGUAGE: language.page(), RULES: rules.page()}
pages[HELP] = help_page((pages[WORKBOOK], YEAR.read_text(encoding="utf-8"), pages[LANGUAGE], pages[RULES]), FOLDER)
for path, text in pages.items():
    path.write_text(text, encoding="utf-8", newline="\n")
