"""What an authority fixes: points, formulas, grades, limits. Data in TOML files, each value with its source."""

from xlperf.profile.files import DEFAULT, folder, load, load_file, names, shipped, starter
from xlperf.profile.scheme import PERSON, SOURCES, SURENESS, Profile

__all__ = ["DEFAULT", "PERSON", "SOURCES", "SURENESS", "Profile", "folder", "load", "load_file", "names", "shipped", "starter"]
