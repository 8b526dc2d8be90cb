"""Days as spreadsheets count them."""

from datetime import date, datetime, timedelta

_EPOCH = datetime(1899, 12, 30)
"""Day 0 of the calendar that Excel and LibreOffice share from 1 March 1900 on."""


def moment_of(serial: float) -> datetime:
    """Return the moment that a serial number stands for: 44895 is 30 November 2022."""
    return _EPOCH + timedelta(days=serial)


def serial_of(day: date) -> int:
    """Return the serial number of a day: 30 November 2022 is 44895."""
    return day.toordinal() - _EPOCH.toordinal()
