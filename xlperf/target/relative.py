"""Productions of what is measured by something else: changes, bounds by reference, grades, what shall never happen."""

import re
from decimal import Decimal

from xlperf.target.conditions import bound, number_range
from xlperf.target.nodes import DOWN, UP, Bound, Change, Grade, Quantity, Range, Symbolic
from xlperf.target.numbers import operator
from xlperf.target.scan import CJK, Scanner, any_of, one_of
from xlperf.target.words import EVENT_WORDS, GRADES, REFERENCES, VERBS_DOWN, VERBS_UP, WORDS_AFTER, WORDS_BEFORE

_BASES = (
    r"上年度同期|上年同期|去年同期|上年度|上年|去年|上一年度|上一年|往年|上期|基期|基准年|年初|同期|实施前|改造前|(?:19|20)\d\d年"
    r"|(?:全国|全省|全市|全县|全区)?平均水平"
)
_BASE = re.compile(
    rf"同比|环比|年均|逐年|(?:比|较|与|同|相比|对比)?({_BASES})(?:同期|水平|底|末)?(?:\((\d+(?:\.\d+)?)[^()\d]{{0,6}}\))?(?:相比)?"
)
_ABOVE = re.compile(rf"(高于|超过|超出|多于|优于|低于|少于)({_BASES})(?:水平)?")
_KNOWN_BASES = {"同比": "上年同期", "环比": "上期", "年均": "上年", "逐年": "上年"}
_VERB = re.compile(rf"(?:实现|力争|有所|预计|平均)?({any_of((*VERBS_UP, *VERBS_DOWN))})(?:了|率|幅度)?")
_WHOSE_CHANGE = re.compile(
    rf"(?!.*(?:{_BASES}|同比|环比|年均|逐年))[\u4e00-\u9fff]{{2,14}}?(?=(?:{any_of((*VERBS_UP, *VERBS_DOWN))}) *(?:[<>=≥≤]|约?\d))"
)
_COMPARED = re.compile("([多高少低])")
_NO_GROWTH = re.compile(r"零增长|0增长")


def change(scan: Scanner) -> Change | Range | None:
    """change := [同比 | 较上年 | 比 year 年 ["(" number ")"]] (增长 | 提高 | 下降 | 减少 …) (bound | range) | 零增长

    变化：比基数升降多少。没有写明比什么的，以实际填写的升降幅度为准；“提高到”“降至”不是变化，是要达到的数。
    例：较上年下降≥3% → 较上年下降>=3%｜高于上年5% → 较上年增长5%｜同比增长5% → 较上年同期增长5%｜提高5个百分点 → 增长5个百分点｜降至5%以下 → <=5%
    """
    if scan.take(_NO_GROWTH):
        return Change(UP, Bound(None, Quantity(Decimal(0), "%")))
    if named := scan.take(_WHOSE_CHANGE):
        scan.named = named[0]
    start = scan.skip()
    base, level = "", None
    if above := scan.take(_ABOVE):
        direction, base = (DOWN if above[1] in ("低于", "少于") else UP), above[2]
    else:
        known = scan.take(_BASE)
        verb = scan.take(_VERB) or (scan.take(_COMPARED) if known and known[1] else None)
        if verb is None or scan.plain[scan.at : scan.at + 1] in ("到", "至", "为"):
            return None
        direction = UP if verb[1] in (*VERBS_UP, "多", "高") else DOWN
        if known:
            base = known[1] or _KNOWN_BASES[scan.plain[start : start + 2]]
            level = Decimal(known[2]) if known[2] else None
    after = scan.at
    if isinstance(spread := number_range(scan), Range) and scan.done:
        return spread if direction == UP else None
    scan.back(after)
    found = bound(scan)
    if found is None or found.quantity.value < 0:
        return None
    return Change(direction, found, base, level if base else None)


_REFERENCE = re.compile(
    rf"在?(?:国家|行业|地方|全国|全省|全市|全县|全区|辖区|当地|同类|同级|规定的?|[省市县区])*({any_of(REFERENCES)})(?:实际)?(?:完成)?(?:数|值|金额|总额|总价|水平|范围|额度|成本|控制)*(?:以内|之内|内)?(?:执行|完成|开支|使用|进行|支出)?"
)
_WHOSE = re.compile(rf"{CJK}{{2,10}}?(?=(?:{any_of(WORDS_BEFORE)}|控制在?)在?(?:{any_of(REFERENCES)}))")
_DENIED = re.compile("[未没不]")
_INSIDE = re.compile(rf"(?:控制)?在?({any_of(REFERENCES)})(?:数|金额|范围|额度|成本)*(?:以内|之内|内)")
_OVERSPENT = {"不超支": "<=", "未超支": "<=", "无超支": "<=", "超支": ">"}
_OVERSPENT_WORD = one_of(_OVERSPENT)
_LEVEL = re.compile(rf"[与同和]?({any_of(REFERENCES)})(?:相比)?(?:保持)?持平|(?:保持)?[与同和]({any_of(REFERENCES)})一致|持平")


def symbolic(scan: Scanner) -> Symbolic | None:
    """symbolic := (operator | 不超 | 控制在 …) reference [内 | 以内] | reference 内 | 不超支

    参照别处的界限：数不写在这里，由人对照预算、上年数等判定。
    例：不超预算 → <=预算｜与上年持平 → =上年｜项目成本控制在预算内 → <=预算｜控制在预算范围内 → <=预算｜不低于上年水平 → >=上年水平
    """
    begin = scan.at
    if operator(scan) is None and (whose := scan.take(_WHOSE)) and _DENIED.search(whose[0]):
        return None
    if scan.op_source:
        scan.back(begin)
    if word := scan.word(_OVERSPENT_WORD):
        scan.op_source = "word"
        return Symbolic(_OVERSPENT[word], "预算")
    if match := scan.take(_LEVEL):
        scan.op_source = "word"
        return Symbolic("=", match[1] or match[2] or "上年")
    start = scan.at
    if match := scan.take(_INSIDE):
        scan.op_source = "word"
        return Symbolic("<=", match[1])
    scan.back(start)
    op = operator(scan)
    match = scan.take(_REFERENCE) if op else None
    return Symbolic(op, match[1]) if op and match else None


_GRADE, _AFTER = one_of(GRADES), one_of(WORDS_AFTER)
_GRADE_TAIL = re.compile(r"等次|等级|级别|级")


def grade(scan: Scanner) -> Grade | None:
    """grade := [operator] (优秀 | 良好 | 合格 …) [等次] [及以上]

    等级：优、良、中、差一类，高一级的也算达到。
    例：≥良好 → >=良好｜良好以上 → >=良好｜合格 → 合格
    """
    op = operator(scan)
    word = scan.word(_GRADE)
    if word is None:
        return None
    scan.take(_GRADE_TAIL)
    if op is None and (after := scan.word(_AFTER)):
        scan.op_source, op = "word", WORDS_AFTER[after]
    return Grade(op, word)


_NEVER = re.compile(
    rf"(?:全年|年内|本年度?|期间)?(?:零|0|无|没有|未收到|未接到|不发生|未发生|没有发生|不出现|未出现){CJK}{{0,8}}?(?:{any_of(EVENT_WORDS)})(?:发生|率|记录|现象)?|(?:不|未|没有|无)发生|动态清零|清零"
)


def never(scan: Scanner) -> Bound | None:
    """never := (零 | 无 | 不发生) words event

    不许发生的事：零事故、不发生安全事故就是0。
    例：零事故 → 0｜不发生重大安全事故 → 0
    """
    return Bound(None, Quantity(Decimal(0))) if scan.take(_NEVER) else None
