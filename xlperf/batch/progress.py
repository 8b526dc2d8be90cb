"""How far a long run has come, told on standard error while somebody looks."""

import sys
import time

from xlperf.language import _

_EVERY = 0.5
"""Seconds between two lines: a terminal that is written to all the time is slow."""


class Progress:
    """Counts what is done of `total`, and shows it with the rate and the time left; silent where nobody looks."""

    def __init__(self, total: int, stream=None):
        self.total, self.done = total, 0
        self.stream = stream or sys.stderr
        self.shown = total > 1 and self.stream.isatty()
        self.began = self.last = time.monotonic()

    def step(self) -> None:
        """Count one more."""
        self.done += 1
        now = time.monotonic()
        if self.shown and (now - self.last >= _EVERY or self.done == self.total):
            self.last = now
            self.stream.write(f"\r{self.told(now - self.began)}\x1b[K")
            self.stream.flush()

    def told(self, seconds: float) -> str:
        """Return how far it has come after some seconds."""
        rate = self.done / seconds if seconds > 0 else 0.0
        left = (self.total - self.done) / rate if rate else 0.0
        return _("{done}/{total}　每秒{rate:.1f}个　还要{left:.0f}秒").format(done=self.done, total=self.total, rate=rate, left=left)

    def clear(self) -> None:
        """Take the line away, so that something else can be said."""
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
