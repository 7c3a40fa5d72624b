"""Records as files: columns from the field ledger, written in chunks as CSV or XLSX. Sealed answers stay out."""
