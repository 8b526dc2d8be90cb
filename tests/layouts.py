"""Forms as offices lay them out, drawn at random: which columns, in which order, under which headings, merged or not."""

import csv
import html
import io
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import docx
import openpyxl
from hypothesis import strategies as st

from xlperf.model import Grid

NAMES = ("养护里程", "培训人数", "道路维修面积", "设备验收合格率", "资金支付及时率", "项目总成本", "受益群众人数", "居民知晓率", "群众满意度",
         "企业投诉处理率", "新建泵站数量", "完工时间", "系统正常运行率")  # fmt: skip
TARGETS = (("≥", "820", "人次"), ("≤", "500", "万元"), ("=", "100", "%"), ("≥", "95", "%"), ("", "2022年12月前", ""), ("", "有效提升", ""))
ACTUALS = ("830人次", "480万元", "100%", "96%", "2022年11月30日", "有效提升", None)
CLASSES = (("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("产出指标", "成本指标"), ("效益指标", "经济效益指标"),
           ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标"))  # fmt: skip
SPELLINGS = {
    "level1": ("一级指标", "一级\n指标"), "level2": ("二级指标", "二级 指标"), "level3": ("三级指标", "指标名称", "*三级指标"),
    "target": ("年度指标值", "指标值", "目标值", "2022年指标值", "指标值（含单位）"),
    "actual": ("全年实际值", "实际完成值", "完成值", "实际完成情况"),
    "weight": ("分值", "权重"), "score": ("得分", "自评得分"), "cause": ("偏差原因分析及改进措施", "未完成原因分析"), "remark": ("备注", "指标解释"),
    "number": ("序号",), "before": ("2021年完成值", "上年实际值", "2021年度指标值"),
    "sign": ("指标性质", "运算符号", "符号"), "value": ("指标值", "目标值"), "unit": ("计量单位", "度量单位"),
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """A form as a grid, and what should be read of it."""

    grid: Grid
    rows: list[tuple]
    """(level1, level2, level3, target, actual, weight, score)."""


@st.composite
def layouts(draw) -> Layout:
    """A form of a project, laid out in one of the ways in which they are."""
    split = draw(st.booleans())
    numbered = ["number"] if draw(st.booleans()) else []
    columns = [*numbered, "level1", "level2", "level3", *draw(st.permutations(_columns(draw, split)))]
    headings = [[draw(st.sampled_from(SPELLINGS[key])) for key in columns]]
    body, expected, merged = _body(draw, columns)
    if split and draw(st.booleans()) and (spread := _over_two_rows(columns, headings[0])):
        headings = spread
    above = _head(draw, len(columns))
    first = len(above) + len(headings)
    page_break = draw(st.integers(1, len(body))) if len(body) > 1 and not merged and draw(st.booleans()) else 0
    rows = [*above, *headings, *body[:page_break], *(headings if page_break else ()), *body[page_break:]]
    moved = [(top + first, left, bottom + first, right) for top, left, bottom, right in merged]
    if draw(st.booleans()):
        rows.append(["总分" if column == 0 else 90 if key == "weight" else None for column, key in enumerate(columns)])
    if draw(st.booleans()):
        rows.append(["填表人：张三", *[None] * (len(columns) - 1)])
    return Layout(Grid("表", rows, merged=tuple(moved)), expected)


def _over_two_rows(columns: list[str], headings: list) -> list[list]:
    """Return the headings in two rows, those of a split target below 年度指标值; nothing where its columns stand apart."""
    places = sorted(columns.index(key) for key in ("sign", "value", "unit"))
    if places[2] - places[0] > 2:
        return []
    above = [None if at in places else text for at, text in enumerate(headings)]
    above[places[0]] = "年度指标值"
    return [above, [text if at in places else None for at, text in enumerate(headings)]]


def _columns(draw, split: bool) -> list[str]:
    """Return the columns behind the names; those of a split target are told apart later."""
    chosen = [key for key in ("actual", "weight", "score", "cause", "remark", "before") if draw(st.booleans())]
    return [*(("sign", "value", "unit") if split else ("target",)), *chosen]


def _body(draw, columns: list[str]) -> tuple[list[list], list[tuple], list[tuple[int, int, int, int]]]:
    style = draw(st.sampled_from(("merged", "blank", "repeated")))
    points = draw(st.booleans())
    rows, expected, merged = [], [], []
    before = ("", "")
    for level1, level2 in CLASSES:
        names = draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
        for nth, name in enumerate(names):
            sign, value, unit = draw(st.sampled_from(TARGETS))
            cells = {
                "level1": f"{level1}（50分）" if points else level1, "level2": level2, "level3": name, "target": sign + value + unit,
                "sign": sign, "value": value, "unit": unit, "actual": draw(st.sampled_from(ACTUALS)), "remark": "说明",
                "number": len(rows) + 1, "before": "700人次",
                "weight": draw(st.sampled_from((5, 10, "20", 12.5))), "score": draw(st.sampled_from((5, 8.5, "10"))),
                "cause": draw(st.sampled_from((None, "雨季停工"))),
            }  # fmt: skip
            shown = dict(cells)
            if style != "repeated":
                shown["level1"] = None if level1 == before[0] else shown["level1"]
                shown["level2"] = None if nth else level2
            rows.append([shown[key] for key in columns])
            given = {key: Decimal(str(cells[key])) if key in columns else None for key in ("weight", "score")}
            actual = cells["actual"] if "actual" in columns else None
            expected.append((level1, level2, name, cells["target"], actual, given["weight"], given["score"]))
            before = (level1, level2)
    if style == "merged":
        for column in (columns.index("level1") + 1, columns.index("level2") + 1):
            starts = [at for at, row in enumerate(rows, 1) if row[column - 1] is not None] + [len(rows) + 1]
            merged += [(a, column, b - 1, column) for a, b in pairwise(starts) if b - a > 1]
    return rows, expected, merged


def _head(draw, width: int) -> list[list]:
    """Return the rows above: a title, whose the form is, its money."""
    rows = [["项目支出绩效自评表"], ["（2022年度）"], ["项目名称", "道路养护", "主管部门", "示例委", "实施单位", "示例局"][: max(width, 4)]]
    if width >= 4:
        rows += [["项目资金（万元）", "年度资金总额", draw(st.sampled_from((80, "1,080.50")))], [None, "其中：财政拨款", 60]]
    return [[*row, *[None] * (width - len(row))][:width] for row in rows]


def as_workbook(grid: Grid) -> bytes:
    """Return a form as a workbook."""
    book = openpyxl.Workbook()
    for number, row in enumerate(grid.rows, 1):
        for column, value in enumerate(row, 1):
            cell = book.active.cell(number, column, value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type  # =100% is no formula
    for top, left, bottom, right in grid.merged:
        book.active.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_document(grid: Grid) -> bytes:
    """Return a form as a Word document: its title as a paragraph, the rest one table."""
    document = docx.Document()
    document.add_paragraph(grid.rows[0][0])
    table = document.add_table(len(grid.rows) - 1, len(grid.rows[0]))
    for row, cells in enumerate(grid.rows[1:]):
        for column, value in enumerate(cells):
            table.cell(row, column).text = "" if value is None else str(value)
    for top, left, bottom, right in grid.merged:
        table.cell(top - 2, left - 1).merge(table.cell(bottom - 2, right - 1))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_page(grid: Grid) -> bytes:
    """Return a form as a web page, in a table that only lays it out."""
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merged}
    lines = []
    for row, cells in enumerate(grid.rows, 1):
        shown = [(spans.get((row, column), (1, 1)), "" if value is None else html.escape(str(value)).replace("\n", "<br/>"))
                 for column, value in enumerate(cells, 1) if (row, column) not in grid.hidden()]  # fmt: skip
        lines.append("<tr>" + "".join(f'<td rowspan="{down}" colspan="{across}"><p>{text}</p></td>' for (down, across), text in shown) + "</tr>")
    return f"<html><body><table><tr><td>网站导航</td></tr><tr><td><table>{''.join(lines)}</table></td></tr></table></body></html>".encode()


def as_csv(grid: Grid) -> bytes:
    """Return a form as values between commas, as spreadsheets save it for themselves."""
    text = io.StringIO()
    csv.writer(text).writerows(grid.rows)
    return text.getvalue().encode("gb18030")


def as_text(grid: Grid) -> bytes:
    """Return a form as text copied out of a spreadsheet."""
    return "\n".join("\t".join("" if cell is None else str(cell).replace("\n", " ") for cell in row) for row in grid.rows).encode()


FORMATS = {".xlsx": as_workbook, ".docx": as_document, ".html": as_page, ".csv": as_csv, ".txt": as_text}
