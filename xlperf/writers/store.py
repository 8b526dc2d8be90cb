"""Edits into a file on disk: what is needed to take them back is kept first, then the file is swapped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from xlperf.errors import WriteRefusedError
from xlperf.model import Edits
from xlperf.writers import audit, history
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


def write_in_turn(path: Path, data: bytes, steps: tuple[Edits, Callable[[bytes], Edits]], what: str, now: datetime) -> Written:
    """Put edits into a file, and those that follow from what stands there then, as one writing that is taken back at once.

    Where the first change nothing, nothing follows.
    """
    first = apply(data, steps[0], str(path))
    if first.data is None:
        return first
    second = apply(first.data, steps[1](first.data), str(path))
    changes = {each.place: each for each in (*first.changes, *second.changes)}
    written = replace(second, data=second.data or first.data, changes=tuple(changes.values()), sizes=(*second.sizes, *first.sizes),
                      mended=(*first.mended, *second.mended), rows=first.rows, profile=second.profile)  # fmt: skip
    put_bytes(path, data, written.data or data, what, now, written)
    return written


def put_bytes(path: Path, before: bytes, after: bytes, what: str, now: datetime, written: Written | None = None) -> None:
    """Put other bytes in the place of a file's, with a backup of what it held."""
    audit.refuse_without_log()
    entry = history.remember(path, before, after, what, now, written)
    try:
        replace_file(path, after, before)
    except WriteRefusedError:
        history.forget(entry)
        raise
    history.confirm(entry)
    changes = ((each.place, each.old, each.new) for each in entry.every_change)
    audit.log_writing(entry.what, str(path.resolve()), written.profile if written else "", entry.at, changes,
                      before=entry.before, after=entry.after, backup=str(entry.backup))  # fmt: skip
