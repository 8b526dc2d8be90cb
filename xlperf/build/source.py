"""The texts that workbooks are built from, as shipped with the package."""

from importlib.resources import files


def source_text(name: str) -> str:
    """Return the text of a file of `workbook/`."""
    return files("xlperf.workbook").joinpath(name).read_text(encoding="utf-8")
