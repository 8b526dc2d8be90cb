"""A result as plain rows: what JSON, tables of many workbooks, the cache and comparisons speak.

A result is one row of `UNITS` and some of `TASKS`, `INDICATORS` and `FINDINGS`. Amounts are in 万元, rates are shares of one.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xlperf.language import UNSEEN, _
from xlperf.model import ACCEPTED, SEVERITIES, Finding, yuan_of
from xlperf.run import Result
from xlperf.schema import STATUS
from xlperf.tally import IndicatorResult, TaskResult
from xlperf.target import JUDGEMENT, MET, MISSED, MISSING, UNREADABLE

TEXT, NUMBER, WHOLE, TRUTH = "text", "number", "whole", "truth"
KINDS = {TEXT: _("文字"), NUMBER: _("小数"), WHOLE: _("整数"), TRUTH: _("是否")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of rows: its key, its heading, what kind of values it has, and what they say. Any value may be None."""

    key: str
    title: str
    kind: str = TEXT
    help: str = ""


@dataclass(frozen=True, slots=True)
class RowTable:
    """Rows of one kind: their key, their title, and their columns. With `is_part` a result has them under that key, and a row of many
    workbooks begins with `OF_UNIT`."""

    key: str
    title: str
    columns: tuple[Column, ...]
    is_part: bool = False


OF_UNIT = (
    Column("file", _("文件"), help=_("文件的路径，与命令行给出的一致")),
    Column("code", _("预算单位编码")),
    Column("department", _("单位名称")),
    Column("year", _("年度"), WHOLE),
)
"""What every row of a workbook begins with, so that a table can be read by itself."""

UNITS = RowTable("units", _("单位"), (
    *OF_UNIT,
    Column("supervisor", _("主管部门")),
    Column("version", _("版本状态")),
    Column("filed", _("填报日期")),
    Column("counted", _("计入汇总"), TRUTH, _("同一单位报了几份时，只有最后一份计入其他各表")),
    Column("verdict", _("结论"), help=_("通过、有提示、有警告、有错误；没能校验的为“没能校验”")),
    Column("error", _("没能校验的原因")),
    Column("score", _("得分合计"), NUMBER, _("预算执行得分加各指标得分；有未定的指标时只是已定部分之和")),
    Column("finished", _("得分已定"), TRUTH),
    Column("grade", _("评价等级")),
    Column("budget", _("全年预算数（万元）"), NUMBER),
    Column("spent", _("执行数（万元）"), NUMBER),
    Column("rate", _("预算执行率"), NUMBER, _("0到1之间的小数，超支时大于1")),
    Column("payments", _("支出笔数"), WHOLE),
    Column("indicators", _("指标总数"), WHOLE),
    Column("met", _("达标"), WHOLE),
    Column("missed", _("未达标"), WHOLE),
    Column("judgement", _("待判定"), WHOLE),
    Column("missing", _("未填"), WHOLE),
    Column("unreadable", _("无法识别"), WHOLE),
    Column("errors", _("错误"), WHOLE),
    Column("warnings", _("警告"), WHOLE),
    Column("hints", _("提示"), WHOLE),
    Column("accepted", _("已接受"), WHOLE),
    Column("profile", _("评分方案")),
    Column("scope", _("校验尺度")),
    Column("digest", "SHA-256", help=_("文件内容的摘要，同一内容同一摘要")),
))  # fmt: skip

TASKS = RowTable("tasks", _("任务"), (
    Column("number", _("任务编号")),
    Column("name", _("任务名称")),
    Column("budget", _("全年预算数（万元）"), NUMBER),
    Column("spent", _("执行数（万元）"), NUMBER),
    Column("rate", _("预算执行率"), NUMBER),
    Column("unspent", _("未执行数（万元）"), NUMBER),
    Column("state", _("状态")),
    Column("place", _("所在单元格")),
), is_part=True)  # fmt: skip

INDICATORS = RowTable("indicators", _("指标"), (
    Column("number", _("指标编号")),
    Column("key", _("指标键"), help=_("同一张表在不同时候的同一指标有同一个键")),
    Column("level1", _("一级指标")),
    Column("level2", _("二级指标")),
    Column("level3", _("三级指标")),
    Column("task", _("对应任务")),
    Column("target", _("执行指标值")),
    Column("adjustment", _("调整文号")),
    Column("actual", _("实际完成值")),
    Column("booked", _("账面归集数"), NUMBER, _("成本指标由支出明细合计的数，万元；单位成本为元")),
    Column("verdict", "verdict", help=_("met、missed、judgement、missing、unreadable")),
    Column("status", _("状态"), help=_("verdict的中文")),
    Column("ratio", _("完成率"), NUMBER, _("没有封顶的比例，1为恰好完成")),
    Column("reason", _("判定依据")),
    Column("weight", _("分值"), NUMBER),
    Column("score", _("测算得分"), NUMBER),
    Column("final", _("得分"), NUMBER, _("核定得分，没有时为测算得分；未定的为空")),
    Column("place", _("所在单元格")),
), is_part=True)  # fmt: skip

FINDINGS = RowTable("findings", _("问题"), (
    Column("rule", _("规则")),
    Column("severity", _("级别")),
    Column("subject", _("对象")),
    Column("place", _("所在单元格")),
    Column("message", _("说明")),
    Column("hint", _("建议")),
), is_part=True)  # fmt: skip

FILINGS = RowTable("filings", _("报送情况"), (
    Column("code", _("预算单位编码")),
    Column("department", _("单位名称")),
    Column("supervisor", _("主管部门")),
    Column("section", _("业务科室")),
    Column("state", _("报送状态"), help=_("已报、重复报送（取最后一份）、读不了、未报、名单外")),
    Column("file", _("采用的文件")),
    Column("others", _("其余文件")),
    Column("verdict", _("结论")),
    Column("errors", _("错误"), WHOLE),
    Column("warnings", _("警告"), WHOLE),
))  # fmt: skip

CHANGES = RowTable("changes", _("指标值变动"), (
    *OF_UNIT,
    Column("key", _("指标键")),
    Column("level3", _("三级指标")),
    Column("change", _("变动"), help=_("改动、按文号调整、删去、新增")),
    Column("approved", _("批复时的指标值")),
    Column("target", _("现在的指标值")),
    Column("adjustment", _("调整文号")),
))  # fmt: skip

SUSPICIONS = RowTable("suspicions", _("可疑情况"), (
    *OF_UNIT,
    Column("kind", _("情形")),
    Column("message", _("说明")),
))  # fmt: skip

EVERY_TABLE = (UNITS, FILINGS, CHANGES, SUSPICIONS, FINDINGS, INDICATORS, TASKS)
"""All tables, in the order in which they are shown."""

FAILED = _("没能校验")
"""The verdict of a file that could not be checked."""


def to_json(data: object, *, indent: int | None = 1) -> str:
    """Return data as JSON: Chinese as it is, whole numbers without a fraction; signs that steer a terminal are escaped, which changes no text."""
    told = json.dumps(data, ensure_ascii=False, indent=indent, default=_plain, allow_nan=False)
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", told)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def rows(result: Result) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of a result that have many rows (findings, indicators, tasks), numbers as Decimal."""
    return {
        FINDINGS.key: [_finding_row(each) for each in result.findings],
        INDICATORS.key: [_indicator_row(each) for each in result.assessment.indicators],
        TASKS.key: [_task_row(each) for each in result.assessment.tasks],
    }


def result_data(result: Result) -> dict[str, Any]:
    """Return a result: the verdict, counts, sums, points, and its three tables of rows."""
    a = result.assessment
    names = [each.task.name for each in a.tasks]
    told = a.case.table.particulars
    return {
        "file": result.source,
        "digest": result.digest,
        "verdict": result.verdict,
        "scope": result.scope,
        "code": told.get("code", ""),
        "department": a.case.table.department,
        "supervisor": told.get("supervisor", ""),
        "year": a.case.table.year,
        "version": told.get("version", ""),
        "filed": told.get("filed", ""),
        "statuses": dict(result.statuses),
        "budget": a.budget,
        "spent": a.spent,
        "payments": len(a.case.ledger),
        "by_source": _split(a.spending.by_source, names, "source"),
        "by_month": _split(a.spending.by_month, names, "month"),
        "profile": a.profile.id,
        "score": {"total": a.score.total.value, "finished": a.score.finished, "open": a.score.open,
                  "estimated": a.score.estimated, "grade": a.score.grade},
        **rows(result),
    }  # fmt: skip


def failed_data(path: str, error: str) -> dict[str, Any]:
    """Return what stands for the result of a file that could not be checked."""
    return {"file": path, "error": error}


def unit_row(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of `UNITS` of a result as data; a file that could not be checked has little more than its name."""
    if "error" in data:
        blank = dict.fromkeys(column.key for column in UNITS.columns)
        return blank | {"file": data["file"], "verdict": FAILED, "error": data["error"]}
    counts = Counter(each["severity"] for each in data[FINDINGS.key])
    statuses, budget, spent, score = data["statuses"], data["budget"], data["spent"], data["score"]
    found = {column.key: data.get(column.key) for column in UNITS.columns}
    found |= {key: statuses.get(key, 0) for key in (MET, MISSED, JUDGEMENT, MISSING, UNREADABLE)}
    found |= dict(zip(("errors", "warnings", "hints", "accepted"), (counts[each] for each in (*SEVERITIES, ACCEPTED)), strict=True))
    told = bool(statuses.keys() - {MISSING})  # before anything was reached there are no points
    finished = told and score["finished"]
    found |= {"score": score["total"] if told else None, "finished": finished, "grade": score["grade"] if finished else None}
    return found | {"rate": round(spent / budget, 6) if budget else None, "indicators": len(data[INDICATORS.key])}


def _split(sums: Mapping[tuple[int, Any], int], names: Sequence[str], key: str) -> list[dict[str, Any]]:
    """Return what each task spent by fund source or month, in 元."""
    return [
        {"task": names[position], key: part, "spent_yuan": yuan_of(cents)}
        for (position, part), cents in sorted(sums.items(), key=lambda item: (item[0][0], str(item[0][1]).zfill(2)))
    ]


def _finding_row(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "subject": finding.subject,
        "place": str(finding.place) if finding.place else "",
        "message": finding.message,
        "hint": finding.hint,
    }


def _indicator_row(each: IndicatorResult) -> dict[str, Any]:
    indicator, judgement = each.indicator, each.judgement
    return {
        "number": indicator.number,
        "key": str(indicator.key),
        "level1": indicator.level1,
        "level2": indicator.level2,
        "level3": indicator.level3,
        "task": indicator.task,
        "target": indicator.target,
        "adjustment": indicator.adjustment,
        "actual": indicator.actual,
        "booked": each.booked.value if each.booked else None,
        "verdict": judgement.verdict,
        "status": STATUS[judgement.verdict],
        "ratio": judgement.ratio,
        "reason": judgement.reason,
        "weight": each.weight.value,
        "score": each.score.value if each.score else None,
        "final": each.final.value if each.final else None,
        "place": str(indicator.place) if indicator.place else "",
    }


def _task_row(each: TaskResult) -> dict[str, Any]:
    return {
        "number": each.task.number,
        "name": each.task.name,
        "budget": each.budget.value if each.budget else None,
        "spent": each.spent.value,
        "rate": each.rate,
        "unspent": each.unspent,
        "state": each.state,
        "place": str(each.task.places.get("", "")),
    }
