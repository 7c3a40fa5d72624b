"""Bringing records in from a spreadsheet: read within bounds, mapped, checked, applied in batches, undone."""
