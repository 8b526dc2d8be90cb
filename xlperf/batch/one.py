"""One of many files: checked in whatever process, and what came of it small enough to be sent around."""

import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlperf.errors import CLEAN, FAILED, FINDINGS, InputError, in_short, told_error
from xlperf.language import _
from xlperf.rows import failed_data, result_data, to_json

if TYPE_CHECKING:
    from xlperf.files import Checked


TIMEOUT = 120.0
"""Seconds after which the check of one file is given up: a ledger of a million rows takes a tenth of that."""


@dataclass(frozen=True, slots=True)
class How:
    """How files are checked: by which rules (`xlperf.files.check`), and whether the results are written into them."""

    scope: str = ""
    write: bool = False
    opinions: str = ""
    """Where the 审核意见单 go, for `opinion_one`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: `packed` is its result as data, without the path, compressed; `code` is an exit code (`xlperf.errors`)."""

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


def is_far(path: str) -> bool:
    """Whether a path is an address of another store (`s3://…`), which fsspec reads."""
    return "://" in path


def far_bytes(path: str) -> bytes:
    """Return the bytes behind an address. Raises `InputError` where they cannot be had."""
    try:
        import fsspec

        with fsspec.open(path) as file:
            return file.read()
    except Exception as error:  # each store has errors of its own
        remedy = _("要装fsspec和这种存储的驱动，如s3fs；请核对地址和权限")
        raise InputError(_("取不到文件（{error}）").format(error=in_short(error)), place=path, remedy=remedy) from error


def _checked(path: str, how: How) -> "Checked":
    from xlperf.files import check

    data = far_bytes(path) if is_far(path) else None
    return check(path, write=how.write, scope=how.scope, data=data)


def opinion_one(path: str, how: How) -> Outcome:
    """Write the 审核意见单 of a file into the folder `how.opinions`; one that stands there already is left alone."""
    from xlperf.files import form_bytes
    from xlperf.forms import opinion_form
    from xlperf.writers.save import create_file

    try:
        result = _checked(path, how).result
        table = result.assessment.case.table
        name = f"{table.particulars.get('code', '')}{table.department}" or Path(path).stem
        place = Path(how.opinions, f"{_fit(name)}-审核意见单.docx")
        there = place.exists()
        if not there:
            create_file(place, form_bytes(opinion_form(result.assessment.case, result.findings), ".docx"))
    except Exception as error:
        return failed(path, told_error(error, path))
    return outcome_of(path, CLEAN, result.digest, {"opinion": str(place), "written": not there})


def _fit(name: str) -> str:
    """Return a name without what no file may be called."""
    return "".join("_" if letter in '\\/:*?"<>|' or ord(letter) < 32 else letter for letter in name).strip(". ")[:80]


def outcome_of(path: str, code: int, digest: str, data: dict[str, Any]) -> Outcome:
    """Return what came of a file as it is sent around."""
    told = to_json({key: value for key, value in data.items() if key != "file"}, indent=None)
    return Outcome(path, code, digest, zlib.compress(told.encode(), 1))


def failed(path: str, told: str) -> Outcome:
    """Return what came of a file that could not be checked, with the sentence that says why."""
    return outcome_of(path, FAILED, "", failed_data(path, told))


def check_one(path: str, how: How) -> Outcome:
    """Check a file, wherever it lies; one that cannot be read comes back as failed, never as an error."""
    try:
        checked = _checked(path, how)
    except Exception as error:
        return failed(path, told_error(error, path))
    told = result_data(checked.result) | {"written": checked.written}
    return outcome_of(path, FINDINGS if checked.result.open else CLEAN, checked.result.digest, told)
