"""Exports of accounting and payment software: known by their headings, read into postings."""

from xlperf.exports.families import LEDGER, PAYMENTS, Export, find_export, nearest_headings
from xlperf.exports.postings import read_postings
from xlperf.exports.spending import spending_of

__all__ = ["LEDGER", "PAYMENTS", "Export", "find_export", "nearest_headings", "read_postings", "spending_of"]
