"""A newer table into a master workbook: filled where it is blank, added where it is new, and nothing typed is overwritten."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_documents import NAMES, tables
from xlperf import schema
from xlperf.build import content_of
from xlperf.cli import main
from xlperf.errors import InputError
from xlperf.files import form_bytes, load, make, merge, new, read
from xlperf.forms import target_form
from xlperf.intake import recognise
from xlperf.model import Case, Indicator, Table, indicator_keys
from xlperf.model.matching import match_indicators
from xlperf.plan.merging import ADDED, ADJUSTED, CHANGED, FILLED, KEPT, MISSING, plan_merge

SEED = "workbook/bazhou-2022.txt"
HEAD = "2022年度部门整体支出绩效自评表\n单位名称\t新疆巴州应急管理局\n一级指标\t二级指标\t三级指标\t指标值\t实际完成值\t分值\n"


def kinds(merged) -> list[tuple[str, str, str]]:
    return [(each.kind, each.subject, each.heading) for each in merged.differences]


@pytest.fixture
def master(tmp_path):
    path = tmp_path / "母版.xlsx"
    new(path, SEED)
    return path


def self_evaluation(tmp_path, *rows: str, of: str = "新疆巴州应急管理局") -> str:
    path = tmp_path / "自评.csv"
    path.write_text(HEAD.replace("新疆巴州应急管理局", of).replace("\t", ",") + "\n".join(rows), encoding="utf-8")
    return str(path)


def row(path, name: str) -> Indicator:
    return next(each for each in read(path).indicators if each.level3 == name)


def test_the_same_table_changes_nothing(master):
    before = master.read_bytes()
    assert merge(master, SEED).differences == () and master.read_bytes() == before


def test_blanks_are_filled_and_what_was_typed_stays(master, tmp_path):
    """A subordinate's form goes into its department's workbook: the name that stands there stays."""
    source = self_evaluation(tmp_path, "产出指标,数量指标,督查检查频次,≥305次,310次,2", ",质量指标,督查检查覆盖率,>=70%,71%,", of="示例局")
    first = merge(master, source)
    assert [each for each in kinds(first) if each[0] != MISSING] == [
        (KEPT, "概况", "单位名称"), (FILLED, "督查检查频次", "分值"), (FILLED, "督查检查频次", "实际完成值"),
        (FILLED, "督查检查覆盖率", "实际完成值"),
    ]  # fmt: skip
    assert (row(master, "督查检查频次").actual, row(master, "督查检查频次").weight, row(master, "督查检查频次").approved) == ("310次", 2, ">=305次")
    source = self_evaluation(tmp_path, "产出指标,数量指标,督查检查频次,≥305次,999次,2")
    before = master.read_bytes()
    assert (KEPT, "督查检查频次", "实际完成值") in kinds(merge(master, source))
    assert master.read_bytes() == before and read(master).department == "新疆巴州应急管理局"


def test_results_stand_beside_what_was_filled(master, tmp_path):
    merge(master, self_evaluation(tmp_path, "产出指标,数量指标,督查检查频次,≥305次,300次,2", "产出指标,数量指标,新指标,≥1次,2次,1"))
    grid = load(master).grid(schema.INDICATORS.name)
    state, name = (schema.INDICATORS.number(key) - 1 for key in ("state", "level3"))
    found = {cells[name]: cells[state] for cells in grid.rows}
    assert (found["督查检查频次"], found["新指标"]) == ("未达标", "达标")


def test_new_rows_stand_below_with_numbers_of_their_own(master, tmp_path):
    before = master.read_bytes()
    merged = merge(master, self_evaluation(tmp_path, "产出指标,数量指标,新指标甲,≥1次,,", "产出指标,数量指标,新指标乙,≥2次,,"))
    assert [each[1] for each in kinds(merged) if each[0] == ADDED] == ["新指标甲", "新指标乙"]
    assert [each.number for each in read(master).indicators[-2:]] == ["Z71", "Z72"] and len(read(master).indicators) == 72
    [table] = load(master).grid(schema.INDICATORS.name).tables.values()
    assert table[2] == schema.FIRST_ROW + 71
    assert main(["undo", str(master)]) == 0 and master.read_bytes() == before


def changed_seed(tmp_path) -> str:
    with open(SEED, encoding="utf-8") as file:
        text = file.read().replace(">=305次", ">=300次").replace(">=95%", "≥95%")
    path = tmp_path / "新目标表.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_changed_approved_target_is_an_error(master, tmp_path, capsys):
    before = master.read_bytes()
    assert main(["new", "--into", str(master), "--from", changed_seed(tmp_path)]) == 2
    told = capsys.readouterr().out
    assert "批复值不同  绩效指标!E9" in told and ">=305次" in told and "批复指标值不能直接改，所以文件没有改动" in told
    assert master.read_bytes() == before


def test_an_adjusted_target_stands_beside_the_approved_one(master, tmp_path):
    merged = merge(master, changed_seed(tmp_path), adjustment="财预〔2022〕15号")
    assert kinds(merged) == [(ADJUSTED, "督查检查频次", "调整后指标值")]
    found = row(master, "督查检查频次")
    assert (found.approved, found.adjusted, found.adjustment, found.target) == (">=305次", ">=300次", "财预〔2022〕15号", ">=300次")
    assert merge(master, changed_seed(tmp_path), adjustment="财预〔2022〕16号").differences == ()
    assert merge(master, SEED).differences == ()


def test_a_preview_writes_nothing(master, tmp_path, capsys):
    before = master.read_bytes()
    source = self_evaluation(tmp_path, "产出指标,数量指标,新指标,≥1次,2次,1")
    assert main(["new", "--into", str(master), "--from", source, "--preview"]) == 1
    assert "只列出差异，没有写入" in capsys.readouterr().out and master.read_bytes() == before


def test_what_cannot_be_merged_is_told(master, tmp_path, capsys):
    other = tmp_path / "另一年.csv"
    other.write_text(HEAD.replace("2022", "2023").replace("\t", ",") + "产出指标,数量指标,甲,≥1次,,", encoding="utf-8")
    with pytest.raises(InputError, match="母版是2022年度，新表是2023年度"):
        merge(master, other)
    stranger = tmp_path / "别的单位.csv"
    stranger.write_text(HEAD.replace("新疆巴州应急管理局", "示例局").replace("\t", ",") + "产出指标,数量指标,甲,≥1次,,", encoding="utf-8")
    with pytest.raises(InputError, match="母版是“新疆巴州应急管理局”的，新表是“示例局”的"):
        merge(master, stranger)
    foreign = tmp_path / "表.xlsx"
    foreign.write_bytes(form_bytes(target_form(read(SEED)), ".xlsx"))
    with pytest.raises(InputError, match="不是xlperf的母版"):
        merge(foreign, SEED)
    assert main(["new", "--into", str(master)]) == 2 and main(["new", "a.xlsx", "--into", str(master), "--from", SEED]) == 2
    assert main(["new"]) == 2 and "没有给出新工作簿的文件名" in capsys.readouterr().err


def test_a_blank_master_takes_a_whole_table(tmp_path):
    path = tmp_path / "空白.xlsm"
    new(path)
    merge(path, SEED)
    found, seed = read(path), read(SEED).in_wan()
    assert (found.department, found.year) == (seed.department, seed.year)
    assert [(each.name, each.total) for each in found.tasks] == [(each.name, each.total) for each in seed.tasks]
    assert [each.approved for each in found.indicators] == [each.approved for each in seed.indicators]
    assert [each.text for each in found.goals] == [each.text for each in seed.goals]


ROWS = st.lists(st.tuples(st.sampled_from(("数量指标", "质量指标")), NAMES, st.sampled_from(("", "甲任务", "乙任务"))), max_size=12)


def indicators(rows) -> list[Indicator]:
    keys = indicator_keys(rows)
    return [Indicator("", "产出指标", level2, name, ">=1", key, task=task) for (level2, name, task), key in zip(rows, keys, strict=True)]


@given(ROWS, ROWS, st.randoms())
def test_matching_leaves_nobody_out_and_takes_nobody_twice(first, second, chance):
    old, fresh = indicators(first), indicators(second)
    pairs = match_indicators(old, fresh)
    assert [mine for mine, _theirs in pairs if mine] == old
    assert sorted(map(id, (theirs for _mine, theirs in pairs if theirs))) == sorted(map(id, fresh))
    shuffled = list(dict.fromkeys(first))
    chance.shuffle(shuffled)
    assert all(mine and theirs and (mine.level2, mine.level3, mine.task) == (theirs.level2, theirs.level3, theirs.task)
               for mine, theirs in match_indicators(indicators(list(dict.fromkeys(first))), indicators(shuffled)))  # fmt: skip


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), tables(), st.randoms(use_true_random=False))
def test_no_cell_that_holds_anything_is_ever_edited(table, other, chance):
    """Whatever two tables say, an edit goes to a blank cell of the user, or below the rows."""
    rows = [replace(each, actual=chance.choice(("3次", None)), weight=chance.choice((Decimal(5), None))) for each in table.indicators]
    data = make(content_of(None, Case(replace(table, indicators=tuple(rows))), None))
    book = load("a.xlsx", data)
    case, layout = recognise(book)
    chance.shuffle(shuffled := [*rows, *other.indicators])
    found = plan_merge(book, layout, case, Table("别处", table.year, "万元", other.tasks, other.goals, tuple(shuffled)), "文号")
    assert all(book.grid(each.place.sheet).at(each.place) in (None, "") for each in found.edits.cells)
    assert CHANGED not in {each.kind for each in found.differences}
