"""Accounts in the Wagtail admin: one full name, a language, no superusers made by ticking a box."""
