"""Write the generated pages anew."""

from xlperf.manual import LANGUAGE
from xlperf.manual.language import page

LANGUAGE.write_text(page(), encoding="utf-8", newline="\n")
