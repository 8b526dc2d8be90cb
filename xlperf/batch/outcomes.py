"""What came of the files of one run, kept on the disk while it goes on, so that a run of any size needs little memory."""

import tempfile
from collections.abc import Iterator

from xlperf.batch.one import Outcome


class Outcomes:
    """The outcomes of a run in their order; to be gone through as often as is needed."""

    def __init__(self):
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the run
        self.kept: list[tuple[str, int, str, int]] = []

    def add(self, outcome: Outcome) -> None:
        """Keep one more."""
        self.file.seek(0, 2)
        self.file.write(outcome.packed)
        self.kept.append((outcome.path, outcome.code, outcome.digest, len(outcome.packed)))

    def __len__(self) -> int:
        return len(self.kept)

    def __iter__(self) -> Iterator[Outcome]:
        at = 0
        for path, code, digest, length in self.kept:
            self.file.seek(at)
            at += length
            yield Outcome(path, code, digest, self.file.read(length))

    @property
    def worst(self) -> int:
        """The worst code of all."""
        return max((code for _path, code, _digest, _length in self.kept), default=0)

    def close(self) -> None:
        """Give the disk back."""
        self.file.close()
