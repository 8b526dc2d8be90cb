"""Tests as cases a layman can read. Helpers that several share stand in conftest.py."""
