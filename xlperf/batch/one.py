"""One of many files: checked in whatever process, and what came of it small enough to be sent around."""

import json
import zlib
from dataclasses import dataclass, field
from typing import Any

from xlperf.errors import told_error
from xlperf.rows import failed_data, result_data, to_json

CLEAN, FINDINGS, FAILED = 0, 1, 2
"""What came of a file, as exit codes: nothing found, something found, not checked."""


@dataclass(frozen=True, slots=True)
class How:
    """How files are checked: by which rules (`xlperf.files.check`), and whether the results are written into them."""

    scope: str = ""
    write: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: `packed` is its result as data, without the path, compressed; `code` is one of the codes above."""

    path: str
    code: int
    digest: str
    packed: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The result as one line of JSON, the path of the file first."""
        return to_json({"file": self.path}, indent=None)[:-1] + ", " + zlib.decompress(self.packed).decode()[1:]

    @property
    def data(self) -> dict[str, Any]:
        """The result as data (`xlperf.rows.result_data`)."""
        return json.loads(self.text)


def outcome_of(path: str, code: int, digest: str, data: dict[str, Any]) -> Outcome:
    """Return what came of a file as it is sent around."""
    told = to_json({key: value for key, value in data.items() if key != "file"}, indent=None)
    return Outcome(path, code, digest, zlib.compress(told.encode(), 1))


def failed(path: str, told: str) -> Outcome:
    """Return what came of a file that could not be checked, with the sentence that says why."""
    return outcome_of(path, FAILED, "", failed_data(path, told))


def check_one(path: str, how: How) -> Outcome:
    """Check a file; one that cannot be read comes back as failed, never as an error."""
    from xlperf.files import check

    try:
        checked = check(path, write=how.write, scope=how.scope)
    except Exception as error:
        return failed(path, told_error(error, path))
    data = result_data(checked.result) | {"written": checked.written}
    return outcome_of(path, FINDINGS if checked.result.open else CLEAN, checked.result.digest, data)
