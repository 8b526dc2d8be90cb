"""Setting LibreOffice up: one script in the user's folder for scripts, so that a workbook's VBA finds Python."""

import sysconfig
from pathlib import Path

import xlperf
from xlperf.actions import ACTIONS, MESSAGES, STAGES
from xlperf.errors import InputError, why
from xlperf.language import _

SCRIPT = "xlperf_live.py"
"""The file that the VBA asks for (macros/PerfHost.bas)."""

SETTINGS = "registrymodifications.xcu"
"""LibreOffice's own settings, by which its folder is known."""

_TEXT = '''"""xlperf for LibreOffice, version {version}. Written by `xlperf install --libreoffice`; `xlperf uninstall` removes it."""

import sys

import uno

FOUND = {folders!r}
OLDEST = {oldest}

if sys.version_info >= OLDEST:
    sys.path += [each for each in FOUND if each not in sys.path]
    from xlperf.libreoffice.scripts import call, click
else:

    def call(name, values, formats):
        return ""

    def click(document, key):
        return {too_old!r}.format(".".join(map(str, sys.version_info[:2])))


def say(document, told):
    """Show what a click said in a box: a document without our buttons has no other place for it."""
    how, text = told.split("|", 1)
    window = document.CurrentController.Frame.ContainerWindow
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "WARNINGBOX" if how == "no" else "INFOBOX")
    window.getToolkit().createMessageBox(window, kind, 1, {title!r}, text).execute()

{macros}
g_exportedScripts = ({exported})
'''

_MACRO = '''
def {name}(*_event):
    """{tip}"""
    document = XSCRIPTCONTEXT.getDocument()
    say(document, click(document, {key!r}))
'''


OLDEST = (3, 11)


def default_profile() -> Path:
    """Return the folder of LibreOffice's user profile on this machine."""
    from platformdirs import user_config_path

    return user_config_path("libreoffice", appauthor=False, roaming=True) / "4" / "user"


def script_text() -> str:
    """Return the script: it knows where xlperf and the libraries beside it are, and reads nothing from a document or its folder."""
    too_old = _("no|LibreOffice自带的Python是{{}}，xlperf需要{oldest}以上，请更新LibreOffice").format(oldest=".".join(map(str, OLDEST)))
    paths = Path(xlperf.__file__).resolve().parents[1], *map(sysconfig.get_path, ("purelib", "platlib"))
    folders = list(dict.fromkeys(map(str, paths)))
    actions = {each.label: each for each in ACTIONS} | {_("阶段_{label}").format(label=each.label): each for each in STAGES}
    macros = "\n".join(_MACRO.format(name=name, tip=each.tip, key=each.key) for name, each in actions.items())
    exported = ", ".join(actions)
    return _TEXT.format(
        version=xlperf.__version__, folders=folders, oldest=OLDEST, too_old=too_old, title=MESSAGES["title"], macros=macros, exported=exported
    )


def script_path(profile: Path | None = None) -> Path:
    """Return where the script stands in a profile."""
    return user_folder(profile) / "Scripts" / "python" / SCRIPT


def user_folder(profile: Path | None = None) -> Path:
    """Return the folder `user` of a profile, also where the folder above it was given."""
    folder = profile or default_profile()
    return folder / "user" if (folder / "user" / SETTINGS).exists() else folder


def install(profile: Path | None = None) -> Path:
    """Write the script; return where. Raises `InputError` where LibreOffice was never started for this user."""
    folder = user_folder(profile)
    if not folder.is_dir():
        raise InputError(_("没有找到LibreOffice的用户文件夹"), place=str(folder), remedy=_("请先打开一次LibreOffice再运行，或用--profile指明"))
    path = script_path(folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script_text(), encoding="utf-8")
    except OSError as error:
        raise InputError(_("没有写成（{why}）").format(why=why(error)), place=str(path)) from error
    return path


def uninstall(profile: Path | None = None) -> Path | None:
    """Remove the script; return where it was, None where there was none."""
    path = script_path(profile)
    if not path.exists():
        return None
    path.unlink()
    return path
