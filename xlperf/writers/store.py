"""Edits into a file on disk: what is needed to take them back is kept first, then the file is swapped."""

from datetime import datetime
from pathlib import Path

from xlperf.errors import WriteRefusedError
from xlperf.model import Edits
from xlperf.writers import history
from xlperf.writers.package import Written, apply
from xlperf.writers.save import replace_file


def write_edits(path: Path, data: bytes, edits: Edits, what: str, now: datetime) -> Written:
    """Put edits into the file that was read as `data`; it stays untouched where nothing differs.

    Raises `WriteRefusedError` where writing could harm it, also where no backup can be kept.
    """
    written = apply(data, edits, str(path))
    if written.data is not None:
        put_bytes(path, data, written.data, what, now, written)
    return written


def put_bytes(path: Path, before: bytes, after: bytes, what: str, now: datetime, written: Written | None = None) -> None:
    """Put other bytes in the place of a file's, with a backup of what it held."""
    entry = history.remember(path, before, after, what, now, written)
    try:
        replace_file(path, after, before)
    except WriteRefusedError:
        history.forget(entry)
        raise
    history.confirm(entry)
