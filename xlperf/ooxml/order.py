"""The order in which the standard wants the elements of a part, for those who put one in and those who look whether it is kept."""

from xlperf.ooxml.elements import Element

WORKBOOK = ("fileVersion", "fileSharing", "workbookPr", "absPath", "revisionPtr", "workbookProtection", "bookViews", "sheets",
            "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches",
            "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst")  # fmt: skip
SHEET = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
         "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
         "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
         "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
         "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
         "extLst")  # fmt: skip
STYLES = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
          "extLst")  # fmt: skip
TABLE = ("autoFilter", "sortState", "tableColumns", "tableStyleInfo", "extLst")


def follower(parent: Element, name: str, order: tuple[str, ...]) -> Element | None:
    """Return the first child that must stand behind an element called `name`; None where there is none."""
    later = order[order.index(name) + 1 :]
    return next((child for child in parent.children if unwrapped(child) in later), None)


def unwrapped(element: Element) -> str:
    """Return an element's name; of an AlternateContent, in which controls and objects are wrapped, that of its content."""
    if element.name != "AlternateContent":
        return element.name
    inner = [each for choice in element.children for each in choice.children]
    return inner[0].name if inner else ""
