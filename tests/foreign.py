"""Workbooks of others, as departments send them: a title, merged classes, sums and signatures around the indicators."""

import io
from collections.abc import Sequence

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

TITLE = "2022年度部门整体支出绩效自评表"
HEADINGS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
ROWS = (
    ("产出指标", "数量指标", "维修道路面积", ">=2772.65平方米", "2800平方米", 10, None, None),
    (None, None, "培训次数", "≥5次", "3次", 15, None, None),
    (None, "质量指标", "验收合格率", ">=95%", 0.96, 10, None, None),
    ("小计", None, None, None, None, 35, None, None),
    (None, "时效指标", "完成时间", "2022年11月30日前", "2022年12月5日", 15, None, "雨季停工"),
    ("效益指标", "社会效益指标", "群众安全意识", "有所提高", "有所提高", 30, None, None),
    ("满意度指标", "满意度指标", "群众满意度", ">=95%", "96%", 10, None, None),
    ("合计", None, None, None, None, 90, None, None),
    ("填报人：张三", None, "联系电话：0316-1234567", None, None, None, None, None),
)
SHEET = "自评表"
FIRST_ROW = 4


def foreign_workbook(
    headings: Sequence = HEADINGS, rows: Sequence[Sequence] = ROWS, title: str = TITLE, sheet: str = SHEET, others: Sequence[str] = ("说明页",)
) -> bytes:
    """Return a workbook with such a table, and a note by somebody at the cell H5."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    page.append([title])
    page.append(["单位：示例局", None, None, "单位：万元"])
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
    for letter, width in zip("ABCDEFGH", (12, 14, 22, 18, 16, 7, 7, 26), strict=True):
        page.column_dimensions[letter].width = width
    page.row_dimensions[1].height = 26
    page["A1"].font, page["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    for cell in page[3]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
    page.merge_cells("A1:H1")
    page.merge_cells("A4:A6")
    page["E6"].number_format = "0%"
    page["H5"].comment = Comment("请补充说明", "李四")
    for name in others:
        book.create_sheet(name)["A1"] = "随便写"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
