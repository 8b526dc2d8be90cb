"""`xlperf check` over many workbooks: a line each, and the reports that were asked for."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from xlperf.cli.parsing import FAILED, scope_of, warn_of_holder
from xlperf.language import _

if TYPE_CHECKING:
    from xlperf.batch import How, Outcome


def check_files(options: argparse.Namespace) -> int:
    """Check what the arguments name. One that fails never stops the rest; an interruption leaves what there is so far."""
    from xlperf.batch import How, Outcomes, expand

    paths, outcomes, told = expand(options.files), Outcomes(), _Told(options)
    interrupted = False
    try:
        for outcome in _outcomes(paths, How(scope_of(options), options.write), options):
            outcomes.add(outcome)
            told.take(outcome)
    except KeyboardInterrupt:
        interrupted = True
    told.finish(len(paths) - len(outcomes))
    outcomes.close()
    return FAILED if interrupted else outcomes.worst


def _outcomes(paths: Sequence[str], how: "How", options: argparse.Namespace) -> "Iterator[Outcome]":
    """Yield what came of each file: of those that did not change since, from what is kept."""
    from xlperf.batch import Pool, Progress, Store, check_many, jobs_for

    store = None if options.no_cache or options.write else Store.of_user(how)
    progress, pool = Progress(len(paths)), Pool(how, jobs_for(options.jobs, len(paths)), options.timeout)
    try:
        for outcome, is_known in check_many(paths, pool, store.find if store else lambda _path: None):
            if store and not is_known:
                store.keep(outcome)
            progress.clear()
            yield outcome
            progress.step()
    finally:
        progress.clear()
        if store:
            store.close()


class _Told:
    """What is printed of outcomes as they come, and at the end."""

    def __init__(self, options: argparse.Namespace):
        self.options, self.verdicts, self.failed = options, Counter(), 0
        self.begun = False

    def take(self, outcome: "Outcome") -> None:
        """Print a line, or keep it for the end."""
        from xlperf.report.many import line_of
        from xlperf.rows import unit_row

        if outcome.code == FAILED:
            self.failed += 1
            print(_("xlperf：{error}").format(error=outcome.data["error"]), file=sys.stderr)
        elif not self.options.write:
            warn_of_holder(outcome.path)
        if self.options.format == "jsonl":
            print(outcome.text, flush=True)
        elif self.options.format == "json":
            print("," if self.begun else "[", outcome.text, sep="\n", flush=True)
            self.begun = True
        elif outcome.code != FAILED:
            unit = unit_row(outcome.data)
            self.verdicts[unit["verdict"]] += 1
            print(line_of(unit), flush=True)

    def finish(self, left: int) -> None:
        """Print what comes at the end; also where somebody interrupted."""
        from xlperf.report.many import sum_of

        if self.options.format == "text":
            print(sum_of(self.verdicts, self.failed, left))
        elif self.options.format == "json":
            print("]" if self.begun else "[]")
