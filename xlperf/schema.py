"""The master workbook as data: its sheets, columns and fields, and whose each of them is.

Building, reading, writing, forms and manual all go by this page. A formula is a template over keys: `{@name}` is this row's
column of the same table, `{ledger.amount}` a whole column of another; `formula_text` spells it as Excel stores it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

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

TITLE_ROW, HINT_ROW, BAND_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4, 5
"""Where a sheet built by us has its title, its guidance, the bands over groups of columns, headings, and first data row."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table sheet.

    `kind` is text, note (long, wrapped), amount (万元), money (元), rate, date, points, count, status or link; `owner` is "user",
    "ours", or "kept": written by us when somebody asks for it, and kept from then on like what was typed. `formula` is what Excel calculates
    itself; `function` what a workbook with macros calculates through our functions,
    and others hold as values. `choices` names a defined list. `required` headings must be there.
    """

    key: str
    heading: str
    english: str
    kind: str
    width: float
    help: str = ""
    owner: str = "user"
    formula: str = ""
    choices: str = ""
    band: str = ""
    required: bool = False
    function: str = ""

    def calculated(self, functions: bool) -> str:
        """Return the formula template of the column in a workbook with our functions, or without; "" where it holds values."""
        return self.formula or (self.function if functions else "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one Excel table; `name` and `table` are what the workbook shows."""

    key: str
    name: str
    table: str
    title: str
    hint: str
    columns: tuple[Column, ...]
    frozen: int
    """How many columns stay when the sheet is scrolled sideways."""

    def column(self, key: str) -> Column:
        """Return the column called `key`."""
        return next(column for column in self.columns if column.key == key)

    def number(self, key: str) -> int:
        """Return the 1-based position of column `key` in a workbook built by us."""
        return next(position for position, column in enumerate(self.columns, 1) if column.key == key)


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled cell of 概况: the label stands left of its value."""

    key: str
    label: str
    english: str
    kind: str
    owner: str = "user"
    formula: str = ""
    choices: str = ""
    help: str = ""


def _by_names(of: Callable[[str], str], name: str) -> str:
    """Return the formula of what rows elsewhere say of this row, by its name or by its number: `of` says it of one of them."""
    own = f'OR({{@number}}="",{{@number}}={{@{name}}})'
    return f'IF({{@{name}}}="",0,{of(name)})+IF({own},0,{of("number")})'


def _booked(column: str, name: str) -> str:
    """Return the sum of the payments that name this row, in 万元."""
    return f"ROUND(({_by_names(lambda key: f'SUMIFS({{ledger.amount}},{{ledger.{column}}},{{@{key}}})', name)})/10000,6)"


def _changed(key: str, source: str = "") -> str:
    """Return the sum of the budget changes of a task (in one source of funds), in 万元: every amount, less twice those that are taken off."""
    every = f"SUMIFS({{budgets.amount}},{{budgets.task}},{{@{key}}}" + (f',{{budgets.source}},"{source}"' if source else "")
    return f"{every})" + "".join(f'-2*{every},{{budgets.kind}},"{kind}")' for kind in TAKEN_BACK)


_COUNT_BOOKED = (
    'IF({@level3}="",0,COUNTIF({ledger.cost},{@level3}))+IF({@number}="",0,COUNTIF({ledger.cost},{@number}))'
)

FISCAL_YEAR, SCHEDULE = "FiscalYear", "TimeSchedule"
NAMED_CELLS = {FISCAL_YEAR: ("year", "IFERROR(VALUE(LEFT({},4)),0)"), SCHEDULE: ("schedule", "{}")}
"""Names that formulas of tables use, each with a field of 概况 and what is made of its cell: 2022年 is 2022."""


def _of_month(month: int) -> str:
    """Return the conditions of SUMIFS or COUNTIFS for the payments of a month of the year."""
    return ",".join(f'{{ledger.date}},"{sign}"&DATE({FISCAL_YEAR},{number},1)' for sign, number in ((">=", month), ("<", month + 1)))


def _spent_in(month: int) -> str:
    """Return what a task spent in a month, in 万元; blank in a row without a task."""
    spent = _by_names(lambda key: f"SUMIFS({{ledger.amount}},{{ledger.task}},{{@{key}}},{_of_month(month)})", "name")
    return f'IF(AND({{@name}}="",{{@number}}=""),"",ROUND(({spent})/10000,6))'


_TASK_ROW = "ROW()-ROW(Monthly[[#Headers],[任务编号]])"
"""Which row of the tasks a row of 分月执行 is about."""


def _budget_from(key: str, source: str) -> str:
    """Return a task's whole budget in one source of funds, in 万元; blank where its budget is not divided by source."""
    divided = ",".join(f"INDEX({{tasks.{each}}},{_TASK_ROW})" for each in FUND_KEYS)
    changed = _by_names(lambda name: _changed(name, source), "name")
    whole = f"ROUND(N(INDEX({{tasks.{key}}},{_TASK_ROW}))+{changed},6)"
    return f'IFERROR(IF(OR(AND({{@name}}="",{{@number}}=""),COUNT({divided})=0),"",{whole}),"")'


def _spent_from(source: str) -> str:
    """Return what a task spent of one source of funds, in 万元."""
    spent = _by_names(lambda key: f'SUMIFS({{ledger.amount}},{{ledger.task}},{{@{key}}},{{ledger.source}},"{source}")', "name")
    return f'IF(AND({{@name}}="",{{@number}}=""),"",ROUND(({spent})/10000,6))'


def _like(column: str, *, of: Iterable[str], but: Iterable[str] = ()) -> str:
    """Return the payments whose text in a column begins like one of some, less those that begin like others, in 万元; blank where the column
    holds nothing."""
    summed = f'SUMIFS({{ledger.amount}},{{ledger.{column}}},"'
    added = "+".join(f'{summed}{begins}*")' for begins in of) + "".join(f'-{summed}{begins}*")' for begins in but)
    return f'IF(COUNTIF({{ledger.{column}}},"?*")=0,"",ROUND(({added})/10000,6))'


RECALCULATE = "待重算"
"""What a function cell shows where nothing can calculate it."""


def _asked(name: str) -> str:
    """Return a call of a worksheet function with the whole context of this row; blank rows stay blank.

    All functions of a row are called with the same arguments, so that one call into Python answers them all.
    """
    filled = "{@number}:{@adjustment},{@task}:{@actual},{@rating}:{@evidence}"
    context = (
        "{@approved}", "{@actual}", "{@level3}", "{@level2}", "PerfYear", "{@rating}",
        f'IF({{@basis}}="{BOOKED_PER_UNIT}",IF({{@booked}}="","",{{@booked}}&"元"),{{@booked}})', "{@adjusted}",
        'IF({@weight}="",{@worth},{@weight})', "{@awarded}", "PerfProfile",
    )  # fmt: skip
    return f'IF(COUNTA({filled})=0,"",IFERROR({name}({",".join(context)}),"{RECALCULATE}"))'


NAMED_FIELDS = {"PerfYear": "year", "PerfProfile": "profile"}
"""Names for fields of 概况 that functions are given; they tell that a workbook has our functions."""

SAMPLE_MARK = "示例数据"
"""What stands behind the titles of a workbook whose figures were made up."""
GUIDE = "说明"
OVERVIEW = "概况"
FORM = "目标表"
MONITORING_FORM, EVALUATION, TRACE_FORM, OPINION_FORM = "监控表", "自评表", "对应表", "审核意见单"
"""The sheets of forms that are made when they are asked for; the first two stand in the workbook."""

GOALS = Sheet(
    "goals", "总体目标", "Goals", "年度总体目标", "一行一个目标；“对应任务”从下拉列表中选择，年底填写实际完成情况。",
    (
        Column("number", "目标编号", "Goal no.", "text", 10, "自己定的编号，如 M1；排序、插行后仍认得是同一个目标。"),
        Column("text", "年度总体目标", "Annual goal", "note", 70, "", required=True),
        Column("task", "对应任务", "Task", "note", 26, "从下拉列表中选择任务名称。", choices="TaskNames"),
        Column("actual", "全年实际完成情况", "What was reached", "note", 40),
        Column("cause", "未完成原因", "Why not reached", "note", 30),
    ),
    2,
)  # fmt: skip

TASKS = Sheet(
    "tasks", "任务", "Tasks", "年度主要任务与预算执行",
    "白色列由您填写，浅色列自动计算。金额单位：万元。执行数按“支出明细”中填写的任务汇总。",
    (
        Column("number", "任务编号", "Task no.", "text", 10, "自己定的编号，如 R1；支出明细里写编号或名称都可以。"),
        Column("name", "任务名称", "Task", "note", 30, "", required=True),
        Column("content", "主要内容", "Content", "note", 64),
        Column("kind", "支出类别", "Kind", "text", 11, "基本支出或项目支出。", choices="TaskKinds"),
        Column("total", "总额", "Total", "amount", 12, "年初预算总额，万元。", band="年初预算（万元）", required=True),
        Column("fiscal", "财政拨款", "Fiscal", "amount", 12, "", band="年初预算（万元）"),
        Column("carried", "上年结转", "Carried over", "amount", 11, "", band="年初预算（万元）"),
        Column("other", "其他资金", "Other", "amount", 11, "", band="年初预算（万元）"),
        Column(
            "adjusted", "调整数", "Adjusted", "amount", 11, "“预算调整”中登记的追加、调剂减调减、收回。", "ours",
            "IF(" + _by_names(lambda key: f"COUNTIF({{budgets.task}},{{@{key}}})", "name") + '=0,"",ROUND('
            + _by_names(_changed, "name") + ",6))", band="预算执行（万元）",
        ),
        Column(
            "budget", "全年预算数", "Whole year's budget", "amount", 13, "年初预算总额＋调整数。", "ours",
            'IF({@total}="","",{@total}+N({@adjusted}))', band="预算执行（万元）",
        ),
        Column(
            "spent", "执行数", "Spent", "amount", 12, "支出明细中归到本任务的金额合计。", "ours",
            'IF(AND({@name}="",{@number}=""),"",' + _booked("task", "name") + ")", band="预算执行（万元）",
        ),
        Column(
            "rate", "执行率", "Execution rate", "rate", 10, "执行数÷全年预算数。", "ours",
            'IF(N({@budget})=0,"",{@spent}/{@budget})', band="预算执行（万元）",
        ),
        Column(
            "initial_rate", "对年初执行率", "Rate of initial budget", "rate", 10, "执行数÷年初预算总额。", "ours",
            'IF(N({@total})=0,"",{@spent}/{@total})', band="预算执行（万元）",
        ),
        Column(
            "unspent", "未执行数", "Not spent", "amount", 12, "全年预算数－执行数，负数即超支。", "ours",
            'IF({@budget}="","",ROUND({@budget}-{@spent},6))', band="预算执行（万元）",
        ),
        Column("settled", "决算数", "Final accounts", "amount", 12, "部门决算中本任务的支出，填了就与执行数核对。", band="预算执行（万元）"),
        Column(
            "state", "状态", "State", "status", 10, "", "ours",
            'IF(AND({@name}="",{@number}=""),"",IF({@spent}>N({@budget}),"超预算",IF({@spent}=0,"未支出",'
            'IF({@spent}=N({@budget}),"执行完毕","执行中"))))',
        ),
        Column("note", "系统提示", "Note", "note", 44, "校验时写入。", "ours"),
        Column("cause", "执行偏差原因", "Why not spent", "note", 34, "执行率低、超预算的，写明原因。"),
    ),
    2,
)  # fmt: skip

INDICATORS = Sheet(
    "indicators", "绩效指标", "Indicators", "绩效指标与完成情况",
    "白色列由您填写，浅色列自动计算。指标值、实际完成值按原样填写（如 >=95%、305次、2022年11月20日），带上单位。",
    (
        Column("number", "指标编号", "Indicator no.", "text", 9, "自己定的编号，如 Z01；排序、插行后仍认得是同一个指标。"),
        Column("level1", "一级指标", "Level 1", "text", 10, "产出、效益、满意度（或成本）指标。"),
        Column("level2", "二级指标", "Level 2", "text", 12, "数量、质量、时效、成本……", required=True),
        Column("level3", "三级指标", "Level 3", "note", 30, "", required=True),
        Column("approved", "批复指标值", "Approved target", "text", 15, "批复的指标值，原样填写。", required=True,
               band="指标值"),
        Column("adjusted", "调整后指标值", "Adjusted target", "text", 13, "经批准调整后的值；原批复值不要改。", band="指标值"),
        Column("adjustment", "调整文号", "Adjusted by", "text", 10, "批准调整的文号。", band="指标值"),
        Column("target", "执行指标值", "Target in force", "text", 15, "有调整值用调整值，否则用批复值。", "ours",
               'IF({@adjusted}<>"",{@adjusted},{@approved}&"")', band="指标值"),
        Column("task", "对应任务", "Task", "note", 15, "从下拉列表中选择任务名称。", choices="TaskNames"),
        Column("progress", "进度类型", "Progress", "text", 9, "累计、比率、时点或一次性。", choices="ProgressKinds"),
        Column("weight", "分值", "Points", "points", 7, "不填时按类别平均测算。", band="完成情况"),
        Column("actual", "实际完成值", "Actual", "text", 15, "填实际完成的数值、日期或评定结果，带单位。", required=True,
               band="完成情况"),
        Column("booked", "账面归集数", "Booked", "amount", 11, "支出明细中归到本成本指标的金额，万元；归集口径为单位成本的，是元。", "ours",
               f'IF(OR(ISERROR(SEARCH("成本",{{@level2}})),{{@basis}}="{NOT_BOOKED}"),"",IF({_COUNT_BOOKED}=0,"",'
               f'IF({{@basis}}="{BOOKED_PER_UNIT}",IF(N({{@divisor}})=0,"",ROUND({_booked("cost", "level3")}*10000/{{@divisor}},6)),'
               f'{_booked("cost", "level3")})))', band="完成情况"),
        Column("rate", "完成率", "Reached", "rate", 10, "实际值÷指标值。上限类指标：没有超出为100%，超出为指标值÷实际值。", "ours",
               band="完成情况", function=_asked("PERF_RATE")),
        Column("state", "状态", "Status", "status", 10, "达标、未达标、待判定、未填、无法识别。", "ours", band="完成情况",
               function=_asked("PERF_STATUS")),
        Column("worth", "计分分值", "Points counted", "points", 9, "填了分值即用分值；没填的，按类别剩余的分平均测算，校验时写入。", "ours",
               band="完成情况"),
        Column("score", "测算得分", "Computed points", "points", 10, "按评分方案测算，供参考。", "ours", band="完成情况",
               function=_asked("PERF_SCORE")),
        Column("note", "系统提示", "Note", "note", 40, "校验时写入。", "ours", band="完成情况"),
        Column("rating", "评定等级", "Rating", "text", 10, "定性指标由人评定：达成、部分达成、未达成。",
               choices="RatingWords", band="人工核定"),
        Column("awarded", "核定得分", "Awarded", "points", 9, "人工核定的得分优先于测算得分。", band="人工核定"),
        Column("award_reason", "核定理由", "Why awarded", "note", 22, "", band="人工核定"),
        Column("cause", "偏差原因分析及改进措施", "Causes and remedies", "note", 34, "未达标的指标必须填写。", band="人工核定"),
        Column("evidence", "佐证材料", "Evidence", "note", 20, "", band="人工核定"),
        Column("basis", "归集口径", "Booked as", "text", 10, "成本指标怎样取账面数：合计（不填即是）、单位成本（除以数量指标的实际值）、不归集。",
               choices="BookedKinds", band="成本归集"),
        Column("quantity", "数量指标", "Divided by", "note", 22, "归集口径为单位成本时，除以哪个指标的实际完成值：写它的名称或编号。",
               band="成本归集"),
        Column("divisor", "除以数量", "Quantity", "amount", 11, "数量指标的实际完成值，校验时写入。", "ours", band="成本归集"),
        Column("explanation", "指标解释", "Explanation", "note", 24, "指标的含义和计算方法。", band="指标说明"),
        Column("grounds", "取值依据", "Grounds", "note", 20, "指标值按什么定：历史、行业、计划标准，或文件。", band="指标说明"),
        Column("last_year", "上年实际值", "Last year", "text", 12, "比上年增减的指标，按它计算；也用来看指标值定得高低。", band="指标说明"),
        Column("origin", "数据来源", "Data from", "note", 18, "年底凭什么填实际完成值：台账、报表、问卷。", band="指标说明"),
    ),
    4,
)  # fmt: skip

LEDGER = Sheet(
    "ledger", "支出明细", "Ledger", "支出明细", "一行一笔支出，退款填负数。“任务”写任务名称或编号；成本类支出再写“成本指标”。",
    (
        Column("date", "日期", "Date", "date", 12, "支付日期。"),
        Column("voucher", "凭证号", "Voucher", "text", 12),
        Column("line", "分录号", "Line", "text", 8),
        Column("summary", "摘要", "Summary", "note", 36),
        Column("task", "任务", "Task", "note", 30, "从下拉列表中选择任务名称。", choices="TaskNames", required=True),
        Column("cost", "成本指标", "Cost indicator", "note", 26, "从下拉列表中选择成本类三级指标。",
               choices="CostIndicatorNames"),
        Column("source", "资金来源", "Fund source", "text", 11, "财政拨款、上年结转或其他资金。", choices="FundSources"),
        Column("project", "预算项目", "Budget project", "text", 14, "预算项目的编码或名称。"),
        Column("account", "科目", "Account", "text", 12, "会计科目编码。"),
        Column("economic", "经济分类", "Economic class", "text", 16),
        Column("amount", "金额（元）", "Amount (yuan)", "money", 16, "以元计，退款为负。", required=True),
        Column("origin", "入账金额（元）", "As booked (yuan)", "money", 16, "导入时的金额；一笔分到几个任务的，各行金额合计应等于它。"),
        Column("batch", "来源批次", "Batch", "text", 14),
        Column("assigned", "归集方式", "Assigned by", "text", 12, "按什么归到任务。", "ours"),
        Column("procured", "政府采购", "Procurement", "text", 12, "是，或采购方式；不是的写否或不填。"),
    ),
    0,
)  # fmt: skip

MONTHS = Sheet(
    "months", "分月执行", "Monthly", "分月执行与序时进度",
    "一行一个任务，全部自动计算，右边按资金来源。金额单位：万元。没有日期的支出只在“执行数”里。",
    (
        Column("number", "任务编号", "Task no.", "text", 9, "", "ours",
               f'IFERROR(INDEX({{tasks.number}},{_TASK_ROW})&"","")'),
        Column("name", "任务名称", "Task", "note", 28, "", "ours",
               f'IFERROR(INDEX({{tasks.name}},{_TASK_ROW})&"","")'),
        Column("budget", "全年预算数", "Whole year's budget", "amount", 12, "", "ours",
               f'IFERROR(INDEX({{tasks.budget}},{_TASK_ROW}),"")'),
        *(Column(f"m{month}", f"{month}月", f"Month {month}", "amount", 10, "", "ours", _spent_in(month), band="支出（万元）")
          for month in range(1, 13)),
        Column("spent", "执行数", "Spent", "amount", 12, "全年支出，含没有日期的。", "ours",
               'IF(AND({@name}="",{@number}=""),"",' + _booked("task", "name") + ")"),
        Column("rate", "执行率", "Execution rate", "rate", 9, "执行数÷全年预算数。", "ours", 'IF(N({@budget})=0,"",{@spent}/{@budget})'),
        Column("ahead", "与序时进度之差", "Ahead of time", "rate", 11, "执行率－序时进度，负数即落后。", "ours",
               f'IF(OR(N({{@budget}})=0,N({SCHEDULE})=0),"",{{@rate}}-{SCHEDULE})'),
        *(column for key, source in zip(FUND_KEYS, FUND_SOURCES, strict=True) for column in (
            Column(f"{key}_budget", f"{source}预算", f"Budget: {key}", "amount", 11, "年初预算＋“预算调整”中写明这种资金的调整。", "ours",
                   _budget_from(key, source), band="按资金来源（万元）"),
            Column(f"{key}_spent", f"{source}支出", f"Spent: {key}", "amount", 11, "“支出明细”中资金来源写这种资金的支出。", "ours",
                   _spent_from(source), band="按资金来源（万元）"))),
    ),
    2,
)  # fmt: skip

BUDGETS = Sheet(
    "budgets", "预算调整", "BudgetChanges", "预算调整", "年中每调整一次预算登记一行，任务的“调整数”“全年预算数”随之变动。金额单位：万元，填正数。",
    (
        Column("date", "日期", "Date", "date", 12, "批复日期。"),
        Column("document", "文号", "Document", "text", 24, "批准调整的文号。"),
        Column("task", "任务", "Task", "note", 34, "从下拉列表中选择任务名称。", choices="TaskNames", required=True),
        Column("source", "资金来源", "Fund source", "text", 12, "财政拨款、上年结转或其他资金。", choices="FundSources"),
        Column("kind", "类型", "Kind", "text", 10, "追加、调剂（调出填负数）、调减、收回。", choices="ChangeKinds", required=True),
        Column("amount", "金额（万元）", "Amount", "amount", 14, "填正数；只有调剂调出填负数。", required=True),
        Column("note", "说明", "Note", "note", 40),
    ),
    0,
)  # fmt: skip

MAPPING = Sheet(
    "mapping", "归集规则", "Mapping", "归集规则",
    "导入明细账时，按这里的规则归到任务。一行里填了的条件都要符合；优先级小的先用，没填的按预算项目、科目、摘要的先后。手工选的任务不会改。",
    (
        Column("priority", "优先级", "Priority", "points", 9, "数字，小的先用；可以不填。"),
        Column("project", "预算项目编码", "Budget project", "text", 22, "预算项目的编码或名称。"),
        Column("account", "科目编码前缀", "Account begins with", "text", 16, "科目编码的开头，如710102。"),
        Column("economic", "经济分类", "Economic class", "text", 18, "编码或名称的开头，如30201。"),
        Column("contains", "摘要包含", "Summary contains", "note", 28, "几个词用顿号隔开，有一个即可。"),
        Column("task", "任务", "Task", "note", 34, "从下拉列表中选择任务名称。", choices="TaskNames", required=True),
        Column("cost", "成本指标", "Cost indicator", "note", 30, "从下拉列表中选择成本类三级指标，可以不填。", choices="CostIndicatorNames"),
        Column("share", "比例（%）", "Share (%)", "points", 10, "一笔分到几个任务时，条件相同的几行各占多少，合计100；不填即全部。"),
    ),
    0,
)  # fmt: skip

MONITOR = Sheet(
    "monitor", "运行监控", "Monitor", "绩效运行监控",
    "点“填运行监控”，按当时的支出和完成情况填一期；白色列由您填写。在“报送日期”里填了日期的那一期不再改动。",
    (
        Column("month", "截至月份", "Until month", "count", 9, "这一期到几月底。", "kept", required=True),
        Column("kind", "类别", "Kind", "text", 10, "", "kept"),
        Column("number", "编号", "No.", "text", 8, "任务或指标的编号。", "kept"),
        Column("name", "任务或三级指标", "Task or indicator", "note", 30, "", "kept", required=True),
        Column("plan", "全年预算数或指标值", "Planned", "text", 15, "", "kept"),
        Column("done", "执行情况", "So far", "text", 15, "到这个月底的执行数或完成值。", "kept"),
        Column("reached", "完成程度", "Reached", "rate", 9, "执行率，或完成值÷指标值。", "kept"),
        Column("light", "灯号", "Light", "status", 8, "累计的指标按序时进度看，比率、时限和一次性的不按月折算。", "kept"),
        Column("outlook", "按进度测算全年", "At this pace", "text", 15, "照这个月的进度，到年底会是多少。", "kept"),
        Column("why", "说明", "Why", "note", 34, "灯号怎样得来。", "kept"),
        Column("expected", "全年预计完成情况", "Expected", "text", 15, "", band="由您填写"),
        Column("chance", "完成目标可能性", "Chance", "text", 12, "", choices="Chances", band="由您填写"),
        Column("deviation", "偏差原因类别", "Kind of cause", "text", 12, "", choices="DeviationKinds", band="由您填写"),
        Column("cause", "原因说明", "Cause", "note", 30, "红灯的必须填写。", band="由您填写"),
        Column("remedy", "纠偏措施", "Remedy", "note", 30, "红灯的必须填写。", band="由您填写"),
        Column("filed", "报送日期", "Filed on", "date", 12, "一期里有一行填了日期，这一期就不再改动。", band="由您填写"),
    ),
    4,
)  # fmt: skip

REVIEW = Sheet(
    "review", "审核意见", "Review", "审核意见与接受的问题",
    "一行一条意见。要接受某个问题，写明规则、对象、处理（接受）、理由、审核人和日期；数字变了，它会重新出现。",
    (
        Column("round", "轮次", "Round", "count", 7, "第几轮审核。"),
        Column("level", "层级", "Level", "text", 11, "谁在审：单位、主管部门、财政部门。", choices="ReviewLevels"),
        Column("date", "日期", "Date", "date", 12),
        Column("person", "审核人", "Reviewer", "text", 11),
        Column("rule", "规则", "Rule", "text", 8, "校验结果里的规则号；对整张表的意见不填。"),
        Column("subject", "对象", "About", "note", 30, "照抄校验结果里的“对象”，或写指标、任务编号。"),
        Column("opinion", "意见或理由", "Opinion", "note", 44, "审核意见；接受的写明理由。", required=True),
        Column("handling", "处理", "Handling", "text", 10, "接受、需修改或已修改。", choices="Handlings", required=True),
        Column("answer", "修改说明", "Answer", "note", 34, "单位怎样改的。"),
        Column("conclusion", "结论", "Conclusion", "text", 8, "这一轮的审核结论，写一行即可。", choices="Conclusions"),
        Column("seen", "接受时的情况", "As accepted", "note", 40, "校验时写入；问题变了，就不再算接受。", "ours"),
    ),
    0,
)  # fmt: skip

FINDINGS = Sheet(
    "findings", "校验结果", "Findings", "校验结果", "每次校验重写本表。点“所在单元格”可直达问题所在。请不要在本表中填写。",
    (
        Column("severity", "级别", "Severity", "status", 8, "", "ours"),
        Column("rule", "规则", "Rule", "text", 8, "", "ours"),
        Column("place", "所在单元格", "Cell", "link", 20, "", "ours"),
        Column("subject", "对象", "About", "note", 30, "", "ours"),
        Column("message", "说明", "What", "note", 56, "", "ours"),
        Column("hint", "建议", "What to do", "note", 56, "", "ours"),
    ),
    0,
)  # fmt: skip

_EXECUTION = ("adjusted", "budget", "spent", "rate", "initial_rate", "unspent", "settled", "state")
_REACHED = ("booked", "rate", "state", "score", "basis", "quantity", "divisor")
_BY_HAND = ("rating", "awarded", "award_reason", "cause", "evidence")
_EXPLAINED = ("explanation", "grounds", "last_year", "origin")

HIDDEN_IN = {
    "declare": {
        "goals": ("actual", "cause"),
        "tasks": (*_EXECUTION, "cause"),
        "indicators": ("adjusted", "adjustment", "target", "actual", "worth", *_REACHED, *_BY_HAND),
    },
    "monitor": {
        "goals": ("cause",), "tasks": ("settled",),
        "indicators": ("adjustment", "worth", "score", "rating", "awarded", "award_reason", "evidence", *_EXPLAINED),
    },
    "evaluate": {"tasks": ("content", "kind"), "indicators": ("adjustment", "progress", "basis", "quantity", "divisor", *_EXPLAINED)},
    "all": {},
}
"""Which columns (by sheet) a stage of the year does not need: 申报, 监控, 自评, and the whole."""

TABLE_SHEETS = (GOALS, TASKS, INDICATORS, LEDGER, MONTHS, BUDGETS, MAPPING, MONITOR, REVIEW, FINDINGS)
READ_SHEETS = (GOALS, TASKS, INDICATORS, LEDGER, BUDGETS, MAPPING, MONITOR, REVIEW)
"""The sheets a table is read from; the others are ours alone."""

SHEET_ORDER = (GUIDE, OVERVIEW, GOALS.name, TASKS.name, INDICATORS.name, LEDGER.name, MONTHS.name, BUDGETS.name, MAPPING.name,
               MONITOR.name, REVIEW.name, FINDINGS.name, FORM, MONITORING_FORM, EVALUATION)

TEXTS = "xlperf"
"""The hidden sheet with what VBA says, behind the others of a workbook with macros."""

CODE_NAMES = {"": "ThisWorkbook", **{name: f"Sheet{number}" for number, name in enumerate((*SHEET_ORDER, TEXTS), 1)}}
"""How VBA knows the workbook ("") and its sheets."""

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
          "MAX(" + ",".join(f"(COUNTIFS({_of_month(month)})>0)*{month}" for month in range(1, 13)) + ")"),
    Field("schedule", "序时进度", "Share of the year", "rate", "ours", 'IF({#month}=0,"",{#month}/12)'),
    Field("stray", "未归到任务的支出（万元）", "Not assigned", "amount", "ours",
          "ROUND(SUM({ledger.amount})/10000-{#spent},6)"),
    Field("public", "“三公”经费支出（万元）", "Public expenses", "amount", "ours",
          _like("economic", of=(each for pair in PUBLIC_EXPENSES for each in pair))),
    Field("procured", "政府采购支出（万元）", "Procurement", "amount", "ours", _like("procured", of="?", but=NOT_PROCURED)),
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

def _cost_rows(column: str) -> str:
    """Return a column's cells from the first cost indicator on, as many as there are."""
    first = 'MATCH("*成本*",{indicators.level2},0)'
    of = f"INDEX({{indicators.{column}}},"
    return f'{of}{first}):{of}{first}+COUNTIF({{indicators.level2}},"*成本*")-1)'


LISTS = {
    "TaskNames": "{tasks.name}",
    "CostIndicatorNames": f'IF(COUNTIF({_cost_rows("level2")},"*成本*")=COUNTIF({{indicators.level2}},"*成本*"),'
    f'{_cost_rows("level3")},{{indicators.level3}})',
}
"""Defined names that dropdowns refer to (a dropdown cannot name a table's column itself). A table that was sorted may have its
cost indicators here and there: then all indicators are offered."""

CHOICES = {
    "TaskKinds": TASK_KINDS,
    "FundSources": FUND_SOURCES,
    "ChangeKinds": CHANGE_KINDS,
    "ProgressKinds": PROGRESS_KINDS,
    "BookedKinds": BOOKED_KINDS,
    "RatingWords": RATING_WORDS,
    "VersionStates": VERSION_STATES,
    "RuleScopes": RULE_SCOPES,
    "Chances": CHANCES,
    "DeviationKinds": DEVIATION_KINDS,
    "ReviewLevels": REVIEW_LEVELS,
    "Handlings": HANDLINGS,
    "Conclusions": CONCLUSIONS,
}
"""Dropdowns with fixed words."""

def our_columns(sheet: str, table: str, headings: Iterable[object], left: int) -> list[int]:
    """Return the columns of a table that are ours, by its own headings from column `left` on; none of a table that is not ours."""
    known = next((each for each in TABLE_SHEETS if (each.name, each.table) == (sheet, table)), None)
    owners = {column.heading: column.owner for column in known.columns} if known else {}
    return [column for column, heading in enumerate(headings, left) if owners.get(heading) == "ours"]


_BY_KEY = {sheet.key: sheet for sheet in TABLE_SHEETS}
_SLOT = re.compile(r"\{(@|#)?(?:(\w+)\.)?(\w+)\}")


def formula_text(template: str, sheet: Sheet | None = None, cells: dict[str, str] | None = None) -> str:
    """Spell a formula template as the file stores it (without `=`): structured references in their long form.

    `sheet` is whose row `{@key}` means; `cells` gives the reference of each `{#key}`.
    """

    def reference(match: re.Match[str]) -> str:
        kind, table, key = match.groups()
        if kind == "#":
            return (cells or {})[key]
        if kind == "@":
            assert sheet is not None
            return f"{sheet.table}[[#This Row],[{sheet.column(key).heading}]]"
        other = _BY_KEY[table]
        return f"{other.table}[{other.column(key).heading}]"

    return _SLOT.sub(reference, template)
