"""The page of the commands: each with its summary, its example and its arguments, from the list that the command line goes by."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlperf.cli import VERBS
from xlperf.cli.parsing import LOGGED

_HEAD = """# 命令

在终端里运行 `xlperf 命令 参数`；`xlperf 命令 --help` 显示同样的说明。退出码：0 没有问题，1 有问题，2 无法运行。
结果写在标准输出，进度和出错写在标准错误。文件名里有空格的用引号括起来。每个命令都可以加 `--lang en` 说英文；也可设环境变量 `XLPERF_LANG`。
"""

_TASKS = """## 想做什么

| 要做的事 | 命令 |
|---|---|
| 由目标表生成工作簿（`.xlsm` 有按钮；`.xlsx` 不含宏） | `xlperf new 绩效目标.xlsm --from 目标表.docx`（或.pdf、.xlsx等） |
| 先看读到了什么、哪里拿不准、哪些没放进去 | 生成时就会列出；没写明金额单位的，用 `--unit 万元` 或 `--unit 元` 说明 |
| 新表并入已有的母版（填空白、加新行，填过的不改） | `xlperf new --into 绩效目标.xlsm --from 新表.docx`；只看差异加 `--preview` |
| 指标值经批准调整（原批复值不动） | 同上，再加 `--adjustment 财预〔2022〕15号` |
| 生成申报用的目标表；一个任务的项目支出绩效目标表 | `xlperf form target 绩效目标.xlsm -o 目标表.docx`（或.xlsx、.pdf）；加 `--task 任务名称` |
| 明细账、一体化系统的支付明细导入“支出明细”（同一笔只进一次） | `xlperf ledger import 明细账.xlsx --into 绩效目标.xlsm`；只看加 `--preview` |
| 改了“归集规则”，给没有任务的支出补归任务 | `xlperf ledger map 绩效目标.xlsm` |
| 空白工作簿 | `xlperf new 绩效目标.xlsm --blank` |
| 让LibreOffice里的按钮和函数可用；Excel里的加载项 | `xlperf install --libreoffice`；`xlperf install` |
| 检查安装和设置 | `xlperf doctor` |
| 不能上网的电脑：先在能上网的电脑上收集安装包，整个文件夹拷过去 | `xlperf bundle 离线安装包`，再运行其中的install.cmd或install.sh |
| 校验，把结果写进工作簿（别人的表：写进新工作表和批注） | `xlperf check 绩效目标.xlsx --write` |
| 撤销最近一次写入 | `xlperf undo 绩效目标.xlsx` |
| 列出备份；恢复成某一份（先看会失去什么） | `xlperf restore 绩效目标.xlsx`；加 `--to 1`，再加 `--yes` |
| 只看结果，不动文件 | `xlperf check 绩效目标.xlsx` |
| 文件夹（连同下级）里的全部工作簿，一个一行 | `xlperf check 文件夹`；`xlperf check '2024/**/*.xlsx'`；`xlperf check @清单.txt --format jsonl` |
| 谁报了谁没报、指标值变动、排名、审核意见单 | 见[很多工作簿](bureau.md) |
| 和上次比：变好、变差、新增、不见了 | `xlperf compare 上次.jsonl 报送` |
| 每次写入记一行日志：时间、用户、版本、改了几个单元格（不含内容） | `xlperf check 绩效目标.xlsx --write --log 日志.jsonl`；要记内容加`--log-values` |
| 审核意见单 | `xlperf opinion 绩效目标.xlsm -o 审核意见单.docx` |
| 接受一个问题（数字变了会重新出现） | `xlperf accept 绩效目标.xlsm T203 采购完成时间 --reason 理由 --person 审核人` |
| 目标、任务、指标、成本怎样对应，哪些悬着 | `xlperf form trace 绩效目标.xlsm -o 对应表.xlsx` |
| 年中监控：填一期，生成监控表 | `xlperf monitor 绩效目标.xlsm --month 7`；`xlperf form monitor 绩效目标.xlsm -o 运行监控表.docx` |
| 自评表；一个项目的；公开版 | `xlperf form evaluation 绩效目标.xlsm -o 自评表.docx`；加 `--task 任务名称`；加 `--public` |
| 一个单元格为什么是这个结果 | `xlperf why 绩效目标.xlsm 绩效指标!Q12` |
| 评分方案：列出、看出处、新建自己的 | `xlperf profile list`；`xlperf profile show sichuan`；`xlperf profile new 我县` |
| 一个指标值怎样理解、怎样判定 | `xlperf explain '11月底前' --actual '12月5日' --year 2022` |
| 指标值怎样写、怎样读的全部说明 | `xlperf explain --manual` |
| 一条规则说的是什么 | `xlperf rules B402` |

写工作簿的命令只写自动计算的浅色单元格，每次写入前自动留备份（在本机的用户文件夹里，可用环境变量`XLPERF_STATE`另指地方；保留最近10次写入和
最近14天每天第一次写入之前的）；文件正被打开、只读、有数字签名，或读取后又被改动时，一概不写，并说明原因。

## 全部命令
"""


def page() -> str:
    """Return the page, in Chinese Markdown."""
    return "\n".join((_HEAD, _TASKS, *_overview(), *(line for verb in VERBS for line in _verb(*verb)), *_logging())).rstrip() + "\n"


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
