"""What LibreOffice's Python runs for a workbook's VBA: a function called from a cell, a button that was clicked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xlperf.libreoffice.host import CalcHost
from xlperf.live.calls import called
from xlperf.live.clicks import click as clicked


def call(name: str, values: Sequence[Any], formats: Sequence[Any]) -> str:
    """Answer a worksheet function."""
    return called(name, values, formats)


def click(document: Any, key: str) -> str:
    """Do what a button does in a document, and return what it says."""
    return str(clicked(CalcHost(document), key, datetime.now()))
