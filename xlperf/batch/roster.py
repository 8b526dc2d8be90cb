"""Who had to file, who did, and which file is theirs."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xlperf.batch.results import Results, Row
from xlperf.errors import InputError
from xlperf.language import _
from xlperf.readers import read_book
from xlperf.rows import FAILED, FILINGS

FILED, TWICE, UNREADABLE, MISSING, OUTSIDE = _("已报"), _("重复报送"), _("读不了"), _("未报"), _("名单外")
"""How a unit stands with its filing."""

_HEADINGS = {
    "code": ("预算单位编码", "单位编码", "编码", "预算单位代码", "单位代码", "代码"),
    "department": ("单位名称", "预算单位名称", "预算单位", "单位", "名称", "部门（单位）名称"),
    "supervisor": ("主管部门", "主管部门名称", "一级预算单位", "部门"),
    "section": ("业务科室", "归口科室", "科室", "归口处室", "业务处室", "处室"),
}  # fmt: skip
_SEARCHED_ROWS = 10


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that has to file."""

    code: str
    department: str
    supervisor: str = ""
    section: str = ""


def read_roster(path: str | Path) -> list[Unit]:
    """Read the list of the units that have to file: a table with the headings 预算单位编码, 单位名称, 主管部门, 业务科室, the first two needed.

    Raises `InputError` where it is no such table, or names a unit twice.
    """
    for grid in read_book(path).grids:
        for row, cells in enumerate(grid.rows[:_SEARCHED_ROWS]):
            shown = [_told(cell) for cell in cells]
            columns = {key: next((shown.index(name) for name in names if name in shown), -1) for key, names in _HEADINGS.items()}
            if columns["code"] >= 0 and columns["department"] >= 0:
                below = ({key: _told(cells[at]) if at >= 0 else "" for key, at in columns.items()} for cells in grid.rows[row + 1 :])
                return _unlike([Unit(**each) for each in below if each["code"] or each["department"]], str(path))
    told = _("单位名单里没有“预算单位编码”和“单位名称”两列")
    raise InputError(told, place=str(path), remedy=_("表头请写：预算单位编码、单位名称、主管部门、业务科室"))


def _told(cell: object) -> str:
    """Return a cell as a text; a code that was typed as a number has no fraction."""
    text = f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell if cell is not None else "")
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("(", "（").replace(")", "）")


def _unlike(units: list[Unit], path: str) -> list[Unit]:
    seen: set[str] = set()
    for each in units:
        if each.code in seen:
            told = _("单位名单里编码{code}出现了两次（{department}）").format(code=each.code, department=each.department)
            raise InputError(told, place=path, remedy=_("请删去重复的一行"))
        seen |= {each.code} - {""}
    if not units:
        raise InputError(_("单位名单是空的"), place=path, remedy=_("请在表头下面一行写一个单位"))
    return units


def with_filings(results: Results, roster: Sequence[Unit]) -> Results:
    """Return the results with how each unit of a roster stands; of several files of one unit only the latest counts."""
    theirs: dict[Unit | None, list[Row]] = {}
    finder = _Finder(roster)
    for row in results.units:
        theirs.setdefault(finder.whose(row), []).append(row)
    filings = [_filing(unit, theirs.get(unit, [])) for unit in roster]
    strange = [_of(row, row["code"], row["department"], row["supervisor"], "") | {"state": OUTSIDE} for row in theirs.get(None, [])]
    taken = {row["file"] for row in (*filings, *strange)}
    units = [row | {"counted": row["counted"] and row["file"] in taken} for row in results.units]
    return replace(results, units=units, filings=[*filings, *strange], asked=results.asked | {FILINGS.key})


def _filing(unit: Unit, files: list[Row]) -> Row:
    """Return how a unit stands: by the latest of its files that can be read."""
    named = (unit.code, unit.department, unit.supervisor, unit.section)
    readable = [row for row in files if row["verdict"] != FAILED]
    taken = max(readable, key=_when) if readable else next(iter(files), None)
    if taken is None:
        return _of({}, *named) | {"state": MISSING}
    state = UNREADABLE if not readable else TWICE if len(files) > 1 else FILED
    others = _("、").join(row["file"] for row in files if row is not taken)
    return _of(taken, *named) | {"state": state, "others": others}


def _of(row: Row, code: str, department: str, supervisor: str, section: str) -> Row:
    taken = {key: row.get(key) for key in ("file", "verdict", "errors", "warnings")}
    return taken | {"code": code, "department": department, "supervisor": supervisor, "section": section}


def _when(row: Row) -> tuple[tuple[int, ...], float]:
    """Return by what the latest of several files is known: the day that it says, then when it was saved."""
    day = tuple(map(int, re.findall(r"\d+", row["filed"] or "")[:3]))
    path = Path(row["file"])
    return day, path.stat().st_mtime if path.exists() else 0.0


class _Finder:
    """Finds whose a file is: by the code in it, the name in it, then by a code or the longest name in the name of the file.

    What a file says of itself goes before its name: one of a unit that is not on the roster is nobody's, whatever it is called.
    """

    def __init__(self, roster: Sequence[Unit]):
        self.codes: Mapping[str, Unit] = {each.code: each for each in roster if each.code}
        often = Counter(each.department for each in roster)
        self.names: Mapping[str, Unit] = {each.department: each for each in roster if each.department and often[each.department] == 1}
        self.by_length = sorted(self.names, key=len, reverse=True)

    def whose(self, row: Mapping[str, Any]) -> Unit | None:
        """Return the unit of a file (its row of `UNITS`); None where it is none of the roster's."""
        code, name = _told(row["code"]), _told(row["department"])
        if unit := self.codes.get(code) or self.names.get(name):
            return unit
        stem = _told(Path(row["file"]).stem)
        by_code = next((self.codes[part] for part in re.findall(r"\d+", stem) if part in self.codes), None) if not code else None
        by_name = next((self.names[each] for each in self.by_length if each in stem and name in each), None)
        return by_code or by_name
