"""Master workbooks made from content: a published table, another workbook, the sample, or nothing."""

from xlperf.build.content import Content, blank, content_of
from xlperf.build.master import build_form, build_master, draw_sheet
from xlperf.build.sample import published, sample

__all__ = ["Content", "blank", "build_form", "build_master", "content_of", "draw_sheet", "published", "sample"]
