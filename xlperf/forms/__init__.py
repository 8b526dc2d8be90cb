"""The official forms, made from a table as grids with merges and style names. A writer renders them."""

from xlperf.forms.draft import unmade
from xlperf.forms.evaluation import WIDTHS as EVALUATION_WIDTHS
from xlperf.forms.evaluation import evaluation_form, of_project, unfinished
from xlperf.forms.monitoring import WIDTHS as MONITORING_WIDTHS
from xlperf.forms.monitoring import monitoring_form
from xlperf.forms.opinion import opinion_form
from xlperf.forms.project import of_task, project_form
from xlperf.forms.target import fits, never_made, target_form
from xlperf.forms.trace import trace_form

__all__ = [
    "EVALUATION_WIDTHS", "MONITORING_WIDTHS", "evaluation_form", "fits", "monitoring_form", "never_made", "of_project", "of_task", "opinion_form",
    "project_form", "target_form", "trace_form", "unfinished", "unmade",
]
