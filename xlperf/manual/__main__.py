"""Write the generated pages anew."""

from xlperf.manual import FOLDER, HELP, LANGUAGE, WORKBOOK, language, workbook
from xlperf.manual.html import help_page

pages = {WORKBOOK: workbook.page(), LANGUAGE: language.page()}
pages[HELP] = help_page(tuple(pages.values()), FOLDER)
for path, text in pages.items():
    path.write_text(text, encoding="utf-8", newline="\n")
