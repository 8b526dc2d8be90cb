"""The command line: verbs, each importing what it needs when it runs.

Exit codes: 0 clean, 1 findings, 2 could not run. Data on standard output, progress and errors on standard error.
"""

import argparse
import gc
import sys
from collections.abc import Sequence

from xlperf.cli.ledger import VERBS as LEDGERS
from xlperf.cli.parsing import Parser, add_verb, complain, joined_arguments, log_as_asked
from xlperf.cli.profiles import VERBS as PROFILES
from xlperf.cli.programs import VERBS as PROGRAMS
from xlperf.cli.tables import VERBS as TABLES
from xlperf.errors import FAILED, told_error
from xlperf.language import _, say

VERBS = (*TABLES, *LEDGERS, *PROFILES, *PROGRAMS)
"""Every command: name, what it runs, summary, example, arguments."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. No traceback ever reaches the user of a wrong file."""
    gc.set_threshold(100_000)  # rows of values hold no cycles: looking for them takes a tenth of a large check
    _speak_utf8()
    arguments = joined_arguments(sys.argv[1:] if argv is None else argv)
    try:
        options = build_parser().parse_args(arguments)
        log_as_asked(options)
        return options.command(options)
    except BrokenPipeError:
        return FAILED
    except Exception as error:
        complain(told_error(error))
        return FAILED


def _speak_utf8() -> None:
    """Speak UTF-8 whatever the console's code page is, so that Chinese survives a pipe."""
    for stream, encoding in ((sys.stdin, "utf-8-sig"), (sys.stdout, "utf-8"), (sys.stderr, "utf-8")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding, errors="replace")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; each command's help ends with an example."""
    parser = Parser(
        prog="xlperf", description=_("部门整体支出绩效目标表：读取、判定、归集、计分，结果写回工作簿原处。")
    )
    parser.add_argument("--version", action=_Version, nargs=0, help=_("显示版本，以及反馈问题时要说明的"))
    commands = parser.add_subparsers(metavar=_("命令"), dest="verb", required=True)
    for verb in VERBS:
        add_verb(commands, *verb)
    return parser


class _Version(argparse.Action):
    """Says which version this is, and of what it is made: all that a report of a fault has to tell."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> None:
        from xlperf.cli.version import lines

        for line in lines():
            say(line)
        parser.exit()
