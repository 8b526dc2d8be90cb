"""What to write, decided before anything is: pure functions from a result to edits."""

from xlperf.plan.foreign import plan_nothing
from xlperf.plan.formulas import plan_formulas
from xlperf.plan.results import plan_results, result_values

__all__ = ["plan_formulas", "plan_nothing", "plan_results", "result_values"]
