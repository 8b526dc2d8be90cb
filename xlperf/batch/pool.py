"""Files checked by worker processes: one that hangs is ended after a while, one that dies is tried again, and the rest goes on."""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import Protocol

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from xlperf.batch.one import TIMEOUT, How, Outcome, check_one, failed
from xlperf.errors import told_error
from xlperf.language import _
from xlperf.readers.apart import bound_memory

MEMORY = 4 << 30
"""Bytes that a worker may take, where the system can bound it: two million payments take as much."""
_AHEAD = 1000
"""How many files may be ahead of the slowest: what came of them waits, a few thousand bytes each."""
_FILES_A_WORKER = 8
"""Below this many files a further worker costs more than it gains."""


class Workers(Protocol):
    """Whoever checks files: processes of this machine, or a cluster."""

    def start(self, path: str) -> Future:
        """Have a file checked when somebody is free."""

    def came_of(self, path: str, future: Future) -> Outcome:
        """Wait for what came of a file."""

    def close(self) -> None:
        """Let them go."""


def jobs_for(jobs: int | None, files: int) -> int:
    """Return how many processes check some files: as many as asked for, else as this machine has processors."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, jobs or min(processors, files // _FILES_A_WORKER))


class Pool:
    """Some worker processes of this machine that check files."""

    def __init__(self, how: How, jobs: int, timeout: float | None = None, check: Callable[[str, How], Outcome] = check_one):
        self.how, self.timeout, self.check = how, timeout or TIMEOUT, check
        self.processes = ProcessPool(jobs, initializer=_begin, context=multiprocessing.get_context("spawn"))

    def start(self, path: str) -> ProcessFuture:
        """Have a file checked when a worker is free."""
        return self.processes.schedule(self.check, (path, self.how), timeout=self.timeout)

    def came_of(self, path: str, future: ProcessFuture, *, again: bool = True) -> Outcome:
        """Wait for what came of a file."""
        try:
            return future.result()
        except TimeoutError:
            return failed(path, _("{path}：超过{seconds:.0f}秒没有校验完，已放弃").format(path=path, seconds=self.timeout))
        except ProcessExpired:
            if again:  # perhaps somebody else's doing: the system ended it for want of memory, or a person did
                return self.came_of(path, self.start(path), again=False)
            return failed(path, _("{path}：校验它的进程两次意外退出，可能是内存不够").format(path=path))
        except Exception as error:  # it could not even say what went wrong: for want of memory, as a rule
            return failed(path, told_error(error, path))

    def close(self) -> None:
        """End the workers, whatever they are at."""
        self.processes.stop()
        self.processes.join()


def check_many(paths: Iterable[str], workers: Workers, known: Callable[[str], Outcome | None]) -> Iterator[tuple[Outcome, bool]]:
    """Yield what came of each file, in the order of `paths`: what is `known` of it, else what a worker says; and whether it was known."""
    waiting: deque[tuple[str, Outcome | Future]] = deque()

    def first() -> tuple[Outcome, bool]:
        path, found = waiting.popleft()
        return (found, True) if isinstance(found, Outcome) else (workers.came_of(path, found), False)

    try:
        for path in paths:
            waiting.append((path, known(path) or workers.start(path)))
            while waiting and (isinstance(waiting[0][1], Outcome) or waiting[0][1].done() or len(waiting) >= _AHEAD):
                yield first()
        while waiting:
            yield first()
    finally:
        workers.close()


def _begin() -> None:
    """Prepare a worker: what interrupts the run is for the main process to hear; rows of values hold no cycles."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000)
    bound_memory(MEMORY)
