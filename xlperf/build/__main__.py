"""Make what is made from lists: VBA of the worksheet functions, the ribbon, the sheet for workbooks of others.

Run in a checkout: `python -m xlperf.build`.
"""

from pathlib import Path

import xlperf.macros
from xlperf import schema
from xlperf.build import draw_sheet
from xlperf.build.macros import made
from xlperf.plan.foreign import DRAWN

for name, data in made().items():
    (Path(xlperf.macros.__file__).parent / name).write_bytes(data)
DRAWN.write_bytes(draw_sheet(schema.FINDINGS).drawn)
