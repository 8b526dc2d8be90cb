"""The file format of workbooks, and nothing of what they mean: parts, relationships, cells as bytes in place."""

from xlperf.ooxml.cells import SheetMap, scan_sheet
from xlperf.ooxml.package import Package, TablePart, WorkbookDamaged

__all__ = ["Package", "SheetMap", "TablePart", "WorkbookDamaged", "scan_sheet"]
