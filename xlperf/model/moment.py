"""Days as spreadsheets count them."""

from datetime import datetime, timedelta

_EPOCH = datetime(1899, 12, 30)
"""Day 0 of the calendar that Excel and LibreOffice share from 1 March 1900 on."""


def moment_of(serial: float) -> datetime:
    """Return the moment that a serial number stands for: 44895 is 30 November 2022."""
    return _EPOCH + timedelta(days=serial)
