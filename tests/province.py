"""A province's workbooks, made up: departments of all kinds, every status, ledgers of up to 5,000 rows, one in a hundred broken.

`python -m tests.province FOLDER COUNT` makes 报送 (what was filed, by department), 批复 (what was approved of some of them) and 单位名单.xlsx.
The same count gives the same workbooks.
"""

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path

import xlsxwriter

from tests.conftest import content_from
from xlperf.files import form_bytes, form_grid, make

YEAR = 2025
SECTIONS = {"教科文科": ("教育局", "科技局", "文化旅游局"), "农业农村科": ("农业农村局", "水利局", "林业局"),
            "社会保障科": ("民政局", "卫生健康局", "人社局"), "经济建设科": ("交通运输局", "住建局", "生态环境局"),
            "行政政法科": ("公安局", "司法局", "应急管理局")}  # fmt: skip
"""The sections of the bureau, and the departments that each looks after."""
PLACES = ("永昌", "清河", "东平", "临江", "安远", "宁海", "金川", "长宁", "丰润", "白河", "石门", "云岭", "武定", "南华", "怀安", "平原", "兴隆",
          "桃源", "通江", "汉阴")
KINDS = ("机关", "第一中心", "第二中心", "执法大队", "研究所", "服务站", "信息中心", "实验学校", "管理处", "宣传中心")
TASKS = ("人员经费保障", "公用经费保障", "信息化运行维护", "监测监管", "宣传培训", "设备购置",
         "基础设施维修改造", "专项补助发放", "执法检查", "规划编制")
WHAT = ("检查", "培训", "宣传活动", "设备", "报告", "项目", "样品", "档案", "监测点", "救助对象",
        "示范基地", "标准", "课题", "会议", "演练", "维修工程")
SORTS = ("数量指标", "数量指标", "数量指标", "质量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "经济效益指标",
         "生态效益指标", "可持续影响指标", "满意度指标")  # fmt: skip
JUDGED = ("数量指标", "质量指标", "成本指标", "满意度指标", "时效指标")
BY_WORDS = ("有所提高", "持续改善", "较上年下降3%", "不断增强")
LEVELS = {"数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标", "成本指标": "成本指标", "满意度指标": "满意度指标"}
STATES = ("草稿", "已申报", "已批复", "已自评", "已自评", "已自评")


def unit(number: int) -> dict:
    """Return who a unit is."""
    section = list(SECTIONS)[number % len(SECTIONS)]
    supervisor = SECTIONS[section][number // 5 % 3]
    name = f"{PLACES[number // 15 % len(PLACES)]}县{supervisor}{KINDS[number // 300 % len(KINDS)]}"
    told = {"code": f"{100 + number // 15:03}{number:05}", "department": f"{name}{number // 3000 or ''}"}
    return told | {"supervisor": supervisor, "section": section}


def _indicator(chance: random.Random, nth: int, tasks: list[str], filled: bool, settled: bool) -> dict:
    sort, what, size = chance.choice(SORTS), chance.choice(WHAT), chance.choice((3, 12, 48, 260, 1500))
    amount, met = chance.randint(1, size), chance.random() < 0.85
    more, less = amount + chance.randint(0, size // 4), max(amount - chance.randint(1, size), 0)
    share = chance.choice((80, 85, 90, 95, 98, 100))
    figure = {
        "数量指标": (f"{what}数量{nth}", f">={amount}{chance.choice('次个份处场')}", more if met else less),
        "质量指标": (f"{what}合格率{nth}", f">={share}%", f"{min(share + chance.randint(0, 5), 100) if met else share - chance.randint(1, 30)}%"),
        "成本指标": (f"{what}成本{nth}", f"<={amount}.{chance.randint(1, 99):02}万元", f"{less if met else more + 1}万元"),
        "满意度指标": (f"{what}满意度{nth}", f">={share}%", f"{share if met else share - 3}%"),
        "时效指标": (f"{what}完成时间{nth}", f"{YEAR}年{chance.randint(6, 12)}月底前",
                     f"{YEAR}年{chance.randint(1, 6) if met else 12}月{chance.randint(1, 28)}日"),
    }.get(sort) or (f"{what}作用{nth}", chance.choice(BY_WORDS), chance.choice(("有所提高", "4%", "明显改善")))
    name, target, actual = figure
    lost = chance.random() < 0.04
    blank = not filled or (lost and not settled)
    return {"指标编号": f"Z{nth}", "一级指标": LEVELS.get(sort, "效益指标"), "二级指标": sort, "三级指标": name, "对应任务": chance.choice(tasks),
            "批复指标值": chance.choice(("详见方案", "若干")) if chance.random() < 0.01 and not settled else target,
            "实际完成值": None if blank else str(actual),
            "偏差原因分析及改进措施": "" if met or blank else "受客观条件影响，下年提前安排",
            "评定等级": "达成" if settled and filled and sort not in JUDGED else ""}  # fmt: skip


def _payments(chance: random.Random, rows: int, tasks: list[dict]) -> Iterator[dict]:
    for nth in range(rows):
        task = chance.choice(tasks)
        day = date(YEAR, 1, 1) + timedelta(days=chance.randint(0, 364))
        amount = round(task["总额"] * 10000 * len(tasks) / rows * chance.uniform(0.6, 1.3), 2)
        yield {"日期": day, "凭证号": f"{day.month:02}-{nth:05}", "分录号": "1", "摘要": f"支付{chance.choice(WHAT)}款{nth}",
               "任务": task["任务名称"], "资金来源": "财政拨款",
               "经济分类": chance.choice(("30101", "30201", "30227", "31002")), "金额（元）": amount}  # fmt: skip


def workbook(number: int, version: str = "", *, changed: bool = False) -> bytes:
    """Return what a unit filed; with a `version` what it was then; `changed` where its targets were others."""
    chance = random.Random(number if number % 40 != 9 else 9)  # some copy from one another
    state = chance.choice(STATES) if number % 40 != 9 else "已批复"
    state = version or state
    filled = state == "已自评"
    tasks = []
    for nth, name in enumerate(chance.sample(TASKS, chance.randint(2, 8)), 1):
        total = float(chance.randint(5, 900))
        money = {"总额": total, "财政拨款": total, "上年结转": 0.0, "其他资金": 0.0}
        tasks.append({"任务编号": f"R{nth}", "任务名称": name, "主要内容": f"完成{name}各项工作", **money})
    names = [each["任务名称"] for each in tasks]
    rows = {
        "任务": tasks,
        "总体目标": [{"目标编号": f"{nth}", "年度总体目标": f"做好{name}", "对应任务": name} for nth, name in enumerate(names, 1)],
        "绩效指标": [_indicator(chance, nth, names, filled, number % 3 == 0) for nth in range(1, chance.randint(12, 70))],
        "支出明细": list(_payments(chance, int(5000 * chance.random() ** 4) if state in STATES[2:] else 0, tasks)),
    }
    if changed:
        rows["绩效指标"][1]["批复指标值"] = ">=999次"
        del rows["绩效指标"][4]
    told = {key: value for key, value in unit(number).items() if key != "section"} | {"year": YEAR, "version": state}
    return make(content_from(rows, **told), ".xlsx" if chance.random() < 0.85 else ".xlsm")


def broken(number: int, data: bytes) -> bytes:
    """Return a workbook as it is broken, in one of many ways."""
    ways = (data[: len(data) // 2], b"", b"PK\x03\x04" + bytes(2000), b"<html><p>502</p></html>", data[:-200] + bytes(200),
            data.replace(b"xl/worksheets", b"xl/worksheetz"),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40)  # fmt: skip
    return ways[number // 100 % len(ways)]


def _filed(folder: Path, number: int) -> None:
    who = unit(number)
    data = workbook(number)
    suffix = ".xlsm" if b"vbaProject.bin" in data else ".xlsx"
    path = folder / "报送" / who["supervisor"] / f"{who['code']}{who['department']}{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(broken(number, data) if number % 100 == 37 else data)
    if number % 12 == 5 and number % 100 != 37:  # a form instead of the workbook
        form = form_bytes(form_grid(path, "evaluation"), ".xlsx")
        path.unlink()
        path.with_suffix(".xlsx").write_bytes(form)
    if number % 50 == 11:
        path.with_name(f"{path.stem}（改）{suffix}").write_bytes(workbook(number, "已自评"))
    if number % 20 == 0:
        approved = folder / "批复" / f"{who['code']}{suffix}"
        approved.parent.mkdir(parents=True, exist_ok=True)
        approved.write_bytes(workbook(number, "已批复", changed=number % 60 == 0))


def roster(count: int) -> bytes:
    """Return the list of the units that have to file: those that did, and some more."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("单位名单")
        sheet.write_row(0, 0, ["预算单位编码", "单位名称", "主管部门", "业务科室"])
        for row, who in enumerate(map(unit, range(count + count // 30)), 1):
            sheet.write_row(row, 0, who.values())
    return out.getvalue()


def main(folder: str, count: str) -> None:
    """Make the workbooks of some units."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / "单位名单.xlsx").write_bytes(roster(int(count)))
    numbers = iter(range(int(count)))
    with ProcessPoolExecutor() as pool:
        while some := list(islice(numbers, 200)):
            list(pool.map(_filed, [place] * len(some), some))


if __name__ == "__main__":
    main(*sys.argv[1:])
