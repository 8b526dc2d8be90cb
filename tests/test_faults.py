"""What a sharp officer finds in the published sample table is found; in its corrected copy nothing is; elsewhere an error is an error."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import SEED, content_from
from tests.sheets_text import sheets_of
from xlperf import schema
from xlperf.files import check, load, make
from xlperf.profile import load as load_profile
from xlperf.run import run

CORPUS = Path(__file__).parent / "corpus"
CORRECTED = CORPUS / "corrected" / "bazhou-2022.txt"

FAULTS = {
    1: [("B408", "巴州应急管理局人员保障")],
    2: [("B409", "成本指标")],
    3: [("B410", "发放工资资金数"), ("B410", "人员运转保障经费")],
    4: [("K305", "聘用人员补助每次发放金额")],
    5: [("K305", "购置办公设备成本"), ("K305", "购买办公用品耗材成本")],
    6: [("K304", "购买政府服务成本")],
    8: [("T209", "地震台站设备故障率")],
    9: [("T210", "聘用人员补助发放次数")],
    10: [("T211", "房屋建筑物供暖面积")],
    11: [("T211", "聘用人员人数")],
    12: [("T212", "保障在职人数"), ("T212", "公务保障用车数量")],
    13: [("G802", "检查人员被投诉次数")],
    14: [("T213", "年度维护成本增长率"), ("G808", "年度维护成本增长率")],
    16: [("T203", "设备采购完成时间"), ("T203", "巴州第一次自然灾害风险普查工作任务完成时间")],
    17: [("T214", "企业主体责任、安全管理水平"), ("N908", "企业主体责任、安全管理水平"), ("T214", "自然灾害防治能力得到提升"),
         ("T219", "自然灾害防治能力得到提升"), ("T214", "全社会安全意识、防灾减灾意识全民自救互救能力"),
         ("N908", "全社会安全意识、防灾减灾意识全民自救互救能力")],
    18: [("N901", "项目资金支付及时性")],
    19: [("G801", "地震站台维修验收合格率")],
    20: [("G803", "问题整改落实率"), ("G804", "宣传教育政策知晓率"), ("G803", "设备利用率"), ("G803", "监督检查结果公开率")],
    21: [("G805", "效益指标")],
    22: [("G806", "满意度指标"), ("G807", "满意度指标")],
    23: [("N902", "设备验收合格率"), ("T218", "人员工资支付及时率")],
    24: [("K301", "目标1"), ("K301", "目标4"), ("K302", "目标5"), ("K302", "安全生产监察监管工作")],
    25: [("K302", "地震监测、自然灾害监测预警及安全生产防灾减灾宣教工作")],
    26: [("S114", "全部指标")],
    27: [("N903", "地震台站运行维护次数")],
    28: [("N904", "巴州第一次自然灾害综合风险普查工作"), ("N904", "第一次自然灾害风险普查调查数据外业核查点次"), ("N904", "聘用人员补贴发放及时率")],
    29: [("K306", "人员运转保障经费")],
    30: [("T217", "督查检查频次"), ("T217", "督查检查报告数量"), ("T217", "政府购买技术服务费批次")],
    31: [("N905", "地震监测、自然灾害监测预警及安全生产防灾减灾宣教工作"), ("N906", "地震监测、自然灾害监测预警及安全生产防灾减灾宣教工作")],
    33: [("S115", "全部指标"), ("C606", "全部指标")],
    34: [("T216", "督查检查覆盖率"), ("T216", "问题整改落实率"), ("T216", "受宣传教育参与者满意度"), ("T216", "地震站台系统使用人员满意度")],
    35: [("T215", "系统正常使用年限")],
}  # fmt: skip
"""The faults of the sample table, by the numbers under which a reviewer listed them, with the rule that finds each and its subject."""

WITHOUT_RULE = {
    7: "what one of something costs is neither right nor wrong without a standard: B411 finds it once a profile says one, and the trace shows it",
    15: "no rate of the sample is above 100%; T204 finds one that is",
    32: "labels that a page break displaced: the reader puts them right, and the table it read has none",
}


@pytest.fixture(scope="module")
def found() -> set[tuple[str, str]]:
    return {(each.rule, each.subject) for each in check(SEED, scope=schema.ALL_RULES).result.findings}


def test_every_fault_has_a_rule_or_a_reason():
    assert sorted([*FAULTS, *WITHOUT_RULE]) == list(range(1, 36))


@pytest.mark.parametrize("number", FAULTS)
def test_a_fault_of_the_sample_table_is_found(found, number):
    assert set(FAULTS[number]) <= found


def test_nothing_else_is_said_of_it(found):
    known = {each for told in FAULTS.values() for each in told}
    assert found - known == {("K302", "目标6"), ("K302", "目标3"), ("K302", "巴州第一次自然灾害综合风险普查工作")}


def test_a_unit_cost_is_found_where_a_standard_is_known():
    from dataclasses import replace

    profile = replace(load_profile(), standards={"宣传教育": Decimal(20000)})
    said = [each for each in run(load(SEED), profile=profile).findings if each.rule == "B411"]
    assert [each.subject for each in said] == ["宣传教育成本"] and "27000元" in said[0].message


def test_nothing_remains_in_the_corrected_copy(tmp_path):
    rows, particulars = sheets_of(CORRECTED.read_text(encoding="utf-8"))
    path = tmp_path / "改正后.xlsx"
    path.write_bytes(make(content_from(rows, **particulars)))
    result = check(path, scope=schema.ALL_RULES).result
    assert (result.findings, result.verdict) == ((), "通过") and len(result.assessment.indicators) == 36


ERRORS = {
    ("01_yunnan_gongkai14.txt", "R301", "家长政策知晓率"): "right: 97% against =100%, and the column of causes is blank",
    ("11_anhui_stars_qizhong.txt", "R301", "其中羊养殖数量"): "right: 116 of 120; the cause stands beside the sum above, not beside this row",
}
"""Every 错误 in the published layouts of others, judged by hand."""


def test_an_error_elsewhere_is_one():
    paths = sorted((CORPUS / "tables").glob("*.txt"))
    said = {(path.name, each.rule, each.subject) for path in paths for each in check(path, scope=schema.ALL_RULES).result.findings
            if each.severity == "错误"}  # fmt: skip
    assert said == set(ERRORS)


CAREFUL = {
    "agriculture.txt": {("T214", "农民种粮积极性"), ("T203", "化肥使用量")},
    "big_data.txt": {("B410", "平台升级开发成本"), ("G805", "效益指标")},
    "culture.txt": {("B410", "公用经费支出"), ("G805", "效益指标")},
}
"""Tables as careful departments of other kinds file them (made up), with all that is said of them besides blank points and explanations."""


@pytest.mark.parametrize("name", CAREFUL)
def test_little_is_said_of_a_careful_table(tmp_path, name):
    rows, particulars = sheets_of((CORPUS / "departments" / name).read_text(encoding="utf-8"))
    path = tmp_path / "母版.xlsx"
    path.write_bytes(make(content_from(rows, **particulars)))
    found = {(each.rule, each.subject, each.severity) for each in check(path, scope=schema.ALL_RULES).result.findings}
    assert {(rule, subject) for rule, subject, _severity in found} - {("C606", "全部指标"), ("S115", "全部指标")} == CAREFUL[name]
    assert {severity for _rule, _subject, severity in found} == {"提示"}
