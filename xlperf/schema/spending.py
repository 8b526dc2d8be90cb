"""The sheets of what was paid: the ledger, its months, changes of budgets, and by which rules payments find their task."""

from xlperf.schema.formulas import SCHEDULE, TASK_ROW, booked, budget_from, spent_from, spent_in
from xlperf.schema.shapes import Column, Sheet
from xlperf.schema.words import FUND_KEYS, FUND_SOURCES

LEDGER = Sheet(
    "ledger", "支出明细", "Ledger", "支出明细", "一行一笔支出，退款填负数。“任务”写任务名称或编号；成本类支出再写“成本指标”。",
    (
        Column("date", "日期", "Date", "date", 12, "支付日期。"),
        Column("voucher", "凭证号", "Voucher", "text", 12, "记账凭证号，如记-15；导入时据它认出已有的。"),
        Column("line", "分录号", "Line", "text", 8, "同一凭证里的第几笔，没有不填。"),
        Column("summary", "摘要", "Summary", "note", 36, "付的是什么；“归集规则”可以按其中的词归到任务。"),
        Column("task", "任务", "Task", "note", 30, "从下拉列表中选择任务名称。", choices="TaskNames", required=True),
        Column("cost", "成本指标", "Cost indicator", "note", 26, "从下拉列表中选择成本类三级指标。",
               choices="CostIndicatorNames"),
        Column("source", "资金来源", "Fund source", "text", 11, "财政拨款、上年结转或其他资金。", choices="FundSources"),
        Column("project", "预算项目", "Budget project", "text", 14, "预算项目的编码或名称。"),
        Column("account", "科目", "Account", "text", 12, "会计科目编码。"),
        Column("economic", "经济分类", "Economic class", "text", 16, "编码和名称，如30201办公费；“三公”经费按它汇总。"),
        Column("amount", "金额（元）", "Amount (yuan)", "money", 16, "以元计，退款为负。", required=True),
        Column("origin", "入账金额（元）", "As booked (yuan)", "money", 16, "导入时的金额；一笔分到几个任务的，各行金额合计应等于它。"),
        Column("batch", "来源批次", "Batch", "text", 14, "导入的写文件名，手工登记的不填。"),
        Column("assigned", "归集方式", "Assigned by", "text", 12, "按什么归到任务。", "ours"),
        Column("procured", "政府采购", "Procurement", "text", 12, "是，或采购方式；不是的写否或不填。"),
    ),
    0,
)  # fmt: skip

MONTHS = Sheet(
    "months", "分月执行", "Monthly", "分月执行与序时进度",
    "一行一个任务，全部自动计算，右边按资金来源。金额单位：万元。没有日期的支出只在“执行数”里。",
    (
        Column("number", "任务编号", "Task no.", "text", 9, "同“任务”。", "ours",
               f'IFERROR(INDEX({{tasks.number}},{TASK_ROW})&"","")'),
        Column("name", "任务名称", "Task", "note", 28, "同“任务”，次序也相同。", "ours",
               f'IFERROR(INDEX({{tasks.name}},{TASK_ROW})&"","")'),
        Column("budget", "全年预算数", "Whole year's budget", "amount", 12, "同“任务”的全年预算数。", "ours",
               f'IFERROR(INDEX({{tasks.budget}},{TASK_ROW}),"")'),
        *(Column(f"m{month}", f"{month}月", f"Month {month}", "amount", 10, "这个月归到本任务的支出，按支出明细的日期。", "ours", spent_in(month),
                 band="支出（万元）")
          for month in range(1, 13)),
        Column("spent", "执行数", "Spent", "amount", 12, "全年支出，含没有日期的。", "ours",
               'IF(AND({@name}="",{@number}=""),"",' + booked("task", "name") + ")"),
        Column("rate", "执行率", "Execution rate", "rate", 9, "执行数÷全年预算数。", "ours", 'IF(N({@budget})=0,"",{@spent}/{@budget})'),
        Column("ahead", "与序时进度之差", "Ahead of time", "rate", 11, "执行率－序时进度，负数即落后。", "ours",
               f'IF(OR(N({{@budget}})=0,N({SCHEDULE})=0),"",{{@rate}}-{SCHEDULE})'),
        *(column for key, source in zip(FUND_KEYS, FUND_SOURCES, strict=True) for column in (
            Column(f"{key}_budget", f"{source}预算", f"Budget: {key}", "amount", 11, "年初预算＋“预算调整”中写明这种资金的调整。", "ours",
                   budget_from(key, source), band="按资金来源（万元）"),
            Column(f"{key}_spent", f"{source}支出", f"Spent: {key}", "amount", 11, "“支出明细”中资金来源写这种资金的支出。", "ours",
                   spent_from(source), band="按资金来源（万元）"))),
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
        Column("note", "说明", "Note", "note", 40, "为什么调整。"),
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
