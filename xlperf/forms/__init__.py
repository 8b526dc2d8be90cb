"""The official forms, made from a table as grids with merges and style names. A writer renders them."""

from xlperf.forms.draft import FORM_WIDTHS
from xlperf.forms.project import of_task, project_form
from xlperf.forms.target import target_form

__all__ = ["FORM_WIDTHS", "of_task", "project_form", "target_form"]
