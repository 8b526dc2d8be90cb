"""What can be wrong between LibreOffice and Python."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import xlperf
from xlperf.language import _
from xlperf.libreoffice.install import OLDEST, SETTINGS, script_path, script_text, user_folder
from xlperf.live.checkup import Checkup

_LEVEL = re.compile(r'oor:name="MacroSecurityLevel"[^>]*><value>(\d)</value>')
_TRUSTED = re.compile(r'oor:name="SecureURL"[^>]*>\s*<value>(.*?)</value>', re.DOTALL)
_HIGH = 2
"""From this level on only macros from trusted folders, or signed ones, run. It is LibreOffice's own choice."""

_LEVELS = (_("一律运行，不询问"), _("询问后运行"), _("只运行可信源中的宏"))
"""What each level does."""


def diagnose(profile: Path | None = None) -> Sequence[Checkup]:
    """Look at Python, the script in the user's profile, and what LibreOffice lets macros do."""
    profile = user_folder(profile or _own_profile())
    running = ".".join(map(str, sys.version_info[:3]))
    return [
        Checkup("Python", running, "" if sys.version_info >= OLDEST else _("xlperf需要3.11以上，请更新LibreOffice")),
        Checkup("xlperf", f"{xlperf.__version__}　{Path(xlperf.__file__).parent}"),
        _script(profile),
        _macros(profile),
    ]


def _own_profile() -> Path | None:
    """Return the profile of the LibreOffice that runs this; None elsewhere."""
    try:
        import uno

        context = uno.getComponentContext()
        paths = context.ServiceManager.createInstanceWithContext("com.sun.star.util.PathSubstitution", context)
        return Path(uno.fileUrlToSystemPath(paths.substituteVariables("$(user)", True)))
    except Exception:  # no LibreOffice around, whichever way that shows
        return None


def _script(profile: Path) -> Checkup:
    path = script_path(profile)
    if not path.exists():
        return Checkup(_("脚本"), _("没有安装"), _("请运行“xlperf install --libreoffice”"))
    outdated = path.read_text(encoding="utf-8", errors="replace") != script_text()
    return Checkup(_("脚本"), str(path), _("是另一个版本或另一处的xlperf装的，请重新运行“xlperf install --libreoffice”") if outdated else "")


def _macros(profile: Path) -> Checkup:
    try:
        settings = (profile / SETTINGS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Checkup(_("宏安全性"), _("没有找到LibreOffice的设置"), known=False)
    found = _LEVEL.search(settings)
    level = min(int(found[1]) if found else _HIGH, _HIGH)
    trusted = _TRUSTED.search(settings)
    if level == _HIGH and not (trusted and "<it>" in trusted[1]):
        told = _("在 工具→选项→LibreOffice→安全→宏安全性→可信源 中加入存放工作簿的文件夹")
        return Checkup(_("宏安全性"), _("只运行可信源中的宏，还没有可信的文件夹"), told)
    return Checkup(_("宏安全性"), _LEVELS[level])
