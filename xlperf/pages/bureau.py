"""The page for a bureau: many workbooks at once; the columns of every table from their list, the rest written here."""

from collections.abc import Iterator

from xlperf.rows import EVERY_TABLE, KINDS, OF_UNIT, RowTable

_HEAD = """# 很多工作簿：财政部门怎样用

各单位的工作簿收在一个文件夹里，一条命令就有全部未达标的指标、没报的单位、该退回谁改什么；明天改了三份，再运行一次只校验那三份。

```
xlperf check 报送 --roster 单位名单.xlsx --approved 批复 --out 汇总.xlsx --out 结果.html --opinions 意见单
```

## 校验

`xlperf check` 后面写文件夹（连同下级）、通配符、`@清单.txt`（一行一个文件名）或几个文件，可以混着写。次序总是一样的。

- 一个文件一行：结论、指标数、各级问题数；读不了的写明原因，不耽误其余的。`--format jsonl` 一个文件一行JSON，边校验边输出。
- 几个文件同时校验，默认按处理器个数，`--jobs 4` 指定。一个文件超过两分钟没校验完就放弃它（`--timeout 秒数`）；校验它的进程意外退出时再试一次。
- 按 Ctrl-C 停下：已经校验的照样汇总，写明还差几个。再运行一次就接着校验。
- 内容没有变的文件不重新校验：按文件内容、规则、评分方案和程序版本记住结果，哪一样变了都会重新校验。`--no-cache` 全部重来。
- 只读，不改各单位的文件。`--write` 才把结果写回去（原有内容不动）。

## 汇总

`--out` 可以写几个，按扩展名决定写成什么。已有同名文件、又不是 xlperf 写的，不覆盖。

| 扩展名 | 内容 |
|---|---|
| `.xlsx` | 汇总（数字和图）、排名表（得分已定的单位）、未达标指标、下列各表；一行一条、带筛选，可直接做数据透视表，名称为“表_问题”等 |
| `.html` | 一个网页，不用联网：查找、筛选、排序 |
| `.csv` | 每张表一个文件（结果-单位.csv、结果-问题.csv……），Excel可直接打开；以 = + - @ 开头的文字前面加了'，不会变成公式 |
| `.parquet` | 一个文件夹，每张表一个数据集，按年度分区，列名用下表的英文名（要装 `xlperf[parquet]`） |
| `.jsonl` | 每个文件一行JSON，`xlperf compare` 用它和以后的结果比较 |

## 单位名单、批复时的指标值、审核意见单

- `--roster 单位名单.xlsx`：表头写预算单位编码、单位名称、主管部门、业务科室。先按工作簿里的编码、名称，
  再按文件名里的编码、名称认是哪个单位的。同一单位报了几份，取填报日期最晚的（没写日期的看文件保存时间），
  其余的不计入汇总。
- `--approved 批复`：批复时的工作簿（同样按编码或名称对应）。列出指标值改动、按文号调整、删去、新增。
- `--opinions 意见单`：每个单位一份审核意见单（.docx，要装 `xlperf[word]`）。已经有的不改，要重写请先移走。
- 可疑情况（不算错，值得再看一眼）：得分95以上而预算执行率不到60%；未达标的指标得了满分；三个以上单位的指标和指标值完全相同；所有满意度都是100%。

## 和上次比

`xlperf compare 上次.jsonl 报送`：哪些指标变好、变差、新增、不见了；两边可以是工作簿、文件夹或 `.jsonl`。

## 一台电脑不够时

`--scheduler tcp://主机:8786` 把文件交给 Dask 集群校验（要装 `xlperf[cluster]`）：各台电脑要装同一版 xlperf，看得到同样的路径。
有一台坏了，它手上的文件由别的接着做。
文件在对象存储里时写地址，如 `s3://桶/报送/*.xlsx`（要装相应的 fsspec 驱动），`.parquet` 也可以写到那里；
这样的文件每次都重新校验。只在本机的几个进程和 `file://` 上试过，没有在真的对象存储上试过。

## 各表的列

金额为万元；比率为小数，1是100%；没有的为空。CSV和工作簿用中文名，Parquet和JSON用英文名。
"""


def page() -> str:
    """Return the page, in Chinese Markdown."""
    return "\n".join((_HEAD, *_tables())).rstrip() + "\n"


def _tables() -> Iterator[str]:
    for table in EVERY_TABLE:
        yield f"### {table.title}（{table.key}）\n"
        if table.is_part:
            yield f"前{len(OF_UNIT)}列：{'、'.join(f'{column.title}（{column.key}）' for column in OF_UNIT)}。\n"
        yield from _columns(table)
        yield ""


def _columns(table: RowTable) -> Iterator[str]:
    yield "| 中文名 | 英文名 | 值 | 说明 |\n|---|---|---|---|"
    for column in table.columns:
        yield f"| {column.title} | {column.key} | {KINDS[column.kind]} | {column.help} |"
