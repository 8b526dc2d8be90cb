"""The page of the workbook with buttons: its actions and functions from their lists, the rest written here."""

from collections.abc import Iterator

from xlperf.actions import ACTIONS, STAGES
from xlperf.functions import FUNCTIONS, ROW, Function

_HEAD = """# 带按钮的工作簿

`.xlsm` 工作簿里填一个实际完成值，状态、完成率、得分当场就变；点“一键校验”，问题逐条写进“校验结果”。按钮在“绩效”选项卡里，
主要的几个也画在各工作表的标题旁。`.xlsx` 是不含宏的同一份工作簿，结果由校验写成数值，适合发邮件。
"""

_PICTURES = """## 点一次“一键校验”

改了三个实际完成值，还没有点：状态、得分当场变了，系统提示还是上次校验写下的。

![点之前：Z06填20个、Z10填46台，状态已是“未达标”，系统提示还空着；Z08改成15人，状态已是“达标”，系统提示还说相差1人](before-click.png)

点过之后：系统提示与状态一致，不达标的写明差多少；状态栏报出各种状态和问题的个数，问题逐条在“校验结果”里。

![点之后：Z06的系统提示是“相差5个”，Z10的是“相差4台”，Z08的已清空；状态栏：校验完成，指标70项，达标53、未达标8](after-click.png)

图中是示例数据，在 LibreOffice 中截取；为了看清结果，隐藏了中间几列，固定了行高。
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

## 不是母版的工作簿

别的单位报来的自评表、系统导出的表，打开后点“绩效”选项卡里的“一键校验”就能查：工作表里有“三级指标”和“指标值”两列（名称相近也认，
次序不限）即可，“实际完成值”“分值”“偏差原因”等列有就用。问题写到末尾新加的工作表“校验结果”，并在问题单元格加批注；原有的单元格一个
字也不改，别人的批注（包括您在我们的批注里加了话的）留着。“清除标记”去掉批注、清空“校验结果”，工作表本身留着，可以自己删。
有几个工作表都像指标表时只查指标最多的一个，表里没有读进去的内容会列出来。得分、合计、金额和支出不查；要查就用
`xlperf new 母版.xlsm --from 这张表.xlsx` 生成母版。LibreOffice 里没有选项卡，在 工具 → 宏 → 运行宏 → 我的宏 → xlperf_live
中选“一键校验”。

## 没有安装 xlperf 的电脑、禁用宏、WPS

表格照常打开、照常填，合计和执行率照常算。允许宏、没有 xlperf 时，改动过的行显示“待重算”，点按钮会说缺什么；禁用宏时点按钮没有
反应，状态、得分保留上次的结果或显示“待重算”。

单位的电脑不许 Excel 启动别的程序时，登录后先运行 `xlperf serve`（按 Win+R 输入 `shell:startup`，把它的快捷方式放进那个文件夹，
以后登录就自动运行）：Excel 找到已经在运行的它，不用自己启动。（尚未在 Excel 中验证）

## 在 LibreOffice 里

运行一次 `xlperf install --libreoffice`，并在 工具 → 选项 → LibreOffice → 安全 → 宏安全性 → 可信源 中加入存放工作簿的文件夹。
没有“绩效”选项卡：画在工作表里的按钮都能用，其余（恢复公式、诊断、帮助、阶段）在 工具 → 宏 → 运行宏 → 我的宏 → xlperf_live 里。
在任务表最后一行下面填写时表格不会自动变长，请在最后一行上面插入行。键入 `6` 时 LibreOffice 会按上面的内容自动补成别的数，请带单位填，
或关掉 工具 → 自动输入。
LibreOffice 保存 `.xlsx`、`.xlsm` 时会丢掉按钮的功能、表格的自动公式（新增的行不会自动计算）和宏认工作表用的名称：再打开时点按钮
没有反应。保存并关闭之后运行一次 `xlperf check 文件名 --write` 就会全部补上，校验时也会提示。LibreOffice 的撤销（Ctrl+Z）只撤您自己
填的，不撤校验写的；校验写的请点“清除标记”。
"""


def page() -> str:
    """Return the page, in Chinese Markdown."""
    return "\n".join((_HEAD, *_buttons(), _PICTURES, *_functions(), _BOUNDS)).rstrip() + "\n"


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
