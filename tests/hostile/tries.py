"""What becomes of hostile files: each is tried by commands in a process of its own, which is watched.

`python -m tests.hostile.tries COUNT [KIND…]` tries COUNT files of each kind and prints a line for each kind, and what went wrong with the
seeds that show it again: `python -m tests.hostile.tries --again KIND SEED`.
"""

import io
import json
import os
import random
import re
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.hostile import bases, documents, markup, packages, sheets

KINDS = packages.KINDS | markup.KINDS | sheets.KINDS | documents.KINDS
SECONDS, MEGABYTES = 10.0, 512.0
"""What a file may cost."""
_GIVEN_UP = 90.0
_CANARY = Path("/tmp/xlperf-canary")
_SECRET = "CANARY-7d1f"
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Signs that would steer a terminal, or turn around what stands on it."""
_EVIL = ("/tmp/xlperf-evil", "/etc/xlperf-evil", "/tmp/evil")
PORT = 47119
"""Where hostile files would have us call; somebody listens there and tells."""


@dataclass(frozen=True)
class Tried:
    """What a command made of a file, and what was wrong with that."""

    kind: str
    seed: int
    command: str
    code: int
    told: str
    seconds: float
    megabytes: float
    wrong: tuple[str, ...]


def hostile(kind: str, seed: int) -> tuple[str, bytes]:
    """Return the suffix and the bytes of the hostile file of a kind and a seed; always the same."""
    return KINDS[kind](random.Random(f"{kind}{seed}"))


_OF_A_WORKBOOK = (
    "check {} --write",
    "form evaluation {} -o 结果.docx",
    "why {} 绩效指标!E5",
    "form target {} -o 结果.xlsx",
    "monitor {} --month 7",
    "form trace {} -o 结果.docx",
    "opinion {} -o 结果.docx",
    "ledger map {}",
)
_OF_ANY = (
    "new 新.xlsm --from {}",
    "ledger import {} --into 母版.xlsx",
    "new --into 母版.xlsx --from {}",
    "compare {} 母版.xlsx --jobs 1",
    "read {} --format json",
    "read {}",
    "check {} 母版.xlsx --out 结果.html --out 结果.csv --no-cache",
)
_WRITES = ("--write", "monitor", "map")


def commands(kind: str, suffix: str, seed: int) -> list[list[str]]:
    """Return the commands to try a file by: its check, and for every other one a further command, others for each kind."""
    given = _OF_ANY + (_OF_A_WORKBOOK if suffix in (".xlsx", ".xlsm") else ())
    further = given[(seed // 2 + zlib.crc32(kind.encode())) % len(given)]
    return [each.format(f"表{suffix}").split() for each in ("check {}", *([further] if seed % 2 else []))]


def tried(kind: str, seed: int) -> list[Tried]:
    """Try one file by its commands."""
    suffix, data = hostile(kind, seed)
    return [_run(kind, seed, suffix, data, command) for command in commands(kind, suffix, seed)]


def _run(kind: str, seed: int, suffix: str, data: bytes, command: Sequence[str]) -> Tried:
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        place = folder / "work"
        place.mkdir()
        (place / f"表{suffix}").write_bytes(data)
        (place / "母版.xlsx").write_bytes(bases.master())
        before = {each.name for each in place.iterdir()}
        began = time.perf_counter()
        code, notes, megabytes = _watched(folder, place, command)
        seconds = time.perf_counter() - began
        out, err = ((folder / name).read_text("utf-8", "replace") for name in ("out", "err"))
        wrong = [*notes, *_wrong(code, out, err, seconds, megabytes)]
        if not set(command) & set(_WRITES) and (place / f"表{suffix}").read_bytes() != data:
            wrong.append("the file was changed")
        made = {each.name for each in place.iterdir()} - before - {"新.xlsm"}
        wrong += [f"left {each}" for each in made if not each.startswith("结果")]
        wrong += [f"wrote {each}" for each in _EVIL if Path(each).exists()]
        wrong += [
            f"told a secret in {each.name}"
            for each in place.iterdir()
            if each.name in made and _SECRET.encode() in each.read_bytes()
        ]
        return Tried(kind, seed, " ".join(command), code, err.strip(), seconds, megabytes, tuple(wrong))
    finally:
        shutil.rmtree(folder)


def _wrong(code: int, out: str, err: str, seconds: float, megabytes: float) -> list[str]:
    """Return what is wrong with how a command ended."""
    wrong = [] if code in (0, 1, 2) else [f"ended with {code}"]
    lines = err.strip().splitlines()
    if not all(line.startswith("xlperf：") for line in lines) or (code == 2 and not lines and not out.strip()):
        wrong.append(f"said {err[:200]!r}")
    wrong += [f"said {word}" for word in ("Traceback", "程序出错", "运行出错", _SECRET) if word in err or word in out]
    wrong += [f"said {hex(ord(sign))}" for sign in sorted(set(_STEERS.findall(err + out)))]
    if any(len(line) > 700 for line in lines):
        wrong.append("said too much")
    wrong += [f"took {seconds:.1f} s"] if seconds > SECONDS else []
    return wrong + ([f"took {megabytes:.0f} MB"] if megabytes > MEGABYTES else [])


def _watched(folder: Path, place: Path, command: Sequence[str]) -> tuple[int, list[str], float]:
    """Run a command in a process of its own; return its code, what it did that it must not, and its memory at most, in megabytes."""
    reading, writing = os.pipe()
    with socket.create_server(("127.0.0.1", PORT), reuse_port=True) as server:
        server.setblocking(False)
        child = os.fork()
        if not child:
            os.close(reading)
            _child(folder, place, command, writing)
        os.close(writing)
        code, usage = _ended(child)
        notes = _noted(reading)
        if select.select([server], [], [], 0)[0]:
            notes.append("called an address")
    return code, notes, usage.ru_maxrss / 1024


def _ended(child: int) -> tuple[int, resource.struct_rusage]:
    """Wait for a process, not for ever."""
    end = time.monotonic() + _GIVEN_UP
    while time.monotonic() < end:
        pid, status, usage = os.wait4(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status), usage
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    _pid, status, usage = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), usage


def _noted(reading: int) -> list[str]:
    with os.fdopen(reading, "rb") as notes:
        return sorted({json.loads(line) for line in notes.read().decode().splitlines()})


def _child(folder: Path, place: Path, command: Sequence[str], notes: int) -> None:
    """Be the process that is watched: say what is done that must not be, and end."""
    code = 77
    try:
        os.setsid()
        os.environ["XLPERF_STATE"] = str(folder / "state")
        os.chdir(place)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(folder / name, os.O_CREAT | os.O_WRONLY), number)
        sys.stdout, sys.stderr = (
            io.TextIOWrapper(io.FileIO(number, "w", closefd=False), "utf-8", "replace") for number in (1, 2)
        )
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))  # for the sake of the machine that tries
        sys.addaudithook(_watching(str(folder), notes))
        from xlperf.cli import main

        try:
            code = main(command)
        except SystemExit as stop:
            code = stop.code
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code if isinstance(code, int) else 78)


_FORBIDDEN = (
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.spawn",
    "os.posix_spawn",
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.sendto",
    "urllib.Request",
    "webbrowser.open",
    "ftplib.connect",
    "http.client.connect",
)
_APART = "xlperf.readers.apart import serve"


def _watching(folder: str, notes: int):
    """Return a hook that writes down what must not happen: writing elsewhere, calling somebody, starting programs."""

    def note(told: str) -> None:
        os.write(notes, json.dumps(told).encode() + b"\n")

    def hook(event: str, given: tuple) -> None:
        if event in _FORBIDDEN:
            note(f"{event} {str(given)[:80]}")
        elif event == "subprocess.Popen" and _APART not in str(given[1]):
            note(f"started {str(given[1])[:80]}")
        elif (
            event == "open"
            and isinstance(given[0], str)
            and isinstance(given[2], int)
            and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        ):
            path = os.path.realpath(given[0])
            if path == tempfile.gettempdir():
                return  # a file without a name there, which nobody else can open
            if not path.startswith((folder, "/dev/null", "/proc/self")) and "__pycache__" not in path:
                note(f"wrote {path}")

    return hook


def try_all(kinds: Sequence[str], seeds: Sequence[int], tell=lambda one: None) -> list[Tried]:
    """Try files of some kinds."""
    prepare()
    found = []
    for kind in kinds:
        for seed in seeds:
            for one in tried(kind, seed):
                found.append(one)
                tell(one)
    return found


def prepare() -> None:
    """Load what the commands need before processes part, so that each begins at once; lay out what nobody may tell."""
    import xlperf.files
    import xlperf.plan
    import xlperf.readers.workbook
    import xlperf.report.many  # noqa: F401

    _CANARY.write_text(_SECRET)
    for path in map(Path, _EVIL):
        path.unlink(missing_ok=True)
    bases.master(), bases.form(), bases.ledger(), bases.word(), bases.pdf()


def main(arguments: Sequence[str]) -> int:
    """Try files and print what came of it; return 1 where any went wrong."""
    if arguments[0] == "--again":
        prepare()
        suffix, data = hostile(arguments[1], int(arguments[2]))
        Path(f"/tmp/again{suffix}").write_bytes(data)
        print(f"/tmp/again{suffix}, {len(data)} bytes")
        for one in tried(arguments[1], int(arguments[2])):
            print(one)
        return 0
    count, kinds = int(arguments[0]), arguments[1:] or list(KINDS)
    every = [one for kind in kinds for one in _told(try_all([kind], range(count)), count)]
    wrong = sum(bool(one.wrong) for one in every)
    print(
        f"{count * len(kinds)} files of {len(kinds)} kinds, {len(every)} tries: {wrong} went wrong; "
        f"at most {max(one.seconds for one in every):.1f} s, {max(one.megabytes for one in every):.0f} MB"
    )
    return 1 if wrong else 0


def _told(ones: list[Tried], count: int) -> list[Tried]:
    """Print what came of one kind."""
    worst, largest = max(ones, key=lambda one: one.seconds), max(ones, key=lambda one: one.megabytes)
    codes = {code: sum(one.code == code for one in ones) for code in sorted({one.code for one in ones})}
    print(
        f"{ones[0].kind}: {count} files, {len(ones)} tries, codes {codes}, at most {worst.seconds:.1f} s (seed {worst.seed}), "
        f"{largest.megabytes:.0f} MB (seed {largest.seed})",
        flush=True,
    )
    for one in ones:
        if one.wrong:
            print(f"    {one.kind} {one.seed} [{one.command}] {'; '.join(one.wrong)} | {one.told[-300:]}", flush=True)
    return ones


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
