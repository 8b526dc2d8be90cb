"""The same check on a Dask cluster: its scheduler hands out the files, and gives those of a worker that dies to another.

Dask has no way to end a check that hangs: its worker is lost to the run, which goes on with the others.
"""

import os
from concurrent.futures import Future
from dataclasses import replace

from xlperf.batch.one import TIMEOUT, How, Outcome, check_one, failed, is_far
from xlperf.errors import InputError, in_short
from xlperf.language import _

_TRIES = 3
PATIENCE = "20s"
"""How long a scheduler may take to answer."""


class Cluster:
    """The workers of a Dask scheduler at an address (`tcp://host:8786`). They need xlperf, and the same view of the files."""

    def __init__(self, how: How, address: str, timeout: float | None = None):
        try:
            from distributed import Client
        except ImportError as error:
            raise InputError(_("用集群要装Dask"), remedy=_("pip install 'xlperf[cluster]'")) from error
        try:
            self.client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            told = _("连不上调度器（{error}）").format(error=in_short(error))
            raise InputError(told, place=address, remedy=_("请核对地址，例如tcp://主机:8786")) from error
        self.how, self.timeout = how, timeout or TIMEOUT

    def start(self, path: str) -> Future:
        """Have a file checked by some worker."""
        place = path if is_far(path) else os.path.abspath(path)  # a worker stands in a folder of its own
        return self.client.submit(check_one, place, self.how, pure=False, retries=_TRIES)

    def came_of(self, path: str, future: Future) -> Outcome:
        """Wait for what came of a file; a worker's death is Dask's to mend, as long as there are others."""
        try:
            return replace(future.result(timeout=self.timeout), path=path)
        except TimeoutError:
            self.client.cancel([future])
            return failed(path, _("{path}：超过{seconds:.0f}秒没有校验完，已放弃").format(path=path, seconds=self.timeout))
        except Exception as error:  # KilledWorker, and what a worker with another release of xlperf may raise
            return failed(path, _("{path}：集群没能校验（{error}）").format(path=path, error=repr(error)[:300]))

    def close(self) -> None:
        """Leave the cluster; what was not begun is not done."""
        self.client.close()
