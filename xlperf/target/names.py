"""What the name of an indicator tells of the thing it measures."""

import re

STANDING = re.compile(
    "(?:在职|退休|聘用|编制|在编|供养)[^，、]{0,4}人?数|(?:在职|退休|聘用|在编)人员$"
    "|(?:供暖|供热|保洁|物业|办公用房)[^，、]{0,4}面积"
    "|(?:公务|保障|执法|应急)[^，、]{0,2}(?:用车|车辆)[^，、]{0,2}(?:数量|数|保有量)|保有量|编制数"
)
"""Names of what is there all year and is neither produced nor used up: people on the payroll, heated floors, cars."""
PER_UNIT = re.compile("每[人次年月户台套辆个]|单位成本|单价|人均|平均|户均|标准")
"""Names of amounts for each of something, which do not add up."""
ESTABLISHED = re.compile("(?:在职|在编)[^，、]{0,4}(?:人数|人员)|(?:公务|保障|执法)[^，、]{0,2}(?:用车|车辆)")
"""Names of what an establishment limits."""
FAILURE_RATE = re.compile(
    "(?:故障|差错|出错|错误|事故|死亡|失误|返工|退件|逾期|空置|流失|违规|违法|违约|不合格|误报|漏报|投诉|退货|失败|超标|发病|缺勤|损耗|漏损|污染)率"
)
"""Names of rates at which something goes wrong."""
CHANGE_NAME = re.compile("(?:增长|增加|上升|提高|提升|下降|降低|减少|压减|变动|变化)(?:率|幅度|比例)|增幅|降幅|增速")
"""Names of how much something changed."""
BASE_TOLD = re.compile(r"上年|去年|基期|同期|(?:19|20)\d\d年")
"""Words that tell what a change begins from."""
RESULT_TOLD = re.compile("(?:得到|得以|显著|明显|有效|进一步|不断|持续|稳步|大幅|有所)?(?:提升|提高|改善|增强|加强|优化|好转|降低|下降|减少)$")
"""A result at the end of a name that is to be measured yet."""
UNIT_NAMES = {
    "批次(?:数|数量)?": ("批", "批次"),
    "频次": ("次/月", "次/季度", "次/季", "次/周", "次/年", "次/天", "次/日", "次/人"),
    "人次(?:数)?": ("人次", "万人次"),
    "(?<!次)人数": ("人", "名", "万人"),
    "户数": ("户", "万户"),
    "场次(?:数)?": ("场", "场次"),
    "报告(?:数|数量|份数)": ("份", "篇", "期"),
    "车辆(?:数|数量)": ("辆", "台"),
}
"""Which units fit a name by its ending (a pattern)."""
QUALITY = re.compile("(?:合格|准确|达标|正确|优良|完好|完整|达优)率$|质量$")
PROMPTNESS = re.compile("及时[率性]$|(?:按时|按期|准时|限时)[^，、]{0,3}(?:率|完成)$|完成(?:时间|时限|日期)$")
SATISFACTION = re.compile("满意[度率]$")
"""Names by the class that they belong to."""
COMPLAINT = re.compile("投诉|举报|信访|差评")
PROCESS = re.compile("(?:整改|公开|利用|采购|执行|使用|到位|办结|开工|完工|验收|归档|录入)[^，、]{0,2}率$")
"""Names of what is done, not of what comes of it."""
OF_IMPACT = re.compile("资源|能源|综合利用|再生|土地|水|秸秆|垃圾|废弃|污水")
"""Of which things a use is a benefit all the same."""
INSIDERS = re.compile("在职|职工|教职|干部|聘用|本单位|本部门|本局|工作人员|内部|使用(?:人员|者|科室)|单位员工")
"""People of the department's own."""
RATE_AS_QUALITY = re.compile("(?:及时|准确|完整|规范|有效|合格|稳定|达标)性$")
CONFUSABLES = (("检测", "监测"), ("截止", "截至"), ("制订", "制定"), ("帐", "账"), ("布署", "部署"), ("其它", "其他"), ("按装", "安装"),
               ("反应", "反映"), ("权力", "权利"), ("启用", "起用"), ("定金", "订金"), ("交纳", "缴纳"))  # fmt: skip
"""Words that are often taken for one another; only where both stand before the same word are they told."""
