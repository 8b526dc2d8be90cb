"""Write the generated pages anew."""

from xlperf.pages.made import made

for path, text in made().items():
    path.write_text(text, encoding="utf-8", newline="\n")
