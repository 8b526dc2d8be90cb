"""The master workbook, and the text sources it is built from, as package data."""
