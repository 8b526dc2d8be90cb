"""Tables as text: published ones, one line a row, cells between tabs; values that programs export (.csv)."""

import codecs
import csv
import io
import re

from xlperf.errors import InputError, in_short
from xlperf.language import _
from xlperf.model import Book, Grid

_QUOTED = re.compile(r'^="([^"]*)"$', re.DOTALL)
"""A text as some programs export it, so that Excel keeps it one: ="0012"."""

MOST_LINES, MOST_COLUMNS, MOST_BYTES = 1_048_576, 16_384, 256 << 20
"""A text may have as many lines and columns as a sheet, and so many bytes."""

_LINE_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def read_text(source: str, data: bytes, digest: str) -> Book:
    """Read a text; in Markdown a cell is broken by <br>. Raises `InputError` where the bytes are no text."""
    rows = [_LINE_BREAK.sub("\n", line).split("\t") for line in decoded(source, data).splitlines()]
    return Book(source, (Grid("", rows),), digest, "text")


def decoded(source: str, data: bytes) -> str:
    """Return bytes as text: UTF-8, GB18030 as older systems export, or UTF-16 (Excel's “Unicode文本”). Raises `InputError` else."""
    if data.count(b"\n") + data.count(b"\r") > 2 * MOST_LINES or len(data) > MOST_BYTES:
        told = _("文本太长：超过{lines}行，或{bytes}兆字节")
        raise InputError(told.format(lines=MOST_LINES, bytes=MOST_BYTES >> 20), place=source, remedy=_("请分成几个文件再试"))
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
        raise InputError(_("不是有效的CSV（{error}）").format(error=in_short(error)), place=source) from error
    rows = [[_QUOTED.sub(r"\1", cell) for cell in row] for row in rows]
    width = max(map(len, rows), default=0)
    if width > MOST_COLUMNS:
        raise InputError(_("有一行是{count}列，太宽了").format(count=width), place=source, remedy=_("请核对分隔符，重新导出"))
    return Book(source, (Grid("", [row + [""] * (width - len(row)) for row in rows]),), digest, "document")
