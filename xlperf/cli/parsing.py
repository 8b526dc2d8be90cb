"""What the commands share: how their arguments are described and read.

It imports next to nothing, so that `--help` answers at once.
"""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from xlperf.errors import FAILED
from xlperf.language import LANGUAGES, _, say

LOGGED = (
    (("--log",), {"metavar": "日志.jsonl", "help": _("每次写入记一行：时间、文件、版本、评分方案、改了几个单元格（不含内容）")}),
    (("--log-values",), {"action": "store_true", "help": _("日志里也记单元格原来和后来的内容")}),
)
"""What the commands that write into workbooks are asked besides: where to log it (`xlperf.writers.audit`)."""


def log_as_asked(options: argparse.Namespace) -> None:
    """Have writings logged where the options ask for it; worker processes inherit it."""
    if getattr(options, "log", None):
        os.environ["XLPERF_LOG"] = os.path.abspath(options.log)
        os.environ["XLPERF_LOG_VALUES"] = "1" if options.log_values else ""


FORMAT = (("--format",), {"choices": ("text", "json"), "default": "text", "help": _("输出成文字（text）或JSON（json）")})


_DASHED = re.compile(r"[—–―－−‐-]*[—–―－−‐][—–―－−‐-]*[a-z]+")
"""An option as Word and Chinese input methods spoil it: other dashes than the minus sign."""


def joined_arguments(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with a value that begins with a minus (--actual -6%) joined to its option, so that it is no option."""
    joined: list[str] = []
    for each in arguments:
        if _DASHED.fullmatch(each):
            Parser().error(_("选项{option}前面要用两个半角减号（--）").format(option=each))
        if joined and joined[-1] in ("--actual", "--unit", "--op") and each[:1] == "-" and each[:2] != "--":
            joined[-1] += f"={each}"
        else:
            joined.append(each)
    return joined


def complain(told: object) -> None:
    """Print what went wrong, in one sentence, where errors go."""
    say(_("xlperf：{error}").format(error=told), file=sys.stderr)


def warn_of_holder(path: str) -> None:
    """Say that a file is open in another program: what was not saved yet is not in the results."""
    from xlperf.writers.save import holder

    if who := holder(Path(path)):
        told = _("文件正被{who}打开，还没有保存的改动不在结果里").format(who=who)
        complain(_("{path}：{told}").format(path=path, told=told))


class Parser(argparse.ArgumentParser):
    """A parser whose own words are in the user's language."""

    def __init__(self, **settings: object):
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Help, **settings)
        self._positionals.title, self._optionals.title = _("参数"), _("选项")
        self.add_argument("-h", "--help", action="help", help=_("显示这段说明"))
        self.add_argument("--lang", choices=LANGUAGES, help=_("说话用的语言：zh（中文）或en（英文）；也可设环境变量XLPERF_LANG"))

    def error(self, message: str) -> NoReturn:
        for english, told in (
            ("the following arguments are required: ", _("缺少")), ("unrecognized arguments: ", _("不认识")),
            (": expected one argument", _("缺少取值")), (": ignored explicit argument ", _("不带取值，多了")),
            ("invalid choice: ", _("没有这个选择")), ("argument ", ""),
            ("invalid int value: ", _("应为整数")), ("choose from ", _("可选")),
        ):  # fmt: skip
            message = message.replace(english, told)
        remedy = _("运行“{program} --help”看用法").format(program=self.prog)
        complain(_("命令写得不对（{message}）。{remedy}。").format(message=message, remedy=remedy))
        raise SystemExit(FAILED)


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str):
        super().__init__(prog, max_help_position=30)

    def add_usage(self, usage, actions, groups, prefix=None) -> None:
        super().add_usage(usage, actions, groups, _("用法：") if prefix is None else prefix)


def add_verb(commands, name: str, run, summary: str, example: str, arguments: list) -> None:
    """Add a command; its help ends with an example."""
    epilog = _("例如：{example}").format(example=example)
    command = commands.add_parser(name, help=summary, description=summary, epilog=epilog)
    for names, settings in arguments:
        command.add_argument(*names, **settings)
    command.set_defaults(command=run)
