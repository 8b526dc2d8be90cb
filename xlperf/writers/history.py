"""What was written into a file, kept so that it can be taken back: the file as it was, and every cell that changed.

It lies in the user's own state folder, not beside the file: `XLPERF_STATE`, or where the system keeps such things. A file is
known by its path and by the digest it had after the writing, so that one that was moved is still known.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from xlperf import __version__
from xlperf.errors import WriteRefusedError, why
from xlperf.language import _
from xlperf.model import Change, Note, Place, TableSize, digest_of
from xlperf.ooxml.values import ErrorValue, MomentValue
from xlperf.writers.package import Written

LAST, DAYS = 5, 14
"""How many writings are kept of a file: the last ones, and the first of each day for so many days that had one."""

CHECK, IMPORTED, RESTORED, UNDONE = "check", "import", "restore", "undo"
"""What a writing was."""

_FORMS = {"number": Decimal, "error": ErrorValue, "moment": MomentValue}


@dataclass(frozen=True, slots=True)
class Entry:
    """One writing: when, what for, the digests before and after, and what changed. `backup` is the file as it was before.

    `taken_back` when it was undone; `own` unless it is another file's, of which this one is a copy.
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
    taken_back: bool = False
    own: bool = True


def remember(path: Path, before: bytes, after: bytes, what: str, at: datetime, written: Written | None = None) -> Entry:
    """Keep a writing that is about to happen, cell by cell where it was one of edits.

    Raises `WriteRefusedError` where it cannot be kept.
    """
    told = written or Written()
    folder = _folder(path)
    name = f"{at:%Y%m%d-%H%M%S-%f}-{digest_of(after)[:12]}"
    record, backup = folder / f"{name}.json", folder / f"{name}{path.suffix or '.xlsx'}"
    entry = Entry(at, what, digest_of(before), digest_of(after), told.changes, told.sizes, told.notes, record, backup)
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
    _prune(folder)
    return entry


def entries(path: Path) -> list[Entry]:
    """Return the writings of a file that are still kept, the last first.

    A file that was moved or copied is known by its content: to it belong the writings that made another file what it is.
    """
    own = [entry for record in _folder(path).glob("*.json") if (entry := _read(record))]
    digest = digest_of(path.read_bytes()) if path.is_file() else ""
    others = []
    if digest and all(digest not in (entry.after, entry.before) for entry in own):
        found = (_read(record) for record in root().glob(f"*/*-{digest[:12]}.json"))
        others = [replace(entry, own=False) for entry in found if entry and entry.after == digest]
    return sorted(own + others, key=lambda entry: entry.at, reverse=True)


def take_back(entry: Entry) -> None:
    """Note that a writing was undone; its backup stays. Another file's writings are not touched."""
    if entry.own:
        told = json.loads(entry.record.read_text("utf-8")) | {"taken_back": True}
        new = entry.record.with_suffix(".new")
        with suppress(OSError):
            new.unlink()
        _write(new, json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        os.replace(new, entry.record)


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
        "sizes": [[size.name, size.sheet, size.rows] for size in entry.sizes],
        "notes": None if entry.notes is None else
        [[note.place.sheet, note.place.row, note.place.column, note.text] for note in entry.notes],
    }  # fmt: skip


def _read(record: Path) -> Entry | None:
    """Return the entry of a record; None for one that is no longer whole."""
    backup = next((each for each in record.parent.glob(f"{record.stem}.*") if each.suffix not in (".json", ".new")), None)
    try:
        told = json.loads(record.read_text("utf-8"))
        changes = tuple(Change(Place(*each[:3]), _unpacked(each[3]), each[4], _unpacked(each[5]), each[6]) for each in told["changes"])
        sizes = tuple(TableSize(*each) for each in told["sizes"])
        notes = None if told["notes"] is None else tuple(Note(Place(*each[:3]), each[3]) for each in told["notes"])
        at = datetime.fromisoformat(told["at"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    return Entry(at, told["what"], told["before"], told["after"], changes, sizes, notes, record, backup,
                 told.get("taken_back", False)) if backup else None


def _packed(value: object) -> object:
    name = next((name for name, form in _FORMS.items() if isinstance(value, form)), None)
    return {name: str(value)} if name else value


def _unpacked(value: object) -> object:
    return next(_FORMS[name](text) for name, text in value.items()) if isinstance(value, dict) else value


def _prune(folder: Path) -> None:
    """Keep the last writings, and the first of each of the last days that had one. Names begin with day and time."""
    records = sorted(folder.glob("*.json"))
    first: dict[str, Path] = {}
    for record in records:
        first.setdefault(record.name[:8], record)
    kept = {*records[-LAST:], *(first[day] for day in sorted(first)[-DAYS:])}
    whole = {record.stem for record in kept}
    for each in folder.iterdir():
        if each.stem not in whole:
            with suppress(OSError):
                each.unlink()
