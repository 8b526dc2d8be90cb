"""What was written into a file, kept so that it can be taken back: the file as it was, and every cell that changed.

It lies in the user's own state folder, not beside the file: `XLPERF_STATE`, or where the system keeps such things. A file is
known by its path and by the digest it had after the writing, so that one that was moved is still known.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path

from xlperf import __version__
from xlperf.errors import InputError, WriteRefusedError, why
from xlperf.language import _
from xlperf.model import Change, NewRows, Note, Place, TableSize, digest_of
from xlperf.ooxml.values import ErrorValue, MomentValue
from xlperf.writers.below import changes_of
from xlperf.writers.package import Written

LAST, DAYS = 10, 14
"""How many writings are kept of a file: the last ones, and the first of each day for so many days that had one."""

CHECK, IMPORTED, RESTORED, UNDONE = "check", "import", "restore", "undo"
"""What a writing was."""

PREPARED, DONE, TAKEN_BACK = ".prepared", ".done", ".undone"
"""How the name of a record ends: before the file was swapped, after it was, after the writing was undone."""

_FORMS = {"number": Decimal, "error": ErrorValue, "moment": MomentValue}


@dataclass(frozen=True, slots=True)
class Entry:
    """One writing: when, what for, the digests before and after, what changed, and the rows that came. `backup` is the file as it was before.

    `own` unless it is another file's, of which this one is a copy.
    """

    at: datetime
    what: str
    before: str
    after: str
    changes: tuple[Change, ...]
    sizes: tuple[TableSize, ...]
    notes: tuple[Note, ...] | None
    record: Path
    backup: Path
    own: bool = True
    rows: tuple[NewRows, ...] = ()

    @property
    def every_change(self) -> Iterator[Change]:
        """What changed, the cells of new rows among it; made one by one, since there may be millions."""
        return chain(self.changes, changes_of(self.rows))

    @property
    def count(self) -> int:
        """How many cells changed."""
        return len(self.changes) + sum(rows.filled for rows in self.rows)

    def original(self) -> bytes:
        """Return the file as it was before. Raises `InputError` where the backup is no longer whole."""
        try:
            data = self.backup.read_bytes()
        except OSError as error:
            raise InputError(_("备份读不出来（{why}）").format(why=why(error)), place=str(self.backup)) from error
        if digest_of(data) != self.before:
            raise InputError(_("备份已经损坏"), place=str(self.backup), remedy=_("请用别的备份"))
        return data


def remember(path: Path, before: bytes, after: bytes, what: str, at: datetime, written: Written | None = None) -> Entry:
    """Keep a writing that is about to happen, cell by cell where it was one of edits; `confirm` it once it has.

    Raises `WriteRefusedError` where it cannot be kept.
    """
    told = written or Written()
    folder = _folder(path)
    name = f"{at:%Y%m%d-%H%M%S-%f}-{digest_of(after)[:12]}-{secrets.token_hex(2)}"
    record, backup = folder / f"{name}{PREPARED}", folder / f"{name}.backup{path.suffix or '.xlsx'}"
    entry = Entry(at, what, digest_of(before), digest_of(after), told.changes, told.sizes, told.notes, record, backup, rows=told.rows)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(entry.backup, before)
        _write(entry.record, json.dumps(_told(entry, path), ensure_ascii=False).encode("utf-8", "surrogatepass"))
    except OSError as error:
        forget(entry)
        raise WriteRefusedError(
            _("写入前的备份没有做成（{why}），原文件没有改动").format(why=why(error)), place=str(folder),
            remedy=_("请腾出空间，或用环境变量XLPERF_STATE另指一个文件夹"),
        ) from error  # fmt: skip
    return entry


def confirm(entry: Entry) -> None:
    """Note that a writing took place, and let go of those that are too many."""
    done = entry.record.with_suffix(DONE)
    with suppress(OSError):
        os.replace(entry.record, done)
        _prune(done.parent, done)


def entries(path: Path) -> list[Entry]:
    """Return the writings of a file that took place and are still kept, the last first, also those that were undone.

    A file that was moved or copied is known by its content: to it belong the writings that made another file what it is.
    """
    digest = digest_of(path.read_bytes()) if path.is_file() else ""
    kept = (_read(record) for suffix in (PREPARED, DONE, TAKEN_BACK) for record in _folder(path).glob(f"*{suffix}"))
    own = [entry for entry in kept if entry and (entry.record.suffix != PREPARED or entry.after == digest)]
    others = []
    if digest and all(digest not in (entry.after, entry.before) for entry in own):
        found = (_read(record) for record in root().glob(f"*/*-{digest[:12]}-*{DONE}"))
        others = [replace(entry, own=False) for entry in found if entry and entry.after == digest]
    return sorted(own + others, key=lambda entry: entry.at, reverse=True)


def take_back(entry: Entry) -> None:
    """Note that a writing was undone; its backup stays. Another file's writings are not touched."""
    if entry.own:
        with suppress(OSError):
            os.replace(entry.record, entry.record.with_suffix(TAKEN_BACK))


def forget(entry: Entry) -> None:
    """Remove a writing that did not take place."""
    for each in (entry.record, entry.backup):
        with suppress(OSError):
            each.unlink()


def root() -> Path:
    """Return the folder where writings are kept."""
    given = os.environ.get("XLPERF_STATE")
    if given:
        return Path(given)
    from platformdirs import user_state_path

    return user_state_path("xlperf", appauthor=False)


def _folder(path: Path) -> Path:
    """Return the folder of one file's writings: its name, so that a person finds it, and a digest of its whole path."""
    real = os.path.realpath(path)
    name = "".join(letter if letter.isalnum() else "_" for letter in Path(real).stem)[:24]
    return root() / f"{name}-{digest_of(os.fsencode(real))[:12]}"


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, down to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _told(entry: Entry, path: Path) -> dict:
    """Return an entry as JSON holds it; values that JSON has no form for stand with the name of theirs."""
    return {
        "file": str(path), "at": entry.at.isoformat(), "what": entry.what, "version": __version__,
        "before": entry.before, "after": entry.after,
        "changes": [[c.place.sheet, c.place.row, c.place.column, _packed(c.old), c.old_formula, _packed(c.new), c.new_formula]
                    for c in entry.changes],
        "rows": [[each.sheet, each.first, [[column, list(values)] for column, values in each.columns.items()]] for each in entry.rows],
        "sizes": [[size.name, size.sheet, size.rows] for size in entry.sizes],
        "notes": None if entry.notes is None else
        [[note.place.sheet, note.place.row, note.place.column, note.text] for note in entry.notes],
    }  # fmt: skip


def _read(record: Path) -> Entry | None:
    """Return the entry of a record; None for one that is no longer whole."""
    try:
        told = json.loads(record.read_bytes().decode("utf-8", "surrogatepass"))
        changes = tuple(Change(Place(*each[:3]), _unpacked(each[3]), each[4], _unpacked(each[5]), each[6]) for each in told["changes"])
        sizes = tuple(TableSize(*each) for each in told["sizes"])
        notes = None if told["notes"] is None else tuple(Note(Place(*each[:3]), each[3]) for each in told["notes"])
        at = datetime.fromisoformat(told["at"]).replace(tzinfo=None)
        backup = next(record.parent.glob(f"{record.stem}.backup*"))
        rows = tuple(NewRows(sheet, first, dict(columns)) for sheet, first, columns in told.get("rows", ()))
        return Entry(at, told["what"], told["before"], told["after"], changes, sizes, notes, record, backup, rows=rows)
    except Exception:  # whatever became of a file that nobody should touch: it is no record any more
        return None


def _packed(value: object) -> object:
    name = next((name for name, form in _FORMS.items() if isinstance(value, form)), None)
    return {name: str(value)} if name else value


def _unpacked(value: object) -> object:
    return next(_FORMS[name](text) for name, text in value.items()) if isinstance(value, dict) else value


def _prune(folder: Path, current: Path) -> None:
    """Keep the current writing, the last ones, and the first of each of the last days that had one; names begin with the time."""
    records = sorted(each for each in folder.iterdir() if each.suffix in (PREPARED, DONE, TAKEN_BACK))
    first: dict[str, Path] = {}
    for record in records:
        first.setdefault(record.name[:8], record)
    kept = {current, *records[-LAST:], *(first[day] for day in sorted(first)[-DAYS:])}
    names = {record.stem for record in kept}
    for each in folder.iterdir():
        if each.name.split(".", 1)[0] not in names:
            with suppress(OSError):
                each.unlink()
