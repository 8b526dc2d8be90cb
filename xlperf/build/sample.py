"""The sample: the published table of workbook/bazhou-2022.txt with actuals and payments made up for it (示例数据)."""

import csv
from collections.abc import Iterator
from datetime import date

from xlperf import schema
from xlperf.build.content import Content, content_of
from xlperf.build.source import source_text
from xlperf.intake import recognise
from xlperf.model import Book, Cell, Grid


def published() -> Content:
    """Return the published table alone, as its department declared it."""
    rows = [line.split("\t") for line in source_text("bazhou-2022.txt").splitlines()]
    book = Book("bazhou-2022.txt", (Grid("", rows),), "", "text")
    return content_of(book, *recognise(book))


def sample() -> Content:
    """Return the published table with sample actuals and a sample ledger, marked as such in every row."""
    base = published()
    actuals = {row["指标编号"]: row for row in _rows("sample-actuals.csv")}
    indicators = [_with_actual(record, actuals[record["number"]]) for record in base.records["indicators"]]
    ledger = [_payment(row) for row in _rows("sample-ledger.csv")]
    budgets = [_change(row) for row in _rows("sample-budgets.csv")]
    particulars = {**base.particulars, "version": schema.SAMPLE_MARK, "preparer": schema.SAMPLE_MARK, "filed": schema.SAMPLE_MARK}
    return Content(particulars, {**base.records, "indicators": indicators, "ledger": ledger, "budgets": budgets}, f"（{schema.SAMPLE_MARK}）")


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(source_text(name).splitlines())


def _with_actual(record, row: dict[str, str]) -> dict[str, Cell]:
    given = {
        column.key: row[column.heading] for column in schema.INDICATORS.columns if row.get(column.heading)
    } | {"number": record["number"]}
    told = given.keys() - {"number"}
    return {**record, **given, **({"evidence": schema.SAMPLE_MARK} if told else {})}


def _payment(row: dict[str, str]) -> dict[str, Cell]:
    given: dict[str, Cell] = {
        column.key: row[column.heading] for column in schema.LEDGER.columns if column.heading in row
    }
    return given | {"date": date.fromisoformat(row["日期"]), "amount": float(row["金额（元）"]), "batch": schema.SAMPLE_MARK}


def _change(row: dict[str, str]) -> dict[str, Cell]:
    given: dict[str, Cell] = {column.key: row[column.heading] for column in schema.BUDGETS.columns}
    return given | {"date": date.fromisoformat(row["日期"]), "amount": float(row["金额（万元）"])}
