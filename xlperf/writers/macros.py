"""A VBA project made from its source alone: modules in, the bytes of `vbaProject.bin` out, the same for the same modules.

pyOpenVBA knows the container and the streams. What its template would leave behind goes: compiled code, the prefixes of
modules, modules of its own. Excel compiles from source where the performance cache names no version (MS-OVBA 2.3.4.1).
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from pyopenvba._templates import EMPTY_XLSM_BYTES
from pyopenvba.cfb import CFB
from pyopenvba.vba import (
    VBAModule,
    VBAModuleKind,
    compress,
    parse_vba_project,
    serialize_dir_stream,
    serialize_projectwm,
)

NOT_COMPILED = bytes.fromhex("CC 61 FF FF 00 00 00")
"""The stream `_VBA_PROJECT` of a project without compiled code."""

WORKBOOK_BASE = "0{00020819-0000-0000-C000-000000000046}"
SHEET_BASE = "0{00020820-0000-0000-C000-000000000046}"
"""The classes behind the document modules of a workbook and of a sheet."""

_COOKIE = 0xFFFF
"""A module's cookie means nothing to who reads it (MS-OVBA 2.3.4.2.3.2.7)."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of VBA: its name and its source as the editor exports it, attributes and all, in ASCII with CRLF.

    `is_document` marks the module of the workbook or of a sheet, whose name is the code name there.
    """

    name: str
    source: str
    is_document: bool = False


def document_module(name: str, base: str, code: str = "") -> Module:
    """Return the module of a workbook or sheet with the attributes that Excel gives it."""
    attributes = (f'VB_Name = "{name}"', f'VB_Base = "{base}"', "VB_GlobalNameSpace = False", "VB_Creatable = False",
                  "VB_PredeclaredId = True", "VB_Exposed = True", "VB_TemplateDerived = False", "VB_Customizable = True")  # fmt: skip
    return Module(name, "".join(f"Attribute {each}\r\n" for each in attributes) + code, True)


def vba_project(modules: Sequence[Module]) -> bytes:
    """Return the bytes of a VBA project that holds these modules and nothing else. Raises `ValueError` for source not in ASCII."""
    container = _template()
    project = parse_vba_project(container)
    project.modules = [
        VBAModule(
            each.name, each.name, each.source, VBAModuleKind.other if each.is_document else VBAModuleKind.standard,
            name_unicode=each.name, stream_name_unicode=each.name, cookie=_COOKIE,
        )
        for each in modules
    ]  # fmt: skip
    project.project_cookie = _COOKIE
    container.drop_streams_in_storage("VBA", lambda name: name not in ("dir", "_VBA_PROJECT"))
    for each in modules:
        container.add_stream_to_storage("VBA", each.name, compress(each.source.encode("ascii")))
    container.write_stream_in_storage("VBA", "dir", compress(serialize_dir_stream(project)))
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", NOT_COMPILED)
    container.write_stream("PROJECT", _declarations(container.get_stream("PROJECT").decode("ascii"), modules))
    container.write_stream("PROJECTwm", serialize_projectwm([(each.name, each.name) for each in modules]))
    return container.to_bytes()


def _template() -> CFB:
    with zipfile.ZipFile(io.BytesIO(EMPTY_XLSM_BYTES)) as archive:
        return CFB.from_bytes(archive.read("xl/vbaProject.bin"))


_DECLARED = re.compile(r"^(?:Document|Module)=.*\r\n", re.MULTILINE)


def _declarations(text: str, modules: Sequence[Module]) -> bytes:
    """Return the stream PROJECT with our modules declared in the place of the template's."""
    kept, first = _DECLARED.sub("", text), _DECLARED.search(text)
    declared = "".join(
        f"Document={each.name}/&H00000000\r\n" if each.is_document else f"Module={each.name}\r\n" for each in modules
    )
    head, _mark, _windows = (kept[: first.start()] + declared + kept[first.start() :]).partition("[Workspace]")
    windows = "".join(f"{each.name}=0, 0, 0, 0, C\r\n" for each in modules)
    return f"{head}[Workspace]\r\n{windows}".encode("ascii")
