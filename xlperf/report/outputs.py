"""Where the results of a run go: each output is known by the suffix of its name, and never takes the place of a file of somebody else's."""

import os
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from xlperf.batch.one import is_far
from xlperf.batch.results import Results
from xlperf.errors import InputError, why
from xlperf.language import _
from xlperf.report import page, summary, tables
from xlperf.rows import EVERY_TABLE, RowTable

SUFFIXES = (".xlsx", ".html", ".csv", ".parquet", ".jsonl")


Output = Path | str
"""A file or folder, or the address of another store (`s3://…/结果.parquet`)."""


def outputs(names: Iterable[str]) -> list[Output]:
    """Return the outputs that some names mean. Raises `InputError`, before anything is checked, for one that cannot be written."""
    found: list[Output] = [name if is_far(name) else Path(name) for name in names]
    for each in found:
        if isinstance(each, Path):
            _refuse_unfit(each)
        elif not each.lower().endswith(".parquet") or tables.needs():
            raise InputError(tables.needs() or _("写到别的存储里的只能是.parquet"), place=each)
    return found


def _refuse_unfit(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        remedy = _(".xlsx是汇总工作簿，.html是网页，.csv、.parquet、.jsonl给其他程序")
        raise InputError(_("不知道写成什么格式"), place=str(path), remedy=remedy)
    if not path.absolute().parent.is_dir():
        raise InputError(_("没有这个文件夹"), place=str(path.absolute().parent), remedy=_("请先建立文件夹"))
    if suffix == ".parquet" and (told := tables.needs()):
        raise InputError(told, place=str(path))
    standing = [(tables.csv_place(path, table), table) for table in EVERY_TABLE] if suffix == ".csv" else [(path, None)]
    if any(each.exists() and not _is_ours(each, table) for each, table in standing):
        raise InputError(_("已有同名的文件，而且不是xlperf写的汇总"), place=str(path), remedy=_("请换一个文件名"))


def _is_ours(path: Path, table: RowTable | None) -> bool:
    """Whether what stands at a path is an output of ours, which a newer one may replace."""
    suffix = path.suffix.lower()
    if path.is_dir():
        return suffix == ".parquet" and (path / "units").is_dir()
    if suffix == ".xlsx":
        try:
            with zipfile.ZipFile(path) as package:
                return summary.MARK.encode() in package.read("docProps/custom.xml")
        except (OSError, KeyError, zipfile.BadZipFile):
            return False
    with path.open(encoding="utf-8", errors="replace") as file:
        head = file.read(4000).removeprefix("\ufeff")
    if table:
        return head.startswith(tables.heading_line(table).rstrip())
    return page.MARK in head if suffix == ".html" else suffix == ".jsonl" and head.startswith('{"file": ')


def write_outputs(results: Results, places: Iterable[Output]) -> list[Output]:
    """Write the results to each place, and return what was written. Raises `InputError` where it cannot."""
    written: list[Output] = []
    for path in places:
        try:
            written += _WRITERS[Path(path).suffix.lower()](results, path)
        except OSError as error:
            raise InputError(_("写不了（{why}）").format(why=why(error)), place=str(path)) from error
    return written


def _swapped(write: Callable[[Results, Path], None]) -> Callable[[Results, Path], list[Path]]:
    """Return a writer that puts a whole file in its place at once."""

    def writer(results: Results, path: Path) -> list[Path]:
        beside = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
        try:
            write(results, beside)
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
        return [path]

    return writer


def _parquet(results: Results, path: Output) -> list[Output]:
    tables.write_parquet(results, str(path))
    return [path]


_WRITERS: dict[str, Callable[[Results, Path], list[Path]]] = {
    ".xlsx": _swapped(summary.write_summary), ".html": _swapped(page.write_page), ".csv": tables.write_csv, ".parquet": _parquet,
    ".jsonl": _swapped(tables.write_lines),
}  # fmt: skip
