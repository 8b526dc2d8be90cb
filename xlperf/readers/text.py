"""Published tables as text: one line a row, cells between tabs."""

from xlperf.errors import InputError
from xlperf.language import _
from xlperf.model import Book, Grid


def read_text(source: str, data: bytes, digest: str) -> Book:
    """Read UTF-8 (or GB18030, as older systems export) text. Raises `InputError` where it is neither."""
    rows = [line.split("\t") for line in decoded(source, data).splitlines()]
    return Book(source, (Grid("", rows),), digest, "text")


def decoded(source: str, data: bytes) -> str:
    """Return bytes as text, UTF-8 or GB18030. Raises `InputError` where they are neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(_("不是可识别的文本文件"), place=source, remedy=_("请另存为UTF-8编码的文本"))
