"""What came of files before: kept by their content, so that what did not change need not be checked again.

A result is found by the bytes of its file, the suffix of its name, the rules that were asked for, and a fingerprint of the program with
the user's own profiles: when any of them differs it is another result. What could not be checked is never kept.
"""

import contextlib
import hashlib
import os
import platform
import sqlite3
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from xlperf import profile
from xlperf.batch.one import How, Outcome, is_far
from xlperf.errors import InputError
from xlperf.model import digest_of
from xlperf.readers.open import read_bytes
from xlperf.writers.history import root

_KEPT = 90 * 86_400
"""Seconds after which a result that nobody asked for is forgotten."""
_AT_ONCE = 64
"""After how many results they are written to the disk: a run that is killed loses no more."""
_HOME = Path(__file__).parents[1]
_READERS = ("python-calamine", "xlrd", "lxml")
"""Libraries whose release may change what is read."""


def fingerprint() -> str:
    """Return a digest of all that decides a result besides the file: the program, what it reads with, and the user's profiles."""
    told = hashlib.sha256(" ".join((platform.python_version(), *map(version, _READERS))).encode())
    for path in (*_program(), *sorted(profile.folder().glob("*.toml"))):
        told.update(f"\0{path.name}\0{digest_of(path.read_bytes())}".encode())
    return told.hexdigest()


def _program() -> Iterator[Path]:
    """Yield the files of the program, in a stable order."""
    for folder, folders, names in os.walk(_HOME):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(names) if name.endswith((".py", ".toml")))


class Store:
    """Results by content, in one file of SQLite. One that is damaged is begun anew; one that cannot be written to keeps nothing.

    Several runs may use it at once: each writes what it found now and then, and holds it for no longer than that takes.
    """

    def __init__(self, path: Path, how: How):
        self.rules, self.scope = fingerprint(), how.scope
        self.found: list[tuple] = []
        self.used: list[tuple] = []
        try:
            self.base = self._opened(path)
        except sqlite3.OperationalError:  # no such folder, no permission
            self.base = self._opened(Path(":memory:"))
        except sqlite3.DatabaseError:
            path.unlink()
            self.base = self._opened(path)
        self._write([("DELETE FROM results WHERE rules != ? OR used < ?", [(self.rules, time.time() - _KEPT)])])

    @classmethod
    def of_user(cls, how: How) -> "Store":
        """Return the results that are kept for whoever runs this, in the folder of `xlperf.writers.history`."""
        return cls(root() / "results.sqlite", how)

    def _opened(self, path: Path) -> sqlite3.Connection:
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        base = sqlite3.connect(path, timeout=5)
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute("CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, rules TEXT, code INTEGER, packed BLOB, used REAL)")
        return base

    def _key(self, path: str, digest: str) -> str:
        return digest_of("\0".join((digest, Path(path).suffix.lower(), self.scope, self.rules)).encode())

    def find(self, path: str) -> Outcome | None:
        """Return what came of a file with the same content, if it is known; never of one that lies in another store."""
        if is_far(path):
            return None
        try:
            digest = digest_of(read_bytes(path))
        except InputError:
            return None
        key = self._key(path, digest)
        row = self.base.execute("SELECT code, packed FROM results WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        self.used.append((time.time(), key))
        return Outcome(path, row[0], digest, row[1])

    def keep(self, outcome: Outcome) -> None:
        """Keep what came of a file that was checked."""
        if outcome.digest:
            key = self._key(outcome.path, outcome.digest)
            self.found.append((key, self.rules, outcome.code, outcome.packed, time.time()))
            if len(self.found) >= _AT_ONCE:
                self.flush()

    def flush(self) -> None:
        """Write what is waiting to the disk."""
        self._write([("UPDATE results SET used = ? WHERE key = ?", self.used), ("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", self.found)])
        self.used, self.found = [], []

    def _write(self, what: Sequence[tuple[str, Sequence[tuple]]]) -> None:
        with contextlib.suppress(sqlite3.OperationalError), self.base:  # a full disk, another run that writes for long: checked again next time
            for sql, values in what:
                self.base.executemany(sql, values)

    def close(self) -> None:
        """Write what is waiting to the disk, and let go."""
        self.flush()
        self.base.close()
