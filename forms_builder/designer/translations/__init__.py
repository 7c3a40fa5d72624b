"""The texts of a form in both languages: what is missing, what went stale, what nobody reviewed yet."""
