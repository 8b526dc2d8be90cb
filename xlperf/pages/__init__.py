"""What writes the manual's generated pages, from the code they tell of: `python -m xlperf.make`. Nothing imports it but who edits it."""
