"""The sheets of the running year: monitoring, review, findings."""

from xlperf.schema.shapes import Column, Sheet

MONITOR = Sheet(
    "monitor", "运行监控", "Monitor", "绩效运行监控",
    "点“填运行监控”，按当时的支出和完成情况填一期；白色列由您填写。在“报送日期”里填了日期的那一期不再改动。",
    (
        Column("month", "截至月份", "Until month", "count", 9, "这一期到几月底。", "kept", required=True),
        Column("kind", "类别", "Kind", "text", 10, "任务，或指标的类别。", "kept"),
        Column("number", "编号", "No.", "text", 8, "任务或指标的编号。", "kept"),
        Column("name", "任务或三级指标", "Task or indicator", "note", 30, "任务名称或三级指标。", "kept", required=True),
        Column("plan", "全年预算数或指标值", "Planned", "text", 15, "任务的全年预算数（万元），指标的指标值。", "kept"),
        Column("done", "执行情况", "So far", "text", 15, "到这个月底的执行数或完成值。", "kept"),
        Column("reached", "完成程度", "Reached", "rate", 9, "执行率，或完成值÷指标值。", "kept"),
        Column("light", "灯号", "Light", "status", 8, "累计的指标按序时进度看，比率、时限和一次性的不按月折算。", "kept"),
        Column("outlook", "按进度测算全年", "At this pace", "text", 15, "照这个月的进度，到年底会是多少。", "kept"),
        Column("why", "说明", "Why", "note", 34, "灯号怎样得来。", "kept"),
        Column("expected", "全年预计完成情况", "Expected", "text", 15, "您估计到年底会完成多少。", band="由您填写"),
        Column("chance", "完成目标可能性", "Chance", "text", 12, "从下拉列表中选择。", choices="Chances", band="由您填写"),
        Column("deviation", "偏差原因类别", "Kind of cause", "text", 12, "没有跟上进度的，从下拉列表中选择是哪一类原因。", choices="DeviationKinds",
               band="由您填写"),
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
        Column("date", "日期", "Date", "date", 12, "提出意见的日期。"),
        Column("person", "审核人", "Reviewer", "text", 11, "谁提的意见；接受问题时必须填写。"),
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
        Column("severity", "级别", "Severity", "status", 8, "错误：肯定不对；警告：多半不对；提示：要问一问；已接受：审核意见里接受了。", "ours"),
        Column("rule", "规则", "Rule", "text", 8, "规则号；选中它点“为什么”，看这条规则的说明。", "ours"),
        Column("place", "所在单元格", "Cell", "link", 20, "点它直达要改的单元格。", "ours"),
        Column("subject", "对象", "About", "note", 30, "哪项指标、哪个任务。", "ours"),
        Column("message", "说明", "What", "note", 56, "哪里不对。", "ours"),
        Column("hint", "建议", "What to do", "note", 56, "怎样改。", "ours"),
    ),
    0,
)  # fmt: skip
