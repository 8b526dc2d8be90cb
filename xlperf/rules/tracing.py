"""Whether goals, tasks, indicators and costs hang together. What nobody typed is told by shared words, so it is asked, not stated."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlperf.language import _
from xlperf.model import HINT, WARNING
from xlperf.rules.rule import Said, rule
from xlperf.tally import Assessment
from xlperf.tally.trace import Cost, words_of

_MOSTLY = Decimal("0.75")
_SEVERAL = 2
"""A single clause without an indicator is no matter."""
_SHOWN = 4
"""How many clauses or names a finding shows."""
_BASIC = ("人员", "运转", "基本支出", "公用经费", "工资")
"""Words in the names of tasks that keep a department going: their content is a list of expenses."""


def _traced(a: Assessment) -> bool:
    return a.case.whole and a.case.tables == 1 and bool(a.indicators)


def _listed(names: Sequence[str]) -> str:
    more = _("等{count}项").format(count=len(names)) if len(names) > _SHOWN else ""
    return _("、").join(_("“{name}”").format(name=each) for each in names[:_SHOWN]) + more


@rule("K301", "goal-without-indicator", HINT, strict=True)
def goal_without_indicator(a: Assessment) -> Iterator[Said]:
    """年度目标没有对应的指标。

    按“对应任务”和文字判断；一个目标四分之三以上的内容找不到指标，就算没有。

    为什么：没有指标的目标，年底没有办法说完成没有。
    错误：
        总体目标｜目标编号=M2｜年度总体目标=加强少年儿童图书阅读推广，扩建社区分馆
    正确：
        总体目标｜目标编号=M2｜年度总体目标=加强少年儿童图书阅读推广
        绩效指标｜二级指标=数量指标｜三级指标=少年儿童图书阅读推广活动场次｜批复指标值=≥20场
    依据：绩效指标由绩效目标分解细化而来（财预〔2021〕101号，已核实）。
    """
    for position, each in enumerate(a.case.table.goals if _traced(a) else ()):
        clauses = a.trace.unmeasured[0][position]
        if clauses.blank and len(clauses.blank) >= _MOSTLY * clauses.count and not _typed_for(a, position):
            message = _("“{text}”找不到对应的指标").format(text=each.text if len(each.text) <= 60 else each.text[:60] + "……")
            hint = _("补充指标，在指标的“对应任务”中选这个目标的任务；不考核的，目标里不写")
            yield Said(each.number or each.text[:12], each.where("text"), message, hint)


def _typed_for(a: Assessment, goal: int) -> bool:
    """Whether somebody typed the task of a goal, and that of an indicator of it."""
    task = a.trace.goal_tasks[goal] if a.case.table.goals[goal].task else None
    return task is not None and any(typed and each == task for each, typed in zip(a.trace.tasks, a.trace.typed, strict=True))


@rule("K302", "promises-unmeasured", HINT, strict=True)
def promises_unmeasured(a: Assessment) -> Iterator[Said]:
    """目标或任务里写了几件要做的事，没有指标衡量。

    只看文字，两件以上才提示；人员、运转一类的任务不看。

    为什么：写了要做、没有指标，做没做都看不出来。
    错误：
        任务｜任务名称=图书馆服务｜主要内容=开展图书借阅；扩建社区分馆；修复古籍善本｜总额=30
        绩效指标｜二级指标=数量指标｜三级指标=图书借阅册次｜批复指标值=≥20000册次
    正确：
        任务｜任务名称=图书馆服务｜主要内容=开展图书借阅；扩建社区分馆；修复古籍善本｜总额=30
        绩效指标｜二级指标=数量指标｜三级指标=图书借阅册次｜批复指标值=≥20000册次
        绩效指标｜二级指标=数量指标｜三级指标=扩建社区分馆个数｜批复指标值=≥2个
    依据：目标、任务与指标应当对应（财预〔2021〕101号，已核实）。
    """
    if not _traced(a):
        return
    table = a.case.table
    for position, each in enumerate(table.goals):
        clauses = a.trace.unmeasured[0][position]
        if len(clauses.blank) >= _SEVERAL and len(clauses.blank) < _MOSTLY * clauses.count:
            message = _("没有指标衡量：{clauses}").format(clauses=_listed(clauses.blank))
            yield Said(each.number or each.text[:12], each.where("text"), message, _("补充指标，或把目标写得与考核的一致"))
    for position, task in enumerate(table.tasks):
        blank = a.trace.unmeasured[1][position].blank
        if len(blank) >= _SEVERAL and task.kind != "基本支出" and not any(word in task.name for word in _BASIC):
            message = _("没有指标衡量：{clauses}").format(clauses=_listed(blank))
            yield Said(task.name, task.where("content"), message, _("补充指标，或精简主要内容"))


@rule("K303", "task-without-indicator", HINT, strict=True)
def task_without_indicator(a: Assessment) -> Iterator[Said]:
    """任务没有对应的指标。

    为什么：花了钱、没有指标，看不出钱花得怎样。
    错误：
        任务｜任务名称=路灯更新｜主要内容=更换节能路灯｜总额=50
    正确：
        任务｜任务名称=路灯更新｜主要内容=更换节能路灯｜总额=50
        绩效指标｜二级指标=数量指标｜三级指标=更换节能路灯盏数｜批复指标值=≥300盏
    依据：绩效目标应与预算资金量、任务相匹配（财预〔2015〕88号，凭记忆，未见原文）。
    """
    for position, each in enumerate(a.case.table.tasks if _traced(a) and len(a.case.table.tasks) > 1 else ()):
        if not a.trace.of_task(position) and not any(word in each.name for word in _BASIC) and words_of(each.name):
            message = _("任务“{name}”没有对应的指标").format(name=each.name)
            yield Said(each.name, each.where("name"), message, _("补充指标，或在指标的“对应任务”中选这个任务"))


@rule("K304", "cost-of-no-task", HINT, strict=True)
def cost_of_no_task(a: Assessment) -> Iterator[Said]:
    """看不出成本指标属于哪个任务。

    没有填“对应任务”，名称里也没有任务、目标的字眼。

    为什么：成本不知道由哪笔预算出，就没法与预算核对。
    错误：
        任务｜任务名称=路灯更新｜主要内容=更换节能路灯｜总额=50
        任务｜任务名称=公园绿化｜主要内容=补植乔木灌木｜总额=50
        绩效指标｜二级指标=成本指标｜三级指标=宣传册印刷费｜批复指标值=<=3万元
    正确：
        任务｜任务名称=路灯更新｜主要内容=更换节能路灯｜总额=50
        任务｜任务名称=公园绿化｜主要内容=补植乔木灌木｜总额=50
        绩效指标｜二级指标=成本指标｜三级指标=宣传册印刷费｜批复指标值=<=3万元｜对应任务=公园绿化
    依据：绩效目标应与预算资金量、任务相匹配（财预〔2015〕88号，凭记忆，未见原文）。
    """
    if not _traced(a) or len(a.case.table.tasks) < 2:
        return
    stray = [a.case.table.indicators[each.position] for each in a.trace.costs if a.trace.tasks[each.position] is None]
    if stray:
        message = _("{count}项成本看不出属于哪个任务：{names}").format(count=len(stray), names=_listed([each.level3 for each in stray]))
        yield Said(stray[0].level3, stray[0].where("level3"), message, _("在“对应任务”中选择，名称里没有的写进任务内容"))


@rule("K305", "cost-without-room", WARNING, strict=True)
def cost_without_room(a: Assessment) -> Iterator[Said]:
    """按文字归到任务，几项成本的上限放不下任务的预算。

    只看没有填“对应任务”的成本；先放能确定的，再看放不下的还能放在哪个任务。

    为什么：上限之和大于预算，说明有的成本没有钱，或重复算了。
    错误：
        任务｜任务名称=路灯更新｜主要内容=更换节能路灯｜总额=50
        任务｜任务名称=公园绿化｜主要内容=补植乔木灌木｜总额=20
        绩效指标｜二级指标=成本指标｜三级指标=节能路灯采购成本｜批复指标值=<=45万元
        绩效指标｜二级指标=成本指标｜三级指标=路灯安装更换成本｜批复指标值=<=12万元
    正确：
        任务｜任务名称=路灯更新｜主要内容=更换节能路灯｜总额=50
        任务｜任务名称=公园绿化｜主要内容=补植乔木灌木｜总额=20
        绩效指标｜二级指标=成本指标｜三级指标=节能路灯采购成本｜批复指标值=<=38万元
        绩效指标｜二级指标=成本指标｜三级指标=路灯安装更换成本｜批复指标值=<=12万元
    依据：绩效目标应与预算资金量相匹配（财预〔2015〕88号，凭记忆，未见原文）。
    """
    if not _traced(a) or len(a.tasks) < 2:
        return
    rooms = [each.budget.value if each.budget else Decimal(0) for each in a.tasks]
    homeless: list[tuple[Cost, int]] = []
    typed = [each for each in a.trace.costs if a.trace.typed[each.position]]
    told = [each for each in a.trace.costs if not a.trace.typed[each.position]]
    for each in (*typed, *sorted(told, key=lambda cost: (bool(cost.times), cost.position))):
        task = a.trace.tasks[each.position]
        if task is None:
            continue
        if each in told and each.amount > rooms[task]:
            homeless.append((each, task))
        else:
            rooms[task] -= each.amount
    for cost, task in homeless:
        yield _without_room(a, cost, task, rooms)


def _without_room(a: Assessment, cost: Cost, task: int, rooms: list[Decimal]) -> Said:
    row, name = a.case.table.indicators[cost.position], a.case.table.tasks[task].name
    amount = f"{row.target}{cost.times}＝{_wan(cost.amount)}万元" if cost.times else row.target
    others = [a.case.table.tasks[at].name for at, room in enumerate(rooms) if room >= cost.amount]
    places = _("；只有{names}还容得下").format(names=_listed(others)) if others else _("；没有任务还容得下")
    message = _("{name}（{amount}）按文字属于“{task}”，这个任务的预算除去其他成本只剩{room}万元").format(
        name=row.level3, amount=amount, task=name, room=_wan(max(rooms[task], Decimal(0)))
    )
    return Said(row.level3, row.where("approved"), message + places, _("在“对应任务”中选定由哪个任务开支，核对是否重复计算"))


@rule("K306", "cost-like-two-tasks", HINT, strict=True)
def cost_like_two_tasks(a: Assessment) -> Iterator[Said]:
    """成本指标的名称同时像两个任务。

    金额等于一个任务的预算，名称里却有另一个任务才有的字眼。

    为什么：人员、公用经费界限不清，看不出花的是哪一笔。
    错误：
        任务｜任务名称=教师培训｜总额=30
        任务｜任务名称=校舍维修｜总额=50
        绩效指标｜二级指标=成本指标｜三级指标=教师校舍维修费用｜批复指标值=<=50万元
    正确：
        任务｜任务名称=教师培训｜总额=30
        任务｜任务名称=校舍维修｜总额=50
        绩效指标｜二级指标=成本指标｜三级指标=校舍维修费用｜批复指标值=<=50万元
    依据：审核经验。
    """
    table = a.case.table
    marks = [_marks(each.name, [other.name for other in table.tasks if other is not each], table.department) for each in table.tasks]
    for cost in a.trace.costs if _traced(a) else ():
        row = table.indicators[cost.position]
        alike = [at for at, words in enumerate(marks) if any(word in row.level3 for word in words)]
        equal = [at for at in alike if table.tasks[at].budget == cost.amount]
        others = [at for at in alike if at not in equal]
        if len(equal) == 1 and len(others) == 1:
            message = _("“{name}”{amount}与“{task}”的预算相等，名称却也像“{other}”").format(
                name=row.level3, amount=row.target, task=table.tasks[equal[0]].name, other=table.tasks[others[0]].name
            )
            yield Said(row.level3, row.where("level3"), message, _("名称改得与所属任务一致"))


def _marks(name: str, others: list[str], department: str) -> set[str]:
    """Return the pairs of characters that a task's name has alone, those of its first two characters and the department's left out."""
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    return {pair for pair in pairs if pair not in department and not any(pair in other for other in others)}


def _wan(value: Decimal) -> str:
    return f"{value.normalize():f}"
