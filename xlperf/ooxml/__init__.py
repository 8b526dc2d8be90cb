"""The file format of workbooks, and nothing of what they mean: parts, relationships, cells as bytes in place."""

from xlperf.ooxml.cells import SheetMap, scan_sheet
from xlperf.ooxml.damaged import EncodingError, TooLargeError, WorkbookDamagedError
from xlperf.ooxml.package import Package, TablePart

__all__ = ["EncodingError", "Package", "SheetMap", "TablePart", "TooLargeError", "WorkbookDamagedError", "scan_sheet"]
