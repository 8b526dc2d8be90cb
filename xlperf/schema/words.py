"""The words of the workbook: what may stand in its cells, in the exact spelling that formulas and colours compare with."""

from xlperf.target import JUDGEMENT, MET, MISSED, MISSING, UNREADABLE

STATUS = {MET: "达标", MISSED: "未达标", JUDGEMENT: "待判定", MISSING: "未填", UNREADABLE: "无法识别"}
"""The exact words of the column 状态; conditional formats compare with them."""

TASK_STATES = ("超预算", "执行完毕", "执行中", "未支出")
FUND_SOURCES = ("财政拨款", "上年结转", "其他资金")
FUND_KEYS = ("fiscal", "carried", "other")
"""The columns of the initial budget by source, along `FUND_SOURCES`."""
TASK_KINDS = ("基本支出", "项目支出")
PROGRESS_KINDS = ("累计", "比率", "时点", "一次性")
CHANGE_KINDS = ("追加", "调剂", "调减", "收回")
TAKEN_BACK = ("调减", "收回")
"""Kinds of budget changes whose amounts are taken off."""
BOOKED_WHOLE, BOOKED_PER_UNIT, NOT_BOOKED = BOOKED_KINDS = ("合计", "单位成本", "不归集")
"""How a cost indicator takes its figure from the payments: all of them, divided by a quantity, or not at all."""
PUBLIC_EXPENSES = (("30212", "因公出国"), ("30217", "公务接待"), ("30231", "公务用车运行"), ("31013", "公务用车购置"))
"""“三公”经费 among the economic classes of departments: how code and name begin (《政府收支分类科目》, from memory)."""
NOT_PROCURED = ("否", "非", "无", "不", "0")
"""How a text of 政府采购 begins that says no."""
RATING_WORDS = ("达成", "部分达成", "未达成")
VERSION_STATES = ("草稿", "已申报", "已批复", "已自评")
ALL_RULES, BASIC_RULES = RULE_SCOPES = ("严格", "基本")
"""Which rules a check goes by: all of them, or without those that weigh what a reviewer would ask."""
RED, YELLOW, GREEN, BLUE = LIGHTS = ("红灯", "黄灯", "绿灯", "蓝灯")
NOT_DUE, NO_LIGHT = "未到期", "未定"
"""What stands for a light where nothing is due yet, and where nothing can be told."""
CHANCES = ("确定能", "有可能", "完全不可能")
DEVIATION_KINDS = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
"""What the monitoring form asks of an indicator that runs late (after 财预〔2019〕136号, from memory)."""
EXECUTED, REACHED = MONITORED_KINDS = ("预算执行", "绩效指标")
REVIEW_LEVELS = ("单位", "主管部门", "财政部门")
ACCEPT, RETURN, DONE = HANDLINGS = ("接受", "需修改", "已修改")
CONCLUSIONS = ("优", "良", "中", "差")
"""What a review comes to (财预〔2015〕88号: 优 goes on, 良 once agreed, 中 is revised and filed again, 差 goes no further)."""
SAMPLE_MARK = "示例数据"
"""What stands behind the titles of a workbook whose figures were made up."""
GUIDE = "说明"
OVERVIEW = "概况"
FORM = "目标表"
MONITORING_FORM, EVALUATION, TRACE_FORM, OPINION_FORM = "监控表", "自评表", "对应表", "审核意见单"
"""The sheets of forms that are made when they are asked for; the first two stand in the workbook."""

RECALCULATE = "待重算"
"""What a function cell shows where nothing can calculate it."""
