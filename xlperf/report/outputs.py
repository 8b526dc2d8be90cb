"""Where the results of a run go: each output is known by the suffix of its name, and never takes the place of a file of somebody else's."""

import os
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from xlperf.batch.results import Results
from xlperf.errors import InputError, why
from xlperf.language import _
from xlperf.report import page, summary, tables

SUFFIXES = (".xlsx", ".html", ".csv", ".parquet", ".jsonl")


def outputs(names: Iterable[str]) -> list[Path]:
    """Return the outputs that some names mean. Raises `InputError`, before anything is checked, for one that cannot be written."""
    paths = [Path(name) for name in names]
    for path in paths:
        _refuse_unfit(path)
    return paths


def _refuse_unfit(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        remedy = _(".xlsx是汇总工作簿，.html是网页，.csv、.parquet、.jsonl给其他程序")
        raise InputError(_("不知道写成什么格式"), place=str(path), remedy=remedy)
    if not path.absolute().parent.is_dir():
        raise InputError(_("没有这个文件夹"), place=str(path.absolute().parent), remedy=_("请先建立文件夹"))
    if suffix == ".parquet" and (told := tables.needs()):
        raise InputError(told, place=str(path))
    if path.exists() and not _is_ours(path):
        raise InputError(_("已有同名的文件，而且不是xlperf写的汇总"), place=str(path), remedy=_("请换一个文件名"))


def _is_ours(path: Path) -> bool:
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
        head = file.read(400)
    return page.MARK in head if suffix == ".html" else suffix == ".jsonl" and head.startswith('{"file": ')


def write_outputs(results: Results, paths: Iterable[Path]) -> list[Path]:
    """Write the results to each path, and return what was written. Raises `InputError` where it cannot."""
    written: list[Path] = []
    for path in paths:
        try:
            written += _WRITERS[path.suffix.lower()](results, path)
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


def _parquet(results: Results, path: Path) -> list[Path]:
    tables.write_parquet(results, path)
    return [path]


_WRITERS: dict[str, Callable[[Results, Path], list[Path]]] = {
    ".xlsx": _swapped(summary.write_summary), ".html": _swapped(page.write_page), ".csv": tables.write_csv, ".parquet": _parquet,
    ".jsonl": _swapped(tables.write_lines),
}  # fmt: skip
