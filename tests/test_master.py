"""The master workbook: reproducible, clean, and its native formulas say what the core says."""

import io
import re
import zipfile

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from tests.conftest import SEED, column_values, content_from, values
from xlperf import schema
from xlperf.build import blank, build_master, published, sample
from xlperf.files import make
from xlperf.writers.styles import NAMES

MASTER = SEED.with_name("master.xlsx")


def test_the_committed_master_is_what_the_sources_build(published_workbook):
    assert MASTER.read_bytes() == published_workbook, "run: xlperf new workbook/master.xlsx --from workbook/bazhou-2022.txt"


def test_two_builds_are_the_same_bytes():
    assert make(sample()) == make(sample())


@pytest.mark.parametrize("content", [blank, published, sample])
def test_excel_is_expected_to_open_it(content, tmp_path):
    for name, data in (("skeleton", build_master(content())), ("with results", make(content()))):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(data)
        result = OpenXmlValidator().validate(str(path))
        assert result.is_valid and not result.errors, [str(error) for error in result.errors]


def test_nothing_forces_a_recalculation(sample_workbook):
    with zipfile.ZipFile(io.BytesIO(sample_workbook)) as archive:
        settings = re.search(rb"<calcPr[^>]*>", archive.read("xl/workbook.xml"))[0]
    assert b'calcId="191029"' in settings and b"fullCalcOnLoad" not in settings


def test_tables_have_their_headings_and_at_least_one_row():
    book = openpyxl.load_workbook(io.BytesIO(build_master(blank())))
    for sheet in schema.TABLE_SHEETS:
        table = book[sheet.name].tables[sheet.table]
        assert re.fullmatch(rf"A4:{openpyxl.utils.get_column_letter(len(sheet.columns))}\d+", table.ref)
        assert int(table.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) >= 5
        headings = [cell.value for cell in book[sheet.name][4]]
        assert headings == [column.heading for column in sheet.columns] == [each.name for each in table.tableColumns]


def test_sheets_stand_in_their_order_with_frozen_headings_and_a4(sample_workbook):
    book = openpyxl.load_workbook(io.BytesIO(sample_workbook))
    assert tuple(book.sheetnames) == schema.SHEET_ORDER
    for sheet in schema.TABLE_SHEETS:
        page = book[sheet.name]
        assert page.freeze_panes == f"{openpyxl.utils.get_column_letter(sheet.frozen + 1)}5"
        assert page.page_setup.paperSize == 9 and page.print_title_rows == "$4:$4"


def test_styles_have_names(sample_workbook):
    book = openpyxl.load_workbook(io.BytesIO(sample_workbook))
    assert len(set(NAMES.values())) == len(NAMES)
    used = {cell.style for page in book for row in page.iter_rows() for cell in row} - {"Normal"}
    assert used == set(NAMES.values())
    assert book["绩效指标"]["L5"].style == "xlperf 文字" and book["任务"]["K5"].style == "xlperf 金额（自动）"


def test_dropdowns_refer_to_names_or_fixed_words(sample_workbook):
    book = openpyxl.load_workbook(io.BytesIO(sample_workbook))
    lists = {
        (page.title, str(each.sqref).split(":")[0]): each.formula1
        for page in book
        for each in page.data_validations.dataValidation
        if each.type == "list"
    }
    assert lists["支出明细", "E5"] == "TaskNames" and lists["支出明细", "F5"] == "CostIndicatorNames"
    assert lists["支出明细", "G5"] == '"财政拨款,上年结转,其他资金"'
    assert lists["绩效指标", "S5"] == '"达成,部分达成,未达成"'
    assert book.defined_names["TaskNames"].value == "Tasks[任务名称]"


def test_colours_go_by_the_exact_words(sample_workbook):
    page = openpyxl.load_workbook(io.BytesIO(sample_workbook))["绩效指标"]
    rules = [rule for area in page.conditional_formatting for rule in area.rules if rule.type == "cellIs"]
    assert {rule.formula[0].strip('"') for rule in rules} >= set(schema.STATUS.values())
    assert all(rule.operator == "equal" for rule in rules)


FORMULAS = [(sheet, column.key) for sheet in schema.TABLE_SHEETS for column in sheet.columns if column.formula]


def same(left: object, right: object) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return abs(left - right) < 1e-9
    return left == right


@pytest.mark.libreoffice
class TestInLibreOffice:
    @pytest.fixture(scope="class")
    @classmethod
    def recalculated(cls, libreoffice, sample_skeleton):
        """The sample without any result, calculated by LibreOffice alone."""
        return libreoffice(sample_skeleton, "xlsx")

    @pytest.mark.parametrize(("sheet", "key"), FORMULAS, ids=[f"{sheet.name}.{key}" for sheet, key in FORMULAS])
    def test_native_formulas_agree_with_the_core(self, recalculated, sample_workbook, sheet, key):
        native, ours = (column_values(data, sheet, key) for data in (recalculated, sample_workbook))
        assert any(value != "" for value in ours)
        assert all(map(same, native, ours)), [pair for pair in zip(native, ours, strict=True) if not same(*pair)]

    def test_the_summary_agrees_with_the_core(self, libreoffice, sample_workbook):
        native, ours = (values(data, "概况") for data in (libreoffice(sample_workbook, "xlsx"), sample_workbook))
        for offset, field in enumerate(schema.SUMMARY):
            row = 4 + offset
            assert ours[row][4] == field.label
            assert same(native[row][5], ours[row][5]), field.label

    def test_odd_names_are_added_up_alike(self, libreoffice):
        rows = {
            "任务": [{"任务编号": "R1", "任务名称": "Road 养护", "总额": 5.0}, {"任务编号": "2", "任务名称": "宣传", "总额": 1.0},
                   {"任务名称": "没有编号", "总额": 0.0}, {"任务编号": "同名", "任务名称": "同名", "总额": 1.0},
                   {"任务编号": "宣传", "任务名称": "编号是别人的名称", "总额": 1.0}, {"任务编号": "R7", "总额": 1.0},
                   {"任务名称": "末尾有空格 ", "总额": 1.0}, {"任务名称": "重名", "总额": 1.0}, {"任务名称": "重名", "总额": 1.0}],
            "绩效指标": [{"指标编号": "Z1", "二级指标": "成本指标", "三级指标": "沥青成本", "批复指标值": "<=3万元"},
                     {"二级指标": "成本指标", "三级指标": "人工成本", "批复指标值": "<=3万元"}],
            "支出明细": [
                {"任务": "road 养护", "成本指标": "Z1", "金额（元）": 100.1}, {"任务": "R1", "成本指标": "沥青成本", "金额（元）": 0.2},
                {"任务": "Road 养护 ", "金额（元）": 7.0}, {"任务": "2", "金额（元）": -3.33}, {"任务": "r1", "金额（元）": 1e9},
                {"金额（元）": 11.0}, {"任务": "同名", "金额（元）": 13.0}, {"任务": "宣传", "金额（元）": 17.0},
                {"任务": "R7", "金额（元）": 19.0}, {"任务": "末尾有空格 ", "金额（元）": 23.0}, {"任务": "重名", "金额（元）": 29.0},
            ],
        }  # fmt: skip
        content = content_from(rows)
        native, ours = libreoffice(build_master(content), "xlsx"), make(content)
        for sheet, key in FORMULAS:
            left, right = column_values(native, sheet, key), column_values(ours, sheet, key)
            assert all(map(same, left, right)), (key, left, right)
        native, ours = values(native, "概况"), values(ours, "概况")
        assert all(same(native[row][5], ours[row][5]) for row in range(4, 9))

    def test_it_prints_every_sheet(self, libreoffice, sample_workbook):
        assert libreoffice(sample_workbook, "pdf").startswith(b"%PDF")
