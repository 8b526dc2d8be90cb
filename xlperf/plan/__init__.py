"""What to write, decided before anything is: pure functions from a result to edits."""

from xlperf.plan.clearing import plan_clearing
from xlperf.plan.foreign import asides, indicator_sheets
from xlperf.plan.formulas import plan_formulas, plan_mending
from xlperf.plan.results import plan_results, result_values

__all__ = ["asides", "indicator_sheets", "plan_clearing", "plan_formulas", "plan_mending", "plan_results", "result_values"]
