"""The table 校验结果: a row a finding, with a link to its cell."""

from collections.abc import Iterator, Mapping

from xlperf import schema
from xlperf.intake import Block
from xlperf.language import _
from xlperf.model import Edit, Finding, Place
from xlperf.model.edit import Value
from xlperf.run import Result

FindingRows = tuple[Mapping[str, Value], ...]


def finding_rows(result: Result) -> FindingRows:
    """Return the values of each row by column key; one row that says so where nothing was found."""
    nothing = dict.fromkeys(column.key for column in schema.FINDINGS.columns) | {"message": _("未发现问题")}
    return tuple(_row(each) for each in result.findings) or (nothing,)


def _row(finding: Finding) -> Mapping[str, Value]:
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "place": str(finding.place) if finding.place else None,
        "subject": finding.subject,
        "message": finding.message,
        "hint": finding.hint,
    }


def finding_links(result: Result) -> tuple[str, ...]:
    """Return the formula of the link of each row; "" where it has no place."""
    return tuple(_link(each.place) for each in result.findings) or ("",)


def _link(place: Place | None) -> str:
    if place is None or not place.sheet:
        return ""
    sheet = place.sheet.replace("'", "''").replace('"', '""')
    cell = place.cell if place.column else f"A{place.row}"
    return f"HYPERLINK(\"#'{sheet}'!{cell}\",\"{str(place).replace(chr(34), chr(34) * 2)}\")"


def finding_edits(result: Result, block: Block) -> Iterator[Edit]:
    """Yield the edits that write the table where `block` says."""
    for offset, (record, link) in enumerate(zip(finding_rows(result), finding_links(result), strict=True)):
        for column, value in record.items():
            place = block.place(block.first_row + offset, column)
            if place.column:
                yield Edit(place, value, link if column == "place" else None)
