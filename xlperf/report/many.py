"""What came of many workbooks: a line each, and the sums."""

from collections import Counter
from collections.abc import Sequence

from xlperf.language import _
from xlperf.model import SEVERITIES
from xlperf.run import Result


def line_of(path: str, result: Result) -> str:
    """Return what came of one workbook, in one line."""
    counts = Counter(each.severity for each in result.open)
    found = _("、").join(_("{severity}{count}项").format(severity=each, count=counts[each]) for each in SEVERITIES if counts[each])
    return _("{path}　{verdict}　指标{count}项　{found}").format(
        path=path, verdict=result.verdict, count=len(result.assessment.indicators), found=found or _("没有问题")
    )


def sum_of(verdicts: Sequence[str], failed: int, left: int) -> str:
    """Return what came of all: how many of each verdict, how many could not be checked, and how many were not reached."""
    told = [_("{verdict}{count}个").format(verdict=verdict, count=count) for verdict, count in Counter(verdicts).most_common()]
    told += [_("没能校验{count}个").format(count=failed)] if failed else []
    told += [_("中断，还有{count}个没有校验").format(count=left)] if left else []
    return _("共{count}个工作簿：{told}").format(count=len(verdicts) + failed + left, told=_("、").join(told))
