"""Benchmarks are programs: run by hand, told in ratios within one run."""
