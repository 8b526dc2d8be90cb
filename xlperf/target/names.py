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
