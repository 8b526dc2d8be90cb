"""The commands about scoring profiles: which there are, what they say and by what source, and profiles of one's own."""

import argparse
from pathlib import Path

from xlperf.cli.parsing import complain
from xlperf.errors import CLEAN, FAILED
from xlperf.language import _, say


def _profile(options: argparse.Namespace) -> int:
    return {"list": _list, "show": _show, "new": _new, "check": _check}[options.kind](options)


def _list(_options: argparse.Namespace) -> int:
    from xlperf.errors import XlperfError
    from xlperf.profile import DEFAULT, folder, load, names

    code = CLEAN
    for name in names():
        try:
            mark = _("（默认）") if name == DEFAULT else ""
            say(f"{name}　{load(name).title}{mark}")
        except XlperfError as error:
            complain(error)
            code = FAILED
    say(_("自己的方案放在{folder}").format(folder=folder()))
    return code


def _show(options: argparse.Namespace) -> int:
    from xlperf.profile import load
    from xlperf.report.profiles import show_profile

    show_profile(load(options.name or ""))
    return CLEAN


def _new(options: argparse.Namespace) -> int:
    """Put a profile of one's own into the folder, to be changed there."""
    from xlperf.errors import InputError, why
    from xlperf.profile import DEFAULT, folder, load, starter

    base, name = options.base or DEFAULT, options.name or ""
    if not name or not name.replace("-", "").replace("_", "").isalnum():
        raise InputError(_("没有给出方案的名字，或名字里有不能用的符号"), remedy=_("例如：xlperf profile new 我县 --extends mof-2020-10"))
    path = folder() / f"{name}.toml"
    if path.exists():
        raise InputError(_("已有这个方案"), place=str(path), remedy=_("请换个名字，或直接修改这个文件"))
    text = starter(name, load(base))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(_("写不了（{why}）").format(why=why(error)), place=str(path)) from error
    say(_("已生成：{path}。改好后在“概况”的评分方案里填：{name}").format(path=path, name=name))
    return CLEAN


def _check(options: argparse.Namespace) -> int:
    from xlperf.errors import InputError
    from xlperf.profile import load_file

    if not options.name:
        raise InputError(_("没有给出要检查的文件"), remedy=_("例如：xlperf profile check 我县.toml"))
    found = load_file(Path(options.name))
    say(_("{title}：可以用").format(title=found.title))
    return CLEAN


VERBS = (
    ("profile", _profile, _("评分方案：列出（list）、查看出处（show）、新建自己的（new）、检查（check）"), "xlperf profile show mof-2020-10", [
        (("kind",), {"choices": ("list", "show", "new", "check"), "metavar": "list|show|new|check", "help": _("列出｜查看｜新建｜检查")}),
        (("name",), {"nargs": "?", "metavar": "NAME", "help": _("方案的名字；check时是文件")}),
        (("--extends",), {"dest": "base", "metavar": "NAME", "help": _("new：在哪个方案的基础上改（默认mof-2020-10）")}),
    ]),
)  # fmt: skip
"""Name, what it runs, summary, example, arguments."""
