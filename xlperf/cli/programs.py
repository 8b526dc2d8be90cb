"""The commands about the programs around: Excel and LibreOffice set up, looked at, and worked in from outside."""

import argparse
import sys
from pathlib import Path

from xlperf.errors import CLEAN, FAILED, FINDINGS
from xlperf.language import _, say


def _install(options: argparse.Namespace) -> int:
    if options.libreoffice:
        from xlperf.libreoffice.doctor import diagnose as diagnose_calc
        from xlperf.libreoffice.install import install as install_calc

        say(_("已安装到LibreOffice：{path}").format(path=install_calc(options.profile)))
        for each in diagnose_calc(options.profile):
            if each.remedy:
                say(each)
        return CLEAN
    from xlperf.excel.install import Machine, dry_run, install

    if options.dry_run:
        for path in dry_run(Machine(), options.dry_run):
            say(_("已写到：{path}").format(path=path))
        return CLEAN
    say(_("已安装加载项：{path}").format(path=install(Machine())))
    say(_("请关闭所有Excel窗口再打开，“绩效”选项卡就会出现"))
    return CLEAN


def _uninstall(options: argparse.Namespace) -> int:
    if options.libreoffice:
        from xlperf.libreoffice.install import uninstall as uninstall_calc

        gone = uninstall_calc(options.profile)
    else:
        from xlperf.excel.install import Machine, uninstall

        gone = uninstall(Machine())
    say(_("已卸载：{path}").format(path=gone) if gone else _("没有安装过，不用卸载"))
    return CLEAN


def _doctor(options: argparse.Namespace) -> int:
    from xlperf.live.checkup import all_right, told

    if options.libreoffice:
        from xlperf.libreoffice.doctor import diagnose as diagnose_calc

        looked = diagnose_calc(options.profile)
    else:
        from xlperf.excel.doctor import diagnose

        looked = diagnose(workbook=options.file)
    say(told(looked))
    return CLEAN if all_right(looked) else FINDINGS


def _bundle(options: argparse.Namespace) -> int:
    from xlperf.bundle import bundle

    wheels = bundle(options.folder, options.system or SYSTEMS, options.python or VERSIONS)
    say(_("已生成：{path}（{count}个安装包）。把整个文件夹拷到不能上网的电脑上，运行其中的install.cmd或install.sh").format(
        path=options.folder, count=len(wheels)))  # fmt: skip
    return CLEAN


def _live(options: argparse.Namespace) -> int:
    from xlperf.excel.live import click_active

    said = click_active(options.action)
    say(said.text, file=sys.stderr if said.how == "no" else sys.stdout)
    return FAILED if said.how == "no" else CLEAN


def _serve(_options: argparse.Namespace) -> int:
    from xlperf.excel.live import serve

    serve()
    return CLEAN


_LIBREOFFICE = (("--libreoffice",), {"action": "store_true", "help": _("为LibreOffice，不为Excel")})
_PROFILE = (("--profile",), {"type": Path, "metavar": "DIR", "help": _("LibreOffice的用户文件夹（一般不用给）")})
SYSTEMS, VERSIONS = ("windows", "linux"), ("3.11", "3.12", "3.13")
"""What a bundle can be for."""
_ACTIONS = ("check", "spending", "next", "missed", "clear", "form", "formulas")

VERBS = (
    ("install", _install, _("把加载项装进Excel，或把脚本装进LibreOffice"), "xlperf install --libreoffice", [
        _LIBREOFFICE, _PROFILE,
        (("--dry-run",), {"type": Path, "metavar": "DIR", "help": _("不安装，只把要装的文件写到这个文件夹里看")}),
    ]),
    ("uninstall", _uninstall, _("卸载加载项或脚本"), "xlperf uninstall --libreoffice", [_LIBREOFFICE, _PROFILE]),
    ("doctor", _doctor, _("检查安装和设置，不正常的说明怎么办"), "xlperf doctor", [
        (("file",), {"nargs": "?", "type": Path, "metavar": "FILE", "help": _("再看看这个工作簿有没有网络标记")}), _LIBREOFFICE, _PROFILE,
    ]),
    ("bundle", _bundle, _("收集离线安装包：程序、程序库、安装脚本"), "xlperf bundle 离线安装包 --system windows", [
        (("folder",), {"type": Path, "metavar": "DIR", "help": _("新的文件夹")}),
        (("--system",), {"action": "append", "choices": SYSTEMS, "help": _("为哪种系统（可写多次；不写即都要）")}),
        (("--python",), {"action": "append", "choices": VERSIONS, "help": _("为哪个版本的Python（可写多次；不写即都要）")}),
    ]),
    ("live", _live, _("在已打开的Excel里做按钮做的事"), "xlperf live check", [
        (("action",), {"choices": _ACTIONS, "metavar": "ACTION", "help": "｜".join(_ACTIONS)}),
    ]),
    ("serve", _serve, _("在后台等候Excel（Excel不能启动其他程序时用，登录时运行）"), "xlperf serve", []),
)  # fmt: skip
"""Name, what it runs, summary, example, arguments."""
