"""Readers: a file becomes a Book of grids, whatever it was."""

from xlperf.readers.open import read_book

__all__ = ["read_book"]
