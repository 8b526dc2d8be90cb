"""Many workbooks at once: which files are meant, and how far the work has come."""

from xlperf.batch.paths import expand, names_many
from xlperf.batch.progress import Progress

__all__ = ["Progress", "expand", "names_many"]
