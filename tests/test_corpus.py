"""Published target values and target–actual pairs, labelled by hand: how many are read as labelled, and which are not."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from xlperf.target import Deadline, Period, Range, judge, parse

FOLDER = Path(__file__).parent / "corpus"


def lines_of(name):
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


VALUES, PAIRS = [lines_of("values.jsonl"), lines_of("further-values.jsonl")], [lines_of("pairs.jsonl"), lines_of("further-pairs.jsonl")]
"""The first of each was at hand while the language was built; the further ones came in four batches, labelled by others and
scored before anything was learnt from them (see FIGURES.md)."""

EXCEPTIONS = {
    1205: "每季度不少于1次 is once a quarter: the unit is 次/季度, as in other lines",
    1206: "每人每月≥800元 is an amount per head and month: 元/人/月, as in other lines",
    3147: "(只) explains 头 and is no part of the unit",
    3191: "无重大舆情 asks for none, which is zero, like 零事故",
    5045: "12月前 is read as by the end of December, with a doubt that says so",
    5075: "年度预算220万元 tells a budget, which a target may be compared with, but is none",
    5146: "125个村庄 are 125个; 村庄 is the noun that is counted",
    7062: "每年12月底前 comes back every year: no single day, like 每月中旬",
    8049: "the figures answer, whatever the column is called",
    8101: "4次 for 每季度1次 is met on both readings",
    2041: "the figures answer, whatever the column is called",
    2058: "an output that was not reached is missed by its figures",
    4086: "2次 for 每半年1次 is twice a year, and more than once in a half-year: met on both readings",
    6083: "建设中 is not yet a verdict: a person's",
    6094: "12次 for 每月1次 is met on both readings",
}
"""Lines whose label is wrong or arguable in our eyes, with the reason; at most 2% of the lines, and none of the first corpus."""

REFUSED = {"several", "unreadable", "empty", "placeholder"}
"""Kinds of ours that are `unclear` in the labels."""


def reading_of(line):
    return parse(line["text"], op=line["op_column"], unit=line["unit_column"], name=line["indicator"], category=line["category"])


def as_labelled(reading):
    """Return a reading in the terms of the labels: kind, op, value, unit, date."""
    target, amount = reading.target, reading.bound.quantity if reading.bound else None
    value = amount.value if amount else [target.low, target.high] if isinstance(target, Range) else None
    unit = amount.unit if amount else target.unit if isinstance(target, Range) else None
    last = target.moment.last if isinstance(target, Deadline) else target.end.last if isinstance(target, Period) else None
    return {"kind": reading.kind, "op": reading.op, "value": value, "unit": unit or None, "date": last and last.isoformat()}


def exact(value):
    """Return a label's number as it was printed."""
    if isinstance(value, list):
        return [exact(each) for each in value]
    return None if value is None else Decimal(repr(value))


def label(line):
    return {key: line[key] for key in ("kind", "op", "unit", "date")} | {"value": exact(line["value"])}


def misread_values(lines):
    return [(line["id"], line["text"], label(line), as_labelled(reading_of(line)))
            for line in lines if line["kind"] != "unclear" and as_labelled(reading_of(line)) != label(line)]  # fmt: skip


def misjudged_pairs(lines):
    wrong = []
    for line in lines:
        got = judge(line["target"], line["actual"], name=line.get("indicator"), category=line["category"], year=line.get("year") or 2022)
        ratio_fits = line["ratio"] is None or (got.ratio is not None and abs(got.ratio - exact(line["ratio"])) < Decimal("0.00001"))
        if got.verdict != line["expected"] or not ratio_fits:
            wrong.append((line["id"], line["target"], line["actual"], line["expected"], got.verdict, got.reason))
    return wrong


def told(wrong, count):
    lines = "\n".join(map(str, wrong))
    return f"{count - len(wrong)} of {count} as labelled\n{lines}"


@pytest.mark.parametrize("corpus", VALUES, ids=["values", "further values"])
def test_values_are_read_as_labelled(corpus):
    labelled = [line for line in corpus if line["kind"] != "unclear"]
    wrong = [each for each in misread_values(labelled) if each[0] not in EXCEPTIONS]
    print(told(misread_values(labelled), len(labelled)))
    assert not wrong, told(wrong, len(labelled))


@pytest.mark.parametrize("corpus", PAIRS, ids=["pairs", "further pairs"])
def test_pairs_are_judged_as_labelled(corpus):
    wrong = [each for each in misjudged_pairs(corpus) if each[0] not in EXCEPTIONS]
    print(told(misjudged_pairs(corpus), len(corpus)))
    assert not wrong, told(wrong, len(corpus))


def test_exceptions_are_few_and_none_of_the_first_corpus():
    assert len(EXCEPTIONS) <= 0.02 * sum(map(len, VALUES + PAIRS))
    differing = {each[0] for corpus in VALUES for each in misread_values([line for line in corpus if line["kind"] != "unclear"])}
    assert EXCEPTIONS.keys() == differing | {each[0] for corpus in PAIRS for each in misjudged_pairs(corpus)}
    assert not EXCEPTIONS.keys() & {line["id"] for line in (*VALUES[0], *PAIRS[0])}


@pytest.mark.parametrize("corpus", VALUES, ids=["values", "further values"])
def test_doubts_are_rare_on_plain_numbers(corpus):
    numbers = [line for line in corpus if line["kind"] == "number"]
    doubtful = [(line["text"], [str(doubt) for doubt in reading_of(line).doubts]) for line in numbers if reading_of(line).doubts]
    assert len(doubtful) <= 0.05 * len(numbers), doubtful


@pytest.mark.parametrize("corpus", VALUES, ids=["values", "further values"])
def test_what_is_unclear_is_doubted_or_refused(corpus):
    unclear = [line for line in corpus if line["kind"] == "unclear"]
    taken = [line["text"] for line in unclear if reading_of(line).kind not in REFUSED and not reading_of(line).doubts]
    assert len(taken) <= 0.2 * len(unclear), taken


@pytest.mark.parametrize("corpus", VALUES, ids=["values", "further values"])
def test_every_reading_reads_back(corpus):
    for line in corpus:
        target = reading_of(line).target
        assert parse(str(target)).target == target, line["text"]
