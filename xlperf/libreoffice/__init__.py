"""LibreOffice Calc as a host: the open document through its own Python (UNO), and how that is set up."""
