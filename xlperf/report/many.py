"""What came of many workbooks: a line each, and the sums."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from xlperf.batch.results import Results
from xlperf.batch.roster import MISSING
from xlperf.language import _
from xlperf.model import SEVERITIES
from xlperf.rows import CHANGES


def line_of(unit: Mapping[str, Any]) -> str:
    """Return what came of one workbook (its row of `xlperf.rows.UNITS`), in one line."""
    counts = zip(SEVERITIES, (unit["errors"], unit["warnings"], unit["hints"]), strict=True)
    found = _("、").join(_("{severity}{count}项").format(severity=_(each), count=count) for each, count in counts if count)
    return _("{path}　{verdict}　指标{count}项　{found}").format(
        path=unit["file"], verdict=unit["verdict"], count=unit["indicators"], found=found or _("没有问题")
    )


def sum_of(verdicts: Counter[str], failed: int, left: int) -> str:
    """Return what came of all: how many of each verdict, how many could not be checked, and how many were not reached."""
    told = [_("{verdict}{count}个").format(verdict=verdict, count=count) for verdict, count in verdicts.most_common()]
    told += [_("没能校验{count}个").format(count=failed)] if failed else []
    told += [_("中断，还有{count}个没有校验（再运行一次就接着校验）").format(count=left)] if left else []
    return _("共{count}个工作簿：{told}").format(count=verdicts.total() + failed + left, told=_("、").join(told))


def filings_of(results: Results) -> list[str]:
    """Return who filed and who did not, what changed and what is suspicious, in a few lines."""
    lines = []
    if results.filings:
        states = Counter(row["state"] for row in results.filings)
        lines.append(_("报送：") + _("、").join(_("{state}{count}个").format(state=state, count=count) for state, count in states.most_common()))
        missing = [row["department"] for row in results.filings if row["state"] == MISSING]
        if missing:
            lines.append(_("未报：") + _("、").join(missing[:_NAMED]) + (_("等") if len(missing) > _NAMED else ""))
    if CHANGES.key in results.asked:
        changes = Counter(row["change"] for row in results.changes)
        told = _("、").join(_("{change}{count}项").format(change=change, count=count) for change, count in changes.most_common())
        lines.append(_("与批复相比的指标值：") + (told or _("没有变动")))
    if results.suspicions:
        kinds = Counter(row["kind"] for row in results.suspicions)
        lines.append(_("可疑：") + _("、").join(_("{kind}{count}个单位").format(kind=kind, count=count) for kind, count in kinds.most_common()))
    return lines


_NAMED = 10


def differences_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what differs between two runs (`xlperf.batch.comparing.compared`), a line each, the sums last."""
    lines = []
    for row in rows:
        told = " → ".join(each for each in (row["before"], row["after"]) if each)
        subject = row["level3"] or _("整个单位")
        lines.append(_("{change}　{unit}　{subject}　{told}").format(change=row["change"], unit=row["unit"], subject=subject, told=told))
    counts = Counter(row["change"] for row in rows).most_common()
    return [*lines, _("、").join(_("{change}{count}项").format(change=change, count=count) for change, count in counts) or _("没有差别")]
