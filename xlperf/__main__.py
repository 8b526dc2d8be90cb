"""``xlperf`` and ``python -m xlperf``: the language first, since everything else speaks it from the moment it is loaded; then the command."""

import os
import sys
from collections.abc import Sequence


def main() -> int:
    """Run the command line and return its exit code."""
    if asked := _language(sys.argv[1:]):
        os.environ["XLPERF_LANG"] = asked
    from xlperf.cli import main

    return main()


def _language(arguments: Sequence[str]) -> str:
    """Return what --lang asks for; "" where it does not stand there."""
    for each, after in zip(arguments, (*arguments[1:], ""), strict=True):
        if each == "--lang":
            return after
        if each.startswith("--lang="):
            return each.removeprefix("--lang=")
    return ""


if __name__ == "__main__":
    raise SystemExit(main())
