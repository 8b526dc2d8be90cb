"""What this program is made of, for whoever reports a fault."""

import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from xlperf import __version__
from xlperf.language import LANGUAGE, _


def lines() -> Iterator[str]:
    """Yield the version, Python and the system, where it runs and in which language, and the version of each library, missing ones too."""
    yield f"xlperf {__version__}"
    yield f"Python {platform.python_version()}　{platform.platform()}　{sys.stdout.encoding}　{LANGUAGE}"
    yield f"{Path(__file__).parents[1]}"
    yield _("、").join(f"{name} {_version(name)}" for name in _libraries())


def _libraries() -> list[str]:
    """Return the names of the libraries that are required, and of those that extras for users bring."""
    try:
        told = requires("xlperf") or []
    except PackageNotFoundError:
        return []
    kept = (each.partition(";") for each in told if 'extra == "test"' not in each)
    return sorted({name.split(">")[0].split("<")[0].split("=")[0].strip() for name, _sign, _marker in kept}, key=str.lower)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _("（没有安装）")
