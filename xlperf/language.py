"""The door for every text that a user sees: ``_("…")``.

The texts stand in the code in Chinese, the language of the users; other languages come from gettext catalogues,
which are only looked for when one is asked for, so that a Chinese run never imports gettext.
"""

from collections.abc import Callable

_translate: Callable[[str], str] | None = None


def _(text: str) -> str:
    """Return `text` in the language of this run."""
    return _translate(text) if _translate else text


def use_language(code: str) -> None:
    """Switch this process to the language `code` ("zh" or one with a catalogue); an unknown one stays Chinese."""
    global _translate
    if code.startswith("zh"):
        _translate = None
        return
    import gettext
    from pathlib import Path

    folder = Path(__file__).with_name("locale")
    _translate = gettext.translation("xlperf", folder, [code], fallback=True).gettext
