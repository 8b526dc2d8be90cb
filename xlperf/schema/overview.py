"""The sheet 概况: what the user says of the department, and the summary."""

from xlperf.schema.formulas import like, of_month
from xlperf.schema.shapes import Field
from xlperf.schema.words import NOT_PROCURED, PUBLIC_EXPENSES, STATUS
from xlperf.target import JUDGEMENT, MET, MISSED, MISSING, UNREADABLE

PARTICULARS = (
    Field("code", "预算单位编码", "Unit code", "text"),
    Field("department", "单位名称", "Department", "text"),
    Field("supervisor", "主管部门", "Supervising department", "text"),
    Field("year", "年度", "Year", "year", help="四位年份，如 2022；没写年份的日期按它理解。"),
    Field("preparer", "填报人", "Prepared by", "text"),
    Field("phone", "联系电话", "Telephone", "text"),
    Field("head", "单位负责人", "Head", "text"),
    Field("finance_head", "财务负责人", "Head of finance", "text"),
    Field("filed", "填报日期", "Filed on", "text"),
    Field("version", "版本状态", "Version", "text", choices="VersionStates"),
    Field("profile", "评分方案", "Scoring profile", "text", help="不填即用默认方案。"),
    Field("inapplicable", "不适用的指标类", "Classes that do not apply", "text", help="如：生态效益指标。几类用顿号隔开。"),
    Field("scope", "校验尺度", "Rules to go by", "text", choices="RuleScopes"),
    Field("monitored", "监控截至月份", "Monitored until", "text", help="1至12，点“填运行监控”时用；不填即支出明细的最后一个月。"),
)
"""The fields of 概况 that the user fills, from the top."""


def _count(status: str) -> str:
    return f'COUNTIF({{indicators.state}},"{STATUS[status]}")'


SUMMARY = (
    Field("budget", "全年预算数（万元）", "Budget", "amount", "ours", "SUM({tasks.budget})"),
    Field("spent", "执行数（万元）", "Spent", "amount", "ours", "SUM({tasks.spent})"),
    Field("rate", "预算执行率", "Execution rate", "rate", "ours", 'IF({#budget}=0,"",{#spent}/{#budget})'),
    Field("initial_rate", "对年初预算执行率", "Rate of initial budget", "rate", "ours", 'IF(SUM({tasks.total})=0,"",{#spent}/SUM({tasks.total}))'),
    Field("month", "支出截至月份", "Spent until month", "count", "ours",
          "MAX(" + ",".join(f"(COUNTIFS({of_month(month)})>0)*{month}" for month in range(1, 13)) + ")"),
    Field("schedule", "序时进度", "Share of the year", "rate", "ours", 'IF({#month}=0,"",{#month}/12)'),
    Field("stray", "未归到任务的支出（万元）", "Not assigned", "amount", "ours",
          "ROUND(SUM({ledger.amount})/10000-{#spent},6)"),
    Field("public", "“三公”经费支出（万元）", "Public expenses", "amount", "ours",
          like("economic", of=(each for pair in PUBLIC_EXPENSES for each in pair))),
    Field("procured", "政府采购支出（万元）", "Procurement", "amount", "ours", like("procured", of="?", but=NOT_PROCURED)),
    Field("count", "指标总数", "Indicators", "count", "ours", "COUNTA({indicators.level3})"),
    Field("met", STATUS[MET], "Met", "count", "ours", _count(MET)),
    Field("missed", STATUS[MISSED], "Missed", "count", "ours", _count(MISSED)),
    Field("judgement", STATUS[JUDGEMENT], "To be judged", "count", "ours", _count(JUDGEMENT)),
    Field("missing", STATUS[MISSING], "Missing", "count", "ours", _count(MISSING)),
    Field("unreadable", STATUS[UNREADABLE], "Unreadable", "count", "ours", _count(UNREADABLE)),
    Field("points", "指标得分", "Indicator points", "points", "ours"),
    Field("execution", "预算执行得分", "Execution points", "points", "ours"),
    Field("score", "得分合计", "Points", "points", "ours"),
    Field("grade", "评价等级", "Grade", "text", "ours"),
    Field("stamp", "上次校验", "Last check", "text", "ours"),
)  # fmt: skip
"""The fields of 概况 that are ours, from the top. `{#budget}` is the cell of another of them."""
