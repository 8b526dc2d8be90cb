"""Forms of others, as `cases/forms_of_others.txt` draws them, in every format: what is to be read stands below each."""

import re
from itertools import takewhile
from pathlib import Path

import openpyxl
import pytest

from tests import calc
from tests.layouts import FORMATS
from tests.test_documents import converted
from xlperf.files import read
from xlperf.model import Grid

CASES = Path(__file__).parent / "cases" / "forms_of_others.txt"
FORMS = dict(each.split("\n", 1) for each in CASES.read_text(encoding="utf-8").split("\n## ")[1:])


def drawn(text: str) -> Grid:
    """Return a form as a grid: `^` is merged with the cell above, `<` with that on the left, `⏎` a line break."""
    rows = [line.replace("⏎", "\n").split("|") for line in text.strip().splitlines()]
    at = {(row, column): cell for row, cells in enumerate(rows, 1) for column, cell in enumerate(cells, 1)}
    merged = []
    for (row, column), cell in at.items():
        if cell not in ("^", "<"):
            right = column + len(list(takewhile(lambda each: at.get((row, each)) == "<", range(column + 1, 99))))  # noqa: B023
            bottom = row + len(list(takewhile(lambda each: at.get((each, column)) == "^", range(row + 1, 99))))  # noqa: B023
            merged += [(row, column, bottom, right)] if (row, column) != (bottom, right) else []
    title = ["2024年度项目支出绩效表", *[None] * (len(rows[0]) - 1)]
    plain = [[None if cell in ("^", "<", "") else cell for cell in cells] for cells in rows]
    return Grid("表", [title, *plain], merged=tuple((top + 1, left, bottom + 1, right) for top, left, bottom, right in merged))


def holds(suffix: str, name: str) -> bool:
    """Whether a format can hold a form: a line of a text has no lines, and where nothing is merged, values cannot be."""
    return not (suffix == ".txt" and "⏎" in FORMS[name]) and not (suffix in (".txt", ".csv") and "跨行合并" in name)


@pytest.mark.parametrize(("name", "suffix"), [(name, suffix) for name in FORMS for suffix in FORMATS if holds(suffix, name)])
def test_a_form_of_others_is_read(tmp_path, name, suffix):
    form, wanted = FORMS[name].split("=>\n")
    path = tmp_path / f"表{suffix}"
    path.write_bytes(FORMATS[suffix](drawn(form)))
    found = read(path).indicators
    told = ["|".join((each.level2, each.level3, each.target, each.actual or "", *(
        "" if points is None else f"{points.normalize():f}" for points in (each.weight, each.awarded)))) for each in found]  # fmt: skip
    assert told == re.sub("\n+$", "", wanted).splitlines()


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_percentages_of_other_spreadsheets_are_percentages(tmp_path, suffix):
    calc.need()
    book = openpyxl.Workbook()
    for row in (["一级指标", "二级指标", "三级指标", "指标值", "实际完成值"], ["产出指标", "质量指标", "合格率", 0.95, 0.985],
                ["产出指标", "数量指标", "泵房", 2, 2]):  # fmt: skip
        book.active.append(row)
    book.active["D2"].number_format, book.active["E2"].number_format = "0%", "0.0%"
    book.save(tmp_path / "表.xlsx")
    found = read(converted(tmp_path / "表.xlsx", suffix)).indicators
    assert [(each.target, each.actual) for each in found] == [("95%", "98.5%"), ("2", "2")]
