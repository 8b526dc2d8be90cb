"""The page of the workbook with buttons: its actions and functions from their lists, the rest written here."""

from collections.abc import Iterator

from xlperf.actions import ACTIONS, STAGES
from xlperf.functions import FUNCTIONS, ROW, Function

_HEAD = """# 带按钮的工作簿

`.xlsm` 工作簿里填一个实际完成值，状态、完成率、得分当场就变；点“一键校验”，问题逐条写进“校验结果”。按钮在“绩效”选项卡里，
主要的几个也画在各工作表的标题旁。`.xlsx` 是不含宏的同一份工作簿，结果由校验写成数值，适合发邮件。
"""

_BOUNDS = """## 点按钮时程序动什么

只写自动计算的浅色单元格、“校验结果”和“概况”右边的汇总；您填的单元格一概不动。要么全写，要么全不写：

- 工作表受保护、“校验结果”下方放了别的内容：不写，说明是哪里。
- 写到一半出错，或写进去的不是要写的内容：全部撤回，说明原因。
- 正在筛选：写完后照原样筛选。手动计算、屏幕刷新、选中的单元格：做完恢复原样。
- 公式被数值盖住：校验时写回；也可以单点“恢复公式”。
- 打开了几个工作簿：只动当前这一个。
- 单元格正处于编辑状态：Excel不接受任何操作，请先按回车再点。
- 点错了：点“清除标记”；在Excel里也可以按撤销（Ctrl+Z，尚未在Excel中验证）。

## 没有安装 xlperf 的电脑、禁用宏、WPS

表格照常打开、照常填，合计和执行率照常算，状态保留上次的结果；改动过的行显示“待重算”，点按钮会说缺什么。

## 在 LibreOffice 里

运行一次 `xlperf install --libreoffice`，并在 工具 → 选项 → LibreOffice → 安全 → 宏安全性 → 可信源 中加入存放工作簿的文件夹。
LibreOffice 存成 `.xlsm` 时会丢掉表格的自动公式和样式；存过之后在Excel里新增的行不会自动带公式，点“恢复公式”补上。LibreOffice 自己的
撤销不能完整地撤回一次点击，请点“清除标记”。
"""


def page() -> str:
    """Return the page, in Chinese Markdown."""
    return "\n".join((_HEAD, *_buttons(), *_functions(), _BOUNDS)).rstrip() + "\n"


def _buttons() -> Iterator[str]:
    yield "## 按钮\n\n| 按钮 | 做什么 |\n|---|---|"
    for each in ACTIONS:
        yield f"| {each.label} | {each.tip} |"
    stages = "；".join(f"{each.label}：{each.tip.rstrip('。')}" for each in STAGES)
    yield f"| 阶段 | {stages}。 |\n"


def _functions() -> Iterator[str]:
    yield ("## 函数\n\n可以用在任何单元格里，参数可以是一个单元格，也可以是一列。不读工作表，不会自己变；"
           "没有Python时显示“待重算”。\n\n| 函数 | 给出 | 例 |\n|---|---|---|")  # fmt: skip
    for each in FUNCTIONS:
        yield f"| `{each.name}` | {each.help} | `{each.example}` |"
    yield "\n前六个函数的参数相同，除第一个外都可以不填：\n\n| 参数 | 填什么 |\n|---|---|"
    for argument in ROW:
        yield f"| `{argument.name}` | {argument.help} |"
    yield from _others(each for each in FUNCTIONS if not each.by_row)


def _others(functions: Iterator[Function]) -> Iterator[str]:
    for each in functions:
        yield f"\n`{each.name}`：" + "；".join(f"`{told.name}` {told.help}" for told in each.arguments) + "。"
    yield ""
