"""`xlperf check` over many workbooks: a line each, and the reports that were asked for."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlperf.cli.parsing import complain, warn_of_holder
from xlperf.errors import CLEAN, FAILED, FINDINGS, InputError, why
from xlperf.language import _, say

if TYPE_CHECKING:
    from xlperf.batch import How, Outcome, Outcomes
    from xlperf.batch.pool import Workers
    from xlperf.batch.results import Results
    from xlperf.report.outputs import Output


def check_files(options: argparse.Namespace) -> int:
    """Check what the arguments name. One that fails never stops the rest; an interruption leaves what there is so far."""
    from xlperf.batch import How, Outcomes, expand
    from xlperf.report.outputs import outputs

    places = outputs(options.out)
    bureau = _Bureau(options)
    paths, outcomes, told = expand(options.files), Outcomes(), _Told(options)
    interrupted = False
    try:
        for outcome in _outcomes(paths, How(options.rules, options.write), options):
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
    from xlperf.batch import Progress, Store, check_many

    store = None if options.no_cache or how.write else Store.of_user(how)
    progress = Progress(len(paths))
    try:
        for outcome, is_known in check_many(paths, _workers(len(paths), how, options), store.find if store else lambda _path: None):
            if store and not is_known:
                store.keep(outcome)
            progress.clear()
            yield outcome
            progress.step()
    finally:
        progress.clear()
        if store:
            store.close()


def _workers(files: int, how: "How", options: argparse.Namespace) -> "Workers":
    """Return who checks: a cluster where one is named, else processes of this machine."""
    from xlperf.batch import Pool, jobs_for

    if options.scheduler:
        from xlperf.batch.cluster import Cluster

        return Cluster(how, options.scheduler, options.timeout)
    return Pool(how, jobs_for(options.jobs, files), options.timeout)


class _Bureau:
    """What a bureau asks for besides: who filed, what changed since approval, what is suspicious."""

    def __init__(self, options: argparse.Namespace):
        from xlperf.batch import expand
        from xlperf.batch.roster import read_roster

        self.options = options
        self.approved = expand([options.approved]) if options.approved else []
        if self.approved == [options.approved] and not Path(options.approved).exists():
            raise InputError(_("没有这个文件夹"), place=options.approved, remedy=_("请核对路径"))
        if options.opinions:
            _make_folder(Path(options.opinions))
        self.roster = read_roster(options.roster) if options.roster else None
        self.asked = bool(options.roster or options.approved or options.opinions)

    def report(self, outcomes: "Outcomes", left: int, places: "Sequence[Output]") -> None:
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
            say(line)
        said = sys.stdout if self.options.format == "text" else sys.stderr
        for path in write_outputs(results, places):
            say(_("已生成：{path}").format(path=path), file=said)
        if self.options.opinions:
            say(self._write_opinions([unit["file"] for unit in results.units if unit["counted"]]), file=said)

    def _write_opinions(self, paths: "Sequence[str]") -> str:
        """Write an 审核意见单 for each file, and return what came of it."""
        from xlperf.batch import How, Pool, check_many, jobs_for, opinion_one

        folder = Path(self.options.opinions)
        pool = Pool(How(self.options.rules, opinions=str(folder)), jobs_for(self.options.jobs, len(paths)), self.options.timeout, opinion_one)
        found = [outcome for outcome, _known in check_many(paths, pool, lambda _path: None)]
        for each in found:
            if each.code == FAILED:
                complain(each.data["error"])
        written = [each.data["written"] for each in found if each.code != FAILED]
        told = _("审核意见单：新写{new}份，在{folder}").format(new=sum(written), folder=folder)
        return told + (_("；{old}份已经有了，没有改动").format(old=len(written) - sum(written)) if not all(written) else "")

    def _with_changes(self, results: "Results") -> "Results":
        """Compare the targets with those of the approved workbooks, which are read like any others."""
        from xlperf.batch import How
        from xlperf.batch.comparing import name_of, with_changes

        approved = []
        for outcome in _outcomes(self.approved, How(), self.options):
            data = outcome.data
            if "error" in data:
                complain(data["error"])
            approved.append({key: data.get(key) for key in ("code", "department", "indicators")} if "error" not in data else data)
        known = {name_of(unit) for unit in results.units if unit["counted"]}
        alone = sum("error" not in data and name_of(data) not in known for data in approved)
        if alone:
            told = _("批复时的{count}个工作簿没有对应的报送，它们的指标值没有比较").format(count=alone)
            complain(told)
        return with_changes(results, approved)


def _make_folder(folder: Path) -> None:
    """Make a folder, or be content with the one that is there. Raises `InputError` where neither can be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(_("不能建立文件夹（{why}）").format(why=why(error)), place=str(folder), remedy=_("请换一个位置")) from error


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
            complain(outcome.data["error"])
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
            say(line_of(unit), flush=True)

    def finish(self, left: int) -> None:
        """Print what comes at the end; also where somebody interrupted."""
        from xlperf.report.many import sum_of

        if self.options.format == "text":
            say(sum_of(self.verdicts, self.failed, left))
        elif self.options.format == "json":
            print("]" if self.begun else "[]")


def compare(options: argparse.Namespace) -> int:
    """Tell what became better or worse between two runs: workbooks, folders, or results saved as .jsonl."""
    from xlperf.batch.comparing import compared
    from xlperf.report.many import differences_of
    from xlperf.rows import to_json

    found = list(compared(_data(options.before, options), _data(options.after, options)))
    if options.format == "json":
        print(to_json(found))
    else:
        for line in differences_of(found):
            say(line)
    return FINDINGS if found else CLEAN


def _data(argument: str, options: argparse.Namespace) -> "Iterator[dict[str, Any]]":
    """Yield the results that an argument names, as data."""
    from xlperf.batch import How, expand

    if not argument.lower().endswith(".jsonl"):
        yield from (outcome.data for outcome in _outcomes(expand([argument]), How(), options))
        return
    try:
        with open(argument, encoding="utf-8-sig") as file:
            for line in file:
                yield json.loads(line)
    except (OSError, ValueError) as error:
        told = _("读不了上次的结果（{why}）").format(why=why(error) if isinstance(error, OSError) else error)
        raise InputError(told, place=argument, remedy=_("要用“xlperf check … --out 结果.jsonl”写的文件")) from error
