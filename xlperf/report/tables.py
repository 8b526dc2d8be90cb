"""The tables of a run as files for other programs: CSV, Parquet, JSON lines."""

import csv
import io
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from xlperf.batch.one import is_far
from xlperf.batch.results import Results, columns_of
from xlperf.language import _
from xlperf.rows import NUMBER, OF_UNIT, TEXT, TRUTH, WHOLE, RowTable, to_json

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_AT_ONCE = 20_000


def harmless(value: Any) -> Any:
    """Return a text so that no program that opens it as a cell takes it for a formula; any other value as it is."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS) else value


def heading_line(table: RowTable) -> str:
    """Return the first line of a table as CSV, by which it is known again."""
    return ",".join(column.title for column in columns_of(table)) + "\r\n"


def csv_place(path: Path, table: RowTable) -> Path:
    """Return where a table goes: that of 单位 beside 结果.csv as 结果-单位.csv."""
    return path.with_name(f"{path.stem}-{table.title}{path.suffix}")


def csv_lines(results: Results, table: RowTable) -> Iterator[str]:
    """Yield a table as CSV with Chinese headings, texts harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(heading_line(table))
    for row in results.rows(table):
        writer.writerow("是" if value is True else "否" if value is False else harmless(value) for value in row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def write_csv(results: Results, path: Path) -> list[Path]:
    """Write each table beside `path`, its title in the name: 结果.csv becomes 结果-单位.csv, 结果-问题.csv and so on."""
    written = []
    for table in results.tables:
        place = csv_place(path, table)
        with place.open("w", encoding="utf-8-sig", newline="") as out:
            out.writelines(csv_lines(results, table))
        written.append(place)
    return written


def write_lines(results: Results, path: Path) -> None:
    """Write the result of each file as a line of JSON: what `xlperf compare` reads again."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(to_json(data, indent=None) + "\n" for data in results.data())


def schema_of(table: RowTable):
    """Return the schema of a table in Parquet: the keys of its columns, with headings and explanations as metadata."""
    import pyarrow as pa

    kinds = {TEXT: pa.string(), NUMBER: pa.float64(), WHOLE: pa.int64(), TRUTH: pa.bool_()}
    return pa.schema(
        pa.field(each.key, kinds[each.kind], metadata={"title": each.title, "help": each.help}) for each in columns_of(table)
    )


def batches(schema, rows: Iterable[Sequence[Any]]) -> Iterator:
    """Yield rows as batches of a schema, so many at once as memory is good for."""
    import pyarrow as pa

    rows = iter(rows)
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        arrays = [
            pa.array([float(value) if value is not None and field.type == pa.float64() else value for value in column], field.type)
            for field, column in zip(schema, zip(*some, strict=True), strict=True)
        ]
        yield pa.record_batch(arrays, schema=schema)


def write_parquet(results: Results, place: str) -> None:
    """Write the tables as a folder of datasets (units, tasks, indicators, findings …); `place` may be an address.

    What has a row for each indicator, task or finding is parted by year; where a workbook names none, that is 0.
    """
    import pyarrow as pa
    import pyarrow.dataset as datasets

    filesystem = None
    if is_far(place):
        import fsspec

        filesystem, place = fsspec.url_to_fs(place)
    for table in results.tables:
        schema = schema_of(table)
        years = datasets.partitioning(pa.schema([("year", pa.int64())]), flavor="hive") if table.is_part else None
        _make_room(f"{place}/{table.key}", filesystem)
        found = batches(schema, _with_years(results.rows(table)) if table.is_part else results.rows(table))
        datasets.write_dataset(
            found, f"{place}/{table.key}", schema=schema, format="parquet", partitioning=years, filesystem=filesystem,
            existing_data_behavior="overwrite_or_ignore",
        )  # fmt: skip


_YEAR = [column.key for column in OF_UNIT].index("year")


def _with_years(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    return ([*row[:_YEAR], row[_YEAR] or 0, *row[_YEAR + 1 :]] for row in rows)


def _make_room(folder: str, filesystem: Any) -> None:
    """Take away an older dataset: its parts of other years would stay among the new ones."""
    if filesystem is None:
        shutil.rmtree(folder, ignore_errors=True)
    elif filesystem.exists(folder):
        filesystem.rm(folder, recursive=True)


def needs() -> str:
    """Return what to do where Parquet cannot be written; "" where it can."""
    try:
        import pyarrow.dataset  # noqa: F401
    except ImportError:
        return _("写Parquet要装pyarrow：pip install 'xlperf[parquet]'")
    return ""
