"""The open workbook: what a host (Excel, LibreOffice) must be able to do, and what a click does there. Knows no host."""
