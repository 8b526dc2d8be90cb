"""The tables of a run as files for other programs: CSV, Parquet, JSON lines."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from xlperf.batch.results import Results
from xlperf.language import _
from xlperf.rows import NUMBER, TEXT, TRUTH, WHOLE, RowTable, to_json

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_AT_ONCE = 20_000


def harmless(value: Any) -> Any:
    """Return a text so that no program that opens it as a cell takes it for a formula; any other value as it is."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS) else value


def csv_lines(results: Results, table: RowTable) -> Iterator[str]:
    """Yield a table as CSV with Chinese headings, texts harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(column.title for column in results.columns(table))
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
        place = path.with_name(f"{path.stem}-{table.title}{path.suffix}")
        with place.open("w", encoding="utf-8-sig", newline="") as out:
            out.writelines(csv_lines(results, table))
        written.append(place)
    return written


def write_lines(results: Results, path: Path) -> None:
    """Write the result of each file as a line of JSON: what `xlperf compare` reads again."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(to_json(data, indent=None) + "\n" for data in results.data())


def schema_of(results: Results, table: RowTable):
    """Return the schema of a table in Parquet: the keys of its columns, with headings and explanations as metadata."""
    import pyarrow as pa

    kinds = {TEXT: pa.string(), NUMBER: pa.float64(), WHOLE: pa.int64(), TRUTH: pa.bool_()}
    return pa.schema(
        pa.field(each.key, kinds[each.kind], metadata={"title": each.title, "help": each.help}) for each in results.columns(table)
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


def write_parquet(results: Results, path: Path, filesystem: Any = None) -> None:
    """Write the tables as a folder of datasets (units, tasks, indicators, findings …), each parted by year."""
    import pyarrow as pa
    import pyarrow.dataset as datasets

    for table in results.tables:
        schema = schema_of(results, table)
        years = datasets.partitioning(pa.schema([("year", pa.int64())]), flavor="hive") if "year" in schema.names else None
        found = batches(schema, results.rows(table))
        datasets.write_dataset(
            found, f"{path}/{table.key}", schema=schema, format="parquet", partitioning=years, filesystem=filesystem,
            existing_data_behavior="overwrite_or_ignore",
        )  # fmt: skip


def needs() -> str:
    """Return what to do where Parquet cannot be written; "" where it can."""
    try:
        import pyarrow.dataset  # noqa: F401
    except ImportError:
        return _("写Parquet要装pyarrow：pip install 'xlperf[parquet]'")
    return ""
