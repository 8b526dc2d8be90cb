"""What came of many workbooks: a line each, and the sums."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from xlperf.language import _
from xlperf.model import SEVERITIES


def line_of(unit: Mapping[str, Any]) -> str:
    """Return what came of one workbook (its row of `xlperf.rows.UNITS`), in one line."""
    counts = zip(SEVERITIES, (unit["errors"], unit["warnings"], unit["hints"]), strict=True)
    found = _("、").join(_("{severity}{count}项").format(severity=each, count=count) for each, count in counts if count)
    return _("{path}　{verdict}　指标{count}项　{found}").format(
        path=unit["file"], verdict=unit["verdict"], count=unit["indicators"], found=found or _("没有问题")
    )


def sum_of(verdicts: Counter[str], failed: int, left: int) -> str:
    """Return what came of all: how many of each verdict, how many could not be checked, and how many were not reached."""
    told = [_("{verdict}{count}个").format(verdict=verdict, count=count) for verdict, count in verdicts.most_common()]
    told += [_("没能校验{count}个").format(count=failed)] if failed else []
    told += [_("中断，还有{count}个没有校验（再运行一次就接着校验）").format(count=left)] if left else []
    return _("共{count}个工作簿：{told}").format(count=verdicts.total() + failed + left, told=_("、").join(told))
