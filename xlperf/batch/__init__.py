"""Many workbooks at once: which files are meant, who checks them, what is known of them, how far the work has come."""

from xlperf.batch.one import FAILED, How, Outcome, check_one, opinion_one
from xlperf.batch.outcomes import Outcomes
from xlperf.batch.paths import expand, names_many
from xlperf.batch.pool import Pool, check_many, jobs_for
from xlperf.batch.progress import Progress
from xlperf.batch.store import Store

__all__ = [
    "FAILED", "How", "Outcome", "Outcomes", "Pool", "Progress", "Store", "check_many", "check_one", "expand", "jobs_for",
    "names_many", "opinion_one",
]  # fmt: skip
