"""The commands about tables and workbooks: each imports what it needs when it runs."""

import argparse
import sys

from xlperf.cli.parsing import FORMAT, LOGGED, warn_of_holder
from xlperf.errors import CLEAN, FAILED, FINDINGS
from xlperf.language import _, say


def _check(options: argparse.Namespace) -> int:
    from xlperf.batch import names_many

    asked = (options.out, options.roster, options.approved, options.opinions, options.scheduler)
    if len(options.files) > 1 or any(map(names_many, options.files)) or any(asked):
        from xlperf.cli.many import check_files

        return check_files(options)
    from xlperf.errors import XlperfError, told_error
    from xlperf.files import check
    from xlperf.rows import failed_data, result_data, to_json

    path, as_text, indent = options.files[0], options.format == "text", 1 if options.format == "json" else None
    try:
        checked = check(path, write=options.write, scope=options.rules)
    except XlperfError as error:
        if not as_text:
            print(to_json(failed_data(path, told_error(error, path)), indent=indent))
        raise
    if as_text:
        from xlperf.report.terminal import show_result

        show_result(checked.result, checked.outcome)
    else:
        print(to_json(result_data(checked.result) | {"written": checked.written}, indent=indent))
    if not options.write:
        warn_of_holder(path)
    return FINDINGS if checked.result.open else CLEAN


def _compare(options: argparse.Namespace) -> int:
    from xlperf.cli.many import compare

    return compare(options)


def _read(options: argparse.Namespace) -> int:
    from xlperf.files import read

    table = read(options.file)
    if options.format == "json":
        from xlperf.report.data import table_data
        from xlperf.rows import to_json

        print(to_json(table_data(table)))
        return CLEAN
    from xlperf.report.terminal import show_table
    from xlperf.target import parse

    show_table(table, [parse(each.target, name=each.level3, category=each.level2, year=table.year) for each in table.indicators])
    return CLEAN


def _explain(options: argparse.Namespace) -> int:
    if options.jsonl:
        return _explain_lines()
    if options.manual:
        from xlperf.manual import language_page
        from xlperf.report.terminal import show_page

        show_page(language_page())
        return CLEAN
    if options.text is None:
        from xlperf.errors import InputError

        raise InputError(_("没有给出指标值"), remedy=_("例如：xlperf explain '>=95%' --actual '96%'"))
    from xlperf.target import direction, judge, parse

    context = {"name": options.name, "category": options.category, "year": options.year}
    reading = parse(options.text, op=options.op, unit=options.unit, **context)
    judgement = None if options.actual is None else judge(reading, options.actual, **context)
    if options.json:
        from xlperf.report.data import judgement_data, reading_data
        from xlperf.rows import to_json

        print(to_json(judgement_data(judgement) if judgement else reading_data(reading)))
    else:
        from xlperf.report.terminal import show_reading

        show_reading(reading, direction(reading, options.name, options.category), judgement)
    return CLEAN


def _explain_lines() -> int:
    """One JSON object a line in, one a line out; a line that is none is answered with its error, the rest goes on."""
    from xlperf.rows import to_json

    code = CLEAN
    for number, line in enumerate(sys.stdin, 1):
        if line.strip():
            try:
                answer = _explained(line)
            except (ValueError, TypeError, KeyError, RecursionError):
                code = FAILED
                answer = {"error": _("第{number}行不是含有text或target的JSON对象").format(number=number)}
            print(to_json(answer, indent=None))
    return code


def _explained(line: str) -> dict:
    """Return the answer to one JSON line. Raises `ValueError`, `TypeError` or `KeyError` where it asks nothing."""
    import json

    from xlperf.report.data import judgement_data
    from xlperf.target import judge

    given = json.loads(line, parse_constant=_no_number)
    if not isinstance(given, dict):
        raise TypeError("an object is needed")
    target = given["target"] if "target" in given else given["text"]
    texts = {name: str(given[key]) for name, key in _CONTEXT.items() if given.get(key) is not None}
    year = str(given.get("year") or "").removesuffix("年").removesuffix(".0")
    known = int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None
    judgement = judge(target, given.get("actual"), year=known, **texts)
    named = {"id": given["id"]} if isinstance(given.get("id"), str | int) else {}
    return named | judgement_data(judgement)


_CONTEXT = {"op": "op_column", "unit": "unit_column", "name": "indicator", "category": "category"}


def _no_number(text: str) -> float:
    raise ValueError(text)


def _new(options: argparse.Namespace) -> int:
    from xlperf.errors import InputError
    from xlperf.files import new

    if options.blank and options.source:
        raise InputError(_("--blank和--from只能选一个"))
    if options.into:
        return _merge(options)
    if options.out is None:
        raise InputError(_("没有给出新工作簿的文件名"), remedy=_("例如：xlperf new 绩效目标.xlsm --from 目标表.docx"))
    case = new(options.out, options.source, options.unit)
    say(_("已生成：{path}").format(path=options.out))
    if case is not None:
        from xlperf.report.imported import show_read

        show_read(case)
    return CLEAN


def _merge(options: argparse.Namespace) -> int:
    from xlperf.errors import InputError
    from xlperf.files import merge
    from xlperf.report.differences import show_merged
    from xlperf.report.imported import show_read

    if options.out or not options.source:
        raise InputError(_("--into要和--from一起用，不再给新工作簿的文件名"), remedy=_("例如：xlperf new --into 母版.xlsm --from 新目标表.docx"))
    merged = merge(options.into, options.source, adjustment=options.adjustment, unit=options.unit, write=not options.preview)
    show_read(merged.read)
    return show_merged(options.into, merged.differences, written=not options.preview)


def _form(options: argparse.Namespace) -> int:
    from xlperf.files import form

    form(options.file, options.out, options.task, kind=options.kind, month=options.month, public=options.public)
    say(_("已生成：{path}").format(path=options.out))
    return CLEAN


def _why(options: argparse.Namespace) -> int:
    from xlperf.files import load
    from xlperf.run import run
    from xlperf.why import cell_asked, why

    for line in why(run(load(options.file)), cell_asked(options.cell)):
        say(line)
    return CLEAN


def _accept(options: argparse.Namespace) -> int:
    from xlperf.files import accept

    found = accept(options.file, options.rule, options.subject, reason=options.reason, person=options.person)
    say(_("已接受{rule}“{subject}”：{message}").format(rule=found.rule, subject=found.subject, message=found.message))
    return CLEAN


def _opinion(options: argparse.Namespace) -> int:
    from xlperf.files import form

    form(options.file, options.out, kind="opinion")
    say(_("已生成：{path}").format(path=options.out))
    return CLEAN


def _rules(options: argparse.Namespace) -> int:
    from xlperf.errors import InputError
    from xlperf.report.data import rule_data
    from xlperf.report.terminal import show_rule, show_rules
    from xlperf.rows import to_json
    from xlperf.rules import RULES

    chosen = [each for each in RULES if options.id is None or each.id == options.id.upper()]
    if not chosen:
        raise InputError(_("没有规则{id}").format(id=options.id), remedy=_("运行“xlperf rules”看全部规则"))
    if options.format == "json":
        data = [rule_data(each) for each in chosen]
        print(to_json(data[0] if options.id else data))
    elif options.id:
        show_rule(chosen[0])
    else:
        show_rules(chosen)
    return CLEAN


def _undo(options: argparse.Namespace) -> int:
    from xlperf.report.history import show_taken_back
    from xlperf.undo import undo

    taken = undo(options.file)
    show_taken_back(taken)
    return FINDINGS if taken.kept else CLEAN


def _restore(options: argparse.Namespace) -> int:
    from xlperf.errors import InputError
    from xlperf.report.history import show_backups, show_loss
    from xlperf.undo import backups, loss, restore

    found = backups(options.file)
    if options.to is None:
        if options.yes:
            raise InputError(_("没有说恢复成第几份"), place=options.file, remedy=_("请加上--to N；不带选项运行可列出全部备份"))
        show_backups(options.file, found)
        return CLEAN
    if not 1 <= options.to <= len(found):
        raise InputError(_("没有第{nth}份备份").format(nth=options.to), place=options.file, remedy=_("不带--to运行可列出全部备份"))
    entry = found[options.to - 1]
    lost = loss(options.file, entry)
    if options.yes:
        restore(options.file, entry)
    show_loss(entry, lost, done=options.yes)
    return CLEAN


def _demo(options: argparse.Namespace) -> int:
    from xlperf.files import demo
    from xlperf.report.terminal import show_result

    checked = demo(options.folder)
    show_result(checked.result, checked.outcome)
    say()
    say(_("示例工作簿：{path}").format(path=checked.result.source))
    return CLEAN


_MASTER = _("母版工作簿")
_UNDO_TOLD = _("撤销最近一次写入（您在那之后填的内容不动；再运行一次，撤销再前一次）")

MANY = (
    (("--jobs",), {"type": int, "metavar": "N", "help": _("几个文件同时校验（默认按处理器个数）")}),
    (("--timeout",), {"type": float, "metavar": "SECONDS", "help": _("一个文件最多校验几秒，超过就放弃，继续下一个（默认120）")}),
    (("--scheduler",), {"metavar": "ADDRESS", "help": _("交给Dask集群校验，如tcp://主机:8786（要装xlperf[cluster]）")}),
    (("--no-cache",), {"action": "store_true", "help": _("内容没有变的文件也重新校验")}),
)  # fmt: skip
"""What is asked where many files are read: how they are checked, never what comes of it."""

VERBS = (
    ("check", _check, _("校验工作簿"), "xlperf check 绩效目标.xlsx --write", [
        (("files",), {"nargs": "+", "metavar": "FILE", "help": _("文件、文件夹（连同下级）、通配符，或@清单文件")}),
        (("--write",), {"action": "store_true", "help": _("把结果写进工作簿（只写自动计算的单元格）")}),
        (("--rules",), {"default": "", "choices": ("basic", "strict"), "help": _("basic只用基本规则，strict用全部；默认在指标值批复前用全部")}),
        (("--format",), {"choices": ("text", "json", "jsonl"), "default": "text",
                         "help": _("输出成文字（text）、JSON（json），或一个文件一行JSON、边校验边输出（jsonl）")}),
        (("--out",), {"action": "append", "default": [], "metavar": "OUT",
                      "help": _("结果写成：.xlsx汇总工作簿、.html网页、.csv、.parquet、.jsonl（可以写几个--out）")}),
        (("--roster",), {"metavar": "单位名单.xlsx", "help": _("应报单位名单（编码、名称、主管部门、业务科室）：列出已报、未报、重复、读不了的")}),
        (("--approved",), {"metavar": "DIR", "help": _("批复时的工作簿：列出指标值变动")}),
        (("--opinions",), {"metavar": "DIR", "help": _("每个单位写一份审核意见单，放在这个文件夹（已有的不改）")}),
        *MANY,
        *LOGGED,
    ]),
    ("compare", _compare, _("比较两次结果：变好、变差、新增、不见了"), "xlperf compare 上次.jsonl 报送文件夹", [
        (("before",), {"metavar": "A", "help": _("先前的：工作簿、文件夹，或--out写的.jsonl")}),
        (("after",), {"metavar": "B", "help": _("后来的")}),
        *MANY,
        FORMAT,
    ]),
    ("read", _read, _("读取绩效目标表"), "xlperf read 目标表.txt --format json", [
        (("file",), {"metavar": "FILE", "help": _("目标表或工作簿：.xlsx、.docx、.pdf、.txt等")}),
        FORMAT,
    ]),
    ("explain", _explain, _("说明一个指标值怎样理解、怎样判定"), "xlperf explain '11月底前' --actual '12月5日' --year 2022", [
        (("text",), {"nargs": "?", "help": _("指标值")}),
        (("--actual",), {"help": _("实际完成值")}),
        (("--name",), {"help": _("三级指标名称")}),
        (("--category",), {"help": _("二级指标")}),
        (("--op",), {"help": _("另成一栏的符号或方向（≥、反向）")}),
        (("--unit",), {"help": _("另成一栏的计量单位")}),
        (("--year",), {"type": int, "help": _("年度")}),
        (("--manual",), {"action": "store_true", "help": _("看指标值怎样写、怎样读的全部说明")}),
        (("--json",), {"action": "store_true", "help": _("输出JSON")}),
        (("--jsonl",), {"action": "store_true", "help": _("从标准输入逐行读JSON，逐行输出")}),
    ]),
    ("new", _new, _("新建工作簿"), "xlperf new 绩效目标.xlsm --from 目标表.txt", [
        (("out",), {"nargs": "?", "metavar": "OUT.xlsm", "help": _(".xlsm有按钮和自动判定，.xlsx不含宏")}),
        (("--from",), {"dest": "source", "metavar": "FILE", "help": _("由已公布的目标表或另一个工作簿生成")}),
        (("--into",), {"metavar": "MASTER", "help": _("把--from的表并入已有的母版：填空白、加新行，填过的不改")}),
        (("--adjustment",), {"default": "", "metavar": "文号", "help": _("批准调整指标值的文号：不同的指标值填入“调整后指标值”")}),
        (("--preview",), {"action": "store_true", "help": _("只列出差异，不写入")}),
        (("--unit",), {"default": "", "choices": ("万元", "元"), "help": _("原表没有写明金额单位时，说明它的金额是万元还是元")}),
        (("--blank",), {"action": "store_true", "help": _("空白工作簿（不给--from也是空白）")}),
        *LOGGED,
    ]),
    ("form", _form, _("生成表：目标表、运行监控表、自评表，目标任务指标对应表"), "xlperf form evaluation 绩效目标.xlsm -o 自评表.docx", [
        (("kind",), {"choices": ("target", "monitor", "evaluation", "trace"), "metavar": "target|monitor|evaluation|trace",
                     "help": _("目标表｜运行监控表｜自评表｜目标任务指标对应表")}),
        (("file",), {"metavar": "FILE", "help": _("母版工作簿，或读得懂的目标表")}),
        (("-o", "--out"), {"required": True, "metavar": "OUT", "help": _(".xlsx、.docx，装有LibreOffice的还有.pdf")}),
        (("--task",), {"default": "", "metavar": "TASK", "help": _("只生成这个任务（名称或编号）的项目支出表")}),
        (("--month",), {"type": int, "metavar": "M", "help": _("运行监控表截至几月（默认最后填的一期）")}),
        (("--public",), {"action": "store_true", "help": _("公开版：不含填报人、电话和内部理由；有待判定、测算或示例数据时不生成")}),
    ]),
    ("why", _why, _("说明一个单元格为什么是这个结果"), "xlperf why 绩效目标.xlsm 绩效指标!Q12", [
        (("file",), {"metavar": "FILE", "help": _MASTER}),
        (("cell",), {"metavar": "CELL", "help": _("工作表!单元格；不写工作表即绩效指标")}),
    ]),
    ("accept", _accept, _("接受一个问题：记入“审核意见”，以后列为已接受，数字变了会重新出现"),
     "xlperf accept 绩效目标.xlsm T203 设备采购完成时间 --reason 就是截止日 --person 张三", [
        (("file",), {"metavar": "FILE", "help": _MASTER}),
        (("rule",), {"metavar": "RULE", "help": _("规则号，如T203")}),
        (("subject",), {"metavar": "SUBJECT", "help": _("校验结果里的“对象”")}),
        (("--reason",), {"required": True, "help": _("为什么接受")}),
        (("--person",), {"required": True, "help": _("谁接受的")}),
        *LOGGED,
    ]),
    ("opinion", _opinion, _("生成审核意见单"), "xlperf opinion 绩效目标.xlsm -o 审核意见单.docx", [
        (("file",), {"metavar": "FILE", "help": _MASTER}),
        (("-o", "--out"), {"required": True, "metavar": "OUT", "help": _(".docx、.xlsx，装有LibreOffice的还有.pdf")}),
    ]),
    ("rules", _rules, _("列出规则，或看一条规则的说明"), "xlperf rules B402", [
        (("id",), {"nargs": "?", "metavar": "ID", "help": _("规则号；不写即列出全部")}),
        FORMAT,
    ]),
    ("undo", _undo, _UNDO_TOLD, "xlperf undo 绩效目标.xlsx", [(("file",), {"metavar": "FILE", "help": _MASTER}), *LOGGED]),
    ("restore", _restore, _("列出备份，或恢复成某一份（恢复前的文件也会留备份）"), "xlperf restore 绩效目标.xlsx --to 1 --yes", [
        (("file",), {"metavar": "FILE", "help": _MASTER}),
        (("--to",), {"type": int, "metavar": "N", "help": _("第几份备份（1是最近一份）；先列出恢复后会失去什么")}),
        (("--yes",), {"action": "store_true", "help": _("确实要恢复")}),
        *LOGGED,
    ]),
    ("demo", _demo, _("生成一个带示例数据的工作簿并校验"), "xlperf demo", [
        (("folder",), {"nargs": "?", "default": ".", "metavar": "DIR", "help": _("放在哪个文件夹（默认当前）")}),
    ]),
)  # fmt: skip
"""Name, what it runs, summary, example, arguments."""
