"""Make anew whatever is made from the code, in a checkout: `python -m xlperf.make`. Needs the extra `test` (Babel, markdown-it).

VBA of the worksheet functions, the ribbon, the sheet for workbooks of others; the two masters; the manual's pages; the catalogue of English.
"""

from collections.abc import Iterator
from pathlib import Path

import xlperf.macros
import xlperf.workbook
from xlperf import schema
from xlperf.build import draw_sheet, macros, published
from xlperf.files import SUFFIXES, make
from xlperf.language import CHINESE
from xlperf.languages import catalogue
from xlperf.pages.made import made as pages
from xlperf.plan.foreign import DRAWN

_MACROS, _WORKBOOKS = (Path(package.__file__).parent for package in (xlperf.macros, xlperf.workbook))


def main() -> None:
    """Write what differs, and tell which files those are and which texts lack their English."""
    if not CHINESE:
        raise SystemExit("The committed files are Chinese: unset XLPERF_LANG.")
    for path, data in _made():
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
            print(path.name)
    known = catalogue.read()
    for text, where in catalogue.texts().items():
        if not known.get(text):
            print(f"en.po lacks: {text}  ({where})")


def _made() -> Iterator[tuple[Path, bytes]]:
    """Yield each file, in the order in which they stand on one another."""
    yield from ((_MACROS / name, data) for name, data in macros.made().items())
    yield DRAWN, draw_sheet(schema.FINDINGS).drawn
    yield from ((_WORKBOOKS / f"master{suffix}", make(published(), suffix)) for suffix in SUFFIXES)
    yield from ((path, text.encode()) for path, text in pages().items())
    yield catalogue.SOURCE, catalogue.renewed()
    yield catalogue.COMPILED, catalogue.compiled()


if __name__ == "__main__":
    main()
