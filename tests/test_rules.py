"""Every rule's manual page is whole, and its own examples prove it: the wrong one is found, the right one is not."""

import pkgutil
from dataclasses import replace
from decimal import Decimal
from importlib import import_module

import pytest

import xlperf.rules
from tests.conftest import INDICATOR, OTHER_CLASSES, TASK, content_from
from tests.sheets_text import particulars_of, row_of
from xlperf.build.content import book_of
from xlperf.errors import InputError
from xlperf.forms import target_form
from xlperf.intake import read_case
from xlperf.model import ERROR, HINT, SEVERITIES, WARNING, Grid, LostFormulas, Place, Unread
from xlperf.profile import Profile, load
from xlperf.rules import FAMILIES, RULES, SECTIONS, Rule
from xlperf.rules.rule import rule
from xlperf.run import CRASHED, rules_of, run_case, scope_named
from xlperf.schema import BASIC_RULES


def findings_of(example: str, only: Rule):
    """Run one rule over a small table with the rows of an example in it."""
    rows: dict[str, list] = {}
    particulars = {}
    tables: dict[str, str] = {}
    old = None
    outside, emptied, stale, unit, lost = [], set(), False, "万元", ()
    for line in example.splitlines():
        name, *fields = line.strip().split("｜")
        if name == "表格外":
            outside.append(Unread(Place(fields[0], 9, 1), fields[0], "合计", "outside"))
            continue
        if name == "旧自评表":
            old = Grid("自评表", [["部门（单位）整体支出绩效自评表"], ["另一个数"]])
            continue
        if name == "旧目标表":
            stale = True
            continue
        if name == "丢了自动公式":
            lost = (LostFormulas(Place(fields[0], 4), ("执行数",)),)
            continue
        if name == "放不下":
            outside.append(Unread(Place("", 9), "", fields[0], "placed"))
            continue
        if name == "评分方案":
            tables |= {field.partition("=")[0]: field.partition("=")[2] for field in fields}
            continue
        if name == "很多指标":
            rows["绩效指标"] = [INDICATOR | {"指标编号": f"Z{nth}", "三级指标": f"第{nth}类检查次数"} for nth in range(2, int(fields[0]))]
            continue
        if name == "金额单位":
            unit = fields[0]
            continue
        if name == "清空":
            emptied.add(fields[0])
            continue
        if name == "概况":
            particulars |= particulars_of(row_of(fields))
        else:
            rows.setdefault(name, []).append(row_of(fields))
    given = {"任务": [TASK], "绩效指标": [INDICATOR]}
    base = {name: ([] if name in emptied else given.get(name, [])) + rows.get(name, []) for name in {**given, **rows}}
    book, layout = book_of(content_from(base, **particulars))
    case = read_case(book, layout)
    form = target_form(case.table)
    form = replace(form, rows=form.rows[:-1] if stale else form.rows)
    case = replace(case, table=replace(case.table, money_unit=unit))
    case = replace(case, unread=(*case.unread, *outside), form=form, evaluation=old, lost_formulas=lost)
    return run_case(case, layout, rules=(only,), profile=_with(load(), tables)).findings


def _with(profile: Profile, tables: dict[str, str]) -> Profile:
    """Return a profile with some of the numbers of its tables, by dotted names."""
    for name, value in tables.items():
        table, _dot, key = name.partition(".")
        profile = replace(profile, **{table: {**getattr(profile, table), key: Decimal(value)}})
    return profile


@pytest.mark.parametrize("each", RULES, ids=lambda each: each.id)
class TestRule:
    def test_has_a_whole_page(self, each):
        assert all(each.section(name) for name in SECTIONS), each.manual
        assert each.title and each.id[0] in FAMILIES and each.severity in SEVERITIES

    def test_finds_its_wrong_example(self, each):
        found = findings_of(each.section("错误"), each)
        assert found and all(finding.rule == each.id for finding in found)
        assert all(finding.message and finding.hint and finding.place for finding in found)

    def test_passes_its_right_example(self, each):
        assert findings_of(each.section("正确"), each) == ()


def test_ids_and_slugs_are_unique():
    assert len({each.id for each in RULES}) == len({each.slug for each in RULES}) == len(RULES) >= 12


def test_a_rule_that_crashes_becomes_one_finding():
    @rule("T999", "broken", ERROR)
    def broken(_assessment):
        """坏的规则。"""
        raise ZeroDivisionError
        yield

    book, layout = book_of(content_from({"任务": [TASK], "绩效指标": [INDICATOR, *OTHER_CLASSES]}))
    result = run_case(read_case(book, layout), layout, rules=(broken, *rules_of(BASIC_RULES)))
    assert [(each.rule, each.severity) for each in result.findings] == [(CRASHED, ERROR)]


def test_a_clean_table_has_no_findings():
    book, layout = book_of(content_from({"任务": [TASK], "绩效指标": [INDICATOR, *OTHER_CLASSES]}))
    result = run_case(read_case(book, layout), layout)
    assert (result.findings, result.verdict) == ((), "通过")


def test_findings_stand_by_severity_then_place():
    rows = {"任务": [TASK], "绩效指标": [
        INDICATOR, {"二级指标": "时效指标", "三级指标": "采购时间", "批复指标值": "2022年11月30日", "实际完成值": "11月1日"},
        {"二级指标": "数量指标", "三级指标": "培训次数", "批复指标值": ">=5次", "实际完成值": "3次"},
        {"二级指标": "数量指标", "三级指标": "演练次数", "批复指标值": ">=5次"},
        *OTHER_CLASSES,
    ]}  # fmt: skip
    book, layout = book_of(content_from(rows))
    found = run_case(read_case(book, layout), layout).findings
    assert [(each.severity, each.rule, str(each.place)) for each in found] == [
        (ERROR, "R301", "绩效指标!V7"), (WARNING, "R303", "绩效指标!L8"), (HINT, "T203", "绩效指标!E6"),
    ]  # fmt: skip


def test_rules_are_listed_on_the_command_line(capsys):
    import json

    from xlperf.cli import main

    assert main(["rules", "--format", "json"]) == 0
    assert [each["id"] for each in json.loads(capsys.readouterr().out)] == [each.id for each in RULES]
    assert main(["rules", "b402"]) == 0
    assert "超过全年预算数" in capsys.readouterr().out
    assert main(["rules", "Z000"]) == 2




def test_no_rule_is_left_out():
    """Whatever is a rule in `xlperf/rules/` is checked by."""
    modules = (import_module(f"xlperf.rules.{each.name}") for each in pkgutil.iter_modules(xlperf.rules.__path__))
    assert {value.id for module in modules for value in vars(module).values() if isinstance(value, Rule)} == {each.id for each in RULES}


def test_a_scope_is_known_by_either_name_and_no_other():
    assert scope_named("strict") == "严格" and scope_named("基本") == scope_named("basic") == BASIC_RULES and scope_named("") == ""
    with pytest.raises(InputError, match="没有这种校验尺度：nonsense"):
        scope_named("nonsense")
