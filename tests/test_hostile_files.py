"""Files that would harm: one sentence, or findings; never a traceback, nothing run, nothing called, nothing written elsewhere."""

import os

import pytest

from tests.hostile.tries import KINDS, hostile, prepare, tried

pytestmark = pytest.mark.libreoffice  # which makes the old formats that some are made from


@pytest.fixture(scope="module", autouse=True)
def prepared():
    prepare()


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_file_does_no_harm(kind):
    """One of each kind here; `.ci/run` tries seven, the long mode sixty more."""
    assert [(one.command, one.wrong, one.told) for one in tried(kind, 3) if one.wrong] == []


@pytest.mark.long
@pytest.mark.hostile
@pytest.mark.parametrize("kind", KINDS)
def test_many_hostile_files_do_no_harm(kind):
    seeds = range(100, 100 + int(os.environ.get("XLPERF_HOSTILE", "60")))
    assert [(seed, one.command, one.wrong, one.told) for seed in seeds for one in tried(kind, seed) if one.wrong] == []


def test_a_file_of_a_seed_is_always_the_same():
    assert all(hostile(kind, 5) == hostile(kind, 5) for kind in ("字节乱改", "XML实体", "文本攻击", "账"))
