"""The official forms, made from a table as grids with merges and style names. A writer renders them."""

from xlperf.forms.target import FORM_WIDTHS, target_form

__all__ = ["FORM_WIDTHS", "target_form"]
