"""One accountant's year with one workbook: declared, returned, approved, raised, adjusted, paid, monitored, evaluated, published.

`python -m tests.year FOLDER` goes through it, says what happened, and leaves the workbook and its forms in the folder.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from tests.conftest import content_from
from tests.exports import Sheet
from tests.person import Person
from tests.sheets_text import sheets_of
from xlperf.errors import InputError
from xlperf.files import accept, check, form, import_ledger, make, monitor
from xlperf.model import serial_of
from xlperf.schema import BUDGETS, GOALS, INDICATORS, MAPPING, MONITOR, REVIEW

CORRECTED = Path(__file__).parent / "corpus" / "corrected" / "bazhou-2022.txt"
HEADINGS = ["支付凭证号", "支付日期", "预算项目编码", "部门经济分类", "收款人", "摘要", "支付金额"]
PROJECTS = {"P01": "R1", "P02": "R2", "P03": "R3", "P04": "R4", "P05": "R5"}
COSTS = {"设备采购": "Z22", "取暖": "Z23", "车辆": "Z23", "检查": "Z24", "演练": "Z25", "聘用": "Z26", "宣传": "Z27", "台站": "Z28", "第三方": "Z29",
         "外业": "Z36", "工资": "Z21"}  # fmt: skip
JULY_ACTUALS = {"Z05": "20台", "Z06": "180次", "Z07": "1次", "Z08": "3场", "Z10": "3次", "Z11": "16次", "Z12": "40点次", "Z13": "62%",
                "Z14": "96%", "Z15": "97%", "Z16": "4%", "Z18": "100%", "Z01": "64人", "Z02": "23人", "Z03": "11辆", "Z04": "2772.65平方米",
                "Z09": "15人"}  # fmt: skip
FINAL_ACTUALS = {"Z05": "52台", "Z06": "312次", "Z07": "4次", "Z08": "6场", "Z10": "6次", "Z11": "26次", "Z12": "286点次", "Z13": "93%",
                 "Z14": "100%", "Z17": "100%", "Z19": "2022年11月25日", "Z20": "2022年11月18日", "Z30": "320万元", "Z31": "92%", "Z32": "0.2‰",
                 "Z33": "5年", "Z34": "94%"}  # fmt: skip
FAULTS = {"Z19": "2022年12月1日", "Z16": "<=70%"}
"""What the accountant declared wrong first, by indicator."""


def payments(last: int) -> Iterator[Sequence[object]]:
    """Yield what the payment system exports until the end of a month: salaries, projects, a refund, a bill shared by two projects."""
    number = 0
    for month in range(1, last + 1):
        lines = [("P01", "30101基本工资", "发放工资", 69.9), ("P02", "30208取暖费", "取暖费", 4.2), ("P02", "30231公务用车运行", "车辆燃油", 1.4)]
        lines += [("P03", "30213维修费", "检查差旅费", 4.3)] if month > 1 else []
        lines += [("P04", "30226劳务费", "聘用人员补助", 1.95)]
        lines += [("P04", "30227委托业务费", "台站维护", 3.0)] if month in (3, 6, 9, 12) else []
        lines += [("P04", "30202印刷费", "宣传教育印刷", 2.0)] if month in (4, 5, 7, 10, 11, 12) else []
        lines += [("P05", "30227委托业务费", "普查第三方服务", 11.0)] if month in (8, 9, 10, 11) else []
        lines += [("P05", "30211差旅费", "外业核查差旅", 1.4)] if month in (9, 10, 11, 12) else []
        lines += [("P02", "31002设备购置", "设备采购", 4.6)] if month in (5, 11) else []
        lines += [("P03", "30213维修费", "退回检查差旅费", -0.3)] if month == 6 else []
        lines += [("P99", "30216培训费", "联合应急演练", 6.0)] if month == 7 else []
        lines += [("P03", "30216培训费", "应急演练", 13.0)] if month == 12 else []
        for project, economic, summary, wan in lines:
            number += 1
            yield [f"{number:05}", f"2022-{month:02}-15", project, economic, "收款单位", summary, round(wan * 10000, 2)]


def ledger(folder: Path, last: int) -> Path:
    """Write the export of the months until `last`."""
    path = folder / f"支付明细1-{last}月.xlsx"
    path.write_bytes(Sheet([HEADINGS, *payments(last)]).xlsx())
    return path


class Year:
    """The workbook at `path`, the person who types into it, and what happened, line by line."""

    def __init__(self, folder: Path):
        self.folder, self.path = folder, folder / "绩效目标2022.xlsx"
        rows, particulars = sheets_of(CORRECTED.read_text(encoding="utf-8"))
        for row in rows[INDICATORS.name]:
            row["批复指标值"] = FAULTS.get(row["指标编号"], row["批复指标值"])
        self.path.write_bytes(make(content_from(rows, version="已申报", **particulars)))
        self.person = Person(self.path)
        self.told: list[str] = []

    def tell(self, text: str) -> None:
        self.told.append(text)

    def at(self, *when: int) -> datetime:
        return datetime(2022, *when)

    def declared(self) -> None:
        """The table is declared with two faults; the reviewer's paper names them, and it is returned."""
        found = check(self.path, write=True, now=self.at(1, 10)).result.findings
        self.tell(f"申报：{', '.join(f'{each.rule} {each.subject}' for each in found)}")
        self.person.add(REVIEW, round=1.0, level="财政部门", date=float(serial_of(date(2022, 1, 12))), person="李四", opinion="两项指标值要改",
                        handling="需修改", conclusion="中")  # fmt: skip
        form(self.path, self.folder / "审核意见单.docx", kind="opinion")

    def returned(self) -> None:
        """One fault is mended, the other finding accepted by the reviewer; the second round approves."""
        self.person.type(INDICATORS, {"number": "Z16"}, approved="<=7%")
        self.person.type(REVIEW, {"round": 1.0}, answer="故障率改为7%；普查时间即截止日", handling="已修改")
        accept(self.path, "T203", "自然灾害综合风险普查完成时间", reason="即截止日", person="李四", now=self.at(1, 20))
        found = check(self.path, write=True, now=self.at(1, 20)).result
        self.tell(f"再报：{found.verdict}，已接受{len(found.findings) - len(found.open)}项")
        self.person.add(REVIEW, round=2.0, level="财政部门", date=float(serial_of(date(2022, 1, 25))), person="李四", opinion="同意",
                        handling="已修改", conclusion="优")  # fmt: skip
        self.person.fill("版本状态", "已批复")

    def raised(self) -> None:
        """In March 20万元 are added to a task, and a target is adjusted with a document."""
        self.person.add(BUDGETS, date=float(serial_of(date(2022, 3, 20))), document="财预〔2022〕15号", task="R3", source="财政拨款", kind="追加",
                        amount=20.0)  # fmt: skip
        self.person.type(INDICATORS, {"number": "Z07"}, adjusted=">=5次", adjustment="财预〔2022〕15号")

    def paid(self, last: int) -> None:
        """What was paid until a month comes from the payment system."""
        if not self.person.typed[MAPPING.name, "第5行", MAPPING.column("task").heading]:
            for word, number in COSTS.items():
                self.person.add(MAPPING, contains=word, cost=number, task=self._task_of(number))
            for task, share in (("R3", 60.0), ("R4", 40.0)):
                self.person.add(MAPPING, priority=1.0, project="P99", task=task, share=share)
        found = import_ledger(self.path, [ledger(self.folder, last)], now=self.at(last, 28))
        new = sum(map(len, found.arrivals.added.values()))
        a = check(self.path).result.assessment
        known, stray = sum(found.arrivals.known), a.spending.unassigned / 100
        self.tell(f"1—{last}月支付：新增{new}笔，已有{known}笔；执行数{a.spent:,.2f}万元，没有归到任务{stray:,.2f}元")

    def _task_of(self, number: str) -> str:
        return next(each.task for each in check(self.path).result.assessment.case.table.indicators if each.number == number)

    def monitored(self) -> None:
        """July is filled, its red lights explained, and filed."""
        self.person.fill("监控截至月份", "7")
        for number, actual in JULY_ACTUALS.items():
            self.person.type(INDICATORS, {"number": number}, actual=actual)
        planned = monitor(self.path, now=self.at(8, 2))
        self.tell(planned.told)
        for each in planned.unexplained:
            self.person.type(MONITOR, {"month": 7.0, "name": each.name}, expected="年底前完成", chance="有可能", deviation="其他",
                             cause="招标晚于计划", remedy="八月起按月调度")  # fmt: skip
        self.person.type(MONITOR, {"month": 7.0, "name": "人员保障"}, filed=float(serial_of(date(2022, 8, 10))))
        found = check(self.path, write=True, now=self.at(8, 10)).result
        self.tell(f"监控报送后：{', '.join(sorted({each.rule for each in found.open})) or '没有问题'}")
        for suffix in (".docx", ".xlsx"):
            form(self.path, self.folder / f"运行监控表1-7月{suffix}", kind="monitor", month=7)

    def evaluated(self) -> None:
        """The year's end: actuals, a rating with points, causes of what was missed; the total and its grade."""
        self.person.fill("监控截至月份", "12")
        for number, actual in FINAL_ACTUALS.items():
            self.person.type(INDICATORS, {"number": number}, actual=actual)
        self.person.type(INDICATORS, {"number": "Z07"}, cause="一次演练因天气取消，明年补办")
        self.person.type(INDICATORS, {"number": "Z12"}, cause="两个县道路中断，明年补核")
        for number, text in (("M1", "工资补助全部按时发放"), ("M3", "督查检查312次，隐患全部整改")):
            self.person.type(GOALS, {"number": number}, actual=text)
        try:
            form(self.path, self.folder / "自评表（公开）.docx", kind="evaluation", public=True)
        except InputError as error:
            self.tell(f"公开版：{error}")
        self.person.type(INDICATORS, {"number": "Z35"}, actual="91%", awarded=5.0, award_reason="第三方问卷")
        monitor(self.path, 12, now=self.at(12, 31))
        self.person.fill("版本状态", "已自评")
        found = check(self.path, write=True, now=self.at(12, 31)).result
        score = found.assessment.score
        self.tell(f"自评：总分{score.total.value}，{score.grade or score.pending}；{', '.join(f'{each.rule} {each.subject}' for each in found.open)}")
        self.person.fill("填报人", "王五")
        self.person.fill("联系电话", "0996-0000000")
        for kind, name in (("evaluation", "自评表"), ("trace", "对应表"), ("target", "目标表")):
            form(self.path, self.folder / f"{name}.docx", kind=kind)
        form(self.path, self.folder / "自评表.xlsx", kind="evaluation")
        form(self.path, self.folder / "项目自评表.xlsx", "R3", kind="evaluation")
        form(self.path, self.folder / "自评表（公开）.docx", kind="evaluation", public=True)

    def july(self) -> list:
        """Return the rows of July as they stand."""
        return [each for each in check(self.path).result.assessment.case.monitored if each.month == 7]

    def typed_again(self) -> list[tuple[str, str, str]]:
        """Return the cells that were typed into more than once: what the year brought up to date."""
        return [cell for cell, count in self.person.typed.items() if count > 1]


    def __iter__(self) -> Iterator[str]:
        """Go through the year, stage by stage, and yield the name of each."""
        for name, go in (("申报", self.declared), ("审核", self.returned), ("调整", self.raised), ("支付1—7月", lambda: self.paid(7)),
                         ("监控", self.monitored), ("支付1—12月", lambda: self.paid(12)), ("自评", self.evaluated)):  # fmt: skip
            go()
            yield name


def main(folder: str) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    year = Year(Path(folder))
    list(year)
    for line in year.told:
        print(line)
    typed, again = sum(year.person.typed.values()), len(year.typed_again())
    print(f"填写单元格{typed}次；同一内容填了两遍的{len(year.person.twice)}个；年底更新的{again}个")


if __name__ == "__main__":
    main(sys.argv[1])
