"""The rules, in the order in which they speak. Each looks at the assessment and at nothing else."""

from xlperf.rules import budget, ledger, results, scoring, structure, targets
from xlperf.rules.rule import FAMILIES, SECTIONS, Rule

RULES: tuple[Rule, ...] = (
    structure.cell_unreadable,
    structure.error_value,
    structure.formula_not_calculated,
    structure.alike_rows,
    structure.class_unknown,
    structure.year_missing,
    structure.name_breaks_sums,
    structure.outside_the_table,
    structure.nothing_there,
    structure.name_missing,
    targets.target_unreadable,
    targets.target_missing,
    targets.operator_missing,
    targets.rate_above_hundred,
    targets.cost_without_amount,
    targets.several_conditions,
    targets.deadline_outside_year,
    targets.doubtful_target,
    results.missed_without_cause,
    results.missed,
    results.actual_missing,
    results.needs_a_person,
    results.actual_unreadable,
    results.actual_differs_from_books,
    results.rating_unknown,
    budget.total_not_the_sum,
    budget.over_budget,
    budget.ceilings_above_budget,
    budget.budget_missing,
    ledger.task_unknown,
    ledger.cost_unknown,
    ledger.third_decimal,
    ledger.outside_the_year,
    scoring.points_do_not_add_up,
    scoring.awarded_beyond_points,
    scoring.awarded_without_reason,
    scoring.points_negative,
)

__all__ = ["FAMILIES", "RULES", "SECTIONS", "Rule"]
