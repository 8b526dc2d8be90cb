"""The shared texts of a workbook, only those asked for."""

from collections.abc import Iterable, Set
from xml.parsers import expat

from xlperf.ooxml.cells import CellSpan
from xlperf.ooxml.damaged import WorkbookDamagedError
from xlperf.ooxml.package import Package
from xlperf.ooxml.values import CellValue, current_value, from_xml_text


def shared_strings(package: Package, wanted: Set[int]) -> dict[int, str]:
    """Return the shared texts with the indices `wanted`; runs of rich text are joined, phonetic guides left out."""
    part = next(iter(package.parts_of(package.workbook, "sharedStrings")), None)
    if not wanted or part is None:
        return {}
    found: dict[int, str] = {}
    state = {"index": -1, "text": False, "phonetic": 0}

    def start(name: str, _attributes: dict) -> None:
        local = name.rpartition(":")[2]
        if local == "si":
            state["index"] += 1
        elif local == "rPh":
            state["phonetic"] += 1
        elif local == "t":
            state["text"] = state["index"] in wanted and not state["phonetic"]

    def end(name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            state["text"] = False
        elif local == "rPh":
            state["phonetic"] -= 1

    def text(piece: str) -> None:
        if state["text"]:
            found[state["index"]] = found.get(state["index"], "") + piece

    def refuse(*_args: object) -> None:
        raise WorkbookDamagedError(f"{part}: document type")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(package.read(part), True)
    except expat.ExpatError as error:
        raise WorkbookDamagedError(f"{part}: {error}") from error
    return {index: from_xml_text(piece) for index, piece in found.items()}


def cell_values(package: Package, cells: Iterable[CellSpan | None]) -> list[CellValue]:
    """Return the value of each cell of a workbook, shared texts looked up."""
    listed = list(cells)
    wanted = {int(each.text) for each in listed if each and each.attributes.get("t") == "s" and each.text.strip().isdigit()}
    shared = shared_strings(package, wanted)
    return [current_value(each, shared) for each in listed]
