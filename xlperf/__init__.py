"""Performance targets of Chinese government departments: read, judged, rolled up and scored.

The public names are loaded when they are first used, so that ``import xlperf`` costs nothing.
"""

__version__ = "0.1.0"

_HOMES = {
    "read": "files",
    "check": "files",
    "parse": "target",
    "judge": "target",
    "Assessment": "tally",
    "Book": "model",
    "Case": "model",
    "Figure": "model",
    "Finding": "model",
    "Judgement": "target",
    "Reading": "target",
    "Result": "run",
    "Table": "model",
    "InputError": "errors",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> object:
    """Load a public name from the module it lives in (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'xlperf' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"xlperf.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
