"""Where profiles lie: those that ship with the program, and those of the user's own folder, which win."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from xlperf.errors import InputError, why
from xlperf.language import _
from xlperf.profile.scheme import Profile, merged, read_profile

DEFAULT = "mof-2020-10"
_SHIPPED = Path(__file__).parent


def folder() -> Path:
    """Return the folder of the user's own profiles: `XLPERF_PROFILES`, else .xlperf/profiles in the home folder."""
    return Path(os.environ.get("XLPERF_PROFILES") or Path.home() / ".xlperf" / "profiles")


def names() -> list[str]:
    """Return the ids of all profiles, those that ship with the program and the user's own."""
    return sorted({path.stem for path in _paths()})


def _paths() -> Iterator[Path]:
    yield from sorted(folder().glob("*.toml"))
    yield from sorted(_SHIPPED.glob("*.toml"))


def load(name: str = "") -> Profile:
    """Return the profile called `name` (its id or its title); the default one for an empty name.

    Raises `InputError` naming the known ones where there is no such profile, and for a profile of the user's that is not as it should be.
    """
    wanted = name.strip() or DEFAULT
    for path in _paths():
        data = _tables(path)
        if wanted in (path.stem, data.get("id"), data.get("title")):
            return load_file(path)
    raise InputError(
        _("没有名为“{name}”的评分方案").format(name=wanted),
        remedy=_("在“概况”的评分方案中改为：{names}，或留空用默认方案").format(names="、".join(names())),
    )


def load_file(path: Path) -> Profile:
    """Return the profile of a file. Raises `InputError` where it is none."""
    return _read(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Profile:
    return read_profile(_whole(_tables(path), str(path), ()), str(path))


def _whole(data: Mapping, place: str, above: tuple[str, ...]) -> Mapping:
    """Return the tables of a profile with those of the one that it extends."""
    base = data.get("extends")
    if base is None:
        return data
    path = next((each for each in _paths() if each.stem == base), None)
    if path is None or base in above:
        told = _("extends指的“{base}”不存在").format(base=base) if path is None else _("extends绕回了“{base}”").format(base=base)
        raise InputError(told, place=place, remedy=_("可以沿用的有：{names}").format(names="、".join(names())))
    return merged(_whole(_tables(path), str(path), (*above, base)), data)


def _tables(path: Path) -> Mapping:
    return _parsed(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed: int) -> Mapping:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(_("读不了评分方案（{why}）").format(why=why(error)), place=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        told = _("评分方案不是TOML格式（{error}）").format(error=error)
        raise InputError(told, place=str(path), remedy=_("用“xlperf profile new”生成一个样子照着改")) from error
