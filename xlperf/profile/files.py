"""Where profiles lie: those that ship with the program, and those of the user's own folder, which win."""

import os
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from xlperf.errors import InputError, why
from xlperf.language import _
from xlperf.profile.scheme import Profile, Tables, merged, read_profile

DEFAULT = "mof-2020-10"
_SHIPPED = Path(__file__).parent


def folder() -> Path:
    """Return the folder of the user's own profiles: `XLPERF_PROFILES`, else .xlperf/profiles in the home folder."""
    return Path(os.environ.get("XLPERF_PROFILES") or Path.home() / ".xlperf" / "profiles")


def shipped() -> list[Path]:
    """Return the files of the profiles that ship with the program, the default one first."""
    return sorted(_SHIPPED.glob("*.toml"), key=lambda path: (path.stem != DEFAULT, path.stem))


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
    found = next((path for path in _paths() if path.stem == wanted), None) or next((path for path in _paths() if _is_called(path, wanted)), None)
    if found is not None:
        return load_file(found)
    raise InputError(
        _("没有名为“{name}”的评分方案").format(name=wanted),
        remedy=_("在“概况”的评分方案中改为：{names}，或留空用默认方案").format(names=_("、").join(names())),
    )


def _is_called(path: Path, name: str) -> bool:
    """Whether a file is the profile of a name; one that cannot be read is not, and is no matter of who asks for another."""
    try:
        data = _tables(path)
    except InputError:
        return False
    return name in (data.get("id"), data.get("title"))


def load_file(path: Path) -> Profile:
    """Return the profile of a file. Raises `InputError` where it is none."""
    return _read(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Profile:
    return read_profile(_whole(_tables(path), str(path), ()), str(path))


def _whole(data: Tables, place: str, above: tuple[str, ...]) -> Tables:
    """Return the tables of a profile with those of the one that it extends."""
    base = data.get("extends")
    if base is None:
        return data
    path = next((each for each in _paths() if each.stem == base), None)
    if path is None or base in above:
        told = _("extends指的“{base}”不存在").format(base=base) if path is None else _("extends绕回了“{base}”").format(base=base)
        raise InputError(told, place=place, remedy=_("可以沿用的有：{names}").format(names=_("、").join(names())))
    return merged(_whole(_tables(path), str(path), (*above, base)), data)


def _tables(path: Path) -> Tables:
    return _parsed(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed: int) -> Tables:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(_("读不了评分方案（{why}）").format(why=why(error)), place=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        told = _("评分方案不是TOML格式（{error}）").format(error=error)
        raise InputError(told, place=str(path), remedy=_("用“xlperf profile new”生成一个样子照着改")) from error


def starter(name: str, base: Profile) -> str:
    """Return the text of a profile that extends another, with what is most often different written out."""
    classes = "\n".join(f'"{level}" = {points:f}' for level, points in base.classes.items())
    grades = "\n".join(f'"{grade}" = {lowest:f}' for lowest, grade in base.grades)
    return f"""# 评分方案。只写与 {base.id} 不同的；没写的都沿用它。每个值都请在 [sources] 写明出处和把握：
# text（见原文或已公开的表）、practice（在用系统的做法）、memory（凭记忆）。
id = "{name}"
title = "{name}"
extends = "{base.id}"

[execution]
points = {base.execution_points:f}

# 各类分值，加上预算执行分要等于100
[classes]
{classes}

[grades]
{grades}

[limits]
overachieved = "{base.limits["overachieved"]:f}"
execution_explained = "{base.limits["execution_explained"]:f}"

# 单位成本标准（元），如 "培训" = 550
[standards]

[sources]
"classes" = ["请写文号", "memory"]
"""
