"""What the words of an export's row say: that it is no posting, which side it is on, whether anything was paid, whether money came back."""

import re
from functools import lru_cache

from xlperf.intake.headings import fold_heading
from xlperf.language import _

BEGINNING, SUM, CLOSING, VOID, NOTHING = _("期初余额、结转上页"), _("合计、累计、余额"), _("期末结转"), _("作废、未支付"), _("没有金额")
OTHER, TWICE, REPEATED = _("不是支出类的科目"), _("平行记账的财务会计科目"), _("同一分录重复出现")
"""Why a row is left out."""

_STRICT = (
    (BEGINNING, re.compile(r"(期初|年初|月初|上年|上月|本月初|本期初)(余额|结转|结余|数)+|承前页|过次页|转次页|余额结转")),
    (SUM, re.compile(r"(第?\d+页?|本日|当日|本周|本月|当月|\d{1,2}月份?|本期|当期|本季度?|本页|本年|当年|全年|年度)?"
                     r"(小计|合计|累计|总计|发生额|发生额及余额)+|(期末|月末|年末|本期|本月|本年)(余额|结余)|结转(下年|下页|下期|次年)")),
)  # fmt: skip
"""Texts that no posting has, even one with a voucher."""

_LOOSE = (
    (BEGINNING, re.compile(r".{0,8}(期初|年初|月初|年初数|初始数|承前|承上|接前|接上|上页|上月|上期|上年|过次|转次|转下|余额结转|启用).{0,6}")),
    (SUM, re.compile(r".{0,20}(小计|合计|累计|总计|月计|年计|日计|季计|页计|发生额?|余额|结余|期末|月末|年末|sub-?total|total)"
                     r"(数|额|金额|余额)?(共?\d+笔|[\d一二三四五六七八九十]{1,3}月份?)?", re.IGNORECASE)),
)  # fmt: skip
"""Texts of rows without a voucher of their own: whatever ends with a sum, unless it begins like a payment."""
_PAYING = re.compile(r"付|支付|代付|报销|退|补|购|买|发放|缴|拨|预付|采购|冲|收回|结转")

_CLOSES = re.compile(r"结转|结账|结帐|冲平|(自动|收支)转[账帐]|(年末|年终|年底|期末|月末).*转|转(入|至).*(结余|盈余)")
_CORRECTS = re.compile(r"退|收回|误|错|更正|调整|调[账帐]|红字|红冲|冲销|冲回|冲减|冲付|核减|追回|缴回|交回|失败|(上年|以前年度|历年)(度)?结转")
"""What a credit is that only speaks of 结转, and brings money back."""
_YEAR_END = re.compile(r"(年末|年终|期末|年底|年度终了).*结转|结转.*(损益|收支|本年.*(支出|费用)|支出(至|到|入|转).*)")
"""A closing entry whatever its side: where more came back than was paid, it is a debit."""
_PAYS = re.compile(r"付|购|报销|发放|缴|拨(?!款)|退")

_FLAGS = ("是", "1", "y", "yes", "true", "√", "退", "退款")
_BACK = re.compile(r"退款|退票|退回|退付|退库|退还|冲销|冲减|红冲|收回|红字|负支付|冲红")
_NOT_BACK = re.compile(r"(未|无|非|不)(发生)?退|正常")

_PAID = re.compile(r"正常|未(退|作废|撤销|冲)|有效|成功|完成|终审|通过|(已|^)(支付|清算|付款|入[账帐]|记[账帐]|过[账帐]|审核|审批|复核)(?!中)|"
                   r"已(确认|签发|回单|办结|结算|登记)")  # fmt: skip
_UNPAID = re.compile(r"作废|撤销|取消|未|待|失败|退票|退回|驳回|拒|无效|删除|红冲|草稿|暂存|保存|录入|挂起|冻结|终止|.中$|申请")
"""States in which nothing was paid; those first that look like them and are paid: 未退票."""
_GONE = re.compile(r"已?(作废|撤销|取消|退票|退回|红冲|删除|拒付)|无效|失败")

_DEBIT = ("借", "借方", "d", "dr", "debit", "j", "付", "支", "支出", "付款", "支付", "正", "出")
_CREDIT = ("贷", "贷方", "c", "cr", "credit", "收", "收入", "收款", "退", "退回", "退款", "负", "-", "-1", "红", "红字", "入")


@lru_cache(maxsize=65_536)
def strict_label(text: str) -> str:
    """Return what a summary that none can have says of its row: a beginning, a sum; "" for a posting."""
    folded = fold_heading(text)
    return next((why for why, pattern in _STRICT if pattern.fullmatch(folded)), "")


@lru_cache(maxsize=65_536)
def loose_label(text: str) -> str:
    """Return what a text of a row without a voucher says of it: a beginning, a sum; "" for a posting."""
    folded = fold_heading(text)
    if _PAYING.match(folded):
        return strict_label(text)
    return next((why for why, pattern in _LOOSE if pattern.fullmatch(folded)), "")


@lru_cache(maxsize=65_536)
def closes(summary: str, negative: bool) -> bool:
    """Whether a summary is that of a closing entry, which takes back what a period spent."""
    if negative:
        return bool(_CLOSES.search(summary)) and not _CORRECTS.search(summary)
    return bool(_YEAR_END.search(summary)) and not _PAYS.search(summary)


@lru_cache(maxsize=4096)
def corrects(summary: str) -> bool:
    """Whether a summary says that something comes back, or was wrong."""
    return bool(_CORRECTS.search(summary))


@lru_cache(maxsize=4096)
def comes_back(kind: str, flag: bool) -> bool:
    """Whether a kind of business brings money back, whatever sign its amounts have; a `flag` only says yes or no."""
    if flag and kind.strip().lower() in _FLAGS:
        return True
    return bool(_BACK.search(kind)) and not _NOT_BACK.search(kind)


@lru_cache(maxsize=4096)
def was_paid(state: str) -> bool | None:
    """Whether a state means that money was paid; None where nobody knows the state."""
    if not state:
        return True
    if _GONE.search(state) and not re.search(r"未(退|作废|撤销|冲)", state):
        return False
    if _PAID.search(state) and not re.match(r"[待未](?!退|作废|撤销|冲)", state):
        return True
    return False if _UNPAID.search(state) else None


@lru_cache(maxsize=4096)
def side_of(text: str) -> int:
    """Return 1 for a debit or a blank, -1 for a credit, 0 for what nobody knows (1 and 2 mean either)."""
    folded = text.strip().lower()
    return 1 if not folded or folded in _DEBIT else -1 if folded in _CREDIT else 0
