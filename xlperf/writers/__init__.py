"""Writers: `package` puts edits into an existing workbook, `fresh` renders a new one. There is no third."""
