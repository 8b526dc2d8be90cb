"""Excel as a host: the open workbook through xlwings, the add-in, and how both are set up. Nothing was run in Excel yet."""
