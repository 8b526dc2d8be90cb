"""Tables as text: published ones, one line a row, cells between tabs; values that programs export (.csv)."""

import codecs
import csv
import io
import re

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import Book, Grid

_QUOTED = re.compile(r'^="([^"]*)"$', re.DOTALL)
"""A text as some programs export it, so that Excel keeps it one: ="0012"."""

_LINE_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def read_text(source: str, data: bytes, digest: str) -> Book:
    """Read a text; in Markdown a cell is broken by <br>. Raises `InputError` where the bytes are no text."""
    rows = [_LINE_BREAK.sub("\n", line).split("\t") for line in decoded(source, data).splitlines()]
    return Book(source, (Grid("", rows),), digest, "text")


def decoded(source: str, data: bytes) -> str:
    """Return bytes as text: UTF-8, GB18030 as older systems export, or UTF-16 (Excel's “Unicode文本”). Raises `InputError` else."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(_("不是可识别的文本文件"), place=source, remedy=_("请另存为UTF-8编码的文本"))


def read_csv(source: str, data: bytes, digest: str) -> Book:
    """Read values between commas, semicolons, tabs or bars, whichever the first lines have most of."""
    text = decoded(source, data)
    head = "\n".join(text.splitlines()[:20])
    divider = max(",;\t，|", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=divider))
    except csv.Error as error:
        raise InputError(_("不是有效的CSV（{error}）").format(error=error), place=source) from error
    rows = [[_QUOTED.sub(r"\1", cell) for cell in row] for row in rows]
    width = max(map(len, rows), default=0)
    return Book(source, (Grid("", [row + [""] * (width - len(row)) for row in rows]),), digest, "document")
