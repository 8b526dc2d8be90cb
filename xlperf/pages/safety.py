"""The page about safety: what is promised, how it is tested, what is not; the limits are those of the code."""

from xlperf.intake import foreign_tables
from xlperf.ooxml import bounds, elements
from xlperf.readers import apart, pdf, text, word

_PROMISES = (
    ("文件里的程序不会运行", "宏、公式、DDE、外部链接、OLE对象、PDF和网页里的脚本只当作字节，从不执行、从不计算",
     "每个敌意文件都在受监视的进程里试：启动任何程序即为失败"),
    ("不连网络", "不读文件里写的任何网址、共享路径、外部实体；没有遥测，不查更新。只有`--scheduler`和`s3://`一类地址由您自己写出时才连接",
     "监视一切连接；文件里写的地址有人守着听"),
    ("不写别处", "只写您点名的文件、`--out`和`--opinions`指定的位置、状态文件夹（`XLPERF_STATE`）；压缩包里的部件名不会变成路径",
     "监视一切打开写入的文件；校验后原文件逐字节相同"),
    ("坏文件得到一句话",
     "截断、乱改、加密、谎报大小、嵌套过深、炸弹：说明是哪个文件、怎么了、怎么办，退出码2，不出现程序错误",
     "按种类和种子生成，可以重做"),
    ("一个文件拖不垮一批", "校验由几个进程分担：卡住的到时结束，意外退出的再试一次，都写进报告，其余照常", "测试里真的卡住、真的杀死"),
    ("Word、PDF、旧格式、网页另用一个进程读", "读它们的程序库相信文件；那个进程有时限，除Windows外有内存上限，倒下时留下一句话", "同上"),
    ("结果文件可以放心打开", "来自文件的文字以 = + - @ 制表符开头的，在CSV里前面加撇号，在工作簿里写成文本；网页里全部转义，并禁止联网和外来脚本",
     "用真的Chromium打开；用另外的库读回"),
    ("文字操纵不了屏幕", "来自文件的控制字符（改颜色、改标题、颠倒文字顺序）在终端和打印件上显示为�，在JSON里写成\\u转义；太长的只显示开头",
     "同一批敌意文字走遍每个命令、表单、网页和按钮，与无害的文字比较"),
    ("您填的不会改", "见“它对文件做什么”：写入前后逐字节核对，不符即不写；每次写入前留备份", "两百多个手工和Excel写的工作簿"),
)  # fmt: skip
_NOT = (
    "读取库（calamine、lxml、pdfminer、xlrd、python-docx）自身的漏洞。它们在进程里运行，Word、PDF、.xls、.ods、网页隔开，.xlsx和.csv不隔开。",
    "Windows上没有内存上限，只有时限；本程序在Windows上没有试过。",
    "打开工作簿的Excel、WPS会怎样对待里面的宏和链接：那由它们的设置决定。",
    "同一台机器上能以您的身份运行程序的人。状态文件夹里有备份和结果，只有您能读，没有加密。",
    "百万行的支出明细要用两吉字节左右的内存，这不是攻击；内存更小的机器请分文件。",
)


def _limits() -> list[tuple[str, str]]:
    return [
        ("工作簿的部件", f"{bounds.MOST_PARTS:,}个；工作表{bounds.MOST_SHEETS:,}个"),
        ("工作表解开后", f"{bounds.MOST_SHEET >> 20:,}兆字节；其他部件各{bounds.MOST_BYTES >> 20}兆字节"),
        ("工作表用到的区域", f"{bounds.ROOMY // 10_000}万个单元格；更大的，至少四分之一要填有内容"),
        ("共享字符串", f"{bounds.MOST_TEXTS // 10_000}万条"),
        ("单元格样式、数字格式", f"{bounds.MOST_STYLES // 10_000}万种样式，格式各{bounds.LONGEST_FORMAT:,}字"),
        ("XML部件（工作表除外）", f"{elements.MOST_ELEMENTS // 10_000}万个元素，嵌套{elements.DEEPEST}层"),
        ("绩效指标表（别人的表、文档）",
         f"{foreign_tables.MOST_ROWS // 10_000}万行、{foreign_tables.MOST_COLUMNS:,}列、{foreign_tables.MOST_LETTERS // 10_000}万字"),
        ("文本、CSV", f"{text.MOST_LINES:,}行、{text.MOST_COLUMNS:,}列、{text.MOST_BYTES >> 20}兆字节"),
        ("Word文档的表格", f"{word.MOST_CELLS // 10_000}万个单元格"),
        ("PDF", f"{pdf.MOST_PAGES}页"),
        ("读文档的进程", f"{apart.MEMORY >> 20}兆字节内存；{apart.SILENT:.0f}秒没有进展，或共{apart.SECONDS:.0f}秒，即放弃"),
        ("一批中的一个文件", "120秒（`--timeout`可改）；4吉字节内存（Windows除外）"),
    ]


def page() -> str:
    """Return the page in Chinese Markdown."""
    lines = ["# 安全：承诺什么，怎样试过，什么不承诺", "",
             "外面来的文件不可信。写它的人也许想要运行程序、读走别的文件、占满内存，或者只是把文件弄坏了。", ""]  # fmt: skip
    lines += ["## 承诺", "", "| 承诺 | 意思 | 怎样试 |", "|---|---|---|", *(f"| {' | '.join(each)} |" for each in _PROMISES), ""]
    lines += ["`python -m tests.hostile.tries 7`逐种试敌意文件，列出最长时间和最大内存；"
              "`python -m tests.hostile.tries --again 种类 种子`重做其中一个。", ""]  # fmt: skip
    lines += ["## 限度", "", "超过的得到一句话，不会读一半。", "", "| 什么 | 最多 |", "|---|---|"]
    lines += [*(f"| {name} | {most} |" for name, most in _limits()), ""]
    lines += ["## 隐私和记录", "",
              "- 没有遥测。出错时只在屏幕上说一句话，不发送任何东西；这句话里可能有单元格的地址和内容，转发前请看一眼。",
              "- 备份、撤销记录、校验结果的缓存在状态文件夹，只有您能读；`XLPERF_STATE`可另指地方，整个删掉不影响工作簿，只是不能再撤销。",
              "- 临时文件没有名字，或建在自己的文件夹里，用完即删。",
              "- “概况”的“上次校验”写明时间、版本、评分方案；结果没有变化时不改它，所以再校验一次，文件一个字节也不变。",
              "- `--log 日志.jsonl`（或环境变量`XLPERF_LOG`）：每次写入、撤销、恢复记一行，有时间、用户、文件、版本、评分方案、写入前后的SHA-256、"
              "各工作表改了几个单元格。不记内容；要记加`--log-values`。记不了日志就不写入。"
              "在Excel、LibreOffice里点按钮的写入和撤销也记（设了环境变量时；文件只有名字，没有SHA-256）。新建的文件（`new`、`form`、`opinion`、`--out`）不记。",
              ""]  # fmt: skip
    return "\n".join([*lines, "## 不承诺", "", *(f"- {each}" for each in _NOT), ""])
