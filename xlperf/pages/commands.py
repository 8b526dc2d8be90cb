"""The page of the commands: each with its summary, its example and its arguments, from the list that the command line goes by."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlperf.cli import VERBS
from xlperf.cli.parsing import LOGGED

_HEAD = """# 命令

在终端里运行 `xlperf 命令 参数`；`xlperf 命令 --help` 显示同样的说明。退出码：0 没有问题，1 有问题，2 无法运行。
结果写在标准输出，进度和出错写在标准错误。文件名里有空格的用引号括起来。每个命令都可以加 `--lang en` 说英文；也可设环境变量 `XLPERF_LANG`。
"""


def page() -> str:
    """Return the page, in Chinese Markdown."""
    return "\n".join((_HEAD, *_overview(), *(line for verb in VERBS for line in _verb(*verb)), *_logging())).rstrip() + "\n"


def _overview() -> Iterator[str]:
    yield "| 命令 | 做什么 |\n|---|---|"
    for name, _run, summary, _example, _arguments in VERBS:
        yield f"| `{name}` | {summary} |"
    yield ""


def _verb(name: str, _run: object, summary: str, example: str, arguments: Sequence[tuple]) -> Iterator[str]:
    yield f"## xlperf {name}\n\n{summary}。\n\n```\n{example}\n```\n"
    own = [each for each in arguments if each not in LOGGED]
    if own:
        yield "| 参数 | 说明 |\n|---|---|"
        yield from map(_row, own)
        yield ""
    if len(own) < len(arguments):
        yield "还有：`--log`、`--log-values`（见下面“记日志”）。\n"


def _row(argument: tuple[Sequence[str], Mapping[str, Any]]) -> str:
    """Return the row of an argument: how it is written (`--month M`, or of one without dashes what stands for it), and its help."""
    names, settings = argument
    value = settings.get("metavar") or "|".join(settings.get("choices") or [names[0].strip("-").upper()])
    if not names[0].startswith("-"):
        told = f"`{value}`" + ("……" if settings.get("nargs") == "+" else "")
    else:
        told = "、".join(f"`{each}`" for each in names) + ("" if settings.get("action") == "store_true" else f" `{value}`")
    return "| {} | {} |".format(*(each.replace("|", r"\|") for each in (told, settings["help"])))


def _logging() -> Iterator[str]:
    yield "## 记日志\n\n写工作簿的命令都有这两个参数；不写 `--log` 时，设了环境变量 `XLPERF_LOG` 也记。\n\n| 参数 | 说明 |\n|---|---|"
    yield from map(_row, LOGGED)
