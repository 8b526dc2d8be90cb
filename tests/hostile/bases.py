"""The healthy files that hostile ones are made from, one of each sort that is read."""

import io
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.conftest import small_workbook
from tests.exports import drawn_year, kingdee
from tests.foreign import foreign_workbook
from xlperf.files import form_bytes, form_grid

_PAYMENTS = [
    {"日期": "2022-03-01", "凭证号": f"记-{nth}", "摘要": f"付款{nth}", "任务": "运转保障", "金额（元）": 100.5 + nth}
    for nth in range(12)
]


@cache
def master() -> bytes:
    """A workbook of ours with a dozen payments."""
    return small_workbook({"支出明细": _PAYMENTS})


@cache
def form() -> bytes:
    """A form of others."""
    return foreign_workbook()


@cache
def ledger() -> bytes:
    """What an accounting program exports."""
    return kingdee(drawn_year(3, 20)).xlsx()


@cache
def ledger_text() -> bytes:
    """The same as text, in the encoding of most of them."""
    return kingdee(drawn_year(3, 20)).csv()


@cache
def word() -> bytes:
    """A Word document with a form in it."""
    return _form(".docx")


@cache
def _form(suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "表.xlsx")
        path.write_bytes(master())
        return form_bytes(form_grid(path, "evaluation"), suffix)


@cache
def _converted() -> dict[str, bytes]:
    """What LibreOffice makes of a form: the sorts of files that nothing else here writes."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "表.xlsx")
        source.write_bytes(_form(".xlsx"))
        office = f"-env:UserInstallation=file://{folder}/office"
        for kind in ("pdf", "xls", "ods", "html"):
            command = ["soffice", "--headless", office, "--convert-to", kind, "--outdir", folder, str(source)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        return {kind: source.with_suffix(f".{kind}").read_bytes() for kind in ("pdf", "xls", "ods", "html")}


def pdf() -> bytes:
    """A printed form."""
    return _converted()["pdf"]


def old() -> bytes:
    """A workbook of the years before 2007 (.xls)."""
    return _converted()["xls"]


def open_document() -> bytes:
    """A spreadsheet of LibreOffice (.ods)."""
    return _converted()["ods"]


def page() -> bytes:
    """A web page with a form in it."""
    return _converted()["html"]


def table() -> bytes:
    """A form as text between commas."""
    rows = io.StringIO()
    rows.write("一级指标,二级指标,三级指标,指标值,实际完成值\n产出指标,数量指标,检查次数,>=4次,3次\n")
    rows.write("产出指标,质量指标,合格率,>=95%,96%\n")
    return rows.getvalue().encode()
