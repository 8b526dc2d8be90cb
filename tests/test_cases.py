"""The tables of cases that a layman can read: the catalogue of written forms, and actuals against targets."""

from pathlib import Path

import pytest

from xlperf.target import judge, parse

FOLDER = Path(__file__).parent / "cases"
KINDS = {"数值": "number", "区间": "range", "比例": "ratio", "时限": "date", "时段": "period", "定性": "qualitative",
         "多条件": "several", "空": "empty", "占位符": "placeholder", "无法识别": "unreadable"}  # fmt: skip
VERDICTS = {"达标": "met", "未达标": "missed", "待判定": "judgement", "未填": "missing", "无法识别": "unreadable"}
YEAR = 2022


def cases(name):
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("｜") for line in lines if line and not line.startswith("#")]


CATALOGUE, JUDGED, TRAPS = cases("catalogue.txt"), cases("judged.txt"), cases("traps.txt")


@pytest.mark.parametrize(("number", "text", "name", "op", "unit", "kind", "canonical", "doubtful"), CATALOGUE)
def test_catalogue(number, text, name, op, unit, kind, canonical, doubtful):
    reading = parse(text, name=name, op=op, unit=unit, year=YEAR)
    assert (reading.kind, str(reading.target), bool(reading.doubts)) == (KINDS[kind], canonical, doubtful == "有"), reading


@pytest.mark.parametrize(("target", "actual", "category", "name", "verdict"), JUDGED)
def test_judged(target, actual, category, name, verdict):
    judgement = judge(target, actual, category=category, name=name, year=YEAR)
    assert judgement.verdict == VERDICTS[verdict], judgement.reason


@pytest.mark.parametrize(("target", "actual", "category", "name", "allowed"), TRAPS)
def test_no_word_is_passed_over(target, actual, category, name, allowed):
    judgement = judge(target, actual, category=category, name=name, year=YEAR)
    assert judgement.verdict in {VERDICTS[each] for each in allowed.split("/")}, (judgement.reason, judgement.target.target)


@pytest.mark.parametrize(("target", "actual", "category", "name", "verdict"), JUDGED)
def test_a_verdict_on_figures_names_both(target, actual, category, name, verdict):
    judgement = judge(target, actual, category=category, name=name, year=YEAR)
    if judgement.ratio is not None:
        assert str(judgement.target.bound.quantity) in judgement.reason


FORMS = cases("forms.txt")


@pytest.mark.parametrize(("text", "kind", "canonical", "doubtful"), FORMS)
def test_forms(text, kind, canonical, doubtful):
    reading = parse(text, year=YEAR)
    assert (reading.kind, str(reading.target).strip(), bool(reading.doubts)) == (KINDS[kind], canonical, doubtful == "有"), reading
