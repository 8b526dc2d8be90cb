"""Which files a command means: files, folders with all that is below them, patterns, and lists of names."""

import glob
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from xlperf.batch.one import is_far
from xlperf.errors import InputError, why
from xlperf.language import _

SUFFIXES = (".xlsx", ".xlsm")
"""What a folder is searched for."""
_PATTERN = frozenset("*?[")
_TRACE = "~$"
"""How the file begins by which Excel and WPS know that a workbook is open."""
LIST_MARK = "@"
"""Before the name of a text that lists files, one a line."""


def names_many(argument: str) -> bool:
    """Whether an argument stands for several files: a folder, a pattern or a list."""
    if is_far(argument):
        return bool(_PATTERN & set(argument)) or not argument.lower().endswith(SUFFIXES)
    return argument.startswith(LIST_MARK) or Path(argument).is_dir() or (not Path(argument).exists() and bool(_PATTERN & set(argument)))


def expand(arguments: Sequence[str]) -> list[str]:
    """Return the files that some arguments mean, in a stable order, each once.

    Folders are searched with all that is below them, in the order of their names; hidden files and the traces of programs that have a file
    open are left out. Raises `InputError` where a folder, a pattern or a list holds none, or
    a list cannot be read.
    """
    return list(dict.fromkeys(path for argument in arguments for path in _files(argument)))


def _files(argument: str) -> Iterable[str]:
    if argument.startswith(LIST_MARK):
        return _listed(Path(argument[1:]))
    if is_far(argument):
        return _far(argument)
    if Path(argument).is_dir():
        return _found(argument, _below(Path(argument)), _("文件夹里没有.xlsx或.xlsm工作簿"))
    if names_many(argument):
        return _found(argument, sorted(glob.glob(argument, recursive=True)), _("没有符合的文件"))
    return (argument,)


def _far(argument: str) -> list[str]:
    """Return the workbooks behind an address: itself, those that fit its pattern, or all below it."""
    if not names_many(argument):
        return [argument]
    try:
        import fsspec

        system, place = fsspec.url_to_fs(argument)
        found = system.glob(place) if _PATTERN & set(place) else system.find(place)
        names = [system.unstrip_protocol(each) for each in sorted(found) if each.lower().endswith(SUFFIXES)]
    except Exception as error:  # each store has errors of its own
        remedy = _("要装fsspec和这种存储的驱动，如s3fs；请核对地址和权限")
        raise InputError(_("列不出文件（{error}）").format(error=error), place=argument, remedy=remedy) from error
    if not names:
        raise InputError(_("没有符合的文件"), place=argument, remedy=_("请核对路径"))
    return names


def _found(argument: str, paths: Iterable[str], told: str) -> list[str]:
    found = [path for path in paths if Path(path).is_file() and not Path(path).name.startswith(_TRACE)]
    if not found:
        raise InputError(told, place=argument, remedy=_("请核对路径"))
    return found


def _below(folder: Path) -> Iterator[str]:
    """Yield the workbooks below a folder, in the order of their names."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.parts):
        inside = path.relative_to(folder).parts
        if path.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in inside):
            yield str(path)


def _listed(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        told = why(error) if isinstance(error, OSError) else _("不是UTF-8文本")
        raise InputError(_("读不了文件清单（{why}）").format(why=told), place=str(path), remedy=_("清单里一行一个文件名，存成UTF-8")) from error
    listed = [line.strip() for line in lines if line.strip()]
    if not listed:
        raise InputError(_("清单里没有文件"), place=str(path), remedy=_("清单里一行一个文件名"))
    return listed  # one that is not there is said when its turn comes
