"""How a target is read, told in words: what a person checks before trusting a verdict."""

from xlperf.language import _
from xlperf.target.direction import Direction
from xlperf.target.judging.judge import why_unreadable
from xlperf.target.nodes import Placeholder, Reading, Unreadable

_OPERATORS = {">=": _("不低于"), "<=": _("不超过"), ">": _("大于"), "<": _("小于"), "=": _("等于")}
_SOURCES = {"explicit": _("写明"), "word": _("由文字写明"), "inferred": _("推断")}
_KINDS = {
    "number": _("数值"), "range": _("区间"), "date": _("时限"), "period": _("时段"), "qualitative": _("定性"), "several": _("多个条件"),
    "ratio": _("比例"), "empty": _("空"), "placeholder": _("模板占位符"), "unreadable": _("无法识别"),
}  # fmt: skip


def in_words(reading: Reading, way: Direction) -> str:
    """Return a target's canonical form, what kind it is, and which way it runs and by whose word: `>=95%　数值，不低于（写明）`."""
    kind = _KINDS[reading.kind]
    if reading.op:
        source = _SOURCES.get(reading.op_source or "", "")
        source = f"{source}：{way.why}" if way.why else source
        operator = _("不晚于") if reading.kind == "date" and way.op == "<=" else _OPERATORS[way.op]
        kind = _("{kind}，{operator}（{source}）").format(kind=kind, operator=operator, source=source)
    return _("{canonical}　{kind}").format(canonical=reading.target, kind=kind)


def in_doubt(reading: Reading) -> list[str]:
    """Return why a target cannot be read, and what a careful reader would ask back."""
    refused = [why_unreadable(reading.target)] if isinstance(reading.target, Unreadable | Placeholder) else []
    return refused + [str(each) for each in reading.doubts]
