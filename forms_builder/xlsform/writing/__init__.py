"""Form documents out of the house: as XLSForm workbooks, and as XForms."""
