"""XLSForm workbooks: reading them into form documents and saying, by sheet and row, what does not fit."""
