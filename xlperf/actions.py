"""What can be clicked: one list that the ribbon, the drawn buttons, the VBA, the hosts and the manual go by."""

from dataclasses import dataclass

from xlperf import schema


@dataclass(frozen=True, slots=True)
class Action:
    """A button: `key` is what Python is told, `label` and `tip` what a person reads, `image` an icon that Office has.

    `macro` is the procedure behind a drawn button; "" for an action that only the ribbon has. `asks` says which files a person chooses
    before it works ("" where none), `suffixes` how their names end, `several` whether it may be more than one.
    """

    key: str
    label: str
    tip: str
    image: str
    group: str
    macro: str = ""
    asks: str = ""
    suffixes: tuple[str, ...] = ()
    several: bool = False


CHECKING, VIEW, TABLES, HELP = "校验", "查看", "表格", "帮助"

STAGES = (
    Action("stage.declare", "申报", "只显示申报时要填的列。", "", VIEW),
    Action("stage.monitor", "监控", "再显示预算执行和完成情况。", "", VIEW),
    Action("stage.evaluate", "自评", "再显示人工核定、偏差原因和佐证材料。", "", VIEW),
    Action("stage.all", "全部", "显示所有列。", "", VIEW),
)
"""What the menu 阶段 offers."""

ACTIONS = (
    Action("check", "一键校验", "读指标值、判完成情况、归集支出、测算得分，问题逐条写进“校验结果”。您填的内容一概不动。",
           "AcceptInvitation", CHECKING, "PerfCheck"),
    Action("spending", "归集支出", "把“支出明细”按任务和成本指标归集到预算，超预算和没有归到任务的支出会指出来。",
           "AutoSum", CHECKING, "PerfSpending"),
    Action("next", "下一个问题", "跳到下一个问题所在的单元格，并在状态栏说明要改什么。", "ReviewNextComment", CHECKING, "PerfNext"),
    Action("why", "为什么", "说明选中的单元格为什么是这个结果：指标值怎样读、怎样判定、得分和金额由哪些数得来；在“校验结果”里说明那条规则。",
           "ShowFormulas", VIEW, "PerfWhy"),
    Action("missed", "只看未达标", "只显示未达标的指标；再点一次取消。", "Filter", VIEW, "PerfMissed"),
    Action("accept", "接受此项", "在“校验结果”里选中一行再点：“审核意见”里加一行，填上理由和审核人，再校验就列为已接受；数字变了会重新出现。",
           "ReviewAcceptChange", CHECKING, "PerfAccept"),
    Action("clear", "清除标记", "清除校验写下的提示和“校验结果”；您填的内容和公式不动。", "ClearFormats", CHECKING, "PerfClear"),
    Action("load", "导入目标表", "选一张目标表或自评表（Word、PDF、Excel、WPS表格、网页、.csv），把它的任务、总体目标、绩效指标放进本工作簿："
           "空着的填上，没有的行加上；您填过的不动，不同的列出来。", "FileOpen", TABLES, "PerfLoad", asks="选择目标表",
           suffixes=(".docx", ".pdf", ".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".html", ".htm", ".txt")),
    Action("import", "导入明细账", "选记账软件导出的明细账，或一体化系统导出的支付明细（.xlsx、.xls、.csv，可以多选），把新的支出加到“支出明细”下面；"
           "原有的行不动，再导一次也不会重复。", "GetExternalDataFromText", TABLES, "PerfImport", asks="选择明细账或支付明细",
           suffixes=(".xlsx", ".xls", ".csv", ".ods", ".txt"), several=True),
    Action("monitor", "填运行监控", "按支出和完成情况，把到这个月底（见“概况”的“监控截至月份”）的一期填进“运行监控”，并给出灯号；已报送的期不动。",
           "ChartInsert", TABLES, "PerfMonitor"),
    Action("form", "生成目标表", "由“任务”“总体目标”“绩效指标”重新生成“目标表”。", "TableInsertExcel", TABLES, "PerfForm"),
    Action("form.monitor", "生成监控表", "由“运行监控”最后填的一期生成“监控表”，可以打印、另存。", "TableInsertExcel", TABLES, "PerfMonitorForm"),
    Action("form.evaluation", "生成自评表", "由任务、支出、指标和得分生成“自评表”；没有完成的在表下说明。", "TableInsertExcel", TABLES,
           "PerfEvaluationForm"),
    Action("formulas", "恢复公式", "把被覆盖的自动计算公式写回原处。", "FunctionWizard", TABLES),
    Action("doctor", "诊断", "检查程序、加载项和设置是否正常，不正常的说明怎么办。", "ErrorChecking", HELP),
    Action("help", "帮助", "打开使用手册，每一步有图。", "Help", HELP, "PerfManual"),
)
"""All actions of the ribbon in their order, the menu 阶段 beside."""

DRAWN = {
    schema.GUIDE: ("check", "help"),
    schema.OVERVIEW: ("load", "check"),
    schema.TASKS.name: ("check", "spending"),
    schema.INDICATORS.name: ("check", "why", "next", "missed"),
    schema.LEDGER.name: ("import", "spending"),
    schema.MONITOR.name: ("monitor", "form.monitor", "check"),
    schema.REVIEW.name: ("check",),
    schema.FINDINGS.name: ("check", "next", "why", "accept", "clear"),
    schema.FORM: ("form",),
    schema.MONITORING_FORM: ("form.monitor",),
    schema.EVALUATION: ("form.evaluation",),
}
"""Which actions are drawn as buttons in which sheets."""

BY_KEY = {each.key: each for each in (*ACTIONS, *STAGES)}

MESSAGES = {
    "recalculate": schema.RECALCULATE,
    "no_python": "没有找到xlperf的加载项，按钮和自动判定暂不可用，表格照常可填。"
    "请管电脑的人在本机安装xlperf，运行“xlperf install”（LibreOffice为“xlperf install --libreoffice”），再重新打开本工作簿。",
    "title": "绩效目标",
    "category": "绩效",
}
"""What VBA says: its source is ASCII, so its texts come from the hidden sheet."""
