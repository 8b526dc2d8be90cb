"""A form as PDF: LibreOffice prints the workbook, in a profile of its own that is thrown away."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from xlperf.errors import InputError
from xlperf.language import _

_SECONDS = 180


def pdf_form(workbook: bytes) -> bytes:
    """Return a workbook as PDF. Raises `InputError` where LibreOffice is not there, or does not answer in time."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise InputError(_("生成PDF要用LibreOffice，没有找到它"), remedy=_("请安装LibreOffice，或改写成.xlsx、.docx后另存为PDF"))
    with tempfile.TemporaryDirectory(prefix="xlperf-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "form.xlsx")
        source.write_bytes(workbook)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [program, "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise InputError(_("LibreOffice没有生成PDF（{error}）").format(error=type(error).__name__)) from error
