"""Shared choice lists in the admin: edited a page at a time, pasted from spreadsheets, retired once they are used."""
