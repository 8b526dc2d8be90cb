"""Documents are read by a process of their own.

The libraries that read Word documents, PDFs, old workbooks and web pages trust what they read: a file can make them take all memory, run for
ever, or fall. Then that process ends, not the user's, and a sentence is left. It gets the bytes, and gives back a Book.
"""

import io
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock
from importlib import import_module

from xlperf.errors import InputError, XlperfError
from xlperf.language import _
from xlperf.model import Book, Grid

READERS = {
    "word": ("word", "read_word"), "pdf": ("pdf", "read_pdf"), "sheets": ("sheets", "read_sheets"), "xls": ("sheets", "read_xls"),
    "web": ("web", "read_web"),
}  # fmt: skip
"""The module and the function that read each kind of document."""
MEMORY = 448 << 20
"""Bytes that a reader may take, where the system can bound it (not on Windows)."""
SILENT, SECONDS = 9.0, 120.0
"""Seconds that a reader may take without a sign of life (it gives one for each page or sheet), and in all."""

_BEGIN = "import sys; sys.path[:] = sys.argv.pop().split('\\n'); from xlperf.readers.apart import serve; serve()"


def reader_of(kind: str) -> Callable[[str, bytes, str], Book]:
    """Return the reader of a kind of document."""
    module, function = READERS[kind]
    return getattr(import_module(f"xlperf.readers.{module}"), function)


def read_apart(kind: str, source: str, data: bytes, digest: str) -> Book:
    """Read a document by a reader in a process of its own. Raises `InputError` where it cannot, or where that takes too much."""
    if not os.path.basename(sys.executable).lower().startswith("python"):  # an office program that holds a Python
        return reader_of(kind)(source, data, digest)
    command = [sys.executable, "-I", "-c", _BEGIN, kind, source, digest, "\n".join(filter(None, sys.path))]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0), **pipes) as process:
        answer, is_late = _answer(process, data)
    if is_late:
        raise InputError(_("读了很久没有读完，已放弃"), place=source, remedy=_("请只留绩效目标表的页或工作表再试"))
    try:
        found = _Known(io.BytesIO(answer)).load()
    except Exception as error:
        told = _("读不了：文件已损坏，或读它要的内存太多")
        raise InputError(told, place=source, remedy=_("请用原来的程序打开后另存再试")) from error
    if isinstance(found, Book):
        return found
    message, place, remedy = found
    raise InputError(message, place=place, remedy=remedy)


def _answer(process: subprocess.Popen, data: bytes) -> tuple[bytes, bool]:
    """Return what a process answers, and whether it was ended because it took too long."""
    alive, is_late = threading.Event(), threading.Event()

    def watch() -> None:
        end = time.monotonic() + SECONDS
        while alive.wait(SILENT) and time.monotonic() < end and process.poll() is None:
            alive.clear()
        if process.poll() is None:
            is_late.set()
            process.kill()

    def listen() -> None:
        while process.stderr.read1(4096):
            alive.set()
        alive.set()  # it has ended

    helpers = [threading.Thread(target=each, daemon=True) for each in (watch, listen)]
    for each in helpers:
        each.start()
    answers: list[bytes] = []
    gathering = threading.Thread(target=lambda: answers.append(process.stdout.read()), daemon=True)
    gathering.start()
    try:
        process.stdin.write(data)
        process.stdin.close()
    except OSError:  # it fell before it had read everything
        pass
    gathering.join()
    process.wait()
    return b"".join(answers), is_late.is_set()


_CLASSES = {(each.__module__, each.__qualname__): each for each in (Book, Grid, date, datetime, timedelta, clock)}


class _Known(pickle.Unpickler):
    """Takes a Book, or what an error says, and nothing else: what was led astray must not lead us."""

    def find_class(self, module: str, name: str) -> type:
        """Return a class that may come."""
        if (module, name) not in _CLASSES:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return _CLASSES[module, name]


def sign_of_life() -> None:
    """Tell who waits that the work goes on."""
    if _serving:
        os.write(2, b".")


_serving = False


def serve() -> None:
    """Be the process that reads: bounded, and silent but for its answer."""
    global _serving
    _serving = True
    bound_memory(MEMORY)
    kind, source, digest = sys.argv[1:4]
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library has to say
    try:
        answer: object = reader_of(kind)(source, sys.stdin.buffer.read(), digest)
    except XlperfError as error:
        answer = (error.message, error.place, error.remedy)
    except MemoryError:
        answer = (_("读它要的内存太多"), source, _("请只留绩效目标表的页或工作表再试"))
    with out:
        pickle.dump(answer, out, pickle.HIGHEST_PROTOCOL)


def bound_memory(size: int) -> None:
    """Bound the memory of this process to some bytes, where that can be."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    except (ImportError, ValueError, OSError):
        return
