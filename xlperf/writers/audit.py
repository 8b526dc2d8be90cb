"""The log of what was written into files: a line of JSON for each writing, appended to where XLPERF_LOG says (`--log`).

It tells when, into which file, by which version and scoring profile, and how many cells of each sheet; what the cells hold only where
XLPERF_LOG_VALUES asks for it (`--log-values`).
"""

import getpass
import json
import os
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from xlperf import __version__
from xlperf.errors import WriteRefusedError, why
from xlperf.language import _
from xlperf.model import Place

LOG, LOG_VALUES = "XLPERF_LOG", "XLPERF_LOG_VALUES"

Changed = tuple[Place, object, object]
"""A cell, what it held and what it holds."""


def refuse_without_log() -> None:
    """Raise `WriteRefusedError` where a log is asked for that cannot be written: what would not be logged is not written either."""
    if os.environ.get(LOG):
        _append("", _("记不了日志（{why}），没有写入"))


WRITTEN = _("已经写入，但没有记进日志（{why}）")
"""What is said where the log cannot be written any more."""


def log_writing(what: str, file: str, profile: str, at: datetime, changes: Iterable[Changed], *, failed: str = WRITTEN, **further: str) -> None:
    """Append a line about a writing, where a log is asked for: what kind it was, into which file, by which scoring profile, what changed."""
    if not os.environ.get(LOG):
        return
    changes = list(changes)
    told: dict[str, Any] = {
        "time": at.astimezone().isoformat(timespec="seconds"), "what": what, "file": file, "user": _user(), "version": __version__,
        "profile": profile, "cells": dict(Counter(place.sheet for place, _old, _new in changes)), **further,
    }  # fmt: skip
    if os.environ.get(LOG_VALUES):
        told["values"] = [{"cell": str(place), "old": _shown(old), "new": _shown(new)} for place, old, new in changes]
    _append(json.dumps(told, ensure_ascii=False) + "\n", failed)


def _append(line: str, told: str) -> None:
    """Append a line at once, so that several processes may share the log; only its owner may read it. Where it cannot be, that is `told`."""
    place = os.environ[LOG]
    try:
        handle = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode("utf-8", "replace"))
        finally:
            os.close(handle)
    except OSError as error:
        raise WriteRefusedError(told.format(why=why(error)), place=place, remedy=_("请换一个位置，或去掉--log")) from error


def _shown(value: object) -> str | int | float | None:
    return value if isinstance(value, str | int | float | None) else str(value)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
