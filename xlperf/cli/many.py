"""`xlperf check` over many workbooks: a line each, and the reports that were asked for."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from xlperf.cli.parsing import FAILED, scope_of, warn_of_holder
from xlperf.language import _

if TYPE_CHECKING:
    from pathlib import Path

    from xlperf.batch import How, Outcome, Outcomes
    from xlperf.batch.results import Results


def check_files(options: argparse.Namespace) -> int:
    """Check what the arguments name. One that fails never stops the rest; an interruption leaves what there is so far."""
    from xlperf.batch import How, Outcomes, expand
    from xlperf.report.outputs import outputs

    places = outputs(options.out)
    bureau = _Bureau(options)
    paths, outcomes, told = expand(options.files), Outcomes(), _Told(options)
    interrupted = False
    try:
        for outcome in _outcomes(paths, How(scope_of(options), options.write), options):
            outcomes.add(outcome)
            told.take(outcome)
    except KeyboardInterrupt:
        interrupted = True
    left = len(paths) - len(outcomes)
    told.finish(left)
    if places or bureau.asked:
        bureau.report(outcomes, left, places)
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


class _Bureau:
    """What a bureau asks for besides: who filed, what changed since approval, what is suspicious."""

    def __init__(self, options: argparse.Namespace):
        from xlperf.batch.roster import read_roster

        self.options = options
        self.roster = read_roster(options.roster) if options.roster else None
        self.asked = bool(options.roster or options.approved)

    def report(self, outcomes: "Outcomes", left: int, places: "Sequence[Path]") -> None:
        """Make the tables, print what they come to, and write the outputs."""
        from xlperf.batch.results import results_of
        from xlperf.batch.roster import with_filings
        from xlperf.batch.suspicions import with_suspicions
        from xlperf.report.many import filings_of
        from xlperf.report.outputs import write_outputs

        results = results_of(lambda: (outcome.data for outcome in outcomes), left)
        results = with_filings(results, self.roster) if self.roster else results
        if self.options.approved:
            results = self._with_changes(results)
        results = with_suspicions(results)
        for line in filings_of(results) if self.options.format == "text" else ():
            print(line)
        for path in write_outputs(results, places):
            print(_("已生成：{path}").format(path=path), file=sys.stdout if self.options.format == "text" else sys.stderr)

    def _with_changes(self, results: "Results") -> "Results":
        """Compare the targets with those of the approved workbooks, which are read like any others."""
        from xlperf.batch import How, expand
        from xlperf.batch.comparing import with_changes

        approved = expand([self.options.approved])
        return with_changes(results, (outcome.data for outcome in _outcomes(approved, How(), self.options)))


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
