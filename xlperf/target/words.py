"""The vocabulary of targets and actuals, as data."""

from functools import lru_cache


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LOOKALIKES = str.maketrans({
    "＞": ">", "﹥": ">", "》": ">", "〉": ">", "›": ">", "＜": "<", "﹤": "<", "《": "<", "〈": "<", "‹": "<",
    "＝": "=", "═": "=", "﹦": "=", "゠": "=", "≧": "≥", "⩾": "≥", "≩": "≥", "≽": "≥", "≦": "≤", "⩽": "≤", "≨": "≤", "≼": "≤",
    "％": "%", "﹪": "%", "٪": "%", "，": ",", "﹐": ",", "；": ";", "﹔": ";", "：": ":", "﹕": ":", "∶": ":", "（": "(",
    "）": ")", "﹙": "(", "﹚": ")", "【": "[", "】": "]", "［": "[", "］": "]", "〔": "[", "〕": "]",
    "～": "~", "〜": "~", "∼": "~", "∽": "~",
    "˜": "~", "－": "-", "–": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-", "―": "—", "─": "—", "．": ".", "／": "/", "＼": "\\",
    "＊": "*", "＋": "+", "￥": "¥", "＃": "#", "＄": "$", "？": "?", "！": "!",
    **dict.fromkeys("\u3000\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u200b\ufeff\t\r\n", " "),
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    **{chr(0xFF21 + letter): chr(65 + letter) for letter in range(26)},
    **{chr(0xFF41 + letter): chr(97 + letter) for letter in range(26)},
})  # fmt: skip
"""One character for one, so that every position in a folded text is a position in the text as typed."""

BOOK_MARKS = "》《〉〈"
"""Marks of book titles that are typed for ≥ and >: which of the two nobody can tell."""

SIGNS = {
    ">=": ">=", "=>": ">=", "≥=": ">=", "=≥": ">=", ">≥": ">=", "≥≥": ">=", "≥": ">=", "<=": "<=", "=<": "<=", "≤=": "<=",
    "=≤": "<=", "<≤": "<=", "≤≤": "<=", "≤": "<=", "==": "=", ">": ">", "<": "<", "=": "=",
}  # fmt: skip

_FLOORS = {
    ">=": """
        至少达到 至少 最少 最低 力争达到 达到 达成 达 满 下限为 下限
        大于或等于 大于或者等于 大于等于 高于或等于 高于或者等于 高于等于 多于或等于 多于等于
    """,
    "<=": """
        至多 最多 最高 最长 上限为 上限 小于或等于 小于或者等于 小于等于 低于或等于 低于或者等于 低于等于 少于或等于 少于等于
    """,
    "=": "等于",
}
_MORE, _LESS = "大于 高于 多于 超过 超出 长于 晚于 迟于 突破 逾 超", "小于 低于 少于 短于 早于 不满 不足"
_NEGATIONS = """
    不 不得 不能 不可 不可能 不会 不允许 不宜 不应 不应当 不许 不准 不要 不再 没有 没 未 从未 尚未 均未 并未 未曾 未能 绝不 决不 切勿
    严禁 禁止 避免 防止 杜绝
"""
_HELD = "保持在 稳定在 维持在"
_RISING = "提高 提升 增加 增长 上升 上涨 扩大 提至 升"
_FALLING = "降低 下降 减少 压减 压缩 缩减 缩短 下调 降 减"


def _operators() -> dict[str, str]:
    """Return what stands before a number, by its sign; a denied comparison is its opposite (不得超过 is <=)."""
    signs = {word: sign for sign, text in _FLOORS.items() for word in _words(text)}
    for words, sign, denied in ((_MORE, ">", "<="), (_LESS, "<", ">=")):
        for word in _words(words):
            signs[word] = sign
            if not word.startswith("不"):
                signs |= {negation + word: denied for negation in _words(_NEGATIONS)}
    signs |= {negation + word: "<" for negation in _words("没有 没 未 未能 尚未 不") for word in ("达到", "达", "到", "满")}
    signs |= {verb + to: ">=" for verb in _words(_RISING) for to in ("到", "至", "为")}
    signs |= {verb + to: "<=" for verb in _words(_FALLING) for to in ("到", "至", "为")}
    return signs | dict.fromkeys(_words(_HELD), ">=") | {"控制在": "<=", "不亚于": ">=", "不超": "<=", "未超": "<="}


WORDS_BEFORE = _operators()
"""达到 is a floor: who sets out to reach 95% has reached it with 96%. 提高到 and 降至 name a level, not a change."""

WEAK_WORDS = frozenset((*_words(_HELD), "控制在"))
"""They hold until a word after the number says otherwise: 保持在3%以内."""

MODALS = _words("应当 应该 应 须 必须 需要 需 要 均 都 一律 务必 总体 全部 原则上 力争 确保 保证 平均 一般")
"""They may stand before an operator and change nothing."""

WORDS_AFTER = {
    "及其以上": ">=", "及以上": ">=", "或以上": ">=", "含以上": ">=", "以上": ">=", "及其以下": "<=", "及以下": "<=", "或以下": "<=",
    "含以下": "<=", "以下": "<=", "及以内": "<=", "以内": "<=", "之内": "<=", "内": "<=", "封顶": "<=", "上限": "<=", "下限": ">=",
    "不到": "<", "未到": "<", "不足": "<", "以外": ">",
}  # fmt: skip
"""以上, 以下 and 以内 include the number itself; 超过 and 不满 do not (民法典第一千二百五十九条, seen in text)."""

COPULAS = _words("约为 应为 均为 为 是 : 共计 总计 合计 共")
"""Words between a name and its figure that bound nothing."""

ABOUT_BEFORE = {"大约": "约", "大概": "约", "约为": "约", "约": "约", "≈": "约", "接近": "近", "将近": "近", "近": "近"}
ABOUT_AFTER = {"左右": "约", "上下": "约", "余": "余", "多": "余", "+": "余", "几": "余"}

EMPTY = {"", "\\", *_words("""
    / // * - -- --- — —— ——— ~ XX xx N/A n/a NA na 无 暂无 没有 空 空白 未填 未填报 未填写 尚未填报 尚未填写 待填
    暂无数据 无数据 待统计 统计中 待定 未定 待补充 略 NULL null None none nan NaN . 。 、 ? ?? ???
""")}
"""Signs for nothing, after folding and stripping."""

NOT_APPLICABLE = ("不适用此指标", "本项目不适用", "不适用", "不涉及", "无此项", "无此指标", "不考核")

RATINGS = {
    "达成": ("达成年度指标", "达成预期指标", "达成预期目标", "达成指标", "达成年度目标", "达成"),
    "部分达成": ("部分达成年度指标并具有一定效果", "部分达成预期指标并具有一定效果", "部分达成年度指标", "部分达成预期指标", "部分达成",
                 "基本达成"),
    "未达成": ("未达成年度指标且效果较差", "未达成预期指标且效果较差", "未达成年度指标", "未达成预期指标", "未达成"),
}  # fmt: skip
"""The three official bands of a self-evaluation (财预〔2020〕10号, as used in practice) and how they are written."""

RATING_BANDS = {"达成": (80, 100), "部分达成": (60, 80), "未达成": (0, 60)}
"""Percent of the points that a person may give in each band."""

DONE = _words("""
    已全部完成 均已完成 已完成 全部完成 超额完成 按时完成 按期完成 如期完成 按计划完成 完成 已达标 达标 已落实
    已到位 已办结
""")
NOT_DONE = _words("""
    尚未完成 未完成 没有完成 未按时完成 未按期完成 未开展 未实施 未启动 未达标 不达标 未实现 延期 逾期 滞后 延期完成
    逾期完成 延迟完成
""")

NONE_HAPPENED = ("无", "没有", "未发生", "没有发生", "未出现", "零")
"""Zero, where a target counts events."""

YES, NO = ("是", "有", "√"), ("否", "不是", "没有", "×")

GRADES = {"优秀": 5, "优良": 4, "优": 5, "良好": 4, "较好": 4, "良": 4, "合格": 3, "中等": 3, "一般": 3, "中": 3, "及格": 3, "较差": 2,
          "不合格": 1, "不及格": 1, "差": 1, "A级": 5, "B级": 4, "C级": 3, "D级": 2,
          "劣Ⅴ类": 0, "Ⅴ类": 1, "Ⅳ类": 2, "Ⅲ类": 3, "Ⅱ类": 4, "Ⅰ类": 5, "劣V类": 0, "V类": 1, "IV类": 2, "III类": 3,
          "II类": 4, "I类": 5}  # fmt: skip
"""Grades by rank; 优良 is 良 or better, water of class Ⅱ better than of class Ⅲ."""

WHOLE_SCALES = _words("""
    优良中低差 优良中差 优/良/中/差 优、良、中、差 优良差 高中低 好中差 是/否 是或否 有/无 达标/不达标 合格/不合格
    优秀/良好/合格/不合格
""")

TYPE_WORDS = _words("定性 定量 定性指标 定量指标 数值 文本 正向 反向 正向指标 反向指标 指标值 年度指标值")
"""What belongs into another column of the form."""

REFERENCES = _words("""
    预算批复金额 预算批复数 批复预算数 批复预算 预算安排金额 预算安排数 年初预算数 年初预算 全年预算数 预算总金额
    预算金额 预算总额 项目预算 总预算 预算成本 预算标准 预算指标 预算数 预算 批复概算 投资概算 概算 批复金额 批复数
    核定金额 核定数 合同金额 合同价 中标价 招标控制价 控制数 限额标准 限额 定额标准 定额 规定标准 标准 计划数 计划
    编制数 编制 上年同期水平 上年度水平 上年水平 上年同期 上年度 上年数 上年 去年同期 去年水平 去年 往年
    全国平均水平 全省平均水平 全市平均水平 全区平均水平 全县平均水平 平均水平 平均标准 平均值
""")
"""What a symbolic bound may refer to."""

VERBS_UP = _words("增长 增加 提高 提升 上升 上涨 增幅 涨幅 递增 扩大 增收 增 升 涨")
VERBS_DOWN = _words("""
    下降 降低 减少 压减 压缩 缩短 缩减 下调 下滑 下跌 回落 负增长 降幅 跌幅 递减 节约 节省 减幅 减收 降 减 跌
""")

RECURRING = {"天": "天", "日": "天", "周": "周", "星期": "周", "月": "月", "个月": "月", "季度": "季度", "季": "季度", "半年": "半年",
             "年": "年", "学期": "学期", "学年": "学年"}  # fmt: skip

ACTION_VERBS = _words("""
    提高 提升 降低 确保 保证 保障 完成 达到 增加 减少 促进 加强 改善 控制 扩大 优化 推进 实现 保持 维持 稳定 落实
    健全 完善 符合 满足 无 不 有 按 下降 上升 增长 增强 巩固
""")
NAME_ENDINGS = _words("率 人数 次数 数量 金额 面积 天数 户数 比例 比重 满意度 知晓度 个数 里程 总额 总数")
"""How names of indicators end; a value that is such a name stands in the wrong column."""

MEASURES = (*NAME_ENDINGS, "数", "量", "度", "额", "积", "比", "费", "成本", "时间", "时限", "年限", "周期", "病例", "事故", "投诉", "水平",
            "资金", "经费", "标准", "收入", "产值", "距离", "长度", "规模")  # fmt: skip
"""How a name before a bare figure may end (变动率0)."""

TELLING = _words("""
    没 避免 杜绝 取消 推迟 低于 高于 少于 多于 突破 上年 去年 往年 上期 同期 预算 概算 计划 目标 预计 预期 力争 争取
    有望 超支 超过 超出 逾期 比上 较上 较去 比去 比计划 缺口 余额 结余 结转 剩余 节省 满分 提前 提早 不满意 未完成
    多完成 多支 少完成 少支 延误 延期
""")
"""Words that turn, compare, plan or deny: in front of a figure or behind it they must not be passed over."""

TELLING_AT_EDGES = _words("""
    不 未 勿 禁 延 逾 超 增 减 降 升 涨 跌 扣 缺 欠 剩 拟 各 零 无 非 负 尚 待 可 原 应 差 比 较 约 标准 水平
""")
"""Characters that tell so only where they begin or end the words."""

HARMLESS = _words("""
    未成年 未来 不动产 不锈钢 无人 无障碍 无线 无烟 无害 无偿 无缝 无公害 非遗 非物质 非公 非税 非洲 非机动 非现场
    非工程 非访 计划生育 计划免疫 目标管理 目标责任 预算单位 预算绩效 预算管理 预期寿命 新增 增设 增加 增殖 增绿
    增派 增配 增收 净增 减灾 减税 减排 减肥 减少 降尘 降噪 降本 升级 升旗 升学 升降 应急 应用 应届 原料 原种 原产地
    原始 可视 可燃 可再生 待业 超市 超声 超低 零售 零星 零工 零差率 差旅 差异化 缺水 禁毒 禁牧 禁渔 延伸 延长 延时
    比赛 比武 比对 较大 各类 各级 各种 各项 各村 各乡镇 标准化 标准厂房 水平测试 节约
""")
"""Words in which such a character tells nothing."""

STARTS = ("后", "之日起", "日起", "以来", "内")
"""What a time limit may run from: 收到申请后5个工作日内."""

EVENT_WORDS = _words("""
    事故 投诉 差错 违规 违法 违纪 刑事案件 治安案件 违纪案件 错案 积案 伤亡 死亡 失误 隐患 上访 舆情 事件 火灾 疫情
    中断 延误 泄露 泄密 纠纷 信访 故障 问题 举报 欠薪 病例 辍学 失学 拖欠 欺凌 体罚 溺水
""")
"""Things of which none shall happen: 零事故, 无投诉, 不发生火灾."""

DATE_NAMES = ("时间", "日期", "时限", "期限", "工期", "节点", "完成时")
"""In the name of an indicator they say that a bare serial number is a day."""

SHARE_NAMES = ("率", "满意度", "知晓度", "比例", "比重", "占比", "覆盖面")
"""How names end whose figure is a share."""

MAY_PASS_HUNDRED = _words("""
    增 变动 提高 提升 完成率 执行率 利用率 使用率 负荷率 收益率 回报率 超额 杠杆 倍 上座率 达产率 投入产出 增幅
    收费率 配套 拨备 完成比例 控制率 到位率 床位 负债率 比上年
""")
"""In a name they say that its share may lie above 100%."""

LEANS = {"正向": "up", "正向指标": "up", "正指标": "up", "预期性": None, "反向": "down", "反向指标": "down", "负向": "down",
         "负向指标": "down", "逆向": "down", "逆向指标": "down", "逆指标": "down"}  # fmt: skip
"""What a column of directions says."""

LESS_IS_BETTER = _words("""
    故障 投诉 事故 差错 误差 错误 延误 违规 违法 违纪 违约 死亡 伤亡 受害 成灾 发病 患病 感染 发生率 损失 逾期 流失
    失误 超标 返工 空置 闲置 信访 上访 能耗 耗电 耗水 水耗 电耗 排放 成本增长率 成本变动率 费用增长率 支出增长率
    三公经费 变动率 结转结余 结余率 结转率 控制率 失业率 辍学 休学 失学 留级 欺凌 霸凌 体罚 近视 肥胖 班额 代课 溺水
    贫血 吸毒 犯罪 旷课 拥堵 积案 积压 超期 超限 超载 超员 破损 损坏 滞留 驳回 败诉 院感 误诊 漏损 损耗 泄漏 泄露
    中断 误报 漏报 迟报 复发 贫困发生率 贫困率 负面 舆情 刑事案件 治安案件 违纪案件 错案 积案 发案 火灾 隐患 缺陷
    污染 负债 欠薪 纠纷 退稿 退货 偏差 超支 超编 住院天数 住院日 药占比 自付 卫生支出比重 不良 浪费 短缺 缺勤 旷工
    低保标准差 恩格尔 化肥 农药 危房率 危房比例 返贫 拖欠 浓度 劣V类 劣Ⅴ类 劣五类 空气质量指数 扬尘 中毒 受灾 疫情
    扣减 耗时 时限 上限 退件 退回 重复率 差评 再犯 改判 发回重审 坏账 呆账 离职 迟到 缺课 缺岗 脱管 漏管 漏检 漏保
    不及格 丢失 失窃 停电 停水 断电 宕机 油耗 GDP用水量 能源消耗 噪声 超时 错别字 问题数 受伤 再住院 致贫 未参保
    涨幅 债务 次均费用 未处理 工期 违法建筑 群体性事件 泄密 安全事件 访人次 集体访 黑臭 撂荒 鼠害 虫害
    空气质量综合指数 剖宫产 抗菌药物使用 耗材占比 医疗费用增幅 门诊费用 未结案 超审限 上诉率 再审率 复吸 脱失 漏登
    错保 晚点 掉线 丢包 呼损 超概 变更率 偏离度 亏损 跑动次数 环节数 蚊虫 编外 问责 停工 延期天数 再次手术 噪音
""")
"""Names of which less is better."""

HANDLED = _words("""
    处理 处置 办结 办理 查处 查办 查明 修复 排除 整改 解决 回复 答复 化解 调解 挽回 下降 降低 减少 减排 削减 达标
    合格 及时 完好 破案 结案 侦破 响应率 治理 防控 防治 预防 控制面 监测 检查 巡查 排查 宣传 培训 救助 保障 覆盖
    演练 预警 报告 接待 受理 审理 补偿 救治 帮扶 改造 消除 销号 回收 利用 追缴 满意 知晓 完成 扑灭 应急 抢修 维修
    销毁 清除 评估 节约 安全 系统 平台 设备 次数达 脱贫 人口数 户数 救援 扑救 示范 参保 渠道 保险 推广 执行 归档
    立案 核查 兑现 恢复 解除 闭环 治疗 追回 收回 清偿 引导 减量 追讨 普查 录入 赔付 攻坚 更正 纠正 检测 清障 理赔
    出动 评审 管理 淘汰 遵守 压缩 核实 巡检 教育 督办 线索 胜诉 盘活 拆除 劝返 抚恤 反应报告 热线 打击 收取 召回
    处罚 侦办 整治 登记 审结 查结 偿还 辩护 筛查 清理 清收 管控 缩短 履约 流调 随访 下架 安置 抓获 找回 补助 慰问
    诊疗 抽检 替代 上报 监控 维权 群测群防 维稳 救护 代办 疏散 修补 转移 取缔 淘汰
""")
"""What turns them round when it stands after them: 故障修复率, 投诉办结率."""

NEGATED = (
    r"(?:不合格|不达标|未达标|未完成|不及时|不满意|未整改|未办结|不足|未按时|不符合)[^，。]{0,4}[率数量]",
)  # fmt: skip
HANDLING = _words("""
    办理 查处 查办 审理 侦破 受理 处理 处置 排查 整治 整改 消除 化解 调解 调处 扑救 帮扶 救助 带动 预防 打击 破获
    接待 治理 防治 挽回 追回 减少 拆除 盘活 召回 侦办 追缴 节约 节省 增加 援助 审判 检察
""")
"""What turns them round when the name begins with it: 查处违法案件数."""

_WAITED_FOR = _words("""
    开办 通关 办电 退税 出警 到场 候诊 候车 响应 反应 处理 处置 修复 办理 办结 审批 审核 到达 等候 等待
    排队 回复 答复 恢复 中断 延迟 停机 通行 抢修 维修 发放 支付 拨付
""")
WAITING = (
    rf"(?:{'|'.join(_WAITED_FOR)})(?:平均)?(?:时间|时长|时限|用时|周期|天数)$",
    r"(?:平均|人均)?(?:用时|耗时|时延)$",
)
"""Times of waiting, of which less is better; how long a service is open is none."""

LONGER_IS_BETTER = _words("""
    质保 寿命 维护期 管护期 公示期 供水 值守 在线 驻村 见习 服务期 保障时 服务时 服务年 开放 运行 使用年限 年限 值班 持续 有效期 月数 稳定
""")
"""Durations of which more is better, whatever their class."""

COST_NAMES = ("成本", "单价", "造价", "费用", "会议费", "接待费", "差旅费")

COST_CLASSES = ("成本",)
"""What the class of a cost indicator contains, in the frame of 2015 (成本指标) and in that of 2021 (经济成本指标 …)."""


@lru_cache(maxsize=1024)
def is_cost(category: str | None) -> bool:
    """Return whether a class (二级指标) is one of costs."""
    return category is not None and any(word in category for word in COST_CLASSES)


def counts_events_by_name(name: str | None) -> bool:
    """Return whether an indicator counts things of which none shall happen, so that 无 is zero."""
    return any(word in (name or "") for word in EVENT_WORDS) and not (name or "").endswith(SHARE_NAMES)

VERBS_OF_TARGETS = _words("""
    提高 提升 改善 增强 增长 增加 下降 降低 减轻 减少 完善 加强 巩固 保障 好转 优化 扩大 缓解 发放 落实 达标
""")
"""Verbs that a qualitative target asks for and an actual may deny."""

_RISE, _FALL = ("提高", "提升", "上升", "增长", "增加"), ("下降", "降低", "减少", "下滑", "恶化")
OPPOSITES = {**dict.fromkeys(("提高", "提升", "改善", "增强", "增长", "增加", "扩大", "好转"), _FALL),
             **dict.fromkeys(("下降", "降低", "减少", "减轻", "缓解"), (*_RISE, "加重"))}  # fmt: skip
