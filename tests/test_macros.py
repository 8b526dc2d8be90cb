"""The files with macros, taken apart: what is in them is what stands in macros/, and what Excel needs to open and run it."""

import io
import json
import re
import sys
import types
import zipfile
from dataclasses import replace
from importlib.resources import files
from pathlib import Path, PureWindowsPath

import pytest
from lxml import etree
from oletools.olevba import VBA_Parser
from openxml_audit import OpenXmlValidator
from pyopenvba.cfb import CFB
from pyopenvba.vba import parse_vba_project
from pyvbaanalysis import analyze_office_file

import xlperf
from tests.conftest import SEED
from xlperf import schema
from xlperf.actions import ACTIONS, BY_KEY, DRAWN, STAGES
from xlperf.build import blank, build_master, published, sample
from xlperf.build.macros import MODULES, function_module, macro_text, made, ribbon, workbook_modules
from xlperf.excel.addin import NAME, Target, addin_texts, build_addin
from xlperf.excel.install import Machine, dry_run
from xlperf.files import make
from xlperf.functions import FUNCTIONS
from xlperf.ooxml import Package
from xlperf.ooxml.lint import faults
from xlperf.writers.macros import NOT_COMPILED, Module, vba_project

MACROS = Path(xlperf.__file__).parents[1] / "macros"
MASTER = SEED.with_name("master.xlsm")
TARGET = Target(PureWindowsPath(r"C:\程序\Python\pythonw.exe"), "0.37.8", PureWindowsPath(r"C:\程序\Python\xlwings64-0.37.8.dll"),
                PureWindowsPath(r"C:\程序\Python\xlwings32-0.37.8.dll"))  # fmt: skip


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    """The two kinds of files with macros."""
    return {"master.xlsm": make(sample(), ".xlsm"), NAME: build_addin(TARGET)}


def part(data: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(name)


def parts(data: bytes, pattern: str) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name).decode() for name in archive.namelist() if re.fullmatch(pattern, name)}


def sources(data: bytes) -> dict[str, str]:
    """What an independent reader finds in a VBA project, by module."""
    found = VBA_Parser("macros", data=part(data, "xl/vbaProject.bin")).extract_all_macros()
    return {name.partition(".")[0]: code for _file, _stream, name, code in found}


def bare(source: str) -> str:
    """A module's code without its attributes, which olevba leaves out."""
    return "".join(line for line in source.splitlines(keepends=True) if not line.startswith("Attribute VB_")).strip()


def test_the_committed_master_is_what_the_sources_build():
    assert MASTER.read_bytes() == make(published(), ".xlsm"), "run: python -m xlperf.make"


def test_what_is_made_from_lists_has_not_drifted():
    for name, data in made().items():
        assert (MACROS / name).read_bytes() == data, "run: python -m xlperf.make"


def test_two_builds_are_the_same_bytes(built):
    assert make(sample(), ".xlsm") == built["master.xlsm"] and build_addin(TARGET) == built[NAME]


@pytest.mark.parametrize("path", sorted(each for each in MACROS.rglob("*") if each.suffix in (".bas", ".cls")), ids=lambda each: each.name)
def test_source_is_ascii_with_crlf_and_explicit(path):
    data = path.read_bytes()
    assert data.isascii() and data.count(b"\n") == data.count(b"\r\n") and data.endswith(b"\r\n")
    assert (b"\r\nOption Explicit\r\n" in b"\r\n" + data) == (path.name != "PerfHost.bas")
    assert path.name in ("PerfHost.bas",) or b"ThisComponent" not in data


def test_chinese_in_source_is_refused():
    with pytest.raises(UnicodeEncodeError):
        vba_project([Module("Perf", 'Attribute VB_Name = "Perf"\r\n\' 中文\r\n')])


def test_the_master_holds_exactly_our_source(built):
    found = sources(built["master.xlsm"])
    sheets = set(schema.CODE_NAMES.values()) - {"ThisWorkbook"}
    assert found.keys() == {"ThisWorkbook", *sheets, *MODULES}
    assert not any(bare(found[each]) for each in sheets)
    for name in MODULES:
        assert bare(found[name]) == bare(macro_text(f"{name}.bas"))
    assert bare(found["ThisWorkbook"]) == macro_text("ThisWorkbook.cls").strip()


def test_the_add_in_holds_exactly_our_source(built):
    found = sources(built[NAME])
    assert found.keys() == {"ThisWorkbook", "Sheet1", "PerfLoader", "PerfAddIn", "PerfTexts"} and not bare(found["ThisWorkbook"] + found["Sheet1"])
    assert bare(found["PerfAddIn"]) == bare(macro_text("addin/PerfAddIn.bas"))
    assert bare(found["PerfTexts"]) == bare(macro_text("PerfTexts.bas"))
    assert bare(found["PerfLoader"]) == bare(macro_text("addin/PerfLoader.bas")).replace("-VERSION.dll", "-0.37.8.dll")


def project_faults(data: bytes) -> list[str]:
    """What Excel would stumble over first in a VBA project: compiled code, prefixes, modules that no sheet has."""
    container = CFB.from_bytes(part(data, "xl/vbaProject.bin"))
    project = parse_vba_project(container)
    said = []
    if container.get_stream("_VBA_PROJECT") != NOT_COMPILED:
        said.append("compiled code")
    if any(each.text_offset or each.prefix_bytes for each in project.modules):
        said.append("prefix")
    if any(name.startswith("__SRP") for name in container.list_streams()):
        said.append("cache")
    documents = [each.name for each in project.modules if "VB_PredeclaredId = True" in each.source]
    books = re.findall(r'<workbookPr[^>]* codeName="(\w+)"|<workbookPr codeName="(\w+)"', part(data, "xl/workbook.xml").decode())
    sheets = [re.search(r'<sheetPr[^>]*codeName="(\w+)"', text) for text in parts(data, r"xl/worksheets/sheet\d+\.xml").values()]
    if sorted(documents) != sorted(["".join(books[0]), *(each[1] if each else "?" for each in sheets)]):
        said.append("documents")
    declared = re.findall(r"^(?:Document|Module)=(\w+)", container.get_stream("PROJECT").decode("ascii"), re.MULTILINE)
    if declared != [each.name for each in project.modules]:
        said.append("declared")
    return said


def test_the_projects_have_no_compiled_code_and_a_module_for_each_sheet(built):
    assert {name: project_faults(data) for name, data in built.items()} == {"master.xlsm": [], NAME: []}


def test_a_project_as_the_template_makes_it_is_caught(built, tmp_path):
    """The broken sample: a project of pyOpenVBA's own making put into our workbook."""
    from pyopenvba import ExcelFile

    ExcelFile.create_new(tmp_path / "template.xlsm")
    theirs = part((tmp_path / "template.xlsm").read_bytes(), "xl/vbaProject.bin")
    assert set(project_faults(replaced(built["master.xlsm"], "xl/vbaProject.bin", theirs))) >= {"compiled code", "prefix", "documents"}


def replaced(data: bytes, name: str, body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            new.writestr(each, body if each == name else old.read(each))
    return out.getvalue()


def test_excel_is_expected_to_open_them(built, tmp_path):
    for name, data in {**built, "blank.xlsm": make(blank(), ".xlsm"), "skeleton.xlsm": build_master(sample(), macros=True)}.items():
        path = tmp_path / name
        path.write_bytes(data)
        result = OpenXmlValidator().validate(str(path))
        assert result.is_valid and not result.errors, (name, [str(error) for error in result.errors])
        assert not faults(Package(data), suffix=path.suffix), name


def test_nothing_forces_a_recalculation(built):
    settings = re.search(rb"<calcPr[^>]*>", part(built["master.xlsm"], "xl/workbook.xml"))[0]
    assert b'calcId="191029"' in settings and b"fullCalcOnLoad" not in settings
    assert not parts(built["master.xlsm"], ".*calcChain.*")


def test_the_ribbon_hangs_at_the_package_and_the_add_in_is_one(built):
    for data in built.values():
        relation = re.search(r'<Relationship [^>]*ui/extensibility"[^>]*>', part(data, "_rels/.rels").decode())[0]
        assert 'Target="customUI/customUI14.xml"' in relation and part(data, "customUI/customUI14.xml")
    assert b"ms-excel.addin.macroEnabled.main+xml" in part(built[NAME], "[Content_Types].xml")
    assert b"ms-excel.sheet.macroEnabled.main+xml" in part(built["master.xlsm"], "[Content_Types].xml")
    assert not parts(make(sample()), ".*(customUI|vbaProject).*")


SCHEMA = json.loads(files("openxml_audit").joinpath("data/openxml/schemas/schemas_microsoft_com_office_2009_07_customui.json").read_text())
TYPES = {each["Name"]: each for each in SCHEMA["Types"]}


def ribbon_faults(xml: str) -> list[str]:
    """What the Open XML schema of ribbons does not allow: elements, attributes, ids that come twice."""
    root = etree.fromstring(xml.encode())
    said, queue = [], [(root, "mso14:CT_CustomUI/mso14:customUI")]
    ids = re.findall(r'\bid="(\w+)"', xml)
    said += [f"twice {each}" for each in ids if ids.count(each) > 1]
    while queue:
        element, kind = queue.pop()
        known = TYPES[kind]
        base = TYPES.get(known.get("BaseClass", ""), {})
        allowed = {each["QName"].lstrip(":") for each in (*known.get("Attributes", ()), *base.get("Attributes", ()))}
        said += [f"{etree.QName(element).localname} {name}" for name in element.attrib if name not in allowed]
        below = {each["Name"].rpartition(":")[2]: each["Name"] for each in known.get("Children") or ()}
        for child in element:
            name = etree.QName(child).localname
            if name in below:
                queue.append((child, below[name]))
            else:
                said.append(f"{name} in {etree.QName(element).localname}")
    return said


@pytest.mark.parametrize("hides", [True, False])
def test_the_ribbon_keeps_to_its_schema(hides):
    assert ribbon_faults(ribbon(hides=hides)) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [('size="large"', 'sise="large"', "button sise"), ("<tabs>", "<tabs><button id='x'/>", "button in tabs"),
     ('id="Perf_next"', 'id="Perf_check"', "twice")],
)
def test_a_broken_ribbon_is_caught(good, bad, fault):
    assert any(each.startswith(fault) for each in ribbon_faults(ribbon(hides=True).replace(good, bad, 1)))


def test_every_callback_and_every_drawn_button_has_its_procedure(built):
    for name, data in built.items():
        xml = part(data, "customUI/customUI14.xml").decode()
        wanted = set(re.findall(r'(?:onAction|getVisible)="(\w+)"', xml))
        drawn = [each for text in parts(data, r"xl/drawings/drawing\d+\.xml").values() for each in re.findall(r'macro="\[0\]!(\w+)"', text)]
        there = set(re.findall(r"^Public Sub (\w+)\(", "\n".join(sources(data).values()).replace("\r", ""), re.MULTILINE))
        assert wanted | set(drawn) <= there, name
        assert (len(drawn), 'getVisible="PerfTabVisible"' in xml) == ((sum(map(len, DRAWN.values())), True) if name == "master.xlsm" else (0, False))


def test_buttons_say_what_their_actions_are_called(built):
    texts = parts(built["master.xlsm"], r"xl/drawings/drawing\d+\.xml").values()
    shapes = [re.findall(r'macro="\[0\]!(\w+)".*?<a:t>(.*?)</a:t>', text) for text in texts]
    assert sorted(each for found in shapes for each in found) == sorted(
        (BY_KEY[key].macro, BY_KEY[key].label) for keys in DRAWN.values() for key in keys)  # fmt: skip
    assert all(text.count("<xdr:sp ") == text.count('fPrintsWithSheet="0"') for text in texts)


def test_every_action_is_in_the_ribbon_with_its_tip():
    root = etree.fromstring(ribbon(hides=True).encode())
    found = {each.get("tag"): each for each in root.iter(f"{{{root.nsmap[None]}}}button")}
    assert found.keys() == {each.key for each in (*ACTIONS, *STAGES)}
    assert all(found[each.key].get("supertip") == each.tip and found[each.key].get("size") == "large" for each in ACTIONS)


def test_analysis_of_the_vba_finds_nothing(built, tmp_path):
    for name, data in built.items():
        path = tmp_path / name
        path.write_bytes(data)
        found = {(module, each.code) for module, problems in analyze_office_file(str(path)).items() for each in problems}
        assert found <= {("PerfHost", "option-explicit-missing")}, (name, found)


def test_analysis_would_find_an_undeclared_name(built, tmp_path):
    modules = workbook_modules([f"Sheet{number}" for number in range(1, 10)])
    broken = [replace(each, source=each.source.replace("parts = Split", "partz = Split")) for each in modules]
    path = tmp_path / "broken.xlsm"
    path.write_bytes(replaced(built["master.xlsm"], "xl/vbaProject.bin", vba_project(broken)))
    assert any("partz" in each.message for each in analyze_office_file(str(path))["PerfTexts"])


def signature(vba: str) -> dict[str, list[tuple[str, bool]]]:
    """The functions of a module: each argument's name, and whether it may lack."""
    joined = re.sub(r" _\r?\n\s*", " ", vba)
    found = {}
    for name, arguments in re.findall(r"^(?:Public )?Function (PERF_\w+)\(([^)]*)\)", joined, re.MULTILINE):
        each = [one.strip() for one in arguments.split(",")]
        found[name] = [(one.removeprefix("Optional ").split(" ")[0], one.startswith("Optional ")) for one in each]
    return found


@pytest.fixture
def generator(monkeypatch):
    """xlwings' own generator of wrappers, its Windows modules stood in for."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client", "win32api", "win32con", "win32event", "win32ui", "winerror",
                 "win32com.server", "win32com.server.dispatcher", "win32com.server.policy", "win32com.server.util"):  # fmt: skip
        stub = types.ModuleType(name)
        stub.__getattr__ = lambda attribute: type(attribute, (), {})
        monkeypatch.setitem(sys.modules, name, stub)
    for name in [each for each in sys.modules if each.startswith("xlwings.udfs") or each == "xlperf.excel.udfs"]:
        monkeypatch.delitem(sys.modules, name)
    import xlwings
    from xlwings import udfs

    monkeypatch.setattr(xlwings, "func", udfs.xlfunc)
    monkeypatch.setattr(xlwings, "arg", udfs.xlarg)
    yield udfs
    sys.modules.pop("xlperf.excel.udfs", None)


def test_our_wrappers_are_those_of_xlwings_in_effect(generator):
    """The same functions with the same arguments, none volatile; called with the same values both give the same answers."""
    from xlperf.excel import udfs
    from xlperf.live.calls import called

    out = io.StringIO()
    generator.generate_vba_wrapper("xlperf.excel.udfs", udfs, out, types.SimpleNamespace(Name="x.xlsm"))
    theirs = out.getvalue()
    assert signature(function_module()) == {name: each for name, each in signature(theirs).items() if name.startswith("PERF_")}
    assert signature(function_module()).keys() == {each.name for each in FUNCTIONS}
    assert "Volatile" not in theirs and "Volatile" not in function_module()
    for name, given in (("PERF_STATUS", [">=95%", "96%"]), ("PERF_RATE", [">=20次", "15次"]), ("PERF_EXECUTION", [5.0, 10.0]),
                        ("PERF_STATUS", [((">=95%",), ("<=3天",)), (("96%",), ("5天",))]), ("PERF_READ", ["11月底前"])):  # fmt: skip
        shown = getattr(udfs, name)(*given)
        ours = called(name, given, [""] * len(given))
        rows = [[float(cell[1:]) if cell[0] == "n" else cell[1:] for cell in row.split("\x1f")] for row in ours.split("\x1e")]
        assert (shown if isinstance(shown, list) else [[shown]]) == rows


def test_the_entry_points_are_what_the_add_in_asks_for(generator):
    from xlperf.excel import udfs

    asked = re.findall(r'AskPython\("(\w+)", Array\(([^)]*)\)', macro_text("addin/PerfAddIn.bas"))
    assert {name: len(arguments.split(",")) for name, arguments in asked} == {"call": 3, "act": 2, "undo": 1}
    for name, arguments in asked:
        assert len(getattr(udfs, name).__xlfunc__["args"]) == len(arguments.split(","))


def test_the_add_in_starts_what_was_fixed_at_install_and_hears_nothing_else(built):
    """A workbook, its folder or the environment that name a program are never asked."""
    text = "\n".join(sources(built[NAME]).values())
    assert not re.search(r"Environ|GetConfig|ActiveWorkbook\.(Path|FullName|Sheets)|ThisWorkbook\.Path|Shell|CreateObject|\.conf", text)
    assert re.findall(r"Worksheets\(([^)]*)\)", text) == ['"xlperf"'] and "Set sheet = ThisWorkbook.Worksheets" in text
    assert addin_texts(TARGET)["command"] == r'''"C:\程序\Python\pythonw.exe" -I -B -c "import xlwings; xlwings.serve('$(CLSID)')"'''
    cells = "".join(parts(built[NAME], r"xl/sharedStrings\.xml").values())
    assert r"C:\程序\Python\pythonw.exe" in cells


def test_a_dry_run_shows_what_would_be_written(tmp_path):
    machine = Machine("win32", Path("/opt/py/python.exe"), Path("/opt/py"), {"APPDATA": str(tmp_path / "Roaming")})
    addin, told = dry_run(machine, tmp_path / "看看")
    assert sources(addin.read_bytes()).keys() >= {"PerfLoader", "PerfAddIn"}
    text = told.read_text(encoding="utf-8")
    assert f"加载项将放在：{tmp_path}/Roaming/Microsoft/Excel/XLSTART/xlperf.xlam" in text and "启动命令：\"/opt/py/python.exe\" -I -B" in text
    assert not (tmp_path / "Roaming").exists()
