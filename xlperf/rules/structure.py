"""Rules about the table as such: cells that cannot be read, rows that cannot be told apart."""

import re
from collections import defaultdict
from collections.abc import Iterator

from xlperf.language import _
from xlperf.model import ERROR, HINT, WARNING, Place, Unread
from xlperf.rules.rule import Said, rule
from xlperf.schema import FIRST_ROW, INDICATORS, TASKS
from xlperf.tally import Assessment
from xlperf.target import is_cost

_ALIKE = 20
"""More odd cells than this in one column of a sheet are one cause, told once."""


def _unread(a: Assessment, *why: str) -> Iterator[tuple[Unread, str]]:
    """Yield what could not be read for these reasons, and how many more of the column it stands for, in words."""
    columns: dict[tuple[str, str, str], list[Unread]] = defaultdict(list)
    for each in a.case.unread:
        if each.why in why:
            columns[each.place.sheet, each.heading, each.why].append(each)
    for alike in columns.values():
        if len(alike) > _ALIKE:
            yield alike[0], _("（本列共{count}个单元格如此）").format(count=len(alike))
        else:
            yield from ((each, "") for each in alike)


@rule("S101", "cell-unreadable", ERROR)
def cell_unreadable(a: Assessment) -> Iterator[Said]:
    """应为数字或日期的单元格里是别的内容。

    金额、分值列只能是数值，日期列只能是日期；写成文字的数字 Excel 汇总时也不会计入。

    为什么：写成“50万”的金额不会进入任何合计，预算与执行率因此悄悄算错。
    错误：
        任务｜任务名称=道路养护｜总额=五十万
    正确：
        任务｜任务名称=道路养护｜总额=50
    依据：Excel 的 SUM、SUMIFS 只计数值（已核实）。
    """
    for each, more in _unread(a, "number", "date"):
        wanted = _("日期") if each.why == "date" else _("数字")
        if each.value in ("", None):
            message = _("“{heading}”没有填写").format(heading=each.heading)
        else:
            message = _("“{heading}”应为{wanted}，现为“{value}”，不会计入合计")
            message = message.format(heading=each.heading, wanted=wanted, value=each.value)
        yield Said(each.heading, each.place, message + more, _("改为{wanted}，单位以列标题为准").format(wanted=wanted))


@rule("S102", "error-value", ERROR)
def error_value(a: Assessment) -> Iterator[Said]:
    """单元格是错误值（#REF!、#DIV/0! 等）。

    为什么：错误值不是数据，凡引用它的合计都会跟着出错。
    错误：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=#REF!
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜实际完成值=6次
    依据：Excel 错误值的含义（已核实）。
    """
    for each, more in _unread(a, "error"):
        message = _("“{heading}”是错误值{value}").format(heading=each.heading, value=each.value)
        yield Said(each.heading, each.place, message + more, _("修正公式，或直接填写数据"))


@rule("S103", "formula-not-calculated", ERROR)
def formula_not_calculated(a: Assessment) -> Iterator[Said]:
    """单元格里的公式从未计算过。

    由程序生成而没有用 Excel 打开保存过的工作簿，公式只有式子没有结果。

    为什么：没有结果的公式不等于没填，也不等于零；当作空白会少算。
    错误：
        任务｜任务名称=道路养护｜总额=未计算的公式
    正确：
        任务｜任务名称=道路养护｜总额=50
    依据：工作簿文件中没有该公式的缓存结果（已核实）。
    """
    for each, more in _unread(a, "formula"):
        message = _("“{heading}”的公式还没有计算结果").format(heading=each.heading)
        yield Said(each.heading, each.place, message + more, _("用Excel、WPS或LibreOffice打开，重新计算并保存后再校验"))


@rule("S104", "alike-rows", ERROR)
def alike_rows(a: Assessment) -> Iterator[Said]:
    """两行的名称或编号相同，支出无法分清归到哪一行。

    为什么：支出明细按名称或编号归集，重复时同一笔钱会算到两行上。
    错误：
        任务｜任务编号=R8｜任务名称=道路养护｜总额=50
        任务｜任务编号=R9｜任务名称=道路养护｜总额=30
    正确：
        任务｜任务编号=R8｜任务名称=道路养护（城区）｜总额=50
        任务｜任务编号=R9｜任务名称=道路养护（乡镇）｜总额=30
    依据：SUMIFS 对同名条件逐行重复汇总（已核实）。
    """
    table = a.case.table
    costs = [each for each in table.indicators if is_cost(each.level2)]
    others = [each for each in table.indicators if not is_cost(each.level2)]
    for rows, keys in (
        (table.tasks, ("name", "number")), (costs, ("level3", "number")), ((*costs, *others), ("number",)),
    ):  # fmt: skip
        seen: dict[str | float, dict[int, tuple[str, Place | None]]] = defaultdict(dict)
        for row in rows:
            for key in keys:
                name = getattr(row, key)
                if name.strip():
                    seen[_as_excel_compares(name)].setdefault(id(row), (name, row.where(key)))
        for found in (list(alike.values()) for alike in seen.values() if len(alike) > 1):
            places = "、".join(str(place) for _name, place in found)
            name = found[0][0].strip()
            message = _("“{name}”出现了{count}次：{places}").format(name=name, count=len(found), places=places)
            yield Said(name, found[1][1], message, _("改成能区分的名称或编号"))


_NUMERIC = re.compile(r"[0-9]{1,300}(\.[0-9]{1,300})?")


def _as_excel_compares(name: str) -> str | float:
    """Return what SUMIFS compares: letters without case, a text that looks like a number as that number."""
    return float(name) if _NUMERIC.fullmatch(name) else name.casefold()


@rule("S105", "class-unknown", WARNING)
def class_unknown(a: Assessment) -> Iterator[Said]:
    """二级指标的类别不认识，无法确定一级指标和分值。

    为什么：分值按一级指标分配，类别不明的指标得不到分值。
    错误：
        绩效指标｜二级指标=其它｜三级指标=培训次数｜批复指标值=>=5次
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次
    依据：财预〔2015〕88号、财预〔2021〕101号的指标分类（凭记忆，未见原文）。
    """
    for each in a.case.table.indicators:
        if each.level1 not in a.profile.classes:
            message = _("二级指标“{level2}”不属于评分方案中的任何一类").format(level2=each.level2 or _("（空）"))
            hint = _("改为数量、质量、时效、成本、经济效益、社会效益、生态效益、可持续影响、满意度等指标")
            yield Said(each.level3, each.where("level2"), message, hint)


@rule("S106", "year-missing", ERROR)
def year_missing(a: Assessment) -> Iterator[Said]:
    """概况里没有年度，没写年份的日期无法理解。

    为什么：“11月底前”要有年度才是一个日期。
    错误：
        概况｜年度=
    正确：
        概况｜年度=2022
    依据：官方表式的表头有年度（已核实）。
    """
    where = a.case.table.places.get("year")
    if a.case.table.year is None and not a.is_unread(where):
        if a.case.whole:
            yield Said("年度", where, _("没有填写年度，或不是四位年份"), _("填写四位年份，如 2022"))
        else:
            yield Said("年度", where, _("标题里没有年度，或有几个不同的年度"), _("在表的标题里写明，如“2022年度”"), WARNING)


@rule("S107", "name-breaks-sums", WARNING)
def name_breaks_sums(a: Assessment) -> Iterator[Said]:
    """任务或成本指标的名称含有 * ? ~，或以运算符开头，表内汇总公式会算错。

    为什么：SUMIFS 把 * ? 当作通配符，把开头的 > < = 当作比较。
    错误：
        任务｜任务名称=*道路养护｜总额=50
    正确：
        任务｜任务名称=道路养护｜总额=50
    依据：SUMIFS 条件的写法（已核实）。
    """
    costs = [(each.level3, each.where("level3")) for each in a.case.table.indicators if is_cost(each.level2)]
    for name, place in [(each.name, each.where("name")) for each in a.case.table.tasks] + costs:
        if set(name) & set("*?~") or name[:1] in ("<", ">", "=") or len(name) > 255:
            message = _("名称“{name}”会被汇总公式当作条件或通配符").format(name=name[:40])
            yield Said(name[:40], place, message, _("去掉 * ? ~ 和开头的 < > =，并控制在255字以内"))


@rule("S108", "outside-the-table", ERROR)
def outside_the_table(a: Assessment) -> Iterator[Said]:
    """表格下面还有内容，不在表格之内。

    为什么：汇总公式和校验都只看表格之内的行，表格下面的任务、指标、支出不会计入。
    错误：
        表格外｜任务
    正确：
        任务｜任务名称=道路养护｜总额=50
    依据：表格（ListObject）的范围由 Excel 记录（已核实）。
    """
    for each, _more in _unread(a, "outside"):
        message = _("“{sheet}”{rows}在表格之外，没有计入").format(sheet=each.heading, rows=each.value)
        yield Said(each.heading, each.place, message, _("在表格内插入行后移进去；不是数据的请移到别的工作表"))


@rule("S109", "nothing-there", ERROR)
def nothing_there(a: Assessment) -> Iterator[Said]:
    """没有任务，或没有绩效指标。

    为什么：空表没有可校验的内容，“没有问题”会让人误以为已经合格。
    错误：
        清空｜绩效指标
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次
    依据：官方表式中任务和指标均为必填项（已核实）。
    """
    table = a.case.table
    if not a.case.whole:
        if not table.indicators:
            yield Said(INDICATORS.name, table.places.get("year"), _("列标题下面没有指标"), _("填写后再校验"))
        return
    for rows, name in ((table.tasks, TASKS.name), (table.indicators, INDICATORS.name)):
        if not rows:
            yield Said(name, Place(name, FIRST_ROW, 1), _("“{name}”表中没有内容").format(name=name), _("填写后再校验"))


@rule("S110", "name-missing", ERROR)
def name_missing(a: Assessment) -> Iterator[Said]:
    """任务没有名称，或指标没有三级指标。

    为什么：没有名称的行无法归集支出，公开的表中也说不清是什么。
    错误：
        任务｜任务编号=R9｜总额=50
    正确：
        任务｜任务编号=R9｜任务名称=道路养护｜总额=50
    依据：官方表式（已核实）。
    """
    for rows, key, what in (
        (a.case.table.tasks, "name", _("任务名称")), (a.case.table.indicators, "level3", _("三级指标")),
    ):  # fmt: skip
        for each in rows:
            if not getattr(each, key).strip() and not a.is_unread(each.where(key)):
                yield Said(each.number or what, each.where(key), _("没有填写{what}").format(what=what), _("补填名称"))


@rule("S111", "money-unit-undeclared", WARNING)
def money_unit_undeclared(a: Assessment) -> Iterator[Said]:
    """表中没有写明金额单位。

    为什么：元和万元相差一万倍，不能猜。
    错误：
        金额单位｜
    正确：
        金额单位｜万元
    依据：官方表式的表头写明金额单位（已核实）。
    """
    table = a.case.table
    if table.tasks and not table.money_unit:
        message = _("没有找到“预算金额（万元）”一类的单位说明，金额暂按万元理解")
        yield Said("金额单位", table.tasks[0].where("total"), message, _("核对原表的金额单位"))


@rule("S112", "line-unplaced", WARNING)
def line_unplaced(a: Assessment) -> Iterator[Said]:
    """原文中有一行放不进表里。

    为什么：没有放进去的内容不会参加校验，可能正是一个任务或指标。
    错误：
        放不下｜这一行哪里也放不下
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次
    依据：程序的约定：读到的内容一概不悄悄丢掉。
    """
    for each, _more in _unread(a, "placed"):
        message = _("“{text}”没有放进表里").format(text=str(each.value)[:80])
        yield Said("原文", each.place, message, _("核对原文，需要的话在工作簿中补填"))


@rule("S113", "automatic-formulas-lost", WARNING)
def automatic_formulas_lost(a: Assessment) -> Iterator[Said]:
    """表格丢了自动公式，新增的行不会自动计算。

    多半是在 LibreOffice 里保存过：它不保存表格的自动公式。已有的行照常计算。

    为什么：新增的任务没有执行数公式，合计就少算，而表面上看不出来。
    错误：
        丢了自动公式｜任务
    正确：
        任务｜任务名称=道路养护｜总额=50
    依据：LibreOffice 7.4 保存的工作簿与原来的比较（已核实）。
    """
    for each in a.case.lost_formulas:
        message = _("“{sheet}”表有{count}列丢了自动公式（{headings}），新增的行不会自动计算")
        message = message.format(sheet=each.place.sheet, count=len(each.headings), headings=_("、").join(each.headings))
        yield Said(each.place.sheet, each.place, message, _("运行“xlperf check 本文件 --write”，会自动补上"))


@rule("S114", "too-many-indicators", HINT, strict=True)
def too_many_indicators(a: Assessment) -> Iterator[Said]:
    """指标太多，算不上核心指标。

    界限由评分方案的 limits.most_indicators 规定（默认40项）。

    为什么：指标一多，分值摊薄，重点看不出来，年底也填不实。
    错误：
        很多指标｜45
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次
    依据：设置核心绩效指标（财预〔2021〕101号，已核实）；多少算多凭经验，可改。
    """
    rows, most = a.case.table.indicators, a.profile.limits["most_indicators"]
    if a.case.tables == 1 and len(rows) > most:
        message = _("有{count}项指标，多于{most}项").format(count=len(rows), most=most)
        yield Said("全部指标", rows[0].where("level3"), message, _("留下最能反映任务的，合并相近的，人员、后勤类的少设"))


@rule("S115", "explanations-missing", HINT, strict=True)
def explanations_missing(a: Assessment) -> Iterator[Said]:
    """所有指标都没有写指标解释和数据来源。

    为什么：怎样算、凭什么填不写清，年底各算各的，复核没有依据。
    错误：
        清空｜绩效指标
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次
        绩效指标｜二级指标=质量指标｜三级指标=培训合格率｜批复指标值=>=95%
    正确：
        绩效指标｜二级指标=数量指标｜三级指标=培训次数｜批复指标值=>=5次｜指标解释=全年举办的培训班｜数据来源=培训台账
        绩效指标｜二级指标=质量指标｜三级指标=培训合格率｜批复指标值=>=95%｜指标解释=考试合格人数÷参训人数｜数据来源=成绩单
    依据：指标应有解释、取值依据和数据来源（财预〔2021〕101号，凭记忆，未见原文）。
    """
    rows = a.case.table.indicators
    blank = len(rows) > 1 and not any(each.explanation or each.origin for each in rows)
    if blank and a.of_department:
        message = _("{count}项指标都没有指标解释和数据来源").format(count=len(rows))
        yield Said("全部指标", rows[0].where("explanation"), message, _("至少为按比率、定性的指标填写"))
