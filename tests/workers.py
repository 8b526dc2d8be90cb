"""What worker processes do in tests instead of checking: importable, since they are processes of their own."""

import os
import signal
import time
from pathlib import Path

from xlperf.batch import How, Outcome
from xlperf.batch.one import outcome_of


def odd(path: str, how: How) -> Outcome:
    """Hang, die, die once, or want too much memory, as the name of the file says; any other file is fine."""
    name = Path(path).name
    if "大" in name:
        bytearray(8 << 30)
    time.sleep(600 if "挂" in name else 0.05 if "慢" in name else 0)
    if "死" in name or ("一次" in name and not _was_here(path)):
        os.kill(os.getpid(), signal.SIGKILL)
    return outcome_of(path, 0, "digest", {"worker": os.getpid()})


def _was_here(path: str) -> bool:
    mark = Path(path + ".mark")
    there = mark.exists()
    mark.touch()
    return there
