"""The VBA sources and the ribbon of the master workbook, as package data."""
