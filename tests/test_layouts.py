"""Every layout, in every format, is read for what it says."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.layouts import FORMATS, Layout, layouts
from xlperf.files import read


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(layout=layouts())
def test_a_form_says_the_same_in_every_layout(tmp_path, suffix, layout: Layout):
    assume(layout.rows)
    path = tmp_path / f"表{suffix}"
    path.write_bytes(FORMATS[suffix](layout.grid))
    found = read(path)
    assert [(each.level1, each.level2, each.level3, each.target, each.actual, each.weight, each.awarded) for each in found.indicators] == layout.rows
    assert (found.year, [each.name for each in found.tasks]) == (2022, ["道路养护"])
    totals = [row[2] for row in layout.grid.rows if row[1] == "年度资金总额"]
    if totals:
        assert [(str(each.total), each.fiscal) for each in found.tasks] == [(str(totals[0]).replace(",", ""), Decimal(60))]
