"""The sheet 概况: what the user says of the department, and the summary."""

from xlperf.schema.formulas import like, of_month
from xlperf.schema.shapes import Field
from xlperf.schema.words import NOT_PROCURED, PUBLIC_EXPENSES, STATUS
from xlperf.target import JUDGEMENT, MET, MISSED, MISSING, UNREADABLE

PARTICULARS = (
    Field("code", "预算单位编码", "Unit code", "text", help="部门预算里的单位编码，文字；汇总时按它认单位。"),
    Field("department", "单位名称", "Department", "text", help="单位全称，表上印的就是它。"),
    Field("supervisor", "主管部门", "Supervising department", "text", help="没有主管部门的不填。"),
    Field("year", "年度", "Year", "year", help="四位年份，如 2022；没写年份的日期按它理解。"),
    Field("preparer", "填报人", "Prepared by", "text", help="表上“填报人”处印的姓名。"),
    Field("phone", "联系电话", "Telephone", "text", help="表上印的联系电话；公开版不印。"),
    Field("head", "单位负责人", "Head", "text", help="表上“单位负责人”处印的姓名。"),
    Field("finance_head", "财务负责人", "Head of finance", "text", help="表上“财务负责人”处印的姓名。"),
    Field("filed", "填报日期", "Filed on", "text", help="如2022年12月31日；同一单位报了几份时，取日期最晚的。"),
    Field("version", "版本状态", "Version", "text", choices="VersionStates", help="批复以后改为“已批复”：批复指标值从此不改，不再问指标值定得怎样。"),
    Field("profile", "评分方案", "Scoring profile", "text", help="不填即用默认方案。"),
    Field("inapplicable", "不适用的指标类", "Classes that do not apply", "text", help="如：生态效益指标。几类用顿号隔开。"),
    Field("scope", "校验尺度", "Rules to go by", "text", choices="RuleScopes",
          help="基本：只查对不对；严格：再问审核人会问的。不填的，批复以前严格，以后基本。"),
    Field("monitored", "监控截至月份", "Monitored until", "text", help="1至12，点“填运行监控”时用；不填即支出明细的最后一个月。"),
)
"""The fields of 概况 that the user fills, from the top."""


def _count(status: str) -> str:
    return f'COUNTIF({{indicators.state}},"{STATUS[status]}")'


SUMMARY = (
    Field("budget", "全年预算数（万元）", "Budget", "amount", "ours", "SUM({tasks.budget})", help="各任务全年预算数合计。"),
    Field("spent", "执行数（万元）", "Spent", "amount", "ours", "SUM({tasks.spent})", help="归到各任务的支出合计。"),
    Field("rate", "预算执行率", "Execution rate", "rate", "ours", 'IF({#budget}=0,"",{#spent}/{#budget})', help="执行数÷全年预算数。"),
    Field("initial_rate", "对年初预算执行率", "Rate of initial budget", "rate", "ours", 'IF(SUM({tasks.total})=0,"",{#spent}/SUM({tasks.total}))',
          help="执行数÷年初预算总额。"),
    Field("month", "支出截至月份", "Spent until month", "count", "ours",
          "MAX(" + ",".join(f"(COUNTIFS({of_month(month)})>0)*{month}" for month in range(1, 13)) + ")", help="支出明细里最后有支出的月份。"),
    Field("schedule", "序时进度", "Share of the year", "rate", "ours", 'IF({#month}=0,"",{#month}/12)', help="支出截至月份÷12。"),
    Field("stray", "未归到任务的支出（万元）", "Not assigned", "amount", "ours",
          "ROUND(SUM({ledger.amount})/10000-{#spent},6)", help="支出明细里没有归到任务的；应为0。"),
    Field("public", "“三公”经费支出（万元）", "Public expenses", "amount", "ours",
          like("economic", of=(each for pair in PUBLIC_EXPENSES for each in pair)), help="按经济分类：因公出国、公务接待、公务用车。"),
    Field("procured", "政府采购支出（万元）", "Procurement", "amount", "ours", like("procured", of="?", but=NOT_PROCURED),
          help="“政府采购”一列填了是或采购方式的支出。"),
    Field("count", "指标总数", "Indicators", "count", "ours", "COUNTA({indicators.level3})", help="有三级指标名称的行数。"),
    Field("met", STATUS[MET], "Met", "count", "ours", _count(MET), help="完成值达到指标值的。"),
    Field("missed", STATUS[MISSED], "Missed", "count", "ours", _count(MISSED), help="没有达到的，须写偏差原因。"),
    Field("judgement", STATUS[JUDGEMENT], "To be judged", "count", "ours", _count(JUDGEMENT), help="定性的等，要您选评定等级。"),
    Field("missing", STATUS[MISSING], "Missing", "count", "ours", _count(MISSING), help="还没有填实际完成值的。"),
    Field("unreadable", STATUS[UNREADABLE], "Unreadable", "count", "ours", _count(UNREADABLE), help="指标值或完成值读不懂的，按系统提示改写。"),
    Field("points", "指标得分", "Indicator points", "points", "ours", help="各指标得分合计。"),
    Field("execution", "预算执行得分", "Execution points", "points", "ours", help="按评分方案，执行率×预算执行分。"),
    Field("score", "得分合计", "Points", "points", "ours", help="指标得分＋预算执行得分；还有待定的，只是目前的。"),
    Field("grade", "评价等级", "Grade", "text", "ours", help="按评分方案的等级界限；没有完成的写明差什么。"),
    Field("stamp", "上次校验", "Last check", "text", "ours", help="什么时候、哪个版本、按哪个评分方案校验的。"),
)  # fmt: skip
"""The fields of 概况 that are ours, from the top. `{#budget}` is the cell of another of them."""
