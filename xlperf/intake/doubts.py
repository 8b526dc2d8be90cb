"""What a reader is not sure of in a table that it has read, and how sure it is of the whole."""

from collections.abc import Iterator
from decimal import Decimal

from xlperf.language import _
from xlperf.model import Case, Place, Remark

_WHOLE = (Decimal(90), Decimal(100))
"""What the points of all indicators add up to: ten may belong to the execution of the budget."""

_OFTEN = 3
"""Where of so many rows one is lame, or more, the whole is doubtful."""

_AMOUNTS = ("total", "fiscal", "carried", "other", "adjusted")


def doubts(case: Case) -> Iterator[Remark]:
    """Yield what a person should look at before the table is used."""
    table = case.table
    if not table.department:
        yield Remark(None, _("没有找到单位名称"))
    if table.year is None:
        yield Remark(None, _("标题里没有年度，或有几个不同的年度"))
    if not table.money_unit and (told := [each for each in table.tasks if any(getattr(each, key) is not None for key in _AMOUNTS)]):
        names = _("、").join(_("“{name}”的{total}").format(name=each.name, total=each.total) for each in told[:3] if each.total is not None)
        remedy = _("没有写明金额单位，金额没有放进任务（{names}）；请在原表标题下写明“单位：万元”再读一次，或加上--unit 万元")
        yield Remark(told[0].where("total"), remedy.format(names=names or told[0].name), left=True)
    yield from _of_indicators(case)


def _of_indicators(case: Case) -> Iterator[Remark]:
    rows = case.table.indicators
    for wrong, told in (
        ([each for each in rows if not each.target], _("{count}项指标没有指标值：{names}")),
        ([each for each in rows if not each.level1], _("{count}项指标的二级指标不认识，一级指标空着：{names}")),
        ([each for each in rows if not each.level3], _("{count}项指标没有名称：{names}")),
    ):
        if wrong:
            yield Remark(wrong[0].place, told.format(count=len(wrong), names=_names([each.level3 or each.target for each in wrong])))
    given = [each.weight for each in rows if each.weight is not None]
    if given and case.tables == 1 and (total := sum(given, Decimal(0))) not in _WHOLE:
        where: Place | None = next(each.where("weight") for each in rows if each.weight is not None)
        yield Remark(where, _("分值合计{total}，不是90或100").format(total=f"{total.normalize():f}"))
    if case.tables > 1 and given:
        yield Remark(None, _("几个项目的分值放在一张表里，合计不是一百；要分别计分的，请把各项目分开成文件再生成"))


def _names(names: list[str]) -> str:
    shown = _("、").join(_("“{name}”").format(name=each) for each in names[:3])
    return shown if len(names) <= 3 else _("{names}等").format(names=shown)


def sureness(case: Case) -> str:
    """Return how sure the reader is of a case, and why, in words; "" for a workbook of ours."""
    rows = case.table.indicators
    lame = sum(1 for each in rows if not (each.level1 and each.level3 and each.target)) + sum(1 for each in case.unread if each.why == "placed")
    if case.reading and _OFTEN * lame > len(rows):
        return _("把握低：{count}处没有类别、名称或指标值，或者没有放进表里；请逐项核对，能换成Excel或Word文件的换了再读").format(count=lame)
    return {
        "columns": _("把握高：各列是按“三级指标”“指标值”等列标题认出来的"),
        "flow": _("把握较高：各行是按其中的二级指标、名称和指标值认出来的，没有逐列对照标题"),
        "prose": _("把握一般：指标名称和指标值是从句子里分出来的，请逐项核对"),
        "stream": _("把握一般：原文的行被拆散了，是按各栏该有的内容重新拼成的，请逐项核对"),
    }.get(case.reading, "")
