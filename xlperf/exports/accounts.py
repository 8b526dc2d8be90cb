"""Accounts: which are spending, and how titles, sheets and cells name one."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

_CODE = re.compile(r"(?<![\d.])([1-9]\d{3}[\d.\-]*\d|[1-9]\d{3})(?!\s*[年\d])")
_NAMED = re.compile(r"科目(?:名称|编码|代码|编号)?[\s|]*[:：|][\s|]*(.+)")
_ALONE = re.compile(r"[\[【（(]?([1-9]\d{3}[\d.\-]*)[\]】）)]?\s*[\u4e00-\u9fff]\S*")


@cache
def spending_accounts() -> tuple[Mapping[str, Any], ...]:
    """Return the accounts that are spending, those that count before others first: prefix, title, source, how sure; names by code;
    beginnings of the accounts that they are closed to, and of those that money stands in."""
    return tuple(tomllib.loads(Path(__file__).with_name("accounts.toml").read_text(encoding="utf-8"))["spending"])


@cache
def _codes() -> Mapping[str, str]:
    return {name: code for kind in spending_accounts() for code, name in kind["names"].items()}


def code_in(text: str) -> str:
    """Return the code of an account in a text that may name it too: 7101 行政支出, [7101]行政支出, 行政支出(7101); no year is one."""
    match = next((found for found in _CODE.finditer(text) if not re.match(r"20\d\d(?:\D|$)", found[1])), None)
    return match[1] if match else ""


def account_of(code: str, name: str) -> str:
    """Return the account of a cell of codes and one of names: its code; with a name alone the name, behind the code of its kind where it is
    one of spending."""
    found = code_in(code) or code_in(name)
    if found:
        return found
    path = name or code
    kind = next((number for known, number in _codes().items() if path.startswith(known)), "")
    return f"{kind}{path}"


def account_in(texts: Sequence[str]) -> str:
    """Return the account that the cells of a title, or of a line between postings, name: 科目：7101 行政支出; 5001 业务活动费用."""
    match = _NAMED.search("|".join(texts))
    if match:
        found = account_of("", match[1].strip())
        return found if found[:1].isdigit() else ""
    alone = _ALONE.fullmatch(texts[0].strip()) if len(texts) == 1 else None
    return alone[1] if alone and not re.match(r"20\d\d(?:\D|$)", alone[1]) else ""
