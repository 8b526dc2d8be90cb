"""The sheets a department declares its year in: goals, tasks, indicators."""

from xlperf.schema.formulas import COUNT_BOOKED, asked, booked, by_names, changed
from xlperf.schema.shapes import Column, Sheet
from xlperf.schema.words import BOOKED_PER_UNIT, NOT_BOOKED

GOALS = Sheet(
    "goals", "总体目标", "Goals", "年度总体目标", "一行一个目标；“对应任务”从下拉列表中选择，年底填写实际完成情况。",
    (
        Column("number", "目标编号", "Goal no.", "text", 10, "自己定的编号，如 M1；排序、插行后仍认得是同一个目标。"),
        Column("text", "年度总体目标", "Annual goal", "note", 70, "照批复的目标原样填写，一行一个。", required=True),
        Column("task", "对应任务", "Task", "note", 26, "从下拉列表中选择任务名称。", choices="TaskNames"),
        Column("actual", "全年实际完成情况", "What was reached", "note", 40, "年底对照目标写完成了什么，带上数字。"),
        Column("cause", "未完成原因", "Why not reached", "note", 30, "没有完成的写原因；都完成了不填。"),
    ),
    2,
)  # fmt: skip

TASKS = Sheet(
    "tasks", "任务", "Tasks", "年度主要任务与预算执行",
    "白色列由您填写，浅色列自动计算。金额单位：万元。执行数按“支出明细”中填写的任务汇总。",
    (
        Column("number", "任务编号", "Task no.", "text", 10, "自己定的编号，如 R1；支出明细里写编号或名称都可以。"),
        Column("name", "任务名称", "Task", "note", 30, "照批复的任务名称填写；其他工作表按它和编号认任务。", required=True),
        Column("content", "主要内容", "Content", "note", 64, "照批复的主要内容填写。"),
        Column("kind", "支出类别", "Kind", "text", 11, "基本支出或项目支出。", choices="TaskKinds"),
        Column("total", "总额", "Total", "amount", 12, "年初预算总额，万元。", band="年初预算（万元）", required=True),
        Column("fiscal", "财政拨款", "Fiscal", "amount", 12, "总额里当年财政拨款的部分，万元。", band="年初预算（万元）"),
        Column("carried", "上年结转", "Carried over", "amount", 11, "总额里上年结转结余的部分，万元。", band="年初预算（万元）"),
        Column("other", "其他资金", "Other", "amount", 11, "总额里的其他资金，万元。三项合计应等于总额。", band="年初预算（万元）"),
        Column(
            "adjusted", "调整数", "Adjusted", "amount", 11, "“预算调整”中登记的追加、调剂减调减、收回。", "ours",
            "IF(" + by_names(lambda key: f"COUNTIF({{budgets.task}},{{@{key}}})", "name") + '=0,"",ROUND('
            + by_names(changed, "name") + ",6))", band="预算执行（万元）",
        ),
        Column(
            "budget", "全年预算数", "Whole year's budget", "amount", 13, "年初预算总额＋调整数。", "ours",
            'IF({@total}="","",{@total}+N({@adjusted}))', band="预算执行（万元）",
        ),
        Column(
            "spent", "执行数", "Spent", "amount", 12, "支出明细中归到本任务的金额合计。", "ours",
            'IF(AND({@name}="",{@number}=""),"",' + booked("task", "name") + ")", band="预算执行（万元）",
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
            "state", "状态", "State", "status", 10, "未支出、执行中、执行完毕或超预算。", "ours",
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
        Column("level3", "三级指标", "Level 3", "note", 30, "指标名称，照批复的填写。", required=True),
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
               f'IF(OR(ISERROR(SEARCH("成本",{{@level2}})),{{@basis}}="{NOT_BOOKED}"),"",IF({COUNT_BOOKED}=0,"",'
               f'IF({{@basis}}="{BOOKED_PER_UNIT}",IF(N({{@divisor}})=0,"",ROUND({booked("cost", "level3")}*10000/{{@divisor}},6)),'
               f'{booked("cost", "level3")})))', band="完成情况"),
        Column("rate", "完成率", "Reached", "rate", 10, "实际值÷指标值。上限类指标：没有超出为100%，超出为指标值÷实际值。", "ours",
               band="完成情况", function=asked("PERF_RATE")),
        Column("state", "状态", "Status", "status", 10, "达标、未达标、待判定、未填、无法识别。", "ours", band="完成情况",
               function=asked("PERF_STATUS")),
        Column("worth", "计分分值", "Points counted", "points", 9, "填了分值即用分值；没填的，按类别剩余的分平均测算，校验时写入。", "ours",
               band="完成情况"),
        Column("score", "测算得分", "Computed points", "points", 10, "按评分方案测算，供参考。", "ours", band="完成情况",
               function=asked("PERF_SCORE")),
        Column("note", "系统提示", "Note", "note", 40, "校验时写入。", "ours", band="完成情况"),
        Column("rating", "评定等级", "Rating", "text", 10, "定性指标由人评定：达成、部分达成、未达成。",
               choices="RatingWords", band="人工核定"),
        Column("awarded", "核定得分", "Awarded", "points", 9, "人工核定的得分优先于测算得分。", band="人工核定"),
        Column("award_reason", "核定理由", "Why awarded", "note", 22, "核定得分怎样得来；填了核定得分的要写。", band="人工核定"),
        Column("cause", "偏差原因分析及改进措施", "Causes and remedies", "note", 34, "未达标的指标必须填写。", band="人工核定"),
        Column("evidence", "佐证材料", "Evidence", "note", 20, "能证明完成值的材料：文件名、文号、照片。", band="人工核定"),
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
