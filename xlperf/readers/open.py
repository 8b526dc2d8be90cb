"""The door of all readers: what a file is, by its first bytes, and which reader takes it."""

import codecs
import re
from pathlib import Path

from xlperf.errors import InputError, why
from xlperf.language import _
from xlperf.model import Book, digest_of
from xlperf.readers.apart import read_apart

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = "WordDocument".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TEXT_SUFFIXES = (".txt", ".md", ".tsv")
WEB_SUFFIXES = (".htm", ".html")
_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype html|html|table|meta)\b", re.IGNORECASE)
"""A web page under whatever name: many systems export one as .xls."""
_XML_SHEET = b"urn:schemas-microsoft-com:office:spreadsheet"


def read_bytes(path: str | Path) -> bytes:
    """Return the bytes of a file. Raises `InputError` where there is none, or it is empty or locked with a password."""
    name = str(path)
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError as error:
        raise InputError(_("没有这个文件"), place=name, remedy=_("请检查文件名和所在文件夹")) from error
    except IsADirectoryError as error:
        raise InputError(_("这是一个文件夹"), place=name, remedy=_("请给出其中的文件")) from error
    except ValueError as error:  # a name that no file can have
        raise InputError(_("没有这个文件"), place=name.replace("\x00", "�"), remedy=_("请检查文件名和所在文件夹")) from error
    except OSError as error:
        raise InputError(_("文件打不开（{why}）").format(why=why(error)), place=name) from error
    if not data.strip():
        raise InputError(_("文件是空的"), place=name, remedy=_("请重新导出或从备份中取回"))
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            raise InputError(_("工作簿有打开密码"), place=name, remedy=_("请在Excel中取消密码后另存一份"))
        if _WORD in data:
            raise InputError(_("这是旧格式的Word文档（.doc）"), place=name, remedy=_("请在Word或WPS中另存为.docx"))
    return data


def read_book(path: str | Path, data: bytes | None = None) -> Book:
    """Read a file as grids: workbooks by their content, texts by their suffix. Raises `InputError`."""
    data = read_bytes(path) if data is None else data
    given = str(path), data, digest_of(data)
    if data.startswith(b"PK"):
        return _read_package(*given)
    suffix = Path(path).suffix.lower()
    if data.startswith(b"%PDF"):
        return read_apart("pdf", *given)
    if data.startswith(_COMPOUND):
        return read_apart("xls", *given)
    if suffix == ".csv" or (suffix == ".xls" and _is_table_of_tabs(data)):
        from xlperf.readers.text import read_csv

        return read_csv(*given)
    if suffix in WEB_SUFFIXES or _PAGE.match(data):
        return read_apart("web", *given)
    if suffix in TEXT_SUFFIXES:
        from xlperf.readers.text import read_text

        return read_text(*given)
    if _XML_SHEET in data[:1000]:
        raise InputError(_("这是“XML 电子表格 2003”格式"), place=str(path), remedy=_("请在Excel或WPS中另存为.xlsx"))
    from xlperf.readers.workbook import damaged

    raise damaged(str(path))


def _is_table_of_tabs(data: bytes) -> bool:
    """Whether bytes are rows of cells between tabs: many programs export them as .xls."""
    head = data[:4096].replace(b"\0", b"") if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else data[:4096]
    lines = head.splitlines()[:20]
    return b"\0" not in head and b"<" not in head[:200] and sum(b"\t" in line for line in lines) * 2 > len(lines)


def _read_package(source: str, data: bytes, digest: str) -> Book:
    """Read a zip archive for what it holds: a Word document, an OpenDocument spreadsheet, else a workbook."""
    if b"word/document.xml" in data:
        return read_apart("word", source, data, digest)
    if b"opendocument.spreadsheet" in data[:200]:
        return read_apart("sheets", source, data, digest)
    from xlperf.readers.workbook import read_workbook

    return read_workbook(source, data, digest)
