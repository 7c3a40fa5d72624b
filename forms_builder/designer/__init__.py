"""Designing forms in the Wagtail admin: the editor, its listing and its permissions."""
