"""The official forms, made from a table as grids with merges and style names. A writer renders them."""

from xlperf.forms.project import of_task, project_form
from xlperf.forms.target import fits, target_form

__all__ = ["fits", "of_task", "project_form", "target_form"]
