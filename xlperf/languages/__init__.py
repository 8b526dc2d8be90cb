"""What users read, in other languages than Chinese: `en.po` is edited, `python -m xlperf.make` brings it up to date and compiles it."""
