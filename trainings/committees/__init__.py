"""Committees and groups: which body, what rule held when, who was in office, what its meetings came to."""
