"""Make what is made from lists: the VBA of the worksheet functions, and the ribbon. Run in a checkout: `python -m xlperf.build`."""

from pathlib import Path

import xlperf.macros
from xlperf.build.macros import made

for name, data in made().items():
    (Path(xlperf.macros.__file__).parent / name).write_bytes(data)
