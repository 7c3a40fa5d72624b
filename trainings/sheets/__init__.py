"""Attendance sheets: opening one, who stands on it, marking, columns, bringing in lists. Rules that need no database: `rules`."""
